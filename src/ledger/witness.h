/* witness.h -- the part of a witness: to sign a log's head only when it continues the last head it signed.
 *
 * C2SP tlog-witness, call add-checkpoint.  The answer is decided here; how the request came (HTTP, a file on a
 * stick) is another's work.  The folder, private/witness of a workspace:
 *
 *     key           the witness's own key; its origin is the witness's name
 *     lock          flock: checking and keeping are one step, whoever answers
 *     logs/<hex>    a log that is witnessed, by SHA-256 of its origin; form at the top of witness.c
 *     fraud/        two signed heads that cannot both be true (fraud.h)
 */
#ifndef LEDGER_WITNESS_H
#define LEDGER_WITNESS_H

#include "ledger/note.h"

#define WITNESS_PROOF_MAX         63 /* lines of a consistency proof, by the specification */
#define WITNESS_REQUEST_BYTES_MAX (NOTE_BYTES_MAX + 8192)
#define WITNESS_LOGS_MAX          10000

typedef struct witness_request {
    uint64_t old_size;
    ledger_hash proof[WITNESS_PROOF_MAX];
    size_t n;
    note note;
    checkpoint head;
} witness_request;

/* False: not of the specification's form.  Strings point into body. */
bool witness_request_read(witness_request *out, arena *a, str body);
str witness_request_write(arena *a, uint64_t old_size, const ledger_hash *proof, size_t n, str head);

typedef struct witness {
    const char *dir;
    ledger_key key;
} witness;

/* Makes folder and key; name = how the witness signs ("host/path", key_origin_ok).  LED-105: is there. */
AK_MUST_USE ak_code witness_make(arena *a, const char *dir, const char *name, ak_err *err);
/* LED-104: no key there yet. */
AK_MUST_USE ak_code witness_open(witness *out, arena *a, const char *dir, ak_err *err);
str witness_vkey(arena *a, const witness *w);
/* From now on heads of the log with this verifier key are signed; again is fine.  A second key of one origin
 * joins the first, for a log that changes its key. */
AK_MUST_USE ak_code witness_follow(const witness *w, arena *a, str vkey, ak_err *err);

typedef struct witness_answer {
    unsigned status; /* HTTP: 200, 400, 403, 404, 409, 422 */
    const char *mime;
    str body;
    checkpoint head;   /* 200, and 409 or 422 of a signed head */
    const char *fraud; /* path of the fraud file that came of it; NULL = none */
} witness_answer;

/* now_s goes into the cosignature.  What is answered with 200 was made durable before.  An error only when the
 * folder fails: then nothing was signed. */
AK_MUST_USE ak_code witness_answer_to(witness_answer *out, arena *a, const witness *w, str body,
                                      int64_t now_s, ak_err *err);

typedef struct witness_log {
    str origin;
    str *vkeys;
    size_t vkeys_n;
    str note; /* last head signed, with our cosignature; empty = none yet */
    checkpoint head;
    uint64_t time_s; /* when we signed it */
} witness_log;

/* Sorted by origin. */
AK_MUST_USE ak_code witness_logs(witness_log **out, size_t *n_out, arena *a, const witness *w, ak_err *err);

#endif
