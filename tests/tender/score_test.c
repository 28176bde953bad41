/* score_test.c -- from statements to cost, points, places: a lighting tender, and what may go wrong in one. */
#include "desk.h"

#include "tender/score.h"

#define COSTS                                                                                                \
    "cost_assumption tender=lys ; cost_kind=horizon ; value=10 ; unit=years ; " SRC                          \
    "cost_assumption tender=lys ; cost_kind=rate ; value=3.5 ; unit=% ; low=2 ; high=6 ; " SRC               \
    "cost_assumption tender=lys ; cost_kind=operating_hours ; value=4000 ; unit=h ; low=3000 ; high=4300 "   \
    "; " SRC "cost_assumption tender=lys ; cost_kind=energy_price ; value=1.50 ; unit=DKK/kWh ; low=1.00 ; " \
    "high=2.20 ; " SRC                                                                                       \
    "cost_assumption tender=lys ; cost_kind=emission_factor ; value=100 ; unit=g CO2e/kWh ; " SRC            \
    "cost_assumption tender=lys ; cost_kind=co2_price ; value=1500 ; unit=DKK/t ; low=0 ; high=3000 ; " SRC
#define NUMBER(bid, what, value) "offer_value bid=" bid " ; attribute=" what " ; value=" value "\n"

#define TOTAL_COST                                                                                           \
    "criterion tender=lys ; code=1 ; title=Total cost ; weight=60 % ; point_model=fixed_points ; "           \
    "attribute=total_cost ; "                                                                                \
    "points_max=10 ; low_point=4500 ; high_point=6500\n"
#define WARRANTY                                                                                             \
    "criterion tender=lys ; code=2 ; title=Warranty ; weight=20 % ; point_model=steps ; "                    \
    "attribute=warranty_extra ; "                                                                            \
    "points_max=10 ; step.at_least=1 ; step.points_share=20 % ; step.at_least=2 ; step.points_share=40 % ; " \
    "step.at_least=3 ; step.points_share=60 % ; step.at_least=4 ; step.points_share=80 % ; step.at_least=5 " \
    "; "                                                                                                     \
    "step.points_share=100 %\n"
#define RECYCLING                                                                                            \
    "criterion tender=lys ; code=3 ; title=Recycling ; weight=20 % ; point_model=steps ; "                   \
    "attribute=recyclability ; "                                                                             \
    "points_max=10 ; step.at_least=60 ; step.points_share=20 % ; step.at_least=70 ; step.points_share=40 % " \
    "; "                                                                                                     \
    "step.at_least=80 ; step.points_share=60 % ; step.at_least=90 ; step.points_share=80 % ; "               \
    "step.at_least=100 ; "                                                                                   \
    "step.points_share=100 %\n"

static ak_code try_with(score **out, const char *text, const score_options *o, ak_err *err)
{
    return score_of(out, &shop.a, tender_told(text), o, err);
}

static const score *scored(const char *text)
{
    ak_err err = {0};
    score *s = NULL;
    shop_ok(try_with(&s, text, &(score_options){0}, &err), &err);
    return s;
}

static void refused(const char *text, const char *code)
{
    ak_err err = {0};
    score *s = NULL;
    assert_int_not_equal(try_with(&s, text, &(score_options){0}, &err), AK_OK);
    assert_string_equal(err.rule->code, code);
}

static void a_lighting_tender_is_ranked_with_its_arithmetic(void **state)
{
    (void)state;
    const score *s = scored(PARTY HEAD COSTS TOTAL_COST WARRANTY RECYCLING LIGHT("A", "2200", "60")
                                NUMBER("A", "warranty_extra", "3") NUMBER("A", "recyclability", "82 %")
                                    LIGHT("B", "2600", "45") NUMBER("B", "warranty_extra", "2")
                                        NUMBER("B", "recyclability", "74 %"));
    assert_int_equal(s->bids[0].cost.lcc.total, 549338);
    assert_int_equal(s->bids[1].cost.lcc.total, 507003);
    assert_int_equal(s->bids[1].cost.lcc.own, 484548);
    assert_int_equal(s->winner, 1);
    assert_false(s->tied);
    assert_int_equal(s->bids[0].place, 2);
    assert_string_equal(score_arithmetic(&shop.a, LANG_EN, s, 1, 0), "10 \xc3\x97 (6\xc2\xa0"
                                                                     "500.00 \xe2\x88\x92 5\xc2\xa0"
                                                                     "070.03) / (6\xc2\xa0"
                                                                     "500.00 \xe2\x88\x92 4\xc2\xa0"
                                                                     "500.00) = 7.1498");
    assert_string_equal(score_arithmetic(&shop.a, LANG_NB, s, 1, 2),
                        "74 \xe2\x89\xa5 70: 0,4 \xc3\x97 10 = 4");
    assert_string_equal(score_sum_arithmetic(&shop.a, LANG_EN, s, 1),
                        "0.6 \xc3\x97 7.1498 + 0.2 \xc3\x97 4 + 0.2 \xc3\x97 4 = 5.88988");
    assert_int_equal(s->bids[1].total, 5889880);
    assert_true(s->cost->illustrative);
    assert_int_equal(s->cost->params_n, 4);
}

/* "lots, options, variants": an option of 150 makes the bid 150 dearer, once, whatever is counted */
static void options_are_added_once_to_the_total_cost(void **state)
{
    (void)state;
    const score *s = scored(PARTY HEAD COSTS TOTAL_COST WARRANTY RECYCLING LIGHT("A", "2200", "60")
                                LIGHT("B", "2600", "45"));
    int64_t before = s->bids[0].cost.lcc.total;
    int64_t other = s->bids[1].cost.lcc.total;
    s = scored("offer_value bid=A ; attribute=option_price ; amount=150 DKK\n");
    assert_int_equal(s->bids[0].cost.lcc.total, before + 15000);
    assert_int_equal(s->bids[0].cost.lcc.group[LCC_PURCHASE], 220000 + 15000);
    assert_int_equal(s->bids[1].cost.lcc.total, other);
}

static void what_is_not_answered_gives_no_place_and_is_no_failure(void **state)
{
    (void)state;
    const score *s = scored(PARTY HEAD COSTS TOTAL_COST WARRANTY RECYCLING LIGHT("A", "2200", "60")
                                NUMBER("A", "warranty_extra", "3") LIGHT("B", "2600", "45")
                                    NUMBER("B", "warranty_extra", "2") NUMBER("B", "recyclability", "74 %"));
    assert_int_equal(s->bids[0].status, SCORE_UNCLEAR);
    assert_false(s->bids[0].cells[2].answered);
    assert_int_equal(s->bids[0].place, 0);
    assert_int_equal(s->bids[0].cells[1].points, 60000); /* what can be computed is shown */
    assert_int_equal(s->winner, 1);
}

static void a_cost_that_misses_an_answer_is_not_computed(void **state)
{
    (void)state;
    const score *s = scored(
        PARTY HEAD COSTS
        "criterion tender=lys ; code=1 ; title=C ; weight=100 % ; point_model=proportional ; "
        "attribute=total_cost\n" BID(
            "A") "offer_value bid=A ; attribute=purchase_price ; amount=2200 DKK\n" LIGHT("B", "2600", "45"));
    assert_int_equal(s->bids[0].cost.missing_n, 1);
    assert_string_equal(s->bids[0].cost.missing[0], "rated_power");
    assert_int_equal(s->bids[0].status, SCORE_UNCLEAR);
    assert_int_equal(s->winner, 1);
}

static void prices_by_year_hold_until_the_next_one(void **state)
{
    (void)state;
    /* published 2025: the first stated year is year 1; 2.00 in 2026, 1.00 from 2027 on */
    const score *s = scored(
        PARTY HEAD
        "cost_assumption tender=lys ; cost_kind=horizon ; value=3 ; unit=years ; " SRC
        "cost_assumption tender=lys ; cost_kind=operating_hours ; value=1000 ; unit=h ; " SRC
        "cost_assumption tender=lys ; cost_kind=energy_price ; year=2026 ; value=2 ; unit=DKK/kWh ; " SRC
        "cost_assumption tender=lys ; cost_kind=energy_price ; year=2027 ; value=1000 ; unit=DKK/MWh ; " SRC
            LIGHT("A", "100", "1000"));
    assert_int_equal(s->cost->first_year, 2026);
    const lcc_result *l = &s->bids[0].cost.lcc;
    assert_int_equal(l->year[1 * LCC_GROUPS + LCC_ENERGY], 200000);
    assert_int_equal(l->year[2 * LCC_GROUPS + LCC_ENERGY], 100000);
    assert_int_equal(l->year[3 * LCC_GROUPS + LCC_ENERGY], 100000);
}

static void grants_count_by_their_probability_and_the_ranking_without_them_is_kept(void **state)
{
    (void)state;
    const score *s =
        scored(PARTY HEAD
               "cost_assumption tender=lys ; cost_kind=horizon ; value=1 ; unit=years ; " SRC
               "cost_assumption tender=lys ; cost_kind=grant ; item=recycled_content_shown ; value=300 ; "
               "unit=DKK ; probability=50 % ; "
               "condition=Applied for by June ; " SRC
               "cost_assumption tender=lys ; cost_kind=grant ; item=documentation ; value=1 ; unit=DKK ; " SRC
               "criterion tender=lys ; code=1 ; title=C ; weight=100 % ; point_model=linear_relative ; "
               "attribute=total_cost\n" LIGHT("A", "1000", "10") LIGHT("B", "1100", "10"));
    /* items that are no attribute: for every bid */
    assert_int_equal(s->cost->grants_n, 2);
    assert_int_equal(s->bids[0].cost.lcc.group[LCC_GRANT], -15100);
    assert_int_equal(s->bids[0].cost.lcc.total, 84900);
    assert_int_equal(s->bids[0].cost.without_grants, 100000);
    assert_int_equal(s->winner, 0);
    assert_int_equal(s->bids[0].place_without_grants, 1);
}

static void counts_by_zone_multiply_what_is_offered_there(void **state)
{
    (void)state;
    const score *s = scored(
        PARTY HEAD
        "product id=road ; name=Road\nproduct id=park ; name=Park\n"
        "cost_assumption tender=lys ; cost_kind=horizon ; value=10 ; unit=years ; " SRC
        "cost_assumption tender=lys ; cost_kind=count ; item=road ; value=100 ; " SRC
        "cost_assumption tender=lys ; cost_kind=count ; item=park ; value=10 ; " SRC
        "cost_assumption tender=lys ; cost_kind=operating_hours ; value=4000 ; unit=h ; " SRC
        "cost_assumption tender=lys ; cost_kind=operating_hours ; item=park ; value=2000 ; unit=h ; " SRC
        "cost_assumption tender=lys ; cost_kind=energy_price ; value=1 ; unit=DKK/kWh ; " SRC
        "cost_assumption tender=lys ; cost_kind=residual ; value=10 ; unit=% ; " SRC
        "cost_assumption tender=lys ; cost_kind=installation ; value=5000 ; unit=DKK ; " SRC
        "cost_assumption tender=lys ; cost_kind=replacement ; item=light_life_l80 ; value=50 ; "
        "unit=DKK/piece ; " SRC BID(
            "A") "offer_value bid=A ; attribute=purchase_price ; item=road ; amount=1000 DKK\n"
                 "offer_value bid=A ; attribute=purchase_price ; item=park ; amount=2000 DKK\n"
                 "offer_value bid=A ; attribute=light_life_l80 ; value=15000 ; unit=h\n"
                 "offer_value bid=A ; attribute=rated_power ; value=50 ; unit=W\n");
    const lcc_result *l = &s->bids[0].cost.lcc;
    assert_int_equal(s->cost->zones_n, 2);
    assert_int_equal(l->group[LCC_PURCHASE], 12000000); /* 100 x 1000 + 10 x 2000 */
    assert_int_equal(l->group[LCC_ENERGY], 21000000);   /* (100 x 200 + 10 x 100 kWh) x 10 years */
    assert_int_equal(l->group[LCC_RESIDUAL], -1200000);
    assert_int_equal(l->group[LCC_INSTALLATION], 1000000); /* for each of the two zones */
    assert_int_equal(l->group[LCC_REPLACEMENT], 1050000);  /* road twice (15,000 and 30,000 h), park once */
}

static void priced_quality_ranks_by_the_evaluated_price(void **state)
{
    (void)state;
    const score *s = scored(
        PARTY HEAD
        "criterion tender=lys ; code=P ; title=Price ; point_model=linear_relative ; attribute=price\n"
        "criterion tender=lys ; code=2.1 ; title=Quality ; point_model=priced_quality ; points_max=10 ; "
        "surcharge=50 DKK\n" BID("A") "offer_value bid=A ; attribute=price ; amount=1000 DKK\n" NUMBER(
            "A", "2.1", "5")
            BID("B") "offer_value bid=B ; attribute=price ; amount=1100 DKK\n" NUMBER(
                "B", "2.1", "8") "offer_value bid=B ; attribute=option_price ; amount=20 DKK\n");
    assert_true(s->priced);
    assert_int_equal(s->bids[0].total, 125000); /* 1000 + 5 x 50 */
    assert_int_equal(s->bids[1].total, 122000); /* 1100 + 20 for the option + 2 x 50 */
    assert_int_equal(s->winner, 1);
    assert_string_equal(score_sum_arithmetic(&shop.a, LANG_EN, s, 1), "1\xc2\xa0"
                                                                      "120.00 + 100.00 = 1\xc2\xa0"
                                                                      "220.00");
}

static void an_order_ranks_and_tells_whether_it_leaves_the_winner_open(void **state)
{
    (void)state;
    const score *s = scored(
        PARTY HEAD
        "criterion tender=lys ; code=P ; title=Price ; priority=1 ; point_model=proportional ; "
        "attribute=price\n"
        "criterion tender=lys ; code=2.1 ; title=Quality ; priority=2 ; point_model=absolute ; "
        "points_max=10\n" BID("A") "offer_value bid=A ; attribute=price ; amount=1000 DKK\n" NUMBER(
            "A", "2.1", "5")
            BID("B") "offer_value bid=B ; attribute=price ; amount=1100 DKK\n" NUMBER("B", "2.1", "8"));
    assert_int_equal(s->weights, WEIGHTS_ORDER);
    /* price alone: A; half and half: B */
    assert_true(s->order_open);
}

static void equal_bids_tie_and_nobody_is_picked(void **state)
{
    (void)state;
    const score *s = scored(
        PARTY HEAD "criterion tender=lys ; code=P ; title=Price ; weight=100 % ; point_model=proportional ; "
                   "attribute=price\n" BID("A") "offer_value bid=A ; attribute=price ; amount=1000 DKK\n" BID(
                       "B") "offer_value bid=B ; attribute=price ; amount=1000.00 DKK\n");
    assert_true(s->tied);
    assert_int_equal(s->bids[0].place, 1);
    assert_int_equal(s->bids[1].place, 1);
}

static void lots_are_scored_each_by_its_own_criteria(void **state)
{
    (void)state;
    ak_err err = {0};
    score *s = NULL;
    shop_ok(try_with(&s,
                     PARTY HEAD
                     "criterion tender=lys ; code=P1 ; title=Price ; part_no=1 ; weight=100 % ; "
                     "point_model=proportional ; attribute=price\n"
                     "criterion tender=lys ; code=P2 ; title=Price ; part_no=2 ; weight=100 % ; "
                     "point_model=linear_relative ; attribute=price\n" BID(
                         "A") "offer_value bid=A ; attribute=price ; part_no=1 ; amount=1000 DKK\n"
                              "offer_value bid=A ; attribute=price ; part_no=2 ; amount=500 DKK\n" BID(
                                  "B") "offer_value bid=B ; attribute=price ; part_no=2 ; amount=400 DKK\n"
                                       "offer_value bid=B ; attribute=price ; part_no=1 ; amount=1200 DKK\n",
                     &(score_options){.part_no = "2"}, &err),
            &err);
    assert_int_equal(s->leaves_n, 1);
    assert_int_equal(s->bids[0].cells[0].x, 50000);
    assert_int_equal(s->winner, 1);
}

static void unclear_bids_are_not_what_others_are_measured_by(void **state)
{
    (void)state;
    ak_err err = {0};
    score *s = NULL;
    const score_status status[] = {SCORE_UNCLEAR, SCORE_ADMISSIBLE, SCORE_REFUSED};
    shop_ok(
        try_with(
            &s,
            PARTY HEAD
            "criterion tender=lys ; code=P ; title=Price ; weight=100 % ; point_model=linear_relative ; "
            "attribute=price\n" BID("A") "offer_value bid=A ; attribute=price ; amount=500 DKK\n" BID(
                "B") "offer_value bid=B ; attribute=price ; amount=1000 DKK\n" BID("C") "offer_value bid=C ; "
                                                                                        "attribute=price ; "
                                                                                        "amount=100 DKK\n",
            &(score_options){.status = status}, &err),
        &err);
    assert_int_equal(s->bids[1].cells[0].points, 100000);
    assert_int_equal(s->bids[0].cells[0].points, 100000); /* if it is documented: measured by itself */
    assert_int_equal(s->winner, 1);
    assert_int_equal(s->bids[0].place, 0);
    assert_int_equal(s->bids[2].place, 0);
}

static void moved_assumptions_cost_what_a_tender_with_them_would(void **state)
{
    (void)state;
    ak_err err = {0};
    score *s = NULL;
    shop_ok(try_with(&s, PARTY HEAD COSTS LIGHT("A", "2200", "60") LIGHT("B", "2600", "45"),
                     &(score_options){0}, &err),
            &err);
    const cost_model *m = s->cost;
    int64_t moves[COST_PARAMS_MOST] = {0};
    for (size_t i = 0; i < m->params_n; i++)
        if (strcmp(m->params[i].row->cost_kind, "energy_price") == 0)
            moves[i] = COST_MOVE_ONE;
    cost_bid a;
    cost_bid b;
    shop_ok(cost_of_bid(&a, &shop.a, m, s->bids[0].of, moves, &err), &err);
    shop_ok(cost_of_bid(&b, &shop.a, m, s->bids[1].of, moves, &err), &err);
    assert_int_equal(a.lcc.total - b.lcc.total, 77264); /* 2.20 DKK/kWh */
    sens_case draws;
    const int of[] = {0, 1};
    shop_ok(cost_case(&draws, &shop.a, m, of, 2, &err), &err);
    double u[COST_PARAMS_MOST] = {0};
    for (size_t i = 0; i < m->params_n; i++)
        u[i] = (double)moves[i] / COST_MOVE_ONE;
    double cost[2];
    sens_costs(cost, &draws, u);
    assert_true(cost[0] * 100 - (double)a.lcc.total < 2 && (double)a.lcc.total - cost[0] * 100 < 2);
    assert_true(cost[1] * 100 - (double)b.lcc.total < 2 && (double)b.lcc.total - cost[1] * 100 < 2);
}

static void weights_that_do_not_add_up_are_one_clear_fault(void **state)
{
    (void)state;
    refused(PARTY HEAD COSTS TOTAL_COST WARRANTY LIGHT("A", "2200", "60"), "TEND-120");
}

static void another_currency_is_refused(void **state)
{
    (void)state;
    refused(
        PARTY HEAD COSTS BID("A") "offer_value bid=A ; attribute=purchase_price ; amount=2200 EUR\n" NUMBER(
            "A", "rated_power", "60 W"),
        "TEND-131");
}

static void a_unit_that_is_no_price_of_energy_is_refused(void **state)
{
    (void)state;
    refused(PARTY HEAD "cost_assumption tender=lys ; cost_kind=horizon ; value=10 ; unit=years ; " SRC
                       "cost_assumption tender=lys ; cost_kind=energy_price ; value=1 ; unit=DKK/t ; " SRC,
            "TEND-130");
}

static void a_negative_lifetime_is_refused(void **state)
{
    (void)state;
    refused(PARTY HEAD COSTS
            "cost_assumption tender=lys ; cost_kind=replacement ; value=50 ; unit=DKK/piece ; " SRC LIGHT(
                "A", "2200", "60") "offer_value bid=A ; attribute=replacement_interval ; value=-5 ; unit=h\n",
            "TEND-104");
}

#define PERIOD                                                                                               \
    "cost_assumption tender=lys ; cost_kind=horizon ; value=10 ; unit=years ; " SRC                          \
    "criterion tender=lys ; code=1 ; title=Total cost ; weight=100 % ; point_model=proportional ; "          \
    "attribute=total_cost\n"
#define BOUGHT(bid) BID(bid) "offer_value bid=" bid " ; attribute=purchase_price ; amount=1000 DKK\n"
#define EXTERNAL(item, value, unit)                                                                          \
    "cost_assumption tender=lys ; cost_kind=external_other ; item=" item " ; value=" value " ; unit=" unit   \
    " ; " SRC

static void external_costs_are_computed_in_the_unit_that_is_priced(void **state)
{
    (void)state;
    const score *s = scored(PARTY HEAD PERIOD EXTERNAL("water_use", "20", "DKK/m3") BOUGHT("A") NUMBER(
        "A", "water_use", "500 ; unit=l") BOUGHT("B") NUMBER("B", "water_use", "0.25 ; unit=m3"));
    assert_int_equal(s->bids[0].cost.lcc.group[LCC_OTHER_EXTERNAL], 10000); /* 0.5 m3 x 20 DKK x 10 years */
    assert_int_equal(s->bids[1].cost.lcc.group[LCC_OTHER_EXTERNAL], 5000);
}

static void a_footprint_is_priced_by_the_tonne(void **state)
{
    (void)state;
    const score *s = scored(PARTY HEAD PERIOD EXTERNAL("carbon_footprint_per_piece", "1500", "DKK/t") BOUGHT(
        "A") NUMBER("A", "carbon_footprint_per_piece", "80 ; unit=kg CO2e/piece"));
    assert_int_equal(s->bids[0].cost.lcc.group[LCC_OTHER_EXTERNAL], 120000); /* 0.08 t x 1500 x 10 */
}

static void an_external_cost_of_another_kind_of_unit_is_refused(void **state)
{
    (void)state;
    refused(PARTY HEAD PERIOD EXTERNAL("water_use", "20", "DKK/kWh") BOUGHT("A"), "TEND-130");
}

static void an_external_cost_of_no_attribute_is_refused(void **state)
{
    (void)state;
    refused(PARTY HEAD PERIOD EXTERNAL("moonshine", "20", "DKK/kg") BOUGHT("A"), "TEND-149");
}

static void total_cost_without_a_period_is_refused(void **state)
{
    (void)state;
    refused(PARTY HEAD TOTAL_COST BID("A"), "TEND-120");
    refused("criterion tender=lys ; code=9 ; title=Rest ; weight=40 % ; point_model=absolute\n", "TEND-134");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_lighting_tender_is_ranked_with_its_arithmetic),
        TEST(options_are_added_once_to_the_total_cost),
        TEST(what_is_not_answered_gives_no_place_and_is_no_failure),
        TEST(a_cost_that_misses_an_answer_is_not_computed),
        TEST(prices_by_year_hold_until_the_next_one),
        TEST(grants_count_by_their_probability_and_the_ranking_without_them_is_kept),
        TEST(counts_by_zone_multiply_what_is_offered_there),
        TEST(priced_quality_ranks_by_the_evaluated_price),
        TEST(an_order_ranks_and_tells_whether_it_leaves_the_winner_open),
        TEST(equal_bids_tie_and_nobody_is_picked),
        TEST(lots_are_scored_each_by_its_own_criteria),
        TEST(unclear_bids_are_not_what_others_are_measured_by),
        TEST(moved_assumptions_cost_what_a_tender_with_them_would),
        TEST(weights_that_do_not_add_up_are_one_clear_fault),
        TEST(another_currency_is_refused),
        TEST(a_unit_that_is_no_price_of_energy_is_refused),
        TEST(a_negative_lifetime_is_refused),
        TEST(external_costs_are_computed_in_the_unit_that_is_priced),
        TEST(a_footprint_is_priced_by_the_tonne),
        TEST(an_external_cost_of_another_kind_of_unit_is_refused),
        TEST(an_external_cost_of_no_attribute_is_refused),
        TEST(total_cost_without_a_period_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
