/* match_view.h -- parties that may be one under two names: proposed here, joined or parted by a person only. */
#ifndef RECORD_MATCH_VIEW_H
#define RECORD_MATCH_VIEW_H

#include "record/action.h"

/* The action `match`: pairs whose names are likely ways to write one (record/name_match.h), the likeliest first.
 * Left out: what is joined already, what somebody said is not the same, two seats in different countries, and
 * two that have each their own number in one register.  At most MATCH_ROWS_MOST rows, the rest counted. */
#define MATCH_ROWS_MOST 200
AK_MUST_USE ak_code match_view(view **out, ctx *c, const args *a, ak_err *err);

/* `match accept ONE TWO` says that they are the same, `match refuse ONE TWO` that they are not; both are
 * statements and can be taken back (`undo`). */
AK_MUST_USE ak_code match_accept_plan(plan **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code match_refuse_plan(plan **out, ctx *c, const args *a, ak_err *err);

#endif
