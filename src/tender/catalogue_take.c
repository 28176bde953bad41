/* catalogue_take.c -- rows of the catalogue said as requirements, criteria and clauses of a tender. */
#include <string.h>

#include "tender/catalogue.h"

static const plan_dialect point = {.decimal_comma = false, .date_order = 'y'};

typedef struct taking {
    ctx *c;
    plan *p;
    const tender *t;
    const char *part, *value, *model, *weight;
} taking;

static void put(plan_row *r, const char *field_name, const char *text)
{
    int at = field_find(&families[r->family], str_of(field_name));
    if (at >= 0 && text && text[0])
        plan_add_cell(r, (plan_cell){.field = at, .text = str_of(text), .head = field_name});
}

static plan_row *new_row(const taking *k, const char *family_name, const catalogue_row *row)
{
    plan_row *r = plan_add_row(k->p, family_find(str_of(family_name)), 40);
    r->dialect = &point;
    const catalogue_source *s = catalogue_source_of(row);
    put(r, "title", row->title[k->c->lang]);
    put(r, "text", row->text[k->c->lang]);
    put(r, "catalogue_code", row->code);
    put(r, "law_ref", arena_printf(k->p->a, "%s; %s", s->source, row->paragraph));
    return r;
}

static void take_requirement(const taking *k, const catalogue_row *row)
{
    plan_row *r = new_row(k, "requirement", row);
    put(r, "tender", k->t->subject.canon_id);
    put(r, "code", row->code);
    put(r, "level", row->level);
    put(r, "part_no", k->part);
    put(r, "attribute", row->attribute);
    put(r, "operator", row->operator);
    put(r, "threshold", k->value ? k->value : row->threshold);
    put(r, "unit", row->threshold[0] || k->value || row->threshold_text[0] == '@' ? row->unit : "");
    put(r, "threshold_text", row->threshold_text);
    put(r, "applies_when", row->applies_when);
    put(r, "except_when", row->except_when);
    put(r, "accepts_equivalent", row->equivalent);
    put(r, "evidence_wanted", row->evidence[k->c->lang]);
    put(r, "evidence_due", row->evidence_due);
    put(r, "evidence_days", row->evidence_days);
    put(r, "edition", catalogue_source_of(row)->edition);
}

static void put_steps(plan_row *r, arena *a, const char *steps)
{
    int at = field_find(&families[r->family], STR("step.at_least"));
    int share = field_find(&families[r->family], STR("step.points_share"));
    str rest = str_of(steps);
    for (int line = 0; rest.n; line++) {
        str points = str_cut(&rest, '|');
        str least = str_cut(&points, '=');
        plan_add_cell(
            r, (plan_cell){.field = at, .line = line, .text = str_copy(a, least), .head = "step.at_least"});
        plan_add_cell(
            r, (plan_cell){
                   .field = share, .line = line, .text = str_copy(a, points), .head = "step.points_share"});
    }
}

static ak_code take_criterion(const taking *k, const catalogue_row *row, ak_err *err)
{
    const char *model = k->model ? k->model : row->point_model;
    if (!model[0])
        return ak_fail(err, &TEND_012, row->code);
    plan_row *r = new_row(k, "criterion", row);
    put(r, "tender", k->t->subject.canon_id);
    put(r, "code", row->code);
    put(r, "part_no", k->part);
    put(r, "attribute", row->attribute);
    put(r, "point_model", model);
    put(r, "direction", row->direction);
    put(r, "unit", row->unit);
    put(r, "environmental", row->environmental);
    put(r, "weight", k->weight);
    put_steps(r, k->p->a, row->steps);
    return AK_OK;
}

static void take_clause(const taking *k, const catalogue_row *row)
{
    plan_row *r = new_row(k, "clause", row);
    put(r, "agreement", k->t->subject.canon_id);
    put(r, "number", row->code);
    put(r, "clause_kind", row->clause_kind);
    put(r, "obliged", row->obliged);
    put(r, "triggered_by", row->triggered_by);
    put(r, "deadline_count", row->deadline_count);
    put(r, "day_kind", row->day_kind);
    put(r, "at_once", row->at_once);
    put(r, "yearly_on", row->yearly_on);
    put(r, "openness", row->openness);
    put(r, "consequences", row->consequences);
    put(r, "evidence_wanted", row->evidence[k->c->lang]);
}

ak_code catalogue_take_plan(plan **out, ctx *c, const args *g, ak_err *err)
{
    tender *t = NULL;
    AK_TRY(tender_of_args(&t, c, g, err));
    const taking k = {.c = c,
                      .p = plan_new(c->a),
                      .t = t,
                      .part = args_get(g, "part"),
                      .value = args_get(g, "value"),
                      .model = args_get(g, "model"),
                      .weight = args_get(g, "weight")};
    for (size_t i = 0;; i++) {
        const char *code = args_get_nth(g, "code", i);
        if (!code)
            break;
        const catalogue_row *row = catalogue_find(code);
        if (!row || row->kind == CATALOGUE_RULE)
            return ak_fail(err, &TEND_011, code);
        if (row->kind == CATALOGUE_REQUIREMENT)
            take_requirement(&k, row);
        else if (row->kind == CATALOGUE_CLAUSE)
            take_clause(&k, row);
        else
            AK_TRY(take_criterion(&k, row, err));
    }
    *out = k.p;
    return AK_OK;
}
