/* bytes.h -- little-endian numbers in the ledger's own files. */
#ifndef LEDGER_BYTES_H
#define LEDGER_BYTES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

static inline void bytes_u64(uint8_t out[static 8], uint64_t v)
{
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)(v >> (8 * i));
}

static inline void bytes_put_u32(buf *b, uint32_t v)
{
    uint8_t out[4] = {(uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24)};
    buf_add(b, out, sizeof out);
}

static inline void bytes_put_u64(buf *b, uint64_t v)
{
    uint8_t out[8];
    bytes_u64(out, v);
    buf_add(b, out, sizeof out);
}

static inline bool bytes_take(str *rest, size_t n, uint64_t *out)
{
    if (rest->n < n)
        return false;
    uint64_t v = 0;
    for (size_t i = n; i-- > 0;)
        v = v << 8 | (unsigned char)rest->p[i];
    *rest = (str){rest->p + n, rest->n - n};
    *out = v;
    return true;
}

static inline bool bytes_take_u32(str *rest, uint32_t *out)
{
    uint64_t v;
    if (!bytes_take(rest, 4, &v))
        return false;
    *out = (uint32_t)v;
    return true;
}

#endif
