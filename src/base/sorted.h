/* sorted.h -- where a key begins among rows that are sorted by it.
 *
 * bsearch tells any of several equal rows; whoever reads on needs the first.
 */
#ifndef BASE_SORTED_H
#define BASE_SORTED_H

#include <stddef.h>
#include <stdint.h>

/* Index of the first row that is not before the key; n when all are.  O(log n).  key_at: offset of the int64
 * by which rows of `size` bytes are sorted. */
size_t sorted_first(const void *rows, size_t n, size_t size, size_t key_at, int64_t key);

#define SORTED_FIRST(rows, n, member, key)                                                                   \
    sorted_first((rows), (n), sizeof *(rows), offsetof(__typeof__(*(rows)), member), key)

/* The same by any order: order(row, key) < 0 while the row stands before the key. */
size_t sorted_first_by(const void *rows, size_t n, size_t size, const void *key,
                       int (*order)(const void *row, const void *key));

#endif
