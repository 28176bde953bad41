/* render_test.c -- one value, many renderings: what machines get. */
#include "../cmocka_all.h"

#include <math.h>
#include <string.h>

#include "base/render.h"
#include "base/xlsx.h"

static const view_source usgs = {"USGS, Mineral Commodity Summaries 2026", "", 2026, "documented", ""};
static const view_basis stands = {&usgs, 1, 0.5};

static const char *json_of(arena *a, const view *v)
{
    render_sink out = render_sink_buf(a);
    ak_err err = {0};
    assert_int_equal(render_json(&out, v, LANG_EN, &err), AK_OK);
    return out.out.p;
}

static const char *csv_of(arena *a, const view *v, const char *path)
{
    render_sink out = render_sink_buf(a);
    ak_err err = {0};
    assert_int_equal(render_csv(&out, v, path, LANG_EN, &err), AK_OK);
    return out.out.p;
}

static void json_numbers_come_from_the_decimal_text(void **state)
{
    (void)state;
    arena a = {0};
    view *v = view_map(&a);
    view_put(v, "mass_kg", view_decimal(&a, "250.50", "kg", &stands));
    view_put(v, "huge", view_decimal(&a, "123456789012345678901234567890.10", "kg", &stands));
    view_put(v, "score", view_number(&a, 0.123456, "", 3, &stands));
    view_put(v, "traced_share", view_share(&a, 731107, &stands));
    view_put(v, "price", view_money(&a, -1234505, "NOK", &stands));
    view_put(v, "level", view_level(&a, "unknown"));
    view_put(v, "on", view_date(&a, "2026-11-21"));
    view_put(v, "subject", view_ref(&a, "product", "gtin:07038010000012", "pack \"A\" <&>"));
    view_put(v, "said", view_say(&a, N_("From {who}"), "who", view_text_c(&a, "X"), (char *)NULL));
    view_put(v, "none", view_list(&a));
    assert_string_equal(json_of(&a, v), "{\n"
                                        "  \"mass_kg\": 250.50,\n"
                                        "  \"huge\": 123456789012345678901234567890.10,\n"
                                        "  \"score\": 0.123,\n"
                                        "  \"traced_share\": 0.731107,\n"
                                        "  \"price\": {\"amount\": -12345.05, \"currency\": \"NOK\"},\n"
                                        "  \"level\": \"unknown\",\n"
                                        "  \"on\": \"2026-11-21\",\n"
                                        "  \"subject\": {\"id\": \"gtin:07038010000012\", "
                                        "\"name\": \"pack \\\"A\\\" <&>\"},\n"
                                        "  \"said\": \"From X\",\n"
                                        "  \"none\": []\n"
                                        "}\n");
    arena_free(&a);
}

static ak_code refusal(arena *a, view *figure, const char **code)
{
    ak_err err = {0};
    render_sink out = render_sink_buf(a);
    ak_code got = render_json(&out, figure, LANG_EN, &err);
    *code = err.rule ? err.rule->code : "";
    ak_code csv_got = AK_OK;
    static const view_column column = {"x", N_("X"), VIEW_NUMBER, ""};
    view *table = view_table(a, &column, 1);
    view_row(table);
    view_cell(table, figure);
    csv_got = render_csv(&out, table, "", LANG_EN, &err);
    assert_int_equal(csv_got, got);
    return got;
}

/* design.md 7.2: "A figure without a source, a year and an evidence level is not shown." */
static void a_figure_without_source_year_and_evidence_is_refused(void **state)
{
    (void)state;
    arena a = {0};
    const char *code = "";
    view_source no_year = usgs;
    no_year.year = 0;
    view_source no_evidence = usgs;
    no_evidence.evidence = "";
    view_source pair[] = {usgs, no_year};
    const view_basis empty = {NULL, 0, -1};
    const view_basis second_lacks_year = {pair, 2, -1};
    const view_basis lacks_evidence = {&no_evidence, 1, -1};
    assert_int_equal(refusal(&a, view_share(&a, 1, NULL), &code), AK_E_SYSTEM);
    assert_string_equal(code, "VIEW-001");
    assert_int_equal(refusal(&a, view_decimal(&a, "1", "kg", &empty), &code), AK_E_SYSTEM);
    assert_string_equal(code, "VIEW-001");
    assert_int_equal(refusal(&a, view_number(&a, 1, "kg", 3, &second_lacks_year), &code), AK_E_SYSTEM);
    assert_int_equal(refusal(&a, view_money(&a, 1, "NOK", &lacks_evidence), &code), AK_E_SYSTEM);
    assert_int_equal(refusal(&a, view_int(&a, 7), &code), AK_OK);
    arena_free(&a);
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    arena a = {0};
    const char *code = "";
    static const char *const wrong[] = {"", "-", "1.", ".5", "+1", "1e5", "01", "1,5", "0x1", "1 ", "NaN"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(refusal(&a, view_decimal(&a, wrong[i], "", &stands), &code), AK_E_SYSTEM);
        assert_string_equal(code, "VIEW-002");
    }
    assert_int_equal(refusal(&a, view_number(&a, (double)NAN, "", 3, &stands), &code), AK_E_SYSTEM);
    assert_int_equal(refusal(&a, view_number(&a, (double)INFINITY, "", 3, &stands), &code), AK_E_SYSTEM);
    assert_int_equal(refusal(&a, view_number(&a, 1.5e-9, "", 3, &stands), &code), AK_OK);
    arena_free(&a);
}

static const view_column columns[] = {
    {"material", N_("Material"), VIEW_TEXT,    ""  },
    {"mass_kg",  N_("Mass"),     VIEW_DECIMAL, "kg"},
    {"maker",    N_("Maker"),    VIEW_REF,     ""  },
};

static view *composition(arena *a, const char *material)
{
    view *t = view_table(a, columns, 3);
    view_row(t);
    view_cell(t, view_text_c(a, material));
    view_cell(t, view_decimal(a, "-8.0", "kg", &stands));
    view_cell(t, NULL);
    view_row(t);
    view_cell(t, view_text_c(a, "a, \"b\"\nc"));
    view_cell(t, view_none(a)); /* null for machines, a dash for people */
    view_cell(t, view_ref(a, "party", "orgnr-no:123", "Maker AS"));
    return t;
}

static void a_table_is_an_array_of_objects_and_a_csv_by_its_path(void **state)
{
    (void)state;
    arena a = {0};
    view *v = view_map(&a);
    view_put(v, "composition", composition(&a, "cobalt"));
    assert_string_equal(json_of(&a, v),
                        "{\n  \"composition\": [\n"
                        "    {\"material\": \"cobalt\", \"mass_kg\": -8.0, \"maker\": null},\n"
                        "    {\"material\": \"a, \\\"b\\\"\\nc\", \"mass_kg\": null, \"maker\": "
                        "{\"id\": \"orgnr-no:123\", \"name\": \"Maker AS\"}}\n  ]\n}\n");
    assert_string_equal(csv_of(&a, v, "composition"), "material,mass_kg,maker\r\n"
                                                      "cobalt,-8.0,\r\n"
                                                      "\"a, \"\"b\"\"\nc\",,orgnr-no:123\r\n");
    assert_string_equal(csv_of(&a, v, "composition"), csv_of(&a, v, ""));
    ak_err err = {0};
    render_sink out = render_sink_buf(&a);
    assert_int_equal(render_csv(&out, v, "nothing", LANG_EN, &err), AK_E_NOTFOUND);
    assert_string_equal(err.rule->code, "VIEW-003");
    assert_string_equal(view_as_text(view_path(v, "composition.1.maker")), "orgnr-no:123");
    assert_null(view_path(v, "composition.2.maker"));
    assert_null(view_path(v, "composition.x"));
    arena_free(&a);
}

/* decisions.md section 3, hole 6: "in CSV a text cell beginning = + - @ TAB CR gets a leading '" */
static void a_text_that_a_spreadsheet_would_compute_gets_a_leading_quote(void **state)
{
    (void)state;
    arena a = {0};
    static const char *const texts[][2] = {
        {"=1+1",   "'=1+1"        },
        {"+47",    "'+47"         },
        {"-",      "'-"           },
        {"@x",     "'@x"          },
        {"\tx",    "\"'\tx\""     },
        {"\rx",    "\"'\rx\""     },
        {"'=1",    "''=1"         },
        {"'tis",   "'tis"         },
        {"a=1",    "a=1"          },
        {"=a,\"b", "\"'=a,\"\"b\""},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *csv = csv_of(&a, composition(&a, texts[i][0]), NULL);
        const char *row = strstr(csv, "\r\n") + 2;
        assert_memory_equal(row, texts[i][1], strlen(texts[i][1]));
        assert_int_equal(row[strlen(texts[i][1])], ',');
    }
    arena_free(&a);
}

static const xlsx_row *row_at(arena *a, str bytes, size_t sheet, int64_t row)
{
    xlsx_book *book = NULL;
    xlsx_rows *rows = NULL;
    const xlsx_row *out = NULL;
    ak_err err = {0};
    assert_int_equal(xlsx_open(&book, a, bytes, NULL, &err), AK_OK);
    assert_int_equal(xlsx_rows_open(&rows, a, book, sheet, &err), AK_OK);
    for (int64_t i = 0; i < row; i++)
        assert_int_equal(xlsx_next(rows, &out, &err), AK_OK);
    return out;
}

static void tables_at_one_place_of_many_items_are_one_sheet_with_the_items_words(void **state)
{
    (void)state;
    arena a = {0};
    ak_err err = {0};
    view *v = view_map(&a);
    view *list = view_list(&a);
    for (int i = 0; i < 300; i++) {
        view *item = view_map(&a);
        view_put(item, "material", view_text_c(&a, arena_printf(&a, "metal %d", i)));
        view_put(item, "origins", composition(&a, i % 2 ? "odd" : "even"));
        view_add(list, item);
    }
    view_put(v, "materials", list);
    render_sink out = render_sink_buf(&a);
    assert_int_equal(render_xlsx(&out, v, LANG_EN, &err), AK_OK);
    xlsx_book *book = NULL;
    size_t n = 0;
    assert_int_equal(xlsx_open(&book, &a, buf_str(&out.out), NULL, &err), AK_OK);
    assert_string_equal(xlsx_sheets(book, &n)[0].name, "origins");
    assert_int_equal(n, 1);
    assert_true(str_is(row_at(&a, buf_str(&out.out), 0, 1)->cells[0].text, "materials.material"));
    size_t rows_of_one = 0;
    const xlsx_row *row = row_at(&a, buf_str(&out.out), 0, 2);
    assert_true(str_is(row->cells[0].text, "metal 0"));
    assert_true(str_is(row->cells[1].text, "even"));
    for (rows_of_one = 1; str_is(row->cells[0].text, "metal 0"); rows_of_one++)
        row = row_at(&a, buf_str(&out.out), 0, (int64_t)rows_of_one + 2);
    assert_true(str_is(row->cells[0].text, "metal 1"));
    arena_free(&a);
}

static void every_table_is_a_sheet_and_a_text_never_a_formula(void **state)
{
    (void)state;
    arena a = {0};
    ak_err err = {0};
    view *v = view_map(&a);
    view_put(v, "title", view_text_c(&a, "x"));
    view_put(v, "composition", composition(&a, "=1+1"));
    view *list = view_list(&a);
    view *inner = view_map(&a);
    view_put(inner, "composition", composition(&a, "<&\">"));
    view_add(list, inner);
    view_put(v, "parts", list);
    render_sink out = render_sink_buf(&a);
    assert_int_equal(render_xlsx(&out, v, LANG_NB, &err), AK_OK);
    xlsx_book *book = NULL;
    size_t n = 0;
    assert_int_equal(xlsx_open(&book, &a, buf_str(&out.out), NULL, &err), AK_OK);
    const xlsx_sheet *sheets = xlsx_sheets(book, &n);
    assert_int_equal(n, 2);
    assert_string_equal(sheets[0].name, "composition");
    assert_string_equal(sheets[1].name, "composition 2");
    const xlsx_row *row = row_at(&a, buf_str(&out.out), 0, 2);
    assert_true(str_is(row->cells[0].text, "=1+1"));
    assert_false(row->cells[0].formula);
    assert_int_equal(row->cells[0].kind, XLSX_TEXT);
    assert_true(str_is(row->cells[1].text, "-8.0"));
    row = row_at(&a, buf_str(&out.out), 1, 2);
    assert_true(str_is(row->cells[0].text, "1")); /* of a list without words of its own: which item */
    assert_true(str_is(row->cells[1].text, "<&\">"));
    /* The same value gives the same bytes. */
    render_sink again = render_sink_buf(&a);
    assert_int_equal(render_xlsx(&again, v, LANG_NB, &err), AK_OK);
    assert_true(str_eq(buf_str(&out.out), buf_str(&again.out)));
    /* Without a table: keys and values. */
    view *plain = view_map(&a);
    view_put(plain, "size", view_int(&a, 12));
    render_sink small = render_sink_buf(&a);
    assert_int_equal(render_xlsx(&small, plain, LANG_NB, &err), AK_OK);
    row = row_at(&a, buf_str(&small.out), 0, 2);
    assert_true(str_is(row->cells[0].text, "size"));
    assert_true(str_is(row->cells[1].text, "12"));
    arena_free(&a);
}

typedef struct counter {
    int64_t at;
    int64_t end;
    size_t bytes;
    size_t calls;
} counter;

static ak_code next_row(void *payload, arena *scratch, view **cells, bool *more, ak_err *err)
{
    (void)err;
    counter *c = payload;
    *more = c->at < c->end;
    if (*more) {
        cells[0] = view_text(scratch, STR("row"));
        cells[2] = view_int(scratch, c->at++);
    }
    return AK_OK;
}

static ak_code take(void *payload, const void *p, size_t n, ak_err *err)
{
    (void)p, (void)err;
    counter *c = payload;
    c->bytes += n;
    c->calls++;
    return AK_OK;
}

static void a_streamed_table_of_any_size_needs_one_buffer(void **state)
{
    (void)state;
    arena a = {0};
    counter c = {.end = 200000};
    view *t = view_table(&a, columns, 3);
    view_stream(t, next_row, &c);
    render_sink out = render_sink_to(&a, take, &c);
    ak_err err = {0};
    assert_int_equal(render_csv(&out, t, "", LANG_EN, &err), AK_OK);
    assert_int_equal(c.at, 200000);
    assert_int_equal(c.bytes, strlen("material,mass_kg,maker\r\n") + 200000 * strlen("row,,\r\n") + 10 +
                                  90 * 2 + 900 * 3 + 9000 * 4 + 90000 * 5 + 100000 * 6);
    assert_true(c.calls > 20);
    assert_true(a.used_bytes < 1000000);
    c.at = 0;
    assert_int_equal(render_json(&out, t, LANG_EN, &err), AK_OK);
    assert_int_equal(c.at, 200000);
    assert_true(a.used_bytes < 1000000);
    arena_free(&a);
}

static void a_sentence_keeps_its_places_and_chooses_by_count(void **state)
{
    (void)state;
    arena a = {0};
    view *list = view_list(&a);
    view_add(list, view_say_n(&a, 1, N_("{n} gap of {of}"), N_("{n} gaps of {of}"), "of", view_int(&a, 5),
                              (char *)NULL));
    view_add(list, view_say_n(&a, 2, N_("{n} gap of {of}"), N_("{n} gaps of {of}"), "of", view_int(&a, 5),
                              (char *)NULL));
    view_add(list, view_say(&a, N_("{missing} { and }"), "x", view_int(&a, 1), (char *)NULL));
    assert_string_equal(json_of(&a, list),
                        "[\n  \"1 gap of 5\",\n  \"2 gaps of 5\",\n  \"{missing} { and }\"\n]\n");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_numbers_come_from_the_decimal_text),
        cmocka_unit_test(a_figure_without_source_year_and_evidence_is_refused),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(a_table_is_an_array_of_objects_and_a_csv_by_its_path),
        cmocka_unit_test(a_text_that_a_spreadsheet_would_compute_gets_a_leading_quote),
        cmocka_unit_test(a_streamed_table_of_any_size_needs_one_buffer),
        cmocka_unit_test(every_table_is_a_sheet_and_a_text_never_a_formula),
        cmocka_unit_test(tables_at_one_place_of_many_items_are_one_sheet_with_the_items_words),
        cmocka_unit_test(a_sentence_keeps_its_places_and_chooses_by_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
