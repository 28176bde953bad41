/* batch.h -- events and readings kept by their source bytes under one Merkle root (D13).
 *
 * leaf_i = SHA-256(0x00 | salt_i | bytes_i), salt_i = 16 bytes of BLAKE2b(key = batch key, i as u64 LE);
 * root as in RFC 6962.  The statement (family event_batch) holds the root; the batch key is the disclosure
 * `body/batch_key`; a batch under 64 KiB lies there too, as `body/batch_events`, a larger one in
 * batch/<root>: header and zstd frames of 256 events.  Byte by byte: top of batch.c.
 */
#ifndef RECORD_BATCH_H
#define RECORD_BATCH_H

#include "ledger/ledger.h"
#include "record/ctx.h"
#include "record/plan.h"

#define BATCH_EVENTS_MAX   4096
#define BATCH_BYTES_MAX    ((size_t)4 << 20)
#define BATCH_INLINE_BYTES ((size_t)64 << 10)
#define BATCH_FRAME_EVENTS 256

typedef struct batch {
    char root[65];
    int64_t sid;         /* of its statement */
    const char *content; /* "epcis", "meter_readings", "item_readings" */
    const char *media_type;
    str header;  /* @context, namespaces */
    str *events; /* source bytes */
    size_t n;
} batch;

/* Batches of statements first_sid <= sid, in order of application, at most max: for indexes that pull.
 * Rows only: root, content, media type, event count. */
typedef struct batch_row {
    int64_t sid;
    char root[65];
    const char *content;
    const char *media_type;
    int64_t events;
    audience audience;
} batch_row;
AK_MUST_USE ak_code batch_list(batch_row **out, size_t *n_out, ctx *c, int64_t first_sid, size_t most,
                               ak_err *err);

/* The events of one, checked against the root (REC-05x INPUT when changed; NOTFOUND when erased). */
AK_MUST_USE ak_code batch_open(batch *out, arena *a, ctx *c, const char *root, ak_err *err);

#endif
