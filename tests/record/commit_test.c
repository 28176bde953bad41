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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_workspace_says_who_it_is),
        cmocka_unit_test(what_is_said_stands_in_the_state),
        cmocka_unit_test(the_same_again_says_nothing),
        cmocka_unit_test(an_act_that_is_undone_leaves_what_stood_before),
        cmocka_unit_test(a_workspace_opened_again_is_the_same),
    };
    return cmocka_run_group_tests_name("commit", tests, NULL, NULL);
}
