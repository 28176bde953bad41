/* said.c -- the disclosures of 256 entries in one file (D12).
 *
 * said/x000/123 holds entries 256 * 123 .. 256 * 123 + 255, the last file those there are.  For each entry
 * in its order, little-endian:
 *
 *     u32          count of disclosures; 0 for a plain entry and for one of which nothing is left
 *     count times
 *       u32        length in bytes
 *       bytes      the disclosure as JSON text (entry.c)
 *
 * and nothing behind the last.  Found by position: there is no index.
 */
#include "ledger/said.h"

#include <string.h>

#include "ledger/bytes.h"
#include "ledger/entry.h"

void said_put(buf *out, const str *said, size_t n)
{
    bytes_put_u32(out, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        bytes_put_u32(out, (uint32_t)said[i].n);
        buf_add_str(out, said[i]);
    }
}

bool said_take(said_entry *out, arena *a, str *rest)
{
    uint32_t n;
    if (!bytes_take_u32(rest, &n) || n > ENTRY_PARTS_MAX || rest->n / 4 < n)
        return false;
    out->said = ARENA_NEWS(a, str, n);
    out->n = n;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t length;
        if (!bytes_take_u32(rest, &length) || length > rest->n)
            return false;
        out->said[i] = (str){rest->p, length};
        *rest = (str){rest->p + length, rest->n - length};
    }
    return true;
}

bool said_skip(str *rest)
{
    uint32_t n, length;
    if (!bytes_take_u32(rest, &n) || n > ENTRY_PARTS_MAX)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!bytes_take_u32(rest, &length) || length > rest->n)
            return false;
        *rest = (str){rest->p + length, rest->n - length};
    }
    return true;
}

bool said_split(said_entry *out, unsigned width, arena *a, str file)
{
    str rest = file;
    for (unsigned i = 0; i < width; i++)
        if (!said_take(&out[i], a, &rest))
            return false;
    return rest.n == 0;
}
