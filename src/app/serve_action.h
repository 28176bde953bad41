/* serve_action.h -- serve: the workspace for a browser on this machine. */
#ifndef APP_SERVE_ACTION_H
#define APP_SERVE_ACTION_H

#include "record/action.h"

/* serve [--port N] [--host NAME...] [--log] [--stay N] */
AK_MUST_USE ak_code serve_run(int *exit_out, ctx *c, const args *a, ak_err *err);
/* A whole number 1 .. most given as --name, or otherwise where it is not given.  APP-019. */
AK_MUST_USE ak_code serve_number(int64_t *out, const args *a, const char *name, int64_t otherwise,
                                 int64_t most, ak_err *err);

#endif
