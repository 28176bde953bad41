/* follow_up_test.c -- eight factors on two axes, and a plan for what there is time for. */
#include "../cmocka_all.h"

#include "risk/follow_up.h"

static follow_row row_of(const char *id, follow_strength all)
{
    follow_row r = {.id = id};
    for (int f = 0; f < FOLLOW_FACTORS; f++)
        r.strength[f] = all;
    follow_weigh(&r);
    return r;
}

/* "Factors 4 and 7 measure leverage, the rest risk: keep the two axes apart." */
static void leverage_never_counts_as_risk(void **state)
{
    (void)state;
    follow_row r = row_of("a", FOLLOW_NONE);
    assert_int_equal(r.risk, 0);
    assert_int_equal(r.leverage, 0);
    r.strength[FOLLOW_MARKET] = r.strength[FOLLOW_WE_MATTER] = FOLLOW_STRONG;
    follow_weigh(&r);
    assert_int_equal(r.risk, 0);
    assert_int_equal(r.leverage, FOLLOW_LEVERAGE_MOST);
    follow_row full = row_of("b", FOLLOW_STRONG);
    assert_int_equal(full.risk, FOLLOW_RISK_MOST);
}

/* "Missing data must never score as low risk." */
static void what_nobody_says_is_some_risk_and_no_leverage(void **state)
{
    (void)state;
    follow_row unknown = row_of("a", FOLLOW_NOT_KNOWN), none = row_of("b", FOLLOW_NONE);
    assert_true(unknown.risk > none.risk);
    assert_int_equal(unknown.leverage, 0);
    for (int f = 0; f < FOLLOW_FACTORS;
         f++) { /* saying "none" of one factor never raises, "strong" never lowers */
        follow_row r = unknown;
        r.strength[f] = FOLLOW_NONE;
        follow_weigh(&r);
        assert_true(r.risk <= unknown.risk);
        r.strength[f] = FOLLOW_STRONG;
        follow_weigh(&r);
        assert_true(r.risk >= unknown.risk && r.leverage >= unknown.leverage);
    }
}

/* "3 factory audits or targeted follow-ups per four-year period." */
static void a_plan_has_room_for_its_capacity_and_keeps_what_is_chosen(void **state)
{
    (void)state;
    follow_row rows[6];
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
    follow_row *order[6];
    for (size_t i = 0; i < 6; i++) {
        rows[i] = row_of(ids[i], i < 4 ? FOLLOW_STRONG : FOLLOW_SOME);
        order[i] = &rows[i];
    }
    rows[5].chosen = true; /* the least risk of all, but somebody chose it */
    rows[3].value_minor = 100;
    assert_int_equal(follow_plan(order, 6, 3), 3);
    assert_string_equal(order[0]->id, "f");
    assert_string_equal(order[1]->id, "d"); /* the larger contract */
    assert_string_equal(order[2]->id, "a");
    assert_true(order[0]->planned && order[1]->planned && order[2]->planned);
    assert_false(order[3]->planned);
    assert_int_equal(follow_plan(order, 6, -1), 1); /* nobody says how many: only the chosen */
    assert_int_equal(follow_plan(order, 6, 6), 5);  /* e has no strong factor: room alone chooses nobody */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leverage_never_counts_as_risk),
        cmocka_unit_test(what_nobody_says_is_some_risk_and_no_leverage),
        cmocka_unit_test(a_plan_has_room_for_its_capacity_and_keeps_what_is_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
