/* es256.h -- ECDSA with P-256 and SHA-256 (COSE alg -7), for receipts only.
 *
 * Statements and heads are signed with Ed25519 (key.h).  Many COSE libraries check ES256 alone, so a log may
 * have a second key for receipts, announced in the log by a `key` statement.  Signatures are r | s, 64 bytes
 * (RFC 9053 section 2.1); what another could make of a valid one, (r, -s), is valid too: no receipt is told
 * from another by its signature.
 */
#ifndef LEDGER_ES256_H
#define LEDGER_ES256_H

#include <stdbool.h>

#include "base/str.h"

#define ES256_PUB_BYTES 65 /* 04 | x | y */
#define ES256_SIG_BYTES 64

typedef struct es256_public {
    uint8_t b[ES256_PUB_BYTES];
} es256_public;

typedef struct es256_key {
    es256_public pub;
    void *pkey; /* EVP_PKEY; belongs to the arena */
} es256_key;

/* A new key, written to path (PKCS #8 in PEM, mode 0600), which must not exist. */
AK_MUST_USE ak_code es256_new(es256_key *out, arena *a, const char *path, ak_err *err);
/* LED-021 when others can read the file, LED-022 when it holds no such key. */
AK_MUST_USE ak_code es256_read(es256_key *out, arena *a, const char *path, ak_err *err);

AK_MUST_USE ak_code es256_sign(uint8_t sig[static ES256_SIG_BYTES], const es256_key *key, str bytes,
                               ak_err *err);
/* False also for a point that is not on the curve. */
bool es256_check(const es256_public *pub, const uint8_t sig[static ES256_SIG_BYTES], str bytes);

/* The public key as others take it: SubjectPublicKeyInfo in PEM. */
str es256_pem(arena *a, const es256_public *pub);
/* False: no PEM of a P-256 public key. */
bool es256_pem_read(es256_public *out, str pem);

#endif
