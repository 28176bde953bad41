/* exposure.h -- how much of a node is touched: exceedance shares with lower and upper bounds.
 *
 * A node is a material at a stage, all supplies of it pooled; this is one issue of it.
 *
 *     T_j  traced share of origin j (documented or better)     C_k  claimed share (self-declared)
 *     W    = 1 - sum T - sum C, the part of which nothing is said: the world's mix p_c stands in
 *     P_h  = sum_c p_c [lo_c >= h]      P^_h the same with hi, plus all of the mix that is not named (h <= 3)
 *     S_h  = sum_j T_j [lo_j >= h] + sum_k C_k max([lo_k >= h], P_h)  + W P_h          h = 1..4
 *     S^_h = sum_j T_j [hi_j >= h] + sum_k C_k max([hi_k >= h], P^_h) + W P^_h
 *     U    = sum_j T_j [lo_j < hi_j] + sum_k C_k max([lo_k < hi_k], PU) + W PU
 *     PU   = share of the mix that is not named or not resolved (1 where there is no mix)
 *
 * So a claim counts where it makes things worse, and as if nothing were said where it would make them
 * better.  A grave tenth stays a tenth however clean the rest is.  Origins named without amounts are one
 * origin of their joint share whose interval is the hull of theirs: the exact bounds over all weights.
 */
#ifndef RISK_EXPOSURE_H
#define RISK_EXPOSURE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct exposure_origin {
    double share; /* of the node, >= 0 */
    int lo, hi;   /* hazard class 0..4, lo <= hi */
    bool claimed; /* self-declared or assumed only */
} exposure_origin;

typedef struct exposure_part { /* of the mix */
    double share;
    int lo, hi;
} exposure_part;

typedef struct exposure {
    double s[4];                     /* S_1 .. S_4 */
    double s_up[4];                  /* from above */
    double unknown;                  /* U */
    double p[4], p_up[4], p_unknown; /* of the mix: P_h, P^_h, PU */
    double rest;                     /* W */
} exposure;

/* Origins whose shares add to more than 1 are divided by the sum; a mix likewise.  O(n + m). */
void exposure_of(exposure *out, const exposure_origin *origins, size_t n, const exposure_part *mix, size_t m);

#endif
