/* peer.h -- what is kept of another party's log: every signed head that was seen, and what they contradict.
 *
 *     peers/NAME/policy             logs that the name stands for, and their witnesses (policy.h)
 *     peers/NAME/vkey               the log's verifier key, as it was accepted here
 *     peers/NAME/keys               what the log said about its keys, as far as it was shown here:
 *                                   a line each, <index> <base64 of the entry>
 *     peers/NAME/joins              consistency proofs between heads (bundle_head.c)
 *     peers/NAME/bundles/           statements of that log that were handed to us (bundle.h)
 *     peers/NAME/heads/<size>-<8 hex of the root>.note
 *     peers/NAME/fraud/             two histories (fraud.h)
 *     peers/NAME/watch/             of the monitor (monitor.h)
 */
#ifndef LEDGER_PEER_H
#define LEDGER_PEER_H

#include "ledger/keyring.h"
#include "ledger/note.h"

#define PEER_HEADS_MAX 100000
#define PEERS_MAX      10000

/* Letters, digits, - _ and . (not first), at most 100 bytes: a folder's name. */
bool peer_name_ok(str name);
/* A name made of an origin: "log.example/a" gives "log.example-a". */
const char *peer_name_of(arena *a, str origin);

/* Keeps a head that vkey signed (LED-054, LED-055 else); one that is there gets the signature lines that are
 * new.  *fraud_out = path of the fraud file when a kept head of the same size has another root, else NULL.
 * (Heads of different sizes are told apart with the tree: monitor.h, bundles.) */
AK_MUST_USE ak_code peer_head_keep(const char **fraud_out, arena *a, const char *peer_dir, str vkey,
                                   str note_bytes, ak_err *err);

/* The key by which the log is known here: as kept, else as the monitor was told; empty = not known. */
AK_MUST_USE ak_code peer_vkey(str *out, arena *a, const char *peer_dir, ak_err *err);
AK_MUST_USE ak_code peer_vkey_keep(arena *a, const char *peer_dir, str vkey, ak_err *err);

/* An entry of the log that speaks of its keys (keyring_concerns). */
typedef struct peer_word {
    uint64_t index;
    str entry;
} peer_word;

/* Those that are kept, by bundles and by the monitor, in the order of the log. */
AK_MUST_USE ak_code peer_words(peer_word **out, size_t *n_out, arena *a, const char *peer_dir, ak_err *err);
/* The ring that they give; empty: nothing is known. */
AK_MUST_USE ak_code peer_ring(keyring *out, arena *a, const char *peer_dir, ak_err *err);
/* Keeps more of them; what is there at an index stays. */
AK_MUST_USE ak_code peer_words_keep(arena *a, const char *peer_dir, const peer_word *words, size_t n,
                                    ak_err *err);

typedef struct peer_head {
    str note;
    checkpoint head;
} peer_head;

/* By size, then root. */
AK_MUST_USE ak_code peer_heads(peer_head **out, size_t *n_out, arena *a, const char *peer_dir, ak_err *err);

#endif
