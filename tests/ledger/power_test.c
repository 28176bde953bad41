/* power_test.c -- the power is cut: any part of what was not synced yet is gone, and the log goes on.
 *
 * A child process commits, publishes and settles, says through a file what is not durable yet, and dies before a
 * random step.  The parent then takes from the folder a random part of that: files that were put without a sync are
 * gone, cut or zero in sectors; a name that was not synced is the old file again; of a file that was being written
 * each sector is old or new.  Then a writer opens it.
 */
#include "../cmocka_all.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/rng.h"
#include "ledger/hooks.h"
#include "ledger/note.h"
#include "ledger/verify.h"
#include "tests/ledger/workspace.h"
#include "tests/rounds.h"

#define SEED    20261122
#define SECTOR  512
#define RECORDS 200000
#define HEADS   20000

#define ROUNDS_A_LOG 15

typedef struct record {
    ledger_told what;
    int kept; /* number of the copy of what stood at path; -1 = nothing did */
    uint64_t at;
    char path[240];
} record;

/* What a child says of itself, the last word counts. */
typedef struct word {
    uint64_t durable, wanted, published;
} word;

typedef struct seen_head {
    uint64_t size;
    ledger_hash root;
} seen_head;

typedef struct model {
    arena a;
    const char *dir, *aside; /* workspace; copies and the journal */
    int journal, kept_n;
    uint64_t round, draws;
    word last;
    seen_head heads[HEADS];
    size_t heads_n;
    int cuts, lost, torn, undone;
} model;

static uint64_t draw(model *m, uint64_t below)
{
    return rng_below((uint32_t)below, SEED, m->round, m->draws++);
}

static void must(ak_code code)
{
    if (code != AK_OK)
        _exit(3);
}

/* ---- the child ---- */

static void tell(void *payload, ledger_told what, const char *path, uint64_t at)
{
    model *m = payload;
    arena tmp = {0};
    str old;
    record r = {.what = what, .kept = -1, .at = at};
    snprintf(r.path, sizeof r.path, "%s", path);
    bool keep = what == LEDGER_MOVING || what == LEDGER_WRITING;
    if (keep && fs_read(&old, &tmp, path, (size_t)1 << 28, NULL) == AK_OK) {
        r.kept = m->kept_n++;
        must(fs_write(arena_printf(&tmp, "%s/%d", m->aside, r.kept), old, 0600, NULL));
    }
    if (write(m->journal, &r, sizeof r) != (ssize_t)sizeof r)
        _exit(4);
    arena_free(&tmp);
}

static void say(int fd, const ledger *l, uint64_t wanted, uint64_t published)
{
    word w = {ledger_size(l), wanted, published};
    if (write(fd, &w, sizeof w) != (ssize_t)sizeof w)
        _exit(4);
}

static void child(model *m, int fd)
{
    arena a = {0};
    ledger *l;
    ledger_hooks hooks = {.die_at = 1 + (int)draw(m, 90), .tell = tell, .payload = m};
    uint64_t out = m->last.published; /* of the last publish that returned */
    m->kept_n = (int)m->round * 1000;
    must(ledger_open(&l, &a, m->dir, LEDGER_WRITE, NULL));
    ledger_hooks_set(l, &hooks);
    for (;;) {
        arena tmp = {0};
        uint64_t first, n = draw(m, 9) == 0 ? 1 + draw(m, 300) : 1 + draw(m, 4);
        bool aside = draw(m, 6) == 0;
        entry_draft *d = test_drafts(&tmp, n);
        if (aside) {
            must(ledger_append_begin(l, NULL));
            must(ledger_build(l, &tmp, d, n, ledger_seq_next(l), TEST_NOW, NULL));
            must(ledger_append_add(l, d, n, NULL));
            must(ledger_append_ready(l, NULL));
        }
        must(ledger_lock(l, 5000, NULL));
        if (!aside)
            must(ledger_build(l, &tmp, d, n, ledger_seq_next(l), TEST_NOW, NULL));
        say(fd, l, ledger_size(l) + n, out);
        must(aside ? ledger_append_end(&first, l, NULL) : ledger_append(&first, l, d, n, NULL));
        say(fd, l, ledger_size(l), out);
        if (draw(m, 4) != 0) {
            must(ledger_publish(l, NULL));
            out = ledger_published_size(l);
        }
        say(fd, l, ledger_size(l), out);
        if (draw(m, 6) == 0)
            must(ledger_settle(l, NULL));
        say(fd, l, ledger_size(l), out);
        ledger_unlock(l);
        arena_free(&tmp);
    }
}

/* ---- the power cut ---- */

static void overwrite_file(const char *path, str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
    close(fd);
}

static void lose_put(model *m, const char *path)
{
    arena tmp = {0};
    str bytes;
    uint64_t fate = draw(m, 4);
    if (fate != 0 && fs_read(&bytes, &tmp, path, (size_t)1 << 28, NULL) == AK_OK) {
        char *p = arena_copy(&tmp, bytes.p, bytes.n);
        if (fate == 1) {
            unlink(path);
            char *folder = arena_text(&tmp, path);
            *strrchr(folder, '/') = '\0';
            rmdir(folder); /* where it was the only one, its folder is gone too */
            m->lost++;
        } else if (fate == 2) {
            overwrite_file(path, (str){p, bytes.n ? draw(m, bytes.n) : 0});
            m->torn++;
        } else {
            for (size_t at = 0; at < bytes.n; at += SECTOR)
                if (draw(m, 2))
                    memset(p + at, 0, bytes.n - at < SECTOR ? bytes.n - at : SECTOR);
            overwrite_file(path, (str){p, bytes.n});
            m->torn++;
        }
    }
    arena_free(&tmp);
}

static str kept_copy(arena *a, const model *m, const record *r)
{
    str old = STR("");
    if (r->kept >= 0)
        assert_ok(fs_read(&old, a, arena_printf(a, "%s/%d", m->aside, r->kept), (size_t)1 << 28, &test_err));
    return old;
}

static void undo_move(model *m, const record *r)
{
    arena tmp = {0};
    if (draw(m, 2)) {
        str old = kept_copy(&tmp, m, r);
        unlink(r->path);
        if (r->kept >= 0)
            overwrite_file(r->path, old);
        m->undone++;
    }
    arena_free(&tmp);
}

/* Each sector from r->at on is as it was or as it is now. */
static void mix_writing(model *m, const record *r)
{
    arena tmp = {0};
    str old = kept_copy(&tmp, m, r), now = STR("");
    if (fs_read(&now, &tmp, r->path, (size_t)1 << 28, NULL) != AK_OK)
        return; /* a temporary file, named without its folder: nobody reads it */
    size_t n = old.n > now.n ? old.n : now.n;
    char *p = arena_alloc(&tmp, n + 1);
    memset(p, 0, n);
    memcpy(p, now.p, now.n);
    for (size_t at = (size_t)r->at / SECTOR * SECTOR; at < n; at += SECTOR) {
        size_t some = n - at < SECTOR ? n - at : SECTOR;
        if (draw(m, 2))
            for (size_t i = at; i < at + some; i++)
                p[i] = i < old.n ? old.p[i] : 0;
    }
    overwrite_file(r->path, (str){p, draw(m, 2) ? now.n : old.n});
    m->torn++;
    arena_free(&tmp);
}

static bool ended(const record *all, size_t from, size_t n, ledger_told end)
{
    for (size_t i = from + 1; i < n; i++)
        if (all[i].what == end && strcmp(all[i].path, all[from].path) == 0)
            return true;
    return false;
}

static void cut_the_power(model *m)
{
    arena tmp = {0};
    str bytes;
    assert_ok(fs_read(&bytes, &tmp, arena_printf(&tmp, "%s/journal", m->aside), sizeof(record) * RECORDS,
                      &test_err));
    const record *all = (const record *)(const void *)bytes.p;
    size_t n = bytes.n / sizeof *all, from = 0;
    for (size_t i = 0; i < n; i++)
        if (all[i].what == LEDGER_ALL_DURABLE)
            from = i + 1;
    for (size_t i = 0; i < n; i++) {
        if (all[i].what == LEDGER_PUT_UNSYNCED && i >= from)
            lose_put(m, all[i].path);
        else if (all[i].what == LEDGER_MOVING && !ended(all, i, n, LEDGER_MOVED))
            undo_move(m, &all[i]);
        else if (all[i].what == LEDGER_WRITING && !ended(all, i, n, LEDGER_WRITTEN))
            mix_writing(m, &all[i]);
    }
    const char *heads = arena_printf(&tmp, "%s/private/heads", m->dir);
    if (fs_read(&bytes, &tmp, heads, (size_t)1 << 24, NULL) == AK_OK && draw(m, 3) == 0)
        overwrite_file(heads, (str){bytes.p, draw(m, bytes.n + 1)});
    m->cuts++;
    arena_free(&tmp);
}

/* ---- what must hold ---- */

/* No head that was ever signed has another root than one of the same size. */
static uint64_t remember_head(model *m, const char *path)
{
    arena tmp = {0};
    str text;
    note n;
    checkpoint head = {0};
    if (fs_read(&text, &tmp, arena_printf(&tmp, "%s/%s", m->dir, path), NOTE_BYTES_MAX, NULL) != AK_OK ||
        note_read(&n, &tmp, text, NULL) != AK_OK || checkpoint_read(&head, n.text, NULL) != AK_OK) {
        arena_free(&tmp);
        return 0;
    }
    for (size_t i = 0; i < m->heads_n; i++)
        if (m->heads[i].size == head.size && !ledger_hash_eq(&m->heads[i].root, &head.root))
            fail_msg("two heads of size %llu", (unsigned long long)head.size);
    assert_true(m->heads_n < HEADS);
    m->heads[m->heads_n++] = (seen_head){head.size, head.root};
    arena_free(&tmp);
    return head.size;
}

static void remember_heads(model *m)
{
    uint64_t published = remember_head(m, "log/checkpoint");
    assert_true(published >= m->last.published); /* a publish that returned stays */
    remember_head(m, "private/signed");
    remember_head(m, "private/signed.2");
}

static void check(model *m)
{
    arena a = {0};
    ledger *l;
    verify_report r;
    assert_ok(
        ledger_open(&l, &a, m->dir, LEDGER_READ, &test_err)); /* a reader mends nothing, and reads all */
    uint64_t size = ledger_size(l);
    if (size < m->last.durable || (size != m->last.wanted && size != m->last.durable))
        fail_msg("size %llu, wanted %llu or %llu", (unsigned long long)size,
                 (unsigned long long)m->last.durable, (unsigned long long)m->last.wanted);
    test_read_all(l, size);
    ledger_hooks hooks = {.tell = tell,
                          .payload = m}; /* who only was killed may have synced too little: now it is */
    assert_ok(ledger_open(&l, &a, m->dir, LEDGER_WRITE, &test_err));
    ledger_hooks_set(l, &hooks);
    assert_ok(ledger_lock(l, 1000, &test_err));
    ledger_unlock(l);
    assert_ok(ledger_verify(&r, &a, m->dir, NULL, &test_err));
    if (!r.ok)
        fail_msg("round %llu: %s: %s", (unsigned long long)m->round, r.faults.rows[0].file,
                 r.faults.rows[0].rule->text);
    assert_int_equal(r.size + r.pending, size);
    m->last.durable = m->last.wanted = size; /* but a head that was not given out may go again */
    arena_free(&a);
}

static void run_child(model *m)
{
    int fds[2], status;
    word w;
    assert_int_equal(pipe(fds), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(fds[0]);
        child(m, fds[1]);
    }
    close(fds[1]);
    while (read(fds[0], &w, sizeof w) == (ssize_t)sizeof w)
        m->last = w;
    close(fds[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 137);
}

static void one_round(model *m)
{
    const char *journal = arena_printf(&m->a, "%s/journal", m->aside);
    m->draws = 0;
    m->journal = open(journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    assert_true(m->journal >= 0);
    run_child(m);
    m->draws = 100000;
    remember_heads(m);
    if (draw(m, 4)) { /* else it was only killed: the disk holds all of it */
        cut_the_power(m);
        remember_heads(m);
        assert_int_equal(unlink(journal), 0);
    }
    check(m);
    close(m->journal);
}

/* A small log again after some rounds: what is looked for happens at its right edge. */
static void any_part_of_what_was_not_synced_may_be_gone(void **state)
{
    (void)state;
    uint64_t rounds = (uint64_t)test_rounds(60, 120, 1000);
    model *m = calloc(1, sizeof *m);
    assert_non_null(m);
    while (m->round < rounds) {
        m->dir = test_workspace(&m->a);
        char *aside = arena_text(&m->a, "/tmp/aktsom-power-XXXXXX");
        assert_non_null(mkdtemp(aside));
        m->aside = aside;
        m->last = (word){1, 1, 1};
        m->heads_n = 0;
        for (int i = 0; i < ROUNDS_A_LOG && m->round < rounds; i++, m->round++)
            one_round(m);
        assert_ok(fs_remove_tree(aside, &test_err));
        test_remove(&m->a, m->dir);
    }
    print_message("# %d power cuts: %d files lost, %d torn, %d names undone\n", m->cuts, m->lost, m->torn,
                  m->undone);
    assert_true(m->lost > 20 && m->torn > 20 && m->undone > 0);
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_part_of_what_was_not_synced_may_be_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
