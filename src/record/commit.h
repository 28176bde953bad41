/* commit.h -- a checked plan becomes part of the record: all of it or nothing.
 *
 * Order (D11): statements signed in parallel without the lock; documents and batches staged; lock; if others
 * wrote in between, state checks again and signatures anew; one WAL frame, durable; state.db in one
 * transaction that also sets the applied size; publish; unlock.  Killed at any moment, the next start finds
 * all of it or nothing.  A dry run is a plan that is not committed.
 */
#ifndef RECORD_COMMIT_H
#define RECORD_COMMIT_H

#include "record/check.h"

typedef struct commit_result {
    uint64_t first;   /* index of the first entry */
    uint64_t count;   /* 0 = nothing new: nothing was written */
    const char *act;  /* id of the first statement, 64 hex: what `undo` takes */
    uint64_t size;    /* of the log now */
    const char *root; /* 64 hex */
} commit_result;

typedef struct commit_options {
    const progress *steps; /* may be NULL */
    bool keep_unpublished; /* serve: publishes at most once a second by itself */
} commit_options;

/* The plan must have been checked and be without faults (else REC_091 INPUT).  c->db sees the new state
 * afterwards, c->size and c->root are set anew.  o may be NULL. */
AK_MUST_USE ak_code plan_commit(commit_result *out, ctx *c, plan *p, const commit_options *o, ak_err *err);

/* Plan that takes back an act: a `withdraw` statement.  act = id or log index of any statement of it. */
AK_MUST_USE ak_code plan_undo(plan **out, ctx *c, str act, str reason, ak_err *err);
/* Plan of one statement from words name=value; family by name or word.  Faults stand in the plan. */
AK_MUST_USE ak_code plan_say(plan **out, ctx *c, str family, const str *words, size_t n, ak_err *err);

#endif
