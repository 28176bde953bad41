/* monitor_action.c -- monitor and watched: other parties' logs, looked at from outside. */
#include "app/monitor_action.h"

#include <string.h>

#include "app/fault_table.h"
#include "app/rules.h"
#include "app/serve_action.h"
#include "base/date.h"
#include "base/fetch.h"
#include "base/fs.h"
#include "ledger/monitor.h"
#include "ledger/peer.h"
#include "ledger/rules.h"
#include "record/workspace.h"

/* ---- where from ---- */

typedef struct source {
    const char *where; /* URL or folder, without a slash at its end */
    bool url;
    fetch_options options;
} source;

static ak_code get(str *out, arena *a, void *payload, const char *path, size_t bytes_max, ak_err *err)
{
    source *s = payload;
    const char *full = arena_printf(a, "%s/%s", s->where, path);
    if (!s->url) {
        ak_code code = fs_read(out, a, full, bytes_max, err);
        return code == AK_E_NOTFOUND ? ak_fail(err, &LED_131, full) : code;
    }
    fetch_answer answer;
    s->options.bytes_max = bytes_max;
    AK_TRY(fetch(&answer, a, full, NULL, &s->options, err));
    if (answer.status == 404 || answer.status == 410)
        return ak_fail(err, &LED_131, full);
    if (answer.status != 200)
        return ak_fail(err, &FET_005, full, ak_arg_int(answer.status));
    *out = answer.body;
    return AK_OK;
}

static source source_of(ctx *c, const args *g)
{
    str where = str_of(args_get(g, "where"));
    while (where.n > 1 && where.p[where.n - 1] == '/')
        where.n--;
    size_t n = 0;
    while (args_get_nth(g, "allow", n))
        n++;
    const char **allow = ARENA_NEWS(c->a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        allow[i] = args_get_nth(g, "allow", i);
    source s = {
        .where = str_c(c->a, where), .options = {.allow = allow, .allow_n = n}
    };
    s.url = str_starts(where, "https://") || str_starts(where, "http://");
    if (!s.url && fs_is_file(arena_printf(c->a, "%s/log/checkpoint", s.where)))
        s.where = arena_printf(c->a, "%s/log", s.where); /* a workspace */
    return s;
}

/* ---- whom ---- */

typedef struct watch {
    const char *name, *dir; /* peers/NAME */
    str vkey;
    const policy *policy;
} watch;

static ak_code policy_of(watch *w, ctx *c, const args *g, ak_err *err)
{
    const char *given = args_get(g, "policy"), *kept = arena_printf(c->a, "%s/policy", w->dir);
    str text;
    if (!given && !fs_is_file(kept))
        return AK_OK;
    policy *p = ARENA_NEW(c->a, policy);
    AK_TRY(fs_read(&text, c->a, given ? given : kept, POLICY_BYTES_MAX, err));
    AK_TRY(ak_at(err, policy_read(p, c->a, text, err), given ? given : kept, 0, NULL, NULL));
    w->policy = p;
    if (!given)
        return AK_OK;
    AK_TRY(fs_mkdirs(w->dir, 0700, err));
    return fs_write(kept, text, 0600, err);
}

/* The key: as named, else the one log of the policy, else the one of the last run under this name. */
static ak_code vkey_of(str *out, ctx *c, const args *g, const char *dir, ak_err *err)
{
    const char *path = args_get(g, "policy");
    monitor_state s = {0};
    policy p;
    str text;
    *out = str_of(args_get(g, "vkey"));
    if (dir)
        AK_TRY(monitor_state_read(&s, c->a, dir, err));
    if (out->n == 0 && path) {
        AK_TRY(fs_read(&text, c->a, path, POLICY_BYTES_MAX, err));
        AK_TRY(ak_at(err, policy_read(&p, c->a, text, err), path, 0, NULL, NULL));
        if (p.logs_n == 1)
            *out = note_vkey_text(c->a, p.logs[0].key.name, p.logs[0].key.type, &p.logs[0].key.pub);
    }
    if (out->n == 0)
        *out = s.vkey;
    if (out->n == 0)
        return ak_fail(err, &APP_044);
    if (s.vkey.n && !str_eq(s.vkey, *out))
        return ak_fail(err, &APP_045, args_get(g, "name"));
    return AK_OK;
}

static ak_code watch_of(watch *w, ctx *c, const args *g, ak_err *err)
{
    const char *name = args_get(g, "name");
    note_vkey key;
    *w = (watch){0};
    if (name && !peer_name_ok(str_of(name)))
        return ak_fail(err, &APP_046, name);
    if (name)
        w->dir = workspace_path(c->a, c->ws, arena_printf(c->a, "peers/%s", name));
    AK_TRY(vkey_of(&w->vkey, c, g, w->dir, err));
    AK_TRY(note_vkey_read(&key, c->a, w->vkey, err));
    w->name = name ? name : peer_name_of(c->a, key.name);
    w->dir = workspace_path(c->a, c->ws, arena_printf(c->a, "peers/%s", w->name));
    return policy_of(w, c, g, err);
}

/* ---- what it found ---- */

static view *answer_of(arena *a, const monitor_report *r)
{
    view *origin = view_text(a, r->origin), *n = view_int(a, (int64_t)r->checked);
    if (r->fraud)
        return view_say(a, N_("The log {origin} has signed two histories."), "origin", origin, NULL);
    if (r->faults.total)
        return view_say(a, N_("The log {origin} is not as it should be: see below."), "origin", origin, NULL);
    if (r->from == 0)
        return view_say(a, N_("The log {origin} is watched from now on: {n} entries, all as signed."),
                        "origin", origin, "n", n, NULL);
    return view_say_n(a, view_as_int(n), N_("The log {origin} is the same as before, with {n} new entry."),
                      N_("The log {origin} is the same as before, with {n} new entries."), "origin", origin,
                      "n", n, NULL);
}

ak_code monitor_view(view **out, ctx *c, const args *g, ak_err *err)
{
    arena *a = c->a;
    watch w;
    monitor_report r;
    int64_t now_s, hours;
    char hex[SHA256_HEX + 1], text[MOMENT_TEXT_BYTES];
    source s = source_of(c, g);
    AK_TRY(moment_read(&now_s, str_of(c->now), err));
    AK_TRY(serve_number(&hours, g, "age", 0, 24 * 366 * 10, err));
    AK_TRY(watch_of(&w, c, g, err));
    AK_TRY(monitor_run(&r, a,
                       &(monitor_options){.peer_dir = w.dir,
                                          .get = get,
                                          .payload = &s,
                                          .vkey = w.vkey,
                                          .policy = w.policy,
                                          .now_s = now_s,
                                          .age_s_max = hours * 3600,
                                          .own = workspace_ledger(c->ws),
                                          .where = s.where},
                       err));
    hex_write(hex, r.root.b, sizeof r.root.b);
    view *v = view_map(a);
    view_put(v, "ok", view_bool(a, r.faults.total == 0));
    view_put(v, "answer", answer_of(a, &r));
    view_put(v, "name", view_text_c(a, w.name));
    view_put(v, "origin", view_text(a, r.origin));
    view_put_label(v, "from", N_("Entries before"), view_int(a, (int64_t)r.from));
    view_put(v, "size", view_int(a, (int64_t)r.size));
    view_put(v, "root", r.head_ok ? view_text_c(a, hex) : NULL);
    view_put_label(v, "checked", N_("New entries checked"), view_int(a, (int64_t)r.checked));
    if (r.newest_s)
        view_put_label(v, "newest", N_("Newest time in it"), view_date(a, moment_text(text, r.newest_s)));
    if (w.policy)
        view_put_label(v, "witnesses", N_("Witnesses that signed"), view_int(a, r.seals));
    if (r.fraud)
        view_put(v, "fraud", view_text_c(a, r.fraud));
    view_put(v, "faults", fault_table(c, &r.faults));
    view_put_label(
        v, "not_checked", N_("Not looked at"),
        view_say(a,
                 N_("whether an input was used twice, and who asked for erasures: a log tells that "
                    "to partners only"),
                 NULL));
    view_put_data(v, "wanting", view_bool(a, r.faults.total > 0));
    *out = v;
    return AK_OK;
}

/* ---- the page of all ---- */

static const view_column watched_columns[] = {
    {"name",   N_("Name"),          VIEW_TEXT, ""},
    {"origin", N_("Log"),           VIEW_TEXT, ""},
    {"size",   N_("Entries"),       VIEW_INT,  ""},
    {"ran",    N_("Last look"),     VIEW_DATE, ""},
    {"faults", N_("Findings then"), VIEW_INT,  ""},
    {"heads",  N_("Heads kept"),    VIEW_INT,  ""},
    {"frauds", N_("Two histories"), VIEW_INT,  ""},
    {"where",  N_("From"),          VIEW_TEXT, ""},
};

static ak_code count_files(int64_t *out, arena *a, const char *dir, ak_err *err)
{
    fs_list files = {0};
    if (fs_is_dir(dir))
        AK_TRY(fs_walk(&files, a, dir, PEER_HEADS_MAX, err));
    *out = (int64_t)files.n;
    return AK_OK;
}

static ak_code watched_row(view *table, int64_t totals[2], ctx *c, const char *name, ak_err *err)
{
    arena *a = c->a;
    monitor_state s;
    int64_t heads, frauds;
    char text[MOMENT_TEXT_BYTES];
    const char *dir = workspace_path(a, c->ws, arena_printf(a, "peers/%s", name));
    AK_TRY(monitor_state_read(&s, a, dir, err));
    AK_TRY(count_files(&heads, a, arena_printf(a, "%s/heads", dir), err));
    AK_TRY(count_files(&frauds, a, arena_printf(a, "%s/fraud", dir), err));
    totals[0] += s.faults_n;
    totals[1] += frauds;
    view_row(table);
    view_cell(table, view_text_c(a, name));
    view_cell(table, view_text(a, s.origin));
    view_cell(table, s.ran_s ? view_int(a, (int64_t)s.size) : NULL);
    view_cell(table, s.ran_s ? view_date(a, moment_text(text, s.ran_s)) : NULL);
    view_cell(table, s.ran_s ? view_int(a, s.faults_n) : NULL);
    view_cell(table, view_int(a, heads));
    view_cell(table, view_int(a, frauds));
    view_cell(table, view_text(a, s.where));
    return AK_OK;
}

ak_code watched_view(view **out, ctx *c, const args *g, ak_err *err)
{
    (void)g;
    fs_list files = {0};
    const char *dir = workspace_path(c->a, c->ws, "peers");
    int64_t totals[2] = {0, 0}, n = 0;
    view *v = view_map(c->a),
         *table = view_table(c->a, watched_columns, sizeof watched_columns / sizeof *watched_columns);
    if (fs_is_dir(dir))
        AK_TRY(fs_walk(&files, c->a, dir, 1000000, err));
    for (size_t i = 0; i < files.n; i++) {
        if (files.rows[i].kind != FS_DIR || strchr(files.rows[i].path, '/') ||
            !peer_name_ok(str_of(files.rows[i].path)))
            continue;
        AK_TRY(watched_row(table, totals, c, files.rows[i].path, err));
        n++;
    }
    view_put_data(v, "count", view_int(c->a, n));
    view_put_data(v, "findings", view_int(c->a, totals[0]));
    view_put(v, "frauds", view_int(c->a, totals[1]));
    view_put_label(v, "watched", N_("Logs that are watched"), table);
    *out = v;
    return AK_OK;
}
