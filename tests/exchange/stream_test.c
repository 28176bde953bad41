/* stream_test.c -- a table of a million rows is read in the memory of a small one. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "exchange/format.h"

#define ROWS 1000000

typedef struct counting {
    intake *in;
    size_t rows;
    size_t cells;
} counting;

static ak_code count_row(void *payload, const read_row *row, ak_err *err)
{
    (void)err;
    counting *c = payload;
    c->rows++;
    c->cells += row->n;
    return AK_OK;
}

static ak_code read_table(void *payload, const table *t, ak_err *err)
{
    counting *c = payload;
    table_told told;
    return table_read(&told, c->in->p->a, c->in->words, t, &c->in->p->faults, (row_sink){count_row, c}, err);
}

static int64_t peak_bytes(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (int64_t)use.ru_maxrss * 1024;
}

static void a_million_rows_cost_the_file_and_one_row(void **state)
{
    (void)state;
    char path[] = "/tmp/aktsom-stream-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "wb");
    fputs("helhet;del;masse (kg);antall\n", f);
    for (int i = 0; i < ROWS; i++)
        fprintf(f, "buss-%d;pakke-%d;%d,5;8\n", i % 1000, i, i % 300);
    fclose(f);

    arena a = {0};
    plan *p = plan_new(&a);
    intake in = {.p = p,
                 .words = heads_new(&a),
                 .lang = LANG_EN,
                 .file = path,
                 .path = path,
                 .told = plan_add_file(p)};
    ak_err err = {0};
    assert_int_equal(intake_open(&in, &err), AK_OK);
    counting c = {.in = &in};
    int64_t before = peak_bytes();
    assert_int_equal(csv_tables(&in, (table_visit){read_table, &c}, &err), AK_OK);
    int64_t grown = peak_bytes() - before - in.bytes;
    unlink(path);
    assert_int_equal(c.rows, ROWS);
    assert_int_equal(c.cells, 4 * (size_t)ROWS);
    assert_int_equal(p->faults.total, 0);
    if (grown > (int64_t)16 << 20)
        fail_msg("%lld MiB more than the file", (long long)(grown >> 20));
    arena_free(&a);
}

int main(void)
{
#ifdef __SANITIZE_ADDRESS__
    puts("1..0 # SKIP a sanitizer keeps freed memory: peak memory says nothing here");
    return 0;
#endif
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_million_rows_cost_the_file_and_one_row)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
