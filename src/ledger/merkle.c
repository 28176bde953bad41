/* merkle.c -- the tree of RFC 6962 / RFC 9162. */
#include "ledger/merkle.h"

#include <assert.h>
#include <string.h>

#include "ledger/entry.h"

bool ledger_hash_eq(const ledger_hash *a, const ledger_hash *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

void merkle_leaf(ledger_hash *out, const void *entry, size_t n)
{
    uint8_t bytes[1 + ENTRY_BYTES_MAX];
    assert(n <= ENTRY_BYTES_MAX);
    bytes[0] = 0x00;
    if (n)
        memcpy(bytes + 1, entry, n);
    sha256_of(out->b, bytes, n + 1);
}

void merkle_node(ledger_hash *out, const ledger_hash *left, const ledger_hash *right)
{
    uint8_t bytes[1 + 2 * sizeof left->b];
    bytes[0] = 0x01;
    memcpy(bytes + 1, left->b, sizeof left->b);
    memcpy(bytes + 1 + sizeof left->b, right->b, sizeof right->b);
    sha256_of(out->b, bytes, sizeof bytes);
}

void merkle_empty(ledger_hash *out)
{
    sha256_of(out->b, "", 0);
}

/* ---- growing ---- */

void merkle_edge_add(merkle_edge *e, const ledger_hash *leaf)
{
    ledger_hash h = *leaf;
    /* Each low set bit of the old size is a full subtree as large as what has just been made. */
    for (uint64_t s = e->size; s & 1; s >>= 1) {
        assert(e->n > 0);
        merkle_node(&h, &e->full[e->n - 1], &h);
        e->n--;
    }
    assert(e->n < 64);
    e->full[e->n++] = h;
    e->size++;
}

void merkle_edge_root(ledger_hash *out, const merkle_edge *e)
{
    if (e->n == 0) {
        merkle_empty(out);
        return;
    }
    *out = e->full[e->n - 1];
    for (int i = e->n - 2; i >= 0; i--)
        merkle_node(out, &e->full[i], out);
}

void merkle_root_of(ledger_hash *out, const ledger_hash *leaves, size_t n)
{
    merkle_edge e = {0};
    for (size_t i = 0; i < n; i++)
        merkle_edge_add(&e, &leaves[i]);
    merkle_edge_root(out, &e);
}

/* ---- checking (RFC 9162 sections 2.1.3.2 and 2.1.4.2) ---- */

bool merkle_inclusion_root(ledger_hash *root_out, uint64_t index, uint64_t size, const ledger_hash *leaf,
                           const ledger_hash *proof, size_t proof_n)
{
    if (index >= size)
        return false;
    uint64_t fn = index, sn = size - 1;
    ledger_hash r = *leaf;
    for (size_t i = 0; i < proof_n; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            merkle_node(&r, &proof[i], &r);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            merkle_node(&r, &r, &proof[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    *root_out = r;
    return sn == 0;
}

bool merkle_inclusion_ok(uint64_t index, uint64_t size, const ledger_hash *leaf, const ledger_hash *proof,
                         size_t proof_n, const ledger_hash *root)
{
    ledger_hash r;
    return merkle_inclusion_root(&r, index, size, leaf, proof, proof_n) && ledger_hash_eq(&r, root);
}

/* From the first node, which both trees have, upward. */
static bool consistency_roots(ledger_hash *fr, ledger_hash *sr, uint64_t size1, uint64_t size2,
                              const ledger_hash *first, const ledger_hash *proof, size_t proof_n)
{
    uint64_t fn = size1 - 1, sn = size2 - 1;
    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    *fr = *sr = *first;
    for (size_t i = 0; i < proof_n; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            merkle_node(fr, &proof[i], fr);
            merkle_node(sr, &proof[i], sr);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            merkle_node(sr, sr, &proof[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0;
}

bool merkle_consistency_roots(ledger_hash *root1_out, ledger_hash *root2_out, uint64_t size1, uint64_t size2,
                              const ledger_hash *nodes, size_t n)
{
    return size1 && size1 < size2 && n &&
           consistency_roots(root1_out, root2_out, size1, size2, &nodes[0], nodes + 1, n - 1);
}

bool merkle_consistency_ok(uint64_t size1, uint64_t size2, const ledger_hash *root1, const ledger_hash *root2,
                           const ledger_hash *proof, size_t proof_n)
{
    if (size1 == 0 || size1 > size2)
        return false;
    if (size1 == size2)
        return proof_n == 0 && ledger_hash_eq(root1, root2);
    bool whole = (size1 & (size1 - 1)) == 0; /* the old tree is one full subtree: its root starts the proof */
    if (!whole && proof_n == 0)
        return false;
    ledger_hash fr, sr;
    bool ok = consistency_roots(&fr, &sr, size1, size2, whole ? root1 : &proof[0], proof + !whole,
                                proof_n - !whole);
    return ok && ledger_hash_eq(&fr, root1) && ledger_hash_eq(&sr, root2);
}

/* ---- making proofs ---- */

/* Largest power of two smaller than n, n >= 2. */
static uint64_t split_of(uint64_t n)
{
    uint64_t k = 1;
    while (k < n - k)
        k <<= 1;
    return k;
}

/* Root of leaves from .. to - 1, where from is a multiple of every full subtree in it: the sum of full
 * subtrees from the left, folded from the right. */
static ak_code range_root(ledger_hash *out, uint64_t from, uint64_t to, merkle_fetch *fetch, void *payload,
                          ak_err *err)
{
    ledger_hash full[64];
    int n = 0;
    for (uint64_t at = from, left = to - from; left;) {
        int level = 63 - __builtin_clzll(left);
        AK_TRY(fetch(&full[n++], payload, level, at >> level, err));
        at += (uint64_t)1 << level;
        left -= (uint64_t)1 << level;
    }
    if (n == 0) {
        merkle_empty(out);
        return AK_OK;
    }
    *out = full[n - 1];
    for (int i = n - 2; i >= 0; i--)
        merkle_node(out, &full[i], out);
    return AK_OK;
}

ak_code merkle_root_at(ledger_hash *out, uint64_t size, merkle_fetch *fetch, void *payload, ak_err *err)
{
    return range_root(out, 0, size, fetch, payload, err);
}

static void reverse(ledger_hash *h, size_t n)
{
    for (size_t i = 0; i + 1 < n - i; i++) {
        ledger_hash keep = h[i];
        h[i] = h[n - 1 - i];
        h[n - 1 - i] = keep;
    }
}

ak_code merkle_inclusion(ledger_hash proof[static MERKLE_PROOF_MAX], size_t *proof_n, uint64_t index,
                         uint64_t size, merkle_fetch *fetch, void *payload, ak_err *err)
{
    assert(index < size);
    size_t n = 0;
    for (uint64_t from = 0, to = size; to - from > 1;) { /* from the root down: each step leaves a sibling */
        uint64_t mid = from + split_of(to - from);
        if (index < mid) {
            AK_TRY(range_root(&proof[n++], mid, to, fetch, payload, err));
            to = mid;
        } else {
            AK_TRY(range_root(&proof[n++], from, mid, fetch, payload, err));
            from = mid;
        }
    }
    reverse(proof, n);
    *proof_n = n;
    return AK_OK;
}

ak_code merkle_consistency(ledger_hash proof[static MERKLE_PROOF_MAX + 1], size_t *proof_n, uint64_t size1,
                           uint64_t size2, merkle_fetch *fetch, void *payload, ak_err *err)
{
    assert(size1 > 0 && size1 <= size2);
    size_t n = 0;
    uint64_t from = 0, to = size2;
    bool known = true; /* the old tree's part is a full subtree whose root the reader has: SUBPROOF's b */
    while (size1 != to) {
        uint64_t mid = from + split_of(to - from);
        if (size1 <= mid) {
            AK_TRY(range_root(&proof[n++], mid, to, fetch, payload, err));
            to = mid;
        } else {
            AK_TRY(range_root(&proof[n++], from, mid, fetch, payload, err));
            from = mid;
            known = false;
        }
    }
    if (!known)
        AK_TRY(range_root(&proof[n++], from, to, fetch, payload, err));
    reverse(proof, n);
    *proof_n = n;
    return AK_OK;
}
