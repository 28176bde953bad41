/* csv.h -- tables as text: RFC 4180 in and out, row by row, with the dialect of the file found and said.
 *
 * In: quotes as RFC 4180 has them, rows end with CRLF, LF or CR, blank lines are passed over.  Rows are
 * counted as a person sees them in a spreadsheet: the first line is row 1, blank lines count, a line break
 * inside quotes does not.  A line "sep=;" at the start sets the separator, as it does for Excel.
 * A leading ' before = + - @ TAB CR is taken off (once): whoever wrote it kept a spreadsheet from computing
 * the text; csv_put_cell puts it there.
 *
 * Out: UTF-8, quotes only where needed, CRLF.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

typedef enum csv_encoding {
    CSV_UTF8,
    CSV_UTF8_BOM,
    CSV_UTF16_LE,
    CSV_UTF16_BE,
    CSV_WINDOWS_1252 /* what is no UTF-8 and has no byte order mark */
} csv_encoding;

/* What was found in the first 64 KiB (the encoding: in the whole file). */
typedef struct csv_dialect {
    char separator; /* , ; TAB | */
    csv_encoding encoding;
    char decimal;      /* '.' or ','; 0 = the numbers do not agree */
    char date_order;   /* 'y' ISO only, 'd' day first, 'm' month first; 0 = the dates do not tell */
    bool decimal_seen; /* else '.' is only the default */
    bool date_seen;    /* else 'y' is only the default */
} csv_dialect;

typedef struct csv_limits {
    size_t row_bytes_max; /* 0 = 1 MiB */
    size_t columns_max;   /* 0 = 1,000 */
    int64_t rows_max;     /* 0 = 50 million */
} csv_limits;

typedef struct csv_cell {
    str text;     /* UTF-8; not trimmed */
    bool escaped; /* a leading ' was taken off: so "-" here is a dash, and not the sign for clearing */
} csv_cell;

typedef struct csv_row {
    int64_t row;  /* 1-based, as in a spreadsheet */
    int64_t line; /* 1-based line of the text where it begins */
    str source;   /* its bytes without the line end, as they stand in the text (UTF-16: in its UTF-8 form) */
    size_t n;
    const csv_cell *cells;
} csv_row;

typedef struct csv_reader csv_reader;

/* The input is borrowed as long as the reader lives; UTF-16 is turned into UTF-8 in the arena.  dialect NULL:
 * it is detected.  AK_E_INPUT: binary data, broken UTF-16. */
AK_MUST_USE ak_code csv_open(csv_reader **out, arena *a, str input, const csv_dialect *dialect,
                             const csv_limits *limits, ak_err *err);
const csv_dialect *csv_dialect_of(const csv_reader *r);
/* *row = NULL at the end; it is valid until the next call.  AK_E_INPUT for one broken row (err->line is its
 * row): the reader stands behind it and may go on.  AK_E_LIMIT ends the reading.  O(bytes). */
AK_MUST_USE ak_code csv_next(csv_reader *r, const csv_row **row, ak_err *err);

/* The dialect as one translatable sentence with four translatable arguments. */
#define CSV_DIALECT_TEXT N_("Columns are separated by {1}, the text is {2}, decimal sign: {3}, dates: {4}")
void csv_dialect_words(const char *words[static 4], const csv_dialect *d);

/* Appends one cell; words = it is text of somebody, else a number or date of ours, which needs no '. */
void csv_put_cell(buf *out, str text, bool words, char separator);

typedef struct csv_value {
    str text;
    bool words;
} csv_value;

/* A whole row and its CRLF. */
void csv_write_row(buf *out, const csv_value *values, size_t n, char separator);

AK_MUST_USE ak_code csv_detect(csv_dialect *out, str input, ak_err *err);

/* For csv_dialect.c alone: the input without its byte order mark, UTF-16 as UTF-8, Windows-1252 as it is;
 * most_bytes of the input are looked at. */
AK_MUST_USE ak_code csv_plain_text(str *out, arena *a, str input, csv_encoding encoding, size_t most_bytes,
                                   ak_err *err);

#endif
