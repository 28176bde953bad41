/* pdf.c -- content of a tagged PDF: pages, marks, text. */
#include "report/pdf.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/asset.h"
#include "report/pdf_inside.h"
#include "report/rules.h"

ak_code pdf_new(pdf **out, arena *a, ak_err *err)
{
    static const char *const files[PDF_FACES] = {"system/Inter-Regular.otf", "system/Inter-SemiBold.otf"};
    static const char *const names[PDF_FACES] = {"Inter-Regular", "Inter-SemiBold"};
    pdf *p = ARENA_NEW(a, pdf);
    p->a = a;
    p->last_object = 0;
    for (int i = 0; i < PDF_FACES; i++)
        AK_TRY(font_open(&p->faces[i], a, names[i], asset_text(asset_find(files[i])), err));
    p->root = ARENA_NEW(a, pdf_elem);
    p->root->type = "Document";
    *out = p;
    return AK_OK;
}

font *pdf_font(const pdf *p, pdf_face face)
{
    return p->faces[face];
}

static pdf_kid *kid_new(pdf *p, pdf_elem *parent)
{
    parent->kids = arena_room(p->a, parent->kids, parent->n, &parent->cap, sizeof *parent->kids);
    return &parent->kids[parent->n++];
}

pdf_elem *pdf_elem_new(pdf *p, pdf_elem *parent, const char *type)
{
    pdf_elem *e = ARENA_NEW(p->a, pdf_elem);
    e->type = type;
    e->parent = parent ? parent : p->root;
    *kid_new(p, e->parent) = (pdf_kid){.elem = e};
    return e;
}

void pdf_page(pdf *p)
{
    assert(!p->open);
    p->pages = arena_room(p->a, p->pages, p->pages_n, &p->pages_cap, sizeof *p->pages);
    p->at = p->pages_n++;
    p->pages[p->at] = (pdf_page_row){.content = buf_new(p->a, 0)};
}

size_t pdf_pages(const pdf *p)
{
    return p->pages_n;
}

void pdf_page_again(pdf *p, size_t i)
{
    assert(!p->open && i < p->pages_n);
    p->at = i;
}

buf *pdf_content(pdf *p)
{
    return &p->pages[p->at].content;
}

void pdf_begin(pdf *p, pdf_elem *elem)
{
    assert(!p->open);
    p->open = true;
    pdf_page_row *page = &p->pages[p->at];
    if (!elem) {
        buf_add_c(&page->content, "/Artifact BMC\n");
        return;
    }
    page->marks = arena_room(p->a, page->marks, page->n, &page->cap, sizeof *page->marks);
    int mcid = (int)page->n;
    page->marks[page->n++] = (pdf_mark){elem};
    *kid_new(p, elem) = (pdf_kid){.page = p->at, .mcid = mcid};
    buf_printf(&page->content, "/%s <</MCID %d>> BDC\n", elem->type, mcid);
}

void pdf_end(pdf *p)
{
    assert(p->open);
    p->open = false;
    buf_add_c(pdf_content(p), "EMC\n");
}

static void colour(buf *b, uint32_t rgb, const char *op)
{
    buf_printf(b, "%.3f %.3f %.3f %s ", (double)(rgb >> 16 & 0xff) / 255, (double)(rgb >> 8 & 0xff) / 255,
               (double)(rgb & 0xff) / 255, op);
}

void pdf_text(pdf *p, pdf_face face, double size, uint32_t rgb, double x, double y, str text)
{
    buf *b = pdf_content(p);
    font *f = p->faces[face];
    colour(b, rgb, "rg");
    buf_printf(b, "BT /F%d %.2f Tf %.2f %.2f Td <", (int)face, size, x, PDF_PAGE_HEIGHT - y);
    while (text.n) {
        utf8proc_int32_t sign = 0;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)text.p, (utf8proc_ssize_t)text.n, &sign);
        assert(n > 0);
        uint32_t glyph = font_glyph(f, (uint32_t)sign);
        assert(glyph);
        font_use(f, glyph, (uint32_t)sign);
        buf_printf(b, "%04X", (unsigned)glyph);
        text = (str){text.p + n, text.n - (size_t)n};
    }
    buf_add_c(b, "> Tj ET\n");
}

void pdf_fill(pdf *p, uint32_t rgb, double x, double y, double w, double h)
{
    buf *b = pdf_content(p);
    colour(b, rgb, "rg");
    buf_printf(b, "%.2f %.2f %.2f %.2f re f\n", x, PDF_PAGE_HEIGHT - y - h, w, h);
}

void pdf_rule(pdf *p, uint32_t rgb, double width, double x1, double y1, double x2, double y2)
{
    buf *b = pdf_content(p);
    colour(b, rgb, "RG");
    buf_printf(b, "%.2f w %.2f %.2f m %.2f %.2f l S\n", width, x1, PDF_PAGE_HEIGHT - y1, x2,
               PDF_PAGE_HEIGHT - y2);
}

/* --- what the font can show --- */

static void outside_add(pdf *p, uint32_t sign)
{
    size_t i = 0;
    while (i < p->outside_n && p->outside[i] < sign)
        i++;
    if (i < p->outside_n && p->outside[i] == sign)
        return;
    p->outside = arena_room(p->a, p->outside, p->outside_n, &p->outside_cap, sizeof *p->outside);
    memmove(p->outside + i + 1, p->outside + i, (p->outside_n - i) * sizeof *p->outside);
    p->outside[i] = sign;
    p->outside_n++;
}

const uint32_t *pdf_outside(const pdf *p, size_t *n)
{
    *n = p->outside_n;
    return p->outside;
}

static bool both_have(const pdf *p, uint32_t sign)
{
    return font_glyph(p->faces[PDF_REGULAR], sign) && font_glyph(p->faces[PDF_SEMIBOLD], sign);
}

/* Composed, so that e and a combining acute are the one sign that fonts have. */
static str composed(arena *a, str text)
{
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text.p, (utf8proc_ssize_t)text.n, &out,
                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n < 0)
        return text;
    str copy = {arena_copy(a, out, (size_t)n), (size_t)n};
    free(out); /* NOLINT(cppcoreguidelines-no-malloc): the library's own */
    return copy;
}

str pdf_printable(arena *a, pdf *p, str text)
{
    buf b = buf_new(a, 0);
    str rest = composed(a, text);
    while (rest.n) {
        utf8proc_int32_t sign = 0;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)rest.p, (utf8proc_ssize_t)rest.n, &sign);
        str bytes = {rest.p, n > 0 ? (size_t)n : 1};
        if (n < 1) { /* no UTF-8: the byte is lost, and that is shown */
            sign = 0xfffd;
            n = 1;
            bytes = STR("\xef\xbf\xbd");
        }
        if (sign < 32 || (sign >= 0x7f && sign < 0xa0)) {
            buf_add_char(&b, ' ');
        } else if (sign == 0xad || sign == 0x200b || sign == 0xfeff) {
            ; /* soft hyphen, zero width space, byte order mark: nothing to see */
        } else if (both_have(p, (uint32_t)sign)) {
            buf_add_str(&b, bytes);
        } else {
            buf_printf(&b, "U+%04X", (unsigned)sign);
            outside_add(p, (uint32_t)sign);
        }
        rest = (str){rest.p + n, rest.n - (size_t)n};
    }
    return b.n ? buf_str(&b) : (str){"", 0};
}

/* --- links and places --- */

void pdf_link(pdf *p, pdf_elem *link, const char *to, double x, double y, double w, double h)
{
    p->notes = arena_room(p->a, p->notes, p->notes_n, &p->notes_cap, sizeof *p->notes);
    p->notes[p->notes_n++] = (pdf_note){link, arena_text(p->a, to), p->at, x, y, w, h, 0};
    *kid_new(p, link) = (pdf_kid){.page = p->at, .annotation = (int)p->notes_n};
}

void pdf_anchor(pdf *p, const char *name, double y)
{
    p->anchors = arena_room(p->a, p->anchors, p->anchors_n, &p->anchors_cap, sizeof *p->anchors);
    p->anchors[p->anchors_n++] = (pdf_anchor_row){arena_text(p->a, name), p->at, y};
}

void pdf_outline(pdf *p, int level, const char *title, double y)
{
    p->outline = arena_room(p->a, p->outline, p->outline_n, &p->outline_cap, sizeof *p->outline);
    p->outline[p->outline_n++] = (pdf_outline_row){arena_text(p->a, title), level, p->at, y};
}
