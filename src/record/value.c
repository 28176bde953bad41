/* value.c -- one cell of a source becomes a value. */
#include "record/value.h"

#include <string.h>

#include "base/country.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/ident.h"
#include "base/money.h"
#include "base/unit.h"
#include "record/codes.h"
#include "record/rules.h"

#define TEXT_BYTES_MAX  ((size_t)4096)
#define PROSE_BYTES_MAX ((size_t)256 << 10)
#define INTEGER_MAX     INT64_C(9007199254740991) /* 2^53 - 1: what canonical JSON can hold */

/* What a reader of one type is handed: the item's text is trimmed and not empty. */
typedef struct item {
    arena *a;
    const field *f;
    const plan_cell *cell;
    const value_place *place;
    str text;
} item;

static fault place_of(const item *it)
{
    fault at = it->place->at;
    at.column = it->cell->column;
    at.field = it->cell->head && it->cell->head[0] ? it->cell->head : it->f->name;
    at.value = str_c(it->a, it->text);
    return at;
}

static json *bad(const item *it, const ak_rule *rule, const char *arg1, const char *arg2, const char *arg3)
{
    fault at = place_of(it);
    fault_add(it->place->faults, rule, &at, arg1 ? arg1 : "", arg2 ? arg2 : "", arg3 ? arg3 : "");
    return NULL;
}

static json *bad_err(const item *it, const ak_err *err)
{
    fault at = place_of(it);
    fault_add_err(it->place->faults, err, &at);
    return NULL;
}

static json *string(const item *it, const char *text)
{
    return json_string_new(it->a, str_of(text));
}

static decimal_dialect numbers_of(const item *it)
{
    return (decimal_dialect){.comma = it->place->dialect && it->place->dialect->decimal_comma};
}

static json *read_text(const item *it)
{
    if (it->text.n > TEXT_BYTES_MAX)
        return bad(it, &REC_003, ak_arg_int((int64_t)it->text.n), ak_arg_int((int64_t)TEXT_BYTES_MAX), NULL);
    for (size_t i = 0; i < it->text.n; i++)
        if ((unsigned char)it->text.p[i] < 0x20 || it->text.p[i] == 0x7f)
            return bad(it, &REC_002, NULL, NULL, NULL);
    return json_string_new(it->a, it->text);
}

static json *read_prose(const item *it)
{
    if (it->text.n > PROSE_BYTES_MAX)
        return bad(it, &REC_003, ak_arg_int((int64_t)it->text.n), ak_arg_int((int64_t)PROSE_BYTES_MAX), NULL);
    buf out = buf_new(it->a, 0);
    for (size_t i = 0; i < it->text.n; i++) {
        char c = it->text.p[i];
        if (c == '\r' && i + 1 < it->text.n && it->text.p[i + 1] == '\n')
            continue; /* line ends of the file's system are not part of what was said */
        if ((unsigned char)c < 0x20 && c != '\n' && c != '\t')
            return bad(it, &REC_002, NULL, NULL, NULL);
        buf_add_char(&out, c);
    }
    return json_string_new(it->a, buf_str(&out));
}

static json *read_code(const item *it)
{
    const char *code = code_read(it->a, it->f->of, it->text);
    return code ? string(it, code) : bad(it, &REC_018, it->f->of, NULL, NULL);
}

static json *read_enum_of(const item *it, const char *name)
{
    const enumeration *e = enum_find(name);
    int i = e ? enum_value_find(e, it->a, it->text) : -1;
    if (i >= 0)
        return string(it, e->values[i].code);
    buf words = buf_new(it->a, 0);
    for (size_t k = 0; e && k < e->n; k++)
        buf_printf(&words, "%s%s", k ? ", " : "", e->values[k].words[it->place->lang]);
    str heads = str_of(it->f->heads[it->place->lang]);
    return bad(it, &REC_004, str_c(it->a, str_cut(&heads, '|')), buf_str(&words).p, NULL);
}

static json *read_enum(const item *it)
{
    return read_enum_of(it, it->f->of);
}

static json *read_tri(const item *it)
{
    return read_enum_of(it, "tri");
}

static json *read_moment(const item *it)
{
    ak_err err = {0};
    int64_t s = 0;
    if (moment_read(&s, it->text, &err) == AK_OK)
        return string(it, moment_text((char[MOMENT_TEXT_BYTES]){0}, s));
    char order = it->place->dialect ? it->place->dialect->date_order : 'y';
    date d = {0};
    ak_err ignored = {0};
    if (date_read(&d, it->text, order, &ignored) != AK_OK || d.precision != DATE_TO_DAY)
        return bad_err(it, &err);
    char day[DATE_TEXT_BYTES];
    return string(it, value_moment(it->a, date_text(day, d), it->place->zone, false));
}

static json *read_date(const item *it)
{
    if (memchr(it->text.p, 'T', it->text.n))
        return read_moment(it);
    ak_err err = {0};
    date d = {0};
    char order = it->place->dialect ? it->place->dialect->date_order : 'y';
    if (date_read(&d, it->text, order, &err) != AK_OK)
        return bad_err(it, &err);
    if (value_half_open(it->f)) /* people name the last day; what is kept is the first one after it (D8) */
        return string(it, date_day_text((char[DATE_TEXT_BYTES]){0}, date_end(d)));
    return string(it, date_text((char[DATE_TEXT_BYTES]){0}, d));
}

static json *read_year(const item *it)
{
    uint64_t year;
    bool good = str_whole(&year, it->text, 9999) && year >= 1000;
    return good ? json_int_new(it->a, (int64_t)year) : bad(it, &REC_006, NULL, NULL, NULL);
}

static json *read_integer(const item *it)
{
    ak_err err = {0};
    decimal d = {0};
    if (decimal_read(&d, it->text, numbers_of(it), &err) != AK_OK)
        return bad_err(it, &err);
    d = decimal_trim(d);
    if (d.scale > 0 || d.n > INTEGER_MAX || d.n < -INTEGER_MAX)
        return bad(it, &REC_005, NULL, NULL, NULL);
    return json_int_new(it->a, d.n);
}

/* "250 kg" -> "250" and "kg": the unit is what stands behind the last digit. */
static str cut_unit(str text, str *unit_text)
{
    size_t n = text.n;
    while (n > 0 && !(text.p[n - 1] >= '0' && text.p[n - 1] <= '9'))
        n--;
    *unit_text = str_trim((str){text.p + n, text.n - n});
    return str_trim((str){text.p, n});
}

/* Is word one of the list parted by | ? */
static bool in_list(const char *list, const char *word)
{
    str rest = str_of(list);
    while (rest.n > 0)
        if (str_is(str_cut(&rest, '|'), word))
            return true;
    return false;
}

static json *read_decimal(const item *it)
{
    str unit_text;
    str number = cut_unit(it->text, &unit_text);
    if (unit_text.n == 0)
        unit_text = it->cell->unit;
    const char *wanted = it->f->of;
    bool any = wanted[0] == '\0' || in_list(wanted, "any");
    ak_err err = {0};
    decimal d = {0};
    if (decimal_read(&d, number, numbers_of(it), &err) != AK_OK)
        return bad_err(it, &err);
    char text[DECIMAL_TEXT_BYTES];
    decimal_text(text, d);
    if (unit_text.n == 0)
        return any ? string(it, text) : bad(it, &REC_008, NULL, NULL, NULL);
    const unit *u = unit_find(unit_text);
    if (!u)
        return bad(it, &REC_009, str_c(it->a, unit_text), NULL, NULL);
    if (!any && !in_list(wanted, u->dimension))
        return bad(it, &REC_010, u->symbol, u->dimension, wanted);
    json *v = json_object_new(it->a);
    json_put(it->a, v, "unit", string(it, u->code));
    json_put(it->a, v, "value", string(it, text));
    return v;
}

static json *read_share(const item *it)
{
    str unit_text;
    str number = cut_unit(it->text, &unit_text);
    bool percent = str_is(unit_text, "%") || (unit_text.n == 0 && str_is(it->cell->unit, "%"));
    if (unit_text.n > 0 && !percent)
        return bad(it, &REC_007, NULL, NULL, NULL);
    ak_err err = {0};
    decimal d = {0};
    if (decimal_read(&d, number, numbers_of(it), &err) != AK_OK)
        return bad_err(it, &err);
    if (percent)
        d.scale += 2;
    if (d.scale > DECIMAL_DIGITS_MAX || decimal_sign(d) < 0 || decimal_cmp(d, decimal_of_int(1)) > 0)
        return bad(it, &REC_007, NULL, NULL, NULL);
    return string(it, decimal_text((char[DECIMAL_TEXT_BYTES]){0}, d));
}

static json *read_money(const item *it)
{
    ak_err err = {0};
    money m = {0};
    const currency *fallback = it->cell->unit.n > 0 ? currency_find(it->cell->unit) : NULL;
    if (money_read(&m, it->text, numbers_of(it), fallback, &err) != AK_OK)
        return bad_err(it, &err);
    json *v = json_object_new(it->a);
    json_put(it->a, v, "amount", string(it, money_text((char[DECIMAL_TEXT_BYTES]){0}, m)));
    json_put(it->a, v, "currency", string(it, m.currency->code));
    return v;
}

static json *read_ref(const item *it)
{
    const ak_rule *why = NULL;
    const char *arg = NULL;
    const char *id = it->place->refs->subject(it->place->refs->payload, it->a, it->f, it->text, &why, &arg);
    return id ? string(it, id) : bad(it, why, str_c(it->a, it->text), arg, NULL);
}

static json *read_digest(const item *it)
{
    uint8_t digest[32];
    char hex[65];
    if (!hex_read(digest, sizeof digest, it->text))
        return bad(it, &REC_016, NULL, NULL, NULL);
    hex_write(hex, digest, sizeof digest);
    return string(it, hex);
}

static json *read_document(const item *it)
{
    uint8_t digest[32];
    if (hex_read(digest, sizeof digest, it->text))
        return read_digest(it);
    const char *id = it->place->refs->document(it->place->refs->payload, it->a, it->text);
    return id ? string(it, id) : bad(it, &REC_024, str_c(it->a, it->text), NULL, NULL);
}

/* One coordinate; a comma in it is a decimal sign whatever the file's dialect, since none has thousands. */
static bool read_degrees(decimal *out, str text, int most)
{
    decimal_dialect how = {.comma = memchr(text.p, ',', text.n) != NULL};
    if (text.n == 0 || decimal_read(out, text, how, NULL) != AK_OK)
        return false;
    return decimal_cmp(*out, decimal_of_int(most)) <= 0 && decimal_cmp(*out, decimal_of_int(-most)) >= 0;
}

static json *read_point(const item *it)
{
    str rest = str_trim(it->text);
    char separator = memchr(rest.p, ';', rest.n) ? ';' : memchr(rest.p, ' ', rest.n) ? ' ' : ',';
    str first = str_trim(str_cut(&rest, separator));
    if (separator == ' ' && str_ends(first, ",")) /* "59.91, 10.75" */
        first.n--;
    str second = str_trim(rest);
    decimal latitude = {0}, longitude = {0};
    if (!read_degrees(&latitude, first, 90) || !read_degrees(&longitude, second, 180))
        return bad(it, &REC_017, NULL, NULL, NULL);
    char one[DECIMAL_TEXT_BYTES], two[DECIMAL_TEXT_BYTES];
    return string(it,
                  arena_printf(it->a, "%s %s", decimal_text(one, latitude), decimal_text(two, longitude)));
}

static json *read_country(const item *it)
{
    str text = str_starts(it->text, "country:") ? (str){it->text.p + 8, it->text.n - 8} : it->text;
    const country *c = country_find(it->a, text);
    return c ? string(it, c->iso3) : bad(it, &REC_011, NULL, NULL, NULL);
}

static json *read_region(const item *it)
{
    str text = str_starts(it->text, "region:") ? (str){it->text.p + 7, it->text.n - 7} : it->text;
    const region *r = region_find(text);
    return r ? string(it, r->code) : bad(it, &REC_012, NULL, NULL, NULL);
}

/* The shape of BCP 47: two or three letters, then subtags of two to eight letters or digits. */
static json *read_language(const item *it)
{
    str rest = it->text;
    for (size_t tag = 0; rest.n > 0; tag++) {
        str piece = str_cut(&rest, '-');
        if (piece.n < 2 || piece.n > (tag == 0 ? 3u : 8u))
            return bad(it, &REC_013, NULL, NULL, NULL);
        for (size_t i = 0; i < piece.n; i++) {
            char c = piece.p[i];
            bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (tag == 0 || c < '0' || c > '9'))
                return bad(it, &REC_013, NULL, NULL, NULL);
        }
    }
    char *text = arena_copy(it->a, it->text.p, it->text.n);
    for (size_t i = 0; text[i] && text[i] != '-'; i++)
        text[i] = (char)(text[i] | 0x20);
    return string(it, text);
}

static json *read_unit(const item *it)
{
    const unit *u = unit_find(it->text);
    return u ? string(it, u->code) : bad(it, &REC_009, str_c(it->a, it->text), NULL, NULL);
}

static bool has_space(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
            return true;
    return false;
}

static json *read_url(const item *it)
{
    str rest = it->text;
    str scheme = str_cut(&rest, ':');
    bool web = str_is(scheme, "https") || str_is(scheme, "http");
    if (!web || !str_starts(rest, "//") || rest.n < 5 || has_space(it->text) || it->text.n > TEXT_BYTES_MAX)
        return bad(it, &REC_014, NULL, NULL, NULL);
    return json_string_new(it->a, it->text);
}

static json *read_email(const item *it)
{
    str rest = it->text;
    str name = str_cut(&rest, '@');
    bool plain = !has_space(it->text) && it->text.n <= 254 && !memchr(rest.p, '@', rest.n);
    if (name.n == 0 || !plain || !memchr(rest.p, '.', rest.n) || rest.p[0] == '.' || str_ends(rest, "."))
        return bad(it, &REC_015, NULL, NULL, NULL);
    return json_string_new(it->a, it->text);
}

static json *read_id(const item *it)
{
    const char *id = code_subject_id(it->a, it->f->of, it->text);
    return id ? string(it, strchr(id, ':') + 1) : bad(it, &REC_019, str_c(it->a, it->text), it->f->of, NULL);
}

static json *(*const readers[])(const item *) = {
    [FIELD_TEXT] = read_text,
    [FIELD_PROSE] = read_prose,
    [FIELD_CODE] = read_code,
    [FIELD_ENUM] = read_enum,
    [FIELD_DATE] = read_date,
    [FIELD_MOMENT] = read_moment,
    [FIELD_YEAR] = read_year,
    [FIELD_INTEGER] = read_integer,
    [FIELD_DECIMAL] = read_decimal,
    [FIELD_SHARE] = read_share,
    [FIELD_MONEY] = read_money,
    [FIELD_TRI] = read_tri,
    [FIELD_REF] = read_ref,
    [FIELD_DOCUMENT] = read_document,
    [FIELD_DIGEST] = read_digest,
    [FIELD_POINT] = read_point,
    [FIELD_COUNTRY] = read_country,
    [FIELD_REGION] = read_region,
    [FIELD_LANGUAGE] = read_language,
    [FIELD_UNIT] = read_unit,
    [FIELD_URL] = read_url,
    [FIELD_EMAIL] = read_email,
    [FIELD_ID] = read_id,
};

static json *read_one(item *it, str text)
{
    it->text = text;
    if (!str_utf8_ok(text))
        return bad(it, &REC_001, NULL, NULL, NULL);
    return readers[it->f->type](it);
}

static json *read_list(item *it, str rest)
{
    json *list = json_array_new(it->a);
    bool whole = true;
    while (rest.n > 0) {
        size_t n = 0;
        while (n < rest.n && rest.p[n] != ';' && rest.p[n] != '|')
            n++;
        str piece = str_trim((str){rest.p, n});
        rest = n < rest.n ? (str){rest.p + n + 1, rest.n - n - 1} : (str){0};
        if (piece.n == 0)
            continue;
        json *v = read_one(it, piece);
        if (v)
            json_push(list, v);
        else
            whole = false; /* go on: all faults of the cell are told */
    }
    return whole ? list : NULL;
}

json *value_read(arena *a, const field *f, const plan_cell *cell, const value_place *place)
{
    item it = {.a = a, .f = f, .cell = cell, .place = place};
    str text = str_trim(cell->text);
    if (str_is(text, "'-"))
        text = STR("-");
    return f->list ? read_list(&it, text) : read_one(&it, text);
}
