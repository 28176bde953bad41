/* million_bench.c -- a supplier ledger of a million rows, from the CSV file to the record: import, rebuild, verify,
 * pages, memory.  The first argument is another count.  Beside it, in the same run, the control: what SQLite
 * alone takes to write as many rows of the same width with one index.
 */
#include "bench.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/overview_view.h"
#include "base/fs.h"
#include "base/message.h"
#include "exchange/import.h"
#include "ledger/verify.h"
#include "record/commit.h"
#include "record/due.h"
#include "record/find.h"
#include "record/rebuild.h"
#include "record/subject_view.h"

#define COUNT     1000000
#define SUPPLIERS 20000
#define NOW       "2026-11-21T12:00:00Z"
#define PAGE_ROWS 200

static ak_err err;

static void must(ak_code code)
{
    arena a = {0};
    if (code != AK_OK) {
        fprintf(stderr, "million_bench: %s\n", err.rule ? message_err(&a, LANG_EN, &err) : "?");
        exit(1);
    }
}

static void write_files(const char *dir, size_t count)
{
    char path[160];
    snprintf(path, sizeof path, "%s/in/parties.csv", dir);
    FILE *f = fopen(path, "w");
    fprintf(f, "id;name;country\n");
    for (size_t i = 0; i < SUPPLIERS; i++)
        fprintf(f, "s%zu;Supplier %zu;NO\n", i, i);
    fclose(f);
    snprintf(path, sizeof path, "%s/in/quantities.csv", dir);
    f = fopen(path, "w");
    fprintf(f, "about;kind of quantity;category;period start;amount\n");
    for (size_t i = 0; i + SUPPLIERS < count; i++)
        fprintf(f, "s%zu;spend;Category %zu;%zu;%zu.%02zu NOK\n", i % SUPPLIERS, i / SUPPLIERS, (size_t)2024,
                1000 + i % 977, i % 100);
    fclose(f);
}

static double peak_mib(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

static size_t import(ctx *c, const char *dir)
{
    arena a = {0};
    plan *p = plan_new(&a);
    import_file *files = NULL;
    size_t n = 0;
    commit_result done = {0};
    char path[160];
    snprintf(path, sizeof path, "%s/in", dir);
    double t = bench_cpu_s();
    must(import_find(&files, &n, &a, path, &err));
    must(import_read(p, files, n, LANG_EN, NULL, &err));
    fprintf(stderr, "read %.1f s cpu, %.0f MiB\n", bench_cpu_s() - t, peak_mib());
    must(plan_check(p, c, NULL, &err));
    fprintf(stderr, "checked %.1f s cpu, %.0f MiB\n", bench_cpu_s() - t, peak_mib());
    if (p->faults.n) {
        fprintf(stderr, "million_bench: %s\n", message_fault(&a, LANG_EN, &p->faults.rows[0]));
        exit(1);
    }
    must(plan_commit(&done, c, p, NULL, &err));
    fprintf(stderr, "committed %.1f s cpu, %.0f MiB\n", bench_cpu_s() - t, peak_mib());
    arena_free(&a);
    return (size_t)done.count;
}

static double control_s(const char *dir, size_t count)
{
    arena a = {0};
    store *db = NULL;
    char path[160];
    snprintf(path, sizeof path, "%s/control.db", dir);
    must(store_open(&db, &a, path, STORE_CREATE, &err));
    must(store_script(
        db,
        "CREATE TABLE t (n INTEGER PRIMARY KEY, subject INTEGER NOT NULL, body TEXT NOT NULL) STRICT;"
        "CREATE INDEX t_ix ON t (subject);",
        &err));
    double from = bench_wall_s();
    must(store_begin(db, &a, &err));
    for (size_t i = 0; i < count; i++) {
        static const char sql[] = "INSERT INTO t (n, subject, body) VALUES (?1, ?2, ?3)";
        store_statement *q = NULL;
        must(store_prepare(&q, db, sql, &err));
        store_bind_int(q, 1, (int64_t)i);
        store_bind_int(q, 2, (int64_t)(i * 7919 % SUPPLIERS));
        store_bind_text(q, 3,
                        STR("2024 Category 17 1234.50 NOK spend local:party/own organisation documented"));
        must(store_step_done(q, &err));
    }
    must(store_commit(db, &err));
    double s = bench_wall_s() - from;
    arena_free(&a);
    return s;
}

/* ---- Pages ---- */

typedef struct page {
    const char *name;
    ak_code (*view)(view **out, ctx *c, const args *a, ak_err *err);
    const char *arg, *value; /* NULL = none */
} page;

static const page pages[] = {
    {"overview",  overview_view,  NULL,     NULL             },
    {"list",      list_view,      "family", "quantity"       },
    {"subject",   subject_view,   "id",     "local:party/s77"},
    {"statement", statement_view, "id",     "15000"          },
    {"search",    search_view,    "word",   "supplier"       },
    {"due",       due_view,       NULL,     NULL             },
};
#define PAGES (sizeof pages / sizeof *pages)
#define TIMES 11

static void pages_ms(double *wall, double *cpu, const ctx *c)
{
    for (size_t p = 0; p < PAGES; p++) {
        double t[TIMES], s[TIMES];
        const args g = {&pages[p].arg, &pages[p].value, pages[p].arg ? 1 : 0};
        for (size_t i = 0; i < TIMES; i++) {
            arena a = {0};
            ctx one = *c;
            one.a = &a;
            one.page_rows = PAGE_ROWS;
            view *v = NULL;
            double from = bench_wall_s(), cpu_from = bench_cpu_s();
            must(pages[p].view(&v, &one, &g, &err));
            t[i] = (bench_wall_s() - from) * 1000;
            s[i] = (bench_cpu_s() - cpu_from) * 1000;
            arena_free(&a);
        }
        wall[p] = bench_median(t, TIMES);
        cpu[p] = bench_median(s, TIMES);
    }
}

static double check_us(void)
{
    arena a = {0};
    ledger_key key;
    uint8_t bytes[300] = {1}, sig[LEDGER_SIG_BYTES];
    must(key_new(&key, &a, NULL, &err));
    must(key_sign(sig, &key, bytes, sizeof bytes, NULL));
    double t = bench_cpu_s();
    for (int i = 0; i < 4000; i++)
        if (!key_check(&key.pub, sig, bytes, sizeof bytes))
            exit(1);
    arena_free(&a);
    return (bench_cpu_s() - t) / 4000 * 1e6;
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : COUNT;
    char dir[] = "/tmp/aktsom-million-XXXXXX", in[160];
    if (!mkdtemp(dir))
        return 1;
    snprintf(in, sizeof in, "%s/in", dir);
    must(fs_mkdirs(in, 0700, &err));
    write_files(dir, count);
    workspace_new o = {.name = "Bench", .party = "local:party/own", .now = NOW};
    char home[160];
    snprintf(home, sizeof home, "%s/ws", dir);
    must(workspace_init(home, &o, &err));
    arena a = {0};
    workspace *ws = NULL;
    ctx c = {0};
    must(workspace_open(&ws, &a, home, WORKSPACE_WRITE, NULL, &err));
    must(workspace_ctx(&c, &a, ws, &(ctx_wish){.lang = LANG_EN, .now = NOW, .reach = AUDIENCE_CASE}, &err));

    double from = bench_wall_s(), cpu = bench_cpu_s();
    size_t n = import(&c, dir);
    double import_s = bench_wall_s() - from, import_cpu_s = bench_cpu_s() - cpu;
    double wall[PAGES], page_cpu[PAGES];
    pages_ms(wall, page_cpu, &c);
    from = bench_wall_s();
    cpu = bench_cpu_s();
    must(workspace_rebuild(ws, NULL, &err));
    double rebuild_s = bench_wall_s() - from, rebuild_cpu_s = bench_cpu_s() - cpu;
    fprintf(stderr, "rebuilt %.1f s, %.0f MiB\n", rebuild_s, peak_mib());
    double before_verify = peak_mib();
    from = bench_wall_s();
    cpu = bench_cpu_s();
    verify_report found = {0};
    arena v = {0};
    must(ledger_verify(&found, &v, home, &(verify_options){0}, &err));
    double verify_s = bench_wall_s() - from, verify_cpu_s = bench_cpu_s() - cpu;
    printf(
        "{\"name\":\"million\",\"statements\":%zu,\"import_s\":%.2f,\"import_cpu_s\":%.2f,\"rebuild_s\":%.2f,"
        "\"rebuild_cpu_s\":%.2f,\"verify_s\":%.2f,\"verify_cpu_s\":%.2f,\"verified\":%s,"
        "\"peak_mib\":%.0f,\"peak_with_verify_mib\":%.0f,\n",
        n, import_s, import_cpu_s, rebuild_s, rebuild_cpu_s, verify_s, verify_cpu_s,
        found.ok ? "true" : "false", before_verify, peak_mib());
    for (size_t p = 0; p < PAGES; p++)
        printf(" \"%s_ms\":%.1f,\"%s_cpu_ms\":%.1f,", pages[p].name, wall[p], pages[p].name, page_cpu[p]);
    double load[3] = {0};
    double check = check_us(), control = control_s(dir, n);
    if (getloadavg(load, 3) < 1)
        load[0] = -1;
    printf("\n \"control_check_us\":%.1f,\"control_sqlite_s\":%.2f,\"load\":%.1f,\"bar_import_s\":60,"
           "\"bar_rebuild_s\":25,\"bar_verify_s\":40,\"bar_page_ms\":50,\"bar_peak_mib\":1024}\n",
           check, control, load[0]);
    arena_free(&v);
    arena_free(&a);
    must(fs_remove_tree(dir, &err));
    return 0;
}
