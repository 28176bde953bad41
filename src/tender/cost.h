/* cost.h -- the total-cost method of a tender: its assumptions, and what each bid costs by them (lcc.h).
 *
 * What comes from where.  Assumptions are rows of cost_assumption; what a bid says stands in offer_value:
 *
 *     group         the bid                                    assumption, where the bid does not say it
 *     purchase      purchase_price (a piece), else price       purchase
 *     installation  installation_price                         installation
 *     energy        rated_power x operating_hours, or          energy_price, by year where a year is said
 *                   energy_use_per_distance x kilometres
 *     maintenance   maintenance_price a year                   maintenance
 *     replacement   replacement_price, each time life is worn  replacement; its item = the attribute of life
 *     labour                                                   labour, of each replacement
 *     disposal      disposal_price, at the end                 disposal
 *     residual      residual_value, at the end                 residual: money, or a share of the purchase
 *     grant                                                    grant x probability; its item = the attribute that
 *                                                              must be answered yes, "" = every bid
 *     co2           energy x emission_factor x co2_price
 *     other         the offered value of the attribute item    external_other, for one unit of it in a year: DKK/t
 *                                                              of an attribute of mass or of CO2e, DKK/km of a length
 *
 * A zone is an item for which a count is said ("road", "park", or an offered product): prices and hours with
 * that item hold there, those without item everywhere.  Amounts are for a piece and are multiplied by the
 * count, but for those whose unit is the currency alone.  A zone that has the number of a lot holds in that lot
 * only.  Where a path begins at or after the year of the
 * tender, its first year is year 1, else the year after the tender's; a year that is not stated takes the
 * value before it.
 */
#ifndef TENDER_COST_H
#define TENDER_COST_H

#include "tender/lcc.h"
#include "tender/sensitivity.h"
#include "tender/tender.h"

#define COST_ZONES_MOST   16
#define COST_PARAMS_MOST  64
#define COST_MISSING_MOST 8
#define COST_MOVE_ONE     INT64_C(1000000) /* an assumption at its high (or, negative, low) end */

/* One assumption, in the unit that is computed with. */
typedef struct cost_figure {
    bool said;
    decimal low, base, high;
    int param;      /* which move changes it; -1 = none */
    bool per_piece; /* money: times the count */
    bool of_price;  /* residual: a share of the purchase */
} cost_figure;

/* A figure of each year. */
typedef struct cost_path {
    const cost_figure *year; /* [years]; NULL = not said */
    bool by_year;            /* stated by year: in the money of its year */
} cost_path;

typedef struct cost_zone {
    const char *item; /* "" = the whole */
    decimal count;
    cost_figure use; /* hours, or kilometres with by_distance, in a year */
    bool by_distance;
    cost_path energy_price, emission, co2_price; /* a kWh; kg a kWh; a kg */
    cost_figure purchase, installation, maintenance, replacement, labour, disposal, residual;
    const char *life_attribute;
} cost_zone;

typedef struct cost_extra { /* an external cost, or a grant */
    const tender_cost *row;
    cost_figure figure;
    const char *attribute; /* "" = for every bid */
    const unit
        *per; /* what the bid answers is changed into this: the figure is for one of it; NULL = a count */
    int64_t probability_ppb;
} cost_extra;

/* An assumption with a range: what the tornado and the draws move. */
typedef struct cost_param {
    const tender_cost *row; /* of its first year */
    const tender_cost *last;
    bool by_year;
    double skew; /* how much of its range lies below the stated value */
} cost_param;

typedef struct cost_model {
    const tender *t;
    const char *part_no;
    const currency *money;
    cost_figure years, rate, growth;
    bool nominal;
    int first_year; /* calendar year of year 1 */
    cost_zone *zones;
    size_t zones_n;
    cost_extra *externals, *grants;
    size_t externals_n, grants_n;
    cost_param *params;
    size_t params_n;
    int64_t *sids; /* of the assumptions */
    size_t sids_n;
    bool illustrative; /* an assumption is marked as assumed */
} cost_model;

/* NULL where the tender states no period of analysis: it has no total cost.  TEND-130: an assumption whose unit
 * cannot be computed with; TEND-131: in another currency; TEND-149: an external cost of what is no attribute;
 * TEND-101 and TEND-102. */
AK_MUST_USE ak_code cost_model_of(const cost_model **out, arena *a, const tender *t, const char *part_no,
                                  ak_err *err);

typedef struct cost_bid {
    const char
        *missing[COST_MISSING_MOST]; /* attributes that the bid does not answer: then there is no cost */
    size_t missing_n;
    lcc_result lcc;
    int64_t without_grants;
    int64_t *sids; /* offers that it rests on */
    size_t sids_n;
} cost_bid;

/* moves[params_n] of COST_MOVE_ONE, NULL = as stated.  TEND-131: in another currency; what lcc.h refuses, with the
 * bid's number as err->file. */
AK_MUST_USE ak_code cost_of_bid(cost_bid *out, arena *a, const cost_model *m, const tender_bid *b,
                                const int64_t *moves, ak_err *err);

/* The model and bids (those whose cost is complete: of[i] says which bid offer i is) as a case for draws. */
AK_MUST_USE ak_code cost_case(sens_case *out, arena *a, const cost_model *m, const int *of, size_t n,
                              ak_err *err);

#endif
