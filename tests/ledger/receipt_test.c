/* receipt_test.c -- COSE receipts: both signatures, every change noticed, and what they do not say. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/fs.h"
#include "ledger/proof.h"
#include "ledger/receipt.h"
#include "ledger/rules.h"
#include "tests/ledger/workspace.h"

typedef struct scene {
    arena a;
    const char *dir;
    ledger *l;
    es256_key second;
    ledger_hash leaf;
} scene;

#define INDEX 11

static void scene_make(scene *s)
{
    ledger_item item;
    bool fresh;
    *s = (scene){0};
    s->dir = test_workspace(&s->a);
    assert_ok(ledger_open(&s->l, &s->a, s->dir, LEDGER_WRITE, &test_err));
    test_append(s->l, 20);
    test_publish(s->l);
    str none;
    assert_code(proof_receipt(&none, &s->a, s->l, INDEX, RECEIPT_ES256, &test_err), LED_117);
    assert_ok(proof_receipt_key(&s->second, &fresh, &s->a, s->l, "local:party/test", TEST_NOW, &test_err));
    assert_true(fresh);
    assert_ok(ledger_entry(&item, &s->a, s->l, INDEX, &test_err));
    s->leaf = item.leaf;
}

static receipt_trust trust_of(const scene *s)
{
    return (receipt_trust){
        .ed25519 = ledger_public_key(s->l), .es256 = &s->second.pub, .iss = ledger_origin(s->l)};
}

static const receipt_alg algs[] = {RECEIPT_EDDSA, RECEIPT_ES256};

static void no_changed_receipt_is_believed(void **state)
{
    (void)state;
    scene s;
    scene_make(&s);
    for (int k = 0; k < 2; k++) {
        str bytes;
        receipt r;
        receipt_trust t = trust_of(&s);
        assert_ok(proof_receipt(&bytes, &s.a, s.l, INDEX, algs[k], &test_err));
        assert_ok(receipt_read(&r, &s.a, bytes, &test_err));
        assert_int_equal(r.alg, algs[k]);
        assert_ok(receipt_check(&s.a, &r, &s.leaf, &t, &test_err));
        ledger_hash other = s.leaf;
        other.b[0] ^= 1;
        assert_code(receipt_check(&s.a, &r, &other, &t, &test_err), LED_115);
        t.iss = STR("other.example/log");
        assert_code(receipt_check(&s.a, &r, &s.leaf, &t, &test_err), LED_056);
        t = (receipt_trust){.iss = r.iss};
        assert_code(receipt_check(&s.a, &r, &s.leaf, &t, &test_err), LED_114);
        t = trust_of(&s);
        char *copy = arena_copy(&s.a, bytes.p, bytes.n);
        for (size_t i = 0; i < 8 * bytes.n; i++) {
            arena tmp = {0};
            copy[i / 8] ^= (char)(1 << i % 8);
            bool ok = receipt_read(&r, &tmp, (str){copy, bytes.n}, NULL) == AK_OK &&
                      receipt_check(&tmp, &r, &s.leaf, &t, NULL) == AK_OK;
            /* size and index are not signed: what of them the path does not need may change, see below */
            bool place = ok && (r.claimed_size != ledger_published_size(s.l) || r.claimed_index != INDEX);
            if (ok && !place)
                fail_msg("alg %d, bit %zu of byte %zu", algs[k], i % 8, i / 8);
            copy[i / 8] ^= (char)(1 << i % 8);
            arena_free(&tmp);
        }
    }
    test_remove(&s.a, s.dir);
}

/* "With a valid path, other (index, size) claims pass: true (0, 8) also verifies as (0,5), (0,6), (0,7); true
 * (4,5) also as (1,2), (2,3), (8,9), (16,17).  Never use index or size from a COSE receipt as order or
 * uniqueness.  C2SP checkpoints sign origin + size, which fixes both."  (RFC 9162 section 2.1.3.2) */
static void a_receipt_does_not_say_where_in_the_log_and_a_tlog_proof_does(void **state)
{
    (void)state;
    arena a = {0};
    ledger_key key;
    ledger_hash leaves[8], path[3], root;
    assert_ok(key_new(&key, &a, "log.example/l", &test_err));
    for (size_t i = 0; i < 8; i++)
        merkle_leaf(&leaves[i], &i, sizeof i);
    static const struct {
        uint64_t index, size, also[4][2];
    } rows[] = {
        {0, 8, {{0, 5}, {0, 6}, {0, 7}, {0, 8}}  },
        {4, 5, {{1, 2}, {2, 3}, {8, 9}, {16, 17}}},
    };
    for (size_t k = 0; k < 2; k++) {
        size_t n = 1;
        merkle_root_of(&root, leaves, (size_t)rows[k].size);
        if (k == 0) {
            n = 3;
            path[0] = leaves[1];
            merkle_root_of(&path[1], leaves + 2, 2);
            merkle_root_of(&path[2], leaves + 4, 4);
        } else {
            merkle_root_of(&path[0], leaves, 4);
        }
        assert_true(merkle_inclusion_ok(rows[k].index, rows[k].size, &leaves[rows[k].index], path, n, &root));
        for (size_t i = 0; i < 4; i++) {
            str bytes;
            receipt r;
            receipt_trust t = {.ed25519 = &key.pub, .iss = key.origin};
            assert_ok(receipt_make(&bytes, &a, &(receipt_signer){.ed25519 = &key}, key.origin,
                                   rows[k].also[i][0], rows[k].also[i][1], path, n, &root, &test_err));
            assert_ok(receipt_read(&r, &a, bytes, &test_err));
            assert_ok(receipt_check(&a, &r, &leaves[rows[k].index], &t, &test_err));
        }
    }
    arena_free(&a);
    scene s;
    scene_make(&s);
    str file;
    proof_result r;
    assert_ok(proof_make(&file, &s.a, s.l, 20, NULL, 0, &test_err)); /* number 20 of 22: the path is short */
    char *at = memmem(file.p, file.n, "\nindex 20\n", 10);
    assert_non_null(at);
    int taken = 0;
    for (int index = 0; index < 22; index++) {
        str other =
            str_of(arena_printf(&s.a, "%.*s\nindex %d\n%s", (int)(at - file.p), file.p, index, at + 10));
        assert_ok(proof_verify(&r, &s.a, other, &(proof_trust){.vkey = ledger_vkey(&s.a, s.l)}, &test_err));
        taken += r.verdict == PROOF_TRUSTED;
        assert_int_equal(r.verdict == PROOF_TRUSTED, index == 20);
    }
    assert_int_equal(taken, 1);
    test_remove(&s.a, s.dir);
}

/* RFC 9943: receipts go into the unprotected header; what is hashed has it empty. */
static void a_statement_with_its_receipt_gives_back_the_very_entry(void **state)
{
    (void)state;
    scene s;
    scene_make(&s);
    for (int k = 0; k < 2; k++) {
        str whole, entry, receipts[RECEIPTS_MAX];
        size_t n;
        ledger_item item;
        assert_ok(proof_statement(&whole, &s.a, s.l, INDEX, algs[k], &test_err));
        assert_ok(ledger_entry(&item, &s.a, s.l, INDEX, &test_err));
        assert_true(receipt_detach(&entry, receipts, &n, &s.a, whole));
        assert_int_equal(n, 1);
        assert_true(str_eq(entry, item.entry));
        assert_false(receipt_detach(&entry, receipts, &n, &s.a, item.entry));
        entry_info e;
        assert_code(entry_read(&e, &s.a, whole, NULL, 0, NULL, &test_err), LED_010);
    }
    test_remove(&s.a, s.dir);
}

static void the_receipt_key_is_announced_in_the_log_once(void **state)
{
    (void)state;
    scene s;
    scene_make(&s);
    es256_key again;
    es256_public read;
    bool fresh;
    uint64_t size = ledger_size(s.l);
    assert_ok(proof_receipt_key(&again, &fresh, &s.a, s.l, "local:party/test", TEST_NOW, &test_err));
    assert_false(fresh);
    assert_int_equal(ledger_size(s.l), size);
    assert_memory_equal(again.pub.b, s.second.pub.b, ES256_PUB_BYTES);
    str pem = es256_pem(&s.a, &s.second.pub);
    assert_true(es256_pem_read(&read, pem));
    assert_memory_equal(read.b, s.second.pub.b, ES256_PUB_BYTES);
    assert_false(es256_pem_read(&read, STR("-----BEGIN PUBLIC KEY-----\n")));
    ledger_item item;
    entry_info e;
    assert_ok(ledger_entry(&item, &s.a, s.l, size - 1, &test_err));
    assert_ok(entry_read(&e, &s.a, item.entry, NULL, 0, ledger_public_key(s.l), &test_err));
    assert_true(str_is(e.type, "key") && str_is(json_str(e.body_tree, "key_role"), "receipt"));
    char kid[SHA256_HEX + 1];
    sha256_hex(kid, s.second.pub.b, ES256_PUB_BYTES);
    assert_true(str_is(json_str(e.body_tree, "key_id"), kid));
    test_verify_clean(s.dir, size);
    test_remove(&s.a, s.dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_changed_receipt_is_believed),
        cmocka_unit_test(a_receipt_does_not_say_where_in_the_log_and_a_tlog_proof_does),
        cmocka_unit_test(a_statement_with_its_receipt_gives_back_the_very_entry),
        cmocka_unit_test(the_receipt_key_is_announced_in_the_log_once),
    };
    assert_ok(key_start(&test_err));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
