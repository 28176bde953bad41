/* serve_action.c -- serve: the workspace for a browser on this machine. */
#include "app/serve_action.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/actions.h"
#include "app/rules.h"
#include "base/date.h"
#include "web/web.h"

#define PORT_DEFAULT 8080

static void say_ready(void *payload, const char *address, const char *login)
{
    const ctx *c = payload;
    if (address) {
        printf("%s\n  %s\n",
               tr(c->lang, N_("Open in a browser on this machine (the link works once, for 15 minutes):")),
               login);
        printf("%s\n", tr(c->lang, N_("Stop with Ctrl-C.")));
    } else {
        printf("%s\n  %s\n", tr(c->lang, N_("Logged in. For another browser:")), login);
    }
    fflush(stdout);
}

ak_code serve_number(int64_t *out, const args *g, const char *name, int64_t otherwise, int64_t most,
                     ak_err *err)
{
    const char *text = args_get(g, name);
    *out = otherwise;
    if (!text)
        return AK_OK;
    char *end;
    long long n = strtoll(text, &end, 10);
    if (*end || !*text || n < 1 || n > most)
        return ak_fail(err, &APP_019, text, name, ak_arg_int(most));
    *out = n;
    return AK_OK;
}

ak_code serve_run(int *exit_out, ctx *c, const args *g, ak_err *err)
{
    int64_t port, stay_s;
    AK_TRY(serve_number(&port, g, "port", PORT_DEFAULT, 65535, err));
    AK_TRY(serve_number(&stay_s, g, "stay", 0, 365 * 24 * 3600, err));
    size_t n = 0;
    while (args_get_nth(g, "host", n))
        n++;
    const char **hosts = ARENA_NEWS(c->a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        hosts[i] = args_get_nth(g, "host", i);
    *exit_out = 0;
    return web_serve(c,
                     &(web_options){
                         .actions = actions,
                         .actions_n = actions_n,
                         .port = (int)port,
                         .hosts = hosts,
                         .hosts_n = n,
                         .serve_log = args_has(g, "log"),
                         .stay_s = stay_s,
                         .clock = moment_now,
                         .ready = say_ready,
                         .payload = c,
                     },
                     err);
}
