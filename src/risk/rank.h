/* rank.h -- the order of a list: severity first, then likelihood, and what is not known stays in sight.
 *
 *     level high > medium > unknown > low; then severity of the deciding issue; then its highest class with
 *     one per cent; then the share at that class; then the unknown share; then the amount touched; then id
 * Size orders rows inside a level and never lowers one.  Leverage is no part of it.
 *
 * A what-if weighs the same columns otherwise and shows another order beside this one, never another level:
 *     sum of weight x column, each column brought to 0..1
 */
#ifndef RISK_RANK_H
#define RISK_RANK_H

#include "risk/level.h"

typedef struct rank_row {
    risk_level level;
    int severity;     /* 1..3 of the deciding issue */
    int hazard_class; /* 0..4 */
    double share;     /* at that class */
    double unknown;
    double amount;   /* touched; negative = not known */
    double leverage; /* 0..1; negative = not known */
    const char *id;
} rank_row;

/* < 0 when a comes first. */
int rank_order(const rank_row *a, const rank_row *b);

typedef struct rank_weights {
    double severity, likelihood, exposure, unknown, amount, leverage;
} rank_weights;

/* amount_max: the largest of the list, > 0 or nothing is added for amounts.  Not known counts nothing. */
double rank_what_if(const rank_row *r, const rank_weights *w, double amount_max);

#endif
