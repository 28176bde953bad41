/* asset.h -- files that the program carries in itself: tables of facts, pages, translations, fonts.
 *
 * tools/embed.c writes the table at build from the lists asset_files in data/meson.build, web/meson.build
 * and po/meson.build (one line a file).  Paths are those of the source tree: "data/units.csv",
 * "web/pages/product.html", "po/nb.mo"; files of the system are "system/NAME".
 */
#ifndef BASE_ASSET_H
#define BASE_ASSET_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

#define ASSET_BYTES_MAX ((size_t)16 << 20) /* a file that is read from disk instead */

typedef struct asset {
    const char *path;
    const char *mime;   /* with charset where it is text */
    const char *sha256; /* 64 hex digits: ETag, and the version of a table in results */
    const char *bytes;  /* a NUL behind the last */
    size_t size;
} asset;

/* Sorted by path. */
extern const asset asset_table[];
extern const size_t asset_count;

/* NULL when there is none.  O(log n). */
const asset *asset_find(const char *path);
str asset_text(const asset *file); /* its bytes; NULL gives an empty str */

/* The same from disk while somebody works on pages (--web-dir): DIR/path where that file exists, else the
 * embedded one; dir may be NULL.  What it reads lives in the arena.
 * AK_E_NOTFOUND, AK_E_LIMIT over ASSET_BYTES_MAX, AK_E_SYSTEM. */
AK_MUST_USE ak_code asset_load(asset *out, arena *a, const char *dir, const char *path, ak_err *err);

#endif
