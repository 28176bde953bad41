/* state_file.c -- the file state.db: opened, built beside, put in place. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apply_sql.h"
#include "base/fs.h"
#include "record/family_state.h"
#include "record/rebuild.h"
#include "record/rules.h"
#include "record/workspace_private.h"

#define STAGE_FILES_MAX 100000
#define BUILD_CACHE_MIB 64 /* what is written in no order, and the sorting of indexes */

void state_close(workspace *ws)
{
    arena_free(&ws->state_mem);
    ws->db = NULL;
    ws->ap = NULL;
}

ak_code state_schema(store *db, str origin, ak_err *err)
{
    arena tmp = {0};
    ak_code code = store_begin(db, &tmp, err);
    if (code == AK_OK)
        code = store_script(db, family_schema, err);
    if (code == AK_OK)
        code = apply_meta_start_run(db, &(apply_meta_start_params){str_of(family_schema_digest)}, NULL, err);
    if (code == AK_OK)
        code = apply_origin_add_run(db, &(apply_origin_add_params){0, origin}, NULL, err);
    if (code == AK_OK)
        code = store_commit(db, err);
    arena_free(&tmp);
    return code;
}

/* Made by this program's schema, from this log? */
static bool fits(workspace *ws)
{
    arena tmp = {0};
    apply_meta_row meta = {0};
    bool found = false;
    bool ok = apply_meta_one(&meta, &found, &tmp, ws->db, NULL) == AK_OK && found &&
              str_is(meta.schema_digest, family_schema_digest) &&
              (uint64_t)meta.applied_size <= ledger_size(ws->l);
    if (ok && (uint64_t)meta.applied_size == ledger_size(ws->l)) {
        ledger_hash root;
        char hex[65];
        ledger_root(&root, ws->l);
        hex_write(hex, root.b, sizeof root.b);
        ok = str_is(meta.root, hex);
    }
    arena_free(&tmp);
    return ok;
}

ak_code state_open(bool *whole, workspace *ws, ak_err *err)
{
    state_close(ws);
    *whole = false;
    const char *path = workspace_path(&ws->state_mem, ws, "state.db");
    struct stat there;
    if (stat(path, &there) != 0)
        return AK_OK;
    ak_err ignored = {0};
    if (store_open(&ws->db, &ws->state_mem, path, STORE_WRITE, &ignored) != AK_OK || !fits(ws)) {
        state_close(ws);
        return AK_OK;
    }
    (void)err;
    ws->device = there.st_dev;
    ws->inode = there.st_ino;
    *whole = true;
    return AK_OK;
}

static ak_code build_into(arena *mem, workspace *ws, const char *path, uint64_t size, const progress *steps,
                          ak_err *err)
{
    store *db = NULL;
    applier *ap = NULL;
    AK_TRY(store_open(&db, mem, path, STORE_BUILD, err));
    AK_TRY(store_cache(db, BUILD_CACHE_MIB, err));
    AK_TRY(state_schema(db, ledger_origin(ws->l), err));
    AK_TRY(applier_new(&ap, mem, db, err));
    AK_TRY(apply_whole(ap, ws->l, size, steps, err));
    return store_built(db, err);
}

static void remove_store(const char *path)
{
    static const char *const parts[] = {"-wal", "-shm", ""};
    arena tmp = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        unlink(arena_printf(&tmp, "%s%s", path, parts[i]));
    arena_free(&tmp);
}

ak_code state_build(workspace *ws, const char *path, uint64_t size, const progress *steps, ak_err *err)
{
    arena mem = {0};
    remove_store(path);
    ak_code code = build_into(&mem, ws, path, size, steps, err);
    arena_free(&mem); /* closes, which folds the write-ahead file into the store */
    if (code != AK_OK)
        remove_store(path);
    return code;
}

ak_code state_hold(workspace *ws, ak_err *err)
{
    arena tmp = {0};
    const char *path = workspace_path(&tmp, ws, "private/state.lock");
    ak_code code = AK_OK;
    if (ws->hold_fd < 0) {
        ws->hold_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        int rc = ws->hold_fd < 0 ? -1 : 0;
        while (rc == 0 && (rc = flock(ws->hold_fd, LOCK_EX)) != 0 && errno == EINTR)
            rc = 0;
        if (rc != 0) {
            code = ak_fail_errno(err, "lock", path);
            state_let_go(ws);
        }
    }
    arena_free(&tmp);
    return code;
}

void state_let_go(workspace *ws)
{
    if (ws->hold_fd >= 0)
        close(ws->hold_fd);
    ws->hold_fd = -1;
}

/* Only the holder builds in private/stage: what else lies there of this kind is a dead one's, and may hold
 * what was erased since. */
static ak_code sweep_builds(arena *tmp, workspace *ws, ak_err *err)
{
    fs_list list;
    const char *stage = workspace_path(tmp, ws, "private/stage");
    AK_TRY(fs_mkdirs(stage, 0700, err));
    AK_TRY(fs_children(&list, tmp, stage, STAGE_FILES_MAX, err));
    for (size_t i = 0; i < list.n; i++)
        if (strncmp(list.rows[i].path, STATE_BUILD_NAME, strlen(STATE_BUILD_NAME)) == 0)
            unlink(arena_printf(tmp, "%s/%s", stage, list.rows[i].path));
    return AK_OK;
}

static ak_code put_in_place(workspace *ws, const char *fresh, ak_err *err)
{
    arena tmp = {0};
    const char *path = workspace_path(&tmp, ws, "state.db");
    bool whole = false;
    state_close(ws);
    /* a write-ahead file left there, or back after a power cut, would be read into the new store */
    remove_store(path);
    ak_code code = fs_sync_dir(ws->dir, err);
    if (code == AK_OK && rename(fresh, path) != 0)
        code = ak_fail_errno(err, "rename", fresh);
    if (code == AK_OK)
        code = state_open(&whole, ws, err);
    if (code == AK_OK && !whole)
        code = ak_fail(err, &REC_063, ak_arg_int((int64_t)ledger_size(ws->l)));
    arena_free(&tmp);
    return code;
}

ak_code workspace_rebuild(workspace *ws, const progress *steps, ak_err *err)
{
    arena tmp = {0};
    const char *fresh = arena_printf(&tmp, "%s/private/stage/" STATE_BUILD_NAME "fresh", ws->dir);
    ak_code code = state_hold(ws, err);
    if (code == AK_OK)
        code = sweep_builds(&tmp, ws, err);
    if (code == AK_OK)
        code = ledger_catch_up(ws->l, err);
    if (code == AK_OK)
        code = state_build(ws, fresh, 0, steps, err);
    if (code == AK_OK)
        code = put_in_place(ws, fresh, err);
    state_let_go(ws);
    if (code == AK_OK)
        code = workspace_read_self(ws, err);
    arena_free(&tmp);
    return code;
}

ak_code workspace_state_drop(workspace *ws, ak_err *err)
{
    arena tmp = {0};
    AK_TRY(state_hold(ws, err));
    state_close(ws);
    remove_store(workspace_path(&tmp, ws, "state.db"));
    arena_free(&tmp);
    return fs_sync_dir(ws->dir, err); /* a power cut must not bring it back when said/ has changed */
}

ak_code state_open_or_build(workspace *ws, const progress *steps, ak_err *err)
{
    bool whole = false;
    AK_TRY(state_open(&whole, ws, err));
    if (whole)
        return AK_OK;
    AK_TRY(state_hold(ws, err)); /* whoever held it may have built one meanwhile */
    ak_code code = state_open(&whole, ws, err);
    if (code == AK_OK && !whole)
        return workspace_rebuild(ws, steps, err);
    state_let_go(ws);
    return code;
}
