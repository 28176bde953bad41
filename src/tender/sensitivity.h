/* sensitivity.h -- how often each offer wins when the assumptions of the total cost are drawn from their ranges.
 *
 * An assumption has a low, a stated and a high value (of each year, where it is a path).  u in -1 .. 1 moves it:
 * -1 is low, 0 as stated, 1 high, straight in between.  Draws are triangular with the stated value as the peak
 * (of the sum over the years of a path), and paired: one draw gives all offers the same world, so what is
 * counted is who wins in it, not how far two clouds overlap.  Draw d of assumption i is rng_unit(seed, d, i): no
 * thread, order or number of draws changes it.
 *
 * Floating numbers, for counting only: what an offer costs and who wins is said by lcc.h and points.h.  For
 * the buyer's own eyes: it goes into no letter and no protocol.
 */
#ifndef TENDER_SENSITIVITY_H
#define TENDER_SENSITIVITY_H

#include "tender/lcc.h"
#include "tender/points.h"

/* A path of one value a year; a plain number is a path of one year. */
typedef struct sens_path {
    const double *low, *base, *high; /* [n]; year t takes [t < n ? t : n - 1] */
    size_t n;
    int param; /* which u moves it; -1 = none */
} sens_path;

/* What one part of an offer costs, for all pieces of it. */
typedef struct sens_line {
    size_t offer;
    size_t zone;     /* which prices and hours */
    double once;     /* year 0: purchase, installation, less grants */
    double yearly;   /* maintenance and other things that are the same every year */
    double per_hour; /* energy: kWh in an hour of use */
    double life;     /* hours until it is replaced; 0 = never */
    double renewal;  /* cost of one replacement, with labour */
    double at_end;   /* disposal less residual value */
} sens_line;

typedef struct sens_zone {
    sens_path energy_price; /* a kWh */
    sens_path emission;     /* kg a kWh */
    sens_path co2_price;    /* a kg */
    sens_path hours;        /* of use in a year */
    bool energy_by_year;    /* prices are in the money of their year */
    bool co2_by_year;
} sens_zone;

typedef struct sens_case {
    int years;         /* where horizon is not said */
    sens_path horizon; /* years, rounded; n = 0: never moved */
    sens_path rate, growth;
    const sens_zone *zones;
    const sens_line *lines;
    size_t lines_n;
    size_t offers_n;
    size_t params_n;
    const double *skew;          /* [params_n] how much of the range lies below the stated value, 0..1 */
    const point_rule *cost_rule; /* of the total cost, in its scale; NULL = the lowest money wins */
    double cost_scale;           /* values of the rule in a unit of the currency: 100 */
    double cost_weight;          /* 0..1 */
    const double *other;  /* [offers_n] points of all other criteria, weighted; with NULL rule: surcharge */
    const double *factor; /* [offers_n] the cost times this: surcharges in percent; NULL = 1 */
    const bool *counts;   /* [offers_n] NULL = all */
} sens_case;

/* cost[offers_n] in units of the currency when the assumptions are moved by u[params_n]. */
void sens_costs(double *cost, const sens_case *s, const double *u);
/* Triangular: p in (0,1) to u, with skew of the range below the stated value. */
double sens_draw(double p, double skew);
/* wins[offers_n]: in how many of the draws each is the best.  On several processors; the same whatever their
 * number.  O(draws x lines). */
AK_MUST_USE ak_code sens_wins(int64_t *wins, arena *a, const sens_case *s, uint64_t seed, size_t draws,
                              ak_err *err);

#endif
