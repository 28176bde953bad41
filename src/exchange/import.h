/* import.h -- files and folders become one plan: all is read and checked, then all is written or nothing.
 *
 * A folder is read in the order of its paths; README files, files and folders whose names begin with a
 * point, and lock files of office programs (~$...) are passed over.  Every fault of every file is told.
 */
#ifndef EXCHANGE_IMPORT_H
#define EXCHANGE_IMPORT_H

#include "base/i18n.h"
#include "record/action.h"
#include "record/check.h"

#define IMPORT_FILES_MOST 10000

/* A file as it is called and where it lies (an upload has another name than its place). */
typedef struct import_file {
    const char *file; /* as the user gave it: in faults and summaries */
    const char *path; /* to open */
} import_file;

/* The files at and below a path, sorted.  NOTFOUND (IMP-020), LIMIT (IMP-022), INPUT (IMP-023). */
AK_MUST_USE ak_code import_find(import_file **out, size_t *n_out, arena *a, const char *path, ak_err *err);

/* Reads the files into the plan: rows, documents, batches, faults, and a line in p->files for each.  What a
 * file holds that was read in the same plan already (same SHA-256) is not read twice.  steps may be NULL.
 * Errors are those of the system and CONFLICT (IMP-025) when steps says stop. */
AK_MUST_USE ak_code import_read(plan *p, const import_file *files, size_t n, language lang,
                                const progress *steps, ak_err *err);

/* All that the arguments `file` name, each once, in their order; what a browser sent is called as it was sent.
 * INPUT (IMP-021) where there is none; the errors of import_find. */
AK_MUST_USE ak_code import_files(import_file **out, size_t *n_out, ctx *c, const args *a, ak_err *err);

/* The action `import FILE... [--dry-run] [--marked OUT.xlsx]`: import_find and import_read of each. */
AK_MUST_USE ak_code import_plan(plan **out, ctx *c, const args *a, ak_err *err);

#endif
