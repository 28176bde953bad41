/* tile.c -- the files of a log folder.
 *
 *     tile/L/N          256 hashes of 32 bytes: level L (0 = leaves), tile N; hash i of level L+1 is the
 *                       root of tile i of level L
 *     tile/L/N.p/W      a partial tile of W hashes, 1 .. 255
 *     tile/entries/N    256 entries, each a big-endian u16 length and its bytes
 *     tile/entries/N.p/W
 *
 * N in groups of three digits, all but the last with an x before: 1234067 is x001/x234/067.
 */
#include "ledger/tile.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/rules.h"

static size_t put_number(char *out, size_t room, uint64_t n, int groups_least)
{
    unsigned group[8];
    int groups = 0;
    do {
        group[groups++] = (unsigned)(n % 1000);
        n /= 1000;
    } while (n && groups < 8);
    while (groups < groups_least)
        group[groups++] = 0;
    size_t at = 0;
    for (int i = groups - 1; i >= 0; i--)
        at += (size_t)snprintf(out + at, room - at, i ? "x%03u/" : "%03u", group[i]);
    return at;
}

void tile_path(char out[static TILE_PATH_BYTES], int level, uint64_t n, unsigned width)
{
    size_t at = level == TILE_ENTRIES ? (size_t)snprintf(out, TILE_PATH_BYTES, "tile/entries/")
                                      : (size_t)snprintf(out, TILE_PATH_BYTES, "tile/%d/", level);
    at += put_number(out + at, TILE_PATH_BYTES - at, n, 1);
    if (width < TILE_WIDTH)
        snprintf(out + at, TILE_PATH_BYTES - at, ".p/%u", width);
}

void tile_said_path(char out[static TILE_PATH_BYTES], uint64_t n)
{
    put_number(out, TILE_PATH_BYTES, n, 2);
}

uint64_t tile_level_size(uint64_t size, int level)
{
    return level >= 8 ? 0 : size >> (8 * level);
}

unsigned tile_width(uint64_t count, uint64_t n)
{
    uint64_t from = n * TILE_WIDTH;
    if (count <= from)
        return 0;
    return count - from >= TILE_WIDTH ? TILE_WIDTH : (unsigned)(count - from);
}

/* Reads the file of that width, else the full one. */
static ak_code read_either(str *out, arena *a, const char *log_dir, int level, uint64_t n, unsigned width,
                           size_t bytes_max, ak_err *err)
{
    char name[TILE_PATH_BYTES];
    tile_path(name, level, n, width);
    const char *path = arena_printf(a, "%s/%s", log_dir, name);
    ak_code code = fs_read(out, a, path, bytes_max, err);
    if (code == AK_E_NOTFOUND && width < TILE_WIDTH) {
        tile_path(name, level, n, TILE_WIDTH);
        code = fs_read(out, a, arena_printf(a, "%s/%s", log_dir, name), bytes_max, err);
    }
    if (code != AK_OK)
        return ak_fail(err, &LED_008, path, N_("it is missing or too large"));
    return AK_OK;
}

ak_code tile_hashes(const ledger_hash **out, unsigned *width_out, tile_reader *r, int level, uint64_t n,
                    ak_err *err)
{
    unsigned width = level < TILE_LEVELS ? tile_width(tile_level_size(r->size, level), n) : 0;
    if (width == 0)
        return ak_fail(err, &LED_008, r->log_dir, N_("a hash behind its end was asked for"));
    if (!r->kept[level].held || r->kept[level].n != n || r->kept[level].width != width) {
        arena tmp = {0};
        str bytes;
        ak_code code =
            read_either(&bytes, &tmp, r->log_dir, level, n, width, sizeof(ledger_hash) * TILE_WIDTH, err);
        size_t want = width * sizeof(ledger_hash);
        if (code == AK_OK && bytes.n < want) {
            char name[TILE_PATH_BYTES];
            tile_path(name, level, n, width);
            code = ak_fail(err, &LED_008, name, N_("it is too short"));
        }
        if (code == AK_OK)
            memcpy(r->kept[level].hashes, bytes.p, want);
        arena_free(&tmp);
        AK_TRY(code);
        r->kept[level].held = true;
        r->kept[level].n = n;
        r->kept[level].width = width;
    }
    *out = r->kept[level].hashes;
    *width_out = width;
    return AK_OK;
}

ak_code tile_fetch(ledger_hash *out, void *reader, int level, uint64_t n, ak_err *err)
{
    int tile_level = level / 8;
    unsigned inside = (unsigned)(level % 8);
    uint64_t first = n << inside; /* of 2^inside hashes of that tile level */
    const ledger_hash *hashes = NULL;
    unsigned width = 0;
    AK_TRY(tile_hashes(&hashes, &width, reader, tile_level, first / TILE_WIDTH, err));
    unsigned at = (unsigned)(first % TILE_WIDTH);
    if (at + (1U << inside) > width)
        return ak_fail(err, &LED_008, ((tile_reader *)reader)->log_dir,
                       N_("a hash behind its end was asked for"));
    merkle_root_of(out, hashes + at, (size_t)1 << inside);
    return AK_OK;
}

bool tile_bundle_split(str *entries_out, unsigned width, str bundle)
{
    str rest = bundle;
    for (unsigned i = 0; i < width; i++) {
        if (rest.n < 2)
            return false;
        size_t n = (size_t)(unsigned char)rest.p[0] << 8 | (unsigned char)rest.p[1];
        if (rest.n - 2 < n)
            return false;
        entries_out[i] = (str){rest.p + 2, n};
        rest = (str){rest.p + 2 + n, rest.n - 2 - n};
    }
    return rest.n == 0;
}

bool tile_bundle_first(str *entries_out, unsigned width, str bundle)
{
    for (unsigned i = 0; i < width; i++) {
        size_t n = bundle.n < 2 ? SIZE_MAX : (size_t)(uint8_t)bundle.p[0] << 8 | (uint8_t)bundle.p[1];
        if (n == SIZE_MAX || bundle.n - 2 < n)
            return false;
        entries_out[i] = (str){bundle.p + 2, n};
        bundle = (str){bundle.p + 2 + n, bundle.n - 2 - n};
    }
    return true;
}

ak_code tile_bundle_read(str *out, unsigned *width_out, arena *a, const char *log_dir, uint64_t size,
                         uint64_t n, ak_err *err)
{
    unsigned width = tile_width(size, n);
    if (width == 0)
        return ak_fail(err, &LED_008, log_dir, N_("an entry behind its end was asked for"));
    AK_TRY(read_either(out, a, log_dir, TILE_ENTRIES, n, width, BUNDLE_BYTES_MAX, err));
    *width_out = width;
    return AK_OK;
}
