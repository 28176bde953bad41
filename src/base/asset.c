/* asset.c -- files that the program carries in itself. */
#include "base/asset.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/sha256.h"

static int path_order(const void *key, const void *row)
{
    return strcmp(key, ((const asset *)row)->path);
}

const asset *asset_find(const char *path)
{
    return bsearch(path, asset_table, asset_count, sizeof asset_table[0], path_order);
}

str asset_text(const asset *file)
{
    return file ? (str){file->bytes, file->size} : STR("");
}

/* The path comes from a URL in part: it may not leave the folder. */
static bool path_is_plain(const char *path)
{
    return path[0] != '/' && strstr(path, "..") == NULL;
}

ak_code asset_load(asset *out, arena *a, const char *dir, const char *path, ak_err *err)
{
    const asset *embedded = asset_find(path);
    const char *file = dir && path_is_plain(path) ? arena_printf(a, "%s/%s", dir, path) : NULL;
    if (!file || !fs_is_file(file)) {
        if (!embedded)
            return ak_fail(err, &FIL_001, path);
        *out = *embedded;
        return AK_OK;
    }
    str bytes;
    AK_TRY(fs_read(&bytes, a, file, ASSET_BYTES_MAX, err));
    unsigned char digest[SHA256_BYTES];
    sha256_of(digest, bytes.p, bytes.n);
    char *hex = arena_alloc(a, 2 * SHA256_BYTES + 1);
    hex_write(hex, digest, SHA256_BYTES);
    *out = (asset){
        .path = arena_text(a, path),
        .mime = embedded ? embedded->mime : "application/octet-stream",
        .sha256 = hex,
        .bytes = bytes.p,
        .size = bytes.n,
    };
    return AK_OK;
}
