/* table_fuzz.c -- any bytes as a table: headers, dialect, rows; whatever they are, only faults come of them. */
#include <stdlib.h>

#include "base/csv.h"
#include "exchange/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

typedef struct rows_in {
    csv_reader *reader;
    arena *a;
    table_row row;
} rows_in;

static ak_code next_row(void *payload, const table_row **row, ak_err *err)
{
    rows_in *r = payload;
    const csv_row *in;
    *row = NULL;
    AK_TRY(csv_next(r->reader, &in, err));
    if (!in)
        return AK_OK;
    table_cell *cells = ARENA_NEWS(r->a, table_cell, in->n + 1);
    for (size_t i = 0; i < in->n; i++) /* kinds as a workbook would have them */
        cells[i] = (table_cell){in->cells[i].text,
                                (table_kind)(in->cells[i].text.n % 7 == 6 ? TABLE_FORMULA : TABLE_TEXT)};
    r->row = (table_row){in->row, in->n, cells};
    *row = &r->row;
    return AK_OK;
}

static ak_code take_row(void *payload, const read_row *row, ak_err *err)
{
    (void)payload;
    (void)err;
    if (row->family < 0 || (size_t)row->family >= families_n)
        abort();
    for (size_t i = 0; i < row->n; i++) {
        const field *f = heads_field(row->family, row->cells[i].field);
        if (!f || row->cells[i].line < 0 || (row->cells[i].line > 0 && f->parent < 0))
            abort();
    }
    return AK_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static arena forever;
    static heads *words;
    if (!words)
        words = heads_new(&forever);
    arena a = {0};
    rows_in in = {.a = &a};
    if (csv_open(&in.reader, &a, (str){(const char *)data, n}, NULL, NULL, NULL) == AK_OK) {
        const table t = {
            .file = "f.csv", .sheet = "", .names = {STR("data"), STR("")},
                    .next = next_row, .payload = &in
        };
        fault_list faults = fault_list_new(&a);
        table_told told;
        if (table_read(&told, &a, words, &t, &faults, (row_sink){take_row, NULL}, NULL) != AK_OK)
            abort();
    }
    arena_free(&a);
    return 0;
}
