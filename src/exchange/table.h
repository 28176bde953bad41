/* table.h -- a sheet, whatever file it stands in: rows of cells on their way to statements.
 *
 * A format (csv.c, xlsx.c) hands over cells; here it is found out which family they are of, which row holds
 * the headers, which column is which field and how numbers and dates are written.  Title rows above the
 * headers and empty rows are passed over.  What the cells mean is not looked at: that is record's check.
 */
#ifndef EXCHANGE_TABLE_H
#define EXCHANGE_TABLE_H

#include "exchange/heads.h"
#include "record/plan.h"

#define TABLE_HEAD_ROWS   30   /* the headers stand within the first so many rows that are not empty */
#define TABLE_SAMPLE_ROWS 1000 /* and so many tell how numbers are written */

typedef enum table_kind {
    TABLE_TEXT,
    TABLE_NUMBER,  /* canonical: point, no groups */
    TABLE_DATE,    /* ISO */
    TABLE_FORMULA, /* text = its formula */
    TABLE_ERROR    /* #REF! and its kin */
} table_kind;

typedef struct table_cell {
    str text; /* empty = no cell */
    table_kind kind;
} table_cell;

typedef struct table_row {
    int64_t row; /* 1-based, as a person sees it */
    size_t n;
    const table_cell *cells; /* from column 1 on */
} table_row;

/* Where rows go: a plan, or whoever wants them one at a time.  The row and all in it live until return. */
/* A row as it was read; borrowed until the sink returns. */
typedef struct read_row {
    int family;
    plan_cell *cells;
    size_t n;
    const char *file, *sheet;
    int64_t row;
    const plan_dialect *dialect;
    str unless; /* as in plan_row; lives as long as the plan */
} read_row;

typedef struct row_sink {
    ak_code (*take)(void *payload, const read_row *row, ak_err *err);
    void *payload;
} row_sink;

/* Copies into a plan. */
row_sink row_sink_plan(plan *p);

typedef struct table {
    const char *file;  /* as the user gave it */
    const char *sheet; /* "" = the file has none */
    str names[2];      /* what may name the family, best first: sheet, file without folder and ending */
    /* *row = NULL at the end; valid until the next call.  AK_E_INPUT = one broken row, the next may be fine. */
    ak_code (*next)(void *payload, const table_row **row, ak_err *err);
    void *payload;
    char date_order; /* 'y', 'd', 'm'; 0 = not told */
} table;

typedef struct table_told {
    int family;                       /* -1 = by row, or not found */
    plan_dialect dialect;             /* as used */
    language lang;                    /* of the headers */
    size_t rows;                      /* handed on */
    const char *ignored;              /* headers left alone, parted by ", "; "" = none */
    const struct recipe_told *recipe; /* NULL = a sheet of one family */
} table_told;

/* Reads all of it.  Faults go to faults; the columns that are known are read all the same, so that all faults
 * of all rows are told at once.  a holds what lives as long as the plan (headers, dialect).  Memory: one row
 * and the first TABLE_SAMPLE_ROWS.  An error is only what stops the program's work, or the sink's. */
AK_MUST_USE ak_code table_read(table_told *out, arena *a, const heads *h, const table *t, fault_list *faults,
                               row_sink sink, ak_err *err);

#endif
