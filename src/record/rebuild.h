/* rebuild.h -- the state made anew from the log, and proof that it is the same.
 *
 * state.db is a pure function of log, said and doc: no clock, no order of threads.  Equality is told per
 * table by SHA-256 over typed, length-prefixed columns in key order.
 */
#ifndef RECORD_REBUILD_H
#define RECORD_REBUILD_H

#include "record/workspace.h"

/* Builds a new state.db beside the old one from entries 0 .. size-1 (size 0: all) and renames it into place.
 * Signatures are not checked again: the root of the leaves is, against the log (verify checks all). */
AK_MUST_USE ak_code workspace_rebuild(workspace *ws, const progress *steps, ak_err *err);

/* Removes state.db, as said/ is about to change under it; nobody else builds one before workspace_rebuild of
 * this handle has come to its end, or its process. */
AK_MUST_USE ak_code workspace_state_drop(workspace *ws, ak_err *err);

/* Builds into a file of its own and compares: unequal_out = "" or the first unequal row in words
 * ("table product, row 17: mass"). */
AK_MUST_USE ak_code rebuild_compare(const char **unequal_out, arena *a, workspace *ws, const progress *steps,
                                    ak_err *err);

/* Tables of an empty state of this log. */
AK_MUST_USE ak_code state_schema(store *db, str origin, ak_err *err);

typedef struct table_digest {
    const char *table;
    char sha256[65];
    int64_t rows;
} table_digest;
AK_MUST_USE ak_code state_digests(table_digest **out, size_t *n_out, arena *a, store *db, ak_err *err);

#endif
