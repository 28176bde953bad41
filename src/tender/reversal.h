/* reversal.h -- does an extra offer that loses change who wins?  Searched before the model is published.
 *
 * Only models that look at the best of the others can do this (points.h, point_depends).  An extra offer
 * that loses can matter only by being the best in such a criterion; everywhere else it is as bad as
 * expected.  As the best value moves away, the difference between two offers is monotone in it (M a + M b/v
 * for linear, M a + M b v for proportional), so each pair changes places at most once, and bisection finds the
 * nearest value at which the winner changes: the smallest such offer.  Being best in two such criteria at once
 * is tried on a lattice of the second, where at most four criteria depend on others.
 *
 * Where there are no offers yet, pairs of expected ones are tried: one cheap and plain, one dear and good; every
 * n-th pair of the lattice where there are many criteria.
 * Literature: Stilger, Siderius and van Raaij (2017), "A comparative study of formulas for choosing the
 * economically most advantageous tender", Journal of Public Procurement 17(1).
 */
#ifndef TENDER_REVERSAL_H
#define TENDER_REVERSAL_H

#include "tender/points.h"

typedef struct reversal_model {
    const point_rule *rules;
    const int64_t *weight;
    const int64_t *low, *high; /* expected values of each criterion, low < high */
    size_t n;                  /* criteria */
} reversal_model;

#define REVERSAL_OFFERS_MOST 1000

typedef struct reversal {
    bool possible; /* a criterion depends on the others' offers at all */
    bool found;
    size_t criterion;     /* in which the extra offer is the best */
    size_t second;        /* ... and this one too; = criterion where it is only one */
    const int64_t *offer; /* [m * n] the offers it was found for: those given, or the two tried */
    size_t m;
    const int64_t *extra; /* [n] the smallest losing offer that changes the winner */
    int64_t until;        /* from extra[criterion] to this value an extra offer does so */
    size_t winner_before, winner_after;
    const int64_t *before; /* [m] totals without, of POINT_TOTAL */
    const int64_t *after;  /* [m + 1] totals with, the extra one last */
} reversal;

/* Totals of m offers (row by row, n values each). */
void reversal_totals(int64_t *total, const reversal_model *model, const int64_t *offer, size_t m,
                     arena *scratch);
/* Whether the extra offer loses and another wins than without it; both winners are alone at the top. */
bool reversal_is(const reversal_model *model, const int64_t *offer, size_t m, const int64_t *extra,
                 arena *scratch);
/* For the offers given; m >= 2.  Cost: dependent criteria x log(range) x m x n. */
void reversal_search(reversal *out, arena *a, const reversal_model *model, const int64_t *offer, size_t m);
/* Before there are offers: pairs from the expected ranges; the clearest one is shown. */
void reversal_expected(reversal *out, arena *a, const reversal_model *model);

#endif
