/* xlsx.c -- workbooks: a table a sheet.
 *
 * Hidden sheets and those whose names begin with # are left alone (lists for choices, explanations, the
 * faults of an import).  The file's name tells the family only where there is one sheet to speak of.
 */
#include "base/xlsx.h"

#include <string.h>

#include "exchange/format.h"
#include "exchange/recipe_rows.h"
#include "exchange/rules.h"

int xlsx_sniff(str head, const char *name)
{
    bool zip = head.n >= 4 && memcmp(head.p, "PK\x03\x04", 4) == 0;
    if (name_ends(name, ".xlsx") || name_ends(name, ".xlsm"))
        return zip ? 95 : 60; /* an old .xls by another name: told, not kept as a document */
    return zip && memmem(head.p, head.n, "xl/workbook", 11) ? 70 : 0;
}

typedef struct sheet_table {
    xlsx_rows *rows;
    bool over; /* after an error nothing more comes */
    arena *a;
    arena scratch; /* texts of one row that are not as the book has them */
    table_row row;
    table_cell *cells;
    size_t cap;
} sheet_table;

/* 0.125 shown as 12.5 %: the point two places to the right, so that the cell reads as its author saw it. */
static str as_percent(arena *a, str number)
{
    bool minus = number.n && number.p[0] == '-';
    str digits = minus ? (str){number.p + 1, number.n - 1} : number;
    const char *point = digits.n ? memchr(digits.p, '.', digits.n) : NULL;
    size_t whole = point ? (size_t)(point - digits.p) : digits.n;
    buf out = buf_new(a, 1024);
    buf_add_c(&out, minus ? "-" : "");
    buf shifted = buf_new(a, 1024);
    buf_add(&shifted, digits.p, whole);
    size_t behind = point ? digits.n - whole - 1 : 0;
    for (size_t i = 0; i < 2; i++)
        buf_add_char(&shifted, i < behind ? point[1 + i] : '0');
    str left = buf_str(&shifted);
    while (left.n > 1 && left.p[0] == '0') {
        left.p++;
        left.n--;
    }
    buf_add_str(&out, left);
    if (behind > 2) {
        buf_add_char(&out, '.');
        buf_add(&out, point + 3, behind - 2);
    }
    buf_add_c(&out, " %");
    return buf_str(&out);
}

static table_cell cell_of(sheet_table *t, const xlsx_cell *in)
{
    if (in->formula)
        return (table_cell){in->text.n ? in->text : STR("="), TABLE_FORMULA};
    switch (in->kind) {
    case XLSX_EMPTY:
        return (table_cell){STR(""), TABLE_TEXT};
    case XLSX_NUMBER:
        return (table_cell){in->percent ? as_percent(&t->scratch, in->text) : in->text, TABLE_NUMBER};
    case XLSX_DATE:
        return (table_cell){in->text, TABLE_DATE};
    case XLSX_BOOL:
        return (table_cell){str_is(in->text, "true") ? STR("yes") : STR("no"), TABLE_TEXT};
    case XLSX_ERROR:
        return (table_cell){in->text, TABLE_ERROR};
    case XLSX_TEXT:
        break;
    }
    return (table_cell){in->text, TABLE_TEXT};
}

static ak_code next_row(void *payload, const table_row **row, ak_err *err)
{
    sheet_table *t = payload;
    const xlsx_row *in = NULL;
    *row = NULL;
    if (t->over)
        return AK_OK;
    arena_free(&t->scratch);
    ak_code code = xlsx_next(t->rows, &in, err);
    if (code != AK_OK || !in) {
        t->over = true;
        return code;
    }
    if (in->n > t->cap) {
        t->cap = in->n * 2;
        t->cells = ARENA_NEWS(t->a, table_cell, t->cap);
    }
    for (size_t i = 0; i < in->n; i++)
        t->cells[i] = cell_of(t, &in->cells[i]);
    t->row = (table_row){in->row, in->n, t->cells};
    *row = &t->row;
    return AK_OK;
}

static bool is_left_alone(const xlsx_sheet *sheet)
{
    return sheet->hidden || sheet->name[0] == '#';
}

static ak_code visit_sheet(intake *in, xlsx_book *book, size_t index, const char *name, bool alone,
                           table_visit visit, ak_err *err)
{
    sheet_table rows = {.a = in->p->a};
    ak_err bad = {0};
    ak_code code = xlsx_rows_open(&rows.rows, in->p->a, book, index, &bad);
    if (code == AK_E_INPUT || code == AK_E_LIMIT) {
        fault_add_err(&in->p->faults, &bad, &(fault){.file = in->file, .sheet = name});
        return AK_OK;
    }
    if (code != AK_OK) {
        *err = bad;
        return code;
    }
    const table t = {
        .file = in->file,
        .sheet = arena_text(in->p->a, name),
        .names = {str_of(name), alone ? intake_stem(in) : STR("")},
        .next = next_row,
        .payload = &rows
    };
    code = visit.take(visit.payload, &t, err);
    arena_free(&rows.scratch);
    return code;
}

static size_t count_speaking(const xlsx_sheet *sheets, size_t n)
{
    size_t speaking = 0;
    for (size_t i = 0; i < n; i++)
        speaking += !is_left_alone(&sheets[i]);
    return speaking;
}

/* Names of sheets that somebody hid, for whoever wonders why they were not read; the writer hides one
 * itself. */
static void hidden_names(buf *out, const xlsx_sheet *sheets, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sheets[i].hidden && sheets[i].name[0] != '#' && strcmp(sheets[i].name, XLSX_CHOICES_SHEET) != 0)
            buf_printf(out, "%s%s", out->n ? ", " : "", sheets[i].name);
}

/* hidden: NULL = nobody asks. */
static ak_code tables_visit(intake *in, table_visit visit, buf *hidden, ak_err *err)
{
    str bytes;
    AK_TRY(intake_bytes(&bytes, in->p->a, in, err));
    if (!bytes.n)
        return AK_OK;
    xlsx_book *book;
    ak_err bad = {0};
    ak_code code = xlsx_open(&book, in->p->a, bytes, NULL, &bad);
    if (code == AK_E_INPUT || code == AK_E_LIMIT) {
        fault_add_err(&in->p->faults, &bad, &(fault){.file = in->file});
        return AK_OK;
    }
    if (code != AK_OK) {
        *err = bad;
        return code;
    }
    size_t n;
    const xlsx_sheet *sheets = xlsx_sheets(book, &n);
    size_t speaking = count_speaking(sheets, n);
    for (size_t i = 0; i < n; i++)
        if (!is_left_alone(&sheets[i]))
            AK_TRY(visit_sheet(in, book, i, sheets[i].name, speaking == 1, visit, err));
    if (hidden)
        hidden_names(hidden, sheets, n);
    return AK_OK;
}

ak_code xlsx_tables(intake *in, table_visit visit, ak_err *err)
{
    return tables_visit(in, visit, NULL, err);
}

/* What is read, and what is to be said about it. */
typedef struct book_reading {
    intake *in;
    buf note;
} book_reading;

static ak_code read_table(void *payload, const table *t, ak_err *err)
{
    book_reading *r = payload;
    intake *in = r->in;
    table_told told;
    AK_TRY(intake_table(&told, in, t, err));
    AK_TRY(intake_own_table(in, &told, err));
    if (told.rows == 0 && !(told.recipe && told.recipe->of->table))
        return AK_OK;
    const char *what = told.recipe        ? recipe_note(in->p->a, in->lang, told.recipe)
                       : told.family >= 0 ? families[told.family].name
                                          : tr(in->lang, N_("several families"));
    buf_printf(&r->note, "%s%s: %s", r->note.n ? ". " : "", t->sheet, what);
    if (*told.ignored)
        buf_printf(
            &r->note, ", %s",
            tr_fill(in->p->a, tr(in->lang, N_("Left alone: {columns}")), "columns", told.ignored, NULL));
    return AK_OK;
}

ak_code xlsx_read(intake *in, ak_err *err)
{
    book_reading r = {in, buf_new(in->p->a, (size_t)1 << 16)};
    buf hidden = buf_new(in->p->a, (size_t)1 << 16);
    AK_TRY(tables_visit(in, (table_visit){read_table, &r}, &hidden, err));
    if (hidden.n)
        buf_printf(&r.note, "%s%s", r.note.n ? ". " : "",
                   tr_fill(in->p->a, tr(in->lang, N_("Hidden and not read: {sheets}")), "sheets",
                           buf_str(&hidden).p, NULL));
    if (r.note.n)
        in->told->note = buf_str(&r.note).p;
    return AK_OK;
}
