/* rows.c -- the program's own tables of facts as rows of cells, read by csv.h with a fixed dialect. */
#include "base/rows.h"

#include <string.h>

#include "base/asset.h"
#include "base/csv.h"

static size_t lines_in(str text)
{
    size_t n = 1;
    for (const char *p = text.p; (p = memchr(p, '\n', (size_t)(text.p + text.n - p))) != NULL; p++)
        n++;
    return n;
}

ak_code rows_read(rows *out, arena *a, str text, const char *name, ak_err *err)
{
    static const csv_dialect dialect = {
        .separator = ',', .encoding = CSV_UTF8, .decimal = '.', .date_order = 'y'};
    csv_reader *reader = NULL;
    AK_TRY(csv_open(&reader, a, text, &dialect, NULL, err));
    char *copy =
        arena_alloc(a, 2 * text.n + 1); /* every cell and its NUL: a cell costs a byte of text at least */
    *out = (rows){0};
    size_t n = 0;
    for (;;) {
        const csv_row *row = NULL;
        AK_TRY(ak_at(err, csv_next(reader, &row, err), name, 0, "", ""));
        if (!row)
            break;
        if (n == 0) {
            out->columns = row->n;
            out->names = ARENA_NEWS(a, const char *, lines_in(text) * row->n);
        }
        if (row->n != out->columns)
            return ak_at(err, ak_fail(err, &ROW_001), name, row->row, "", "");
        for (size_t i = 0; i < row->n; i++) {
            out->names[n * out->columns + i] = copy;
            memcpy(copy, row->cells[i].text.p, row->cells[i].text.n);
            copy += row->cells[i].text.n + 1;
        }
        n++;
    }
    if (n == 0)
        return ak_at(err, ak_fail(err, &ROW_001), name, 1, "", "");
    out->cells = out->names + out->columns;
    out->n = n - 1;
    return AK_OK;
}

ak_code rows_asset(rows *out, arena *a, const char *path, ak_err *err)
{
    const asset *file = asset_find(path);
    if (!file)
        return ak_fail(err, &ROW_002, path);
    return rows_read(out, a, asset_text(file), path, err);
}

size_t rows_column(const rows *r, const char *name)
{
    size_t i = 0;
    while (i < r->columns && strcmp(r->names[i], name) != 0)
        i++;
    return i;
}
