/* commit_test.c -- what is said stands, the same again says nothing, undo takes back. */
#include "workshop.h"

static void a_new_workspace_says_who_it_is(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    assert_string_equal(workspace_party(s.ws), "local:party/own");
    assert_string_equal(workspace_name(s.ws), "Kollektivselskapet");
    assert_string_equal(workspace_zone(s.ws), "Europe/Oslo");
    assert_int_equal(s.c.size, 3); /* key, party, zone */
    shop_equal(&s);
    shop_close(&s);
}

static void what_is_said_stands_in_the_state(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s,
             "product id=elbuss ; name=Elbuss 12 m ; mass=13500 kg\n"
             "material id=cobalt ; name=cobalt\n"
             "composition whole=elbuss ; part=cobalt ; mass=7,5 kg ; evidence=documented",
             3);
    assert_int_equal(shop_int(&s, "SELECT mass_mg FROM product"), 13500000000);
    assert_int_equal(shop_int(&s, "SELECT mass_mg FROM composition WHERE evidence = 3"), 7500000);
    assert_string_equal(shop_text(&s, "SELECT mass FROM composition"), "7.5");
    assert_string_equal(
        shop_text(&s, "SELECT s.id FROM composition AS c JOIN subject AS s ON s.n = c.subject"),
        "local:composition/whole=local:product/elbuss+part=local:material/cobalt");
    shop_equal(&s);
    shop_close(&s);
}

static void the_same_again_says_nothing(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    const char *text = "site id=kolwezi ; name=Kolwezi ; country=DR Kongo ; roles=gruve ; status=operating";
    shop_say(&s, text, 1);
    shop_say(&s, text, 0);
    /* "an absent column is filled from the voice's last one": fewer words say nothing new either */
    shop_say(&s, "site id=kolwezi ; name=Kolwezi ; country=COD ; roles=mine", 0);
    shop_say(&s, "site id=kolwezi ; status=closed", 1);
    assert_string_equal(shop_text(&s, "SELECT country FROM site WHERE until IS NULL"), "COD");
    assert_string_equal(shop_text(&s, "SELECT status FROM site WHERE until IS NULL"), "closed");
    assert_int_equal(shop_int(&s, "SELECT count(*) FROM site WHERE until IS NULL"), 1);
    /* "- clears" */
    shop_say(&s, "site id=kolwezi ; status=-", 1);
    assert_string_equal(shop_text(&s, "SELECT coalesce(status, 'nothing') FROM site WHERE until IS NULL"),
                        "nothing");
    shop_equal(&s);
    shop_close(&s);
}

static void an_act_that_is_undone_leaves_what_stood_before(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s, "product id=celle ; name=Celle", 1);
    const char *act = shop_say(&s, "product id=celle ; name=Feil navn", 1);
    assert_string_equal(shop_text(&s, "SELECT name FROM product WHERE until IS NULL"), "Feil navn");
    const char *undone = shop_undo(&s, act);
    assert_string_equal(shop_text(&s, "SELECT name FROM product WHERE until IS NULL"), "Celle");
    shop_equal(&s);
    shop_undo(&s, undone);
    assert_string_equal(shop_text(&s, "SELECT name FROM product WHERE until IS NULL"), "Feil navn");
    shop_equal(&s);
    shop_close(&s);
}

static void a_workspace_opened_again_is_the_same(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s, "product id=pakke ; name=Pakke", 1);
    arena_free(&s.a);
    shop_open(&s);
    assert_string_equal(shop_text(&s, "SELECT name FROM product"), "Pakke");
    shop_say(&s, "product id=pakke ; name=Pakke", 0);
    shop_close(&s);
}

/* "if another commit came between, state checks are repeated and seq renumbered and re-signed under it" -- D11 */
static void two_writers_each_see_what_the_other_said(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    workshop other = {.now = SHOP_NOW};
    strcpy(other.dir, s.dir);
    shop_open(&other);
    ak_err err = {0};
    plan *mine = shop_plan(&s, "product id=x ; name=X\nproduct id=mine ; name=Mine");
    plan *stale = shop_plan(&s, "product id=x ; name=X");
    shop_ok(plan_check(mine, &s.c, NULL, &err), &err);
    shop_ok(plan_check(stale, &s.c, NULL, &err), &err);
    shop_say(&other, "product id=x ; name=X\nproduct id=yours ; name=Yours", 2);
    commit_result done = {0};
    shop_ok(plan_commit(&done, &s.c, mine, NULL, &err), &err);
    assert_int_equal(done.count, 1); /* x was said by the other in the meantime */
    shop_ok(plan_commit(&done, &s.c, stale, NULL, &err), &err);
    assert_int_equal(done.count, 0);
    shop_ok(workspace_catch_up(other.ws, NULL, &err), &err);
    assert_int_equal(shop_int(&other, "SELECT count(*) FROM product"), 3);
    shop_equal(&other);
    arena_free(&other.a);
    shop_close(&s);
}

static void a_state_that_is_lost_or_damaged_comes_again(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s, "product id=x ; name=X", 1);
    const char *path = arena_printf(&s.a, "%s/state.db", s.dir);
    char keep[80];
    strcpy(keep, path);
    arena_free(&s.a);
    assert_int_equal(unlink(keep), 0);
    shop_open(&s);
    assert_int_equal(shop_int(&s, "SELECT count(*) FROM product"), 1);
    arena_free(&s.a);
    FILE *f = fopen(keep, "w");
    assert_non_null(f);
    fputs("this is no database, but it is long enough to be looked at as one, and then some more of it", f);
    fclose(f);
    shop_open(&s);
    assert_int_equal(shop_int(&s, "SELECT count(*) FROM product"), 1);
    shop_say(&s, "product id=y ; name=Y", 1);
    shop_equal(&s);
    shop_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_workspace_says_who_it_is),
        cmocka_unit_test(what_is_said_stands_in_the_state),
        cmocka_unit_test(the_same_again_says_nothing),
        cmocka_unit_test(an_act_that_is_undone_leaves_what_stood_before),
        cmocka_unit_test(a_workspace_opened_again_is_the_same),
        cmocka_unit_test(two_writers_each_see_what_the_other_said),
        cmocka_unit_test(a_state_that_is_lost_or_damaged_comes_again),
    };
    return cmocka_run_group_tests_name("commit", tests, NULL, NULL);
}
