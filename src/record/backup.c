/* backup.c -- a copy of the primary parts of a workspace, and a workspace out of such a copy. */
#include "record/backup_private.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup_sql.h"
#include "base/fs.h"
#include "ledger/note.h"
#include "ledger/erase.h"
#include "record/mirror.h"
#include "record/rules.h"
#include "record_sql.h"

#define MARK_WORD       "aktsom backup v1"
#define MARK_BYTES      4096
#define MARK_UNFINISHED "unfinished" /* in place of the root, with size 0, from the first file to the last */

/* Primary, and complete by itself.  live.db is copied through the store; the write-ahead log holds only
 * what waits for witnesses, once the ledger is settled; state, trace and cache are made again. */
static bool is_primary(const char *path)
{
    static const char *const folders[] = {"log", "said", "doc", "batch", "peers", "private"};
    static const char *const not_kept[] = {"private/lock",      "private/verified",    "private/stage",
                                           "private/live.db",   "private/live.db-wal", "private/live.db-shm",
                                           "private/state.lock"};
    size_t n = strcspn(path, "/");
    bool kept = false;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        kept |= strlen(folders[i]) == n && memcmp(folders[i], path, n) == 0;
    for (size_t i = 0; i < sizeof not_kept / sizeof *not_kept; i++) {
        size_t m = strlen(not_kept[i]);
        kept &= strncmp(path, not_kept[i], m) != 0 || (path[m] != '\0' && path[m] != '/');
    }
    return kept;
}

/* ---- The mark: which log, how far ---- */

static ak_code put_mark(const ledger *l, const char *dir, bool finished, ak_err *err)
{
    arena a = {0};
    char hex[65] = MARK_UNFINISHED;
    ledger_hash root;
    ledger_root(&root, l);
    if (finished)
        hex_write(hex, root.b, sizeof root.b);
    buf b = buf_new(&a, 0);
    buf_printf(&b, "%s\n%s\n%llu\n%s\n", MARK_WORD, str_c(&a, ledger_vkey(&a, l)),
               finished ? (unsigned long long)ledger_size(l) : 0, hex);
    ak_code code = fs_write(arena_printf(&a, "%s/%s", dir, BACKUP_MARK), buf_str(&b), 0600, err);
    arena_free(&a);
    return code;
}

/* Verifier key and size of the log that a backup is of; empty where there is none, size 0 where it is
 * unfinished. */
static str read_mark(uint64_t *size, arena *a, const char *dir)
{
    str text;
    ak_err none;
    *size = 0;
    if (fs_read(&text, a, arena_printf(a, "%s/%s", dir, BACKUP_MARK), MARK_BYTES, &none) != AK_OK ||
        !str_is(str_cut(&text, '\n'), MARK_WORD))
        return STR("");
    str vkey = str_cut(&text, '\n'), digits = str_cut(&text, '\n');
    (void)str_whole(size, digits, INT64_MAX); /* what is not a number is unfinished too */
    return vkey;
}

str backup_vkey(arena *a, const char *dir)
{
    uint64_t size;
    return read_mark(&size, a, dir);
}

bool backup_is_finished(arena *a, const char *dir)
{
    uint64_t size;
    read_mark(&size, a, dir);
    return size > 0;
}

bool backup_is_free(arena *a, const char *dir)
{
    fs_list list = {0};
    ak_err none;
    bool free = !fs_exists(dir) || fs_walk(&list, a, dir, 8, &none) == AK_OK;
    for (size_t i = 0; i < list.n; i++) /* but for a mark that a crash kept from its place */
        free &= strncmp(list.rows[i].path, "." BACKUP_MARK ".", sizeof BACKUP_MARK + 1) == 0;
    return free;
}

static ak_code absolute(const char **out, arena *a, const char *path, ak_err *err)
{
    char whole[PATH_MAX];
    if (!realpath(path, whole))
        return ak_fail_errno(err, "find", path);
    *out = arena_text(a, whole);
    return AK_OK;
}

/* ---- Making one ---- */

static ak_code copy_live(ctx *c, const char *to, ak_err *err)
{
    store *live = NULL;
    const char *path = arena_printf(c->a, "%s/private/live.db", to);
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(erase_file(path, err));
    return store_copy(live, path, err);
}

static ak_code make_locked(mirror_report *r, ctx *c, const char *to, ak_err *err)
{
    ledger *l = workspace_ledger(c->ws);
    AK_TRY(ledger_settle(l, err));
    AK_TRY(put_mark(l, to, false, err));
    AK_TRY(mirror(r, workspace_dir(c->ws), to, is_primary, err));
    AK_TRY(copy_live(c, to, err));
    AK_TRY(mirror_sync(to, err));
    return put_mark(l, to, true, err);
}

static ak_code remember(ctx *c, const char *path, ak_err *err)
{
    store *live = NULL;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    return backup_put_run(live, &(backup_put_params){.path = str_of(path), .made_at = str_of(c->now)}, NULL,
                          err);
}

ak_code backup_make(backup_report *out, ctx *c, const char *to, ak_err *err)
{
    ledger *l = workspace_ledger(c->ws);
    const char *path = "", *own = "";
    bool ours = backup_is_free(c->a, to);
    if (!ours)
        AK_TRY(ledger_vkey_is_own(&ours, l, backup_vkey(c->a, to), err));
    if (!ours)
        return ak_fail(err, &BAK_001, to);
    AK_TRY(fs_mkdirs(to, 0700, err));
    AK_TRY(absolute(&path, c->a, to, err));
    AK_TRY(absolute(&own, c->a, workspace_dir(c->ws), err));
    size_t n = strlen(own);
    if (strncmp(path, own, n) == 0 && (path[n] == '\0' || path[n] == '/'))
        return ak_fail(err, &BAK_005, path);
    mirror_report r = {0};
    /* remembered first: a copy that was begun is a copy that erasing must reach */
    AK_TRY(remember(c, path, err));
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    ak_code code = make_locked(&r, c, path, err);
    ledger_unlock(l);
    AK_TRY(code);
    char hex[65];
    ledger_hash root;
    ledger_root(&root, l);
    hex_write(hex, root.b, sizeof root.b);
    *out = (backup_report){.size = ledger_size(l),
                           .root = arena_text(c->a, hex),
                           .files = r.files,
                           .bytes = r.bytes,
                           .copied = r.copied,
                           .removed = r.removed};
    return AK_OK;
}

/* ---- Erasing in all of them ---- */

/* Size of the log behind the newest tombstone; 0 = nothing was ever erased. */
static ak_code erased_size(uint64_t *out, ctx *c, ak_err *err)
{
    record_last_tombstone_row row = {0};
    bool found = false;
    AK_TRY(record_last_tombstone_one(&row, &found, c->a, c->db, err));
    *out = found ? (uint64_t)row.behind : 0;
    return AK_OK;
}

ak_code backup_refresh(backup_known **out, size_t *n_out, ctx *c, ak_err *err)
{
    store *live = NULL;
    backup_each_row *rows;
    uint64_t behind, size;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(backup_each_all(&rows, n_out, c->a, live, err));
    AK_TRY(erased_size(&behind, c, err));
    *out = ARENA_NEWS(c->a, backup_known, *n_out);
    for (size_t i = 0; i < *n_out; i++) {
        backup_known *b = &(*out)[i];
        backup_report r;
        ak_err why; /* that one cannot be written is what the list says */
        *b = (backup_known){.path = str_c(c->a, rows[i].path), .made_at = str_c(c->a, rows[i].made_at)};
        str vkey = read_mark(&size, c->a, b->path);
        AK_TRY(ledger_vkey_is_own(&b->reached, workspace_ledger(c->ws), vkey, err));
        b->erased = b->reached && size >= behind;
        if (b->reached && !b->erased)
            b->erased = backup_make(&r, c, b->path, &why) == AK_OK;
    }
    return AK_OK;
}

ak_code backup_newest(const char **made_at, ctx *c, ak_err *err)
{
    store *live = NULL;
    backup_each_row *rows;
    size_t n;
    *made_at = NULL;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(backup_each_all(&rows, &n, c->a, live, err));
    for (size_t i = 0; i < n; i++) {
        const char *made = str_c(c->a, rows[i].made_at);
        if (!*made_at || strcmp(made, *made_at) > 0)
            *made_at = made;
    }
    return AK_OK;
}

/* As it was remembered, though the folder itself is gone. */
static const char *absolute_of_gone(arena *a, const char *path)
{
    char whole[PATH_MAX];
    if (realpath(path, whole))
        return arena_text(a, whole);
    char *above = arena_text(a, path);
    for (size_t n = strlen(above); n > 1 && above[n - 1] == '/';)
        above[--n] = '\0';
    char *slash = strrchr(above, '/');
    const char *name = slash ? slash + 1 : above;
    if (slash)
        *slash = '\0';
    return realpath(slash ? (*above ? above : "/") : ".", whole) ? arena_printf(a, "%s/%s", whole, name)
                                                                 : path;
}

ak_code backup_forget(ctx *c, const char *path, ak_err *err)
{
    store *live = NULL;
    int64_t changed = 0;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    backup_drop_params p = {str_of(absolute_of_gone(c->a, path))};
    AK_TRY(backup_drop_run(live, &p, &changed, err));
    return changed ? AK_OK : ak_fail(err, &BAK_003, path);
}
