/* merkle_verifier.c -- many inclusion proofs under one head: what was shown once is not hashed again.
 *
 * A node is known by its place, level and number, so that nothing is looked for: those of a level lie one
 * behind the other.  A node is remembered together with its sibling and all that is above it, when a proof
 * over it has led to the root; so of a known node everything above is known, and the rest of a proof need
 * only be the same.
 */
#include <string.h>

#include "ledger/merkle.h"

struct merkle_verifier {
    uint64_t size;
    ledger_hash root;
    int from;               /* lowest level that is remembered */
    ledger_hash *nodes[64]; /* by level; NULL below from */
    bool *known[64];
};

/* A place in the tree, going up. */
typedef struct place {
    int level;
    uint64_t n, last; /* number in its level, and that of the last one there */
} place;

/* A node without a sibling is its parent's hash too: it stands for the highest that it is. */
static void settle(place *p)
{
    while (p->n == p->last && !(p->n & 1) && p->n != 0) {
        p->n >>= 1;
        p->last >>= 1;
        p->level++;
    }
}

static void go_up(place *p)
{
    p->n >>= 1;
    p->last >>= 1;
    p->level++;
    settle(p);
}

merkle_verifier *merkle_verifier_new(arena *a, uint64_t size, const ledger_hash *root, size_t bytes_max)
{
    merkle_verifier *v = ARENA_NEW(a, merkle_verifier);
    *v = (merkle_verifier){.size = size, .root = *root, .from = 64};
    uint64_t left = bytes_max / (sizeof(ledger_hash) + 1);
    int levels = 0;
    while (levels < 64 && size > 1 && (size - 1) >> levels)
        levels++;
    for (int level = levels; level >= 0 && size; level--) {
        uint64_t width = ((size - 1) >> level) + 1;
        if (width > left)
            break;
        left -= width;
        v->from = level;
        v->nodes[level] = ARENA_NEWS(a, ledger_hash, (size_t)width);
        v->known[level] = ARENA_NEWS(a, bool, (size_t)width);
        memset(v->known[level], 0, (size_t)width * sizeof(bool));
    }
    return v;
}

static bool is_known(const merkle_verifier *v, const place *p)
{
    return p->level >= v->from && p->level < 64 && v->known[p->level] && v->known[p->level][p->n];
}

static void remember(merkle_verifier *v, const place *p, uint64_t n, const ledger_hash *h)
{
    if (p->level < v->from)
        return;
    v->nodes[p->level][n] = *h;
    v->known[p->level][n] = true;
}

/* The rest of a proof above a known node: the siblings are known. */
static bool rest_is_known(const merkle_verifier *v, place at, const ledger_hash *proof, size_t n)
{
    size_t i = 0;
    for (; at.last != 0; go_up(&at), i++)
        if (i == n || !ledger_hash_eq(&proof[i], &v->nodes[at.level][at.n ^ 1]))
            return false;
    return i == n;
}

bool merkle_verifier_check(merkle_verifier *v, uint64_t index, const ledger_hash *leaf,
                           const ledger_hash *proof, size_t proof_n)
{
    ledger_hash way[MERKLE_PROOF_MAX + 1];
    size_t i = 0;
    if (index >= v->size || proof_n > MERKLE_PROOF_MAX)
        return false;
    place first = {0, index, v->size - 1};
    settle(&first);
    place at = first;
    way[0] = *leaf;
    for (; at.last != 0 && !is_known(v, &at); go_up(&at), i++) {
        if (i == proof_n)
            return false;
        if (at.n & 1)
            merkle_node(&way[i + 1], &proof[i], &way[i]);
        else
            merkle_node(&way[i + 1], &way[i], &proof[i]);
    }
    bool met = at.last != 0;
    const ledger_hash *want = met ? &v->nodes[at.level][at.n] : &v->root;
    if (!ledger_hash_eq(&way[i], want) || !rest_is_known(v, at, proof + i, proof_n - i))
        return false;
    at = first;
    for (size_t k = 0; k < i; k++, go_up(&at)) {
        remember(v, &at, at.n, &way[k]);
        remember(v, &at, at.n ^ 1, &proof[k]);
    }
    return true;
}
