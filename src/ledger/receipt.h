/* receipt.h -- COSE receipts (RFC 9942): inclusion in the log, for those who speak COSE and SCITT.
 *
 * A receipt is a COSE_Sign1 whose payload is left out: it is the root, which the reader computes from the
 * leaf and the path.  Byte by byte: top of receipt.c.
 *
 * WHAT A RECEIPT DOES NOT SAY.  Only the root is signed, not size and index: with a valid path other pairs
 * of (index, size) give the same root (a receipt for entry 4 of 5 also reads as 1 of 2, 2 of 3, 8 of 9).  So
 * neither is to be used for order, count or "only once"; receipt_check gives none of them back.  A .tlog-proof
 * (proof.h) signs origin and size and has no such gap.  What else is in the protected header is signed: the
 * key, and the origin of the log (CWT claim iss), without which one key of two logs would mix them up.
 */
#ifndef LEDGER_RECEIPT_H
#define LEDGER_RECEIPT_H

#include "ledger/entry.h"
#include "ledger/es256.h"

#define RECEIPT_BYTES_MAX     ((size_t)8192)
#define RECEIPT_STATEMENT_MAX ((size_t)ENTRY_BYTES_MAX + RECEIPTS_MAX * RECEIPT_BYTES_MAX)
#define RECEIPTS_MAX          16

typedef enum receipt_alg { RECEIPT_EDDSA = -8, RECEIPT_ES256 = -7 } receipt_alg;

typedef struct receipt {
    receipt_alg alg;
    ledger_hash kid; /* SHA-256 of the public key: 32 bytes, or 65 of P-256 */
    str iss;         /* origin of the log */
    /* The place that was written; not signed, see above.  Only for the path. */
    uint64_t claimed_size, claimed_index;
    ledger_hash hashes[MERKLE_PROOF_MAX];
    size_t n;
    str protected_bytes;
    const uint8_t *sig;
} receipt;

/* One of the two signs. */
typedef struct receipt_signer {
    const ledger_key *ed25519;
    const es256_key *es256;
} receipt_signer;

AK_MUST_USE ak_code receipt_make(str *out, arena *a, const receipt_signer *signer, str iss, uint64_t index,
                                 uint64_t size, const ledger_hash *path, size_t path_n,
                                 const ledger_hash *root, ak_err *err);

/* LED-113: not of this one form. */
AK_MUST_USE ak_code receipt_read(receipt *out, arena *a, str bytes, ak_err *err);

typedef struct receipt_trust {
    const ledger_public *ed25519; /* either may be NULL */
    const es256_public *es256;
    str iss; /* origin that the key is of; empty: any, for a key that was handed in without */
} receipt_trust;

/* AK_OK: the leaf is in a tree whose root that key signed for that log.
 * LED-114 the key is another; LED-115 path or signature do not fit; LED-056 another log. */
AK_MUST_USE ak_code receipt_check(arena *a, const receipt *r, const ledger_hash *leaf,
                                  const receipt_trust *trust, ak_err *err);

/* A statement with its receipts in the unprotected header (label 394), for handing out; the entry itself is
 * the same with an empty one, and that is what is hashed. */
str receipt_attach(arena *a, str entry, const str *receipts, size_t n);
/* False: no such statement.  *entry_out is made anew; receipts_out [RECEIPTS_MAX] point into bytes. */
bool receipt_detach(str *entry_out, str *receipts_out, size_t *n_out, arena *a, str bytes);

#endif
