/* rule.h -- one requirement held against one bid.
 *
 * A missing answer is *not answered*, never met and never failed; a claim whose proof is owed with the bid and is
 * not there is *claimed*; what cannot be compared is *unclear*.  Proof that is owed later does not hold a bid back:
 * it becomes a duty (tender owed).
 */
#ifndef TENDER_RULE_H
#define TENDER_RULE_H

#include "tender/limit.h"

typedef enum rule_verdict {
    RULE_NOT_APPLICABLE, /* by its condition, its exception or the lots of the bid */
    RULE_MET,
    RULE_FAILED,
    RULE_NOT_ANSWERED,
    RULE_CLAIMED, /* would be met, the proof that is owed with the bid is missing */
    RULE_UNCLEAR
} rule_verdict;

extern const char *const rule_verdict_words[]; /* "not_applicable", "met", ... */

typedef struct rule_result {
    rule_verdict verdict;
    const tender_offer *offer; /* what decided; NULL = not answered */
    limit asked;               /* what was asked, with relative limits worked out */
    const char *why;           /* English sentence to translate; "" = needs none */
    bool owed_later;           /* proof is owed after the bid */
} rule_result;

/* q against b.  Pure: same tender and bid, same result; texts live in a. */
AK_MUST_USE ak_code rule_apply(rule_result *out, arena *a, const tender *t, const tender_requirement *q,
                               const tender_bid *b, ak_err *err);

/* What the requirement asks as a limit, without its alternatives; relative limits have no number. */
limit rule_limit(const tender_requirement *q);
/* Under which attribute a bid answers it: its attribute, or its number where it has none. */
const char *rule_answered_under(const tender_requirement *q);

/* "at least 155 lm/W" for people, with the number as a figure that rests on the requirement. */
view *rule_required_view(ctx *c, const limit *l, const view_basis *basis);
/* The same of a requirement. */
view *rule_asked_view(ctx *c, const tender_requirement *q, const view_basis *basis);
/* ... with what threshold_text adds: an alternative ("or ..."), another value of the bid ("@warranty+5"). */
view *rule_limit_view(ctx *c, const limit *l, const char *threshold_text, const view_basis *basis);
/* What the offer says: a number, an amount, a text, yes or no; NULL = nothing. */
view *rule_offered_view(arena *a, const tender_offer *o, const view_basis *basis);

#endif
