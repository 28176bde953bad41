/* values_json.c -- rows of one family as JSON. */
#include "exchange/values_json.h"

#include "base/json.h"
#include "exchange/rules.h"

static const plan_dialect point = {.decimal_comma = false, .date_order = 'y'};

static str text_of(arena *a, const json *v)
{
    if (v->kind == JSON_NULL)
        return STR("");
    if (v->kind == JSON_BOOL)
        return v->truth ? STR("yes") : STR("no");
    if (v->kind != JSON_ARRAY)
        return v->text;
    buf list = buf_new(a, 0);
    for (const json *one = v->first; one; one = one->next) {
        if (list.n)
            buf_add_char(&list, ';');
        buf_add_str(&list, one->text);
    }
    return list.n ? buf_str(&list) : STR("");
}

static void add_row(plan *p, const json *value, const char *file, int64_t number, int family_at,
                    size_t more_cells)
{
    plan_row *r = plan_add_row(p, family_at, value->n + more_cells);
    r->file = file;
    r->sheet = "";
    r->row = number;
    r->dialect = &point;
    for (const json *m = value->first; m; m = m->next) {
        const char *name = str_c(p->a, m->name);
        int at = field_find(&families[family_at], m->name);
        str text = text_of(p->a, m);
        if (at < 0)
            fault_add(&p->faults, &IMP_047,
                      &(fault){.file = file, .row = number, .field = name, .value = str_c(p->a, text)},
                      families[family_at].name);
        else if (text.n)
            plan_add_cell(r, (plan_cell){.field = at, .text = text, .head = name});
    }
}

ak_code values_json_rows(bool *is_list, plan *p, str text, const char *file, int family_at, size_t more_cells,
                         ak_err *err)
{
    json *root = NULL;
    ak_err bad = {0};
    const json_limits limits = {.depth_max = 8, .bytes_max = VALUES_JSON_BYTES_MOST};
    *is_list = true;
    ak_code code = json_read(&root, p->a, text, &limits, &bad);
    if (code == AK_E_INPUT || code == AK_E_LIMIT) {
        fault_add_err(&p->faults, &bad, &(fault){.file = file});
        return AK_OK;
    }
    if (code != AK_OK) {
        if (err)
            *err = bad;
        return code;
    }
    const json *values = json_get(root, "values");
    *is_list = values && values->kind == JSON_ARRAY;
    int64_t number = 0;
    for (const json *v = *is_list ? values->first : NULL; v; v = v->next)
        add_row(p, v, file, ++number, family_at, more_cells);
    return AK_OK;
}
