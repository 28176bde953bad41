/* picture_svg.c -- a picture as an <svg> element: geometry in attributes, colours by class. */
#include "base/picture.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/html.h"

/* A map has ten thousand numbers: by whole numbers, where that rounds as printf does for certain. */
static bool plain_number(buf *out, double x, int decimals)
{
    static const double scales[] = {1, 10, 100, 1000};
    if (decimals >= (int)(sizeof scales / sizeof *scales) || fabs(x) > 1e6)
        return false;
    double scaled = fabs(x) * scales[decimals], whole = floor(scaled);
    if (fabs(scaled - whole - 0.5) < 1e-4)
        return false;
    long n = (long)(scaled - whole < 0.5 ? whole : whole + 1);
    char text[24], *at = text + sizeof text;
    bool begun = false; /* zeros at the end are left out */
    int left = decimals;
    for (; n > 0 || left >= 0; n /= 10, left--) {
        begun = begun || n % 10 || left <= 0;
        if (left == 0 && at < text + sizeof text)
            *--at = '.';
        if (begun)
            *--at = (char)('0' + n % 10);
    }
    if (x < 0 && !(at[0] == '0' && at + 1 == text + sizeof text))
        *--at = '-';
    buf_add(out, at, (size_t)(text + sizeof text - at));
    return true;
}

static void number(buf *out, double x, int decimals)
{
    assert(isfinite(x));
    if (plain_number(out, x, decimals))
        return;
    char text[64];
    snprintf(text, sizeof text, "%.*f", decimals, x);
    if (decimals) {
        char *end = text + strlen(text);
        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            *--end = '\0';
    }
    buf_add_c(out, strcmp(text, "-0") == 0 ? "0" : text);
}

static void attribute(buf *out, const char *name, double x, int decimals)
{
    buf_printf(out, " %s=\"", name);
    number(out, x, decimals);
    buf_add_char(out, '"');
}

static void classes(buf *out, const char *names)
{
    if (!*names)
        return;
    buf_add_c(out, " class=\"");
    html_escape(out, str_of(names));
    buf_add_char(out, '"');
}

static void close_shape(buf *out, const picture_item *item, const char *element)
{
    if (!*item->title) {
        buf_add_c(out, "/>");
        return;
    }
    buf_add_c(out, "><title>");
    html_escape(out, str_of(item->title));
    buf_printf(out, "</title></%s>", element);
}

static void path(buf *out, const picture_item *item, int decimals)
{
    static const size_t takes[128] = {['M'] = 2, ['L'] = 2, ['C'] = 6};
    buf_add_c(out, "<path d=\"");
    for (size_t i = 0; i < item->ops_n; i++) {
        const picture_op *op = &item->ops[i];
        buf_add_char(out, op->op);
        for (size_t k = 0; k < takes[(unsigned char)op->op]; k++) {
            if (k)
                buf_add_char(out, ' ');
            number(out, op->xy[k], decimals);
        }
    }
    buf_add_char(out, '"');
    classes(out, item->classes);
    close_shape(out, item, "path");
}

static void text(buf *out, const picture_item *item)
{
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    buf_add_c(out, "<text");
    attribute(out, "x", item->x, 1);
    attribute(out, "y", item->y, 1);
    classes(out, item->classes);
    buf_printf(out, "%s>", anchors[item->anchor]);
    if (*item->lead) {
        buf_add_c(out, "<tspan class=\"b\">");
        html_escape(out, str_of(item->lead));
        buf_add_c(out, "</tspan>");
        if (*item->text)
            buf_add_char(out, ' ');
    }
    html_escape(out, str_of(item->text));
    buf_add_c(out, "</text>");
}

static void box(buf *out, const picture_item *item, int decimals)
{
    attribute(out, "x", item->x, decimals);
    attribute(out, "y", item->y, decimals);
    attribute(out, "width", item->w, decimals);
    attribute(out, "height", item->h, decimals);
    if (item->round > 0)
        attribute(out, "rx", item->round, decimals);
    classes(out, item->classes);
}

static void shape(buf *out, const picture_item *item, int decimals, const char *link_prefix,
                  const char **open)
{
    switch (item->kind) {
    case PICTURE_PATH:
        path(out, item, decimals);
        break;
    case PICTURE_RECT:
        buf_add_c(out, "<rect");
        box(out, item, 1);
        close_shape(out, item, "rect");
        break;
    case PICTURE_CIRCLE:
        buf_add_c(out, "<circle");
        attribute(out, "cx", item->x, 1);
        attribute(out, "cy", item->y, 1);
        attribute(out, "r", item->w, 1);
        classes(out, item->classes);
        close_shape(out, item, "circle");
        break;
    case PICTURE_TEXT:
        text(out, item);
        break;
    case PICTURE_SYMBOL:
        buf_printf(out, "<use href=\"#%s\"", item->text);
        box(out, item, 1);
        close_shape(out, item, "use");
        break;
    case PICTURE_LINK:
        buf_add_c(out, "<a href=\"");
        html_href(out, link_prefix, item->text);
        buf_add_c(out, "\">");
        *open = "a";
        break;
    case PICTURE_GROUP:
        buf_add_c(out, "<g");
        classes(out, item->classes);
        buf_add_char(out, '>');
        *open = "g";
        break;
    case PICTURE_END:
        buf_printf(out, "</%s>", *open);
        break;
    }
}

/* Links and groups do not nest in each other: one name is open at a time. */
void picture_svg(buf *out, const picture *p, const char *link_prefix)
{
    const char *open = "g";
    buf_add_c(out, "<svg viewBox=\"");
    const double view_box[4] = {p->x, p->y, p->width, p->height};
    for (size_t i = 0; i < 4; i++) {
        if (i)
            buf_add_char(out, ' ');
        number(out, view_box[i], 1);
    }
    if (*p->describe) {
        buf_add_c(out, "\" role=\"img\" aria-label=\"");
        html_escape(out, str_of(p->describe));
        buf_add_c(out, "\">");
    } else {
        buf_add_c(out, "\" aria-hidden=\"true\">");
    }
    for (size_t i = 0; i < p->n; i++)
        shape(out, &p->items[i], p->decimals, link_prefix, &open);
    buf_add_c(out, "</svg>");
}
