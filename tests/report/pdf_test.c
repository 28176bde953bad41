/* pdf_test.c -- tagged PDF: the rules that a file must keep, read from its own bytes.
 *
 * The list is ours, after PDF/UA-1 (ISO 14289-1) and the Matterhorn protocol 1.1; its numbers stand at each rule.
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/asset.h"
#include "report/pdf.h"
#include "sample.h"

static bool holds(str bytes, const char *text)
{
    return memmem(bytes.p, bytes.n, text, strlen(text)) != NULL;
}

static size_t count(str bytes, const char *text)
{
    size_t n = 0;
    for (const char *p = bytes.p; (p = memmem(p, (size_t)(bytes.p + bytes.n - p), text, strlen(text))); p++)
        n++;
    return n;
}

static str sample_pdf(arena *a, language lang)
{
    ak_err err = {0};
    str bytes = {0};
    assert_int_equal(doc_write(&bytes, sample_doc(a, lang), DOC_PDF, &err), AK_OK);
    return bytes;
}

/* The packed streams of pages, unpacked one after the other. */
static str contents(arena *a, str bytes)
{
    buf out = buf_new(a, 0);
    const char *end = bytes.p + bytes.n;
    for (const char *p = bytes.p; (p = memmem(p, (size_t)(end - p), "<</Filter/FlateDecode", 21));) {
        const char *from = memmem(p, (size_t)(end - p), "stream\n", 7);
        assert_non_null(from);
        const char *length_at = memmem(p, (size_t)(end - p), "/Length ", 8);
        assert_non_null(length_at);
        size_t length = strtoul(length_at + 8, NULL, 10);
        uLongf n = 4u << 20;
        unsigned char *room = arena_alloc(a, n);
        assert_int_equal(uncompress(room, &n, (const Bytef *)from + 7, length), Z_OK);
        if (memmem(room, n, "EMC\n", 4))
            buf_add(&out, room, n);
        p = from + 7 + length;
    }
    return buf_str(&out);
}

static void the_document_says_title_language_and_that_it_is_tagged(void **state)
{
    (void)state;
    arena a = {0};
    str bytes = sample_pdf(&a, LANG_NB);
    assert_true(holds(bytes, "/MarkInfo<</Marked true>>"));      /* 06-001 */
    assert_true(holds(bytes, "/Lang(nb)"));                      /* 11-006 */
    assert_true(holds(bytes, "/DisplayDocTitle true"));          /* 07-002 */
    assert_true(holds(bytes, "<pdfuaid:part>1</pdfuaid:part>")); /* 06-002 */
    assert_true(holds(
        bytes, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Redegjørelse 2025 &amp;")); /* 06-003 */
    assert_true(holds(bytes, "<xmp:CreateDate>2026-11-21T12:00:00Z"));
    assert_true(holds(bytes, "/CreationDate(D:20261121120000Z)"));
    assert_true(holds(bytes, "/Tabs/S"));   /* 28-008 */
    assert_true(holds(bytes, "/Lang(zh)")); /* 11-001: words in another language */
    arena_free(&a);
}

static void heads_have_scope_figures_and_links_have_words(void **state)
{
    (void)state;
    arena a = {0};
    str bytes = sample_pdf(&a, LANG_EN);
    assert_int_equal(count(bytes, "/S/TH/"), count(bytes, "/O/Table/Scope/")); /* 15-003 */
    assert_int_equal(count(bytes, "/Scope/Column"), 3);
    assert_int_equal(count(bytes, "/Scope/Row"), 80);
    assert_int_equal(count(bytes, "/S/Figure/P"), 1);
    assert_int_equal(count(bytes, "/Alt<FEFF"),
                     count(bytes, "/S/Figure/P") + count(bytes, "/S/Link/P"));            /* 13-004 */
    assert_int_equal(count(bytes, "/Subtype/Link/Rect"), count(bytes, "/Type/OBJR"));     /* 28-011 */
    assert_int_equal(count(bytes, "/Subtype/Link/Rect"), count(bytes, "/Contents<FEFF")); /* 28-012 */
    assert_true(holds(bytes, "/S/URI/URI(https://example.org/a\\(b\\))"));
    arena_free(&a);
}

/* "01-003 Content is neither marked as Artifact nor tagged as real content." */
static void everything_painted_is_content_or_artifact(void **state)
{
    (void)state;
    arena a = {0};
    str rest = contents(&a, sample_pdf(&a, LANG_DA));
    int depth = 0;
    size_t marks = 0;
    size_t artifacts = 0;
    while (rest.n) {
        str line = str_cut(&rest, '\n');
        if (str_ends(line, "BDC") || str_ends(line, "BMC")) {
            assert_int_equal(depth++, 0); /* 01-005: no tagged content in an artifact */
            marks++;
            artifacts += str_starts(line, "/Artifact");
        } else if (str_is(line, "EMC")) {
            assert_int_equal(--depth, 0);
        } else {
            assert_int_equal(depth, 1);
        }
    }
    assert_int_equal(depth, 0);
    assert_true(marks > 200 && artifacts > 80);
    arena_free(&a);
}

/* "A test counts unknown glyphs in every PDF: must be 0; characters outside the font print as U+XXXX and are
 * listed at the end" (D30). */
static void no_glyph_is_unknown_and_foreign_signs_are_listed(void **state)
{
    (void)state;
    arena a = {0};
    str pages = contents(&a, sample_pdf(&a, LANG_NB));
    size_t texts = 0;
    while (pages.n) {
        str line = str_cut(&pages, '\n');
        const char *open = memchr(line.p, '<', line.n);
        if (!str_ends(line, "Tj ET") || !open)
            continue;
        texts++;
        for (const char *p = open + 1; *p != '>'; p += 4)
            assert_true(memcmp(p, "0000", 4) != 0);
    }
    assert_true(texts > 300);
    ak_err err = {0};
    pdf *file;
    assert_int_equal(pdf_new(&file, &a, &err), AK_OK);
    assert_true(str_is(pdf_printable(&a, file,
                                     STR("a\xe6\xbc\xa2"
                                         "b\te\xcc\x81\xc2\xad")),
                       "aU+6F22b \xc3\xa9"));
    assert_true(str_is(pdf_printable(&a, file, STR("a\xff")), "aU+FFFD"));
    size_t n;
    const uint32_t *outside = pdf_outside(file, &n);
    assert_int_equal(n, 2);
    assert_int_equal(outside[0], 0x6f22);
    assert_int_equal(outside[1], 0xfffd);
    arena_free(&a);
}

static void the_font_is_a_subset_that_maps_each_glyph_to_its_sign(void **state)
{
    (void)state;
    arena a = {0};
    ak_err err = {0};
    font *f;
    str file = asset_text(asset_find("system/Inter-Regular.otf"));
    assert_int_equal(font_open(&f, &a, "Inter-Regular", file, &err), AK_OK);
    uint32_t glyph = font_glyph(f, 0xe6);
    assert_true(glyph > 0);
    assert_int_equal(font_glyph(f, 0x6f22), 0);
    font_use(f, glyph, 0xe6);
    str one;
    assert_int_equal(font_subset(&one, f, &err), AK_OK);
    for (uint32_t c = 'a'; c <= 'z'; c++)
        font_use(f, font_glyph(f, c), c);
    str many;
    assert_int_equal(font_subset(&many, f, &err), AK_OK);
    assert_true(one.n > 200 && one.n < many.n && many.n < 40000);
    str cut = {file.p, file.n / 2};
    assert_int_not_equal(font_open(&f, &a, "Inter-Regular", cut, &err) == AK_OK ? font_subset(&one, f, &err)
                                                                                : AK_E_SYSTEM,
                         AK_OK);
    arena_free(&a);
}

/* Another program's view of the file, where it is installed. */
static char *output_of(arena *a, const char *command, str bytes)
{
    char path[] = "/tmp/report-pdf-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
    close(fd);
    FILE *pipe = popen(arena_printf(a, "%s %s 2>&1", command, path), "r");
    assert_non_null(pipe);
    buf out = buf_new(a, 0);
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, pipe)) > 0;)
        buf_add(&out, piece, n);
    pclose(pipe);
    unlink(path);
    return out.n ? out.p : arena_text(a, "");
}

static void poppler_reads_the_text_in_the_order_of_the_document(void **state)
{
    (void)state;
    if (system("command -v pdfinfo >/dev/null") != 0)
        skip();
    arena a = {0};
    const char *text = output_of(&a, "pdfinfo -struct-text", sample_pdf(&a, LANG_NB));
    static const char *const order[] = {"\"Redegjørelse 2025 & æøå <1>\"",
                                        "Innhold",
                                        "First step",
                                        "One paragraph.",
                                        "U+6F22 outside the font and é composed",
                                        "the routine",
                                        "Step 6 is not established.",
                                        "A list",
                                        "alpha",
                                        "beta",
                                        "Second step",
                                        "Measures",
                                        "Measure number 0 that",
                                        "Measure number 79 that",
                                        "39 percent of the cobalt",
                                        "Small print.",
                                        "USGS, Mineral Commodity Summaries 2026",
                                        "U+6F22"};
    const char *at = text;
    const char *after_contents = strstr(text, "One paragraph.");
    assert_non_null(after_contents);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *found = strstr(at, order[i]);
        if (!found)
            fail_msg("not in its place: %s", order[i]);
        at = found;
    }
    assert_null(strstr(text, "aktsom\"")); /* the footer is no content */
    arena_free(&a);
}

static void qpdf_finds_no_fault(void **state)
{
    (void)state;
    if (system("command -v qpdf >/dev/null") != 0)
        skip();
    arena a = {0};
    const char *text = output_of(&a, "qpdf --check", sample_pdf(&a, LANG_EN));
    assert_non_null(strstr(text, "No syntax or stream encoding errors found"));
    assert_null(strstr(text, "WARNING"));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_document_says_title_language_and_that_it_is_tagged),
        cmocka_unit_test(heads_have_scope_figures_and_links_have_words),
        cmocka_unit_test(everything_painted_is_content_or_artifact),
        cmocka_unit_test(no_glyph_is_unknown_and_foreign_signs_are_listed),
        cmocka_unit_test(the_font_is_a_subset_that_maps_each_glyph_to_its_sign),
        cmocka_unit_test(poppler_reads_the_text_in_the_order_of_the_document),
        cmocka_unit_test(qpdf_finds_no_fault),
    };
    return cmocka_run_group_tests_name("report_pdf", tests, NULL, NULL);
}
