/* doc_write.h -- the writers of documents, one a format; called by doc_write only. */
#ifndef REPORT_DOC_WRITE_H
#define REPORT_DOC_WRITE_H

#include "report/doc.h"

/* One file with its style inside: opens anywhere, without a net. */
AK_MUST_USE ak_code doc_html(str *bytes, doc *d, ak_err *err);
/* Tagged PDF (report/pdf.h), A4. */
AK_MUST_USE ak_code doc_pdf(str *bytes, doc *d, ak_err *err);
/* Office Open XML text (ECMA-376), to be edited: real heading styles, repeated table heads. */
AK_MUST_USE ak_code doc_docx(str *bytes, doc *d, ak_err *err);
/* A sheet of the text, then a sheet a table. */
AK_MUST_USE ak_code doc_xlsx(str *bytes, doc *d, ak_err *err);
/* For a terminal or a mail: at most 80 columns. */
AK_MUST_USE ak_code doc_plain(str *bytes, doc *d, ak_err *err);

#endif
