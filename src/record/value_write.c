/* value_write.c -- a value becomes a cell again; ids, slugs and moments. */
#include <string.h>

#include "base/country.h"
#include "base/date.h"
#include "base/ident.h"
#include "base/unit.h"
#include "record/codes.h"
#include "record/family.h"
#include "record/rules.h"
#include "record/value.h"

bool value_half_open(const field *f)
{
    return f->type == FIELD_DATE && strncmp(f->doc, "Half-open", 9) == 0;
}

static const char *last_day(arena *a, str text)
{
    date d = {0};
    if (date_read(&d, text, 'y', NULL) != AK_OK || d.precision != DATE_TO_DAY)
        return str_c(a, text);
    char day[DATE_TEXT_BYTES];
    return arena_text(a, date_day_text(day, d.day - 1));
}

static const char *write_one(arena *a, const field *f, const json *v, const char **unit_out)
{
    switch (v->kind) {
    case JSON_OBJECT: {
        if (f->type == FIELD_MONEY) {
            str amount = json_str(v, "amount"), code = json_str(v, "currency");
            return arena_printf(a, "%.*s %.*s", (int)amount.n, amount.p, (int)code.n, code.p);
        }
        str value = json_str(v, "value");
        const unit *u = unit_find(json_str(v, "unit"));
        if (unit_out)
            *unit_out = u ? u->symbol : str_c(a, json_str(v, "unit"));
        return str_c(a, value);
    }
    case JSON_STRING:
        if (value_half_open(f))
            return last_day(a, v->text);
        return str_is(v->text, "-") ? "'-" : str_c(a, v->text); /* a lone dash would clear the field */
    case JSON_NUMBER:
        return str_c(a, v->text);
    case JSON_BOOL:
        return v->truth ? "yes" : "no";
    default:
        return "";
    }
}

const char *value_write(arena *a, const field *f, const json *v, const char **unit_out)
{
    if (unit_out)
        *unit_out = "";
    if (!v)
        return "";
    if (v->kind != JSON_ARRAY)
        return write_one(a, f, v, unit_out);
    buf out = buf_new(a, 0);
    for (const json *item = v->first; item; item = item->next)
        buf_printf(&out, "%s%s", item == v->first ? "" : "; ", write_one(a, f, item, NULL));
    return out.n ? out.p : "";
}

/* What stands behind local: is KIND/rest, with a kind that we know and nothing that cannot be printed. */
static bool local_ok(str text)
{
    str rest = text;
    str_cut(&rest, ':');
    str kind = str_cut(&rest, '/');
    for (size_t i = 0; i < rest.n; i++)
        if ((unsigned char)rest.p[i] <= ' ' || rest.p[i] == 0x7f || rest.p[i] == '#')
            return false;
    return rest.n > 0 && rest.n <= 1024 && family_find(kind) >= 0;
}

const char *value_subject_id(arena *a, str text, const ak_rule **why)
{
    str value = text;
    str scheme = str_cut(&value, ':');
    const char *name = str_c(a, scheme);
    *why = &REC_021;
    if (str_is(scheme, "local"))
        return local_ok(text) ? str_c(a, text) : NULL;
    if (str_is(scheme, "rmi-cid") || str_is(scheme, "os-id"))
        return code_subject_id(a, name, value);
    if (str_is(scheme, "country")) {
        const country *c = country_find(a, value);
        *why = &REC_011;
        return c ? arena_printf(a, "country:%s", c->iso3) : NULL;
    }
    str out = {0};
    ak_err err = {0};
    if (ident_read(&out, a, text, &err) == AK_OK)
        return str_c(a, out);
    *why = err.rule;
    return NULL;
}

const char *value_slug(arena *a, str text)
{
    str id = {0};
    if (ident_local(&id, a, "x", text, NULL) != AK_OK)
        return "";
    return str_c(a, (str){id.p + 8, id.n - 8}); /* behind "local:x/" */
}

const char *value_moment(arena *a, const char *text, const char *zone_word, bool after)
{
    zone z = ZONE_OSLO;
    if (!zone_find(&z, str_of(zone_word)))
        z = ZONE_OSLO;
    date d = {0};
    if (strchr(text, 'T') || date_read(&d, str_of(text), 'y', NULL) != AK_OK)
        return text;
    int64_t s = zone_day_start(z, after ? date_end(d) : d.day);
    char out[MOMENT_TEXT_BYTES];
    return arena_text(a, moment_text(out, s));
}
