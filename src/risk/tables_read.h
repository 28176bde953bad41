/* tables_read.h -- reading a table of facts cell by cell, with the place in every error (private). */
#ifndef RISK_TABLES_READ_H
#define RISK_TABLES_READ_H

#include "base/rows.h"
#include "risk/tables.h"

#define READER_FILES_MAX 16

/* One table at a time; which ones were read is remembered for the digest over all of them. */
typedef struct risk_reader {
    arena *a;
    const risk_tables *tables;
    rows table;
    const char *file;
    size_t row;
    const char *files[READER_FILES_MAX];
    size_t files_n;
    size_t last_column; /* columns are asked for in order: the search goes on where it ended */
} risk_reader;

AK_MUST_USE ak_code reader_open(risk_reader *r, const char *path, ak_err *err);
bool reader_more(const risk_reader *r);
const char *reader_text(risk_reader *r, const char *column); /* aborts on a column that is not there */
AK_MUST_USE ak_code reader_fail(risk_reader *r, const char *column, ak_err *err);
AK_MUST_USE ak_code reader_number(double *out, risk_reader *r, const char *column,
                                  ak_err *err); /* also "1/3" */
AK_MUST_USE ak_code reader_int(int *out, risk_reader *r, const char *column, ak_err *err);
AK_MUST_USE ak_code reader_country(char out[static 8], risk_reader *r, const char *column, ak_err *err);
AK_MUST_USE ak_code reader_material(int *out, risk_reader *r, const char *column, ak_err *err);
AK_MUST_USE ak_code reader_stage(risk_stage *out, risk_reader *r, const char *column, ak_err *err);
AK_MUST_USE ak_code reader_issue(risk_issue *out, risk_reader *r, const risk_tables *t, const char *column,
                                 ak_err *err);
AK_MUST_USE ak_code reader_source(risk_source *out, risk_reader *r, ak_err *err);
/* SHA-256 over "path digest\n" of the files read, in the order of reading. */
void reader_digest(char out[static 65], const risk_reader *r);

/* Rows of the open table behind those that are there; a row of the same thing takes the older one's place. */
AK_MUST_USE ak_code figures_rows(risk_tables *t, risk_reader *r, ak_err *err);
AK_MUST_USE ak_code listings_rows(risk_tables *t, risk_reader *r, ak_err *err);
AK_MUST_USE ak_code mixes_rows(risk_tables *t, risk_reader *r, ak_err *err);
AK_MUST_USE ak_code supply_rows(risk_tables *t, risk_reader *r, ak_err *err);

AK_MUST_USE ak_code materials_read(risk_tables *t, risk_reader *r, ak_err *err);
AK_MUST_USE ak_code model_read(risk_tables *t, risk_reader *r, ak_err *err);
AK_MUST_USE ak_code issues_read(risk_tables *t, risk_reader *r, ak_err *err);

#endif
