/* plan_view.h -- what a plan says, what is wrong with it, and what came of it.
 *
 * Every writing action (import, add, undo, sign, a form) shows this:
 *     {"files":[{"file","format","note","statements","unchanged","known","faults":[{"row","field","code",
 *     "value","text","remedy"}]}],"statements","unchanged","faults_total","applied","act","size","root"}
 * A row that came from no file stands under file "".  act, size and root only when something was written.
 *
 * The way of a writing action: its plan function returns a plan that is not checked; whoever called it
 * (command line, web) runs plan_check, and plan_commit unless there are faults or --dry-run was said.
 */
#ifndef RECORD_PLAN_VIEW_H
#define RECORD_PLAN_VIEW_H

#include "base/view.h"
#include "record/commit.h"

/* p has been checked.  done NULL: nothing was written (faults, or a dry run). */
AK_MUST_USE ak_code plan_view(view **out, ctx *c, const plan *p, const commit_result *done, ak_err *err);

#endif
