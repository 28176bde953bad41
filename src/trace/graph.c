/* graph.c -- the in-memory segment: rows of each step one behind the other, and an index back to the steps.
 *
 *     row_at[s] .. row_at[s+1]      rows of step s         (one such pair of arrays in, one out)
 *     back_at[t] .. back_at[t+1]    steps of thing t
 *
 * A walk touches per edge one sequential id and, for a thing or step not met before, one offset.
 */
#include "trace/graph.h"

#include <assert.h>
#include <string.h>

#include "record/strmap.h"

const char *const trace_kind_words[TRACE_KINDS] = {
    "created", "transformed", "packed", "composed", "supplied", "made_by", "same",
};

/* Array of u32 or int64 that grows in an arena. */
typedef struct column {
    void *p;
    size_t n, cap;
    size_t item;
} column;

typedef struct half { /* inputs, or outputs */
    column row_at;    /* u32, steps + 1 */
    column thing;     /* u32 */
    column amount;    /* int64 */
    uint32_t *back_at;
    uint32_t *back;
} half;

struct trace_graph {
    arena *a;
    strmap names;
    column ids; /* str by thing */
    uint32_t things;
    column step; /* trace_step */
    half in, out;
    bool sealed;
};

static void *column_add(arena *a, column *c)
{
    if (c->n == c->cap) {
        size_t cap = c->cap ? 2 * c->cap : 256;
        void *p = arena_array(a, cap, c->item);
        if (c->n)
            memcpy(p, c->p, c->n * c->item);
        c->p = p;
        c->cap = cap;
    }
    return (char *)c->p + c->item * c->n++;
}

static void add_u32(arena *a, column *c, uint32_t x)
{
    memcpy(column_add(a, c), &x, sizeof x);
}

static const uint32_t *u32s(const column *c)
{
    return c->p;
}

trace_graph *trace_graph_new(arena *a)
{
    trace_graph *g = ARENA_NEW(a, trace_graph);
    g->a = a;
    g->names.a = a;
    g->ids.item = sizeof(str);
    g->step.item = sizeof(trace_step);
    half *halves[2] = {&g->in, &g->out};
    for (int i = 0; i < 2; i++) {
        halves[i]->row_at.item = sizeof(uint32_t);
        halves[i]->thing.item = sizeof(uint32_t);
        halves[i]->amount.item = sizeof(int64_t);
        add_u32(a, &halves[i]->row_at, 0);
    }
    return g;
}

uint32_t trace_thing(trace_graph *g, str id)
{
    const int64_t *known = strmap_get(&g->names, id);
    if (known)
        return (uint32_t)*known;
    uint32_t n = g->things++;
    str kept = str_copy(g->a, id);
    memcpy(column_add(g->a, &g->ids), &kept, sizeof kept);
    strmap_put(&g->names, kept, n);
    return n;
}

uint32_t trace_thing_find(const trace_graph *g, str id)
{
    const int64_t *known = strmap_get(&g->names, id);
    return known ? (uint32_t)*known : TRACE_NONE;
}

str trace_thing_id(const trace_graph *g, uint32_t thing)
{
    return thing < g->ids.n ? ((const str *)g->ids.p)[thing] : (str){"", 0};
}

void trace_things_reserve(trace_graph *g, uint32_t n)
{
    if (g->things < n)
        g->things = n;
}

uint32_t trace_step_add(trace_graph *g, trace_step step)
{
    assert(!g->sealed);
    memcpy(column_add(g->a, &g->step), &step, sizeof step);
    add_u32(g->a, &g->in.row_at, (uint32_t)g->in.thing.n);
    add_u32(g->a, &g->out.row_at, (uint32_t)g->out.thing.n);
    return (uint32_t)g->step.n - 1;
}

static void row_add(trace_graph *g, half *h, uint32_t thing, int64_t amount_mg)
{
    assert(g->step.n > 0);
    assert(thing < g->things);
    add_u32(g->a, &h->thing, thing);
    memcpy(column_add(g->a, &h->amount), &amount_mg, sizeof amount_mg);
    ((uint32_t *)h->row_at.p)[g->step.n] = (uint32_t)h->thing.n;
}

void trace_input(trace_graph *g, uint32_t thing, int64_t amount_mg)
{
    row_add(g, &g->in, thing, amount_mg);
}

void trace_output(trace_graph *g, uint32_t thing, int64_t amount_mg)
{
    row_add(g, &g->out, thing, amount_mg);
}

/* Steps by thing: count, sum up, fill; in the order of the steps. */
static void half_seal(trace_graph *g, half *h)
{
    h->back_at = ARENA_NEWS(g->a, uint32_t, (size_t)g->things + 2);
    h->back = ARENA_NEWS(g->a, uint32_t, h->thing.n + 1);
    const uint32_t *thing = u32s(&h->thing);
    for (size_t i = 0; i < h->thing.n; i++)
        h->back_at[thing[i] + 2]++;
    for (size_t t = 0; t < g->things; t++)
        h->back_at[t + 2] += h->back_at[t + 1];
    const uint32_t *row_at = u32s(&h->row_at);
    for (uint32_t s = 0; s < g->step.n; s++) {
        for (uint32_t i = row_at[s]; i < row_at[s + 1]; i++)
            h->back[h->back_at[thing[i] + 1]++] = s;
    }
}

void trace_graph_seal(trace_graph *g)
{
    half_seal(g, &g->in);
    half_seal(g, &g->out);
    g->sealed = true;
}

uint32_t trace_things(const trace_graph *g)
{
    return g->things;
}

uint32_t trace_steps(const trace_graph *g)
{
    return (uint32_t)g->step.n;
}

const trace_step *trace_step_of(const trace_graph *g, uint32_t step)
{
    assert(step < g->step.n);
    return &((const trace_step *)g->step.p)[step];
}

static void things_of(trace_span *out, const trace_graph *g, const half *h, const uint32_t *keys, size_t n)
{
    const uint32_t *at = u32s(&h->row_at);
    const uint32_t *thing = u32s(&h->thing);
    const int64_t *amount = h->amount.p;
    for (size_t i = 0; i < n; i++) {
        uint32_t k = keys[i];
        if (k >= g->step.n)
            out[i] = (trace_span){0};
        else
            out[i] = (trace_span){thing + at[k], amount + at[k], at[k + 1] - at[k]};
    }
}

static void steps_of(trace_span *out, const trace_graph *g, const half *h, const uint32_t *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t k = keys[i];
        if (k >= g->things)
            out[i] = (trace_span){0};
        else
            out[i] = (trace_span){h->back + h->back_at[k], NULL, h->back_at[k + 1] - h->back_at[k]};
    }
}

void trace_neighbours(trace_span *out, const trace_graph *g, trace_side side, const uint32_t *keys, size_t n)
{
    assert(g->sealed);
    switch (side) {
    case TRACE_MAKERS:
        steps_of(out, g, &g->out, keys, n);
        break;
    case TRACE_USERS:
        steps_of(out, g, &g->in, keys, n);
        break;
    case TRACE_INPUTS:
        things_of(out, g, &g->in, keys, n);
        break;
    case TRACE_OUTPUTS:
        things_of(out, g, &g->out, keys, n);
        break;
    }
}
