/* basis_view.h -- all statements that another command's answer rests on. */
#ifndef APP_BASIS_VIEW_H
#define APP_BASIS_VIEW_H

#include "record/action.h"

/* `basis COMMAND... [--material M] [--after DIGEST]`: asks the command anew and lists what it told (record/rests.h).
 * {"command","link","back","count","digest","statements":[...],"next"}.  Words behind the command's name are its
 * own; in an address its options stand among them as --name=value.  USAGE (APP-001, APP-002, APP-020). */
AK_MUST_USE ak_code basis_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
