/* workspace.c -- workspaces for the ledger's tests. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/note.h"
#include "ledger/verify.h"
#include "tests/ledger/workspace.h"

ak_err test_err;

const char *test_workspace(arena *a)
{
    const char *where = getenv("TMPDIR");
    char *dir = arena_printf(a, "%s/aktsom-test-XXXXXX", where ? where : "/tmp");
    assert_non_null(mkdtemp(dir));
    assert_ok(ledger_init(dir, NULL, &(ledger_party){.id = "local:party/test"}, TEST_NOW, &test_err));
    return dir;
}

void test_remove(arena *a, const char *dir)
{
    char path[4096];
    snprintf(path, sizeof path, "%s", dir);
    arena_free(a);
    assert_ok(fs_remove_tree(path, &test_err));
}

entry_draft *test_drafts(arena *a, size_t n)
{
    entry_draft *d = ARENA_NEWS(a, entry_draft, n);
    for (size_t i = 0; i < n; i++) {
        size_t parts = 2 + i % 4;
        entry_part *p = ARENA_NEWS(a, entry_part, parts);
        p[0] = (entry_part){
            STR("head"), str_of(arena_printf(a, "{\"id\":\"local:product/p%zu\",\"type\":\"product\"}", i))};
        p[1] = (entry_part){STR("body"), str_of(arena_printf(a, "{\"name\":\"Thing %zu\"}", i))};
        for (size_t k = 2; k < parts; k++)
            p[k] = (entry_part){str_of(arena_printf(a, "body/price/%zu", k)),
                                str_of(arena_printf(a, "%zu", i * k))};
        d[i] = (entry_draft){.parts = p, .parts_n = parts};
    }
    return d;
}

void test_append(ledger *l, size_t n)
{
    arena a = {0};
    uint64_t first, before;
    assert_ok(ledger_lock(l, 5000, &test_err));
    before = ledger_size(l);
    entry_draft *d = test_drafts(&a, n);
    assert_ok(ledger_build(l, &a, d, n, ledger_seq_next(l), TEST_NOW, &test_err));
    assert_ok(ledger_append(&first, l, d, n, &test_err));
    assert_int_equal(first, before);
    ledger_unlock(l);
    arena_free(&a);
}

void test_publish(ledger *l)
{
    assert_ok(ledger_lock(l, 5000, &test_err));
    assert_ok(ledger_publish(l, &test_err));
    ledger_unlock(l);
}

void test_settle(ledger *l)
{
    assert_ok(ledger_lock(l, 5000, &test_err));
    assert_ok(ledger_settle(l, &test_err));
    ledger_unlock(l);
}

void test_read_all(const ledger *l, uint64_t size)
{
    assert_int_equal(ledger_size(l), size);
    for (uint64_t at = 0; at < size;) {
        arena a = {0};
        ledger_item *items;
        size_t n;
        assert_ok(ledger_read(&items, &n, &a, l, at, &test_err));
        assert_true(n > 0);
        for (size_t i = 0; i < n; i++) {
            entry_info e;
            assert_int_equal(items[i].index, at + i);
            assert_ok(entry_read(&e, &a, items[i].entry, items[i].said, items[i].said_n, NULL, &test_err));
            assert_int_equal(e.seq, at + i);
            assert_true(ledger_hash_eq(&e.leaf, &items[i].leaf));
            assert_int_equal(e.withheld_n, 0);
            if (at + i == 0)
                continue;
            assert_non_null(entry_part_get(&e, "head"));
            assert_true(str_starts(json_str(entry_part_get(&e, "body")->tree, "name"), "Thing "));
        }
        at += n;
        arena_free(&a);
    }
    arena a = {0};
    ledger_item *items;
    size_t n = 9;
    assert_ok(ledger_read(&items, &n, &a, l, size, &test_err));
    assert_int_equal(n, 0);
    arena_free(&a);
}

void test_verify_clean(const char *dir, uint64_t size)
{
    arena a = {0};
    verify_report r;
    assert_ok(ledger_verify(&r, &a, dir, NULL, &test_err));
    for (size_t i = 0; i < r.faults.n; i++)
        fail_msg("%s:%lld: %s %s %s", r.faults.rows[i].file, (long long)r.faults.rows[i].row,
                 r.faults.rows[i].rule->text, r.faults.rows[i].arg[0], r.faults.rows[i].arg[1]);
    assert_true(r.ok);
    assert_true(r.trusted);
    assert_int_equal(r.size + r.pending, size);
    arena_free(&a);
}

str test_head(arena *a, const ledger_key *key, uint64_t size, const ledger_hash *root)
{
    str head;
    assert_ok(checkpoint_sign(&head, a, key, size, root, &test_err));
    return head;
}

str test_cosign(arena *a, const ledger_key *key, str note_text, uint64_t time_s)
{
    str line;
    assert_ok(note_cosign(&line, a, key, note_text, time_s, &test_err));
    return line;
}
