/* crash_test.c -- a process that dies anywhere leaves all of a commit or nothing, and a log that goes on. */
#include "../cmocka_all.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/rng.h"
#include "ledger/hooks.h"
#include "ledger/verify.h"
#include "tests/ledger/workspace.h"
#include "tests/rounds.h"

#define SEED 20261121

/* What a child says through its pipe. */
typedef struct word {
    uint64_t before; /* size before the commit */
    uint64_t n;      /* entries it is about to commit */
    bool done;       /* the commit returned */
} word;

static void child_must(ak_code code)
{
    if (code != AK_OK)
        _exit(3);
}

/* One commit of n entries with a document, as a command would do it; a large one is written aside. */
static void child_commit(ledger *l, uint64_t n, uint64_t round, bool aside, int pipe_fd)
{
    arena a = {0};
    ledger_hash digest;
    uint64_t first;
    entry_draft *d = test_drafts(&a, n);
    if (aside) {
        child_must(ledger_append_begin(l, NULL));
        child_must(ledger_build(l, &a, d, n, ledger_seq_next(l), TEST_NOW, NULL));
        child_must(ledger_append_add(l, d, n, NULL));
        child_must(ledger_append_ready(l, NULL));
    }
    child_must(ledger_lock(l, 5000, NULL));
    child_must(ledger_stage_doc(&digest, l,
                                str_of(arena_printf(&a, "document %llu", (unsigned long long)round)), NULL));
    if (!aside)
        child_must(ledger_build(l, &a, d, n, ledger_seq_next(l), TEST_NOW, NULL));
    word w = {ledger_size(l), n, false};
    if (write(pipe_fd, &w, sizeof w) != (ssize_t)sizeof w)
        _exit(4);
    child_must(aside ? ledger_append_end(&first, l, NULL) : ledger_append(&first, l, d, n, NULL));
    w.done = true;
    if (write(pipe_fd, &w, sizeof w) != (ssize_t)sizeof w)
        _exit(4);
    arena_free(&a);
}

/* What the child said last; false when it said nothing. */
static bool last_word(word *out, int fd)
{
    bool any = false;
    while (read(fd, out, sizeof *out) == (ssize_t)sizeof *out)
        any = true;
    return any;
}

/* The log holds the last commit whole or not at all, whole if it returned; then it is written on. */
static void check_and_go_on(const char *dir, const word *w, bool quick)
{
    arena a = {0};
    ledger *l;
    verify_report r;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    uint64_t size = ledger_size(l);
    if (size != w->before + w->n && (w->done || size != w->before))
        fail_msg("size %llu, wanted %llu or %llu", (unsigned long long)size, (unsigned long long)w->before,
                 (unsigned long long)(w->before + w->n));
    verify_options o = {.quick = quick};
    assert_ok(ledger_verify(&r, &a, dir, &o, &test_err));
    if (!r.ok)
        fail_msg("after the crash: %s: %s", r.faults.rows[0].file, r.faults.rows[0].rule->text);
    assert_int_equal(r.size + r.pending, size);
    test_append(l, 1);
    test_publish(l);
    assert_ok(ledger_verify(&r, &a, dir, &o, &test_err));
    if (!r.ok)
        fail_msg("after going on: %s: %s", r.faults.rows[0].file, r.faults.rows[0].rule->text);
    assert_int_equal(r.size, size + 1);
    fs_list staged;
    assert_ok(fs_walk(&staged, &a, arena_printf(&a, "%s/private/stage", dir), 100, &test_err));
    assert_int_equal(staged.n, 1); /* the lock file of the open handle; what the dead one left is gone */
    arena_free(&a);
}

/* Runs a child with the hooks set; its exit status. */
static int run_with_hooks(const char *dir, ledger_hooks hooks, uint64_t round, bool aside, word *w,
                          bool *said)
{
    int fds[2], status;
    assert_int_equal(pipe(fds), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        arena a = {0};
        ledger *l;
        close(fds[0]);
        if (!freopen("/dev/null", "w", stderr))
            _exit(5);
        child_must(ledger_open(&l, &a, dir, LEDGER_WRITE, NULL));
        ledger_hooks_set(l, &hooks);
        child_commit(l, 2 + round * 37 % 120, round, aside, fds[1]);
        child_must(ledger_publish(l, NULL));
        child_must(ledger_settle(l, NULL));
        _exit(0);
    }
    close(fds[1]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    *said = last_word(w, fds[0]);
    close(fds[0]);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static uint64_t size_of(const char *dir)
{
    arena a = {0};
    ledger *l;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_READ, &test_err));
    uint64_t size = ledger_size(l);
    arena_free(&a);
    return size;
}

/* Every step that must last, one after the other: dead before it. */
static void dying_before_any_step_leaves_all_or_nothing(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    for (int aside = 0; aside < 2; aside++) {
        int steps = 0;
        for (int step = 1;; step++, steps++) {
            word w;
            bool said;
            int status =
                run_with_hooks(dir, (ledger_hooks){.die_at = step}, (uint64_t)step, aside, &w, &said);
            if (status == 0)
                break;
            assert_int_equal(status, 137);
            if (said)
                check_and_go_on(dir, &w, false);
        }
        assert_in_range(steps, 24, 500);
    }
    test_remove(&a, dir);
}

/* "Any failing fsync or close ends the process: no retry." */
static void a_failing_sync_ends_the_process_and_nothing_is_lost(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = test_workspace(&a);
    for (int aside = 0; aside < 2; aside++) {
        int failed = 0;
        for (int step = 1;; step++) {
            word w;
            bool said;
            int status =
                run_with_hooks(dir, (ledger_hooks){.fail_sync_at = step}, (uint64_t)step, aside, &w, &said);
            if (status == 0)
                break;
            assert_int_equal(status, 7);
            failed++;
            if (said && !aside &&
                !w.done) /* what a failed sync left in memory reads as whole: it was cut off */
                assert_int_equal(size_of(dir), w.before);
            if (said)
                check_and_go_on(dir, &w, true);
        }
        assert_true(failed > 12);
    }
    test_remove(&a, dir);
}

static void child_forever(const char *dir, uint64_t round, int pipe_fd)
{
    arena a = {0};
    ledger *l;
    child_must(ledger_open(&l, &a, dir, LEDGER_WRITE, NULL));
    for (uint64_t i = 0;; i++) {
        child_commit(l, 1 + rng_below(300, SEED, round, 10 + i), round * 1000 + i,
                     rng_below(2, SEED, round, 9000 + i), pipe_fd);
        if (rng_below(3, SEED, round, 5000 + i) == 0)
            child_must(ledger_publish(l, NULL));
        if (rng_below(9, SEED, round, 7000 + i) == 0)
            child_must(ledger_settle(l, NULL));
        ledger_unlock(l);
    }
}

static void killed_at_random_moments_it_keeps_what_it_acknowledged(void **state)
{
    (void)state;
    uint64_t rounds = (uint64_t)test_rounds(15, 50, 300);
    arena a = {0};
    const char *dir = test_workspace(&a);
    for (uint64_t round = 0; round < rounds; round++) {
        int fds[2], status;
        assert_int_equal(pipe(fds), 0);
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            close(fds[0]);
            child_forever(dir, round, fds[1]);
        }
        close(fds[1]);
        long wait_us = 500 + (long)rng_below(40000, SEED, round, 0);
        nanosleep(&(struct timespec){.tv_nsec = wait_us * 1000}, NULL);
        kill(pid, SIGKILL);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        word w;
        if (last_word(&w, fds[0]))
            check_and_go_on(dir, &w, true);
        close(fds[0]);
    }
    ledger *l;
    assert_ok(ledger_open(&l, &a, dir, LEDGER_READ, &test_err));
    test_verify_clean(dir, ledger_size(l));
    test_remove(&a, dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dying_before_any_step_leaves_all_or_nothing),
        cmocka_unit_test(a_failing_sync_ends_the_process_and_nothing_is_lost),
        cmocka_unit_test(killed_at_random_moments_it_keeps_what_it_acknowledged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
