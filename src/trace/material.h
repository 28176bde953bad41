/* material.h -- one material in a lot: how much of it there is, and where it was dug up, refined or made, as the
 * events of its chain say.
 *
 * Followed are the lots of the chain that are made as the material itself.  For extraction each is followed to its
 * first lot; for a later stage to the nearest place that does that stage, and no further.  What the material weighs
 * in the lot is what the composition of the lot's product says; where that says nothing, what its lots weigh
 * together with all that the balance leaves unknown, so that nothing is traced to more than is certain.
 */
#ifndef TRACE_MATERIAL_H
#define TRACE_MATERIAL_H

#include "trace/balance.h"
#include "trace/build.h"

/* Where a first lot comes from: the place that created it, where its statement says it was made, or what a supply
 * link says of it. */
typedef struct trace_place {
    str id;      /* site, party or country:...; "" = not known */
    int64_t sid; /* statement that says it; 0 = none */
    bool country;
} trace_place;

trace_place trace_place_of(const trace_world *w, const trace_origin *o);

/* Which lots are of the material: told by what they are made as (id of a product or material). */
typedef struct trace_material_test {
    bool (*is)(const void *payload, str made_as);
    const void *payload;
} trace_material_test;

typedef struct trace_material_origin {
    trace_place place;
    double share; /* of the material in the lot */
} trace_material_origin;

typedef struct trace_material {
    trace_material_origin *origins; /* by place, each once, largest first */
    size_t n;
    double unknown;        /* origins and unknown add up to 1 */
    int64_t mass_mg;       /* of the material in the lot; TRACE_AMOUNT_UNKNOWN */
    known_content content; /* of the lot's product */
    trace_balance balance;
} trace_material;

/* lot: thing of the graph; id: of the lot. O(edges of the closure upstream). */
void trace_material_of(trace_material *out, arena *a, const trace_world *w, uint32_t lot, str id,
                       const trace_material_test *test, known_stage stage);

#endif
