/* lcc.h -- total cost of an offer: to buy, to use and to be rid of it, in money of today.
 *
 *     LCC = I + sum_{t=1..N} (E_t p_t + M_t + R_t + X_t) / (1+r)^t + (D - V) / (1+r)^N,   X_t = E_t f_t c_t
 *
 * I purchase and installation, E energy, p its price, M maintenance, R replacements and their labour, X
 * external cost (f emission factor, c price of CO2), D disposal, V residual value, N years, r rate.  Year 0
 * is not discounted; what falls in year t is paid at its end.  Groups as in the EU GPP tools: acquisition,
 * operation, other, externalities (Directive 2014/24/EU art. 67-68; FOA § 18-2).
 *
 * Rounding: amounts are computed with 12 decimals of the currency and discount factors with 15; each group
 * is rounded once, half to even, to the smallest unit of the currency.  The total is the sum of the rounded
 * groups, and the years of a group are shared out by largest remainder, so both always add up.
 *
 * Real and nominal: growth is 0 for a real rate.  With a nominal one, what is said in money of today grows by
 * it every year; a price that is stated by year is in the money of its year and stands as it is.
 */
#ifndef TENDER_LCC_H
#define TENDER_LCC_H

#include "base/decimal.h"

#define LCC_YEARS_MAX 100

typedef enum lcc_group {
    LCC_PURCHASE,
    LCC_INSTALLATION,
    LCC_ENERGY,
    LCC_MAINTENANCE,
    LCC_REPLACEMENT,
    LCC_LABOUR,
    LCC_DISPOSAL,
    LCC_RESIDUAL, /* negative */
    LCC_GRANT,    /* negative: the amount times its probability */
    LCC_CO2,      /* external from here on */
    LCC_OTHER_EXTERNAL,
    LCC_GROUPS
} lcc_group;

extern const char *const lcc_group_words[LCC_GROUPS]; /* "purchase" ... */
static inline bool lcc_is_external(lcc_group g)
{
    return g >= LCC_CO2;
}

typedef struct lcc_terms {
    int years;        /* 1 .. LCC_YEARS_MAX */
    decimal rate;     /* 0.035; 0 = not discounted */
    decimal growth;   /* of prices, for a nominal rate; 0 with a real one */
    int minor_digits; /* of the currency: 2 */
} lcc_terms;

typedef struct lcc_result {
    int years;
    int64_t group[LCC_GROUPS]; /* minor units */
    int64_t *year;             /* [(years + 1) * LCC_GROUPS]: the part of each group that falls in year t */
    int64_t own;               /* sum of groups that somebody pays */
    int64_t external;          /* sum of the external ones */
    int64_t total;             /* own + external */
} lcc_result;

/* What is being added up: one offer, of any number of items. */
typedef struct lcc lcc;

/* TEND-101 the years, TEND-102 a rate or growth outside -50 % .. 100 %. */
AK_MUST_USE ak_code lcc_new(lcc **out, arena *a, const lcc_terms *terms, ak_err *err);
/* amount x count, in units of the currency, at the end of year t (0 .. years), in money of today.
 * TEND-103: too large to be computed exactly. */
AK_MUST_USE ak_code lcc_once(lcc *l, lcc_group g, int t, decimal amount, decimal count, ak_err *err);
/* The same every year from 1 on. */
AK_MUST_USE ak_code lcc_yearly(lcc *l, lcc_group g, decimal amount, decimal count, ak_err *err);
/* quantity x price[t-1], and x factor[t-1] where factor is not NULL, in each year; arrays of terms.years.
 * by_year: the price is in the money of its year, and does not grow. */
AK_MUST_USE ak_code lcc_used(lcc *l, lcc_group g, decimal quantity, const decimal *price, bool by_year,
                             const decimal *factor, ak_err *err);
/* Years in which a part must be replaced that lasts life and is used by use every year (same unit): the k-th
 * falls in year ceil(k life / use), as long as that wear is reached before the end of the last year.  n_out <=
 * most.  TEND-104: life not above zero; TEND-105: more than most. */
AK_MUST_USE ak_code lcc_replacements(int *year_out, size_t *n_out, size_t most, decimal life, decimal use,
                                     int years, ak_err *err);
AK_MUST_USE ak_code lcc_done(lcc_result *out, arena *a, const lcc *l, ak_err *err);

#endif
