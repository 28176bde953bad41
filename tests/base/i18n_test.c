/* i18n_test.c -- texts, numbers and dates for people. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/asset.h"
#include "base/i18n.h"
#include "base/message.h"
#include "base/mo.h"

#define S "\xc2\xa0" /* no-break space */

static void numbers_have_groups_comma_and_a_real_minus(void **state)
{
    (void)state;
    arena a = {0};
    assert_string_equal(fmt_int(&a, LANG_NB, 1284), "1" S "284");
    assert_string_equal(fmt_int(&a, LANG_EN, -1234567), "\xe2\x88\x92"
                                                        "1" S "234" S "567");
    assert_string_equal(fmt_int(&a, LANG_DA, 999), "999");
    assert_string_equal(fmt_decimal(&a, LANG_NB, "5493.38"), "5" S "493,38");
    assert_string_equal(fmt_decimal(&a, LANG_EN, "5493.38"), "5" S "493.38");
    assert_string_equal(fmt_decimal(&a, LANG_NB, "-0.10"), "\xe2\x88\x92"
                                                           "0,10");
    assert_string_equal(fmt_quantity(&a, LANG_DA, "250.5", "kg"), "250,5" S "kg");
    assert_string_equal(fmt_quantity(&a, LANG_DA, "15", "yr"), "15" S "år");
    assert_string_equal(fmt_quantity(&a, LANG_EN, "1", "yr"), "1" S "year");
    assert_string_equal(fmt_quantity(&a, LANG_EN, "200", "pcs"), "200" S "pieces");
    assert_string_equal(fmt_quantity(&a, LANG_NB, "200", "pcs"), "200" S "stk.");
    assert_string_equal(fmt_money(&a, LANG_NB, 123450, "NOK"), "1" S "234,50" S "NOK");
    assert_string_equal(fmt_money(&a, LANG_EN, 12, "JPY"), "12" S "JPY");
    arena_free(&a);
}

static void figures_are_rounded_to_the_digits_that_matter(void **state)
{
    (void)state;
    arena a = {0};
    assert_string_equal(fmt_number(&a, LANG_NB, 1284.6, 3), "1" S "280");
    assert_string_equal(fmt_number(&a, LANG_NB, 0.0012345, 2), "0,0012");
    assert_string_equal(fmt_number(&a, LANG_EN, 12.0, 4), "12.00");
    assert_string_equal(fmt_number(&a, LANG_EN, 9.996, 3), "10.0");
    assert_string_equal(fmt_number(&a, LANG_EN, -1e21, 1),
                        "\xe2\x88\x92"
                        "1" S "000" S "000" S "000" S "000" S "000" S "000" S "000");
    assert_string_equal(fmt_number(&a, LANG_EN, 0, 3), "0");
    arena_free(&a);
}

/* What is there is not nothing, and what is not all is not all: unknown is never zero. */
static void a_share_is_never_rounded_to_nothing_or_to_all(void **state)
{
    (void)state;
    arena a = {0};
    assert_string_equal(fmt_share(&a, LANG_NB, 390000, 0), "39" S "%");
    assert_string_equal(fmt_share(&a, LANG_EN, 390000, 0), "39%");
    assert_string_equal(fmt_share(&a, LANG_NB, 731107, 1), "73,1" S "%");
    assert_string_equal(fmt_share(&a, LANG_NB, 0, 0), "0" S "%");
    assert_string_equal(fmt_share(&a, LANG_NB, 1000000, 0), "100" S "%");
    assert_string_equal(fmt_share(&a, LANG_NB, 3, 0), "<" S "1" S "%");
    assert_string_equal(fmt_share(&a, LANG_DA, 3, 1), "<" S "0,1" S "%");
    assert_string_equal(fmt_share(&a, LANG_NB, 999000, 0), ">" S "99" S "%");
    arena_free(&a);
}

static void dates_are_written_out_in_each_language(void **state)
{
    (void)state;
    arena a = {0};
    assert_string_equal(fmt_date(&a, LANG_NB, "2026-11-23", FMT_DATE_LONG), "23." S "november 2026");
    assert_string_equal(fmt_date(&a, LANG_NB, "2026-11-23", FMT_DATE_SHORT), "23." S "nov. 2026");
    assert_string_equal(fmt_date(&a, LANG_DA, "2026-05-05", FMT_DATE_LONG), "5." S "maj 2026");
    assert_string_equal(fmt_date(&a, LANG_DA, "2026-05-05", FMT_DATE_NUMERIC), "05.05.2026");
    assert_string_equal(fmt_date(&a, LANG_EN, "2026-05-05", FMT_DATE_LONG), "5 May 2026");
    assert_string_equal(fmt_date(&a, LANG_EN, "2026-05-05", FMT_DATE_NUMERIC), "2026-05-05");
    assert_string_equal(fmt_date(&a, LANG_NB, "2026-11", FMT_DATE_LONG), "november 2026");
    assert_string_equal(fmt_date(&a, LANG_NB, "2018", FMT_DATE_LONG), "2018");
    assert_string_equal(fmt_date(&a, LANG_NB, "2026-11-21T22:59:59Z", FMT_DATE_SHORT),
                        "21." S "nov. 2026" S "22:59" S "UTC");
    assert_string_equal(fmt_date(&a, LANG_NB, "soon", FMT_DATE_LONG), "soon");
    arena_free(&a);
}

static void languages_are_known_by_their_usual_codes(void **state)
{
    (void)state;
    language lang = LANG_EN;
    assert_true(language_find(&lang, STR("nb")) && lang == LANG_NB);
    assert_true(language_find(&lang, STR("nn_NO.UTF-8")) && lang == LANG_NB);
    assert_true(language_find(&lang, STR("da-DK")) && lang == LANG_DA);
    assert_true(language_find(&lang, STR("EN")) && lang == LANG_EN);
    assert_true(language_find(&lang, STR("C.UTF-8")) && lang == LANG_EN);
    assert_false(language_find(&lang, STR("de")));
    assert_false(language_find(&lang, STR("")));
    assert_false(language_find(&lang, STR("nb!")));
    assert_string_equal(language_code(LANG_DA), "da");
}

static void the_embedded_catalogues_are_whole(void **state)
{
    (void)state;
    assert_true(mo_ok(asset_text(asset_find("po/nb.mo"))));
    assert_true(mo_ok(asset_text(asset_find("po/da.mo"))));
    assert_string_equal(tr(LANG_NB, ""), "");
    assert_string_equal(tr(LANG_NB, "no such text in any catalogue"), "no such text in any catalogue");
    assert_string_equal(trn(LANG_DA, "one zzz", "many zzz", 1), "one zzz");
    assert_string_equal(trn(LANG_DA, "one zzz", "many zzz", 0), "many zzz");
}

/* A catalogue of two texts, one with plural forms, byte by byte. */
static void a_catalogue_is_read_and_a_damaged_one_gives_nothing(void **state)
{
    (void)state;
    static const char mo[] = "\xde\x12\x04\x95\0\0\0\0\3\0\0\0\x1c\0\0\0\x34\0\0\0\0\0\0\0\0\0\0\0"
                             "\0\0\0\0\x4c\0\0\0\4\0\0\0\x4d\0\0\0\3\0\0\0\x52\0\0\0"
                             "\x28\0\0\0\x56\0\0\0\3\0\0\0\x7f\0\0\0\7\0\0\0\x83\0\0\0"
                             "\0Mine\0lot\0"
                             "Content-Type: text/plain; charset=UTF-8\n\0Gru\0nb1\0nb2\0";
    str whole = {mo, sizeof mo - 1};
    assert_true(mo_ok(whole));
    assert_string_equal(mo_find(whole, "Mine", 0), "Gru");
    assert_string_equal(mo_find(whole, "lot", 0), "nb1");
    assert_string_equal(mo_find(whole, "lot", 1), "nb2");
    assert_string_equal(mo_find(whole, "Mine", 1), "Gru");
    assert_null(mo_find(whole, "Mines", 0));
    for (size_t n = 0; n < whole.n; n++)
        assert_false(mo_ok((str){mo, n}));
    char damaged[sizeof mo];
    for (size_t i = 0; i < sizeof mo - 1; i++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(damaged, mo, sizeof mo);
            damaged[i] = (char)(damaged[i] ^ (1 << bit));
            mo_ok((str){damaged, sizeof mo - 1}); /* must not read outside: ASan sees it */
            mo_find((str){damaged, sizeof mo - 1}, "lot", 1);
        }
    }
}

static void places_in_texts_are_filled_by_name_in_any_order(void **state)
{
    (void)state;
    arena a = {0};
    assert_string_equal(tr_fill(&a, "{b} before {a}, {c}", "a", "1", "b", "2", NULL), "2 before 1, {c}");
    assert_string_equal(tr_fill(&a, "open { and }", "a", "1", NULL), "open { and }");
    assert_string_equal(tr_fill(&a, "", "a", "1", NULL), "");
    const char *args[4] = {"x", "{1}", NULL, ""};
    assert_string_equal(tr_fill_args(&a, "{2}{1}{3}{4}{5}", args), "{1}x{5}");
    arena_free(&a);
}

static void a_fault_is_one_line_with_place_value_remedy_and_code(void **state)
{
    (void)state;
    arena a = {0};
    fault_list list = fault_list_new(&a);
    fault place = {.file = "lev.csv", .row = 14, .field = "land", .value = "At\nlantis"};
    fault_add(&list, &CTY_001, &place, "Atlantis");
    assert_string_equal(message_fault(&a, LANG_EN, &list.rows[0]),
                        "lev.csv:14:land: At lantis: Atlantis is not a known country; write its name or its "
                        "ISO 3166 code [CTY-001]");
    ak_err err = {0};
    assert_int_equal(ak_fail(&err, &FIL_001, "x/y"), AK_E_NOTFOUND);
    assert_string_equal(message_err(&a, LANG_EN, &err),
                        "there is no file or folder x/y; check the path [FIL-001]");
    assert_string_equal(message_err_remedy(&a, LANG_EN, &err), "check the path");
    assert_string_equal(message_err(&a, LANG_EN, &(ak_err){0}), "");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_groups_comma_and_a_real_minus),
        cmocka_unit_test(figures_are_rounded_to_the_digits_that_matter),
        cmocka_unit_test(a_share_is_never_rounded_to_nothing_or_to_all),
        cmocka_unit_test(dates_are_written_out_in_each_language),
        cmocka_unit_test(languages_are_known_by_their_usual_codes),
        cmocka_unit_test(the_embedded_catalogues_are_whole),
        cmocka_unit_test(a_catalogue_is_read_and_a_damaged_one_gives_nothing),
        cmocka_unit_test(places_in_texts_are_filled_by_name_in_any_order),
        cmocka_unit_test(a_fault_is_one_line_with_place_value_remedy_and_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
