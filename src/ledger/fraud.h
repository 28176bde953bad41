/* fraud.h -- a file that shows anybody, offline, that a log signed two histories.
 *
 * Two heads that the same key signed and that cannot both be true:
 *     same size, other root; or
 *     the nodes of the larger tree that cover the first size1 entries do not give the root that was signed at
 *     size1, although with the others they do give the root signed at size2.
 * The second rests on SHA-256 alone: the nodes under a root at given places are one set only.  A consistency
 * proof that just fails shows nothing: anybody can write a wrong one.
 *
 *     aktsom-fraud-1
 *     vkey <verifier key of the log>
 *     head <base64 of the smaller note>
 *     head <base64 of the larger note>
 *     key <base64 of an entry>          0 or more: statements by which the log's key was replaced since vkey
 *     other <base64 of an entry>        0 or more, behind key lines: by which it was replaced in the other history
 *     node <base64>                     0 or more: RFC 9162 consistency proof, its first node always written
 *
 * With key lines either head may be signed by vkey, or by a key of the log that these statements lead to (keyring.h);
 * each of them is signed, for this log, by a key that was named before it.  So whoever replaces a key and forks is
 * convicted by the key that he had before.  Where the histories part first and the key is replaced in both, vkey is the
 * last key that they share; key lines lead from it in one of them, other lines in the other.
 */
#ifndef LEDGER_FRAUD_H
#define LEDGER_FRAUD_H

#include "ledger/keyring.h"
#include "ledger/note.h"

#define FRAUD_HEAD      "aktsom-fraud-1"
#define FRAUD_BYTES_MAX ((size_t)16 << 20)
#define FRAUD_WORDS_MAX 100 /* statements about keys, of one history */

/* How the log's key was replaced in one history since vkey. */
typedef struct fraud_way {
    str *words; /* [n] statements about keys, in the order of the log */
    size_t n;
    keyring ring; /* vkey, and the keys that the statements lead to */
} fraud_way;

typedef struct fraud {
    str vkey;
    str notes[2]; /* the smaller first; of one size: by their roots */
    checkpoint heads[2];
    ledger_hash nodes[MERKLE_PROOF_MAX + 1];
    size_t n;
    fraud_way ways[2]; /* the second is empty unless the key was replaced in both histories */
} fraud;

/* True when the two notes, both signed by vkey, cannot both be true; *out then is the file.  nodes [n] = the
 * consistency proof between them with its first node written (merkle_consistency_roots); n = 0: there is none,
 * and only heads of one size can be told apart. */
bool fraud_of_heads(fraud *out, arena *a, str vkey, str note1, str note2, const ledger_hash *nodes, size_t n);

/* The same where any key may have signed either note that is or was the log's: by one key where one signed both, else
 * with the statements that lead from one to the other.  FRAUD_WORDS_MAX of them at most. */
bool fraud_of_ring(fraud *out, arena *a, const keyring *ring, str note1, str note2, const ledger_hash *nodes,
                   size_t n);
/* The same where the histories part before the key is replaced: by what is known of its keys in each of them. */
bool fraud_of_rings(fraud *out, arena *a, const keyring *one, const keyring *two, str note1, str note2,
                    const ledger_hash *nodes, size_t n);

str fraud_write(arena *a, const fraud *f);
/* AK_OK: the file is of the form, both signatures fit vkey, and the heads contradict each other.
 * LED-107 when it is no fraud file; LED-108 when it shows nothing. */
AK_MUST_USE ak_code fraud_read(fraud *out, arena *a, str file, ak_err *err);

/* Writes it into the folder, which is made, as <size1>-<size2>-<8 hex>.fraud; one that is there stays. */
AK_MUST_USE ak_code fraud_keep(const char **path_out, arena *a, const char *dir, const fraud *f, ak_err *err);

/* Two different entries that one key signed with one number of one log: nobody can have written both in one
 * history.
 *
 *     aktsom-twice-1
 *     origin <log>
 *     key <base64 of the public key>
 *     entry <base64>
 *     entry <base64>                    the smaller in bytes first
 */
#define FRAUD_TWICE_HEAD "aktsom-twice-1"

typedef struct fraud_twice {
    str origin;
    ledger_public key;
    str entries[2];
    uint64_t seq;
} fraud_twice;

str fraud_twice_write(arena *a, str origin, const ledger_public *key, const str entries[2]);
/* As fraud_read: both signatures fit, same number, same log, different bytes.  LED-107, LED-108. */
AK_MUST_USE ak_code fraud_twice_read(fraud_twice *out, arena *a, str file, ak_err *err);
/* Writes it into the folder as twice-<8 hex>.fraud; one that is there stays. */
AK_MUST_USE ak_code fraud_twice_keep(const char **path_out, arena *a, const char *dir, str file, ak_err *err);

#endif
