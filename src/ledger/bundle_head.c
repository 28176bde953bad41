/* bundle_head.c -- a head of another log against all that is kept of it: one history, or a fraud file.
 *
 *     peers/NAME/vkey     the key by which the log is known here
 *     peers/NAME/joins    consistency proofs that were seen: a line each,
 *                         <smaller size> <larger size> <base64 of the nodes, the first always written>
 *
 * Kept heads are the nodes of a graph, proofs that fit both signed roots its edges, each from a smaller to a
 * larger head.  Two heads are of one history when some head is led to from both (it may be one of them), for
 * what comes before one root is one list.  That both come from the same smaller head says nothing: so does
 * every fork.  A head may come in when it is of one history with every head that is kept: whether newer or
 * older than these.
 */
#include <stdlib.h>

#include "base/fs.h"
#include "ledger/bundle.h"
#include "ledger/fraud.h"
#include "ledger/monitor.h"
#include "ledger/peer.h"
#include "ledger/rules.h"

#define JOINS_BYTES_MAX ((size_t)64 << 20)
#define JOINS_MAX       20000

typedef struct joined {
    uint64_t from, to;
    const ledger_hash *nodes;
    size_t n;
} joined;

typedef struct head_edge {
    size_t from, to; /* rows; the first has the smaller size */
} head_edge;

typedef struct heads {
    arena *a;
    const char *dir;
    const keyring *ring; /* all keys that are known of the log */
    const keyring *told; /* those that the bundle alone leads to; NULL = a head without its key statements */
    peer_head *rows;     /* by size; one of each size */
    size_t n;
    head_edge *edges;
    size_t edges_n;
    joined *joins;
    size_t joins_n;
    str *lines; /* of the file, [kept_n] */
    size_t kept_n;
    bundle_fraud *fraud;
    bool write;
} heads;

static const char *joins_path(arena *a, const char *dir)
{
    return arena_printf(a, "%s/joins", dir);
}

static ak_code joins_read(heads *h, size_t more, ak_err *err)
{
    str text = {0}, nodes;
    const char *path = joins_path(h->a, h->dir);
    ak_code code = fs_read(&text, h->a, path, JOINS_BYTES_MAX, err);
    if (code != AK_OK && code != AK_E_NOTFOUND)
        return code;
    h->joins = ARENA_NEWS(h->a, joined, JOINS_MAX + more);
    h->lines = ARENA_NEWS(h->a, str, JOINS_MAX);
    while (text.n) {
        str whole = str_cut(&text, '\n'), line = whole;
        joined *j = &h->joins[h->joins_n];
        str from = str_cut(&line, ' '), to = str_cut(&line, ' ');
        if (h->joins_n == JOINS_MAX || !str_whole(&j->from, from, INT64_MAX) ||
            !str_whole(&j->to, to, INT64_MAX) || !base64_read(h->a, &nodes, line) ||
            nodes.n % sizeof(ledger_hash))
            return ak_fail(err, &LED_008, path, N_("it is not as it was written"));
        j->nodes = (const ledger_hash *)nodes.p;
        j->n = nodes.n / sizeof(ledger_hash);
        h->lines[h->joins_n++] = whole;
    }
    h->kept_n = h->joins_n;
    return AK_OK;
}

static ak_code found(heads *h, const fraud *f, ak_err *err)
{
    h->fraud->file = fraud_write(h->a, f);
    if (h->write)
        AK_TRY(fraud_keep(&h->fraud->path, h->a, arena_printf(h->a, "%s/fraud", h->dir), f, err));
    return ak_fail(err, &LED_121, h->fraud->path ? h->fraud->path : N_("a fraud file"));
}

/* Also where a log was forked first, and its key replaced in both histories: no one ring holds all keys. */
static bool contradict(const heads *h, fraud *f, str one, str two, const ledger_hash *nodes, size_t n)
{
    keyring kept;
    return fraud_of_ring(f, h->a, h->ring, one, two, nodes, n) ||
           (h->told && peer_ring(&kept, h->a, h->dir, NULL) == AK_OK &&
            fraud_of_rings(f, h->a, &kept, h->told, one, two, nodes, n));
}

static size_t at_size(const heads *h, uint64_t size)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->rows[i].head.size == size)
            return i;
    return SIZE_MAX;
}

/* Kept heads, of each size one, and this one; two roots of one size are a fraud. */
static ak_code heads_read(heads *h, str head, const checkpoint *check, size_t more, ak_err *err)
{
    peer_head *kept;
    size_t n;
    fraud f;
    AK_TRY(peer_heads(&kept, &n, h->a, h->dir, err));
    h->rows = ARENA_NEWS(h->a, peer_head, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (kept[i].head.size == check->size && contradict(h, &f, kept[i].note, head, NULL, 0))
            return found(h, &f, err);
        if (kept[i].head.size > 0 && kept[i].head.size != check->size &&
            at_size(h, kept[i].head.size) == SIZE_MAX)
            h->rows[h->n++] = kept[i];
    }
    h->rows[h->n++] = (peer_head){.note = head, .head = *check};
    h->edges = ARENA_NEWS(h->a, head_edge, h->joins_n + more + h->n);
    return AK_OK;
}

static void lead(heads *h, size_t from, size_t to)
{
    h->edges[h->edges_n++] = (head_edge){from, to};
}

/* fresh: what the bundle claims itself must fit. */
static ak_code join_use(heads *h, const joined *j, bool fresh, ak_err *err)
{
    ledger_hash root1, root2;
    fraud f;
    size_t one = at_size(h, j->from), two = at_size(h, j->to);
    if (two == SIZE_MAX)
        return AK_OK;
    if (!merkle_consistency_roots(&root1, &root2, j->from, j->to, j->nodes, j->n) ||
        !ledger_hash_eq(&root2, &h->rows[two].head.root))
        return fresh ? ak_fail(err, &LED_155, ak_arg_int((int64_t)j->from)) : AK_OK;
    if (one == SIZE_MAX)
        return AK_OK;
    if (ledger_hash_eq(&root1, &h->rows[one].head.root))
        lead(h, one, two);
    else if (contradict(h, &f, h->rows[one].note, h->rows[two].note, j->nodes, j->n))
        return found(h, &f, err);
    return AK_OK;
}

/* What a monitor has seen whole joins all heads that its leaves give. */
static ak_code watched_use(heads *h, ak_err *err)
{
    monitor_state s;
    str leaves;
    merkle_edge edge = {0};
    size_t last = SIZE_MAX;
    AK_TRY(monitor_state_read(&s, h->a, h->dir, err));
    if (s.size == 0)
        return AK_OK;
    arena tmp = {0};
    ak_code code = fs_read(&leaves, &tmp, arena_printf(&tmp, "%s/watch/leaves", h->dir),
                           (size_t)MONITOR_ENTRIES_MAX * sizeof(ledger_hash), err);
    for (uint64_t i = 0; code == AK_OK && i < s.size && (i + 1) * sizeof(ledger_hash) <= leaves.n; i++) {
        ledger_hash root;
        merkle_edge_add(&edge, (const ledger_hash *)(leaves.p + i * sizeof(ledger_hash)));
        size_t at = at_size(h, i + 1);
        if (at == SIZE_MAX)
            continue;
        merkle_edge_root(&root, &edge);
        if (!ledger_hash_eq(&root, &h->rows[at].head.root))
            continue;
        if (last != SIZE_MAX)
            lead(h, last, at);
        last = at;
    }
    arena_free(&tmp);
    return code;
}

/* All that is known about the heads, this one among them; LED-121 when two of them contradict each other. */
static ak_code heads_open(heads *h, str head, const checkpoint *check, const bundle_join *joins,
                          size_t joins_n, ak_err *err)
{
    *h->fraud = (bundle_fraud){0};
    AK_TRY(joins_read(h, joins_n, err));
    AK_TRY(heads_read(h, head, check, joins_n, err));
    for (size_t i = 0; i < joins_n; i++)
        h->joins[h->joins_n++] = (joined){joins[i].size, check->size, joins[i].nodes, joins[i].n};
    for (size_t i = 0; i < h->joins_n; i++)
        AK_TRY(join_use(h, &h->joins[i], i >= h->kept_n, err));
    return watched_use(h, err);
}

static int by_place(const void *x, const void *y, void *payload)
{
    const heads *h = payload;
    uint64_t one = h->rows[((const head_edge *)x)->from].head.size,
             two = h->rows[((const head_edge *)y)->from].head.size;
    return one < two ? -1 : one > two;
}

/* The rows that are of one history with the row at: up to all that it leads to, then down to all that leads
 * there.  An edge goes up in size, so in that order once over them is enough. */
static bool *history_of(heads *h, size_t at)
{
    bool *in = ARENA_NEWS(h->a, bool, h->n);
    in[at] = true;
    if (h->edges_n)
        qsort_r(h->edges, h->edges_n, sizeof *h->edges, by_place, h);
    for (size_t i = 0; i < h->edges_n; i++)
        in[h->edges[i].to] |= in[h->edges[i].from];
    for (size_t i = h->edges_n; i-- > 0;)
        in[h->edges[i].from] |= in[h->edges[i].to];
    return in;
}

ak_code bundle_check_head(bundle_fraud *fraud_out, arena *a, const char *peer_dir, const bundle_log *log,
                          const keyring *ring, bool write, ak_err *err)
{
    heads h = {.a = a, .dir = peer_dir, .ring = ring, .told = &log->ring, .fraud = fraud_out, .write = write};
    AK_TRY(heads_open(&h, log->head, &log->check, log->joins, log->joins_n, err));
    size_t own = h.n - 1;
    const bool *in = history_of(&h, own);
    for (size_t i = own; i-- > 0;) {
        uint64_t size = h.rows[i].head.size;
        if (in[i])
            continue;
        return ak_fail(err, size > log->check.size ? &LED_145 : &LED_146,
                       ak_arg_int((int64_t)log->check.size), ak_arg_int((int64_t)size));
    }
    return AK_OK;
}

static bool signed_by(str vkey, arena *a, str head, note_vkey *key)
{
    note n;
    checkpoint check;
    return note_vkey_read(key, a, vkey, NULL) == AK_OK &&
           checkpoint_note_read(&n, &check, a, head, NULL) == AK_OK &&
           note_verify(&n, key, NULL) == NOTE_GOOD;
}

bool bundle_head_signed(const bundle_head *head, arena *a, const keyring *ring)
{
    note_vkey key;
    return signed_by(head->vkey, a, head->note, &key) && keyring_of(ring, &key.pub);
}

bool bundle_head_known(bundle_head *head, arena *a, const char *peer_dir)
{
    str kept;
    note_vkey key;
    keyring ring;
    if (peer_vkey(&kept, a, peer_dir, NULL) != AK_OK || kept.n == 0 ||
        peer_ring(&ring, a, peer_dir, NULL) != AK_OK)
        return false;
    if (str_eq(kept, head->vkey) || bundle_head_signed(head, a, &ring))
        return true;
    head->vkey = kept;
    return signed_by(kept, a, head->note, &key);
}

ak_code bundle_hear_head(bundle_fraud *fraud_out, arena *a, const char *peer_dir, const bundle_head *head,
                         bool write, ak_err *err)
{
    keyring ring;
    heads h = {.a = a, .dir = peer_dir, .ring = &ring, .fraud = fraud_out, .write = write};
    const char *path = NULL;
    note n;
    checkpoint check;
    note_vkey key;
    *fraud_out = (bundle_fraud){0};
    AK_TRY(note_vkey_read(&key, a, head->vkey, err));
    AK_TRY(checkpoint_note_read(&n, &check, a, head->note, err));
    AK_TRY(peer_ring(&ring, a, peer_dir, err));
    if (ring.n == 0)
        keyring_begin(&ring, key.name, &key.pub);
    if (!str_eq(check.origin, key.name) || note_verify(&n, &key, NULL) != NOTE_GOOD)
        return ak_fail(err, &LED_055);
    AK_TRY(heads_open(&h, head->note, &check, NULL, 0, err));
    return write ? peer_head_keep(&path, a, peer_dir, head->vkey, head->note, err) : AK_OK;
}

/* ---- keeping ---- */

static ak_code joins_keep(heads *h, const bundle_log *log, ak_err *err)
{
    buf b = buf_new(h->a, JOINS_BYTES_MAX);
    size_t first = h->kept_n + log->joins_n > JOINS_MAX ? h->kept_n + log->joins_n - JOINS_MAX : 0;
    for (size_t i = first; i < h->kept_n; i++) {
        buf_add_str(&b, h->lines[i]);
        buf_add_char(&b, '\n');
    }
    for (size_t i = 0; i < log->joins_n; i++) {
        const bundle_join *j = &log->joins[i];
        bool there = false;
        for (size_t k = 0; k < h->kept_n && !there; k++)
            there = h->joins[k].from == j->size && h->joins[k].to == log->check.size;
        if (there)
            continue;
        str nodes = base64_write(h->a, j->nodes, j->n * sizeof *j->nodes);
        buf_printf(&b, "%llu %llu ", (unsigned long long)j->size, (unsigned long long)log->check.size);
        buf_add_str(&b, nodes);
        buf_add_char(&b, '\n');
    }
    AK_TRY(buf_done(&b, err));
    return fs_write(joins_path(h->a, h->dir), buf_str(&b), 0600, err);
}

/* Of two keys of the log that are known the newer; else the one of the bundle, which was accepted by hand. */
static ak_code vkey_keep(arena *a, const char *peer_dir, const bundle_log *log, const keyring *ring,
                         ak_err *err)
{
    str kept;
    note_vkey was, now;
    AK_TRY(peer_vkey(&kept, a, peer_dir, err));
    if (kept.n) {
        AK_TRY(note_vkey_read(&was, a, kept, err));
        AK_TRY(note_vkey_read(&now, a, log->vkey, err));
        const keyring_key *one = keyring_of(ring, &was.pub), *two = keyring_of(ring, &now.pub);
        if (one && two && one->from > two->from)
            return AK_OK;
    }
    return peer_vkey_keep(a, peer_dir, log->vkey, err);
}

static ak_code words_keep(arena *a, const char *peer_dir, const bundle_log *log, ak_err *err)
{
    peer_word *words = ARENA_NEWS(a, peer_word, log->entries_n + 1);
    size_t n = 0;
    for (size_t i = 0; i < log->entries_n; i++)
        if (log->entries[i].info.type.n)
            words[n++] = (peer_word){log->entries[i].index, log->entries[i].entry};
    return peer_words_keep(a, peer_dir, words, n, err);
}

ak_code bundle_keep_log(arena *a, const char *peer_dir, const bundle_log *log, ak_err *err)
{
    keyring ring;
    heads h = {.a = a, .dir = peer_dir};
    const char *fraud_path;
    AK_TRY(fs_mkdirs(peer_dir, 0700, err));
    AK_TRY(words_keep(a, peer_dir, log, err));
    AK_TRY(peer_ring(&ring, a, peer_dir, err));
    AK_TRY(vkey_keep(a, peer_dir, log, &ring, err));
    AK_TRY(peer_head_keep(&fraud_path, a, peer_dir, log->vkey, log->head, err));
    if (log->joins_n == 0)
        return AK_OK;
    AK_TRY(joins_read(&h, 0, err));
    return joins_keep(&h, log, err);
}

static int by_size(const void *x, const void *y)
{
    const bundle_join *a = x, *b = y;
    return a->size < b->size ? -1 : a->size > b->size;
}

ak_code bundle_kept_joins(bundle_join **out, size_t *n_out, arena *a, const char *peer_dir, uint64_t size,
                          ak_err *err)
{
    heads h = {.a = a, .dir = peer_dir};
    AK_TRY(joins_read(&h, 0, err));
    *out = ARENA_NEWS(a, bundle_join, h.joins_n + 1);
    *n_out = 0;
    for (size_t i = 0; i < h.joins_n && *n_out < BUNDLE_JOINS_MAX; i++)
        if (h.joins[i].to == size)
            (*out)[(*n_out)++] = (bundle_join){h.joins[i].from, h.joins[i].nodes, h.joins[i].n};
    if (*n_out)
        qsort(*out, *n_out, sizeof **out, by_size);
    return AK_OK;
}
