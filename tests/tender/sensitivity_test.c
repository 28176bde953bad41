/* sensitivity_test.c -- paired draws agree with the exact cost, and do not depend on threads. */
#include "../cmocka_all.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "tender/sensitivity.h"

static arena a;

/* Two luminaires; energy price 1.00 (1.50) 2.20, CO2 price 0 (1.50) 3.00 a kg, rate 2 (3.5) 6 %. */
static const double energy[3] = {1.0, 1.5, 2.2};
static const double co2[3] = {0, 1.5, 3};
static const double factor[3] = {0.1, 0.1, 0.1};
static const double hours[3] = {3000, 4000, 4300};
static const double rate[3] = {0.02, 0.035, 0.06};
static const double zero[3] = {0, 0, 0};

static sens_path path(const double *three, int param)
{
    return (sens_path){three, three + 1, three + 2, 1, param};
}

static sens_case two_luminaires(sens_zone *zone, const sens_line *lines)
{
    *zone = (sens_zone){path(energy, 0), path(factor, -1), path(co2, 1), path(hours, 2), false, false};
    static const double skew[] = {0.5 / 1.2, 0.5, 1000.0 / 1300, 1.5 / 4};
    static const double none[] = {0, 0};
    return (sens_case){.years = 10,
                       .rate = path(rate, 3),
                       .growth = path(zero, -1),
                       .zones = zone,
                       .lines = lines,
                       .lines_n = 2,
                       .offers_n = 2,
                       .params_n = 4,
                       .skew = skew,
                       .other = none};
}

static const sens_line lines[] = {
    {0, 0, 2200, 0, 0.060, 0, 0, 0},
    {1, 0, 2600, 0, 0.045, 0, 0, 0},
};

static void as_stated_the_cost_is_the_exact_one(void **state)
{
    (void)state;
    sens_zone zone;
    sens_case s = two_luminaires(&zone, lines);
    double cost[2];
    double u[4] = {0, 0, 0, 0};
    sens_costs(cost, &s, u);
    assert_true(fabs(cost[0] - 5493.38) < 0.005 && fabs(cost[1] - 5070.03) < 0.005);
    u[0] = -1; /* 1.00 DKK/kWh */
    sens_costs(cost, &s, u);
    assert_true(fabs(cost[0] - cost[1] - 173.85) < 0.005);
    u[0] = 0;
    u[3] = 1; /* 6 % */
    sens_costs(cost, &s, u);
    assert_true(fabs(cost[0] - cost[1] - 328.65) < 0.005);
}

static void a_period_that_is_moved_ends_where_it_was_moved_to(void **state)
{
    (void)state;
    static const double years[3] = {8, 10, 15};
    sens_zone zone;
    sens_case s = two_luminaires(&zone, lines);
    s.horizon = path(years, 0);
    zone.energy_price.param = -1;
    double cost[2];
    double u[4] = {-1, 0, 0, 0};
    sens_costs(cost, &s, u);
    assert_true(fabs(cost[0] - cost[1] - 280.52) < 0.005);
    u[0] = 1;
    sens_costs(cost, &s, u);
    assert_true(fabs(cost[0] - cost[1] - 740.22) < 0.005);
}

static ak_code exact(int64_t *out, const sens_line *l, ak_err *err)
{
    lcc_terms terms = {
        12, {35, 3},
         {0,  0},
         2
    };
    decimal price[12];
    decimal f[12];
    decimal c[12];
    for (int t = 0; t < 12; t++) {
        price[t] = (decimal){15, 1};
        f[t] = (decimal){1, 1};
        c[t] = (decimal){15, 1};
    }
    lcc *x = NULL;
    decimal one = {1, 0};
    decimal kwh = {(int64_t)llround(l->per_hour * 4000 * 1000), 3};
    AK_TRY(lcc_new(&x, &a, &terms, err));
    AK_TRY(lcc_once(x, LCC_PURCHASE, 0, (decimal){llround(l->once * 100), 2}, one, err));
    AK_TRY(lcc_yearly(x, LCC_MAINTENANCE, (decimal){llround(l->yearly * 100), 2}, one, err));
    AK_TRY(lcc_used(x, LCC_ENERGY, kwh, price, false, NULL, err));
    AK_TRY(lcc_used(x, LCC_CO2, kwh, c, false, f, err));
    AK_TRY(lcc_once(x, LCC_DISPOSAL, 12, (decimal){llround(l->at_end * 100), 2}, one, err));
    int year[100];
    size_t n = 0;
    AK_TRY(lcc_replacements(year, &n, 100, (decimal){llround(l->life), 0}, (decimal){4000, 0}, 12, err));
    for (size_t i = 0; i < n; i++)
        AK_TRY(lcc_once(x, LCC_REPLACEMENT, year[i], (decimal){llround(l->renewal * 100), 2}, one, err));
    lcc_result r;
    AK_TRY(lcc_done(&r, &a, x, err));
    *out = r.total;
    return AK_OK;
}

static void random_offers_cost_the_same_by_both_ways_of_computing(void **state)
{
    (void)state;
    for (uint64_t draw = 0; draw < 2000; draw++) {
        arena_mark mark = arena_save(&a);
        sens_line two[2];
        for (uint64_t i = 0; i < 2; i++)
            two[i] = (sens_line){(size_t)i,
                                 0,
                                 (double)rng_below(500000, 1, draw, 8 * i) / 100,
                                 (double)rng_below(5000, 1, draw, 8 * i + 1) / 100,
                                 (double)rng_below(200, 1, draw, 8 * i + 2) / 1000,
                                 (double)(2000 * (1 + rng_below(40, 1, draw, 8 * i + 3))),
                                 (double)rng_below(50000, 1, draw, 8 * i + 4) / 100,
                                 (double)rng_below(20000, 1, draw, 8 * i + 5) / 100};
        sens_zone zone;
        sens_case s = two_luminaires(&zone, two);
        s.years = 12;
        double cost[2];
        const double u[4] = {0, 0, 0, 0};
        sens_costs(cost, &s, u);
        for (size_t i = 0; i < 2; i++) {
            int64_t minor = 0;
            assert_int_equal(exact(&minor, &two[i], NULL), AK_OK);
            assert_true(fabs(cost[i] * 100 - (double)minor) < 3); /* groups are rounded one by one */
        }
        arena_rewind(&a, mark);
    }
}

static void draws_stay_in_their_range_and_have_their_peak_where_it_was_stated(void **state)
{
    (void)state;
    const double skews[] = {0, 0.25, 0.5, 0.9, 1};
    for (size_t k = 0; k < 5; k++) {
        size_t below = 0;
        for (uint64_t d = 0; d < 20000; d++) {
            double u = sens_draw(rng_unit(4, d, k), skews[k]);
            assert_true(u >= -1 && u <= 1);
            below += u < 0;
        }
        assert_true(fabs((double)below / 20000 - skews[k]) < 0.02);
    }
    assert_true(fabs(sens_draw(0.25, 0.25)) < 1e-9);
}

static void wins_are_counted_and_the_same_in_any_number_of_draws(void **state)
{
    (void)state;
    sens_line close[] = {
        {0, 0, 2200, 0, 0.060, 0, 0, 0},
        {1, 0, 2950, 0, 0.045, 0, 0, 0}
    };
    sens_zone zone;
    sens_case s = two_luminaires(&zone, close);
    int64_t wins[2];
    int64_t again[2];
    assert_int_equal(sens_wins(wins, &a, &s, 1, 10000, NULL), AK_OK);
    assert_int_equal(wins[0] + wins[1], 10000);
    assert_true(wins[0] > 500 && wins[1] > 500);
    assert_int_equal(sens_wins(again, &a, &s, 1, 10000, NULL), AK_OK);
    assert_memory_equal(wins, again, sizeof wins);
    /* counted one by one, draw for draw */
    int64_t first = 0;
    for (uint64_t d = 0; d < 700; d++) {
        double u[4];
        double cost[2];
        for (size_t k = 0; k < 4; k++)
            u[k] = sens_draw(rng_unit(1, d, k), s.skew[k]);
        sens_costs(cost, &s, u);
        first += cost[0] <= cost[1];
    }
    assert_int_equal(sens_wins(again, &a, &s, 1, 700, NULL), AK_OK);
    assert_int_equal(again[0], first);
}

static void points_for_the_rest_can_decide_and_an_offer_that_does_not_count_never_wins(void **state)
{
    (void)state;
    sens_zone zone;
    sens_case s = two_luminaires(&zone, lines);
    point_rule rule = {.model = POINT_FIXED_POINTS,
                       .lower_better = true,
                       .max = 10 * POINT_ONE,
                       .fixed = true,
                       .low = 450000,
                       .high = 650000,
                       .scale = 2};
    const double other[] = {5, 0};
    const bool counts[] = {false, true};
    s.cost_rule = &rule;
    s.cost_scale = 100;
    s.cost_weight = 0.5;
    s.other = other;
    int64_t wins[2];
    assert_int_equal(sens_wins(wins, &a, &s, 1, 1000, NULL), AK_OK);
    assert_int_equal(wins[0], 1000);
    s.counts = counts;
    assert_int_equal(sens_wins(wins, &a, &s, 1, 1000, NULL), AK_OK);
    assert_int_equal(wins[1], 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_stated_the_cost_is_the_exact_one),
        cmocka_unit_test(a_period_that_is_moved_ends_where_it_was_moved_to),
        cmocka_unit_test(random_offers_cost_the_same_by_both_ways_of_computing),
        cmocka_unit_test(draws_stay_in_their_range_and_have_their_peak_where_it_was_stated),
        cmocka_unit_test(wins_are_counted_and_the_same_in_any_number_of_draws),
        cmocka_unit_test(points_for_the_rest_can_decide_and_an_offer_that_does_not_count_never_wins),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
