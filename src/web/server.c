/* server.c -- listens, and leads each request through the doors to what answers it. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/html.h"
#include "web/answer.h"
#include "web/job.h"
#include "web/page.h"
#include "web/rules.h"
#include "web/session.h"
#include "web/stay.h"
#include "web/upload.h"
#include "web_sql.h"

#define PORTS_TRIED        20
#define READERS_MAX        64
#define THREAD_STACK_BYTES ((size_t)1 << 20)

/* Which workspace an address belongs to; the rest of it is read as if there were no other. */
static void find_workspace(request *r, str path)
{
    server *s = r->s;
    r->root = "";
    r->path = path;
    if (s->n == 1 && !*s->all[0].name) {
        r->w = &s->all[0];
        return;
    }
    str rest = path.n ? (str){path.p + 1, path.n - 1} : path;
    str first = str_cut(&rest, '/');
    for (size_t i = 0; i < s->n; i++) {
        if (!str_is(first, s->all[i].name))
            continue;
        buf root = buf_new(&r->a, 0);
        buf_add_char(&root, '/');
        html_query(&root, first);
        r->w = &s->all[i];
        r->root = buf_str(&root).p;
        r->path = first.n + 1 < path.n ? (str){path.p + 1 + first.n, path.n - 1 - first.n} : STR("/");
        return;
    }
}

static request *request_new(server *s, struct MHD_Connection *con, const char *url, const char *method)
{
    request *r = calloc(1, sizeof *r);
    if (!r)
        abort();
    r->s = s;
    r->con = con;
    r->a.limit_bytes = ARENA_LIMIT_REQUEST;
    r->post = strcmp(method, "POST") == 0;
    find_workspace(r, str_copy(&r->a, str_of(url)));
    r->route = route_read(&r->a, r->path, s->o->actions, s->o->actions_n);
    r->now_s = s->o->clock();
    return r;
}

static enum MHD_Result take_query(void *payload, enum MHD_ValueKind kind, const char *key, const char *value)
{
    (void)kind;
    request *r = payload;
    request_add_field(r, str_of(key), str_of(value));
    return r->n < 1000 ? MHD_YES : MHD_NO;
}

/* Host, session, and for what writes: whose form it is. */
static ak_code pass_doors(request *r, ak_err *err)
{
    server *s = r->s;
    str host = str_of(request_header(r, "Host"));
    if (!guard_host(host, s->port, s->o->hosts, s->o->hosts_n))
        return ak_fail(err, &WEB_010, str_c(&r->a, host));
    if (!r->w && r->route.kind != ROUTE_ASSET)
        return ak_fail(err, &WEB_001, str_c(&r->a, r->path));
    if (r->w) {
        pthread_mutex_lock(&s->door);
        ak_code code = session_find(r, err);
        pthread_mutex_unlock(&s->door);
        AK_TRY(code);
    }
    bool open = r->route.kind == ROUTE_LOGIN || r->route.kind == ROUTE_ASSET ||
                (r->route.kind == ROUTE_LOG && s->o->serve_log);
    if (!open && !r->session)
        return ak_fail(err, &WEB_002);
    if (r->post) {
        if (!guard_origin(str_of(request_header(r, "Sec-Fetch-Site")), str_of(request_header(r, "Origin")),
                          host))
            return ak_fail(err, &WEB_004);
        if (r->route.kind != ROUTE_ACTION && r->route.kind != ROUTE_JOB && r->route.kind != ROUTE_LOGOUT)
            return ak_fail(err, &WEB_005, "POST");
    }
    return AK_OK;
}

static bool form_is_ours(const request *r)
{
    const char *token = request_field(r, "form_token");
    return token && guard_same(str_of(token), str_of(r->session->form));
}

static enum MHD_Result finish(request *r)
{
    ak_err err = {0};
    ak_code code = AK_OK;
    if (r->post) {
        code = upload_end(r, &err);
        if (code == AK_OK && !form_is_ours(r))
            code = ak_fail(&err, &WEB_004);
    }
    if (code != AK_OK)
        return request_send_err(r, &err);
    return answer(r);
}

static enum MHD_Result on_request(void *payload, struct MHD_Connection *con, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_bytes, void **state)
{
    (void)version;
    server *s = payload;
    request *r = *state;
    if (!r) {
        *state = r = request_new(s, con, url, method);
        MHD_get_connection_values(con, MHD_GET_ARGUMENT_KIND, take_query, r);
        ak_err err = {0};
        ak_code code = AK_OK;
        if (!r->post && strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
            code = ak_fail(&err, &WEB_005, method);
        if (code == AK_OK)
            code = pass_doors(r, &err);
        if (code == AK_OK && r->post)
            code = upload_begin(r, &err);
        if (code != AK_OK)
            return request_send_err(r, &err);
        return r->post ? MHD_YES : finish(r); /* a GET has no body to wait for */
    }
    if (*data_bytes) {
        upload_take(r, data, *data_bytes);
        *data_bytes = 0;
        return MHD_YES;
    }
    return finish(r);
}

static void on_done(void *payload, struct MHD_Connection *con, void **state,
                    enum MHD_RequestTerminationCode code)
{
    (void)payload;
    (void)con;
    (void)code;
    request *r = *state;
    if (!r)
        return;
    arena_free(&r->a);
    free(r);
    *state = NULL;
}

/* The library's own lines are for its authors; what a person must know is in the answers. */
static void on_log(void *payload, const char *format, va_list ap)
{
    (void)payload;
    (void)format;
    (void)ap;
}

static struct MHD_Daemon *listen_on(server *s, int port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD |
                                MHD_USE_ERROR_LOG,
                            (uint16_t)port, NULL, NULL, on_request, s,                        //
                            MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,                         //
                            MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,                //
                            MHD_OPTION_NOTIFY_COMPLETED, on_done, NULL,                       //
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)WEB_CONNECTIONS_MAX,       //
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)WEB_REQUEST_SECONDS_MAX, //
                            MHD_OPTION_THREAD_STACK_SIZE, THREAD_STACK_BYTES,                 //
                            MHD_OPTION_END);
}

static void stop_daemon(void *daemon)
{
    MHD_stop_daemon(daemon);
}

static void say_login(server *s, const served *w)
{
    arena a = {0};
    buf root = buf_new(&a, 0);
    if (*w->name) {
        buf_add_char(&root, '/');
        html_query(&root, str_of(w->name));
    }
    const char *address = arena_printf(&a, "http://127.0.0.1:%d%s/", s->port, root.n ? root.p : "");
    const char *login = arena_printf(&a, "%slogin?token=%s", address, w->guard.login);
    s->o->ready(s->o->payload, w->name, address, login);
    arena_free(&a);
}

/* What was under way when an earlier server ended is said to be lost. */
static ak_code jobs_lose(store *live, int64_t now_s, ak_err *err)
{
    char now[MOMENT_TEXT_BYTES];
    moment_text(now, now_s);
    return web_job_lose_run(live, &(web_job_lose_params){str_of(now)}, NULL, err);
}

static ak_code serve_one(served *w, arena *a, const web_workspace *given, int64_t now_s, ak_err *err)
{
    w->name = given->name;
    w->ws = given->ws;
    pthread_rwlock_init(&w->record, NULL);
    AK_TRY(store_pool_open(&w->readers, a, workspace_path(a, w->ws, "state.db"), READERS_MAX, err));
    /* an arena of its own: what threads prepare later must not go when the daemon's place is rewound */
    arena *mem = ARENA_NEW(a, arena);
    arena_own(a, (void (*)(void *))arena_free, mem);
    AK_TRY(workspace_live(&w->live, mem, w->ws, err));
    guard_new_login(&w->guard, now_s);
    return jobs_lose(w->live, now_s, err);
}

ak_code web_serve(ctx *c, const web_options *o, ak_err *err)
{
    if (sodium_init() < 0)
        return ak_fail_errno(err, "start", "libsodium");
    server *s = ARENA_NEW(c->a, server);
    s->o = o;
    s->n = o->workspaces_n;
    s->all = ARENA_NEWS(c->a, served, s->n);
    pthread_mutex_init(&s->door, NULL);
    pthread_cond_init(&s->job_done, NULL);
    int signals;
    AK_TRY(stay_begin(&signals, c->a, err));
    for (size_t i = 0; i < s->n; i++)
        AK_TRY(serve_one(&s->all[i], c->a, &o->workspaces[i], o->clock(), err));
    struct MHD_Daemon *daemon = NULL;
    for (s->port = o->port; s->port < o->port + PORTS_TRIED && !daemon; s->port++) {
        daemon = listen_on(s, s->port);
        if (daemon)
            break;
    }
    if (!daemon)
        return ak_fail(err, &WEB_007, ak_arg_int(o->port), ak_arg_int(o->port + PORTS_TRIED - 1));
    arena_mark mark = arena_save(c->a);
    arena_own(c->a, stop_daemon, daemon);
    for (size_t i = 0; i < s->n; i++)
        say_login(s, &s->all[i]);
    stay_until(signals, o->stay_s);
    arena_rewind(c->a, mark); /* stops the threads before what they use goes */
    for (size_t i = 0; i < s->n; i++)
        job_stop_all(&s->all[i], s);
    return AK_OK;
}
