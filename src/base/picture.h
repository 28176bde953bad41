/* picture.h -- a drawing as a list of shapes, for SVG on pages and PDF in documents.
 *
 * Units are those of a drawing 960 wide; text is 14 of them high (12.5 the smallest).  Colour is never
 * here: every shape carries class names of web/assets/app.css ("f-high out", "rib h-li").  Texts are in the
 * reader's language already: a picture is drawn for one reader (view_draw_fn).
 *
 *     picture *p = picture_new(a, 960, 300, "Evidence of origin: 39 percent assumed, ...");
 *     picture_rect(p, 120, 10, 284, 40, "f-e1 edge");
 *     picture_text(p, 262, 35, PICTURE_MIDDLE, "b", "39 %");
 *     picture_rect(picture_key(p, "Assumed"), 0.5, 0.5, 23, 15, "f-e1 out");
 *
 * Under a drawing stand its key (what colour, pattern and shape mean) and, for numbered points, the list
 * of what they are.
 */
#ifndef BASE_PICTURE_H
#define BASE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

typedef enum picture_kind {
    PICTURE_PATH,
    PICTURE_RECT,
    PICTURE_CIRCLE,
    PICTURE_TEXT,
    PICTURE_SYMBOL, /* a shape of the page's sprite: i-high i-medium i-low i-unknown */
    PICTURE_LINK,   /* the shapes up to PICTURE_END open into href */
    PICTURE_GROUP,  /* the shapes up to PICTURE_END carry classes together */
    PICTURE_END
} picture_kind;

typedef enum picture_anchor { PICTURE_START, PICTURE_MIDDLE, PICTURE_ENDING } picture_anchor;

typedef struct picture_op {
    char op;      /* M L C Z */
    double xy[6]; /* absolute; M, L use 2 and C 6 of them */
} picture_op;

typedef struct picture_item {
    picture_kind kind;
    double x, y, w, h; /* rect, symbol; circle: centre and w = radius; text: baseline */
    double round;      /* rect: radius of the corners */
    const char *classes;
    const char *text;  /* text; symbol name; href of a link */
    const char *lead;  /* text: its first part, bold; "" = none */
    const char *title; /* what a pointer shows; "" = none */
    picture_anchor anchor;
    picture_op *ops;
    size_t ops_n, ops_cap;
} picture_item;

typedef struct picture picture;

typedef struct picture_key_row {
    picture *swatch; /* 24 x 16 */
    const char *text;
} picture_key_row;

typedef struct picture_point_row {
    const char *number;
    const char *name;
    const char *note;
    const char *href; /* "" = none */
} picture_point_row;

struct picture {
    arena *a;
    double x, y, width, height; /* what is shown */
    int decimals;               /* of coordinates: 1; maps 0 */
    const char *frame;          /* class of the frame: "" at least 52 rem wide, "mid" 38, "fit" any */
    const char *describe;       /* the main numbers in words, for who cannot see it; "" = decoration */
    picture_item *items;
    size_t n, cap;
    picture_key_row *key;
    size_t key_n, key_cap;
    picture_point_row *points;
    size_t points_n, points_cap;
};

/* All texts are copied. */
picture *picture_new(arena *a, double width, double height, const char *describe);
void picture_rect(picture *p, double x, double y, double w, double h, const char *classes);
void picture_plate(picture *p, double x, double y, double w, double h); /* white, under a text on a pattern */
void picture_circle(picture *p, double x, double y, double r, const char *classes);
void picture_text(picture *p, double x, double y, picture_anchor anchor, const char *classes,
                  const char *text);
/* "Lithium" bold, then " 4.6 kg". */
void picture_text_lead(picture *p, double x, double y, picture_anchor anchor, const char *classes,
                       const char *lead, const char *text);
void picture_symbol(picture *p, double x, double y, double size, const char *classes, const char *name);
/* A path is begun, then the pen moves. */
void picture_path(picture *p, const char *classes);
void picture_move(picture *p, double x, double y);
void picture_line(picture *p, double x, double y);
void picture_curve(picture *p, double x1, double y1, double x2, double y2, double x, double y);
void picture_close(picture *p);
/* What a pointer shows over the newest shape. */
void picture_title(picture *p, const char *text);
void picture_link(picture *p, const char *href);
void picture_group(picture *p, const char *classes);
void picture_end(picture *p);
/* A row of the key: draw its swatch into what comes back. */
picture *picture_key(picture *p, const char *text);
void picture_point(picture *p, const char *number, const char *name, const char *note, const char *href);

/* The <svg> element; no style attribute, no script, no colour.  Links get prefix ("/nb/") unless they begin
 * with '#' or '/'. */
void picture_svg(buf *out, const picture *p, const char *link_prefix);

/* Width of a text in the shipped font (Inter) at that size; semibold for classes b and h.  A reader's own
 * font may be a tenth wider: PICTURE_SLACK is already in it.  Signs outside the font count as an em. */
#define PICTURE_SLACK 1.10
double picture_text_width(const char *text, double size, bool semibold);
/* The size that a text of those classes has in app.css. */
double picture_text_size(const char *classes);
bool picture_text_semibold(const char *classes);
/* The text cut to the width, with an ellipsis where it had to be. */
const char *picture_text_cut(arena *a, const char *text, double width, double size, bool semibold);

#endif
