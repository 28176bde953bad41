/* doc_pdf.c -- a document as tagged PDF, A4.
 *
 * Laid out twice: the second time the table of contents knows the pages that the first time found.
 */
#include <string.h>

#include "report/doc_write.h"
#include "report/paint.h"
#include "report/pdf_flow.h"
#include "report/pdf_inside.h"
#include "report/rules.h"

#define WIDTH       (FLOW_RIGHT - FLOW_LEFT)
#define FIGURE_MOST 560.0 /* points high */

static const flow_style title_style = {22, 27, PDF_SEMIBOLD, PDF_INK};
static const flow_style subtitle_style = {12, 17, PDF_REGULAR, FLOW_SECOND};
static const flow_style heading_styles[4] = {
    {15,   20, PDF_SEMIBOLD, PDF_INK    },
    {12,   16, PDF_SEMIBOLD, PDF_INK    },
    {10.5, 15, PDF_SEMIBOLD, PDF_INK    },
    {10,   14, PDF_SEMIBOLD, FLOW_SECOND},
};
static const double heading_gaps[4] = {20, 13, 9, 6};
static const char *const heading_types[4] = {"H2", "H3", "H4", "H5"};
static const flow_style body_style = {10, 14.5, PDF_REGULAR, PDF_INK};
static const flow_style small_style = {8.5, 12, PDF_REGULAR, FLOW_SECOND};
static const flow_style edge_style = {8, 11, PDF_REGULAR, FLOW_SECOND};

static const char *heading_anchor(arena *a, size_t i)
{
    return arena_printf(a, "h-%zu", i);
}

static void put_title(flow *f)
{
    const doc_about *about = &f->d->about;
    doc_text title = {&(doc_run){.text = about->title}, 1};
    flow_lines lines = flow_break(f, &title, WIDTH, &title_style);
    f->y += 4;
    flow_put_lines(f, pdf_elem_new(f->p, NULL, "H1"), &lines, FLOW_LEFT, &title_style);
    if (*about->subtitle) {
        doc_text subtitle = {&(doc_run){.text = about->subtitle}, 1};
        lines = flow_break(f, &subtitle, WIDTH, &subtitle_style);
        flow_put_lines(f, pdf_elem_new(f->p, NULL, "P"), &lines, FLOW_LEFT, &subtitle_style);
    }
    f->y += 10;
}

/* A line of the contents: the heading, and its page at the right edge; both open it. */
static void put_contents_line(flow *f, pdf_elem *toc, size_t i)
{
    const doc_block *b = &f->d->blocks[i];
    double indent = b->level > 1 ? 14 : 0;
    const char *to = arena_printf(f->a, "#%s", heading_anchor(f->a, i));
    doc_run *run = ARENA_NEW(f->a, doc_run);
    *run = (doc_run){doc_text_plain(f->a, &b->text), to, b->level == 1};
    doc_text text = {run, 1};
    flow_lines lines = flow_break(f, &text, WIDTH - indent - 40, &body_style);
    pdf_elem *line = pdf_elem_new(f->p, pdf_elem_new(f->p, toc, "TOCI"), "Reference");
    flow_put_lines(f, line, &lines, FLOW_LEFT + indent, &body_style);
    doc_run *page = ARENA_NEW(f->a, doc_run);
    *page = (doc_run){arena_printf(f->a, "%d", f->pages_of[i]), to, false};
    text = (doc_text){page, 1};
    lines = flow_break(f, &text, 40, &body_style);
    flow_put_line(f, line, &lines.lines[0], FLOW_RIGHT - lines.lines[0].width,
                  f->y - body_style.leading + body_style.size, &body_style);
    flow_unmark(f);
}

static void put_contents(flow *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->d->n; i++)
        n += f->d->blocks[i].kind == DOC_HEADING && f->d->blocks[i].level <= f->d->about.contents;
    if (n < 3)
        return;
    doc_text head = {&(doc_run){.text = tr(f->d->about.lang, N_("Contents"))}, 1};
    flow_lines lines = flow_break(f, &head, WIDTH, &heading_styles[0]);
    flow_put_lines(f, pdf_elem_new(f->p, NULL, "H2"), &lines, FLOW_LEFT, &heading_styles[0]);
    f->y += 4;
    pdf_elem *toc = pdf_elem_new(f->p, NULL, "TOC");
    for (size_t i = 0; i < f->d->n; i++)
        if (f->d->blocks[i].kind == DOC_HEADING && f->d->blocks[i].level <= f->d->about.contents)
            put_contents_line(f, toc, i);
    f->y += 6;
}

static double figure_size(const picture *drawing, double *width)
{
    double height = WIDTH * drawing->height / drawing->width;
    *width = height > FIGURE_MOST ? WIDTH * FIGURE_MOST / height : WIDTH;
    return height > FIGURE_MOST ? FIGURE_MOST : height;
}

/* A heading stays with what follows: a few lines, or the whole of a figure. */
static double height_after(const flow *f, size_t i)
{
    const doc_block *next = i + 1 < f->d->n ? &f->d->blocks[i + 1] : NULL;
    double width;
    if (next && next->kind == DOC_HEADING)
        return heading_gaps[next->level - 1] + 2 * heading_styles[next->level - 1].leading +
               height_after(f, i + 1);
    if (next && next->kind == DOC_FIGURE)
        return figure_size(next->figure, &width) + 60;
    return 3 * body_style.leading + (next && next->kind == DOC_TABLE ? 50 : 0);
}

static void put_heading(flow *f, size_t i)
{
    const doc_block *b = &f->d->blocks[i];
    int level = b->level - 1;
    const flow_style *style = &heading_styles[level];
    flow_lines lines = flow_break(f, &b->text, WIDTH, style);
    double gap = f->y > FLOW_TOP ? heading_gaps[level] : 0;
    flow_need(f, gap + style->leading * (double)lines.n + height_after(f, i));
    f->y += f->y > FLOW_TOP ? heading_gaps[level] : 0;
    if (level == 0) {
        flow_mark(f, NULL);
        pdf_rule(f->p, PDF_INK, 1.25, FLOW_LEFT, f->y - 6, FLOW_RIGHT, f->y - 6);
        flow_unmark(f);
    }
    pdf_anchor(f->p, heading_anchor(f->a, i), f->y - 4);
    pdf_outline(f->p, b->level, doc_text_plain(f->a, &b->text), f->y - 4);
    f->pages_of[i] = (int)pdf_pages(f->p);
    pdf_elem *elem = pdf_elem_new(f->p, NULL, heading_types[level]);
    elem->lang = b->lang;
    flow_put_lines(f, elem, &lines, FLOW_LEFT, style);
    f->y += 3;
}

static void put_paragraph(flow *f, const doc_block *b)
{
    const flow_style *style = b->kind == DOC_SMALL ? &small_style : &body_style;
    flow_lines lines = flow_break(f, &b->text, WIDTH, style);
    pdf_elem *elem = pdf_elem_new(f->p, NULL, "P");
    elem->lang = b->lang;
    flow_put_lines(f, elem, &lines, FLOW_LEFT, style);
    f->y += 5;
}

/* Behind a bar at the left; a note has a ground where it fits one page. */
static void put_framed(flow *f, const doc_block *b)
{
    bool note = b->kind == DOC_NOTE;
    double x = FLOW_LEFT + 14;
    flow_lines lines = flow_break(f, &b->text, WIDTH - 28, &body_style);
    double height = (double)lines.n * body_style.leading + (note ? 16 : 4);
    f->y += 3;
    bool whole = height < FLOW_BOTTOM - FLOW_TOP;
    if (whole) {
        flow_need(f, height);
        flow_mark(f, NULL);
        if (note)
            pdf_fill(f->p, 0xf4f7f9, FLOW_LEFT, f->y, WIDTH, height);
        pdf_fill(f->p, note ? 0xb36b00 : 0x8b97a3, FLOW_LEFT, f->y, note ? 4 : 2, height);
        flow_unmark(f);
    }
    f->y += note ? 8 : 2;
    pdf_elem *elem = note ? pdf_elem_new(f->p, NULL, "P")
                          : pdf_elem_new(f->p, pdf_elem_new(f->p, NULL, "BlockQuote"), "P");
    elem->lang = b->lang;
    flow_put_lines(f, elem, &lines, x, &body_style);
    f->y += note ? 16 : 9;
}

static void put_list(flow *f, const doc_block *b)
{
    pdf_elem *list = pdf_elem_new(f->p, NULL, "L");
    for (size_t i = 0; i < b->items_n; i++) {
        flow_lines lines = flow_break(f, &b->items[i], WIDTH - 26, &body_style);
        flow_need_lines(f, &lines, &body_style); /* the mark stands beside the first line */
        pdf_elem *item = pdf_elem_new(f->p, list, "LI");
        doc_run *mark = ARENA_NEW(f->a, doc_run);
        mark->text = b->numbered ? arena_printf(f->a, "%zu.", i + 1) : "•";
        doc_text label = {mark, 1};
        flow_lines mark_lines = flow_break(f, &label, 26, &body_style);
        flow_put_line(f, pdf_elem_new(f->p, item, "Lbl"), &mark_lines.lines[0], FLOW_LEFT + 4,
                      f->y + body_style.size, &body_style);
        flow_put_lines(f, pdf_elem_new(f->p, item, "LBody"), &lines, FLOW_LEFT + 26, &body_style);
        f->y += 2;
    }
    f->y += 4;
}

/* What colours and shapes mean: swatches are decoration, the words are read. */
static void put_key(flow *f, const picture *drawing)
{
    if (drawing->key_n == 0)
        return;
    pdf_elem *list = pdf_elem_new(f->p, NULL, "L");
    double x = FLOW_LEFT;
    flow_need(f, 14);
    for (size_t i = 0; i < drawing->key_n; i++) {
        doc_run *run = ARENA_NEW(f->a, doc_run);
        run->text = drawing->key[i].text;
        doc_text text = {run, 1};
        flow_lines lines = flow_break(f, &text, WIDTH - 22, &small_style);
        double width = lines.lines[0].width + 34;
        if (x > FLOW_LEFT && x + width > FLOW_RIGHT) {
            x = FLOW_LEFT;
            f->y += small_style.leading + 2;
            flow_need(f, 14);
        }
        flow_mark(f, NULL);
        paint_picture(f->p, drawing->key[i].swatch, x, f->y, 15);
        flow_unmark(f);
        pdf_elem *item = pdf_elem_new(f->p, pdf_elem_new(f->p, list, "LI"), "LBody");
        flow_put_line(f, item, &lines.lines[0], x + 19, f->y + small_style.size, &small_style);
        flow_unmark(f);
        x += width;
    }
    f->y += small_style.leading + 6;
}

static void put_points(flow *f, const picture *drawing)
{
    if (drawing->points_n == 0)
        return;
    pdf_elem *list = pdf_elem_new(f->p, NULL, "L");
    for (size_t i = 0; i < drawing->points_n; i++) {
        const picture_point_row *row = &drawing->points[i];
        doc_run *run = ARENA_NEW(f->a, doc_run);
        run->text =
            arena_printf(f->a, "%s  %s%s%s", row->number, row->name, *row->note ? ", " : "", row->note);
        doc_text text = {run, 1};
        flow_lines lines = flow_break(f, &text, WIDTH, &small_style);
        flow_put_lines(f, pdf_elem_new(f->p, pdf_elem_new(f->p, list, "LI"), "LBody"), &lines, FLOW_LEFT,
                       &small_style);
    }
    f->y += 6;
}

static void put_figure(flow *f, const doc_block *b)
{
    static const flow_style style = {10, 14, PDF_SEMIBOLD, PDF_INK};
    const picture *drawing = b->figure;
    double width;
    double height = figure_size(drawing, &width);
    flow_lines lines = flow_break(f, &b->text, WIDTH, &style);
    flow_need(f, height + (double)lines.n * style.leading + 12);
    flow_put_lines(f, pdf_elem_new(f->p, NULL, "P"), &lines, FLOW_LEFT, &style);
    f->y += 4;
    pdf_elem *figure = pdf_elem_new(f->p, NULL, "Figure");
    figure->alt = *drawing->describe ? drawing->describe : doc_text_plain(f->a, &b->text);
    double *box = figure->box;
    box[0] = FLOW_LEFT;
    box[1] = f->y;
    box[2] = FLOW_LEFT + width;
    box[3] = f->y + height;
    flow_mark(f, figure);
    paint_picture(f->p, drawing, FLOW_LEFT, f->y, width);
    flow_unmark(f);
    f->y += height + 6;
    put_key(f, drawing);
    put_points(f, drawing);
}

static void put_block(flow *f, size_t i)
{
    const doc_block *b = &f->d->blocks[i];
    if (*b->anchor)
        pdf_anchor(f->p, b->anchor, f->y);
    switch (b->kind) {
    case DOC_HEADING:
        put_heading(f, i);
        break;
    case DOC_PARAGRAPH:
    case DOC_SMALL:
        put_paragraph(f, b);
        break;
    case DOC_NOTE:
    case DOC_QUOTE:
        put_framed(f, b);
        break;
    case DOC_LIST:
        put_list(f, b);
        break;
    case DOC_TABLE:
        flow_table(f, b->table);
        break;
    case DOC_FIGURE:
        put_figure(f, b);
        break;
    case DOC_BREAK:
        if (f->y > FLOW_TOP)
            flow_page(f);
        break;
    }
}

/* Signs that the font does not have stand as U+ in the text; here they are listed once. */
static void put_outside(flow *f)
{
    size_t n;
    const uint32_t *signs = pdf_outside(f->p, &n);
    if (n == 0)
        return;
    buf b = buf_new(f->a, 0);
    buf_add_c(
        &b,
        tr(f->d->about.lang,
           N_("Signs that the font of this document does not have are written as their number in Unicode:")));
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s U+%04X", i ? "," : "", (unsigned)signs[i]);
    buf_add_char(&b, '.');
    doc_run run = {.text = b.p};
    put_paragraph(f, &(doc_block){
                         .kind = DOC_SMALL, .lang = "", .anchor = "", .text = {&run, 1}
    });
}

static void put_edge_text(flow *f, const char *text, double y, bool right)
{
    doc_run *run = ARENA_NEW(f->a, doc_run);
    run->text = text;
    doc_text t = {run, 1};
    flow_lines lines = flow_break(f, &t, WIDTH - 60, &edge_style);
    const flow_line *line = &lines.lines[0];
    flow_put_line(f, NULL, line, right ? FLOW_RIGHT - line->width : FLOW_LEFT, y, &edge_style);
}

/* Header and footer of every page: artifacts. */
static void put_edges(flow *f)
{
    const doc_about *about = &f->d->about;
    size_t n = pdf_pages(f->p);
    for (size_t i = 0; i < n; i++) {
        pdf_page_again(f->p, i);
        put_edge_text(f, about->author, 48, false);
        if (i > 0)
            put_edge_text(f, about->title, 48, true);
        put_edge_text(f, about->footer, PDF_PAGE_HEIGHT - 40, false);
        put_edge_text(f, arena_printf(f->a, "%zu / %zu", i + 1, n), PDF_PAGE_HEIGHT - 40, true);
        flow_unmark(f);
    }
}

static ak_code lay_out(flow *f, ak_err *err)
{
    AK_TRY(pdf_new(&f->p, f->a, err));
    flow_page(f);
    put_title(f);
    if (f->d->about.contents)
        put_contents(f);
    for (size_t i = 0; i < f->d->n; i++) {
        put_block(f, i);
        if (pdf_pages(f->p) > PDF_PAGES_MOST)
            return ak_fail(err, &DOC_003, ak_arg_int(PDF_PAGES_MOST));
    }
    put_outside(f);
    put_edges(f);
    return AK_OK;
}

ak_code doc_pdf(str *bytes, doc *d, ak_err *err)
{
    int *pages_of = ARENA_NEWS(d->a, int, d->n + 1);
    flow f = {.d = d, .a = d->a, .pages_of = pages_of};
    if (d->about.contents)
        AK_TRY(lay_out(&f, err));
    f = (flow){.d = d, .a = d->a, .pages_of = pages_of};
    AK_TRY(lay_out(&f, err));
    return pdf_done(bytes, f.p,
                    &(pdf_about){.title = d->about.title,
                                 .author = d->about.author,
                                 .subject = d->about.subtitle,
                                 .lang = language_code(d->about.lang),
                                 .created = d->about.created},
                    err);
}
