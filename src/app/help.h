/* help.h -- help, man page, completion and OpenAPI, all from the table of actions. */
#ifndef APP_HELP_H
#define APP_HELP_H

#include "record/action.h"

/* help [COMMAND...] [--as man|bash|openapi|errors|actions] */
AK_MUST_USE ak_code help_run(int *exit_out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code version_view(view **out, ctx *c, const args *a, ak_err *err);
/* licences: what is embedded or linked, under which terms */
AK_MUST_USE ak_code licences_view(view **out, ctx *c, const args *a, ak_err *err);

/* The texts, for tests and for the installed files. */
str help_text(arena *a, language lang, const char *command); /* NULL: all commands; empty str: no such */
str help_man(arena *a);
str help_bash(arena *a);
str help_openapi(arena *a);
str help_errors(arena *a);  /* docs/errors.md */
str help_actions(arena *a); /* docs/actions.md */

#endif
