/* pdf_file.c -- a tagged PDF as bytes: objects, cross-references, structure tree, metadata. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <utf8proc.h>
#include <zlib.h>

#include "base/html.h"
#include "base/sha256.h"
#include "base/version.h"
#include "report/pdf.h"
#include "report/pdf_inside.h"
#include "report/rules.h"

/* Object numbers are given first, bodies later; a stream's bytes follow its dictionary. */
typedef struct writer {
    pdf *p;
    arena *a;
    str *bodies; /* by number */
    size_t cap;
    int pages, catalog, info, metadata, structure, parents, outlines, page1, content1;
    int fonts[PDF_FACES];
    ak_err *err;
} writer;

static int object_new(writer *w)
{
    int number = ++w->p->last_object;
    w->bodies = arena_room(w->a, w->bodies, (size_t)number, &w->cap, sizeof *w->bodies);
    return number;
}

static void object_set(writer *w, int number, const buf *body)
{
    w->bodies[number] = buf_str(body);
}

/* Text strings are UTF-16BE with its mark. */
static void put_text(buf *b, str text)
{
    buf_add_c(b, "<FEFF");
    while (text.n) {
        utf8proc_int32_t sign = 0;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)text.p, (utf8proc_ssize_t)text.n, &sign);
        if (n < 1) {
            sign = 0xfffd;
            n = 1;
        }
        if (sign > 0xffff)
            buf_printf(b, "%04X%04X", 0xd800u + (((unsigned)sign - 0x10000u) >> 10),
                       0xdc00u + (((unsigned)sign - 0x10000u) & 0x3ffu));
        else
            buf_printf(b, "%04X", (unsigned)sign);
        text = (str){text.p + n, text.n - (size_t)n};
    }
    buf_add_char(b, '>');
}

static void put_uri(buf *b, const char *uri)
{
    buf_add_char(b, '(');
    for (const char *p = uri; *p; p++) {
        if (strchr("()\\", *p))
            buf_add_char(b, '\\');
        if ((unsigned char)*p < 33 || (unsigned char)*p > 126)
            buf_printf(b, "%%%02X", (unsigned char)*p); /* as addresses are written */
        else
            buf_add_char(b, *p);
    }
    buf_add_char(b, ')');
}

static ak_code put_stream(writer *w, int number, const char *dict, str bytes, ak_err *err)
{
    uLongf n = compressBound((uLong)bytes.n);
    unsigned char *packed = arena_alloc(w->a, n);
    if (compress2(packed, &n, (const Bytef *)bytes.p, (uLong)bytes.n, 9) != Z_OK)
        return ak_fail(err, &DOC_002);
    buf b = buf_new(w->a, 0);
    buf_printf(&b, "<<%s/Filter/FlateDecode/Length %lu>>\nstream\n", dict, (unsigned long)n);
    buf_add(&b, packed, n);
    buf_add_c(&b, "\nendstream");
    object_set(w, number, &b);
    return AK_OK;
}

/* --- fonts --- */

static ak_code put_to_unicode(writer *w, int number, const font *f, ak_err *err)
{
    buf b = buf_new(w->a, 0);
    buf_add_c(&b, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                  "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                  "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                  "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (size_t g = 1, in_block = 0; g < f->glyphs_n; g++) {
        if (!f->sign_of[g])
            continue;
        if (in_block == 0)
            buf_add_c(&b, "1 beginbfchar\n"); /* one a block: no count to know beforehand */
        uint32_t sign = f->sign_of[g];
        if (sign > 0xffff)
            buf_printf(&b, "<%04X><%04X%04X>\nendbfchar\n", (unsigned)g, 0xd800u + ((sign - 0x10000u) >> 10),
                       0xdc00u + ((sign - 0x10000u) & 0x3ffu));
        else
            buf_printf(&b, "<%04X><%04X>\nendbfchar\n", (unsigned)g, (unsigned)sign);
    }
    buf_add_c(&b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
    return put_stream(w, number, "", buf_str(&b), err);
}

/* A tag of six letters tells subsets of one font apart: from what the subset holds. */
static const char *subset_name(writer *w, const font *f, str cff)
{
    unsigned char digest[SHA256_BYTES];
    sha256_of(digest, cff.p, cff.n);
    char tag[7] = {0};
    for (int i = 0; i < 6; i++)
        tag[i] = (char)('A' + digest[i] % 26);
    return arena_printf(w->a, "%s+%s", tag, f->name);
}

static ak_code put_font(writer *w, int number, const font *f, ak_err *err)
{
    str cff;
    AK_TRY(font_subset(&cff, f, err));
    const char *name = subset_name(w, f, cff);
    int file = object_new(w);
    AK_TRY(put_stream(w, file, "/Subtype/CIDFontType0C", cff, err));
    int unicode = object_new(w);
    AK_TRY(put_to_unicode(w, unicode, f, err));
    int descriptor = object_new(w);
    buf b = buf_new(w->a, 0);
    buf_printf(&b,
               "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d"
               "/Descent %d/CapHeight %d/StemV %d/FontFile3 %d 0 R>>",
               name, f->bbox[0], f->bbox[1], f->bbox[2], f->bbox[3], f->ascent, f->descent, f->cap_height,
               strstr(f->name, "Semi") ? 120 : 80, file);
    object_set(w, descriptor, &b);
    int cid = object_new(w);
    b = buf_new(w->a, 0);
    buf_printf(&b,
               "<</Type/Font/Subtype/CIDFontType0/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)"
               "/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[",
               name, descriptor);
    for (size_t g = 1; g < f->glyphs_n; g++)
        if (f->sign_of[g])
            buf_printf(&b, "%zu[%d]", g, font_width(f, (uint32_t)g));
    buf_add_c(&b, "]>>");
    object_set(w, cid, &b);
    b = buf_new(w->a, 0);
    buf_printf(&b,
               "<</Type/Font/Subtype/Type0/BaseFont/%s-Identity-H/Encoding/Identity-H"
               "/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
               name, cid, unicode);
    object_set(w, number, &b);
    return AK_OK;
}

/* --- structure --- */

static void number_elems(writer *w, pdf_elem *e)
{
    e->object = object_new(w);
    for (size_t i = 0; i < e->n; i++)
        if (e->kids[i].elem)
            number_elems(w, e->kids[i].elem);
}

static void put_attributes(buf *b, const pdf_elem *e)
{
    if (e->alt) {
        buf_add_c(b, "/Alt");
        put_text(b, str_of(e->alt));
    }
    if (e->lang && *e->lang)
        buf_printf(b, "/Lang(%s)", e->lang);
    if (e->scope)
        buf_printf(b, "/A<</O/Table/Scope/%s>>", e->scope);
    if (strcmp(e->type, "Figure") == 0)
        buf_printf(b, "/A<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>", e->box[0],
                   PDF_PAGE_HEIGHT - e->box[3], e->box[2], PDF_PAGE_HEIGHT - e->box[1]);
}

static void put_elem(writer *w, const pdf_elem *e, int parent)
{
    buf b = buf_new(w->a, 0);
    buf_printf(&b, "<</Type/StructElem/S/%s/P %d 0 R", e->type, parent);
    put_attributes(&b, e);
    buf_add_c(&b, "/K[");
    for (size_t i = 0; i < e->n; i++) {
        const pdf_kid *k = &e->kids[i];
        int page = w->page1 + (int)k->page;
        if (k->elem)
            buf_printf(&b, "%d 0 R ", k->elem->object);
        else if (k->annotation)
            buf_printf(&b, "<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>", w->p->notes[k->annotation - 1].object,
                       page);
        else
            buf_printf(&b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", page, k->mcid);
    }
    buf_add_c(&b, "]>>");
    object_set(w, e->object, &b);
    for (size_t i = 0; i < e->n; i++)
        if (e->kids[i].elem)
            put_elem(w, e->kids[i].elem, e->object);
}

/* Number tree: first each page's elements by marked content, then each annotation's element. */
static void put_parents(writer *w)
{
    buf b = buf_new(w->a, 0);
    buf_add_c(&b, "<</Nums[");
    for (size_t i = 0; i < w->p->pages_n; i++) {
        const pdf_page_row *page = &w->p->pages[i];
        buf_printf(&b, "%zu[", i);
        for (size_t k = 0; k < page->n; k++)
            buf_printf(&b, "%d 0 R ", page->marks[k].owner->object);
        buf_add_c(&b, "]\n");
    }
    for (size_t i = 0; i < w->p->notes_n; i++)
        buf_printf(&b, "%zu %d 0 R\n", w->p->pages_n + i, w->p->notes[i].elem->object);
    buf_add_c(&b, "]>>");
    object_set(w, w->parents, &b);
}

static void put_structure(writer *w)
{
    put_elem(w, w->p->root, w->structure);
    put_parents(w);
    buf b = buf_new(w->a, 0);
    buf_printf(&b, "<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %zu>>",
               w->p->root->object, w->parents, w->p->pages_n + w->p->notes_n);
    object_set(w, w->structure, &b);
}

/* --- pages and links --- */

static const pdf_anchor_row *anchor_find(const pdf *p, const char *name)
{
    for (size_t i = 0; i < p->anchors_n; i++)
        if (strcmp(p->anchors[i].name, name) == 0)
            return &p->anchors[i];
    return NULL;
}

static void put_note(writer *w, const pdf_note *n, size_t index)
{
    buf b = buf_new(w->a, 0);
    double top = PDF_PAGE_HEIGHT - n->y;
    buf_printf(&b,
               "<</Type/Annot/Subtype/Link/Rect[%.2f %.2f %.2f %.2f]/Border[0 0 0]/F 4/StructParent %zu"
               "/Contents",
               n->x, top - n->h, n->x + n->w, top, w->p->pages_n + index);
    put_text(&b, str_of(n->elem->alt ? n->elem->alt : n->to));
    const pdf_anchor_row *anchor = n->to[0] == '#' ? anchor_find(w->p, n->to + 1) : NULL;
    if (anchor) {
        buf_printf(&b, "/Dest[%d 0 R/XYZ 0 %.2f null]", w->page1 + (int)anchor->page,
                   PDF_PAGE_HEIGHT - anchor->y);
    } else if (n->to[0] != '#') {
        buf_add_c(&b, "/A<</S/URI/URI");
        put_uri(&b, n->to);
        buf_add_c(&b, ">>");
    }
    buf_add_c(&b, ">>");
    object_set(w, n->object, &b);
}

static ak_code put_pages(writer *w, ak_err *err)
{
    pdf *p = w->p;
    for (size_t i = 0; i < p->pages_n; i++) {
        int content = w->content1 + (int)i;
        AK_TRY(buf_done(&p->pages[i].content, err));
        AK_TRY(put_stream(w, content, "", buf_str(&p->pages[i].content), err));
        buf b = buf_new(w->a, 0);
        buf_printf(&b,
                   "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Tabs/S"
                   "/StructParents %zu/Resources<</Font<</F0 %d 0 R/F1 %d 0 R>>>>",
                   w->pages, PDF_PAGE_WIDTH, PDF_PAGE_HEIGHT, content, i, w->fonts[0], w->fonts[1]);
        buf_add_c(&b, "/Annots[");
        for (size_t k = 0; k < p->notes_n; k++)
            if (p->notes[k].page == i)
                buf_printf(&b, "%d 0 R ", p->notes[k].object);
        buf_add_c(&b, "]>>");
        object_set(w, w->page1 + (int)i, &b);
    }
    buf b = buf_new(w->a, 0);
    buf_printf(&b, "<</Type/Pages/Count %zu/Kids[", p->pages_n);
    for (size_t i = 0; i < p->pages_n; i++)
        buf_printf(&b, "%d 0 R ", w->page1 + (int)i);
    buf_add_c(&b, "]>>");
    object_set(w, w->pages, &b);
    for (size_t i = 0; i < p->notes_n; i++)
        put_note(w, &p->notes[i], i);
    return AK_OK;
}

/* --- outline: rows in order of reading, each below the nearest earlier row of a lower level --- */

static size_t outline_parent(const pdf *p, size_t i)
{
    for (size_t k = i; k-- > 0;)
        if (p->outline[k].level < p->outline[i].level)
            return k + 1;
    return 0;
}

static void put_outline(writer *w)
{
    pdf *p = w->p;
    if (p->outline_n == 0)
        return;
    w->outlines = object_new(w);
    int first = p->last_object + 1;
    for (size_t i = 0; i < p->outline_n; i++)
        (void)object_new(w);
    for (size_t i = 0; i <= p->outline_n; i++) { /* 0 = the root, else row i - 1 */
        size_t kids[3] = {0, 0, 0};              /* first, last, count */
        for (size_t k = 0; k < p->outline_n; k++) {
            if (outline_parent(p, k) != i)
                continue;
            kids[0] = kids[0] ? kids[0] : k + 1;
            kids[1] = k + 1;
            kids[2]++;
        }
        buf b = buf_new(w->a, 0);
        buf_add_c(&b, i ? "<<" : "<</Type/Outlines");
        if (i) {
            const pdf_outline_row *row = &p->outline[i - 1];
            size_t parent = outline_parent(p, i - 1);
            buf_add_c(&b, "/Title");
            put_text(&b, str_of(row->title));
            buf_printf(&b, "/Parent %d 0 R/Dest[%d 0 R/XYZ 0 %.2f null]",
                       parent ? first + (int)parent - 1 : w->outlines, w->page1 + (int)row->page,
                       PDF_PAGE_HEIGHT - row->y);
            for (size_t k = i - 1; k-- > parent;)
                if (outline_parent(p, k) == parent) {
                    buf_printf(&b, "/Prev %d 0 R", first + (int)k);
                    break;
                }
            for (size_t k = i; k < p->outline_n; k++)
                if (outline_parent(p, k) == parent) {
                    buf_printf(&b, "/Next %d 0 R", first + (int)k);
                    break;
                }
        }
        if (kids[2])
            buf_printf(&b, "/First %d 0 R/Last %d 0 R/Count %s%zu", first + (int)kids[0] - 1,
                       first + (int)kids[1] - 1, i ? "-" : "", kids[2]);
        buf_add_c(&b, ">>");
        object_set(w, i ? first + (int)i - 1 : w->outlines, &b);
    }
}

/* --- about the document --- */

/* "2026-11-21T21:19:00Z" -> D:20261121211900Z */
static void put_date(buf *b, const char *moment)
{
    buf_add_c(b, "(D:");
    for (const char *p = moment; *p; p++)
        if (*p >= '0' && *p <= '9')
            buf_add_char(b, *p);
    buf_add_c(b, "Z)");
}

static void put_info(writer *w, const pdf_about *about)
{
    buf b = buf_new(w->a, 0);
    buf_add_c(&b, "<</Title");
    put_text(&b, str_of(about->title));
    buf_add_c(&b, "/Author");
    put_text(&b, str_of(about->author));
    buf_add_c(&b, "/Subject");
    put_text(&b, str_of(about->subject));
    buf_add_c(&b, "/Producer");
    put_text(&b, STR("aktsom " AK_VERSION));
    buf_add_c(&b, "/CreationDate");
    put_date(&b, about->created);
    buf_add_c(&b, "/ModDate");
    put_date(&b, about->created);
    buf_add_c(&b, ">>");
    object_set(w, w->info, &b);
}

/* Not packed, so that programs find it without reading PDF (ISO 16684-1). */
static void put_metadata(writer *w, const pdf_about *about)
{
    buf x = buf_new(w->a, 0);
    buf_add_c(&x, "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                  "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                  "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                  "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
                  "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
                  "<pdfuaid:part>1</pdfuaid:part>\n<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
    html_escape(&x, str_of(about->title));
    buf_add_c(&x, "</rdf:li></rdf:Alt></dc:title>\n<dc:creator><rdf:Seq><rdf:li>");
    html_escape(&x, str_of(about->author));
    buf_add_c(&x,
              "</rdf:li></rdf:Seq></dc:creator>\n<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">");
    html_escape(&x, str_of(about->subject));
    buf_printf(&x,
               "</rdf:li></rdf:Alt></dc:description>\n<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag>"
               "</dc:language>\n<xmp:CreateDate>%s</xmp:CreateDate>\n<xmp:ModifyDate>%s</xmp:ModifyDate>\n"
               "<pdf:Producer>aktsom " AK_VERSION "</pdf:Producer>\n",
               about->lang, about->created, about->created);
    buf_add_c(&x, "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>");
    buf b = buf_new(w->a, 0);
    buf_printf(&b, "<</Type/Metadata/Subtype/XML/Length %zu>>\nstream\n", x.n);
    buf_add_str(&b, buf_str(&x));
    buf_add_c(&b, "\nendstream");
    object_set(w, w->metadata, &b);
}

static void put_catalog(writer *w, const pdf_about *about)
{
    buf b = buf_new(w->a, 0);
    buf_printf(&b,
               "<</Type/Catalog/Pages %d 0 R/MarkInfo<</Marked true>>/Lang(%s)/StructTreeRoot %d 0 R"
               "/Metadata %d 0 R/ViewerPreferences<</DisplayDocTitle true>>",
               w->pages, about->lang, w->structure, w->metadata);
    if (w->outlines)
        buf_printf(&b, "/Outlines %d 0 R", w->outlines);
    buf_add_c(&b, ">>");
    object_set(w, w->catalog, &b);
}

static ak_code assemble(str *bytes, writer *w, ak_err *err)
{
    arena *a = w->a;
    buf out = buf_new(a, 0);
    size_t n = (size_t)w->p->last_object;
    size_t *at = ARENA_NEWS(a, size_t, n + 1);
    buf_add_c(&out, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
    for (size_t i = 1; i <= n; i++) {
        at[i] = out.n;
        buf_printf(&out, "%zu 0 obj\n", i);
        buf_add_str(&out, w->bodies[i]);
        buf_add_c(&out, "\nendobj\n");
    }
    unsigned char digest[SHA256_BYTES];
    sha256_of(digest, out.p, out.n);
    char id[33];
    hex_write(id, digest, 16);
    size_t xref = out.n;
    buf_printf(&out, "xref\n0 %zu\n0000000000 65535 f \n", n + 1);
    for (size_t i = 1; i <= n; i++)
        buf_printf(&out, "%010zu 00000 n \n", at[i]);
    buf_printf(&out, "trailer\n<</Size %zu/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%zu\n%%%%EOF\n",
               n + 1, w->catalog, w->info, id, id, xref);
    *bytes = buf_str(&out);
    return buf_done(&out, err);
}

ak_code pdf_done(str *bytes, pdf *p, const pdf_about *about, ak_err *err)
{
    assert(!p->open && p->pages_n);
    writer w = {.p = p, .a = p->a};
    int *const first[] = {&w.catalog, &w.info, &w.metadata, &w.pages, &w.structure, &w.parents};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        *first[i] = object_new(&w);
    for (int i = 0; i < PDF_FACES; i++)
        w.fonts[i] = object_new(&w);
    w.page1 = p->last_object + 1;
    for (size_t i = 0; i < p->pages_n; i++)
        (void)object_new(&w);
    w.content1 = p->last_object + 1;
    for (size_t i = 0; i < p->pages_n; i++)
        (void)object_new(&w);
    for (size_t i = 0; i < p->notes_n; i++)
        p->notes[i].object = object_new(&w);
    number_elems(&w, p->root);
    for (int i = 0; i < PDF_FACES; i++)
        AK_TRY(put_font(&w, w.fonts[i], p->faces[i], err));
    put_structure(&w);
    AK_TRY(put_pages(&w, err));
    put_outline(&w);
    put_info(&w, about);
    put_metadata(&w, about);
    put_catalog(&w, about);
    return assemble(bytes, &w, err);
}
