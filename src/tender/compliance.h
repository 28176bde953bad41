/* compliance.h -- every requirement against every bid, and which bids may be taken into the evaluation.
 *
 * admissible: "no" when a mandatory requirement (or a selection criterion) is failed, the bid came late, or it was
 * rejected or withdrawn, or it is a variant where none is allowed (Directive 2014/24/EU art. 45(1)); "unclear" when one of them is not answered, only claimed, or cannot be judged; else "yes".
 * Optional requirements and advice decide nothing.
 */
#ifndef TENDER_COMPLIANCE_H
#define TENDER_COMPLIANCE_H

#include "tender/rule.h"

typedef enum admissible { ADMISSIBLE_NO, ADMISSIBLE_UNCLEAR, ADMISSIBLE_YES } admissible;
extern const char *const admissible_words[]; /* "no" "unclear" "yes" */

typedef struct compliance {
    const tender *t;
    rule_result *results; /* [bids_n * requirements_n], a row a bid */
    admissible *of_bid;   /* [bids_n] */
} compliance;

/* O(bids x requirements x offers of a bid). */
AK_MUST_USE ak_code compliance_of(compliance **out, arena *a, const tender *t, ak_err *err);
static inline const rule_result *compliance_at(const compliance *m, size_t bid, size_t requirement)
{
    return &m->results[bid * m->t->requirements_n + requirement];
}
/* The same for one lot: requirements of other lots say nothing about it.  "" = the whole. */
admissible compliance_in(const compliance *m, size_t bid, const char *part_no);
/* A variant that the tender does not allow: variants are, only where the notice says so. */
bool compliance_is_barred_variant(const tender *t, const tender_bid *b);
/* Does the requirement decide about admission? */
bool compliance_decides(const tender_requirement *q);

/* ---- For views: tender score and tender matrix show the same ---- */

/* rules: [{"rule","title","level","attribute","required","evidence_due","source","edition","catalogue"}] */
AK_MUST_USE ak_code compliance_rules_view(view **out, ctx *c, const tender *t, ak_err *err);
/* Puts "admissible" (true, false or "unclear"), "failed": [{"rule","offered","required","source"}], "unanswered"
 * and "claimed" into the map of a bid, in one lot or ("") as a whole. */
AK_MUST_USE ak_code compliance_put(view *map, ctx *c, const compliance *m, size_t bid, const char *part_no,
                                   ak_err *err);

/* tender matrix [T]: requirements down, bids across. */
AK_MUST_USE ak_code compliance_matrix_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
