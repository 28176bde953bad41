/* lcc_test.c -- total cost to the smallest unit: published vectors, sums that add up, replacements. */
#include "../cmocka_all.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "tender/lcc.h"

static arena a;

static decimal dec(const char *text)
{
    decimal d;
    assert_int_equal(decimal_read_plain(&d, str_of(text), NULL), AK_OK);
    return d;
}

typedef struct offer {
    const char *price, *kwh, *rate, *energy, *factor, *co2;
    const char *growth;
    bool by_year;
} offer;

/* One luminaire over ten years: price, energy, CO2 at a price a kg. */
static lcc_result cost_of(offer o)
{
    lcc_terms terms = {10, dec(o.rate), dec(o.growth ? o.growth : "0"), 2};
    decimal price[10];
    decimal factor[10];
    decimal co2[10];
    for (int t = 0; t < 10; t++) {
        price[t] = dec(o.energy);
        factor[t] = dec(o.factor);
        co2[t] = dec(o.co2);
    }
    lcc *l = NULL;
    assert_int_equal(lcc_new(&l, &a, &terms, NULL), AK_OK);
    assert_int_equal(lcc_once(l, LCC_PURCHASE, 0, dec(o.price), dec("1"), NULL), AK_OK);
    assert_int_equal(lcc_used(l, LCC_ENERGY, dec(o.kwh), price, o.by_year, NULL, NULL), AK_OK);
    assert_int_equal(lcc_used(l, LCC_CO2, dec(o.kwh), co2, o.by_year, factor, NULL), AK_OK);
    lcc_result r;
    assert_int_equal(lcc_done(&r, &a, l, NULL), AK_OK);
    return r;
}

/* "4000 h/y, 10 y, r 3.5 %, 1.5 DKK/kWh, 0.1 kg/kWh, 1500 DKK/t: A 2200 DKK 60 W, B 2600 DKK 45 W" */
static void the_published_luminaires_cost_what_they_should_to_the_smallest_unit(void **state)
{
    (void)state;
    lcc_result x = cost_of((offer){"2200", "240", "0.035", "1.5", "0.1", "1.5", NULL, false});
    assert_int_equal(x.total, 549338);
    assert_int_equal(x.own, 519398); /* without CO2 */
    assert_int_equal(x.group[LCC_ENERGY], 299398);
    assert_int_equal(x.group[LCC_CO2], 29940);
    x = cost_of((offer){"2600", "180", "0.035", "1.5", "0.1", "1.5", NULL, false});
    assert_int_equal(x.total, 507003);
    assert_int_equal(x.own, 484548);
    x = cost_of((offer){"2200", "240", "0", "1.5", "0.1", "1.5", NULL, false});
    assert_int_equal(x.total, 616000); /* not discounted, with CO2 */
    x = cost_of((offer){"2600", "180", "0", "1.5", "0.1", "1.5", NULL, false});
    assert_int_equal(x.total, 557000);
}

static void a_nominal_rate_with_growth_gives_the_same_as_the_real_rate(void **state)
{
    (void)state;
    /* 1.035 x 1.02 = 1.0557 */
    lcc_result real = cost_of((offer){"2200", "240", "0.035", "1.5", "0.1", "1.5", NULL, false});
    lcc_result nominal = cost_of((offer){"2200", "240", "0.0557", "1.5", "0.1", "1.5", "0.02", false});
    assert_int_equal(nominal.total, real.total);
    /* prices that are stated by year are in the money of their year already */
    lcc_result stated = cost_of((offer){"2200", "240", "0.0557", "1.5", "0.1", "1.5", "0.02", true});
    assert_true(stated.group[LCC_ENERGY] < real.group[LCC_ENERGY]);
    lcc_result plain = cost_of((offer){"2200", "240", "0.0557", "1.5", "0.1", "1.5", NULL, false});
    assert_int_equal(stated.total, plain.total);
}

static void groups_add_up_to_the_total_and_years_to_their_group_whatever_the_amounts(void **state)
{
    (void)state;
    for (uint64_t draw = 0; draw < 3000; draw++) {
        uint64_t k = 0;
        arena_mark mark = arena_save(&a);
        lcc_terms terms = {
            1 + (int)rng_below(40, 7, draw, k++),
            {(int64_t)rng_below(120, 7, draw, k++), 3},
            {(int64_t)rng_below(40,  7, draw, k++), 3},
            (int)rng_below(4, 7, draw, k++)
        };
        lcc *l = NULL;
        assert_int_equal(lcc_new(&l, &a, &terms, NULL), AK_OK);
        for (int i = 0; i < 20; i++) {
            lcc_group g = (lcc_group)rng_below(LCC_GROUPS, 7, draw, k++);
            decimal amount = {(int64_t)rng_below(2000000000, 7, draw, k++) - 1000000000,
                              (int)rng_below(6, 7, draw, k++)};
            decimal count = {(int64_t)rng_below(1000, 7, draw, k++), 0};
            if (rng_below(2, 7, draw, k++))
                assert_int_equal(lcc_yearly(l, g, amount, count, NULL), AK_OK);
            else
                assert_int_equal(lcc_once(l, g, (int)rng_below((uint64_t)terms.years + 1, 7, draw, k++),
                                          amount, count, NULL),
                                 AK_OK);
        }
        lcc_result r;
        assert_int_equal(lcc_done(&r, &a, l, NULL), AK_OK);
        int64_t total = 0;
        for (size_t g = 0; g < LCC_GROUPS; g++) {
            int64_t years = 0;
            for (size_t t = 0; t <= (size_t)r.years; t++)
                years += r.year[t * LCC_GROUPS + g];
            assert_int_equal(years, r.group[g]);
            total += r.group[g];
        }
        assert_int_equal(total, r.total);
        assert_int_equal(r.own + r.external, r.total);
        arena_rewind(&a, mark);
    }
}

static void a_part_is_replaced_when_it_is_worn_and_not_at_the_end_of_the_last_year(void **state)
{
    (void)state;
    int year[8];
    size_t n = 99;
    /* 12,000 hours at 4,000 a year: worn at the end of the years 3, 6, 9 */
    assert_int_equal(lcc_replacements(year, &n, 8, dec("12000"), dec("4000"), 10, NULL), AK_OK);
    assert_int_equal(n, 3);
    assert_int_equal(year[0], 3);
    assert_int_equal(year[2], 9);
    assert_int_equal(lcc_replacements(year, &n, 8, dec("13000"), dec("4000"), 10, NULL), AK_OK);
    assert_int_equal(n, 3); /* in the course of the years 4, 7, 10 */
    assert_int_equal(year[0], 4);
    assert_int_equal(year[2], 10);
    /* lasts exactly as long as the period */
    assert_int_equal(lcc_replacements(year, &n, 8, dec("40000"), dec("4000"), 10, NULL), AK_OK);
    assert_int_equal(n, 0);
    assert_int_equal(lcc_replacements(year, &n, 8, dec("39999.5"), dec("4000"), 10, NULL), AK_OK);
    assert_int_equal(n, 1);
    assert_int_equal(year[0], 10);
    assert_int_equal(lcc_replacements(year, &n, 8, dec("100000"), dec("0"), 10, NULL), AK_OK);
    assert_int_equal(n, 0);
}

static void refuses(ak_code code, const ak_err *err, const char *want)
{
    assert_int_not_equal(code, AK_OK);
    assert_string_equal(err->rule->code, want);
}

static void what_cannot_be_computed_is_refused_with_its_reason(void **state)
{
    (void)state;
    ak_err err = {0};
    int year[2];
    size_t n;
    refuses(lcc_replacements(year, &n, 2, dec("-5"), dec("10"), 10, &err), &err, "TEND-104");
    refuses(lcc_replacements(year, &n, 2, dec("0"), dec("10"), 10, &err), &err, "TEND-104");
    refuses(lcc_replacements(year, &n, 2, dec("1"), dec("10"), 10, &err), &err, "TEND-105");
    lcc *l = NULL;
    refuses(lcc_new(&l, &a, &(lcc_terms){.years = 0}, &err), &err, "TEND-101");
    refuses(lcc_new(&l, &a, &(lcc_terms){.years = 101}, &err), &err, "TEND-101");
    refuses(lcc_new(&l, &a, &(lcc_terms){.years = 10, .rate = dec("-0.6")}, &err), &err, "TEND-102");
    refuses(lcc_new(&l, &a, &(lcc_terms){.years = 10, .rate = dec("3.5")}, &err), &err, "TEND-102");
    assert_int_equal(lcc_new(&l, &a, &(lcc_terms){.years = 10, .minor_digits = 2}, &err), AK_OK);
    refuses(lcc_once(l, LCC_PURCHASE, 0, dec("999999999999999999"), dec("999999999999999999"), &err), &err,
            "TEND-103");
    refuses(lcc_once(l, LCC_PURCHASE, 0, dec("99999999999999"), dec("1000"), &err), &err, "TEND-103");
}

static void a_rate_does_not_touch_what_is_paid_at_once(void **state)
{
    (void)state;
    lcc *l = NULL;
    lcc_terms terms = {20, dec("0.08"), dec("0"), 2};
    assert_int_equal(lcc_new(&l, &a, &terms, NULL), AK_OK);
    assert_int_equal(lcc_once(l, LCC_PURCHASE, 0, dec("1000.10"), dec("3"), NULL), AK_OK);
    assert_int_equal(lcc_once(l, LCC_RESIDUAL, 20, dec("-1000"), dec("1"), NULL), AK_OK);
    lcc_result r;
    assert_int_equal(lcc_done(&r, &a, l, NULL), AK_OK);
    assert_int_equal(r.group[LCC_PURCHASE], 300030);
    assert_int_equal(r.group[LCC_RESIDUAL], -21455); /* 1000 / 1.08^20 = 214.548 */
    assert_int_equal(r.year[20 * LCC_GROUPS + LCC_RESIDUAL], -21455);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_luminaires_cost_what_they_should_to_the_smallest_unit),
        cmocka_unit_test(a_nominal_rate_with_growth_gives_the_same_as_the_real_rate),
        cmocka_unit_test(groups_add_up_to_the_total_and_years_to_their_group_whatever_the_amounts),
        cmocka_unit_test(a_part_is_replaced_when_it_is_worn_and_not_at_the_end_of_the_last_year),
        cmocka_unit_test(what_cannot_be_computed_is_refused_with_its_reason),
        cmocka_unit_test(a_rate_does_not_touch_what_is_paid_at_once),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
