/* effects.h -- what an incident does to the picture: the levels with it, beside those without it. */
#ifndef RISK_EFFECTS_H
#define RISK_EFFECTS_H

#include "base/view.h"
#include "risk/ranked.h"

/* {"incident","on","finding","where","stage","issue","before","after","share_before","share_after"} for each
 * level or share that it moves; one that moves nothing has one row without issue.  At most 20 incidents, the
 * latest said first.  A picture each. */
AK_MUST_USE ak_code effects_of_picture(view **out, ctx *c, risk_world *w, const risk_picture *p, int year,
                                       ak_err *err);
AK_MUST_USE ak_code effects_of_item(view **out, ctx *c, const ranked *r, const ranked_item *i, ak_err *err);

#endif
