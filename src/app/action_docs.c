/* action_docs.c -- docs/actions.md, from the table of actions. */
#include <string.h>

#include "app/actions.h"
#include "app/cli.h"
#include "app/help.h"

str help_actions(arena *a)
{
    static const char *const rights[] = {"anybody", "read", "write", "keys"};
    buf b = buf_new(a, 0);
    buf_printf(
        &b,
        "# Actions\n\nWritten by `aktsom help --as actions` from `src/app/actions.c`: a row there is the "
        "command, "
        "the page, the\naddress with .json, .csv and .xlsx, the OpenAPI path, the man page entry and the "
        "completion.\n\n    %s\n\n| command | arguments | what it does | right | page "
        "|\n|---|---|---|---|---|\n",
        cli_usage);
    for (size_t i = 0; i < actions_n; i++) {
        const action *act = &actions[i];
        bool page = !act->page || strcmp(act->page, "-") != 0;
        buf_printf(&b, "| `%s` | %s%s%s | %s | %s | ", act->name, *act->args ? "`" : "", act->args,
                   *act->args ? "`" : "", act->help, rights[act->right]);
        if (page) {
            buf_add_c(&b, "`/nb/");
            for (const char *at = act->name; *at; at++)
                buf_add_char(&b, *at == ' ' ? '/' : *at);
            buf_add_c(&b, "`");
        }
        buf_add_c(&b, " |\n");
    }
    return buf_str(&b);
}
