/* answer.c -- what an address gives: a page, a value, a table, a file. */
#include "web/answer.h"

#include <stdio.h>
#include <string.h>

#include "base/asset.h"
#include "base/date.h"
#include "base/fs.h"
#include "base/render.h"
#include "record/due.h"
#include "record/prove.h"
#include "record/spec.h"
#include "record/state.h"
#include "report/document.h"
#include "web/compose.h"
#include "web/job.h"
#include "web/page.h"
#include "web/rules.h"
#include "web/session.h"
#include "web/upload.h"

#define CATCH_UP_SECONDS 1
#define PAGE_ROWS        200 /* of a long list; its files have all (D2) */

/* Fields that every address knows; they make the context, not the action's arguments. */
static const char *const context_fields[] = {"as-of", "at-size", "year", "tables", "form_token", "back"};

static bool is_context_field(const char *name)
{
    for (size_t i = 0; i < sizeof context_fields / sizeof *context_fields; i++)
        if (strcmp(name, context_fields[i]) == 0)
            return true;
    return false;
}

/* Files of this machine are named on its command line only. */
static bool names_a_file(const spec *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->items[i].name, name) == 0)
            return strcmp(s->items[i].value, "FILE") == 0 || strcmp(s->items[i].value, "DIR") == 0 ||
                   str_ends(str_of(s->items[i].value), ".xlsx");
    return false;
}

static ak_code read_args(args *out, request *r, ak_err *err)
{
    const char **names = ARENA_NEWS(&r->a, const char *, r->n + 2);
    const char **values = ARENA_NEWS(&r->a, const char *, r->n + 2);
    size_t n = 0;
    spec s = spec_read(&r->a, r->route.act->args);
    for (size_t i = 0; i < r->n; i++) {
        if (is_context_field(r->names[i]))
            continue;
        if (names_a_file(&s, r->names[i]))
            return ak_fail(err, &WEB_012, r->names[i]);
        names[n] = r->names[i];
        values[n++] = r->values[i];
    }
    if (upload_dir(r)) {
        names[n] = "file";
        values[n++] = upload_dir(r);
    }
    return spec_apply_pairs(out, &r->a, &s, names, values, n, err);
}

static int field_number(const request *r, const char *name)
{
    uint64_t n = 0;
    (void)str_whole(&n, str_of(request_field(r, name)), 1000000000);
    return (int)n;
}

static ak_code make_ctx(ctx *c, request *r, store *db, ak_err *err)
{
    char *now = arena_alloc(&r->a, MOMENT_TEXT_BYTES);
    moment_text(now, r->now_s);
    const char *as_of = request_field(r, "as-of");
    const char *tables = request_field(r, "tables");
    return workspace_ctx(c, &r->a, r->w->ws,
                         &(ctx_wish){
                             .lang = r->route.lang,
                             .now = now,
                             .as_of = as_of && *as_of ? as_of : NULL,
                             .at_size = (uint64_t)field_number(r, "at-size"),
                             .year = field_number(r, "year"),
                             .tables = tables && *tables ? tables : NULL,
                             .reach = AUDIENCE_CASE, /* who has the login link can read private/keys */
                             .db = db,
                         },
                         err);
}

/* What other processes wrote is read in now and then, with nobody else at the handle. */
static ak_code catch_up(request *r, ak_err *err)
{
    served *s = r->w;
    ak_code code = AK_OK;
    pthread_rwlock_wrlock(&s->record);
    if (r->now_s - s->caught_up_s >= CATCH_UP_SECONDS) {
        s->caught_up_s = r->now_s;
        code = workspace_catch_up(s->ws, NULL, err);
    }
    pthread_rwlock_unlock(&s->record);
    return code;
}

/* Says something: by a plan, or by a view that writes. */
static bool writes(const action *act)
{
    return act->plan || (act->view && act->right == RIGHT_WRITE);
}

/* What cannot be asked for by an address alone: it shows its form. */
static bool wants_a_form(request *r)
{
    if (writes(r->route.act))
        return true;
    spec s = spec_read(&r->a, r->route.act->args);
    return !r->post && s.n && s.items[0].required && strcmp(s.items[0].value, "FILE") == 0;
}

static ak_code view_of(view **out, ctx *c, request *r, ak_err *err)
{
    if (wants_a_form(r)) {
        *out = view_map(&r->a);
        return AK_OK;
    }
    args g;
    AK_TRY(read_args(&g, r, err));
    AK_TRY(r->route.act->view(out, c, &g, err));
    return compose(*out, c, r, err);
}

static enum MHD_Result send_csv(request *r, const view *v)
{
    ak_err err = {0};
    render_sink sink = render_sink_buf(&r->a);
    char *path = arena_text(&r->a, r->route.table);
    for (char *at = path; *at; at++)
        if (*at == '/')
            *at = '.';
    if (render_csv(&sink, v, path, r->route.lang, &err) != AK_OK)
        return request_send_err(r, &err);
    return request_send(r, 200, "text/csv; charset=utf-8", buf_str(&sink.out));
}

/* /nb/due.ics: only what is due is a calendar. */
static enum MHD_Result send_calendar(request *r, ctx *c)
{
    ak_err err = {0};
    due_row *rows;
    size_t n;
    str calendar;
    if (strcmp(r->route.act->name, "due") != 0)
        return request_refuse(r, &WEB_001, r->path.p, NULL);
    if (due_rows(&rows, &n, c, &err) != AK_OK || due_calendar(&calendar, c, rows, n, &err) != AK_OK)
        return request_send_err(r, &err);
    return request_send(r, 200, "text/calendar; charset=utf-8", calendar);
}

/* /nb/statement.tlog-proof?id=...: the file that proves the statement without this workspace. */
static enum MHD_Result send_proof(request *r, ctx *c)
{
    ak_err err = {0};
    state_statement s;
    str file, vkey;
    const char *id = request_field(r, "id");
    if (strcmp(r->route.act->name, "statement") != 0)
        return request_refuse(r, &WEB_001, r->path.p, NULL);
    if (state_statement_find(&s, c, str_of(id), &err) != AK_OK ||
        prove_statement(&file, &vkey, c, &s, &err) != AK_OK)
        return request_send_err(r, &err);
    return request_send_file(r, "application/octet-stream", arena_printf(&r->a, "%.64s.tlog-proof", s.leaf),
                             file);
}

/* The value as a document: a file to keep, never shown inside our pages. */
static enum MHD_Result send_document(request *r, ctx *c, const view *v, doc_format f)
{
    ak_err err = {0};
    doc *d;
    str bytes;
    ak_code code = document_of(&d, c, r->route.act, v, &err);
    if (code == AK_OK)
        code = doc_write(&bytes, d, f, &err);
    if (code != AK_OK)
        return request_send_err(r, &err);
    return request_send_file(r, doc_format_mime(f), document_name(&r->a, r->route.act, v, f), bytes);
}

/* A form to fill in. */
static enum MHD_Result send_workbook(request *r, ctx *c)
{
    ak_err err = {0};
    args g;
    str bytes;
    ak_code code = read_args(&g, r, &err);
    if (code == AK_OK)
        code = r->route.act->workbook(&bytes, c, &g, &err);
    char *name = arena_printf(&r->a, "%s.xlsx", r->route.act->name);
    for (char *at = name; *at; at++)
        *at = *at == ' ' ? '-' : *at;
    return code == AK_OK
               ? request_send_file(r, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                   name, bytes)
               : request_send_err(r, &err);
}

static enum MHD_Result send_value(request *r, ctx *c, const view *v)
{
    ak_err err = {0};
    render_sink sink = render_sink_buf(&r->a);
    ak_code code = AK_OK;
    const char *mime = "application/json; charset=utf-8";
    const view *part = v;
    if (*r->route.table && r->route.form != ROUTE_CSV) {
        char *path = arena_text(&r->a, r->route.table);
        for (char *at = path; *at; at++)
            if (*at == '/')
                *at = '.';
        part = view_path(v, path);
        if (!part)
            return request_refuse(r, &WEB_009, r->route.act->name, path);
    }
    switch (r->route.form) {
    case ROUTE_CSV:
        return send_csv(r, v);
    case ROUTE_XLSX:
        if (r->route.act->workbook && part == v)
            return send_workbook(r, c);
        if (r->route.act->document && part == v)
            return send_document(r, c, v, DOC_XLSX);
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        code = render_xlsx(&sink, part, r->route.lang, &err);
        break;
    case ROUTE_JSON:
        code = render_json(&sink, part, r->route.lang, &err);
        break;
    case ROUTE_ICS:
        return send_calendar(r, c);
    case ROUTE_PROOF:
        return send_proof(r, c);
    case ROUTE_PDF:
        return send_document(r, c, part, DOC_PDF);
    case ROUTE_DOCX:
        return send_document(r, c, part, DOC_DOCX);
    case ROUTE_DOCUMENT:
        return send_document(r, c, part, DOC_HTML);
    case ROUTE_HTML: {
        str page;
        code = page_render(&page, r, c, part, &err);
        if (code == AK_OK)
            return request_send(r, 200, "text/html; charset=utf-8", page);
        break;
    }
    }
    if (code != AK_OK)
        return request_send_err(r, &err);
    return request_send(r, 200, mime, buf_str(&sink.out));
}

enum MHD_Result answer_value(request *r, const view *v)
{
    bool data = r->route.form == ROUTE_JSON || r->route.form == ROUTE_CSV || r->route.form == ROUTE_XLSX;
    return data ? send_value(r, NULL, v) : request_refuse(r, &WEB_001, r->path.p, NULL);
}

static enum MHD_Result answer_read(request *r)
{
    ak_err err = {0};
    ctx c = {0};
    view *v = NULL;
    store *db = NULL;
    ak_code code = catch_up(r, &err);
    pthread_rwlock_rdlock(&r->w->record);
    if (code == AK_OK)
        code = store_pool_take(&db, &r->a, r->w->readers, &err);
    if (code == AK_OK)
        code = make_ctx(&c, r, db, &err);
    c.page_rows = r->route.form == ROUTE_HTML ? PAGE_ROWS : 0;
    if (code == AK_OK)
        code = view_of(&v, &c, r, &err);
    enum MHD_Result sent = code == AK_OK ? send_value(r, &c, v) : request_send_err(r, &err);
    pthread_rwlock_unlock(&r->w->record);
    return sent;
}

/* Files may take their time: what comes of them is a page of its own, so that nothing is sent twice. */
static enum MHD_Result answer_job(request *r)
{
    ak_err err = {0};
    args g;
    int64_t number;
    bool ended;
    ak_code code = read_args(&g, r, &err);
    if (code == AK_OK)
        code = job_start(&number, &ended, r, &g, &err);
    if (code != AK_OK)
        return request_send_err(r, &err);
    const char *ending = r->route.form == ROUTE_JSON ? ".json" : "";
    return request_redirect(r, arena_printf(&r->a, "/%s/job%s?number=%lld", language_code(r->route.lang),
                                            ending, (long long)number));
}

static ak_code write_plan(view **out, ctx *c, request *r, ak_err *err)
{
    args g;
    AK_TRY(read_args(&g, r, err));
    return job_write(out, c, r->route.act, &g, NULL, err);
}

/* A form of one of our own pages goes back there once its words are said; only a path of ours counts. */
static const char *way_back(const request *r, const view *v)
{
    const char *back = request_field(r, "back");
    if (back && *r->root && strncmp(back, r->root, strlen(r->root)) == 0)
        back += strlen(r->root); /* as the page has it; request_redirect puts it before again */
    const view *applied = view_get(v, "applied");
    bool ours = back && back[0] == '/' && back[1] != '/' && !strpbrk(back, "\\\r\n");
    return ours && applied && view_as_int(applied) && r->route.form == ROUTE_HTML ? back : NULL;
}

/* What is made for somebody else goes out as a file; where it is written on this machine is the command's. */
static enum MHD_Result send_made(request *r, ctx *c)
{
    ak_err err = {0};
    args g;
    str bytes;
    const char *name;
    ak_code code = read_args(&g, r, &err);
    if (code == AK_OK)
        code = r->route.act->file(&bytes, &name, c, &g, &err);
    return code == AK_OK ? request_send_file(r, "application/octet-stream", name, bytes)
                         : request_send_err(r, &err);
}

static enum MHD_Result answer_write(request *r)
{
    ak_err err = {0};
    ctx c;
    view *v = NULL;
    pthread_rwlock_wrlock(&r->w->record);
    ak_code code = workspace_catch_up(r->w->ws, NULL, &err);
    if (code == AK_OK)
        code = make_ctx(&c, r, NULL, &err);
    bool made = code == AK_OK && r->route.act->file;
    if (code == AK_OK && !made)
        code = write_plan(&v, &c, r, &err);
    const char *back = v ? way_back(r, v) : NULL;
    enum MHD_Result sent = code != AK_OK ? request_send_err(r, &err)
                           : made        ? send_made(r, &c)
                           : back        ? request_redirect(r, back)
                                         : send_value(r, &c, v);
    pthread_rwlock_unlock(&r->w->record);
    return sent;
}

/* What pages may ask for, and where it stands in the program. */
static const struct {
    const char *name;
    const char *path;
} shared_assets[] = {
    {"app.css",            "web/assets/app.css"                                                   },
    {"designsystemet.css", "node_modules/@digdir/designsystemet-css/dist/src/index.css"           },
    {"htmx.js",            "node_modules/htmx.org/dist/htmx.min.js"                               },
    {"theme.css",          "node_modules/@digdir/designsystemet-css/dist/theme/designsystemet.css"},
};

static enum MHD_Result answer_asset(request *r)
{
    const asset *file = NULL;
    for (size_t i = 0; i < sizeof shared_assets / sizeof *shared_assets && !file; i++)
        if (strcmp(r->route.rest, shared_assets[i].name) == 0)
            file = asset_find(shared_assets[i].path);
    if (!file)
        return request_refuse(r, &WEB_001, r->path.p, NULL);
    const char *tag = arena_printf(&r->a, "\"%.16s\"", file->sha256);
    bool known = strcmp(request_header(r, "If-None-Match"), tag) == 0;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        known ? 0 : file->size, (void *)(uintptr_t)file->bytes, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", file->mime);
    MHD_add_response_header(response, "ETag", tag);
    MHD_add_response_header(response, "Cache-Control", "no-cache");
    request_harden(response);
    enum MHD_Result sent = MHD_queue_response(r->con, known ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return sent;
}

static ak_code log_in(const char **cookie, request *r, ak_err *err)
{
    server *s = r->s;
    const char *token = request_field(r, "token");
    pthread_mutex_lock(&s->door);
    ak_code code = AK_OK;
    if (!guard_login(&r->w->guard, str_of(token), r->now_s))
        code = ak_fail(err, &WEB_003);
    if (code == AK_OK)
        code = session_begin(cookie, r, err);
    const char *login =
        arena_printf(&r->a, "http://127.0.0.1:%d%s/login?token=%s", s->port, r->root, r->w->guard.login);
    pthread_mutex_unlock(&s->door);
    if (code == AK_OK)
        s->o->ready(s->o->payload, r->w->name, NULL, login); /* for the next browser */
    return code;
}

static enum MHD_Result answer_login(request *r)
{
    ak_err err = {0};
    const char *cookie;
    if (log_in(&cookie, r, &err) != AK_OK)
        return request_send_err(r, &err);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Set-Cookie",
                            arena_printf(&r->a, "aktsom=%s; Path=%s; HttpOnly; SameSite=Strict; Max-Age=%d",
                                         cookie, *r->root ? r->root : "/", GUARD_SESSION_SECONDS));
    /* A redirect answers a link from outside, so a Strict cookie would not ride on it: a page that moves on
     * by itself is ours, and its next request carries the cookie. */
    MHD_add_response_header(response, "Refresh", arena_printf(&r->a, "0; url=%s/", r->root));
    MHD_add_response_header(response, "Cache-Control", "no-store");
    request_harden(response);
    enum MHD_Result sent = MHD_queue_response(r->con, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return sent;
}

static enum MHD_Result answer_logout(request *r)
{
    ak_err err = {0};
    pthread_mutex_lock(&r->s->door);
    ak_code code = session_end(r, &err);
    pthread_mutex_unlock(&r->s->door);
    return code == AK_OK ? request_redirect(r, "/") : request_send_err(r, &err);
}

static enum MHD_Result answer_home(request *r)
{
    language lang = r->route.lang;
    if (r->path.n <= 1) { /* no language asked for: the reader's first that we have */
        str wishes = str_of(request_header(r, "Accept-Language"));
        while (wishes.n) {
            str wish = str_trim(str_cut(&wishes, ','));
            if (language_find(&lang, str_cut(&wish, ';')))
                break;
        }
    }
    return request_redirect(r, arena_printf(&r->a, "/%s/overview", language_code(lang)));
}

/* log/ as it is: it holds nothing readable (D9). */
static enum MHD_Result answer_log(request *r)
{
    str bytes;
    ak_err err = {0};
    const char *path = workspace_path(&r->a, r->w->ws, arena_printf(&r->a, "log/%s", r->route.rest));
    if (!r->s->o->serve_log || fs_read(&bytes, &r->a, path, (size_t)32 << 20, &err) != AK_OK)
        return request_refuse(r, &WEB_001, r->path.p, NULL);
    bool is_head = strcmp(r->route.rest, "checkpoint") == 0;
    return request_send(r, 200, is_head ? "text/plain; charset=utf-8" : "application/octet-stream", bytes);
}

enum MHD_Result answer(request *r)
{
    switch (r->route.kind) {
    case ROUTE_HOME:
        return answer_home(r);
    case ROUTE_LOGIN:
        return answer_login(r);
    case ROUTE_LOGOUT:
        return answer_logout(r);
    case ROUTE_JOB:
        return job_answer(r);
    case ROUTE_ASSET:
        return answer_asset(r);
    case ROUTE_LOG:
        return answer_log(r);
    case ROUTE_ACTION:
        if (r->post && writes(r->route.act))
            return upload_dir(r) ? answer_job(r) : answer_write(r);
        if (!r->post || r->route.act->view) /* a form of what only computes says nothing */
            return answer_read(r);
        break;
    case ROUTE_NONE:
        break;
    }
    return r->post ? request_refuse(r, &WEB_005, "POST", NULL) : request_refuse(r, &WEB_001, r->path.p, NULL);
}
