/* weights.h -- what each criterion weighs: stated weights, sub-criteria, or only an order.
 *
 * Weights are of WEIGHT_ONE (points.h).  The weights under one criterion add to 100 % (of it) or to its own
 * weight.  Where criteria are only ranked, each weighs the mean of all weightings that fit the order (rank
 * order centroid: w_k = 1/n sum_{i=k..n} 1/i; Barron and Barrett 1996, "Decision quality using ranked
 * attribute weights", Management Science 42(11)), and weights_corner gives the extremes of those weightings:
 * who wins in all of them wins whatever the order leaves open.  Where neither is said, points are added.
 */
#ifndef TENDER_WEIGHTS_H
#define TENDER_WEIGHTS_H

#include "tender/points.h"

typedef struct weight_in {
    int parent;       /* index of the criterion that it is part of; -1 = none; parents may stand anywhere */
    int64_t weight;   /* -1 = not said */
    int64_t priority; /* 1 = first; 0 = not said */
} weight_in;

typedef enum weights_kind { WEIGHTS_STATED, WEIGHTS_ORDER, WEIGHTS_SUM } weights_kind;

/* out[n]: what each leaf weighs, and 0 for a criterion that has parts.  Leaves add to WEIGHT_ONE exactly
 * (WEIGHTS_SUM: each weighs WEIGHT_ONE).  TEND-120: weights do not add up (err->value = index of the criterion
 * whose parts they are, "" = the uppermost); TEND-121: some have a weight and some not; TEND-122: part of itself. */
AK_MUST_USE ak_code weights_of(int64_t *out, weights_kind *kind, const weight_in *in, size_t n,
                               arena *scratch, ak_err *err);
/* The k-th extreme (1 .. n) of the weightings that fit an order: the k first weigh 1/k each. */
void weights_corner(int64_t *out, const weight_in *in, size_t n, size_t k);

#endif
