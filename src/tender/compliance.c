/* compliance.c -- every requirement against every bid. */
#include "tender/compliance.h"

#include <string.h>

const char *const admissible_words[] = {"no", "unclear", "yes"};

bool compliance_decides(const tender_requirement *q)
{
    return strcmp(q->level, "mandatory") == 0 || strcmp(q->level, "selection") == 0;
}

bool compliance_is_barred_variant(const tender *t, const tender_bid *b)
{
    return b->variant_of >= 0 && t->variants_allowed != TENDER_YES;
}

static bool is_out(const tender *t, const tender_bid *b)
{
    return b->late || compliance_is_barred_variant(t, b) || strcmp(b->status, "disqualified") == 0 ||
           strcmp(b->status, "withdrawn") == 0;
}

admissible compliance_in(const compliance *m, size_t bid, const char *part_no)
{
    admissible best = is_out(m->t, &m->t->bids[bid]) ? ADMISSIBLE_NO : ADMISSIBLE_YES;
    for (size_t i = 0; i < m->t->requirements_n; i++) {
        const tender_requirement *q = &m->t->requirements[i];
        rule_verdict v = compliance_at(m, bid, i)->verdict;
        bool elsewhere = part_no[0] && q->part_no[0] && strcmp(q->part_no, part_no) != 0;
        if (elsewhere || !compliance_decides(q))
            continue;
        if (v == RULE_FAILED)
            best = ADMISSIBLE_NO;
        else if (v != RULE_MET && v != RULE_NOT_APPLICABLE && best == ADMISSIBLE_YES)
            best = ADMISSIBLE_UNCLEAR;
    }
    return best;
}

ak_code compliance_of(compliance **out, arena *a, const tender *t, ak_err *err)
{
    compliance *m = ARENA_NEW(a, compliance);
    m->t = t;
    m->results = ARENA_NEWS(a, rule_result, t->bids_n * t->requirements_n + 1);
    m->of_bid = ARENA_NEWS(a, admissible, t->bids_n + 1);
    for (size_t b = 0; b < t->bids_n; b++) {
        for (size_t i = 0; i < t->requirements_n; i++) {
            rule_result *r = &m->results[b * t->requirements_n + i];
            AK_TRY(rule_apply(r, a, t, &t->requirements[i], &t->bids[b], err));
        }
        m->of_bid[b] = compliance_in(m, b, "");
        AK_TRY(arena_check(a, err));
    }
    *out = m;
    return AK_OK;
}
