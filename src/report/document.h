/* document.h -- the document of an action: its value as a file to keep, send or edit. */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "record/action.h"
#include "report/doc.h"

/* What every document of this workspace begins from: author = the organisation, created = ctx.now, footer = what
 * the record held. */
doc_about document_about(const ctx *c, const char *title);

/* The action's own document of the value (action.document), else the value block by block (doc_of_view).
 * O(size of the value). */
AK_MUST_USE ak_code document_of(doc **out, ctx *c, const action *act, const view *v, ak_err *err);

/* "six-steps-2023.pdf": from the action's last word and the value's year. */
const char *document_name(arena *a, const action *act, const view *v, doc_format f);

#endif
