/* proof_test.c -- proof files: who is believed, and every change noticed. */
#include "../cmocka_all.h"

#include <string.h>

#include "ledger/note.h"
#include "ledger/proof.h"
#include "ledger/rules.h"
#include "tests/ledger/workspace.h"

static proof_result check(arena *a, str file, str vkey, const ledger *own)
{
    proof_result r;
    proof_trust t = {.vkey = vkey,
                     .own = own ? ledger_public_key(own) : NULL,
                     .own_origin = own ? ledger_origin(own) : STR("")};
    assert_ok(proof_verify(&r, a, file, &t, &test_err));
    return r;
}

/* "without it exit 0 only for the own log, else 1 with 'intact, signed by K; say --vkey if you trust it'" */
static void a_proof_is_believed_for_the_own_log_or_a_named_key_only(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a), *other_dir = test_workspace(&a);
    ledger *l, *other;
    str file;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    assert_ok(ledger_open(&other, &a, other_dir, LEDGER_READ, &test_err));
    test_append(l, 700);
    assert_code(proof_make(&file, &a, l, 5, NULL, 0, &test_err), LED_050);
    test_publish(l);
    for (uint64_t i = 0; i < 701; i += 50) {
        assert_ok(proof_make(&file, &a, l, i, NULL, 0, &test_err));
        proof_result r = check(&a, file, STR(""), l);
        assert_int_equal(r.verdict, PROOF_OWN);
        assert_int_equal(r.index, i);
        assert_int_equal(r.size, 701);
        assert_true(r.signer_is_log);
        assert_int_equal(r.entry.withheld_n, 0);
        assert_true(str_eq(r.vkey, ledger_vkey(&a, l)));
        assert_int_equal(check(&a, file, STR(""), NULL).verdict, PROOF_UNKNOWN);
        r = check(&a, file, STR(""), other);
        assert_int_equal(r.verdict, PROOF_UNKNOWN);
        assert_true(str_eq(r.vkey, ledger_vkey(&a, l)));
        assert_int_equal(check(&a, file, ledger_vkey(&a, l), NULL).verdict, PROOF_TRUSTED);
        r = check(&a, file, ledger_vkey(&a, other), l);
        assert_int_equal(r.verdict, PROOF_BROKEN);
        assert_ptr_equal(r.why.rule, &LED_054);
    }
    const char *names[] = {"head"};
    assert_ok(proof_make(&file, &a, l, 100, names, 1, &test_err));
    proof_result r = check(&a, file, STR(""), l);
    assert_int_equal(r.entry.shown_n, 1);
    assert_true(r.entry.withheld_n > 0);
    proof_result none;
    assert_code(proof_verify(&none, &a, file, &(proof_trust){.vkey = STR("nonsense")}, &test_err), LED_052);
    assert_code(proof_verify(&none, &a, STR("nonsense"), &(proof_trust){0}, &test_err), LED_051);
    char other_path[4096];
    strcpy(other_path, other_dir);
    test_remove(&a, dir);
    test_remove(&a, other_path);
}

/* Every bit of the file. */
static void no_changed_proof_is_believed(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    str file;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 20);
    test_publish(l);
    assert_ok(proof_make(&file, &a, l, 11, NULL, 0, &test_err));
    str vkey = ledger_vkey(&a, l);
    char *bytes = arena_copy(&a, file.p, file.n);
    for (size_t i = 0; i < 8 * file.n; i++) {
        arena tmp = {0};
        proof_result r;
        bytes[i / 8] ^= (char)(1 << i % 8);
        ak_code code = proof_verify(&r, &tmp, (str){bytes, file.n}, &(proof_trust){.vkey = vkey}, NULL);
        if (code == AK_OK && r.verdict != PROOF_BROKEN)
            fail_msg("bit %zu of byte %zu ('%c')", i % 8, i / 8, file.p[i / 8]);
        bytes[i / 8] ^= (char)(1 << i % 8);
        arena_free(&tmp);
    }
    test_remove(&a, dir);
}

static void consistency_leads_from_every_old_head_to_the_new(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    ledger_hash roots[900], proof[MERKLE_PROOF_MAX + 1];
    size_t n;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    while (ledger_size(l) < 800) {
        ledger_root(&roots[ledger_size(l)], l);
        uint64_t before = ledger_size(l);
        test_append(l, 37);
        test_publish(l);
        ledger_hash now, root;
        ledger_root(&now, l);
        assert_ok(proof_consistency(proof, &n, &a, l, before, ledger_size(l), &test_err));
        assert_true(merkle_consistency_ok(before, ledger_size(l), &roots[before], &now, proof, n));
        assert_ok(proof_root_at(&root, &a, l, before, &test_err));
        assert_true(ledger_hash_eq(&root, &roots[before]));
        for (uint64_t size = before; size <= ledger_size(l); size += 5) {
            proof_path path;
            assert_ok(proof_inclusion(&path, &a, l, size - 1, size, &test_err));
            assert_true(merkle_inclusion_ok(size - 1, size, &path.leaf, path.hashes, path.n, &path.root));
        }
    }
    assert_code(proof_consistency(proof, &n, &a, l, 0, 5, &test_err), LED_040);
    assert_code(proof_root_at(&roots[0], &a, l, 100000, &test_err), LED_050);
    test_remove(&a, dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_proof_is_believed_for_the_own_log_or_a_named_key_only),
        cmocka_unit_test(no_changed_proof_is_believed),
        cmocka_unit_test(consistency_leads_from_every_old_head_to_the_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
