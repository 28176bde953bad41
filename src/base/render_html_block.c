/* render_html_block.c -- tables, figures, maps and lists as blocks of a page.
 *
 * A table stands in a region of its own that scrolls and takes the keyboard; a figure is drawing, key,
 * the numbers behind it, the source line and the addresses of its numbers, in this order.
 */
#include "base/render_html.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HTML_ROWS_MOST 200
#define SOURCES_SHOWN  3
#define DAY_LETTERS    10 /* of "2026-11-22": a day is not broken over lines, a moment may be */

typedef struct html_block {
    render_sink *sink;
    buf *out;
    const render_page *page;
    int depth;
} html_block;

static ak_code block(html_block *b, const view *v, const char *path, const char *label, int level,
                     ak_err *err);

static bool is_block(const view *v)
{
    switch (view_kind_of(v)) {
    case VIEW_MAP:
    case VIEW_TABLE:
    case VIEW_FIGURE:
        return true;
    case VIEW_LIST:
        for (size_t i = 0; i < view_count(v); i++) {
            view_kind kind = view_kind_of(view_at(v, i));
            if (kind == VIEW_SAY || kind == VIEW_TEXT || is_block(view_at(v, i)))
                return true;
        }
        return false;
    default:
        return false;
    }
}

static void say(html_block *b, const char *msgid)
{
    html_escape(b->out, str_of(tr(b->page->lang, msgid)));
}

static void add_label(html_block *b, const char *label, const char *key)
{
    arena scratch = {0};
    buf text = buf_new(&scratch, 0);
    render_label(&text, label, key, b->page->lang);
    html_escape(b->out, buf_str(&text));
    arena_free(&scratch);
}

/* "materials.0.issues" -> the id materials-0-issues. */
static void add_id(html_block *b, const char *path)
{
    for (const char *p = path; *p; p++)
        html_escape(b->out, *p == '.' ? STR("-") : (str){p, 1});
}

static const char *last_step(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot ? dot + 1 : path;
}

/* " 1.4" for "materials.0.issues.3.sources": which of several, so that every region has its own name. */
static void add_place(html_block *b, const char *path)
{
    const char *before = " ";
    while (*path) {
        size_t n = strcspn(path, ".");
        char *end;
        unsigned long at = strtoul(path, &end, 10);
        if (n && end == path + n) {
            buf_printf(b->out, "%s%lu", before, at + 1);
            before = ".";
        }
        path += path[n] ? n + 1 : n;
    }
}

/* --- the lines under a table or figure --- */

static void one_source(html_block *b, const render_source *source)
{
    bool link = strncmp(source->url, "https://", 8) == 0 || strncmp(source->url, "http://", 7) == 0;
    if (link) {
        buf_add_c(b->out, "<a href=\"");
        html_escape(b->out, str_of(source->url));
        buf_add_c(b->out, "\">");
    }
    html_escape(b->out, str_of(source->text));
    if (link)
        buf_add_c(b->out, "</a>");
    if (!render_source_has_year(source))
        buf_printf(b->out, " (%d)", source->year);
    for (size_t i = 0; i < source->statements_n; i++) {
        buf_printf(b->out, "%s<a class=\"st\" href=\"/%s/statement?id=", i ? ", " : " ",
                   language_code(b->page->lang));
        html_query(b->out, str_of(source->statements[i]));
        buf_printf(b->out, "\">%.8s</a>", source->statements[i]);
    }
    if (source->statements_more)
        buf_add_c(b->out, " …");
}

static void format_links(html_block *b, const char *path)
{
    static const char *const endings[] = {"csv", "json", "xlsx"};
    const render_page *page = b->page;
    if (!page->action || !*page->action || !*path)
        return;
    buf_add_c(b->out, "<span class=\"fmts\">");
    for (size_t i = 0; i < 3; i++) {
        buf_printf(b->out, "<a class=\"plain-link\" href=\"/%s/", language_code(page->lang));
        for (const char *p = page->action; *p; p++)
            html_escape(b->out, *p == ' ' ? STR("/") : (str){p, 1});
        buf_add_char(b->out, '/');
        html_query(b->out, str_of(path));
        buf_printf(b->out, ".%s", endings[i]);
        if (page->query && *page->query) {
            buf_add_char(b->out, '?');
            html_escape(b->out, str_of(page->query));
        }
        buf_add_c(b->out, "\">");
        html_escape(b->out, str_of(last_step(path)));
        buf_printf(b->out, ".%s</a>", endings[i]);
    }
    buf_add_c(b->out, "</span>");
}

static void some_sources(html_block *b, const render_sources *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (i > from)
            buf_add_c(b->out, "; ");
        one_source(b, &s->seen[i]);
    }
}

/* Those beyond the first few, folded: a figure may rest on dozens. */
static void further_sources(html_block *b, const render_sources *s)
{
    arena scratch = {0};
    int64_t n = (int64_t)(s->n - SOURCES_SHOWN);
    language lang = b->page->lang;
    buf_add_c(b->out, "<details class=\"sources\"><summary>");
    html_escape(b->out,
                str_of(tr_fill(&scratch, trn(lang, N_("{n} further source"), N_("{n} further sources"), n),
                               "n", fmt_int(&scratch, lang, n), (char *)NULL)));
    buf_add_c(b->out, "</summary><p>");
    some_sources(b, s, SOURCES_SHOWN, s->n);
    if (s->more) {
        buf_add_c(b->out, "; ");
        say(b, N_("and more: see .json"));
    }
    buf_add_c(b->out, ".</p></details>");
    arena_free(&scratch);
}

static void under(html_block *b, const render_sources *s, const char *path)
{
    buf_add_c(b->out, "<div class=\"under\"><div><p>");
    bool folds = s->n > SOURCES_SHOWN;
    if (s->n) {
        say(b, N_("Sources"));
        buf_add_c(b->out, ": ");
        some_sources(b, s, 0, folds ? SOURCES_SHOWN : s->n);
        buf_add_char(b->out, '.');
    }
    buf_add_c(b->out, "</p>");
    if (folds)
        further_sources(b, s);
    buf_add_c(b->out, "</div>");
    format_links(b, path);
    buf_add_c(b->out, "</div>\n");
}

/* --- tables --- */

typedef struct html_table {
    html_block *b;
    const view_column *columns;
    size_t n;
    size_t rows;
    size_t beyond; /* rows that are not shown */
    bool matrix;
    render_sources *sources;
} html_table;

/* A cell of the risk matrix: its level fills it, word and shape stand in it, it opens into its reasons. */
static ak_code matrix_cell(html_table *t, const view *v, size_t column, ak_err *err)
{
    buf *out = t->b->out;
    language lang = t->b->page->lang;
    bool level = strcmp(view_mark(v), "risk") == 0;
    buf_printf(out, "<td class=\"c-%s%s\">", level ? view_as_text(v) : "plain",
               column + 1 == t->n ? " sum" : "");
    bool linked = html_link_open(out, v, lang);
    if (!linked)
        buf_add_c(out, "<span>");
    if (level)
        html_shape(out, v);
    arena scratch = {0};
    buf text = buf_new(&scratch, 0);
    ak_code code = render_plain(&text, v, lang, err);
    html_capital(out, buf_str(&text));
    arena_free(&scratch);
    buf_add_c(out, linked ? "</a></td>" : "</span></td>");
    return code;
}

static ak_code table_cell(html_table *t, const view *v, size_t column, ak_err *err)
{
    html_block *b = t->b;
    const view_column *c = &t->columns[column];
    render_sources_add(t->sources, v);
    if (t->matrix && column > 0)
        return matrix_cell(t, v, column, err);
    const char *end = column ? "</td>" : "</th>";
    buf_add_c(b->out, column ? "<td" : "<th scope=\"row\"");
    bool day = view_kind_of(v) == VIEW_DATE && strlen(view_as_text(v)) <= DAY_LETTERS;
    buf_add_c(b->out, render_is_number(c) ? " class=\"num\">" : day ? " class=\"nb\">" : ">");
    if (view_kind_of(v) == VIEW_NULL) {
        buf_add_c(b->out, "<span class=\"muted\">");
        if (view_is_none(v))
            buf_add_c(b->out, "\xe2\x80\x93");
        else
            say(b, N_("not said"));
        buf_add_c(b->out, "</span>");
    } else if (render_is_number(c) || view_kind_of(v) == VIEW_DATE) {
        bool linked = html_link_open(b->out, v, b->page->lang);
        arena scratch = {0};
        buf text = buf_new(&scratch, 0);
        ak_code code = render_cell(&text, v, c->unit, b->page->lang, err);
        html_escape(b->out, buf_str(&text));
        arena_free(&scratch);
        AK_TRY(code);
        if (linked)
            buf_add_c(b->out, "</a>");
    } else {
        AK_TRY(render_html_value(b->out, v, b->page, err));
    }
    buf_add_c(b->out, end);
    return AK_OK;
}

static ak_code table_row(void *payload, view *const *cells, size_t n, ak_err *err)
{
    html_table *t = payload;
    if (t->rows == HTML_ROWS_MOST) {
        t->beyond++;
        return AK_OK;
    }
    t->rows++;
    buf_add_c(t->b->out, "<tr>");
    for (size_t i = 0; i < n; i++)
        AK_TRY(table_cell(t, cells[i], i, err));
    buf_add_c(t->b->out, "</tr>\n");
    return render_flush(t->b->sink, err);
}

static void table_head(html_table *t)
{
    html_block *b = t->b;
    buf_add_c(b->out, "<thead><tr>");
    for (size_t i = 0; i < t->n; i++) {
        const view_column *c = &t->columns[i];
        buf_printf(b->out, "<th scope=\"col\"%s>", render_is_number(c) ? " class=\"num\"" : "");
        arena scratch = {0};
        buf text = buf_new(&scratch, 0);
        render_header(&text, c, b->page->lang);
        html_escape(b->out, buf_str(&text));
        arena_free(&scratch);
        buf_add_c(b->out, "</th>");
    }
    buf_add_c(b->out, "</tr></thead>\n");
}

/* <table> alone; the region around it is the caller's. */
static ak_code table_element(html_table *t, const view *v, ak_err *err)
{
    html_block *b = t->b;
    t->columns = view_columns(v, &t->n);
    buf_add_c(b->out, "<table class=\"ds-table\">");
    if (view_caption_of(v)) {
        buf_add_c(b->out, "<caption>");
        AK_TRY(render_html_value(b->out, view_caption_of(v), b->page, err));
        buf_add_c(b->out, "</caption>\n");
    }
    table_head(t);
    buf_add_c(b->out, "<tbody>\n");
    AK_TRY(view_each_row(v, table_row, t, err));
    if (t->rows == 0) {
        buf_printf(b->out, "<tr><td colspan=\"%zu\" class=\"muted\">", t->n ? t->n : 1);
        say(b, N_("none"));
        buf_add_c(b->out, "</td></tr>\n");
    }
    buf_add_c(b->out, "</tbody></table>");
    return AK_OK;
}

static void beyond(html_table *t)
{
    if (!t->beyond)
        return;
    arena scratch = {0};
    int64_t n = (int64_t)t->beyond;
    language lang = t->b->page->lang;
    buf_add_c(t->b->out, "<p class=\"muted\">");
    html_escape(t->b->out, str_of(tr_fill(&scratch,
                                          trn(lang, N_("{n} further row: see the file"),
                                              N_("{n} further rows: see the file"), n),
                                          "n", fmt_int(&scratch, lang, n), (char *)NULL)));
    buf_add_c(t->b->out, "</p>\n");
    arena_free(&scratch);
}

static ak_code table_block(html_block *b, const view *v, const char *path, const char *label, ak_err *err)
{
    arena a = {0};
    render_sources sources = {.a = &a};
    html_table t = {.b = b, .sources = &sources};
    buf_add_c(b->out, "<div class=\"scroll tbl\" role=\"region\" tabindex=\"0\" aria-label=\"");
    add_label(b, label, last_step(path));
    add_place(b, path);
    buf_add_c(b->out, " (");
    say(b, N_("table"));
    buf_add_c(b->out, ")\">");
    ak_code code = table_element(&t, v, err);
    if (code == AK_OK) {
        buf_add_c(b->out, "</div>\n<p class=\"hint tb\">");
        say(b, N_("The table can be scrolled sideways."));
        buf_add_c(b->out, "</p>\n");
        beyond(&t);
        under(b, &sources, path);
    }
    arena_free(&a);
    return code;
}

/* --- figures --- */

static void key_rows(html_block *b, const picture *p)
{
    if (!p->key_n)
        return;
    buf_add_c(b->out, "<ul class=\"key\">");
    for (size_t i = 0; i < p->key_n; i++) {
        buf_add_c(b->out, "<li>");
        picture_svg(b->out, p->key[i].swatch, "");
        html_escape(b->out, str_of(p->key[i].text));
        buf_add_c(b->out, "</li>");
    }
    buf_add_c(b->out, "</ul>\n");
}

static void point_rows(html_block *b, const picture *p, const char *prefix)
{
    if (!p->points_n)
        return;
    buf_add_c(b->out, "<ol class=\"sites\">");
    for (size_t i = 0; i < p->points_n; i++) {
        const picture_point_row *row = &p->points[i];
        buf_add_c(b->out, "<li><b>");
        html_escape(b->out, str_of(row->number));
        buf_add_c(b->out, "</b><span>");
        if (*row->href) {
            buf_add_c(b->out, "<a href=\"");
            html_href(b->out, prefix, row->href);
            buf_add_c(b->out, "\">");
        }
        html_escape(b->out, str_of(row->name));
        buf_add_c(b->out, *row->href ? "</a>" : "");
        if (*row->note) {
            buf_add_c(b->out, "<br><span class=\"muted\">");
            html_escape(b->out, str_of(row->note));
            buf_add_c(b->out, "</span>");
        }
        buf_add_c(b->out, "</span></li>");
    }
    buf_add_c(b->out, "</ol>\n");
}

static ak_code region(html_block *b, const char *classes, const view *title, const char *suffix, ak_err *err)
{
    buf_printf(b->out, "<div class=\"scroll%s\" role=\"region\" tabindex=\"0\" aria-label=\"", classes);
    AK_TRY(html_plain(b->out, title, b->page->lang, err));
    buf_add_c(b->out, " (");
    say(b, suffix);
    buf_add_c(b->out, ")\">");
    return AK_OK;
}

static ak_code drawing(html_block *b, const view *v, const picture *p, ak_err *err)
{
    char prefix[8];
    char frame[32];
    snprintf(prefix, sizeof prefix, "/%s/", language_code(b->page->lang));
    snprintf(frame, sizeof frame, " draw%s%.16s", *p->frame ? " " : "", p->frame);
    AK_TRY(region(b, frame, view_figure_title(v), N_("figure"), err));
    picture_svg(b->out, p, prefix);
    buf_add_c(b->out, "</div>\n<p class=\"hint\">");
    say(b, N_("The figure can be scrolled sideways. All numbers stand in the table below it."));
    buf_add_c(b->out, "</p>\n");
    key_rows(b, p);
    point_rows(b, p, prefix);
    return AK_OK;
}

static ak_code figure_parts(html_block *b, const view *v, const char *path, arena *a, ak_err *err)
{
    render_sources sources = {.a = a};
    html_table t = {.b = b, .sources = &sources, .matrix = strcmp(view_figure_kind(v), "matrix") == 0};
    buf_add_c(b->out, "<figure id=\"figure-");
    add_id(b, path);
    buf_add_c(b->out, "\"><figcaption><strong>");
    AK_TRY(render_html_value(b->out, view_figure_title(v), b->page, err));
    buf_add_c(b->out, "</strong>");
    if (view_truth(view_figure_note(v))) {
        buf_add_c(b->out, "<span>");
        AK_TRY(render_html_value(b->out, view_figure_note(v), b->page, err));
        buf_add_c(b->out, "</span>");
    }
    buf_add_c(b->out, "</figcaption>\n");
    const picture *p = view_figure_draw(a, v, b->page->lang);
    if (p) {
        AK_TRY(drawing(b, v, p, err));
        buf_add_c(b->out, "<details class=\"ds-details behind\"><summary>");
        say(b, N_("The numbers behind the figure"));
        buf_add_c(b->out, "</summary>\n");
    }
    AK_TRY(region(b, p ? "" : t.matrix ? " matrix" : " tbl", view_figure_title(v), N_("table"), err));
    AK_TRY(table_element(&t, view_figure_table(v), err));
    buf_add_c(b->out, "</div>\n");
    if (!p) {
        buf_add_c(b->out, "<p class=\"hint tb\">");
        say(b, N_("The table can be scrolled sideways."));
        buf_add_c(b->out, "</p>\n");
    }
    beyond(&t);
    buf_add_c(b->out, p ? "</details>\n" : "");
    under(b, &sources, path);
    buf_add_c(b->out, "</figure>\n");
    return AK_OK;
}

static ak_code figure_block(html_block *b, const view *v, const char *path, ak_err *err)
{
    arena a = {0};
    ak_code code = figure_parts(b, v, path, &a, err);
    arena_free(&a);
    return code;
}

/* --- maps and lists --- */

static ak_code definition_list(html_block *b, const view *v, ak_err *err)
{
    bool any = false;
    const view *answer = view_get(v, "answer"); /* the page's sentence: its template shows it above */
    arena a = {0};
    render_sources sources = {.a = &a};
    ak_code code = AK_OK;
    for (size_t i = 0; i < view_count(v) && code == AK_OK; i++) {
        const view *value = view_at(v, i);
        if (is_block(value) || view_kind_of(value) == VIEW_NULL || view_data_at(v, i) || value == answer)
            continue;
        buf_add_c(b->out, any ? "<dt>" : "<dl class=\"kv wide\"><dt>");
        any = true;
        add_label(b, view_label_at(v, i), view_key_at(v, i));
        buf_add_c(b->out, "</dt><dd>");
        render_sources_add(&sources, value);
        code = render_html_value(b->out, value, b->page, err);
        buf_add_c(b->out, "</dd>\n");
    }
    if (any)
        buf_add_c(b->out, "</dl>\n");
    if (code == AK_OK && sources.n)
        under(b, &sources, "");
    arena_free(&a);
    return code;
}

static ak_code map_sections(html_block *b, const view *v, const char *path, int level, arena *a, ak_err *err)
{
    for (size_t i = 0; i < view_count(v); i++) {
        const view *value = view_at(v, i);
        if (!is_block(value) || view_data_at(v, i))
            continue;
        const char *key = view_key_at(v, i);
        const char *inner = *path ? arena_printf(a, "%s.%s", path, key) : key;
        buf_add_c(b->out, "<section aria-labelledby=\"");
        add_id(b, inner);
        buf_printf(b->out, "\"><h%d id=\"", level);
        add_id(b, inner);
        buf_add_c(b->out, "\">");
        add_label(b, view_label_at(v, i), key);
        buf_printf(b->out, "</h%d>\n", level);
        AK_TRY(block(b, value, inner, view_label_at(v, i), level < 5 ? level + 1 : 5, err));
        buf_add_c(b->out, "</section>\n");
    }
    return AK_OK;
}

static ak_code map_block(html_block *b, const view *v, const char *path, int level, ak_err *err)
{
    AK_TRY(definition_list(b, v, err));
    arena a = {0};
    ak_code code = map_sections(b, v, path, level, &a, err);
    arena_free(&a);
    return code;
}

static ak_code list_block(html_block *b, const view *v, const char *path, int level, ak_err *err)
{
    if (view_count(v) == 0) {
        buf_add_c(b->out, "<p class=\"muted\">");
        say(b, N_("none"));
        buf_add_c(b->out, "</p>\n");
        return AK_OK;
    }
    buf_add_c(b->out, "<ul>");
    for (size_t i = 0; i < view_count(v); i++) {
        const view *item = view_at(v, i);
        char inner[256];
        snprintf(inner, sizeof inner, "%.200s.%zu", path, i);
        buf_add_c(b->out, "<li>");
        if (is_block(item))
            AK_TRY(block(b, item, inner, "", level, err));
        else
            AK_TRY(render_html_value(b->out, item, b->page, err));
        buf_add_c(b->out, "</li>\n");
        AK_TRY(render_flush(b->sink, err));
    }
    buf_add_c(b->out, "</ul>\n");
    return AK_OK;
}

static ak_code block(html_block *b, const view *v, const char *path, const char *label, int level,
                     ak_err *err)
{
    if (b->depth >= RENDER_DEPTH_MAX)
        return ak_fail(err, &VIEW_004, ak_arg_int(RENDER_DEPTH_MAX));
    b->depth++;
    ak_code code = AK_OK;
    switch (view_kind_of(v)) {
    case VIEW_TABLE:
        code = table_block(b, v, path, label, err);
        break;
    case VIEW_FIGURE:
        code = figure_block(b, v, path, err);
        break;
    case VIEW_MAP:
        code = map_block(b, v, path, level, err);
        break;
    case VIEW_LIST:
        code = list_block(b, v, path, level, err);
        break;
    default:
        buf_add_c(b->out, "<p>");
        code = render_html_value(b->out, v, b->page, err);
        buf_add_c(b->out, "</p>\n");
    }
    b->depth--;
    return code;
}

ak_code render_html_block(render_sink *sink, const view *v, const char *path, const char *label, int level,
                          const render_page *page, ak_err *err)
{
    html_block b = {.sink = sink, .out = &sink->out, .page = page};
    return block(&b, v, path, label, level, err);
}

ak_code render_html(render_sink *sink, const view *v, const render_page *page, ak_err *err)
{
    return render_html_block(sink, v, "", "", 2, page, err);
}
