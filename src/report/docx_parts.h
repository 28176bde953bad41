/* docx_parts.h -- the parts of a DOCX file that are the same in every document. */
#ifndef REPORT_DOCX_PARTS_H
#define REPORT_DOCX_PARTS_H

#include "report/doc.h"

#define DOCX_LINKS_FROM 100 /* rIds of links; those of styles, numbering, header, footer are below */

const char *docx_lang(language lang); /* "nb-NO" */
void docx_styles(buf *out, language lang);
void docx_numbering(buf *out);
void docx_header(buf *out, const doc_about *about);
void docx_footer(buf *out, const doc_about *about);
void docx_content_types(buf *out, size_t figures);
void docx_package_relations(buf *out);
void docx_core(buf *out, const doc_about *about);
void docx_settings(buf *out, language lang);

#endif
