/* closure.c -- breadth first over neighbours(). */
#include "trace/closure.h"

#include <string.h>

/* Bitmap in pages of 512 bytes that come with the first bit in them: what is met lies in clusters, and a page
 * that holds one bit costs no more than its zeroing. */
#define PAGE_BITS  12u
#define PAGE_WORDS ((1u << PAGE_BITS) / 64)

typedef struct bitmap {
    arena *a;
    uint64_t **pages;
} bitmap;

static bitmap bitmap_new(arena *a, uint32_t keys)
{
    return (bitmap){a, ARENA_NEWS(a, uint64_t *, ((size_t)keys >> PAGE_BITS) + 1)};
}

/* True where the key was not yet in. */
static inline bool bitmap_add(bitmap *b, uint32_t key)
{
    uint64_t **page = &b->pages[key >> PAGE_BITS];
    if (!*page)
        *page = ARENA_NEWS(b->a, uint64_t, PAGE_WORDS);
    uint64_t *word = &(*page)[(key & ((1u << PAGE_BITS) - 1)) >> 6];
    uint64_t bit = (uint64_t)1 << (key & 63);
    bool fresh = !(*word & bit);
    *word |= bit;
    return fresh;
}

typedef struct met {
    trace_met *rows;
    size_t n, cap;
} met;

static void *grown(arena *a, const void *old, size_t n, size_t cap, size_t item)
{
    void *p = arena_array(a, cap, item);
    if (n)
        memcpy(p, old, n * item);
    return p;
}

static inline void met_room(arena *a, met *m, size_t more)
{
    if (m->n + more <= m->cap)
        return;
    size_t cap = m->cap ? 2 * m->cap : 128;
    while (cap < m->n + more)
        cap *= 2;
    m->rows = grown(a, m->rows, m->n, cap, sizeof *m->rows);
    m->cap = cap;
}

#define BATCH 64 /* keys asked for at once: enough to hide what one answer waits for */

typedef struct walk {
    arena *a;
    const trace_graph *g;
    const trace_filter *filter;
    trace_side to_steps, to_things;
    bitmap things, steps;
    met met;
    uint32_t *step; /* met */
    size_t step_n, step_cap;
    uint64_t edges;
} walk;

static bool wanted(const walk *w, uint32_t step)
{
    if (!w->filter)
        return true;
    const trace_step *s = trace_step_of(w->g, step);
    if (w->filter->kinds && !(w->filter->kinds & (1u << s->kind)))
        return false;
    return w->filter->item == TRACE_NONE || s->kind != TRACE_SUPPLIED || s->item == w->filter->item;
}

static void step_met(walk *w, uint32_t step)
{
    if (w->step_n == w->step_cap) {
        w->step_cap = w->step_cap ? 2 * w->step_cap : 128;
        w->step = grown(w->a, w->step, w->step_n, w->step_cap, sizeof *w->step);
    }
    w->step[w->step_n++] = step;
}

/* All of a batch wait for memory at once, instead of one after the other. */
static inline void prefetch(const trace_span *span, size_t n)
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(span[i].ids);
}

/* Things behind the steps first .. step_n, whose own things stand at owner[]. */
static void things_behind(walk *w, const uint32_t *steps, const uint32_t *owner, size_t n)
{
    trace_span span[BATCH];
    trace_neighbours(span, w->g, w->to_things, steps, n);
    prefetch(span, n);
    for (size_t i = 0; i < n; i++) {
        met_room(w->a, &w->met, span[i].n);
        uint32_t depth = w->met.rows[owner[i]].depth + 1;
        w->edges += span[i].n;
        for (uint32_t k = 0; k < span[i].n; k++) {
            uint32_t thing = span[i].ids[k];
            if (!bitmap_add(&w->things, thing))
                continue;
            w->met.rows[w->met.n++] = (trace_met){thing, depth, steps[i], owner[i]};
        }
    }
}

/* Steps of the things at .. at+n, then what is behind them. */
static void expand(walk *w, size_t at, size_t n)
{
    trace_span span[BATCH];
    uint32_t steps[BATCH];
    uint32_t owner[BATCH];
    uint32_t keys[BATCH];
    size_t held = 0;
    for (size_t i = 0; i < n; i++)
        keys[i] = w->met.rows[at + i].thing;
    trace_neighbours(span, w->g, w->to_steps, keys, n);
    prefetch(span, n);
    for (size_t i = 0; i < n; i++) {
        w->edges += span[i].n;
        for (uint32_t k = 0; k < span[i].n; k++) {
            uint32_t step = span[i].ids[k];
            if (!bitmap_add(&w->steps, step) || !wanted(w, step))
                continue;
            step_met(w, step);
            steps[held] = step;
            owner[held++] = (uint32_t)(at + i);
            if (held == BATCH) {
                things_behind(w, steps, owner, held);
                held = 0;
            }
        }
    }
    things_behind(w, steps, owner, held);
}

void trace_closure_of(trace_closure *out, arena *a, const trace_graph *g, trace_direction direction,
                      const uint32_t *starts, size_t n, const trace_filter *filter)
{
    walk w = {
        .a = a,
        .g = g,
        .filter = filter,
        .to_steps = direction == TRACE_UP ? TRACE_MAKERS : TRACE_USERS,
        .to_things = direction == TRACE_UP ? TRACE_INPUTS : TRACE_OUTPUTS,
        .things = bitmap_new(a, trace_things(g)),
        .steps = bitmap_new(a, trace_steps(g)),
    };
    met_room(a, &w.met, n);
    for (size_t i = 0; i < n; i++) {
        if (starts[i] >= trace_things(g) || !bitmap_add(&w.things, starts[i]))
            continue;
        w.met.rows[w.met.n] = (trace_met){starts[i], 0, TRACE_NONE, (uint32_t)w.met.n};
        w.met.n++;
    }
    for (size_t at = 0; at < w.met.n;) {
        size_t batch = w.met.n - at < BATCH ? w.met.n - at : BATCH;
        expand(&w, at, batch);
        at += batch;
    }
    *out = (trace_closure){w.met.rows, w.met.n, w.step, w.step_n, w.edges};
}

static bool way_in(trace_way *out, arena *a, const trace_closure *c, trace_direction direction, uint32_t to)
{
    size_t at = 0;
    while (at < c->n && c->met[at].thing != to)
        at++;
    if (at == c->n)
        return false;
    size_t n = c->met[at].depth + 1;
    uint32_t *things = ARENA_NEWS(a, uint32_t, n);
    uint32_t *steps = ARENA_NEWS(a, uint32_t, n);
    for (size_t i = n; i-- > 0;) {
        things[i] = c->met[at].thing;
        if (i > 0)
            steps[i - 1] = c->met[at].via;
        at = c->met[at].from;
    }
    *out = (trace_way){direction, things, steps, n};
    return true;
}

bool trace_way_between(trace_way *out, arena *a, const trace_graph *g, uint32_t one, uint32_t other,
                       const trace_filter *filter)
{
    trace_closure c;
    trace_closure_of(&c, a, g, TRACE_UP, &one, 1, filter);
    if (way_in(out, a, &c, TRACE_UP, other))
        return true;
    trace_closure_of(&c, a, g, TRACE_DOWN, &one, 1, filter);
    return way_in(out, a, &c, TRACE_DOWN, other);
}
