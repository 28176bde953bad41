/* sorted.c -- where a key begins among rows that are sorted by it. */
#include "base/sorted.h"

#include <string.h>

size_t sorted_first(const void *rows, size_t n, size_t size, size_t key_at, int64_t key)
{
    const char *keys = (const char *)rows + key_at;
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int64_t at;
        memcpy(&at, keys + mid * size, sizeof at);
        if (at < key)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

size_t sorted_first_by(const void *rows, size_t n, size_t size, const void *key,
                       int (*order)(const void *row, const void *key))
{
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (order((const char *)rows + mid * size, key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}
