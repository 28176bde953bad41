/* merkle_test.c -- the tree against its definition, for every size up to 70. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "ledger/merkle.h"

#define SIZE_MOST 70

static ledger_hash leaves[SIZE_MOST];

/* MTH of RFC 9162 section 2.1.1, word for word. */
static void mth(ledger_hash *out, const ledger_hash *d, size_t n)
{
    if (n == 0) {
        merkle_empty(out);
        return;
    }
    if (n == 1) {
        *out = d[0];
        return;
    }
    size_t k = 1;
    while (2 * k < n)
        k *= 2;
    ledger_hash left, right;
    mth(&left, d, k);
    mth(&right, d + k, n - k);
    merkle_node(out, &left, &right);
}

static ak_code fetch(ledger_hash *out, void *payload, int level, uint64_t n, ak_err *err)
{
    (void)payload;
    (void)err;
    mth(out, leaves + (n << level), (size_t)1 << level);
    return AK_OK;
}

static int setup(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZE_MOST; i++) {
        char text[16];
        merkle_leaf(&leaves[i], text, (size_t)snprintf(text, sizeof text, "entry %zu", i));
    }
    return 0;
}

static void growing_gives_the_root_of_the_definition(void **state)
{
    (void)state;
    merkle_edge e = {0};
    for (size_t n = 0; n <= SIZE_MOST; n++) {
        ledger_hash want, have;
        mth(&want, leaves, n);
        merkle_edge_root(&have, &e);
        assert_true(ledger_hash_eq(&want, &have));
        merkle_root_of(&have, leaves, n);
        assert_true(ledger_hash_eq(&want, &have));
        assert_int_equal(merkle_root_at(&have, n, fetch, NULL, NULL), AK_OK);
        assert_true(ledger_hash_eq(&want, &have));
        if (n < SIZE_MOST)
            merkle_edge_add(&e, &leaves[n]);
    }
}

static void every_inclusion_proof_holds_and_no_changed_one_does(void **state)
{
    (void)state;
    for (uint64_t size = 1; size <= SIZE_MOST; size++) {
        ledger_hash root;
        mth(&root, leaves, size);
        for (uint64_t i = 0; i < size; i++) {
            ledger_hash proof[MERKLE_PROOF_MAX];
            size_t n;
            assert_int_equal(merkle_inclusion(proof, &n, i, size, fetch, NULL, NULL), AK_OK);
            assert_true(merkle_inclusion_ok(i, size, &leaves[i], proof, n, &root));
            assert_false(merkle_inclusion_ok(i + 1, size, &leaves[i], proof, n, &root));
            assert_false(merkle_inclusion_ok(i, size, &leaves[(i + 1) % SIZE_MOST], proof, n, &root));
            assert_false(merkle_inclusion_ok(size, size, &leaves[i], proof, n, &root));
            if (n) {
                assert_false(merkle_inclusion_ok(i, size, &leaves[i], proof, n - 1, &root));
                proof[i % n].b[size % 32] ^= 1;
                assert_false(merkle_inclusion_ok(i, size, &leaves[i], proof, n, &root));
            }
        }
    }
}

static void every_consistency_proof_holds_and_no_changed_one_does(void **state)
{
    (void)state;
    for (uint64_t size2 = 1; size2 <= SIZE_MOST; size2++) {
        ledger_hash root1, root2;
        mth(&root2, leaves, size2);
        for (uint64_t size1 = 1; size1 <= size2; size1++) {
            ledger_hash proof[MERKLE_PROOF_MAX + 1];
            size_t n;
            mth(&root1, leaves, size1);
            assert_int_equal(merkle_consistency(proof, &n, size1, size2, fetch, NULL, NULL), AK_OK);
            assert_true(merkle_consistency_ok(size1, size2, &root1, &root2, proof, n));
            assert_int_equal(n == 0, size1 == size2);
            if (size1 == size2)
                continue;
            assert_false(merkle_consistency_ok(size1, size2, &root2, &root1, proof, n));
            assert_false(merkle_consistency_ok(size1, size2, &root1, &root2, proof, n - 1));
            assert_false(merkle_consistency_ok(size2, size1, &root1, &root2, proof, n));
            assert_false(merkle_consistency_ok(0, size2, &root1, &root2, proof, n));
            proof[size1 % n].b[size2 % 32] ^= 0x80;
            assert_false(merkle_consistency_ok(size1, size2, &root1, &root2, proof, n));
        }
    }
}

/* Every place of every small tree, with memory for all nodes, some and none; then the same with one thing changed. */
static void the_verifier_that_remembers_says_the_same(void **state)
{
    (void)state;
    static const size_t bytes[] = {0, 33 * 9, 33 * 40, 1 << 20};
    for (uint64_t size = 1; size <= SIZE_MOST; size++) {
        arena a = {0};
        ledger_hash root;
        mth(&root, leaves, size);
        for (size_t b = 0; b < sizeof bytes / sizeof *bytes; b++) {
            merkle_verifier *v = merkle_verifier_new(&a, size, &root, bytes[b]);
            for (uint64_t k = 0; k < 3 * size; k++) {
                uint64_t index = k * 29 % size;
                ledger_hash proof[MERKLE_PROOF_MAX], leaf = leaves[index];
                size_t n;
                assert_int_equal(merkle_inclusion(proof, &n, index, size, fetch, NULL, NULL), AK_OK);
                for (size_t i = 0; i < n; i++) { /* before and after the node is known */
                    proof[i].b[k % 32] ^= 4;
                    assert_false(merkle_verifier_check(v, index, &leaf, proof, n));
                    proof[i].b[k % 32] ^= 4;
                }
                leaf.b[k % 32] ^= 1;
                assert_false(merkle_verifier_check(v, index, &leaf, proof, n));
                leaf.b[k % 32] ^= 1;
                assert_true(merkle_verifier_check(v, index, &leaf, proof, n));
                assert_false(merkle_verifier_check(v, index, &leaf, proof, n + 1));
                if (n)
                    assert_false(merkle_verifier_check(v, index, &leaf, proof, n - 1));
                assert_false(merkle_verifier_check(v, size, &leaf, proof, n));
                if (size > 1)
                    assert_false(merkle_verifier_check(v, (index + 1) % size, &leaf, proof, n));
            }
        }
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(growing_gives_the_root_of_the_definition),
        cmocka_unit_test(every_inclusion_proof_holds_and_no_changed_one_does),
        cmocka_unit_test(every_consistency_proof_holds_and_no_changed_one_does),
        cmocka_unit_test(the_verifier_that_remembers_says_the_same),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
