/* batch.h -- events and readings kept by their source bytes under one Merkle root (D13).
 *
 * leaf_i = SHA-256(0x00 | salt_i | bytes_i), salt_i = 16 bytes of BLAKE2b(key = batch key, i as u64 LE);
 * root as in RFC 6962.  The statement (family event_batch) holds the root; the batch key is the disclosure
 * `body/batch_key`; a batch under 64 KiB lies there too, as `body/batch_events`, a larger one in
 * batch/<root>: header and zstd frames of 256 events.  Byte by byte: top of batch.c.
 *
 * One event is erased: its bytes and its salt go, its leaf stays, so that the root and every other event's proof
 * hold.  As all salts come from the batch key, that goes too, and the others' salts are written out beside them.
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
    str *events; /* source bytes; p NULL = erased */
    str *salts;  /* of each, 16 bytes; p NULL = erased */
    ledger_hash *leaves;
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
/* Where the file lies that the statement of a batch of ours speaks of; NULL: it is of another kind, or without one. */
struct said;
const char *batch_file_path(arena *a, const ledger *l, const struct said *s);
/* Is the file the one that the statement of another's batch speaks of, by its root and with its key?  REC-051, REC-052. */
AK_MUST_USE ak_code batch_file_check(const struct said *s, str file, ak_err *err);
/* The same by the entry that says it, in any log folder, such as a backup. */
AK_MUST_USE ak_code batch_at(batch *out, arena *a, const ledger *l, uint64_t index, ak_err *err);

#define BATCH_PROOF_HEAD "aktsom-event-1"
/* Event number at of the batch that entry index says, proved without the others: its bytes and salt, the path to the
 * root, and the proof of the statement, whose batch key is not shown.  Byte by byte: docs/log-format.md.
 * REC-053: there is no such event; REC-054: it was erased. */
AK_MUST_USE ak_code batch_prove(str *out, arena *a, const ledger *l, uint64_t index, uint64_t at,
                                ak_err *err);

typedef struct batch_proof {
    str event, salt;
    uint64_t at, n; /* number of the event, from 0, and how many the batch has */
    ledger_hash hashes[MERKLE_PROOF_MAX];
    size_t hashes_n;
    str statement; /* a .tlog-proof, to be checked by itself */
} batch_proof;
/* Reads such a file; REC-055: it is none. */
AK_MUST_USE ak_code batch_proof_read(batch_proof *out, arena *a, str file, ak_err *err);
/* Does the path lead from the event to the root that the proved statement says? */
bool batch_proof_fits(const batch_proof *p, const entry_info *statement);

/* The file batch/<root> anew without the events that the names ("event/3") speak of; the old one is overwritten.
 * What is gone already is fine.  No names: the statement goes as a whole, and the file with it.  *gone grows by how
 * many went. */
AK_MUST_USE ak_code batch_erase(size_t *gone, const ledger *l, uint64_t index, const char *const *names,
                                size_t n, ak_err *err);

#endif
