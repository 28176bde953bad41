/* doc_test.c -- documents as HTML, DOCX, XLSX and text: all of it is there, the same each time. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/asset.h"
#include "base/xlsx.h"
#include "base/xml.h"
#include "base/zipfile.h"
#include "report/paint.h"
#include "sample.h"

static bool holds(str bytes, const char *text)
{
    return memmem(bytes.p, bytes.n, text, strlen(text)) != NULL;
}

static str written(arena *a, language lang, doc_format f)
{
    ak_err err = {0};
    str bytes = {0};
    assert_int_equal(doc_write(&bytes, sample_doc(a, lang), f, &err), AK_OK);
    return bytes;
}

static void same_document_same_bytes_in_every_format(void **state)
{
    (void)state;
    for (doc_format f = DOC_HTML; f <= DOC_TEXT; f++) {
        arena a = {0};
        arena b = {0};
        str one = written(&a, LANG_NB, f);
        str two = written(&b, LANG_NB, f);
        assert_true(str_eq(one, two));
        assert_true(one.n > 500);
        arena_free(&a);
        arena_free(&b);
    }
}

static void html_has_every_block_language_and_scope_and_escapes(void **state)
{
    (void)state;
    arena a = {0};
    str html = written(&a, LANG_DA, DOC_HTML);
    static const char *const parts[] = {"<html lang=\"da\">",
                                        "<h1>Redegjørelse 2025 &amp; æøå &lt;1&gt;</h1>",
                                        "<h2 id=\"h-0\">First step</h2>",
                                        "<th scope=\"col\" class=\"num\">Mass, kg</th>",
                                        "<th scope=\"row\">Measure number 79",
                                        "<caption>Measures</caption>",
                                        "<a href=\"https://example.org/a(b)\">the routine</a>",
                                        "<div class=\"note\">Step 6",
                                        "<blockquote lang=\"zh\">",
                                        "<ol><li>alpha</li>",
                                        "role=\"img\" aria-label=\"Evidence:",
                                        "Small print.",
                                        "USGS, Mineral Commodity Summaries 2026",
                                        "[1, 2]",
                                        "001122334455667"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!holds(html, parts[i]))
            fail_msg("missing: %s", parts[i]);
    assert_false(holds(html, "style=\""));
    arena_free(&a);
}

static str docx_part(arena *a, str file, const char *name)
{
    ak_err err = {0};
    zipfile *z;
    size_t entry;
    str bytes = {0};
    assert_int_equal(zipfile_open(&z, a, file, NULL, &err), AK_OK);
    if (!zipfile_find(z, &entry, name))
        fail_msg("no part %s", name);
    assert_int_equal(zipfile_read(&bytes, a, z, entry, &err), AK_OK);
    return bytes;
}

static size_t count(str bytes, const char *text)
{
    size_t n = 0;
    const char *p = bytes.p;
    while ((p = memmem(p, (size_t)(bytes.p + bytes.n - p), text, strlen(text)))) {
        n++;
        p += strlen(text);
    }
    return n;
}

static void docx_has_heading_styles_table_heads_language_and_alternative_text(void **state)
{
    (void)state;
    arena a = {0};
    str file = written(&a, LANG_NB, DOC_DOCX);
    str body = docx_part(&a, file, "word/document.xml");
    assert_int_equal(count(body, "<w:tblHeader/>"), 1);
    assert_int_equal(count(body, "<w:tr>"), 81);
    assert_int_equal(count(body, "w:val=\"Heading1\""), 3); /* two steps and the sources */
    assert_true(holds(body, "descr=\"Evidence: 39 percent"));
    assert_true(holds(body, "<w:lang w:val=\"zh\"/>"));
    assert_true(holds(docx_part(&a, file, "word/styles.xml"), "<w:lang w:val=\"nb-NO\"/>"));
    assert_true(
        holds(docx_part(&a, file, "word/_rels/document.xml.rels"), "Target=\"https://example.org/a(b)\""));
    assert_true(holds(docx_part(&a, file, "word/media/figure1.svg"), "xmlns=\"http://www.w3.org/2000/svg\""));
    assert_true(holds(docx_part(&a, file, "docProps/core.xml"), "2026-11-21T12:00:00Z"));
    arena_free(&a);
}

static void xlsx_has_the_text_and_a_sheet_a_table_with_numbers_as_numbers(void **state)
{
    (void)state;
    arena a = {0};
    ak_err err = {0};
    xlsx_book *book;
    assert_int_equal(xlsx_open(&book, &a, written(&a, LANG_EN, DOC_XLSX), NULL, &err), AK_OK);
    size_t n;
    const xlsx_sheet *sheets = xlsx_sheets(book, &n);
    assert_int_equal(n, 2);
    assert_string_equal(sheets[0].name, "Text");
    assert_string_equal(sheets[1].name, "1 Measures");
    xlsx_rows *rows;
    const xlsx_row *row;
    assert_int_equal(xlsx_rows_open(&rows, &a, book, 1, &err), AK_OK);
    assert_int_equal(xlsx_next(rows, &row, &err), AK_OK);
    assert_int_equal(xlsx_next(rows, &row, &err), AK_OK);
    assert_int_equal(row->cells[1].kind, XLSX_NUMBER);
    assert_true(str_is(row->cells[1].text, "64.5"));
    arena_free(&a);
}

static void text_fits_eighty_columns(void **state)
{
    (void)state;
    arena a = {0};
    str text = written(&a, LANG_EN, DOC_TEXT);
    assert_true(holds(text, "! Step 6 is not established."));
    assert_true(holds(text, "1. alpha"));
    assert_true(holds(text, "Mass, kg: 64,5"));
    while (text.n) {
        str line = str_cut(&text, '\n');
        size_t signs = 0;
        for (size_t i = 0; i < line.n; i++)
            signs += ((unsigned char)line.p[i] & 0xc0) != 0x80;
        assert_true(signs <= 80);
    }
    arena_free(&a);
}

/* Whatever stands in a record must not break a file. */
static void nasty_texts_do_no_harm(void **state)
{
    (void)state;
    arena a = {0};
    char *word = arena_alloc(&a, 5001);
    memset(word, 'w', 5000);
    const char *const texts[] = {
        "",   " ",      "\x01\x02\x7f", "\xff\xfe\x80", "\xef\xbf\xbf",    "<&>\"'{}%s%n",
        word, "\n\n\n", "a\nb",         "](x) [1] \\",  "\xf0\x9f\x8c\x8d"};
    size_t n = sizeof texts / sizeof *texts;
    for (doc_format f = DOC_HTML; f <= DOC_TEXT; f++) {
        doc *d = doc_new(&a, &(doc_about){.title = texts[5],
                                          .author = texts[3],
                                          .footer = texts[6],
                                          .lang = LANG_DA,
                                          .created = "2026-11-21T12:00:00Z",
                                          .contents = 4});
        doc_column columns[] = {
            {.head = word},
            {              .head = ""           },
            { .head = "\xff",            .number = true}
        };
        doc_table *t = doc_table_new(d, texts[2], columns, 3);
        for (size_t i = 0; i < n; i++) {
            doc_heading(d, 1 + (int)(i % 4), texts[i]);
            doc_say(d, texts[i]);
            doc_note(d, texts[i]);
            doc_list(d, i % 2);
            doc_item(d, texts[i]);
            doc_row(t);
            for (int c = 0; c < 3; c++)
                doc_cell(t, texts[(i + (size_t)c) % n]);
            doc_source(d, &(doc_source_row){texts[i], "javascript:x", "assumed", "", 0, -1});
        }
        doc_figure(d, picture_new(&a, 10, 4000, ""), texts[4]);
        doc_sources(d);
        str bytes;
        ak_err err = {0};
        assert_int_equal(doc_write(&bytes, d, f, &err), AK_OK);
        assert_false(holds(bytes, "javascript:"));
        if (f == DOC_DOCX)
            assert_int_equal(
                xml_read(docx_part(&a, bytes, "word/document.xml"), &(xml_handler){0}, NULL, &err), AK_OK);
    }
    arena_free(&a);
}

static void citations_join_neighbours_and_count_each_once(void **state)
{
    (void)state;
    arena a = {0};
    int numbers[] = {7, 2, 5, 6, 5, 9, 10};
    assert_string_equal(doc_numbers(&a, numbers, 7), "[2, 5–7, 9, 10]");
    assert_string_equal(doc_numbers(&a, numbers, 0), "");
    arena_free(&a);
}

/* The value of a custom property of the style sheet: "--ak-high:#8f1d1d". */
static bool css_colour(arena *a, str css, const char *class, uint32_t fill)
{
    const char *names[] = {
        arena_printf(a, ".%s{fill:#%06x", class, (unsigned)fill),
        arena_printf(a, ".%s{fill:#%03x", class,
                     (unsigned)((fill >> 20 & 0xf) << 8 | (fill >> 12 & 0xf) << 4 | (fill >> 4 & 0xf)))};
    if (holds(css, names[0]) || holds(css, names[1]))
        return true;
    const char *rule = arena_printf(a, ".%s{fill:var(--", class);
    const char *at = memmem(css.p, css.n, rule, strlen(rule));
    if (!at)
        return false;
    at += strlen(rule);
    str name = {at, strcspn(at, ")")};
    return holds(css, arena_printf(a, "--%.*s:#%06x", (int)name.n, name.p, (unsigned)fill));
}

static void colours_of_documents_are_those_of_the_style_sheet(void **state)
{
    (void)state;
    arena a = {0};
    str css = asset_text(asset_find("web/assets/app.css"));
    static const char *const plain[] = {"f-high", "f-medium", "f-low", "f-none", "f-e3", "f-e4",  "f-e5",
                                        "f-li",   "f-mn",     "f-co",  "f-ni",   "f-gr", "f-mix", "ink",
                                        "f-c1",   "f-c2",     "f-a",   "f-b",    "sea",  "plate"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (!css_colour(&a, css, plain[i], paint_of(plain[i]).fill))
            fail_msg("%s has another colour in app.css", plain[i]);
    str sprite = asset_text(asset_find("web/pages/_sprite.html"));
    static const char *const hatched[] = {"f-unknown", "f-e1", "f-e2", "h-li", "h-co", "f-med-p", "f-c3"};
    for (size_t i = 0; i < sizeof hatched / sizeof *hatched; i++)
        assert_true(holds(sprite, arena_printf(&a, "#%06x", (unsigned)paint_of(hatched[i]).hatch)));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_document_same_bytes_in_every_format),
        cmocka_unit_test(html_has_every_block_language_and_scope_and_escapes),
        cmocka_unit_test(docx_has_heading_styles_table_heads_language_and_alternative_text),
        cmocka_unit_test(xlsx_has_the_text_and_a_sheet_a_table_with_numbers_as_numbers),
        cmocka_unit_test(text_fits_eighty_columns),
        cmocka_unit_test(nasty_texts_do_no_harm),
        cmocka_unit_test(citations_join_neighbours_and_count_each_once),
        cmocka_unit_test(colours_of_documents_are_those_of_the_style_sheet),
    };
    return cmocka_run_group_tests_name("report_doc", tests, NULL, NULL);
}
