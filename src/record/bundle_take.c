/* bundle_take.c -- a bundle that somebody sent: judged, and taken in whole or not at all. */
#include "record/bundle_take.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/fraud.h"
#include "ledger/peer.h"
#include "ledger/proof.h"
#include "ledger/rules.h"
#include "record/batch.h"
#include "record/bundle_counter.h"
#include "record/erase.h"
#include "record/plan.h"
#include "record/state.h"
#include "record/workspace.h"
#include "record_sql.h"

static const char *peer_dir(ctx *c, str origin)
{
    return workspace_path(c->a, c->ws, arena_printf(c->a, "peers/%s", peer_name_of(c->a, origin)));
}

static bool same_party(ctx *c, const char *one, const char *two)
{
    state_subject a, b;
    return strcmp(one, two) == 0 || (state_subject_by_id(&a, c, one, NULL) == AK_OK &&
                                     state_subject_by_id(&b, c, two, NULL) == AK_OK && a.canon == b.canon);
}

static void add_fraud(bundle_verdict *v, arena *a, const bundle_fraud *f)
{
    if (f->file.n == 0)
        return;
    const char **more = ARENA_NEWS(a, const char *, v->frauds_n + 1);
    if (v->frauds_n)
        memcpy(more, v->frauds, v->frauds_n * sizeof *more);
    more[v->frauds_n++] = f->path ? f->path : "";
    v->frauds = more;
}

/* ---- keys ---- */

static bool given(const bundle_trust *t, str vkey)
{
    for (size_t i = 0; i < t->vkeys_n; i++)
        if (str_is(vkey, t->vkeys[i]))
            return true;
    return false;
}

/* The log's key statements lead from this key to the one that it has now: it is or was the log's, and nobody
 * said that it is in wrong hands. */
static bool leads(const keyring *ring, arena *a, str vkey, str origin)
{
    note_vkey key;
    return note_vkey_read(&key, a, vkey, NULL) == AK_OK && str_eq(key.name, origin) &&
           keyring_is_log(ring, &key.pub);
}

/* A log is known by its key, at first by hand, then as it was kept; one that was replaced since leads on. */
static ak_code known_key(ctx *c, const bundle_log *log, const keyring *ring, const bundle_trust *t,
                         ak_err *err)
{
    str kept, origin = log->check.origin;
    AK_TRY(peer_vkey(&kept, c->a, peer_dir(c, origin), err));
    if (str_eq(kept, log->vkey) || given(t, log->vkey))
        return AK_OK;
    if (kept.n)
        return leads(ring, c->a, kept, origin) ? AK_OK : ak_fail(err, &LED_153, str_c(c->a, origin));
    for (size_t i = 0; i < t->vkeys_n; i++)
        if (leads(ring, c->a, str_of(t->vkeys[i]), origin))
            return AK_OK;
    return ak_fail(err, &LED_143, str_c(c->a, origin), str_c(c->a, log->vkey));
}

static ak_code meets_policy(ctx *c, const bundle_log *log, ak_err *err)
{
    const char *path = arena_printf(c->a, "%s/policy", peer_dir(c, log->check.origin));
    str text;
    policy p;
    policy_verdict judged;
    note n;
    checkpoint head;
    if (!fs_is_file(path))
        return AK_OK;
    AK_TRY(fs_read(&text, c->a, path, POLICY_BYTES_MAX, err));
    AK_TRY(policy_read(&p, c->a, text, err));
    AK_TRY(checkpoint_note_read(&n, &head, c->a, log->head, err));
    policy_judge(&judged, c->a, &p, &n, head.origin);
    if (judged.broken)
        return ak_fail(err, &LED_102);
    if (!judged.log)
        return ak_fail(err, &LED_101);
    return judged.quorum ? AK_OK : ak_fail(err, &LED_103);
}

/* Nobody becomes us, or a party whose log we know, by saying so. */
static ak_code party_check(ctx *c, const bundle_log *log, const bundle_trust *t, ak_err *err)
{
    record_senders_row *rows;
    size_t n;
    const char *party = str_c(c->a, log->party);
    if (same_party(c, party, workspace_party(c->ws)))
        return ak_fail(err, &LED_152, str_c(c->a, log->check.origin), party);
    AK_TRY(record_senders_all(&rows, &n, c->a, c->db, err));
    for (size_t i = 0; i < n; i++)
        if (!str_eq(rows[i].origin_name, log->check.origin) && !given(t, log->vkey) &&
            same_party(c, party, str_c(c->a, rows[i].id)))
            return ak_fail(err, &LED_152, str_c(c->a, log->check.origin), party);
    return AK_OK;
}

/* ---- one log ---- */

/* Our own statements that come back: nothing new, but the head must be one of ours. */
static ak_code own_head(ctx *c, const bundle_log *log, ak_err *err)
{
    const ledger *l = workspace_ledger(c->ws);
    const keyring *ring;
    ledger_hash root;
    note_vkey key;
    AK_TRY(ledger_ring(&ring, l, err));
    AK_TRY(note_vkey_read(&key, c->a, log->vkey, err));
    if (!keyring_of(ring, &key.pub))
        return ak_fail(err, &LED_153, str_c(c->a, log->check.origin));
    if (log->check.size > ledger_published_size(l))
        return ak_fail(err, &LED_004, ak_arg_int((int64_t)log->check.size),
                       ak_arg_int((int64_t)ledger_size(l)));
    AK_TRY(proof_root_at(&root, c->a, l, log->check.size, err));
    return ledger_hash_eq(&root, &log->check.root)
               ? AK_OK
               : ak_fail(err, &LED_005, ak_arg_int((int64_t)log->check.size));
}

static ak_code keep_twice(bundle_verdict *v, ctx *c, const bundle_log *log, const bundle_twice *twice,
                          bool write, ak_err *err)
{
    ak_err why = {0};
    if (twice->entries[0].n == 0)
        return AK_OK;
    str file = fraud_twice_write(c->a, log->check.origin, &twice->key, twice->entries);
    v->twice = "";
    if (!write)
        return AK_OK;
    if (fraud_twice_keep(&v->twice, c->a, arena_printf(c->a, "%s/fraud", peer_dir(c, log->check.origin)),
                         file, &why) != AK_OK)
        *err = why;
    return AK_OK;
}

static ak_code as_found(ak_code code, const ak_err *why, ak_err *err)
{
    if (code != AK_OK && err)
        *err = *why;
    return code;
}

/* A head that shows two histories does so also where its key may not sign any more. */
static ak_code judge_head(bundle_verdict *v, ctx *c, const bundle_log *log, const keyring *ring,
                          const bundle_trust *t, ak_err *err)
{
    bundle_fraud two;
    ak_code code = bundle_check_head(&two, c->a, peer_dir(c, log->check.origin), log, ring, t->write, err);
    add_fraud(v, c->a, &two);
    return code;
}

/* Does it begin as the log that is known here, by a key of it? */
static bool shares_key(ctx *c, const bundle_log *log)
{
    keyring kept;
    if (peer_ring(&kept, c->a, peer_dir(c, log->check.origin), NULL) != AK_OK)
        return false;
    for (size_t i = 0; i < log->ring.n; i++)
        if (str_is(log->ring.keys[i].role, KEYRING_ROLE_LOG) && keyring_of(&kept, &log->ring.keys[i].pub))
            return true;
    return false;
}

/* Another key than the known one may be the fork: replaced in two ways, by a key that both share. */
static ak_code key_or_fork(bundle_verdict *v, ctx *c, const bundle_log *log, const keyring *ring,
                           const bundle_trust *t, bool whole, ak_err *err)
{
    ak_err stranger = {0}, why = {0};
    size_t frauds = v->frauds_n;
    ak_code known = known_key(c, log, ring, t, &stranger);
    if (known == AK_OK)
        return AK_OK;
    if (whole && stranger.rule == &LED_153 && shares_key(c, log)) {
        ak_code code = judge_head(v, c, log, ring, t, &why);
        if (v->frauds_n > frauds || why.rule == &LED_146) /* the proof that it asks for would show it */
            return as_found(code, &why, err);
    }
    return as_found(known, &stranger, err);
}

/* One that is not known here leaves nothing behind, not even proof of a fraud. */
static ak_code judge_log(bundle_verdict *v, ctx *c, bundle_log *log, const bundle_trust *t, ak_err *err)
{
    bundle_twice twice;
    keyring ring;
    ak_err why = {0}, keys_why = {0};
    size_t frauds = v->frauds_n;
    const char *dir = peer_dir(c, log->check.origin);
    bool own = str_eq(log->check.origin, ledger_origin(workspace_ledger(c->ws)));
    if (own && log == &v->b.logs[0])
        return ak_fail(err, &LED_151);
    ak_code code = bundle_check_log(log, c->a, &twice, &why), keys = code;
    if (code == AK_OK)
        keys = bundle_check_keys(&ring, c->a, dir, log, &keys_why);
    else
        ring = log->ring; /* as far as it was good */
    if (!own)
        AK_TRY(key_or_fork(v, c, log, &ring, t, code == AK_OK, err));
    AK_TRY(keep_twice(v, c, log, &twice, t->write && !own, err));
    if (code != AK_OK || (own && keys != AK_OK))
        return as_found(code != AK_OK ? code : keys, code != AK_OK ? &why : &keys_why, err);
    if (own)
        return own_head(c, log, err);
    AK_TRY(meets_policy(c, log, err));
    AK_TRY(party_check(c, log, t, err));
    code = judge_head(v, c, log, &ring, t, &why);
    bool asks =
        keys_why.rule == &LED_184 && why.rule == &LED_146; /* its keys went another way than is known */
    if (keys != AK_OK && v->frauds_n == frauds && !asks)
        return as_found(keys, &keys_why, err);
    if (code != AK_OK)
        return as_found(code, &why, err);
    code = bundle_counters(&twice, c, log, &why);
    AK_TRY(keep_twice(v, c, log, &twice, t->write, err));
    return as_found(code, &why, err);
}

/* ---- what is shown ---- */

static ak_code read_words(bundle_verdict *v, ctx *c, ak_err *err)
{
    size_t n = 0;
    for (size_t i = 0; i < v->b.logs_n; i++)
        n += v->b.logs[i].entries_n;
    v->words = ARENA_NEWS(c->a, said *, n + 1);
    v->entries = n;
    v->gaps = v->withheld = 0;
    n = 0;
    for (size_t i = 0; i < v->b.logs_n; i++) {
        bundle_log *log = &v->b.logs[i];
        v->gaps += log->gaps;
        v->withheld += log->withheld;
        for (size_t k = 0; k < log->entries_n; k++)
            AK_TRY(said_read(&v->words[n++], c->a, &log->entries[k].info, NULL, err));
    }
    return AK_OK;
}

/* The file of a batch is the one whose root was signed; one is read at a time, each with its limit. */
static ak_code check_files(const bundle_verdict *v, ak_err *err)
{
    size_t n = 0;
    for (size_t i = 0; i < v->b.logs_n; i++)
        for (size_t k = 0; k < v->b.logs[i].entries_n; k++, n++) {
            const bundle_entry *e = &v->b.logs[i].entries[k];
            if (e->file.p && !v->words[n])
                return ak_fail(err, &LED_148, ak_arg_int((int64_t)e->index));
            if (e->file.p)
                AK_TRY(batch_file_check(v->words[n], e->file, err));
        }
    return AK_OK;
}

void bundle_look_inside(bundle_verdict *v, ctx *c)
{
    bundle_twice twice;
    for (size_t i = 0; i < v->b.logs_n; i++)
        if (bundle_check_log(&v->b.logs[i], c->a, &twice, NULL) != AK_OK)
            return;
    if (read_words(v, c, NULL) != AK_OK)
        v->words = NULL;
}

static int by_bytes(const void *x, const void *y)
{
    return memcmp(x, y, sizeof(ledger_hash));
}

/* Leaves of which the bundle shows something, sorted. */
static ledger_hash *shown_leaves(size_t *n_out, ctx *c, const bundle_verdict *v)
{
    ledger_hash *out = ARENA_NEWS(c->a, ledger_hash, v->entries + 1);
    size_t n = 0;
    *n_out = 0;
    for (size_t i = 0; i < v->b.logs_n; i++)
        for (size_t k = 0; k < v->b.logs[i].entries_n; k++, n++)
            if (v->words[n])
                out[(*n_out)++] = v->b.logs[i].entries[k].info.leaf;
    if (*n_out)
        qsort(out, *n_out, sizeof *out, by_bytes);
    return out;
}

static ak_code shown_before(bool *out, ctx *c, const ledger_hash *leaf, ak_err *err)
{
    record_shown_leaf_row row = {0};
    record_shown_leaf_params p = {
        {(const char *)leaf->b, sizeof leaf->b}
    };
    return record_shown_leaf_one(&row, out, c->a, c->db, &p, err);
}

static ak_code count_inputs(bundle_verdict *v, ctx *c, ak_err *err)
{
    size_t shown_n, inputs = 0;
    const ledger_hash *shown = shown_leaves(&shown_n, c, v);
    v->inputs_missing = 0;
    for (size_t i = 0; i < v->entries; i++) {
        const said *s = v->words[i];
        inputs += s ? s->in_n : 0;
        if (inputs > BUNDLE_INPUTS_MAX)
            return ak_fail(err, &LED_141, N_("inputs"));
        for (size_t k = 0; s && k < s->in_n; k++) {
            ledger_hash leaf = {0};
            if (!hex_read(leaf.b, sizeof leaf.b, str_of(s->in[k])))
                continue;
            bool there = shown_n && bsearch(&leaf, shown, shown_n, sizeof leaf, by_bytes);
            if (!there)
                AK_TRY(shown_before(&there, c, &leaf, err));
            v->inputs_missing += !there;
        }
    }
    return AK_OK;
}

/* The house's own rule: goods of which it is not shown what they were made from are not taken. */
static bool inputs_wanted(ctx *c)
{
    const char *word = workspace_setting(c->a, c, BUNDLE_SETTING_INPUTS);
    return word && strcmp(word, "yes") == 0;
}

/* ---- what third parties were seen to sign ---- */

/* An honest sender is not guilty of what he was shown: a finding about others does not refuse his bundle. */
static ak_code hear(bundle_verdict *v, ctx *c, const bundle_trust *t, ak_err *err)
{
    const ledger *l = workspace_ledger(c->ws);
    for (size_t i = 0; i < v->b.heads_n; i++) {
        const bundle_head *h = &v->b.heads[i];
        bundle_fraud two = {0};
        note n;
        checkpoint head;
        AK_TRY(checkpoint_note_read(&n, &head, c->a, h->note, err));
        if (str_eq(head.origin, ledger_origin(l))) {
            bundle_log ours = {.vkey = h->vkey, .head = h->note, .check = head};
            const keyring *ring;
            AK_TRY(ledger_ring(&ring, l, err));
            if (bundle_head_signed(h, c->a, ring))
                AK_TRY(own_head(c, &ours, err));
            continue;
        }
        const char *dir = peer_dir(c, head.origin);
        bundle_head heard = *h;
        if (!bundle_head_known(&heard, c->a, dir))
            continue; /* of a log that we do not know */
        ak_err why = {0};
        ak_code code = bundle_hear_head(&two, c->a, dir, &heard, t->write, &why);
        add_fraud(v, c->a, &two);
        if (code != AK_OK && two.file.n == 0 && code != AK_E_INPUT) {
            *err = why;
            return code;
        }
    }
    return AK_OK;
}

/* ---- the whole ---- */

ak_code bundle_open(bundle_verdict *out, ctx *c, const char *path, ak_err *err)
{
    str bytes;
    *out = (bundle_verdict){0};
    AK_TRY(fs_read(&bytes, c->a, path, BUNDLE_FILE_BYTES_MAX, err));
    out->bytes = bytes.n;
    return bundle_read(&out->b, c->a, bytes, false, err);
}

ak_code bundle_judge(bundle_verdict *v, ctx *c, const bundle_trust *t, ak_err *err)
{
    const char *to = str_c(c->a, v->b.to);
    char hex[SHA256_HEX + 1];
    record_received_digest_row row = {0};
    note_vkey named;
    for (size_t i = 0; i < t->vkeys_n; i++)
        AK_TRY(note_vkey_read(&named, c->a, str_of(t->vkeys[i]), err));
    if (!same_party(c, to, workspace_party(c->ws)))
        return ak_fail(err, &LED_142, to, workspace_party(c->ws));
    for (size_t i = 0; i < v->b.logs_n; i++)
        AK_TRY(judge_log(v, c, &v->b.logs[i], t, err));
    AK_TRY(read_words(v, c, err));
    AK_TRY(check_files(v, err));
    AK_TRY(count_inputs(v, c, err));
    if (v->inputs_missing && t->require_in)
        return ak_fail(err, &LED_150, ak_arg_int((int64_t)v->inputs_missing));
    if (v->inputs_missing && inputs_wanted(c))
        return ak_fail(err, &LED_159, ak_arg_int((int64_t)v->inputs_missing));
    AK_TRY(hear(v, c, t, err));
    hex_write(hex, v->b.digest.b, sizeof v->b.digest.b);
    record_received_digest_params p = {str_of(hex)};
    return record_received_digest_one(&row, &v->known, c->a, c->db, &p, err);
}

static void put(plan_row *r, const char *name, const char *text)
{
    const family *f = &families[r->family];
    plan_add_cell(r, (plan_cell){.field = field_find(f, str_of(name)), .text = str_of(text)});
}

static const char *number(ctx *c, uint64_t n)
{
    return arena_printf(c->a, "%llu", (unsigned long long)n);
}

static const char *hex_of(ctx *c, const ledger_hash *h)
{
    char hex[SHA256_HEX + 1];
    hex_write(hex, h->b, sizeof h->b);
    return arena_text(c->a, hex);
}

static plan *plan_of(ctx *c, const bundle_verdict *v)
{
    plan *p = plan_new(c->a);
    for (size_t i = 0; i < v->b.logs_n; i++) {
        const checkpoint *head = &v->b.logs[i].check;
        if (str_eq(head->origin, ledger_origin(workspace_ledger(c->ws))))
            continue;
        plan_row *seen = plan_add_row(p, family_find(STR("seen")), 3);
        seen->by_program = true;
        put(seen, "origin_name", str_c(c->a, head->origin));
        put(seen, "tree_size", number(c, head->size));
        put(seen, "root", hex_of(c, &head->root));
    }
    const bundle_log *sender = &v->b.logs[0];
    plan_row *r = plan_add_row(p, family_find(STR("received")), 6);
    r->by_program = true;
    put(r, "bundle_digest", hex_of(c, &v->b.digest));
    put(r, "sender", str_c(c->a, sender->party));
    put(r, "origin_name", str_c(c->a, sender->check.origin));
    put(r, "tree_size", number(c, sender->check.size));
    put(r, "entries_count", number(c, v->entries));
    put(r, "withheld_count", number(c, v->gaps));
    return p;
}

/* The file goes to its place with the commit, its documents too; the kept file is without them. */
static ak_code stage(ctx *c, bundle_verdict *v, ak_err *err)
{
    ledger *l = workspace_ledger(c->ws);
    str *documents = v->b.document_bytes, bytes;
    ledger_hash digest;
    for (size_t i = 0; documents && i < v->b.documents_n; i++)
        AK_TRY(ledger_stage_doc(&digest, l, documents[i], err));
    v->b.document_bytes = NULL;
    erase_item *items; /* what was erased here does not come back */
    size_t n;
    AK_TRY(erase_items(&items, &n, c->a, c, err));
    erase_from_bundle(&v->b, items, n);
    AK_TRY(bundle_write(&bytes, c->a, &v->b, err));
    return ledger_stage_file(l, bundle_kept_path(c->a, v->b.logs[0].check.origin, &v->b.digest), bytes, err);
}

static ak_code commit(commit_result *out, ctx *c, bundle_verdict *v, ak_err *err)
{
    plan *p = plan_of(c, v);
    AK_TRY(plan_check(p, c, c->steps, err));
    const fault *f = p->faults.rows;
    if (p->faults.total)
        return ak_fail(err, f->rule, f->arg[0], f->arg[1], f->arg[2], f->arg[3]);
    AK_TRY(stage(c, v, err));
    ak_code code = plan_commit(out, c, p, &(commit_options){.steps = c->steps}, err);
    ledger_stage_drop(workspace_ledger(c->ws));
    return code;
}

ak_code bundle_take(commit_result *out, ctx *c, bundle_verdict *v, ak_err *err)
{
    *out = (commit_result){.act = "", .root = ""};
    if (!v->known)
        AK_TRY(commit(out, c, v, err));
    for (size_t i = 0; i < v->b.logs_n; i++) {
        const bundle_log *log = &v->b.logs[i];
        if (!str_eq(log->check.origin, ledger_origin(workspace_ledger(c->ws))))
            AK_TRY(bundle_keep_log(c->a, peer_dir(c, log->check.origin), log, err));
    }
    return AK_OK;
}
