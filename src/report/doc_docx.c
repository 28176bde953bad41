/* doc_docx.c -- a document as Office Open XML text (ECMA-376), to be edited.
 *
 * Headings have the heading styles, so that Word and LibreOffice make an outline and contents of them; tables
 * say which row is repeated; drawings are SVG with their words as alternative text.
 */
#include <assert.h>
#include <string.h>

#include "base/html.h"
#include "base/text_width.h"
#include "base/zipfile.h"
#include "report/doc_write.h"
#include "report/docx_parts.h"
#include "report/paint.h"

#define HEAD         "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define TWIPS_WIDTH  9400    /* between the margins, twentieths of a point */
#define EMU_WIDTH    5969000 /* the same in English Metric Units */
#define NUMBERS_MOST 64      /* numbered lists that begin at 1 */

typedef struct docx {
    doc *d;
    buf body;
    buf relations;
    size_t links, figures, lists, bookmarks;
    zipfile_part *parts;
    size_t parts_n;
} docx;

static void put_t(buf *b, str text)
{
    for (bool first = true; text.n || first; first = false) {
        if (!first)
            buf_add_c(b, "<w:br/>");
        buf_add_c(b, "<w:t xml:space=\"preserve\">");
        html_escape(b, str_cut(&text, '\n'));
        buf_add_c(b, "</w:t>");
    }
}

static void put_run(docx *x, const doc_run *r, const char *lang)
{
    buf *b = &x->body;
    bool outside = r->href && r->href[0] != '#';
    if (outside) {
        size_t id = DOCX_LINKS_FROM + x->links++;
        buf_printf(&x->relations,
                   "<Relationship Id=\"rId%zu\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                   "relationships/hyperlink\" TargetMode=\"External\" Target=\"",
                   id);
        html_escape(&x->relations, str_of(r->href));
        buf_add_c(&x->relations, "\"/>");
        buf_printf(b, "<w:hyperlink r:id=\"rId%zu\">", id);
    } else if (r->href) {
        buf_add_c(b, "<w:hyperlink w:anchor=\"");
        html_escape(b, str_of(r->href + 1));
        buf_add_c(b, "\">");
    }
    buf_add_c(b, "<w:r>");
    if (r->href || r->strong || *lang) {
        buf_add_c(b, "<w:rPr>");
        buf_add_c(b, r->href ? "<w:rStyle w:val=\"Hyperlink\"/>" : "");
        buf_add_c(b, r->strong ? "<w:b/>" : "");
        if (*lang)
            buf_printf(b, "<w:lang w:val=\"%s\"/>", lang);
        buf_add_c(b, "</w:rPr>");
    }
    put_t(b, str_of(r->text));
    buf_add_c(b, "</w:r>");
    buf_add_c(b, r->href ? "</w:hyperlink>" : "");
}

/* Within w:p; more: further properties of the paragraph. */
static void put_paragraph(docx *x, const char *style, const char *more, const doc_text *text,
                          const char *lang, const char *anchor)
{
    buf *b = &x->body;
    buf_printf(b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s</w:pPr>", style, more);
    if (*anchor) {
        buf_printf(b, "<w:bookmarkStart w:id=\"%zu\" w:name=\"", x->bookmarks);
        html_escape(b, str_of(anchor));
        buf_printf(b, "\"/><w:bookmarkEnd w:id=\"%zu\"/>", x->bookmarks++);
    }
    for (size_t i = 0; i < text->n; i++)
        put_run(x, &text->runs[i], lang);
    buf_add_c(b, "</w:p>\n");
}

static void put_cell(docx *x, const doc_text *text, bool number, bool head, int width)
{
    buf *b = &x->body;
    buf_printf(b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>%s</w:tcPr>", width,
               head ? "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"8\" w:color=\"5D6B78\"/></w:tcBorders>"
                    : "");
    put_paragraph(x, "Cell",
                  number ? "<w:spacing w:after=\"20\"/><w:jc w:val=\"right\"/>"
                         : "<w:spacing w:after=\"20\"/>",
                  text, "", "");
    buf_add_c(b, "</w:tc>");
}

#define SIGNS_MOST 36 /* what is longer breaks over lines */

static size_t longest(const doc_table *t, arena *a, size_t column, bool word)
{
    size_t most = 0;
    for (size_t i = column; i < t->cells_n + t->n; i += t->n) {
        bool head = i < t->n;
        str text = str_of(head ? t->columns[i].head : doc_text_plain(a, &t->cells[i - t->n].text));
        while (text.n) {
            size_t n = text_width(word ? str_cut(&text, ' ') : text);
            most = n > most ? n : most;
            if (!word)
                break;
        }
    }
    return most;
}

#define SIGN_TWIPS 112 /* a broad sign at 9 points, and what stands at either side of a cell */
#define CELL_TWIPS 280

/* By what the columns hold: the longest word fits where it can, and long texts get what is left. */
static int *widths_of(const doc_table *t, arena *a)
{
    int *widths = ARENA_NEWS(a, int, t->n);
    int *wishes = ARENA_NEWS(a, int, t->n);
    int least = 0;
    int more = 0;
    for (size_t c = 0; c < t->n; c++) {
        size_t text = longest(t, a, c, false);
        size_t word = longest(t, a, c, true);
        word = word < SIGNS_MOST ? word : SIGNS_MOST;
        text = text < 2 * SIGNS_MOST ? text : 2 * SIGNS_MOST;
        widths[c] = (int)word * SIGN_TWIPS + CELL_TWIPS;
        wishes[c] = text > word ? (int)(text - word) : 0;
        least += widths[c];
        more += wishes[c];
    }
    for (size_t c = 0; c < t->n; c++) {
        if (least > TWIPS_WIDTH)
            widths[c] = widths[c] * TWIPS_WIDTH / least;
        else if (more > 0)
            widths[c] += (TWIPS_WIDTH - least) * wishes[c] / more;
        else
            widths[c] += (TWIPS_WIDTH - least) / (int)t->n;
    }
    return widths;
}

static void put_table(docx *x, const doc_table *t)
{
    assert(t->n > 0);
    buf *b = &x->body;
    const int *widths = widths_of(t, x->d->a);
    if (t->caption.n)
        put_paragraph(x, "Caption", "", &t->caption, "", "");
    buf_printf(b,
               "<w:tbl><w:tblPr><w:tblStyle w:val=\"Rows\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblLayout "
               "w:type=\"fixed\"/>"
               "<w:tblLook w:firstRow=\"1\" w:firstColumn=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
               TWIPS_WIDTH);
    for (size_t c = 0; c < t->n; c++)
        buf_printf(b, "<w:gridCol w:w=\"%d\"/>", widths[c]);
    buf_add_c(b, "</w:tblGrid>\n<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (size_t c = 0; c < t->n; c++) {
        doc_run run = {.text = t->columns[c].head, .strong = true};
        put_cell(x, &(doc_text){&run, *run.text ? 1 : 0}, t->columns[c].number, true, widths[c]);
    }
    buf_add_c(b, "</w:tr>\n");
    for (size_t i = 0; i < t->cells_n; i++) {
        size_t c = i % t->n;
        buf_add_c(b, c ? "" : "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        put_cell(x, &t->cells[i].text, t->columns[c].number, false, widths[c]);
        buf_add_c(b, c + 1 == t->n ? "</w:tr>\n" : "");
    }
    buf_add_c(b, "</w:tbl>\n<w:p><w:pPr><w:spacing w:after=\"60\"/></w:pPr></w:p>\n");
}

static str svg_file(arena *a, const picture *drawing)
{
    buf b = buf_new(a, 0);
    buf_printf(&b,
               HEAD
               "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"draw\" width=\"%g\" height=\"%g\"><style>",
               drawing->width, drawing->height);
    paint_css(&b, "");
    buf_add_c(&b, "</style>");
    paint_defs(&b);
    picture_svg(&b, drawing, "#");
    buf_add_c(&b, "</svg>");
    return buf_str(&b);
}

static void put_figure(docx *x, const doc_block *block)
{
    arena *a = x->d->a;
    const picture *drawing = block->figure;
    put_paragraph(x, "Caption", "", &block->text, "", block->anchor);
    size_t number = ++x->figures;
    const char *name = arena_printf(a, "media/figure%zu.svg", number);
    x->parts[x->parts_n++] = (zipfile_part){arena_printf(a, "word/%s", name), svg_file(a, drawing)};
    buf_printf(&x->relations,
               "<Relationship Id=\"rIdF%zu\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
               "relationships/image\" Target=\"%s\"/>",
               number, name);
    long height = (long)(EMU_WIDTH * drawing->height / drawing->width);
    buf *b = &x->body;
    buf_printf(b,
               "<w:p><w:r><w:drawing><wp:inline><wp:extent cx=\"%d\" cy=\"%ld\"/><wp:docPr id=\"%zu\" "
               "name=\"figure %zu\" descr=\"",
               EMU_WIDTH, height, number, number);
    html_escape(b, str_of(*drawing->describe ? drawing->describe : doc_text_plain(a, &block->text)));
    buf_printf(
        b,
        "\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
        "<pic:pic><pic:nvPicPr><pic:cNvPr id=\"%zu\" name=\"figure%zu.svg\"/><pic:cNvPicPr/></pic:nvPicPr>"
        "<pic:blipFill><a:blip r:embed=\"rIdF%zu\"><a:extLst><a:ext "
        "uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\"><asvg:svgBlip "
        "r:embed=\"rIdF%zu\"/></a:ext></a:extLst>"
        "</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" "
        "y=\"0\"/><a:ext cx=\"%d\" cy=\"%ld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>"
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>\n",
        number, number, number, number, EMU_WIDTH, height);
    for (size_t i = 0; i < drawing->key_n; i++) {
        doc_run run = {.text = drawing->key[i].text};
        put_paragraph(x, "Small", "", &(doc_text){&run, 1}, "", "");
    }
    for (size_t i = 0; i < drawing->points_n; i++) {
        const picture_point_row *p = &drawing->points[i];
        doc_run run = {.text =
                           arena_printf(a, "%s %s%s%s", p->number, p->name, *p->note ? ", " : "", p->note)};
        put_paragraph(x, "Small", "", &(doc_text){&run, 1}, "", "");
    }
}

static void put_list(docx *x, const doc_block *b)
{
    size_t number = 1;
    if (b->numbered && x->lists + 2 <= NUMBERS_MOST)
        number = 2 + x->lists++;
    const char *more =
        arena_printf(x->d->a, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"%zu\"/></w:numPr>", number);
    for (size_t i = 0; i < b->items_n; i++)
        put_paragraph(x, "ListParagraph", more, &b->items[i], b->lang, "");
}

static void put_block(docx *x, const doc_block *b)
{
    static const char *const headings[] = {"Heading1", "Heading2", "Heading3", "Heading4"};
    static const char *const styles[] = {
        [DOC_PARAGRAPH] = "Normal", [DOC_SMALL] = "Small", [DOC_NOTE] = "Note", [DOC_QUOTE] = "Quote"};
    switch (b->kind) {
    case DOC_HEADING:
        put_paragraph(x, headings[b->level - 1], "", &b->text, b->lang, b->anchor);
        break;
    case DOC_PARAGRAPH:
    case DOC_SMALL:
    case DOC_NOTE:
    case DOC_QUOTE:
        put_paragraph(x, styles[b->kind], "", &b->text, b->lang, b->anchor);
        break;
    case DOC_LIST:
        put_list(x, b);
        break;
    case DOC_TABLE:
        put_table(x, b->table);
        break;
    case DOC_FIGURE:
        put_figure(x, b);
        break;
    case DOC_BREAK:
        buf_add_c(&x->body, "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>\n");
        break;
    }
}

/* A field that Word fills when asked to; until then the headings stand in it. */
static void put_contents(docx *x)
{
    buf *b = &x->body;
    buf_add_c(
        b,
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC "
        "\\o \"1-2\" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar "
        "w:fldCharType=\"separate\"/></w:r></w:p>\n");
    for (size_t i = 0; i < x->d->n; i++) {
        const doc_block *h = &x->d->blocks[i];
        if (h->kind == DOC_HEADING && h->level <= x->d->about.contents)
            put_paragraph(x, h->level == 1 ? "TOC1" : "TOC2", "", &h->text, "", "");
    }
    buf_add_c(b, "<w:p><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>\n");
}

static void put_body(docx *x)
{
    buf *b = &x->body;
    const doc_about *about = &x->d->about;
    buf_add_c(b, HEAD "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                      "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
                      "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
                      "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
                      "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" "
                      "xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\"><w:body>\n");
    doc_run title = {.text = about->title};
    put_paragraph(x, "Title", "", &(doc_text){&title, 1}, "", "");
    doc_run subtitle = {.text = about->subtitle};
    if (*about->subtitle)
        put_paragraph(x, "Subtitle", "", &(doc_text){&subtitle, 1}, "", "");
    if (about->contents)
        put_contents(x);
    for (size_t i = 0; i < x->d->n; i++)
        put_block(x, &x->d->blocks[i]);
    buf_add_c(
        b, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference "
           "w:type=\"default\" r:id=\"rId5\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1420\" "
           "w:right=\"1250\" w:bottom=\"1300\" w:left=\"1250\" w:header=\"700\" w:footer=\"600\" "
           "w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
}

static void put_relations(docx *x)
{
    static const char *const parts[][2] = {
        {"styles",    "styles"   },
        {"numbering", "numbering"},
        {"settings",  "settings" },
        {"header",    "header1"  },
        {"footer",    "footer1"  }
    };
    buf_add_c(&x->relations,
              HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buf_printf(&x->relations,
                   "<Relationship Id=\"rId%zu\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                   "relationships/%s\" Target=\"%s.xml\"/>",
                   i + 1, parts[i][0], parts[i][1]);
}

static void part(docx *x, const char *name, const buf *b)
{
    x->parts[x->parts_n++] = (zipfile_part){name, buf_str(b)};
}

ak_code doc_docx(str *bytes, doc *d, ak_err *err)
{
    arena *a = d->a;
    docx x = {.d = d, .body = buf_new(a, 0), .relations = buf_new(a, 0)};
    x.parts = ARENA_NEWS(a, zipfile_part, d->n + 16);
    buf b[8];
    for (size_t i = 0; i < 8; i++)
        b[i] = buf_new(a, 0);
    put_relations(&x);
    x.parts_n = 1; /* the content types come first; they are known last */
    put_body(&x);
    AK_TRY(buf_done(&x.body, err));
    buf_add_c(&x.relations, "</Relationships>");
    docx_content_types(&b[0], x.figures);
    x.parts[0] = (zipfile_part){"[Content_Types].xml", buf_str(&b[0])};
    docx_package_relations(&b[1]);
    part(&x, "_rels/.rels", &b[1]);
    part(&x, "word/document.xml", &x.body);
    part(&x, "word/_rels/document.xml.rels", &x.relations);
    docx_styles(&b[2], d->about.lang);
    part(&x, "word/styles.xml", &b[2]);
    docx_numbering(&b[3]);
    part(&x, "word/numbering.xml", &b[3]);
    docx_settings(&b[4], d->about.lang);
    part(&x, "word/settings.xml", &b[4]);
    docx_header(&b[5], &d->about);
    part(&x, "word/header1.xml", &b[5]);
    docx_footer(&b[6], &d->about);
    part(&x, "word/footer1.xml", &b[6]);
    docx_core(&b[7], &d->about);
    part(&x, "docProps/core.xml", &b[7]);
    return zipfile_write(bytes, a, x.parts, x.parts_n, err);
}
