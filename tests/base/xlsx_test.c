/* xlsx_test.c -- workbooks: what we write we read; what others write; what is made to do harm. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <zip.h>

#include "base/xlsx.h"

/* --- a workbook made by hand: parts as text --- */

typedef struct part {
    const char *name;
    const char *text;
} part;

static str zip_of(arena *a, const part *parts, size_t n)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(out);
    zip_t *z = zip_open_from_source(out, ZIP_TRUNCATE, &error);
    assert_non_null(z);
    for (size_t i = 0; i < n; i++) {
        zip_source_t *s = zip_source_buffer(z, parts[i].text, strlen(parts[i].text), 0);
        assert_true(zip_file_add(z, parts[i].name, s, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(z), 0);
    zip_stat_t st;
    assert_int_equal(zip_source_stat(out, &st), 0);
    char *p = arena_alloc(a, (size_t)st.size);
    assert_int_equal(zip_source_open(out), 0);
    assert_int_equal(zip_source_read(out, p, st.size), st.size);
    zip_source_close(out);
    zip_source_free(out);
    zip_error_fini(&error);
    return (str){p, (size_t)st.size};
}

#define RELS_HEAD "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
#define OFFICE    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN      "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"

static str book_of(arena *a, const char *sheet_data, const char *workbook_pr)
{
    const char *workbook = arena_printf(
        a,
        "<workbook " MAIN " xmlns:r='" OFFICE "'>%s<sheets><sheet name='Ark &amp; 1' sheetId='1' r:id='r1'/>"
        "<sheet name='skjult' sheetId='2' state='hidden' r:id='r2'/></sheets></workbook>",
        workbook_pr);
    const part parts[] = {
        {"_rels/.rels",
         RELS_HEAD "<Relationship Id='a' Type='" OFFICE "/officeDocument' Target='xl/workbook.xml'/>"
                   "</Relationships>"                                                           },
        {"xl/workbook.xml",            workbook                                                 },
        {"xl/_rels/workbook.xml.rels", RELS_HEAD
         "<Relationship Id='r1' Type='" OFFICE "/worksheet' Target='worksheets/sheet1.xml'/>"
         "<Relationship Id='r2' Type='" OFFICE "/worksheet' Target='/xl/worksheets/sheet2.xml'/>"
         "<Relationship Id='r3' Type='" OFFICE "/sharedStrings' Target='sharedStrings.xml'/>"
         "<Relationship Id='r4' Type='" OFFICE "/styles' Target='styles.xml'/>"
         "<Relationship Id='r5' Type='" OFFICE "/externalLink' TargetMode='External' Target='http://x/'/>"
         "</Relationships>"                               },
        {"xl/styles.xml",
         "<styleSheet " MAIN "><numFmts><numFmt numFmtId='164' formatCode='dd\\.mm\\.yyyy;@'/>"
         "<numFmt numFmtId='165' formatCode='0.000\" kg\"'/><numFmt numFmtId='166' formatCode='[Red]h:mm'/>"
         "<numFmt numFmtId='167' formatCode='\"day\" 0.0'/></numFmts>"
         "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/>"
         "<xf numFmtId='164'/><xf numFmtId='22'/><xf numFmtId='165'/><xf numFmtId='10'/><xf numFmtId='166'/>"
         "<xf numFmtId='167'/><xf numFmtId='2'/></cellXfs></styleSheet>"                        },
        {"xl/sharedStrings.xml",
         "<sst " MAIN "><si><t xml:space='preserve'> kobolt </t></si><si><r><t>rik</t></r><r><t>tekst</t></r>"
         "<rPh sb='0' eb='1'><t>lest</t></rPh></si><si><t>a_x000D_b_x005F_x0041_</t></si></sst>"},
        {"xl/worksheets/sheet1.xml",
         arena_printf(a,
         "<worksheet " MAIN "><sheetData>%s</sheetData><extLst><c r='A1'/></extLst></worksheet>",
         sheet_data)},
        {"xl/worksheets/sheet2.xml", "<worksheet " MAIN "><sheetData/></worksheet>"},
    };
    return zip_of(a, parts, sizeof parts / sizeof *parts);
}

static const xlsx_limits limits = {.columns_max = 30, .cells_max = 200, .cell_bytes_max = 100};

/* "row:kind text|...;" with kind one of - T N D B E, f for a formula, % for a percentage; !CODE at an
 * error. */
static const char *rows_of(arena *a, str in)
{
    static const char kinds[] = "-TNDBE";
    ak_err err = {0};
    xlsx_book *book = NULL;
    xlsx_rows *rows = NULL;
    buf b = buf_new(a, 0);
    if (xlsx_open(&book, a, in, &limits, &err) != AK_OK)
        return err.rule->code;
    assert_int_equal(xlsx_rows_open(&rows, a, book, 0, &err), AK_OK);
    for (;;) {
        const xlsx_row *row = NULL;
        if (xlsx_next(rows, &row, &err) != AK_OK) {
            buf_printf(&b, "%d%s!%s", (int)err.line, err.field, err.rule->code);
            return b.p;
        }
        if (!row)
            return b.n ? b.p : "";
        buf_printf(&b, "%d:", (int)row->row);
        for (size_t i = 0; i < row->n; i++) {
            const xlsx_cell *c = &row->cells[i];
            buf_printf(&b, "%s%c%s%s%.*s", i ? "|" : "", kinds[c->kind], c->formula ? "f" : "",
                       c->percent ? "%" : "", (int)c->text.n, c->text.p ? c->text.p : "");
        }
        buf_add_char(&b, ';');
    }
}

static void cells_of_every_kind_are_read_as_text(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        const char *rows;
    } cases[] = {
        /* clang-format off */
        {"<row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='s'><v>1</v></c><c t='s'><v>2</v></c></row>",
         "1:T kobolt |-|Triktekst|Ta\rb_x0041_;"},
        {"<row r='1'><c t='s'><v>1</v></c></row>", "1:Triktekst;"},
        {"<row><c t='inlineStr'><is><t>x</t><rPh><t>y</t></rPh></is></c></row><row "
         "r='5'><c><v>1</v></c></row>", "1:Tx;5:N1;"},
        {"<row r='1'><c><v>0.28999999999999998</v></c><c><v>12.5</v></c><c><v>1E-7</v></c><c><v>-3</v></c>"
         "<c><v>1.2345678901234501E+17</v></c><c><v>7038010009457</v></c><c><v>1e30</v></c></row>",
         "1:N0.29|N12.5|N0.0000001|N-3|N123456789012345010|N7038010009457|N1e+30;"},
        {"<row r='1'><c s='1'><v>46347</v></c><c s='2'><v>46347</v></c><c s='3'><v>46347.4375</v></c>"
         "<c s='6'><v>0.4375</v></c><c s='1'><v>1</v></c><c s='1'><v>59</v></c><c s='1'><v>60</v></c>"
         "<c s='1'><v>61</v></c><c s='1'><v>-1</v></c><c s='1'><v>2958465.999999</v></c><c "
         "t='d'><v>2026-11-21</v></c></row>",
         "1:D2026-11-21|D2026-11-21|D2026-11-21T10:30:00|D10:30:00|D1900-01-01|D1900-02-28|D1900-02-29|D1900-03-01|"
         "N-1|N2958465.999999|D2026-11-21;"},
        {"<row r='1'><c s='4'><v>0.1</v></c><c s='5'><v>0.125</v></c><c s='7'><v>2</v></c><c "
         "s='8'><v>5</v></c></row>", "1:N0.100|N%0.1250|N2.0|N5.00;"},
        {"<row r='1'><c t='b'><v>1</v></c><c "
         "t='e'><v>#DIV/0!</v></c><c><f>1+1</f><v>2</v></c><c><f>A1</f></c>"
         "<c t='str'><f>A1</f><v>x</v></c><c s='1'/></row>", "1:Btrue|E#DIV/0!|Nf2|-f|Tfx;"},
        {"<row r='1'><c t='n'><v> 41</v></c><c t='s'><v> 1\n</v></c><c t='str'><v> x </v></c><c><v> </v></c></row>",
         "1:N41|Triktekst|T x ;"},
        {"<row r='1'><c s='1'/></row><row r='2'/><row r='3'><c><v>1</v></c></row>", "3:N1;"},
        {"<row r='2'><c r='A2'><v>1</v></c></row><row r='2'/>", "2:N1;2!XLSX-003"},
        {"<row r='2'><c r='A1'><v>1</v></c></row>", "2!XLSX-003"},
        {"<row r='1'><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>", "1B!XLSX-003"},
        {"<row r='1'><c r='A1' t='s'><v>3</v></c></row>", "1A!XLSX-003"},
        {"<row r='1'><c r='A1' t='s'><v>x</v></c></row>", "1A!XLSX-003"},
        {"<row r='1'><c r='A1'><v>nan</v></c></row>", "1A!XLSX-003"},
        {"<row r='1'><c r='A1'><v>0x10</v></c></row>", "1A!XLSX-003"},
        {"<row r='1'><c r='A1' t='zz'><v>1</v></c></row>", "1A!XLSX-003"},
        {"<row r='1'><c r='AE1'><v>1</v></c></row>", "1AE!XLSX-004"},
        {"<row r='1'><c r='XFD1' s='1'/></row>", ""},
        {"<row r='9999999'/>", "1!XLSX-003"},
        {"<c r='A1'><v>1</v></c>", "1!XLSX-003"},
        {"<row r='1'><c><v>1</c></row>", "1!XML-001"},
        /* clang-format on */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = {0};
        assert_string_equal(rows_of(&a, book_of(&a, cases[i].data, "")), cases[i].rows);
        arena_free(&a);
    }
}

static void dates_can_count_from_1904(void **state)
{
    (void)state;
    arena a = {0};
    str in = book_of(&a, "<row r='1'><c s='1'><v>0</v></c><c s='1'><v>44885</v></c></row>",
                     "<workbookPr date1904='1'/>");
    assert_string_equal(rows_of(&a, in), "1:D1904-01-01|D2026-11-21;");
    arena_free(&a);
}

/* As Excel for Mac writes it: the extensions have a workbookPr of their own. */
static void the_first_day_is_told_by_the_workbook_not_by_its_extensions(void **state)
{
    (void)state;
    arena a = {0};
    str in = book_of(&a, "<row r='1'><c s='1'><v>44885</v></c></row>",
                     "<workbookPr date1904='1'/><extLst><ext uri='{140A7094-0E35-4892-8432-C4D2E57EDEB5}'>"
                     "<x15:workbookPr xmlns:x15='http://schemas.microsoft.com/office/spreadsheetml/2010/11/main' "
                     "chartTrackingRefBase='1'/></ext></extLst>");
    assert_string_equal(rows_of(&a, in), "1:D2026-11-21;");
    arena_free(&a);
}

static void sheets_have_names_and_may_be_hidden(void **state)
{
    (void)state;
    arena a = {0};
    xlsx_book *book = NULL;
    size_t n = 0;
    assert_int_equal(xlsx_open(&book, &a, book_of(&a, "", ""), NULL, NULL), AK_OK);
    const xlsx_sheet *sheets = xlsx_sheets(book, &n);
    assert_int_equal(n, 2);
    assert_string_equal(sheets[0].name, "Ark & 1");
    assert_false(sheets[0].hidden);
    assert_true(sheets[1].hidden);
    arena_free(&a);
}

static void limits_hold(void **state)
{
    (void)state;
    arena a = {0};
    buf b = buf_new(&a, 0);
    for (int i = 0; i < 201; i++)
        buf_add_c(&b, "<row><c><v>1</v></c></row>");
    assert_non_null(strstr(rows_of(&a, book_of(&a, b.p, "")), "XLSX-005"));
    const char *text = arena_printf(&a, "<row r='1'><c t='inlineStr'><is><t>%0101d</t></is></c></row>", 0);
    assert_string_equal(rows_of(&a, book_of(&a, text, "")), "1A!XLSX-006");
    arena_free(&a);
}

static void what_is_no_workbook_is_refused(void **state)
{
    (void)state;
    arena a = {0};
    assert_string_equal(rows_of(&a, STR("")), "XLSX-001");
    assert_string_equal(rows_of(&a, STR("a,b\n1,2\n")), "ZIP-001");
    assert_string_equal(rows_of(&a, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")), "XLSX-002");
    const part other[] = {
        {"a.txt", "x"}
    };
    assert_string_equal(rows_of(&a, zip_of(&a, other, 1)), "XLSX-001");
    const part doctype[] = {
        {"_rels/.rels", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}
    };
    assert_string_equal(rows_of(&a, zip_of(&a, doctype, 1)), "XML-002");
    const part slip[] = {
        {"_rels/.rels",         "<x/>"},
        {"xl/../../etc/passwd", "x"   }
    };
    assert_string_equal(rows_of(&a, zip_of(&a, slip, 2)), "ZIP-002");
    const part absolute[] = {
        {"/etc/passwd", "x"}
    };
    assert_string_equal(rows_of(&a, zip_of(&a, absolute, 1)), "ZIP-002");
    arena_free(&a);
}

static void a_bomb_is_seen_before_it_goes_off(void **state)
{
    (void)state;
    arena a = {0};
    size_t n = (size_t)24 << 20;
    char *zeros = arena_alloc(&a, n + 1);
    memset(zeros, ' ', n);
    const part parts[] = {
        {"xl/big.xml", zeros}
    };
    str bomb = zip_of(&a, parts, 1);
    assert_true(bomb.n < n / 200);
    assert_string_equal(rows_of(&a, bomb), "ZIP-006");
    zipfile *z = NULL;
    ak_err err = {0};
    zipfile_limits few = {.bytes_max = 1 << 20};
    assert_int_equal(zipfile_open(&z, &a, bomb, &few, &err), AK_E_LIMIT);
    assert_string_equal(err.rule->code, "ZIP-005");
    arena_free(&a);
}

/* --- what we write --- */

static str written(arena *a)
{
    static const char *const levels[] = {"high", "medium", "low", NULL};
    static const char *many[60];
    for (size_t i = 0; i < 59; i++)
        many[i] = "a rather long choice";
    const xlsx_column columns[] = {
        {.head = "Name",       .width_chars = 30, .note = "who it is"},
        {.head = "Level", .choices = levels},
        {.head = "Country",      .choices = many},
        {.head = "Mass"                   },
        {.head = "On"},
    };
    xlsx_writer *w = NULL;
    ak_err err = {0};
    str bytes = {0};
    assert_int_equal(xlsx_writer_open(&w, a, 1795209540, &err), AK_OK);
    assert_int_equal(xlsx_put_sheet(w, "Leverand\xc3\xb8rer [2026]", &err), AK_OK);
    assert_int_equal(xlsx_put_columns(w, columns, 5, &err), AK_OK);
    assert_int_equal(xlsx_put_text(w, 2, 1, STR("=1+1"), XLSX_PLAIN, &err), AK_OK);
    assert_int_equal(xlsx_put_text(w, 2, 2, STR("-"), XLSX_BAD, &err), AK_OK);
    assert_int_equal(xlsx_put_comment(w, 2, 2, "not a level; write high, medium or low [X-001]", &err),
                     AK_OK);
    assert_int_equal(xlsx_put_text(w, 2, 3, STR("http://example.org/ \xc3\xa5\r\n_x0041_"), XLSX_PLAIN, &err),
                     AK_OK);
    assert_int_equal(xlsx_put_number(w, 2, 4, STR("0.10"), XLSX_PLAIN, &err), AK_OK);
    assert_int_equal(xlsx_put_date(w, 2, 5, STR("2026-11-21"), XLSX_BAD, &err), AK_OK);
    assert_int_equal(xlsx_put_number(w, 4, 1, STR("1234567890123456"), XLSX_PLAIN, &err), AK_OK);
    assert_int_equal(xlsx_put_number(w, 4, 2, STR("-12.345"), XLSX_BAD, &err), AK_OK);
    assert_int_equal(xlsx_put_date(w, 4, 3, STR("2026-11"), XLSX_PLAIN, &err), AK_OK);
    assert_int_equal(xlsx_put_bool(w, 4, 4, true, XLSX_PLAIN, &err), AK_OK);
    assert_int_equal(xlsx_put_number(w, 4, 5, STR("007"), XLSX_PLAIN, &err), AK_OK);
    assert_int_equal(xlsx_put_sheet(w, "leverand\xc3\xb8rer ?2026]", &err), AK_E_CONFLICT);
    assert_int_equal(xlsx_put_sheet(w, "2", &err), AK_OK);
    assert_int_equal(xlsx_writer_done(w, &bytes, &err), AK_OK);
    return bytes;
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    arena a = {0};
    str bytes = written(&a);
    assert_string_equal(rows_of(&a, bytes),
                        "1:TName|TLevel|TCountry|TMass|TOn;"
                        "2:T=1+1|T-|Thttp://example.org/ \xc3\xa5\r\n_x0041_|N0.10|D2026-11-21;"
                        "4:T1234567890123456|N-12.345|T2026-11|Btrue|T007;");
    xlsx_book *book = NULL;
    size_t n = 0;
    assert_int_equal(xlsx_open(&book, &a, bytes, NULL, NULL), AK_OK);
    const xlsx_sheet *sheets = xlsx_sheets(book, &n);
    assert_int_equal(n, 3);
    assert_string_equal(sheets[0].name, "Leverand\xc3\xb8rer _2026_");
    assert_true(sheets[1].hidden); /* the long list of choices */
    assert_false(sheets[2].hidden);
    arena_free(&a);
}

static bool holds(arena *a, zipfile *z, const char *name, const char *text)
{
    size_t entry;
    str s = STR("");
    if (!zipfile_find(z, &entry, name))
        return false;
    assert_int_equal(zipfile_read(&s, a, z, entry, NULL), AK_OK);
    return memmem(s.p, s.n, text, strlen(text)) != NULL;
}

static void a_sheet_is_frozen_filtered_commented_and_offers_choices(void **state)
{
    (void)state;
    arena a = {0};
    zipfile *z = NULL;
    assert_int_equal(zipfile_open(&z, &a, written(&a), NULL, NULL), AK_OK);
    const char *sheet = "xl/worksheets/sheet1.xml";
    assert_true(holds(&a, z, sheet, "<pane ySplit=\"1\""));
    assert_true(holds(&a, z, sheet, "<autoFilter ref=\"A1:E4\"/>"));
    assert_true(holds(&a, z, sheet, "<formula1>\"high,medium,low\"</formula1>"));
    assert_true(holds(&a, z, sheet, "<formula1>choices!$A$1:$A$59</formula1>"));
    assert_false(holds(&a, z, sheet, "<f>"));
    assert_true(holds(&a, z, "xl/comments1.xml", "write high, medium or low"));
    assert_true(holds(&a, z, "docProps/core.xml", "2026-11-20T21:19:00Z"));
    arena_free(&a);
}

static void the_same_calls_give_the_same_bytes(void **state)
{
    (void)state;
    arena a = {0};
    str first = written(&a);
    struct timespec wait = {.tv_sec = 2, .tv_nsec = 100000000}; /* ZIP times have steps of two seconds */
    nanosleep(&wait, NULL);
    assert_true(str_eq(written(&a), first));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_every_kind_are_read_as_text),
        cmocka_unit_test(dates_can_count_from_1904),
        cmocka_unit_test(the_first_day_is_told_by_the_workbook_not_by_its_extensions),
        cmocka_unit_test(sheets_have_names_and_may_be_hidden),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(what_is_no_workbook_is_refused),
        cmocka_unit_test(a_bomb_is_seen_before_it_goes_off),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(a_sheet_is_frozen_filtered_commented_and_offers_choices),
        cmocka_unit_test(the_same_calls_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
