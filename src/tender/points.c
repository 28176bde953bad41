/* points.c -- point models on whole numbers. */
#include "tender/points.h"

#include <assert.h>
#include <string.h>

#include "tender/rules.h"

const char *const point_model_words[POINT_MODELS] = {
    "linear_relative", "proportional",     "fixed_points",   "steps",
    "absolute",        "relative_quality", "priced_quality", "pass_fail",
};

#define POINTS_MOST (INT64_C(100000) * POINT_ONE)

int point_model_find(const char *word)
{
    for (int i = 0; i < POINT_MODELS; i++)
        if (strcmp(point_model_words[i], word) == 0)
            return i;
    return -1;
}

static bool too_large(int64_t x)
{
    return x > POINT_VALUE_MOST || x < -POINT_VALUE_MOST;
}

static bool by_steps(const point_rule *r)
{
    return r->model == POINT_STEPS || (r->model == POINT_PRICED_QUALITY && r->steps_n > 0);
}

static bool by_fixed_points(const point_rule *r)
{
    return r->model == POINT_FIXED_POINTS ||
           (r->model == POINT_PRICED_QUALITY && r->fixed && r->steps_n == 0);
}

/* Steps may stand in any order; a higher one must not give less. */
static ak_code steps_check(const point_rule *r, ak_err *err)
{
    for (size_t i = 0; i < r->steps_n; i++) {
        if (too_large(r->steps[i].at_least))
            return ak_fail(err, &TEND_113);
        for (size_t j = 0; j < r->steps_n; j++) {
            bool better = r->lower_better ? r->steps[j].at_least < r->steps[i].at_least
                                          : r->steps[j].at_least > r->steps[i].at_least;
            if (better && r->steps[j].share < r->steps[i].share)
                return ak_fail(err, &TEND_112);
        }
    }
    return r->steps_n ? AK_OK : ak_fail(err, &TEND_112);
}

ak_code point_rule_check(const point_rule *r, ak_err *err)
{
    if (r->max <= 0 || r->max > POINTS_MOST)
        return ak_fail(err, &TEND_110);
    if (r->fixed && (too_large(r->low) || too_large(r->high)))
        return ak_fail(err, &TEND_113);
    if (by_steps(r))
        return steps_check(r, err);
    if (by_fixed_points(r) && (!r->fixed || r->low >= r->high))
        return ak_fail(err, &TEND_111);
    return AK_OK;
}

static int64_t power_of_ten(int n)
{
    int64_t p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

ak_code point_value_check(const point_rule *r, int64_t x, ak_err *err)
{
    if (too_large(x))
        return ak_fail(err, &TEND_113);
    if (point_depends(r->model) && x <= 0 && (r->lower_better || x < 0))
        return ak_fail(err, &TEND_114);
    bool level = r->model == POINT_ABSOLUTE || (r->model == POINT_PRICED_QUALITY && !r->fixed && !r->steps_n);
    decimal_wide points = (decimal_wide)x * POINT_ONE;
    if (level && (x < 0 || points > (decimal_wide)r->max * power_of_ten(r->scale)))
        return ak_fail(err, &TEND_115);
    return AK_OK;
}

bool point_best(int64_t *out, const point_rule *r, const int64_t *x, const bool *counts, size_t n)
{
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        if (counts && !counts[i])
            continue;
        if (!found || (r->lower_better ? x[i] < *out : x[i] > *out))
            *out = x[i];
        found = true;
    }
    return found;
}

static int64_t ratio(int64_t max, int64_t num, int64_t den)
{
    return (int64_t)decimal_divide_even((decimal_wide)max * num, den);
}

static int64_t step_points(const point_rule *r, int64_t x)
{
    int64_t share = 0;
    for (size_t i = 0; i < r->steps_n; i++) {
        bool reached = r->lower_better ? x <= r->steps[i].at_least : x >= r->steps[i].at_least;
        if (reached && r->steps[i].share > share)
            share = r->steps[i].share;
    }
    return ratio(r->max, share, WEIGHT_ONE);
}

static int64_t fixed_points(const point_rule *r, int64_t x)
{
    int64_t p = ratio(r->max, r->lower_better ? r->high - x : x - r->low, r->high - r->low);
    return p < 0 ? 0 : p > r->max ? r->max : p;
}

int64_t point_of(const point_rule *r, int64_t best, int64_t x)
{
    if (by_steps(r))
        return step_points(r, x);
    if (by_fixed_points(r))
        return fixed_points(r, x);
    switch (r->model) {
    case POINT_LINEAR_RELATIVE: /* M - M d/b, rounded once */
        if (best == 0)
            return 0;
        return r->lower_better ? (int64_t)decimal_divide_even(
                                     (decimal_wide)r->max * best - (decimal_wide)r->max * (x - best), best)
                               : ratio(r->max, x, best);
    case POINT_PROPORTIONAL:
    case POINT_RELATIVE_QUALITY:
        if (r->lower_better)
            return ratio(r->max, best, x);
        return best == 0 ? 0 : ratio(r->max, x, best);
    case POINT_PASS_FAIL:
        return x > 0 ? r->max : 0;
    case POINT_ABSOLUTE:
    case POINT_PRICED_QUALITY:
    default:
        return (int64_t)decimal_divide_even((decimal_wide)x * POINT_ONE, power_of_ten(r->scale));
    }
}

double point_estimate(const point_rule *r, double best, double x)
{
    double max = (double)r->max / (double)POINT_ONE;
    if (by_steps(r) || by_fixed_points(r)) {
        if (by_steps(r)) {
            int64_t share = 0;
            for (size_t i = 0; i < r->steps_n; i++) {
                double limit = (double)r->steps[i].at_least;
                if ((r->lower_better ? x <= limit : x >= limit) && r->steps[i].share > share)
                    share = r->steps[i].share;
            }
            return max * (double)share / (double)WEIGHT_ONE;
        }
        double p =
            max * (r->lower_better ? (double)r->high - x : x - (double)r->low) / (double)(r->high - r->low);
        return p < 0 ? 0 : p > max ? max : p;
    }
    switch (r->model) {
    case POINT_LINEAR_RELATIVE:
        if (best == 0)
            return 0;
        return r->lower_better ? max - max * (x - best) / best : max * x / best;
    case POINT_PROPORTIONAL:
    case POINT_RELATIVE_QUALITY:
        if (r->lower_better)
            return max * best / x;
        return best == 0 ? 0 : max * x / best;
    case POINT_PASS_FAIL:
        return x > 0 ? max : 0;
    default:
        return x / (double)power_of_ten(r->scale);
    }
}

int64_t point_surcharge(const point_rule *r, int64_t points, int64_t minor_per_point)
{
    return (int64_t)decimal_divide_even((decimal_wide)(r->max - points) * minor_per_point, POINT_ONE);
}

int64_t point_surcharge_of_weight(const point_rule *r, int64_t points, int64_t price_minor, int64_t weight,
                                  int64_t weight_price)
{
    assert(weight_price > 0);
    decimal_wide part = decimal_divide_even((decimal_wide)(r->max - points) * WEIGHT_ONE * weight,
                                            (decimal_wide)r->max * weight_price);
    return (int64_t)decimal_divide_even(part * price_minor, WEIGHT_ONE);
}

int64_t point_total(const int64_t *weight, const int64_t *points, size_t n)
{
    decimal_wide sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (decimal_wide)weight[i] * points[i];
    return (int64_t)decimal_divide_even(sum, WEIGHT_ONE / (POINT_TOTAL / POINT_ONE));
}

void point_places(int *place, const int64_t *total, const bool *counts, size_t n, bool lower_wins)
{
    for (size_t i = 0; i < n; i++) {
        place[i] = !counts || counts[i] ? 1 : 0;
        for (size_t j = 0; place[i] && j < n; j++)
            if ((!counts || counts[j]) && (lower_wins ? total[j] < total[i] : total[j] > total[i]))
                place[i]++;
    }
}

void point_span(int64_t *least, int64_t *most, const point_rule *r, int64_t low, int64_t high)
{
    int64_t best = r->lower_better ? low : high;
    int64_t at_low = point_of(r, best, low);
    int64_t at_high = point_of(r, best, high);
    *least = at_low < at_high ? at_low : at_high;
    *most = at_low < at_high ? at_high : at_low;
}
