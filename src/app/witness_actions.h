/* witness_actions.h -- witness: who signs our heads, and whose heads we sign. */
#ifndef APP_WITNESS_ACTIONS_H
#define APP_WITNESS_ACTIONS_H

#include "record/action.h"

/* witness: {"policy":{...},"witnesses":[...],"own":{...},"logs":[...]} */
AK_MUST_USE ak_code witness_view(view **out, ctx *c, const args *a, ak_err *err);
/* witness add FILE [--out FILE]: answers a request that came as a file */
AK_MUST_USE ak_code witness_add_view(view **out, ctx *c, const args *a, ak_err *err);
/* witness ask [--out FILE] [--old N] [--take FILE]: has the published head signed by our witnesses */
AK_MUST_USE ak_code witness_ask_view(view **out, ctx *c, const args *a, ak_err *err);
/* witness follow VKEY [--name N]: signs heads of that log from now on; makes the key first */
AK_MUST_USE ak_code witness_follow_view(view **out, ctx *c, const args *a, ak_err *err);
/* witness policy FILE [--wait] [--allow HOST:PORT...]: which policy our heads are to meet */
AK_MUST_USE ak_code witness_policy_view(view **out, ctx *c, const args *a, ak_err *err);
/* witness serve [--port N] [--stay N] */
AK_MUST_USE ak_code witness_serve_run(int *exit_out, ctx *c, const args *a, ak_err *err);

#endif
