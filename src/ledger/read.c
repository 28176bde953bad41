/* read.c -- entries, published or not, and finding them. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/bytes.h"
#include "ledger/handle.h"
#include "ledger/ledger.h"
#include "ledger/rules.h"
#include "ledger/said.h"

static ak_code damaged(arena *a, const ledger *l, const char *path, const char *why, ak_err *err)
{
    return ak_fail(err, &LED_008, arena_printf(a, "%s/%s", l->dir, path), why);
}

/* Settled entries from .. to - 1 of one block, from its bundle and its said file. */
static ak_code read_settled(ledger_item *out, arena *a, const ledger *l, uint64_t from, uint64_t to,
                            ak_err *err)
{
    uint64_t block = from / TILE_WIDTH;
    str bundle, said;
    unsigned width;
    AK_TRY(tile_bundle_read(&bundle, &width, a, l->log_dir, l->settled, block, err));
    str entries[TILE_WIDTH];
    if (!tile_bundle_split(entries, width, bundle) &&
        !tile_bundle_split(entries, width = TILE_WIDTH, bundle)) /* the full one, if the log grew */
        return damaged(a, l, "log/tile/entries", N_("an entry bundle is broken"), err);
    char name[TILE_PATH_BYTES];
    tile_said_path(name, block);
    const char *path = arena_printf(a, "%s/said/%s", l->dir, name);
    if (fs_read(&said, a, path, SAID_BYTES_MAX, NULL) != AK_OK)
        return damaged(a, l, arena_printf(a, "said/%s", name), N_("it is missing or too large"), err);
    str rest = said;
    for (uint64_t i = block * TILE_WIDTH; i < to; i++) {
        said_entry s = {0};
        if (i < from ? !said_skip(&rest) : !said_take(&s, a, &rest))
            return damaged(a, l, arena_printf(a, "said/%s", name), N_("it ends early"), err);
        if (i < from)
            continue;
        out[i - from] =
            (ledger_item){.index = i, .entry = entries[i % TILE_WIDTH], .said = s.said, .said_n = s.n};
        merkle_leaf(&out[i - from].leaf, out[i - from].entry.p, out[i - from].entry.n);
    }
    return AK_OK;
}

static bool read_at(int fd, char *p, size_t n, uint64_t at)
{
    while (n) {
        ssize_t got = pread(fd, p, n, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
        at += (uint64_t)got;
    }
    return true;
}

/* The same from the WAL, whose records of a block lie close to each other: one read. */
static ak_code read_pending(ledger_item *out, arena *a, const ledger *l, uint64_t from, uint64_t to,
                            ak_err *err)
{
    const wal_spot *first = &l->pending.spots[from - l->settled];
    const wal_spot *last = &l->pending.spots[to - 1 - l->settled];
    size_t n = (size_t)(last->at + last->bytes - first->at);
    char *bytes = arena_alloc(a, n);
    if (!read_at(l->wal_fd, bytes, n, first->at))
        return damaged(a, l, LEDGER_WAL_PATH, N_("it ends early"), err);
    for (uint64_t i = from; i < to; i++) {
        const wal_spot *spot = &l->pending.spots[i - l->settled];
        str rest = {bytes + (spot->at - first->at), (size_t)spot->bytes};
        uint32_t entry_bytes;
        said_entry s;
        bool ok = bytes_take_u32(&rest, &entry_bytes) && entry_bytes <= rest.n;
        ledger_item *item = &out[i - from];
        if (ok) {
            *item = (ledger_item){
                .index = i, .leaf = l->pending.leaves[i - l->settled], .entry = {rest.p, entry_bytes}
            };
            rest = (str){rest.p + entry_bytes, rest.n - entry_bytes};
            ok = said_take(&s, a, &rest);
        }
        if (!ok)
            return damaged(a, l, LEDGER_WAL_PATH, N_("an entry in it is broken"), err);
        item->said = s.said;
        item->said_n = s.n;
    }
    return AK_OK;
}

static ak_code read_range(ledger_item *out, arena *a, const ledger *l, uint64_t from, uint64_t to,
                          ak_err *err)
{
    uint64_t split = to < l->settled ? to : l->settled;
    if (from < split)
        AK_TRY(read_settled(out, a, l, from, split, err));
    uint64_t rest = from > split ? from : split;
    if (rest < to)
        AK_TRY(read_pending(out + (rest - from), a, l, rest, to, err));
    return AK_OK;
}

ak_code ledger_read(ledger_item **out, size_t *n_out, arena *a, const ledger *l, uint64_t first, ak_err *err)
{
    *n_out = 0;
    *out = NULL;
    uint64_t size = l->edge.size;
    if (first >= size)
        return AK_OK;
    uint64_t to = (first / TILE_WIDTH + 1) * TILE_WIDTH;
    if (to > size)
        to = size;
    ledger_item *items = ARENA_NEWS(a, ledger_item, (size_t)(to - first));
    AK_TRY(read_range(items, a, l, first, to, err));
    *out = items;
    *n_out = (size_t)(to - first);
    return AK_OK;
}

ak_code ledger_entry(ledger_item *out, arena *a, const ledger *l, uint64_t index, ak_err *err)
{
    if (index >= l->edge.size)
        return ak_fail(err, &LED_040, ak_arg_int((int64_t)index), ak_arg_int((int64_t)l->edge.size));
    return read_range(out, a, l, index, index + 1, err);
}

/* ---- finding ---- */

typedef struct wanted {
    ledger_hash prefix;
    size_t digits;
    uint64_t found;
    int n;
} wanted;

static void look(wanted *w, const ledger_hash *leaf, uint64_t index)
{
    if (memcmp(leaf->b, w->prefix.b, w->digits / 2) != 0)
        return;
    if (w->digits % 2 && leaf->b[w->digits / 2] >> 4 != w->prefix.b[w->digits / 2] >> 4)
        return;
    w->found = index;
    w->n++;
}

ak_code ledger_find(uint64_t *index_out, const ledger *l, str leaf_prefix, ak_err *err)
{
    char hex[2 * SHA256_BYTES + 1];
    memset(hex, '0', sizeof hex - 1);
    wanted w = {.digits = leaf_prefix.n};
    bool ok = leaf_prefix.n >= 8 && leaf_prefix.n <= 2 * SHA256_BYTES;
    if (ok)
        memcpy(hex, leaf_prefix.p, leaf_prefix.n);
    arena tmp = {0};
    const char *shown = str_c(&tmp, leaf_prefix);
    ak_code code = AK_OK;
    if (!ok || !hex_read(w.prefix.b, sizeof w.prefix.b, (str){hex, 2 * SHA256_BYTES}))
        code = ak_fail(err, &LED_041, shown);
    tile_reader *r = ARENA_NEW(&tmp, tile_reader);
    r->log_dir = l->log_dir;
    r->size = l->settled;
    for (uint64_t at = 0; code == AK_OK && at < l->settled; at += TILE_WIDTH) {
        const ledger_hash *hashes;
        unsigned width;
        code = tile_hashes(&hashes, &width, r, 0, at / TILE_WIDTH, err);
        for (unsigned i = 0; code == AK_OK && i < width; i++)
            look(&w, &hashes[i], at + i);
    }
    for (size_t i = 0; i < l->pending.n; i++)
        look(&w, &l->pending.leaves[i], l->settled + i);
    if (code == AK_OK && w.n == 0)
        code = ak_fail(err, &LED_042, shown);
    if (code == AK_OK && w.n > 1)
        code = ak_fail(err, &LED_043, shown);
    arena_free(&tmp);
    *index_out = w.found;
    return code;
}
