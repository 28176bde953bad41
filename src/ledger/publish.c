/* publish.c -- from the WAL to files that anybody can serve, and the signature over them.
 *
 * The order, so that a crash anywhere leaves a log that goes on:
 *   1. entry bundles and tiles of every level: written aside, renamed to their place, *not* synced
 *   2. the right edge is read back and must give the root
 *   3. the head is signed into private/signed, durable: from then on no other root is ever signed for this
 *      size
 *   4. log/checkpoint by rename, durable
 *   5. when the WAL has grown enough: settle.c
 *
 * Why 1 needs no sync: all that is under the head lies in the WAL, durable before it was signed, and the
 * WAL is kept until settle.c has synced what was written here.  What a power cut takes of it the next
 * writer writes again before it does anything else (mend.c).  And why two heads of one size cannot be: a
 * frame that was durable is never dropped, so the root at its end is the same for whoever signs later,
 * with or without private/signed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/handle.h"
#include "ledger/ledger.h"
#include "ledger/rules.h"

/* A WAL of this size is given up for what was published: rarely enough that its cost does not count, early
 * enough that opening, which reads it, takes no time. */
#define SETTLE_BYTES ((uint64_t)1 << 17)

static const disk_mode unsynced = {0644, 0755, false};

static ak_code put_tile(void *payload, int level, uint64_t n, unsigned width, str bytes, ak_err *err)
{
    ledger *l = payload;
    char name[TILE_PATH_BYTES], path[TILE_PATH_BYTES + 8];
    tile_path(name, level, n, width);
    snprintf(path, sizeof path, "log/%s", name);
    return disk_put(&l->disk, path, bytes, DISK_KEEP, unsynced, err);
}

/* Several threads name temporary files: the token must be there before. */
static ak_code put_tiles(ledger *l, ak_err *err)
{
    arena tmp = {0};
    const char *unused;
    ak_code code = disk_stage_name(&unused, &l->disk, &tmp, err);
    if (code == AK_OK)
        code = ledger_tiles_make(l, l->published, l->edge.size, put_tile, l, err);
    arena_free(&tmp);
    return code;
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

/* A head of the tree that l->head_text is of or of a larger one, perhaps with lines of others behind it. */
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

/* Step 2. */
static ak_code edge_check(const ledger *l, const ledger_hash *want, ak_err *err)
{
    merkle_edge edge;
    ledger_hash have;
    AK_TRY(ledger_edge_read(&edge, l->log_dir, l->edge.size, l->edge.size, err));
    merkle_edge_root(&have, &edge);
    return ledger_hash_eq(want, &have) ? AK_OK : ak_fail(err, &LED_003, ak_arg_int((int64_t)l->edge.size));
}

/* Steps 3 and 4. */
static ak_code sign(ledger *l, arena *a, const ledger_hash *root, ak_err *err)
{
    AK_TRY(ledger_guard(l, err));
    str head;
    AK_TRY(ledger_head_sign(&head, a, l, l->edge.size, root, err));
    str out = head;
    AK_TRY(ledger_signed_put(l, head, err));
    bool enough = true;
    if (l->cosigner)
        AK_TRY(l->cosigner(&out, &enough, a, l->cosigner_payload, l, head, err));
    l->waiting = !enough;
    if (!enough)
        return AK_OK;
    AK_TRY(put_head(l, out, err));
    l->published = l->edge.size;
    l->published_root = *root;
    return AK_OK;
}

ak_code ledger_publish(ledger *l, ak_err *err)
{
    if (!l->locked || l->frame)
        return ak_fail(err, &LED_030);
    if (l->edge.size == l->published)
        return AK_OK;
    arena tmp = {0};
    ledger_hash root;
    merkle_edge_root(&root, &l->edge);
    ak_code code = put_tiles(l, err);
    if (code == AK_OK)
        code = edge_check(l, &root, err);
    if (code == AK_OK)
        code = sign(l, &tmp, &root, err);
    if (code == AK_OK && !l->waiting && l->wal_end >= SETTLE_BYTES)
        code = ledger_settle_wiping(l, false, err);
    arena_free(&tmp);
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
