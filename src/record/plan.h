/* plan.h -- what would be said: rows of cells with their places, checked as a whole, written or not.
 *
 * exchange, forms and `add` fill a plan with rows: a family, and for each field the text as it stood in the
 * source.  record_plan_check (record/check.h) turns texts into values by the family's table, finds every
 * fault of every row, resolves subjects, fills absent fields from the same voice's last word, and marks
 * rows that say nothing new as unchanged.  commit (record/commit.h) writes all of it or nothing.
 */
#ifndef RECORD_PLAN_H
#define RECORD_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/str.h"
#include "record/family.h"

/* How texts of this file are to be read; see base/csv.h for how it was detected. */
typedef struct plan_dialect {
    bool decimal_comma;
    char date_order; /* 'y' ISO only, 'd' day first, 'm' month first */
} plan_dialect;

/* One field of one row. */
typedef struct plan_cell {
    int field;        /* index into the family's fields; common fields: PLAN_COMMON + index */
    int line;         /* member of a lines group: which line (0-based); else 0 */
    str text;         /* as it stood in the source; "-" clears, "'-" is a dash; empty keeps */
    str unit;         /* unit from header or unit column; empty = none given */
    int32_t column;   /* 1-based in the source, 0 = none */
    const char *head; /* header as it stands in the file */
} plan_cell;

#define PLAN_COMMON 10000
#define PLAN_RECENT 256

/* What the cells of a column have in common: kept once, as a plan may hold millions of cells. */
typedef struct plan_column {
    int field, line;
    str unit;
    int32_t column;
    const char *head;
} plan_column;

typedef struct plan_kept {
    const char *text;
    uint32_t bytes;
    uint32_t column; /* index into the plan's columns */
} plan_kept;

typedef struct plan_row {
    int family;
    bool by_program; /* made by the program: may be of a family that people do not write by hand */
    bool unchanged;  /* filled by the check */
    plan_kept *kept; /* plan_cell_at reads them */
    size_t n;
    struct plan *plan;
    const char *file; /* as the user gave it; "" for a form */
    const char *sheet;
    int64_t row; /* 1-based in the source */
    const plan_dialect *dialect;
    str unless; /* the row is left out where this text names another subject already; empty = never */
    const struct plan_batch *batch; /* of family event_batch: its events; NULL = none */
    struct said *said;              /* filled by the check; NULL while faulty */
} plan_row;

typedef struct plan_document {
    const char *file; /* as the user gave it */
    char sha256[65];
    int64_t bytes;
    const char *media_type;
    str content; /* in memory, or empty: read from file again at commit */
} plan_document;

/* Events and readings kept by their source bytes (D13). */
typedef struct plan_batch {
    const char *file;
    const char *media_type;
    str header;  /* @context, namespaces ... of the document they stood in */
    str *events; /* source bytes of each */
    size_t n;
    const char *first_at, *last_at; /* moments */
    char sha256[65];                /* of the file they stood in */
    /* Filled by the check: */
    struct batch_parts *parts;
    bool known; /* the record holds these very events already */
} plan_batch;

/* What happened to each file, for the summary: format as recognised. */
typedef struct plan_file {
    const char *file;   /* as the user knows it */
    const char *path;   /* to open; NULL = the same */
    const char *format; /* name of the exchange format: "csv", "xlsx", "epcis-json", "document" */
    const char *note;   /* dialect in words: "semicolon, decimal comma, Windows-1252"; "" */
    size_t statements;  /* new ones */
    size_t unchanged;
    size_t faults;
    bool known_before; /* its digest is in the record */
    /* A table's digest is said as a document of its own beside its rows; its bytes are not kept, since the
     * rows hold all that was read, and a second copy would keep what is later erased.  NULL = no table. */
    const char *media_type;
    char sha256[65];
    bool noted; /* the row that says so is in the plan */
} plan_file;

typedef struct plan {
    arena *a;
    arena rows_mem; /* of rows, their texts and what they came to; goes at commit */
    plan_row **rows;
    size_t rows_n, rows_cap;
    plan_document **documents;
    size_t documents_n, documents_cap;
    plan_batch **batches;
    size_t batches_n, batches_cap;
    plan_file **files;
    size_t files_n, files_cap;
    plan_file words; /* what was said in no file; counted by the check */
    fault_list faults;
    plan_column **columns;
    size_t columns_n, columns_cap;
    uint32_t recent[PLAN_RECENT]; /* 1 + index of a column, by a hash */
    struct view *open;            /* what the doing after it left undone: a table; NULL = nothing */
    struct view *answer;          /* what was done, where it was not to write; NULL = counted in statements */
    uint64_t checked_size;        /* entries that the state had applied when the plan was checked */
} plan;

plan *plan_new(arena *a);
plan_row *plan_add_row(plan *p, int family, size_t cells_max);
/* Adds a cell to a row under construction; text and unit are borrowed by the plan. */
void plan_add_cell(plan_row *r, plan_cell cell);
/* Room for more cells than the row was made for. */
void plan_row_widen(plan_row *r, size_t cells_more);
plan_cell plan_cell_at(const plan_row *r, size_t i);
const plan_column *plan_column_at(const plan_row *r, size_t i);
/* Rows that are committed are in the record: their memory is given back, while counts, files and faults stay. */
void plan_forget_rows(plan *p);
plan_document *plan_add_document(plan *p);
plan_batch *plan_add_batch(plan *p);
plan_file *plan_add_file(plan *p);

#endif
