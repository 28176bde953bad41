/* ledger_test.c -- committing, publishing, reading, the lock. */
#include "../cmocka_all.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/proof.h"
#include "ledger/rules.h"
#include "ledger/verify.h"
#include "tests/ledger/workspace.h"

static void init_makes_a_log_with_one_plain_key_statement_and_closed_folders(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_READ, &test_err));
    assert_int_equal(ledger_size(l), 1);
    assert_int_equal(ledger_published_size(l), 1);
    ledger_item item;
    assert_ok(ledger_entry(&item, &a, l, 0, &test_err));
    entry_info e;
    assert_ok(entry_read(&e, &a, item.entry, item.said, item.said_n, ledger_public_key(l), &test_err));
    assert_true(str_is(e.type, "key"));
    assert_int_equal(e.seq, 0);
    assert_int_equal(e.iat_s, TEST_NOW);
    assert_true(str_is(json_str(e.body_tree, "party"), "local:party/test"));
    assert_true(str_is(json_str(e.body_tree, "key_state"), "active"));
    /* "origin default local.invalid/<8 hex of key>" */
    assert_true(str_starts(ledger_origin(l), "local.invalid/"));
    assert_int_equal(ledger_origin(l).n, strlen("local.invalid/") + 8);
    struct stat st;
    assert_int_equal(stat(arena_printf(&a, "%s/private/keys/log.key", dir), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(arena_printf(&a, "%s/log/checkpoint", dir), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0644);
    assert_int_equal(stat(arena_printf(&a, "%s/said", dir), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_code(ledger_init(dir, NULL, NULL, TEST_NOW, &test_err), LED_001);
    test_remove(&a, dir);
}

static void what_was_committed_is_read_back_before_and_after_publishing(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    uint64_t size = 1;
    for (int round = 0; round < 12; round++) {
        size_t n = (size_t)round * 61 % 300 + 1;
        test_append(l, n);
        size += n;
        assert_int_equal(ledger_size(l), size);
        if (round % 3 == 2)
            test_publish(l);
        test_read_all(l, size);
        ledger *other;
        assert_ok(ledger_open(&other, &a, dir, LEDGER_READ, &test_err));
        test_read_all(other, size);
        ledger_hash one, two;
        ledger_root(&one, l);
        ledger_root(&two, other);
        assert_true(ledger_hash_eq(&one, &two));
    }
    test_publish(l);
    test_verify_clean(dir, size);
    test_remove(&a, dir);
}

static void a_reader_that_stays_open_sees_commits_and_publishes_of_others(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *w, *r;
    assert_ok(ledger_open(&w, &a, dir, LEDGER_WRITE, &test_err));
    assert_ok(ledger_open(&r, &a, dir, LEDGER_READ, &test_err));
    for (uint64_t size = 1; size < 600; size += 53) {
        assert_ok(ledger_catch_up(r, &test_err));
        test_read_all(r, size);
        test_append(w, 53);
        test_read_all(r, size); /* not yet caught up: as before */
        if (size % 2) {
            test_publish(w);
            test_read_all(r, size); /* its old WAL is still there for it */
        }
    }
    test_remove(&a, dir);
}

static void two_writers_take_turns_and_the_second_signs_anew(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *x, *y;
    uint64_t first;
    assert_ok(ledger_open(&x, &a, dir, LEDGER_WRITE, &test_err));
    assert_ok(ledger_open(&y, &a, dir, LEDGER_WRITE, &test_err));
    entry_draft *d = test_drafts(&a, 5);
    uint64_t seq = ledger_seq_next(y);
    assert_ok(ledger_build(y, &a, d, 5, seq, TEST_NOW, &test_err));
    test_append(x, 3);
    assert_ok(ledger_lock(y, 1000, &test_err));
    assert_int_equal(ledger_seq_next(y), seq + 3);
    assert_code(ledger_append(&first, y, d, 5, &test_err), LED_031);
    assert_int_equal(ledger_size(y), 4);
    assert_ok(ledger_build(y, &a, d, 5, ledger_seq_next(y), TEST_NOW, &test_err));
    assert_ok(ledger_append(&first, y, d, 5, &test_err));
    assert_int_equal(first, 4);
    assert_code(ledger_lock(x, 50, &test_err), LED_006);
    assert_ok(ledger_publish(y, &test_err));
    ledger_unlock(y);
    assert_ok(ledger_lock(x, 50, &test_err));
    assert_int_equal(ledger_size(x), 9);
    assert_int_equal(ledger_published_size(x), 9);
    ledger_unlock(x);
    test_verify_clean(dir, 9);
    test_remove(&a, dir);
}

static void a_commit_in_pieces_is_nothing_until_its_end(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    uint64_t first;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    assert_ok(ledger_lock(l, 1000, &test_err));
    for (int round = 0; round < 2; round++) {
        assert_ok(ledger_append_begin(l, &test_err));
        for (int i = 0; i < 4; i++) {
            entry_draft *d = test_drafts(&a, 700);
            assert_ok(ledger_build(l, &a, d, 700, ledger_seq_next(l), TEST_NOW, &test_err));
            assert_ok(ledger_append_add(l, d, 700, &test_err));
            assert_int_equal(ledger_size(l), 1);
            test_read_all(l, 1);
        }
        if (round == 0)
            ledger_append_drop(l);
    }
    ledger *r;
    assert_ok(ledger_open(&r, &a, dir, LEDGER_READ, &test_err));
    assert_int_equal(ledger_size(r), 1);
    assert_ok(ledger_append_end(&first, l, &test_err));
    assert_int_equal(first, 1);
    assert_int_equal(ledger_size(l), 2801);
    assert_ok(ledger_catch_up(r, &test_err));
    test_read_all(r, 2801);
    assert_ok(ledger_publish(l, &test_err)); /* more than 2,048: one sync for all */
    ledger_unlock(l);
    test_read_all(l, 2801);
    test_verify_clean(dir, 2801);
    test_remove(&a, dir);
}

/* "Checking and signing happen before the lock is taken; if another commit came between, ... re-signed." */
static void a_commit_written_aside_waits_for_nobody_and_yields_to_who_was_first(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l, *other;
    uint64_t first;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    assert_ok(ledger_open(&other, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 5); /* not published: the commit aside does that first */
    ledger_unlock(l);
    for (int round = 0; round < 2; round++) {
        uint64_t size = ledger_size(l);
        assert_ok(ledger_append_begin(l, &test_err));
        assert_int_equal(ledger_published_size(l), size);
        entry_draft *d = test_drafts(&a, 300);
        assert_ok(ledger_build(l, &a, d, 300, ledger_seq_next(l), TEST_NOW, &test_err));
        assert_ok(ledger_append_add(l, d, 300, &test_err));
        assert_ok(ledger_append_ready(l, &test_err));
        if (round == 0) {
            test_append(other, 7);
            ledger_unlock(other);
        }
        assert_ok(ledger_lock(l, 1000, &test_err));
        assert_int_equal(ledger_append_open(l), round == 1);
        if (round == 1) {
            assert_ok(ledger_append_end(&first, l, &test_err));
            assert_int_equal(first, size);
        }
        assert_int_equal(ledger_size(l), size + (round ? 300 : 7));
        ledger_unlock(l);
    }
    assert_ok(ledger_catch_up(other, &test_err));
    test_read_all(other, 313);
    test_read_all(l, 313);
    test_append(other, 2);
    test_publish(other);
    ledger_unlock(other);
    test_verify_clean(dir, 315);
    test_remove(&a, dir);
}

static void documents_are_in_place_once_the_commit_is_and_orphans_go(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    ledger_hash one, two, three;
    int64_t bytes;
    str text;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    assert_ok(ledger_stage_doc(&one, l, STR("a certificate"), &test_err));
    assert_ok(fs_write(arena_printf(&a, "%s/letter.txt", dir), STR("a letter"), 0600, &test_err));
    assert_ok(ledger_stage_doc_file(&two, &bytes, l, arena_printf(&a, "%s/letter.txt", dir), &test_err));
    assert_int_equal(bytes, 8);
    assert_ok(ledger_stage_doc(&three, l, STR("a letter"), &test_err)); /* the same again */
    assert_true(ledger_hash_eq(&two, &three));
    assert_false(ledger_doc_has(l, &one));
    test_append(l, 1);
    assert_true(ledger_doc_has(l, &one));
    assert_ok(ledger_doc_read(&text, &a, l, &two, &test_err));
    assert_true(str_is(text, "a letter"));
    assert_ok(ledger_stage_doc(&three, l, STR("never said"), &test_err));
    ledger_stage_drop(l);
    test_append(l, 1);
    assert_false(ledger_doc_has(l, &three));
    assert_code(ledger_doc_read(&text, &a, l, &three, &test_err), LED_044);
    /* what a process left that is no more */
    const char *orphan = arena_printf(&a, "%s/private/stage/0123456789abcdef-0", dir);
    assert_ok(fs_write(orphan, STR("half"), 0600, &test_err));
    test_append(l, 1);
    assert_false(fs_exists(orphan));
    test_publish(l);
    test_verify_clean(dir, 4);
    assert_ok(fs_write(ledger_doc_path(&a, l, &one), STR("a certificate!"), 0600, &test_err));
    assert_code(ledger_doc_read(&text, &a, l, &one, &test_err), LED_045);
    test_remove(&a, dir);
}

static void two_handles_of_one_process_stage_beside_each_other(void **state)
{
    (void)state;
    arena a = {0}, b = {0};
    const char *dir = test_workspace(&a);
    ledger *x, *y;
    ledger_hash one, two;
    assert_ok(ledger_open(&x, &a, dir, LEDGER_WRITE, &test_err));
    assert_ok(ledger_open(&y, &b, dir, LEDGER_WRITE, &test_err));
    assert_ok(ledger_stage_doc(&one, x, STR("one"), &test_err));
    assert_ok(ledger_stage_doc(&two, y, STR("two"), &test_err));
    test_append(x, 1); /* its sweep leaves what y staged */
    assert_true(ledger_doc_has(x, &one));
    test_append(y, 1);
    assert_true(ledger_doc_has(y, &two));
    arena_free(&b);
    test_remove(&a, dir);
}

static void an_id_is_found_by_eight_digits_or_more(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 400);
    test_publish(l);
    test_append(l, 20);
    for (uint64_t i = 0; i < 421; i += 7) {
        ledger_item item;
        uint64_t found;
        char hex[65];
        assert_ok(ledger_entry(&item, &a, l, i, &test_err));
        hex_write(hex, item.leaf.b, sizeof item.leaf.b);
        assert_ok(ledger_find(&found, l, (str){hex, 9 + i % 55}, &test_err));
        assert_int_equal(found, i);
        assert_code(ledger_find(&found, l, (str){hex, 7}, &test_err), LED_041);
    }
    uint64_t found;
    assert_code(ledger_find(&found, l, STR("00000000000000000000"), &test_err), LED_042);
    assert_code(ledger_find(&found, l, STR("not hex at all"), &test_err), LED_041);
    test_remove(&a, dir);
}

static void a_folder_put_back_to_an_old_copy_is_not_signed_again(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    str old_wal, old_head;
    assert_ok(fs_read(&old_head, &a, arena_printf(&a, "%s/log/checkpoint", dir), 4096, &test_err));
    assert_ok(fs_read(&old_wal, &a, arena_printf(&a, "%s/private/wal", dir), 1 << 20, &test_err));
    test_append(l, 3);
    test_publish(l);
    assert_ok(fs_write(arena_printf(&a, "%s/log/checkpoint", dir), old_head, 0644, &test_err));
    assert_ok(fs_write(arena_printf(&a, "%s/private/wal", dir), old_wal, 0600, &test_err));
    ledger *again;
    assert_ok(ledger_open(&again, &a, dir, LEDGER_WRITE, &test_err));
    assert_int_equal(ledger_size(again), 1);
    assert_code(ledger_lock(again, 1000, &test_err), LED_004);
    test_remove(&a, dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(init_makes_a_log_with_one_plain_key_statement_and_closed_folders),
        cmocka_unit_test(what_was_committed_is_read_back_before_and_after_publishing),
        cmocka_unit_test(a_reader_that_stays_open_sees_commits_and_publishes_of_others),
        cmocka_unit_test(two_writers_take_turns_and_the_second_signs_anew),
        cmocka_unit_test(a_commit_in_pieces_is_nothing_until_its_end),
        cmocka_unit_test(a_commit_written_aside_waits_for_nobody_and_yields_to_who_was_first),
        cmocka_unit_test(documents_are_in_place_once_the_commit_is_and_orphans_go),
        cmocka_unit_test(two_handles_of_one_process_stage_beside_each_other),
        cmocka_unit_test(an_id_is_found_by_eight_digits_or_more),
        cmocka_unit_test(a_folder_put_back_to_an_old_copy_is_not_signed_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
