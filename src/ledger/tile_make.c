/* tile_make.c -- the tiles and bundles that a stretch of entries adds to a log, level by level. */
#include <string.h>

#include "base/pool.h"
#include "ledger/handle.h"

typedef struct maker {
    ledger *l;
    uint64_t from, to;
    ledger_tile_fn *fn;
    void *payload;
    arena a; /* hashes of the levels */
} maker;

static void put_entry(buf *b, str entry)
{
    buf_add_char(b, (char)(entry.n >> 8));
    buf_add_char(b, (char)entry.n);
    buf_add_str(b, entry);
}

static str bytes_of(const ledger_hash *h, size_t n)
{
    return (str){(const char *)h, n * sizeof *h};
}

/* Bundle and leaves of block n; *root_out goes up a level when the block is full. */
static ak_code make_block(const maker *m, uint64_t n, ledger_hash *root_out, ak_err *err)
{
    arena tmp = {0};
    ledger_item *items;
    size_t width;
    buf bundle = buf_new(&tmp, BUNDLE_BYTES_MAX);
    ledger_hash leaves[TILE_WIDTH];
    ak_code code = ledger_read(&items, &width, &tmp, m->l, n * TILE_WIDTH, err);
    if (code == AK_OK && width > m->to - n * TILE_WIDTH)
        width = (size_t)(m->to - n * TILE_WIDTH);
    for (size_t i = 0; code == AK_OK && i < width; i++) {
        put_entry(&bundle, items[i].entry);
        leaves[i] = items[i].leaf;
    }
    if (code == AK_OK)
        code = m->fn(m->payload, TILE_ENTRIES, n, (unsigned)width, buf_str(&bundle), err);
    if (code == AK_OK)
        code = m->fn(m->payload, 0, n, (unsigned)width, bytes_of(leaves, width), err);
    if (code == AK_OK)
        merkle_root_of(root_out, leaves, width);
    arena_free(&tmp);
    return code;
}

/* Tiles of a level above 0 from the hashes that are new there; *up gets the roots of tiles that filled. */
static ak_code make_level(maker *m, int level, const ledger_hash *fresh, size_t fresh_n, ledger_hash *up,
                          size_t *up_n, ak_err *err)
{
    uint64_t old = tile_level_size(m->from, level), count = old + fresh_n;
    ledger_hash tile[TILE_WIDTH];
    unsigned have = (unsigned)(old % TILE_WIDTH);
    if (have) {
        tile_reader *r = ARENA_NEW(&m->a, tile_reader);
        r->log_dir = m->l->log_dir;
        r->size = m->from;
        const ledger_hash *before;
        unsigned width;
        AK_TRY(tile_hashes(&before, &width, r, level, old / TILE_WIDTH, err));
        memcpy(tile, before, width * sizeof *tile);
    }
    *up_n = 0;
    size_t at = 0;
    for (uint64_t n = old / TILE_WIDTH; n * TILE_WIDTH < count; n++) {
        unsigned width = tile_width(count, n);
        memcpy(tile + have, fresh + at, (width - have) * sizeof *tile);
        at += width - have;
        have = 0;
        AK_TRY(m->fn(m->payload, level, n, width, bytes_of(tile, width), err));
        if (width == TILE_WIDTH)
            merkle_root_of(&up[(*up_n)++], tile, TILE_WIDTH);
    }
    return AK_OK;
}

typedef struct blocks_job {
    const maker *m;
    uint64_t first; /* block of slot 0 */
    ledger_hash *roots;
} blocks_job;

static ak_code block_chunk(void *payload, size_t i, arena *own, ak_err *err)
{
    (void)own;
    const blocks_job *job = payload;
    return make_block(job->m, job->first + i, &job->roots[i], err);
}

/* Blocks do not know of each other: several are made side by side, but where a test counts the steps. */
static ak_code make_blocks(maker *m, ledger_hash *roots, uint64_t first, uint64_t blocks, ak_err *err)
{
    blocks_job job = {m, first, roots};
    if (blocks > 1 && !m->l->disk.hooks)
        return pool_map(&m->a, (size_t)blocks, block_chunk, &job, err);
    for (uint64_t i = 0; i < blocks; i++)
        AK_TRY(make_block(m, first + i, &roots[i], err));
    return AK_OK;
}

static ak_code make_all(maker *m, ak_err *err)
{
    uint64_t first = m->from / TILE_WIDTH, blocks = (m->to + TILE_WIDTH - 1) / TILE_WIDTH - first;
    ledger_hash *fresh = ARENA_NEWS(&m->a, ledger_hash, (size_t)blocks);
    AK_TRY(make_blocks(m, fresh, first, blocks, err));
    size_t n = (size_t)(tile_level_size(m->to, 1) - tile_level_size(m->from, 1));
    for (int level = 1; level < TILE_LEVELS && n; level++) {
        ledger_hash *up = ARENA_NEWS(&m->a, ledger_hash, n / TILE_WIDTH + 2);
        size_t up_n;
        AK_TRY(make_level(m, level, fresh, n, up, &up_n, err));
        fresh = up;
        n = up_n;
    }
    return AK_OK;
}

ak_code ledger_tiles_make(ledger *l, uint64_t from, uint64_t to, ledger_tile_fn *fn, void *payload,
                          ak_err *err)
{
    maker m = {.l = l, .from = from, .to = to, .fn = fn, .payload = payload};
    ak_code code = make_all(&m, err);
    arena_free(&m.a);
    return code;
}
