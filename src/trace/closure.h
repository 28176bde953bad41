/* closure.h -- everything that a thing was made of, or went into; and the way from one to another.
 *
 * Level by level over neighbours(): things -> steps -> things.  What was met is remembered in a sparse
 * bitmap, so time and memory go with the answer, not with the graph.
 */
#ifndef TRACE_CLOSURE_H
#define TRACE_CLOSURE_H

#include "trace/graph.h"

typedef enum trace_direction { TRACE_UP, TRACE_DOWN } trace_direction; /* up: towards the mine */

typedef struct trace_met {
    uint32_t thing;
    uint32_t depth; /* steps from the start */
    uint32_t via;   /* step by which it was met; TRACE_NONE for the start */
    uint32_t from;  /* index in met from which it was met */
} trace_met;

typedef struct trace_closure {
    const trace_met *met; /* the start first, then in the order they were met: by distance */
    size_t n;
    const uint32_t *steps; /* met, in that order */
    size_t steps_n;
    uint64_t edges; /* looked at */
} trace_closure;

typedef struct trace_filter {
    uint32_t kinds; /* bit per trace_kind; 0 = all */
    uint32_t item;  /* supply of this thing only; TRACE_NONE = any */
} trace_filter;

/* filter may be NULL.  O(edges of the answer). */
void trace_closure_of(trace_closure *out, arena *a, const trace_graph *g, trace_direction direction,
                      const uint32_t *starts, size_t n, const trace_filter *filter);

/* Shortest way from a to b, upstream or else downstream: things[0] = a .. things[n-1] = b, steps between.
 * false = there is none. */
typedef struct trace_way {
    trace_direction direction;
    const uint32_t *things;
    const uint32_t *steps; /* n - 1 */
    size_t n;
} trace_way;
bool trace_way_between(trace_way *out, arena *a, const trace_graph *g, uint32_t one, uint32_t other,
                       const trace_filter *filter);

#endif
