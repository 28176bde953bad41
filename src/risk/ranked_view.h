/* ranked_view.h -- the ranked list as a view: rows, filters, other weights, the matrix. */
#ifndef RISK_RANKED_VIEW_H
#define RISK_RANKED_VIEW_H

#include "record/action.h"
#include "risk/ranked.h"

#define RANKED_ARGS                                                                                          \
    "[--kind K] [--level L] [--issue I] [--country C] [--unit U] [--weigh-severity W] [--weigh-likelihood "  \
    "W] "                                                                                                    \
    "[--weigh-exposure W] [--weigh-unknown W] [--weigh-amount W] [--weigh-leverage W] [--after ID]"

/* Puts into v:
 * "items"   every row that passes the filters, streamed: {"rank","subject","kind","level","issue","severity",
 *           "likelihood","exposure","unknown","lowest","highest","level_of_tables","country","amount",
 *           "leverage","involvement","place","reasons":[{"code","text","source"}]}, and of the products where
 *           there are several "as_of","tables","materials","rests_on" as `risk ID` has them
 * "ranked"  the same for people, a page of it; "next" = id to go on after; "counts", "choices", "weights" */
AK_MUST_USE ak_code ranked_put(view *v, ctx *c, const ranked *r, const args *g, ak_err *err);

/* risk matrix: levels of suppliers by issue, worst first. */
AK_MUST_USE ak_code risk_matrix_view(view **out, ctx *c, const args *g, ak_err *err);

#endif
