/* xlsx.h -- workbooks (Office Open XML, ECMA-376) in and out.
 *
 * In: sheets by name, row after row in bounded memory, every cell as text with its kind.  A number is the
 * shortest text of its double (files hold 0.28999999999999998 where 0.29 was typed), padded to the decimals
 * that its format shows ("0.00" shows 0.10); a number in a date format is an ISO date.  A formula's cell is
 * marked and has the value that was computed last.  Links to other workbooks, macros and pictures are never
 * looked at.
 *
 * Out: text is always a string cell, so nothing that was said can become a formula; the same calls and the
 * same created_s give the same bytes.
 */
#ifndef BASE_XLSX_H
#define BASE_XLSX_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/zipfile.h"

/* --- in --- */

typedef enum xlsx_kind {
    XLSX_EMPTY,
    XLSX_TEXT,
    XLSX_NUMBER, /* "0.29": no exponent while that is at most 20 places long */
    XLSX_DATE,   /* "2026-11-21", "2026-11-21T10:30:00", or a time alone "10:30:00" */
    XLSX_BOOL,   /* "true", "false" */
    XLSX_ERROR   /* "#DIV/0!" */
} xlsx_kind;

typedef struct xlsx_cell {
    xlsx_kind kind;
    bool formula; /* computed; text is the last value that was stored, and may be missing (XLSX_EMPTY) */
    bool percent; /* the format shows a hundred times the number and a % sign */
    str text;
} xlsx_cell;

typedef struct xlsx_row {
    int64_t row; /* 1-based, as the spreadsheet shows it */
    bool hidden;
    size_t n;               /* cells up to the last one that is stored */
    const xlsx_cell *cells; /* cells[0] is column A */
} xlsx_row;

typedef struct xlsx_sheet {
    const char *name;
    bool hidden;
} xlsx_sheet;

typedef struct xlsx_limits {
    zipfile_limits zip;
    size_t columns_max;    /* 0 = 1,000 */
    size_t cells_max;      /* 0 = 50 million, a sheet */
    size_t cell_bytes_max; /* 0 = 128 KiB (Excel's own limit: 32,767 characters) */
} xlsx_limits;

typedef struct xlsx_book xlsx_book;
typedef struct xlsx_rows xlsx_rows;

/* The input is borrowed as long as the arena lives.  AK_E_INPUT: no workbook, damaged, encrypted. */
AK_MUST_USE ak_code xlsx_open(xlsx_book **out, arena *a, str input, const xlsx_limits *limits, ak_err *err);
const xlsx_sheet *xlsx_sheets(const xlsx_book *book, size_t *n); /* worksheets, in the order of their tabs */
/* Rows live in an arena of their own that a owns. */
AK_MUST_USE ak_code xlsx_rows_open(xlsx_rows **out, arena *a, xlsx_book *book, size_t sheet, ak_err *err);
/* Rows that hold something; *row = NULL at the end; it is valid until the next call.  After an error the
 * sheet is over. */
AK_MUST_USE ak_code xlsx_next(xlsx_rows *rows, const xlsx_row **row, ak_err *err);

/* "A", "AA" of a 1-based column. */
const char *xlsx_column_name(char out[static 8], size_t column);

/* --- out --- */

typedef enum xlsx_style { XLSX_PLAIN, XLSX_HEADER, XLSX_BAD } xlsx_style;

#define XLSX_CHOICES_SHEET "choices" /* hidden: lists too long to stand in a rule */

typedef struct xlsx_column {
    const char *head;
    double width_chars;         /* 0 = by the header's length */
    const char *const *choices; /* offered in every cell of the column, ended by NULL; NULL = none */
    const char *note;           /* comment of the header cell; NULL = none */
} xlsx_column;

typedef struct xlsx_writer xlsx_writer;

/* created_s: moment in the document's properties. */
AK_MUST_USE ak_code xlsx_writer_open(xlsx_writer **out, arena *a, int64_t created_s, ak_err *err);
/* Begins a sheet; characters that a name may not have become '_', and it is cut at 31.  AK_E_CONFLICT when
 * the workbook has that name already. */
AK_MUST_USE ak_code xlsx_put_sheet(xlsx_writer *w, const char *name, ak_err *err);
/* Row 1: bold, frozen, with filters over all rows that follow. */
AK_MUST_USE ak_code xlsx_put_columns(xlsx_writer *w, const xlsx_column *columns, size_t n, ak_err *err);
/* Cells of the newest sheet; row and column are 1-based, as in xlsx_row.  AK_E_LIMIT past what a sheet holds.
 * An empty text writes nothing unless the cell is XLSX_BAD. */
AK_MUST_USE ak_code xlsx_put_text(xlsx_writer *w, int64_t row, size_t column, str text, xlsx_style style,
                                  ak_err *err);
/* Decimal text ("0.10": shown with two decimals).  What a double cannot hold exactly (over 15 digits), or
 * what is no number, is written as text. */
AK_MUST_USE ak_code xlsx_put_number(xlsx_writer *w, int64_t row, size_t column, str decimal, xlsx_style style,
                                    ak_err *err);
/* ISO date; one that is known to the month or year only is written as text. */
AK_MUST_USE ak_code xlsx_put_date(xlsx_writer *w, int64_t row, size_t column, str iso, xlsx_style style,
                                  ak_err *err);
AK_MUST_USE ak_code xlsx_put_bool(xlsx_writer *w, int64_t row, size_t column, bool truth, xlsx_style style,
                                  ak_err *err);
/* What a cell takes, with a hint that is shown when it is chosen.  A list only warns of another word; a number or a
 * date is refused by the program that the form is filled in with. */
typedef enum xlsx_takes { XLSX_TAKES_ANY, XLSX_TAKES_ONE_OF, XLSX_TAKES_NUMBER, XLSX_TAKES_DATE } xlsx_takes;
typedef struct xlsx_answer {
    xlsx_takes takes;
    const char *const *choices; /* of XLSX_TAKES_ONE_OF, ended by NULL */
    bool at_least, at_most;     /* bounds of XLSX_TAKES_NUMBER */
    double least, most;
    const char *hint; /* cut at 255 characters; NULL = none */
} xlsx_answer;
/* An empty cell to be filled in: it stays open where the sheet is protected. */
AK_MUST_USE ak_code xlsx_put_answer(xlsx_writer *w, int64_t row, size_t column, const xlsx_answer *answer,
                                    ak_err *err);
/* The newest sheet can be changed in the cells of xlsx_put_answer only (no password: it guards against slips). */
void xlsx_protect(xlsx_writer *w);
AK_MUST_USE ak_code xlsx_put_comment(xlsx_writer *w, int64_t row, size_t column, const char *text,
                                     ak_err *err);
/* The workbook's bytes, in the arena.  The writer may not be used afterwards. */
AK_MUST_USE ak_code xlsx_writer_done(xlsx_writer *w, str *bytes, ak_err *err);

#endif
