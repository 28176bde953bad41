/* doc_text.c -- a document as plain text of at most 80 columns. */
#include <string.h>

#include "base/text_width.h"
#include "report/doc_write.h"

#define COLUMNS 80

static void put_lines(buf *out, const char *first, const char *other, str text)
{
    const char *lead = first;
    do {
        str line = text_width_line(&text, COLUMNS - text_width(str_of(other)));
        buf_add_c(out, lead);
        buf_add_str(out, line);
        buf_add_char(out, '\n');
        lead = other;
    } while (text.n);
}

/* The words, and behind a link where it leads to. */
static str words(arena *a, const doc_text *t)
{
    buf b = buf_new(a, 0);
    for (size_t i = 0; i < t->n; i++) {
        const doc_run *r = &t->runs[i];
        buf_add_c(&b, r->text);
        if (r->href && r->href[0] != '#' && strcmp(r->href, r->text) != 0)
            buf_printf(&b, " <%s>", r->href);
    }
    return b.n ? buf_str(&b) : (str){"", 0};
}

static void put_under(buf *out, str text, char line)
{
    size_t n = text_width(text);
    for (size_t i = 0; i < (n < COLUMNS ? n : COLUMNS); i++)
        buf_add_char(out, line);
    buf_add_char(out, '\n');
}

/* A row a group of lines: "head: cell"; tables of many columns do not fit 80 of a terminal. */
static void put_table(buf *out, arena *a, const doc_table *t)
{
    if (t->caption.n) {
        put_lines(out, "", "", words(a, &t->caption));
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < t->cells_n; i++) {
        size_t c = i % t->n;
        str cell = words(a, &t->cells[i].text);
        if (c == 0) {
            put_lines(out, "* ", "  ", cell);
        } else if (cell.n) {
            const char *line = arena_printf(a, "%s: %.*s", t->columns[c].head, (int)cell.n, cell.p);
            put_lines(out, "  ", "    ", str_of(line));
        }
    }
    buf_add_char(out, '\n');
}

static void put_block(buf *out, arena *a, const doc_block *b)
{
    str text = words(a, &b->text);
    switch (b->kind) {
    case DOC_HEADING:
        buf_add_char(out, '\n');
        put_lines(out, "", "", text);
        if (b->level <= 2)
            put_under(out, text, b->level == 1 ? '=' : '-');
        buf_add_char(out, '\n');
        break;
    case DOC_PARAGRAPH:
    case DOC_SMALL:
        put_lines(out, "", "", text);
        buf_add_char(out, '\n');
        break;
    case DOC_NOTE:
        put_lines(out, "! ", "  ", text);
        buf_add_char(out, '\n');
        break;
    case DOC_QUOTE:
        put_lines(out, "> ", "> ", text);
        buf_add_char(out, '\n');
        break;
    case DOC_LIST:
        for (size_t i = 0; i < b->items_n; i++)
            put_lines(out, b->numbered ? arena_printf(a, "%zu. ", i + 1) : "- ", b->numbered ? "   " : "  ",
                      words(a, &b->items[i]));
        buf_add_char(out, '\n');
        break;
    case DOC_TABLE:
        put_table(out, a, b->table);
        break;
    case DOC_FIGURE:
        put_lines(out, "", "", text);
        put_lines(out, "  ", "  ", str_of(b->figure->describe));
        buf_add_char(out, '\n');
        break;
    case DOC_BREAK:
        break;
    }
}

ak_code doc_plain(str *bytes, doc *d, ak_err *err)
{
    const doc_about *about = &d->about;
    buf out = buf_new(d->a, 0);
    put_lines(&out, "", "", str_of(about->title));
    put_under(&out, str_of(about->title), '=');
    if (*about->subtitle)
        put_lines(&out, "", "", str_of(about->subtitle));
    if (*about->author)
        put_lines(&out, "", "", str_of(about->author));
    buf_add_char(&out, '\n');
    for (size_t i = 0; i < d->n; i++)
        put_block(&out, d->a, &d->blocks[i]);
    if (*about->footer)
        put_lines(&out, "", "", str_of(about->footer));
    *bytes = buf_str(&out);
    return buf_done(&out, err);
}
