/* csv_test.c -- rows, dialects, the leading apostrophe, and back. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/csv.h"

static const csv_limits small = {.row_bytes_max = 60, .columns_max = 6, .rows_max = 8};

/* "row:cell|cell*;row:..." where * marks an escaped cell and !CODE a broken row. */
static const char *rows_of(arena *a, str in, const csv_dialect *d)
{
    ak_err err = {0};
    csv_reader *r = NULL;
    buf b = buf_new(a, 0);
    if (csv_open(&r, a, in, d, &small, &err) != AK_OK)
        return err.rule->code;
    for (;;) {
        const csv_row *row = NULL;
        ak_code code = csv_next(r, &row, &err);
        if (code == AK_OK && !row)
            return b.n ? b.p : "";
        if (code != AK_OK) {
            buf_printf(&b, "%d!%s;", (int)err.line, err.rule->code);
            continue;
        }
        buf_printf(&b, "%d:", (int)row->row);
        for (size_t i = 0; i < row->n; i++) {
            buf_add_c(&b, i ? "|" : "");
            buf_add_str(&b, row->cells[i].text);
            buf_add_c(&b, row->cells[i].escaped ? "*" : "");
        }
        buf_add_char(&b, ';');
    }
}

static const csv_dialect comma = {.separator = ','};

/* RFC 4180 section 2, rules 1 to 7, and what we do beyond it. */
static void rows_are_read_with_their_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        const char *out;
    } cases[] = {
        /* clang-format off */
        {"", ""},
        {"a,b\r\nc,d\r\n", "1:a|b;2:c|d;"},
        {"a,b\nc,d", "1:a|b;2:c|d;"},
        {"a,b\rc,d\r", "1:a|b;2:c|d;"},
        {"a,,\n,\n", "1:a||;2:|;"},
        {"\n\na\n\n\nb\n", "3:a;6:b;"},
        {"\"a,\nb\",\"c\"\"d\"\"\"\ne", "1:a,\nb|c\"d\";2:e;"},
        {"\"\"\n\"\",\"\"", "1:;2:|;"},
        {"a\"b,c\"\n", "1:a\"b|c\";"},
        {" a , b\n", "1: a | b;"},
        {"a\n\"b\"x,c\nd\n", "1:a;2!CSV-002;3:d;"},
        {"a\n\"b\nc\n", "1:a;2!CSV-001;"},
        {"1,2,3,4,5,6\n1,2,3,4,5,6,7\n8\n", "1:1|2|3|4|5|6;2!CSV-005;3:8;"},
        {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1:1;2:2;3:3;4:4;5:5;6:6;7:7;8:8;9!CSV-008;"},
        {"a\n123456789012345678901234567890123456789012345678901234567890\nb", "1:a;2!CSV-004;"},
        {"a\n\"23456789012345678901234567890123456789012345678901234567890\"\nb", "1:a;2!CSV-004;"},
        {"sep=;\na;b\n", "2:a|b;"},
        {"sep=;x\n", "1:sep=;x;"},
        {"'=1+1,'-,'@x,'+1,''=x,'a,',-1,'\tx", "1!CSV-005;"},
        {"'=1+1,'-,'@x,'+1,''=x,'a", "1:=1+1*|-*|@x*|+1*|'=x*|'a;"},
        {"',-1,'\tx,\"'-\"", "1:'|-1|\tx*|-*;"},
        /* clang-format on */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = {0};
        assert_string_equal(rows_of(&a, str_of(cases[i].in), &comma), cases[i].out);
        arena_free(&a);
    }
}

static void every_text_comes_back_from_what_was_written(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",       "a",   "=1+1", "'=1", "''-",      "-",  "'",  " x ",    "a,b",    "a;b", "a\"b\"", "a\nb",
        "a\r\nb", "\tx", "+",    "@a",  "\xc3\xa5", "'a", "\"", "'\"=\"", "=\"x\"", "\rx", "sep=;",  "-1"};
    const size_t n = sizeof texts / sizeof *texts;
    static const char separators[] = ",;\t|";
    for (const char *s = separators; *s; s++) {
        arena a = {0};
        buf b = buf_new(&a, 0);
        for (size_t i = 0; i < n; i++) {
            csv_value row[3] = {
                {STR("h"),         true },
                {str_of(texts[i]), true },
                {STR("-1"),        false}
            };
            csv_write_row(&b, row, 3, *s);
            csv_write_row(&b, &row[1], 1, *s);
        }
        csv_dialect d = {.separator = *s};
        csv_reader *r = NULL;
        assert_int_equal(csv_open(&r, &a, buf_str(&b), &d, NULL, NULL), AK_OK);
        for (size_t i = 0; i < n; i++) {
            const csv_row *row = NULL;
            assert_int_equal(csv_next(r, &row, NULL), AK_OK);
            assert_int_equal(row->n, 3);
            assert_true(str_is(row->cells[1].text, texts[i]));
            assert_true(str_is(row->cells[2].text, "-1"));
            assert_false(row->cells[2].escaped);
            assert_int_equal(csv_next(r, &row, NULL), AK_OK);
            assert_int_equal(row->n, 1);
            assert_true(str_is(row->cells[0].text, texts[i]));
        }
        arena_free(&a);
    }
}

/* decisions.md section 3, hole 6: "in CSV a text cell beginning = + - @ TAB CR gets a leading '". */
static void no_text_can_be_taken_for_a_formula(void **state)
{
    (void)state;
    arena a = {0};
    static const char *const texts[] = {"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf b = buf_new(&a, 0);
        csv_put_cell(&b, str_of(texts[i]), true, ';');
        const char *first = b.p[0] == '"' ? b.p + 1 : b.p;
        assert_int_equal(*first, '\'');
    }
    arena_free(&a);
}

static void the_dialect_is_found_and_said(void **state)
{
    (void)state;
    const struct {
        str in;
        char separator;
        csv_encoding encoding;
        char decimal;
        char date_order;
        const char *rows;
    } cases[] = {
        /* clang-format off */
        {STR("navn;andel\nkobolt;12,5\n"), ';', CSV_UTF8, ',', 'y', "1:navn|andel;2:kobolt|12,5;"},
        {STR("name,share\ncobalt,12.5\n"), ',', CSV_UTF8, '.', 'y', "1:name|share;2:cobalt|12.5;"},
        {STR("a\tb\n1,5\t2,5\n"), '\t', CSV_UTF8, ',', 'y', "1:a|b;2:1,5|2,5;"},
        {STR("a|b\n1|2\n"), '|', CSV_UTF8, '.', 'y', "1:a|b;2:1|2;"},
        {STR("bel\xf8p\n12,5\n13,5\n"), ';', CSV_WINDOWS_1252, ',', 'y', "1:bel\xc3\xb8p;2:12,5;3:13,5;"},
        {STR("\xEF\xBB\xBFk\xc3\xb8\x62;n\nx;1\n"), ';', CSV_UTF8_BOM, '.', 'y', "1:k\xc3\xb8\x62|n;2:x|1;"},
        {STR("pris \x80;n\n\x93x\x94;1\n"), ';', CSV_WINDOWS_1252, '.', 'y',
         "1:pris \xe2\x82\xac|n;2:\xe2\x80\x9cx\xe2\x80\x9d|1;"},
        {STR("a;b\n\x81;1\n"), ';', CSV_WINDOWS_1252, '.', 'y', "1:a|b;2!CSV-006;"},
        {STR("\xff\xfe"
             "a\0;\0b\0\n\0\xe5\0;\0"
             "1\0\n\0"),
         ';', CSV_UTF16_LE, '.', 'y', "1:a|b;2:\xc3\xa5|1;"},
        {STR("\xfe\xff\0a\0,\0b\0\n\xd8\x3d\xde\x00\0,\0"
             "1"),
         ',', CSV_UTF16_BE, '.', 'y', "1:a|b;2:\xf0\x9f\x98\x80|1;"},
        {STR("Rapport\n\na;b;c\n1;2,25;3\n"), ';', CSV_UTF8, ',', 'y', "1:Rapport;3:a|b|c;4:1|2,25|3;"},
        {STR("d;x\n21.11.2026;1\n"), ';', CSV_UTF8, '.', 'd', "1:d|x;2:21.11.2026|1;"},
        {STR("d;x\n2026-11-21;1\n"), ';', CSV_UTF8, '.', 'y', "1:d|x;2:2026-11-21|1;"},
        {STR("d;x\n03/04/2026;1\n"), ';', CSV_UTF8, '.', 0, "1:d|x;2:03/04/2026|1;"},
        {STR("d;x\n03/04/2026;1\n03/24/2026;2\n"), ';', CSV_UTF8, '.', 'm',
         "1:d|x;2:03/04/2026|1;3:03/24/2026|2;"},
        {STR("d;x\n24/03/2026;1\n03/24/2026;2\n"), ';', CSV_UTF8, '.', 0,
         "1:d|x;2:24/03/2026|1;3:03/24/2026|2;"},
        {STR("a;b\n1,5;1.5\n"), ';', CSV_UTF8, 0, 'y', "1:a|b;2:1,5|1.5;"},
        {STR("a;b\n1,500;x\n"), ';', CSV_UTF8, 0, 'y', "1:a|b;2:1,500|x;"},
        {STR("a;b\n1,500;1,25\n"), ';', CSV_UTF8, ',', 'y', "1:a|b;2:1,500|1,25;"},
        {STR("land;2019;2020\nCD;1;2\n"), ';', CSV_UTF8, '.', 'y', "1:land|2019|2020;2:CD|1|2;"},
        {STR("1;2;3\n4;5;6\n"), ';', CSV_UTF8, '.', 'y', "1:1|2|3;2:4|5|6;"},
        {STR("name;note\nx;\"a, b, c\"\ny;\"d, e, f\"\n"), ';', CSV_UTF8, '.', 'y',
         "1:name|note;2:x|a, b, c;3:y|d, e, f;"},
        {STR(""), ',', CSV_UTF8, '.', 'y', ""},
        /* clang-format on */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = {0};
        csv_dialect d;
        assert_int_equal(csv_detect(&d, cases[i].in, NULL), AK_OK);
        if (d.separator != cases[i].separator || d.encoding != cases[i].encoding ||
            d.decimal != cases[i].decimal || d.date_order != cases[i].date_order)
            fail_msg("case %zu: '%c' %d %d %d", i, d.separator, d.encoding, d.decimal, d.date_order);
        assert_string_equal(rows_of(&a, cases[i].in, NULL), cases[i].rows);
        const char *words[4];
        csv_dialect_words(words, &d);
        for (size_t k = 0; k < 4; k++)
            assert_true(strlen(words[k]) > 2);
        arena_free(&a);
    }
}

static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    arena a = {0};
    assert_string_equal(rows_of(&a, STR("PK\x03\x04\0\0"), NULL), "CSV-003");
    assert_string_equal(rows_of(&a,
                                STR("\xff\xfe"
                                    "a\0;"),
                                NULL),
                        "CSV-007");
    assert_string_equal(rows_of(&a,
                                STR("\xff\xfe\x00\xd8"
                                    "a\0"),
                                NULL),
                        "CSV-007");
    assert_string_equal(rows_of(&a, STR("\xff\xfe\x00\x00"), NULL), "CSV-003");
    assert_string_equal(rows_of(&a, STR("\xff"), &comma), "CSV-009");
    assert_string_equal(rows_of(&a, STR("\xEF\xBB\xBFk\xf8;n\n"), NULL), "CSV-009");
    arena_free(&a);
}

static void a_sample_that_ends_in_a_row_still_tells(void **state)
{
    (void)state;
    arena a = {0};
    buf b = buf_new(&a, 0);
    buf_add_c(&b, "navn;andel;dato\n");
    for (int i = 0; i < 9000; i++)
        buf_printf(&b, "leverand\xc3\xb8r %d;%d,5;%02d.03.2026\n", i, i, i % 28 + 1);
    csv_dialect d;
    assert_int_equal(csv_detect(&d, buf_str(&b), NULL), AK_OK);
    assert_int_equal(d.separator, ';');
    assert_int_equal(d.decimal, ',');
    assert_int_equal(d.date_order, 'd');
    csv_reader *r = NULL;
    assert_int_equal(csv_open(&r, &a, buf_str(&b), NULL, NULL, NULL), AK_OK);
    const csv_row *row = NULL;
    size_t n = 0;
    while (csv_next(r, &row, NULL) == AK_OK && row) {
        assert_int_equal(row->n, 3);
        assert_int_equal(row->row, ++n);
        assert_int_equal(row->line, n);
    }
    assert_int_equal(n, 9001);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_with_their_numbers),
        cmocka_unit_test(every_text_comes_back_from_what_was_written),
        cmocka_unit_test(no_text_can_be_taken_for_a_formula),
        cmocka_unit_test(the_dialect_is_found_and_said),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(a_sample_that_ends_in_a_row_still_tells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
