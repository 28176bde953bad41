/* read_test.c -- a tender read from the record: numbers exact, evidence kept, in the order of its numbers. */
#include "desk.h"

static const char *const PARTIES = "party id=own ; name=Veikontoret\nparty id=lysfirma ; name=Lysfirmaet\n"
                                   "document digest=" SHA " ; title=Tilbud ; media_type=application/pdf\n";
static const char *const TENDER =
    "tender number=lys-2025 ; title=Veglys ; status=active ; jurisdiction=DK ; published_on=2025-03-10 ; "
    "circumstances=existing_system_no_redesign|member_pogi ; bids_until=2025-05-01T10:00:00Z ; volume=100\n"
    "requirement tender=lys-2025 ; code=10 ; title=Ten ; level=mandatory ; attribute=luminous_efficacy ; "
    "operator=ge ; threshold=155 ; unit=lm/W ; evidence_due=after_choice ; evidence_days=14\n"
    "requirement tender=lys-2025 ; code=2 ; title=Two ; level=optional\n"
    "criterion tender=lys-2025 ; code=2.1 ; title=Warranty ; part_of=2-Q ; weight=50 % ; point_model=steps ; "
    "step.at_least=1 ; step.points_share=0.2 ; step.at_least=2 ; step.points_share=0.4\n"
    "criterion tender=lys-2025 ; code=2-Q ; title=Quality ; weight=40 % ; point_model=absolute\n"
    "cost_assumption tender=lys-2025 ; cost_kind=co2_price ; value=1500 ; unit=DKK/t ; low=750 ; high=3000 ; "
    "src.citation=Illustrative ; src.year=2025 ; evidence=assumed\n"
    "bid tender=lys-2025 ; number=B ; tenderers=lysfirma ; received_at=2025-05-01T10:00:01Z ; file=" SHA "\n"
    "bid tender=lys-2025 ; number=A ; tenderers=lysfirma ; received_at=2025-05-01T10:00:00Z ; file=" SHA "\n"
    "offer_value bid=A ; attribute=luminous_efficacy ; value=155.0 ; unit=lm/W\n"
    "offer_value bid=A ; attribute=warranty ; value=5 ; unit=years ; documents=" SHA "\n"
    "offer_value bid=A ; attribute=price ; amount=1234.50 DKK\n"
    "offer_value bid=A ; attribute=12.4.1.1 ; fulfilled=yes\n"
    "award tender=lys-2025 ; status=pending ; winners=A ; decided_on=2025-06-02\n";

static void a_tender_is_found_by_nothing_by_number_and_by_title(void **state)
{
    (void)state;
    ak_err err = {0};
    state_subject which = {0};
    assert_int_equal(tender_find(&which, &shop.c, NULL, &err), AK_E_NOTFOUND);
    assert_string_equal(err.rule->code, "TEND-001");
    shop_say(&shop, "tender number=A-1 ; title=Veglys ; status=planning", 1);
    shop_ctx(&shop, AUDIENCE_CASE);
    shop_ok(tender_find(&which, &shop.c, NULL, &err), &err);
    shop_say(&shop, "tender number=B/2 ; title=Kontorlys ; status=planning", 1);
    shop_ctx(&shop, AUDIENCE_CASE);
    assert_int_equal(tender_find(&which, &shop.c, "", &err), AK_E_CONFLICT);
    assert_string_equal(err.arg[0], "A-1, B/2");
    assert_string_equal(tender_as_read("b-2")->title, "Kontorlys");
    assert_string_equal(tender_as_read("Veglys")->number, "A-1");
}

static void everything_is_read_with_exact_numbers_units_and_evidence(void **state)
{
    (void)state;
    shop_say(&shop, PARTIES, 3);
    shop_say(&shop, TENDER, 13);
    shop_ctx(&shop, AUDIENCE_CASE);
    const tender *t = tender_as_read(NULL);
    char text[DECIMAL_TEXT_BYTES];
    assert_string_equal(t->date, "2025-03-10");
    assert_true(tender_has_circumstance(t, "member_pogi"));
    assert_int_equal(t->requirements_n, 2);
    assert_string_equal(t->requirements[0].code, "2"); /* before 10 */
    const tender_requirement *q = &t->requirements[1];
    assert_string_equal(decimal_text(text, q->threshold.n), "155");
    assert_string_equal(q->threshold.unit->code, "B61");
    assert_int_equal(q->evidence_days, 14);
    assert_int_equal(t->criteria_n, 2);
    assert_string_equal(t->criteria[1].code, "2.1");
    assert_int_equal(t->criteria[1].parent, 0);
    assert_int_equal(t->criteria[0].weight_ppb, 400000000);
    assert_int_equal(t->criteria[1].steps_n, 2);
    assert_int_equal(t->criteria[1].steps[1].points_ppb, 400000000);
    assert_string_equal(t->costs[0].value.unit->code, "DKK/t");
    assert_string_equal(decimal_text(text, t->costs[0].high.n), "3000");
    assert_int_equal(t->bids_n, 2);
    assert_string_equal(t->bids[0].number, "A");
    assert_string_equal(t->bids[0].tenderer_names[0], "Lysfirmaet");
    const tender_offer *o = tender_offer_find(&t->bids[0], "luminous_efficacy", "");
    assert_string_equal(decimal_text(text, o->value.n), "155.0");
    assert_false(o->documented); /* a claim without its proof is claimed */
    assert_true(tender_offer_find(&t->bids[0], "warranty", "")->documented);
    assert_int_equal(tender_offer_find(&t->bids[0], "price", "")->amount.m.minor, 123450);
    assert_int_equal(tender_offer_find(&t->bids[0], "12.4.1.1", "")->fulfilled, TENDER_YES);
    assert_null(tender_offer_find(&t->bids[0], "recyclability", ""));
    assert_int_equal(t->awards_n, 1);
    assert_int_equal(t->awards[0].winners[0], 0);
    assert_int_equal(t->sids_n, 13);
}

static void late_bids_are_kept_and_marked(void **state)
{
    (void)state;
    shop_say(&shop, PARTIES, 3);
    shop_say(&shop, TENDER, 13);
    shop_ctx(&shop, AUDIENCE_CASE);
    const tender *t = tender_as_read(NULL);
    assert_false(t->bids[tender_bid_find(t, "A")].late); /* on the second is in time */
    assert_true(t->bids[tender_bid_find(t, "B")].late);
}

static void who_may_not_see_case_files_sees_no_bid(void **state)
{
    (void)state;
    shop_say(&shop, PARTIES, 3);
    shop_say(&shop, TENDER, 13);
    shop_ctx(&shop, AUDIENCE_ORGANISATION);
    const tender *t = tender_as_read(NULL);
    assert_int_equal(t->bids_n, 0);
    assert_int_equal(t->requirements_n, 2);
}

static void numbers_are_ordered_as_people_count(void **state)
{
    (void)state;
    assert_true(tender_number_order("2", "10") < 0);
    assert_true(tender_number_order("12.4.1.2", "12.4.1.10") < 0);
    assert_true(tender_number_order("A", "B") < 0);
    assert_true(tender_number_order("07", "7") == 0);
    assert_true(tender_number_order("7", "7.1") < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tender_is_found_by_nothing_by_number_and_by_title, open_shop,
                                        close_shop),
        cmocka_unit_test_setup_teardown(everything_is_read_with_exact_numbers_units_and_evidence, open_shop,
                                        close_shop),
        cmocka_unit_test_setup_teardown(late_bids_are_kept_and_marked, open_shop, close_shop),
        cmocka_unit_test_setup_teardown(who_may_not_see_case_files_sees_no_bid, open_shop, close_shop),
        cmocka_unit_test(numbers_are_ordered_as_people_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
