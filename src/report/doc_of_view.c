/* doc_of_view.c -- blocks of a document from view values. */
#include <string.h>

#include "base/figure_text.h"
#include "base/render_parts.h"
#include "report/doc.h"
#include "report/rules.h"

#define DEPTH_MOST 12

static ak_code view_block(doc *d, const view *v, const char *label, int level, int depth, ak_err *err);

static ak_code plain_of(const char **out, doc *d, const view *v, ak_err *err)
{
    buf b = buf_new(d->a, 0);
    AK_TRY(render_plain(&b, v, d->about.lang, err));
    *out = b.n ? b.p : "";
    return AK_OK;
}

static const char *label_of(doc *d, const char *label, const char *key)
{
    buf b = buf_new(d->a, 0);
    render_label(&b, label, key, d->about.lang);
    return b.n ? b.p : "";
}

/* The first letter a capital: words that stand alone. */
static const char *capital(arena *a, const char *text)
{
    char *c = arena_text(a, text);
    if (*c >= 'a' && *c <= 'z')
        *c = (char)(*c - 'a' + 'A');
    return c;
}

/* --- tables --- */

typedef struct table_walk {
    doc *d;
    doc_table *t;
    const view_column *columns;
    int *cited; /* numbers of the sources of its figures */
    size_t cited_n, cited_cap;
} table_walk;

/* The plain decimal behind a figure; NULL = none. */
static const char *raw_number(arena *a, const view *v)
{
    switch (view_kind_of(v)) {
    case VIEW_INT:
        return ak_int_text(arena_alloc(a, 24), view_as_int(v));
    case VIEW_DECIMAL:
        return view_as_text(v);
    case VIEW_SHARE: {
        int64_t m = view_as_int(v);
        return arena_printf(a, "%s%lld.%06lld", m < 0 ? "-" : "", (long long)(m < 0 ? -m : m) / 1000000,
                            (long long)(m < 0 ? -m : m) % 1000000);
    }
    default:
        return NULL;
    }
}

static void cite(table_walk *w, int number)
{
    if (w->cited_n == w->cited_cap) {
        w->cited_cap = w->cited_cap ? 2 * w->cited_cap : 64;
        int *more = ARENA_NEWS(w->d->a, int, w->cited_cap);
        if (w->cited_n)
            memcpy(more, w->cited, w->cited_n * sizeof *more);
        w->cited = more;
    }
    w->cited[w->cited_n++] = number;
}

/* A statement that has its place in the list of sources is its number there. */
static const char *source_number(doc *d, const view *cell)
{
    bool statement = view_kind_of(cell) == VIEW_REF && strcmp(view_action(cell), "statement") == 0;
    return statement ? doc_statement_number(d, view_as_text(cell)) : "";
}

static ak_code table_row(void *payload, view *const *cells, size_t n, ak_err *err)
{
    table_walk *w = payload;
    doc_row(w->t);
    for (size_t i = 0; i < n; i++) {
        buf b = buf_new(w->d->a, 0);
        const char *cited = source_number(w->d, cells[i]);
        if (view_kind_of(cells[i]) == VIEW_NULL)
            buf_add_c(&b, view_is_none(cells[i]) ? "\xe2\x80\x93" : tr(w->d->about.lang, N_("not said")));
        else if (*cited)
            buf_add_c(&b, cited);
        else
            AK_TRY(render_cell(&b, cells[i], w->columns[i].unit, w->d->about.lang, err));
        const char *number = raw_number(w->d->a, cells[i]);
        const char *text = b.n ? b.p : "";
        bool word = view_kind_of(cells[i]) == VIEW_WORD || view_kind_of(cells[i]) == VIEW_BOOL;
        if (number)
            doc_cell_number(w->t, text, number);
        else
            doc_cell(w->t, word ? capital(w->d->a, text) : text);
        const view_basis *basis = view_basis_of(cells[i]);
        for (size_t k = 0; basis && k < basis->n; k++) {
            const view_source *s = &basis->sources[k];
            cite(w, doc_source(w->d, &(doc_source_row){.text = s->text,
                                                       .url = s->url,
                                                       .evidence = s->evidence,
                                                       .statement = s->statement,
                                                       .year = s->year,
                                                       .index = -1}));
        }
    }
    return AK_OK;
}

static ak_code table_block(doc *d, const view *v, const char *label, ak_err *err)
{
    size_t n;
    const view_column *columns = view_columns(v, &n);
    if (n == 0)
        return AK_OK;
    doc_column *mine = ARENA_NEWS(d->a, doc_column, n);
    for (size_t i = 0; i < n; i++) {
        buf b = buf_new(d->a, 0);
        render_header(&b, &columns[i], d->about.lang);
        mine[i] = (doc_column){.head = b.n ? b.p : "", .number = render_is_number(&columns[i])};
    }
    const char *caption = label;
    if (view_caption_of(v))
        AK_TRY(plain_of(&caption, d, view_caption_of(v), err));
    table_walk w = {.d = d, .columns = columns};
    w.t = doc_table_new(d, caption, mine, n);
    AK_TRY(view_each_row(v, table_row, &w, err));
    if (w.t->cells_n == 0) {
        d->n--; /* an empty table is a sentence */
        const char *none = tr(d->about.lang, N_("none"));
        doc_run runs[] = {
            {.text = caption, .strong = true},
            { .text = *caption ? arena_printf(d->a,         ": %s",   none) : none},
        };
        doc_runs(d, DOC_PARAGRAPH, runs, 2);
    }
    if (w.cited_n) {
        const char *list = arena_printf(d->a, "%s: %s", tr(d->about.lang, N_("Sources")),
                                        doc_numbers(d->a, w.cited, w.cited_n));
        doc_runs(d, DOC_SMALL, &(doc_run){.text = list}, 1);
    }
    return AK_OK;
}

static ak_code figure_block(doc *d, const view *v, ak_err *err)
{
    const char *title = figure_text(d->a, view_figure_title(v), d->about.lang);
    const char *note = figure_text(d->a, view_figure_note(v), d->about.lang);
    const picture *drawing = view_figure_draw(d->a, v, d->about.lang);
    if (drawing)
        doc_figure(d, drawing, title);
    else
        doc_runs(d, DOC_PARAGRAPH, &(doc_run){.text = title, .strong = true}, 1);
    if (*note)
        doc_runs(d, DOC_SMALL, &(doc_run){.text = note}, 1);
    return table_block(d, view_figure_table(v), "", err);
}

/* --- maps and lists --- */

static bool is_block(const view *v)
{
    switch (view_kind_of(v)) {
    case VIEW_MAP:
    case VIEW_TABLE:
    case VIEW_FIGURE:
        return true;
    case VIEW_LIST:
        for (size_t i = 0; i < view_count(v); i++)
            if (is_block(view_at(v, i)) || view_kind_of(view_at(v, i)) == VIEW_SAY)
                return true;
        return false;
    default:
        return false;
    }
}

static ak_code pair(doc *d, const char *label, const view *v, ak_err *err)
{
    const char *text;
    AK_TRY(plain_of(&text, d, v, err));
    if (!*text)
        return AK_OK;
    const char *cited = doc_cite(d, view_basis_of(v));
    const char *rest = arena_printf(d->a, ": %s%s%s", text, *cited ? " " : "", cited);
    doc_run runs[] = {
        {.text = label, .strong = true},
        {.text = rest            },
    };
    doc_runs(d, DOC_PARAGRAPH, runs, 2);
    return AK_OK;
}

static ak_code map_block(doc *d, const view *v, int level, int depth, ak_err *err)
{
    for (int blocks = 0; blocks < 2; blocks++) { /* what is short first */
        for (size_t i = 0; i < view_count(v); i++) {
            const view *item = view_at(v, i);
            if (view_data_at(v, i) || view_kind_of(item) == VIEW_NULL || is_block(item) != (blocks == 1))
                continue;
            const char *key = view_key_at(v, i);
            const char *label = label_of(d, view_label_at(v, i), key);
            if (strcmp(key, "answer") == 0)
                AK_TRY(view_block(d, item, "", level, depth + 1, err));
            else if (blocks == 0)
                AK_TRY(pair(d, label, item, err));
            else
                AK_TRY(view_block(d, item, label, level, depth + 1, err));
        }
    }
    return AK_OK;
}

static ak_code list_block(doc *d, const view *v, int level, int depth, ak_err *err)
{
    bool short_ones = true;
    for (size_t i = 0; i < view_count(v); i++)
        short_ones = short_ones && !is_block(view_at(v, i));
    if (short_ones && view_count(v)) {
        doc_list(d, false);
        for (size_t i = 0; i < view_count(v); i++) {
            const char *text;
            AK_TRY(plain_of(&text, d, view_at(v, i), err));
            doc_item(d, text);
        }
        return AK_OK;
    }
    for (size_t i = 0; i < view_count(v); i++)
        AK_TRY(view_block(d, view_at(v, i), "", level, depth + 1, err));
    return AK_OK;
}

static ak_code view_block(doc *d, const view *v, const char *label, int level, int depth, ak_err *err)
{
    if (depth > DEPTH_MOST)
        return ak_fail(err, &VIEW_004, ak_arg_int(DEPTH_MOST));
    view_kind kind = view_kind_of(v);
    bool headed = *label && (kind == VIEW_MAP || kind == VIEW_LIST || kind == VIEW_FIGURE);
    if (headed)
        doc_heading(d, level > 4 ? 4 : level, label);
    switch (kind) {
    case VIEW_NULL:
        return AK_OK;
    case VIEW_TABLE:
        return table_block(d, v, label, err);
    case VIEW_FIGURE:
        return figure_block(d, v, err);
    case VIEW_MAP:
        return map_block(d, v, level + headed, depth, err);
    case VIEW_LIST:
        return list_block(d, v, level + headed, depth, err);
    default: {
        const char *text;
        AK_TRY(plain_of(&text, d, v, err));
        doc_say(d, text);
        return AK_OK;
    }
    }
}

ak_code doc_view(doc *d, const view *v, int level, ak_err *err)
{
    return view_block(d, v, "", level, 0, err);
}

ak_code doc_of_view(doc **out, arena *a, const view *v, const doc_about *about, ak_err *err)
{
    doc *d = doc_new(a, about);
    AK_TRY(view_block(d, v, "", 1, 0, err));
    doc_sources(d);
    *out = d;
    return AK_OK;
}
