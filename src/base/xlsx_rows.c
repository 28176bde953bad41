/* xlsx_rows.c -- the rows of one sheet, in bounded memory: the XML parser rests between rows. */
#include <stdlib.h>
#include <string.h>

#include "base/xlsx_book.h"

#define PIECE_BYTES ((size_t)65536)

typedef enum cell_type {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_TEXT,
    CELL_BOOL,
    CELL_ERROR,
    CELL_ISO_DATE
} cell_type;

struct xlsx_rows {
    xlsx_book *book;
    zipfile_stream *file;
    xml_reader *xml;
    char *piece;
    bool fed;      /* the whole part went into the parser */
    bool ready;    /* a row is complete */
    arena scratch; /* texts of this row */
    arena kept;    /* the cells' table */
    xlsx_cell *cells;
    size_t cells_cap;
    size_t cells_left; /* of the limit */
    xlsx_row row;
    /* the cell that is being read */
    size_t column;
    cell_type type;
    size_t style;
    bool formula;
    bool in_data;
    bool collect;
    bool phonetic;
    buf value;
};

const char *xlsx_column_name(char out[static 8], size_t column)
{
    char reversed[8];
    size_t n = 0;
    for (; column && n < 7; column = (column - 1) / 26)
        reversed[n++] = (char)('A' + (column - 1) % 26);
    for (size_t i = 0; i < n; i++)
        out[i] = reversed[n - 1 - i];
    out[n] = '\0';
    return out;
}

static ak_code fail_here(const xlsx_rows *r, ak_err *err, ak_code code)
{
    char name[8];
    return ak_at(err, code, NULL, r->row.row, xlsx_column_name(name, r->column), NULL);
}

static ak_code damaged(const xlsx_rows *r, ak_err *err)
{
    return fail_here(r, err, ak_fail(err, &XLSX_003));
}

/* "BC23" -> 55; false when it is no cell of this row. */
static bool column_of(const xlsx_rows *r, const char *reference, size_t *column)
{
    size_t n = 0;
    for (; *reference >= 'A' && *reference <= 'Z' && n < 1000000; reference++)
        n = n * 26 + (size_t)(*reference - 'A' + 1);
    char *end = NULL;
    long long row = strtoll(reference, &end, 10);
    *column = n;
    return n && *reference >= '1' && *reference <= '9' && !*end && row == r->row.row;
}

static ak_code begin_row(xlsx_rows *r, const char **attributes, ak_err *err)
{
    const char *number = xml_attribute(attributes, "r");
    const char *hidden = xml_attribute(attributes, "hidden");
    char *end = NULL;
    r->column = 0;
    int64_t row = number ? strtoll(number, &end, 10) : r->row.row + 1;
    if (row <= r->row.row || row > 1048576 || (number && *end))
        return damaged(r, err);
    arena_rewind(&r->scratch, (arena_mark){0});
    r->value = buf_new(&r->scratch, r->book->limits.cell_bytes_max);
    r->row = (xlsx_row){.row = row, .hidden = hidden && strcmp(hidden, "1") == 0};
    return AK_OK;
}

static bool type_of(cell_type *out, const char *t)
{
    static const struct {
        const char *name;
        cell_type type;
    } types[] = {
        {"b",         CELL_BOOL    },
        {"d",         CELL_ISO_DATE},
        {"e",         CELL_ERROR   },
        {"inlineStr", CELL_TEXT    },
        {"n",         CELL_NUMBER  },
        {"s",         CELL_SHARED  },
        {"str",       CELL_TEXT    },
    };
    *out = CELL_NUMBER;
    for (size_t i = 0; t && i < sizeof types / sizeof *types; i++) {
        *out = types[i].type;
        if (strcmp(types[i].name, t) == 0)
            return true;
    }
    return t == NULL;
}

static ak_code begin_cell(xlsx_rows *r, const char **attributes, ak_err *err)
{
    const char *reference = xml_attribute(attributes, "r");
    const char *style = xml_attribute(attributes, "s");
    size_t column = r->column + 1;
    if (reference && (!column_of(r, reference, &column) || column <= r->column))
        return damaged(r, err);
    r->column = column;
    if (!type_of(&r->type, xml_attribute(attributes, "t")))
        return damaged(r, err);
    r->style = style ? strtoul(style, NULL, 10) : 0;
    r->formula = false;
    r->value.n = 0;
    if (r->cells_left-- == 0)
        return fail_here(r, err, ak_fail(err, &XLSX_005, ak_arg_int((int64_t)r->book->limits.cells_max)));
    return AK_OK;
}

static ak_code shared_text(const xlsx_rows *r, str index, str *text, ak_err *err)
{
    char *end = NULL;
    const char *digits = index.n ? index.p : "";
    unsigned long i = strtoul(digits, &end, 10); /* a buf ends with NUL */
    if (end != digits + index.n || index.n == 0 || i >= r->book->strings_n)
        return damaged(r, err);
    *text = r->book->strings[i];
    return AK_OK;
}

static ak_code read_value(xlsx_rows *r, xlsx_cell *cell, ak_err *err)
{
    static const xlsx_shown plain = {0};
    const xlsx_book *book = r->book;
    str value = buf_str(&r->value);
    *cell = (xlsx_cell){.formula = r->formula};
    if (r->type != CELL_TEXT) /* blanks around a number are no part of it (XML Schema) */
        value = str_trim(value);
    if (value.n == 0 && r->type != CELL_TEXT)
        return AK_OK;
    switch (r->type) {
    case CELL_SHARED:
        AK_TRY(shared_text(r, value, &cell->text, err));
        cell->kind = cell->text.n ? XLSX_TEXT : XLSX_EMPTY;
        return AK_OK;
    case CELL_TEXT:
        cell->text = xlsx_text(&r->scratch, value);
        cell->kind = cell->text.n ? XLSX_TEXT : XLSX_EMPTY;
        return AK_OK;
    case CELL_BOOL:
        cell->kind = XLSX_BOOL;
        cell->text = str_is(value, "1") || str_is(value, "true") ? STR("true") : STR("false");
        return AK_OK;
    case CELL_ERROR:
        cell->kind = XLSX_ERROR;
        cell->text = str_copy(&r->scratch, value);
        return AK_OK;
    case CELL_ISO_DATE:
        cell->kind = XLSX_DATE;
        cell->text = str_copy(&r->scratch, value);
        return AK_OK;
    case CELL_NUMBER:
        break;
    }
    const xlsx_shown *shown = r->style < book->styles_n ? &book->styles[r->style] : &plain;
    return xlsx_number(cell, &r->scratch, value, shown, book->since_1904) ? AK_OK : damaged(r, err);
}

static ak_code keep_cell(xlsx_rows *r, const xlsx_cell *cell, ak_err *err)
{
    if (r->column > r->book->limits.columns_max)
        return fail_here(r, err, ak_fail(err, &XLSX_004, ak_arg_int((int64_t)r->book->limits.columns_max)));
    if (r->column > r->cells_cap) {
        size_t cap = r->cells_cap ? r->cells_cap : 32;
        while (cap < r->column)
            cap *= 2;
        xlsx_cell *grown = ARENA_NEWS(&r->kept, xlsx_cell, cap);
        if (r->row.n)
            memcpy(grown, r->cells, r->row.n * sizeof *grown);
        r->cells = grown;
        r->cells_cap = cap;
    }
    while (r->row.n < r->column)
        r->cells[r->row.n++] = (xlsx_cell){0};
    r->cells[r->column - 1] = *cell;
    return AK_OK;
}

static ak_code on_start(void *payload, const char *name, const char **attributes, ak_err *err)
{
    xlsx_rows *r = payload;
    const char *local = xml_local(name);
    if (strcmp(local, "sheetData") == 0)
        r->in_data = true;
    if (!r->in_data)
        return AK_OK;
    if (strcmp(local, "row") == 0)
        return begin_row(r, attributes, err);
    if (strcmp(local, "c") == 0)
        return r->row.row ? begin_cell(r, attributes, err) : damaged(r, err);
    if (strcmp(local, "f") == 0)
        r->formula = true;
    else if (strcmp(local, "rPh") == 0)
        r->phonetic = true;
    else if (strcmp(local, "v") == 0 || (strcmp(local, "t") == 0 && !r->phonetic))
        r->collect = r->value.a != NULL;
    return AK_OK;
}

static ak_code on_text(void *payload, str text, ak_err *err)
{
    xlsx_rows *r = payload;
    if (r->collect)
        buf_add_str(&r->value, text);
    if (r->value.over)
        return fail_here(r, err, ak_fail(err, &XLSX_006, ak_arg_int((int64_t)r->value.limit_bytes)));
    return AK_OK;
}

static ak_code on_end(void *payload, const char *name, ak_err *err)
{
    xlsx_rows *r = payload;
    const char *local = xml_local(name);
    if (strcmp(local, "sheetData") == 0)
        r->in_data = false;
    if (!r->in_data)
        return AK_OK;
    if (strcmp(local, "v") == 0 || strcmp(local, "t") == 0)
        r->collect = false;
    else if (strcmp(local, "rPh") == 0)
        r->phonetic = false;
    if (strcmp(local, "c") == 0) {
        xlsx_cell cell;
        AK_TRY(read_value(r, &cell, err));
        if (cell.kind != XLSX_EMPTY || cell.formula)
            return keep_cell(r, &cell, err);
    }
    if (strcmp(local, "row") == 0 && r->row.n) {
        r->ready = true;
        xml_pause(r->xml);
    }
    return AK_OK;
}

static void rows_close(void *payload)
{
    xlsx_rows *r = payload;
    arena_free(&r->scratch);
    arena_free(&r->kept);
}

ak_code xlsx_rows_open(xlsx_rows **out, arena *a, xlsx_book *book, size_t sheet, ak_err *err)
{
    xlsx_rows *r = ARENA_NEW(a, xlsx_rows);
    *out = r;
    r->book = book;
    r->cells_left = book->limits.cells_max;
    r->piece = arena_alloc(a, PIECE_BYTES);
    arena_own(a, rows_close, r);
    xml_handler handler = {on_start, on_end, on_text, r};
    AK_TRY(xml_open(&r->xml, a, &handler, NULL, err));
    return zipfile_stream_open(&r->file, a, book->zip, book->sheet_entries[sheet], err);
}

ak_code xlsx_next(xlsx_rows *r, const xlsx_row **row, ak_err *err)
{
    *row = NULL;
    r->ready = false;
    while (!r->ready) {
        if (xml_paused(r->xml)) {
            AK_TRY(xml_resume(r->xml, err));
        } else if (r->fed) {
            return AK_OK;
        } else {
            size_t n = 0;
            AK_TRY(zipfile_stream_next(r->file, r->piece, PIECE_BYTES, &n, err));
            r->fed = n == 0;
            AK_TRY(xml_feed(r->xml, (str){r->piece, n}, r->fed, err));
        }
    }
    r->row.cells = r->cells;
    *row = &r->row;
    return AK_OK;
}
