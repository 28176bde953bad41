/* commit_bench.c -- durable commits, beside what the disk itself takes, interleaved in one run.
 *
 * control      pwrite of as many bytes as a commit's frame, at the end of a file, and fdatasync
 * control_over the same over bytes that are there, as most commits do: the file does not grow
 * control_head control and a file of 200 bytes by temporary, fsync, rename, fsync of the folder
 * commit       lock, append of one signed statement, unlock
 * publish      the same and a fresh checkpoint; the mean counts what settling costs now and then
 * batch        1,024 statements in one commit, signing counted too
 */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/ledger.h"

#define ROUNDS      200
#define BATCHES     20
#define BATCH       1024
#define FRAME_BYTES 832 /* of the statements below, and what stands around them */
#define HEAD_BYTES  200
#define NOW         1795000000

static ak_err err;

static void must(ak_code code)
{
    if (code == AK_OK)
        return;
    fprintf(stderr, "commit_bench: %s %s %s\n", err.rule ? err.rule->text : "?", err.arg[0], err.arg[1]);
    exit(1);
}

static entry_draft *drafts(arena *a, size_t n)
{
    entry_draft *d = ARENA_NEWS(a, entry_draft, n);
    for (size_t i = 0; i < n; i++) {
        entry_part *p = ARENA_NEWS(a, entry_part, 2);
        p[0] = (entry_part){
            STR("head"),
            str_of(arena_printf(
                a,
                "{\"act\":%zu,\"audience\":\"organisation\",\"by\":\"orgnr-no:923609016\",\"evidence\":"
                "\"self_declared\",\"id\":\"local:product/p%zu\",\"on\":\"2026-11-21T12:00:00Z\",\"src\":"
                "[{\"document\":\"Supplier list\",\"page\":%zu,\"year\":2026}],\"type\":\"product\"}",
                i, i, i))};
        p[1] = (entry_part){STR("body"),
                            str_of(arena_printf(a,
                                                "{\"gtin\":\"07038010%06zu\",\"mass\":{\"mg\":%zu,\"text\":"
                                                "\"1.5 kg\"},\"name\":\"Cell module %zu\"}",
                                                i % 1000000, 1500000 + i, i))};
        d[i] = (entry_draft){.parts = p, .parts_n = 2};
    }
    return d;
}

/* at < 0: at the end. */
static double control_ms(int fd, off_t at, bool head, const char *dir, arena *a)
{
    char bytes[FRAME_BYTES];
    memset(bytes, 'x', sizeof bytes);
    double start = bench_wall_s();
    ssize_t put = at < 0 ? write(fd, bytes, sizeof bytes) : pwrite(fd, bytes, sizeof bytes, at);
    if (put != (ssize_t)sizeof bytes || fdatasync(fd) != 0)
        exit(1);
    if (head)
        must(fs_write(arena_printf(a, "%s/head", dir), (str){bytes, HEAD_BYTES}, 0600, &err));
    return 1e3 * (bench_wall_s() - start);
}

/* A file of ROUNDS frames of zeros, synced. */
static int file_there(const char *path)
{
    static const char zeros[FRAME_BYTES];
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    for (int i = 0; i < ROUNDS; i++)
        if (write(fd, zeros, sizeof zeros) != (ssize_t)sizeof zeros)
            exit(1);
    if (fsync(fd) != 0)
        exit(1);
    return fd;
}

static double mean(const double *x, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += x[i];
    return sum / n;
}

static double commit_ms(ledger *l, bool publish)
{
    arena a = {0};
    uint64_t first;
    entry_draft *d = drafts(&a, 1);
    must(ledger_build(l, &a, d, 1, ledger_seq_next(l), NOW, &err));
    double start = bench_wall_s();
    must(ledger_lock(l, LEDGER_WAIT_MS, &err));
    must(ledger_append(&first, l, d, 1, &err));
    if (publish)
        must(ledger_publish(l, &err));
    ledger_unlock(l);
    double ms = 1e3 * (bench_wall_s() - start);
    arena_free(&a);
    return ms;
}

static double batch_ms(ledger *l)
{
    arena a = {0};
    uint64_t first;
    entry_draft *d = drafts(&a, BATCH);
    double start = bench_wall_s();
    must(ledger_build(l, &a, d, BATCH, ledger_seq_next(l), NOW, &err));
    must(ledger_lock(l, LEDGER_WAIT_MS, &err));
    must(ledger_append(&first, l, d, BATCH, &err));
    ledger_unlock(l);
    double ms = 1e3 * (bench_wall_s() - start);
    arena_free(&a);
    return ms;
}

int main(void)
{
    arena a = {0};
    char *dir = arena_text(&a, "build-bench/commit-XXXXXX"); /* on the disk of the project, not in memory */
    if (!mkdtemp(dir))
        return 1;
    must(ledger_init(dir, NULL, NULL, NOW, &err));
    ledger *l;
    must(ledger_open(&l, &a, dir, LEDGER_WRITE, &err));
    int fd = open(arena_printf(&a, "%s/control", dir), O_WRONLY | O_CREAT | O_APPEND, 0600);
    int over_fd = file_there(arena_printf(&a, "%s/control-over", dir));
    double control[ROUNDS], over[ROUNDS], commit[ROUNDS], control_head[ROUNDS], publish[ROUNDS],
        batch[BATCHES];
    for (int i = 0; i < ROUNDS; i++) {
        control[i] = control_ms(fd, -1, false, dir, &a);
        over[i] = control_ms(over_fd, (off_t)i * FRAME_BYTES, false, dir, &a);
        commit[i] = commit_ms(l, false);
        control_head[i] = control_ms(fd, -1, true, dir, &a);
        publish[i] = commit_ms(l, true);
    }
    double publish_mean = mean(publish, ROUNDS), head_mean = mean(control_head, ROUNDS);
    for (int i = 0; i < BATCHES; i++)
        batch[i] = batch_ms(l);
    double control_p50 = bench_median(control, ROUNDS), commit_p50 = bench_median(commit, ROUNDS);
    double over_p50 = bench_median(over, ROUNDS), head_p50 = bench_median(control_head, ROUNDS);
    double publish_p50 = bench_median(publish, ROUNDS), batch_p50 = bench_median(batch, BATCHES);
    printf(
        "{\"name\":\"commit\",\"rounds\":%d,\"control_ms\":%.3f,\"control_over_ms\":%.3f,\"commit_ms\":%.3f,"
        "\"commits_s\":%.0f,\"ratio\":%.2f,\"bar_ratio\":1.5,\n",
        ROUNDS, control_p50, over_p50, commit_p50, 1e3 / commit_p50, commit_p50 / control_p50);
    printf(" \"control_head_ms\":%.3f,\"publish_ms\":%.3f,\"publish_ratio\":%.2f,\"bar_publish_ratio\":2,"
           "\"control_head_mean_ms\":%.3f,\"publish_mean_ms\":%.3f,\n",
           head_p50, publish_p50, publish_p50 / head_p50, head_mean, publish_mean);
    printf(" \"batch\":%d,\"batch_ms\":%.2f,\"batch_statements_s\":%.0f}\n", BATCH, batch_p50,
           1e3 * BATCH / batch_p50);
    close(fd);
    close(over_fd);
    char path[64];
    snprintf(path, sizeof path, "%s", dir);
    arena_free(&a);
    must(fs_remove_tree(path, &err));
    return 0;
}
