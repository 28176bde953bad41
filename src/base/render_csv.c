/* render_csv.c -- one table as CSV: raw, streamed, safe to open in a spreadsheet. */
#include "base/render.h"

#include <string.h>

typedef struct csv_out {
    render_sink *sink;
    language lang;
} csv_out;

/* A spreadsheet computes what begins like a formula; a leading ' makes it text.  Texts that begin with '
 * and a formula sign get one more, so that the reader, which takes one off, gives back every text. */
static bool wants_quote(str text)
{
    size_t i = 0;
    while (i < text.n && text.p[i] == '\'')
        i++;
    return i < text.n && memchr("=+-@\t\r", text.p[i], 6);
}

static void csv_field(buf *out, str text, bool words)
{
    bool formula = words && wants_quote(text);
    bool quoted = false;
    for (size_t i = 0; i < text.n && !quoted; i++)
        quoted = memchr(",;\"\r\n\t", text.p[i], 6) != NULL;
    if (text.n && (text.p[0] == ' ' || text.p[text.n - 1] == ' '))
        quoted = true;
    if (quoted)
        buf_add_char(out, '"');
    if (formula)
        buf_add_char(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, text.p[i]);
    }
    if (quoted)
        buf_add_char(out, '"');
}

static ak_code csv_cell(csv_out *c, const view *v, ak_err *err)
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

static ak_code csv_row(void *payload, view *const *cells, size_t n, ak_err *err)
{
    csv_out *c = payload;
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(&c->sink->out, ',');
        AK_TRY(csv_cell(c, cells[i], err));
    }
    buf_add_c(&c->sink->out, "\r\n");
    return render_flush(c->sink, err);
}

ak_code render_csv(render_sink *sink, const view *v, const char *path, language lang, ak_err *err)
{
    const view *table = view_table_at(v, path);
    if (!table)
        return ak_fail(err, &VIEW_003, path ? path : "");
    csv_out c = {sink, lang};
    size_t n = 0;
    const view_column *columns = view_columns(table, &n);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(&sink->out, ',');
        csv_field(&sink->out, str_of(columns[i].key), true);
    }
    buf_add_c(&sink->out, "\r\n");
    AK_TRY(view_each_row(table, csv_row, &c, err));
    return render_end(sink, err);
}
