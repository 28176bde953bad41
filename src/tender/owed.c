/* owed.c -- proof that is owed after the choice becomes duties with dates. */
#include "tender/owed.h"

#include <string.h>

#include "base/date.h"
#include "tender/compliance.h"

static const plan_dialect point = {.decimal_comma = false, .date_order = 'y'};

typedef struct owing {
    ctx *c;
    plan *p;
    const tender *t;
    const compliance *m;
    const char *from; /* day of delivery or request; NULL = not known */
} owing;

static void put(plan_row *r, const char *field_name, const char *text)
{
    int at = field_find(&families[r->family], str_of(field_name));
    if (at >= 0 && text && text[0])
        plan_add_cell(r, (plan_cell){.field = at, .text = str_of(text), .head = field_name});
}

/* The day from which the days count; NULL = not known yet. */
static const char *start_of(const owing *o, const tender_award *w, const char *due)
{
    if (strcmp(due, "after_choice") == 0)
        return w->decided_on[0] ? w->decided_on : NULL;
    if (strcmp(due, "before_contract") == 0)
        return w->standstill_until[0] ? w->standstill_until : NULL;
    return o->from;
}

static ak_code add_duty(owing *o, const tender_award *w, const tender_bid *b, const tender_requirement *q,
                        ak_err *err)
{
    const char *start = start_of(o, w, q->evidence_due);
    date d = {0};
    char day[DATE_TEXT_BYTES];
    if (!start || q->evidence_days < 0 || b->tenderers_n == 0)
        return AK_OK;
    AK_TRY(date_read(&d, str_of(start), 'y', err));
    plan_row *r = plan_add_row(o->p, family_find(STR("fulfilment")), 4);
    r->dialect = &point;
    r->file = "";
    r->sheet = "";
    put(r, "about", q->id);
    put(r, "contract", w->contract);
    put(r, "provided_by", b->tenderers[0]);
    put(r, "due_on", arena_text(o->p->a, date_day_text(day, d.day + (int32_t)q->evidence_days)));
    return AK_OK;
}

static ak_code add_winner(owing *o, const tender_award *w, int bid, ak_err *err)
{
    if (bid < 0)
        return AK_OK;
    for (size_t i = 0; i < o->t->requirements_n; i++)
        if (compliance_at(o->m, (size_t)bid, i)->owed_later)
            AK_TRY(add_duty(o, w, &o->t->bids[bid], &o->t->requirements[i], err));
    return AK_OK;
}

ak_code owed_plan(plan **out, ctx *c, const args *g, ak_err *err)
{
    tender *t = NULL;
    compliance *m = NULL;
    AK_TRY(tender_of_args(&t, c, g, err));
    AK_TRY(compliance_of(&m, c->a, t, err));
    owing o = {.c = c, .p = plan_new(c->a), .t = t, .m = m, .from = args_get(g, "from")};
    size_t winners = 0;
    for (size_t i = 0; i < t->awards_n; i++)
        for (size_t k = 0; k < t->awards[i].winners_n; k++, winners++)
            AK_TRY(add_winner(&o, &t->awards[i], t->awards[i].winners[k], err));
    if (winners == 0)
        return ak_fail(err, &TEND_025, t->number);
    *out = o.p;
    return AK_OK;
}
