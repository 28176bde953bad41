/* lookup.h -- what the check and the commit ask of the state, with answers kept for the length of a plan. */
#ifndef RECORD_LOOKUP_H
#define RECORD_LOOKUP_H

#include "record/ctx.h"

typedef struct lookup lookup;

AK_MUST_USE ak_code lookup_new(lookup **out, arena *a, ctx *c, ak_err *err);

typedef struct lookup_subject {
    int64_t n; /* 0 = not known */
    int kind;  /* family; -1 = only referred to so far */
} lookup_subject;

/* Subject of exactly this id. */
AK_MUST_USE ak_code lookup_id(lookup_subject *out, lookup *l, const char *id, ak_err *err);

/* Subjects whose whole name, folded, is text; at most most, those that are the same counted once. */
typedef struct lookup_named {
    const char *id;
    int kind;
} lookup_named;
AK_MUST_USE ak_code lookup_names(lookup_named *out, size_t *n_out, size_t most, lookup *l, arena *a,
                                 str folded, ak_err *err);

/* What the voice (by, own party) last said about the subject in the family and has not taken back. */
typedef struct lookup_last {
    bool found;
    int64_t sid;
    uint64_t index;
    uint8_t content[32];
} lookup_last;
AK_MUST_USE ak_code lookup_last_said(lookup_last *out, lookup *l, int fam, const char *id, const char *by,
                                     ak_err *err);
/* Does the voice's standing word have this content?  (Several stand where a source contradicted itself.) */
AK_MUST_USE ak_code lookup_same_said(bool *out, lookup *l, int fam, const char *id, const char *by,
                                     const uint8_t content[static 32], ak_err *err);

/* Leaf of the statement whose leaf begins so, or that has this index; with act its commit's first statement.
 * "" = none or several. */
AK_MUST_USE ak_code lookup_leaf(char out[static 65], lookup *l, str id, bool act, ak_err *err);

/* Document of that title or file name, by digest; "" = none. */
AK_MUST_USE ak_code lookup_document(char out[static 65], lookup *l, str title, ak_err *err);

/* The statement that is named by the first 8 to 64 hex digits of its leaf, or else by its index in the log, of
 * up to 12 digits.  *sid = 0 where none is; then *n_out > 1 says that so many leaves begin alike. */
AK_MUST_USE ak_code lookup_statement(int64_t *sid, size_t *n_out, arena *a, store *db, str id, ak_err *err);

#endif
