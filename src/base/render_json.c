/* render_json.c -- a view value as JSON: raw, exact, streamed. */
#include "base/render.h"

#include <string.h>

#include "base/json.h"

#define JSON_DEPTH_MAX  64
#define SINK_FULL_BYTES ((size_t)64 << 10)

render_sink render_sink_buf(arena *a)
{
    return (render_sink){.out = buf_new(a, 0)};
}

render_sink render_sink_to(arena *a, ak_code (*write)(void *, const void *, size_t, ak_err *), void *payload)
{
    return (render_sink){.out = buf_new(a, 0), .write = write, .payload = payload};
}

ak_code render_end(render_sink *sink, ak_err *err)
{
    AK_TRY(buf_done(&sink->out, err));
    if (!sink->write || sink->out.n == 0)
        return AK_OK;
    AK_TRY(sink->write(sink->payload, sink->out.p, sink->out.n, err));
    sink->out.n = 0;
    return AK_OK;
}

ak_code render_flush(render_sink *sink, ak_err *err)
{
    if (sink->out.over || (sink->write && sink->out.n >= SINK_FULL_BYTES))
        return render_end(sink, err);
    return AK_OK;
}

typedef struct json_out {
    render_sink *sink;
    buf *out;
    language lang;
    int depth;
    const view_column *columns; /* of the table that is being written */
    size_t row;
} json_out;

static ak_code json_value(json_out *j, const view *v, ak_err *err);

static void line(json_out *j)
{
    buf_add_char(j->out, '\n');
    for (int i = 0; i < j->depth; i++)
        buf_add_c(j->out, "  ");
}

static void string(json_out *j, const char *text)
{
    json_write_string(j->out, str_of(text));
}

static void member(json_out *j, const char *key, const char *text)
{
    string(j, key);
    buf_add_c(j->out, ": ");
    string(j, text);
}

static ak_code json_items(json_out *j, const view *v, bool keys, ak_err *err)
{
    size_t n = view_count(v);
    buf_add_char(j->out, keys ? '{' : '[');
    j->depth++;
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(j->out, ',');
        line(j);
        if (keys) {
            string(j, view_key_at(v, i));
            buf_add_c(j->out, ": ");
        }
        AK_TRY(json_value(j, view_at(v, i), err));
    }
    j->depth--;
    if (n)
        line(j);
    buf_add_char(j->out, keys ? '}' : ']');
    return AK_OK;
}

/* A row is one line: tables are read by eye as well. */
static ak_code json_row(void *payload, view *const *cells, size_t n, ak_err *err)
{
    json_out *j = payload;
    const view_column *columns = j->columns;
    size_t row = j->row;
    if (row)
        buf_add_char(j->out, ',');
    line(j);
    buf_add_char(j->out, '{');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_c(j->out, ", ");
        string(j, columns[i].key);
        buf_add_c(j->out, ": ");
        AK_TRY(json_value(j, cells[i], err));
    }
    buf_add_char(j->out, '}');
    j->columns = columns;
    j->row = row + 1;
    return render_flush(j->sink, err);
}

static ak_code json_table(json_out *j, const view *v, ak_err *err)
{
    const view_column *outer = j->columns;
    size_t outer_row = j->row;
    size_t n = 0;
    j->columns = view_columns(v, &n);
    j->row = 0;
    buf_add_char(j->out, '[');
    j->depth++;
    AK_TRY(view_each_row(v, json_row, j, err));
    j->depth--;
    if (j->row)
        line(j);
    buf_add_char(j->out, ']');
    j->columns = outer;
    j->row = outer_row;
    return AK_OK;
}

static ak_code json_say(json_out *j, const view *v, ak_err *err)
{
    arena scratch = {0};
    buf text = buf_new(&scratch, 0);
    ak_code code = render_plain(&text, v, j->lang, err);
    if (code == AK_OK)
        code = buf_done(&text, err);
    if (code == AK_OK)
        json_write_string(j->out, buf_str(&text));
    arena_free(&scratch);
    return code;
}

static ak_code json_figure(json_out *j, const view *v, ak_err *err)
{
    buf_add_char(j->out, '{');
    member(j, "kind", view_figure_kind(v));
    buf_add_c(j->out, ", \"title\": ");
    AK_TRY(json_value(j, view_figure_title(v), err));
    buf_add_c(j->out, ", \"note\": ");
    AK_TRY(json_value(j, view_figure_note(v), err));
    buf_add_c(j->out, ", \"table\": ");
    AK_TRY(json_table(j, view_figure_table(v), err));
    buf_add_char(j->out, '}');
    return AK_OK;
}

static ak_code json_value(json_out *j, const view *v, ak_err *err)
{
    if (j->depth > JSON_DEPTH_MAX)
        return ak_fail(err, &VIEW_004, ak_arg_int(JSON_DEPTH_MAX));
    AK_TRY(view_check(v, err));
    switch (view_kind_of(v)) {
    case VIEW_NULL:
        buf_add_c(j->out, "null");
        break;
    case VIEW_BOOL:
        buf_add_c(j->out, view_as_int(v) ? "true" : "false");
        break;
    case VIEW_INT:
        buf_add_c(j->out, ak_arg_int(view_as_int(v)));
        break;
    case VIEW_DECIMAL:
    case VIEW_NUMBER:
    case VIEW_SHARE:
        buf_add_c(j->out, view_as_text(v));
        break;
    case VIEW_MONEY:
        buf_printf(j->out, "{\"amount\": %s, ", view_as_text(v));
        member(j, "currency", view_unit(v));
        buf_add_char(j->out, '}');
        break;
    case VIEW_DATE:
    case VIEW_TEXT:
    case VIEW_WORD:
        string(j, view_as_text(v));
        break;
    case VIEW_SAY:
        return json_say(j, v, err);
    case VIEW_REF:
        buf_add_char(j->out, '{');
        member(j, "id", view_as_text(v));
        buf_add_c(j->out, ", ");
        member(j, "name", view_name(v));
        buf_add_char(j->out, '}');
        break;
    case VIEW_LIST:
        return json_items(j, v, false, err);
    case VIEW_MAP:
        return json_items(j, v, true, err);
    case VIEW_TABLE:
        return json_table(j, v, err);
    case VIEW_FIGURE:
        return json_figure(j, v, err);
    }
    return AK_OK;
}

ak_code render_json(render_sink *sink, const view *v, language lang, ak_err *err)
{
    json_out j = {.sink = sink, .out = &sink->out, .lang = lang};
    AK_TRY(json_value(&j, v, err));
    buf_add_char(&sink->out, '\n');
    return render_end(sink, err);
}
