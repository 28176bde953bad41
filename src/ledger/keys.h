/* keys.h -- changing who signs in a log, ending it, and going on in another.
 *
 * All of it is said in the log itself (keyring.h says what counts), so whoever follows the log learns of it there.
 * Each takes the lock, appends, publishes.  A crash in between leaves what the next lock ends (ledger_keys.c).
 */
#ifndef LEDGER_KEYS_H
#define LEDGER_KEYS_H

#include "ledger/ledger.h"

#define KEYS_ROLE_BYTES_MAX 40

typedef struct key_change {
    const char *party; /* whose key */
    int64_t now_s;
    int64_t until_s;          /* rotate: the key before signs heads until then; 0 = no more */
    const ledger_public *pub; /* the new key is with another program, signer; NULL = a new one is made here */
    char *const *signer;
    const char *reason; /* "" = none */
} key_change;

/* A new key for the log in place of the one in use, which announces it.  A locked one is followed by one that is
 * locked with the same passphrase.  LED-192: the last replacement is not over yet. */
AK_MUST_USE ak_code keys_rotate(ledger *l, const key_change *how, ak_err *err);
/* A key for a role: lower-case letters, digits and -, none of the ring's own.  LED-019, LED-190. */
AK_MUST_USE ak_code keys_add(ledger *l, const char *role, const key_change *how, ak_err *err);
/* Says that a key (keyring_named) is in wrong hands, or lost; state "revoked" or "lost".  The one in use cannot be
 * (LED-187).  Its secret here is erased. */
AK_MUST_USE ak_code keys_revoke(ledger *l, const char *word, const char *state, const key_change *how,
                                ak_err *err);
/* A recovery key, written to path, which must not exist, and announced.  It is not kept in the workspace. */
AK_MUST_USE ak_code keys_recovery(ledger *l, const char *path, str passphrase, const key_change *how,
                                  ak_err *err);
/* With it, a new key for a log whose key is lost or stolen; *state = which of the two ("lost", "revoked").  The
 * workspace needs no other key for that.  LED-191. */
AK_MUST_USE ak_code keys_recover(const char *dir, const char *path, const char *state, const key_change *how,
                                 ledger_asker *ask, void *payload, ak_err *err);

/* All keys of the folder under a passphrase from now on; empty: under none. */
AK_MUST_USE ak_code keys_protect(ledger *l, str passphrase, ak_err *err);
/* The key in use is asked for signatures through a command from now on; the secret here is erased.  LED-182 when
 * the command does not sign with that key. */
AK_MUST_USE ak_code keys_signer(ledger *l, char *const *signer, ak_err *err);

/* Entries are signed with the key of a role, until the handle is closed; heads as ever.  LED-188. */
AK_MUST_USE ak_code ledger_sign_as(ledger *l, const char *role, ak_err *err);

/* ---- the end, and what comes after ---- */

/* The last entry: nothing can be said behind it.  successor: origin of the log that goes on; NULL = none.  Closed
 * already for the same successor is fine (LED-185, LED-186 else). */
AK_MUST_USE ak_code ledger_close_log(ledger *l, const char *successor, const char *reason, int64_t now_s,
                                     ak_err *err);

typedef struct ledger_before {
    str origin, vkey;
    uint64_t size;
    ledger_hash root;
} ledger_before;

/* The published head of a log as the next one names it. */
AK_MUST_USE ak_code ledger_before_of(ledger_before *out, arena *a, const ledger *l, ak_err *err);
/* In a log of one entry: says what it follows, as the second.  Said already of the same log: fine; LED-198. */
AK_MUST_USE ak_code ledger_follow(ledger *l, const ledger_before *before, const char *reason, int64_t now_s,
                                  ak_err *err);
/* Is the log in dir what follows the one in before_dir?  Faults: what that one breaks itself (ledger_verify), and
 * LED-194 .. LED-197 of the link. */
AK_MUST_USE ak_code ledger_link_check(fault_list *faults, arena *a, const char *dir, const char *before_dir,
                                      ak_err *err);

#endif
