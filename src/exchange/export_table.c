/* export_table.c -- families as CSV and as sheets of a workbook. */
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "base/xlsx.h"
#include "exchange/export_columns.h"

/* ---- CSV ---- */

typedef struct csv_out {
    FILE *file;
    const export_columns *columns;
    char separator;
} csv_out;

static ak_code write_row(const csv_out *out, arena *a, const csv_value *values, size_t n, ak_err *err)
{
    buf text = buf_new(a, 0);
    csv_write_row(&text, values, n, out->separator);
    AK_TRY(buf_done(&text, err));
    if (fwrite(text.p, 1, text.n, out->file) != text.n)
        return ak_fail_errno(err, "write", "export");
    return AK_OK;
}

static ak_code csv_item(void *payload, const export_item *item, ak_err *err)
{
    csv_out *out = payload;
    arena scratch = {0};
    size_t n = out->columns->n;
    csv_value *values = ARENA_NEWS(&scratch, csv_value, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        export_kind kind;
        const char *text = export_cell(&scratch, out->columns, &out->columns->rows[i], item, &kind);
        if (kind == EXPORT_NUMBER)
            text = export_localise(&scratch, out->columns, text);
        bool literal_dash = strcmp(text, "'-") == 0; /* is read as a dash as it stands */
        values[i] = (csv_value){str_of(text), kind == EXPORT_WORDS && !literal_dash};
    }
    ak_code code = write_row(out, &scratch, values, n, err);
    arena_free(&scratch);
    return code;
}

ak_code export_csv(FILE *file, ctx *c, const heads *h, int family_index, const export_wish *wish, ak_err *err)
{
    arena a = {0};
    export_columns columns;
    ak_code code = export_columns_find(&columns, &a, c, h, family_index, wish, err);
    if (code == AK_OK && columns.n) {
        csv_out out = {file, &columns, columns.decimal_comma ? ';' : ','};
        csv_value *head = ARENA_NEWS(&a, csv_value, columns.n);
        for (size_t i = 0; i < columns.n; i++)
            head[i] = (csv_value){str_of(columns.rows[i].head), true};
        code = write_row(&out, &a, head, columns.n, err);
        if (code == AK_OK)
            code = export_each(c, family_index, wish->subject, (export_visit){csv_item, &out}, err);
    }
    arena_free(&a);
    return code;
}

/* ---- XLSX ---- */

typedef struct sheet_out {
    xlsx_writer *w;
    const export_columns *columns;
    int64_t row;
} sheet_out;

static ak_code put_cell(const sheet_out *out, size_t column, str text, export_kind kind, ak_err *err)
{
    switch (kind) {
    case EXPORT_NUMBER:
        return xlsx_put_number(out->w, out->row, column, text, XLSX_PLAIN, err);
    case EXPORT_DATE:
        return xlsx_put_date(out->w, out->row, column, text, XLSX_PLAIN, err);
    case EXPORT_WORDS:
        break;
    }
    return xlsx_put_text(out->w, out->row, column, text, XLSX_PLAIN, err);
}

static ak_code sheet_item(void *payload, const export_item *item, ak_err *err)
{
    sheet_out *out = payload;
    arena scratch = {0};
    ak_code code = AK_OK;
    out->row++;
    for (size_t i = 0; i < out->columns->n && code == AK_OK; i++) {
        export_kind kind;
        const char *text = export_cell(&scratch, out->columns, &out->columns->rows[i], item, &kind);
        if (*text)
            code = put_cell(out, i + 1, str_of(text), kind, err);
    }
    arena_free(&scratch);
    return code;
}

const char *export_sheet_name(arena *a, int family_index, const export_wish *wish)
{
    const family *f = &families[family_index];
    str words = str_of(f->heads[wish->lang]);
    str one = str_cut(&words, '|');
    return wish->by_name || !one.n || str_is(one, "-") ? f->name : str_c(a, one);
}

static ak_code put_family(xlsx_writer *w, arena *a, ctx *c, const heads *h, int family_index,
                          const export_wish *wish, ak_err *err)
{
    export_columns columns;
    AK_TRY(export_columns_find(&columns, a, c, h, family_index, wish, err));
    if (columns.n == 0)
        return AK_OK;
    AK_TRY(xlsx_put_sheet(w, export_sheet_name(a, family_index, wish), err));
    xlsx_column *heads_row = ARENA_NEWS(a, xlsx_column, columns.n);
    for (size_t i = 0; i < columns.n; i++)
        heads_row[i] = (xlsx_column){.head = columns.rows[i].head};
    AK_TRY(xlsx_put_columns(w, heads_row, columns.n, err));
    sheet_out out = {w, &columns, 1};
    return export_each(c, family_index, wish->subject, (export_visit){sheet_item, &out}, err);
}

ak_code export_xlsx(str *bytes, arena *a, ctx *c, const heads *h, const export_wish *wish, ak_err *err)
{
    int64_t now_s;
    xlsx_writer *w;
    AK_TRY(moment_read(&now_s, str_of(c->now), err));
    AK_TRY(xlsx_writer_open(&w, a, now_s, err));
    for (int f = 0; f < (int)families_n; f++)
        if (wish->family == f || (wish->family < 0 && export_is_table(f)))
            AK_TRY(put_family(w, a, c, h, f, wish, err));
    return xlsx_writer_done(w, bytes, err);
}
