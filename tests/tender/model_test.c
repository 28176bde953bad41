/* model_test.c -- what tender check finds of a point model before it is published, and what decides. */
#include "desk.h"

#include "tender/model.h"
#include "tender/protocol_view.h"

#define OFFER(bid, price, quality)                                                                           \
    BID(bid)                                                                                                 \
    "offer_value bid=" bid " ; attribute=price ; amount=" price " DKK\n"                                     \
    "offer_value bid=" bid " ; attribute=2.1 ; value=" quality "\n"
#define PRICE(model)                                                                                         \
    "criterion tender=lys ; code=1 ; title=Price ; weight=50 % ; point_model=" model                         \
    " ; attribute=price ; expected_low=60 ; expected_high=200 ; low_point=60 ; high_point=200\n"
#define QUALITY                                                                                              \
    "criterion tender=lys ; code=2.1 ; title=Quality ; weight=50 % ; point_model=absolute ; points_max=10\n"

static bool found(const tender *t, const char *code)
{
    ak_err err = {0};
    findings f = {.c = &shop.c, .t = t};
    shop_ok(tender_check_model(&f, &err), &err);
    for (size_t i = 0; i < f.n; i++)
        if (strcmp(f.rows[i].code, code) == 0)
            return true;
    return false;
}

/* "linear: A(100, 5), B(125, 8) -> B wins 7.75 to 7.50; add losing C(70, 0) -> ... A wins" */
static void a_linear_model_is_found_out_by_the_bids_and_without_them(void **state)
{
    (void)state;
    const tender *t = tender_told(PARTY HEAD PRICE("linear_relative") QUALITY);
    assert_true(found(t, "MODEL-REVERSAL"));
    t = tender_told(OFFER("A", "100", "5") OFFER("B", "125", "8"));
    assert_true(found(t, "MODEL-REVERSAL"));
    view *v = NULL;
    ak_err err = {0};
    shop_ok(model_view(&v, &shop.c, t, "", &err), &err);
    assert_true(view_truth(view_get(v, "reversal")));
    assert_string_equal(view_as_text(view_path(v, "reversal.smallest")), "83.33");
    assert_true(view_truth(view_path(v, "reversal.of_bids")));
}

static void fixed_points_are_shown_to_be_independent(void **state)
{
    (void)state;
    const tender *t =
        tender_told(PARTY HEAD PRICE("fixed_points") QUALITY OFFER("A", "100", "5") OFFER("B", "125", "8"));
    assert_false(found(t, "MODEL-REVERSAL"));
    view *v = NULL;
    ak_err err = {0};
    shop_ok(model_view(&v, &shop.c, t, "", &err), &err);
    assert_true(view_truth(view_get(v, "independent")));
}

static void points_outside_the_scale_are_found(void **state)
{
    (void)state;
    const tender *t = tender_told(PARTY HEAD PRICE("linear_relative") QUALITY);
    assert_true(found(t, "MODEL-SCALE")); /* 200 against 60 gives -13.3 */
    t = tender_told(PRICE("fixed_points"));
    assert_false(found(t, "MODEL-SCALE"));
}

static void a_criterion_that_decides_nothing_is_found(void **state)
{
    (void)state;
    const tender *t = tender_told(PARTY HEAD PRICE(
        "fixed_points") "criterion tender=lys ; code=2.1 ; title=Warranty ; weight=50 % ; point_model=steps "
                        "; attribute=warranty_extra ; "
                        "step.at_least=6 ; step.points_share=100 % ; expected_low=0 ; expected_high=5\n");
    assert_true(found(t, "MODEL-NO-EFFECT"));
}

static void weights_that_do_not_add_up_are_a_finding_before_publishing(void **state)
{
    (void)state;
    const tender *t = tender_told(PARTY HEAD PRICE("fixed_points"));
    assert_true(found(t, "TEND-120"));
}

static void values_that_nobody_expects_leave_the_model_untested(void **state)
{
    (void)state;
    const tender *t = tender_told(PARTY HEAD "criterion tender=lys ; code=1 ; title=Price ; weight=100 % ; "
                                             "point_model=proportional ; attribute=price\n");
    assert_true(found(t, "MODEL-RANGE"));
}

static void an_order_that_leaves_the_winner_open_is_found(void **state)
{
    (void)state;
    const tender *t = tender_told(
        PARTY HEAD "criterion tender=lys ; code=1 ; title=Price ; priority=1 ; point_model=proportional ; "
                   "attribute=price\n"
                   "criterion tender=lys ; code=2.1 ; title=Quality ; priority=2 ; point_model=absolute ; "
                   "points_max=10\n" OFFER("A", "1000", "5") OFFER("B", "1100", "8"));
    assert_true(found(t, "MODEL-ORDER"));
}

static void what_decides_names_the_value_at_which_another_bid_wins(void **state)
{
    (void)state;
    const tender *t = tender_told(
        PARTY HEAD "cost_assumption tender=lys ; cost_kind=horizon ; value=10 ; unit=years ; " SRC
                   "cost_assumption tender=lys ; cost_kind=operating_hours ; value=4000 ; unit=h ; " SRC
                   "cost_assumption tender=lys ; cost_kind=energy_price ; value=1.5 ; unit=DKK/kWh ; low=0.5 "
                   "; high=2.5 ; " SRC
                   "criterion tender=lys ; code=1 ; title=C ; weight=100 % ; point_model=proportional ; "
                   "attribute=total_cost\n" LIGHT("A", "2200", "60") LIGHT("B", "2600", "45"));
    view *v = NULL;
    ak_err err = {0};
    shop_ok(sensitivity_view(&v, &shop.c, t, "", &err), &err);
    /* 400 more to buy, 600 kWh less in ten years: equal at 0.6667 DKK/kWh */
    const view *table = view_figure_table(view_get(v, "tornado"));
    double at = view_as_number(view_get(view_at(table, 0), "turns_at"));
    assert_true(at > 0.666 && at < 0.6668);
    const view *wins = view_get(v, "wins");
    int64_t a = view_as_int(view_get(view_at(wins, 0), "wins"));
    int64_t b = view_as_int(view_get(view_at(wins, 1), "wins"));
    assert_int_equal(a + b, SENSITIVITY_DRAWS);
    /* triangular on 0.5 .. 2.5 around 1.5: below 0.6667 lies 0.0139 */
    assert_true(a > 100 && a < 180);
}

static void a_letter_leaves_out_arithmetic_that_holds_anothers_price(void **state)
{
    (void)state;
    (void)tender_told(PARTY HEAD PRICE("linear_relative") QUALITY OFFER("A", "100", "5")
                          OFFER("B", "125", "8"));
    ak_err err = {0};
    view *v = NULL;
    const char *const names[] = {"bid"};
    const char *const best[] = {"A"};
    const char *const other[] = {"B"};
    shop_ok(protocol_view(&v, &shop.c, &(args){names, other, 1}, &err), &err);
    assert_string_equal(view_as_text(view_get(view_at(view_get(v, "points"), 0), "arithmetic")), "");
    assert_true(view_truth(view_get(view_at(view_get(v, "points"), 1), "arithmetic")));
    shop_ok(protocol_view(&v, &shop.c, &(args){names, best, 1}, &err), &err);
    assert_true(
        view_truth(view_get(view_at(view_get(v, "points"), 0), "arithmetic"))); /* its own is the best */
}

/* "only its own figures and what the law lets it see": Directive 2014/24/EU art. 55(3) */
static void a_letter_keeps_points_that_would_give_a_secret_value_away(void **state)
{
    (void)state;
    (void)tender_told(PARTY HEAD PRICE("fixed_points") QUALITY OFFER("A", "100", "5") OFFER("B", "125", "8"));
    ak_err err = {0};
    view *v = NULL;
    const char *const names[] = {"bid"};
    const char *const other[] = {"A"};
    shop_ok(protocol_view(&v, &shop.c, &(args){names, other, 1}, &err), &err);
    assert_true(view_truth(view_get(v, "chosen_total")));
    assert_string_equal(view_as_text(view_get(view_at(view_get(v, "points"), 1), "chosen")), "8");
    (void)tender_told("offer_value bid=B ; attribute=2.1 ; value=8 ; secret=yes\n");
    shop_ok(protocol_view(&v, &shop.c, &(args){names, other, 1}, &err), &err);
    assert_false(view_truth(view_get(v, "chosen_total")));
    assert_string_equal(view_as_text(view_get(view_at(view_get(v, "points"), 1), "chosen")), "");
    assert_string_not_equal(view_as_text(view_get(view_at(view_get(v, "points"), 0), "chosen")), "");
}

static void a_country_without_its_law_has_no_standstill_unless_the_tender_says_one(void **state)
{
    (void)state;
    ak_err err = {0};
    view *v = NULL;
    (void)tender_told(PARTY HEAD PRICE("fixed_points") QUALITY OFFER("A", "100", "5"));
    shop_ok(protocol_view(&v, &shop.c, &(args){0}, &err), &err);
    assert_int_equal(view_as_int(view_path(v, "standstill.days")), 10);
    assert_string_equal(view_as_text(view_path(v, "standstill.source")), "lov om Klagenævnet for Udbud § 3");
    (void)tender_told("tender number=lys ; jurisdiction=FI\n");
    shop_ok(protocol_view(&v, &shop.c, &(args){0}, &err), &err);
    assert_false(view_truth(view_get(v, "standstill")));
    plan *p = NULL;
    assert_int_equal(award_plan(&p, &shop.c, &(args){0}, &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "TEND-148");
    (void)tender_told("tender number=lys ; standstill_days=14\n");
    shop_ok(protocol_view(&v, &shop.c, &(args){0}, &err), &err);
    assert_int_equal(view_as_int(view_path(v, "standstill.days")), 14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_linear_model_is_found_out_by_the_bids_and_without_them),
        TEST(fixed_points_are_shown_to_be_independent),
        TEST(points_outside_the_scale_are_found),
        TEST(a_criterion_that_decides_nothing_is_found),
        TEST(weights_that_do_not_add_up_are_a_finding_before_publishing),
        TEST(values_that_nobody_expects_leave_the_model_untested),
        TEST(an_order_that_leaves_the_winner_open_is_found),
        TEST(what_decides_names_the_value_at_which_another_bid_wins),
        TEST(a_country_without_its_law_has_no_standstill_unless_the_tender_says_one),
        TEST(a_letter_leaves_out_arithmetic_that_holds_anothers_price),
        TEST(a_letter_keeps_points_that_would_give_a_secret_value_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
