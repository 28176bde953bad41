/* ledger_bench.c -- a log of a million statements: signed and committed as one, published, read, verified.
 *
 * The first argument is another count.  Beside it, in the same run, what the processor alone takes to sign
 * and to check one statement's bytes: the floor under import and verification.
 */
#include "bench.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/fs.h"
#include "base/pool.h"
#include "ledger/ledger.h"
#include "ledger/verify.h"

#define COUNT 1000000
#define PIECE 8192
#define NOW   1795000000

static ak_err err;

static void must(ak_code code)
{
    if (code == AK_OK)
        return;
    fprintf(stderr, "ledger_bench: %s %s %s\n", err.rule ? err.rule->text : "?", err.arg[0], err.arg[1]);
    exit(1);
}

static entry_draft *drafts(arena *a, size_t from, size_t n)
{
    entry_draft *d = ARENA_NEWS(a, entry_draft, n);
    for (size_t k = 0; k < n; k++) {
        size_t i = from + k;
        entry_part *p = ARENA_NEWS(a, entry_part, 2);
        p[0] = (entry_part){
            STR("head"),
            str_of(arena_printf(
                a,
                "{\"act\":0,\"audience\":\"organisation\",\"by\":\"orgnr-no:923609016\",\"evidence\":"
                "\"self_declared\",\"id\":\"local:product/p%zu\",\"on\":\"2026-11-21T12:00:00Z\",\"src\":"
                "[{\"document\":\"Supplier list\",\"page\":%zu,\"year\":2026}],\"type\":\"product\"}",
                i, i))};
        p[1] = (entry_part){
            STR("body"),
            str_of(arena_printf(a, "{\"mass\":{\"mg\":%zu,\"text\":\"1.5 kg\"},\"name\":\"Cell module %zu\"}",
                                1500000 + i, i))};
        d[k] = (entry_draft){.parts = p, .parts_n = 2};
    }
    return d;
}

static void import(ledger *l, size_t count)
{
    uint64_t first;
    must(ledger_lock(l, LEDGER_WAIT_MS, &err));
    must(ledger_append_begin(l, &err));
    for (size_t at = 0; at < count; at += PIECE) {
        arena a = {0};
        size_t n = count - at < PIECE ? count - at : PIECE;
        entry_draft *d = drafts(&a, at, n);
        must(ledger_build(l, &a, d, n, ledger_seq_next(l), NOW, &err));
        must(ledger_append_add(l, d, n, &err));
        arena_free(&a);
    }
    must(ledger_append_end(&first, l, &err));
}

static uint64_t read_all(const ledger *l)
{
    uint64_t bytes = 0;
    for (uint64_t at = 0;;) {
        arena a = {0};
        ledger_item *items;
        size_t n;
        must(ledger_read(&items, &n, &a, l, at, &err));
        for (size_t i = 0; i < n; i++) {
            entry_info e;
            must(entry_read(&e, &a, items[i].entry, items[i].said, items[i].said_n, NULL, &err));
            bytes += items[i].entry.n;
        }
        arena_free(&a);
        if (n == 0)
            return bytes;
        at += n;
    }
}

static double per_s(bool check)
{
    arena a = {0};
    ledger_key key;
    uint8_t sig[LEDGER_SIG_BYTES], bytes[300] = {1};
    must(key_new(&key, &a, NULL, &err));
    key_sign(sig, &key, bytes, sizeof bytes);
    double start = bench_cpu_s();
    int n = 4000;
    for (int i = 0; i < n; i++) {
        if (!check)
            key_sign(sig, &key, bytes, sizeof bytes);
        else if (!key_check(&key.pub, sig, bytes, sizeof bytes))
            exit(1);
    }
    arena_free(&a);
    return n / (bench_cpu_s() - start);
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : COUNT;
    arena a = {0};
    char *dir = arena_text(&a, "build-bench/ledger-XXXXXX");
    if (!mkdtemp(dir))
        return 1;
    must(ledger_init(dir, NULL, NULL, NOW, &err));
    ledger *l;
    must(ledger_open(&l, &a, dir, LEDGER_WRITE, &err));
    double t0 = bench_wall_s(), c0 = bench_cpu_s();
    import(l, count);
    double t1 = bench_wall_s(), c1 = bench_cpu_s();
    must(ledger_publish(l, &err));
    ledger_unlock(l);
    double t2 = bench_wall_s(), c2 = bench_cpu_s();
    uint64_t bytes = read_all(l);
    double t3 = bench_wall_s(), c3 = bench_cpu_s();
    verify_report r;
    must(ledger_verify(&r, &a, dir, NULL, &err));
    double t4 = bench_wall_s(), c4 = bench_cpu_s();
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("{\"name\":\"ledger\",\"statements\":%zu,\"threads\":%u,\"import_s\":%.1f,\"import_cpu_s\":%.1f,"
           "\"publish_s\":%.1f,\"publish_cpu_s\":%.1f,\"read_s\":%.1f,\"read_cpu_s\":%.1f,\"verify_s\":%.1f,"
           "\"verify_cpu_s\":%.1f,\"verify_ok\":%s,\"peak_mib\":%ld,\"entry_bytes\":%.0f,"
           "\"control_sign_s\":%.0f,\"control_check_s\":%.0f,\"bar_import_s\":60,\"bar_verify_s\":40,"
           "\"bar_peak_mib\":1024}\n",
           count, pool_threads(), t1 - t0, c1 - c0, t2 - t1, c2 - c1, t3 - t2, c3 - c2, t4 - t3, c4 - c3,
           r.ok ? "true" : "false", use.ru_maxrss / 1024, (double)bytes / (double)count, per_s(false),
           per_s(true));
    char path[64];
    snprintf(path, sizeof path, "%s", dir);
    arena_free(&a);
    must(fs_remove_tree(path, &err));
    return r.ok ? 0 : 1;
}
