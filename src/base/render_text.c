/* render_text.c -- a view value for a terminal: aligned columns, headings, at most 100 columns.
 *
 *     Subject   e-bus battery pack (gtin:07038010000012)
 *     As of     21 November 2026
 *
 *     Materials
 *       Material    Mass, kg  Level
 *       ----------  --------  -----
 *       cobalt           8.0  high
 *
 * Width is what a terminal shows (utf8proc), not bytes.  A table is laid out by its first TEXT_BLOCK_ROWS
 * rows; what is wider later is wrapped, so a table of any size needs one block of memory.
 */
#include "base/render_parts.h"

#include <string.h>

#include "base/text_columns.h"
#include "base/text_width.h"

#define TEXT_COLUMNS    100
#define TEXT_INDENT     2
#define TEXT_BLOCK_ROWS 200
#define TEXT_LABEL_MOST 34
#define TEXT_BELOW_MOST 12 /* of the first column, under which a text beneath the row does not begin */

typedef struct text_out {
    render_sink *sink;
    buf *out;
    language lang;
    int depth;
    render_sources *sources;
} text_out;

static ak_code text_value(text_out *t, const view *v, int indent, ak_err *err);

static void spaces(buf *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_add_char(out, ' ');
}

/* Writes the text in a column of that width, further lines indented; the cursor stands at the indent. */
static void wrapped(buf *out, str text, size_t indent, size_t width)
{
    bool first = true;
    while (text.n || first) {
        if (!first) {
            buf_add_char(out, '\n');
            spaces(out, indent);
        }
        buf_add_str(out, text_width_line(&text, width));
        first = false;
    }
    buf_add_char(out, '\n');
}

/* One value as one text; refs carry their id, which the next command wants. */
static ak_code one_text(text_out *t, buf *text, const view *v, const char *unit, ak_err *err)
{
    render_sources_add(t->sources, v);
    AK_TRY(render_cell(text, v, unit, t->lang, err));
    if (view_kind_of(v) == VIEW_REF && strcmp(view_name(v), view_as_text(v)) != 0)
        buf_printf(text, " (%s)", view_as_text(v));
    return AK_OK;
}

static bool is_block(const view *v)
{
    switch (view_kind_of(v)) {
    case VIEW_MAP:
    case VIEW_TABLE:
    case VIEW_FIGURE:
        return true;
    case VIEW_LIST:
        for (size_t i = 0; i < view_count(v); i++) {
            if (is_block(view_at(v, i)) || view_kind_of(view_at(v, i)) == VIEW_SAY)
                return true;
        }
        return false;
    default:
        return false;
    }
}

/* --- tables --- */

typedef struct text_table {
    text_out *t;
    const view_column *columns;
    size_t n;
    arena *a; /* the block's texts; rewound behind each block */
    arena_mark mark;
    str *cells; /* [TEXT_BLOCK_ROWS x n] */
    size_t rows;
    text_columns fit;
    str *header;
    bool begun;
    size_t indent;
} text_table;

static size_t longer(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* What has no room beside the others stands beneath its row. */
static void write_below(text_table *b, str text)
{
    size_t first = b->fit.width[0] < TEXT_BELOW_MOST ? b->fit.width[0] : TEXT_BELOW_MOST;
    size_t indent = b->indent + first + TEXT_GAP;
    if (text.n == 0)
        return;
    spaces(b->t->out, indent);
    wrapped(b->t->out, text, indent, TEXT_COLUMNS - indent);
}

static void write_row(text_table *b, const str *cells, arena *scratch)
{
    buf *out = b->t->out;
    size_t beside = b->n - b->fit.below;
    str *rest = ARENA_NEWS(scratch, str, b->n);
    memcpy(rest, cells, b->n * sizeof *rest);
    for (bool more = true; more;) {
        more = false;
        spaces(out, b->indent);
        size_t owed = 0; /* spaces that only count when something follows */
        for (size_t c = 0; c < beside; c++) {
            str line = text_width_line(&rest[c], b->fit.width[c]);
            size_t pad = b->fit.width[c] - text_width(line);
            bool right = render_is_number(&b->columns[c]);
            if (line.n) {
                spaces(out, owed + (right ? pad : 0));
                buf_add_str(out, line);
                owed = right ? 0 : pad;
            } else {
                owed += b->fit.width[c];
            }
            owed += TEXT_GAP;
            more = more || rest[c].n;
        }
        buf_add_char(out, '\n');
    }
    if (b->fit.below)
        write_below(b, rest[beside]);
}

/* A row of too many columns: its first text, and the others beneath, each with its header. */
static void write_stacked(text_table *b, const str *cells)
{
    buf *out = b->t->out;
    size_t label = 0, indent = b->indent + 2, title = 0;
    for (size_t c = 0; c < b->n; c++)
        label = longer(label, text_width(b->header[c]));
    label = label < TEXT_LABEL_MOST ? label : TEXT_LABEL_MOST;
    while (title + 1 < b->n && cells[title].n == 0)
        title++;
    spaces(out, b->indent);
    wrapped(out, cells[title], b->indent, TEXT_COLUMNS - b->indent);
    for (size_t c = title + 1; c < b->n; c++) {
        if (cells[c].n == 0)
            continue;
        spaces(out, indent);
        buf_add_str(out, b->header[c]);
        size_t used = text_width(b->header[c]), to = indent + label + TEXT_GAP;
        spaces(out, (used < label ? label - used : 0) + TEXT_GAP);
        wrapped(out, cells[c], to, TEXT_COLUMNS - to);
    }
}

static void write_header(text_table *b, arena *scratch)
{
    buf *out = b->t->out;
    write_row(b, b->header, scratch);
    spaces(out, b->indent);
    for (size_t c = 0; c < b->n - b->fit.below; c++) {
        spaces(out, c ? TEXT_GAP : 0);
        for (size_t i = 0; i < b->fit.width[c]; i++)
            buf_add_char(out, '-');
    }
    buf_add_char(out, '\n');
}

static ak_code write_block(text_table *b, ak_err *err)
{
    arena scratch = {0};
    if (!b->begun) { /* a is rewound behind each block; the widths stay */
        text_columns fit;
        text_columns_fit(&fit, &scratch, b->header, b->cells, b->rows, b->n, TEXT_COLUMNS - b->indent);
        memcpy(b->fit.width, fit.width, b->n * sizeof *fit.width);
        b->fit.below = fit.below;
        b->fit.stacked = fit.stacked;
        if (!fit.stacked)
            write_header(b, &scratch);
        b->begun = true;
    }
    for (size_t r = 0; r < b->rows; r++)
        if (b->fit.stacked)
            write_stacked(b, b->cells + r * b->n);
        else
            write_row(b, b->cells + r * b->n, &scratch);
    arena_free(&scratch);
    b->rows = 0;
    arena_rewind(b->a, b->mark);
    return render_flush(b->t->sink, err);
}

static ak_code take_row(void *payload, view *const *cells, size_t n, ak_err *err)
{
    text_table *b = payload;
    for (size_t c = 0; c < n; c++) {
        buf text = buf_new(b->a, 0);
        render_sources_add(b->t->sources, cells[c]); /* a ref shows its name only: ids would fill the table */
        AK_TRY(render_cell(&text, cells[c], b->columns[c].unit, b->t->lang, err));
        b->cells[b->rows * n + c] = buf_str(&text);
    }
    b->rows++;
    return b->rows == TEXT_BLOCK_ROWS ? write_block(b, err) : AK_OK;
}

static ak_code table_in(text_out *t, const view *v, size_t indent, arena *a, ak_err *err)
{
    text_table b = {.t = t, .a = a, .indent = indent};
    b.columns = view_columns(v, &b.n);
    b.cells = ARENA_NEWS(a, str, TEXT_BLOCK_ROWS * b.n);
    b.fit.width = ARENA_NEWS(a, size_t, b.n);
    b.header = ARENA_NEWS(a, str, b.n);
    for (size_t c = 0; c < b.n; c++) {
        buf text = buf_new(a, 0);
        render_header(&text, &b.columns[c], t->lang);
        b.header[c] = buf_str(&text);
    }
    b.mark = arena_save(a);
    AK_TRY(view_each_row(v, take_row, &b, err));
    if (b.rows)
        return write_block(&b, err);
    if (!b.begun) {
        spaces(t->out, indent);
        buf_add_c(t->out, tr(t->lang, N_("none")));
        buf_add_char(t->out, '\n');
    }
    return AK_OK;
}

static ak_code text_table_value(text_out *t, const view *v, int indent, ak_err *err)
{
    arena a = {0};
    ak_code code = table_in(t, v, (size_t)indent, &a, err);
    arena_free(&a);
    return code;
}

/* --- maps and lists --- */

static ak_code scalar_line(text_out *t, const view *v, size_t indent, ak_err *err)
{
    arena scratch = {0};
    buf text = buf_new(&scratch, 0);
    ak_code code = AK_OK;
    render_sources_add(t->sources, v);
    code =
        view_kind_of(v) == VIEW_REF ? one_text(t, &text, v, "", err) : render_plain(&text, v, t->lang, err);
    if (code == AK_OK)
        wrapped(t->out, buf_str(&text), indent, indent < TEXT_COLUMNS - 20 ? TEXT_COLUMNS - indent : 20);
    arena_free(&scratch);
    return code;
}

static size_t label_width(text_out *t, const view *map)
{
    arena scratch = {0};
    size_t width = 0;
    for (size_t i = 0; i < view_count(map); i++) {
        bool answer = strcmp(view_key_at(map, i), "answer") == 0;
        if (is_block(view_at(map, i)) || view_data_at(map, i) || answer)
            continue;
        buf label = buf_new(&scratch, 0);
        render_label(&label, view_label_at(map, i), view_key_at(map, i), t->lang);
        width = longer(width, text_width(buf_str(&label)));
    }
    arena_free(&scratch);
    return width < TEXT_LABEL_MOST ? width : TEXT_LABEL_MOST;
}

static ak_code text_map(text_out *t, const view *v, int indent, ak_err *err)
{
    size_t width = label_width(t, v);
    bool first = true, after_block = false;
    const view *answer = is_block(view_get(v, "answer")) ? NULL : view_get(v, "answer");
    if (view_truth(answer)) {
        spaces(t->out, (size_t)indent);
        AK_TRY(scalar_line(t, answer, (size_t)indent, err));
        buf_add_char(t->out, '\n');
    }
    for (size_t i = 0; i < view_count(v); i++) {
        const view *value = view_at(v, i);
        bool block = is_block(value);
        if (view_kind_of(value) == VIEW_NULL || view_data_at(v, i) || value == answer)
            continue;
        if ((block && !first) || after_block)
            buf_add_char(t->out, '\n');
        first = false;
        after_block = block;
        spaces(t->out, (size_t)indent);
        size_t before = t->out->n;
        render_label(t->out, view_label_at(v, i), view_key_at(v, i), t->lang);
        if (block) {
            buf_add_char(t->out, '\n');
            AK_TRY(text_value(t, value, indent + TEXT_INDENT, err));
            continue;
        }
        size_t used = text_width((str){t->out->p + before, t->out->n - before});
        spaces(t->out, (used < width ? width - used : 0) + TEXT_GAP);
        AK_TRY(scalar_line(t, value, (size_t)indent + width + TEXT_GAP, err));
    }
    return AK_OK;
}

static ak_code text_list(text_out *t, const view *v, int indent, ak_err *err)
{
    for (size_t i = 0; i < view_count(v); i++) {
        const view *item = view_at(v, i);
        if (is_block(item)) {
            if (i)
                buf_add_char(t->out, '\n');
            AK_TRY(text_value(t, item, indent, err));
        } else {
            spaces(t->out, (size_t)indent);
            buf_add_c(t->out, "- ");
            AK_TRY(scalar_line(t, item, (size_t)indent + 2, err));
        }
        AK_TRY(render_flush(t->sink, err));
    }
    if (view_count(v) == 0) {
        spaces(t->out, (size_t)indent);
        buf_printf(t->out, "%s\n", tr(t->lang, N_("none")));
    }
    return AK_OK;
}

static ak_code text_value(text_out *t, const view *v, int indent, ak_err *err)
{
    if (t->depth > RENDER_DEPTH_MAX)
        return ak_fail(err, &VIEW_004, ak_arg_int(RENDER_DEPTH_MAX));
    t->depth++;
    ak_code code = AK_OK;
    switch (view_kind_of(v)) {
    case VIEW_MAP:
        code = text_map(t, v, indent, err);
        break;
    case VIEW_LIST:
        code = text_list(t, v, indent, err);
        break;
    case VIEW_TABLE:
        code = text_table_value(t, v, indent, err);
        break;
    case VIEW_FIGURE:
        spaces(t->out, (size_t)indent);
        code = scalar_line(t, view_figure_title(v), (size_t)indent, err);
        if (code == AK_OK)
            code = text_table_value(t, view_figure_table(v), indent, err);
        break;
    default:
        spaces(t->out, (size_t)indent);
        code = scalar_line(t, v, (size_t)indent, err);
    }
    t->depth--;
    return code;
}

static void text_sources(text_out *t)
{
    const render_sources *s = t->sources;
    for (size_t i = 0; i < s->n; i++) {
        if (i == 0)
            buf_printf(t->out, "\n%s\n", tr(t->lang, N_("Sources")));
        const render_source *source = &s->seen[i];
        buf_printf(t->out, "  - %s", source->text);
        if (!render_source_has_year(source))
            buf_printf(t->out, " (%d)", source->year);
        for (size_t k = 0; k < source->statements_n; k++)
            buf_printf(t->out, "%s %.8s", k ? "," : "", source->statements[k]);
        if (source->statements_more)
            buf_add_c(t->out, " ...");
        buf_add_char(t->out, '\n');
    }
    if (s->more)
        buf_printf(t->out, "  - %s\n", tr(t->lang, N_("and more: see --json")));
}

ak_code render_text(render_sink *sink, const view *v, language lang, ak_err *err)
{
    arena a = {0};
    render_sources sources = {.a = &a};
    text_out t = {.sink = sink, .out = &sink->out, .lang = lang, .sources = &sources};
    ak_code code = text_value(&t, v, 0, err);
    if (code == AK_OK)
        text_sources(&t);
    arena_free(&a);
    return code == AK_OK ? render_end(sink, err) : code;
}
