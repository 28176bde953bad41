/* proof.h -- a file that shows, without the log and without a network, that an entry is in it.
 *
 * C2SP tlog-proof v1; `extra` carries the entry, chosen disclosures and the signer's public key, so one
 * file is all that a reader needs beside a verifier key that he trusts.  Form: top of proof.c.
 */
#ifndef LEDGER_PROOF_H
#define LEDGER_PROOF_H

#include "ledger/entry.h"
#include "ledger/ledger.h"

#define PROOF_BYTES_MAX ((size_t)128 << 20)

/* The file for the entry at index under the published checkpoint (publish first: LED-050).
 * names [names_n] = disclosures to show ("head", "body", ...); NULL: all that is there. */
AK_MUST_USE ak_code proof_make(str *out, arena *a, const ledger *l, uint64_t index, const char *const *names,
                               size_t names_n, ak_err *err);

/* Inclusion path of an entry for pages: proof hashes and the head they lead to. */
typedef struct proof_path {
    uint64_t index, size;
    ledger_hash leaf, root;
    ledger_hash hashes[MERKLE_PROOF_MAX];
    size_t n;
} proof_path;
AK_MUST_USE ak_code proof_inclusion(proof_path *out, arena *a, const ledger *l, uint64_t index, uint64_t size,
                                    ak_err *err);
AK_MUST_USE ak_code proof_consistency(ledger_hash proof[static MERKLE_PROOF_MAX + 1], size_t *proof_n,
                                      arena *a, const ledger *l, uint64_t size1, uint64_t size2, ak_err *err);
/* Root of the first size entries, size <= ledger_published_size. */
AK_MUST_USE ak_code proof_root_at(ledger_hash *out, arena *a, const ledger *l, uint64_t size, ak_err *err);

typedef enum proof_verdict {
    PROOF_BROKEN,  /* exit 1: something does not fit; see why */
    PROOF_UNKNOWN, /* exit 1: intact, signed by vkey; say --vkey if you trust it */
    PROOF_OWN,     /* exit 0: signed by the own log's key */
    PROOF_TRUSTED  /* exit 0: signed by the key that was handed in */
} proof_verdict;

typedef struct proof_result {
    proof_verdict verdict;
    ak_err why; /* PROOF_BROKEN: rule and arguments */
    str origin;
    uint64_t size, index;
    ledger_hash root, leaf;
    str vkey; /* whose signature the head carries; empty = cannot be told */
    entry_info entry;
    bool signer_is_log; /* the entry was signed by the key that signed the head */
} proof_result;

/* vkey empty: own (may be NULL) decides.  An error is returned only for what is no proof file at all
 * (LED-051) or a vkey that is none (LED-052); all else is a verdict. */
AK_MUST_USE ak_code proof_verify(proof_result *out, arena *a, str file, str vkey, const ledger_public *own,
                                 str own_origin, ak_err *err);

#endif
