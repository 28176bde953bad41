/* settle.c -- what was published made durable without the WAL, which then begins anew.
 *
 *   1. said/ of the entries that leave the WAL.  The file of a block of which a part is there already is
 *      synced before it takes the place of the old one: of that part there is no other copy
 *   2. one sync of the file system for all that was written since the last time, here and by publish.c
 *   3. a new WAL by rename, durable: only what is not under the published head (a head that waits for
 *      witnesses)
 *   4. partial tiles whose full tile now stands go
 * A crash before 3 leaves the old WAL, and with it all that the rest could lose.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/pool.h"
#include "ledger/handle.h"
#include "ledger/rules.h"
#include "ledger/said.h"

#define COPY_BYTES     ((size_t)1 << 18)
#define WAL_HEAD_BYTES 48 /* of a frame, before its first entry */

/* ---- 1: said/ ---- */

static ak_code put_said(ledger *l, uint64_t n, ak_err *err)
{
    arena tmp = {0};
    ledger_item *items;
    size_t width;
    char name[TILE_PATH_BYTES], path[TILE_PATH_BYTES + 8];
    buf said = buf_new(&tmp, SAID_BYTES_MAX);
    ak_code code = ledger_read(&items, &width, &tmp, l, n * TILE_WIDTH, err);
    for (size_t i = 0; code == AK_OK && i < width && items[i].index < l->published; i++)
        said_put(&said, items[i].said, items[i].said_n);
    if (code == AK_OK)
        code = buf_done(&said, err);
    tile_said_path(name, n);
    snprintf(path, sizeof path, "said/%s", name);
    disk_mode mode = DISK_PRIVATE;
    mode.now = n * TILE_WIDTH < l->settled;
    if (code == AK_OK)
        code = disk_put(&l->disk, path, buf_str(&said), DISK_REPLACE, mode, err);
    arena_free(&tmp);
    return code;
}

typedef struct said_job {
    ledger *l;
    uint64_t first; /* block of slot 0 */
} said_job;

static ak_code said_chunk(void *payload, size_t i, arena *own, ak_err *err)
{
    (void)own;
    const said_job *job = payload;
    return put_said(job->l, job->first + i, err);
}

static ak_code put_all_said(ledger *l, ak_err *err)
{
    arena tmp = {0};
    const char *unused;
    said_job job = {l, l->settled / TILE_WIDTH};
    uint64_t blocks = (l->published + TILE_WIDTH - 1) / TILE_WIDTH - job.first;
    ak_code code = disk_stage_name(&unused, &l->disk, &tmp, err); /* the token is there for all threads */
    if (code == AK_OK && blocks > 1 && !l->disk.hooks)
        code = pool_map(&tmp, (size_t)blocks, said_chunk, &job, err);
    else
        for (uint64_t i = 0; code == AK_OK && i < blocks; i++)
            code = put_said(l, job.first + i, err);
    arena_free(&tmp);
    return code;
}

/* ---- 3: the new WAL ---- */

ak_code ledger_copy_range(int to, uint64_t to_at, int from, uint64_t at, uint64_t end, const char *path,
                          ak_err *err)
{
    arena tmp = {0};
    char *bytes = arena_alloc(&tmp, COPY_BYTES);
    ak_code code = AK_OK;
    while (code == AK_OK && at < end) {
        size_t want = end - at < COPY_BYTES ? (size_t)(end - at) : COPY_BYTES;
        ssize_t got = pread(from, bytes, want, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = EIO;
        if (got <= 0)
            code = ak_fail_errno(err, "read", path);
        else if (!disk_write_all(to, bytes, (size_t)got, (off_t)to_at))
            code = ak_fail_errno(err, "write", path);
        at += got > 0 ? (uint64_t)got : 0;
        to_at += got > 0 ? (uint64_t)got : 0;
    }
    arena_free(&tmp);
    return code;
}

/* Where in the WAL the frame begins that the first unpublished entry opens; its end when there is none. */
static uint64_t rest_of(const ledger *l)
{
    return l->published < l->edge.size ? l->pending.spots[l->published - l->settled].at - WAL_HEAD_BYTES
                                       : l->wal_end;
}

static void pending_cut(ledger_pending *p, size_t gone, uint64_t bytes)
{
    p->n -= gone;
    memmove(p->spots, p->spots + gone, p->n * sizeof *p->spots);
    memmove(p->leaves, p->leaves + gone, p->n * sizeof *p->leaves);
    for (size_t i = 0; i < p->n; i++)
        p->spots[i].at -= bytes;
}

static ak_code new_wal(ledger *l, arena *a, bool wipe, ak_err *err)
{
    const char *name;
    uint64_t rest = rest_of(l), left = l->wal_end - rest;
    AK_TRY(disk_stage_name(&name, &l->disk, a, err));
    const char *path = arena_printf(a, "%s/%s", l->disk.stage, name);
    disk_step(&l->disk);
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return ak_fail_errno(err, "create", path);
    ak_code code = ledger_copy_range(fd, 0, l->wal_fd, rest, l->wal_end, path, err);
    if (code == AK_OK) {
        disk_sync_file(&l->disk, fd, path);
        code = disk_rename_staged(&l->disk, name, LEDGER_WAL_PATH, err);
    }
    if (code != AK_OK) {
        unlink(path);
        close(fd);
        return code;
    }
    if (wipe) /* after the new one is in its place: a crash leaves one of the two whole */
        code = erase_open_file(l->wal_fd, l->wal_path, err);
    ledger_wal_take(l, fd);
    l->wal_end = l->wal_synced = left;
    pending_cut(&l->pending, (size_t)(l->published - l->settled), rest);
    return code;
}

/* ---- 4: partial tiles ---- */

/* The folder N.p of a tile that is now full. */
static void drop_partial(const ledger *l, int level, uint64_t n)
{
    arena tmp = {0};
    char name[TILE_PATH_BYTES];
    tile_path(name, level, n, TILE_WIDTH);
    const char *path = arena_printf(&tmp, "%s/%s.p", l->log_dir, name);
    DIR *dir = opendir(path);
    if (dir) {
        for (struct dirent *e; (e = readdir(dir));)
            if (e->d_name[0] != '.')
                unlinkat(dirfd(dir), e->d_name, 0);
        closedir(dir);
        rmdir(path); /* what stays behind, after a crash, verify checks as any partial tile */
    }
    arena_free(&tmp);
}

static void drop_partials(const ledger *l, uint64_t from, uint64_t to)
{
    for (int level = 0; level < TILE_LEVELS; level++) {
        uint64_t before = tile_level_size(from, level), now = tile_level_size(to, level);
        for (uint64_t n = before / TILE_WIDTH; n < now / TILE_WIDTH; n++) {
            drop_partial(l, level, n);
            if (level == 0)
                drop_partial(l, TILE_ENTRIES, n);
        }
    }
}

/* ---- all of it ---- */

ak_code ledger_settle_wiping(ledger *l, bool wipe, ak_err *err)
{
    arena tmp = {0};
    if (!l->locked || ledger_append_open(l))
        return ak_fail(err, &LED_030);
    uint64_t from = l->settled;
    if (from == l->published)
        return AK_OK;
    AK_TRY(put_all_said(l, err));
    disk_sync_all(&l->disk);
    ak_code code = new_wal(l, &tmp, wipe, err);
    arena_free(&tmp);
    if (code != AK_OK)
        return code;
    l->settled = l->published;
    drop_partials(l, from, l->settled);
    return AK_OK;
}

ak_code ledger_settle(ledger *l, ak_err *err)
{
    AK_TRY(ledger_publish(l, err));
    return ledger_settle_wiping(l, false, err);
}
