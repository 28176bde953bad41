/* account_test.c -- templates of accounts. */
#include "../cmocka_all.h"

#include <string.h>

#include "report/account.h"

static void every_field_has_its_words_in_three_languages_and_a_source(void **state)
{
    (void)state;
    size_t documents = 0, of_public = 0;
    for (size_t i = 0; i < account_fields_n; i++) {
        const account_field *f = &account_fields[i];
        for (int l = 0; l < LANGUAGES; l++)
            assert_true(*f->label[l]);
        assert_true(strstr(f->source, "20") != NULL);
        assert_true(f->step >= 0 && f->step <= 6);
        bool document = strcmp(f->type, "document") == 0 && strcmp(f->template, "six_steps") == 0;
        documents += document && strstr(f->profiles, "organisation") != NULL;
        of_public += document && strstr(f->profiles, "public_body") != NULL;
        assert_true(strcmp(f->required, "yes") == 0 || (strcmp(f->required, "no") == 0 && !document));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(account_fields[k].field, f->field);
    }
    assert_int_equal(documents, 3); /* "the three documentation requirements" */
    assert_int_equal(of_public, 4); /* and the routine of the Public Procurement Act, section 5 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_has_its_words_in_three_languages_and_a_source),
    };
    return cmocka_run_group_tests_name("report_account", tests, NULL, NULL);
}
