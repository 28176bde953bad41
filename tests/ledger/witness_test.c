/* witness_test.c -- a witness: exact answers, its state, and two histories that it is shown. */
#include "../cmocka_all.h"

#include <pthread.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/fraud.h"
#include "ledger/proof.h"
#include "ledger/rules.h"
#include "ledger/witness.h"
#include "tests/ledger/workspace.h"

#define NOW 1795000000

typedef struct scene {
    arena a;
    const char *dir; /* of the log's workspace; the witness lives in it too */
    ledger *l;
    witness w;
} scene;

static void scene_make(scene *s)
{
    *s = (scene){0};
    s->dir = test_workspace(&s->a);
    assert_ok(ledger_open(&s->l, &s->a, s->dir, LEDGER_WRITE, &test_err));
    const char *at = arena_printf(&s->a, "%s/private/witness", s->dir);
    assert_code(witness_open(&s->w, &s->a, at, &test_err), LED_104);
    assert_ok(witness_make(&s->a, at, "w.example/1", &test_err));
    assert_code(witness_make(&s->a, at, "w.example/1", &test_err), LED_105);
    assert_ok(witness_open(&s->w, &s->a, at, &test_err));
}

static str head_of(scene *s)
{
    str head;
    assert_ok(ledger_checkpoint(&head, &s->a, s->l, &test_err));
    return head;
}

static str request_of(scene *s, uint64_t old)
{
    ledger_hash proof[MERKLE_PROOF_MAX + 1];
    size_t n = 0;
    uint64_t size = ledger_published_size(s->l);
    if (old && old < size)
        assert_ok(proof_consistency(proof, &n, &s->a, s->l, old, size, &test_err));
    return witness_request_write(&s->a, old, proof, n, head_of(s));
}

static witness_answer ask(scene *s, str body)
{
    witness_answer out;
    assert_ok(witness_answer_to(&out, &s->a, &s->w, body, NOW, &test_err));
    return out;
}

static void grow(scene *s, size_t n)
{
    test_append(s->l, n);
    test_publish(s->l);
}

static str changed(scene *s, str body, const char *from, const char *to)
{
    char *at = memmem(body.p, body.n, from, strlen(from));
    assert_non_null(at);
    size_t before = (size_t)(at - body.p);
    return str_of(arena_printf(&s->a, "%.*s%s%.*s", (int)before, body.p, to,
                               (int)(body.n - before - strlen(from)), at + strlen(from)));
}

/* Each status with the sentence of C2SP tlog-witness that it proves. */
static void each_answer_has_the_status_that_the_specification_says(void **state)
{
    (void)state;
    scene s;
    scene_make(&s);
    grow(&s, 2);
    str first = request_of(&s, 0);
    /* "If the checkpoint origin is unknown, the witness MUST respond with a 404" */
    assert_int_equal(ask(&s, first).status, 404);
    assert_ok(witness_follow(&s.w, &s.a, ledger_vkey(&s.a, s.l), &test_err));
    assert_ok(witness_follow(&s.w, &s.a, ledger_vkey(&s.a, s.l), &test_err));
    assert_code(witness_follow(&s.w, &s.a, witness_vkey(&s.a, &s.w), &test_err), LED_052);
    /* "The proof MUST be empty if the old size is zero." */
    str extra = changed(&s, first, "old 0\n", "old 0\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
    assert_int_equal(ask(&s, extra).status, 422);
    /* "(or zero if it never cosigned a checkpoint for that origin)" */
    witness_answer r = ask(&s, changed(&s, first, "old 0\n", "old 2\n"));
    assert_int_equal(r.status, 409);
    assert_true(str_is(r.body, "0\n"));
    r = ask(&s, first);
    assert_int_equal(r.status, 200);
    /* "The signatures MUST be cosignatures from the witness key(s) on the checkpoint." */
    note n;
    note_vkey key;
    uint64_t time_s;
    assert_ok(note_vkey_read(&key, &s.a, witness_vkey(&s.a, &s.w), &test_err));
    assert_ok(note_read(&n, &s.a, note_with(&s.a, head_of(&s), r.body), &test_err));
    assert_int_equal(note_verify(&n, &key, &time_s), NOTE_GOOD);
    assert_int_equal(time_s, NOW);
    assert_true(str_starts(r.body, "\xE2\x80\x94 w.example/1 ") && str_ends(r.body, "\n"));
    /* again, from the size that it has: the same head may be signed again */
    assert_int_equal(ask(&s, request_of(&s, 3)).status, 200);
    /* "The response body MUST consist of the tree size of the latest cosigned checkpoint in decimal" */
    r = ask(&s, first);
    assert_int_equal(r.status, 409);
    assert_true(str_is(r.body, "3\n"));
    assert_string_equal(r.mime, "text/x.tlog.size");
    grow(&s, 5);
    str second = request_of(&s, 3);
    /* "The old size MUST be equal to or lower than the checkpoint size. Otherwise ... 400" */
    assert_int_equal(ask(&s, changed(&s, second, "old 3\n", "old 9\n")).status, 400);
    assert_int_equal(ask(&s, changed(&s, second, "old 3\n", "old 03\n")).status, 400);
    assert_int_equal(ask(&s, changed(&s, second, "old 3\n", "new 3\n")).status, 400);
    assert_int_equal(ask(&s, STR("")).status, 400);
    /* "If none of the signatures verify against a trusted public key ... 403" */
    assert_int_equal(ask(&s, changed(&s, second, "\n8\n", "\n7\n")).status, 403);
    /* "If the Merkle Consistency Proof doesn't verify ... 422" */
    str lines = second;
    str_cut(&lines, '\n');
    str_cut(&lines, '\n');
    str cut = str_of(arena_printf(&s.a, "old 3\n%.*s", (int)lines.n, lines.p));
    assert_int_equal(ask(&s, cut).status, 422);
    assert_int_equal(ask(&s, second).status, 200);
    witness_log *logs;
    size_t logs_n;
    assert_ok(witness_logs(&logs, &logs_n, &s.a, &s.w, &test_err));
    assert_int_equal(logs_n, 1);
    assert_int_equal(logs[0].head.size, 8);
    assert_int_equal(logs[0].time_s, NOW);
    test_remove(&s.a, s.dir);
}

/* The log's own key under another tree, as a thief or the operator would do it. */
static str forged(scene *s, uint64_t size, char root_sign)
{
    ledger_key key;
    ledger_hash root;
    memset(root.b, root_sign, sizeof root.b);
    assert_ok(key_read(&key, &s->a, arena_printf(&s->a, "%s/private/keys/log.key", s->dir), &test_err));
    return test_head(&s->a, &key, size, &root);
}

/* "If the old size matches the checkpoint size, the witness MUST check that the root hashes are also
 * identical. If they don't match, the witness MUST respond with a 409" */
static void two_heads_of_one_size_are_kept_as_a_fraud_that_anybody_can_check(void **state)
{
    (void)state;
    scene s;
    scene_make(&s);
    grow(&s, 6);
    assert_ok(witness_follow(&s.w, &s.a, ledger_vkey(&s.a, s.l), &test_err));
    assert_int_equal(ask(&s, request_of(&s, 0)).status, 200);
    witness_answer r = ask(&s, witness_request_write(&s.a, 7, NULL, 0, forged(&s, 7, 9)));
    assert_int_equal(r.status, 409);
    assert_non_null(r.fraud);
    str file;
    fraud f;
    assert_ok(fs_read(&file, &s.a, r.fraud, FRAUD_BYTES_MAX, &test_err));
    assert_ok(fraud_read(&f, &s.a, file, &test_err));
    assert_true(str_eq(f.vkey, ledger_vkey(&s.a, s.l)));
    assert_int_equal(f.heads[0].size, 7);
    /* every bit of it */
    char *bytes = arena_copy(&s.a, file.p, file.n);
    for (size_t i = 0; i < 8 * file.n; i++) {
        arena tmp = {0};
        fraud g;
        bytes[i / 8] ^= (char)(1 << i % 8);
        ak_code code = fraud_read(&g, &tmp, (str){bytes, file.n}, NULL);
        /* a signature that another has put under one of the heads may change: it shows nothing */
        if (code == AK_OK && !(ledger_hash_eq(&g.heads[0].root, &f.heads[0].root) &&
                               ledger_hash_eq(&g.heads[1].root, &f.heads[1].root) && str_eq(g.vkey, f.vkey)))
            fail_msg("bit %zu of byte %zu", i % 8, i / 8);
        bytes[i / 8] ^= (char)(1 << i % 8);
        arena_free(&tmp);
    }
    /* nothing was signed */
    witness_log *logs;
    size_t n;
    assert_ok(witness_logs(&logs, &n, &s.a, &s.w, &test_err));
    ledger_hash of_nines;
    memset(of_nines.b, 9, sizeof of_nines.b);
    assert_false(ledger_hash_eq(&logs[0].head.root, &of_nines));
    test_remove(&s.a, s.dir);
}

/* A tree of the given leaves as a payload of merkle_fetch. */
typedef struct leaves {
    ledger_hash h[64];
    size_t n;
} leaves;

static ak_code leaves_fetch(ledger_hash *out, void *payload, int level, uint64_t n, ak_err *err)
{
    (void)err;
    const leaves *t = payload;
    merkle_root_of(out, t->h + (n << level), (size_t)1 << level);
    return AK_OK;
}

/* "a failing consistency proof between two signed notes": only one whose nodes are the larger tree's shows
 * anything; all pairs of sizes, honest and forked. */
static void a_rewritten_history_is_shown_by_the_nodes_of_the_larger_tree(void **state)
{
    (void)state;
    arena a = {0};
    ledger_key key;
    leaves honest = {.n = 40}, forked;
    assert_ok(key_new(&key, &a, "log.example/l", &test_err));
    str vkey = note_vkey_text(&a, key.origin, NOTE_ED25519, &key.pub);
    for (size_t i = 0; i < honest.n; i++)
        merkle_leaf(&honest.h[i], &i, sizeof i);
    forked = honest;
    merkle_leaf(&forked.h[3], "other", 5);
    for (uint64_t one = 1; one < 40; one++) {
        for (uint64_t two = one + 1; two <= 40; two += 3) {
            for (int kind = 0; kind < 2; kind++) {
                leaves *old = kind ? &forked : &honest;
                ledger_hash r1, r2, nodes[MERKLE_PROOF_MAX + 2];
                size_t n;
                fraud f;
                merkle_root_of(&r1, old->h, one);
                merkle_root_of(&r2, honest.h, two);
                assert_ok(merkle_consistency(nodes + 1, &n, one, two, leaves_fetch, &honest, &test_err));
                bool whole = (one & (one - 1)) == 0;
                merkle_root_of(&nodes[0], honest.h, one);
                str h1 = test_head(&a, &key, one, &r1), h2 = test_head(&a, &key, two, &r2);
                bool shown = fraud_of_heads(&f, &a, vkey, h2, h1, nodes + !whole, n + whole);
                assert_int_equal(shown, kind && one > 3);
                if (shown) {
                    fraud again;
                    assert_ok(fraud_read(&again, &a, fraud_write(&a, &f), &test_err));
                    assert_int_equal(again.n, f.n);
                    f.nodes[f.n - 1].b[5] ^= 1; /* nodes that are not the larger tree's show nothing */
                    assert_code(fraud_read(&again, &a, fraud_write(&a, &f), &test_err), LED_108);
                }
            }
        }
    }
    arena_free(&a);
}

typedef struct race {
    scene *s;
    str body;
    unsigned status;
} race;

static void *race_run(void *payload)
{
    race *r = payload;
    arena a = {0};
    witness w;
    witness_answer answer = {0};
    if (witness_open(&w, &a, r->s->w.dir, NULL) == AK_OK &&
        witness_answer_to(&answer, &a, &w, r->body, NOW, NULL) == AK_OK)
        r->status = answer.status;
    arena_free(&a);
    return NULL;
}

/* "checking the old size against the latest checkpoint and persisting the new checkpoint must be performed
 * atomically" */
static void of_requests_at_once_only_one_from_each_size_is_signed(void **state)
{
    (void)state;
    scene s;
    scene_make(&s);
    grow(&s, 1);
    assert_ok(witness_follow(&s.w, &s.a, ledger_vkey(&s.a, s.l), &test_err));
    assert_int_equal(ask(&s, request_of(&s, 0)).status, 200);
    race races[8];
    pthread_t threads[8];
    for (int i = 0; i < 8; i++) {
        grow(&s, 1);
        races[i] = (race){&s, request_of(&s, 2), 0};
    }
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race_run, &races[i]), 0);
    int signed_n = 0;
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        signed_n += races[i].status == 200;
        assert_true(races[i].status == 200 || races[i].status == 409);
    }
    assert_int_equal(signed_n, 1);
    test_remove(&s.a, s.dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_answer_has_the_status_that_the_specification_says),
        cmocka_unit_test(two_heads_of_one_size_are_kept_as_a_fraud_that_anybody_can_check),
        cmocka_unit_test(a_rewritten_history_is_shown_by_the_nodes_of_the_larger_tree),
        cmocka_unit_test(of_requests_at_once_only_one_from_each_size_is_signed),
    };
    assert_ok(key_start(&test_err));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
