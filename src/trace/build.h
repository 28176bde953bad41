/* build.h -- the graph of everything that the record knows: lots by events, parts by bills of materials,
 * chains by supply links.
 *
 * Events come from their batches in the order of the record (D13).  An error declaration takes back the event
 * of its id; what was unpacked again is no longer inside; events of one transformation are one step.
 */
#ifndef TRACE_BUILD_H
#define TRACE_BUILD_H

#include "record/event.h"
#include "trace/graph.h"
#include "trace/known.h"

/* Where a lot was seen last, by events that make nothing. */
typedef struct trace_seen {
    uint32_t place; /* thing; TRACE_NONE = nowhere */
    int64_t time_ms;
} trace_seen;

/* An event as it was told; what an error declaration took back is not among them. */
typedef struct trace_event {
    event e;
    int64_t sid; /* of its batch */
} trace_event;

typedef struct trace_world {
    const known *known;
    trace_graph *graph;
    trace_seen *seen; /* by thing; seen_n of them */
    size_t seen_n;
    const trace_event *events; /* the oldest first */
    size_t events_n;
} trace_world;

/* Everything lives in c->a.  O(events). */
AK_MUST_USE ak_code trace_world_load(trace_world **out, ctx *c, ak_err *err);

/* Amount of a lot by its statement, else by pieces times the mass of its product; TRACE_AMOUNT_UNKNOWN. */
int64_t trace_lot_mass_mg(const known *k, str lot);

#endif
