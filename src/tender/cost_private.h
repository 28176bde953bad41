/* cost_private.h -- what reading the assumptions, costing a bid and drawing share (private). */
#ifndef TENDER_COST_PRIVATE_H
#define TENDER_COST_PRIVATE_H

#include "tender/cost.h"

/* The figure moved by the moves (NULL = none). */
AK_MUST_USE ak_code cost_moved(decimal *out, const cost_figure *f, const int64_t *moves, ak_err *err);

/* What one bid offers in one zone, in the units that are computed with. */
typedef struct cost_offer {
    decimal energy_per_use; /* kWh in an hour, or on a kilometre, of all pieces */
    bool uses_energy;
    decimal life; /* hours */
    bool wears;
    bool said[LCC_GROUPS];
    decimal amount[LCC_GROUPS]; /* purchase .. residual: of all pieces, of today, each time */
} cost_offer;

/* Fills missing and sids of out. */
AK_MUST_USE ak_code cost_offer_of(cost_offer *o, cost_bid *out, arena *a, const cost_model *m,
                                  const cost_zone *z, const tender_bid *b, const int64_t *moves, ak_err *err);
/* The external cost of a year, and the grants times their probability (negative). */
AK_MUST_USE ak_code cost_extras_of(decimal *external, decimal *grant, cost_bid *out, arena *a,
                                   const cost_model *m, const tender_bid *b, const int64_t *moves,
                                   ak_err *err);

#endif
