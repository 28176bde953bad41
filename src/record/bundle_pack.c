/* bundle_pack.c -- the bundle that shows what was decided (bundle_give.c). */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/peer.h"
#include "ledger/rules.h"
#include "record/batch.h"
#include "record/bundle_give.h"
#include "record/workspace.h"
#include "record_sql.h"

#define SIZES_MOST 64 /* older heads to which a proof is given unasked */

typedef struct packing {
    ctx *c;
    const bundle_offer *o;
    const bundle_ask *ask;
    bundle *out;
    ledger_hash *documents;
    size_t documents_n, documents_cap;
} packing;

static ak_code publish_first(ctx *c, ak_err *err)
{
    ledger *l = workspace_ledger(c->ws);
    if (ledger_size(l) == ledger_published_size(l))
        return AK_OK;
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    ak_code code = ledger_publish(l, err);
    ledger_unlock(l);
    return code;
}

/* ---- the own log ---- */

static ak_code own_log(packing *k, ak_err *err)
{
    ctx *c = k->c;
    record_key_entries_row *keys;
    record_sent_sizes_row *sizes;
    size_t keys_n, sizes_n, n = 0;
    record_key_entries_params kp = {family_find(STR("signing_key"))};
    AK_TRY(record_key_entries_all(&keys, &keys_n, c->a, c->db, &kp, err));
    AK_TRY(
        record_sent_sizes_all(&sizes, &sizes_n, c->a, c->db, &(record_sent_sizes_params){SIZES_MOST}, err));
    bundle_wish *wishes = ARENA_NEWS(c->a, bundle_wish, keys_n + k->o->n);
    uint64_t *from = ARENA_NEWS(c->a, uint64_t, sizes_n + k->ask->from_n + 1);
    for (size_t i = 0; i < keys_n; i++)
        wishes[n++].index = (uint64_t)keys[i].idx;
    for (size_t i = 0; i < k->o->n; i++) {
        const offer_row *r = &k->o->rows[i];
        if (!r->given || r->s.log != 0)
            continue;
        wishes[n] = (bundle_wish){.index = r->s.index, .names = r->names, .names_n = r->names_n};
        if (r->file)
            AK_TRY(fs_read(&wishes[n].file, c->a, batch_file_path(c->a, workspace_ledger(c->ws), r->words),
                           BUNDLE_FILE_MAX, err));
        n++;
    }
    for (size_t i = 0; i < sizes_n; i++)
        from[i] = (uint64_t)sizes[i].tree_size;
    for (size_t i = 0; i < k->ask->from_n; i++)
        from[sizes_n + i] = k->ask->from[i];
    return bundle_own_log(&k->out->logs[k->out->logs_n++], c->a, workspace_ledger(c->ws), wishes, n, from,
                          sizes_n + k->ask->from_n, err);
}

/* ---- what others handed us, passed on under the head under which it came ---- */

static bundle_log *log_for(packing *k, const bundle_log *from)
{
    bundle *b = k->out;
    for (size_t i = 1; i < b->logs_n; i++)
        if (str_eq(b->logs[i].vkey, from->vkey) && b->logs[i].check.size == from->check.size)
            return &b->logs[i];
    if (b->logs_n == BUNDLE_LOGS_MAX)
        return NULL;
    bundle_log *log = &b->logs[b->logs_n++];
    *log = (bundle_log){.vkey = from->vkey, .head = from->head, .check = from->check};
    log->entries = ARENA_NEWS(k->c->a, bundle_entry, from->entries_n + k->o->n + 1);
    for (size_t i = 0; i < from->entries_n; i++) {
        entry_info info;
        bool is_key = entry_read(&info, k->c->a, from->entries[i].entry, NULL, 0, NULL, NULL) == AK_OK &&
                      str_is(info.type, "key");
        if (!is_key)
            continue;
        log->entries[log->entries_n] = from->entries[i];
        log->entries[log->entries_n++].said_n = 0;
    }
    return log;
}

static ak_code pass_on(packing *k, const offer_row *r, ak_err *err)
{
    arena *a = k->c->a;
    entry_info info;
    bundle_log *log = log_for(k, r->found.log);
    if (!log)
        return ak_fail(err, &LED_141, N_("logs"));
    AK_TRY(entry_read(&info, a, r->found.entry->entry, r->found.said, r->found.said_n, NULL, err));
    bundle_entry *e = &log->entries[log->entries_n++];
    *e = *r->found.entry;
    ledger_hash *digests = ARENA_NEWS(a, ledger_hash, r->found.said_n + 1);
    e->said = ARENA_NEWS(a, str, r->found.said_n + 1);
    e->said_n = 0;
    for (size_t i = 0; i < r->found.said_n; i++)
        for (size_t n = 0; n < r->names_n; n++)
            if (str_is(info.shown[i].name, r->names[n])) {
                entry_digest(&digests[e->said_n], r->found.said[i]);
                e->said[e->said_n++] = r->found.said[i];
            }
    e->digests = digests;
    e->has_file = r->file;
    e->file = r->file ? r->found.file : (str){0};
    e->file_digest = r->found.file_digest;
    return AK_OK;
}

static int by_index(const void *x, const void *y)
{
    const bundle_entry *a = x, *b = y;
    return a->index < b->index ? -1 : a->index > b->index;
}

static int by_log(const void *x, const void *y)
{
    const bundle_log *a = x, *b = y;
    int order = str_cmp(a->vkey, b->vkey);
    return order ? order : a->check.size < b->check.size ? -1 : a->check.size > b->check.size;
}

static const char *peer_dir(packing *k, str origin)
{
    return workspace_path(k->c->a, k->c->ws,
                          arena_printf(k->c->a, "peers/%s", peer_name_of(k->c->a, origin)));
}

static ak_code passed_on(packing *k, ak_err *err)
{
    bundle *b = k->out;
    for (size_t i = 0; i < k->o->n; i++)
        if (k->o->rows[i].given && k->o->rows[i].found.entry)
            AK_TRY(pass_on(k, &k->o->rows[i], err));
    for (size_t i = 1; i < b->logs_n; i++) {
        bundle_log *log = &b->logs[i];
        qsort(log->entries, log->entries_n, sizeof *log->entries, by_index);
        AK_TRY(bundle_kept_joins(&log->joins, &log->joins_n, k->c->a, peer_dir(k, log->check.origin),
                                 log->check.size, err));
    }
    if (b->logs_n > 2)
        qsort(b->logs + 1, b->logs_n - 1, sizeof *b->logs, by_log);
    return AK_OK;
}

/* ---- heads of others ---- */

static bool signed_by(arena *a, str vkey, str head)
{
    note n;
    checkpoint check;
    note_vkey key;
    return note_vkey_read(&key, a, vkey, NULL) == AK_OK &&
           checkpoint_note_read(&n, &check, a, head, NULL) == AK_OK &&
           note_verify(&n, &key, NULL) == NOTE_GOOD;
}

/* The newest one that the key by which the log is known here has signed. */
static ak_code add_head(packing *k, const char *dir, ak_err *err)
{
    bundle *b = k->out;
    bundle_head head;
    peer_head *heads;
    size_t n;
    AK_TRY(peer_vkey(&head.vkey, k->c->a, dir, err));
    if (head.vkey.n == 0 || b->heads_n == BUNDLE_HEADS_MAX)
        return AK_OK;
    AK_TRY(peer_heads(&heads, &n, k->c->a, dir, err));
    while (n && !signed_by(k->c->a, head.vkey, heads[n - 1].note))
        n--;
    if (n == 0)
        return AK_OK;
    head.note = heads[n - 1].note;
    for (size_t i = 0; i < b->heads_n; i++)
        if (str_eq(b->heads[i].vkey, head.vkey))
            return AK_OK;
    b->heads[b->heads_n++] = head;
    return AK_OK;
}

/* With whom we trade is nobody's business: unasked only heads of logs that the party knows. */
static ak_code heads_of_others(packing *k, ak_err *err)
{
    ctx *c = k->c;
    fs_list dirs = {0};
    state_subject to;
    const char *peers = workspace_path(c->a, c->ws, "peers");
    k->out->heads = ARENA_NEWS(c->a, bundle_head, BUNDLE_HEADS_MAX);
    if (k->ask->gossip && fs_is_dir(peers))
        AK_TRY(fs_children(&dirs, c->a, peers, PEERS_MAX, err));
    for (size_t i = 0; i < dirs.n; i++)
        if (dirs.rows[i].kind == FS_DIR)
            AK_TRY(add_head(k, arena_printf(c->a, "%s/%s", peers, dirs.rows[i].path), err));
    for (size_t i = 1; i < k->out->logs_n; i++)
        AK_TRY(add_head(k, peer_dir(k, k->out->logs[i].check.origin), err));
    if (state_subject_by_id(&to, c, k->o->to, NULL) != AK_OK)
        return AK_OK;
    record_origins_of_party_row *rows;
    size_t n;
    record_origins_of_party_params p = {to.canon};
    AK_TRY(record_origins_of_party_all(&rows, &n, c->a, c->db, &c->scope, &p, err));
    for (size_t i = 0; i < n; i++)
        AK_TRY(add_head(k, peer_dir(k, rows[i].origin_name), err));
    return AK_OK;
}

/* ---- documents ---- */

static void add_document(packing *k, str hex)
{
    ledger_hash digest;
    if (!hex_read(digest.b, sizeof digest.b, hex) || !ledger_doc_has(workspace_ledger(k->c->ws), &digest))
        return;
    for (size_t i = 0; i < k->documents_n; i++)
        if (ledger_hash_eq(&k->documents[i], &digest))
            return;
    if (k->documents_n == k->documents_cap) {
        size_t cap = k->documents_cap ? 2 * k->documents_cap : 16;
        ledger_hash *more = ARENA_NEWS(k->c->a, ledger_hash, cap);
        if (k->documents_n)
            memcpy(more, k->documents, k->documents_n * sizeof *more);
        k->documents = more;
        k->documents_cap = cap;
    }
    k->documents[k->documents_n++] = digest;
}

/* Those that shown words name: as a source, or as a field's value. */
static ak_code documents_of(packing *k, const offer_row *r, ak_err *err)
{
    json *values;
    if (r->names_n == 0 || !r->words || r->words->family < 0)
        return AK_OK;
    const family *f = &families[r->words->family];
    for (size_t i = 0; i < r->words->src_n; i++)
        add_document(k, str_of(r->words->src[i].document));
    bool body = false;
    for (size_t i = 0; i < r->names_n; i++)
        body |= strcmp(r->names[i], "body") == 0;
    if (!body)
        return AK_OK;
    AK_TRY(json_read(&values, k->c->a, r->words->body, NULL, err));
    for (const json *v = values->first; v; v = v->next) {
        int at = field_find(f, v->name);
        bool is_document = at >= 0 && (f->fields[at].type == FIELD_DOCUMENT ||
                                       (strcmp(f->name, "document") == 0 && str_is(v->name, "digest")));
        if (is_document && v->kind == JSON_STRING)
            add_document(k, v->text);
    }
    return AK_OK;
}

static int by_bytes(const void *x, const void *y)
{
    return memcmp(x, y, sizeof(ledger_hash));
}

static ak_code all_documents(packing *k, ak_err *err)
{
    bundle *b = k->out;
    for (size_t i = 0; i < k->o->n; i++)
        AK_TRY(documents_of(k, &k->o->rows[i], err));
    if (k->documents_n > BUNDLE_DOCUMENTS_MAX)
        return ak_fail(err, &LED_141, N_("documents"));
    if (k->documents_n)
        qsort(k->documents, k->documents_n, sizeof *k->documents, by_bytes);
    b->documents = k->documents;
    b->documents_n = k->documents_n;
    if (!k->ask->documents || k->documents_n == 0)
        return AK_OK;
    b->document_bytes = ARENA_NEWS(k->c->a, str, k->documents_n);
    for (size_t i = 0; i < k->documents_n; i++)
        AK_TRY(ledger_doc_read(&b->document_bytes[i], k->c->a, workspace_ledger(k->c->ws), &k->documents[i],
                               err));
    return AK_OK;
}

ak_code bundle_pack(bundle *out, str *file, ctx *c, const bundle_offer *o, const bundle_ask *ask, ak_err *err)
{
    packing k = {.c = c, .o = o, .ask = ask, .out = out};
    if (o->shown_n == 0)
        return ak_fail(err, &LED_156, o->about, o->to);
    *out = (bundle){.to = str_of(o->to), .about = str_of(o->about)};
    out->logs = ARENA_NEWS(c->a, bundle_log, BUNDLE_LOGS_MAX);
    AK_TRY(publish_first(c, err));
    AK_TRY(own_log(&k, err));
    AK_TRY(passed_on(&k, err));
    AK_TRY(heads_of_others(&k, err));
    AK_TRY(all_documents(&k, err));
    return bundle_write(file, c->a, out, err);
}
