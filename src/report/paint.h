/* paint.h -- colours of the classes of drawings, for documents that carry no style sheet.
 *
 * The same as in web/assets/app.css (a test compares them): PDF fills and strokes by them, DOCX and HTML files
 * carry them as a <style> inside the drawing.
 */
#ifndef REPORT_PAINT_H
#define REPORT_PAINT_H

#include "base/picture.h"
#include "report/pdf.h"

#define PAINT_NONE 0xffffffffu

typedef struct paint {
    uint32_t fill, stroke; /* 0xRRGGBB; PAINT_NONE */
    double width;
    double opacity; /* of the fill */
    uint32_t hatch; /* lines over the fill at 45 degrees; PAINT_NONE = none */
    bool dots;      /* the hatch is dots */
} paint;

/* Of several classes ("rib f-li"): what each says, in the order of the style sheet. */
paint paint_of(const char *classes);
uint32_t paint_of_text(const char *classes);
/* The rules as CSS; before stands before each selector: ".draw " inside a page, "" in a file of its own (programs
 * that edit text know plain selectors only). */
void paint_css(buf *out, const char *before);
/* The patterns and shapes that the rules and symbols name: one <defs> of SVG. */
void paint_defs(buf *out);

/* The drawing on the page, its left upper corner at x, y, as wide as asked for. */
void paint_picture(pdf *p, const picture *drawing, double x, double y, double width);

#endif
