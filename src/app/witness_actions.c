/* witness_actions.c -- witness: who signs our heads, and whose heads we sign. */
#include "app/witness_actions.h"

#include <stdio.h>

#include "app/rules.h"
#include "app/serve_action.h"
#include "base/date.h"
#include "base/fs.h"
#include "ledger/cosign.h"
#include "ledger/witness.h"
#include "record/workspace.h"
#include "web/witness_server.h"

#define PORT_DEFAULT 8090

static const char *witness_dir(ctx *c)
{
    return workspace_path(c->a, c->ws, "private/witness");
}

static view *moment_view(arena *a, uint64_t time_s)
{
    char text[MOMENT_TEXT_BYTES];
    return time_s ? view_date(a, moment_text(text, (int64_t)time_s)) : NULL;
}

static view *head_view(arena *a, const checkpoint *head)
{
    char hex[SHA256_HEX + 1];
    hex_write(hex, head->root.b, sizeof head->root.b);
    view *v = view_map(a);
    view_put(v, "size", view_int(a, (int64_t)head->size));
    view_put(v, "root", view_text_c(a, hex));
    return v;
}

/* ---- who signs our heads ---- */

static const view_column seal_columns[] = {
    {"witness", N_("Witness"), VIEW_TEXT, ""},
    {"state",   N_("State"),   VIEW_WORD, ""},
    {"time",    N_("Signed"),  VIEW_DATE, ""},
    {"address", N_("Address"), VIEW_TEXT, ""},
    {"key",     N_("Key"),     VIEW_TEXT, ""},
};

static view *seals_view(arena *a, const policy_verdict *v, unsigned n)
{
    view *table = view_table(a, seal_columns, sizeof seal_columns / sizeof *seal_columns);
    for (unsigned i = 0; i < n; i++) {
        const policy_seal *s = &v->seals[i];
        view_row(table);
        view_cell(table, view_text(a, s->witness->name));
        view_cell(table, s->check == NOTE_GOOD  ? view_word(a, "signed", N_("has signed"))
                         : s->check == NOTE_BAD ? view_word(a, "bad", N_("its signature does not fit"))
                                                : view_word(a, "unsigned", N_("has not signed")));
        view_cell(table, moment_view(a, s->time_s));
        view_cell(table, s->witness->url.n ? view_text(a, s->witness->url) : NULL);
        view_cell(table, view_text(a, note_vkey_text(a, s->witness->key.name, s->witness->key.type,
                                                     &s->witness->key.pub)));
    }
    return table;
}

/* How the published head stands to the policy of this log. */
static ak_code standing(view *v, ctx *c, const cosign_setting *s, ak_err *err)
{
    arena *a = c->a;
    const ledger *l = workspace_ledger(c->ws);
    str head_text;
    note n;
    checkpoint head;
    policy_verdict verdict;
    AK_TRY(ledger_checkpoint(&head_text, a, l, err));
    AK_TRY(checkpoint_note_read(&n, &head, a, head_text, err));
    policy_judge(&verdict, a, &s->policy, &n, head.origin);
    view_put(v, "head", head_view(a, &head));
    view_put(v, "pending", view_int(a, (int64_t)(ledger_size(l) - head.size)));
    view_put(v, "waits", view_bool(a, s->wait));
    view_put(v, "quorum", view_bool(a, verdict.quorum));
    view_put(v, "witnessed", moment_view(a, verdict.time_s));
    view_put(v, "witnesses", seals_view(a, &verdict, s->policy.witnesses_n));
    view_put_data(v, "witnesses_n", view_int(a, s->policy.witnesses_n));
    view_put_data(v, "signed_n", view_int(a, verdict.good_n));
    return AK_OK;
}

/* ---- whose heads we sign ---- */

static const view_column log_columns[] = {
    {"origin", N_("Log"),    VIEW_TEXT, ""},
    {"size",   N_("Size"),   VIEW_INT,  ""},
    {"root",   N_("Root"),   VIEW_TEXT, ""},
    {"time",   N_("Signed"), VIEW_DATE, ""},
};

static ak_code followed(view *v, ctx *c, ak_err *err)
{
    arena *a = c->a;
    witness w;
    witness_log *logs;
    size_t n;
    ak_code code = witness_open(&w, a, witness_dir(c), NULL);
    view_put_data(v, "is_witness", view_bool(a, code == AK_OK));
    if (code != AK_OK)
        return code == AK_E_NOTFOUND ? AK_OK : witness_open(&w, a, witness_dir(c), err);
    AK_TRY(witness_logs(&logs, &n, a, &w, err));
    view *table = view_table(a, log_columns, sizeof log_columns / sizeof *log_columns);
    for (size_t i = 0; i < n; i++) {
        char hex[SHA256_HEX + 1];
        hex_write(hex, logs[i].head.root.b, sizeof logs[i].head.root.b);
        view_row(table);
        view_cell(table, view_text(a, logs[i].origin));
        view_cell(table, logs[i].note.n ? view_int(a, (int64_t)logs[i].head.size) : NULL);
        view_cell(table, logs[i].note.n ? view_text_c(a, hex) : NULL);
        view_cell(table, moment_view(a, logs[i].time_s));
    }
    view_put(v, "witness_vkey", view_text(a, witness_vkey(a, &w)));
    view_put(v, "logs", table);
    view_put_data(v, "logs_n", view_int(a, (int64_t)n));
    fs_list frauds = {0};
    const char *dir = workspace_path(a, c->ws, "private/witness/fraud");
    if (fs_is_dir(dir))
        AK_TRY(fs_walk(&frauds, a, dir, 10000, err));
    view_put(v, "frauds", view_int(a, (int64_t)frauds.n));
    return AK_OK;
}

ak_code witness_view(view **out, ctx *c, const args *g, ak_err *err)
{
    (void)g;
    cosign_setting s;
    view *v = view_map(c->a);
    AK_TRY(cosign_setting_read(&s, c->a, workspace_dir(c->ws), err));
    view_put_data(v, "set", view_bool(c->a, s.there));
    if (s.there)
        AK_TRY(standing(v, c, &s, err));
    AK_TRY(followed(v, c, err));
    *out = v;
    return AK_OK;
}

/* ---- asking ---- */

static view *outcome_say(arena *a, const cosign_outcome *o)
{
    view *name = view_text(a, o->witness->name);
    switch (o->state) {
    case COSIGN_HAD:
        return view_say(a, N_("{witness} had signed already"), "witness", name, NULL);
    case COSIGN_GIVEN:
        return view_say(a, N_("{witness} has signed"), "witness", name, NULL);
    case COSIGN_NO_URL:
        return view_say(a, N_("{witness} has no address in the policy: send it the file of --out"), "witness",
                        name, NULL);
    case COSIGN_UNREACHED:
        return view_say(a, N_("{witness} could not be asked: {code} {why}"), "witness", name, "code",
                        view_text_c(a, o->why.rule ? o->why.rule->code : ""), "why",
                        view_text_c(a, o->why.arg[1]), NULL);
    case COSIGN_AHEAD:
        return view_say(a, N_("{witness} has signed a head of size {size}, which is more than is here"),
                        "witness", name, "size", view_int(a, (int64_t)o->size), NULL);
    case COSIGN_REFUSED:
        break;
    }
    return view_say(a, N_("{witness} refused, with status {status}"), "witness", name, "status",
                    view_int(a, o->status), NULL);
}

static ak_code head_replace(ctx *c, str head, ak_err *err)
{
    ledger *l = workspace_ledger(c->ws);
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    ak_code code = ledger_head_put(l, head, err);
    ledger_unlock(l);
    return code;
}

/* What was signed and kept back goes out first, if the witnesses can be reached by now. */
static ak_code publish_first(ctx *c, ak_err *err)
{
    ledger *l = workspace_ledger(c->ws);
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    ak_code code = ledger_publish(l, err);
    ledger_unlock(l);
    return code;
}

static ak_code ask_all(view *v, ctx *c, const cosign_setting *s, str head, ak_err *err)
{
    cosign_outcome *outcomes;
    str more, log_dir = str_of(workspace_path(c->a, c->ws, "log"));
    AK_TRY(cosign_ask(&more, &outcomes, c->a, s, log_dir.p, head, STR(""), err));
    AK_TRY(head_replace(c, more, err));
    view *list = view_list(c->a);
    for (unsigned i = 0; i < s->policy.witnesses_n; i++)
        view_add(list, outcome_say(c->a, &outcomes[i]));
    view_put(v, "outcome", list);
    return AK_OK;
}

ak_code witness_ask_view(view **out, ctx *c, const args *g, ak_err *err)
{
    cosign_setting s;
    str head, file;
    view *v = view_map(c->a);
    const char *to = args_get(g, "out"), *take = args_get(g, "take");
    AK_TRY(cosign_setting_read(&s, c->a, workspace_dir(c->ws), err));
    if (!s.there)
        return ak_fail(err, &APP_040);
    if (!to && !take)
        AK_TRY(publish_first(c, err));
    AK_TRY(ledger_checkpoint(&head, c->a, workspace_ledger(c->ws), err));
    if (to) {
        int64_t old;
        AK_TRY(serve_number(&old, g, "old", 0, INT64_MAX, err));
        AK_TRY(cosign_request(&file, c->a, workspace_path(c->a, c->ws, "log"), head, (uint64_t)old, err));
        AK_TRY(fs_write(to, file, 0644, err));
        view_put(v, "file", view_text_c(c->a, to));
        view_put(v, "next",
                 view_say(c->a, N_("The witness types: aktsom witness add {file}"), "file",
                          view_text_c(c->a, to), NULL));
    } else if (take) {
        AK_TRY(fs_read(&file, c->a, take, NOTE_BYTES_MAX, err));
        AK_TRY(cosign_take(&head, c->a, &s.policy, head, file, err));
        AK_TRY(head_replace(c, head, err));
    } else {
        AK_TRY(ask_all(v, c, &s, head, err));
    }
    AK_TRY(standing(v, c, &s, err));
    const view *quorum = view_get(v, "quorum");
    view_put_data(v, "wanting", view_bool(c->a, !to && !view_truth(quorum)));
    *out = v;
    return AK_OK;
}

ak_code witness_policy_view(view **out, ctx *c, const args *g, ak_err *err)
{
    str text;
    size_t n = 0;
    AK_TRY(fs_read(&text, c->a, args_get(g, "file"), POLICY_BYTES_MAX, err));
    while (args_get_nth(g, "allow", n))
        n++;
    const char **allow = ARENA_NEWS(c->a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        allow[i] = args_get_nth(g, "allow", i);
    AK_TRY(cosign_setting_write(c->a, workspace_ledger(c->ws), text, args_has(g, "wait"), allow, n, err));
    return witness_view(out, c, g, err);
}

/* ---- being one ---- */

ak_code witness_follow_view(view **out, ctx *c, const args *g, ak_err *err)
{
    witness w;
    const char *name = args_get(g, "name");
    ak_code code = witness_open(&w, c->a, witness_dir(c), err);
    if (code == AK_E_NOTFOUND) {
        if (!name)
            return ak_fail(err, &APP_041);
        AK_TRY(witness_make(c->a, witness_dir(c), name, err));
        code = witness_open(&w, c->a, witness_dir(c), err);
    }
    AK_TRY(code);
    AK_TRY(witness_follow(&w, c->a, str_of(args_get(g, "vkey")), err));
    return witness_view(out, c, g, err);
}

static const char *answer_name(arena *a, const char *path)
{
    return arena_printf(a, "%s.answer", path);
}

ak_code witness_add_view(view **out, ctx *c, const args *g, ak_err *err)
{
    witness w;
    witness_answer answer;
    str body;
    int64_t now_s;
    const char *path = args_get(g, "file"), *to = args_get(g, "out");
    AK_TRY(moment_read(&now_s, str_of(c->now), err));
    AK_TRY(witness_open(&w, c->a, witness_dir(c), err));
    AK_TRY(fs_read(&body, c->a, path, WITNESS_REQUEST_BYTES_MAX, err));
    AK_TRY(witness_answer_to(&answer, c->a, &w, body, now_s, err));
    view *v = view_map(c->a);
    bool given = answer.status == 200;
    view_put(v, "ok", view_bool(c->a, given));
    view_put(v, "status", view_int(c->a, answer.status));
    if (given) {
        to = to ? to : answer_name(c->a, path);
        AK_TRY(fs_write(to, answer.body, 0644, err));
        view_put(v, "origin", view_text(c->a, answer.head.origin));
        view_put(v, "head", head_view(c->a, &answer.head));
        view_put(v, "file", view_text_c(c->a, to));
        view_put(v, "next",
                 view_say(c->a, N_("Send it back; there they type: aktsom witness ask --take {file}"), "file",
                          view_text_c(c->a, to), NULL));
    } else {
        view_put(
            v, "answer",
            view_say(c->a, N_("Not signed: {why}"), "why", view_text(c->a, str_trim(answer.body)), NULL));
    }
    if (answer.fraud)
        view_put(v, "fraud", view_text_c(c->a, answer.fraud));
    view_put_data(v, "wanting", view_bool(c->a, !given));
    *out = v;
    return AK_OK;
}

/* ---- over HTTP ---- */

static void say_ready(void *payload, int port)
{
    const ctx *c = payload;
    printf("%s http://127.0.0.1:%d\n%s\n", tr(c->lang, N_("The witness answers at")), port,
           tr(c->lang, N_("Stop with Ctrl-C.")));
    fflush(stdout);
}

static void say_told(void *payload, const witness_answer *answer)
{
    (void)payload;
    printf("%u %.*s %llu%s%s\n", answer->status, (int)answer->head.origin.n,
           answer->head.origin.n ? answer->head.origin.p : "", (unsigned long long)answer->head.size,
           answer->fraud ? " " : "", answer->fraud ? answer->fraud : "");
    fflush(stdout);
}

ak_code witness_serve_run(int *exit_out, ctx *c, const args *g, ak_err *err)
{
    int64_t port, stay_s;
    AK_TRY(serve_number(&port, g, "port", PORT_DEFAULT, 65535, err));
    AK_TRY(serve_number(&stay_s, g, "stay", 0, 365 * 24 * 3600, err));
    *exit_out = 0;
    return witness_serve(c->a,
                         &(witness_server_options){.dir = witness_dir(c),
                                                   .port = (int)port,
                                                   .stay_s = stay_s,
                                                   .clock = moment_now,
                                                   .ready = say_ready,
                                                   .told = say_told,
                                                   .payload = c},
                         err);
}
