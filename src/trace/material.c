/* material.c -- one material in a lot: how much, and where from. */
#include "trace/material.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

trace_place trace_place_of(const trace_world *w, const trace_origin *o)
{
    const trace_graph *g = w->graph;
    if (o->step != TRACE_NONE) {
        const trace_step *s = trace_step_of(g, o->step);
        if (s->place != TRACE_NONE)
            return (trace_place){trace_thing_id(g, s->place), s->sid, false};
    }
    str lot_id = trace_thing_id(g, o->thing);
    const trace_lots_row *lot = known_lot(w->known, lot_id);
    if (lot && lot->made_at.n)
        return (trace_place){lot->made_at, lot->has_sid ? lot->sid : 0, false};
    int64_t link = known_first(&w->known->supply_of, lot_id);
    if (link >= 0) {
        const trace_supplies_row *y = &w->known->supplies[link];
        return (trace_place){y->origin, y->sid, str_starts(y->origin, "country:")};
    }
    trace_place nowhere = {0};
    return nowhere;
}

typedef struct asked {
    const trace_world *w;
    const trace_material_test *test;
    known_stage stage;
} asked;

static bool is_of(const asked *q, uint32_t thing)
{
    const trace_lots_row *lot = known_lot(q->w->known, trace_thing_id(q->w->graph, thing));
    return lot && lot->product.n && q->test->is(q->test->payload, lot->product);
}

static bool at_stage(const asked *q, const trace_place *place)
{
    return place->id.n && known_stage_of(q->w->known, place->id) == q->stage;
}

/* A later stage ends at the nearest place that does it. */
static bool ends_here(const void *payload, uint32_t thing, uint32_t made_by)
{
    const asked *q = payload;
    if (q->stage == KNOWN_EXTRACTION || !is_of(q, thing))
        return false;
    trace_place place = trace_place_of(q->w, &(trace_origin){thing, made_by, 0});
    return at_stage(q, &place);
}

static int origin_order(const void *a, const void *b)
{
    const trace_material_origin *x = a;
    const trace_material_origin *y = b;
    if (x->share != y->share)
        return x->share > y->share ? -1 : 1;
    return str_cmp(x->place.id, y->place.id);
}

/* Shares of the lot by place; returns what its lots of the material weigh, of the lot. */
static double origins_by_place(trace_material *out, arena *a, const asked *q)
{
    const trace_balance *b = &out->balance;
    double all = 0;
    out->origins = ARENA_NEWS(a, trace_material_origin, b->n + 1);
    for (size_t i = 0; i < b->n; i++) {
        if (!is_of(q, b->origins[i].thing))
            continue;
        all += b->origins[i].share;
        trace_place place = trace_place_of(q->w, &b->origins[i]);
        if (!at_stage(q, &place))
            continue;
        size_t at = 0;
        while (at < out->n && !str_eq(out->origins[at].place.id, place.id))
            at++;
        if (at == out->n)
            out->origins[out->n++] = (trace_material_origin){place, 0};
        out->origins[at].share += b->origins[i].share;
    }
    return all;
}

void trace_material_of(trace_material *out, arena *a, const trace_world *w, uint32_t lot, str id,
                       const trace_material_test *test, known_stage stage)
{
    asked q = {w, test, stage};
    *out = (trace_material){.unknown = 1, .mass_mg = TRACE_AMOUNT_UNKNOWN, .content.share = -1};
    out->balance.unknown = 1;
    if (lot != TRACE_NONE)
        trace_balance_until(&out->balance, a, w->graph, lot, &(trace_stop){ends_here, &q});
    double found = origins_by_place(out, a, &q);
    const trace_lots_row *own = known_lot(w->known, id);
    if (own && own->product.n)
        out->content = known_content_of(w->known, a, own->product, test->is, test->payload);
    double content = out->content.share;
    int64_t lot_mg = trace_lot_mass_mg(w->known, id);
    if (content > 0 && lot_mg >= 0)
        out->mass_mg = llround(content * (double)lot_mg);
    double whole = content > 0 ? content : found + out->balance.unknown;
    double sum = 0;
    for (size_t i = 0; i < out->n; i++)
        sum += out->origins[i].share;
    whole = whole > sum ? whole : sum; /* events that bring more than the composition has room for */
    for (size_t i = 0; i < out->n; i++) {
        out->origins[i].share /= whole;
        out->unknown -= out->origins[i].share;
    }
    out->unknown = out->unknown > 1e-12 ? out->unknown : 0;
    if (out->n)
        qsort(out->origins, out->n, sizeof *out->origins, origin_order);
}
