/* web.h -- the workspace for a browser on this machine: pages, tables, forms.
 *
 * One thread a connection, at most WEB_CONNECTIONS_MAX; plain blocking code (D29).  Addresses come from the
 * table of actions: /{lang}/NAME?argument=..., the same value with .json, .csv or .xlsx behind the name, and
 * /{lang}/NAME/TABLE.csv for one table of it.  Without JavaScript all works; with it, the same forms.
 *
 * Doors: only the listed host names are answered (DNS rebinding); everything but assets and the login link
 * needs a session; a session comes from a one-time link printed where the server was started; what writes
 * needs Sec-Fetch-Site or Origin to be ours and a token in the form.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "record/action.h"

#define WEB_CONNECTIONS_MAX     256
#define WEB_REQUEST_SECONDS_MAX 30
#define WEB_UPLOAD_BYTES_MAX    ((uint64_t)1 << 30)
#define WEB_FORM_BYTES_MAX      ((size_t)1 << 20)

/* A workspace and the first part of its addresses; "" = it is the only one (D21). */
typedef struct web_workspace {
    const char *name;
    workspace *ws;
} web_workspace;

typedef struct web_options {
    const web_workspace *workspaces;
    size_t workspaces_n;
    const action *actions;
    size_t actions_n;
    int port;                 /* the next free one of 20 is taken when it is in use */
    const char *const *hosts; /* host names answered besides 127.0.0.1, localhost and [::1] */
    size_t hosts_n;
    bool serve_log;         /* log/ openly under /log/, for monitors and witnesses (D9) */
    int64_t stay_s;         /* ends after so many seconds; 0 = until told */
    int64_t (*clock)(void); /* seconds of UTC: a server reads it once a request */
    /* Said of each workspace once it listens, and with address NULL when its login link was used. */
    void (*ready)(void *payload, const char *name, const char *address, const char *login);
    void *payload;
} web_options;

/* Serves the workspaces on loopback until SIGINT, SIGTERM or stay_s.  Only one writer at a time: the workspace's
 * handle is shared behind a lock, readers have connections of their own. */
AK_MUST_USE ak_code web_serve(ctx *c, const web_options *o, ak_err *err);

#endif
