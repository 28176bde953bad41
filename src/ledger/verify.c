/* verify.c -- is everything in the folder what the signed head says?
 *
 * Blocks of 256 entries are checked in parallel, each by itself; what they give is joined in their order:
 * counters, the roots that make the next levels, the root of all.  Then every file is looked at.
 * A run without a fault leaves the head it saw in private/verified, where --quick begins.
 */
#include "ledger/verify.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/pool.h"
#include "ledger/rules.h"
#include "ledger/verify_inside.h"

#define VERIFIED_PATH "private/verified"
#define BATCH_BLOCKS  32 /* between two looks at the caller's progress: about 0.2 s a core */

static const char *in_log(const verifier *v, const char *name)
{
    return arena_printf(v->a, "%s%s", v->log_prefix, name);
}

static void fault_here(verifier *v, const ak_rule *rule, const char *file, const char *arg0, const char *arg1)
{
    verify_fault(&v->r->faults, rule, file, 0, arg0, arg1);
}

ak_code verify_step(verifier *v, uint64_t entries, ak_err *err)
{
    v->done += entries;
    if (v->o->progress && !v->o->progress(v->o->payload, v->done, v->total))
        return ak_fail(err, &LED_090, ak_arg_int((int64_t)v->done));
    return AK_OK;
}

/* ---- the head ---- */

/* The keys that the log names, one after the other.  In the own workspace the key file stands in for a first
 * entry that is broken: then the rest can be checked all the same. */
static void keys_find(verifier *v, const ledger_public *own)
{
    v->ring = keyring_new(v->a);
    keyring_scan(&v->ring, v->l->log_dir, 0, v->head.size, &v->r->faults, v->log_prefix);
    if (v->ring.n == 0 && own)
        keyring_begin(&v->ring, v->head.origin, own);
}

/* What decides whether the head is trusted: the key that was handed in; else, in the own workspace, the key
 * file, whatever the log says of itself. */
typedef struct verify_trust {
    bool given, there;
    note_vkey key;
} verify_trust;

static ak_code trust_read(verify_trust *out, verifier *v, ak_err *err)
{
    ledger_key own;
    const char *path = arena_printf(v->a, "%s/%s", v->dir, LEDGER_KEY_PATH);
    *out = (verify_trust){.given = v->o->vkey.n > 0};
    if (out->given) {
        out->there = true;
        return note_vkey_read(&out->key, v->a, v->o->vkey, err);
    }
    out->there = v->r->workspace && key_read(&own, v->a, path, NULL) == AK_OK;
    if (out->there) {
        out->key = (note_vkey){.name = own.origin, .type = NOTE_ED25519, .pub = own.pub};
        out->key.id = note_key_id(own.origin, NOTE_ED25519, &own.pub);
        key_wipe(&own);
    }
    return AK_OK;
}

/* The log's own statements, as far as they were read, lead from the trusted key to the one of the head. */
static bool leads(const verifier *v, const verify_trust *t)
{
    return !t->there || (str_eq(t->key.name, v->head.origin) && keyring_is_log(&v->ring, &t->key.pub));
}

/* The head must carry the signature of the key that the log had then; that key is trusted when it is the
 * trusted one, or when the log's own statements lead from the trusted one to it: those under the head, or
 * with those that wait for the next head, which the key file may be ahead of or behind. */
static void head_judge(verifier *v, const note *n, const verify_trust *t, bool chained)
{
    const char *path = in_log(v, "checkpoint");
    const keyring_key *then = keyring_at(&v->ring, v->head.size);
    note_vkey key = t->key;
    if (then) {
        key = (note_vkey){.name = v->head.origin, .type = NOTE_ED25519, .pub = then->pub};
        key.id = note_key_id(key.name, key.type, &key.pub);
    }
    bool good =
        (then || t->there) && str_eq(key.name, v->head.origin) && note_verify(n, &key, NULL) == NOTE_GOOD;
    if (!good || !(chained || leads(v, t))) {
        fault_here(v, &LED_074, path, NULL, NULL);
        return;
    }
    v->r->trusted = t->there;
    if (t->given && note_verify(n, &t->key, NULL) == NOTE_GOOD)
        key = t->key; /* it has signed too: the one that was asked for is named */
    v->r->vkey = note_vkey_text(v->a, key.name, key.type, &key.pub);
}

typedef struct head_found {
    note note;
    verify_trust trust;
    bool chained;
} head_found;

static ak_code head_find(head_found *out, verifier *v, ak_err *err)
{
    const char *path = in_log(v, "checkpoint");
    ak_err why = {0};
    if (note_read(&out->note, v->a, v->head_text, &why) != AK_OK ||
        checkpoint_read(&v->head, out->note.text, &why) != AK_OK) {
        fault_here(v, why.rule, path, why.arg[0], NULL);
        v->head = (checkpoint){0};
        return AK_OK;
    }
    v->headed = true;
    v->r->origin = v->head.origin;
    v->r->size = v->head.size;
    v->r->root = v->head.root;
    v->l->published = v->head.size;
    v->l->published_root = v->head.root;
    AK_TRY(trust_read(&out->trust, v, err));
    keys_find(v, out->trust.there && !out->trust.given ? &out->trust.key.pub : NULL);
    out->chained = leads(v, &out->trust);
    return AK_OK;
}

/* ---- the WAL ---- */

static void *grown(void *p, size_t *cap, size_t want, size_t item_bytes)
{
    if (want <= *cap)
        return p;
    *cap = want < 1024 ? 1024 : 2 * want;
    p = realloc(p, *cap * item_bytes);
    if (!p)
        abort();
    return p;
}

static void wal_seen(void *payload, const wal_spot *spot, const ledger_hash *leaf)
{
    ledger_pending_push(payload, spot, leaf);
}

typedef struct frames {
    wal_frame *rows; /* that follow the head, malloc'ed */
    size_t n, cap;
} frames;

/* Fills v->l, so that ledger_read sees what lies in the WAL: of what is published there too, disclosures
 * may lie nowhere else yet.  Whether the frames' roots are right is told once the entries are known. */
static void wal_load(verifier *v, frames *out)
{
    ledger *l = v->l;
    ledger_pending *p = &l->pending;
    l->edge.size = l->settled = v->head.size;
    l->wal_fd = open(l->wal_path, O_RDONLY | O_CLOEXEC);
    if (l->wal_fd < 0) {
        fault_here(v, &LED_060, LEDGER_WAL_PATH, NULL, NULL);
        return;
    }
    uint64_t first;
    if (wal_first(&first, l->wal_fd) && first <= v->head.size)
        l->edge.size = l->settled = first;
    for (uint64_t at = 0;;) {
        wal_frame f;
        wal_found found;
        p->added = 0;
        bool read = wal_read(&f, &found, l->wal_fd, at, wal_seen, p, l->wal_path, NULL) == AK_OK;
        if (read && found != WAL_FRAME)
            break;
        if (!read || f.first != l->edge.size) {
            fault_here(v, &LED_073, LEDGER_WAL_PATH, NULL, NULL);
            break;
        }
        out->rows = grown(out->rows, &out->cap, out->n + 1, sizeof *out->rows);
        out->rows[out->n++] = f;
        l->edge.size += f.count;
        p->n += p->added;
        at = f.end;
    }
    p->added = 0;
    v->r->pending = l->edge.size > v->head.size ? l->edge.size - v->head.size : 0;
    if (l->edge.size < v->head.size) {
        fault_here(v, &LED_073, LEDGER_WAL_PATH, NULL, NULL);
        p->n = 0;
        l->settled = v->head.size;
        out->n = 0;
    }
}

/* What the pending entries say about keys. */
static void wal_keys(verifier *v)
{
    for (uint64_t at = v->head.size; at < v->l->edge.size;) {
        arena tmp = {0};
        ledger_item *items;
        size_t n = 0;
        const char *why;
        bool read = ledger_read(&items, &n, &tmp, v->l, at, NULL) == AK_OK;
        for (size_t i = 0; read && i < n; i++)
            if (keyring_take(&v->ring, items[i].entry, items[i].index, &why) == &LED_184)
                verify_fault(&v->r->faults, &LED_184, LEDGER_WAL_PATH, items[i].index + 1,
                             ak_arg_int((int64_t)items[i].index), why);
        arena_free(&tmp);
        if (n == 0)
            return; /* what cannot be read is found entry by entry */
        at += n;
    }
}

/* Edge of the tree under the head, from hashes that the block check has made. */
static void edge_of_head(merkle_edge *out, const verifier *v)
{
    *out = (merkle_edge){0};
    for (size_t i = 0; i < v->head.size / TILE_WIDTH; i++)
        merkle_edge_add(out, &v->roots[i]);
    out->size *= TILE_WIDTH;
    merkle_edge rest = {0};
    for (unsigned i = 0; i < v->head.size % TILE_WIDTH; i++)
        merkle_edge_add(&rest, &v->tail[i]);
    for (int i = 0; i < rest.n; i++)
        out->full[out->n++] = rest.full[i];
    out->size += rest.size;
}

/* Grows the tree that the WAL begins at by each frame and compares the roots that it names, and that of
 * the head. */
static void wal_check(verifier *v, const frames *list)
{
    merkle_edge *edge = &v->l->edge;
    size_t at = 0;
    uint64_t from = v->l->settled;
    if (list->n && ledger_edge_read(edge, v->l->log_dir, from, v->head.size, NULL) != AK_OK) {
        edge_of_head(edge, v); /* a tile is missing: told elsewhere; what is pending cannot be judged */
        v->r->pending = 0;
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        const wal_frame *f = &list->rows[i];
        ledger_hash before, behind;
        merkle_edge_root(&before, edge);
        for (uint64_t k = 0; k < f->count; k++)
            merkle_edge_add(edge, &v->l->pending.leaves[at++]);
        merkle_edge_root(&behind, edge);
        bool right = ledger_hash_eq(&before, &f->old_root) && ledger_hash_eq(&behind, &f->new_root) &&
                     (edge->size != v->head.size || ledger_hash_eq(&behind, &v->head.root));
        if (v->whole && !right)
            fault_here(v, &LED_073, LEDGER_WAL_PATH, NULL, NULL);
    }
}

/* ---- blocks ---- */

typedef struct block_job {
    const verifier *v;
    uint64_t first; /* block of slot 0 */
    bool pending;
    verify_block *slots;
} block_job;

static ak_code block_chunk(void *payload, size_t i, arena *own, ak_err *err)
{
    (void)err;
    block_job *job = payload;
    verify_block_check(&job->slots[i], own, job->v, job->first + i, job->pending);
    return AK_OK;
}

typedef struct joined {
    verify_seq *seqs; /* [ring.n], of each of its keys; malloc'ed */
    bool *any;        /* its counter is known */
    bool hole;        /* an entry before could not be read: whose it was, and so its counter, is not known */
    size_t keys_n;
    verify_missing *missing; /* malloc'ed */
    size_t missing_n, missing_cap;
    ledger_hash *tombstones;
    size_t tombstones_n, tombstones_cap;
} joined;

static void faults_join(verifier *v, const fault_list *from)
{
    fault_list *to = &v->r->faults;
    for (size_t i = 0; i < from->n; i++)
        fault_add(to, from->rows[i].rule, &from->rows[i], from->rows[i].arg[0], from->rows[i].arg[1]);
    to->total += from->total - from->n;
}

static void seq_join(verifier *v, joined *j, const verify_block *b, const verify_seq *seq, uint64_t n)
{
    const keyring_key *key = keyring_find(&v->ring, &seq->kid);
    size_t at = key ? (size_t)(key - v->ring.keys) : j->keys_n;
    if (at >= j->keys_n)
        return; /* told already: an unknown key */
    bool open_start = j->hole || key->from < v->r->from;
    uint64_t due = j->any[at] ? j->seqs[at].last + 1 : open_start ? seq->first : 0;
    char name[TILE_PATH_BYTES];
    tile_path(name, TILE_ENTRIES, n, b->width);
    const char *file = in_log(v, name);
    if (seq->first > due)
        verify_fault(&v->r->faults, &LED_065, file, seq->first_index + 1,
                     due ? ak_arg_int((int64_t)due - 1) : "-", ak_arg_int((int64_t)seq->first));
    else if (seq->first < due)
        verify_fault(&v->r->faults, &LED_066, file, seq->first_index + 1, ak_arg_int((int64_t)seq->first),
                     NULL);
    j->seqs[at] = *seq;
    j->any[at] = true;
}

/* A block with an unreadable entry has a hole in its counters that was named already. */
static void seqs_join(verifier *v, joined *j, const verify_block *b, uint64_t n)
{
    if (b->faults.total) {
        j->hole = true;
        memset(j->any, 0, j->keys_n * sizeof *j->any);
        return;
    }
    for (size_t i = 0; i < b->seqs_n; i++)
        seq_join(v, j, b, &b->seqs[i], n);
}

static void block_join(verifier *v, joined *j, const verify_block *b, uint64_t n, bool pending)
{
    faults_join(v, &b->faults);
    seqs_join(v, j, b, n);
    v->r->entries += b->readable ? b->width : 0;
    v->r->signatures += b->signatures;
    v->r->disclosures += b->disclosures;
    v->r->withheld += b->withheld;
    v->r->tiles += !pending;
    j->missing = grown(j->missing, &j->missing_cap, j->missing_n + b->missing_n, sizeof *j->missing);
    for (size_t i = 0; i < b->missing_n; i++)
        j->missing[j->missing_n++] = b->missing[i];
    j->tombstones =
        grown(j->tombstones, &j->tombstones_cap, j->tombstones_n + b->tombstones_n, sizeof *j->tombstones);
    for (size_t i = 0; i < b->tombstones_n; i++)
        j->tombstones[j->tombstones_n++] = b->tombstones[i];
    if (pending)
        return;
    v->whole = v->whole && b->readable;
    if (b->width == TILE_WIDTH)
        merkle_root_of(&v->roots[v->roots_n++], b->leaves, TILE_WIDTH);
    else
        memcpy(v->tail, b->leaves, b->width * sizeof *v->tail);
}

static ak_code blocks_check(verifier *v, joined *j, uint64_t from, uint64_t to, bool pending, ak_err *err)
{
    for (uint64_t n = from; n < to; n += BATCH_BLOCKS) {
        arena tmp = {0};
        size_t many = to - n < BATCH_BLOCKS ? (size_t)(to - n) : BATCH_BLOCKS;
        block_job job = {v, n, pending, ARENA_NEWS(&tmp, verify_block, many)};
        ak_code code = pool_map(&tmp, many, block_chunk, &job, err);
        uint64_t entries = 0;
        for (size_t i = 0; code == AK_OK && i < many; i++) {
            block_join(v, j, &job.slots[i], n + i, pending);
            entries += job.slots[i].width;
        }
        arena_free(&tmp);
        AK_TRY(code);
        AK_TRY(verify_step(v, entries, err));
    }
    return AK_OK;
}

static int hash_cmp(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(ledger_hash));
}

static void missing_check(verifier *v, const joined *j)
{
    if (j->tombstones_n)
        qsort(j->tombstones, j->tombstones_n, sizeof *j->tombstones, hash_cmp);
    for (size_t i = 0; i < j->missing_n; i++) {
        const verify_missing *m = &j->missing[i];
        if (j->tombstones_n &&
            bsearch(&m->leaf, j->tombstones, j->tombstones_n, sizeof *j->tombstones, hash_cmp))
            continue;
        char name[TILE_PATH_BYTES];
        tile_said_path(name, m->index / TILE_WIDTH);
        verify_fault(&v->r->faults, &LED_069, arena_printf(v->a, "said/%s", name), m->index + 1,
                     ak_arg_int((int64_t)m->index), ak_arg_int((int64_t)m->n));
    }
}

/* ---- where quick begins ---- */

static ak_code quick_start(verifier *v, checkpoint *verified, ak_err *err)
{
    const char *path = arena_printf(v->a, "%s/%s", v->dir, VERIFIED_PATH);
    str text;
    bool there;
    *verified = (checkpoint){0};
    if (!v->o->quick || !v->r->workspace)
        return AK_OK;
    AK_TRY(ledger_head_read(&text, verified, &there, v->a, path, err));
    if (!there)
        return AK_OK;
    if (verified->size > v->head.size) {
        fault_here(v, &LED_075, in_log(v, "checkpoint"), ak_arg_int((int64_t)verified->size), NULL);
        verified->size = 0;
        return AK_OK;
    }
    tile_reader *r = ARENA_NEW(v->a, tile_reader);
    r->log_dir = v->l->log_dir;
    r->size = v->head.size;
    for (uint64_t n = 0; n < verified->size / TILE_WIDTH; n++)
        AK_TRY(tile_fetch(&v->roots[v->roots_n++], r, 8, n, err));
    v->r->from = verified->size / TILE_WIDTH * TILE_WIDTH;
    return AK_OK;
}

static void quick_check(verifier *v, const checkpoint *verified)
{
    if (!verified->size || !v->whole)
        return;
    ledger_hash root = {0};
    tile_reader *r = ARENA_NEW(v->a, tile_reader);
    r->log_dir = v->l->log_dir;
    r->size = v->head.size;
    if (merkle_root_at(&root, verified->size, tile_fetch, r, NULL) != AK_OK ||
        !ledger_hash_eq(&root, &verified->root))
        fault_here(v, &LED_075, in_log(v, "checkpoint"), ak_arg_int((int64_t)verified->size), NULL);
}

/* ---- all of it ---- */

static void root_check(verifier *v)
{
    edge_of_head(&v->l->edge, v);
    ledger_hash root;
    merkle_edge_root(&root, &v->l->edge);
    if (v->whole && !ledger_hash_eq(&root, &v->head.root))
        fault_here(v, &LED_063, in_log(v, "checkpoint"), NULL, NULL);
}

/* By the key that the log had when it was of that size. */
static bool is_by_the_log(const verifier *v, const note *n, const checkpoint *head)
{
    const keyring_key *then = keyring_at(&v->ring, head->size);
    if (!then)
        return false;
    note_vkey key = {.name = v->head.origin, .type = NOTE_ED25519, .pub = then->pub};
    key.id = note_key_id(key.name, key.type, &key.pub);
    return note_verify(n, &key, NULL) == NOTE_GOOD;
}

/* One of the twins is the head that is out, or both are behind or ahead as a crash leaves them. */
static void signed_check(verifier *v)
{
    static const char *const paths[2] = {LEDGER_SIGNED_PATH, LEDGER_SIGNED_2_PATH};
    bool fits = false, any = false, guarded = ledger_guard(v->l, NULL) == AK_OK;
    for (int i = 0; i < 2; i++) {
        str text;
        note n;
        checkpoint head;
        const char *path = arena_printf(v->a, "%s/%s", v->dir, paths[i]);
        ak_code code = fs_read(&text, v->a, path, NOTE_BYTES_MAX, NULL);
        any |= code == AK_OK;
        if (code == AK_E_NOTFOUND)
            continue;
        /* the one that is out may have the lines of witnesses behind it */
        bool out = code == AK_OK && text.n && text.n <= v->head_text.n &&
                   memcmp(text.p, v->head_text.p, text.n) == 0;
        bool ours = out || (code == AK_OK && note_read(&n, v->a, text, NULL) == AK_OK &&
                            checkpoint_read(&head, n.text, NULL) == AK_OK && is_by_the_log(v, &n, &head));
        fits |= out || (ours && guarded && head.size > v->head.size);
        if (!ours)
            fault_here(v, &LED_071, paths[i], NULL, NULL);
    }
    if (!any)
        fault_here(v, &LED_060, LEDGER_SIGNED_PATH, NULL, NULL);
    else if (!fits || !guarded)
        fault_here(v, &LED_071, LEDGER_SIGNED_PATH, NULL, NULL);
}

static ak_code check_all(verifier *v, ak_err *err)
{
    head_found head = {0};
    AK_TRY(head_find(&head, v, err));
    if (!v->headed)
        return AK_OK; /* nothing to measure by */
    uint64_t blocks = (v->head.size + TILE_WIDTH - 1) / TILE_WIDTH;
    v->roots_cap = (size_t)blocks + 1;
    v->roots = ARENA_NEWS(v->a, ledger_hash, v->roots_cap);
    checkpoint verified;
    AK_TRY(quick_start(v, &verified, err));
    v->total = v->head.size - v->r->from;
    v->whole = true;
    frames list = {0};
    if (v->r->workspace)
        wal_load(v, &list);
    v->total += v->r->pending;
    wal_keys(v);
    head_judge(v, &head.note, &head.trust, head.chained);
    joined j = {.keys_n = v->ring.n};
    j.seqs = grown(NULL, &(size_t){0}, j.keys_n + 1, sizeof *j.seqs);
    j.any = ARENA_NEWS(v->a, bool, j.keys_n + 1);
    ak_code code = blocks_check(v, &j, v->r->from / TILE_WIDTH, blocks, false, err);
    if (code == AK_OK) {
        root_check(v);
        quick_check(v, &verified);
        wal_check(v, &list);
        if (v->r->workspace)
            signed_check(v);
    }
    free(list.rows);
    uint64_t all = v->l->edge.size;
    if (code == AK_OK && v->r->pending)
        code = blocks_check(v, &j, v->head.size / TILE_WIDTH, (all + TILE_WIDTH - 1) / TILE_WIDTH, true, err);
    if (code == AK_OK)
        missing_check(v, &j);
    free(j.missing);
    free(j.seqs);
    free(j.tombstones);
    AK_TRY(code);
    return verify_files(v, err);
}

/* Where the next quick run begins.  A folder that cannot be written is no fault: that run begins at 0. */
static void remember(const verifier *v)
{
    if (fs_write(arena_printf(v->a, "%s/%s", v->dir, VERIFIED_PATH), v->head_text, 0600, NULL) != AK_OK)
        return;
}

static void handle_close(void *handle)
{
    ledger *l = handle;
    if (l->wal_fd >= 0)
        close(l->wal_fd);
    free(l->pending.spots);
    free(l->pending.leaves);
}

ak_code ledger_verify(verify_report *out, arena *a, const char *dir, const verify_options *options,
                      ak_err *err)
{
    static const verify_options none;
    *out = (verify_report){.faults = fault_list_new(a)};
    AK_TRY(key_start(err));
    verifier *v = ARENA_NEW(a, verifier);
    *v = (verifier){.a = a, .r = out, .o = options ? options : &none, .dir = dir};
    out->workspace =
        fs_is_dir(arena_printf(a, "%s/log", dir)) || fs_is_dir(arena_printf(a, "%s/private", dir));
    v->log_prefix = out->workspace ? "log/" : "";
    if (!out->workspace && !fs_is_file(arena_printf(a, "%s/checkpoint", dir)))
        return ak_fail(err, &LED_002, dir);
    v->l = ARENA_NEW(a, ledger);
    *v->l = (ledger){.a = a, .dir = dir, .mode = LEDGER_READ, .wal_fd = -1, .lock_fd = -1};
    v->l->log_dir = out->workspace ? arena_printf(a, "%s/log", dir) : dir;
    v->l->wal_path = arena_printf(a, "%s/%s", dir, LEDGER_WAL_PATH);
    arena_own(a, handle_close, v->l);
    const char *head = arena_printf(a, "%s/%s", dir, in_log(v, "checkpoint"));
    if (fs_read(&v->head_text, a, head, NOTE_BYTES_MAX, NULL) != AK_OK)
        fault_here(v, &LED_060, in_log(v, "checkpoint"), NULL, NULL);
    else
        AK_TRY(check_all(v, err));
    out->ok = out->faults.total == 0;
    if (out->ok && out->workspace && out->trusted && !v->o->vkey.n)
        remember(v);
    return AK_OK;
}
