/* live.c -- private/live.db: what is neither said nor derived.  Today: drafts. */
#include "base/fs.h"
#include "record/workspace_private.h"

static const char live_schema[] = "CREATE TABLE IF NOT EXISTS draft (\n"
                                  "  number INTEGER PRIMARY KEY,\n"
                                  "  family TEXT NOT NULL,               -- as it was typed\n"
                                  "  words TEXT NOT NULL,                -- name=value, parted by U+001E\n"
                                  "  made_at TEXT NOT NULL               -- moment\n"
                                  ") STRICT;\n";

ak_code workspace_live(store **out, arena *a, const workspace *ws, ak_err *err)
{
    const char *path = workspace_path(a, ws, "private/live.db");
    AK_TRY(store_open(out, a, path, fs_is_file(path) ? STORE_WRITE : STORE_CREATE, err));
    return store_script(*out, live_schema, err);
}
