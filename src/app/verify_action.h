/* verify_action.h -- verify: is it what was signed? */
#ifndef APP_VERIFY_ACTION_H
#define APP_VERIFY_ACTION_H

#include "record/action.h"

/* verify [FILE] [--vkey K] [--policy FILE] [--key FILE] [--entry FILE] [--quick]
 * FILE is a workspace, a log folder, a .tlog-proof, a receipt or a statement with receipts (COSE), or a fraud
 * file; none: the workspace here. */
AK_MUST_USE ak_code verify_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
