/* points.h -- from what is offered to points: one rule a criterion, whole numbers throughout.
 *
 * b best value, x value, M maximum:
 *
 *     linear_relative   lower: M - M (x-b)/b      higher: M - M (b-x)/b     may go below 0 (KOFA 2015/60)
 *     proportional      lower: M b/x              higher: M x/b
 *     relative_quality  as proportional: the best offer gets the maximum    disputed (KOFA 2021/1000)
 *     fixed_points      lower: M (hi-x)/(hi-lo)   higher: M (x-lo)/(hi-lo)  held within 0 .. M
 *     steps             M times the share of the highest step reached: 'at least' (lower: 'at most')
 *     absolute          the value is the points: a level on a scale that is described beforehand
 *     priced_quality    points by steps, fixed points or level; what is missing to M costs money
 *     pass_fail         M or 0
 *
 * The first three need the best of the others' values, so an offer that loses can change who wins; the rest
 * are functions of the offer alone, so it cannot: independence is seen from the form (point_depends).
 *
 * Points have four decimals, rounded half to even at each cell; a total is the weighted sum of the rounded
 * cells, with six decimals.  So everything can be computed again from what is shown.
 */
#ifndef TENDER_POINTS_H
#define TENDER_POINTS_H

#include "base/decimal.h"

#define POINT_ONE        INT64_C(10000)            /* one point */
#define POINT_TOTAL      INT64_C(1000000)          /* one point of a total */
#define WEIGHT_ONE       INT64_C(1000000000)       /* weight 100 % */
#define POINT_VALUE_MOST INT64_C(1000000000000000) /* of values and limits */

typedef enum point_model {
    POINT_LINEAR_RELATIVE,
    POINT_PROPORTIONAL,
    POINT_FIXED_POINTS,
    POINT_STEPS,
    POINT_ABSOLUTE,
    POINT_RELATIVE_QUALITY,
    POINT_PRICED_QUALITY,
    POINT_PASS_FAIL,
    POINT_MODELS
} point_model;

extern const char *const point_model_words[POINT_MODELS];
/* -1 = no such model. */
int point_model_find(const char *word);
/* Whether the points of an offer depend on the other offers. */
static inline bool point_depends(point_model m)
{
    return m == POINT_LINEAR_RELATIVE || m == POINT_PROPORTIONAL || m == POINT_RELATIVE_QUALITY;
}

typedef struct point_step {
    int64_t at_least; /* in the scale of values */
    int64_t share;    /* of the maximum, of WEIGHT_ONE */
} point_step;

typedef struct point_rule {
    point_model model;
    bool lower_better;
    int64_t max; /* of POINT_ONE */
    int scale;   /* values, limits and steps are n / 10^scale */
    bool fixed;  /* low and high are said */
    int64_t low, high;
    const point_step *steps;
    size_t steps_n;
} point_rule;

/* A rule that cannot be computed: TEND-110 no maximum above zero, TEND-111 no fixed points or not in order,
 * TEND-112 no steps, or a step that gives less than the one before, TEND-113 a number too large. */
AK_MUST_USE ak_code point_rule_check(const point_rule *r, ak_err *err);
/* A value that the rule cannot take: TEND-113 too large, TEND-114 zero or less in a ratio, TEND-115 outside
 * the scale of levels. */
AK_MUST_USE ak_code point_value_check(const point_rule *r, int64_t x, ak_err *err);

/* The best of the values that count; false = none.  counts NULL = all. */
bool point_best(int64_t *out, const point_rule *r, const int64_t *x, const bool *counts, size_t n);
/* Points of x, of POINT_ONE; best matters where point_depends.  Rule and value are checked. */
int64_t point_of(const point_rule *r, int64_t best, int64_t x);
/* The same in floating numbers, in points and not rounded: for draws only, never for a protocol. */
double point_estimate(const point_rule *r, double best, double x);
/* Money for what is missing to the maximum: per point, half to even. */
int64_t point_surcharge(const point_rule *r, int64_t points, int64_t minor_per_point);
/* The same where weights are said instead: price x (M - points)/M x weight/weight of price (DFØ, "prising av
 * kvalitet"). */
int64_t point_surcharge_of_weight(const point_rule *r, int64_t points, int64_t price_minor, int64_t weight,
                                  int64_t weight_price);
/* Sum of weight x points, of POINT_TOTAL, half to even.  A weight of WEIGHT_ONE each just adds. */
int64_t point_total(const int64_t *weight, const int64_t *points, size_t n);
/* Place 1 is the highest total (the lowest with lower_wins); equal totals share a place and the next is left
 * out.  0 for what does not count. */
void point_places(int *place, const int64_t *total, const bool *counts, size_t n, bool lower_wins);
/* Least and most points over values low .. high, with the best of them as the best: what the scale is used. */
void point_span(int64_t *least, int64_t *most, const point_rule *r, int64_t low, int64_t high);

#endif
