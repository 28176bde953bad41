/* tile.h -- the files of a log folder: where each lies, and the hashes in them (C2SP tlog-tiles). */
#ifndef LEDGER_TILE_H
#define LEDGER_TILE_H

#include "base/arena.h"
#include "base/str.h"
#include "ledger/merkle.h"

#define TILE_WIDTH       256
#define TILE_LEVELS      8    /* 256^8 entries is more than there will be */
#define TILE_ENTRIES     (-1) /* level of the entry bundles */
#define TILE_PATH_BYTES  64
#define BUNDLE_BYTES_MAX ((size_t)TILE_WIDTH * (2 + 65535))

/* "tile/0/x001/234.p/5": level TILE_ENTRIES gives "tile/entries/..."; width TILE_WIDTH has no ".p". */
void tile_path(char out[static TILE_PATH_BYTES], int level, uint64_t n, unsigned width);
/* "x000/123", "x001/x234/067": block n of said/ (D12). */
void tile_said_path(char out[static TILE_PATH_BYTES], uint64_t n);

/* Hashes that level holds for a tree of that size: floor(size / 256^level). */
uint64_t tile_level_size(uint64_t size, int level);
/* Width of tile n of a level that holds count hashes; 0 = no such tile. */
unsigned tile_width(uint64_t count, uint64_t n);

/* Reads hashes of a published tree.  One reader for one thread; keeps the newest tile of each level. */
typedef struct tile_reader {
    const char *log_dir;
    uint64_t size; /* entries under the checkpoint */
    struct {
        bool held;
        uint64_t n;
        unsigned width;
        ledger_hash hashes[TILE_WIDTH];
    } kept[TILE_LEVELS];
} tile_reader;

/* The tile as it stands for a tree of r->size; width hashes.  A partial tile that is gone because the full
 * one stands (the log grew) is read from that.  LED-008 when it cannot be read or is too short. */
AK_MUST_USE ak_code tile_hashes(const ledger_hash **out, unsigned *width_out, tile_reader *r, int level,
                                uint64_t n, ak_err *err);
/* merkle_fetch with a tile_reader as payload. */
AK_MUST_USE ak_code tile_fetch(ledger_hash *out, void *reader, int level, uint64_t n, ak_err *err);

/* Splits a bundle of exactly width entries; false when lengths do not fit its size. */
bool tile_bundle_split(str *entries_out, unsigned width, str bundle);
/* The first width entries of a bundle that may hold more: the full one stands in the place of a partial one. */
bool tile_bundle_first(str *entries_out, unsigned width, str bundle);
/* The bundle file n for a tree of that size, with the same fall-back. */
AK_MUST_USE ak_code tile_bundle_read(str *out, unsigned *width_out, arena *a, const char *log_dir,
                                     uint64_t size, uint64_t n, ak_err *err);

#endif
