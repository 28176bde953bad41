/* compliance.c -- every requirement against every bid. */
#include "tender/compliance.h"

#include <string.h>

const char *const admissible_words[] = {"no", "unclear", "yes"};

bool compliance_decides(const tender_requirement *q)
{
    return strcmp(q->level, "mandatory") == 0 || strcmp(q->level, "selection") == 0;
}

static bool is_out(const tender_bid *b)
{
    return b->late || strcmp(b->status, "disqualified") == 0 || strcmp(b->status, "withdrawn") == 0;
}

ak_code compliance_of(compliance **out, arena *a, const tender *t, ak_err *err)
{
    compliance *m = ARENA_NEW(a, compliance);
    m->t = t;
    m->results = ARENA_NEWS(a, rule_result, t->bids_n * t->requirements_n + 1);
    m->of_bid = ARENA_NEWS(a, admissible, t->bids_n + 1);
    for (size_t b = 0; b < t->bids_n; b++) {
        admissible best = is_out(&t->bids[b]) ? ADMISSIBLE_NO : ADMISSIBLE_YES;
        for (size_t i = 0; i < t->requirements_n; i++) {
            rule_result *r = &m->results[b * t->requirements_n + i];
            AK_TRY(rule_apply(r, a, t, &t->requirements[i], &t->bids[b], err));
            if (!compliance_decides(&t->requirements[i]))
                continue;
            if (r->verdict == RULE_FAILED)
                best = ADMISSIBLE_NO;
            else if (r->verdict != RULE_MET && r->verdict != RULE_NOT_APPLICABLE && best == ADMISSIBLE_YES)
                best = ADMISSIBLE_UNCLEAR;
        }
        m->of_bid[b] = best;
        AK_TRY(arena_check(a, err));
    }
    *out = m;
    return AK_OK;
}
