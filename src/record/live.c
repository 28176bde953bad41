/* live.c -- private/live.db: what is neither said nor derived: drafts, sessions, jobs. */
#include "base/asset.h"
#include "base/fs.h"
#include "record/workspace_private.h"

ak_code workspace_live(store **out, arena *a, const workspace *ws, ak_err *err)
{
    const char *path = workspace_path(a, ws, "private/live.db");
    AK_TRY(store_open(out, a, path, fs_is_file(path) ? STORE_WRITE : STORE_CREATE, err));
    return store_script(*out, asset_find("sql/live_schema.sql")->bytes, err);
}
