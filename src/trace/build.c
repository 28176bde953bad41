/* build.c -- the graph of everything that the record knows. */
#include "trace/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/unit.h"
#include "record/batch.h"
#include "record/event.h"

#define BATCHES_AT_ONCE 1000

typedef struct held_event {
    event e;
    int64_t sid;
    uint32_t ordinal;
    bool taken;   /* told already as part of an earlier event's transformation */
    int64_t next; /* further event of the same transformation; -1 = none */
} held_event;

typedef struct building {
    ctx *c;
    trace_world *w;
    held_event *events;
    size_t n, cap;
    strmap wrong;    /* ids of events that did not happen so */
    strmap unpacked; /* parent, line feed, child -> index of the event that took it out */
} building;

int64_t trace_lot_mass_mg(const known *k, str lot)
{
    const trace_lots_row *l = known_lot(k, lot);
    if (!l)
        return TRACE_AMOUNT_UNKNOWN;
    if (l->has_quantity_mg)
        return l->quantity_mg;
    const trace_products_row *p = l->product.p ? known_product(k, l->product) : NULL;
    int64_t pieces = l->has_quantity_pieces ? l->quantity_pieces : 1;
    int64_t mg = 0;
    if (!p || !p->has_mass_mg || __builtin_mul_overflow(p->mass_mg, pieces, &mg))
        return TRACE_AMOUNT_UNKNOWN;
    return mg;
}

/* Mass of an item of an event: as said there, else what the record says of the lot. */
static int64_t item_mass_mg(const known *k, const event_item *item)
{
    const unit *u = item->amount.n ? unit_find(item->unit) : NULL;
    decimal d;
    int64_t mg;
    if (u && strcmp(u->dimension, "mass") == 0 && decimal_read_plain(&d, item->amount, NULL) == AK_OK &&
        unit_base_int(&mg, NULL, d, u, NULL) == AK_OK && mg >= 0)
        return mg;
    int64_t pieces = 1;
    const trace_lots_row *l = known_lot(k, item->id);
    const trace_products_row *p = l && l->product.p ? known_product(k, l->product) : NULL;
    if (item->amount.n && item->unit.n == 0 && p && p->has_mass_mg &&
        decimal_read_plain(&d, item->amount, NULL) == AK_OK && decimal_scaled(&pieces, d, 0, NULL) == AK_OK &&
        pieces >= 0 && !__builtin_mul_overflow(p->mass_mg, pieces, &mg))
        return mg;
    return item->amount.n ? TRACE_AMOUNT_UNKNOWN : trace_lot_mass_mg(k, item->id);
}

static uint32_t place_of(building *b, const event *e)
{
    str place = e->place.n ? e->place : e->read_point;
    return place.n ? trace_thing(b->w->graph, known_canon(b->w->known, place)) : TRACE_NONE;
}

static uint32_t step_of(building *b, const held_event *h, trace_kind kind)
{
    return trace_step_add(b->w->graph, (trace_step){.kind = kind,
                                                    .time_ms = h->e.time_ms,
                                                    .place = place_of(b, &h->e),
                                                    .item = TRACE_NONE,
                                                    .sid = h->sid,
                                                    .ordinal = h->ordinal});
}

static void items_in(building *b, const event_items *items)
{
    for (size_t i = 0; i < items->n; i++)
        trace_input(b->w->graph, trace_thing(b->w->graph, items->rows[i].id),
                    item_mass_mg(b->w->known, &items->rows[i]));
}

static void items_out(building *b, const event_items *items)
{
    for (size_t i = 0; i < items->n; i++)
        trace_output(b->w->graph, trace_thing(b->w->graph, items->rows[i].id),
                     item_mass_mg(b->w->known, &items->rows[i]));
}

static str packing_key(building *b, str parent, str child)
{
    return str_of(arena_printf(b->c->a, "%.*s\n%.*s", (int)parent.n, parent.p, (int)child.n, child.p));
}

static bool was_unpacked(building *b, const held_event *h, str child)
{
    const int64_t *all = strmap_get(&b->unpacked, packing_key(b, h->e.parent, STR("")));
    const int64_t *one = strmap_get(&b->unpacked, packing_key(b, h->e.parent, child));
    int64_t ordinal = h - b->events;
    bool by_one = one && b->events[*one].e.time_ms >= h->e.time_ms && *one != ordinal;
    bool by_all = all && b->events[*all].e.time_ms >= h->e.time_ms && *all != ordinal;
    return by_one || by_all;
}

static void packing_step(building *b, held_event *h)
{
    if (h->e.action != EVENT_ADD || h->e.parent.n == 0)
        return;
    step_of(b, h, TRACE_PACKED);
    for (size_t i = 0; i < h->e.items.n; i++) {
        const event_item *child = &h->e.items.rows[i];
        if (!was_unpacked(b, h, child->id))
            trace_input(b->w->graph, trace_thing(b->w->graph, child->id), item_mass_mg(b->w->known, child));
    }
    trace_output(b->w->graph, trace_thing(b->w->graph, h->e.parent),
                 trace_lot_mass_mg(b->w->known, h->e.parent));
}

static void event_step(building *b, held_event *h)
{
    switch (h->e.type) {
    case EVENT_OBJECT:
        if (h->e.action != EVENT_ADD)
            break;
        step_of(b, h, TRACE_CREATED);
        items_out(b, &h->e.items);
        break;
    case EVENT_TRANSFORMATION:
        step_of(b, h, TRACE_TRANSFORMED);
        for (held_event *part = h; part; part = part->next < 0 ? NULL : &b->events[part->next]) {
            part->taken = true;
            items_in(b, &part->e.inputs);
            items_out(b, &part->e.outputs);
        }
        break;
    case EVENT_AGGREGATION:
    case EVENT_ASSOCIATION:
        packing_step(b, h);
        break;
    case EVENT_TRANSACTION:
        break;
    }
}

/* ---- Reading the batches ---- */

static void event_hold(building *b, const event *e, int64_t sid, uint32_t ordinal)
{
    if (b->n == b->cap) {
        size_t cap = b->cap ? 2 * b->cap : 256;
        held_event *p = ARENA_NEWS(b->c->a, held_event, cap);
        if (b->n)
            memcpy(p, b->events, b->n * sizeof *p);
        b->events = p;
        b->cap = cap;
    }
    b->events[b->n++] = (held_event){.e = *e, .sid = sid, .ordinal = ordinal, .next = -1};
}

static ak_code batch_read(building *b, const batch_row *row, int64_t as_of_ms, ak_err *err)
{
    batch events;
    ak_code code = batch_open(&events, b->c->a, b->c, row->root, err);
    if (code == AK_E_NOTFOUND)
        return AK_OK; /* erased: what it held is unknown, which is what stays */
    AK_TRY(code);
    for (size_t i = 0; i < events.n; i++) {
        if (events.events[i].n == 0)
            continue; /* one event erased */
        event e;
        AK_TRY(event_parse(&e, b->c->a, events.events[i], err));
        AK_TRY(arena_check(b->c->a, err));
        if (e.declared_wrong && e.id.n)
            strmap_put(&b->wrong, e.id, 1);
        if (!e.declared_wrong && e.time_ms <= as_of_ms)
            event_hold(b, &e, row->sid, (uint32_t)i);
    }
    return AK_OK;
}

static ak_code batches_read(building *b, ak_err *err)
{
    int64_t as_of_s = 0;
    AK_TRY(moment_read(&as_of_s, str_of(b->c->as_of), err));
    for (int64_t from = 0;;) {
        batch_row *rows = NULL;
        size_t n = 0;
        AK_TRY(batch_list(&rows, &n, b->c, from, BATCHES_AT_ONCE, err));
        for (size_t i = 0; i < n; i++) {
            if (strcmp(rows[i].content, "epcis") == 0)
                AK_TRY(batch_read(b, &rows[i], as_of_s * 1000 + 999, err));
        }
        if (n < BATCHES_AT_ONCE)
            return AK_OK;
        from = rows[n - 1].sid + 1;
    }
}

/* Error declarations, what was unpacked, and events that are one transformation. */
static void events_linked(building *b)
{
    strmap transformations = {.a = b->c->a};
    for (size_t i = 0; i < b->n; i++) {
        held_event *h = &b->events[i];
        if (h->e.id.n && strmap_get(&b->wrong, h->e.id))
            h->taken = true;
        bool packing = h->e.type == EVENT_AGGREGATION || h->e.type == EVENT_ASSOCIATION;
        if (packing && h->e.action == EVENT_DELETE && h->e.parent.n) {
            for (size_t k = 0; k < h->e.items.n; k++)
                *strmap_put(&b->unpacked, packing_key(b, h->e.parent, h->e.items.rows[k].id), 0) = (int64_t)i;
            if (h->e.items.n == 0)
                *strmap_put(&b->unpacked, packing_key(b, h->e.parent, STR("")), 0) = (int64_t)i;
        }
        if (h->taken || h->e.type != EVENT_TRANSFORMATION || h->e.transformation.n == 0)
            continue;
        int64_t *last = strmap_put(&transformations, h->e.transformation, -1);
        if (*last >= 0) {
            b->events[*last].next = (int64_t)i;
            h->taken = true; /* told with the first */
        }
        *last = (int64_t)i;
    }
}

static void seen_last(building *b)
{
    trace_world *w = b->w;
    for (size_t i = 0; i < b->n; i++) /* names first: the graph is sealed behind this */
        for (size_t k = 0; k < b->events[i].e.items.n; k++)
            trace_thing(w->graph, b->events[i].e.items.rows[k].id);
    for (size_t i = 0; i < b->n; i++)
        place_of(b, &b->events[i].e);
    w->seen_n = trace_things(w->graph);
    w->seen = ARENA_NEWS(b->c->a, trace_seen, w->seen_n + 1);
    for (size_t t = 0; t < w->seen_n; t++)
        w->seen[t] = (trace_seen){TRACE_NONE, TRACE_TIME_UNKNOWN};
    for (size_t i = 0; i < b->n; i++) {
        const event *e = &b->events[i].e;
        uint32_t place = place_of(b, e);
        for (size_t k = 0; place != TRACE_NONE && k < e->items.n; k++) {
            trace_seen *seen = &w->seen[trace_thing(w->graph, e->items.rows[k].id)];
            if (e->time_ms >= seen->time_ms)
                *seen = (trace_seen){place, e->time_ms};
        }
    }
}

/* ---- Standing statements ---- */

static void standing(building *b, trace_kind kind, str in, str out, str item, int64_t amount_mg, int64_t sid)
{
    trace_graph *g = b->w->graph;
    uint32_t of = item.n ? trace_thing(g, item) : TRACE_NONE;
    uint32_t from = trace_thing(g, in);
    uint32_t to = trace_thing(g, out);
    trace_step_add(
        g, (trace_step){
               .kind = kind, .time_ms = TRACE_TIME_UNKNOWN, .place = TRACE_NONE, .item = of, .sid = sid});
    trace_input(g, from, amount_mg);
    trace_output(g, to, TRACE_AMOUNT_UNKNOWN);
}

static void standing_steps(building *b)
{
    const known *k = b->w->known;
    str none = {"", 0};
    for (size_t i = 0; i < k->compositions_n; i++) {
        const trace_compositions_row *r = &k->compositions[i];
        standing(b, TRACE_COMPOSED, r->part, r->whole, none,
                 r->has_mass_mg ? r->mass_mg : TRACE_AMOUNT_UNKNOWN, r->sid);
    }
    for (size_t i = 0; i < k->supplies_n; i++) {
        const trace_supplies_row *r = &k->supplies[i];
        standing(b, TRACE_SUPPLIED, r->origin, r->recipient, r->item, TRACE_AMOUNT_UNKNOWN, r->sid);
    }
    for (size_t i = 0; i < k->products_n; i++) {
        const trace_products_row *r = &k->products[i];
        if (r->manufacturer.n)
            standing(b, TRACE_MADE_BY, r->manufacturer, r->id, none, TRACE_AMOUNT_UNKNOWN, r->sid);
    }
    for (size_t i = 0; i < k->sames_n; i++) {
        const trace_same_lots_row *r = &k->sames[i];
        standing(b, TRACE_SAME, r->one, r->two, none, TRACE_AMOUNT_UNKNOWN, r->sid);
        standing(b, TRACE_SAME, r->two, r->one, none, TRACE_AMOUNT_UNKNOWN, r->sid);
    }
}

static int time_order(const void *a, const void *b)
{
    const trace_event *x = a;
    const trace_event *y = b;
    if (x->e.time_ms != y->e.time_ms)
        return x->e.time_ms < y->e.time_ms ? -1 : 1;
    return (x->sid > y->sid) - (x->sid < y->sid);
}

static void events_kept(building *b)
{
    trace_event *all = ARENA_NEWS(b->c->a, trace_event, b->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++)
        if (!b->events[i].e.id.n || !strmap_get(&b->wrong, b->events[i].e.id))
            all[n++] = (trace_event){b->events[i].e, b->events[i].sid};
    qsort(all, n, sizeof *all, time_order);
    b->w->events = all;
    b->w->events_n = n;
}

ak_code trace_world_load(trace_world **out, ctx *c, ak_err *err)
{
    known *k = NULL;
    AK_TRY(known_load(&k, c, err));
    trace_world *w = ARENA_NEW(c->a, trace_world);
    w->known = k;
    w->graph = trace_graph_new(c->a);
    building b = {.c = c, .w = w, .wrong.a = c->a, .unpacked.a = c->a};
    for (size_t i = 0; i < k->lots_n; i++)
        trace_thing(w->graph, k->lots[i].id);
    AK_TRY(batches_read(&b, err));
    events_linked(&b);
    for (size_t i = 0; i < b.n; i++) {
        if (!b.events[i].taken)
            event_step(&b, &b.events[i]);
    }
    events_kept(&b);
    standing_steps(&b);
    seen_last(&b);
    trace_graph_seal(w->graph);
    *out = w;
    return AK_OK;
}
