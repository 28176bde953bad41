/* protocol.h -- the award protocol and the letters to bidders, as documents. */
#ifndef REPORT_PROTOCOL_H
#define REPORT_PROTOCOL_H

#include "report/doc.h"
#include "record/action.h"

/* An action_document over what tender protocol shows: a letter where the value is one (it has `letter`). */
AK_MUST_USE ak_code protocol_document(doc **out, ctx *c, const view *v, ak_err *err);

#endif
