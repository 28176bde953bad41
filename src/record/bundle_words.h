/* bundle_words.h -- the words of a statement of another log, as the bundles that were taken in show them. */
#ifndef RECORD_BUNDLE_WORDS_H
#define RECORD_BUNDLE_WORDS_H

#include "ledger/bundle.h"
#include "record/said.h"
#include "record/ctx.h"

/* Where a bundle is kept: as its `received` statement says. */
typedef struct bundle_place {
    str origin; /* of its first log */
    str digest; /* 64 hex */
} bundle_place;

typedef struct bundle_found {
    const bundle_log *log; /* NULL = in none of them */
    const bundle_entry *entry;
    str *said; /* [said_n] what all of them show together */
    size_t said_n;
    str file; /* of the batch that it speaks of; p NULL = in none of them */
    ledger_hash file_digest;
} bundle_found;

/* Bundles that were read, each once.  Start with {.a, .dir}. */
typedef struct bundle_shelf bundle_shelf;
struct bundle_shelf {
    arena *a;
    const char *dir; /* the workspace */
    struct bundle_shelved *first;
};

/* Looks an entry up in these bundles; one that is missing or damaged shows nothing (verify says so), one that
 * the system does not let us read now is AK_E_SYSTEM.  O(log entries) in each, after it was read. */
AK_MUST_USE ak_code bundle_find(bundle_found *out, bundle_shelf *shelf, const bundle_place *places, size_t n,
                                const ledger_hash *leaf, ak_err *err);

/* The same by the state, from the shelf of c; *out = NULL where nothing of it is shown. */
AK_MUST_USE ak_code bundle_said(said **out, bundle_found *found, ctx *c, const char *leaf_hex, ak_err *err);

#endif
