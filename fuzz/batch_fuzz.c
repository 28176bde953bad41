/* batch_fuzz.c -- the file of a batch of events. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "record/batch_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena a = {0};
    batch b = {0};
    size_t bytes = 0;
    if (batch_unpack(&b, &a, (str){(const char *)data, n}, NULL) == AK_OK) {
        assert(b.n > 0);
        for (size_t i = 0; i < b.n; i++)
            bytes += b.events[i].n;
        assert(b.n <= BATCH_EVENTS_MAX);
        assert(bytes <= BATCH_BYTES_MAX + 4 * BATCH_EVENTS_MAX || bytes <= n); /* a bomb is refused */
        assert(bytes <= n || memcmp(data, "AKBATCH1", 8) == 0); /* what was erased from is not packed */
    }
    arena_free(&a);
    return 0;
}
