/* mend.c -- files of log/ that a power cut took, written again from the WAL.
 *
 * publish.c does not sync tiles: until settle.c has, they may be missing, too short or zero in places
 * after a power cut.  The first writer to take the lock compares all that the entries in the WAL gave, and
 * writes again what is so. A file that is wrong in another way was changed, not lost: it is left for
 * verify to name.  So with the twins of the last signed head, of which one may be torn.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/handle.h"

#define SECTOR_BYTES 512 /* a disk writes these whole or not at all */
#define HEADS_MOST   1024

typedef struct mender {
    ledger *l;
    uint64_t *sizes; /* of heads that were published: their partial tiles stay */
    size_t sizes_n;
} mender;

static bool zeros(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

/* Every sector of what is there is right or was never written. */
static bool torn(str have, str want)
{
    if (have.n > want.n)
        return false;
    for (size_t at = 0; at < have.n; at += SECTOR_BYTES) {
        size_t n = have.n - at < SECTOR_BYTES ? have.n - at : SECTOR_BYTES;
        if (memcmp(have.p + at, want.p + at, n) != 0 && !zeros(have.p + at, n))
            return false;
    }
    return true;
}

static ak_code mend_file(const mender *m, int level, uint64_t n, unsigned width, str want, ak_err *err)
{
    arena tmp = {0};
    char name[TILE_PATH_BYTES];
    str have = STR("");
    tile_path(name, level, n, width);
    const char *path = arena_printf(&tmp, "log/%s", name),
               *whole = arena_printf(&tmp, "%s/%s", m->l->dir, path);
    ak_code code = fs_read(&have, &tmp, whole, BUNDLE_BYTES_MAX, NULL);
    bool lost = code == AK_E_NOTFOUND || (code == AK_OK && !str_eq(have, want) && torn(have, want));
    code = AK_OK;
    if (lost)
        code = disk_put(&m->l->disk, path, want, DISK_REPLACE, (disk_mode){0644, 0755, false}, err);
    arena_free(&tmp);
    return code;
}

/* Widths that the folder N.p has. */
static void widths_there(bool out[static TILE_WIDTH], const ledger *l, int level, uint64_t n, unsigned most)
{
    arena tmp = {0};
    char name[TILE_PATH_BYTES];
    tile_path(name, level, n, TILE_WIDTH);
    DIR *dir = opendir(arena_printf(&tmp, "%s/%s.p", l->log_dir, name));
    for (struct dirent *e; dir && (e = readdir(dir));) {
        unsigned long width = strtoul(e->d_name, NULL, 10);
        if (width > 0 && width < TILE_WIDTH && width <= most)
            out[width] = true;
    }
    if (dir)
        closedir(dir);
    arena_free(&tmp);
}

/* The first `width` of what a wider tile holds. */
static str narrower(str bytes, int level, unsigned width)
{
    if (level != TILE_ENTRIES)
        return (str){bytes.p, width * sizeof(ledger_hash)};
    size_t at = 0;
    for (unsigned i = 0; i < width; i++)
        at += 2 + ((size_t)(unsigned char)bytes.p[at] << 8 | (unsigned char)bytes.p[at + 1]);
    return (str){bytes.p, at};
}

static ak_code mend_tile(void *payload, int level, uint64_t n, unsigned width, str bytes, ak_err *err)
{
    const mender *m = payload;
    bool want[TILE_WIDTH + 1] = {false};
    widths_there(want, m->l, level, n, width);
    char name[TILE_PATH_BYTES];
    arena tmp = {0};
    tile_path(name, level, n, TILE_WIDTH);
    want[TILE_WIDTH] = width == TILE_WIDTH && fs_exists(arena_printf(&tmp, "%s/%s", m->l->log_dir, name));
    arena_free(&tmp);
    for (size_t i = 0; i < m->sizes_n; i++)
        want[tile_width(tile_level_size(m->sizes[i], level < 0 ? 0 : level), n)] = true;
    ak_code code = AK_OK;
    for (unsigned w = 1; w <= width && code == AK_OK; w++)
        if (want[w])
            code = mend_file(m, level, n, w, narrower(bytes, level, w), err);
    return code;
}

/* Heads since the WAL began, as far as private/heads has them, and the one that is out. */
static ak_code sizes_read(mender *m, arena *a, ak_err *err)
{
    str *notes;
    size_t n;
    AK_TRY(ledger_heads(&notes, &n, a, m->l->dir, HEADS_MOST, err));
    m->sizes = ARENA_NEWS(a, uint64_t, n + 1);
    m->sizes[m->sizes_n++] = m->l->published;
    for (size_t i = 0; i < n; i++) {
        note read;
        checkpoint at;
        if (note_read(&read, a, notes[i], NULL) == AK_OK && checkpoint_read(&at, read.text, NULL) == AK_OK &&
            at.size > m->l->settled && at.size < m->l->published)
            m->sizes[m->sizes_n++] = at.size;
    }
    return AK_OK;
}

ak_code ledger_mend(ledger *l, ak_err *err)
{
    arena tmp = {0};
    mender m = {.l = l};
    ak_code code = AK_OK;
    const char *unused;
    if (l->settled < l->edge.size) {
        code = disk_stage_name(&unused, &l->disk, &tmp, err); /* the token is there for all threads */
        if (code == AK_OK)
            code = sizes_read(&m, &tmp, err);
        if (code == AK_OK)
            code = ledger_tiles_make(l, l->settled, l->edge.size, mend_tile, &m, err);
    }
    if (code == AK_OK)
        code = ledger_signed_mend(l, err);
    l->mended = code == AK_OK;
    arena_free(&tmp);
    return code;
}
