/* rows.h -- the program's own tables of facts (data/) as rows of cells, by column name.
 *
 * csv.h with a fixed dialect (UTF-8, comma) behind it; every row is as wide as the header.
 */
#ifndef BASE_ROWS_H
#define BASE_ROWS_H

#include "base/arena.h"
#include "base/str.h"

typedef struct rows {
    const char **names; /* header, columns long */
    size_t columns;
    const char **cells; /* n x columns, row-major; "" = empty; live in the arena */
    size_t n;
} rows;

/* AK_E_INPUT with err->line: ROW-001 for a row of another width, else as csv_next. */
AK_MUST_USE ak_code rows_read(rows *out, arena *a, str text, const char *name, ak_err *err);
/* An embedded file ("data/risk/mixes.csv").  AK_E_SYSTEM (ROW-002) when it is not built in. */
AK_MUST_USE ak_code rows_asset(rows *out, arena *a, const char *path, ak_err *err);
/* Index of a column; = columns when there is none of that name. */
size_t rows_column(const rows *r, const char *name);

static inline const char *rows_cell(const rows *r, size_t row, size_t column)
{
    return r->cells[row * r->columns + column];
}

#endif
