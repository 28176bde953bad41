/* value_view.c -- a value of a statement as people and machines see it. */
#include "record/value_view.h"

#include <string.h>

#include "base/decimal.h"
#include "base/money.h"
#include "base/unit.h"
#include "record/attribute.h"
#include "record/value.h"

const char *value_word(ctx *c, const field *d, str code)
{
    if (d->type == FIELD_CODE && strcmp(d->of, "attribute") == 0) {
        const attribute *known = attribute_find(c->a, code);
        return known ? str_c(c->a, attribute_label(known, (int)c->lang)) : NULL;
    }
    const char *list = d->type == FIELD_ENUM ? d->of : d->type == FIELD_TRI ? "tri" : NULL;
    const enumeration *e = list ? enum_find(list) : NULL;
    int at = e ? enum_code_find(e, code) : -1;
    return at >= 0 ? e->values[at].words[c->lang] : NULL;
}

static view *code_view(ctx *c, const field *d, str code)
{
    const char *word = value_word(c, d, code);
    return word ? view_word(c->a, str_c(c->a, code), word) : view_text(c->a, code);
}

view *value_coded(ctx *c, const char *family_name, const char *field_name, str code)
{
    const family *f = &families[family_find(str_of(family_name))];
    return code_view(c, &f->fields[field_find(f, str_of(field_name))], code);
}

static const char *symbol(arena *a, str code)
{
    const unit *u = unit_find(code);
    return u ? u->symbol : str_c(a, code);
}

static view *decimal_view(ctx *c, const json *v, const view_basis *basis)
{
    if (v->kind == JSON_OBJECT)
        return view_decimal(c->a, str_c(c->a, json_str(v, "value")), symbol(c->a, json_str(v, "unit")),
                            basis);
    return view_decimal(c->a, str_c(c->a, v->text), "", basis);
}

static view *share_view(ctx *c, const json *v, const view_basis *basis)
{
    decimal d = {0};
    int64_t millionths = 0;
    if (decimal_read_plain(&d, v->text, NULL) != AK_OK ||
        decimal_scaled(&millionths, decimal_round(d, 6), 6, NULL) != AK_OK)
        return view_text(c->a, v->text);
    return view_share(c->a, millionths, basis);
}

static view *money_view(ctx *c, const json *v, const view_basis *basis)
{
    decimal d = {0};
    money m = {0};
    const currency *unit_of = currency_find(json_str(v, "currency"));
    if (!unit_of || decimal_read_plain(&d, json_str(v, "amount"), NULL) != AK_OK ||
        money_of_decimal(&m, d, unit_of, NULL) != AK_OK)
        return view_text(c->a, json_str(v, "amount"));
    return view_money(c->a, m.minor, unit_of->code, basis);
}

static view *one_view(ctx *c, const field *d, const json *v, const view_basis *basis)
{
    int64_t n = 0;
    bool leaf = strcmp(d->of, "act") == 0 || strcmp(d->of, "statement") == 0;
    switch (d->type) {
    case FIELD_ENUM:
    case FIELD_TRI:
    case FIELD_CODE:
        return code_view(c, d, v->text);
    case FIELD_DATE:
    case FIELD_MOMENT:
        return view_date(c->a, value_write(c->a, d, v, NULL));
    case FIELD_YEAR:
        return view_date(c->a, str_c(c->a, v->text));
    case FIELD_INTEGER:
        return json_i64(&n, v) ? view_int(c->a, n) : view_text(c->a, v->text);
    case FIELD_DECIMAL:
        return decimal_view(c, v, basis);
    case FIELD_SHARE:
        return share_view(c, v, basis);
    case FIELD_MONEY:
        return money_view(c, v, basis);
    case FIELD_REF:
        if (leaf)
            return view_ref(c->a, "statement", str_c(c->a, v->text),
                            arena_printf(c->a, "%.8s", str_c(c->a, v->text)));
        return state_ref(c, str_c(c->a, v->text));
    case FIELD_COUNTRY:
        return view_country(c->a, str_c(c->a, v->text));
    case FIELD_UNIT:
        return view_text_c(c->a, symbol(c->a, v->text));
    default:
        return view_text(c->a, v->text);
    }
}

static view *lines_view(ctx *c, const family *f, const field *d, const json *lines, const view_basis *basis)
{
    view *list = view_list(c->a);
    for (const json *line = lines->first; line; line = line->next) {
        view *one = view_map(c->a);
        for (const json *m = line->first; m; m = m->next) {
            const char *full = arena_printf(c->a, "%s.%.*s", d->name, (int)m->name.n, m->name.p);
            int at = field_find(f, str_of(full));
            if (at >= 0)
                view_put(one, str_c(c->a, m->name), one_view(c, &f->fields[at], m, basis));
        }
        view_add(list, one);
    }
    return list;
}

view *value_view(ctx *c, const family *f, const field *d, const json *v, const view_basis *basis)
{
    if (v->kind != JSON_ARRAY)
        return one_view(c, d, v, basis);
    if (d->type == FIELD_LINES)
        return lines_view(c, f, d, v, basis);
    if (v->n == 1)
        return one_view(c, d, v->first, basis);
    view *list = view_list(c->a);
    for (const json *one = v->first; one; one = one->next)
        view_add(list, one_view(c, d, one, basis));
    return list;
}
