/* pool.h -- the one way to use several processors: map over chunks (D24).
 *
 * Chunk i writes slot i of what the caller handed in, with an arena of its own; results are joined in the
 * order of chunks, never of time.  So nothing that comes out depends on the number of threads.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include "base/arena.h"

/* What a chunk does.  own lives as long as the arena given to pool_map. */
typedef ak_code (*pool_fn)(void *payload, size_t i, arena *own, ak_err *err);

/* Runs fn(payload, 0) .. fn(payload, n - 1), each once, on up to pool_threads() threads (the caller's is
 * one).  On failure: the error of the lowest chunk that failed; chunks above it may not have run, all
 * below it have. */
AK_MUST_USE ak_code pool_map(arena *a, size_t n, pool_fn fn, void *payload, ak_err *err);
/* Processors this process may use, 1 .. 64. */
unsigned pool_threads(void);

#endif
