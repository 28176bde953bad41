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
} bundle_found;

/* Looks an entry up in these bundles below dir; one that is missing or damaged shows nothing (verify says
 * so).  O(bytes of the bundles). */
AK_MUST_USE ak_code bundle_find(bundle_found *out, arena *a, const char *dir, const bundle_place *places,
                                size_t n, const ledger_hash *leaf, ak_err *err);

/* The same by the state; *out = NULL where nothing of it is shown. */
AK_MUST_USE ak_code bundle_said(said **out, bundle_found *found, ctx *c, const char *leaf_hex, ak_err *err);

#endif
