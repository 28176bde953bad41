/* recipe_test.c -- the recipes that are built in name families, fields and header words that hold. */
#include "../cmocka_all.h"

#include "exchange/recipe.h"

static void every_row_of_every_recipe_names_a_family_and_a_field(void **state)
{
    (void)state;
    arena a = {0};
    const char *bad = NULL;
    recipe_list all = recipe_all(&a, &bad);
    assert_string_equal(bad, "");
    assert_true(all.n >= 2);
    for (size_t i = 0; i < all.n; i++)
        for (int lang = 0; lang < LANGUAGES; lang++)
            assert_true(*all.rows[i].label[lang]);
    arena_free(&a);
}

static void no_header_word_of_a_recipe_stands_for_two_things(void **state)
{
    (void)state;
    arena a = {0};
    recipe_list all = recipe_all(&a, NULL);
    for (size_t i = 0; i < all.n; i++)
        for (size_t k = 0; k < all.rows[i].n; k++)
            for (size_t m = k + 1; m < all.rows[i].n; m++)
                if (str_eq(all.rows[i].words[k].key, all.rows[i].words[m].key))
                    fail_msg("%s: %.*s stands for two things", all.rows[i].name,
                             (int)all.rows[i].words[k].key.n, all.rows[i].words[k].key.p);
    arena_free(&a);
}

static void a_year_and_a_currency_behind_an_amount_are_read(void **state)
{
    (void)state;
    arena a = {0};
    heads *h = heads_new(&a);
    const recipe_list *all = heads_recipes(h);
    const recipe *ledger = NULL;
    for (size_t i = 0; i < all->n; i++)
        if (str_is(str_of(all->rows[i].name), "supplier-ledger"))
            ledger = &all->rows[i];
    assert_non_null(ledger);
    const str cells[] = {STR("Leverandør"), STR("Omsetning 2024 NOK"), STR("Beløp (EUR)"), STR("Land 2024")};
    recipe_map m = recipe_map_of(ledger, h, &a, cells, 4);
    assert_true(m.complete);
    assert_int_equal(m.columns[1].year, 2024);
    assert_true(str_is(m.columns[1].unit, "nok"));
    assert_true(str_is(m.columns[2].unit, "EUR"));
    assert_null(m.columns[3].word); /* only amounts are of a year */
    arena_free(&a);
}

static void what_is_needed_and_missing_makes_it_another_sheet(void **state)
{
    (void)state;
    arena a = {0};
    heads *h = heads_new(&a);
    const recipe_list *all = heads_recipes(h);
    const str cells[] = {STR("Leverandør"), STR("Land"), STR("Konto")};
    for (size_t i = 0; i < all->n; i++)
        assert_false(recipe_map_of(&all->rows[i], h, &a, cells, 3).complete);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_every_recipe_names_a_family_and_a_field),
        cmocka_unit_test(no_header_word_of_a_recipe_stands_for_two_things),
        cmocka_unit_test(a_year_and_a_currency_behind_an_amount_are_read),
        cmocka_unit_test(what_is_needed_and_missing_makes_it_another_sheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
