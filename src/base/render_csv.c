/* render_csv.c -- one table as CSV: raw, streamed, safe to open in a spreadsheet. */
#include "base/render.h"

#include "base/csv.h"
#include "base/render_parts.h"

typedef struct csv_out {
    render_sink *sink;
    language lang;
} csv_out;

static void csv_field(buf *out, str text, bool words)
{
    csv_put_cell(out, text, words, ',');
}

static ak_code csv_view_cell(csv_out *c, const view *v, ak_err *err)
{
    buf *out = &c->sink->out;
    AK_TRY(view_check(v, err));
    switch (view_kind_of(v)) {
    case VIEW_NULL:
        break;
    case VIEW_BOOL:
        buf_add_c(out, view_as_int(v) ? "true" : "false");
        break;
    case VIEW_INT:
        buf_add_c(out, ak_arg_int(view_as_int(v)));
        break;
    case VIEW_MONEY:
        buf_printf(out, "%s %s", view_as_text(v), view_unit(v));
        break;
    case VIEW_DECIMAL:
    case VIEW_NUMBER:
    case VIEW_SHARE:
    case VIEW_DATE:
        csv_field(out, str_of(view_as_text(v)), false);
        break;
    case VIEW_TEXT:
    case VIEW_WORD:
    case VIEW_REF:
        csv_field(out, str_of(view_as_text(v)), true);
        break;
    case VIEW_SAY:
    case VIEW_LIST:
    case VIEW_MAP:
    case VIEW_TABLE:
    case VIEW_FIGURE: {
        arena scratch = {0};
        buf text = buf_new(&scratch, 0);
        ak_code code = render_plain(&text, v, c->lang, err);
        if (code == AK_OK)
            csv_field(out, buf_str(&text), true);
        arena_free(&scratch);
        return code;
    }
    }
    return AK_OK;
}

static ak_code csv_view_row(void *payload, view *const *cells, size_t n, ak_err *err)
{
    csv_out *c = payload;
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(&c->sink->out, ',');
        AK_TRY(csv_view_cell(c, cells[i], err));
    }
    buf_add_c(&c->sink->out, "\r\n");
    return render_flush(c->sink, err);
}

static ak_code csv_table(render_sink *sink, const view *table, language lang, ak_err *err)
{
    csv_out c = {sink, lang};
    size_t n = 0;
    const view_column *columns = view_columns(table, &n);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(&sink->out, ',');
        csv_field(&sink->out, str_of(columns[i].key), true);
    }
    buf_add_c(&sink->out, "\r\n");
    AK_TRY(view_each_row(table, csv_view_row, &c, err));
    return render_end(sink, err);
}

ak_code render_csv(render_sink *sink, const view *v, const char *path, language lang, ak_err *err)
{
    const view *table = view_table_at(v, path);
    if (table)
        return csv_table(sink, table, lang, err);
    if (path && *path)
        return ak_fail(err, &VIEW_003, path);
    arena a = {0};
    ak_code code = csv_table(sink, render_values_table(&a, v), lang, err);
    arena_free(&a);
    return code;
}
