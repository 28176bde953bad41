/* doc_html.c -- a document as one HTML file with its style inside: opens anywhere, without a net. */
#include <assert.h>
#include <string.h>

#include "base/html.h"
#include "report/doc_write.h"
#include "report/paint.h"

static const char style[] =
    "body{margin:0 auto;max-width:50rem;padding:1.5rem;font-family:Inter,\"Noto Sans\",system-ui,sans-serif;"
    "line-height:1.5;color:#12263a;background:#fff;overflow-wrap:anywhere}\n"
    "h1,h2,h3,h4,h5{line-height:1.2;margin:1.5em 0 .4em}h1{font-size:1.9rem;margin-top:.5em}"
    "h2{font-size:1.35rem;border-top:2px solid "
    "#12263a;padding-top:.6em}h3{font-size:1.1rem}h4,h5{font-size:1rem}\n"
    "p{margin:.4em 0}.small,footer,header{font-size:.875rem;color:#3d4b5a}a{color:#005db1}\n"
    ".note{border-left:5px solid #b36b00;background:#fdf3df;padding:.75rem 1rem;margin:.75rem 0}\n"
    "blockquote{border-left:3px solid #8b97a3;margin:.75rem 0;padding:.1rem 0 .1rem 1rem}\n"
    "table{border-collapse:collapse;width:100%;margin:.75rem 0;font-size:.9375rem}"
    "caption{text-align:left;font-weight:650;margin-bottom:.25rem}"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid #c9d0d7}"
    "thead th{border-bottom:2px solid #5d6b78}tbody "
    "th{font-weight:400}.num{text-align:right;white-space:nowrap}\n"
    ".scroll{overflow-x:auto}figure{margin:1rem 0}figcaption{font-weight:650}.draw "
    "svg{width:100%;height:auto}"
    ".key{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.9375rem}"
    ".key svg{width:1.5rem;height:1rem}.sprite{position:absolute;width:0;height:0}\n"
    "@media "
    "print{body{max-width:none;padding:0;font-size:10pt}h2,h3,h4{break-after:avoid}tr,figure,.note{break-"
    "inside:"
    "avoid}thead{display:table-header-group}.new-page{break-before:page}}\n";

static void put_text(buf *out, const doc_text *t)
{
    for (size_t i = 0; i < t->n; i++) {
        const doc_run *r = &t->runs[i];
        if (r->href) {
            buf_add_c(out, "<a href=\"");
            html_escape(out, str_of(r->href));
            buf_add_c(out, "\">");
        }
        buf_add_c(out, r->strong ? "<strong>" : "");
        str rest = str_of(r->text);
        for (bool first = true; rest.n || first; first = false) {
            buf_add_c(out, first ? "" : "<br>");
            html_escape(out, str_cut(&rest, '\n'));
        }
        buf_add_c(out, r->strong ? "</strong>" : "");
        buf_add_c(out, r->href ? "</a>" : "");
    }
}

static void open_tag(buf *out, const char *element, const char *class, const doc_block *b)
{
    buf_printf(out, "<%s", element);
    if (*class)
        buf_printf(out, " class=\"%s\"", class);
    if (*b->anchor)
        buf_printf(out, " id=\"%s\"", b->anchor);
    if (*b->lang)
        buf_printf(out, " lang=\"%s\"", b->lang);
    buf_add_char(out, '>');
}

static void put_table(buf *out, const doc_table *t)
{
    assert(t->n > 0);
    buf_add_c(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    for (size_t i = 0; i < t->caption.n; i++)
        html_escape(out, str_of(t->caption.runs[i].text));
    if (!t->caption.n && t->n)
        html_escape(out, str_of(t->columns[0].head));
    buf_add_c(out, "\"><table>");
    if (t->caption.n) {
        buf_add_c(out, "<caption>");
        put_text(out, &t->caption);
        buf_add_c(out, "</caption>");
    }
    buf_add_c(out, "\n<thead><tr>");
    for (size_t c = 0; c < t->n; c++) {
        buf_printf(out, "<th scope=\"col\"%s>", t->columns[c].number ? " class=\"num\"" : "");
        html_escape(out, str_of(t->columns[c].head));
        buf_add_c(out, "</th>");
    }
    buf_add_c(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < t->cells_n; i++) {
        size_t c = i % t->n;
        buf_add_c(out, c ? "<td" : "<tr><th scope=\"row\"");
        buf_add_c(out, t->columns[c].number ? " class=\"num\">" : ">");
        put_text(out, &t->cells[i].text);
        buf_add_c(out, c ? "</td>" : "</th>");
        buf_add_c(out, c + 1 == t->n ? "</tr>\n" : "");
    }
    buf_add_c(out, "</tbody></table></div>\n");
}

static void put_figure(buf *out, const doc_block *b)
{
    const picture *drawing = b->figure;
    buf_add_c(out, "<figure><figcaption>");
    put_text(out, &b->text);
    buf_add_c(out, "</figcaption>\n<div class=\"draw\">");
    picture_svg(out, drawing, "#");
    buf_add_c(out, "</div>\n");
    if (drawing->key_n) {
        buf_add_c(out, "<ul class=\"key draw\">");
        for (size_t i = 0; i < drawing->key_n; i++) {
            buf_add_c(out, "<li>");
            picture_svg(out, drawing->key[i].swatch, "#");
            buf_add_char(out, ' ');
            html_escape(out, str_of(drawing->key[i].text));
            buf_add_c(out, "</li>");
        }
        buf_add_c(out, "</ul>\n");
    }
    if (drawing->points_n) {
        buf_add_c(out, "<ul>");
        for (size_t i = 0; i < drawing->points_n; i++) {
            const picture_point_row *row = &drawing->points[i];
            buf_add_c(out, "<li>");
            html_escape(out, str_of(row->number));
            buf_add_char(out, ' ');
            html_escape(out, str_of(row->name));
            buf_add_c(out, *row->note ? ", " : "");
            html_escape(out, str_of(row->note));
            buf_add_c(out, "</li>");
        }
        buf_add_c(out, "</ul>\n");
    }
    buf_add_c(out, "</figure>\n");
}

static void put_list(buf *out, const doc_block *b)
{
    open_tag(out, b->numbered ? "ol" : "ul", "", b);
    for (size_t i = 0; i < b->items_n; i++) {
        buf_add_c(out, "<li>");
        put_text(out, &b->items[i]);
        buf_add_c(out, "</li>\n");
    }
    buf_add_c(out, b->numbered ? "</ol>\n" : "</ul>\n");
}

static void put_inline(buf *out, const char *element, const char *class, const doc_block *b)
{
    open_tag(out, element, class, b);
    put_text(out, &b->text);
    buf_printf(out, "</%s>\n", element);
}

static void put_block(buf *out, const doc_block *b)
{
    static const char *const headings[] = {"h2", "h3", "h4", "h5"};
    switch (b->kind) {
    case DOC_HEADING:
        put_inline(out, headings[b->level - 1], "", b);
        break;
    case DOC_PARAGRAPH:
        put_inline(out, "p", "", b);
        break;
    case DOC_SMALL:
        put_inline(out, "p", "small", b);
        break;
    case DOC_NOTE:
        put_inline(out, "div", "note", b);
        break;
    case DOC_QUOTE:
        put_inline(out, "blockquote", "", b);
        break;
    case DOC_LIST:
        put_list(out, b);
        break;
    case DOC_TABLE:
        put_table(out, b->table);
        break;
    case DOC_FIGURE:
        put_figure(out, b);
        break;
    case DOC_BREAK:
        buf_add_c(out, "<div class=\"new-page\"></div>\n");
        break;
    }
}

static void put_contents(buf *out, doc *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        n += d->blocks[i].kind == DOC_HEADING && d->blocks[i].level <= d->about.contents;
    if (!d->about.contents || n < 3)
        return;
    buf_printf(out, "<nav aria-label=\"%s\"><ul>\n", tr(d->about.lang, N_("Contents")));
    for (size_t i = 0; i < d->n; i++) {
        doc_block *b = &d->blocks[i];
        if (b->kind != DOC_HEADING || b->level > d->about.contents)
            continue;
        if (!*b->anchor)
            b->anchor = arena_printf(d->a, "h-%zu", i);
        buf_printf(out, "<li><a href=\"#%s\">", b->anchor);
        html_escape(out, str_of(doc_text_plain(d->a, &b->text)));
        buf_add_c(out, "</a></li>\n");
    }
    buf_add_c(out, "</ul></nav>\n");
}

ak_code doc_html(str *bytes, doc *d, ak_err *err)
{
    const doc_about *about = &d->about;
    buf out = buf_new(d->a, 0);
    buf_printf(&out, "<!doctype html>\n<html lang=\"%s\">\n<head><meta charset=\"utf-8\">\n<title>",
               language_code(about->lang));
    html_escape(&out, str_of(about->title));
    buf_add_c(&out, "</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n");
    buf_add_c(&out, style);
    paint_css(&out, ".draw ");
    buf_add_c(&out, "</style></head>\n<body>\n<svg class=\"sprite\" aria-hidden=\"true\">");
    paint_defs(&out);
    buf_add_c(&out, "</svg>\n<header>");
    html_escape(&out, str_of(about->author));
    buf_add_c(&out, "</header>\n<main>\n<h1>");
    html_escape(&out, str_of(about->title));
    buf_add_c(&out, "</h1>\n");
    if (*about->subtitle) {
        buf_add_c(&out, "<p>");
        html_escape(&out, str_of(about->subtitle));
        buf_add_c(&out, "</p>\n");
    }
    put_contents(&out, d);
    for (size_t i = 0; i < d->n; i++)
        put_block(&out, &d->blocks[i]);
    buf_add_c(&out, "</main>\n<footer><p>");
    html_escape(&out, str_of(about->footer));
    buf_add_c(&out, "</p></footer>\n</body>\n</html>\n");
    *bytes = buf_str(&out);
    return buf_done(&out, err);
}
