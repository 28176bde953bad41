/* score.h -- order inside a level, never shown alone.
 *
 *     v(h, sev) = (1 + 2h) sev / 27       1/9 (little found, grave) .. 7/9 (named, grave) .. 1
 *     r_c = [max_i v(lo_ci, sev_i), max_i v(hi_ci, sev_i)] over issues with a table, and others where
 *           something is said of that origin; an origin that is not named: [1/9, 7/9]
 *     score = sum of share x midpoint; its range = sum of share x ends
 * No place is worth zero, the home country neither.
 */
#ifndef RISK_SCORE_H
#define RISK_SCORE_H

#include "risk/tables.h"

typedef struct score_range {
    double lo, hi;
} score_range;

double score_value(const risk_model *m, int hazard_class, int severity);
score_range score_nothing_known(const risk_model *m);
/* r_c widened by one issue's interval; start with = {0}. */
void score_widen(score_range *r, const risk_model *m, int lo, int hi, int severity);
/* sum += share x r. */
void score_add(score_range *sum, double share, score_range r);
static inline double score_middle(score_range r)
{
    return (r.lo + r.hi) / 2;
}

#endif
