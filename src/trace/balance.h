/* balance.h -- how much of a lot comes from where: mass through every step in proportion to what went in.
 * A step that put out more than it took in had inputs that nobody recorded: the excess is unknown.
 *
 *     weight(target) = 1
 *     weight of a lot    goes to the steps that made it, in proportion to what each put out
 *     weight of a step   goes to the lots that it took in, in proportion to their mass
 *
 * in topological order (Kahn), so each step is looked at once and paths are never counted one by one.  What
 * arrives at a step without inputs, or at a lot that no step made, has its origin there; where that place is
 * not known, where a mass in is not known, or where the record contradicts itself, it stays unknown.
 * Origins and unknown add up to 1.  Lots that `same` joins are one.
 */
#ifndef TRACE_BALANCE_H
#define TRACE_BALANCE_H

#include "trace/graph.h"

typedef enum trace_fault_kind {
    TRACE_FAULT_CYCLE,     /* a lot went into itself: the youngest edge of the ring counts as unknown */
    TRACE_FAULT_INVERSION, /* used before it was made: what was made later counts as unknown */
    TRACE_FAULT_AMOUNT,    /* several things in, of at least one the mass is not known */
    TRACE_FAULT_MAKERS,    /* made in several steps, of at least one the mass out is not known */
    TRACE_FAULT_EXCESS,    /* more mass out than in: the rest went in unrecorded */
    TRACE_FAULT_OVERDRAWN, /* more was taken of it than there was; told, changes nothing */
    TRACE_FAULTS
} trace_fault_kind;
extern const char *const trace_fault_words[TRACE_FAULTS];

typedef struct trace_fault {
    trace_fault_kind kind;
    uint32_t step;
    uint32_t thing;
    double share; /* of the target, that became unknown by it; 0 for OVERDRAWN */
} trace_fault;

/* Where the known history of a part begins. */
typedef struct trace_origin {
    uint32_t thing; /* the first lot */
    uint32_t step;  /* that created it; TRACE_NONE */
    double share;   /* of the target */
} trace_origin;

typedef struct trace_balance {
    const trace_origin
        *origins; /* by share, largest first; with or without a known place: the caller knows */
    size_t n;
    double unknown; /* by faults only */
    const trace_fault *faults;
    size_t faults_n;
    size_t lots, steps; /* looked at */
} trace_balance;

/* Where a part is followed no further, whatever went into it: made_by is the step that made it, TRACE_NONE if none. */
typedef struct trace_stop {
    bool (*at)(const void *payload, uint32_t thing, uint32_t made_by);
    const void *payload;
} trace_stop;

/* O(edges of the closure upstream). */
void trace_balance_until(trace_balance *out, arena *a, const trace_graph *g, uint32_t target,
                         const trace_stop *stop);
/* To the first lots. */
void trace_balance_of(trace_balance *out, arena *a, const trace_graph *g, uint32_t target);

#endif
