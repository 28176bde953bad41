/* paint.c -- colours of the classes of drawings, and drawings on a page of PDF. */
#include "report/paint.h"

#include <math.h>
#include <string.h>

#include "base/asset.h"

#define GREY  0x5d6b78
#define HATCH 0xa9b3bc
#define LAND  0x3d4b5a

/* In the order of web/assets/app.css, where later rules win. */
#define NONE PAINT_NONE
static const struct {
    const char *name;
    uint32_t fill, stroke;
    double width;
    uint32_t hatch;
    bool dots;
    const char *pattern; /* of web/pages/_sprite.html */
} classes[] = {
    {"f-high",    0x8f1d1d, NONE,     0,    NONE,     false, ""      },
    {"f-medium",  0xf2b84b, NONE,     0,    NONE,     false, ""      },
    {"f-med-p",   0xf2b84b, NONE,     0,    0x6b4500, true,  "p-med" },
    {"f-low",     0xa9d0c5, NONE,     0,    NONE,     false, ""      },
    {"f-unknown", 0xffffff, NONE,     0,    HATCH,    false, "h-grey"},
    {"f-none",    0xe3e8ec, NONE,     0,    NONE,     false, ""      },
    {"land",      NONE,     0xffffff, 0.6,  NONE,     false, ""      },
    {"sea",       0xf6f9fb, NONE,     0,    NONE,     false, ""      },
    {"f-e1",      0xffffff, NONE,     0,    HATCH,    false, "h-grey"},
    {"f-e2",      0xd5e6ea, NONE,     0,    0x2f7584, true,  "p-dots"},
    {"f-e3",      0x93c4cd, NONE,     0,    NONE,     false, ""      },
    {"f-e4",      0x2f7584, NONE,     0,    NONE,     false, ""      },
    {"f-e5",      0x0c4050, NONE,     0,    NONE,     false, ""      },
    {"edge",      NONE,     0xffffff, 1.5,  NONE,     false, ""      },
    {"out",       NONE,     GREY,     1,    NONE,     false, ""      },
    {"f-li",      0x2f7a52, NONE,     0,    NONE,     false, ""      },
    {"f-mn",      0xa2502f, NONE,     0,    NONE,     false, ""      },
    {"f-co",      0x7b3f98, NONE,     0,    NONE,     false, ""      },
    {"f-ni",      0x1f6699, NONE,     0,    NONE,     false, ""      },
    {"f-gr",      0x4d5865, NONE,     0,    NONE,     false, ""      },
    {"f-mix",     0x6a7a89, NONE,     0,    NONE,     false, ""      },
    {"h-grey",    0xffffff, NONE,     0,    HATCH,    false, "h-grey"},
    {"h-li",      0xffffff, NONE,     0,    0x2f7a52, false, "h-li"  },
    {"h-mn",      0xffffff, NONE,     0,    0xa2502f, false, "h-mn"  },
    {"h-co",      0xffffff, NONE,     0,    0x7b3f98, false, "h-co"  },
    {"h-ni",      0xffffff, NONE,     0,    0x1f6699, false, "h-ni"  },
    {"h-gr",      0xffffff, NONE,     0,    0x4d5865, false, "h-gr"  },
    {"plate",     0xffffff, NONE,     0,    NONE,     false, ""      },
    {"frame",     NONE,     GREY,     1,    NONE,     false, ""      },
    {"ink",       PDF_INK,  NONE,     0,    NONE,     false, ""      },
    {"f-c1",      0x17425c, NONE,     0,    NONE,     false, ""      },
    {"f-c2",      0x8dbccd, NONE,     0,    NONE,     false, ""      },
    {"f-c3",      0xe3b04b, NONE,     0,    0x7a5200, false, "p-c3"  },
    {"f-a",       0x2f6690, NONE,     0,    NONE,     false, ""      },
    {"f-b",       0x9fbfd3, NONE,     0,    NONE,     false, ""      },
    {"axis",      NONE,     0x8b97a3, 1,    NONE,     false, ""      },
    {"gridl",     NONE,     0xe0e5e9, 1,    NONE,     false, ""      },
    {"strong",    NONE,     PDF_INK,  1.5,  NONE,     false, ""      },
    {"today",     NONE,     PDF_INK,  2,    NONE,     false, ""      },
    {"weekend",   0xeef2f5, NONE,     0,    NONE,     false, ""      },
    {"box",       0xffffff, 0x5d6b78, 1.25, NONE,     false, ""      },
    {"ln",        NONE,     GREY,     1.5,  NONE,     false, ""      },
};

static bool has_class(const char *list, const char *name)
{
    str rest = str_of(list);
    while (rest.n)
        if (str_is(str_cut(&rest, ' '), name))
            return true;
    return false;
}

paint paint_of(const char *list)
{
    paint out = {PAINT_NONE, PAINT_NONE, 0, 1, PAINT_NONE, false};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (!has_class(list, classes[i].name))
            continue;
        if (classes[i].fill != NONE) {
            out.fill = classes[i].fill;
            out.hatch = classes[i].hatch;
            out.dots = classes[i].dots;
        }
        if (classes[i].stroke != NONE) {
            out.stroke = classes[i].stroke;
            out.width = classes[i].width;
        }
    }
    if (has_class(list, "rib"))
        out.opacity = 0.42;
    if (has_class(list, "land") && out.fill != PAINT_NONE && out.fill != 0xe3e8ec &&
        !has_class(list, "f-unknown")) {
        out.stroke = LAND;
        out.width = 0.9;
    }
    return out;
}

uint32_t paint_of_text(const char *list)
{
    if (has_class(list, "w"))
        return 0xffffff;
    return has_class(list, "m") || has_class(list, "h") ? 0x3d4b5a : PDF_INK;
}

void paint_css(buf *out, const char *before)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        buf_printf(out, "%s.%s{", before, classes[i].name);
        if (*classes[i].pattern)
            buf_printf(out, "fill:url(#%s)", classes[i].pattern);
        else if (classes[i].fill != NONE)
            buf_printf(out, "fill:#%06x", (unsigned)classes[i].fill);
        else if (strcmp(classes[i].name, "ln") == 0 || strcmp(classes[i].name, "frame") == 0)
            buf_add_c(out, "fill:none");
        if (classes[i].stroke != NONE)
            buf_printf(out, ";stroke:#%06x;stroke-width:%g", (unsigned)classes[i].stroke, classes[i].width);
        buf_add_c(out, "}\n");
    }
    static const char *const words[][2] = {
        {"text", "font-family:Inter,\"Noto Sans\",sans-serif;font-size:14px;fill:#12263a"},
        {".rib", "fill-opacity:.42"                                                      },
        {".b",   "font-weight:650"                                                       },
        {".m",   "fill:#3d4b5a"                                                          },
        {".s",   "font-size:12.5px"                                                      },
        {".w",   "fill:#fff"                                                             },
        {".h",   "font-size:13px;font-weight:600;fill:#3d4b5a"                           },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        buf_printf(out, "%s%s{%s}\n", before, words[i][0], words[i][1]);
}

void paint_defs(buf *out)
{
    str sprite = asset_text(asset_find("web/pages/_sprite.html"));
    const char *from = memmem(sprite.p, sprite.n, "<defs>", 6);
    const char *to = memmem(sprite.p, sprite.n, "</defs>", 7);
    if (from && to > from)
        buf_add(out, from, (size_t)(to - from) + 7);
}

/* --- on a page --- */

typedef struct pen {
    pdf *p;
    const picture *drawing;
    double x, y, scale; /* of the drawing's origin on the page, from the top */
} pen;

static double at_x(const pen *n, double x)
{
    return n->x + (x - n->drawing->x) * n->scale;
}

static double at_y(const pen *n, double y)
{
    return PDF_PAGE_HEIGHT - (n->y + (y - n->drawing->y) * n->scale);
}

static void put_colour(buf *b, uint32_t rgb, double opacity, const char *op)
{
    double part[3];
    for (int i = 0; i < 3; i++) {
        double c = (double)(rgb >> (16 - 8 * i) & 0xff) / 255;
        part[i] = 1 - opacity + c * opacity; /* on white: no transparency in the file */
    }
    buf_printf(b, "%.3f %.3f %.3f %s\n", part[0], part[1], part[2], op);
}

/* A circle as four curves; 0.5523 is the usual length of their handles. */
static void put_circle(const pen *n, buf *b, double cx, double cy, double r)
{
    double x = at_x(n, cx);
    double y = at_y(n, cy);
    double s = r * n->scale;
    double k = 0.5523 * s;
    buf_printf(b, "%.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c\n", x + s, y,
               x + s, y + k, x + k, y + s, x, y + s, x - k, y + s, x - s, y + k, x - s, y);
    buf_printf(b, "%.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c h\n", x - s, y - k, x - k,
               y - s, x, y - s, x + k, y - s, x + s, y - k, x + s, y);
}

static void put_path(const pen *n, buf *b, const picture_item *item)
{
    for (size_t i = 0; i < item->ops_n; i++) {
        const picture_op *op = &item->ops[i];
        size_t pairs = op->op == 'C' ? 3 : op->op == 'Z' ? 0 : 1;
        for (size_t k = 0; k < pairs; k++)
            buf_printf(b, "%.2f %.2f ", at_x(n, op->xy[2 * k]), at_y(n, op->xy[2 * k + 1]));
        buf_add_c(b, op->op == 'M' ? "m\n" : op->op == 'L' ? "l\n" : op->op == 'C' ? "c\n" : "h\n");
    }
}

static void put_symbol(const pen *n, buf *b, const picture_item *item);

static void put_shape(const pen *n, buf *b, const picture_item *item)
{
    switch (item->kind) {
    case PICTURE_RECT:
        buf_printf(b, "%.2f %.2f %.2f %.2f re\n", at_x(n, item->x), at_y(n, item->y + item->h),
                   item->w * n->scale, item->h * n->scale);
        break;
    case PICTURE_CIRCLE:
        put_circle(n, b, item->x, item->y, item->w);
        break;
    case PICTURE_PATH:
        put_path(n, b, item);
        break;
    case PICTURE_SYMBOL:
        put_symbol(n, b, item);
        break;
    default:
        break;
    }
}

/* The shapes of the levels (web/pages/_sprite.html), 12 by 12 units. */
static void put_symbol(const pen *n, buf *b, const picture_item *item)
{
    double x = item->x;
    double y = item->y;
    double u = item->w / 12;
    if (strcmp(item->text, "i-high") == 0)
        buf_printf(b, "%.2f %.2f m %.2f %.2f l %.2f %.2f l h\n", at_x(n, x + 6 * u), at_y(n, y + 0.5 * u),
                   at_x(n, x + 12 * u), at_y(n, y + 11.5 * u), at_x(n, x), at_y(n, y + 11.5 * u));
    else if (strcmp(item->text, "i-medium") == 0)
        buf_printf(b, "%.2f %.2f m %.2f %.2f l %.2f %.2f l %.2f %.2f l h\n", at_x(n, x + 6 * u), at_y(n, y),
                   at_x(n, x + 12 * u), at_y(n, y + 6 * u), at_x(n, x + 6 * u), at_y(n, y + 12 * u),
                   at_x(n, x), at_y(n, y + 6 * u));
    else if (strcmp(item->text, "i-low") == 0)
        put_circle(n, b, x + 6 * u, y + 6 * u, 5 * u);
}

/* Lines or dots inside the shape: clipped to it. */
static void put_hatch(const pen *n, buf *b, const picture_item *item, const paint *c)
{
    double left = item->x;
    double top = item->y;
    double right = item->x + item->w;
    double bottom = item->y + item->h;
    if (item->kind == PICTURE_CIRCLE) {
        left -= item->w;
        top -= item->w;
        bottom = item->y + item->w;
    }
    for (size_t i = 0; item->kind == PICTURE_PATH && i < item->ops_n; i++) {
        const picture_op *op = &item->ops[i];
        for (size_t k = 0; k < (op->op == 'C' ? 6 : op->op == 'Z' ? 0 : 2); k += 2) {
            left = i + k ? fmin(left, op->xy[k]) : op->xy[k];
            right = i + k ? fmax(right, op->xy[k]) : op->xy[k];
            top = i + k ? fmin(top, op->xy[k + 1]) : op->xy[k + 1];
            bottom = i + k ? fmax(bottom, op->xy[k + 1]) : op->xy[k + 1];
        }
    }
    buf_add_c(b, "q\n");
    put_shape(n, b, item);
    buf_add_c(b, "W n\n");
    double step = c->dots ? 5 : 9.9; /* 7 across the lines */
    if (c->dots) {
        put_colour(b, c->hatch, c->opacity, "rg");
        long columns = (long)ceil((right - left) / step) + 1;
        long rows = (long)ceil((bottom - top) / step) + 1;
        for (long i = 0; i < rows * columns; i++) {
            long row = i / columns;
            double x = (floor(left / step) + (double)(i - row * columns)) * step;
            double y = (floor(top / step) + (double)row) * step;
            put_circle(n, b, x + 2, y + 2, 1.1);
        }
        buf_add_c(b, "f\n");
    } else {
        put_colour(b, c->hatch, c->opacity, "RG");
        buf_printf(b, "%.2f w\n", 2 * n->scale);
        double h = bottom - top;
        long lines = (long)ceil((right - left + h) / step) + 1;
        for (long i = 0; i < lines; i++) {
            double x = (floor((left - h) / step) + (double)i) * step;
            buf_printf(b, "%.2f %.2f m %.2f %.2f l\n", at_x(n, x), at_y(n, bottom), at_x(n, x + h),
                       at_y(n, top));
        }
        buf_add_c(b, "S\n");
    }
    buf_add_c(b, "Q\n");
}

static void put_words(const pen *n, const picture_item *item)
{
    arena tmp = {0};
    double size = picture_text_size(item->classes);
    bool semibold = picture_text_semibold(item->classes);
    pdf_face face = semibold ? PDF_SEMIBOLD : PDF_REGULAR;
    str lead = pdf_printable(&tmp, n->p, str_of(item->lead));
    str text = pdf_printable(&tmp, n->p, str_of(item->text));
    double wide[2] = {lead.n ? font_text_width(pdf_font(n->p, PDF_SEMIBOLD), lead, size) : 0,
                      font_text_width(pdf_font(n->p, face), text, size)};
    double gap = lead.n && text.n ? font_text_width(pdf_font(n->p, face), STR(" "), size) : 0;
    double all = wide[0] + gap + wide[1];
    double x = item->x - (item->anchor == PICTURE_MIDDLE   ? all / 2
                          : item->anchor == PICTURE_ENDING ? all
                                                           : 0);
    double y = n->y + (item->y - n->drawing->y) * n->scale;
    uint32_t rgb = paint_of_text(item->classes);
    if (has_class(item->classes, "halo"))
        pdf_fill(n->p, 0xffffff, at_x(n, x - 2), y - size * n->scale * 0.85, (all + 4) * n->scale,
                 size * n->scale * 1.1);
    if (lead.n)
        pdf_text(n->p, PDF_SEMIBOLD, size * n->scale, rgb, at_x(n, x), y, lead);
    if (text.n)
        pdf_text(n->p, face, size * n->scale, rgb, at_x(n, x + wide[0] + gap), y, text);
    arena_free(&tmp);
}

static void put_item(const pen *n, const picture_item *item, const char *of_group)
{
    buf *b = pdf_content(n->p);
    if (item->kind == PICTURE_TEXT) {
        put_words(n, item);
        return;
    }
    arena tmp = {0};
    paint c = paint_of(*of_group ? arena_printf(&tmp, "%s %s", of_group, item->classes) : item->classes);
    arena_free(&tmp);
    if (item->kind == PICTURE_SYMBOL && strcmp(item->text, "i-unknown") == 0) {
        double size = item->w * n->scale;
        pdf_text(n->p, PDF_SEMIBOLD, size * 1.2, PDF_INK, at_x(n, item->x + 2),
                 n->y + (item->y + item->w - n->drawing->y) * n->scale, STR("?"));
        return;
    }
    if (c.fill != PAINT_NONE) {
        put_colour(b, c.fill, c.hatch == PAINT_NONE ? c.opacity : 1, "rg");
        put_shape(n, b, item);
        buf_add_c(b, "f\n");
    }
    if (c.hatch != PAINT_NONE)
        put_hatch(n, b, item, &c);
    if (c.stroke != PAINT_NONE) {
        put_colour(b, c.stroke, 1, "RG");
        buf_printf(b, "%.2f w\n", c.width * n->scale);
        put_shape(n, b, item);
        buf_add_c(b, "S\n");
    }
}

void paint_picture(pdf *p, const picture *drawing, double x, double y, double width)
{
    pen n = {p, drawing, x, y, width / drawing->width};
    const char *group = "";
    buf_printf(pdf_content(p), "q %.2f %.2f %.2f %.2f re W n\n", x,
               PDF_PAGE_HEIGHT - y - drawing->height * n.scale, width, drawing->height * n.scale);
    for (size_t i = 0; i < drawing->n; i++) {
        const picture_item *item = &drawing->items[i];
        if (item->kind == PICTURE_GROUP)
            group = item->classes;
        else if (item->kind == PICTURE_END)
            group = "";
        else if (item->kind != PICTURE_LINK)
            put_item(&n, item, group);
    }
    buf_add_c(pdf_content(p), "Q\n");
}
