/* spec_test.c -- argument lines of actions. */
#include "../cmocka_all.h"

#include <string.h>

#include "record/spec.h"

static arena a;
static ak_err err;

static ak_code apply(args *out, const char *line, int argc, char *const *argv)
{
    spec s = spec_read(&a, line);
    err = (ak_err){0};
    return spec_apply(out, &a, &s, argc, argv, &err);
}

#define WORDS(...) (int)(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *)), (char *[]){__VA_ARGS__}

static char w_x[] = "x", w_y[] = "y", w_year[] = "--year", w_2018[] = "2018", w_year18[] = "--year=2018";
static char w_dry[] = "--dry-run", w_dry1[] = "--dry-run=1", w_end[] = "--", w_odd[] = "--odd";

static void words_and_options_are_told_apart(void **state)
{
    (void)state;
    args g;
    assert_int_equal(apply(&g, "[ID] [--year YYYY]", WORDS(w_year, w_2018, w_x)), AK_OK);
    assert_string_equal(args_get(&g, "id"), "x");
    assert_string_equal(args_get(&g, "year"), "2018");
    assert_int_equal(apply(&g, "[ID] [--year YYYY]", WORDS(w_year18)), AK_OK);
    assert_string_equal(args_get(&g, "year"), "2018");
    assert_null(args_get(&g, "id"));
    assert_int_equal(apply(&g, "[ID]", WORDS(w_end, w_dry)), AK_OK);
    assert_string_equal(args_get(&g, "id"), "--dry-run");
}

static void several_files_keep_their_order(void **state)
{
    (void)state;
    args g;
    assert_int_equal(apply(&g, "FILE... [--dry-run]", WORDS(w_x, w_dry, w_y)), AK_OK);
    assert_string_equal(args_get_nth(&g, "file", 0), "x");
    assert_string_equal(args_get_nth(&g, "file", 1), "y");
    assert_null(args_get_nth(&g, "file", 2));
    assert_true(args_has(&g, "dry-run"));
}

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    args g;
    assert_int_equal(apply(&g, "FILE...", 0, NULL), AK_E_USAGE);
    assert_string_equal(err.rule->code, "ARG-003");
    assert_string_equal(err.arg[0], "FILE");
    assert_int_equal(apply(&g, "[ID]", WORDS(w_x, w_y)), AK_E_USAGE);
    assert_string_equal(err.rule->code, "ARG-004");
    assert_string_equal(err.arg[0], "y");
    assert_int_equal(apply(&g, "[ID]", WORDS(w_odd)), AK_E_USAGE);
    assert_string_equal(err.rule->code, "ARG-001");
    assert_int_equal(apply(&g, "[--year YYYY]", WORDS(w_year)), AK_E_USAGE);
    assert_string_equal(err.rule->code, "ARG-002");
    assert_int_equal(apply(&g, "[--dry-run]", WORDS(w_dry1)), AK_E_USAGE);
    assert_string_equal(err.rule->code, "ARG-005");
    assert_int_equal(apply(&g, "[--year YYYY]", WORDS(w_year18, w_year, w_2018)), AK_E_USAGE);
    assert_string_equal(err.rule->code, "ARG-006");
}

static void required_options_are_read(void **state)
{
    (void)state;
    spec s = spec_read(&a, "A B --party ID [--name N...] [--force]");
    assert_int_equal(s.n, 5);
    assert_string_equal(s.items[2].name, "party");
    assert_string_equal(s.items[2].value, "ID");
    assert_true(s.items[2].required);
    assert_true(s.items[3].many);
    assert_string_equal(s.items[3].value, "N");
    assert_string_equal(s.items[4].value, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_options_are_told_apart),
        cmocka_unit_test(several_files_keep_their_order),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(required_options_are_read),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
