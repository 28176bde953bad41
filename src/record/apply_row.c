/* apply_row.c -- a statement as a row of its family's table and rows of its child tables. */
#include <string.h>

#include "base/decimal.h"
#include "base/money.h"
#include "base/unit.h"
#include "record/apply_private.h"
#include "record/value.h"

/* A statement that is being bound; what does not fit its column is NULL: a foreign voice may say anything. */
typedef struct binding {
    applier *ap;
    store_statement *q;
    ak_err *err;
} binding;

const char *apply_moment(applier *ap, str day)
{
    apply_date *kept = &ap->dates[strmap_hash(day) % DATES_KEPT];
    if (day.n > 0 && str_is(day, kept->text))
        return arena_text(&ap->tmp, kept->moment); /* the place may be another's before it is read */
    const char *moment = value_moment(&ap->tmp, str_c(&ap->tmp, day), ap->zone, false);
    if (day.n < sizeof kept->text && strlen(moment) < sizeof kept->moment) {
        *kept = (apply_date){0};
        memcpy(kept->text, day.p, day.n);
        memcpy(kept->moment, moment, strlen(moment));
    }
    return moment;
}

static str number_text(const json *v)
{
    return v->kind == JSON_OBJECT ? json_str(v, "value") : v->kind == JSON_STRING ? v->text : (str){0};
}

static bool number(decimal *out, const json *v)
{
    str text = number_text(v);
    return text.n > 0 && decimal_read_plain(out, text, NULL) == AK_OK;
}

static void bind_base(binding *b, int at, const json *v, const char *dimension)
{
    decimal d = {0};
    int64_t n = 0;
    const unit *u = v->kind == JSON_OBJECT ? unit_find(json_str(v, "unit")) : NULL;
    if (u && strcmp(u->dimension, dimension) == 0 && number(&d, v) &&
        unit_base_int(&n, NULL, d, u, NULL) == AK_OK)
        store_bind_int(b->q, at, n);
    else
        store_bind_null(b->q, at);
}

static void bind_scaled(binding *b, int at, const decimal *d, int scale)
{
    int64_t n = 0;
    if (d && decimal_scaled(&n, decimal_round(*d, scale), scale, NULL) == AK_OK)
        store_bind_int(b->q, at, n);
    else
        store_bind_null(b->q, at);
}

static void bind_minor(binding *b, int at, const json *v)
{
    const currency *c = currency_find(json_str(v, "currency"));
    decimal d = {0};
    money m = {0};
    str text = json_str(v, "amount");
    if (c && text.n && decimal_read_plain(&d, text, NULL) == AK_OK &&
        money_of_decimal(&m, d, c, NULL) == AK_OK)
        store_bind_int(b->q, at, m.minor);
    else
        store_bind_null(b->q, at);
}

static void bind_degrees(binding *b, int at, const json *v, bool second)
{
    str rest = v->text;
    str first = str_cut(&rest, ' ');
    decimal d = {0};
    bool ok = decimal_read_plain(&d, second ? rest : first, NULL) == AK_OK;
    bind_scaled(b, at, ok ? &d : NULL, 6);
}

static ak_code bind_value(binding *b, int at, const field *f, const json *v)
{
    bool leaf = strcmp(f->of, "act") == 0 || strcmp(f->of, "statement") == 0;
    int64_t n = 0;
    if (f->type == FIELD_REF && !leaf && v->kind == JSON_STRING && v->text.n) {
        AK_TRY(apply_subject(&n, b->ap, v->text, -1, b->err));
        store_bind_int(b->q, at, n);
    } else if (f->type == FIELD_YEAR || f->type == FIELD_INTEGER) {
        if (json_i64(&n, v))
            store_bind_int(b->q, at, n);
        else
            store_bind_null(b->q, at);
    } else if (f->type == FIELD_DATE && v->kind == JSON_STRING) {
        store_bind_text(b->q, at, str_of(apply_moment(b->ap, v->text)));
    } else if (f->type == FIELD_DECIMAL || f->type == FIELD_SHARE) {
        store_bind_text(b->q, at, number_text(v));
    } else {
        store_bind_text(b->q, at, v->kind == JSON_STRING ? v->text : (str){0});
    }
    return AK_OK;
}

static ak_code bind_column(binding *b, int at, const family_column *c, const field *f, const json *v)
{
    decimal d = {0};
    if (!v) {
        store_bind_null(b->q, at);
        return AK_OK;
    }
    switch (c->part) {
    case PART_VALUE:
        return bind_value(b, at, f, v);
    case PART_PREC:
        store_bind_int(b->q, at, (int64_t)v->text.n);
        break;
    case PART_UNIT:
        store_bind_text(b->q, at, v->kind == JSON_OBJECT ? json_str(v, "unit") : (str){0});
        break;
    case PART_MG:
        bind_base(b, at, v, "mass");
        break;
    case PART_PIECES:
        bind_base(b, at, v, "count");
        break;
    case PART_PPB:
        bind_scaled(b, at, number(&d, v) ? &d : NULL, 9);
        break;
    case PART_MINOR:
        bind_minor(b, at, v);
        break;
    case PART_CURRENCY:
        store_bind_text(b->q, at, v->kind == JSON_OBJECT ? json_str(v, "currency") : (str){0});
        break;
    case PART_LAT:
        bind_degrees(b, at, v, false);
        break;
    case PART_LON:
        bind_degrees(b, at, v, true);
        break;
    }
    return AK_OK;
}

static int precision(const char *text)
{
    return strchr(text, 'T') ? 20 : (int)strlen(text);
}

static void bind_valid(binding *b, const char *text, int at)
{
    if (text[0]) {
        store_bind_text(b->q, at, str_of(apply_moment(b->ap, str_of(text))));
        store_bind_int(b->q, at + 1, precision(text));
    } else {
        store_bind_null(b->q, at);
        store_bind_null(b->q, at + 1);
    }
}

static void bind_head(binding *b, const applying *x)
{
    store_bind_int(b->q, FAMILY_BIND_SID, x->sid);
    store_bind_int(b->q, FAMILY_BIND_SUBJECT, x->subject);
    store_bind_int(b->q, FAMILY_BIND_SAID_BY, x->by);
    store_bind_int(b->q, FAMILY_BIND_SIGNED, x->signer);
    store_bind_text(b->q, FAMILY_BIND_SAID_ON, str_of(x->said_on));
    store_bind_int(b->q, FAMILY_BIND_SAID_ON_PREC, x->said_on_prec);
    store_bind_null(b->q, FAMILY_BIND_UNTIL);
    bind_valid(b, x->s->valid_from, FAMILY_BIND_VALID_FROM);
    bind_valid(b, x->s->valid_to, FAMILY_BIND_VALID_TO);
    store_bind_int(b->q, FAMILY_BIND_EVIDENCE, x->s->evidence);
    store_bind_int(b->q, FAMILY_BIND_AUDIENCE, x->s->audience);
}

/* The narrower of the statement's audience and, for an apart field, the field's. */
static audience child_reach(const applying *x, const field *f)
{
    return f->apart && f->reach > x->s->audience ? f->reach : x->s->audience;
}

static ak_code add_line(applier *ap, const applying *x, const family_child *c, int64_t line, const json *v,
                        ak_err *err)
{
    const family *f = &families[x->s->family];
    const field *group = &f->fields[c->field];
    binding b = {.ap = ap, .err = err};
    AK_TRY(store_prepare(&b.q, ap->db, c->insert, err));
    store_bind_int(b.q, FAMILY_CHILD_SID, x->sid);
    store_bind_int(b.q, FAMILY_CHILD_LINE, line);
    store_bind_int(b.q, FAMILY_CHILD_AUDIENCE, child_reach(x, group));
    for (size_t i = 0; i < c->n; i++) {
        const field *member = &f->fields[c->columns[i].field];
        const json *one = group->type == FIELD_LINES ? json_get(v, strchr(member->name, '.') + 1) : v;
        AK_TRY(bind_column(&b, FAMILY_CHILD_FIRST + (int)i, &c->columns[i], member, one));
    }
    return store_step_done(b.q, err);
}

static ak_code add_children(applier *ap, const applying *x, ak_err *err)
{
    const family_state *t = &family_states[x->s->family];
    for (size_t i = 0; i < t->children_n; i++) {
        const json *list = x->slot[t->children[i].field];
        int64_t line = 0;
        if (!list || list->kind != JSON_ARRAY)
            continue;
        for (const json *v = list->first; v; v = v->next)
            AK_TRY(add_line(ap, x, &t->children[i], line++, v, err));
    }
    return AK_OK;
}

ak_code apply_row(applier *ap, const applying *x, ak_err *err)
{
    const family *f = &families[x->s->family];
    const family_state *t = &family_states[x->s->family];
    binding b = {.ap = ap, .err = err};
    AK_TRY(store_prepare(&b.q, ap->db, t->insert, err));
    bind_head(&b, x);
    for (size_t i = 0; i < t->n; i++) {
        const family_column *c = &t->columns[i];
        AK_TRY(bind_column(&b, FAMILY_BIND_FIRST + (int)i, c, &f->fields[c->field], x->slot[c->field]));
    }
    AK_TRY(store_step_done(b.q, err));
    return add_children(ap, x, err);
}
