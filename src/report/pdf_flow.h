/* pdf_flow.h -- text and tables flowing over the pages of a PDF. */
#ifndef REPORT_PDF_FLOW_H
#define REPORT_PDF_FLOW_H

#include "report/doc.h"
#include "report/pdf.h"

#define FLOW_LEFT   62.0
#define FLOW_RIGHT  (PDF_PAGE_WIDTH - 62.0)
#define FLOW_TOP    84.0
#define FLOW_BOTTOM (PDF_PAGE_HEIGHT - 74.0)
#define FLOW_SECOND 0x3d4b5a /* ink of what stands back */
#define FLOW_LINK   0x005db1
#define FLOW_LINE   0xc9d0d7

/* How a text is set. */
typedef struct flow_style {
    double size, leading;
    pdf_face face;
    uint32_t rgb;
} flow_style;

/* A piece of one line, of one run. */
typedef struct flow_piece {
    str text;
    const doc_run *run;
    double x, width;
    pdf_face face;
} flow_piece;

typedef struct flow_line {
    flow_piece *pieces;
    size_t n, cap;
    double width;
    bool broken; /* at a space, which stands behind the last piece for who reads the text out */
} flow_line;

typedef struct flow_lines {
    flow_line *lines;
    size_t n, cap;
} flow_lines;

typedef struct flow {
    doc *d;
    pdf *p;
    arena *a;
    double y;         /* where the next thing begins */
    pdf_elem *marked; /* the element whose content is open */
    bool artifact;    /* an artifact is open */
    int *pages_of;    /* [d->n] page of each heading, from the pass before; 0 = not known */
} flow;

/* Lines of at most that width; a word that is wider is cut where addresses may be cut, else anywhere. */
flow_lines flow_break(flow *f, const doc_text *text, double width, const flow_style *style);
/* Width of the text in one line, and of its widest word. */
void flow_measure(flow *f, const doc_text *text, const flow_style *style, double *whole, double *word);

/* Content from here on belongs to elem (NULL = artifact); nothing is done where it does already. */
void flow_mark(flow *f, pdf_elem *elem);
void flow_unmark(flow *f);
void flow_page(flow *f);
/* A new page unless that much fits. */
void flow_need(flow *f, double height);

/* One line at x, its baseline by the style; links become Link elements below elem. */
void flow_put_line(flow *f, pdf_elem *elem, const flow_line *line, double x, double y,
                   const flow_style *style);
/* A new page unless as many of the lines fit as may not stand apart from the first. */
void flow_need_lines(flow *f, const flow_lines *lines, const flow_style *style);
/* Lines one below the other from f->y, over page ends: up to three stay together, of more neither the first nor the
 * last stands alone. */
void flow_put_lines(flow *f, pdf_elem *elem, const flow_lines *lines, double x, const flow_style *style);

/* A table as wide as the page; heads are repeated on every page, as artifacts. */
void flow_table(flow *f, const doc_table *t);

#endif
