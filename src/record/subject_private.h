/* subject_private.h -- parts that the pages of subjects and statements share. */
#ifndef RECORD_SUBJECT_PRIVATE_H
#define RECORD_SUBJECT_PRIVATE_H

#include "base/json.h"
#include "record/state.h"

/* {field, value} of a statement's words. */
view *fields_table(ctx *c, const state_statement *s, const json *words, const view_basis *basis);
/* Link that shows the statement's number in the log. */
view *statement_ref(ctx *c, const char *leaf, uint64_t index);
AK_MUST_USE ak_code history_table(view **out, ctx *c, int64_t canon, ak_err *err);
/* fam < 0: of all families. */
AK_MUST_USE ak_code disputes_table(view **out, ctx *c, const char *subject_id, int fam, ak_err *err);

#endif
