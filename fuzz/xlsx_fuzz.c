/* xlsx_fuzz.c -- any bytes as a workbook: every sheet is read to its end or to its fault. */
#include "base/xlsx.h"
#include "fuzz.h"

static void read_sheet(arena *a, xlsx_book *book, size_t sheet)
{
    xlsx_rows *rows = NULL;
    const xlsx_row *row = NULL;
    int64_t before = 0;
    if (xlsx_rows_open(&rows, a, book, sheet, NULL) != AK_OK)
        return;
    while (xlsx_next(rows, &row, NULL) == AK_OK && row) {
        MUST(row->row > before && row->n >= 1 && row->n <= 50);
        before = row->row;
        for (size_t i = 0; i < row->n; i++)
            MUST(str_utf8_ok(row->cells[i].text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const xlsx_limits limits = {
        .zip = {.entries_max = 100, .bytes_max = (size_t)8 << 20},
        .columns_max = 50,
        .cells_max = 20000,
        .cell_bytes_max = 4000,
    };
    arena a = {.limit_bytes = (size_t)64 << 20};
    xlsx_book *book = NULL;
    if (xlsx_open(&book, &a, (str){(const char *)data, size}, &limits, NULL) == AK_OK) {
        size_t n = 0;
        (void)xlsx_sheets(book, &n);
        for (size_t i = 0; i < n && i < 10; i++)
            read_sheet(&a, book, i);
    }
    arena_free(&a);
    return 0;
}
