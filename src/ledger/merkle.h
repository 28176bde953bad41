/* merkle.h -- the tree of RFC 6962 / RFC 9162: hashes, growing on the right, proofs.
 *
 * leaf = SHA-256(0x00 | entry), node = SHA-256(0x01 | left | right).  The empty tree's root is
 * SHA-256 of nothing.  Sizes and indexes are uint64.
 */
#ifndef LEDGER_MERKLE_H
#define LEDGER_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/sha256.h"

#define MERKLE_PROOF_MAX 64 /* hashes in an inclusion proof; a consistency proof has one more at most */

typedef struct ledger_hash {
    uint8_t b[SHA256_BYTES];
} ledger_hash;

bool ledger_hash_eq(const ledger_hash *a, const ledger_hash *b);

void merkle_leaf(ledger_hash *out, const void *entry, size_t n);
void merkle_node(ledger_hash *out, const ledger_hash *left, const ledger_hash *right);
void merkle_empty(ledger_hash *out);

/* The right edge: roots of the full subtrees that a tree of this size consists of, largest first.  One per
 * set bit of size. */
typedef struct merkle_edge {
    uint64_t size;
    ledger_hash full[64];
    int n;
} merkle_edge;

void merkle_edge_add(merkle_edge *e, const ledger_hash *leaf); /* O(1) on average */
void merkle_edge_root(ledger_hash *out, const merkle_edge *e);

/* Root of n hashes taken as leaves (already hashed); n = 0 gives the empty root. */
void merkle_root_of(ledger_hash *out, const ledger_hash *leaves, size_t n);

/* Accepts exactly the proofs that RFC 9162 sections 2.1.3.2 and 2.1.4.2 accept; size1 = 0 is refused for
 * consistency, as is anything out of range. */
/* The root to which the path leads; false when it is too short or too long for that place. */
bool merkle_inclusion_root(ledger_hash *root_out, uint64_t index, uint64_t size, const ledger_hash *leaf,
                           const ledger_hash *proof, size_t proof_n);
bool merkle_inclusion_ok(uint64_t index, uint64_t size, const ledger_hash *leaf, const ledger_hash *proof,
                         size_t proof_n, const ledger_hash *root);
bool merkle_consistency_ok(uint64_t size1, uint64_t size2, const ledger_hash *root1, const ledger_hash *root2,
                           const ledger_hash *proof, size_t proof_n);

/* Checks inclusion under one head that is trusted, many times: the nodes that a good proof leads over, and
 * their siblings, are remembered, so that a later proof is hashed only up to the first of them, and
 * compared from there on.  Says of every proof what merkle_inclusion_ok says.  Nodes near the root are
 * remembered, as many as bytes_max allows (33 bytes each; all of a tree are twice its size).  One thread
 * at a time. */
typedef struct merkle_verifier merkle_verifier;
merkle_verifier *merkle_verifier_new(arena *a, uint64_t size, const ledger_hash *root, size_t bytes_max);
bool merkle_verifier_check(merkle_verifier *v, uint64_t index, const ledger_hash *leaf,
                           const ledger_hash *proof, size_t proof_n);

/* The roots that the nodes give at size1 and size2: a consistency proof whose first node is always written,
 * also where RFC 9162 leaves it out because size1 is a power of two.  False: too few or too many nodes, or
 * sizes out of range.  When *root2_out is a signed root, *root1_out is what its tree held at size1. */
bool merkle_consistency_roots(ledger_hash *root1_out, ledger_hash *root2_out, uint64_t size1, uint64_t size2,
                              const ledger_hash *nodes, size_t n);

/* Where a proof finds its hashes: root of the full subtree of 2^level leaves, number n of its level. */
typedef ak_code merkle_fetch(ledger_hash *out, void *payload, int level, uint64_t n, ak_err *err);

/* Root of the first size leaves. */
AK_MUST_USE ak_code merkle_root_at(ledger_hash *out, uint64_t size, merkle_fetch *fetch, void *payload,
                                   ak_err *err);
AK_MUST_USE ak_code merkle_inclusion(ledger_hash proof[static MERKLE_PROOF_MAX], size_t *proof_n,
                                     uint64_t index, uint64_t size, merkle_fetch *fetch, void *payload,
                                     ak_err *err);
AK_MUST_USE ak_code merkle_consistency(ledger_hash proof[static MERKLE_PROOF_MAX + 1], size_t *proof_n,
                                       uint64_t size1, uint64_t size2, merkle_fetch *fetch, void *payload,
                                       ak_err *err);

#endif
