/* points_test.c -- point models at their limits, weights that add up, places with ties. */
#include "../cmocka_all.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "tender/points.h"
#include "tender/weights.h"

static arena a;

#define TEN (10 * POINT_ONE)
#define PCT (WEIGHT_ONE / 100)

/* "Mindst 60%: 0,2X point; mindst 70%: 0,4X; mindst 80%: 0,6X; mindst 90%: 0,8X; 100%: X point" (POGI) */
static void recyclability_gives_points_from_each_step_on(void **state)
{
    (void)state;
    const point_step steps[] = {
        {600,  20 * PCT },
        {700,  40 * PCT },
        {800,  60 * PCT },
        {900,  80 * PCT },
        {1000, 100 * PCT}
    };
    point_rule r = {.model = POINT_STEPS, .max = TEN, .scale = 1, .steps = steps, .steps_n = 5};
    assert_int_equal(point_rule_check(&r, NULL), AK_OK);
    const int64_t at[][2] = {
        {499,  0 },
        {500,  0 },
        {599,  0 },
        {600,  2 },
        {699,  2 },
        {700,  4 },
        {799,  4 },
        {800,  6 },
        {899,  6 },
        {900,  8 },
        {999,  8 },
        {1000, 10}
    };
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        assert_int_equal(point_of(&r, 0, at[i][0]), at[i][1] * POINT_ONE);
}

/* "Mindst +1 år: 0,2X point ... mindst +5 år eller derover: X point" (POGI) */
static void warranty_beyond_the_minimum_gives_points_for_whole_years(void **state)
{
    (void)state;
    const point_step steps[] = {
        {500, 100 * PCT},
        {100, 20 * PCT },
        {200, 40 * PCT },
        {300, 60 * PCT },
        {400, 80 * PCT }
    }; /* any order */
    point_rule r = {.model = POINT_STEPS, .max = TEN, .scale = 2, .steps = steps, .steps_n = 5};
    assert_int_equal(point_rule_check(&r, NULL), AK_OK);
    const int64_t at[][2] = {
        {0,   0 },
        {99,  0 },
        {100, 2 },
        {499, 8 },
        {500, 10},
        {900, 10}
    };
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        assert_int_equal(point_of(&r, 0, at[i][0]), at[i][1] * POINT_ONE);
}

static void relative_models_follow_their_formulas(void **state)
{
    (void)state;
    point_rule r = {.model = POINT_LINEAR_RELATIVE, .lower_better = true, .max = TEN};
    assert_int_equal(point_of(&r, 100, 100), TEN);
    assert_int_equal(point_of(&r, 100, 125), 75000);
    assert_int_equal(point_of(&r, 70, 125), 21429);           /* 2.142857 */
    assert_int_equal(point_of(&r, 100, 250), -5 * POINT_ONE); /* below 0, KOFA 2015/60 */
    r.model = POINT_PROPORTIONAL;
    assert_int_equal(point_of(&r, 100, 130), 76923);
    assert_int_equal(point_of(&r, 60, 130), 46154);
    r.lower_better = false;
    assert_int_equal(point_of(&r, 200, 50), 25000);
    r.model = POINT_RELATIVE_QUALITY;
    assert_int_equal(point_of(&r, 8, 6), 75000);
}

static void fixed_points_are_held_within_the_scale(void **state)
{
    (void)state;
    point_rule r = {.model = POINT_FIXED_POINTS,
                    .lower_better = true,
                    .max = TEN,
                    .fixed = true,
                    .low = 450000,
                    .high = 650000};
    assert_int_equal(point_of(&r, 0, 507003), 71498); /* 10 x (6500 - 5070.03) / 2000 = 7.14985 */
    assert_int_equal(point_of(&r, 0, 450000), TEN);
    assert_int_equal(point_of(&r, 0, 449999), TEN);
    assert_int_equal(point_of(&r, 0, 650000), 0);
    assert_int_equal(point_of(&r, 0, 900000), 0);
    r.lower_better = false;
    assert_int_equal(point_of(&r, 0, 500000), 25000);
}

static void missing_quality_costs_money(void **state)
{
    (void)state;
    point_rule r = {.model = POINT_PRICED_QUALITY, .max = TEN, .scale = 1};
    assert_int_equal(point_of(&r, 0, 75), 75000);
    assert_int_equal(point_surcharge(&r, 75000, 20000), 50000); /* 2.5 points at 200.00 */
    /* "surcharge % = (max-pts)/max * factor, factor = w_quality/w_price": 25 % x 40/60 of 1,200.00 */
    assert_int_equal(point_surcharge_of_weight(&r, 75000, 120000, 40 * PCT, 60 * PCT), 20000);
    assert_int_equal(point_surcharge(&r, TEN, 20000), 0);
}

static void a_rule_that_cannot_be_computed_is_refused(void **state)
{
    (void)state;
    const point_step falling[] = {
        {10, 50 * PCT},
        {20, 40 * PCT}
    };
    const struct {
        point_rule rule;
        const char *code;
    } bad[] = {
        {{.model = POINT_ABSOLUTE},                                                     "TEND-110"},
        {{.model = POINT_FIXED_POINTS, .max = TEN},                                     "TEND-111"},
        {{.model = POINT_FIXED_POINTS, .max = TEN, .fixed = true, .low = 5, .high = 5}, "TEND-111"},
        {{.model = POINT_STEPS, .max = TEN},                                            "TEND-112"},
        {{.model = POINT_STEPS, .max = TEN, .steps = falling, .steps_n = 2},            "TEND-112"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ak_err err = {0};
        assert_int_not_equal(point_rule_check(&bad[i].rule, &err), AK_OK);
        assert_string_equal(err.rule->code, bad[i].code);
    }
    ak_err err = {0};
    point_rule price = {.model = POINT_PROPORTIONAL, .lower_better = true, .max = TEN};
    assert_int_not_equal(point_value_check(&price, 0, &err), AK_OK);
    assert_string_equal(err.rule->code, "TEND-114");
    point_rule level = {.model = POINT_ABSOLUTE, .max = TEN, .scale = 1};
    assert_int_equal(point_value_check(&level, 100, &err), AK_OK);
    assert_int_not_equal(point_value_check(&level, 101, &err), AK_OK);
    assert_string_equal(err.rule->code, "TEND-115");
}

/* Every model, random values: more of what is better never gives fewer points, and the estimate for draws is
 * the same to the rounding. */
static void better_is_never_worse_and_the_estimate_agrees(void **state)
{
    (void)state;
    const point_step steps[] = {
        {2000, 30 * PCT },
        {5000, 60 * PCT },
        {8000, 100 * PCT}
    };
    const point_step falling[] = {
        {2000, 100 * PCT},
        {5000, 60 * PCT },
        {8000, 30 * PCT }
    };
    for (uint64_t draw = 0; draw < 20000; draw++) {
        point_rule r = {.model = (point_model)rng_below(POINT_MODELS, 3, draw, 0),
                        .lower_better = rng_below(2, 3, draw, 1),
                        .max = TEN,
                        .scale = 3,
                        .fixed = true,
                        .low = 1000,
                        .high = 9000,
                        .steps_n = 3};
        if (r.model == POINT_ABSOLUTE || r.model == POINT_PASS_FAIL)
            r.lower_better = false;
        r.steps = r.lower_better ? falling : steps;
        assert_int_equal(point_rule_check(&r, NULL), AK_OK);
        int64_t x = 1 + (int64_t)rng_below(9999, 3, draw, 2);
        int64_t y = 1 + (int64_t)rng_below(9999, 3, draw, 3);
        int64_t best = r.lower_better ? (x < y ? x : y) : (x > y ? x : y);
        int64_t px = point_of(&r, best, x);
        int64_t py = point_of(&r, best, y);
        if (r.lower_better ? x < y : x > y)
            assert_true(px >= py);
        assert_true(fabs(point_estimate(&r, (double)best, (double)x) - (double)px / POINT_ONE) < 0.000051);
        if (!point_depends(r.model))
            assert_int_equal(px, point_of(&r, best + 7, x));
    }
}

static void totals_are_the_weighted_sum_of_what_is_shown(void **state)
{
    (void)state;
    const int64_t weight[] = {60 * PCT, 20 * PCT, 20 * PCT};
    const int64_t points[] = {71498, 40000, 40000};
    assert_int_equal(point_total(weight, points, 3), 5889880); /* 4.28988 + 0.8 + 0.8 */
    const int64_t one[] = {WEIGHT_ONE, WEIGHT_ONE, WEIGHT_ONE};
    assert_int_equal(point_total(one, points, 3), 15149800);
}

static void equal_totals_share_a_place_and_the_next_is_left_out(void **state)
{
    (void)state;
    const int64_t total[] = {700, 900, 700, 100, 999};
    const bool counts[] = {true, true, true, true, false};
    int place[5];
    point_places(place, total, counts, 5, false);
    assert_memory_equal(place, ((int[]){2, 1, 2, 4, 0}), sizeof place);
    point_places(place, total, counts, 5, true);
    assert_memory_equal(place, ((int[]){2, 4, 2, 1, 0}), sizeof place);
}

static ak_code weigh(int64_t *out, weights_kind *kind, const weight_in *in, size_t n, ak_err *err)
{
    return weights_of(out, kind, in, n, &a, err);
}

static void parts_of_a_criterion_weigh_within_it(void **state)
{
    (void)state;
    int64_t out[5];
    weights_kind kind;
    const weight_in within[] = {
        {-1, 60 * PCT, 0},
        {-1, 40 * PCT, 0},
        {1,  75 * PCT, 0},
        {1,  25 * PCT, 0}
    };
    assert_int_equal(weigh(out, &kind, within, 4, NULL), AK_OK);
    assert_int_equal(kind, WEIGHTS_STATED);
    assert_memory_equal(out, ((int64_t[]){60 * PCT, 0, 30 * PCT, 10 * PCT}), 4 * sizeof *out);
    const weight_in of_all[] = {
        {-1, 60 * PCT, 0},
        {-1, 40 * PCT, 0},
        {1,  30 * PCT, 0},
        {1,  10 * PCT, 0}
    };
    assert_int_equal(weigh(out, &kind, of_all, 4, NULL), AK_OK);
    assert_memory_equal(out, ((int64_t[]){60 * PCT, 0, 30 * PCT, 10 * PCT}), 4 * sizeof *out);
}

static void weights_that_do_not_add_up_are_refused_with_their_sum(void **state)
{
    (void)state;
    int64_t out[3];
    weights_kind kind;
    ak_err err = {0};
    const weight_in short_of[] = {
        {-1, 60 * PCT, 0},
        {-1, 35 * PCT, 0}
    };
    assert_int_not_equal(weigh(out, &kind, short_of, 2, &err), AK_OK);
    assert_string_equal(err.rule->code, "TEND-120");
    assert_string_equal(err.arg[0], "95");
    const weight_in parts[] = {
        {-1, WEIGHT_ONE, 0},
        {0,  50 * PCT,   0},
        {0,  49 * PCT,   0}
    };
    assert_int_not_equal(weigh(out, &kind, parts, 3, &err), AK_OK);
    assert_string_equal(err.rule->code, "TEND-120");
    const weight_in half[] = {
        {-1, 60 * PCT, 0},
        {-1, -1,       0}
    };
    assert_int_not_equal(weigh(out, &kind, half, 2, &err), AK_OK);
    assert_string_equal(err.rule->code, "TEND-121");
    const weight_in circle[] = {
        {1, 60 * PCT, 0},
        {0, 40 * PCT, 0}
    };
    assert_int_not_equal(weigh(out, &kind, circle, 2, &err), AK_OK);
    assert_string_equal(err.rule->code, "TEND-122");
}

static void an_order_weighs_the_mean_of_all_weightings_that_fit_it(void **state)
{
    (void)state;
    int64_t out[3];
    weights_kind kind;
    const weight_in in[] = {
        {-1, -1, 2},
        {-1, -1, 1},
        {-1, -1, 3}
    };
    assert_int_equal(weigh(out, &kind, in, 3, NULL), AK_OK);
    assert_int_equal(kind, WEIGHTS_ORDER);
    /* (1 + 1/2 + 1/3) / 3 = 11/18, (1/2 + 1/3) / 3 = 5/18, 1/9 */
    assert_true(llabs(out[1] - 611111111) <= 1 && llabs(out[0] - 277777778) <= 1 &&
                llabs(out[2] - 111111111) <= 1);
    assert_int_equal(out[0] + out[1] + out[2], WEIGHT_ONE);
    weights_corner(out, in, 3, 2);
    assert_memory_equal(out, ((int64_t[]){WEIGHT_ONE / 2, WEIGHT_ONE / 2, 0}), sizeof out);
    weights_corner(out, in, 3, 3);
    assert_int_equal(out[0] + out[1] + out[2], WEIGHT_ONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recyclability_gives_points_from_each_step_on),
        cmocka_unit_test(warranty_beyond_the_minimum_gives_points_for_whole_years),
        cmocka_unit_test(relative_models_follow_their_formulas),
        cmocka_unit_test(fixed_points_are_held_within_the_scale),
        cmocka_unit_test(missing_quality_costs_money),
        cmocka_unit_test(a_rule_that_cannot_be_computed_is_refused),
        cmocka_unit_test(better_is_never_worse_and_the_estimate_agrees),
        cmocka_unit_test(totals_are_the_weighted_sum_of_what_is_shown),
        cmocka_unit_test(equal_totals_share_a_place_and_the_next_is_left_out),
        cmocka_unit_test(parts_of_a_criterion_weigh_within_it),
        cmocka_unit_test(weights_that_do_not_add_up_are_refused_with_their_sum),
        cmocka_unit_test(an_order_weighs_the_mean_of_all_weightings_that_fit_it),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
