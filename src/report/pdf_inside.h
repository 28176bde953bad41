/* pdf_inside.h -- what pdf.c and pdf_file.c share. */
#ifndef REPORT_PDF_INSIDE_H
#define REPORT_PDF_INSIDE_H

#include "report/pdf.h"

typedef struct pdf_note { /* a link's annotation */
    pdf_elem *elem;
    const char *to;
    size_t page;
    double x, y, w, h;
    int object;
} pdf_note;

typedef struct pdf_anchor_row {
    const char *name;
    size_t page;
    double y;
} pdf_anchor_row;

typedef struct pdf_outline_row {
    const char *title;
    int level;
    size_t page;
    double y;
} pdf_outline_row;

typedef struct pdf_mark {
    pdf_elem *owner;
} pdf_mark;

typedef struct pdf_page_row {
    buf content;
    pdf_mark *marks; /* by marked-content number */
    size_t n, cap;
} pdf_page_row;

struct pdf {
    arena *a;
    font *faces[PDF_FACES];
    pdf_elem *root;
    pdf_page_row *pages;
    size_t pages_n, pages_cap, at;
    bool open; /* between begin and end */
    pdf_note *notes;
    size_t notes_n, notes_cap;
    pdf_anchor_row *anchors;
    size_t anchors_n, anchors_cap;
    pdf_outline_row *outline;
    size_t outline_n, outline_cap;
    int last_object;
    uint32_t *outside; /* signs that the font does not have */
    size_t outside_n, outside_cap;
};

#endif
