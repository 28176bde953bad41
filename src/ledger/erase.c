/* erase.c -- taking out of said/ what was said.
 *
 * The new file is in place before the old one is overwritten (through a descriptor that was opened first):
 * a crash in between leaves either file whole, never a torn one, and a reader that opened the old one a
 * moment ago reads zeros at worst, which is refused, never half of a statement.
 */
#include "ledger/erase.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "ledger/bundle.h"
#include "ledger/handle.h"
#include "ledger/rules.h"
#include "ledger/said.h"

#define PEER_FILES_MAX ((size_t)1000000)

ak_code erase_open_file(int fd, const char *path, ak_err *err)
{
    static const char zeros[1 << 16];
    struct stat st;
    if (fstat(fd, &st) != 0)
        return ak_fail_errno(err, "look at", path);
    for (off_t at = 0; at < st.st_size;) {
        size_t n = st.st_size - at < (off_t)sizeof zeros ? (size_t)(st.st_size - at) : sizeof zeros;
        if (!disk_write_all(fd, zeros, n, at))
            return ak_fail_errno(err, "overwrite", path);
        at += (off_t)n;
    }
    return fsync(fd) == 0 ? AK_OK : ak_fail_errno(err, "sync", path);
}

ak_code erase_file(const char *path, ak_err *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT ? AK_OK : ak_fail_errno(err, "open", path);
    /* gone first, for good: whoever looks for it, after a power cut too, finds all of it or nothing */
    arena tmp = {0};
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_copy(&tmp, path, (size_t)(slash - path)) : ".";
    ak_code code = unlink(path) == 0 ? fs_sync_dir(folder, err) : ak_fail_errno(err, "remove", path);
    if (code == AK_OK)
        code = erase_open_file(fd, path, err);
    close(fd);
    arena_free(&tmp);
    return code;
}

ak_code erase_replace(const char *path, arena *a, str bytes, ak_err *err)
{
    const char *old = arena_printf(a, "%s.old", path);
    AK_TRY(erase_file(old, err)); /* of a writing that was cut short */
    bool had = link(path, old) == 0;
    AK_TRY(fs_write(path, bytes, 0600, err));
    return had ? erase_file(old, err) : AK_OK;
}

/* ---- One file of said/ ---- */

typedef struct eraser {
    disk *disk; /* of the folder */
    const erase_item *items;
    size_t n;
    bool look; /* only count */
} eraser;

/* Name of a disclosure, which is ["salt","name",value]; empty where it is of another form. */
static str name_of(arena *tmp, str disclosure)
{
    json *tree = NULL;
    ak_err none;
    if (json_read(&tree, tmp, disclosure, NULL, &none) != AK_OK || tree->kind != JSON_ARRAY || tree->n != 3)
        return STR("");
    const json *name = tree->first->next;
    return name->kind == JSON_STRING ? name->text : STR("");
}

static bool names(const erase_item *item, str name)
{
    for (size_t i = 0; i < item->names_n; i++)
        if (str_is(name, item->names[i]))
            return true;
    return item->names_n == 0;
}

static bool goes(const eraser *x, arena *tmp, uint64_t index, str disclosure)
{
    for (size_t i = 0; i < x->n; i++)
        if (!x->items[i].leaf && x->items[i].index == index &&
            (x->items[i].names_n == 0 || names(&x->items[i], name_of(tmp, disclosure))))
            return true;
    return false;
}

/* What stays of a file; *gone counts what does not. */
static ak_code less(buf *out, size_t *gone, arena *tmp, str file, uint64_t first, const eraser *x,
                    const char *path, ak_err *err)
{
    for (uint64_t index = first; file.n > 0; index++) {
        said_entry e;
        if (!said_take(&e, tmp, &file))
            return ak_fail(err, &LED_081, path);
        size_t kept = 0;
        for (size_t i = 0; i < e.n; i++)
            if (!goes(x, tmp, index, e.said[i]))
                e.said[kept++] = e.said[i];
        *gone += e.n - kept;
        said_put(out, e.said, kept);
    }
    return buf_done(out, err);
}

static ak_code erase_block(size_t *gone, eraser *x, arena *tmp, uint64_t block, ak_err *err)
{
    char name[TILE_PATH_BYTES];
    tile_said_path(name, block);
    const char *path = arena_printf(tmp, "said/%s", name),
               *whole = arena_printf(tmp, "%s/%s", x->disk->root, path);
    int old = open(whole, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (old < 0)
        return errno == ENOENT ? AK_OK : ak_fail_errno(err, "open", whole);
    str file;
    size_t now = 0;
    buf stays = buf_new(tmp, SAID_BYTES_MAX);
    ak_code code = fs_read(&file, tmp, whole, SAID_BYTES_MAX, err);
    if (code == AK_OK)
        code = less(&stays, &now, tmp, file, block * TILE_WIDTH, x, whole, err);
    if (code == AK_OK && now && !x->look) {
        code = disk_put(x->disk, path, buf_str(&stays), DISK_REPLACE, DISK_PRIVATE, err);
        if (code == AK_OK)
            code = erase_open_file(old, whole, err);
    }
    *gone += now;
    close(old);
    return code;
}

static ak_code erase_blocks(size_t *gone, disk *d, const erase_item *items, size_t n, bool look, ak_err *err)
{
    eraser x = {d, items, n, look};
    *gone = 0;
    ak_code code = AK_OK;
    for (size_t i = 0; code == AK_OK && i < n; i++) {
        uint64_t block = items[i].index / TILE_WIDTH;
        bool done = items[i].leaf != NULL;
        for (size_t k = 0; k < i; k++)
            done |= !items[k].leaf && items[k].index / TILE_WIDTH == block;
        arena tmp = {0};
        if (!done)
            code = erase_block(gone, &x, &tmp, block, err);
        arena_free(&tmp);
    }
    return code;
}

/* ---- Bundles of others ---- */

static size_t entry_less(bundle_entry *e, arena *tmp, const erase_item *item)
{
    size_t gone = 0;
    bool key = false;
    for (size_t k = 0; k < e->said_n; k++) {
        if (!e->said[k].p || !names(item, name_of(tmp, e->said[k])))
            continue;
        key |= str_is(name_of(tmp, e->said[k]), "body/batch_key");
        e->said[k] = (str){0};
        gone++;
    }
    if (key && e->file.p) { /* what is read with the key goes with it */
        e->file = (str){0};
        gone++;
    }
    return gone;
}

size_t erase_from_bundle(bundle *b, const erase_item *items, size_t n)
{
    size_t gone = 0;
    arena tmp = {0};
    for (size_t l = 0; l < b->logs_n; l++) {
        for (size_t i = 0; i < b->logs[l].entries_n; i++) {
            bundle_entry *e = &b->logs[l].entries[i];
            ledger_hash leaf;
            merkle_leaf(&leaf, e->entry.p, e->entry.n);
            for (size_t k = 0; k < n; k++)
                if (items[k].leaf && ledger_hash_eq(items[k].leaf, &leaf))
                    gone += entry_less(e, &tmp, &items[k]);
        }
    }
    arena_free(&tmp);
    return gone;
}

static ak_code erase_bundle(size_t *gone, eraser *x, arena *tmp, const char *path, ak_err *err)
{
    const char *whole = arena_printf(tmp, "%s/%s", x->disk->root, path);
    str file, stays;
    bundle b;
    int old = open(whole, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (old < 0)
        return ak_fail_errno(err, "open", whole);
    size_t now = 0;
    ak_code code = fs_read(&file, tmp, whole, BUNDLE_FILE_BYTES_MAX, err);
    if (code == AK_OK)
        code = bundle_read(&b, tmp, file, true, err);
    if (code == AK_OK)
        now = erase_from_bundle(&b, x->items, x->n);
    if (code == AK_OK && now && !x->look) {
        code = bundle_write(&stays, tmp, &b, err);
        if (code == AK_OK)
            code = disk_put(x->disk, path, stays, DISK_REPLACE, DISK_PRIVATE, err);
        if (code == AK_OK)
            code = erase_open_file(old, whole, err);
    }
    *gone += now;
    close(old);
    return code;
}

static ak_code erase_bundles(size_t *gone, disk *d, const erase_item *items, size_t n, bool look, ak_err *err)
{
    eraser x = {d, items, n, look};
    bool any = false;
    arena a = {0};
    fs_list files = {0};
    const char *peers = arena_printf(&a, "%s/peers", d->root);
    ak_code code = AK_OK;
    for (size_t i = 0; i < n; i++)
        any |= items[i].leaf != NULL;
    if (any && fs_is_dir(peers))
        code = fs_walk(&files, &a, peers, PEER_FILES_MAX, err);
    for (size_t i = 0; code == AK_OK && i < files.n; i++) {
        arena tmp = {0};
        if (files.rows[i].kind == FS_FILE && str_ends(str_of(files.rows[i].path), ".bundle"))
            code = erase_bundle(gone, &x, &tmp, arena_printf(&tmp, "peers/%s", files.rows[i].path), err);
        arena_free(&tmp);
    }
    arena_free(&a);
    return code;
}

ak_code ledger_erase(size_t *gone, ledger *l, const erase_item *items, size_t n, ak_err *err)
{
    *gone = 0;
    if (!l->locked || l->frame)
        return ak_fail(err, &LED_030);
    for (size_t i = 0; i < n; i++)
        if (!items[i].leaf && items[i].index >= l->published)
            return ak_fail(err, &LED_080, ak_arg_int((int64_t)items[i].index));
    AK_TRY(ledger_settle_wiping(l, true, err)); /* out of the WAL: after that they lie in said/ only */
    AK_TRY(erase_blocks(gone, &l->disk, items, n, false, err));
    return erase_bundles(gone, &l->disk, items, n, false, err);
}

ak_code ledger_erase_due(size_t *due, ledger *l, const erase_item *items, size_t n, ak_err *err)
{
    AK_TRY(erase_blocks(due, &l->disk, items, n, true, err));
    eraser x = {.items = items, .n = n};
    ak_code code = AK_OK;
    for (size_t i = 0; code == AK_OK && i < n; i++) {
        arena tmp = {0};
        ledger_item item = {0};
        if (!items[i].leaf && items[i].index >= l->settled &&
            items[i].index < l->edge.size) /* they lie in the WAL */
            code = ledger_entry(&item, &tmp, l, items[i].index, err);
        for (size_t k = 0; code == AK_OK && k < item.said_n; k++)
            *due += goes(&x, &tmp, items[i].index, item.said[k]);
        arena_free(&tmp);
    }
    AK_TRY(code);
    return erase_bundles(due, &l->disk, items, n, true, err);
}

ak_code erase_in_folder(size_t *gone, const char *dir, const erase_item *items, size_t n, ak_err *err)
{
    disk d = {.root = dir, .stage = dir, .token_fd = -1};
    ak_code code = erase_blocks(gone, &d, items, n, false, err);
    if (code == AK_OK)
        code = erase_bundles(gone, &d, items, n, false, err);
    disk_close(&d);
    return code;
}
