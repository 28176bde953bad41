/* graph.h -- who was made of what: things and the steps between them, as one graph with one interface.
 *
 *     thing A --600 kg--\
 *                        step --1600 kg--> thing C         a step has things in and things out
 *     thing B -1000 kg--/
 *
 * A thing is a lot, product, material, site, party or country; a step is an event (transformation,
 * creation, packing), a line of a composition, a standing supply link, or `same` between lots.  So lots,
 * bills of materials and supply chains are walked by the same code.  Numbers of things and steps are u32 in
 * the order of first appearance.
 *
 * Whoever walks asks by neighbours(side, keys[], n) and gets a span for each key.  The in-memory segment
 * here is one kind of store behind it; sealed segments on disk are another, behind the same interface.
 */
#ifndef TRACE_GRAPH_H
#define TRACE_GRAPH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define TRACE_NONE           UINT32_MAX
#define TRACE_AMOUNT_UNKNOWN INT64_C(-1)
#define TRACE_TIME_UNKNOWN   INT64_MIN

typedef enum trace_kind {
    TRACE_CREATED,     /* nothing in: commissioning, mining */
    TRACE_TRANSFORMED, /* in is used up, out is new */
    TRACE_PACKED,      /* in is inside out */
    TRACE_COMPOSED,    /* bill of materials: in is a part of out */
    TRACE_SUPPLIED,    /* standing link: out gets something from in */
    TRACE_MADE_BY,     /* out, a product, is made by in, a party */
    TRACE_SAME,        /* in and out are one lot under two names */
    TRACE_KINDS
} trace_kind;
extern const char *const trace_kind_words[TRACE_KINDS];

typedef struct trace_step {
    trace_kind kind;
    int64_t time_ms;  /* TRACE_TIME_UNKNOWN */
    uint32_t place;   /* thing: the site where it happened; TRACE_NONE */
    uint32_t item;    /* thing: what is supplied; TRACE_NONE */
    int64_t sid;      /* statement or batch it stands in; 0 = none */
    uint32_t ordinal; /* event of the batch */
} trace_step;

typedef enum trace_side {
    TRACE_MAKERS, /* keys are things: steps that put them out */
    TRACE_USERS,  /* keys are things: steps that take them in */
    TRACE_INPUTS, /* keys are steps: things in */
    TRACE_OUTPUTS /* keys are steps: things out */
} trace_side;

typedef struct trace_span {
    const uint32_t *ids;
    const int64_t *amounts_mg; /* beside ids; NULL for MAKERS and USERS; TRACE_AMOUNT_UNKNOWN */
    uint32_t n;
} trace_span;

typedef struct trace_graph trace_graph;

/* Spans of n keys; they live as long as the graph.  A key that the graph does not have gets an empty span. */
void trace_neighbours(trace_span *out, const trace_graph *g, trace_side side, const uint32_t *keys, size_t n);

uint32_t trace_things(const trace_graph *g);
uint32_t trace_steps(const trace_graph *g);
const trace_step *trace_step_of(const trace_graph *g, uint32_t step);

/* ---- Building ---- */

/* Everything lives in the arena. */
trace_graph *trace_graph_new(arena *a);
/* Number of the thing with this id; it is new where it is not there. */
uint32_t trace_thing(trace_graph *g, str id);
/* TRACE_NONE = not there. */
uint32_t trace_thing_find(const trace_graph *g, str id);
str trace_thing_id(const trace_graph *g, uint32_t thing);
/* Things without ids, 0 .. n-1: for numbers that come numbered. */
void trace_things_reserve(trace_graph *g, uint32_t n);
uint32_t trace_step_add(trace_graph *g, trace_step step);
/* To the step added last. amount_mg >= 0 or TRACE_AMOUNT_UNKNOWN. */
void trace_input(trace_graph *g, uint32_t thing, int64_t amount_mg);
void trace_output(trace_graph *g, uint32_t thing, int64_t amount_mg);
/* Makes the look-up from things to steps; nothing is added afterwards.  O(rows). */
void trace_graph_seal(trace_graph *g);

#endif
