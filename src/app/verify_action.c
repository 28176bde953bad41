/* verify_action.c -- verify: a workspace, a log folder, or a file that proves something. */
#include "app/verify_action.h"

#include <string.h>
#include <sys/stat.h>

#include "app/fault_table.h"
#include "app/rules.h"
#include "app_sql.h"
#include "base/date.h"
#include "base/fs.h"
#include "base/message.h"
#include "ledger/bundle.h"
#include "ledger/bundle.h"
#include "ledger/fraud.h"
#include "ledger/keys.h"
#include "ledger/proof.h"
#include "ledger/receipt.h"
#include "ledger/rules.h"
#include "ledger/verify.h"
#include "record/backup.h"
#include "record/batch.h"
#include "record/rules.h"
#include "record/rebuild.h"
#include "record/workspace.h"

static view *hex_view(arena *a, const ledger_hash *h)
{
    char hex[65];
    hex_write(hex, h->b, sizeof h->b);
    return view_text_c(a, hex);
}

static view *unknown_say(ctx *c, str vkey)
{
    return view_say(c->a, N_("Intact, signed by {key}; say --vkey if you trust it."), "key",
                    view_text(c->a, vkey), NULL);
}

static bool verify_step(void *payload, uint64_t done, uint64_t total)
{
    const progress *steps = payload;
    return !steps || steps->step(steps->payload, N_("checking"), done, total);
}

/* Each bundle that the log says was taken in is still there. */
static ak_code bundles_there(verify_report *r, arena *a, workspace *ws, ak_err *err)
{
    app_bundles_kept_row *rows;
    size_t n;
    AK_TRY(app_bundles_kept_all(&rows, &n, a, workspace_state(ws), err));
    for (size_t i = 0; i < n; i++) {
        ledger_hash digest;
        if (!hex_read(digest.b, sizeof digest.b, rows[i].bundle_digest))
            continue;
        const char *path = bundle_kept_path(a, rows[i].origin_name, &digest);
        if (fs_is_file(workspace_path(a, ws, path)))
            continue;
        fault_add(&r->faults, &LED_060, &(fault){.file = path}, NULL);
        r->ok = false;
    }
    return AK_OK;
}

/* What a power cut took is put back first, as any writer does; without key or lock, or when too much is
 * damaged, it is named instead. */
static void mend_first(ctx *c, const char *dir)
{
    ledger *l;
    ak_err none;
    arena tmp = {0};
    if (fs_is_file(arena_printf(c->a, "%s/%s", dir, "private/keys/log.key")) &&
        ledger_open(&l, &tmp, dir, LEDGER_WRITE, &none) == AK_OK && ledger_lock(l, 0, &none) == AK_OK)
        ledger_unlock(l);
    arena_free(&tmp);
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
    bool is_backup = backup_vkey(c->a, dir).n > 0;
    if (!is_backup)
        mend_first(c, dir);
    AK_TRY(ledger_verify(&r, c->a, dir, &o, err));
    if (args_get(g, "before")) {
        AK_TRY(ledger_link_check(&r.faults, c->a, dir, args_get(g, "before"), err));
        r.ok = r.faults.total == 0;
    }
    const char *unequal = "";
    /* the state is checked too: it must be what the log says (D16) */
    if (r.ok && r.workspace && !o.quick && !is_backup) { /* a backup has no state */
        workspace *ws = c->ws;
        if (!ws)
            AK_TRY(workspace_open(&ws, c->a, dir, WORKSPACE_READ, c->steps, err));
        AK_TRY(rebuild_compare(&unequal, c->a, ws, c->steps, err));
        AK_TRY(bundles_there(&r, c->a, ws, err));
    }
    bool ok = r.ok && !*unequal;
    view *v = view_map(c->a);
    view_put(v, "ok", view_bool(c->a, ok));
    if (ok && r.trusted)
        view_put(v, "answer",
                 view_say(c->a, N_("Unchanged: all {n} entries are what the signed head says."), "n",
                          view_int(c->a, (int64_t)r.size), NULL));
    else if (ok)
        view_put(v, "answer", unknown_say(c, r.vkey));
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
    view_put_label(checked, "bundles", N_("Received bundles"), view_int(c->a, (int64_t)r.bundles));
    view_put(checked, "pending", view_int(c->a, (int64_t)r.pending));
    view_put(v, "checked", checked);
    view_put(v, "faults", fault_table(c, &r.faults));
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

/* What whoever asks trusts: the policy, the key, else the own log. */
static ak_code trust_of(proof_trust *out, ctx *c, const args *g, ak_err *err)
{
    str text;
    const char *path = args_get(g, "policy");
    const ledger *log = own_log(c);
    *out = (proof_trust){.vkey = str_of(args_get(g, "vkey")), .own_origin = STR("")};
    if (log) {
        out->own = ledger_public_key(log);
        out->own_origin = ledger_origin(log);
        AK_TRY(ledger_ring(&out->own_keys, log, err));
    }
    if (!path)
        return AK_OK;
    policy *p = ARENA_NEW(c->a, policy);
    AK_TRY(fs_read(&text, c->a, path, POLICY_BYTES_MAX, err));
    out->policy = p;
    return ak_at(err, policy_read(p, c->a, text, err), path, 0, NULL, NULL);
}

static const view_column seal_columns[] = {
    {"witness", N_("Witness"), VIEW_TEXT, ""},
    {"signed",  N_("Signed"),  VIEW_DATE, ""},
};

/* "A receipt carries a witness time where a witness is set, else says own clock" (decisions, hole 7). */
static void put_time(view *v, ctx *c, const proof_result *r, bool by_policy)
{
    char text[MOMENT_TEXT_BYTES];
    view_put(v, "logged", view_date(c->a, moment_text(text, r->entry.iat_s)));
    if (!by_policy || r->judged.good_n == 0) {
        view_put(v, "clock", view_say(c->a, N_("the log's own clock; no witness has signed"), NULL));
        return;
    }
    view *table = view_table(c->a, seal_columns, sizeof seal_columns / sizeof *seal_columns);
    for (unsigned i = 0; r->judged.seals[i].witness; i++) {
        const policy_seal *s = &r->judged.seals[i];
        if (s->check != NOTE_GOOD)
            continue;
        view_row(table);
        view_cell(table, view_text(c->a, s->witness->name));
        view_cell(table, view_date(c->a, moment_text(text, (int64_t)s->time_s)));
    }
    view_put(v, "witnessed", view_date(c->a, moment_text(text, (int64_t)r->judged.time_s)));
    view_put(v, "witnesses", table);
}

static ak_code verify_proof(view **out, ctx *c, str file, const proof_trust *trust, ak_err *err)
{
    proof_result r;
    AK_TRY(proof_verify(&r, c->a, file, trust, err));
    view *v = view_map(c->a);
    bool ok = r.verdict == PROOF_OWN || r.verdict == PROOF_TRUSTED;
    view_put(v, "ok", view_bool(c->a, ok));
    ak_err few = {.rule = &LED_103};
    if (ok)
        view_put(v, "answer",
                 view_say(c->a, N_("Unchanged: entry {index} stands in the log {origin}."), "index",
                          view_int(c->a, (int64_t)r.index), "origin", view_text(c->a, r.origin), NULL));
    else if (r.verdict == PROOF_UNKNOWN)
        view_put(v, "answer", unknown_say(c, r.vkey));
    else
        view_put(v, "answer",
                 view_text_c(c->a, message_err(c->a, c->lang, r.verdict == PROOF_FEW ? &few : &r.why)));
    if (r.verdict != PROOF_BROKEN) {
        view_put(v, "origin", view_text(c->a, r.origin));
        view_put(v, "size", view_int(c->a, (int64_t)r.size));
        view_put(v, "root", hex_view(c->a, &r.root));
        view_put(v, "index", view_int(c->a, (int64_t)r.index));
        view_put(v, "statement", hex_view(c->a, &r.leaf));
        view_put(v, "vkey", view_text(c->a, r.vkey));
        put_time(v, c, &r, trust->policy != NULL);
    }
    view_put_data(v, "wanting", view_bool(c->a, !ok));
    *out = v;
    return AK_OK;
}

/* An event of a batch: the statement's proof first, then the path from the event to the root that it says. */
static ak_code verify_event(view **out, ctx *c, str file, const proof_trust *trust, ak_err *err)
{
    batch_proof p;
    proof_result r;
    ak_err why = {.rule = &REC_057};
    AK_TRY(batch_proof_read(&p, c->a, file, err));
    AK_TRY(verify_proof(out, c, p.statement, trust, err));
    AK_TRY(proof_verify(&r, c->a, p.statement, trust, err));
    view *v = *out;
    if (r.verdict != PROOF_BROKEN && !batch_proof_fits(&p, &r.entry)) {
        v = view_map(c->a);
        view_put(v, "ok", view_bool(c->a, false));
        view_put(v, "answer", view_text_c(c->a, message_err(c->a, c->lang, &why)));
        view_put_data(v, "wanting", view_bool(c->a, true));
    } else if (r.verdict != PROOF_BROKEN) {
        view_put_label(v, "event_index", N_("Number of the event in its batch"),
                       view_int(c->a, (int64_t)p.at));
        view_put_label(v, "event_count", N_("Events in the batch"), view_int(c->a, (int64_t)p.n));
        view_put_label(v, "event", N_("Event"), view_text(c->a, p.event));
    }
    *out = v;
    return AK_OK;
}

/* The key that a reader knows is one of those that the file is about. */
static bool is_of(const fraud *f, const note_vkey *key)
{
    return str_eq(key->name, f->ways[0].ring.origin) &&
           (keyring_of(&f->ways[0].ring, &key->pub) || keyring_of(&f->ways[1].ring, &key->pub));
}

static ak_code verify_fraud(view **out, ctx *c, str file, const proof_trust *trust, ak_err *err)
{
    fraud f;
    AK_TRY(fraud_read(&f, c->a, file, err));
    note_vkey named;
    bool known = note_vkey_read(&named, c->a, trust->vkey, NULL) == AK_OK && is_of(&f, &named);
    for (unsigned i = 0; trust->policy && i < trust->policy->logs_n; i++)
        known = known || is_of(&f, &trust->policy->logs[i].key);
    view *v = view_map(c->a);
    view_put(v, "ok", view_bool(c->a, false));
    view_put(v, "answer",
             view_say(c->a,
                      N_("This shows that the log {origin} signed two histories: at size {one} and at size "
                         "{two}. Only who held its key can have done that."),
                      "origin", view_text(c->a, f.heads[0].origin), "one",
                      view_int(c->a, (int64_t)f.heads[0].size), "two",
                      view_int(c->a, (int64_t)f.heads[1].size), NULL));
    view_put(v, "fraud", view_bool(c->a, true));
    view_put(v, "vkey", view_text(c->a, f.vkey));
    view_put(v, "known_key", view_bool(c->a, known));
    view *roots = view_list(c->a);
    for (int i = 0; i < 2; i++)
        view_add(roots, hex_view(c->a, &f.heads[i].root));
    view_put(v, "roots", roots);
    view_put_data(v, "wanting", view_bool(c->a, true));
    *out = v;
    return AK_OK;
}

static ak_code verify_twice(view **out, ctx *c, str file, ak_err *err)
{
    fraud_twice f;
    ledger_hash kid;
    AK_TRY(fraud_twice_read(&f, c->a, file, err));
    key_id(&kid, &f.key);
    view *v = view_map(c->a);
    view_put(v, "ok", view_bool(c->a, false));
    view_put(
        v, "answer",
        view_say(c->a,
                 N_("This shows that two different statements carry the number {n} of one signer of the log "
                    "{origin}. Only who held the key can have done that."),
                 "n", view_int(c->a, (int64_t)f.seq), "origin", view_text(c->a, f.origin), NULL));
    view_put(v, "fraud", view_bool(c->a, true));
    view_put(v, "key_id", hex_view(c->a, &kid));
    view_put_data(v, "wanting", view_bool(c->a, true));
    *out = v;
    return AK_OK;
}

/* ---- COSE ---- */

typedef struct cose_keys {
    receipt_trust trust;
    ledger_public ed25519;
    es256_public es256;
    bool named; /* by whoever asks, or the own log's */
} cose_keys;

static ak_code cose_keys_of(cose_keys *out, ctx *c, const args *g, const proof_trust *trust, str iss,
                            ak_err *err)
{
    const char *pem = args_get(g, "key");
    note_vkey vkey;
    str text;
    es256_key own;
    *out = (cose_keys){.trust = {.iss = iss}};
    if (trust->vkey.n) {
        AK_TRY(note_vkey_read(&vkey, c->a, trust->vkey, err));
        out->ed25519 = vkey.pub;
        out->trust.ed25519 = &out->ed25519;
        out->trust.iss = vkey.name;
    } else if (trust->own && str_eq(trust->own_origin, iss)) {
        out->trust.ed25519 = trust->own;
    }
    for (unsigned i = 0; trust->policy && i < trust->policy->logs_n; i++)
        if (str_eq(trust->policy->logs[i].key.name, iss))
            out->trust.ed25519 = &trust->policy->logs[i].key.pub;
    if (pem) {
        AK_TRY(fs_read(&text, c->a, pem, 65536, err));
        if (!es256_pem_read(&out->es256, text))
            return ak_fail(err, &LED_116, pem);
        out->trust.es256 = &out->es256;
    } else if (trust->own && str_eq(trust->own_origin, iss) && own_log(c) &&
               es256_read(&own, c->a,
                          arena_printf(c->a, "%s/%s", ledger_dir(own_log(c)), PROOF_RECEIPT_KEY_PATH),
                          NULL) == AK_OK) {
        out->es256 = own.pub;
        out->trust.es256 = &out->es256;
    }
    return AK_OK;
}

/* A receipt of the own log may be by a key that was replaced since. */
static void own_key_of(cose_keys *k, const proof_trust *trust, const receipt *r)
{
    const keyring_key *own = trust->own_keys ? keyring_find(trust->own_keys, &r->kid) : NULL;
    if (own && k->trust.ed25519 == trust->own && keyring_is_log(trust->own_keys, &own->pub))
        k->trust.ed25519 = &own->pub;
}

/* A receipt with its statement beside it (--entry), or a statement that carries its receipts. */
static ak_code cose_parts(str *entry, str *receipts, size_t *n, ctx *c, str file, const args *g, ak_err *err)
{
    const char *path = args_get(g, "entry");
    receipt first;
    if (receipt_detach(entry, receipts, n, c->a, file))
        return AK_OK;
    AK_TRY(receipt_read(&first, c->a, file, err));
    if (!path)
        return ak_fail(err, &APP_043);
    receipts[0] = file;
    *n = 1;
    return fs_read(entry, c->a, path, ENTRY_BYTES_MAX, err);
}

static view *cose_answer(view *v, ctx *c, const receipt *r, ak_code code, bool key_named, const ak_err *why)
{
    char hex[SHA256_HEX + 1];
    hex_write(hex, r->kid.b, sizeof r->kid.b);
    if (code == AK_OK)
        return view_say(c->a,
                        N_("Unchanged: the statement stands in the log {origin}. Its place there is not part "
                           "of what a receipt shows."),
                        "origin", view_text(c->a, r->iss), NULL);
    if (why->rule == &LED_114 && !key_named) {
        view_put_data(v, "unknown", view_bool(c->a, true));
        return view_say(c->a,
                        N_("The receipt is of the key {key} of the log {origin}, which was not named: say "
                           "--vkey, or --key for a receipt key."),
                        "key", view_text_c(c->a, hex), "origin", view_text(c->a, r->iss), NULL);
    }
    return view_text_c(c->a, message_err(c->a, c->lang, why));
}

static ak_code verify_cose(view **out, ctx *c, str file, const args *g, const proof_trust *trust, ak_err *err)
{
    str entry, receipts[RECEIPTS_MAX];
    size_t n;
    entry_info e;
    receipt r = {0};
    cose_keys keys;
    ak_err why = {0};
    AK_TRY(key_start(err));
    AK_TRY(cose_parts(&entry, receipts, &n, c, file, g, err));
    const char *beside = args_get(g, "entry"), *stands_in = beside ? beside : args_get(g, "file");
    AK_TRY(ak_at(err, entry_read(&e, c->a, entry, NULL, 0, NULL, err), stands_in, 0, NULL, NULL));
    AK_TRY(cose_keys_of(&keys, c, g, trust, e.iss, err));
    view *v = view_map(c->a);
    ak_code code = AK_E_INPUT;
    for (size_t i = 0; i < n && code != AK_OK; i++) { /* one that fits is enough: each names its key */
        AK_TRY(receipt_read(&r, c->a, receipts[i], err));
        why = (ak_err){0};
        own_key_of(&keys, trust, &r);
        code = receipt_check(c->a, &r, &e.leaf, &keys.trust, &why);
    }
    if (code == AK_OK && trust->policy && trust->policy->quorum != POLICY_NO_QUORUM)
        code = ak_fail(&why, &LED_103); /* no witness signs a receipt */
    bool named = r.alg == RECEIPT_ES256 ? keys.trust.es256 != NULL : keys.trust.ed25519 != NULL;
    char text[MOMENT_TEXT_BYTES];
    view_put(v, "ok", view_bool(c->a, code == AK_OK));
    view_put(v, "answer", cose_answer(v, c, &r, code, named, &why));
    view_put(v, "origin", view_text(c->a, r.iss));
    view_put(v, "statement", hex_view(c->a, &e.leaf));
    view_put(v, "key_id", hex_view(c->a, &r.kid));
    view_put(v, "logged", view_date(c->a, moment_text(text, e.iat_s)));
    view_put_data(v, "wanting", view_bool(c->a, code != AK_OK));
    *out = v;
    return AK_OK;
}

/* Of a text; bytes of a receipt may hold the two signs by chance. */
static bool ends_changed(str file)
{
    str first = str_cut(&file, '\n');
    if (!str_ends(first, "\r"))
        return false;
    for (size_t i = 0; i + 1 < first.n; i++)
        if (first.p[i] < ' ' || first.p[i] > '~')
            return false;
    return true;
}

/* What people take for a proof. */
static ak_code other_kind(const char *path, str file, ak_err *err)
{
    static const char cbor_array_of_4[] = "\x84";
    note n;
    checkpoint head;
    arena tmp = {0};
    bool is_head = checkpoint_note_read(&n, &head, &tmp, file, NULL) == AK_OK;
    arena_free(&tmp);
    if (file.n == 0)
        return ak_fail(err, &APP_065);
    if (is_head)
        return ak_fail(err, &APP_066);
    if (str_starts(file, cbor_array_of_4) && file.n > 17 && memcmp(file.p + 2, BUNDLE_WORD, 15) == 0)
        return ak_fail(err, &APP_067, path);
    return ends_changed(file) ? ak_fail(err, &APP_068) : AK_OK;
}

static ak_code verify_bytes(view **out, ctx *c, const char *path, str file, const args *g, ak_err *err)
{
    proof_trust trust;
    AK_TRY(other_kind(path, file, err));
    AK_TRY(trust_of(&trust, c, g, err));
    if (str_starts(file, FRAUD_TWICE_HEAD))
        return verify_twice(out, c, file, err);
    if (str_starts(file, BATCH_PROOF_HEAD))
        return verify_event(out, c, file, &trust, err);
    if (str_starts(file, FRAUD_HEAD))
        return verify_fraud(out, c, file, &trust, err);
    if (str_starts(file, "\xD2"))
        return verify_cose(out, c, file, g, &trust, err);
    return verify_proof(out, c, file, &trust, err);
}

static ak_code verify_file(view **out, ctx *c, const char *path, const args *g, ak_err *err)
{
    str file;
    AK_TRY(fs_read(&file, c->a, path, PROOF_BYTES_MAX, err));
    return ak_at(err, verify_bytes(out, c, path, file, g, err), path, 0, NULL, NULL);
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
