/* monitor_test.c -- logs that are honest and logs that are not, looked at by parties that see a part of it.
 *
 * "N honest logs, one forking, random lossy exchange: a fraud file appears for every fork that two parties see"
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/fraud.h"
#include "ledger/monitor.h"
#include "ledger/peer.h"
#include "ledger/rules.h"
#include "tests/ledger/made.h"
#include "tests/ledger/workspace.h"

#define LOGS    3 /* the last forks */
#define PARTIES 4
#define LOOKS   120

/* A small generator: the test is the same each time. */
static uint32_t dice_state = 20261122;
static uint32_t dice(uint32_t sides)
{
    dice_state = dice_state * 1664525 + 1013904223;
    return (dice_state >> 8) % sides;
}

static ak_code get(str *out, arena *a, void *payload, const char *path, size_t bytes_max, ak_err *err)
{
    return fs_read(out, a, arena_printf(a, "%s/log/%s", (const char *)payload, path), bytes_max, err);
}

static monitor_report look(arena *a, const char *peer_dir, const char *dir, str vkey)
{
    monitor_report r;
    assert_ok(monitor_run(&r, a,
                          &(monitor_options){.peer_dir = peer_dir,
                                             .get = get,
                                             .payload = (void *)(uintptr_t)dir,
                                             .vkey = vkey,
                                             .now_s = TEST_NOW + 60,
                                             .where = dir},
                          &test_err));
    return r;
}

static size_t frauds_of(arena *a, const char *peer_dir)
{
    fs_list files = {0};
    const char *dir = arena_printf(a, "%s/fraud", peer_dir);
    if (!fs_is_dir(dir))
        return 0;
    assert_ok(fs_walk(&files, a, dir, 10000, &test_err));
    for (size_t i = 0; i < files.n; i++) {
        str file;
        fraud f;
        assert_ok(
            fs_read(&file, a, arena_printf(a, "%s/%s", dir, files.rows[i].path), FRAUD_BYTES_MAX, &test_err));
        assert_ok(fraud_read(&f, a, file, &test_err));
    }
    return files.n;
}

static void grow(const char *dir)
{
    arena a = {0};
    ledger *l;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 1 + dice(300) % (1 + dice(300)));
    test_publish(l);
    arena_free(&a);
}

static void copy_tree(arena *a, const char *from, const char *to)
{
    fs_list files;
    assert_ok(fs_walk(&files, a, from, 100000, &test_err));
    for (size_t i = 0; i < files.n; i++) {
        const char *path = arena_printf(a, "%s/%s", to, files.rows[i].path);
        str bytes;
        if (files.rows[i].kind == FS_DIR) {
            assert_ok(fs_mkdirs(path, 0700, &test_err));
            continue;
        }
        assert_ok(fs_read(&bytes, a, arena_printf(a, "%s/%s", from, files.rows[i].path), (size_t)64 << 20,
                          &test_err));
        assert_ok(fs_write(path, bytes, 0600, &test_err));
    }
}

typedef struct world {
    arena a;
    const char *top;
    const char *logs[LOGS + 1]; /* the last two are the two histories of one key */
    str vkeys[LOGS + 1];
    uint64_t fork_at;
    uint64_t beyond[PARTIES][2]; /* a party has seen a head of that history behind the fork */
} world;

static const char *peer_of(world *w, arena *a, uint32_t party, uint32_t log)
{
    return arena_printf(a, "%s/party%u/log%u", w->top, party, log >= LOGS ? LOGS - 1 : log);
}

static void world_make(world *w)
{
    *w = (world){0};
    for (int i = 0; i < LOGS; i++) {
        ledger *l;
        w->logs[i] = test_workspace(&w->a);
        grow(w->logs[i]);
        assert_ok(ledger_open(&l, &w->a, w->logs[i], LEDGER_READ, &test_err));
        w->vkeys[i] = ledger_vkey(&w->a, l);
        w->fork_at = ledger_size(l);
    }
    w->logs[LOGS] = test_workspace(&w->a);
    assert_ok(fs_remove_tree(w->logs[LOGS], &test_err));
    copy_tree(&w->a, w->logs[LOGS - 1], w->logs[LOGS]);
    w->vkeys[LOGS] = w->vkeys[LOGS - 1];
    grow(w->logs[LOGS - 1]);
    grow(w->logs[LOGS]);
    w->top = test_workspace(&w->a);
}

/* One party hands another the heads that it keeps of a log; some get lost on the way. */
static void gossip(world *w, uint32_t from, uint32_t to, uint32_t log)
{
    arena a = {0};
    peer_head *heads;
    size_t n;
    const char *fraud_path;
    assert_ok(peer_heads(&heads, &n, &a, peer_of(w, &a, from, log), &test_err));
    for (size_t i = 0; i < n; i++)
        if (dice(3))
            assert_ok(peer_head_keep(&fraud_path, &a, peer_of(w, &a, to, log), w->vkeys[log], heads[i].note,
                                     &test_err));
    arena_free(&a);
}

/* Which of the two histories the party has kept heads of, that lie behind the fork. */
static void what_it_has(world *w, uint32_t party, bool has[2])
{
    arena a = {0};
    peer_head *heads;
    size_t n;
    has[0] = has[1] = false;
    assert_ok(peer_heads(&heads, &n, &a, peer_of(w, &a, party, LOGS), &test_err));
    for (int k = 0; k < 2; k++) {
        ledger *l;
        assert_ok(ledger_open(&l, &a, w->logs[LOGS - 1 + k], LEDGER_READ, &test_err));
        for (size_t i = 0; i < n; i++) {
            merkle_edge edge = {0};
            ledger_hash root;
            if (heads[i].head.size <= w->fork_at || heads[i].head.size > ledger_size(l))
                continue;
            for (uint64_t at = 0; at < heads[i].head.size; at++) {
                ledger_item item;
                arena_mark mark = arena_save(&a);
                assert_ok(ledger_entry(&item, &a, l, at, &test_err));
                merkle_edge_add(&edge, &item.leaf);
                arena_rewind(&a, mark);
            }
            merkle_edge_root(&root, &edge);
            has[k] = has[k] || ledger_hash_eq(&root, &heads[i].head.root);
        }
    }
    arena_free(&a);
}

static void every_fork_that_a_party_has_seen_both_sides_of_leaves_a_file(void **state)
{
    (void)state;
    world w;
    world_make(&w);
    for (int i = 0; i < LOOKS; i++) {
        arena a = {0};
        uint32_t party = dice(PARTIES), log = dice(LOGS + 1), other = dice(PARTIES);
        if (dice(6) == 0)
            grow(w.logs[log]);
        if (dice(4) == 0 && other != party)
            gossip(&w, other, party, log);
        monitor_report r = look(&a, peer_of(&w, &a, party, log), w.logs[log], w.vkeys[log]);
        if (log < LOGS - 1)
            assert_int_equal(r.faults.total, 0); /* the honest ones are never accused */
        arena_free(&a);
    }
    int both = 0;
    for (uint32_t party = 0; party < PARTIES; party++) {
        arena a = {0};
        bool has[2];
        for (uint32_t log = 0; log < LOGS - 1; log++)
            assert_int_equal(frauds_of(&a, peer_of(&w, &a, party, log)), 0);
        /* a last look, so that what gossip brought is held against the tree */
        monitor_report r = look(&a, peer_of(&w, &a, party, LOGS), w.logs[LOGS], w.vkeys[LOGS]);
        (void)r;
        what_it_has(&w, party, has);
        size_t n = frauds_of(&a, peer_of(&w, &a, party, LOGS));
        if ((n > 0) != (has[0] && has[1]))
            fail_msg("party %u: sides %d %d, %zu files", party, has[0], has[1], n);
        both += has[0] && has[1];
        arena_free(&a);
    }
    assert_true(both > 0);
    for (int i = 0; i <= LOGS; i++)
        assert_ok(fs_remove_tree(w.logs[i], &test_err));
    assert_ok(fs_remove_tree(w.top, &test_err));
    arena_free(&w.a);
}

/* A thief's entries, doubles, leaps: each rule once. */
static void each_rule_finds_what_it_is_for(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a), *top = test_workspace(&a);
    ledger *l;
    uint64_t first;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    str vkey = ledger_vkey(&a, l);
    test_append(l, 3);
    test_publish(l);
    monitor_report r = look(&a, top, dir, vkey);
    assert_int_equal(r.faults.total, 0);
    assert_int_equal(r.checked, 4);
    static const struct {
        const char *type, *body;
        int64_t iat_s;
    } rows[] = {
        {"tombstone",
         "{\"erase_ground\":\"consent\",\"leaf\":"
         "\"0000000000000000000000000000000000000000000000000000000000000000\"}", TEST_NOW         },
        {"close",     "{\"origin_name\":\"x\"}",                                  TEST_NOW + 100000},
        {"publish",   "{\"document\":\"x\"}",                                     TEST_NOW         },
    };
    /* in one frame: behind an end that stands last the program itself says nothing more */
    entry_draft d[3];
    for (size_t i = 0; i < 3; i++) {
        d[i] = (entry_draft){.type = rows[i].type, .body = str_of(rows[i].body)};
        assert_ok(ledger_build(l, &a, &d[i], 1, ledger_seq_next(l) + i, rows[i].iat_s, &test_err));
    }
    assert_ok(ledger_lock(l, LEDGER_WAIT_MS, &test_err));
    assert_ok(ledger_append(&first, l, d, 3, &test_err));
    assert_ok(ledger_publish(l, &test_err));
    ledger_unlock(l);
    r = look(&a, top, dir, vkey);
    const ak_rule *want[] = {&LED_126, &LED_128, &LED_127};
    assert_int_equal(r.faults.total, 3);
    for (int i = 0; i < 3; i++)
        assert_ptr_equal(r.faults.rows[i].rule, want[i]);
    r = look(&a, top, dir, vkey);
    assert_int_equal(r.faults.total, 0); /* what was told does not come again */
    assert_int_equal(r.checked, 0);
    char other[4096];
    strcpy(other, top);
    test_remove(&a, dir);
    test_remove(&a, other);
}

/* A log as nobody's program would write it, served from memory. */
static ak_code made_get(str *out, arena *a, void *payload, const char *path, size_t bytes_max, ak_err *err)
{
    (void)bytes_max;
    made *m = payload;
    ledger_hash root;
    merkle_root_of(&root, m->leaves, m->n);
    if (strcmp(path, "checkpoint") == 0)
        return checkpoint_sign(out, a, &m->key, m->n, &root, err);
    if (strcmp(path, arena_printf(a, "tile/entries/000.p/%zu", m->n)) != 0)
        return ak_fail(err, &LED_131, path);
    buf b = buf_new(a, 0);
    for (size_t i = 0; i < m->n; i++) {
        buf_add_char(&b, (char)(m->entries[i].n >> 8));
        buf_add_char(&b, (char)(m->entries[i].n & 255));
        buf_add_str(&b, m->entries[i]);
    }
    *out = buf_str(&b);
    return AK_OK;
}

static monitor_report look_at(made *m, arena *a, const char *top, str vkey)
{
    monitor_report r;
    assert_ok(monitor_run(&r, a,
                          &(monitor_options){.peer_dir = arena_printf(a, "%s/made", top),
                                             .get = made_get,
                                             .payload = m,
                                             .vkey = vkey,
                                             .now_s = TEST_NOW,
                                             .where = "memory"},
                          &test_err));
    return r;
}

/* "unknown issuer key, ..., duplicate leaf": section 7 of the ledger page, and what keyring.h says of keys */
static void what_a_thief_or_a_careless_writer_leaves_is_found(void **state)
{
    (void)state;
    static const ak_rule *const wanted[] = {&LED_065, &LED_066, &LED_125, &LED_123,
                                            &LED_183, &LED_184, &LED_193};
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
        arena a = {0};
        const char *top = test_workspace(&a);
        made m;
        ledger_key role, stranger;
        made_begin(&m, &a);
        str vkey = made_vkey(&m);
        assert_ok(key_new(&role, &a, "made.example/log", &test_err));
        assert_ok(key_new(&stranger, &a, "made.example/log", &test_err));
        made_add(&m, &m.key, key_draft(&a, &role, "stall", "active"), 1);
        assert_int_equal(look_at(&m, &a, top, vkey).faults.total, 0);
        if (wanted[k] == &LED_065)
            made_add(&m, &m.key, *test_drafts(&a, 1), 4);
        if (wanted[k] == &LED_066)
            made_add(&m, &m.key, *test_drafts(&a, 1), 1);
        if (wanted[k] == &LED_123)
            made_add(&m, &stranger, *test_drafts(&a, 1), 0);
        if (wanted[k] == &LED_125) {
            m.entries[m.n] = m.entries[m.n - 1];
            m.leaves[m.n] = m.leaves[m.n - 1];
            m.n++;
        }
        if (wanted[k] == &LED_183) {
            made_add(&m, &m.key, key_draft(&a, &role, "stall", "revoked"), 2);
            made_add(&m, &role, *test_drafts(&a, 1), 0);
        }
        if (wanted[k] == &LED_184)
            made_add(&m, &role, key_draft(&a, &stranger, "log", "active"), 0);
        if (wanted[k] == &LED_193) { /* replaced, and the head still by the key before */
            entry_draft d = key_draft(&a, &stranger, "log", "active");
            char kid[SHA256_HEX + 1];
            hex_write(kid, m.key.kid.b, sizeof m.key.kid.b);
            d.body = str_of(arena_printf(&a, "%.*s,\"replaces\":\"%s\"}", (int)d.body.n - 1, d.body.p, kid));
            made_add(&m, &m.key, d, 2);
        }
        monitor_report r = look_at(&m, &a, top, vkey);
        bool found = false;
        for (size_t i = 0; i < r.faults.n; i++)
            found |= r.faults.rows[i].rule == wanted[k];
        if (!found)
            fail_msg("%s was not found", wanted[k]->code);
        test_remove(&a, top);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fork_that_a_party_has_seen_both_sides_of_leaves_a_file),
        cmocka_unit_test(each_rule_finds_what_it_is_for),
        cmocka_unit_test(what_a_thief_or_a_careless_writer_leaves_is_found),
    };
    assert_ok(key_start(&test_err));
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("monitor", tests, NULL, NULL);
}
