/* serve_action.c -- serve: the workspace for a browser on this machine. */
#include "app/serve_action.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/actions.h"
#include "app/passphrase.h"
#include "app/rules.h"
#include "base/date.h"
#include "base/fs.h"
#include "record/workspace.h"
#include "web/web.h"

#define PORT_DEFAULT    8080
#define WORKSPACES_MOST 1000 /* entries of the folder */

static void say_ready(void *payload, const char *name, const char *address, const char *login)
{
    const ctx *c = payload;
    if (!address)
        printf("%s\n", tr(c->lang, N_("Logged in. For another browser:")));
    else if (*name)
        printf("%s:\n", name);
    else
        printf("%s\n",
               tr(c->lang, N_("Open in a browser on this machine (the link works once, for 15 minutes):")));
    printf("  %s\n", login);
    if (address && !*name)
        printf("%s\n", tr(c->lang, N_("Stop with Ctrl-C.")));
    fflush(stdout);
}

ak_code serve_number(int64_t *out, const args *g, const char *name, int64_t otherwise, int64_t most,
                     ak_err *err)
{
    const char *text = args_get(g, name);
    *out = otherwise;
    if (!text)
        return AK_OK;
    uint64_t n;
    if (!str_whole(&n, str_of(text), (uint64_t)most) || n == 0)
        return ak_fail(err, &APP_019, text, name, ak_arg_int(most));
    *out = (int64_t)n;
    return AK_OK;
}

static ak_code open_one(web_workspace *out, ctx *c, const char *dir, const char *name, ak_err *err)
{
    out->name = name;
    AK_TRY(workspace_open(&out->ws, c->a, dir, WORKSPACE_WRITE, c->steps, err));
    ledger_asker_set(workspace_ledger(out->ws), passphrase_ask, &c->lang);
    return ledger_key_ready(workspace_ledger(out->ws), err); /* now, not when somebody waits for a page */
}

/* The workspaces right below a folder, by name. */
static ak_code open_all(web_workspace **out, size_t *n_out, ctx *c, const char *root, ak_err *err)
{
    fs_list list;
    AK_TRY(fs_children(&list, c->a, root, WORKSPACES_MOST, err));
    *out = ARENA_NEWS(c->a, web_workspace, list.n);
    *n_out = 0;
    for (size_t i = 0; i < list.n; i++) {
        const char *dir = arena_printf(c->a, "%s/%s", root, list.rows[i].path);
        if (list.rows[i].kind == FS_DIR && fs_is_file(arena_printf(c->a, "%s/log/checkpoint", dir)))
            AK_TRY(open_one(&(*out)[(*n_out)++], c, dir, list.rows[i].path, err));
    }
    return *n_out ? AK_OK : ak_fail(err, &APP_022, root);
}

static ak_code open_asked(web_workspace **out, size_t *n_out, ctx *c, const args *g, ak_err *err)
{
    const char *root = args_get(g, "root");
    const char *dir;
    if (root)
        return open_all(out, n_out, c, root, err);
    AK_TRY(workspace_find(&dir, c->a, c->dir ? c->dir : ".", err));
    *out = ARENA_NEW(c->a, web_workspace);
    *n_out = 1;
    return open_one(*out, c, dir, "", err);
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
    web_workspace *all;
    size_t all_n;
    AK_TRY(open_asked(&all, &all_n, c, g, err));
    if (args_has(g, "root"))
        printf("%s\n", tr(c->lang, N_("Open in a browser on this machine (each link works once, for 15 "
                                      "minutes). Stop with Ctrl-C.")));
    return web_serve(c,
                     &(web_options){
                         .workspaces = all,
                         .workspaces_n = all_n,
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
