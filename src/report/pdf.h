/* pdf.h -- a tagged PDF file: pages, marked content, structure, links, outline.
 *
 * PDF 1.7 (ISO 32000-1) made after PDF/UA-1 (ISO 14289-1): every shape is either content of a structure
 * element or an artifact; the order of elements is the order of reading; the font is embedded, each glyph with
 * its sign.  Points (1/72 inch), origin at the top left of the page, y downward.
 *
 *     pdf_elem *p = pdf_elem_new(file, NULL, "P");
 *     pdf_begin(file, p);
 *     pdf_text(file, PDF_REGULAR, 10, PDF_INK, 56, 80, STR("Text"));
 *     pdf_end(file);
 *
 * Nothing depends on clock or machine: the same calls give the same bytes.
 */
#ifndef REPORT_PDF_H
#define REPORT_PDF_H

#include "base/arena.h"
#include "base/str.h"
#include "report/font.h"

#define PDF_PAGE_WIDTH  595.28 /* A4 */
#define PDF_PAGE_HEIGHT 841.89
#define PDF_INK         0x12263a
#define PDF_PAGES_MOST  5000

typedef enum pdf_face { PDF_REGULAR, PDF_SEMIBOLD } pdf_face;
#define PDF_FACES 2

typedef struct pdf pdf;

typedef struct pdf_kid {
    struct pdf_elem *elem; /* NULL: content or a link's annotation */
    size_t page;           /* content: page and its marked-content number */
    int mcid;
    int annotation; /* object number; 0 = content */
} pdf_kid;

/* An element of the structure; the caller sets what it needs before pdf_done. */
typedef struct pdf_elem {
    const char *type;  /* a standard type: "P", "H1", "TH", "Figure" */
    const char *alt;   /* Figure, Link: in words; NULL = none */
    const char *lang;  /* another language than the document's; NULL or "" = the same */
    const char *scope; /* TH: "Column" or "Row" */
    double box[4];     /* Figure: left, top, right, bottom on its page */
    struct pdf_elem *parent;
    pdf_kid *kids;
    size_t n, cap;
    int object;
} pdf_elem;

typedef struct pdf_about {
    const char *title, *author, *subject;
    const char *lang;    /* "nb" */
    const char *created; /* moment: "2026-11-21T21:19:00Z" */
} pdf_about;

AK_MUST_USE ak_code pdf_new(pdf **out, arena *a, ak_err *err);
font *pdf_font(const pdf *p, pdf_face face);

/* parent NULL = the document.  type is kept by pointer. */
pdf_elem *pdf_elem_new(pdf *p, pdf_elem *parent, const char *type);

void pdf_page(pdf *p); /* the next page; content goes there */
size_t pdf_pages(const pdf *p);
void pdf_page_again(pdf *p, size_t i); /* back to a page (0-based), for what is known last */

/* What follows belongs to the element; NULL = an artifact (header, footer, rules, grounds).  Not nested. */
void pdf_begin(pdf *p, pdf_elem *elem);
void pdf_end(pdf *p);

/* y is the baseline.  A sign outside the font is an assert: pdf_printable comes first. */
void pdf_text(pdf *p, pdf_face face, double size, uint32_t rgb, double x, double y, str text);
void pdf_fill(pdf *p, uint32_t rgb, double x, double y, double w, double h);
void pdf_rule(pdf *p, uint32_t rgb, double width, double x1, double y1, double x2, double y2);
buf *pdf_content(pdf *p); /* operators of the page, PDF's own coordinates */

/* The text as the font can show it: composed (NFC), control signs as spaces, signs outside the font as U+4E2D,
 * which are remembered. */
str pdf_printable(arena *a, pdf *p, str text);
const uint32_t *pdf_outside(const pdf *p, size_t *n); /* sorted, each once */

/* A field that opens a web address, or with "#name" an anchor of this document; link is its Link element. */
void pdf_link(pdf *p, pdf_elem *link, const char *to, double x, double y, double w, double h);
void pdf_anchor(pdf *p, const char *name, double y);
void pdf_outline(pdf *p, int level, const char *title, double y); /* level 1 .. */

AK_MUST_USE ak_code pdf_done(str *bytes, pdf *p, const pdf_about *about, ak_err *err);

#endif
