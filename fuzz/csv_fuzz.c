/* csv_fuzz.c -- what the CSV reader gives is UTF-8, and comes back from what the writer makes of it. */
#include "base/csv.h"
#include "fuzz.h"

typedef struct copy {
    arena *a;
    buf out;
    size_t rows;
} copy;

static void write_row(copy *c, const csv_row *row)
{
    csv_value *values = ARENA_NEWS(c->a, csv_value, row->n);
    for (size_t i = 0; i < row->n; i++) {
        MUST(str_utf8_ok(row->cells[i].text));
        values[i] = (csv_value){row->cells[i].text, true};
    }
    csv_write_row(&c->out, values, row->n, ';');
    c->rows++;
}

/* Reads the input row by row beside what was written from it. */
static void same_again(const copy *c, str in, const csv_limits *limits)
{
    csv_dialect d = {.separator = ';', .encoding = CSV_UTF8};
    csv_reader *r = NULL;
    csv_reader *first = NULL;
    MUST(csv_open(&r, c->a, buf_str(&c->out), &d, limits, NULL) == AK_OK);
    MUST(csv_open(&first, c->a, in, NULL, limits, NULL) == AK_OK);
    for (size_t n = 0; n < c->rows;) {
        const csv_row *row = NULL;
        const csv_row *again = NULL;
        ak_code code = csv_next(first, &row, NULL);
        MUST(code == AK_OK || code == AK_E_INPUT || code == AK_E_LIMIT);
        if (code != AK_OK)
            continue;
        n++;
        MUST(row && csv_next(r, &again, NULL) == AK_OK && again && again->n == row->n);
        for (size_t i = 0; i < row->n; i++)
            MUST(str_eq(row->cells[i].text, again->cells[i].text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    str in = {(const char *)data, size};
    csv_limits limits = {.row_bytes_max = 4096, .columns_max = 64, .rows_max = 2000};
    csv_limits wider = {.row_bytes_max = 65536, .columns_max = 64, .rows_max = 2000};
    csv_reader *r = NULL;
    copy c = {.a = &a, .out = buf_new(&a, 0)};
    if (csv_open(&r, &a, in, NULL, &limits, NULL) == AK_OK) {
        int64_t before = 0;
        for (int broken = 0; broken < 100;) {
            const csv_row *row = NULL;
            ak_err err = {0};
            ak_code code = csv_next(r, &row, &err);
            broken += code != AK_OK;
            if (code == AK_OK && !row)
                break;
            if (code != AK_OK)
                continue;
            MUST(row->row > before && row->n >= 1 && row->n <= limits.columns_max);
            before = row->row;
            write_row(&c, row);
        }
        bool separator_line = str_starts(buf_str(&c.out), "sep="); /* would be read as Excel's line */
        if (!c.out.over && !separator_line) {
            limits = wider;
            same_again(&c, in, &limits);
        }
    }
    arena_free(&a);
    return 0;
}
