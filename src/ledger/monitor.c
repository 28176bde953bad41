/* monitor.c -- looks at a log from outside.
 *
 * Rules over the new entries, each a row of rules.def:
 *   LED-120  the head is older than the last one that was seen
 *   LED-121  the log signed two histories (with the file)
 *   LED-122  what the log serves is not what it signed
 *   LED-123  an entry by a key that no key statement before it names
 *   LED-183  an entry by a key that was replaced or revoked before
 *   LED-184  a statement about keys by somebody who may not make it
 *   LED-193  a head that is not signed by the key that the log had then
 *   LED-124  an own key is used where it should not be: in another's log, or beside what the own log holds
 *   LED-125  an entry that is there already
 *   LED-065, LED-066  the counter of a signer leaps or repeats
 *   LED-126  a tombstone of a statement that is not in the log, or without ground
 *   LED-127  an entry behind the closing of the log
 *   LED-128  a time that goes back, or lies ahead of now
 *   LED-129  nothing new for too long
 *   LED-103  too few witnesses
 *
 * watch/state:
 * {"at","closed","faults","keys":[{"kid","next"}],"newest","origin","ring":[{"entry","index"}],"root",
 * "size","v":2,"vkey","where"}; ring has the log's own statements about keys, as they stand in it.  Without
 * it (v 1) the log is read from its beginning again.  watch/leaves may be longer than size (a run that was
 * cut short): the rest is overwritten.
 */
#include "ledger/monitor.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "ledger/fraud.h"
#include "ledger/peer.h"
#include "ledger/rules.h"
#include "ledger/tile.h"

#define CLOCK_SLACK_S   300   /* ahead of now */
#define BACK_SLACK_S    86400 /* entries are signed before the lock: a little out of order is fine */
#define STATE_BYTES_MAX ((size_t)4 << 20)
#define KEYS_MAX        10000

typedef struct monitor_key {
    ledger_hash kid;
    uint64_t next; /* counter of its next entry */
    bool used;
} monitor_key;

typedef struct watcher {
    arena *a;
    const monitor_options *o;
    monitor_report *r;
    monitor_state before; /* grows with the run */
    str head_text;
    note note;
    checkpoint head;
    str head_vkey; /* whose signature of the head is looked at: the one asked for, or one that it leads to */
    keyring ring;
    ledger_hash *leaves; /* of all entries, [before.size] known, the rest new */
    uint64_t own_size;   /* entries of the own log, when this is its public copy */
    bool is_own;
    bool tree_ok;
} watcher;

static const char *watch_path(arena *a, const char *peer_dir, const char *name)
{
    return arena_printf(a, "%s/watch/%s", peer_dir, name);
}

static void say(watcher *w, const ak_rule *rule, const char *file, uint64_t row, const char *arg0,
                const char *arg1)
{
    fault place = {.file = file, .row = (int64_t)row};
    fault_add(&w->r->faults, rule, &place, arg0, arg1);
}

/* ---- what is kept ---- */

static bool words_of(monitor_state *out, arena *a, const json *list)
{
    int64_t index;
    if (!list)
        return true;
    if (list->kind != JSON_ARRAY || list->n > KEYS_MAX)
        return false;
    out->ringed = true;
    for (const json *w = list->first; w; w = w->next) {
        peer_word *word = &out->words[out->words_n++];
        if (!json_i64(&index, json_get(w, "index")) || index < 0 ||
            !base64_read(a, &word->entry, json_str(w, "entry")))
            return false;
        word->index = (uint64_t)index;
    }
    return true;
}

static bool state_of(monitor_state *out, arena *a, const json *v)
{
    int64_t size, next;
    const json *keys = json_get(v, "keys"), *closed = json_get(v, "closed");
    if (!json_i64(&size, json_get(v, "size")) || size < 0 || !json_i64(&out->ran_s, json_get(v, "at")) ||
        !json_i64(&out->faults_n, json_get(v, "faults")) || !closed || closed->kind != JSON_BOOL ||
        !hex_read(out->root.b, sizeof out->root.b, json_str(v, "root")) || !keys ||
        keys->kind != JSON_ARRAY || keys->n > KEYS_MAX)
        return false;
    out->size = (uint64_t)size;
    out->closed = closed->truth;
    out->where = json_str(v, "where");
    out->origin = json_str(v, "origin");
    out->vkey = json_str(v, "vkey");
    if (!json_i64(&out->newest_s, json_get(v, "newest")))
        return false;
    out->keys = ARENA_NEWS(a, monitor_key, KEYS_MAX);
    for (const json *k = keys->first; k; k = k->next) {
        monitor_key *key = &out->keys[out->keys_n++];
        if (!json_i64(&next, json_get(k, "next")) || next < 0 ||
            !hex_read(key->kid.b, sizeof key->kid.b, json_str(k, "kid")))
            return false;
        key->next = (uint64_t)next;
        key->used = next > 0;
    }
    return words_of(out, a, json_get(v, "ring"));
}

ak_code monitor_state_read(monitor_state *out, arena *a, const char *peer_dir, ak_err *err)
{
    str text;
    json *v;
    const char *path = watch_path(a, peer_dir, "state");
    *out = (monitor_state){.keys = ARENA_NEWS(a, monitor_key, KEYS_MAX),
                           .words = ARENA_NEWS(a, peer_word, KEYS_MAX)};
    ak_code code = fs_read(&text, a, path, STATE_BYTES_MAX, err);
    if (code == AK_E_NOTFOUND)
        return AK_OK;
    AK_TRY(code);
    AK_TRY(json_read(&v, a, text, NULL, err));
    return state_of(out, a, v) ? AK_OK : ak_fail(err, &LED_008, path, N_("it is not as it was written"));
}

static str hex_of(arena *a, const ledger_hash *h)
{
    char *hex = arena_alloc(a, SHA256_HEX + 1);
    hex_write(hex, h->b, sizeof h->b);
    return str_of(hex);
}

static ak_code state_write(const watcher *w, ak_err *err)
{
    arena *a = w->a;
    json *v = json_object_new(a), *keys = json_array_new(a), *ring = json_array_new(a);
    for (size_t i = 0; i < w->before.keys_n; i++) {
        json *k = json_object_new(a);
        json_put(a, k, "kid", json_string_new(a, hex_of(a, &w->before.keys[i].kid)));
        json_put(a, k, "next", json_int_new(a, (int64_t)w->before.keys[i].next));
        json_push(keys, k);
    }
    for (size_t i = 0; i < w->before.words_n; i++) {
        const peer_word *word = &w->before.words[i];
        json *one = json_object_new(a);
        json_put(a, one, "entry", json_string_new(a, base64_write(a, word->entry.p, word->entry.n)));
        json_put(a, one, "index", json_int_new(a, (int64_t)word->index));
        json_push(ring, one);
    }
    json_put(a, v, "ring", ring);
    json_put(a, v, "v", json_int_new(a, 2));
    json_put(a, v, "at", json_int_new(a, w->o->now_s));
    json_put(a, v, "closed", json_bool_new(a, w->before.closed));
    json_put(a, v, "faults", json_int_new(a, (int64_t)w->r->faults.total));
    json_put(a, v, "keys", keys);
    json_put(a, v, "newest", json_int_new(a, w->before.newest_s));
    json_put(a, v, "origin", json_string_new(a, w->r->origin));
    json_put(a, v, "root", json_string_new(a, hex_of(a, &w->before.root)));
    json_put(a, v, "size", json_int_new(a, (int64_t)w->before.size));
    json_put(a, v, "vkey", json_string_new(a, w->o->vkey));
    json_put(a, v, "where", json_string_new(a, str_of(w->o->where)));
    buf b = buf_new(a, STATE_BYTES_MAX);
    AK_TRY(json_canonical(&b, v, err));
    AK_TRY(buf_done(&b, err));
    return fs_write(watch_path(a, w->o->peer_dir, "state"), buf_str(&b), 0600, err);
}

static ak_code leaves_read(watcher *w, ak_err *err)
{
    const char *path = watch_path(w->a, w->o->peer_dir, "leaves");
    size_t bytes = (size_t)w->before.size * sizeof *w->leaves;
    ssize_t got = 0;
    if (bytes) {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return ak_fail_errno(err, "open", path);
        for (size_t at = 0; at < bytes; at += (size_t)got) {
            got = read(fd, (char *)w->leaves + at, bytes - at);
            if (got <= 0)
                break;
        }
        close(fd);
    }
    ledger_hash root;
    merkle_root_of(&root, w->leaves, (size_t)w->before.size);
    if (bytes && (got <= 0 || !ledger_hash_eq(&root, &w->before.root)))
        return ak_fail(err, &LED_008, path, N_("it is not as it was written"));
    return AK_OK;
}

static ak_code leaves_write(const watcher *w, ak_err *err)
{
    const char *path = watch_path(w->a, w->o->peer_dir, "leaves");
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    off_t at = (off_t)(w->before.size * sizeof *w->leaves), end = (off_t)(w->head.size * sizeof *w->leaves);
    bool ok = fd >= 0;
    while (ok && at < end) {
        ssize_t n = pwrite(fd, (const char *)w->leaves + at, (size_t)(end - at), at);
        ok = n > 0;
        at += n;
    }
    ok = ok && fsync(fd) == 0;
    ak_code code = ok ? AK_OK : ak_fail_errno(err, "write", path);
    if (fd >= 0)
        close(fd);
    return code;
}

/* ---- rules ---- */

/* Statements about keys are taken in, and kept for the next run. */
static void ring_check(watcher *w, str bytes, const char *file, uint64_t index)
{
    const char *why;
    if (!keyring_concerns(bytes) || w->before.words_n == KEYS_MAX)
        return;
    const ak_rule *wrong = keyring_take(&w->ring, bytes, index, &why);
    if (wrong == &LED_184)
        say(w, wrong, file, index + 1, ak_arg_int((int64_t)index), why);
    if (!wrong)
        w->before.words[w->before.words_n++] = (peer_word){index, str_copy(w->a, bytes)};
}

/* NULL: more keys than a run keeps count of. */
static monitor_key *counter_of(watcher *w, const ledger_hash *kid)
{
    monitor_state *s = &w->before;
    size_t i = 0;
    while (i < s->keys_n && !ledger_hash_eq(&s->keys[i].kid, kid))
        i++;
    if (i == KEYS_MAX)
        return NULL;
    if (i == s->keys_n)
        s->keys[s->keys_n++] = (monitor_key){.kid = *kid};
    return &s->keys[i];
}

static void counter_check(watcher *w, const entry_info *e, const char *file, uint64_t row)
{
    const ak_rule *wrong = keyring_may(&w->ring, &e->kid, row - 1);
    monitor_key *key = wrong ? NULL : counter_of(w, &e->kid);
    if (!key) {
        char hex[SHA256_HEX + 1];
        hex_write(hex, e->kid.b, sizeof e->kid.b);
        say(w, wrong ? wrong : &LED_123, file, row, ak_arg_int((int64_t)row - 1), hex);
        return;
    }
    if (e->seq > key->next)
        say(w, &LED_065, file, row, key->next ? ak_arg_int((int64_t)key->next - 1) : "-",
            ak_arg_int((int64_t)e->seq));
    else if (e->seq < key->next)
        say(w, &LED_066, file, row, ak_arg_int((int64_t)e->seq), NULL);
    key->next = e->seq + 1 > key->next ? e->seq + 1 : key->next;
    key->used = true;
}

static bool leaf_before(const watcher *w, const ledger_hash *leaf, uint64_t index)
{
    for (uint64_t i = 0; i < index; i++)
        if (ledger_hash_eq(&w->leaves[i], leaf))
            return true;
    return false;
}

static void plain_check(watcher *w, const entry_info *e, const char *file, uint64_t index)
{
    ledger_hash leaf = {{0}};
    if (w->before.closed)
        say(w, &LED_127, file, index + 1, ak_arg_int((int64_t)index), NULL);
    if (str_is(e->type, "close"))
        w->before.closed = true;
    if (str_is(e->type, "tombstone") &&
        (!hex_read(leaf.b, sizeof leaf.b, json_str(e->body_tree, "leaf")) || !leaf_before(w, &leaf, index) ||
         json_str(e->body_tree, "erase_ground").n == 0))
        say(w, &LED_126, file, index + 1, ak_arg_int((int64_t)index), NULL);
}

static void time_check(watcher *w, const entry_info *e, const char *file, uint64_t index)
{
    int64_t newest_s = w->before.newest_s;
    bool ahead = e->iat_s > w->o->now_s + CLOCK_SLACK_S;
    if (ahead || (newest_s && e->iat_s < newest_s - BACK_SLACK_S))
        say(w, &LED_128, file, index + 1, ak_arg_int((int64_t)index), NULL);
    else if (e->iat_s > newest_s)
        w->before.newest_s = e->iat_s;
}

static void own_check(watcher *w, const entry_info *e, const char *file, uint64_t index)
{
    const keyring *own;
    if (!w->o->own || ledger_ring(&own, w->o->own, NULL) != AK_OK || !keyring_find(own, &e->kid))
        return;
    arena tmp = {0};
    ledger_item item;
    bool known = w->is_own && index < w->own_size &&
                 ledger_entry(&item, &tmp, w->o->own, index, NULL) == AK_OK &&
                 ledger_hash_eq(&item.leaf, &e->leaf);
    arena_free(&tmp);
    if (!known)
        say(w, &LED_124, file, index + 1, ak_arg_int((int64_t)index), NULL);
}

static void entry_check(watcher *w, str bytes, const char *file, uint64_t index)
{
    arena tmp = {0};
    entry_info e;
    ak_err why = {0};
    merkle_leaf(&w->leaves[index], bytes.p, bytes.n);
    ring_check(w, bytes, file, index);
    /* entries of keys that the log does not name are vouched for by the root alone, and are told */
    bool read = entry_read(&e, &tmp, bytes, NULL, 0, NULL, &why) == AK_OK;
    if (read && !keyring_may(&w->ring, &e.kid, index))
        read = entry_read(&e, &tmp, bytes, NULL, 0, &keyring_find(&w->ring, &e.kid)->pub, &why) == AK_OK;
    if (!read) {
        fault place = {.file = file, .row = (int64_t)index + 1};
        fault_add_err(&w->r->faults, &why, &place);
    } else {
        if (!str_eq(e.iss, w->head.origin))
            say(w, &LED_072, file, index + 1, ak_arg_int((int64_t)index), str_c(&tmp, e.iss));
        counter_check(w, &e, file, index + 1);
        plain_check(w, &e, file, index);
        time_check(w, &e, file, index);
        own_check(w, &e, file, index);
    }
    w->r->checked++;
    arena_free(&tmp);
}

typedef struct placed {
    const ledger_hash *leaf;
} placed;

static int placed_cmp(const void *a, const void *b)
{
    return memcmp(((const placed *)a)->leaf, ((const placed *)b)->leaf, sizeof(ledger_hash));
}

/* Leaves that are there twice: once over all, as a new one may repeat an old one. */
static void twice_check(watcher *w)
{
    size_t n = (size_t)w->head.size;
    placed *at = malloc((n + 1) * sizeof *at);
    if (!at)
        abort();
    for (size_t i = 0; i < n; i++)
        at[i].leaf = &w->leaves[i];
    qsort(at, n, sizeof *at, placed_cmp);
    for (size_t i = 1; i < n; i++) {
        uint64_t one = (uint64_t)(at[i - 1].leaf - w->leaves), two = (uint64_t)(at[i].leaf - w->leaves);
        if (ledger_hash_eq(at[i - 1].leaf, at[i].leaf) && (one >= w->before.size || two >= w->before.size))
            say(w, &LED_125, "checkpoint", (one > two ? one : two) + 1, ak_arg_int((int64_t)one),
                ak_arg_int((int64_t)two));
    }
    free(at);
}

/* ---- the tree ---- */

/* A tile, or the full one that stands in its place by now; *width_out entries of it count. */
static ak_code tile_get(str *out, char *path, arena *a, watcher *w, int level, uint64_t n, unsigned width,
                        ak_err *err)
{
    size_t most = level == TILE_ENTRIES ? BUNDLE_BYTES_MAX : TILE_WIDTH * sizeof(ledger_hash);
    tile_path(path, level, n, width);
    ak_code code = w->o->get(out, a, w->o->payload, path, most, err);
    if (code != AK_E_NOTFOUND || width == TILE_WIDTH)
        return code;
    tile_path(path, level, n, TILE_WIDTH);
    return w->o->get(out, a, w->o->payload, path, most, err);
}

static ak_code bundles_check(watcher *w, bool *whole, ak_err *err)
{
    *whole = true;
    for (uint64_t n = w->before.size / TILE_WIDTH; n * TILE_WIDTH < w->head.size && *whole; n++) {
        arena tmp = {0};
        char path[TILE_PATH_BYTES];
        str bundle, entries[TILE_WIDTH];
        unsigned width = tile_width(w->head.size, n);
        ak_code code = tile_get(&bundle, path, &tmp, w, TILE_ENTRIES, n, width, err);
        const char *file = arena_text(w->a, path);
        *whole = code == AK_OK && tile_bundle_first(entries, width, bundle);
        for (unsigned i = 0; *whole && i < width; i++)
            if (n * TILE_WIDTH + i >= w->before.size)
                entry_check(w, entries[i], file, n * TILE_WIDTH + i);
        if (!*whole)
            say(w, &LED_122, file, 0, NULL, NULL);
        arena_free(&tmp);
        if (code != AK_OK && code != AK_E_NOTFOUND && code != AK_E_LIMIT)
            return code;
    }
    return AK_OK;
}

/* merkle_fetch over what the log serves. */
static ak_code served_fetch(ledger_hash *out, void *payload, int level, uint64_t n, ak_err *err)
{
    watcher *w = payload;
    arena tmp = {0};
    char path[TILE_PATH_BYTES];
    str bytes;
    ledger_hash hashes[TILE_WIDTH];
    int tile_level = level / 8;
    uint64_t first = n << level % 8, count = (uint64_t)1 << level % 8;
    unsigned width = tile_width(tile_level_size(w->head.size, tile_level), first / TILE_WIDTH);
    ak_code code = tile_get(&bytes, path, &tmp, w, tile_level, first / TILE_WIDTH, width, err);
    if (code == AK_OK && bytes.n < (first % TILE_WIDTH + count) * sizeof *hashes)
        code = ak_fail(err, &LED_008, path, N_("it is too short"));
    if (code == AK_OK) {
        memcpy(hashes, bytes.p + first % TILE_WIDTH * sizeof *hashes, (size_t)count * sizeof *hashes);
        merkle_root_of(out, hashes, (size_t)count);
    }
    arena_free(&tmp);
    return code;
}

/* Two heads that the log has signed, by whichever of its keys, and that cannot both be true. */
static bool fraud_by_any(fraud *f, watcher *w, str one, str two, const ledger_hash *nodes, size_t n)
{
    return fraud_of_heads(f, w->a, w->o->vkey, one, two, nodes, n) ||
           fraud_of_ring(f, w->a, &w->ring, one, two, nodes, n);
}

/* The nodes of the served tree between the last kept head and this one show two histories, or nothing. */
static ak_code fraud_look(watcher *w, ak_err *err)
{
    peer_head *heads;
    size_t heads_n, n = 0;
    fraud f;
    ledger_hash nodes[MERKLE_PROOF_MAX + 2];
    AK_TRY(peer_heads(&heads, &heads_n, w->a, w->o->peer_dir, err));
    for (size_t i = heads_n; i-- > 0;) {
        uint64_t size = heads[i].head.size;
        if (size == 0 || size >= w->head.size)
            continue;
        bool whole = (size & (size - 1)) == 0;
        if (merkle_root_at(&nodes[0], size, served_fetch, w, NULL) != AK_OK ||
            merkle_consistency(nodes + whole, &n, size, w->head.size, served_fetch, w, NULL) != AK_OK)
            return AK_OK;
        if (fraud_by_any(&f, w, heads[i].note, w->head_text, nodes, n + whole))
            return fraud_keep(&w->r->fraud, w->a, arena_printf(w->a, "%s/fraud", w->o->peer_dir), &f, err);
    }
    return AK_OK;
}

static bool signed_by(const watcher *w, const note *n, str vkey)
{
    note_vkey key;
    return note_vkey_read(&key, w->a, vkey, NULL) == AK_OK && note_verify(n, &key, NULL) == NOTE_GOOD;
}

/* A key that was replaced can go on signing in wrong hands: the one of its day must have. */
static void log_key_check(watcher *w)
{
    const keyring_key *k = keyring_at(&w->ring, w->head.size);
    if (k && !signed_by(w, &w->note, note_vkey_text(w->a, w->head.origin, NOTE_ED25519, &k->pub)))
        say(w, &LED_193, "checkpoint", 0, ak_arg_int((int64_t)w->head.size), NULL);
}

static ak_code tree_check(watcher *w, ak_err *err)
{
    bool whole;
    ledger_hash root;
    size_t known = w->r->faults.n, known_total = w->r->faults.total;
    AK_TRY(bundles_check(w, &whole, err));
    if (!whole)
        return AK_OK;
    merkle_root_of(&root, w->leaves, (size_t)w->head.size);
    if (ledger_hash_eq(&root, &w->head.root)) {
        w->tree_ok = true;
        twice_check(w);
        log_key_check(w);
        return AK_OK;
    }
    w->r->faults.n = known; /* what entries of another tree break is no finding */
    w->r->faults.total = known_total;
    AK_TRY(fraud_look(w, err));
    if (!w->r->fraud)
        say(w, &LED_122, "checkpoint", 0, NULL, NULL);
    return AK_OK;
}

/* merkle_fetch over the leaves that are kept. */
static ak_code kept_fetch(ledger_hash *out, void *payload, int level, uint64_t n, ak_err *err)
{
    (void)err;
    const watcher *w = payload;
    merkle_root_of(out, w->leaves + (n << level), (size_t)1 << level);
    return AK_OK;
}

/* A head of the known tree, and a smaller one that is not on the way to it, or one of the same size. */
static ak_code kept_fraud(watcher *w, const peer_head *small, const peer_head *large, ak_err *err)
{
    fraud f;
    ledger_hash nodes[MERKLE_PROOF_MAX + 2];
    size_t n = 0;
    bool between = small->head.size < large->head.size,
         whole = between && (small->head.size & (small->head.size - 1)) == 0;
    if (between) {
        AK_TRY(merkle_root_at(&nodes[0], small->head.size, kept_fetch, w, err));
        AK_TRY(merkle_consistency(nodes + whole, &n, small->head.size, large->head.size, kept_fetch, w, err));
    }
    if (!fraud_by_any(&f, w, small->note, large->note, nodes, n + whole))
        return AK_OK; /* signed by another key, under this name */
    return fraud_keep(&w->r->fraud, w->a, arena_printf(w->a, "%s/fraud", w->o->peer_dir), &f, err);
}

/* Every signed head that was kept, from whomever it came, must lie on the way to the tree that is known. */
static ak_code heads_check(watcher *w, ak_err *err)
{
    peer_head *heads, *large = NULL;
    size_t n;
    uint64_t size = w->tree_ok ? w->head.size : w->before.size;
    const ledger_hash *root = w->tree_ok ? &w->head.root : &w->before.root;
    AK_TRY(peer_heads(&heads, &n, w->a, w->o->peer_dir, err));
    for (size_t i = 0; i < n; i++)
        if (heads[i].head.size == size && ledger_hash_eq(&heads[i].head.root, root))
            large = &heads[i];
    merkle_edge edge = {0};
    for (size_t i = 0; large && i < n && heads[i].head.size <= size; i++) {
        ledger_hash on_the_way;
        while (edge.size < heads[i].head.size)
            merkle_edge_add(&edge, &w->leaves[edge.size]);
        merkle_edge_root(&on_the_way, &edge);
        if (heads[i].head.size && !ledger_hash_eq(&on_the_way, &heads[i].head.root))
            AK_TRY(kept_fraud(w, &heads[i], large, err));
    }
    return AK_OK;
}

/* ---- the head ---- */

/* The key that the log has at the head, if its statements lead there from the one that was asked for. */
static str led_to(watcher *w, const keyring *ring, const checkpoint *head)
{
    note_vkey asked;
    const keyring_key *k = keyring_at(ring, head->size);
    if (!k || note_vkey_read(&asked, w->a, w->o->vkey, NULL) != AK_OK || !str_eq(asked.name, head->origin) ||
        !keyring_is_log(ring, &asked.pub))
        return STR("");
    return note_vkey_text(w->a, head->origin, NOTE_ED25519, &k->pub);
}

/* What entries from there on say about keys, before the head over them is believed: each statement is signed
 * by a key that was known before. */
static void look_ahead(watcher *w, keyring *ring, const checkpoint *head, uint64_t from)
{
    const char *why;
    watcher then = *w;
    then.head = *head;
    for (size_t i = 0; i < w->before.words_n && w->before.words[i].index < from; i++)
        (void)keyring_take(ring, w->before.words[i].entry, w->before.words[i].index, &why);
    if (head->size > MONITOR_ENTRIES_MAX)
        return;
    for (uint64_t n = from / TILE_WIDTH; n * TILE_WIDTH < head->size; n++) {
        arena tmp = {0};
        char path[TILE_PATH_BYTES];
        str bundle, entries[TILE_WIDTH];
        unsigned width = tile_width(head->size, n);
        bool read = tile_get(&bundle, path, &tmp, &then, TILE_ENTRIES, n, width, NULL) == AK_OK &&
                    tile_bundle_first(entries, width, bundle);
        for (unsigned i = 0; read && i < width; i++)
            if (n * TILE_WIDTH + i >= from)
                (void)keyring_take(ring, entries[i], n * TILE_WIDTH + i, &why);
        arena_free(&tmp);
        if (!read)
            return;
    }
}

/* Whose signature is to be looked at: as a rule the key that was asked for.  Where it was replaced, what is
 * new is read for it; and all that is served, for in another history it may have been replaced before. */
static str head_signer(watcher *w)
{
    note n;
    checkpoint head;
    if (checkpoint_note_read(&n, &head, w->a, w->head_text, NULL) != AK_OK || signed_by(w, &n, w->o->vkey))
        return w->o->vkey;
    str now = led_to(w, &w->ring, &head);
    if (now.n && signed_by(w, &n, now))
        return now;
    for (int again = 0; again < 2; again++) {
        keyring ring = keyring_new(w->a);
        look_ahead(w, &ring, &head, again ? 0 : w->before.size);
        now = led_to(w, &ring, &head);
        if (now.n && signed_by(w, &n, now)) {
            if (again)
                w->ring = ring;
            return now;
        }
    }
    return w->o->vkey;
}

static ak_code head_check(watcher *w, ak_err *err)
{
    ak_err why = {0};
    w->head_vkey = head_signer(w);
    ak_code code = peer_head_keep(&w->r->fraud, w->a, w->o->peer_dir, w->head_vkey, w->head_text, &why);
    if (code == AK_E_SYSTEM || code == AK_E_USAGE) {
        if (err)
            *err = why;
        return code;
    }
    if (code != AK_OK) {
        fault_add_err(&w->r->faults, &why, &(fault){.file = "checkpoint"});
        return AK_OK;
    }
    AK_TRY(checkpoint_note_read(&w->note, &w->head, w->a, w->head_text, err));
    w->r->head_ok = true;
    w->r->origin = w->head.origin;
    w->r->size = w->head.size;
    w->r->root = w->head.root;
    if (w->head.size > MONITOR_ENTRIES_MAX)
        return ak_fail(err, &LED_130, ak_arg_int((int64_t)MONITOR_ENTRIES_MAX));
    if (w->head.size < w->before.size)
        say(w, &LED_120, "checkpoint", 0, ak_arg_int((int64_t)w->head.size),
            ak_arg_int((int64_t)w->before.size));
    return AK_OK;
}

static void policy_check(watcher *w)
{
    policy_verdict v;
    if (!w->o->policy)
        return;
    policy_judge(&v, w->a, w->o->policy, &w->note, w->head.origin);
    w->r->seals = v.good_n;
    w->r->newest_s = (int64_t)v.time_s;
    if (v.broken)
        say(w, &LED_102, "checkpoint", 0, NULL, NULL);
    else if (!v.quorum)
        say(w, &LED_103, "checkpoint", 0, NULL, NULL);
}

static ak_code leaves_open(watcher *w, ak_err *err)
{
    uint64_t most = w->head.size > w->before.size ? w->head.size : w->before.size;
    w->leaves = malloc(((size_t)most + 1) * sizeof *w->leaves);
    if (!w->leaves)
        abort();
    arena_own(w->a, free, w->leaves);
    return leaves_read(w, err);
}

static ak_code look(watcher *w, ak_err *err)
{
    AK_TRY(w->o->get(&w->head_text, w->a, w->o->payload, "checkpoint", NOTE_BYTES_MAX, err));
    AK_TRY(head_check(w, err));
    if (!w->r->head_ok)
        return AK_OK;
    policy_check(w);
    AK_TRY(leaves_open(w, err));
    bool same = w->head.size == w->before.size && ledger_hash_eq(&w->head.root, &w->before.root);
    if (w->head.size > w->before.size)
        AK_TRY(tree_check(w, err));
    else if (!same && !w->r->fraud && w->head.size == w->before.size)
        say(w, &LED_122, "checkpoint", 0, NULL, NULL);
    AK_TRY(heads_check(w, err));
    if (w->r->fraud)
        say(w, &LED_121, "checkpoint", 0, w->r->fraud, NULL);
    if (w->before.newest_s > w->r->newest_s)
        w->r->newest_s = w->before.newest_s;
    if (w->o->age_s_max && w->r->newest_s && w->o->now_s - w->r->newest_s > w->o->age_s_max)
        say(w, &LED_129, "checkpoint", 0, ak_arg_int((w->o->now_s - w->r->newest_s) / 3600), NULL);
    return AK_OK;
}

ak_code monitor_run(monitor_report *out, arena *a, const monitor_options *o, ak_err *err)
{
    *out = (monitor_report){.faults = fault_list_new(a)};
    watcher *w = ARENA_NEW(a, watcher);
    *w = (watcher){.a = a, .o = o, .r = out};
    AK_TRY(key_start(err));
    AK_TRY(monitor_state_read(&w->before, a, o->peer_dir, err));
    if (!w->before.ringed) { /* nothing, or kept by an older version: from the beginning */
        w->before.size = w->before.keys_n = 0;
        w->before.newest_s = 0;
        w->before.closed = false;
    }
    out->from = w->before.size;
    w->ring = keyring_new(a);
    for (size_t i = 0; i < w->before.words_n; i++) {
        const char *why;
        (void)keyring_take(&w->ring, w->before.words[i].entry, w->before.words[i].index, &why);
    }
    note_vkey key;
    AK_TRY(note_vkey_read(&key, a, o->vkey, err));
    out->origin = key.name;
    w->is_own = o->own && str_eq(ledger_origin(o->own), key.name);
    w->own_size = w->is_own ? ledger_size(o->own) : 0;
    AK_TRY(fs_mkdirs(arena_printf(a, "%s/watch", o->peer_dir), 0700, err));
    monitor_state kept = w->before;
    kept.keys = ARENA_NEWS(a, monitor_key, KEYS_MAX);
    memcpy(kept.keys, w->before.keys, w->before.keys_n * sizeof *kept.keys);
    AK_TRY(look(w, err));
    if (!w->tree_ok) {
        w->before = kept;
    } else { /* the tree goes on from here; what the rules found is told, and does not come again */
        AK_TRY(leaves_write(w, err));
        w->before.size = w->head.size;
        w->before.root = w->head.root;
    }
    return state_write(w, err);
}
