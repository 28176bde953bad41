/* trial_set.c -- what was tried, said as the tender's own. */
#include <string.h>

#include "tender/score.h"
#include "tender/trial.h"

static const plan_dialect point = {.decimal_comma = false, .date_order = 'y'};

typedef struct saying {
    arena *a;
    const tender *t; /* as tried */
    plan *p;
    plan_row *row; /* of the criterion */
    const tender_criterion *of;
} saying;

static void put_line(plan_row *r, const char *name, int line, const char *text)
{
    plan_add_cell(r, (plan_cell){.field = field_find(&families[r->family], str_of(name)),
                                 .line = line,
                                 .text = str_of(text),
                                 .head = name});
}

static void put_number(saying *s, plan_row *r, const char *name, int line, decimal d)
{
    char text[DECIMAL_TEXT_BYTES];
    put_line(r, name, line, arena_text(s->a, decimal_text(text, decimal_trim(d))));
}

static plan_row *row_of(saying *s, const char *family_name, size_t cells)
{
    plan_row *r = plan_add_row(s->p, family_find(str_of(family_name)), cells + 2);
    r->dialect = &point;
    r->file = "";
    r->sheet = "";
    put_line(r, "tender", 0, s->t->subject.canon_id);
    return r;
}

/* A share as the decimal that it is. */
static void put_share(saying *s, plan_row *r, const char *name, int line, int64_t ppb)
{
    put_number(s, r, name, line, (decimal){ppb, 9});
}

/* All that is tried of a criterion is one statement: its fields stand one behind the other. */
static void say_criterion(saying *s, const trial_field *f)
{
    const tender_criterion *k = &s->t->criteria[f->index];
    if (!s->row || s->of != k) {
        s->row = row_of(s, "criterion", TRIAL_COST + 2 * k->steps_n);
        s->of = k;
        put_line(s->row, "code", 0, k->code);
    }
    plan_row *r = s->row;
    switch (f->kind) {
    case TRIAL_WEIGHT:
        put_share(s, r, "weight", 0, k->weight_ppb);
        break;
    case TRIAL_POINTS_MAX:
        put_number(s, r, "points_max", 0, k->points_max.n);
        break;
    case TRIAL_LOW_POINT:
        put_number(s, r, "low_point", 0, k->low_point.n);
        break;
    case TRIAL_HIGH_POINT:
        put_number(s, r, "high_point", 0, k->high_point.n);
        break;
    case TRIAL_SURCHARGE: {
        char text[DECIMAL_TEXT_BYTES];
        put_line(r, "surcharge", 0,
                 arena_printf(s->a, "%s %s", decimal_text(text, money_decimal(k->surcharge.m)),
                              k->surcharge.m.currency->code));
        break;
    }
    case TRIAL_STEPS:
        for (size_t i = 0; i < k->steps_n; i++) {
            put_number(s, r, "step.at_least", (int)i, k->steps[i].at_least);
            put_share(s, r, "step.points_share", (int)i, k->steps[i].points_ppb);
        }
        break;
    case TRIAL_COST:
    case TRIAL_PATH:
        break;
    }
}

/* The figure is the buyer's own from now on: what it rested on before does not speak of it. */
static void say_cost(saying *s, const tender_cost *k)
{
    plan_row *r = row_of(s, "cost_assumption", 8);
    put_line(r, "cost_kind", 0, k->cost_kind);
    if (k->item[0])
        put_line(r, "item", 0, k->item);
    if (k->year > 0)
        put_line(r, "year", 0, arena_printf(s->a, "%d", k->year));
    put_number(s, r, "value", 0, k->value.n);
    if (k->value.unit_text[0])
        put_line(r, "unit", 0, k->value.unit_text);
    put_line(r, "table_ref", 0, "-");
}

static void say(saying *s, const trial_field *f)
{
    if (f->kind < TRIAL_COST) {
        say_criterion(s, f);
        return;
    }
    const tender_cost *first = &s->t->costs[f->index];
    for (size_t i = f->index; i < s->t->costs_n; i++) {
        const tender_cost *k = &s->t->costs[i];
        bool same = strcmp(k->cost_kind, first->cost_kind) == 0 && strcmp(k->item, first->item) == 0;
        if (i == f->index || (f->kind == TRIAL_PATH && same && k->year > 0))
            say_cost(s, k);
    }
}

/* Figures that no bid could be scored by are not said. */
static ak_code check_scores(arena *a, const tender *t, ak_err *err)
{
    score *s = NULL;
    if (t->parts_n == 0)
        return score_of(&s, a, t, &(score_options){0}, err);
    for (size_t i = 0; i < t->parts_n; i++)
        AK_TRY(score_of(&s, a, t, &(score_options){.part_no = t->parts[i].part_no}, err));
    return AK_OK;
}

ak_code trial_set_plan(plan **out, ctx *c, const args *a, ak_err *err)
{
    tender *t = NULL;
    trial tried;
    AK_TRY(tender_of_args(&t, c, a, err));
    AK_TRY(trial_of(&tried, c, t, "", a, err));
    if (tried.tried_n == 0)
        return ak_fail(err, &TEND_150);
    AK_TRY(check_scores(c->a, tried.tried, err));
    saying s = {.a = c->a, .t = tried.tried, .p = plan_new(c->a)};
    for (size_t i = 0; i < tried.n; i++)
        if (tried.fields[i].is_tried)
            say(&s, &tried.fields[i]);
    *out = s.p;
    return AK_OK;
}
