/* keyring.h -- which key may sign what in a log, and from where to where: told by the log's own `key` statements.
 *
 * The first entry announces the first log key and is signed by it.  From then on:
 *     log       one at a time; signs entries, announcements and heads.  Its follower is announced by it (or by a
 *               recovery key) with `replaces`; from that entry on the older one signs no entry, but heads until
 *               `heads_until`, so that who knows only the older one can go on for a while.
 *     recovery  kept elsewhere; signs nothing but the announcement of a log key in place of one that was lost.
 *     receipt   P-256; signs no entries.
 *     others    a role in the organisation: signs statements.
 * A key that is replaced, retired, revoked or lost signs nothing behind the entry that says so; what it signed
 * before stays good.  So no clock is asked, and everybody who reads the entries comes to the same answer.
 */
#ifndef LEDGER_KEYRING_H
#define LEDGER_KEYRING_H

#include "base/fault.h"
#include "ledger/entry.h"

#define KEYRING_MAX          10000
#define KEYRING_ROLE_LOG     "log"
#define KEYRING_ROLE_RECEIPT "receipt"
#define KEYRING_ROLE_BACK    "recovery"

typedef struct keyring_key {
    ledger_hash kid;
    ledger_public pub; /* zeros of a receipt key, which is another kind */
    str pub64;         /* as it was announced */
    str role, party;
    uint64_t from;     /* entry that announces it */
    uint64_t to;       /* last entry that it may sign; UINT64_MAX = no end yet */
    int64_t since_s;   /* when it was announced */
    int64_t ended_s;   /* when that was said; 0 = no end */
    int64_t until_s;   /* of a replaced log key: it signs heads until then */
    const char *state; /* "active", "overlapping", "retired", "revoked", "lost" */
    str reason;
    str entry; /* of a log or recovery key: what announces it, for who is to be shown the way to it */
} keyring_key;

typedef struct keyring {
    arena *a;
    str origin; /* of the entries */
    keyring_key *keys;
    size_t n, cap;
    bool closed; /* by the entry close_index */
    uint64_t close_index;
    str successor; /* its origin; empty = none is named */
    str before;    /* origin of the log that this one follows; empty = none */
    uint64_t before_size;
    ledger_hash before_root;
} keyring;

keyring keyring_new(arena *a);
/* An empty ring for a log whose first entry is not at hand: as if it had named this key. */
void keyring_begin(keyring *ring, str origin, const ledger_public *pub);
/* Whether an entry can be of a kind that the ring must see: its bytes hold the word. O(bytes). */
bool keyring_concerns(str entry);
/* The next entry of that kind, in the order of the log; checks its signature and whether its signer may say so.
 * NULL: fine, or of no concern.  Else the rule that it breaks, with *why (English, N_) for LED_184; the ring is
 * then as before. */
const ak_rule *keyring_take(keyring *ring, str entry, uint64_t index, const char **why);
/* The same over entries from .. size - 1 of a log folder; what cannot be read is passed over, for others find it.
 * faults (may be NULL) get what a statement about keys may not say (LED_184), with prefix and bundle as file.
 * 0.2 s for 1 M entries. */
void keyring_scan(keyring *ring, const char *log_dir, uint64_t from, uint64_t size, fault_list *faults,
                  const char *prefix);

const keyring_key *keyring_find(const keyring *ring, const ledger_hash *kid);
const keyring_key *keyring_of(const keyring *ring, const ledger_public *pub);
/* By the beginning of its id in hex, or by its role among those in use; NULL: none, or several. */
const keyring_key *keyring_named(const keyring *ring, str word);
/* NULL: that key may sign entry index.  LED_123: it is unknown there; LED_183: no longer. */
const ak_rule *keyring_may(const keyring *ring, const ledger_hash *kid, uint64_t index);
/* The log key that signs heads of that size; NULL: the ring is empty. */
const keyring_key *keyring_at(const keyring *ring, uint64_t size);
/* It is or was the log's key, and nobody said that it is in wrong hands. */
bool keyring_is_log(const keyring *ring, const ledger_public *pub);

#endif
