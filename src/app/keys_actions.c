/* keys_actions.c -- keys ..., close: who signs in the log, and its end. */
#include "app/keys_actions.h"

#include <string.h>

#include "app/passphrase.h"
#include "app/rules.h"
#include "app/serve_action.h"
#include "base/date.h"
#include "ledger/keys.h"
#include "ledger/rules.h"
#include "record/state.h"
#include "record/workspace.h"

#define OVERLAP_DAYS     30
#define OVERLAP_DAYS_MAX 3660

static const view_column key_columns[] = {
    {"role",       N_("Role"),                  VIEW_WORD, ""},
    {"key_state",  N_("State"),                 VIEW_WORD, ""},
    {"since",      N_("Since"),                 VIEW_DATE, ""},
    {"ended",      N_("Ended"),                 VIEW_DATE, ""},
    {"until",      N_("Signs until"),           VIEW_DATE, ""},
    {"party",      N_("Whose"),                 VIEW_TEXT, ""},
    {"reason",     N_("Reason"),                VIEW_TEXT, ""},
    {"key_id",     N_("Key id, its beginning"), VIEW_TEXT, ""},
    {"public_key", N_("Public key"),            VIEW_TEXT, ""},
};

static view *moment_view(arena *a, int64_t s)
{
    char text[MOMENT_TEXT_BYTES];
    return s ? view_date(a, moment_text(text, s)) : NULL;
}

/* "overlapping" ends by itself: the log says until when. */
static const char *state_now(const keyring_key *k, int64_t now_s)
{
    return strcmp(k->state, "overlapping") == 0 && k->until_s <= now_s ? "retired" : k->state;
}

static view *state_word(const ctx *c, const char *code)
{
    const enumeration *e = enum_find("key_state");
    int i = enum_code_find(e, str_of(code));
    return i < 0 ? view_text_c(c->a, code) : view_word(c->a, code, e->values[i].words[c->lang]);
}

/* The ring's own roles have words; those of the organisation are its own. */
static view *role_word(arena *a, str role)
{
    static const struct {
        const char *code, *word;
    } roles[] = {
        {KEYRING_ROLE_LOG,     N_("the log's")},
        {KEYRING_ROLE_BACK,    N_("recovery") },
        {KEYRING_ROLE_RECEIPT, N_("receipts") },
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_is(role, roles[i].code))
            return view_word(a, roles[i].code, roles[i].word);
    return view_text(a, role);
}

static void key_row(view *table, const ctx *c, const keyring_key *k, int64_t now_s)
{
    arena *a = c->a;
    char hex[17];
    hex_write(hex, k->kid.b, 8);
    view_row(table);
    view_cell(table, role_word(a, k->role));
    view_cell(table, state_word(c, state_now(k, now_s)));
    view_cell(table, moment_view(a, k->since_s));
    view_cell(table, moment_view(a, k->ended_s));
    view_cell(table, moment_view(a, k->until_s));
    view_cell(table, view_text(a, k->party));
    view_cell(table, k->reason.n ? view_text(a, k->reason) : NULL);
    view_cell(table, view_text_c(a, hex));
    view_cell(table, view_text(a, k->pub64));
}

/* How the secret is kept; nothing where this user cannot read it. */
static const char *guard_of(ctx *c)
{
    ledger_key key;
    if (key_read(&key, c->a, workspace_path(c->a, c->ws, "private/keys/log.key"), NULL) != AK_OK)
        return NULL;
    key_wipe(&key);
    return key.guard == KEY_LOCKED   ? N_("in its file, locked with a passphrase")
           : key.guard == KEY_SIGNER ? N_("with another program, which is asked for each signature")
                                     : N_("in its file, open");
}

static ak_code keys_show(view **out, ctx *c, view *answer, ak_err *err)
{
    const ledger *l = workspace_ledger(c->ws);
    const keyring *ring;
    int64_t now_s;
    AK_TRY(moment_read(&now_s, str_of(c->now), err));
    AK_TRY(ledger_ring(&ring, l, err));
    char hex[SHA256_HEX + 1];
    ledger_hash kid;
    key_id(&kid, ledger_public_key(l));
    hex_write(hex, kid.b, sizeof kid.b);
    view *v = view_map(c->a);
    if (answer)
        view_put(v, "answer", answer);
    view_put(v, "origin", view_text(c->a, ledger_origin(l)));
    view_put(v, "vkey", view_text(c->a, ledger_vkey(c->a, l)));
    view_put(v, "key_id", view_text_c(c->a, hex));
    view_put(v, "party", view_text_c(c->a, workspace_party(c->ws)));
    const char *guard = guard_of(c);
    if (guard)
        view_put_label(v, "guard", N_("The secret is"), view_say(c->a, guard, NULL));
    view *table = view_table(c->a, key_columns, sizeof key_columns / sizeof *key_columns);
    for (size_t i = 0; i < ring->n; i++)
        key_row(table, c, &ring->keys[i], now_s);
    view_put_label(v, "keys", N_("Keys of this log"), table);
    if (ring->closed)
        view_put_label(v, "successor", N_("Closed; goes on in"),
                       ring->successor.n ? view_text(c->a, ring->successor) : view_text_c(c->a, "-"));
    if (ring->before.n)
        view_put_label(v, "predecessor", N_("Follows"), view_text(c->a, ring->before));
    *out = v;
    return AK_OK;
}

ak_code keys_view(view **out, ctx *c, const args *g, ak_err *err)
{
    (void)g;
    return keys_show(out, c, NULL, err);
}

static ak_code change_of(key_change *out, ctx *c, const args *g, ak_err *err)
{
    const char *party = args_get(g, "party");
    *out = (key_change){.party = party   ? party
                                 : c->ws ? workspace_party(c->ws)
                                         : "",
                        .reason = args_get(g, "reason")};
    return moment_read(&out->now_s, str_of(c->now), err);
}

/* What the log says now is what the state is to know. */
static ak_code changed(view **out, ctx *c, view *answer, ak_err *err)
{
    AK_TRY(workspace_catch_up(c->ws, c->steps, err));
    return keys_show(out, c, answer, err);
}

static char **command_of(arena *a, const args *g)
{
    size_t n = 0;
    while (args_get_nth(g, "command", n))
        n++;
    char **argv = ARENA_NEWS(a, char *, n + 1);
    for (size_t i = 0; i < n; i++)
        argv[i] = arena_text(a, args_get_nth(g, "command", i));
    return n ? argv : NULL;
}

ak_code keys_rotate_view(view **out, ctx *c, const args *g, ak_err *err)
{
    key_change how;
    int64_t days;
    str bytes;
    ledger_public pub;
    AK_TRY(change_of(&how, c, g, err));
    days = 0;
    if (!args_get(g, "overlap") || strcmp(args_get(g, "overlap"), "0") != 0)
        AK_TRY(serve_number(&days, g, "overlap", OVERLAP_DAYS, OVERLAP_DAYS_MAX, err));
    const char *named = args_get(g, "public");
    how.until_s = days ? how.now_s + days * 86400 : 0;
    how.signer = command_of(c->a, g);
    if ((named != NULL) != (how.signer != NULL))
        return ak_fail(err, &APP_063);
    if (named) {
        if (!base64_read(c->a, &bytes, str_of(named)) || bytes.n != sizeof pub.b)
            return ak_fail(err, &LED_199, named);
        memcpy(pub.b, bytes.p, sizeof pub.b);
        how.pub = &pub;
    }
    AK_TRY(keys_rotate(workspace_ledger(c->ws), &how, err));
    view *answer =
        days ? view_say(c->a,
                        N_("The log has a new key. The one before signs heads beside it until {until}: hand "
                           "the new verifier key to your partners before then."),
                        "until", moment_view(c->a, how.until_s), NULL)
             : view_say(c->a, N_("The log has a new key: hand the verifier key to your partners."), NULL);
    return changed(out, c, answer, err);
}

ak_code keys_add_view(view **out, ctx *c, const args *g, ak_err *err)
{
    key_change how;
    const char *role = args_get(g, "role");
    AK_TRY(change_of(&how, c, g, err));
    AK_TRY(keys_add(workspace_ledger(c->ws), role, &how, err));
    return changed(out, c,
                   view_say(c->a, N_("There is a key for the role {role}: sign with it by --sign-as {role}."),
                            "role", view_text_c(c->a, role), NULL),
                   err);
}

ak_code keys_revoke_view(view **out, ctx *c, const args *g, ak_err *err)
{
    key_change how;
    AK_TRY(change_of(&how, c, g, err));
    AK_TRY(keys_revoke(workspace_ledger(c->ws), args_get(g, "key"), args_has(g, "lost") ? "lost" : "revoked",
                       &how, err));
    return changed(out, c,
                   view_say(c->a,
                            N_("The key is taken out: what it signs from now on is a fault, what it signed "
                               "before stays good."),
                            NULL),
                   err);
}

ak_code keys_recovery_view(view **out, ctx *c, const args *g, ak_err *err)
{
    key_change how;
    str passphrase = {0};
    ledger *l = workspace_ledger(c->ws);
    const char *path = args_get(g, "file");
    AK_TRY(change_of(&how, c, g, err));
    if (args_has(g, "protect"))
        AK_TRY(passphrase_new(&passphrase, c->a, c->lang, ledger_origin(l), err));
    AK_TRY(keys_recovery(l, path, passphrase, &how, err));
    return changed(out, c,
                   view_say(c->a,
                            N_("{file} can give the log a new key when this one is lost or stolen: keep it "
                               "elsewhere, and do not leave it on this machine."),
                            "file", view_text_c(c->a, path), NULL),
                   err);
}

ak_code keys_recover_view(view **out, ctx *c, const args *g, ak_err *err)
{
    const char *dir;
    workspace *ws;
    key_change how;
    AK_TRY(workspace_find(&dir, c->a, c->dir ? c->dir : ".", err));
    AK_TRY(workspace_open(&ws, c->a, dir, WORKSPACE_READ, c->steps, err));
    c->ws = ws;
    AK_TRY(change_of(&how, c, g, err));
    AK_TRY(keys_recover(dir, args_get(g, "file"), args_has(g, "stolen") ? "revoked" : "lost", &how,
                        passphrase_ask, &c->lang, err));
    return changed(out, c,
                   view_say(c->a, N_("The log has a new key: hand the verifier key to your partners."), NULL),
                   err);
}

ak_code keys_protect_view(view **out, ctx *c, const args *g, ak_err *err)
{
    str passphrase = {0};
    ledger *l = workspace_ledger(c->ws);
    bool off = args_has(g, "off");
    AK_TRY(ledger_key_ready(l, err));
    if (!off)
        AK_TRY(passphrase_new(&passphrase, c->a, c->lang, ledger_origin(l), err));
    AK_TRY(keys_protect(l, passphrase, err));
    if (passphrase.n)
        explicit_bzero((char *)passphrase.p, passphrase.n);
    view *answer =
        off ? view_say(c->a, N_("The keys lie open in their files."), NULL)
            : view_say(c->a,
                       N_("The keys are locked. Backups that were made before hold them open: make "
                          "them again."),
                       NULL);
    return keys_show(out, c, answer, err);
}

ak_code keys_signer_view(view **out, ctx *c, const args *g, ak_err *err)
{
    char **argv = command_of(c->a, g);
    AK_TRY(keys_signer(workspace_ledger(c->ws), argv, err));
    return keys_show(out, c,
                     view_say(c->a,
                              N_("{command} signs from now on; the secret here is erased. Backups that were "
                                 "made before still hold it: make them again."),
                              "command", view_text_c(c->a, argv[0]), NULL),
                     err);
}

/* ---- the end ---- */

typedef struct closing {
    ctx *c;
    const char *reason;
    int64_t now_s;
} closing;

/* Between the successor's key and its second statement. */
static ak_code close_for(ledger_before *out, arena *a, void *payload, str origin, ak_err *err)
{
    const closing *x = payload;
    ledger *l = workspace_ledger(x->c->ws);
    AK_TRY(ledger_close_log(l, str_c(a, origin), x->reason, x->now_s, err));
    return ledger_before_of(out, a, l, err);
}

ak_code close_view(view **out, ctx *c, const args *g, ak_err *err)
{
    ledger *l = workspace_ledger(c->ws);
    const char *dir = args_get(g, "successor");
    closing x = {.c = c, .reason = args_get(g, "reason")};
    AK_TRY(moment_read(&x.now_s, str_of(c->now), err));
    if (dir)
        AK_TRY(workspace_init(dir,
                              &(workspace_new){.name = workspace_name(c->ws),
                                               .party = workspace_party(c->ws),
                                               .origin = args_get(g, "origin"),
                                               .zone = workspace_zone(c->ws),
                                               .now = c->now,
                                               .follow = close_for,
                                               .payload = &x,
                                               .before = ledger_origin(l)},
                              err));
    else
        AK_TRY(ledger_close_log(l, NULL, x.reason, x.now_s, err));
    view *answer =
        dir ? view_say(c->a, N_("The log {origin} is closed with {n} entries; the one in {dir} follows it."),
                       "origin", view_text(c->a, ledger_origin(l)), "n",
                       view_int(c->a, (int64_t)ledger_size(l)), "dir", view_text_c(c->a, dir), NULL)
            : view_say(c->a, N_("The log {origin} is closed with {n} entries."), "origin",
                       view_text(c->a, ledger_origin(l)), "n", view_int(c->a, (int64_t)ledger_size(l)), NULL);
    AK_TRY(changed(out, c, answer, err));
    if (dir)
        view_put(
            *out, "next",
            view_say(c->a,
                     N_("See that they fit:  aktsom verify {dir} --before {old}.  What is to go on being "
                        "said, say there: export here, import there."),
                     "dir", view_text_c(c->a, dir), "old", view_text_c(c->a, workspace_dir(c->ws)), NULL));
    return AK_OK;
}
