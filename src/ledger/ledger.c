/* ledger.c -- opening a log, seeing what others wrote, the lock. */
#include "ledger/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/handle.h"
#include "ledger/rules.h"

#define RELOADS_MOST 20 /* a publish of another process between two reads of ours */
#define LOCK_POLL_MS 10

/* ---- what lies in the WAL ---- */

void ledger_pending_push(ledger_pending *p, const wal_spot *spot, const ledger_hash *leaf)
{
    size_t at = p->n + p->added;
    if (at == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 1024;
        p->spots = realloc(p->spots, p->cap * sizeof *p->spots);
        p->leaves = realloc(p->leaves, p->cap * sizeof *p->leaves);
        if (!p->spots || !p->leaves)
            abort();
    }
    p->spots[at] = *spot;
    p->leaves[at] = *leaf;
    p->added++;
}

static void pending_seen(void *payload, const wal_spot *spot, const ledger_hash *leaf)
{
    ledger_pending_push(payload, spot, leaf);
}

/* Takes the frame's entries, already pushed, into the tree; false when it does not follow. */
static bool frame_follows(ledger *l, const wal_frame *f)
{
    ledger_hash root;
    merkle_edge_root(&root, &l->edge);
    if (f->first != l->edge.size || !ledger_hash_eq(&root, &f->old_root))
        return false;
    merkle_edge edge = l->edge;
    for (size_t i = 0; i < l->pending.added; i++)
        merkle_edge_add(&edge, &l->pending.leaves[l->pending.n + i]);
    merkle_edge_root(&root, &edge);
    if (!ledger_hash_eq(&root, &f->new_root))
        return false;
    l->edge = edge;
    l->pending.n += l->pending.added;
    l->pending.added = 0;
    return true;
}

/* Reads frames from wal_end on. */
static ak_code replay(ledger *l, ak_err *err)
{
    for (;;) {
        wal_frame f;
        wal_found found;
        l->pending.added = 0;
        AK_TRY(wal_read(&f, &found, l->wal_fd, l->wal_end, pending_seen, &l->pending, l->wal_path, err));
        if (found != WAL_FRAME) {
            l->pending.added = 0;
            return AK_OK;
        }
        if (!frame_follows(l, &f))
            return ak_fail(err, &LED_008, l->wal_path, N_("it does not go on where the log ends"));
        l->wal_end = f.end;
    }
}

void ledger_wal_take(ledger *l, int fd)
{
    if (l->wal_fd >= 0)
        close(l->wal_fd);
    l->wal_fd = fd;
    struct stat st = {0}; /* of an open file it does not fail */
    fstat(fd, &st);
    l->wal_dev = st.st_dev;
    l->wal_ino = st.st_ino;
    l->wal_end = l->wal_synced = 0;
}

static ak_code wal_open(ledger *l, ak_err *err)
{
    int fd = open(l->wal_path, (l->mode == LEDGER_WRITE ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    if (fd < 0)
        return ak_fail_errno(err, "open", l->wal_path);
    ledger_wal_take(l, fd);
    return AK_OK;
}

/* ---- the published head ---- */

ak_code ledger_head_read(str *text_out, checkpoint *out, bool *there, arena *a, const char *path, ak_err *err)
{
    ak_code code = fs_read(text_out, a, path, NOTE_BYTES_MAX, err);
    *there = code != AK_E_NOTFOUND;
    *out = (checkpoint){0};
    if (code == AK_E_NOTFOUND) {
        *text_out = STR("");
        return AK_OK;
    }
    AK_TRY(code);
    note n;
    if (note_read(&n, a, *text_out, NULL) != AK_OK || checkpoint_read(out, n.text, NULL) != AK_OK)
        return ak_fail(err, &LED_008, path, N_("it is no signed head"));
    return AK_OK;
}

ak_code ledger_edge_read(merkle_edge *out, const char *log_dir, uint64_t size, uint64_t within, ak_err *err)
{
    arena tmp = {0};
    tile_reader *r = ARENA_NEW(&tmp, tile_reader);
    r->log_dir = log_dir;
    r->size = within;
    *out = (merkle_edge){.size = size};
    ak_code code = AK_OK;
    uint64_t at = 0;
    for (int level = 63; level >= 0 && code == AK_OK; level--) {
        if (!(size >> level & 1))
            continue;
        code = tile_fetch(&out->full[out->n++], r, level, at >> level, err);
        at += (uint64_t)1 << level;
    }
    arena_free(&tmp);
    return code;
}

ak_code ledger_edge_at(merkle_edge *out, const ledger *l, uint64_t size, ak_err *err)
{
    AK_TRY(ledger_edge_read(out, l->log_dir, l->settled, l->settled, err));
    for (size_t i = 0; i < size - l->settled; i++)
        merkle_edge_add(out, &l->pending.leaves[i]);
    return AK_OK;
}

/* The key of a reader: from the first entry, the key statement, which must name itself. */
static ak_code key_from_log(ledger *l, ak_err *err)
{
    const char *wrong = N_("its first entry is no key statement");
    ledger_item item;
    AK_TRY(ledger_entry(&item, l->a, l, 0, err));
    entry_info e;
    if (entry_read(&e, l->a, item.entry, NULL, 0, NULL, NULL) != AK_OK || !str_is(e.type, "key"))
        return ak_fail(err, &LED_008, l->log_dir, wrong);
    str pub;
    if (!base64_read(l->a, &pub, json_str(e.body_tree, "public_key")) || pub.n != sizeof l->key.pub.b)
        return ak_fail(err, &LED_008, l->log_dir, wrong);
    memcpy(l->key.pub.b, pub.p, sizeof l->key.pub.b);
    key_id(&l->key.kid, &l->key.pub);
    l->key.origin = e.iss;
    if (entry_read(&e, l->a, item.entry, NULL, 0, &l->key.pub, NULL) != AK_OK)
        return ak_fail(err, &LED_008, l->log_dir, wrong);
    return AK_OK;
}

static bool head_is_by(const ledger *l, const note *n, const ledger_public *pub)
{
    note_vkey key = {.name = l->key.origin, .type = NOTE_ED25519, .pub = *pub};
    key.id = note_key_id(key.name, key.type, &key.pub);
    return note_verify(n, &key, NULL) == NOTE_GOOD;
}

/* Signed under the log's name by another key too: one has replaced the other. */
static bool has_other_line(const ledger *l, const note *n)
{
    uint32_t id = note_key_id(l->key.origin, NOTE_ED25519, &l->key.pub);
    for (size_t i = 0; i < n->n; i++)
        if (str_eq(n->sigs[i].name, l->key.origin) && n->sigs[i].id != id)
            return true;
    return false;
}

/* The key at hand as a rule; else the one that the log had then: it was replaced after the head, or by
 * another program in between.  A reader goes on with that one. */
static ak_code head_check(ledger *l, ak_err *err)
{
    arena tmp = {0};
    note n;
    const keyring *ring;
    ak_code code = note_read(&n, &tmp, l->head_text, err);
    bool good = code == AK_OK && head_is_by(l, &n, &l->key.pub);
    bool replaced = good && l->mode == LEDGER_READ && has_other_line(l, &n);
    if (code == AK_OK && (!good || replaced))
        code = ledger_ring(&ring, l, err);
    if (code == AK_OK && (!good || replaced)) {
        const keyring_key *then = keyring_at(ring, l->published);
        good = then && head_is_by(l, &n, &then->pub);
        if (good && l->mode == LEDGER_READ) {
            l->key.pub = then->pub;
            l->key.kid = then->kid;
        }
    }
    if (code == AK_OK && !good)
        code = ak_fail(err, &LED_008, LEDGER_CHECKPOINT_PATH, N_("it is not signed by the key of this log"));
    arena_free(&tmp);
    return code;
}

static ak_code head_load(ledger *l, bool fresh, ak_err *err)
{
    checkpoint head;
    bool there;
    arena_free(&l->head_a);
    const char *path = arena_printf(&l->head_a, "%s/%s", l->dir, LEDGER_CHECKPOINT_PATH);
    AK_TRY(ledger_head_read(&l->head_text, &head, &there, &l->head_a, path, err));
    if (!there && !fresh)
        return ak_fail(err, &LED_002, l->dir);
    l->published = head.size;
    l->published_root = head.root;
    return AK_OK;
}

/* The head stands over entries that are here, and is ours. */
static ak_code head_judge(ledger *l, ak_err *err)
{
    merkle_edge edge;
    ledger_hash root;
    if (l->head_text.n == 0)
        return AK_OK;
    if (l->published > l->edge.size)
        return ak_fail(err, &LED_008, l->wal_path, N_("it ends before the signed head does"));
    AK_TRY(ledger_edge_at(&edge, l, l->published, err));
    merkle_edge_root(&root, &edge);
    if (!ledger_hash_eq(&root, &l->published_root))
        return ak_fail(err, &LED_003, ak_arg_int((int64_t)l->published));
    if (l->mode == LEDGER_READ && l->key.origin.n == 0)
        AK_TRY(key_from_log(l, err));
    return head_check(l, err);
}

/* ---- opening ---- */

/* The counter of the signer: behind its last entry, or 0 behind the one that announces it.  The last of the
 * log is nearly always its own. */
static bool tells_counter(ledger *l, const entry_info *e)
{
    ledger_hash kid;
    if (ledger_hash_eq(&e->kid, &l->signer->kid)) {
        l->seq_next = e->seq + 1;
        return true;
    }
    return str_is(e->type, "key") && hex_read(kid.b, sizeof kid.b, json_str(e->body_tree, "key_id")) &&
           ledger_hash_eq(&kid, &l->signer->kid);
}

ak_code ledger_tail_read(ledger *l, ak_err *err)
{
    arena tmp = {0};
    ak_code code = AK_OK;
    l->seq_next = 0;
    l->closed = false;
    for (uint64_t i = l->edge.size; i-- > 0 && code == AK_OK;) {
        arena_mark mark = arena_save(&tmp);
        ledger_item item = {0};
        entry_info e = {0};
        code = ledger_entry(&item, &tmp, l, i, err);
        if (code == AK_OK)
            code = entry_read(&e, &tmp, item.entry, NULL, 0, NULL, err);
        if (code == AK_OK && i + 1 == l->edge.size) {
            l->newest_s = e.iat_s;
            l->closed = str_is(e.type, "close");
        }
        bool found = code == AK_OK && tells_counter(l, &e);
        arena_rewind(&tmp, mark);
        if (found)
            break;
    }
    arena_free(&tmp);
    return code;
}

/* Checkpoint and WAL, read one after the other: a WAL that begins behind the checkpoint is younger. */
static ak_code files_load(ledger *l, bool fresh, ak_err *err)
{
    for (int i = 0; i <= RELOADS_MOST; i++) {
        AK_TRY(head_load(l, fresh, err));
        AK_TRY(wal_open(l, err));
        if (!wal_first(&l->settled, l->wal_fd))
            l->settled = l->published;
        if (l->settled <= l->published)
            return AK_OK;
    }
    return ak_fail(err, &LED_007, ak_arg_int((int64_t)l->settled), ak_arg_int((int64_t)l->published));
}

static ak_code reload(ledger *l, bool fresh, ak_err *err)
{
    AK_TRY(files_load(l, fresh, err));
    l->pending.n = 0;
    AK_TRY(ledger_edge_read(&l->edge, l->log_dir, l->settled, l->settled, err));
    AK_TRY(replay(l, err));
    AK_TRY(head_judge(l, err));
    return ledger_tail_read(l, err);
}

static void ledger_close(void *handle)
{
    ledger *l = handle;
    ledger_append_drop(l);
    ledger_stage_drop(l);
    disk_close(&l->disk);
    arena_free(&l->stage_a);
    arena_free(&l->head_a);
    ledger_unlock(l);
    if (l->wal_fd >= 0)
        close(l->wal_fd);
    free(l->pending.spots);
    free(l->pending.leaves);
    key_wipe(&l->key);
    key_wipe(&l->old);
    key_wipe(&l->role);
    arena_free(&l->rings->a);
}

ak_code ledger_open_any(ledger **out, arena *a, const char *dir, ledger_mode mode, bool fresh, ak_err *err)
{
    AK_TRY(key_start(err));
    ledger *l = ARENA_NEW(a, ledger);
    *l = (ledger){.a = a, .mode = mode, .wal_fd = -1, .lock_fd = -1};
    l->dir = arena_text(a, dir);
    l->log_dir = arena_printf(a, "%s/log", dir);
    l->wal_path = arena_printf(a, "%s/%s", dir, LEDGER_WAL_PATH);
    l->lock_path = arena_printf(a, "%s/%s", dir, LEDGER_LOCK_PATH);
    l->disk.root = l->dir;
    l->disk.stage = arena_printf(a, "%s/private/stage", dir);
    l->signer = &l->key;
    l->rings = ARENA_NEW(a, ledger_rings);
    *l->rings = (ledger_rings){0};
    arena_own(a, ledger_close, l);
    const char *key_path = arena_printf(a, "%s/%s", dir, LEDGER_KEY_PATH);
    if (!fs_is_file(key_path) && !fs_is_file(arena_printf(a, "%s/%s", dir, LEDGER_CHECKPOINT_PATH)))
        return ak_fail(err, &LED_002, dir);
    if (mode == LEDGER_WRITE)
        AK_TRY(ledger_keys_load(l, err));
    AK_TRY(reload(l, fresh, err));
    *out = l;
    return AK_OK;
}

ak_code ledger_open(ledger **out, arena *a, const char *dir, ledger_mode mode, ak_err *err)
{
    return ledger_open_any(out, a, dir, mode, false, err);
}

/* True when the WAL was not replaced since it was opened. */
static bool same_wal(const ledger *l)
{
    struct stat st;
    return stat(l->wal_path, &st) == 0 && st.st_dev == l->wal_dev && st.st_ino == l->wal_ino;
}

static bool same_head(const ledger *l)
{
    arena tmp = {0};
    str text;
    const char *path = arena_printf(&tmp, "%s/%s", l->dir, LEDGER_CHECKPOINT_PATH);
    bool same = fs_read(&text, &tmp, path, NOTE_BYTES_MAX, NULL) == AK_OK ? str_eq(text, l->head_text)
                                                                          : l->head_text.n == 0;
    arena_free(&tmp);
    return same;
}

static bool others_wrote(const ledger *l)
{
    return !same_wal(l) || !same_head(l) || !wal_ends(l->wal_fd, l->wal_end);
}

/* Another process has published, and goes on in the same WAL. */
static ak_code head_again(ledger *l, ak_err *err)
{
    AK_TRY(head_load(l, l->head_text.n == 0, err));
    AK_TRY(replay(l, err)); /* what it has published was committed before */
    return l->published < l->settled || l->published > l->edge.size ? reload(l, l->head_text.n == 0, err)
                                                                    : head_judge(l, err);
}

ak_code ledger_catch_up(ledger *l, ak_err *err)
{
    if (ledger_append_open(l))
        return AK_OK; /* the lock is ours and nobody else wrote; or ledger_lock will see */
    if (!same_wal(l))
        return reload(l, l->head_text.n == 0, err);
    uint64_t before = l->edge.size;
    if (!same_head(l))
        AK_TRY(head_again(l, err));
    else if (!wal_ends(l->wal_fd, l->wal_end))
        AK_TRY(replay(l, err));
    return l->edge.size == before ? AK_OK : ledger_tail_read(l, err);
}

/* ---- the lock ---- */

static int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static ak_code lock_wait(ledger *l, int wait_ms, ak_err *err)
{
    const char *path = l->lock_path;
    l->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (l->lock_fd < 0)
        return ak_fail_errno(err, "open", path);
    int64_t until = clock_ms() + wait_ms;
    while (flock(l->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return ak_fail_errno(err, "lock", path);
        if (clock_ms() >= until)
            return ak_fail(err, &LED_006, ak_arg_int((wait_ms + 999) / 1000));
        nanosleep(&(struct timespec){.tv_nsec = LOCK_POLL_MS * 1000000L}, NULL);
    }
    l->locked = true;
    return AK_OK;
}

/* Cuts what a crash left behind the last whole frame.  Frames that others wrote are synced once more: who was
 * killed before its sync left them in memory alone, and no head may stand over those. */
static ak_code wal_mend(ledger *l, ak_err *err)
{
    bool ends = wal_ends(l->wal_fd, l->wal_end);
    if (!ends) {
        disk_step(&l->disk);
        if (ftruncate(l->wal_fd, (off_t)l->wal_end) != 0)
            return ak_fail_errno(err, "cut", l->wal_path);
    }
    if (!ends || l->wal_synced < l->wal_end) {
        disk_sync_data(&l->disk, l->wal_fd, l->wal_path);
        disk_tell(&l->disk, LEDGER_WRITTEN, l->wal_path, l->wal_end);
    }
    l->wal_synced = l->wal_end;
    return AK_OK;
}

ak_code ledger_lock(ledger *l, int wait_ms, ak_err *err)
{
    if (l->locked)
        return AK_OK;
    if (l->mode != LEDGER_WRITE)
        return ak_fail(err, &LED_030);
    ak_code code = lock_wait(l, wait_ms, err);
    if (code == AK_OK && l->aside && others_wrote(l))
        ledger_append_drop(l); /* it was made for another end of the log */
    if (code == AK_OK)
        code = ledger_catch_up(l, err);
    if (code == AK_OK)
        code = ledger_guard(l, err); /* only under the lock: else another writer may be between two files */
    if (code == AK_OK)
        code = wal_mend(l, err);
    if (code == AK_OK && !l->mended)
        code = ledger_mend(l, err);
    if (code == AK_OK)
        code = ledger_keys_settle(l, err);
    if (code == AK_OK)
        disk_stage_sweep(&l->disk);
    else
        ledger_unlock(l);
    return code;
}

void ledger_unlock(ledger *l)
{
    if (l->lock_fd >= 0)
        close(l->lock_fd);
    l->lock_fd = -1;
    l->locked = false;
}

/* ---- asking ---- */

uint64_t ledger_size(const ledger *l)
{
    return l->edge.size;
}

void ledger_root(ledger_hash *out, const ledger *l)
{
    merkle_edge_root(out, &l->edge);
}

bool ledger_is_closed(const ledger *l)
{
    return l->closed;
}

uint64_t ledger_published_size(const ledger *l)
{
    return l->published;
}

uint64_t ledger_seq_next(const ledger *l)
{
    return ledger_append_open(l) ? l->frame_seq : l->seq_next;
}

const char *ledger_dir(const ledger *l)
{
    return l->dir;
}

str ledger_origin(const ledger *l)
{
    return l->key.origin;
}

const ledger_public *ledger_public_key(const ledger *l)
{
    return &l->key.pub;
}

str ledger_vkey(arena *a, const ledger *l)
{
    return note_vkey_text(a, l->key.origin, NOTE_ED25519, &l->key.pub);
}

ak_code ledger_checkpoint(str *out, arena *a, const ledger *l, ak_err *err)
{
    (void)err;
    *out = str_copy(a, l->head_text);
    return AK_OK;
}

#ifdef AK_TEST_HOOKS
void ledger_hooks_set(ledger *l, ledger_hooks *hooks)
{
    l->disk.hooks = hooks;
}
#endif
