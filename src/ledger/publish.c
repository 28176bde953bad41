/* publish.c -- from the WAL to files that anybody can serve, and the signature over them.
 *
 * The order, so that a crash anywhere leaves a log that the next publish completes:
 *   1. entry bundles, said/, tiles of every level: written aside, synced, linked to their place; they are
 *      a function of the entries, so what a crash left is what is written again
 *   2. the right edge is read back from the disk and must give the root
 *   3. the head is signed into private/signed: from then on no other root is ever signed for this size
 *   4. log/checkpoint by rename
 *   5. a new WAL; partial tiles whose full tile now stands go
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pool.h"
#include "ledger/handle.h"
#include "ledger/ledger.h"
#include "ledger/rules.h"
#include "ledger/said.h"

/* From here on one sync of the file system is cheaper than one of each file. */
#define SYNC_ALL_FROM ((uint64_t)2048)

typedef struct publisher {
    ledger *l;
    uint64_t from, to;      /* published before, and after */
    disk_mode open, closed; /* modes of log/ and of said/ */
    arena hashes_a;
} publisher;

static void put_entry(buf *b, str entry)
{
    buf_add_char(b, (char)(entry.n >> 8));
    buf_add_char(b, (char)entry.n);
    buf_add_str(b, entry);
}

static ak_code put_tile(publisher *p, int level, uint64_t n, unsigned width, str bytes, ak_err *err)
{
    char name[TILE_PATH_BYTES], path[TILE_PATH_BYTES + 8];
    tile_path(name, level, n, width);
    snprintf(path, sizeof path, "log/%s", name);
    return disk_put(&p->l->disk, path, bytes, DISK_KEEP, p->open, err);
}

/* Entries of block n: bundle, said file, leaves; the root of a full block goes up a level. */
static ak_code put_block(publisher *p, uint64_t n, ledger_hash *root_out, ak_err *err)
{
    arena tmp = {0};
    ledger_item *items;
    size_t width;
    buf bundle = buf_new(&tmp, BUNDLE_BYTES_MAX), said = buf_new(&tmp, SAID_BYTES_MAX);
    ak_code code = ledger_read(&items, &width, &tmp, p->l, n * TILE_WIDTH, err);
    ledger_hash leaves[TILE_WIDTH];
    for (size_t i = 0; code == AK_OK && i < width; i++) {
        put_entry(&bundle, items[i].entry);
        said_put(&said, items[i].said, items[i].said_n);
        leaves[i] = items[i].leaf;
    }
    char name[TILE_PATH_BYTES], said_path[TILE_PATH_BYTES + 8];
    tile_said_path(name, n);
    snprintf(said_path, sizeof said_path, "said/%s", name);
    if (code == AK_OK)
        code = buf_done(&said, err);
    if (code == AK_OK)
        code = put_tile(p, TILE_ENTRIES, n, (unsigned)width, buf_str(&bundle), err);
    if (code == AK_OK)
        code = disk_put(&p->l->disk, said_path, buf_str(&said), DISK_REPLACE, p->closed, err);
    str bytes = {(const char *)leaves, width * sizeof *leaves};
    if (code == AK_OK)
        code = put_tile(p, 0, n, (unsigned)width, bytes, err);
    if (code == AK_OK)
        merkle_root_of(root_out, leaves, width);
    arena_free(&tmp);
    return code;
}

/* Tiles of a level above 0 from the hashes that are new there; *up gets the roots of tiles that filled. */
static ak_code put_level(publisher *p, int level, const ledger_hash *fresh, size_t fresh_n, ledger_hash *up,
                         size_t *up_n, ak_err *err)
{
    uint64_t old = tile_level_size(p->from, level), count = old + fresh_n;
    ledger_hash tile[TILE_WIDTH];
    unsigned have = (unsigned)(old % TILE_WIDTH);
    if (have) {
        tile_reader *r = ARENA_NEW(&p->hashes_a, tile_reader);
        r->log_dir = p->l->log_dir;
        r->size = p->from;
        const ledger_hash *before;
        unsigned width;
        AK_TRY(tile_hashes(&before, &width, r, level, old / TILE_WIDTH, err));
        memcpy(tile, before, width * sizeof *tile);
    }
    *up_n = 0;
    size_t at = 0;
    for (uint64_t n = old / TILE_WIDTH; n * TILE_WIDTH < count; n++) {
        unsigned width = tile_width(count, n);
        memcpy(tile + have, fresh + at, (width - have) * sizeof *tile);
        at += width - have;
        have = 0;
        AK_TRY(put_tile(p, level, n, width, (str){(const char *)tile, width * sizeof *tile}, err));
        if (width == TILE_WIDTH)
            merkle_root_of(&up[(*up_n)++], tile, TILE_WIDTH);
    }
    return AK_OK;
}

typedef struct blocks_job {
    publisher *p;
    uint64_t first; /* block of slot 0 */
    ledger_hash *roots;
} blocks_job;

static ak_code block_chunk(void *payload, size_t i, arena *own, ak_err *err)
{
    (void)own;
    const blocks_job *job = payload;
    return put_block(job->p, job->first + i, &job->roots[i], err);
}

/* Blocks do not know of each other: many are put side by side, but where a test counts the steps. */
static ak_code put_blocks(publisher *p, ledger_hash *roots, uint64_t first, uint64_t blocks, ak_err *err)
{
    if (!p->open.now && !p->l->disk.hooks) {
        blocks_job job = {p, first, roots};
        arena tmp = {0};
        const char *unused;
        ak_code code = disk_stage_name(&unused, &p->l->disk, &tmp, err); /* the token is there for all */
        if (code == AK_OK)
            code = pool_map(&tmp, (size_t)blocks, block_chunk, &job, err);
        arena_free(&tmp);
        return code;
    }
    for (uint64_t i = 0; i < blocks; i++)
        AK_TRY(put_block(p, first + i, &roots[i], err));
    return AK_OK;
}

static ak_code put_all(publisher *p, ak_err *err)
{
    uint64_t first = p->from / TILE_WIDTH, blocks = (p->to + TILE_WIDTH - 1) / TILE_WIDTH - first;
    ledger_hash *fresh = ARENA_NEWS(&p->hashes_a, ledger_hash, (size_t)blocks);
    AK_TRY(put_blocks(p, fresh, first, blocks, err));
    size_t n = (size_t)(tile_level_size(p->to, 1) - tile_level_size(p->from, 1));
    for (int level = 1; level < TILE_LEVELS && n; level++) {
        ledger_hash *up = ARENA_NEWS(&p->hashes_a, ledger_hash, n / TILE_WIDTH + 2);
        size_t up_n;
        AK_TRY(put_level(p, level, fresh, n, up, &up_n, err));
        fresh = up;
        n = up_n;
    }
    return AK_OK;
}

/* Step 5: the folder N.p of a tile that is now full. */
static void drop_partial(publisher *p, int level, uint64_t n)
{
    arena tmp = {0};
    char name[TILE_PATH_BYTES];
    tile_path(name, level, n, TILE_WIDTH);
    const char *path = arena_printf(&tmp, "%s/%s.p", p->l->log_dir, name);
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

static void drop_partials(publisher *p)
{
    for (int level = 0; level < TILE_LEVELS; level++) {
        uint64_t before = tile_level_size(p->from, level), now = tile_level_size(p->to, level);
        if (before % TILE_WIDTH == 0 || now / TILE_WIDTH == before / TILE_WIDTH)
            continue;
        drop_partial(p, level, before / TILE_WIDTH);
        if (level == 0)
            drop_partial(p, TILE_ENTRIES, before / TILE_WIDTH);
    }
}

ak_code ledger_wal_new(ledger *l, ak_err *err)
{
    AK_TRY(disk_put(&l->disk, LEDGER_WAL_PATH, STR(""), DISK_REPLACE, DISK_PRIVATE, err));
    int fd = open(l->wal_path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return ak_fail_errno(err, "open", l->wal_path);
    ledger_wal_take(l, fd);
    return AK_OK;
}

/* One more line of private/heads; a head that cannot be noted is published all the same. */
static void note_head(const ledger *l, str head)
{
    arena tmp = {0};
    int fd = open(arena_printf(&tmp, "%s/%s", l->dir, LEDGER_HEADS_PATH),
                  O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    str text = base64_write(&tmp, head.p, head.n);
    const char *line = arena_printf(&tmp, "%.*s\n", (int)text.n, text.p);
    if (fd >= 0) {
        ssize_t written = write(fd, line, text.n + 1);
        (void)written;
        close(fd);
    }
    arena_free(&tmp);
}

/* Step 4, with a head of the tree that l->head_text is of or of a larger one. */
static ak_code put_head(ledger *l, str head, ak_err *err)
{
    AK_TRY(disk_put(&l->disk, LEDGER_CHECKPOINT_PATH, head, DISK_REPLACE, DISK_PUBLIC, err));
    arena fresh = {0};
    str kept = str_copy(&fresh, head);
    arena_free(&l->head_a);
    l->head_a = fresh;
    l->head_text = kept;
    note_head(l, head);
    return AK_OK;
}

/* Steps 2 to 4. */
static ak_code sign(publisher *p, ak_err *err)
{
    ledger *l = p->l;
    merkle_edge edge;
    ledger_hash want, have;
    merkle_edge_root(&want, &l->edge);
    AK_TRY(ledger_edge_read(&edge, l->log_dir, p->to, err));
    merkle_edge_root(&have, &edge);
    if (!ledger_hash_eq(&want, &have))
        return ak_fail(err, &LED_003, ak_arg_int((int64_t)p->to));
    AK_TRY(ledger_guard(l, err));
    str head = checkpoint_sign(&p->hashes_a, &l->key, p->to, &want);
    AK_TRY(disk_put(&l->disk, LEDGER_SIGNED_PATH, head, DISK_REPLACE, DISK_PRIVATE, err));
    bool enough = true;
    if (l->cosigner)
        AK_TRY(l->cosigner(&head, &enough, &p->hashes_a, l->cosigner_payload, l, head, err));
    l->waiting = !enough;
    if (!enough)
        return AK_OK;
    AK_TRY(put_head(l, head, err));
    l->published = p->to;
    l->published_root = want;
    l->pending.n = 0;
    return AK_OK;
}

ak_code ledger_publish(ledger *l, ak_err *err)
{
    if (!l->locked || l->frame)
        return ak_fail(err, &LED_030);
    if (l->edge.size == l->published)
        return AK_OK;
    bool now = l->edge.size - l->published < SYNC_ALL_FROM;
    publisher p = {
        .l = l, .from = l->published, .to = l->edge.size, .open = DISK_PUBLIC, .closed = DISK_PRIVATE};
    p.open.now = p.closed.now = now;
    ak_code code = put_all(&p, err);
    if (code == AK_OK && !now)
        disk_sync_all(&l->disk);
    if (code == AK_OK)
        code = sign(&p, err);
    if (code == AK_OK && !l->waiting)
        code = ledger_wal_new(l, err);
    if (code == AK_OK && !l->waiting)
        drop_partials(&p);
    arena_free(&p.hashes_a);
    return code;
}

void ledger_cosigner_set(ledger *l, ledger_cosigner *ask, void *payload)
{
    l->cosigner = ask;
    l->cosigner_payload = payload;
}

bool ledger_is_waiting(const ledger *l)
{
    return l->waiting;
}

ak_code ledger_head_put(ledger *l, str note_bytes, ak_err *err)
{
    arena tmp = {0};
    note now, wanted;
    if (!l->locked || l->frame)
        return ak_fail(err, &LED_030);
    ak_code code = note_read(&wanted, &tmp, note_bytes, err);
    if (code == AK_OK)
        code = note_read(&now, &tmp, l->head_text, err);
    if (code == AK_OK && !str_eq(now.text, wanted.text))
        code = ak_fail(err, &LED_112);
    if (code == AK_OK && !str_eq(l->head_text, note_bytes))
        code = put_head(l, note_bytes, err);
    arena_free(&tmp);
    return code;
}

#define HEADS_BYTES_MAX ((size_t)1 << 20) /* of the end of private/heads: about 3,000 heads */

/* The last bytes of the file, from the beginning of a line. */
static str heads_tail(arena *a, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return STR("");
    off_t from =
        fstat(fd, &st) == 0 && st.st_size > (off_t)HEADS_BYTES_MAX ? st.st_size - (off_t)HEADS_BYTES_MAX : 0;
    char *p = arena_alloc(a, HEADS_BYTES_MAX);
    ssize_t n = pread(fd, p, HEADS_BYTES_MAX, from);
    close(fd);
    str text = {p, n > 0 ? (size_t)n : 0};
    if (from)
        str_cut(&text, '\n');
    return text;
}

ak_code ledger_heads(str **notes_out, size_t *n_out, arena *a, const char *dir, size_t most, ak_err *err)
{
    (void)err;
    str rest = heads_tail(a, arena_printf(a, "%s/%s", dir, LEDGER_HEADS_PATH));
    size_t cap = 0, n = 0;
    for (size_t i = 0; i < rest.n; i++)
        cap += rest.p[i] == '\n';
    str *all = ARENA_NEWS(a, str, cap + 1);
    str before = STR("");
    while (rest.n) {
        str line = str_cut(&rest, '\n'), bytes;
        note read;
        if (!base64_read(a, &bytes, line) || note_read(&read, a, bytes, NULL) != AK_OK)
            continue;                        /* cut short by a crash */
        n -= n && str_eq(before, read.text); /* the same head, with more signatures */
        all[n++] = bytes;
        before = read.text;
    }
    *n_out = n < most ? n : most;
    *notes_out = all + (n - *n_out);
    return AK_OK;
}
