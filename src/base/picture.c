/* picture.c -- a drawing as a list of shapes. */
#include "base/picture.h"

#include <assert.h>
#include <string.h>

#include <utf8proc.h>

#include "base/font_width.h"

picture *picture_new(arena *a, double width, double height, const char *describe)
{
    picture *p = ARENA_NEW(a, picture);
    *p = (picture){.a = a, .width = width, .height = height, .decimals = 1, .frame = ""};
    p->describe = arena_text(a, describe);
    return p;
}

static picture_item *item_new(picture *p, picture_kind kind, const char *classes)
{
    p->items = arena_room(p->a, p->items, p->n, &p->cap, sizeof *p->items);
    picture_item *item = &p->items[p->n++];
    *item = (picture_item){.kind = kind, .text = "", .lead = "", .title = ""};
    item->classes = arena_text(p->a, classes);
    return item;
}

void picture_rect(picture *p, double x, double y, double w, double h, const char *classes)
{
    picture_item *item = item_new(p, PICTURE_RECT, classes);
    item->x = x;
    item->y = y;
    item->w = w;
    item->h = h;
}

void picture_plate(picture *p, double x, double y, double w, double h)
{
    picture_rect(p, x, y, w, h, "plate");
    p->items[p->n - 1].round = 3;
}

void picture_circle(picture *p, double x, double y, double r, const char *classes)
{
    picture_item *item = item_new(p, PICTURE_CIRCLE, classes);
    item->x = x;
    item->y = y;
    item->w = r;
}

void picture_text(picture *p, double x, double y, picture_anchor anchor, const char *classes,
                  const char *text)
{
    picture_text_lead(p, x, y, anchor, classes, "", text);
}

void picture_text_lead(picture *p, double x, double y, picture_anchor anchor, const char *classes,
                       const char *lead, const char *text)
{
    picture_item *item = item_new(p, PICTURE_TEXT, classes);
    item->x = x;
    item->y = y;
    item->anchor = anchor;
    item->lead = arena_text(p->a, lead);
    item->text = arena_text(p->a, text);
}

void picture_symbol(picture *p, double x, double y, double size, const char *classes, const char *name)
{
    picture_item *item = item_new(p, PICTURE_SYMBOL, classes);
    item->x = x;
    item->y = y;
    item->w = size;
    item->h = size;
    item->text = arena_text(p->a, name);
}

void picture_path(picture *p, const char *classes)
{
    item_new(p, PICTURE_PATH, classes);
}

static void pen(picture *p, picture_op op)
{
    assert(p->n && p->items[p->n - 1].kind == PICTURE_PATH);
    picture_item *item = &p->items[p->n - 1];
    item->ops = arena_room(p->a, item->ops, item->ops_n, &item->ops_cap, sizeof *item->ops);
    item->ops[item->ops_n++] = op;
}

void picture_move(picture *p, double x, double y)
{
    pen(p, (picture_op){
               'M', {x, y}
    });
}

void picture_line(picture *p, double x, double y)
{
    pen(p, (picture_op){
               'L', {x, y}
    });
}

void picture_curve(picture *p, double x1, double y1, double x2, double y2, double x, double y)
{
    pen(p, (picture_op){
               'C', {x1, y1, x2, y2, x, y}
    });
}

void picture_close(picture *p)
{
    pen(p, (picture_op){.op = 'Z'});
}

void picture_title(picture *p, const char *text)
{
    assert(p->n);
    p->items[p->n - 1].title = arena_text(p->a, text);
}

void picture_link(picture *p, const char *href)
{
    item_new(p, PICTURE_LINK, "")->text = arena_text(p->a, href);
}

void picture_group(picture *p, const char *classes)
{
    item_new(p, PICTURE_GROUP, classes);
}

void picture_end(picture *p)
{
    item_new(p, PICTURE_END, "");
}

picture *picture_key(picture *p, const char *text)
{
    p->key = arena_room(p->a, p->key, p->key_n, &p->key_cap, sizeof *p->key);
    picture *swatch = picture_new(p->a, 24, 16, "");
    p->key[p->key_n++] = (picture_key_row){swatch, arena_text(p->a, text)};
    return swatch;
}

void picture_point(picture *p, const char *number, const char *name, const char *note, const char *href)
{
    p->points = arena_room(p->a, p->points, p->points_n, &p->points_cap, sizeof *p->points);
    p->points[p->points_n++] = (picture_point_row){arena_text(p->a, number), arena_text(p->a, name),
                                                   arena_text(p->a, note), arena_text(p->a, href)};
}

/* --- text --- */

static int advance(utf8proc_int32_t sign, bool semibold)
{
    size_t low = 0;
    size_t high = font_widths_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (font_widths[middle].sign < (uint32_t)sign)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == font_widths_n || font_widths[low].sign != (uint32_t)sign)
        return utf8proc_charwidth(sign) == 0 ? 0 : FONT_EM;
    return semibold ? font_widths[low].semibold : font_widths[low].regular;
}

double picture_text_width(const char *text, double size, bool semibold)
{
    double em = 0;
    str rest = str_of(text);
    while (rest.n) {
        utf8proc_int32_t sign = 0;
        utf8proc_ssize_t bytes =
            utf8proc_iterate((const utf8proc_uint8_t *)rest.p, (utf8proc_ssize_t)rest.n, &sign);
        size_t step = bytes > 0 ? (size_t)bytes : 1;
        em += advance(bytes > 0 ? sign : 0xfffd, semibold);
        rest = (str){rest.p + step, rest.n - step};
    }
    return em / FONT_EM * size * PICTURE_SLACK;
}

static bool has_class(const char *classes, char wanted)
{
    for (const char *p = classes; *p; p++) {
        if (*p == wanted && (p == classes || p[-1] == ' ') && (p[1] == ' ' || p[1] == '\0'))
            return true;
    }
    return false;
}

double picture_text_size(const char *classes)
{
    return has_class(classes, 's') ? 12.5 : has_class(classes, 'h') ? 13 : 14;
}

bool picture_text_semibold(const char *classes)
{
    return has_class(classes, 'b') || has_class(classes, 'h');
}

const char *picture_text_cut(arena *a, const char *text, double width, double size, bool semibold)
{
    if (picture_text_width(text, size, semibold) <= width)
        return text;
    size_t n = strlen(text);
    while (n > 0) {
        n--;
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
            n--;
        size_t end = n;
        while (end > 0 && text[end - 1] == ' ')
            end--;
        const char *cut = arena_printf(a, "%.*s\xe2\x80\xa6", (int)end, text);
        if (picture_text_width(cut, size, semibold) <= width)
            return cut;
    }
    return "";
}
