/* key.h -- Ed25519 keys of a log: one key signs its entries and its checkpoints.
 *
 * The two uses cannot be mistaken for each other: what COSE signs begins with byte 0x84, a note with the
 * text of its origin.  A key belongs to one log (origin) and is never used for another.
 * Signatures are checked by the strict rule: points of low order and non-canonical encodings of A, R and S
 * are refused, so that whatever is accepted here every other verifier accepts too.
 */
#ifndef LEDGER_KEY_H
#define LEDGER_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "ledger/merkle.h"

#define LEDGER_SIG_BYTES        64
#define LEDGER_ORIGIN_BYTES_MAX 200

typedef struct ledger_public {
    uint8_t b[32];
} ledger_public;

typedef struct ledger_key {
    str origin;
    ledger_public pub;
    ledger_hash kid;    /* SHA-256(pub) */
    uint8_t secret[64]; /* seed | pub, as libsodium has it; guarded by key_wipe */
} ledger_key;

/* Must be called once before threads start; ledger_init and ledger_open do. */
AK_MUST_USE ak_code key_start(ak_err *err);

/* A new random key for a log; origin NULL or empty: local.invalid/<first 8 hex digits of kid>. */
AK_MUST_USE ak_code key_new(ledger_key *out, arena *a, const char *origin, ak_err *err);
/* The key file: byte by byte at the top of key.c.  Refuses one that others can read (LED-021). */
AK_MUST_USE ak_code key_write(const ledger_key *key, const char *path, ak_err *err);
AK_MUST_USE ak_code key_read(ledger_key *out, arena *a, const char *path, ak_err *err);
void key_wipe(ledger_key *key);

/* Not empty, no space, control sign or '+', at most LEDGER_ORIGIN_BYTES_MAX bytes of UTF-8. */
bool key_origin_ok(str origin);

void key_sign(uint8_t sig[static LEDGER_SIG_BYTES], const ledger_key *key, const void *p, size_t n);
bool key_check(const ledger_public *pub, const uint8_t sig[static LEDGER_SIG_BYTES], const void *p, size_t n);
void key_id(ledger_hash *kid_out, const ledger_public *pub);

#endif
