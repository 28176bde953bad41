/* ledger_bench.c -- a log of a million statements: signed, committed and published in pieces, read, verified.
 *
 * The first argument is another count; a second one, "import", leaves it at that and tells the memory at
 * every tenth.  Beside it, in the same run, the controls: what the processor alone takes to sign and to check
 * one statement's bytes, to hash the path of a proof, and what the disk takes to write and sync the bytes of
 * a batch.
 *
 *   import    commits of 65,536 signed statements, each published; memory after a tenth of them and at the end
 *   batch     1,024 signed statements that are there already, committed with one fdatasync, with their
 *             disclosures; entries of 300 bytes that have none, as in other logs; the first with the issuer's
 *             signature of each checked before, on all processors
 *   proofs    inclusion proofs of as many different statements, each checked once under one head that is
 *             trusted already, on one processor: with 4 MiB to remember nodes in, and each for itself
 */
#include "bench.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/pool.h"
#include "ledger/ledger.h"
#include "ledger/proof.h"
#include "ledger/verify.h"

#define COUNT       1000000
#define PIECE       8192
#define COMMIT      65536
#define BATCH       1024
#define CHUNK       32
#define ROUNDS      50
#define PROOFS      100000
#define PROOF_KNOWN ((size_t)4 << 20)
#define NOW         1795000000

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

static long rss_mib(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_maxrss / 1024;
}

static void commit(ledger *l, size_t count)
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

typedef struct spent {
    double import_s, import_cpu_s, publish_s, publish_cpu_s;
    long tenth_mib, end_mib;
} spent;

static spent import(ledger *l, size_t count, bool tell)
{
    spent t = {0};
    for (size_t at = 0; at < count; at += COMMIT) {
        double t0 = bench_wall_s(), c0 = bench_cpu_s();
        commit(l, count - at < COMMIT ? count - at : COMMIT);
        double t1 = bench_wall_s(), c1 = bench_cpu_s();
        must(ledger_publish(l, &err));
        ledger_unlock(l);
        t.import_s += t1 - t0;
        t.import_cpu_s += c1 - c0;
        t.publish_s += bench_wall_s() - t1;
        t.publish_cpu_s += bench_cpu_s() - c1;
        if (t.tenth_mib == 0 && at + COMMIT >= count / 10)
            t.tenth_mib = rss_mib();
        if (tell && (at + COMMIT) * 10 / count > at * 10 / count)
            fprintf(stderr, "%zu statements, %ld MiB\n", at + COMMIT < count ? at + COMMIT : count,
                    rss_mib());
    }
    t.end_mib = rss_mib();
    return t;
}

/* ---- Batches of statements that others have signed ---- */

typedef struct checking {
    const entry_draft *d;
    const ledger_public *pub;
} checking;

static ak_code check_chunk(void *payload, size_t chunk, arena *own, ak_err *e)
{
    const checking *c = payload;
    for (size_t i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i++) {
        entry_info info;
        AK_TRY(entry_read(&info, own, c->d[i].entry, NULL, 0, c->pub, e));
    }
    return AK_OK;
}

static ak_code bare_chunk(void *payload, size_t chunk, arena *own, ak_err *e)
{
    (void)own;
    (void)e;
    (void)chunk;
    const ledger_key *key = payload;
    uint8_t bytes[300] = {1}, sig[LEDGER_SIG_BYTES];
    must(key_sign(sig, key, bytes, sizeof bytes, NULL));
    for (size_t i = 0; i < CHUNK; i++)
        if (!key_check(&key->pub, sig, bytes, sizeof bytes))
            exit(1);
    return AK_OK;
}

typedef enum batch_kind { BATCH_SAID, BATCH_BARE, BATCH_CHECKED, BATCH_KINDS } batch_kind;

/* Seconds, then per second; of each kind. */
typedef struct batches {
    double appends_s[BATCH_KINDS], control_s[BATCH_KINDS];
} batches;

/* Entries with a plain body, 300 bytes with their signature. */
static entry_draft *bare_drafts(arena *a, size_t n)
{
    entry_draft *d = ARENA_NEWS(a, entry_draft, n);
    for (size_t i = 0; i < n; i++)
        d[i] =
            (entry_draft){.type = "publish", .body = str_of(arena_printf(a, "{\"document\":\"%064zx\"}", i))};
    return d;
}

static double write_control_s(int fd, size_t bytes)
{
    static char block[1 << 16];
    double t = bench_wall_s();
    for (size_t at = 0; at < bytes; at += sizeof block)
        if (write(fd, block, bytes - at < sizeof block ? bytes - at : sizeof block) < 0)
            exit(1);
    if (fdatasync(fd) != 0)
        exit(1);
    return bench_wall_s() - t;
}

static void one_batch(batches *sum, ledger *l, ledger_key *key, int fd, batch_kind kind)
{
    arena a = {0};
    uint64_t first;
    entry_draft *d = kind == BATCH_BARE ? bare_drafts(&a, BATCH) : drafts(&a, 0, BATCH);
    must(ledger_build(l, &a, d, BATCH, ledger_seq_next(l), NOW, &err));
    size_t bytes = 0;
    for (size_t i = 0; i < BATCH; i++)
        bytes += d[i].entry.n + (d[i].type ? 0 : d[i].said[0].n + d[i].said[1].n) + 16;
    checking c = {d, ledger_public_key(l)};
    double t0 = bench_wall_s();
    if (kind == BATCH_CHECKED)
        must(pool_map(&a, BATCH / CHUNK, check_chunk, &c, &err));
    must(ledger_lock(l, LEDGER_WAIT_MS, &err));
    must(ledger_append(&first, l, d, BATCH, &err));
    ledger_unlock(l);
    double t1 = bench_wall_s();
    sum->appends_s[kind] += t1 - t0;
    if (kind == BATCH_CHECKED) {
        must(pool_map(&a, BATCH / CHUNK, bare_chunk, key, &err));
        sum->control_s[kind] += bench_wall_s() - t1;
    } else {
        sum->control_s[kind] += write_control_s(fd, bytes);
    }
    arena_free(&a);
}

/* Per second, over all rounds. */
static batches measure_batches(ledger *l, const char *dir)
{
    arena a = {0};
    ledger_key key;
    batches sum = {0};
    must(key_new(&key, &a, NULL, &err));
    int fd = open(arena_printf(&a, "%s/control", dir), O_WRONLY | O_CREAT | O_APPEND, 0600);
    for (int i = 0; i < BATCH_KINDS * ROUNDS; i++)
        one_batch(&sum, l, &key, fd, (batch_kind)(i % BATCH_KINDS));
    close(fd);
    unlink(arena_printf(&a, "%s/control", dir));
    arena_free(&a);
    for (int k = 0; k < BATCH_KINDS; k++) {
        sum.appends_s[k] = (double)ROUNDS * BATCH / sum.appends_s[k];
        sum.control_s[k] = (double)ROUNDS * BATCH / sum.control_s[k];
    }
    return sum;
}

/* ---- Proofs ---- */

typedef struct proof_speed {
    double known_s, plain_s, hashes_s;
    size_t n;
} proof_speed;

/* Places in no order: 7,919 is prime to every count that is no multiple of it. */
static proof_speed proofs(const ledger *l)
{
    arena a = {0};
    uint64_t size = ledger_published_size(l);
    size_t many = size - 1 < PROOFS ? (size_t)size - 1 : PROOFS;
    proof_path *p = ARENA_NEWS(&a, proof_path, many);
    for (size_t i = 0; i < many; i++) {
        arena tmp = {0};
        must(proof_inclusion(&p[i], &tmp, l, i * 7919 % size, size, &err));
        arena_free(&tmp);
    }
    double t0 = bench_cpu_s();
    merkle_verifier *v = merkle_verifier_new(&a, size, &p[0].root, PROOF_KNOWN);
    for (size_t i = 0; i < many; i++)
        if (!merkle_verifier_check(v, p[i].index, &p[i].leaf, p[i].hashes, p[i].n))
            exit(1);
    double t1 = bench_cpu_s();
    for (size_t i = 0; i < many; i++)
        if (!merkle_inclusion_ok(p[i].index, p[i].size, &p[i].leaf, p[i].hashes, p[i].n, &p[i].root))
            exit(1);
    double t2 = bench_cpu_s();
    ledger_hash x = p[0].leaf;
    for (size_t i = 0; i < many * p[0].n; i++)
        merkle_node(&x, &x, &p[0].root);
    double t3 = bench_cpu_s();
    arena_free(&a);
    double n = (double)many;
    return (proof_speed){n / (t1 - t0), n / (t2 - t1), n / (t3 - t2), many};
}

/* Bytes of hash tiles an entry; those of 256 entries each are what counts. */
static double tile_bytes(arena *a, const char *dir, uint64_t size)
{
    fs_list files;
    double sum = 0;
    must(fs_walk(&files, a, arena_printf(a, "%s/log/tile", dir), (size_t)1 << 24, &err));
    for (size_t i = 0; i < files.n; i++)
        if (files.rows[i].kind == FS_FILE && strncmp(files.rows[i].path, "entries/", 8) != 0)
            sum += (double)files.rows[i].size_bytes;
    return sum / (double)size;
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
    must(key_sign(sig, &key, bytes, sizeof bytes, NULL));
    double start = bench_cpu_s();
    int n = 4000;
    for (int i = 0; i < n; i++) {
        if (!check)
            must(key_sign(sig, &key, bytes, sizeof bytes, NULL));
        else if (!key_check(&key.pub, sig, bytes, sizeof bytes))
            exit(1);
    }
    arena_free(&a);
    return n / (bench_cpu_s() - start);
}

static int remove_all(arena *a, const char *dir)
{
    char path[64];
    snprintf(path, sizeof path, "%s", dir);
    arena_free(a);
    must(fs_remove_tree(path, &err));
    return 0;
}

static int import_only(arena *a, const char *dir, const spent *t, size_t count)
{
    printf("{\"name\":\"ledger_import\",\"statements\":%zu,\"import_s\":%.1f,\"publish_s\":%.1f,"
           "\"tenth_mib\":%ld,\"end_mib\":%ld}\n",
           count, t->import_s, t->publish_s, t->tenth_mib, t->end_mib);
    return remove_all(a, dir);
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
    bool all = argc < 3;
    spent t = import(l, count, !all);
    if (!all)
        return import_only(&a, dir, &t, count);
    double t2 = bench_wall_s(), c2 = bench_cpu_s();
    uint64_t bytes = read_all(l);
    double t3 = bench_wall_s(), c3 = bench_cpu_s();
    verify_report r;
    must(ledger_verify(&r, &a, dir, NULL, &err));
    double t4 = bench_wall_s(), c4 = bench_cpu_s();
    long peak_mib = rss_mib();
    double per_entry = tile_bytes(&a, dir, ledger_published_size(l));
    proof_speed p = proofs(l);
    batches b = measure_batches(l, dir);
    printf("{\"name\":\"ledger\",\"statements\":%zu,\"threads\":%u,\"import_s\":%.1f,\"import_cpu_s\":%.1f,"
           "\"publish_s\":%.1f,\"publish_cpu_s\":%.1f,\"read_s\":%.1f,\"read_cpu_s\":%.1f,\"verify_s\":%.1f,"
           "\"verify_cpu_s\":%.1f,\"verify_ok\":%s,\"tenth_mib\":%ld,\"end_mib\":%ld,\"peak_mib\":%ld,"
           "\"entry_bytes\":%.0f,\"tile_bytes\":%.2f,\"control_sign_s\":%.0f,\"control_check_s\":%.0f,\n",
           count, pool_threads(), t.import_s, t.import_cpu_s, t.publish_s, t.publish_cpu_s, t3 - t2, c3 - c2,
           t4 - t3, c4 - c3, r.ok ? "true" : "false", t.tenth_mib, t.end_mib, peak_mib,
           (double)bytes / (double)count, per_entry, per_s(false), per_s(true));
    printf(" \"batch_appends_s\":%.0f,\"control_write_s\":%.0f,\"batch_bare_appends_s\":%.0f,"
           "\"control_bare_write_s\":%.0f,\"batch_checked_s\":%.0f,\"control_checks_s\":%.0f,"
           "\"checked_of_control\":%.2f,\"proofs\":%zu,\"proof_checks_s\":%.0f,\"proof_checks_plain_s\":%.0f,"
           "\"control_hash_paths_s\":%.0f,"
           "\"bar_appends_s\":500000,\"bar_checked_of_control\":0.8,\"bar_proof_checks_s\":500000,"
           "\"bar_tile_bytes\":32.2}\n",
           b.appends_s[BATCH_SAID], b.control_s[BATCH_SAID], b.appends_s[BATCH_BARE], b.control_s[BATCH_BARE],
           b.appends_s[BATCH_CHECKED], b.control_s[BATCH_CHECKED],
           b.appends_s[BATCH_CHECKED] / b.control_s[BATCH_CHECKED], p.n, p.known_s, p.plain_s, p.hashes_s);
    bool ok = r.ok; /* the report is in the arena */
    remove_all(&a, dir);
    return ok ? 0 : 1;
}
