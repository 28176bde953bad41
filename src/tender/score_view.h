/* score_view.h -- what tender score shows. */
#ifndef TENDER_SCORE_VIEW_H
#define TENDER_SCORE_VIEW_H

#include "record/action.h"

/* tender score [T] [--part P]: compliance, points with their arithmetic, total cost by group and year, places.  A
 * tender with lots has them all under parts, or the one that is asked for.  Needs the reach of case handlers to
 * see bids.  TEND-140: no such lot. */
AK_MUST_USE ak_code score_view(view **out, ctx *c, const args *a, ak_err *err);
/* tender method [ID] [--part P]: how the total cost is computed, to be put into the tender documents.  TEND-147:
 * the tender states no total cost. */
AK_MUST_USE ak_code method_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
