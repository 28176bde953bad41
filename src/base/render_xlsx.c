/* render_xlsx.c -- every table of a value as a sheet of one workbook: raw, a value a cell. */
#include "base/render.h"

#include <string.h>

#include "base/xlsx.h"

#define SHEETS_MOST  100
#define XLSX_EPOCH_S INT64_C(315532800) /* 1980-01-01: the same value gives the same bytes at any time */

typedef struct xlsx_out {
    arena *a;
    xlsx_writer *w;
    language lang;
    const char *names[SHEETS_MOST];
    size_t sheets;
    int64_t row;
} xlsx_out;

static ak_code xlsx_put_words(xlsx_out *x, size_t column, const view *v, arena *scratch, ak_err *err)
{
    buf text = buf_new(scratch, 0);
    view_kind kind = view_kind_of(v);
    if (kind == VIEW_MONEY)
        buf_printf(&text, "%s %s", view_as_text(v), view_unit(v));
    else if (kind == VIEW_TEXT || kind == VIEW_WORD || kind == VIEW_REF)
        buf_add_c(&text, view_as_text(v));
    else
        AK_TRY(render_plain(&text, v, x->lang, err));
    return xlsx_put_text(x->w, x->row, column, buf_str(&text), XLSX_PLAIN, err);
}

static ak_code xlsx_cell_put(xlsx_out *x, size_t column, const view *v, arena *scratch, ak_err *err)
{
    AK_TRY(view_check(v, err));
    switch (view_kind_of(v)) {
    case VIEW_NULL:
        return AK_OK;
    case VIEW_BOOL:
        return xlsx_put_bool(x->w, x->row, column, view_as_int(v) != 0, XLSX_PLAIN, err);
    case VIEW_INT:
        return xlsx_put_number(x->w, x->row, column, str_of(ak_arg_int(view_as_int(v))), XLSX_PLAIN, err);
    case VIEW_DECIMAL:
    case VIEW_NUMBER:
    case VIEW_SHARE:
        return xlsx_put_number(x->w, x->row, column, str_of(view_as_text(v)), XLSX_PLAIN, err);
    case VIEW_DATE:
        return xlsx_put_date(x->w, x->row, column, str_of(view_as_text(v)), XLSX_PLAIN, err);
    default:
        return xlsx_put_words(x, column, v, scratch, err);
    }
}

static ak_code xlsx_view_row(void *payload, view *const *cells, size_t n, ak_err *err)
{
    xlsx_out *x = payload;
    arena scratch = {0};
    ak_code code = AK_OK;
    x->row++;
    for (size_t i = 0; i < n && code == AK_OK; i++)
        code = xlsx_cell_put(x, i + 1, cells[i], &scratch, err);
    arena_free(&scratch);
    return code;
}

/* Names of sheets are at most 31 signs and differ in more than case: a second one of a name gets a number. */
static const char *sheet_name(xlsx_out *x, const char *wanted)
{
    const char *name = arena_printf(x->a, "%.28s", *wanted ? wanted : "table");
    int again = 1;
    for (size_t i = 0; i < x->sheets; i++) {
        if (strcasecmp(x->names[i], name) == 0) {
            name = arena_printf(x->a, "%.25s %d", *wanted ? wanted : "table", ++again);
            i = (size_t)-1;
        }
    }
    return name;
}

static ak_code sheet(xlsx_out *x, const view *table, const char *wanted, ak_err *err)
{
    if (x->sheets == SHEETS_MOST)
        return ak_fail(err, &VIEW_007, ak_arg_int(SHEETS_MOST));
    size_t n = 0;
    const view_column *columns = view_columns(table, &n);
    const char *name = sheet_name(x, wanted);
    x->names[x->sheets++] = name;
    AK_TRY(xlsx_put_sheet(x->w, name, err));
    xlsx_column *heads = ARENA_NEWS(x->a, xlsx_column, n);
    for (size_t i = 0; i < n; i++) {
        bool words = columns[i].label && *columns[i].label;
        heads[i] =
            (xlsx_column){.head = columns[i].key, .note = words ? tr(x->lang, columns[i].label) : NULL};
    }
    AK_TRY(xlsx_put_columns(x->w, heads, n, err));
    x->row = 1;
    return view_each_row(table, xlsx_view_row, x, err);
}

static ak_code sheets_in(xlsx_out *x, const view *v, const char *key, int depth, ak_err *err)
{
    if (depth > 16)
        return AK_OK;
    view_kind kind = view_kind_of(v);
    if (kind == VIEW_TABLE)
        return sheet(x, v, key, err);
    if (kind == VIEW_FIGURE)
        return sheet(x, view_figure_table(v), key, err);
    if (kind != VIEW_MAP && kind != VIEW_LIST)
        return AK_OK;
    for (size_t i = 0; i < view_count(v); i++) {
        const char *name = kind == VIEW_MAP ? view_key_at(v, i) : key;
        AK_TRY(sheets_in(x, view_at(v, i), name, depth + 1, err));
    }
    return AK_OK;
}

/* A value without a table: what it has, as key and value. */
static ak_code values_sheet(xlsx_out *x, const view *v, ak_err *err)
{
    static const view_column columns[] = {
        {"key",   N_("Key"),   VIEW_TEXT, ""},
        {"value", N_("Value"), VIEW_TEXT, ""},
    };
    view *table = view_table(x->a, columns, 2);
    AK_TRY(sheet(x, table, "values", err));
    for (size_t i = 0; view_kind_of(v) == VIEW_MAP && i < view_count(v); i++) {
        view *cells[] = {view_text_c(x->a, view_key_at(v, i)), NULL};
        AK_TRY(xlsx_view_row(x, cells, 2, err));
        arena scratch = {0};
        ak_code code = xlsx_cell_put(x, 2, view_at(v, i), &scratch, err);
        arena_free(&scratch);
        AK_TRY(code);
    }
    return AK_OK;
}

static ak_code workbook(render_sink *sink, const view *v, language lang, arena *a, ak_err *err)
{
    xlsx_out x = {.a = a, .lang = lang};
    AK_TRY(xlsx_writer_open(&x.w, a, XLSX_EPOCH_S, err));
    AK_TRY(sheets_in(&x, v, "", 0, err));
    if (x.sheets == 0)
        AK_TRY(values_sheet(&x, v, err));
    str bytes;
    AK_TRY(xlsx_writer_done(x.w, &bytes, err));
    buf_add_str(&sink->out, bytes);
    return render_end(sink, err);
}

ak_code render_xlsx(render_sink *sink, const view *v, language lang, ak_err *err)
{
    arena a = {0};
    ak_code code = workbook(sink, v, lang, &a, err);
    arena_free(&a);
    return code;
}
