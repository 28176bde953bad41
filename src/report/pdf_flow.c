/* pdf_flow.c -- text flowing over the pages of a PDF: lines, marks, page ends. */
#include "report/pdf_flow.h"

#include <string.h>

#include <utf8proc.h>

#include "report/pdf_inside.h"

#define WORD_PIECES_MOST 32

/* --- breaking into lines --- */

typedef struct breaker {
    flow *f;
    flow_lines out;
    double width;
    const flow_style *style;
    flow_piece word[WORD_PIECES_MOST]; /* pieces of runs without a space between them */
    size_t word_n;
    double word_width;
    double space; /* width of the space before the word; 0 = none */
} breaker;

static flow_line *line_last(breaker *b)
{
    return &b->out.lines[b->out.n - 1];
}

static void line_new(breaker *b)
{
    arena *a = b->f->a;
    b->out.lines = arena_room(a, b->out.lines, b->out.n, &b->out.cap, sizeof *b->out.lines);
    b->out.lines[b->out.n++] = (flow_line){0};
}

static void piece_add(breaker *b, flow_piece piece)
{
    flow_line *line = line_last(b);
    piece.x = line->width;
    line->width += piece.width;
    flow_piece *before = line->n ? &line->pieces[line->n - 1] : NULL;
    if (before && before->run == piece.run && before->text.p + before->text.n == piece.text.p) {
        before->text.n += piece.text.n;
        before->width += piece.width;
        return;
    }
    line->pieces = arena_room(b->f->a, line->pieces, line->n, &line->cap, sizeof *line->pieces);
    line->pieces[line->n++] = piece;
}

static double width_of(const breaker *b, pdf_face face, str text)
{
    return font_text_width(pdf_font(b->f->p, face), text, b->style->size);
}

/* Bytes of the text that fit the width, cut behind / . - _ ? & = where one stands in the last half. */
static size_t bytes_that_fit(const breaker *b, const flow_piece *piece, double width)
{
    size_t fit = 0;
    size_t nice = 0;
    while (fit < piece->text.n) {
        size_t next = fit + 1;
        while (next < piece->text.n && ((unsigned char)piece->text.p[next] & 0xc0) == 0x80)
            next++;
        if (width_of(b, piece->face, (str){piece->text.p, next}) > width)
            break;
        fit = next;
        if (strchr("/.-_?&=", piece->text.p[fit - 1]))
            nice = fit;
    }
    if (nice > fit / 2)
        fit = nice;
    return fit ? fit : piece->text.n;
}

/* A word that is wider than a line. */
static void piece_add_cut(breaker *b, flow_piece piece)
{
    while (piece.width > b->width - line_last(b)->width && piece.text.n) {
        double left = b->width - line_last(b)->width;
        if (line_last(b)->n && left < b->width / 4) {
            line_new(b);
            continue;
        }
        size_t n = bytes_that_fit(b, &piece, left);
        flow_piece head = piece;
        head.text.n = n;
        head.width = width_of(b, piece.face, head.text);
        piece_add(b, head);
        piece.text = (str){piece.text.p + n, piece.text.n - n};
        piece.width = width_of(b, piece.face, piece.text);
        if (piece.text.n)
            line_new(b);
    }
    if (piece.text.n)
        piece_add(b, piece);
}

static void word_done(breaker *b)
{
    if (b->word_n == 0)
        return;
    flow_line *line = line_last(b);
    bool first = line->n == 0;
    if (!first && line->width + b->space + b->word_width > b->width) {
        line->broken = b->space > 0;
        line_new(b);
        first = true;
    }
    if (!first && b->space > 0) {
        flow_piece space = b->word[0];
        space.text = STR(" ");
        space.width = b->space;
        line = line_last(b);
        flow_piece *before = &line->pieces[line->n - 1];
        if (before->run == space.run && before->text.p + before->text.n + 1 == b->word[0].text.p)
            space.text = (str){before->text.p + before->text.n, 1}; /* the text's own space: one piece */
        piece_add(b, space);
    }
    for (size_t i = 0; i < b->word_n; i++) {
        if (b->word_width > b->width)
            piece_add_cut(b, b->word[i]);
        else
            piece_add(b, b->word[i]);
    }
    b->word_n = 0;
    b->word_width = 0;
    b->space = 0;
}

static void run_add(breaker *b, const doc_run *run)
{
    pdf_face face = run->strong ? PDF_SEMIBOLD : b->style->face;
    str rest = str_of(run->text);
    for (bool first = true; rest.n || first; first = false) {
        str line = str_cut(&rest, '\n');
        if (!first) {
            word_done(b);
            line_new(b);
        }
        str text = pdf_printable(b->f->a, b->f->p, line);
        while (text.n) {
            if (text.p[0] == ' ') {
                word_done(b);
                b->space = width_of(b, face, STR(" "));
                text = (str){text.p + 1, text.n - 1};
                continue;
            }
            const char *end = memchr(text.p, ' ', text.n);
            str word = {text.p, end ? (size_t)(end - text.p) : text.n};
            if (b->word_n == WORD_PIECES_MOST)
                word_done(b);
            b->word[b->word_n] = (flow_piece){word, run, 0, width_of(b, face, word), face};
            b->word_width += b->word[b->word_n++].width;
            text = (str){text.p + word.n, text.n - word.n};
        }
    }
}

flow_lines flow_break(flow *f, const doc_text *text, double width, const flow_style *style)
{
    breaker b = {.f = f, .width = width, .style = style};
    line_new(&b);
    for (size_t i = 0; i < text->n; i++)
        run_add(&b, &text->runs[i]);
    word_done(&b);
    return b.out;
}

void flow_measure(flow *f, const doc_text *text, const flow_style *style, double *whole, double *word)
{
    *whole = 0;
    *word = 0;
    for (size_t i = 0; i < text->n; i++) {
        const font *face = pdf_font(f->p, text->runs[i].strong ? PDF_SEMIBOLD : style->face);
        str rest = pdf_printable(f->a, f->p, str_of(text->runs[i].text));
        *whole += font_text_width(face, rest, style->size);
        while (rest.n) {
            double w = font_text_width(face, str_cut(&rest, ' '), style->size);
            *word = w > *word ? w : *word;
        }
    }
}

/* --- marks and pages --- */

void flow_unmark(flow *f)
{
    if (f->marked || f->artifact)
        pdf_end(f->p);
    f->marked = NULL;
    f->artifact = false;
}

void flow_mark(flow *f, pdf_elem *elem)
{
    if (elem ? f->marked == elem : f->artifact)
        return;
    flow_unmark(f);
    pdf_begin(f->p, elem);
    f->marked = elem;
    f->artifact = !elem;
}

void flow_page(flow *f)
{
    flow_unmark(f);
    pdf_page(f->p);
    f->y = FLOW_TOP;
}

void flow_need(flow *f, double height)
{
    if (f->y + height > FLOW_BOTTOM && f->y > FLOW_TOP)
        flow_page(f);
}

/* --- putting --- */

static const char *link_words(flow *f, const doc_run *run)
{
    return run->href[0] == '#' ? run->text : arena_printf(f->a, "%s (%s)", run->text, run->href);
}

static bool same_target(const flow_piece *p, const doc_run *run)
{
    return p->run->href && strcmp(p->run->href, run->href) == 0;
}

void flow_put_line(flow *f, pdf_elem *elem, const flow_line *line, double x, double y,
                   const flow_style *style)
{
    for (size_t i = 0; i < line->n; i++) {
        const flow_piece *piece = &line->pieces[i];
        if (elem && piece->run->href) {
            pdf_elem *link = pdf_elem_new(f->p, elem, "Link");
            link->alt = link_words(f, piece->run);
            double from = piece->x;
            double to = from;
            flow_mark(f, link);
            for (; i < line->n && same_target(&line->pieces[i], piece->run); i++) {
                const flow_piece *part = &line->pieces[i];
                pdf_text(f->p, part->face, style->size, FLOW_LINK, x + part->x, y, part->text);
                to = part->x + part->width;
            }
            i--;
            flow_unmark(f);
            pdf_link(f->p, link, piece->run->href, x + from, y - style->size, to - from, style->leading);
        } else {
            flow_mark(f, elem);
            pdf_text(f->p, piece->face, style->size, style->rgb, x + piece->x, y, piece->text);
        }
    }
    if (line->broken && line->n) {
        flow_mark(f, elem);
        pdf_text(f->p, style->face, style->size, style->rgb, x + line->width, y, STR(" "));
    }
}

/* How many lines from this one on stay on one page. */
static size_t kept_together(const flow_lines *lines, size_t at)
{
    if (lines->n <= 3)
        return at == 0 ? lines->n : 1;
    return at == 0 || at == lines->n - 2 ? 2 : 1;
}

void flow_need_lines(flow *f, const flow_lines *lines, const flow_style *style)
{
    flow_need(f, style->leading * (double)kept_together(lines, 0));
}

void flow_put_lines(flow *f, pdf_elem *elem, const flow_lines *lines, double x, const flow_style *style)
{
    for (size_t i = 0; i < lines->n; i++) {
        flow_need(f, style->leading * (double)kept_together(lines, i));
        flow_put_line(f, elem, &lines->lines[i], x, f->y + style->size, style);
        f->y += style->leading;
    }
    flow_unmark(f);
}
