/* reasons.h -- why a row of the ranked list stands where it does, in words with a code and a source each. */
#ifndef RISK_REASONS_H
#define RISK_REASONS_H

#include "risk/ranked.h"
#include "risk/view_parts.h"

#define REASONS_MOST 12 /* of one row: the page of the thing has all */

/* [{"code","text","source"}] of a row, those of its level first; basis = their sources, for its figures.
 * Codes: involvement (what is said of our own part) listed own_list indicator conflict_mineral incident finding; what keeps it open: no_figure
 * silence_doubted no_goods no_sector no_table; cluster_member. */
AK_MUST_USE ak_code reasons_view(view **out, const view_basis **basis, ctx *c, const ranked *r,
                                 const ranked_item *item, ak_err *err);
/* Words of the kinds and of what leverage there is. */
view *bought_kind_word(arena *a, bought_kind kind);
view *leverage_word(arena *a, double leverage); /* unknown, none, some, strong */
view *tier_word(arena *a, place_tier tier);

#endif
