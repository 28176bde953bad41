/* bundle_test.c -- a bundle is taken whole or refused with its reason: hostile ones.
 *
 * "a hostile bundle (bomb, wrong key, forked history, stale, truncated at every byte) is refused with its reason"
 * "every disclosure must be referenced"
 */
#include "../cmocka_all.h"

#include <string.h>

#include "base/cbor.h"
#include "base/fs.h"
#include "ledger/bundle.h"
#include "ledger/fraud.h"
#include "ledger/peer.h"
#include "ledger/rules.h"
#include "tests/ledger/made.h"
#include "tests/ledger/workspace.h"

static const char *const shown[] = {"head", "body"};

/* Entries 1, 3 and 5 of the log, with head and body, for local:party/b. */
static bundle bundle_of(arena *a, const ledger *l, const uint64_t *from, size_t from_n)
{
    bundle b = {.to = STR("local:party/b"), .about = STR("local:lot/1")};
    bundle_wish *w = ARENA_NEWS(a, bundle_wish, 4);
    w[0] = (bundle_wish){0};
    for (size_t i = 0; i < 3; i++)
        w[1 + i] = (bundle_wish){.index = 5 - 2 * i, .names = (const char **)(uintptr_t)shown, .names_n = 2};
    b.logs = ARENA_NEW(a, bundle_log);
    b.logs_n = 1;
    assert_ok(bundle_own_log(b.logs, a, l, w, 4, from, from_n, &test_err));
    return b;
}

static str write_of(arena *a, bundle b)
{
    str out;
    assert_ok(bundle_write(&out, a, &b, &test_err));
    return out;
}

static ledger *log_of(arena *a, const char **dir, size_t n)
{
    ledger *l;
    *dir = test_workspace(a);
    assert_ok(ledger_open(&l, a, *dir, LEDGER_WRITE, &test_err));
    test_append(l, n);
    test_publish(l);
    return l;
}

/* What is wrong with these bytes; NULL = nothing. */
static const ak_rule *wrong_with(arena *a, str bytes, bundle *out)
{
    ak_err err = {0};
    bundle_twice twice;
    if (bundle_read(out, a, bytes, false, &err) != AK_OK)
        return err.rule;
    for (size_t i = 0; i < out->logs_n; i++)
        if (bundle_check_log(&out->logs[i], a, &twice, &err) != AK_OK)
            return err.rule;
    return NULL;
}

static void what_was_written_reads_back_and_the_same_gives_the_same_bytes(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir;
    bundle b;
    uint64_t from[] = {7, 4, 7};
    const ledger *l = log_of(&a, &dir, 20);
    str one = write_of(&a, bundle_of(&a, l, from, 3)), two = write_of(&a, bundle_of(&a, l, from, 3));
    assert_true(str_eq(one, two));
    assert_null(wrong_with(&a, one, &b));
    assert_int_equal(b.logs[0].entries_n, 4);
    assert_int_equal(b.logs[0].joins_n, 2);
    assert_int_equal(b.logs[0].entries[1].index, 1);
    assert_int_equal(b.logs[0].gaps, 2); /* 2 and 4 are not here */
    assert_int_equal(b.logs[0].entries[3].info.shown_n, 2);
    assert_true(b.logs[0].withheld > 0);
    assert_true(str_is(b.logs[0].party, "local:party/test"));
    test_remove(&a, dir);
}

static void cut_at_every_byte_it_is_refused(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir;
    const ledger *l = log_of(&a, &dir, 9);
    str whole = write_of(&a, bundle_of(&a, l, NULL, 0));
    for (size_t n = 0; n < whole.n; n++) {
        arena_mark mark = arena_save(&a);
        bundle b;
        ak_err err = {0};
        char *cut = arena_copy(&a, whole.p, n); /* of its own, so that a reader past the end is seen */
        assert_int_equal(bundle_read(&b, &a, (str){cut, n}, false, &err), AK_E_INPUT);
        assert_ptr_equal(err.rule, &LED_140);
        arena_rewind(&a, mark);
    }
    test_remove(&a, dir);
}

static void with_any_bit_turned_it_is_refused_or_says_the_same(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir;
    bundle was, b;
    const ledger *l = log_of(&a, &dir, 9);
    str whole = write_of(&a, bundle_of(&a, l, NULL, 0));
    assert_null(wrong_with(&a, whole, &was));
    for (size_t i = 0; i < whole.n; i++) {
        arena_mark mark = arena_save(&a);
        char *bad = arena_copy(&a, whole.p, whole.n);
        bad[i] = (char)(bad[i] ^ (1 << i % 8));
        if (!wrong_with(&a, (str){bad, whole.n}, &b)) /* to and about are signed by nobody */
            assert_true(!str_eq(b.to, was.to) || !str_eq(b.about, was.about));
        arena_rewind(&a, mark);
    }
    test_remove(&a, dir);
}

static void a_bomb_costs_no_more_than_its_bytes(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "\x84\x6f" BUNDLE_WORD "\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",          /* manifest of 2^63 bytes */
        "\x9b\x7f\xff\xff\xff\xff\xff\xff\xff\x00",                             /* 2^63 items */
        "\x84\x6f" BUNDLE_WORD "\x41\xbb\x7f\xff\xff\xff\xff\xff\xff\xff\x80",  /* a map of 2^63 pairs */
        "\x84\x84\x84\x84\x84\x84\x84\x84\x84\x84\x84\x84\x84\x84\x84\x84\x84", /* deep */
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        arena a = {0};
        bundle b;
        assert_int_not_equal(bundle_read(&b, &a, str_of(heads[i]), false, NULL), AK_OK);
        assert_true(a.used_bytes < 100000);
        arena_free(&a);
    }
    arena a = {0};
    bundle b;
    buf many = buf_new(&a, 0); /* a million small values */
    cbor_put_array(&many, 1000000);
    for (size_t i = 0; i < 1000000; i++)
        cbor_put_uint(&many, 0);
    size_t before = a.used_bytes;
    assert_code(bundle_read(&b, &a, buf_str(&many), false, &test_err), LED_141);
    assert_true(a.used_bytes - before < (size_t)64 << 20);
    arena_free(&a);
}

static void a_disclosure_belongs_to_its_statement_once(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir;
    bundle got;
    const ledger *l = log_of(&a, &dir, 9);

    bundle b = bundle_of(&a, l, NULL, 0); /* of another statement, and listed so */
    b.logs[0].entries[1].said[0] = b.logs[0].entries[2].said[0];
    assert_ptr_equal(wrong_with(&a, write_of(&a, b), &got), &LED_148);
    ledger_hash *digests = (ledger_hash *)(uintptr_t)b.logs[0].entries[1].digests;
    entry_digest(&digests[0], b.logs[0].entries[1].said[0]);
    assert_ptr_equal(wrong_with(&a, write_of(&a, b), &got), &LED_016);

    b = bundle_of(&a, l, NULL, 0); /* the same twice */
    digests = (ledger_hash *)(uintptr_t)b.logs[0].entries[1].digests;
    b.logs[0].entries[1].said[1] = b.logs[0].entries[1].said[0];
    digests[1] = digests[0];
    assert_ptr_equal(wrong_with(&a, write_of(&a, b), &got), &LED_015);

    b = bundle_of(&a, l, NULL, 0); /* erased: only in a kept one, and the name stays */
    str whole = write_of(&a, b);
    b.logs[0].entries[1].said[1] = (str){0};
    str erased = write_of(&a, b);
    assert_ptr_equal(wrong_with(&a, erased, &got), &LED_140);
    bundle kept, was;
    bundle_twice twice;
    assert_ok(bundle_read(&was, &a, whole, false, &test_err));
    assert_ok(bundle_read(&kept, &a, erased, true, &test_err));
    assert_true(ledger_hash_eq(&was.digest, &kept.digest));
    assert_ok(bundle_check_log(&kept.logs[0], &a, &twice, &test_err));
    assert_int_equal(kept.logs[0].entries[1].info.shown_n, 1);
    test_remove(&a, dir);
}

static void a_head_by_another_key_is_refused(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir, *other;
    bundle got;
    const ledger *l = log_of(&a, &dir, 9), *o = log_of(&a, &other, 9);
    bundle b = bundle_of(&a, l, NULL, 0);
    b.logs[0].vkey = ledger_vkey(&a, o);
    assert_ptr_equal(wrong_with(&a, write_of(&a, b), &got), &LED_140); /* another origin than its key */
    ledger_key key;
    assert_ok(key_new(&key, &a, str_c(&a, ledger_origin(l)), &test_err)); /* our origin, his key */
    b = bundle_of(&a, l, NULL, 0);
    b.logs[0].vkey = note_vkey_text(&a, key.origin, NOTE_ED25519, &key.pub);
    assert_ptr_equal(wrong_with(&a, write_of(&a, b), &got), &LED_054);
    assert_ok(
        checkpoint_sign(&b.logs[0].head, &a, &key, b.logs[0].check.size, &b.logs[0].check.root, &test_err));
    assert_ptr_equal(wrong_with(&a, write_of(&a, b), &got), &LED_144);
    assert_ok(fs_remove_tree(other, &test_err));
    test_remove(&a, dir);
}

/* ---- logs as nobody's program would write them ---- */

static void a_key_that_nobody_named_or_that_was_revoked_signs_nothing(void **state)
{
    (void)state;
    arena a = {0};
    bundle got;
    made m;
    ledger_key stranger;
    made_begin(&m, &a);
    assert_ok(key_new(&stranger, &a, "made.example/log", &test_err));
    made_add(&m, &m.key, *test_drafts(&a, 1), 1);
    assert_null(wrong_with(&a, made_bundle(&m), &got));
    made_add(&m, &stranger, *test_drafts(&a, 1), 0);
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_147);
    m.n--; /* named first, it may */
    made_add(&m, &m.key, key_draft(&a, &stranger, "smelter", "active"), 2);
    made_add(&m, &stranger, *test_drafts(&a, 1), 0);
    assert_null(wrong_with(&a, made_bundle(&m), &got));
    made_add(&m, &m.key, key_draft(&a, &stranger, "smelter", "revoked"), 3);
    assert_null(wrong_with(&a, made_bundle(&m), &got)); /* what it signed before stands */
    made_add(&m, &stranger, *test_drafts(&a, 1), 1);
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_147);
    arena_free(&a);
}

static ledger_key another(arena *a)
{
    ledger_key key;
    assert_ok(key_new(&key, a, "made.example/log", &test_err));
    return key;
}

/* As keys_rotate says it. */
static entry_draft next_draft(arena *a, const ledger_key *key, const ledger_key *before)
{
    char kid[SHA256_HEX + 1];
    hex_write(kid, before->kid.b, sizeof before->kid.b);
    entry_draft d = key_draft(a, key, "log", "active");
    d.body = str_of(arena_printf(a, "%.*s,\"replaces\":\"%s\"}", (int)d.body.n - 1, d.body.p, kid));
    return d;
}

/* "key rotation: key statement in the log signed by old ... key"; keyring.h: a recovery key signs nothing else */
static void keys_of_a_bundle_are_those_of_the_ring(void **state)
{
    (void)state;
    arena a = {0};
    bundle got;
    made m;
    made_begin(&m, &a);
    ledger_key second = another(&a), back = another(&a), third = another(&a), first = m.key;
    made_add(&m, &first, key_draft(&a, &back, "recovery", "active"), 1);
    made_add(&m, &back, *test_drafts(&a, 1), 0);
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_147);
    m.n--;
    made_add(&m, &first, next_draft(&a, &second, &first), 2);
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_193); /* the head still by the first */
    m.key = second;
    assert_null(wrong_with(&a, made_bundle(&m), &got));
    assert_int_equal(got.logs[0].ring.n, 3);
    made_add(&m, &first, *test_drafts(&a, 1), 3); /* it was replaced */
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_147);
    m.n--;
    made_add(&m, &first, key_draft(&a, &third, "stall", "active"), 3);
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_147);
    m.n--;
    made_add(&m, &second, next_draft(&a, &third, &first), 0); /* which is not the one in use */
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_184);
    m.n--;
    made_add(&m, &back, next_draft(&a, &third, &second), 0); /* recovered */
    m.key = third;
    assert_null(wrong_with(&a, made_bundle(&m), &got));
    made_add(&m, &third, key_draft(&a, &second, "log", "revoked"), 0);
    assert_null(wrong_with(&a, made_bundle(&m), &got));
    m.key = second;
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_193);
    arena_free(&a);
}

static void what_a_sender_leaves_out_about_keys_is_remembered(void **state)
{
    (void)state;
    arena a = {0};
    bundle whole, part;
    keyring ring;
    made m;
    const char *dir = test_workspace(&a), *peer = arena_printf(&a, "%s/peers/x", dir);
    made_begin(&m, &a);
    ledger_key role = another(&a);
    made_add(&m, &m.key, key_draft(&a, &role, "stall", "active"), 1);
    made_add(&m, &m.key, key_draft(&a, &role, "stall", "revoked"), 2);
    assert_null(wrong_with(&a, made_bundle(&m), &whole));
    assert_ok(bundle_check_keys(&ring, &a, peer, &whole.logs[0], &test_err));
    assert_ok(bundle_keep_log(&a, peer, &whole.logs[0], &test_err));
    made_add(&m, &role, *test_drafts(&a, 1), 0);
    made left_out = m; /* a bundle without the revocation, entry 2 */
    str file = made_bundle_without(&left_out, 2);
    assert_null(wrong_with(&a, file, &part));
    assert_code(bundle_check_keys(&ring, &a, peer, &part.logs[0], &test_err), LED_147);
    test_remove(&a, dir);
}

static void heads_by_two_keys_of_a_log_that_contradict_make_a_fraud_file(void **state)
{
    (void)state;
    arena a = {0};
    fraud f, again;
    made one, two;
    const ledger_hash *nothing = NULL;
    ledger_hash root1, root2;
    bundle got;
    made_begin(&one, &a);
    ledger_key first = one.key, second = another(&a);
    two = one;
    made_add(&one, &first, next_draft(&a, &second, &first), 1);
    one.key = second;
    made_add(&two, &first, *test_drafts(&a, 1), 1); /* the same size, by the key before */
    merkle_root_of(&root1, one.leaves, one.n);
    merkle_root_of(&root2, two.leaves, two.n);
    assert_null(wrong_with(&a, made_bundle(&one), &got));
    str head1 = test_head(&a, &second, 2, &root1), head2 = test_head(&a, &first, 2, &root2);
    assert_false(fraud_of_heads(&f, &a, got.logs[0].vkey, head1, head2, nothing, 0));
    assert_true(fraud_of_ring(&f, &a, &got.logs[0].ring, head1, head2, nothing, 0));
    assert_int_equal(f.ways[0].n, 1);
    str file = fraud_write(&a, &f);
    assert_ok(fraud_read(&again, &a, file, &test_err));
    for (size_t i = 0; i < file.n; i++) { /* of no other bytes */
        arena_mark mark = arena_save(&a);
        char *bad = arena_copy(&a, file.p, file.n);
        bad[i] = (char)(bad[i] ^ 1);
        assert_int_not_equal(fraud_read(&again, &a, (str){bad, file.n}, NULL), AK_OK);
        arena_rewind(&a, mark);
    }
    ledger_key stranger = another(&a); /* whom no statement names */
    str head3 = test_head(&a, &stranger, 2, &root2);
    assert_false(fraud_of_ring(&f, &a, &got.logs[0].ring, head1, head3, nothing, 0));
    arena_free(&a);
}

static void two_statements_of_one_number_are_a_fraud_that_anybody_can_check(void **state)
{
    (void)state;
    arena a = {0};
    bundle got;
    bundle_twice twice;
    fraud_twice f;
    made m;
    made_begin(&m, &a);
    made_add(&m, &m.key, *test_drafts(&a, 1), 1);
    made_add(&m, &m.key, *test_drafts(&a, 1), 1); /* other salts: another entry */
    str bytes = made_bundle(&m);
    assert_ptr_equal(wrong_with(&a, bytes, &got), &LED_149);
    assert_code(bundle_check_log(&got.logs[0], &a, &twice, &test_err), LED_149);
    str file = fraud_twice_write(&a, m.key.origin, &twice.key, twice.entries);
    assert_ok(fraud_twice_read(&f, &a, file, &test_err));
    assert_int_equal(f.seq, 1);
    for (size_t i = 0; i < file.n; i++) { /* of no other bytes */
        char *bad = arena_copy(&a, file.p, file.n);
        bad[i] = (char)(bad[i] ^ 1);
        assert_int_not_equal(fraud_twice_read(&f, &a, (str){bad, file.n}, NULL), AK_OK);
    }
    str same[2] = {twice.entries[0], twice.entries[0]};
    assert_code(fraud_twice_read(&f, &a, fraud_twice_write(&a, m.key.origin, &twice.key, same), &test_err),
                LED_108);
    made_begin(&m, &a);
    made_add(&m, &m.key, *test_drafts(&a, 1), 5);
    made_add(&m, &m.key, *test_drafts(&a, 1), 4);
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_154);
    arena_free(&a);
}

/* Section 7 of the ledger page: "note signatures by known keys (known key + bad signature = reject) ...; recompute
 * leaves from entries ...; issuer signatures" */
static void head_leaves_and_signatures_are_each_looked_at(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir;
    bundle got;
    made m;
    const ledger *l = log_of(&a, &dir, 9);
    bundle b = bundle_of(&a, l, NULL, 0);
    char *head = arena_copy(&a, b.logs[0].head.p, b.logs[0].head.n);
    head[strcspn(head, "\n") + 2] ^= 1; /* a digit of the size */
    b.logs[0].head.p = head;
    assert_ptr_equal(wrong_with(&a, write_of(&a, b), &got), &LED_055);

    b = bundle_of(&a, l, NULL, 0);
    b.logs[0].entries[1].path = b.logs[0].entries[2].path;
    assert_ptr_equal(wrong_with(&a, write_of(&a, b), &got), &LED_053);
    b = bundle_of(&a, l, NULL, 0);
    b.logs[0].entries[1].entry = b.logs[0].entries[2].entry;
    assert_ptr_equal(wrong_with(&a, write_of(&a, b), &got), &LED_053);

    made_begin(&m, &a); /* the tree holds what nobody signed */
    made_add(&m, &m.key, *test_drafts(&a, 1), 1);
    char *entry = arena_copy(&a, m.entries[1].p, m.entries[1].n);
    entry[m.entries[1].n - 1] ^= 1;
    m.entries[1].p = entry;
    merkle_leaf(&m.leaves[1], entry, m.entries[1].n);
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_012);

    made_begin(&m, &a); /* or what was signed for another log */
    ledger_key elsewhere = m.key;
    elsewhere.origin = STR("elsewhere.example/log");
    made_add(&m, &elsewhere, *test_drafts(&a, 1), 1);
    assert_ptr_equal(wrong_with(&a, made_bundle(&m), &got), &LED_056);
    test_remove(&a, dir);
}

/* ---- one history ---- */

static bundle_log head_of(arena *a, const ledger *l, const uint64_t *from, size_t n)
{
    bundle b = bundle_of(a, l, from, n);
    bundle got;
    assert_null(wrong_with(a, write_of(a, b), &got));
    return got.logs[0];
}

static void older_is_accepted_with_a_proof_only(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir, *peer;
    bundle_fraud fraud_found;
    ledger *l = log_of(&a, &dir, 9);
    uint64_t sizes[3];
    bundle_log heads[3], joined;
    for (int i = 0; i < 3; i++) {
        sizes[i] = ledger_published_size(l);
        heads[i] = head_of(&a, l, NULL, 0);
        test_append(l, 5);
        test_publish(l);
    }
    joined = head_of(&a, l, sizes + 1, 1);
    peer = arena_printf(&a, "%s/peers/x", dir);
    assert_ok(bundle_check_head(&fraud_found, &a, peer, &heads[1], &heads[1].ring, true, &test_err));
    assert_ok(bundle_keep_log(&a, peer, &heads[1], &test_err));
    assert_code(bundle_check_head(&fraud_found, &a, peer, &heads[0], &heads[0].ring, true, &test_err),
                LED_145);
    assert_code(bundle_check_head(&fraud_found, &a, peer, &heads[2], &heads[2].ring, true, &test_err),
                LED_146);
    assert_ok(bundle_check_head(&fraud_found, &a, peer, &heads[1], &heads[1].ring, true, &test_err));
    assert_ok(bundle_check_head(&fraud_found, &a, peer, &joined, &joined.ring, true, &test_err));
    assert_ok(bundle_keep_log(&a, peer, &joined, &test_err));
    assert_code(bundle_check_head(&fraud_found, &a, peer, &heads[0], &heads[0].ring, true, &test_err),
                LED_145);
    bundle_log all = head_of(&a, l, sizes, 3); /* brings the proofs from all three */
    assert_ok(bundle_keep_log(&a, peer, &all, &test_err));
    assert_ok(bundle_check_head(&fraud_found, &a, peer, &heads[0], &heads[0].ring, true, &test_err));
    assert_ok(bundle_check_head(&fraud_found, &a, peer, &heads[2], &heads[2].ring, true, &test_err));
    all.joins[0].nodes = all.joins[1].nodes; /* a wrong proof shows nothing and is refused */
    assert_code(bundle_check_head(&fraud_found, &a, peer, &all, &all.ring, true, &test_err), LED_155);
    assert_int_equal(fraud_found.file.n, 0);
    test_remove(&a, dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_reads_back_and_the_same_gives_the_same_bytes),
        cmocka_unit_test(cut_at_every_byte_it_is_refused),
        cmocka_unit_test(with_any_bit_turned_it_is_refused_or_says_the_same),
        cmocka_unit_test(a_bomb_costs_no_more_than_its_bytes),
        cmocka_unit_test(a_disclosure_belongs_to_its_statement_once),
        cmocka_unit_test(a_head_by_another_key_is_refused),
        cmocka_unit_test(a_key_that_nobody_named_or_that_was_revoked_signs_nothing),
        cmocka_unit_test(keys_of_a_bundle_are_those_of_the_ring),
        cmocka_unit_test(what_a_sender_leaves_out_about_keys_is_remembered),
        cmocka_unit_test(heads_by_two_keys_of_a_log_that_contradict_make_a_fraud_file),
        cmocka_unit_test(two_statements_of_one_number_are_a_fraud_that_anybody_can_check),
        cmocka_unit_test(head_leaves_and_signatures_are_each_looked_at),
        cmocka_unit_test(older_is_accepted_with_a_proof_only),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("bundle", tests, NULL, NULL);
}
