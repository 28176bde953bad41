/* keys_test.c -- who may sign what: replacing, revoking, roles, recovery, passphrases, the end. */
#include "../cmocka_all.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/handle.h"
#include "ledger/keys.h"
#include "ledger/proof.h"
#include "ledger/rules.h"
#include "ledger/verify.h"
#include "tests/ledger/workspace.h"

#define DAY_S 86400

static const key_change at_once = {.party = "local:party/test", .now_s = TEST_NOW};
static const key_change with_overlap = {
    .party = "local:party/test", .now_s = TEST_NOW, .until_s = TEST_NOW + 10 * DAY_S};

static ledger *opened(arena *a, const char *dir)
{
    ledger *l;
    assert_ok(ledger_open(&l, a, dir, LEDGER_WRITE, &test_err));
    return l;
}

/* Statements of whoever signs now, at a time of day. */
static void say_at(ledger *l, size_t n, int64_t iat_s)
{
    arena a = {0};
    uint64_t first;
    entry_draft *d = test_drafts(&a, n);
    assert_ok(ledger_lock(l, LEDGER_WAIT_MS, &test_err));
    assert_ok(ledger_build(l, &a, d, n, ledger_seq_next(l), iat_s, &test_err));
    assert_ok(ledger_append(&first, l, d, n, &test_err));
    assert_ok(ledger_publish(l, &test_err));
    ledger_unlock(l);
    arena_free(&a);
}

static size_t lines_of(const ledger *l)
{
    arena a = {0};
    str text;
    note n;
    assert_ok(ledger_checkpoint(&text, &a, l, &test_err));
    assert_ok(note_read(&n, &a, text, &test_err));
    size_t lines = n.n;
    arena_free(&a);
    return lines;
}

static verify_report verified(arena *a, const char *dir, str vkey)
{
    verify_report r;
    assert_ok(ledger_verify(&r, a, dir, &(verify_options){.vkey = vkey}, &test_err));
    return r;
}

static void a_replaced_key_signs_heads_until_its_day_and_entries_no_more(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l = opened(&a, dir);
    str first = ledger_vkey(&a, l);
    say_at(l, 300, TEST_NOW);
    assert_ok(keys_rotate(l, &with_overlap, &test_err));
    str second = ledger_vkey(&a, l);
    assert_false(str_eq(first, second));
    say_at(l, 5, TEST_NOW + DAY_S);
    assert_int_equal(lines_of(l), 2);
    say_at(l, 5, TEST_NOW + 11 * DAY_S);
    assert_int_equal(lines_of(l), 1);
    const str asked[] = {STR(""), first, second};
    for (size_t i = 0; i < 3; i++) {
        verify_report r = verified(&a, dir, asked[i]);
        assert_int_equal(r.faults.total, 0);
        assert_true(r.trusted);
        assert_int_equal(r.signatures, 301 + 2 + 10);
    }
    /* every entry of either key is proved, and the proof carries the key that signed it */
    for (uint64_t i = 0; i < ledger_size(l); i += 50) {
        str file;
        proof_result p;
        assert_ok(proof_make(&file, &a, l, i, NULL, 0, &test_err));
        assert_ok(proof_verify(&p, &a, file, &(proof_trust){.vkey = second}, &test_err));
        assert_int_equal(p.verdict, PROOF_TRUSTED);
        assert_int_equal(p.signer_is_log, i > 301);
    }
    test_remove(&a, dir);
}

/* A thief with the old key goes on in the log: the entry is well signed, and a fault. */
static void what_a_key_signs_after_its_end_is_a_fault_and_what_it_signed_before_is_not(void **state)
{
    (void)state;
    for (int revoked = 0; revoked < 2; revoked++) {
        arena a = {0};
        const char *dir = test_workspace(&a);
        ledger *l = opened(&a, dir);
        ledger_key stolen;
        say_at(l, 3, TEST_NOW);
        assert_ok(keys_add(l, "buyer", &at_once, &test_err));
        const char *path = arena_printf(&a, "%s/private/keys/%s.key", dir, revoked ? "buyer" : "log");
        assert_ok(key_read(&stolen, &a, path, &test_err));
        assert_ok(ledger_sign_as(l, "buyer", &test_err));
        say_at(l, 2, TEST_NOW);
        l->signer = &l->key;
        assert_ok(ledger_tail_read(l, &test_err));
        if (revoked)
            assert_ok(keys_revoke(l, "buyer", "revoked", &at_once, &test_err));
        else
            assert_ok(keys_rotate(l, &at_once, &test_err));
        assert_int_equal(verified(&a, dir, STR("")).faults.total, 0);
        uint64_t at = ledger_size(l);
        l->role = stolen;
        l->signer = &l->role;
        assert_ok(ledger_tail_read(l, &test_err));
        say_at(l, 1, TEST_NOW);
        verify_report r = verified(&a, dir, STR(""));
        assert_int_equal(r.faults.total, 1);
        assert_ptr_equal(r.faults.rows[0].rule, &LED_183);
        assert_int_equal(r.faults.rows[0].row, at + 1);
        test_remove(&a, dir);
    }
}

/* A role's key announces a key of its own: it may not. */
static void only_the_key_of_the_log_announces_keys(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l = opened(&a, dir);
    assert_ok(keys_add(l, "buyer", &at_once, &test_err));
    assert_ok(ledger_sign_as(l, "buyer", &test_err));
    assert_ok(keys_add(l, "helper", &at_once, &test_err));
    assert_code(ledger_sign_as(l, "helper", &test_err), LED_188);
    verify_report r = verified(&a, dir, STR(""));
    assert_int_equal(r.faults.total, 1);
    assert_ptr_equal(r.faults.rows[0].rule, &LED_184);
    test_remove(&a, dir);
}

/* After each way to die between two files the next opening is either before or behind, and signs. */
static void a_replacement_that_is_cut_short_is_ended_at_the_next_lock(void **state)
{
    (void)state;
    static const char *const stages[] = {"only next.key", "announced"};
    for (size_t stage = 0; stage < 2; stage++) {
        arena a = {0}, b = {0};
        const char *dir = test_workspace(&a);
        const char *log = arena_printf(&a, "%s/private/keys/log.key", dir),
                   *next = arena_printf(&a, "%s/private/keys/next.key", dir);
        ledger *l = opened(&a, dir);
        str before, then;
        say_at(l, 3, TEST_NOW);
        str first = ledger_vkey(&a, l);
        assert_ok(fs_read(&before, &a, log, 4096, &test_err));
        assert_ok(keys_rotate(l, &with_overlap, &test_err));
        str second = ledger_vkey(&a, l);
        assert_ok(fs_read(&then, &a, log, 4096, &test_err));
        if (stage == 0) { /* as if the statement had never been written */
            test_remove(&a, dir);
            dir = test_workspace(&a);
            next = arena_printf(&a, "%s/private/keys/next.key", dir);
            ledger_key fresh;
            l = opened(&a, dir);
            first = second = ledger_vkey(&a, l);
            assert_ok(key_new(&fresh, &a, str_c(&a, ledger_origin(l)), &test_err));
            assert_ok(key_write(&fresh, next, true, &test_err));
        } else { /* back to the moment behind the statement */
            assert_ok(fs_write(next, then, 0600, &test_err));
            assert_ok(fs_write(log, before, 0600, &test_err));
            assert_int_equal(unlink(arena_printf(&a, "%s/private/keys/old.key", dir)), 0);
        }
        ledger *m = opened(&b, dir);
        say_at(m, 2, TEST_NOW);
        assert_true(str_eq(ledger_vkey(&b, m), second));
        assert_false(fs_exists(next));
        assert_int_equal(lines_of(m), stage == 0 ? 1 : 2);
        verify_report r = verified(&a, dir, first);
        if (r.faults.total || !r.trusted)
            fail_msg("%s: %zu faults", stages[stage], r.faults.total);
        arena_free(&b);
        test_remove(&a, dir);
    }
}

/* Another program replaces the key while this one has the log open: what it built is built again. */
static void a_handle_that_was_open_signs_with_the_new_key(void **state)
{
    (void)state;
    arena a = {0}, b = {0};
    const char *dir = test_workspace(&a);
    ledger *l = opened(&a, dir), *other = opened(&b, dir);
    uint64_t first;
    entry_draft *d = test_drafts(&a, 1);
    assert_ok(ledger_build(other, &b, d, 1, ledger_seq_next(other), TEST_NOW, &test_err));
    assert_ok(keys_rotate(l, &at_once, &test_err));
    assert_ok(ledger_lock(other, LEDGER_WAIT_MS, &test_err));
    assert_code(ledger_append(&first, other, d, 1, &test_err), LED_031);
    ledger_unlock(other);
    say_at(other, 2, TEST_NOW);
    assert_true(str_eq(ledger_vkey(&b, other), ledger_vkey(&a, l)));
    assert_int_equal(verified(&a, dir, STR("")).faults.total, 0);
    arena_free(&b);
    test_remove(&a, dir);
}

static void a_recovery_key_gives_a_lost_log_a_new_key_and_signs_nothing_else(void **state)
{
    (void)state;
    arena a = {0}, b = {0};
    const char *dir = test_workspace(&a), *path = arena_printf(&a, "%s.back", dir);
    ledger *l = opened(&a, dir);
    str first = ledger_vkey(&a, l);
    assert_ok(keys_recovery(l, path, STR(""), &at_once, &test_err));
    assert_int_equal(unlink(arena_printf(&a, "%s/private/keys/log.key", dir)), 0);
    ledger *none;
    assert_code(ledger_open(&none, &b, dir, LEDGER_WRITE, &test_err), LED_179);
    assert_ok(keys_recover(dir, path, "lost", &at_once, NULL, NULL, &test_err));
    ledger *m = opened(&b, dir);
    say_at(m, 3, TEST_NOW);
    verify_report r = verified(&b, dir, STR(""));
    assert_int_equal(r.faults.total, 0);
    assert_true(r.trusted);
    /* the recovery key says anything else: a fault */
    assert_ok(key_read(&m->role, &b, path, &test_err));
    m->signer = &m->role;
    assert_ok(ledger_tail_read(m, &test_err));
    assert_int_equal(ledger_seq_next(m), 1);
    assert_ok(keys_add(m, "thief", &at_once, &test_err));
    r = verified(&b, dir, STR(""));
    assert_int_equal(r.faults.total, 1);
    assert_ptr_equal(r.faults.rows[0].rule, &LED_184);
    /* whoever knows the lost key alone is not led on: it is in nobody's hands that can be trusted */
    assert_false(verified(&b, dir, first).trusted);
    unlink(path);
    arena_free(&b);
    test_remove(&a, dir);
}

static void a_locked_key_opens_with_its_passphrase_alone_and_binds_its_name(void **state)
{
    (void)state;
    arena a = {0};
    ledger_key key, again;
    str text;
    uint8_t sig[LEDGER_SIG_BYTES];
    char *dir = arena_text(&a, "/tmp/aktsom-test-XXXXXX");
    assert_non_null(mkdtemp(dir));
    const char *path = arena_printf(&a, "%s/k.key", dir);
    assert_ok(key_new(&key, &a, "log.example/l", &test_err));
    assert_ok(key_lock(&key, &a, STR("en to tre"), &test_err));
    assert_ok(key_write(&key, path, true, &test_err));
    assert_ok(key_read(&again, &a, path, &test_err));
    assert_int_equal(again.guard, KEY_LOCKED);
    assert_memory_equal(again.pub.b, key.pub.b, sizeof key.pub.b);
    assert_code(key_sign(sig, &again, "x", 1, &test_err), LED_180);
    assert_code(key_unlock(&again, &a, STR("en to fire"), &test_err), LED_181);
    assert_ok(key_unlock(&again, &a, STR("en to tre"), &test_err));
    assert_ok(key_sign(sig, &again, "x", 1, &test_err));
    assert_true(key_check(&key.pub, sig, "x", 1));
    /* no seed in the file, and the secret opens under no other name */
    assert_ok(fs_read(&text, &a, path, 4096, &test_err));
    str seed = base64_write(&a, key.secret, 32);
    assert_null(memmem(text.p, text.n, seed.p, seed.n));
    char *other = arena_text(&a, text.p);
    char *name = strstr(other, "log.example/l");
    assert_non_null(name);
    name[0] = 'h';
    assert_true(key_parse(&again, &a, str_of(other)));
    assert_code(key_unlock(&again, &a, STR("en to tre"), &test_err), LED_181);
    assert_ok(fs_remove_tree(dir, &test_err));
    arena_free(&a);
}

static void a_key_file_is_read_strictly(void **state)
{
    (void)state;
    static const char seed[] =
        "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="; /* RFC 8032 section 7.1, test 1 */
    static const char pub[] = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    arena a = {0};
    ledger_key key;
    const char *good =
        arena_printf(&a, "aktsom-key-2\norigin log.example/l\npublic %s\nseed %s\n", pub, seed);
    assert_true(key_parse(&key, &a, str_of(good)));
    assert_true(key_parse(&key, &a, str_of(arena_printf(&a, "aktsom-key-1\nlog.example/l\n%s\n", seed))));
    for (size_t n = 0; n < strlen(good); n++)
        assert_false(key_parse(&key, &a, (str){good, n}));
    static const char *const bad[] = {
        "aktsom-key-2\norigin a b\npublic %s\nseed %s\n",
        "aktsom-key-2\norigin log.example/l\npublic %s\nseed %s\n\n",
        "aktsom-key-2\norigin log.example/l\npublic %s\nuntil -1\nseed %s\n",
        "aktsom-key-2\norigin log.example/l\npublic %s\nsigner \n",
        "aktsom-key-2\norigin log.example/l\npublic %s\nsigner AA\n",
        "aktsom-key-2\norigin log.example/l\npublic %s\nargon2id 3 9999999999 AA== AA==\n",
        "aktsom-key-2\npublic %s\norigin log.example/l\nseed %s\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        buf b = buf_new(&a, 0);
        str rest = str_of(bad[i]);
        for (int k = 0; rest.n; k++) {
            str piece = str_cut(&rest, '%');
            buf_add_str(&b, piece);
            if (rest.n) {
                buf_add_c(&b, k ? seed : pub);
                rest = (str){rest.p + 1, rest.n - 1};
            }
        }
        assert_false(key_parse(&key, &a, buf_str(&b)));
    }
    /* a public key that is not the seed's */
    char *swapped = arena_text(&a, good);
    strstr(swapped, "11q")[0] = '2';
    assert_false(key_parse(&key, &a, str_of(swapped)));
    arena_free(&a);
}

static void behind_the_end_nothing_is_said(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a), *next = test_workspace(&a);
    ledger *l = opened(&a, dir), *m = opened(&a, next);
    ledger_before before;
    fault_list faults = fault_list_new(&a);
    uint64_t first;
    const char *name = str_c(&a, ledger_origin(m));
    say_at(l, 3, TEST_NOW);
    assert_ok(ledger_close_log(l, name, "moved", TEST_NOW, &test_err));
    assert_ok(ledger_close_log(l, name, "moved", TEST_NOW, &test_err));
    assert_code(ledger_close_log(l, "other.example/x", "moved", TEST_NOW, &test_err), LED_185);
    entry_draft *d = test_drafts(&a, 1);
    assert_ok(ledger_lock(l, LEDGER_WAIT_MS, &test_err));
    assert_ok(ledger_build(l, &a, d, 1, ledger_seq_next(l), TEST_NOW, &test_err));
    assert_code(ledger_append(&first, l, d, 1, &test_err), LED_185);
    ledger_unlock(l);
    assert_code(keys_rotate(l, &at_once, &test_err), LED_185);
    assert_int_equal(verified(&a, dir, STR("")).faults.total, 0);
    assert_ok(ledger_before_of(&before, &a, l, &test_err));
    assert_int_equal(before.size, 5);
    assert_ok(ledger_follow(m, &before, NULL, TEST_NOW, &test_err));
    assert_ok(ledger_follow(m, &before, NULL, TEST_NOW, &test_err));
    say_at(m, 2, TEST_NOW);
    assert_ok(ledger_link_check(&faults, &a, next, dir, &test_err));
    assert_int_equal(faults.total, 0);
    /* no other log can be followed in the middle */
    before.origin = STR("other.example/x");
    assert_code(ledger_follow(m, &before, NULL, TEST_NOW, &test_err), LED_198);
    assert_ok(ledger_link_check(&faults, &a, dir, next, &test_err));
    assert_ptr_equal(faults.rows[0].rule, &LED_195);
    char other[4096];
    strcpy(other, next);
    test_remove(&a, dir);
    test_remove(&a, other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replaced_key_signs_heads_until_its_day_and_entries_no_more),
        cmocka_unit_test(what_a_key_signs_after_its_end_is_a_fault_and_what_it_signed_before_is_not),
        cmocka_unit_test(only_the_key_of_the_log_announces_keys),
        cmocka_unit_test(a_replacement_that_is_cut_short_is_ended_at_the_next_lock),
        cmocka_unit_test(a_handle_that_was_open_signs_with_the_new_key),
        cmocka_unit_test(a_recovery_key_gives_a_lost_log_a_new_key_and_signs_nothing_else),
        cmocka_unit_test(a_locked_key_opens_with_its_passphrase_alone_and_binds_its_name),
        cmocka_unit_test(a_key_file_is_read_strictly),
        cmocka_unit_test(behind_the_end_nothing_is_said),
    };
    assert_ok(key_start(&test_err));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
