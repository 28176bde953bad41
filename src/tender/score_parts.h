/* score_parts.h -- what the views of scoring share (private). */
#ifndef TENDER_SCORE_PARTS_H
#define TENDER_SCORE_PARTS_H

#include "base/view.h"
#include "tender/compliance.h"
#include "tender/score.h"

/* A scored tender on its way to a view: what each bid's figures rest on is found once. */
typedef struct score_desk {
    ctx *c;
    const tender *t;
    const compliance *rules;
    const score *s;
    const view_basis **basis; /* [bids_n] assumptions, criteria and what the bid says */
    const view_basis *common; /* assumptions and criteria */
} score_desk;

/* Reads, checks and scores what the arguments id and part name. */
AK_MUST_USE ak_code score_desk_of(score_desk *out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code score_desk_in(score_desk *out, ctx *c, const tender *t, const char *part_no, ak_err *err);
/* What compliance says of each bid in a lot, as the score wants it. */
const score_status *score_statuses(arena *a, const tender *t, const compliance *rules, const char *part_no);

view *score_bid_ref(const score_desk *d, size_t bid);
/* "B", or "B, Lyktemakeren". */
const char *score_bid_name(const score_desk *d, size_t bid);
view *score_points_view(const score_desk *d, int64_t points, const view_basis *basis);
/* Points, or money with priced quality. */
view *score_total_view(const score_desk *d, int64_t total, const view_basis *basis);
view *score_money_view(const score_desk *d, int64_t minor, const view_basis *basis);
view *score_raw_view(const score_desk *d, size_t bid, size_t leaf);
const char *score_currency(const score_desk *d); /* code */

/* The English words of a cost group, and of an assumption. */
const char *cost_group_label(lcc_group g);
const char *cost_kind_label(const char *kind);
/* Groups that any of the bids has. */
void cost_groups_used(bool used[static LCC_GROUPS], const score *s);

/* Tables and drawings. */
view *score_ranking_table(const score_desk *d);
view *score_points_table(const score_desk *d);
view *score_costs_table(const score_desk *d);
view *score_years_table(const score_desk *d);
view *score_points_figure(const score_desk *d); /* NULL with priced quality, and where nobody has points */
view *score_cost_figure(const score_desk *d);
view *score_years_figure(const score_desk *d);

/* How the total cost is computed, in sentences for the tender documents (Directive 2014/24/EU art. 68(2)). */
view *cost_method_view(const score_desk *d);

#endif
