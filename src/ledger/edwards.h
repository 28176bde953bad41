/* edwards.h -- points of edwards25519 (RFC 8032 section 5.1) for checking signatures: public numbers only.
 *
 * A check asks for the point s B - h A.  Whoever asks it once goes the way of 253 doublings; who asks it a
 * million times of one A writes down the multiples of A and B, and then adds 64 points.  Nothing here takes
 * the same time for all numbers, so no secret may come near it: signing is libsodium's.
 */
#ifndef LEDGER_EDWARDS_H
#define LEDGER_EDWARDS_H

#include <stdbool.h>
#include <stdint.h>

#define EDWARDS_WINDOWS   32  /* digits of a scalar to the base 256, */
#define EDWARDS_MULTIPLES 128 /* each between -128 and 127 */

/* A number modulo 2^255 - 19, in five limbs to the base 2^51. */
typedef struct edwards_number {
    uint64_t limb[5];
} edwards_number;

/* y + x, y - x, 2 d x y of a point (x, y). */
typedef struct edwards_part {
    edwards_number plus, minus, product;
} edwards_part;

/* rows[i][k] is (k + 1) 256^i times the point. */
typedef struct edwards_table {
    edwards_part rows[EDWARDS_WINDOWS][EDWARDS_MULTIPLES];
} edwards_table;

/* Of an encoded point; false: the bytes are none.  Half a millisecond. */
bool edwards_table_of(edwards_table *out, const uint8_t point[static 32]);
/* Of the base point. */
void edwards_table_of_base(edwards_table *out);

/* The encoding of s times the point of `by` less h times the point of `less`; s and h little-endian, below
 * 2^254. */
void edwards_difference(uint8_t out[static 32], const edwards_table *by, const uint8_t s[static 32],
                        const edwards_table *less, const uint8_t h[static 32]);

#endif
