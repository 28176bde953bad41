/* draft.h -- words that are not yet said: they live in private/live.db, outside the log, until signed. */
#ifndef RECORD_DRAFT_H
#define RECORD_DRAFT_H

#include "record/action.h"

/* draft FAMILY name=value...: keeps it; number_out names it. */
AK_MUST_USE ak_code draft_add(int64_t *number_out, ctx *c, str family, const str *words, size_t n,
                              ak_err *err);
/* What the draft would hold with these words instead of its own of the same name; NAME= leaves one out.  Checked as if
 * it were said: the plan has the faults, and nothing to write.  REC-075: no such draft. */
AK_MUST_USE ak_code draft_change_plan(plan **out, ctx *c, int64_t number, const str *words, size_t n, ak_err *err);
/* ... and keeps it so. */
AK_MUST_USE ak_code draft_change(ctx *c, int64_t number, const str *words, size_t n, ak_err *err);
/* drafts: table {"number","family","words","made"}; for the page, {"forms"}: each with its fields to edit. */
AK_MUST_USE ak_code draft_view(view **out, ctx *c, const args *a, ak_err *err);
/* sign NUMBER: the plan that says it; commit, then draft_drop. */
AK_MUST_USE ak_code draft_plan(plan **out, ctx *c, int64_t number, ak_err *err);
AK_MUST_USE ak_code draft_drop(ctx *c, int64_t number, ak_err *err);
/* REC-075 where there is none. */
AK_MUST_USE ak_code draft_exists(ctx *c, int64_t number, ak_err *err);

#endif
