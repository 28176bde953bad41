/* append.c -- signing drafts, and committing them: one frame, one fdatasync.
 *
 * A frame begun without the lock is written to private/stage and synced there.  Under the lock, if nobody has
 * committed since, it is renamed over private/wal, whose entries are all settled: what was durable stays
 * so, and the rename, synced with its folder, is the moment at which the commit is.  Where the WAL could
 * not be emptied, because a head waits for witnesses, the frame is copied behind the others instead.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/pool.h"
#include "ledger/handle.h"
#include "ledger/ledger.h"
#include "ledger/rules.h"

#define BUILD_CHUNK 64 /* drafts a thread signs at a time: about a millisecond */

typedef struct build_job {
    const ledger *l;
    entry_draft *drafts;
    size_t n;
    uint64_t seq_first;
    int64_t iat_s;
} build_job;

static ak_code build_chunk(void *payload, size_t i, arena *own, ak_err *err)
{
    const build_job *job = payload;
    size_t to = (i + 1) * BUILD_CHUNK < job->n ? (i + 1) * BUILD_CHUNK : job->n;
    for (size_t k = i * BUILD_CHUNK; k < to; k++)
        AK_TRY(entry_build(&job->drafts[k], own, job->l->signer, job->seq_first + k, job->iat_s, err));
    return AK_OK;
}

ak_code ledger_build(ledger *l, arena *a, entry_draft *drafts, size_t n, uint64_t seq_first, int64_t iat_s,
                     ak_err *err)
{
    if (l->mode != LEDGER_WRITE)
        return ak_fail(err, &LED_030);
    AK_TRY(ledger_key_ready(l, err)); /* before there are threads that would all ask */
    build_job job = {l, drafts, n, seq_first, iat_s};
    return pool_map(a, (n + BUILD_CHUNK - 1) / BUILD_CHUNK, build_chunk, &job, err);
}

/* Without the lock the frame is written into a file of its own, which takes the place of the WAL in the
 * end. */
static ak_code aside_begin(ledger *l, const ledger_hash *root, ak_err *err)
{
    AK_TRY(disk_stage_name(&l->aside, &l->disk, &l->aside_a, err));
    const char *path = arena_printf(&l->aside_a, "%s/%s", l->disk.stage, l->aside);
    l->aside_end = 0;
    l->aside_fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (l->aside_fd < 0)
        return ak_fail_errno(err, "create", path);
    return wal_begin(&l->frame, l->aside_fd, 0, l->edge.size, root, err);
}

static ak_code settle_first(ledger *l, ak_err *err)
{
    if (l->edge.size == l->settled)
        return AK_OK;
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    ak_code code = ledger_settle(l, err);
    ledger_unlock(l);
    return code;
}

ak_code ledger_append_begin(ledger *l, ak_err *err)
{
    if (l->mode != LEDGER_WRITE || l->frame || l->aside)
        return ak_fail(err, &LED_030);
    if (l->closed)
        return ledger_fail_closed(l, err);
    if (!l->locked)
        AK_TRY(settle_first(l, err));
    ledger_hash root;
    merkle_edge_root(&root, &l->edge);
    l->frame_edge = l->edge;
    l->frame_seq = l->seq_next;
    l->pending.added = 0;
    ak_code code = l->locked ? wal_begin(&l->frame, l->wal_fd, l->wal_end, l->edge.size, &root, err)
                             : aside_begin(l, &root, err);
    if (code != AK_OK)
        ledger_append_drop(l);
    return code;
}

static ak_code add_one(ledger *l, const entry_draft *d, ak_err *err)
{
    uint64_t due = ledger_seq_next(l);
    if (d->entry.n == 0 || d->seq != due || !ledger_hash_eq(&d->kid, &l->signer->kid))
        return ak_fail(err, &LED_031, ak_arg_int((int64_t)d->seq), ak_arg_int((int64_t)due));
    wal_spot spot;
    AK_TRY(wal_add(&spot, l->frame, d->entry, d->said, d->type ? 0 : d->parts_n, err));
    merkle_edge_add(&l->frame_edge, &d->leaf);
    l->frame_seq++;
    l->frame_s = d->iat_s;
    l->frame_closes = d->type && strcmp(d->type, "close") == 0;
    ledger_pending_push(&l->pending, &spot, &d->leaf);
    return AK_OK;
}

ak_code ledger_append_add(ledger *l, const entry_draft *drafts, size_t n, ak_err *err)
{
    if (!l->frame)
        return ak_fail(err, &LED_030);
    for (size_t i = 0; i < n; i++) {
        ak_code code = add_one(l, &drafts[i], err);
        if (code != AK_OK) {
            ledger_append_drop(l);
            return code;
        }
    }
    return AK_OK;
}

void ledger_append_as(ledger *l, const ledger_key *key)
{
    l->signer = key;
    l->frame_seq = 0;
}

/* Documents first: no entry may be durable whose document is not. */
static ak_code link_staged(ledger *l, ak_err *err)
{
    for (; l->staged; l->staged = l->staged->next)
        AK_TRY(disk_link_staged(&l->disk, l->staged->name, l->staged->path, DISK_PRIVATE, err));
    arena_free(&l->stage_a);
    return AK_OK;
}

/* Writes the frame to its end and syncs it. */
static ak_code frame_end(uint64_t *end_out, ledger *l, const char *path, ak_err *err)
{
    ledger_hash root;
    merkle_edge_root(&root, &l->frame_edge);
    wal_writer *w = l->frame;
    l->frame = NULL;
    return wal_end(end_out, w, l->pending.added, &root, &l->disk, path, err);
}

ak_code ledger_append_ready(ledger *l, ak_err *err)
{
    if (!l->frame || !l->aside)
        return ak_fail(err, &LED_030);
    ak_code code = frame_end(&l->aside_end, l, l->aside, err);
    if (code != AK_OK)
        ledger_append_drop(l);
    return code;
}

bool ledger_append_open(const ledger *l)
{
    return l->frame || l->aside;
}

/* The frame goes behind those that the WAL holds. */
static ak_code aside_copy(ledger *l, ak_err *err)
{
    disk_step(&l->disk);
    disk_tell(&l->disk, LEDGER_WRITING, l->wal_path, l->wal_end);
    ak_code code = ledger_copy_range(l->wal_fd, l->wal_end, l->aside_fd, 0, l->aside_end, l->wal_path, err);
    if (code != AK_OK) {
        if (ftruncate(l->wal_fd, (off_t)l->wal_end) != 0)
            errno = 0; /* it has no valid end, and the next writer cuts it */
        return code;
    }
    disk_sync_frame(&l->disk, l->wal_fd, l->wal_path, l->wal_end);
    for (size_t i = 0; i < l->pending.added; i++)
        l->pending.spots[l->pending.n + i].at += l->wal_end;
    l->wal_end += l->aside_end;
    disk_tell(&l->disk, LEDGER_WRITTEN, l->wal_path, l->wal_end);
    close(l->aside_fd);
    unlink(arena_printf(&l->aside_a, "%s/%s", l->disk.stage, l->aside));
    l->aside = NULL;
    arena_free(&l->aside_a);
    return AK_OK;
}

/* The file with the frame becomes the WAL; whoever reads the old one keeps it. */
static ak_code aside_end(ledger *l, ak_err *err)
{
    if (l->frame)
        AK_TRY(ledger_append_ready(l, err));
    if (l->settled < l->edge.size)
        return aside_copy(l, err);
    AK_TRY(disk_rename_staged(&l->disk, l->aside, LEDGER_WAL_PATH, err));
    ledger_wal_take(l, l->aside_fd);
    l->wal_end = l->aside_end;
    l->aside = NULL;
    arena_free(&l->aside_a);
    return AK_OK;
}

ak_code ledger_append_end(uint64_t *first_out, ledger *l, ak_err *err)
{
    if (!l->locked || !ledger_append_open(l))
        return ak_fail(err, &LED_030);
    ak_code code = link_staged(l, err);
    bool nothing = l->pending.added == 0; /* was said: no frame */
    *first_out = l->edge.size;
    if (code == AK_OK && !nothing)
        code = l->aside ? aside_end(l, err) : frame_end(&l->wal_end, l, l->wal_path, err);
    if (code != AK_OK || nothing) {
        ledger_append_drop(l);
        return code;
    }
    l->edge = l->frame_edge;
    l->newest_s = l->frame_s;
    l->closed = l->frame_closes;
    l->seq_next = l->frame_seq;
    l->pending.n += l->pending.added;
    l->pending.added = 0;
    l->wal_synced = l->wal_end;
    return AK_OK;
}

void ledger_append_drop(ledger *l)
{
    if (l->frame)
        wal_drop(l->frame);
    l->frame = NULL;
    l->pending.added = 0;
    if (!l->aside)
        return;
    if (l->aside_fd >= 0)
        close(l->aside_fd);
    unlink(arena_printf(&l->aside_a, "%s/%s", l->disk.stage, l->aside)); /* else swept when we are gone */
    l->aside = NULL;
    arena_free(&l->aside_a);
}

ak_code ledger_append(uint64_t *first_out, ledger *l, const entry_draft *drafts, size_t n, ak_err *err)
{
    AK_TRY(ledger_append_begin(l, err));
    AK_TRY(ledger_append_add(l, drafts, n, err));
    return ledger_append_end(first_out, l, err);
}
