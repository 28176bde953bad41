/* say_actions.h -- saying things by hand: add, undo, draft, sign; and what is due as a calendar. */
#ifndef APP_SAY_ACTIONS_H
#define APP_SAY_ACTIONS_H

#include "record/action.h"

AK_MUST_USE ak_code add_plan(plan **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code undo_plan(plan **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code sign_plan(plan **out, ctx *c, const args *a, ak_err *err);
/* --marked OUT.xlsx: the workbook back, its faulty cells marked. */
AK_MUST_USE ak_code import_after(ctx *c, const args *a, plan *p, bool applied, ak_err *err);
/* The draft goes once it is said. */
AK_MUST_USE ak_code sign_after(ctx *c, const args *a, plan *p, bool applied, ak_err *err);
/* due [--before DATE] [--ics FILE] */
AK_MUST_USE ak_code due_action_view(view **out, ctx *c, const args *a, ak_err *err);
/* draft change NUMBER --set NAME... --to VALUE...: checked as if said, then kept; an empty value leaves the word out. */
AK_MUST_USE ak_code draft_change_action(plan **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code draft_change_after(ctx *c, const args *a, plan *p, bool applied, ak_err *err);
/* draft drop NUMBER */
AK_MUST_USE ak_code draft_drop_action(plan **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code draft_drop_after(ctx *c, const args *a, plan *p, bool applied, ak_err *err);
AK_MUST_USE ak_code draft_add_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
