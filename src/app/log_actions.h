/* log_actions.h -- log and unchanged: the log's heads over time, and what they mean for people. */
#ifndef APP_LOG_ACTIONS_H
#define APP_LOG_ACTIONS_H

#include "record/action.h"

/* log [--from N]: heads that were published, who signed them, and the entries from N on with their proofs */
AK_MUST_USE ak_code log_view(view **out, ctx *c, const args *a, ak_err *err);
/* unchanged: can somebody have changed this? */
AK_MUST_USE ak_code unchanged_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
