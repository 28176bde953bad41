/* rng.h -- random numbers as a function: f(seed, draw, dimension).
 *
 * No state, so draw 1,000,000 needs no draws before it, and any split over threads gives the same numbers
 * (D24).  The mixing is Philox-2x64 with 10 rounds (Salmon et al. 2011, "Parallel random numbers: as easy
 * as 1, 2, 3", SC11): counter = (draw, dimension), key = seed.  Not for secrets: these come from libsodium.
 */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

uint64_t rng_u64(uint64_t seed, uint64_t draw, uint64_t dimension);
/* Uniform in (0, 1), 53 bits, never 0 or 1. */
double rng_unit(uint64_t seed, uint64_t draw, uint64_t dimension);
/* Uniform in 0 .. n-1 without bias beyond 2^-64 * n; n > 0. */
uint64_t rng_below(uint64_t n, uint64_t seed, uint64_t draw, uint64_t dimension);
/* Standard normal by the inverse distribution function (Wichura 1988, AS 241): one dimension a number. */
double rng_normal(uint64_t seed, uint64_t draw, uint64_t dimension);

#endif
