/* verify_test.c -- what was changed is found and named. */
#include "../cmocka_all.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/rules.h"
#include "ledger/said.h"
#include "ledger/verify.h"
#include "tests/ledger/workspace.h"
#include "tests/rounds.h"

static void flip(const char *path, int64_t byte, int bit)
{
    unsigned char c;
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &c, 1, byte), 1);
    c ^= (unsigned char)(1 << bit);
    assert_int_equal(pwrite(fd, &c, 1, byte), 1);
    close(fd);
}

static verify_report verify(arena *a, const char *dir)
{
    verify_report r;
    assert_ok(ledger_verify(&r, a, dir, NULL, &test_err));
    return r;
}

static bool names(const verify_report *r, const char *file)
{
    for (size_t i = 0; i < r->faults.n; i++)
        if (strcmp(r->faults.rows[i].file, file) == 0)
            return true;
    return false;
}

static bool has_rule(const verify_report *r, const ak_rule *rule)
{
    for (size_t i = 0; i < r->faults.n; i++)
        if (r->faults.rows[i].rule == rule)
            return true;
    return false;
}

static bool below(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && path[n] == '/';
}

/* Flips one bit of a file after the other, `step` bytes on, and wants each found and the file named. */
static int flip_all(const char *dir, int64_t step, bool every_bit)
{
    arena a = {0};
    fs_list files;
    int n = 0;
    assert_ok(fs_walk(&files, &a, dir, 100000, &test_err));
    for (size_t i = 0; i < files.n; i++) {
        const fs_entry *f = &files.rows[i];
        if (f->kind != FS_FILE || !(below(f->path, "log") || below(f->path, "said") ||
                                    below(f->path, "doc") || strncmp(f->path, "private/signed", 14) == 0))
            continue;
        const char *path = arena_printf(&a, "%s/%s", dir, f->path);
        for (int64_t at = step > 1 ? n % 7 : 0; at < f->size_bytes; at += step) {
            for (int bit = every_bit ? 0 : (int)(at * 5 % 8); bit < 8; bit += every_bit ? 1 : 8) {
                arena tmp = {0};
                flip(path, at, bit);
                verify_report r = verify(&tmp, dir);
                if (r.ok || !names(&r, f->path))
                    fail_msg("%s, byte %lld, bit %d: %s", f->path, (long long)at, bit,
                             r.ok ? "not found" : r.faults.rows[0].file);
                flip(path, at, bit);
                arena_free(&tmp);
                n++;
            }
        }
    }
    arena_free(&a);
    return n;
}

static void every_flipped_bit_of_a_small_workspace_is_found_and_named(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    ledger_hash digest;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    assert_ok(ledger_stage_doc(&digest, l, STR("A certificate of origin."), &test_err));
    test_append(l, 1);
    test_publish(l);
    test_append(l, 2);
    test_publish(l); /* three heads: partial tiles of sizes 1, 2 and 4 lie beside each other */
    int step = test_rounds(5, 1, 1);
    bool every_bit = test_rounds(false, false, true);          /* not one of a byte: minutes */
    assert_true(flip_all(dir, step, every_bit) > 2500 / step); /* disclosures are in the WAL still */
    test_settle(l);
    assert_true(flip_all(dir, step, every_bit) > 3000 / step);
    test_verify_clean(dir, 4);
    test_remove(&a, dir);
}

static void sampled_bits_of_a_larger_workspace_are_found_in_every_file(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    ledger_hash digest;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    for (int i = 0; i < 4; i++) {
        str text = str_of(arena_printf(&a, "Document %d", i));
        assert_ok(ledger_stage_doc(&digest, l, text, &test_err));
        test_append(l, 140);
        test_publish(l);
    }
    test_settle(l);
    assert_true(flip_all(dir, test_rounds(20011, 20011, 997), false) > 15);
    test_verify_clean(dir, 561);
    test_remove(&a, dir);
}

static void a_file_that_is_missing_cut_or_strange_is_named(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    fs_list files;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 300);
    test_publish(l);
    assert_ok(fs_walk(&files, &a, arena_printf(&a, "%s/log", dir), 1000, &test_err));
    for (size_t i = 0; i < files.n; i++) {
        if (files.rows[i].kind != FS_FILE)
            continue;
        const char *name = arena_printf(&a, "log/%s", files.rows[i].path);
        const char *path = arena_printf(&a, "%s/%s", dir, name);
        const char *away = arena_printf(&a, "%s/away", dir);
        assert_int_equal(rename(path, away), 0);
        verify_report r = verify(&a, dir);
        assert_true(names(&r, name) && has_rule(&r, &LED_060));
        str bytes;
        assert_ok(fs_read(&bytes, &a, away, 1 << 20, &test_err));
        assert_ok(fs_write(path, (str){bytes.p, bytes.n - 1}, 0644, &test_err));
        r = verify(&a, dir);
        assert_true(names(&r, name));
        assert_int_equal(rename(away, path), 0);
    }
    static const char *const strange[] = {
        "log/index.html", "log/tile/0/7",         "log/tile/0/000.p/0", "log/tile/0/001.p/200",
        "log/tile/9/000", "log/tile/entries/002", "said/x000/002",      "said/002",
        "doc/ab/cd",      "log/tile/0/000.p/044",
    };
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        char *path = arena_printf(&a, "%s/%s", dir, strange[i]);
        char *folder = arena_text(&a, path);
        *strrchr(folder, '/') = '\0';
        assert_ok(fs_mkdirs(folder, 0755, &test_err));
        assert_ok(fs_write(path, STR("hello"), 0644, &test_err));
        verify_report r = verify(&a, dir);
        if (!names(&r, strange[i]) || !has_rule(&r, &LED_061))
            fail_msg("%s", strange[i]);
        assert_int_equal(unlink(path), 0);
    }
    const char *link_path = arena_printf(&a, "%s/log/link", dir);
    assert_int_equal(symlink("checkpoint", link_path), 0);
    verify_report r = verify(&a, dir);
    assert_true(names(&r, "log/link"));
    assert_int_equal(unlink(link_path), 0);
    test_verify_clean(dir, 301);
    test_remove(&a, dir);
}

static void a_log_folder_alone_is_checked_too(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 700);
    test_publish(l);
    const char *log = arena_printf(&a, "%s/log", dir);
    verify_report r = verify(&a, log);
    assert_true(r.ok);
    assert_false(r.workspace);
    assert_false(r.trusted); /* signed by a key that only the log itself vouches for */
    assert_true(str_eq(r.vkey, ledger_vkey(&a, l)));
    assert_int_equal(r.signatures, 701);
    verify_options o = {.vkey = ledger_vkey(&a, l)};
    assert_ok(ledger_verify(&r, &a, log, &o, &test_err));
    assert_true(r.ok && r.trusted);
    o.vkey = STR("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    assert_ok(ledger_verify(&r, &a, log, &o, &test_err));
    assert_true(has_rule(&r, &LED_074));
    flip(arena_printf(&a, "%s/tile/entries/001", log), 5000, 2);
    r = verify(&a, log);
    assert_true(names(&r, "tile/entries/001"));
    assert_code(ledger_verify(&r, &a, "/nowhere/at/all", NULL, &test_err), LED_002);
    test_remove(&a, dir);
}

/* Signs a draft with a counter that is not due: what a signer with two histories would have. */
static void append_with_seq(ledger *l, uint64_t seq)
{
    arena a = {0};
    uint64_t first;
    entry_draft *d = test_drafts(&a, 1);
    assert_ok(ledger_lock(l, 1000, &test_err));
    assert_ok(ledger_build(l, &a, d, 1, seq, TEST_NOW, &test_err));
    d->seq = ledger_seq_next(l);
    assert_ok(ledger_append(&first, l, d, 1, &test_err));
    assert_ok(ledger_publish(l, &test_err));
    ledger_unlock(l);
    arena_free(&a);
}

/* D4: "a gap shows a withheld one, two equal are a fraud" */
static void gaps_and_repetitions_of_the_counter_are_found(void **state)
{
    (void)state;
    static const struct {
        size_t before;
        uint64_t seq;
        const ak_rule *rule;
    } cases[] = {
        {5,   7,   &LED_065},
        {5,   5,   &LED_066},
        {255, 257, &LED_065},
        {255, 255, &LED_066}
    };
    for (size_t i = 0; i < 4; i++) {
        arena a = {0};
        const char *dir = test_workspace(&a);
        ledger *l;
        assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
        test_append(l, cases[i].before);
        append_with_seq(l, cases[i].seq);
        verify_report r = verify(&a, dir);
        assert_int_equal(r.faults.total, 1);
        assert_true(has_rule(&r, cases[i].rule));
        assert_int_equal(r.faults.rows[0].row, cases[i].before + 2);
        test_remove(&a, dir);
    }
}

/* Takes the disclosures of one entry out of its said file. */
static void erase(arena *a, const char *dir, unsigned index, unsigned width)
{
    const char *path = arena_printf(a, "%s/said/x000/000", dir);
    str bytes;
    said_entry said[256];
    assert_ok(fs_read(&bytes, a, path, 1 << 20, &test_err));
    assert_true(said_split(said, width, a, bytes));
    buf b = buf_new(a, 0);
    for (unsigned i = 0; i < width; i++)
        said_put(&b, said[i].said, i == index ? 0 : said[i].n);
    assert_ok(fs_write(path, buf_str(&b), 0600, &test_err));
}

static void missing_disclosures_are_a_fault_unless_a_tombstone_speaks_of_them(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    ledger_item item;
    char hex[65];
    uint64_t first;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 5);
    test_settle(l);
    erase(&a, dir, 3, 6);
    verify_report r = verify(&a, dir);
    assert_int_equal(r.faults.total, 1);
    assert_true(has_rule(&r, &LED_069) && names(&r, "said/x000/000"));
    assert_int_equal(r.faults.rows[0].row, 4);
    assert_ok(ledger_entry(&item, &a, l, 3, &test_err));
    hex_write(hex, item.leaf.b, sizeof item.leaf.b);
    entry_draft d = {.type = "tombstone",
                     .body = str_of(arena_printf(&a, "{\"erase_ground\":\"request\",\"leaf\":\"%s\"}", hex))};
    assert_ok(ledger_lock(l, 1000, &test_err));
    assert_ok(ledger_build(l, &a, &d, 1, ledger_seq_next(l), TEST_NOW, &test_err));
    assert_ok(ledger_append(&first, l, &d, 1, &test_err));
    assert_ok(ledger_publish(l, &test_err));
    ledger_unlock(l);
    r = verify(&a, dir);
    assert_true(r.ok);
    assert_true(r.withheld > 0);
    test_remove(&a, dir);
}

static bool stop_at_once(void *payload, uint64_t done, uint64_t total)
{
    *(uint64_t *)payload = total;
    return done == 0;
}

static void quick_begins_at_the_last_verified_head(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    verify_report r;
    uint64_t total = 0;
    verify_options quick = {.quick = true}, stopped = {.progress = stop_at_once, .payload = &total};
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 600);
    test_publish(l);
    assert_ok(ledger_verify(&r, &a, dir, &quick, &test_err));
    assert_int_equal(r.from, 0); /* none was verified before */
    assert_int_equal(r.entries, 601);
    test_append(l, 500);
    test_publish(l);
    assert_ok(ledger_verify(&r, &a, dir, &quick, &test_err));
    assert_true(r.ok);
    assert_int_equal(r.from, 512);
    assert_int_equal(r.entries, 1101 - 512);
    flip(arena_printf(&a, "%s/log/tile/entries/000", dir), 700, 1);
    assert_ok(ledger_verify(&r, &a, dir, &quick, &test_err));
    assert_true(r.ok); /* that is what quick means */
    r = verify(&a, dir);
    assert_false(r.ok);
    flip(arena_printf(&a, "%s/log/tile/entries/000", dir), 700, 1);
    assert_code(ledger_verify(&r, &a, dir, &stopped, &test_err), LED_090);
    assert_int_equal(total, 1101);
    /* a history that was begun anew under the same key */
    str head = STR("x\n");
    assert_ok(fs_read(&head, &a, arena_printf(&a, "%s/private/verified", dir), 4096, &test_err));
    char *other = arena_copy(&a, head.p, head.n);
    char *root = strchr(strchr(other, '\n') + 1, '\n') + 1;
    root[3] = root[3] == 'A' ? 'B' : 'A';
    assert_ok(fs_write(arena_printf(&a, "%s/private/verified", dir), (str){other, head.n}, 0600, &test_err));
    assert_ok(ledger_verify(&r, &a, dir, &quick, &test_err));
    assert_true(has_rule(&r, &LED_075));
    test_remove(&a, dir);
}

static void what_is_pending_in_the_wal_is_checked_too(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    ledger *l;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 300);
    test_publish(l);
    test_append(l, 10);
    test_append(l, 400);
    verify_report r = verify(&a, dir);
    assert_true(r.ok);
    assert_int_equal(r.size, 301);
    assert_int_equal(r.pending, 410);
    assert_int_equal(r.entries, 711);
    flip(arena_printf(&a, "%s/private/wal", dir), 600,
         1); /* in the first of two frames: damage, not a crash */
    r = verify(&a, dir);
    assert_true(has_rule(&r, &LED_073) && names(&r, "private/wal"));
    test_remove(&a, dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_flipped_bit_of_a_small_workspace_is_found_and_named),
        cmocka_unit_test(sampled_bits_of_a_larger_workspace_are_found_in_every_file),
        cmocka_unit_test(a_file_that_is_missing_cut_or_strange_is_named),
        cmocka_unit_test(a_log_folder_alone_is_checked_too),
        cmocka_unit_test(gaps_and_repetitions_of_the_counter_are_found),
        cmocka_unit_test(missing_disclosures_are_a_fault_unless_a_tombstone_speaks_of_them),
        cmocka_unit_test(quick_begins_at_the_last_verified_head),
        cmocka_unit_test(what_is_pending_in_the_wal_is_checked_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
