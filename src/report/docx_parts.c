/* docx_parts.c -- the parts of a DOCX file that are the same in every document (ECMA-376, part 1). */
#include "report/docx_parts.h"

#include <string.h>

#include "base/html.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

const char *docx_lang(language lang)
{
    static const char *const codes[LANGUAGES] = {
        [LANG_NB] = "nb-NO", [LANG_DA] = "da-DK", [LANG_EN] = "en-GB"};
    return codes[lang];
}

static void style(buf *out, const char *id, const char *name, const char *based, const char *paragraph,
                  const char *letters)
{
    buf_printf(out, "<w:style w:type=\"paragraph\" w:styleId=\"%s\"%s><w:name w:val=\"%s\"/>", id,
               strcmp(id, "Normal") == 0 ? " w:default=\"1\"" : "", name);
    if (*based)
        buf_printf(out, "<w:basedOn w:val=\"%s\"/><w:next w:val=\"Normal\"/>", based);
    buf_printf(out, "<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>\n", paragraph, letters);
}

static void heading(buf *out, int level, int half_points, int before)
{
    char id[16] = "Heading1";
    char name[16] = "heading 1";
    id[7] = (char)('0' + level);
    name[8] = (char)('0' + level);
    arena tmp = {0};
    style(out, id, name, "Normal",
          arena_printf(&tmp,
                       "<w:keepNext/><w:spacing w:before=\"%d\" w:after=\"80\"/><w:outlineLvl w:val=\"%d\"/>",
                       before, level - 1),
          arena_printf(&tmp, "<w:b/><w:color w:val=\"12263A\"/><w:sz w:val=\"%d\"/>", half_points));
    arena_free(&tmp);
}

void docx_styles(buf *out, language lang)
{
    buf_printf(out,
               HEAD "<w:styles " WORD "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" "
                    "w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/><w:sz w:val=\"21\"/><w:lang w:val=\"%s\"/></w:rPr>"
                    "</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"276\" "
                    "w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\n",
               docx_lang(lang));
    style(out, "Normal", "Normal", "", "", "");
    style(out, "Title", "Title", "Normal", "<w:spacing w:before=\"0\" w:after=\"120\"/>",
          "<w:b/><w:color w:val=\"12263A\"/><w:sz w:val=\"44\"/>");
    style(out, "Subtitle", "Subtitle", "Normal", "<w:spacing w:after=\"240\"/>",
          "<w:color w:val=\"3D4B5A\"/><w:sz w:val=\"24\"/>");
    heading(out, 1, 32, 360);
    heading(out, 2, 26, 240);
    heading(out, 3, 22, 200);
    heading(out, 4, 21, 160);
    style(out, "Small", "Small print", "Normal", "", "<w:color w:val=\"3D4B5A\"/><w:sz w:val=\"18\"/>");
    style(out, "Note", "Note", "Normal",
          "<w:pBdr><w:left w:val=\"single\" w:sz=\"36\" w:space=\"8\" w:color=\"B36B00\"/></w:pBdr>"
          "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FDF3DF\"/><w:ind w:left=\"200\"/>",
          "");
    style(out, "Quote", "Quote", "Normal",
          "<w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"8\" w:color=\"8B97A3\"/></w:pBdr>"
          "<w:ind w:left=\"200\"/>",
          "");
    style(out, "Caption", "caption", "Normal", "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"60\"/>",
          "<w:b/>");
    style(out, "Cell", "Table cell", "Normal",
          "<w:spacing w:after=\"20\" w:line=\"250\" w:lineRule=\"auto\"/>", "<w:sz w:val=\"18\"/>");
    style(out, "ListParagraph", "List Paragraph", "Normal", "<w:spacing w:after=\"40\"/>", "");
    style(out, "Header", "header", "Normal", "", "<w:color w:val=\"3D4B5A\"/><w:sz w:val=\"17\"/>");
    style(out, "Footer", "footer", "Normal", "<w:tabs><w:tab w:val=\"right\" w:pos=\"9400\"/></w:tabs>",
          "<w:color w:val=\"3D4B5A\"/><w:sz w:val=\"17\"/>");
    for (int i = 1; i <= 2; i++) {
        char id[8] = "TOC1";
        char name[8] = "toc 1";
        id[3] = (char)('0' + i);
        name[4] = (char)('0' + i);
        style(out, id, name, "Normal",
              i == 1 ? "<w:spacing w:after=\"40\"/>" : "<w:spacing w:after=\"40\"/><w:ind w:left=\"240\"/>",
              "");
    }
    buf_add_c(
        out,
        "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr>"
        "<w:color w:val=\"005DB1\"/><w:u w:val=\"single\"/></w:rPr></w:style>\n"
        "<w:style w:type=\"table\" w:styleId=\"Rows\"><w:name w:val=\"Rows\"/><w:tblPr><w:tblBorders>"
        "<w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"C9D0D7\"/>"
        "<w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"C9D0D7\"/></w:tblBorders><w:tblCellMar>"
        "<w:left w:w=\"80\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
        "</w:style>\n</w:styles>");
}

/* Number 1: dots; numbers 2 and on are made in the document, one a list, so that each begins at 1. */
void docx_numbering(buf *out)
{
    buf_add_c(out, HEAD "<w:numbering " WORD ">");
    buf_add_c(out, "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
                   "<w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/><w:pPr><w:ind w:left=\"360\" "
                   "w:hanging=\"260\"/></w:pPr></w:lvl></w:abstractNum>"
                   "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
                   "<w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/><w:pPr><w:ind w:left=\"440\" "
                   "w:hanging=\"360\"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId=\"1\">"
                   "<w:abstractNumId w:val=\"0\"/></w:num>");
    for (int i = 2; i <= 64; i++)
        buf_printf(out,
                   "<w:num w:numId=\"%d\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\">"
                   "<w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
                   i);
    buf_add_c(out, "</w:numbering>");
}

void docx_header(buf *out, const doc_about *about)
{
    buf_add_c(out, HEAD "<w:hdr " WORD "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r>"
                        "<w:t xml:space=\"preserve\">");
    html_escape(out, str_of(about->author));
    buf_add_c(out, "</w:t></w:r></w:p></w:hdr>");
}

void docx_footer(buf *out, const doc_about *about)
{
    buf_add_c(out, HEAD "<w:ftr " WORD "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r>"
                        "<w:t xml:space=\"preserve\">");
    html_escape(out, str_of(about->footer));
    buf_add_c(
        out, "</w:t></w:r><w:r><w:tab/></w:r><w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r>"
             "</w:fldSimple><w:r><w:t xml:space=\"preserve\"> / </w:t></w:r><w:fldSimple w:instr=\" NUMPAGES "
             "\"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>");
}

void docx_content_types(buf *out, size_t figures)
{
    static const char *const parts[][2] = {
        {"document",  "document.main"},
        {"styles",    "styles"       },
        {"numbering", "numbering"    },
        {"settings",  "settings"     },
        {"header1",   "header"       },
        {"footer1",   "footer"       },
    };
    buf_add_c(out, HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
                        "relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    if (figures)
        buf_add_c(out, "<Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buf_printf(
            out,
            "<Override PartName=\"/word/%s.xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
            "wordprocessingml.%s+xml\"/>",
            parts[i][0], parts[i][1]);
    buf_add_c(
        out, "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package."
             "core-properties+xml\"/></Types>");
}

void docx_package_relations(buf *out)
{
    buf_add_c(out,
              HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                   "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                   "relationships/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" "
                   "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
                   "core-properties\" Target=\"docProps/core.xml\"/></Relationships>");
}

void docx_core(buf *out, const doc_about *about)
{
    buf_add_c(out,
              HEAD "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
                   "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                   "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                   "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    html_escape(out, str_of(about->title));
    buf_add_c(out, "</dc:title><dc:creator>");
    html_escape(out, str_of(about->author));
    buf_printf(out,
               "</dc:creator><dc:language>%s</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">%s"
               "</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">%s</dcterms:modified>"
               "</cp:coreProperties>",
               docx_lang(about->lang), about->created, about->created);
}

void docx_settings(buf *out, language lang)
{
    buf_printf(
        out,
        HEAD "<w:settings " WORD "><w:updateFields w:val=\"false\"/><w:compat><w:compatSetting "
             "w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
             "</w:compat><w:themeFontLang w:val=\"%s\"/></w:settings>",
        docx_lang(lang));
}
