/* lcc.c -- total cost in whole smallest units: wide integers, one rounding a group. */
#include "tender/lcc.h"

#include <assert.h>

#include "tender/rules.h"

const char *const lcc_group_words[LCC_GROUPS] = {
    "purchase", "installation", "energy", "maintenance", "replacement",    "labour",
    "disposal", "residual",     "grant",  "co2",         "other_external",
};

#define PICO         INT64_C(1000000000000)    /* amounts while they are multiplied */
#define MICRO        INT64_C(1000000)          /* smallest units of the currency while they are added */
#define FACTOR_ONE   INT64_C(1000000000000000) /* factors of a year */
#define WIDE_MOST    (((decimal_wide)1 << 126) - 1)
#define RATE_SCALE   9
#define GROWTH_SPACE INT64_C(1000000000)

struct lcc {
    lcc_terms terms;
    int64_t discount[LCC_YEARS_MAX + 1]; /* 1 / (1+r)^t */
    int64_t grown[LCC_YEARS_MAX + 1];    /* (1+g)^t / (1+r)^t */
    decimal_wide *sum;                   /* [(years + 1) * LCC_GROUPS], MICRO smallest units of today */
};

static ak_code rate_of(int64_t *out, decimal rate, ak_err *err)
{
    char text[DECIMAL_TEXT_BYTES];
    decimal r = decimal_trim(rate);
    if (r.scale > RATE_SCALE || decimal_scaled(out, r, RATE_SCALE, NULL) != AK_OK ||
        *out < -GROWTH_SPACE / 2 || *out > GROWTH_SPACE)
        return ak_fail(err, &TEND_102, decimal_text(text, rate));
    return AK_OK;
}

ak_code lcc_new(lcc **out, arena *a, const lcc_terms *terms, ak_err *err)
{
    if (terms->years < 1 || terms->years > LCC_YEARS_MAX)
        return ak_fail(err, &TEND_101, ak_arg_int(terms->years), ak_arg_int(LCC_YEARS_MAX));
    int64_t rate = 0;
    int64_t growth = 0;
    AK_TRY(rate_of(&rate, terms->rate, err));
    AK_TRY(rate_of(&growth, terms->growth, err));
    lcc *l = ARENA_NEW(a, lcc);
    l->terms = *terms;
    l->sum = ARENA_NEWS(a, decimal_wide, (size_t)(terms->years + 1) * LCC_GROUPS);
    l->discount[0] = l->grown[0] = FACTOR_ONE;
    for (int t = 1; t <= terms->years; t++) {
        decimal_wide d =
            decimal_divide_even((decimal_wide)l->discount[t - 1] * GROWTH_SPACE, GROWTH_SPACE + rate);
        decimal_wide g =
            decimal_divide_even((decimal_wide)l->grown[t - 1] * (GROWTH_SPACE + growth), GROWTH_SPACE + rate);
        if (d > INT64_MAX / 8 || g > INT64_MAX / 8)
            return ak_fail(err, &TEND_103);
        l->discount[t] = (int64_t)d;
        l->grown[t] = (int64_t)g;
    }
    *out = l;
    return AK_OK;
}

static ak_code times(decimal_wide *x, decimal d, ak_err *err)
{
    d = decimal_trim(d);
    decimal_wide n;
    if (__builtin_mul_overflow(*x, (decimal_wide)d.n, &n) || n > WIDE_MOST || n < -WIDE_MOST)
        return ak_fail(err, &TEND_103);
    decimal_wide power = 1;
    for (int i = 0; i < d.scale; i++)
        power *= 10;
    *x = decimal_divide_even(n, power);
    return AK_OK;
}

/* Adds amount (PICO units of the currency), which falls in year t. */
static ak_code add(lcc *l, lcc_group g, int t, decimal_wide amount, bool grows, ak_err *err)
{
    decimal_wide micro = amount;
    for (int i = 0; i < l->terms.minor_digits; i++)
        micro *= 10; /* |amount| < 2^126 / 10^6 is checked by the caller */
    micro = decimal_divide_even(micro, PICO / MICRO);
    decimal_wide value;
    if (__builtin_mul_overflow(micro, (decimal_wide)(grows ? l->grown[t] : l->discount[t]), &value))
        return ak_fail(err, &TEND_103);
    value = decimal_divide_even(value, FACTOR_ONE);
    decimal_wide *sum = &l->sum[(size_t)t * LCC_GROUPS + (size_t)g];
    *sum += value;
    if (*sum > (decimal_wide)INT64_MAX / LCC_GROUPS * MICRO ||
        *sum < -(decimal_wide)INT64_MAX / LCC_GROUPS * MICRO)
        return ak_fail(err, &TEND_103);
    return AK_OK;
}

static ak_code product(decimal_wide *out, decimal amount, decimal count, ak_err *err)
{
    *out = PICO;
    AK_TRY(times(out, amount, err));
    AK_TRY(times(out, count, err));
    if (*out > WIDE_MOST / MICRO || *out < -WIDE_MOST / MICRO)
        return ak_fail(err, &TEND_103);
    return AK_OK;
}

ak_code lcc_once(lcc *l, lcc_group g, int t, decimal amount, decimal count, ak_err *err)
{
    assert(t >= 0 && t <= l->terms.years);
    decimal_wide x;
    AK_TRY(product(&x, amount, count, err));
    return add(l, g, t, x, true, err);
}

ak_code lcc_yearly(lcc *l, lcc_group g, decimal amount, decimal count, ak_err *err)
{
    decimal_wide x;
    AK_TRY(product(&x, amount, count, err));
    for (int t = 1; t <= l->terms.years; t++)
        AK_TRY(add(l, g, t, x, true, err));
    return AK_OK;
}

ak_code lcc_used(lcc *l, lcc_group g, decimal quantity, const decimal *price, bool by_year,
                 const decimal *factor, ak_err *err)
{
    for (int t = 1; t <= l->terms.years; t++) {
        decimal_wide x;
        AK_TRY(product(&x, quantity, price[t - 1], err));
        if (factor)
            AK_TRY(times(&x, factor[t - 1], err));
        if (x > WIDE_MOST / MICRO || x < -WIDE_MOST / MICRO)
            return ak_fail(err, &TEND_103);
        AK_TRY(add(l, g, t, x, !by_year, err));
    }
    return AK_OK;
}

ak_code lcc_replacements(int *year_out, size_t *n_out, size_t most, decimal life, decimal use, int years,
                         ak_err *err)
{
    char text[DECIMAL_TEXT_BYTES];
    if (decimal_sign(life) <= 0)
        return ak_fail(err, &TEND_104, decimal_text(text, life));
    *n_out = 0;
    if (decimal_sign(use) <= 0)
        return AK_OK;
    int scale = life.scale > use.scale ? life.scale : use.scale;
    int64_t one;
    int64_t yearly;
    AK_TRY(decimal_scaled(&one, life, scale, err));
    AK_TRY(decimal_scaled(&yearly, use, scale, err));
    decimal_wide whole = (decimal_wide)yearly * years;
    size_t n = 0;
    for (decimal_wide worn = one; worn < whole; worn += one) {
        if (n == most)
            return ak_fail(err, &TEND_105, ak_arg_int((int64_t)most));
        year_out[n++] = (int)((worn + yearly - 1) / yearly);
    }
    *n_out = n;
    return AK_OK;
}

/* Shares the rounded sum of a group out to its years: floors first, then one each by largest remainder. */
static void share_out(lcc_result *out, const lcc *l, size_t g, int64_t sum)
{
    size_t n = (size_t)l->terms.years + 1;
    int64_t rest[LCC_YEARS_MAX + 1];
    int64_t left = sum;
    for (size_t t = 0; t < n; t++) {
        decimal_wide x = l->sum[t * LCC_GROUPS + g];
        int64_t below = (int64_t)(x / MICRO);
        int64_t r = (int64_t)(x % MICRO);
        if (r < 0) {
            below--;
            r += MICRO;
        }
        out->year[t * LCC_GROUPS + g] = below;
        rest[t] = r;
        left -= below;
    }
    for (; left > 0; left--) {
        size_t largest = 0;
        for (size_t t = 1; t < n; t++)
            if (rest[t] > rest[largest])
                largest = t;
        out->year[largest * LCC_GROUPS + g]++;
        rest[largest] = -1;
    }
}

ak_code lcc_done(lcc_result *out, arena *a, const lcc *l, ak_err *err)
{
    size_t n = (size_t)l->terms.years + 1;
    *out = (lcc_result){.years = l->terms.years, .year = ARENA_NEWS(a, int64_t, n * LCC_GROUPS)};
    for (size_t g = 0; g < LCC_GROUPS; g++) {
        decimal_wide sum = 0;
        for (size_t t = 0; t < n; t++)
            sum += l->sum[t * LCC_GROUPS + g];
        sum = decimal_divide_even(sum, MICRO);
        if (sum > INT64_MAX / LCC_GROUPS || sum < -INT64_MAX / LCC_GROUPS)
            return ak_fail(err, &TEND_103);
        out->group[g] = (int64_t)sum;
        share_out(out, l, g, out->group[g]);
        if (lcc_is_external((lcc_group)g))
            out->external += out->group[g];
        else
            out->own += out->group[g];
    }
    out->total = out->own + out->external;
    return AK_OK;
}
