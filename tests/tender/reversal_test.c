/* reversal_test.c -- a losing offer that changes the winner is found, and never where none can be. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "tender/reversal.h"

static arena a;

#define TEN  (10 * POINT_ONE)
#define HALF (WEIGHT_ONE / 2)

static const int64_t halves[] = {HALF, HALF};
/* price in hundredths, quality in points */
static const int64_t low[] = {5000, 0};
static const int64_t high[] = {20000, 10};

static void model_of(reversal_model *m, point_rule rules[static 2], point_model price, point_model quality)
{
    rules[0] = (point_rule){.model = price,
                            .lower_better = true,
                            .max = TEN,
                            .scale = 2,
                            .fixed = true,
                            .low = 5000,
                            .high = 20000};
    rules[1] = (point_rule){.model = quality, .max = TEN};
    *m = (reversal_model){rules, halves, low, high, 2};
}

/* "linear: A(100, 5), B(125, 8) -> B wins 7.75 to 7.50; add losing C(70, 0) -> A 5.357, B 5.071, C 5.0: A wins" */
static void the_linear_vector_is_found(void **state)
{
    (void)state;
    point_rule rules[2];
    reversal_model m;
    model_of(&m, rules, POINT_LINEAR_RELATIVE, POINT_ABSOLUTE);
    const int64_t offers[] = {10000, 5, 12500, 8};
    int64_t total[3];
    reversal_totals(total, &m, offers, 2, &a);
    assert_int_equal(total[0], 7500000);
    assert_int_equal(total[1], 7750000);
    const int64_t three[] = {10000, 5, 12500, 8, 7000, 0};
    reversal_totals(total, &m, three, 3, &a);
    assert_true(total[0] > 5357000 && total[0] < 5357500 && total[1] > 5071000 && total[1] < 5071500);
    assert_int_equal(total[2], 5000000);
    assert_true(reversal_is(&m, offers, 2, three + 4, &a));

    reversal r;
    reversal_search(&r, &a, &m, offers, 2);
    assert_true(r.found);
    assert_int_equal(r.criterion, 0);
    assert_int_equal(r.winner_before, 1);
    assert_int_equal(r.winner_after, 0);
    assert_int_equal(r.extra[1], 0);
    /* 25 - 1000/b > 28 - 1250/b below b = 83.33; C itself wins from 66.66 on */
    assert_true(r.extra[0] <= 8333 && r.extra[0] >= 8331);
    assert_true(r.until <= 6668 && r.until >= 6666);
    assert_true(r.until <= 7000 && 7000 <= r.extra[0]); /* the vector's C lies between */
    assert_true(reversal_is(&m, offers, 2, r.extra, &a));
}

/* "proportional: A(100, 5), B(130, 7) -> A wins 7.50 to 7.346; add losing C(60, 0) -> B 5.808, A 5.5, C 5.0" */
static void the_proportional_vector_is_found(void **state)
{
    (void)state;
    point_rule rules[2];
    reversal_model m;
    model_of(&m, rules, POINT_PROPORTIONAL, POINT_ABSOLUTE);
    const int64_t offers[] = {10000, 5, 13000, 7};
    const int64_t three[] = {10000, 5, 13000, 7, 6000, 0};
    int64_t total[3];
    reversal_totals(total, &m, offers, 2, &a);
    assert_int_equal(total[0], 7500000);
    assert_int_equal(total[1] / 1000, 7346);
    reversal_totals(total, &m, three, 3, &a);
    assert_int_equal((total[1] + 500) / 1000, 5808);
    assert_int_equal(total[0], 5500000);
    assert_true(reversal_is(&m, offers, 2, three + 4, &a));

    reversal r;
    reversal_search(&r, &a, &m, offers, 2);
    assert_true(r.found);
    assert_int_equal(r.winner_after, 1);
    assert_true(r.extra[0] <= 8667 && r.extra[0] >= 8663);
    assert_int_equal(r.until, 5000); /* loses down to the end of the expected range */
}

static void both_models_are_found_out_before_there_are_offers(void **state)
{
    (void)state;
    const point_model models[] = {POINT_LINEAR_RELATIVE, POINT_PROPORTIONAL};
    for (size_t i = 0; i < 2; i++) {
        point_rule rules[2];
        reversal_model m;
        model_of(&m, rules, models[i], POINT_ABSOLUTE);
        reversal r;
        reversal_expected(&r, &a, &m);
        assert_true(r.found);
        assert_int_equal(r.m, 2);
        assert_true(reversal_is(&m, r.offer, 2, r.extra, &a));
    }
}

static void relative_quality_is_turned_by_a_better_and_dearer_offer(void **state)
{
    (void)state;
    point_rule rules[2];
    reversal_model m;
    model_of(&m, rules, POINT_FIXED_POINTS, POINT_RELATIVE_QUALITY);
    /* 80/4: (8 + 6.667)/2 = 7.33; 110/6: (6 + 10)/2 = 8: the second; with best 10: 6 and 6 */
    const int64_t offers[] = {7500, 4, 11000, 6};
    reversal r;
    reversal_search(&r, &a, &m, offers, 2);
    assert_true(r.possible);
    assert_true(r.found);
    assert_int_equal(r.criterion, 1);
    assert_int_equal(r.extra[0], 20000);
    assert_true(reversal_is(&m, offers, 2, r.extra, &a));
}

/* Fixed points and levels are functions of the offer alone: no extra offer of a great many changes any total. */
static void fixed_points_and_levels_cannot_be_turned(void **state)
{
    (void)state;
    point_rule rules[2];
    reversal_model m;
    model_of(&m, rules, POINT_FIXED_POINTS, POINT_ABSOLUTE);
    reversal r;
    reversal_expected(&r, &a, &m);
    assert_false(r.possible);
    assert_false(r.found);
    for (uint64_t draw = 0; draw < 5000; draw++) {
        int64_t x[6];
        for (size_t i = 0; i < 6; i++)
            x[i] = i % 2 ? (int64_t)rng_below(11, 5, draw, i) : 1 + (int64_t)rng_below(30000, 5, draw, i);
        int64_t two[2];
        int64_t three[3];
        reversal_totals(two, &m, x, 2, &a);
        reversal_totals(three, &m, x, 3, &a);
        assert_memory_equal(two, three, sizeof two);
        assert_false(reversal_is(&m, x, 2, x + 4, &a));
    }
}

/* Priced quality: the evaluated price is the offer's own price and surcharge; nobody else's values are read. */
static void priced_quality_cannot_be_turned(void **state)
{
    (void)state;
    assert_false(point_depends(POINT_PRICED_QUALITY));
    point_rule r = {.model = POINT_PRICED_QUALITY, .max = TEN};
    for (uint64_t draw = 0; draw < 5000; draw++) {
        int64_t price = (int64_t)rng_below(1000000, 6, draw, 0);
        int64_t quality = (int64_t)rng_below(11, 6, draw, 1);
        int64_t once = point_surcharge(&r, point_of(&r, (int64_t)rng_below(11, 6, draw, 2), quality), 5000);
        int64_t again = point_surcharge(&r, point_of(&r, (int64_t)rng_below(11, 6, draw, 3), quality), 5000);
        assert_int_equal(price + once, price + again);
    }
}

/* What is found is always one: checked by computing all totals anew; and where a coarse scan of every extra
 * price finds one, the search does too. */
static void the_search_finds_what_a_scan_finds_and_nothing_else(void **state)
{
    (void)state;
    const point_model models[] = {POINT_LINEAR_RELATIVE, POINT_PROPORTIONAL};
    size_t found = 0;
    for (uint64_t draw = 0; draw < 400; draw++) {
        arena_mark mark = arena_save(&a);
        point_rule rules[2];
        reversal_model m;
        model_of(&m, rules, models[draw % 2], POINT_ABSOLUTE);
        int64_t offers[8];
        for (size_t i = 0; i < 8; i++)
            offers[i] =
                i % 2 ? (int64_t)rng_below(11, 9, draw, i) : 8000 + (int64_t)rng_below(8000, 9, draw, i);
        reversal r;
        reversal_search(&r, &a, &m, offers, 4);
        if (r.found)
            assert_true(reversal_is(&m, offers, 4, r.extra, &a));
        found += r.found;
        for (int64_t price = 5000; price < 16000 && !r.found; price += 50) {
            const int64_t extra[] = {price, 0};
            if (reversal_is(&m, offers, 4, extra, &a))
                fail_msg("draw %d: a losing offer of %d changes the winner", (int)draw, (int)price);
        }
        arena_rewind(&a, mark);
    }
    assert_true(found > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_linear_vector_is_found),
        cmocka_unit_test(the_proportional_vector_is_found),
        cmocka_unit_test(both_models_are_found_out_before_there_are_offers),
        cmocka_unit_test(relative_quality_is_turned_by_a_better_and_dearer_offer),
        cmocka_unit_test(fixed_points_and_levels_cannot_be_turned),
        cmocka_unit_test(priced_quality_cannot_be_turned),
        cmocka_unit_test(the_search_finds_what_a_scan_finds_and_nothing_else),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
