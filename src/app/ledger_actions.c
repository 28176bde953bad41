/* ledger_actions.c -- init, keys, prove, verify, rebuild. */
#include "app/ledger_actions.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/rules.h"
#include "base/date.h"
#include "base/fs.h"
#include "base/message.h"
#include "ledger/proof.h"
#include "ledger/verify.h"
#include "record/rebuild.h"
#include "record/state.h"
#include "record/workspace.h"

static view *hex_view(arena *a, const ledger_hash *h)
{
    char hex[65];
    hex_write(hex, h->b, sizeof h->b);
    return view_text_c(a, hex);
}

static view *key_view(ctx *c, const workspace *ws)
{
    view *v = view_map(c->a);
    view_put(v, "origin", view_text(c->a, ledger_origin(workspace_ledger(ws))));
    view_put(v, "vkey", view_text(c->a, ledger_vkey(c->a, workspace_ledger(ws))));
    view_put(v, "key_id", view_text_c(c->a, workspace_key_id(ws)));
    view_put(v, "party", view_text_c(c->a, workspace_party(ws)));
    return v;
}

ak_code init_view(view **out, ctx *c, const args *g, ak_err *err)
{
    const char *dir = args_get(g, "dir");
    if (!dir)
        dir = c->dir ? c->dir : ".";
    AK_TRY(workspace_init(dir,
                          &(workspace_new){
                              .name = args_get(g, "name"),
                              .party = args_get(g, "party"),
                              .origin = args_get(g, "origin"),
                              .zone = args_get(g, "zone"),
                              .now = c->now,
                          },
                          err));
    workspace *ws;
    AK_TRY(workspace_open(&ws, c->a, dir, WORKSPACE_READ, c->steps, err));
    view *v = key_view(c, ws);
    view_put(v, "workspace", view_text_c(c->a, dir));
    view_put(v, "next",
             view_say(c->a, N_("Read in what you have:  aktsom -C {dir} import FILE..."), "dir",
                      view_text_c(c->a, dir), NULL));
    *out = v;
    return AK_OK;
}

ak_code keys_view(view **out, ctx *c, const args *g, ak_err *err)
{
    (void)g;
    (void)err;
    *out = key_view(c, c->ws);
    return AK_OK;
}

ak_code prove_view(view **out, ctx *c, const args *g, ak_err *err)
{
    state_statement s;
    AK_TRY(state_statement_find(&s, c, str_of(args_get(g, "id")), err));
    const ledger *log = workspace_ledger(c->ws);
    str file;
    AK_TRY(proof_make(&file, c->a, log, s.index, NULL, 0, err));
    const char *path = args_get(g, "out");
    if (!path)
        path = arena_printf(c->a, "%.8s.tlog-proof", s.leaf);
    AK_TRY(fs_write(path, file, 0644, err));
    view *v = view_map(c->a);
    view_put(v, "file", view_text_c(c->a, path));
    view_put(v, "statement", view_text_c(c->a, s.leaf));
    view_put(v, "index", view_int(c->a, (int64_t)s.index));
    view_put(v, "vkey", view_text(c->a, ledger_vkey(c->a, log)));
    view_put(v, "next",
             view_say(c->a, N_("Anybody can check it:  aktsom verify {file} --vkey KEY"), "file",
                      view_text_c(c->a, path), NULL));
    *out = v;
    return AK_OK;
}

static const view_column verify_columns[] = {
    {"place",  N_("Place"),         VIEW_TEXT, ""},
    {"entry",  N_("Entry"),         VIEW_INT,  ""},
    {"code",   N_("Code"),          VIEW_TEXT, ""},
    {"text",   N_("What is wrong"), VIEW_TEXT, ""},
    {"remedy", N_("What to do"),    VIEW_TEXT, ""},
};

static view *faults_view(ctx *c, const fault_list *faults)
{
    view *table = view_table(c->a, verify_columns, sizeof verify_columns / sizeof *verify_columns);
    for (size_t i = 0; i < faults->n; i++) {
        const fault *f = &faults->rows[i];
        view_row(table);
        view_cell(table, view_text_c(c->a, f->file));
        view_cell(table, f->row ? view_int(c->a, f->row - 1) : NULL);
        view_cell(table, view_text_c(c->a, f->rule->code));
        view_cell(table, view_text_c(c->a, message_fault_text(c->a, c->lang, f)));
        view_cell(table, view_text_c(c->a, message_fault_remedy(c->a, c->lang, f)));
    }
    return table;
}

static bool verify_step(void *payload, uint64_t done, uint64_t total)
{
    const progress *steps = payload;
    return !steps || steps->step(steps->payload, N_("checking"), done, total);
}

static ak_code verify_folder(view **out, ctx *c, const char *dir, const args *g, ak_err *err)
{
    verify_report r;
    verify_options o = {
        .quick = args_has(g, "quick"),
        .vkey = str_of(args_get(g, "vkey")),
        .progress = verify_step,
        .payload = (void *)(uintptr_t)c->steps,
    };
    AK_TRY(ledger_verify(&r, c->a, dir, &o, err));
    const char *unequal = "";
    /* the state is checked too: it must be what the log says (D16) */
    if (r.ok && r.workspace && !o.quick) {
        workspace *ws = c->ws;
        if (!ws)
            AK_TRY(workspace_open(&ws, c->a, dir, WORKSPACE_READ, c->steps, err));
        AK_TRY(rebuild_compare(&unequal, c->a, ws, c->steps, err));
    }
    bool ok = r.ok && !*unequal;
    view *v = view_map(c->a);
    view_put(v, "ok", view_bool(c->a, ok));
    if (ok && r.trusted)
        view_put(v, "answer",
                 view_say(c->a, N_("Unchanged: all {n} entries are what the signed head says."), "n",
                          view_int(c->a, (int64_t)r.size), NULL));
    else if (ok)
        view_put(v, "answer",
                 view_say(c->a, N_("Intact, signed by {key}; say --vkey if you trust it."), "key",
                          view_text(c->a, r.vkey), NULL));
    else
        view_put(v, "answer", view_say(c->a, N_("Something was changed, or is missing: see below."), NULL));
    view_put(v, "origin", view_text(c->a, r.origin));
    view_put(v, "size", view_int(c->a, (int64_t)r.size));
    view_put(v, "root", hex_view(c->a, &r.root));
    view *checked = view_map(c->a);
    view_put(checked, "from", view_int(c->a, (int64_t)r.from));
    view_put(checked, "entries", view_int(c->a, (int64_t)r.entries));
    view_put(checked, "signatures", view_int(c->a, (int64_t)r.signatures));
    view_put(checked, "tiles", view_int(c->a, (int64_t)r.tiles));
    view_put(checked, "disclosures", view_int(c->a, (int64_t)r.disclosures));
    view_put(checked, "withheld", view_int(c->a, (int64_t)r.withheld));
    view_put(checked, "documents", view_int(c->a, (int64_t)r.documents));
    view_put(checked, "batches", view_int(c->a, (int64_t)r.batches));
    view_put(checked, "pending", view_int(c->a, (int64_t)r.pending));
    view_put(v, "checked", checked);
    view_put(v, "faults", faults_view(c, &r.faults));
    if (*unequal)
        view_put(v, "state",
                 view_say(c->a, N_("state.db is not what the log says: {where}. Type: aktsom rebuild"),
                          "where", view_text_c(c->a, unequal), NULL));
    view_put_data(v, "wanting", view_bool(c->a, !ok || !r.trusted));
    *out = v;
    return AK_OK;
}

/* The log that this person would call the own one: of the workspace here, as far as it can be opened. */
static const ledger *own_log(ctx *c)
{
    const char *dir;
    workspace *ws = c->ws;
    ak_err none;
    if (!ws && workspace_find(&dir, c->a, c->dir ? c->dir : ".", &none) == AK_OK &&
        workspace_open(&ws, c->a, dir, WORKSPACE_READ, c->steps, &none) != AK_OK)
        ws = NULL;
    return ws ? workspace_ledger(ws) : NULL;
}

static ak_code verify_file(view **out, ctx *c, const char *path, const args *g, ak_err *err)
{
    str file;
    AK_TRY(fs_read(&file, c->a, path, PROOF_BYTES_MAX, err));
    const ledger *log = own_log(c);
    proof_result r;
    AK_TRY(proof_verify(&r, c->a, file, str_of(args_get(g, "vkey")), log ? ledger_public_key(log) : NULL,
                        log ? ledger_origin(log) : STR(""), err));
    view *v = view_map(c->a);
    bool ok = r.verdict == PROOF_OWN || r.verdict == PROOF_TRUSTED;
    view_put(v, "ok", view_bool(c->a, ok));
    if (ok)
        view_put(v, "answer",
                 view_say(c->a, N_("Unchanged: entry {index} stands in the log {origin}."), "index",
                          view_int(c->a, (int64_t)r.index), "origin", view_text(c->a, r.origin), NULL));
    else if (r.verdict == PROOF_UNKNOWN)
        view_put(v, "answer",
                 view_say(c->a, N_("Intact, signed by {key}; say --vkey if you trust it."), "key",
                          view_text(c->a, r.vkey), NULL));
    else
        view_put(v, "answer", view_text_c(c->a, message_err(c->a, c->lang, &r.why)));
    if (r.verdict != PROOF_BROKEN) {
        view_put(v, "origin", view_text(c->a, r.origin));
        view_put(v, "size", view_int(c->a, (int64_t)r.size));
        view_put(v, "root", hex_view(c->a, &r.root));
        view_put(v, "index", view_int(c->a, (int64_t)r.index));
        view_put(v, "statement", hex_view(c->a, &r.leaf));
        view_put(v, "vkey", view_text(c->a, r.vkey));
    }
    view_put_data(v, "wanting", view_bool(c->a, !ok));
    *out = v;
    return AK_OK;
}

ak_code verify_view(view **out, ctx *c, const args *g, ak_err *err)
{
    const char *path = args_get(g, "file");
    struct stat st;
    if (path && stat(path, &st) != 0)
        return ak_fail(err, &APP_016, path);
    if (path && !S_ISDIR(st.st_mode))
        return verify_file(out, c, path, g, err);
    if (!path && c->ws)
        path = workspace_dir(c->ws);
    /* not opened first: what verify is asked about may be too damaged for that */
    if (!path && workspace_find(&path, c->a, c->dir ? c->dir : ".", err) != AK_OK)
        return ak_fail(err, &APP_017);
    return verify_folder(out, c, path, g, err);
}

ak_code rebuild_view(view **out, ctx *c, const args *g, ak_err *err)
{
    view *v = view_map(c->a);
    if (args_has(g, "check")) {
        const char *unequal;
        AK_TRY(rebuild_compare(&unequal, c->a, c->ws, c->steps, err));
        view_put(v, "equal", view_bool(c->a, !*unequal));
        if (*unequal)
            view_put(v, "first_unequal", view_text_c(c->a, unequal));
        view_put_data(v, "wanting", view_bool(c->a, *unequal != '\0'));
    } else {
        AK_TRY(workspace_rebuild(c->ws, c->steps, err));
        view_put(v, "rebuilt", view_bool(c->a, true));
        view_put(v, "size", view_int(c->a, (int64_t)ledger_size(workspace_ledger(c->ws))));
    }
    *out = v;
    return AK_OK;
}
