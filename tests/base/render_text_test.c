/* render_text_test.c -- what a person sees on a terminal. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "base/render.h"
#include "base/text_width.h"

static const view_source usgs = {"USGS, Mineral Commodity Summaries 2026", "", 2026, "documented", ""};
static const view_basis stands = {&usgs, 1, 0.5};

static const view_column columns[] = {
    {"material", N_("Material"), VIEW_TEXT,    ""  },
    {"mass_kg",  N_("Mass"),     VIEW_DECIMAL, "kg"},
    {"level",    N_("Level"),    VIEW_WORD,    ""  },
    {"why",      N_("Why"),      VIEW_TEXT,    ""  },
};

static const char *text_of(arena *a, const view *v)
{
    render_sink out = render_sink_buf(a);
    ak_err err = {0};
    assert_int_equal(render_text(&out, v, LANG_EN, &err), AK_OK);
    return out.out.p;
}

static void add(arena *a, view *t, const char *material, const char *mass, const char *level, const char *why)
{
    view_row(t);
    view_cell(t, view_text_c(a, material));
    view_cell(t, mass ? view_decimal(a, mass, "kg", &stands) : NULL);
    view_cell(t, view_level(a, level));
    view_cell(t, view_text_c(a, why));
}

static void columns_stand_under_each_other(void **state)
{
    (void)state;
    arena a = {0};
    view *v = view_map(&a);
    view_put_label(v, "subject", N_("Subject"), view_ref(&a, "product", "gtin:07038010000012", "pack"));
    view_put(v, "as_of_size", view_int(&a, 12));
    view_put(v, "absent", NULL);
    view *t = view_table(&a, columns, 4);
    add(&a, t, "cobalt", "8.0", "high", "");
    add(&a, t, "gr\xc3\xa5 grafitt", "136.25", "unknown", "not said");
    add(&a, t, "\xe7\x9f\xb3\xe5\xa2\xa8", NULL, "low", "x");
    view_put_label(v, "materials", N_("Materials"), t);
    assert_string_equal(text_of(&a, v), "Subject     pack (gtin:07038010000012)\n"
                                        "As of size  12\n"
                                        "\n"
                                        "Materials\n"
                                        "  Material     Mass, kg  Level    Why\n"
                                        "  -----------  --------  -------  --------\n"
                                        "  cobalt            8.0  high\n"
                                        "  gr\xc3\xa5 grafitt    136.25  unknown  not said\n"
                                        "  \xe7\x9f\xb3\xe5\xa2\xa8                   low      x\n"
                                        "\n"
                                        "Sources\n"
                                        "  - USGS, Mineral Commodity Summaries 2026\n");
    arena_free(&a);
}

/* In fewer columns than they would like: breaks between words first, and no header in two. */
static void words_are_broken_last(void **state)
{
    (void)state;
    static const view_column four[] = {
        {"what",  "What happened there",  VIEW_TEXT, ""},
        {"where", "Where",                VIEW_TEXT, ""},
        {"who",   "Responsible for that", VIEW_TEXT, ""},
        {"how",   "How it was found out", VIEW_TEXT, ""},
    };
    arena a = {0};
    view *v = view_map(&a), *t = view_table(&a, four, 4);
    view_row(t);
    view_cell(t, view_text_c(&a, "A spill of the tailings pond"));
    view_cell(t, view_text_c(&a, "Koboltraffineriet"));
    view_cell(t, view_text_c(&a, "Konsesjonsinnehaveren selv"));
    view_cell(t, view_text_c(&a, "by satellite and a visit of the site"));
    view_put(v, "rows", t);
    const char *text = text_of(&a, v);
    assert_non_null(strstr(text, "Koboltraffineriet"));
    assert_non_null(strstr(text, "Konsesjonsinnehaveren"));
    assert_non_null(strstr(text, "Responsible for that"));
    arena_free(&a);
}

static void a_long_text_that_ends_a_row_stands_beneath_it(void **state)
{
    (void)state;
    static const view_column six[] = {
        {"a",   "Rank",                 VIEW_INT,  ""},
        {"b",   "What was bought here", VIEW_TEXT, ""},
        {"c",   "Likelihood",           VIEW_TEXT, ""},
        {"d",   "Responsibility",       VIEW_TEXT, ""},
        {"e",   "Leverage",             VIEW_TEXT, ""},
        {"why", "Why",                  VIEW_TEXT, ""},
    };
    arena a = {0};
    view *v = view_map(&a), *t = view_table(&a, six, 6);
    view_row(t);
    view_cell(t, view_int(&a, 1));
    view_cell(t, view_text_c(&a, "Lease of electric cars"));
    view_cell(t, view_text_c(&a, "probable"));
    view_cell(t, view_text_c(&a, "Konsesjonsinnehaveren"));
    view_cell(t, view_text_c(&a, "strong"));
    view_cell(t,
              view_text_c(&a, "child labour at the extraction of cobalt in DR Congo, which two lists name"));
    view_put(v, "rows", t);
    assert_string_equal(
        text_of(&a, v),
        "Rows\n"
        "  Rank  What was bought here    Likelihood  Responsibility         Leverage\n"
        "        Why\n"
        "  ----  ----------------------  ----------  ---------------------  --------\n"
        "     1  Lease of electric cars  probable    Konsesjonsinnehaveren  strong\n"
        "        child labour at the extraction of cobalt in DR Congo, which two lists name\n");
    arena_free(&a);
}

static void a_table_of_too_many_columns_is_a_list_for_each_row(void **state)
{
    (void)state;
    view_column many[14];
    for (size_t i = 0; i < 14; i++)
        many[i] = (view_column){"c", i ? "Undertaking" : "Supplier of all", VIEW_TEXT, ""};
    arena a = {0};
    view *v = view_map(&a), *t = view_table(&a, many, 14);
    for (int row = 0; row < 2; row++) {
        view_row(t);
        for (size_t i = 0; i < 14; i++)
            view_cell(t, i == 0 || i == 4 ? view_text_c(&a, row ? "Beta" : "Alfa") : NULL);
    }
    view_put(v, "rows", t);
    assert_string_equal(text_of(&a, v), "Rows\n"
                                        "  Alfa\n"
                                        "    Undertaking      Alfa\n"
                                        "  Beta\n"
                                        "    Undertaking      Beta\n");
    arena_free(&a);
}

static size_t widest_line(const char *text)
{
    size_t widest = 0;
    str rest = str_of(text);
    while (rest.n) {
        size_t width = text_width(str_cut(&rest, '\n'));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void no_line_is_wider_than_100_columns_and_no_word_is_lost(void **state)
{
    (void)state;
    arena a = {0};
    view *v = view_map(&a);
    buf words = buf_new(&a, 0);
    for (int i = 0; i < 60; i++)
        buf_printf(&words, "w%03d\xc3\xb8 ", i);
    view *t = view_table(&a, columns, 4);
    add(&a, t, words.p, "8.0", "high", words.p);
    add(&a, t, "loooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooong", "1",
        "low", words.p);
    view_put(v, "materials", t);
    view_put(v, "text", view_text_c(&a, words.p));
    const char *out = text_of(&a, v);
    assert_true(widest_line(out) <= 100);
    for (int i = 0; i < 60; i++) {
        char word[16];
        snprintf(word, sizeof word, "w%03d", i);
        int seen = 0;
        for (const char *p = out; (p = strstr(p, word)); p++)
            seen++;
        assert_int_equal(seen, 4);
    }
    arena_free(&a);
}

static void lines_break_at_spaces_but_not_at_no_break_spaces(void **state)
{
    (void)state;
    str rest = STR("a 48,5\xc2\xa0kg abcdefghij\nx");
    assert_true(str_is(text_width_line(&rest, 8), "a"));
    assert_true(str_is(text_width_line(&rest, 8), "48,5\xc2\xa0kg"));
    assert_true(str_is(text_width_line(&rest, 8), "abcdefgh"));
    assert_true(str_is(text_width_line(&rest, 8), "ij"));
    assert_true(str_is(text_width_line(&rest, 8), "x"));
    assert_int_equal(rest.n, 0);
    str broken = STR("\xff\xff x");
    assert_true(text_width_line(&broken, 2).n == 2);
}

static void a_share_is_never_rounded_to_none_or_all(void **state)
{
    (void)state;
    arena a = {0};
    static const struct {
        int64_t millionths;
        const char *text;
    } rows[] = {
        {0,       "0%"    },
        {1000000, "100%"  },
        {731107,  "73%"   },
        {4000,    "0.4%"  },
        {300,     "0.03%" },
        {995000,  "99.5%" },
        {999900,  "99.99%"},
        {10000,   "1%"    },
        {625000,  "62.5%" }, /* as it was said */
        {122500,  "12.25%"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf out = buf_new(&a, 0);
        ak_err err = {0};
        assert_int_equal(render_plain(&out, view_share(&a, rows[i].millionths, &stands), LANG_EN, &err),
                         AK_OK);
        assert_string_equal(out.p, rows[i].text);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_stand_under_each_other),
        cmocka_unit_test(words_are_broken_last),
        cmocka_unit_test(a_long_text_that_ends_a_row_stands_beneath_it),
        cmocka_unit_test(a_table_of_too_many_columns_is_a_list_for_each_row),
        cmocka_unit_test(no_line_is_wider_than_100_columns_and_no_word_is_lost),
        cmocka_unit_test(lines_break_at_spaces_but_not_at_no_break_spaces),
        cmocka_unit_test(a_share_is_never_rounded_to_none_or_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
