/* pdf_table.c -- tables on the pages of a PDF. */
#include "report/pdf_flow.h"

#define PAD_Y            3.5
#define HEAD_LINES_MOST  40 /* what is longer is cut: it would fill the page */
#define HEAD_LINES_AGAIN 8  /* longer heads are not repeated on the next page */

#define SMALLER_MOST 6 /* twentieths that letters shrink in tables of many columns */

typedef struct grid {
    flow *f;
    const doc_table *t;
    flow_style head, cell;
    double pad;    /* at either side of a cell */
    double *x, *w; /* of each column */
    flow_lines *heads;
    size_t heads_lines;
} grid;

/* Every column gets the width of its widest word; what is left goes by what the columns would like.
 * False: the words do not fit, and smaller letters might. */
static bool widths(grid *g)
{
    const doc_table *t = g->t;
    arena *a = g->f->a;
    double *whole = ARENA_NEWS(a, double, t->n);
    double *word = ARENA_NEWS(a, double, t->n);
    for (size_t c = 0; c < t->n; c++) {
        doc_text head = {&(doc_run){.text = t->columns[c].head}, *t->columns[c].head ? 1 : 0};
        flow_measure(g->f, &head, &g->head, &whole[c], &word[c]);
    }
    for (size_t i = 0; i < t->cells_n; i++) {
        double w[2];
        flow_measure(g->f, &t->cells[i].text, &g->cell, &w[0], &w[1]);
        whole[i % t->n] = w[0] > whole[i % t->n] ? w[0] : whole[i % t->n];
        word[i % t->n] = w[1] > word[i % t->n] ? w[1] : word[i % t->n];
    }
    double all = FLOW_RIGHT - FLOW_LEFT - 2 * g->pad * (double)t->n;
    double least = 0;
    double more = 0;
    for (size_t c = 0; c < t->n; c++) {
        if (t->columns[c].share > 0)
            whole[c] = word[c] > t->columns[c].share * all ? word[c] : t->columns[c].share * all;
        word[c] = word[c] > all / 2 ? all / 2 : word[c]; /* an address is cut */
        least += word[c];
        more += whole[c] - word[c] > 0 ? whole[c] - word[c] : 0;
    }
    double x = FLOW_LEFT;
    for (size_t c = 0; c < t->n; c++) {
        double wish = whole[c] - word[c] > 0 ? whole[c] - word[c] : 0;
        double width = least > all ? word[c] * all / least
                       : more > 0  ? word[c] + wish * (all - least) / more
                                   : word[c] + (all - least) / (double)t->n;
        g->x[c] = x + g->pad;
        g->w[c] = width;
        x += width + 2 * g->pad;
    }
    return least <= all;
}

static void set_size(grid *g, double factor)
{
    g->pad = factor < 1 ? 2.5 : 4;
    g->head = (flow_style){8.5 * factor, 11.5 * factor, PDF_SEMIBOLD, PDF_INK};
    g->cell = (flow_style){8.5 * factor, 11.5 * factor, PDF_REGULAR, PDF_INK};
}

static size_t most_lines(const flow_lines *cells, size_t n)
{
    size_t most = 1;
    for (size_t c = 0; c < n; c++)
        most = cells[c].n > most ? cells[c].n : most;
    return most;
}

static void rule(grid *g, double width, uint32_t rgb)
{
    flow_mark(g->f, NULL);
    pdf_rule(g->f->p, rgb, width, FLOW_LEFT, g->f->y, FLOW_RIGHT, g->f->y);
    flow_unmark(g->f);
}

/* Lines from..to of one cell, below each other. */
static void put_cell(grid *g, pdf_elem *elem, const flow_lines *cell, size_t column, size_t from, size_t to,
                     const flow_style *style)
{
    for (size_t i = from; i < to && i < cell->n; i++) {
        const flow_line *line = &cell->lines[i];
        double x = g->x[column] + (g->t->columns[column].number ? g->w[column] - line->width : 0);
        flow_put_line(g->f, elem, line, x,
                      g->f->y + PAD_Y + style->size + (double)(i - from) * style->leading, style);
    }
}

static void put_heads(grid *g, pdf_elem *row)
{
    for (size_t c = 0; c < g->t->n; c++) {
        pdf_elem *th = row ? pdf_elem_new(g->f->p, row, "TH") : NULL;
        if (th)
            th->scope = "Column";
        put_cell(g, th, &g->heads[c], c, 0, g->heads_lines, &g->head);
    }
    flow_unmark(g->f);
    g->f->y += (double)g->heads_lines * g->head.leading + 2 * PAD_Y;
    rule(g, 1, 0x5d6b78);
}

static double heads_height(const grid *g)
{
    return (double)g->heads_lines * g->head.leading + 2 * PAD_Y;
}

/* One row; where it is higher than what is left it goes to the next page, and over pages where it must. */
static void put_row(grid *g, pdf_elem *body, const doc_field *cells)
{
    flow *f = g->f;
    size_t n = g->t->n;
    flow_lines *lines = ARENA_NEWS(f->a, flow_lines, n);
    pdf_elem **elems = ARENA_NEWS(f->a, pdf_elem *, n);
    pdf_elem *row = pdf_elem_new(f->p, body, "TR");
    for (size_t c = 0; c < n; c++) {
        lines[c] = flow_break(f, &cells[c].text, g->w[c], &g->cell);
        elems[c] = pdf_elem_new(f->p, row, c ? "TD" : "TH");
        elems[c]->scope = c ? NULL : "Row";
    }
    size_t all = most_lines(lines, n);
    double room = FLOW_BOTTOM - FLOW_TOP - heads_height(g) - 2 * PAD_Y;
    for (size_t from = 0; from < all;) {
        double left = FLOW_BOTTOM - f->y - 2 * PAD_Y;
        size_t fit = left > 0 ? (size_t)(left / g->cell.leading) : 0;
        bool whole_later = from == 0 && (double)all * g->cell.leading <= room;
        if (fit == 0 || (fit < all - from && whole_later)) {
            flow_page(f);
            if (g->heads_lines <= HEAD_LINES_AGAIN)
                put_heads(g, NULL);
            continue;
        }
        size_t to = from + fit < all ? from + fit : all;
        for (size_t c = 0; c < n; c++)
            put_cell(g, elems[c], &lines[c], c, from, to, &g->cell);
        flow_unmark(f);
        f->y += (double)(to - from) * g->cell.leading + 2 * PAD_Y;
        from = to;
    }
    rule(g, 0.5, FLOW_LINE);
}

void flow_table(flow *f, const doc_table *t)
{
    grid g = {.f = f, .t = t};
    g.x = ARENA_NEWS(f->a, double, t->n);
    g.w = ARENA_NEWS(f->a, double, t->n);
    g.heads = ARENA_NEWS(f->a, flow_lines, t->n);
    set_size(&g, 1);
    for (int smaller = 1; !widths(&g) && smaller <= SMALLER_MOST; smaller++)
        set_size(&g, 1 - 0.05 * smaller);
    for (size_t c = 0; c < t->n; c++) {
        doc_text *head = ARENA_NEW(f->a, doc_text);
        head->runs = ARENA_NEW(f->a, doc_run);
        head->runs[0] = (doc_run){.text = t->columns[c].head};
        head->n = *t->columns[c].head ? 1 : 0;
        g.heads[c] = flow_break(f, head, g.w[c], &g.head);
    }
    g.heads_lines = most_lines(g.heads, t->n);
    g.heads_lines = g.heads_lines < HEAD_LINES_MOST ? g.heads_lines : HEAD_LINES_MOST;
    flow_need(f, heads_height(&g) + 40);
    pdf_elem *table = pdf_elem_new(f->p, NULL, "Table");
    if (t->caption.n) {
        static const flow_style style = {9.5, 13, PDF_SEMIBOLD, PDF_INK};
        flow_lines lines = flow_break(f, &t->caption, FLOW_RIGHT - FLOW_LEFT, &style);
        flow_put_lines(f, pdf_elem_new(f->p, table, "Caption"), &lines, FLOW_LEFT, &style);
        f->y += 2;
    }
    put_heads(&g, pdf_elem_new(f->p, pdf_elem_new(f->p, table, "THead"), "TR"));
    pdf_elem *body = pdf_elem_new(f->p, table, "TBody");
    for (size_t i = 0; i + t->n <= t->cells_n; i += t->n)
        put_row(&g, body, &t->cells[i]);
    f->y += 10;
}
