/* ask_view.h -- the questions that would tell most, ready to send. */
#ifndef RISK_ASK_VIEW_H
#define RISK_ASK_VIEW_H

#include "record/action.h"

/* ask [ID] [--limit N] [--order gain|each|chance]:
 * {"subject","answer","order","limit","questions":[{"rank","kind","to","about","stage","part","text","text_to","wording":
 *  {"nb","da","en",...},"gain","rank_each","level_chance","asked","due","computation":{"weight","not_traced",
 *  "mean","deviation","formula","points":[{"country","chance","risk"}]}}],"traced","open"}
 * Without ID: of the only top product, with "suppliers": the same questions of those that are paid; of several
 * products {"items":[{"subject","questions"}],"suppliers"}.  Never more than limit (10) in a list. */
AK_MUST_USE ak_code ask_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
