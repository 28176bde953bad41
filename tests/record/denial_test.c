/* denial_test.c -- words that take a yes back. */
#include "../cmocka_all.h"

#include "record/denial.h"

static void says(const char *text, denial_means means)
{
    arena a = {0};
    ak_err err = {0};
    denial found;
    assert_int_equal(denial_in(&found, &a, str_of(text), &err), AK_OK);
    if (found.means != means)
        print_error("%s: %s\n", text, found.phrase ? found.phrase : "no phrase");
    assert_int_equal(found.means, means);
    assert_int_equal(found.phrase != NULL, means != DENIAL_NONE);
    arena_free(&a);
}

/* "A yes whose text says no is impossible." */
static void words_that_take_a_yes_back_are_known_in_three_languages(void **state)
{
    (void)state;
    /* Solenergiklyngen's account for 2023, step 6, answered with yes */
    says("Dette er ikke etablert per i dag, men vi er ikke i mål med dette arbeidet enda.", DENIAL_PLANNED);
    says("En ordning er IKKE  ETABLERT.", DENIAL_NOT_ESTABLISHED);
    says("Ordningen er endnu ikke oprettet.", DENIAL_PLANNED);
    says("Such a channel is not in place.", DENIAL_NOT_ESTABLISHED);
    says("Kanalen er åpen og ble brukt to ganger.", DENIAL_NONE);
    says("", DENIAL_NONE);
}

/* "a yes that tells of a lack elsewhere is not refused": whole words, and whole phrases. */
static void a_lack_that_is_told_beside_a_yes_takes_nothing_back(void **state)
{
    (void)state;
    says("Vi har ikke funnet brudd, og gjentar kontrollen hvert år.", DENIAL_NONE);
    says("Tilsynet gjelder ikke etablerte leverandører alene.", DENIAL_NONE);
    says("Vi arbeider med å redusere overtid.", DENIAL_NONE);
    says("Der blev ikke fundet noget i 2024.", DENIAL_NONE);
    says("No breaches were found.", DENIAL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_take_a_yes_back_are_known_in_three_languages),
        cmocka_unit_test(a_lack_that_is_told_beside_a_yes_takes_nothing_back),
    };
    return cmocka_run_group_tests_name("record_denial", tests, NULL, NULL);
}
