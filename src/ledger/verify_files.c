/* verify_files.c -- every file below log/, said/, doc/ and batch/: expected, and with the right bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/pool.h"
#include "ledger/rules.h"
#include "ledger/verify_inside.h"

#define FILES_MOST ((size_t)50000000)

static void file_fault(verifier *v, const ak_rule *rule, const char *path, uint64_t row)
{
    verify_fault(&v->r->faults, rule, path, row, NULL, NULL);
}

/* ---- which tile a name is ---- */

typedef struct tile_name {
    int level;
    uint64_t n;
    unsigned width;
} tile_name;

/* "x001/234": groups of three digits; whether they are the canonical ones is decided by writing them anew. */
static bool number_of(uint64_t *out, const char *text)
{
    *out = 0;
    for (const char *p = text; *p; p++) {
        if (*p == 'x' || *p == '/')
            continue;
        if (*p < '0' || *p > '9' || *out > UINT64_MAX / 16)
            return false;
        *out = *out * 10 + (uint64_t)(*p - '0');
    }
    return true;
}

static bool tile_name_read(tile_name *out, const char *path)
{
    char number[TILE_PATH_BYTES], again[TILE_PATH_BYTES];
    *out = (tile_name){.level = TILE_ENTRIES, .width = TILE_WIDTH};
    const char *p = path;
    if (strncmp(p, "tile/", 5) != 0 || strlen(path) >= sizeof number)
        return false;
    p += 5;
    if (strncmp(p, "entries/", 8) == 0) {
        p += 8;
    } else {
        if (*p < '0' || *p > '9')
            return false;
        char *end;
        out->level = (int)strtol(p, &end, 10);
        if (*end != '/' || out->level >= TILE_LEVELS)
            return false;
        p = end + 1;
    }
    snprintf(number, sizeof number, "%s", p);
    char *part = strstr(number, ".p/");
    if (part) {
        *part = '\0';
        out->width = (unsigned)strtoul(part + 3, NULL, 10);
        if (out->width == 0 || out->width >= TILE_WIDTH)
            return false;
    }
    if (!number_of(&out->n, number))
        return false;
    tile_path(again, out->level, out->n, out->width);
    return strcmp(again, path) == 0;
}

/* ---- what the tile must hold ---- */

/* Level 1 and above from the roots of blocks; only full subtrees below count hashes. */
typedef struct levels {
    ledger_hash *hashes[TILE_LEVELS]; /* [0] is not kept */
    uint64_t n[TILE_LEVELS];
} levels;

/* Leaves of block n of all that is committed. */
static bool block_leaves(ledger_hash *out, unsigned *width, arena *tmp, const verifier *v, uint64_t n,
                         str *entries)
{
    /* under the head: the files that were checked, whichever of them still stands */
    uint64_t size = v->head.size;
    *width = tile_width(size, n);
    str bundle;
    unsigned have = 0;
    if (*width) {
        if (tile_bundle_read(&bundle, &have, tmp, v->l->log_dir, size, n, NULL) != AK_OK ||
            !tile_bundle_split(entries, have, bundle))
            return false;
    }
    if (have < TILE_WIDTH && n * TILE_WIDTH + have < v->l->edge.size) {
        ledger_item *items;
        size_t items_n;
        if (ledger_read(&items, &items_n, tmp, v->l, n * TILE_WIDTH + have, NULL) != AK_OK)
            return false;
        for (size_t i = 0; i < items_n; i++)
            entries[have + i] = items[i].entry;
        have += (unsigned)items_n;
    }
    *width = have;
    for (unsigned i = 0; i < have; i++)
        merkle_leaf(&out[i], entries[i].p, entries[i].n);
    return have > 0;
}

/* Roots of blocks that are full only with what is pending. */
static void roots_complete(verifier *v, levels *lv)
{
    uint64_t blocks = v->l->edge.size / TILE_WIDTH;
    ledger_hash *all = ARENA_NEWS(v->a, ledger_hash, (size_t)blocks + 1);
    size_t n = v->roots_n < blocks ? v->roots_n : (size_t)blocks;
    memcpy(all, v->roots, n * sizeof *all);
    for (; n < blocks; n++) {
        arena tmp = {0};
        ledger_hash leaves[TILE_WIDTH];
        str entries[TILE_WIDTH];
        unsigned width;
        if (block_leaves(leaves, &width, &tmp, v, n, entries))
            merkle_root_of(&all[n], leaves, width);
        arena_free(&tmp);
    }
    lv->hashes[1] = all;
    lv->n[1] = blocks;
    for (int level = 2; level < TILE_LEVELS; level++) {
        lv->n[level] = lv->n[level - 1] / TILE_WIDTH;
        lv->hashes[level] = ARENA_NEWS(v->a, ledger_hash, (size_t)lv->n[level] + 1);
        for (uint64_t i = 0; i < lv->n[level]; i++)
            merkle_root_of(&lv->hashes[level][i], lv->hashes[level - 1] + i * TILE_WIDTH, TILE_WIDTH);
    }
}

static bool hashes_equal(str file, const ledger_hash *want, unsigned width)
{
    return file.n == width * sizeof *want && memcmp(file.p, want, file.n) == 0;
}

static bool bundle_equal(str file, const str *entries, unsigned width)
{
    str have[TILE_WIDTH];
    if (!tile_bundle_split(have, width, file))
        return false;
    for (unsigned i = 0; i < width; i++)
        if (!str_eq(have[i], entries[i]))
            return false;
    return true;
}

static bool tile_equal(const verifier *v, const levels *lv, const tile_name *t, str file, arena *tmp)
{
    if (t->level > 0)
        return hashes_equal(file, lv->hashes[t->level] + t->n * TILE_WIDTH, t->width);
    ledger_hash leaves[TILE_WIDTH];
    str entries[TILE_WIDTH];
    unsigned width;
    if (!block_leaves(leaves, &width, tmp, v, t->n, entries) || width < t->width)
        return false;
    return t->level == 0 ? hashes_equal(file, leaves, t->width) : bundle_equal(file, entries, t->width);
}

static uint64_t level_count(const levels *lv, uint64_t size, int level)
{
    if (level <= 0)
        return size;
    return level < TILE_LEVELS ? lv->n[level] : 0;
}

/* Did the block check look at this very file? */
static bool seen_by_block(const verifier *v, const tile_name *t)
{
    return t->level <= 0 && t->n >= v->r->from / TILE_WIDTH && t->width == tile_width(v->head.size, t->n);
}

static void tile_file_check(verifier *v, const levels *lv, const char *rel)
{
    const char *shown = arena_printf(v->a, "%s%s", v->log_prefix, rel);
    tile_name t;
    if (!tile_name_read(&t, rel) || t.width > tile_width(level_count(lv, v->l->edge.size, t.level), t.n)) {
        file_fault(v, &LED_061, shown, 0);
        return;
    }
    if (seen_by_block(v, &t))
        return;
    if (v->r->from && t.level <= 0 && t.n < v->r->from / TILE_WIDTH)
        return; /* quick: verified before */
    arena tmp = {0};
    str file;
    const char *path = arena_printf(&tmp, "%s/%s", v->l->log_dir, rel);
    if (fs_read(&file, &tmp, path, BUNDLE_BYTES_MAX, NULL) != AK_OK || !tile_equal(v, lv, &t, file, &tmp))
        file_fault(v, &LED_062, shown, 0);
    v->r->tiles++;
    arena_free(&tmp);
}

/* Tiles above level 0 that the head needs must be there; level 0 was looked for block by block. */
static void needed_tiles(verifier *v)
{
    for (int level = 1; level < TILE_LEVELS; level++) {
        uint64_t count = tile_level_size(v->head.size, level);
        for (uint64_t n = 0; n * TILE_WIDTH < count; n++) {
            char name[TILE_PATH_BYTES];
            tile_path(name, level, n, tile_width(count, n));
            if (!fs_is_file(arena_printf(v->a, "%s/%s", v->l->log_dir, name)))
                file_fault(v, &LED_060, arena_printf(v->a, "%s%s", v->log_prefix, name), 0);
        }
    }
}

static ak_code log_files(verifier *v, ak_err *err)
{
    levels lv = {0};
    roots_complete(v, &lv);
    needed_tiles(v);
    fs_list files;
    AK_TRY(fs_walk(&files, v->a, v->l->log_dir, FILES_MOST, err));
    for (size_t i = 0; i < files.n; i++) {
        const fs_entry *f = &files.rows[i];
        if (f->kind == FS_DIR || strcmp(f->path, "checkpoint") == 0)
            continue;
        if (f->kind == FS_OTHER)
            file_fault(v, &LED_061, arena_printf(v->a, "%s%s", v->log_prefix, f->path), 0);
        else
            tile_file_check(v, &lv, f->path);
    }
    return AK_OK;
}

/* ---- said/, doc/, batch/ ---- */

static ak_code walk(fs_list *out, verifier *v, const char *folder, ak_err *err)
{
    *out = (fs_list){0};
    const char *path = arena_printf(v->a, "%s/%s", v->dir, folder);
    if (!fs_is_dir(path))
        return AK_OK;
    return fs_walk(out, v->a, path, FILES_MOST, err);
}

static ak_code said_files(verifier *v, ak_err *err)
{
    fs_list files;
    AK_TRY(walk(&files, v, "said", err));
    uint64_t blocks = (v->l->edge.size + TILE_WIDTH - 1) / TILE_WIDTH;
    for (size_t i = 0; i < files.n; i++) {
        const char *path = files.rows[i].path;
        char again[TILE_PATH_BYTES];
        uint64_t n = 0;
        if (files.rows[i].kind == FS_DIR)
            continue;
        bool ok = files.rows[i].kind == FS_FILE && number_of(&n, path) && n < blocks;
        tile_said_path(again, n);
        if (!ok || strcmp(again, path) != 0)
            file_fault(v, &LED_061, arena_printf(v->a, "said/%s", path), 0);
    }
    return AK_OK;
}

typedef struct doc_job {
    const verifier *v;
    const fs_list *files;
    const ak_rule **wrong; /* [files->n] */
} doc_job;

static ak_code doc_check(void *payload, size_t i, arena *own, ak_err *err)
{
    (void)err;
    const doc_job *job = payload;
    const fs_entry *f = &job->files->rows[i];
    ledger_hash want = {0}, have = {0};
    if (f->kind == FS_DIR)
        return AK_OK;
    const char *name = strrchr(f->path, '/');
    if (f->kind != FS_FILE || !name || name - f->path != 2 || strncmp(f->path, name + 1, 2) != 0 ||
        !hex_read(want.b, sizeof want.b, str_of(name + 1)))
        job->wrong[i] = &LED_061;
    else if (fs_sha256(have.b, NULL, arena_printf(own, "%s/doc/%s", job->v->dir, f->path), NULL) != AK_OK ||
             !ledger_hash_eq(&want, &have))
        job->wrong[i] = &LED_070;
    return AK_OK;
}

static ak_code doc_files(verifier *v, ak_err *err)
{
    fs_list files;
    AK_TRY(walk(&files, v, "doc", err));
    if (files.n == 0)
        return AK_OK;
    arena tmp = {0};
    doc_job job = {v, &files, ARENA_NEWS(&tmp, const ak_rule *, files.n)};
    ak_code code = pool_map(&tmp, files.n, doc_check, &job, err);
    for (size_t i = 0; code == AK_OK && i < files.n; i++) {
        v->r->documents += files.rows[i].kind == FS_FILE;
        if (job.wrong[i])
            file_fault(v, job.wrong[i], arena_printf(v->a, "doc/%s", files.rows[i].path), 0);
    }
    arena_free(&tmp);
    return code;
}

/* What a batch holds is its owner's to check; here only that its name is a root. */
static ak_code batch_files(verifier *v, ak_err *err)
{
    fs_list files;
    AK_TRY(walk(&files, v, "batch", err));
    for (size_t i = 0; i < files.n; i++) {
        ledger_hash root;
        if (files.rows[i].kind == FS_FILE && hex_read(root.b, sizeof root.b, str_of(files.rows[i].path)))
            v->r->batches++;
        else
            file_fault(v, &LED_061, arena_printf(v->a, "batch/%s", files.rows[i].path), 0);
    }
    return AK_OK;
}

ak_code verify_files(verifier *v, ak_err *err)
{
    AK_TRY(log_files(v, err));
    if (!v->r->workspace)
        return AK_OK;
    AK_TRY(said_files(v, err));
    AK_TRY(doc_files(v, err));
    AK_TRY(batch_files(v, err));
    return verify_bundles(v, err);
}
