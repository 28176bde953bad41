/* protocol_view.h -- the award: what the protocol says, what each bidder is told, and the draft of the decision.
 *
 * A letter has the bidder's own figures, who was chosen, and what the chosen bid is better at: its points by
 * criterion.  It never has another bid's prices or answers, nor probabilities, nor what others would have needed;
 * where a formula holds another bid's value, the line of arithmetic is left out.  A bidder that is refused is told
 * the grounds, and no ranking; one that is not clear, what it lacks.  Where the chosen bidder claims secrecy for what a
 * criterion scores, its points for it are left out.
 *
 * Law.  Norway: anskaffelsesforskriften § 25-1 (notice of the choice), § 25-2 (standstill of 10 days), § 25-5
 * (protocol).  Denmark: udbudsloven § 171 (notice), lov om Klagenævnet for Udbud § 3 (10 calendar days), udbudsloven
 * § 223 (report).  Else Directive 2007/66/EC art. 2a and 2014/24/EU art. 55 and 84.  The last day of a period that
 * is no working day moves to the next one (Regulation (EEC, Euratom) 1182/71 art. 3(4)).
 */
#ifndef TENDER_PROTOCOL_VIEW_H
#define TENDER_PROTOCOL_VIEW_H

#include "record/action.h"

/* tender protocol [ID] [--part P] [--on DAY] [--bid NUMBER]: the award protocol, or with --bid the letter to that
 * bidder.  TEND-141: no such bid, TEND-142: lots without --part, TEND-143: not a day. */
AK_MUST_USE ak_code protocol_view(view **out, ctx *c, const args *a, ak_err *err);
/* tender award [ID] [--part P] [--on DAY] [--winner NUMBER] [--reasons TEXT]: the decision as a draft, which is
 * said when it is signed, and then starts the standstill.  TEND-144: nobody can be chosen, or a refused bid. */
AK_MUST_USE ak_code award_plan(plan **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code award_after(ctx *c, const args *a, plan *p, bool applied, ak_err *err);

#endif
