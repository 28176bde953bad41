/* ledger_actions.c -- init, keys receipt, prove, rebuild. */
#include "app/ledger_actions.h"

#include <string.h>

#include "app/rules.h"
#include "base/date.h"
#include "base/fs.h"
#include "ledger/keys.h"
#include "ledger/proof.h"
#include "ledger/rules.h"
#include "record/batch.h"
#include "record/prove.h"
#include "record/rebuild.h"
#include "record/state.h"
#include "record/workspace.h"

static view *key_view(ctx *c, const workspace *ws)
{
    view *v = view_map(c->a);
    view_put(v, "origin", view_text(c->a, ledger_origin(workspace_ledger(ws))));
    view_put(v, "vkey", view_text(c->a, ledger_vkey(c->a, workspace_ledger(ws))));
    view_put(v, "key_id", view_text_c(c->a, workspace_key_id(ws)));
    view_put(v, "party", view_text_c(c->a, workspace_party(ws)));
    return v;
}

/* init --before: the log that is followed stays as it is; it may be one that cannot sign any more. */
static ak_code follow_folder(ledger_before *out, arena *a, void *payload, str origin, ak_err *err)
{
    (void)origin;
    ledger *before = payload;
    return ledger_before_of(out, a, before, err);
}

ak_code init_view(view **out, ctx *c, const args *g, ak_err *err)
{
    const char *dir = args_get(g, "dir"), *before_dir = args_get(g, "before");
    ledger *before = NULL;
    if (!dir)
        dir = c->dir ? c->dir : ".";
    if (before_dir)
        AK_TRY(ledger_open(&before, c->a, before_dir, LEDGER_READ, err));
    AK_TRY(workspace_init(dir,
                          &(workspace_new){
                              .name = args_get(g, "name"),
                              .party = args_get(g, "party"),
                              .origin = args_get(g, "origin"),
                              .zone = args_get(g, "zone"),
                              .now = c->now,
                              .follow = before ? follow_folder : NULL,
                              .payload = before,
                              .before = before ? ledger_origin(before) : STR(""),
                          },
                          err));
    workspace *ws;
    AK_TRY(workspace_open(&ws, c->a, dir, WORKSPACE_READ, c->steps, err));
    view *v = key_view(c, ws);
    if (before)
        view_put_label(v, "predecessor", N_("Follows"), view_text(c->a, ledger_origin(before)));
    view_put(v, "workspace", view_text_c(c->a, dir));
    view_put(v, "next",
             view_say(c->a, N_("Read in what you have:  aktsom -C {dir} import FILE..."), "dir",
                      view_text_c(c->a, dir), NULL));
    *out = v;
    return AK_OK;
}

/* Forms that only the log itself can give. */
static ak_code receipt_of(str *out, const char **ending, ctx *c, const args *g, const state_statement *s,
                          ak_err *err)
{
    const ledger *log = workspace_ledger(c->ws);
    const char *as = args_get(g, "as");
    receipt_alg alg = args_has(g, "es256") ? RECEIPT_ES256 : RECEIPT_EDDSA;
    if (strcmp(as, "receipt") == 0) {
        *ending = "receipt.cose";
        return s->log ? ak_fail(err, &LED_158, s->signed_by)
                      : proof_receipt(out, c->a, log, s->index, alg, err);
    }
    if (strcmp(as, "statement") == 0) {
        *ending = "statement.cose";
        return s->log ? ak_fail(err, &LED_158, s->signed_by)
                      : proof_statement(out, c->a, log, s->index, alg, err);
    }
    return ak_fail(err, &APP_042, as);
}

static ak_code event_of(str *out, const char **ending, ctx *c, const args *g, const state_statement *s,
                        ak_err *err)
{
    uint64_t at;
    const char *event = args_get(g, "event");
    if (args_get(g, "as") || !str_whole(&at, str_of(event), BATCH_EVENTS_MAX))
        return ak_fail(err, &APP_064, event);
    if (s->log)
        return ak_fail(err, &LED_158, s->signed_by);
    *ending = arena_printf(c->a, "%llu.event-proof", (unsigned long long)at);
    return batch_prove(out, c->a, workspace_ledger(c->ws), s->index, at, err);
}

/* The forms of a proof: what each is for stands in docs/ledger.md. */
static ak_code proof_of(str *out, const char **ending, str *vkey, ctx *c, const args *g,
                        const state_statement *s, ak_err *err)
{
    const char *as = args_get(g, "as");
    *vkey = ledger_vkey(c->a, workspace_ledger(c->ws));
    if (args_get(g, "event"))
        return event_of(out, ending, c, g, s, err);
    if (!as || strcmp(as, "proof") == 0) {
        *ending = "tlog-proof";
        return prove_statement(out, vkey, c, s, err);
    }
    if (strcmp(as, "entry") == 0) {
        *ending = "entry.cose";
        return prove_entry(out, vkey, c, s, err);
    }
    return receipt_of(out, ending, c, g, s, err);
}

ak_code prove_view(view **out, ctx *c, const args *g, ak_err *err)
{
    state_statement s;
    str file = {0}, vkey;
    const char *ending = "";
    AK_TRY(state_statement_find(&s, c, str_of(args_get(g, "id")), err));
    AK_TRY(proof_of(&file, &ending, &vkey, c, g, &s, err));
    const char *path = args_get(g, "out");
    if (!path)
        path = arena_printf(c->a, "%.8s.%s", s.leaf, ending);
    AK_TRY(fs_write(path, file, 0644, err));
    view *v = view_map(c->a);
    view_put(v, "file", view_text_c(c->a, path));
    view_put(v, "statement", view_text_c(c->a, s.leaf));
    view_put(v, "index", view_int(c->a, (int64_t)s.index));
    view_put(v, "vkey", view_text(c->a, vkey));
    view_put(v, "next",
             view_say(c->a, N_("Anybody can check it:  aktsom verify {file} --vkey KEY"), "file",
                      view_text_c(c->a, path), NULL));
    *out = v;
    return AK_OK;
}

/* The second key is announced in the log by the first, once. */
ak_code keys_receipt_view(view **out, ctx *c, const args *g, ak_err *err)
{
    ledger *log = workspace_ledger(c->ws);
    es256_key key;
    bool fresh;
    int64_t now_s;
    AK_TRY(moment_read(&now_s, str_of(c->now), err));
    AK_TRY(proof_receipt_key(&key, &fresh, c->a, log, workspace_party(c->ws), now_s, err));
    if (fresh)
        AK_TRY(workspace_catch_up(c->ws, c->steps, err));
    char hex[SHA256_HEX + 1];
    sha256_hex(hex, key.pub.b, sizeof key.pub.b);
    str pem = es256_pem(c->a, &key.pub);
    view *v = view_map(c->a);
    view_put(v, "origin", view_text(c->a, ledger_origin(log)));
    view_put(v, "key_id", view_text_c(c->a, hex));
    view_put(v, "receipt_key", view_text(c->a, pem));
    if (args_get(g, "out")) {
        AK_TRY(fs_write(args_get(g, "out"), pem, 0644, err));
        view_put(v, "file", view_text_c(c->a, args_get(g, "out")));
    }
    *out = v;
    return AK_OK;
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
