/* said_fuzz.c -- a said file or entry bundle that is accepted has exactly the bytes that would be written. */
#include "fuzz.h"
#include "ledger/entry.h"
#include "ledger/said.h"
#include "ledger/tile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    arena a = {0};
    unsigned width = data[0] + 1U;
    str in = {(const char *)data + 1, size - 1};
    said_entry said[TILE_WIDTH];
    str entries[TILE_WIDTH];
    if (said_split(said, width, &a, in)) {
        buf b = buf_new(&a, 0);
        for (unsigned i = 0; i < width; i++)
            said_put(&b, said[i].said, said[i].n);
        MUST(str_eq(buf_str(&b), in));
    }
    if (tile_bundle_split(entries, width, in)) {
        buf b = buf_new(&a, 0);
        for (unsigned i = 0; i < width; i++) {
            buf_add_char(&b, (char)(entries[i].n >> 8));
            buf_add_char(&b, (char)entries[i].n);
            buf_add_str(&b, entries[i]);
        }
        MUST(str_eq(buf_str(&b), in));
    }
    arena_free(&a);
    return 0;
}
