/* import_bench.c -- rows of a CSV on their way into the record, beside a bare CSV reader on the same bytes.
 *
 * Steps of one file: bare reader (control), rows with their fields found, rows kept in a plan, and all of it:
 * checked, signed, committed, applied, durable.  Seconds that passed; the middle of alternating runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/fs.h"
#include "base/message.h"
#include "bench.h"
#include "exchange/format.h"
#include "exchange/import.h"
#include "record/commit.h"
#include "record/workspace.h"

#define NOW  "2026-11-21T12:00:00Z"
#define RUNS 3

static void must(ak_code code, const ak_err *err)
{
    arena a = {0};
    if (code == AK_OK)
        return;
    fprintf(stderr, "import_bench: %s\n", message_err(&a, LANG_EN, err));
    exit(1);
}

/* Standing links of supply: eight columns, as a supplier would send them. */
static str rows(arena *a, size_t n)
{
    buf b = buf_new(a, (size_t)1 << 31);
    buf_add_c(&b, "helhet;del;hvor;masse (kg);antall;den;bevis;kilde;kildeår\r\n");
    for (size_t i = 0; i < n; i++)
        buf_printf(&b,
                   "local:product/p-%zu;local:material/m-%zu;plass "
                   "%zu;%zu,%02zu;%zu;2025-%02zu-%02zu;egenerklært;Stykkliste %zu;2025\r\n",
                   i % 5000, i % 40, i / 5000, i % 900, i % 100, i % 50, i % 12 + 1, i % 28 + 1, i % 300);
    return buf_str(&b);
}

static double bare_s(str text, size_t *n)
{
    arena a = {0};
    ak_err err = {0};
    csv_reader *r;
    const csv_row *row;
    double start = bench_wall_s();
    must(csv_open(&r, &a, text, NULL, NULL, &err), &err);
    for (*n = 0;; ++*n) {
        must(csv_next(r, &row, &err), &err);
        if (!row)
            break;
    }
    double s = bench_wall_s() - start;
    arena_free(&a);
    return s;
}

static ak_code drop(void *payload, const read_row *row, ak_err *err)
{
    (void)err;
    *(size_t *)payload += row->n > 0;
    return AK_OK;
}

typedef struct dropping {
    intake *in;
    size_t n;
} dropping;

static ak_code drop_table(void *payload, const table *t, ak_err *err)
{
    dropping *d = payload;
    table_told told;
    return table_read(&told, d->in->p->a, d->in->words, t, &d->in->p->faults, (row_sink){drop, &d->n}, err);
}

static double fields_s(const char *path)
{
    arena a = {0};
    ak_err err = {0};
    plan *p = plan_new(&a);
    double start = bench_wall_s();
    intake in = {.p = p,
                 .words = heads_new(&a),
                 .lang = LANG_EN,
                 .file = "composition.csv",
                 .path = path,
                 .told = plan_add_file(p)};
    must(intake_open(&in, &err), &err);
    dropping d = {&in, 0};
    must(csv_tables(&in, (table_visit){drop_table, &d}, &err), &err);
    double s = bench_wall_s() - start;
    arena_free(&a);
    return s;
}

static double plan_s(const char *path)
{
    arena a = {0};
    ak_err err = {0};
    plan *p = plan_new(&a);
    double start = bench_wall_s();
    must(import_read(p, &(import_file){"composition.csv", path}, 1, LANG_EN, NULL, &err), &err);
    double s = bench_wall_s() - start;
    arena_free(&a);
    return s;
}

/* The whole way, into a new workspace. */
static long peak_mib(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_maxrss / 1024;
}

typedef struct peaks {
    long plan, check, commit;
} peaks;

static double whole_s(peaks *out, const char *dir, const char *path, size_t expected)
{
    arena a = {0};
    ak_err err = {0};
    workspace *ws;
    ctx c;
    const char *home = arena_printf(&a, "%s/ws", dir);
    must(
        workspace_init(home, &(workspace_new){.name = "Bench", .party = "local:party/own", .now = NOW}, &err),
        &err);
    must(workspace_open(&ws, &a, home, WORKSPACE_WRITE, NULL, &err), &err);
    must(workspace_ctx(&c, &a, ws, &(ctx_wish){.lang = LANG_EN, .now = NOW, .reach = AUDIENCE_CASE}, &err),
         &err);
    plan *p = plan_new(&a);
    commit_result done;
    double start = bench_wall_s();
    must(import_read(p, &(import_file){"composition.csv", path}, 1, LANG_EN, NULL, &err), &err);
    out->plan = peak_mib();
    must(plan_check(p, &c, NULL, &err), &err);
    out->check = peak_mib();
    if (p->faults.n) {
        fprintf(stderr, "import_bench: %s\n", message_fault(&a, LANG_EN, &p->faults.rows[0]));
        exit(1);
    }
    must(plan_commit(&done, &c, p, NULL, &err), &err);
    double s = bench_wall_s() - start;
    out->commit = peak_mib();
    expected++; /* the file says one of itself: its digest */
    if (done.count != expected) {
        fprintf(stderr, "import_bench: %zu statements, not %zu\n", (size_t)done.count, expected);
        exit(1);
    }
    arena_free(&a);
    return s;
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    arena a = {0};
    ak_err err = {0};
    char dir[] = "/tmp/aktsom-bench-XXXXXX";
    if (!mkdtemp(dir))
        return 1;
    str text = rows(&a, n);
    const char *path = arena_printf(&a, "%s/composition.csv", dir);
    must(fs_write(path, text, 0600, &err), &err);
    double bare[RUNS], fields[RUNS], planned[RUNS];
    size_t seen = 0;
    for (size_t i = 0; i < RUNS; i++) {
        bare[i] = bare_s(text, &seen);
        fields[i] = fields_s(path);
        planned[i] = plan_s(path);
    }
    peaks peak;
    double whole = whole_s(&peak, dir, path, n);
    must(fs_remove_tree(dir, &err), &err);
    double bare_mid = bench_median(bare, RUNS), fields_mid = bench_median(fields, RUNS),
           plan_mid = bench_median(planned, RUNS);
    printf("{\"name\":\"import\",\"rows\":%zu,\"bytes\":%zu,\"bare_csv_rows_per_s\":%.0f,\"fields_rows_per_"
           "s\":%.0f,"
           "\"plan_rows_per_s\":%.0f,\"committed_rows_per_s\":%.0f,\"fields_of_bare\":%.3f,\"plan_of_bare\":%"
           ".3f,"
           "\"committed_of_bare\":%.4f,\"peak_mib\":{\"plan\":%ld,\"check\":%ld,\"commit\":%ld}}\n",
           n, text.n, (double)seen / bare_mid, (double)n / fields_mid, (double)n / plan_mid,
           (double)n / whole, bare_mid / fields_mid, bare_mid / plan_mid, bare_mid / whole, peak.plan,
           peak.check, peak.commit);
    arena_free(&a);
    return 0;
}
