/* suppliers_bench.c -- the ranked list of 3,000 suppliers and of 200,000, judged anew and as a page.
 *
 * Every supplier has a country, an industry and a line of the ledger with a CPV code, drawn from as many
 * countries and codes as the tables have.  Control, in the same run: the same rows read from the state and
 * sorted by one number, with nothing judged.  The first argument is another count for the large list.
 */
#include "bench.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/country.h"
#include "base/fs.h"
#include "base/message.h"
#include "base/render.h"
#include "base/rng.h"
#include "exchange/import.h"
#include "record/commit.h"
#include "record/workspace.h"
#include "risk/ranked_view.h"
#include "risk/risk_view.h"

#define SMALL 3000
#define LARGE 200000
#define NOW   "2026-11-21T12:00:00Z"

static ak_err err;

static void must(ak_code code)
{
    arena a = {0};
    if (code != AK_OK) {
        fprintf(stderr, "suppliers_bench: %s\n", err.rule ? message_err(&a, LANG_EN, &err) : "?");
        exit(1);
    }
}

static void write_files(const char *dir, size_t count)
{
    static const char *const nace[] = {"14.13", "26.11", "81.21", "01.25", "62.01",
                                       "31.01", "49.41", "15.20", "27.20", "41.20"};
    static const char *const cpv[] = {"18100000", "30200000", "90910000", "15860000", "72000000",
                                      "39100000", "60100000", "18800000", "31400000", "45000000"};
    char path[160];
    snprintf(path, sizeof path, "%s/in/parties.csv", dir);
    FILE *f = fopen(path, "w");
    fprintf(f, "id;name;country;nace\n");
    for (size_t i = 0; i < count; i++)
        fprintf(f, "s%zu;Supplier %zu;%s;%s\n", i, i, countries[rng_below(countries_n, 1, i, 0)].iso2,
                nace[rng_below(10, 1, i, 1)]);
    fclose(f);
    snprintf(path, sizeof path, "%s/in/quantities.csv", dir);
    f = fopen(path, "w");
    fprintf(f, "about;kind of quantity;cpv;period start;amount\n");
    for (size_t i = 0; i < count; i++)
        fprintf(f, "s%zu;spend;%s;2026;%d.00 NOK\n", i, cpv[rng_below(10, 1, i, 2)],
                (int)(1000 + rng_below(9000000, 1, i, 3)));
    fclose(f);
}

static void import(ctx *c, const char *dir)
{
    arena a = {0};
    plan *p = plan_new(&a);
    import_file *files = NULL;
    size_t n = 0;
    commit_result done = {0};
    char path[160];
    snprintf(path, sizeof path, "%s/in", dir);
    must(import_find(&files, &n, &a, path, &err));
    must(import_read(p, files, n, LANG_EN, NULL, &err));
    must(plan_check(p, c, NULL, &err));
    if (p->faults.n) {
        fprintf(stderr, "suppliers_bench: %s\n", message_fault(&a, LANG_EN, &p->faults.rows[0]));
        exit(1);
    }
    must(plan_commit(&done, c, p, NULL, &err));
    arena_free(&a);
}

static int by_amount(const void *a, const void *b)
{
    const risk_spend_row *x = a;
    const risk_spend_row *y = b;
    return (x->amount_minor < y->amount_minor) - (x->amount_minor > y->amount_minor);
}

/* What passed, and what this process had of a processor: on a busy machine they differ. */
typedef struct clocks {
    double wall_s, cpu_s;
} clocks;

typedef struct numbers {
    size_t rows;
    clocks judged, page, control;
} numbers;

static clocks since(double wall_s, double cpu_s)
{
    return (clocks){bench_wall_s() - wall_s, bench_cpu_s() - cpu_s};
}

static clocks median_of(const clocks *x, size_t n)
{
    double wall[16], cpu[16];
    for (size_t i = 0; i < n; i++) {
        wall[i] = x[i].wall_s;
        cpu[i] = x[i].cpu_s;
    }
    return (clocks){bench_median(wall, n), bench_median(cpu, n)};
}

static clocks control(const ctx *from)
{
    arena a = {0};
    ctx c = *from;
    c.a = &a;
    double wall_s = bench_wall_s(), cpu_s = bench_cpu_s();
    risk_parties_row *parties = NULL;
    risk_spend_row *spend = NULL;
    size_t n = 0;
    must(risk_parties_all(&parties, &n, &a, c.db, &c.scope, &err));
    must(risk_spend_all(&spend, &n, &a, c.db, &c.scope, &err));
    qsort(spend, n, sizeof *spend, by_amount);
    clocks t = since(wall_s, cpu_s);
    arena_free(&a);
    return t;
}

/* Everything read and judged from nothing: as after any change. */
static clocks judged(const ctx *from, size_t *rows)
{
    arena a = {0};
    ctx c = *from;
    c.a = &a;
    ranked *r = NULL;
    double wall_s = bench_wall_s(), cpu_s = bench_cpu_s();
    must(ranked_load(&r, &c, &err));
    clocks t = since(wall_s, cpu_s);
    *rows = r->n;
    arena_free(&a);
    return t;
}

/* The value of the page, and the table that it shows as HTML. */
static clocks page(const ctx *from)
{
    arena a = {0};
    ctx c = *from;
    c.a = &a;
    view *v = NULL;
    render_page shown = {LANG_NB, "risk", ""};
    render_sink out = render_sink_buf(&a);
    double wall_s = bench_wall_s(), cpu_s = bench_cpu_s();
    must(risk_view(&v, &c, &(args){0}, &err));
    must(render_html_block(&out, view_get(v, "ranked"), "ranked", "", 2, &shown, &err));
    clocks t = since(wall_s, cpu_s);
    arena_free(&a);
    return t;
}

static numbers measure(size_t count, size_t times)
{
    char dir[] = "/tmp/aktsom-suppliers-XXXXXX", path[160];
    if (!mkdtemp(dir))
        exit(1);
    snprintf(path, sizeof path, "%s/in", dir);
    must(fs_mkdirs(path, 0700, &err));
    write_files(dir, count);
    snprintf(path, sizeof path, "%s/ws", dir);
    workspace_new o = {.name = "Bench", .party = "local:party/own", .now = NOW};
    must(workspace_init(path, &o, &err));
    arena a = {0};
    workspace *ws = NULL;
    ctx c = {0};
    must(workspace_open(&ws, &a, path, WORKSPACE_WRITE, NULL, &err));
    must(workspace_ctx(&c, &a, ws, &(ctx_wish){.lang = LANG_EN, .now = NOW, .reach = AUDIENCE_CASE}, &err));
    import(&c, dir);
    numbers n = {0};
    clocks anew[16], shown[16], bare[16];
    (void)control(&c);
    for (size_t i = 0; i < times; i++) {
        anew[i] = judged(&c, &n.rows);
        shown[i] = page(&c);
        bare[i] = control(&c);
    }
    n.judged = median_of(anew, times);
    n.page = median_of(shown, times);
    n.control = median_of(bare, times);
    arena_free(&a);
    must(fs_remove_tree(dir, &err));
    return n;
}

int main(int argc, char **argv)
{
    numbers s = measure(SMALL, 11);
    numbers l = measure(argc > 1 ? strtoul(argv[1], NULL, 10) : LARGE, 3);
    printf(
        "{\"small_rows\":%zu,\"small_judged_ms\":%.1f,\"small_judged_cpu_ms\":%.1f,\"small_page_ms\":%.1f,"
        "\"small_page_cpu_ms\":%.1f,\"control_read_and_sort_ms\":%.1f,\"control_read_and_sort_cpu_ms\":%.1f,",
        s.rows, s.judged.wall_s * 1000, s.judged.cpu_s * 1000, s.page.wall_s * 1000, s.page.cpu_s * 1000,
        s.control.wall_s * 1000, s.control.cpu_s * 1000);
    printf("\"large_rows\":%zu,\"large_judged_s\":%.2f,\"large_judged_cpu_s\":%.2f,\"large_page_s\":%.2f,"
           "\"large_page_cpu_s\":%.2f,\"large_control_read_and_sort_s\":%.2f,"
           "\"large_control_read_and_sort_cpu_s\":%.2f}\n",
           l.rows, l.judged.wall_s, l.judged.cpu_s, l.page.wall_s, l.page.cpu_s, l.control.wall_s,
           l.control.cpu_s);
    return 0;
}
