/* key.h -- Ed25519 keys: one key at a time signs a log's entries and its checkpoints (keyring.h: which).
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

#define KEY_PASSPHRASE_BYTES_MAX 1024
#define KEY_SIGNER_WORDS_MAX     32
#define KEY_SIGNER_WAIT_MS       30000 /* somebody may have to press a button */

/* Where the secret is. */
typedef enum key_guard {
    KEY_PLAIN,  /* in the file */
    KEY_LOCKED, /* in the file, encrypted under a passphrase */
    KEY_SIGNER  /* with another program, which is asked for each signature */
} key_guard;

typedef struct ledger_key {
    str origin;
    ledger_public pub;
    ledger_hash kid;    /* SHA-256(pub) */
    uint8_t secret[64]; /* seed | pub, as libsodium has it, while open; guarded by key_wipe */
    key_guard guard;
    bool open;       /* it can sign */
    int64_t until_s; /* of a key that was replaced: it signs heads until then; 0 = it was not */
    str lock;        /* KEY_LOCKED: how, as it stands in the file */
    char **signer;   /* KEY_SIGNER: argv, NULL behind */
} ledger_key;

/* Must be called once before threads start; ledger_init and ledger_open do. */
AK_MUST_USE ak_code key_start(ak_err *err);

/* A new random key for a log; origin NULL or empty: local.invalid/<first 8 hex digits of kid>. */
AK_MUST_USE ak_code key_new(ledger_key *out, arena *a, const char *origin, ak_err *err);
/* A key whose secret another program holds; asked for a signature once, to see that it does (LED-182). */
AK_MUST_USE ak_code key_of_signer(ledger_key *out, arena *a, str origin, const ledger_public *pub,
                                  char *const *argv, ak_err *err);
/* The key file: byte by byte at the top of key.c.  fresh: it must not exist; else what stands there is replaced
 * and then overwritten.  Writing needs the key open. */
AK_MUST_USE ak_code key_write(const ledger_key *key, const char *path, bool fresh, ak_err *err);
/* Refuses a file that others can read (LED-021).  A locked key is read without its secret: key_unlock. */
AK_MUST_USE ak_code key_read(ledger_key *out, arena *a, const char *path, ak_err *err);
/* The same from its bytes; false: it is no key file.  Who calls it wipes text and key. */
bool key_parse(ledger_key *out, arena *a, str text);
void key_wipe(ledger_key *key);

/* Encrypts the open key under a passphrase from now on: Argon2id, XChaCha20-Poly1305.  About a second. */
AK_MUST_USE ak_code key_lock(ledger_key *key, arena *a, str passphrase, ak_err *err);
/* Opens a locked key: LED-181 when that is not the passphrase.  About a second. */
AK_MUST_USE ak_code key_unlock(ledger_key *key, arena *a, str passphrase, ak_err *err);

/* Not empty, no space, control sign or '+', at most LEDGER_ORIGIN_BYTES_MAX bytes of UTF-8. */
bool key_origin_ok(str origin);

/* LED-180: it is locked.  A signer's errors are those of base/command.h, and LED-182 when its answer does not
 * fit: what leaves here is a good signature or nothing.  (many threads) */
AK_MUST_USE ak_code key_sign(uint8_t sig[static LEDGER_SIG_BYTES], const ledger_key *key, const void *p,
                             size_t n, ak_err *err);
bool key_check(const ledger_public *pub, const uint8_t sig[static LEDGER_SIG_BYTES], const void *p, size_t n);
void key_id(ledger_hash *kid_out, const ledger_public *pub);

#endif
