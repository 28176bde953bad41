/* lots_test.c -- lots: each is tested, checked and scored by itself; variants only where they are allowed. */
#include "desk.h"

#include "tender/compliance.h"
#include "tender/condition.h"
#include "tender/model.h"
#include "tender/score_view.h"

#define LOTS                                                                                                 \
    "tender number=lys ; title=Veglys ; status=active ; jurisdiction=DK ; published_on=2025-03-10 ; "        \
    "part.part_no=1 ; part.title=Veg ; part.part_no=2 ; part.title=Kontor\n"
#define PRICE(lot, model)                                                                                    \
    "criterion tender=lys ; code=P" lot " ; title=Price ; part_no=" lot                                      \
    " ; weight=50 % ; point_model=" model                                                                    \
    " ; attribute=price ; expected_low=60 ; expected_high=200 ; low_point=60 ; high_point=200\n"
#define QUALITY(lot)                                                                                         \
    "criterion tender=lys ; code=2." lot " ; title=Quality ; part_no=" lot                                   \
    " ; weight=50 % ; point_model=absolute ; points_max=10\n"
#define PRICED(bid, lot, price, quality)                                                                     \
    "offer_value bid=" bid " ; attribute=price ; part_no=" lot " ; amount=" price " DKK\n"                   \
    "offer_value bid=" bid " ; attribute=2." lot " ; part_no=" lot " ; value=" quality "\n"
#define BID_FOR(number, lots)                                                                                \
    "bid tender=lys ; number=" number " ; tenderers=lysfirma ; part_nos=" lots                               \
    " ; received_at=2025-05-01T10:00:00Z ; file=" SHA "\n"

static const view *lot_of(const view *v, size_t i)
{
    return view_at(view_get(v, "parts"), i);
}

static view *score_it(void)
{
    ak_err err = {0};
    view *v = NULL;
    shop_ok(score_view(&v, &shop.c, &(args){0}, &err), &err);
    return v;
}

static const char *const with_lots =
    PARTY LOTS PRICE("1", "fixed_points") QUALITY("1") PRICE("2", "linear_relative") QUALITY("2");

static void the_point_model_of_every_lot_is_tested(void **state)
{
    (void)state;
    ak_err err = {0};
    const tender *t = tender_told(with_lots);
    findings f = {.c = &shop.c, .t = t};
    shop_ok(tender_check_model(&f, &err), &err);
    size_t found = 0;
    for (size_t i = 0; i < f.n; i++) {
        if (strcmp(f.rows[i].code, "MODEL-REVERSAL") != 0)
            continue;
        assert_string_equal(f.rows[i].part_no, "2");
        found++;
    }
    assert_int_equal(found, 1);
    view *v = NULL;
    shop_ok(tender_check_view(&v, &shop.c, &(args){0}, &err), &err);
    assert_int_equal(view_count(view_path(v, "model.parts")), 2);
    assert_true(view_truth(view_path(v, "model.parts.0.independent")));
    assert_false(view_truth(view_path(v, "model.parts.1.independent")));
    assert_int_equal(view_count(view_path(v, "sensitivity.parts")), 2);
}

static void a_bid_stands_only_in_the_lots_that_it_offers(void **state)
{
    (void)state;
    (void)tender_told(with_lots);
    (void)tender_told(BID_FOR("A", "1") PRICED("A", "1", "100", "5") BID_FOR("B", "1|2") PRICED(
        "B", "1", "120", "5") PRICED("B", "2", "90", "5") BID_FOR("C", "2") PRICED("C", "2", "80", "5"));
    const view *v = score_it();
    assert_int_equal(view_count(view_get(lot_of(v, 0), "bids")), 2);
    assert_int_equal(view_count(view_get(lot_of(v, 1), "bids")), 2);
    assert_string_equal(view_name(view_get(lot_of(v, 0), "winner")), "A");
    assert_string_equal(view_name(view_get(lot_of(v, 1), "winner")), "C");
    assert_int_equal(view_count(view_get(lot_of(v, 0), "ranking")), 2);
}

static void what_is_failed_in_one_lot_is_no_failure_in_another(void **state)
{
    (void)state;
    (void)tender_told(with_lots);
    (void)tender_told(
        "requirement tender=lys ; code=R1 ; title=LED ; level=mandatory ; part_no=1 ; "
        "attribute=light_technology ; operator=eq ; threshold_text=LED\n" BID_FOR("A", "1|2")
            PRICED("A", "1", "100", "5") PRICED(
                "A", "2", "90",
                "5") "offer_value bid=A ; attribute=light_technology ; part_no=1 ; value_text=halogen\n");
    const view *v = score_it();
    assert_string_equal(view_as_text(view_get(view_at(view_get(lot_of(v, 0), "ranking"), 0), "admissible")),
                        "no");
    assert_string_equal(view_as_text(view_get(view_at(view_get(lot_of(v, 1), "ranking"), 0), "admissible")),
                        "yes");
    assert_string_equal(view_name(view_get(lot_of(v, 1), "winner")), "A");
}

static void the_least_lot_decides_how_much_environment_weighs(void **state)
{
    (void)state;
    const tender *t = tender_told(
        PARTY LOTS
        "criterion tender=lys ; code=E ; title=E ; part_no=1 ; weight=40 % ; environmental=yes ; "
        "point_model=absolute\n"
        "criterion tender=lys ; code=P ; title=P ; part_no=1 ; weight=60 % ; point_model=absolute\n"
        "criterion tender=lys ; code=F ; title=F ; part_no=2 ; weight=20 % ; environmental=yes ; "
        "point_model=absolute\n"
        "criterion tender=lys ; code=Q ; title=Q ; part_no=2 ; weight=80 % ; point_model=absolute\n");
    assert_int_equal(condition_environment_ppb(t), 200000000);
}

/* "Variants shall not be authorised without such indication." Directive 2014/24/EU art. 45(1) */
static void a_variant_counts_only_where_variants_are_allowed(void **state)
{
    (void)state;
    ak_err err = {0};
    compliance *m = NULL;
    const tender *t = tender_told(PARTY HEAD BID("A") "bid tender=lys ; number=A2 ; variant_of=A ; "
                                                      "tenderers=lysfirma ; received_at=2025-05-01T10:00:00Z "
                                                      "; file=" SHA "\n");
    shop_ok(compliance_of(&m, &shop.a, t, &err), &err);
    assert_int_equal(m->of_bid[0], ADMISSIBLE_YES);
    assert_int_equal(m->of_bid[1], ADMISSIBLE_NO);
    t = tender_told("tender number=lys ; variants_allowed=yes\n");
    shop_ok(compliance_of(&m, &shop.a, t, &err), &err);
    assert_int_equal(m->of_bid[1], ADMISSIBLE_YES);
}

/* cost.h: "A zone that has the number of a lot holds in that lot only." */
static void what_is_counted_under_a_lots_number_costs_in_that_lot(void **state)
{
    (void)state;
    ak_err err = {0};
    const cost_model *m = NULL;
    const tender *t =
        tender_told(PARTY LOTS "cost_assumption tender=lys ; cost_kind=horizon ; value=10 ; unit=years ; " SRC
                               "cost_assumption tender=lys ; cost_kind=count ; item=1 ; value=100 ; " SRC
                               "cost_assumption tender=lys ; cost_kind=count ; item=2 ; value=7 ; " SRC);
    shop_ok(cost_model_of(&m, &shop.a, t, "2", &err), &err);
    assert_int_equal(m->zones_n, 1);
    assert_int_equal(m->zones[0].count.n, 7);
    shop_ok(cost_model_of(&m, &shop.a, t, "", &err), &err);
    assert_int_equal(m->zones_n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_point_model_of_every_lot_is_tested),
        TEST(a_bid_stands_only_in_the_lots_that_it_offers),
        TEST(what_is_failed_in_one_lot_is_no_failure_in_another),
        TEST(the_least_lot_decides_how_much_environment_weighs),
        TEST(a_variant_counts_only_where_variants_are_allowed),
        TEST(what_is_counted_under_a_lots_number_costs_in_that_lot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
