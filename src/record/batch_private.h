/* batch_private.h -- batches and documents on their way into the record. */
#ifndef RECORD_BATCH_PRIVATE_H
#define RECORD_BATCH_PRIVATE_H

#include "ledger/ledger.h"
#include "record/batch.h"
#include "record/said.h"

/* A batch that is ready: what its statement says apart, and its bytes. */
typedef struct batch_parts {
    ledger_hash root;
    said_apart apart[2]; /* body/batch_events where it lies in the statement, body/batch_key; sorted */
    size_t apart_n;
    str file; /* bytes for batch/<root>; empty where they lie in the statement */
} batch_parts;

/* Salts with a fresh key, hashes and packs.  LIMIT REC_050. */
AK_MUST_USE ak_code batch_make(batch_parts *out, arena *a, const plan_batch *b, ak_err *err);
void batch_leaf(ledger_hash *out, arena *tmp, str salt, str event);
/* The file of a batch of which events are gone. */
AK_MUST_USE ak_code batch_pack_less(str *out, arena *a, const batch *b, ak_err *err);
/* Events, header and media type out of the file's bytes; b->root names it in errors.  INPUT REC_051. */
AK_MUST_USE ak_code batch_unpack(batch *b, arena *a, str file, ak_err *err);
/* Is the plan's batch, event by event, one that stands in the record? */
AK_MUST_USE ak_code batch_known(bool *out, ctx *c, const plan_batch *b, ak_err *err);

/* Hands the files of new batches and documents to the ledger, which links them with the commit. */
AK_MUST_USE ak_code batch_stage(const plan *p, ledger *l, ak_err *err);
AK_MUST_USE ak_code document_stage(const plan *p, ledger *l, ak_err *err);

#endif
