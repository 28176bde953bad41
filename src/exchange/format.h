/* format.h -- the one table of file formats: what is recognised, how it is read and written.
 *
 * A new format is one file and one row.  Every row has a sample under tests/exchange/NAME/.
 */
#ifndef EXCHANGE_FORMAT_H
#define EXCHANGE_FORMAT_H

#include "exchange/table.h"
#include "record/check.h"

#define FORMAT_HEAD_BYTES      4096              /* what sniff sees */
#define FORMAT_FILE_BYTES_MOST ((size_t)4 << 30) /* of a file that is read as rows or events */

/* A file on its way in, and where its contents go. */
typedef struct intake {
    plan *p; /* rows, documents, batches and faults go here; its arena holds what stays */
    const heads *words;
    language lang;         /* of notes */
    const progress *steps; /* NULL = nobody waits */
    const char *file;      /* as the user gave it: in faults and summaries */
    const char *path;      /* to open; the same, or where an upload lies */
    const char *name;      /* without folder */
    str content;           /* in memory, or empty: read from path */
    int64_t bytes;
    char sha256[65];
    plan_file *told; /* format and note are filled here */
} intake;

/* Whoever wants the tables of a file, one after the other. */
typedef struct table_visit {
    ak_code (*take)(void *payload, const table *t, ak_err *err);
    void *payload;
} table_visit;

typedef struct format {
    const char *name;
    /* How sure it is that this is its kind, 0..100, by the first bytes and the name; ties: first row. */
    int (*sniff)(str head, const char *name);
    /* What is wrong with the file goes to in->p->faults; an error is what stops the whole import. */
    ak_code (*read)(intake *in, ak_err *err);
    /* The tables as they stand in the file; NULL = it has none. */
    ak_code (*tables)(intake *in, table_visit visit, ak_err *err);
    const char *media_type; /* of what holds tables: its digest is said beside its rows; NULL = none */
    const char *label;      /* N_() */
} format;

extern const format formats[]; /* sorted by name */
extern const size_t formats_n;

const format *format_sniff(str head, const char *name); /* never NULL: the last resort is a document */
const format *format_find(const char *name);            /* NULL = none of that name */

/* The tables of a document that is kept, by whatever format its bytes are of; text counts as CSV.
 * faults: how much is wrong with it.  An error is only what stops the program's work, or the visitor's. */
AK_MUST_USE ak_code format_tables_of(size_t *faults, arena *a, str bytes, table_visit visit, ak_err *err);

/* Each in its own file. */
int csv_sniff(str head, const char *name);
ak_code csv_read(intake *in, ak_err *err);
ak_code csv_tables(intake *in, table_visit visit, ak_err *err);
int document_sniff(str head, const char *name);
ak_code document_read(intake *in, ak_err *err);
int epcis_json_sniff(str head, const char *name);
ak_code epcis_json_read(intake *in, ak_err *err);
int xlsx_sniff(str head, const char *name);
ak_code xlsx_read(intake *in, ak_err *err);
ak_code xlsx_tables(intake *in, table_visit visit, ak_err *err);

/* For the readers. */

/* Digest and size are found, the rest is as given. */
AK_MUST_USE ak_code intake_open(intake *in, ak_err *err);

/* The file in memory, borrowed until a goes.  *out empty and a fault told when it is empty or
 * past FORMAT_FILE_BYTES_MOST. */
AK_MUST_USE ak_code intake_bytes(str *out, arena *a, intake *in, ak_err *err);
/* Its first FORMAT_HEAD_BYTES. */
AK_MUST_USE ak_code intake_head(str *out, const intake *in, ak_err *err);
/* Rows of a table into the plan; called once a sheet. */
AK_MUST_USE ak_code intake_table(table_told *out, intake *in, const table *t, ak_err *err);
/* The file becomes a document of the plan, whatever its format: for an action that names one. */
AK_MUST_USE ak_code document_keep(const char **digest, plan *p, const char *path, language lang, ak_err *err);
/* A sheet that is the user's own table of facts (recipe `table`): the file becomes a document, and a factor_table
 * statement names it.  Nothing when it is another sheet, or the second of the file. */
AK_MUST_USE ak_code intake_own_table(intake *in, const table_told *told, ak_err *err);
/* The file's name without its ending: what may name the family. */
str intake_stem(const intake *in);
/* Whether name ends so, whatever its case (".csv"). */
bool name_ends(const char *name, const char *ending);

#endif
