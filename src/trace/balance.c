/* balance.c -- mass of each origin in a lot, by Kahn's order over the closure upstream. */
#include "trace/balance.h"

#include <stdlib.h>
#include <string.h>

#include "trace/closure.h"

const char *const trace_fault_words[TRACE_FAULTS] = {
    "cycle",
    "time inversion",
    "mass in not known",
    "mass out not known",
    "more out than in",
    "more taken than there was",
};

/* One row of a step in the closure: a lot in or out, by its local number. */
typedef struct row {
    uint32_t lot;
    int64_t amount_mg;
    bool cut; /* counts as unknown */
} row;

typedef struct local_step {
    uint32_t id;
    int64_t time_ms;
    row *in;
    uint32_t in_n;
    uint32_t *out; /* local lots, each once */
    int64_t *out_mg;
    uint32_t out_n;
    uint32_t waits; /* outputs not yet done */
    double weight;
    bool done;
} local_step;

typedef struct local_lot {
    uint32_t thing;   /* the first of those that are the same */
    uint32_t *makers; /* local steps */
    uint32_t makers_n;
    uint32_t *users; /* local steps, one for each row */
    uint32_t users_n;
    uint32_t waits; /* rows of steps not yet done */
    double weight;
    bool done;
} local_lot;

typedef struct work {
    arena *a;
    const trace_graph *g;
    const trace_stop *stop; /* NULL = nowhere */
    local_step *steps;
    uint32_t steps_n;
    local_lot *lots;
    uint32_t lots_n;
    uint32_t *queue; /* lots as 2i, steps as 2i + 1 */
    size_t head, tail;
    trace_fault *faults;
    size_t faults_n, faults_cap;
    trace_origin *origins;
    size_t origins_n;
    double unknown;
    size_t done;
} work;

/* ---- The closure with local numbers ---- */

typedef struct pair {
    uint32_t key, value;
} pair;

static int pair_order(const void *a, const void *b)
{
    const pair *x = a;
    const pair *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static uint32_t local_of(const pair *map, size_t n, uint32_t key)
{
    pair wanted = {key, 0};
    const pair *p = n ? bsearch(&wanted, map, n, sizeof *map, pair_order) : NULL;
    return p ? p->value : TRACE_NONE;
}

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/* Lots joined by `same` get one local number: that of the one met first. */
static pair *lots_numbered(work *w, const trace_closure *c)
{
    pair *map = ARENA_NEWS(w->a, pair, c->n + 1);
    uint32_t *parent = ARENA_NEWS(w->a, uint32_t, c->n + 1);
    for (uint32_t i = 0; i < c->n; i++) {
        map[i] = (pair){c->met[i].thing, i};
        parent[i] = i;
    }
    qsort(map, c->n, sizeof *map, pair_order);
    for (uint32_t i = 1; i < c->n; i++) {
        if (trace_step_of(w->g, c->met[i].via)->kind != TRACE_SAME)
            continue;
        uint32_t one = root_of(parent, c->met[i].from);
        uint32_t two = root_of(parent, i);
        parent[one > two ? one : two] = one > two ? two : one;
    }
    uint32_t *number = ARENA_NEWS(w->a, uint32_t, c->n + 1);
    w->lots = ARENA_NEWS(w->a, local_lot, c->n + 1);
    for (uint32_t i = 0; i < c->n; i++) {
        if (root_of(parent, i) == i) {
            number[i] = w->lots_n;
            w->lots[w->lots_n++].thing = c->met[i].thing;
        }
    }
    for (size_t i = 0; i < c->n; i++)
        map[i].value = number[root_of(parent, map[i].value)];
    return map;
}

/* Outputs that lie in the closure, each lot once with its amounts added. */
static void outputs_local(work *w, local_step *s, trace_span span, const pair *map, size_t n)
{
    s->out = ARENA_NEWS(w->a, uint32_t, span.n + 1);
    s->out_mg = ARENA_NEWS(w->a, int64_t, span.n + 1);
    for (uint32_t i = 0; i < span.n; i++) {
        uint32_t lot = local_of(map, n, span.ids[i]);
        if (lot == TRACE_NONE)
            continue;
        uint32_t at = 0;
        while (at < s->out_n && s->out[at] != lot)
            at++;
        if (at == s->out_n) {
            s->out[s->out_n] = lot;
            s->out_mg[s->out_n++] = span.amounts_mg[i];
        } else if (s->out_mg[at] < 0 || span.amounts_mg[i] < 0) {
            s->out_mg[at] = TRACE_AMOUNT_UNKNOWN;
        } else {
            s->out_mg[at] += span.amounts_mg[i];
        }
    }
}

static void steps_numbered(work *w, const trace_closure *c, const pair *map)
{
    w->steps = ARENA_NEWS(w->a, local_step, c->steps_n + 1);
    for (size_t i = 0; i < c->steps_n; i++) {
        const trace_step *step = trace_step_of(w->g, c->steps[i]);
        if (step->kind == TRACE_SAME)
            continue;
        local_step *s = &w->steps[w->steps_n++];
        s->id = c->steps[i];
        s->time_ms = step->time_ms;
        trace_span in;
        trace_span out;
        trace_neighbours(&in, w->g, TRACE_INPUTS, &c->steps[i], 1);
        trace_neighbours(&out, w->g, TRACE_OUTPUTS, &c->steps[i], 1);
        s->in = ARENA_NEWS(w->a, row, in.n + 1);
        s->in_n = in.n;
        for (uint32_t k = 0; k < in.n; k++)
            s->in[k] = (row){local_of(map, c->n, in.ids[k]), in.amounts_mg[k], false};
        outputs_local(w, s, out, map, c->n);
        s->waits = s->out_n;
    }
}

static void lots_linked(work *w)
{
    for (uint32_t s = 0; s < w->steps_n; s++) {
        for (uint32_t k = 0; k < w->steps[s].in_n; k++)
            w->lots[w->steps[s].in[k].lot].users_n++;
        for (uint32_t k = 0; k < w->steps[s].out_n; k++)
            w->lots[w->steps[s].out[k]].makers_n++;
    }
    for (uint32_t l = 0; l < w->lots_n; l++) {
        local_lot *lot = &w->lots[l];
        lot->users = ARENA_NEWS(w->a, uint32_t, lot->users_n + 1);
        lot->makers = ARENA_NEWS(w->a, uint32_t, lot->makers_n + 1);
        lot->waits = lot->users_n;
        lot->users_n = 0;
        lot->makers_n = 0;
    }
    for (uint32_t s = 0; s < w->steps_n; s++) {
        for (uint32_t k = 0; k < w->steps[s].in_n; k++) {
            local_lot *lot = &w->lots[w->steps[s].in[k].lot];
            lot->users[lot->users_n++] = s;
        }
        for (uint32_t k = 0; k < w->steps[s].out_n; k++) {
            local_lot *lot = &w->lots[w->steps[s].out[k]];
            lot->makers[lot->makers_n++] = s;
        }
    }
}

/* ---- Faults ---- */

static void fault(work *w, trace_fault_kind kind, uint32_t step, uint32_t thing, double share)
{
    if (w->faults_n == w->faults_cap) {
        size_t cap = w->faults_cap ? 2 * w->faults_cap : 16;
        trace_fault *p = ARENA_NEWS(w->a, trace_fault, cap);
        if (w->faults_n)
            memcpy(p, w->faults, w->faults_n * sizeof *p);
        w->faults = p;
        w->faults_cap = cap;
    }
    w->faults[w->faults_n++] = (trace_fault){kind, step, thing, share};
    w->unknown += share;
}

static bool made_later(const local_step *maker, const local_step *user)
{
    return maker->time_ms != TRACE_TIME_UNKNOWN && user->time_ms != TRACE_TIME_UNKNOWN &&
           maker->time_ms > user->time_ms;
}

/* A lot that every maker made only after this step used it. */
static bool inverted(const work *w, const local_step *user, const local_lot *lot)
{
    for (uint32_t k = 0; k < lot->makers_n; k++) {
        if (!made_later(&w->steps[lot->makers[k]], user))
            return false;
    }
    return lot->makers_n > 0;
}

/* ---- Kahn's order ---- */

static void ready(work *w, uint32_t node)
{
    w->queue[w->tail++] = node;
}

static void row_done(work *w, row *r)
{
    local_lot *lot = &w->lots[r->lot];
    if (--lot->waits == 0)
        ready(w, 2 * r->lot);
}

/* What is followed no further has its origin here. */
static void stop_here(work *w, local_lot *lot)
{
    uint32_t made_by = lot->makers_n ? w->steps[lot->makers[0]].id : TRACE_NONE;
    if (!w->stop || lot->weight <= 0 || !w->stop->at(w->stop->payload, lot->thing, made_by))
        return;
    w->origins[w->origins_n++] = (trace_origin){lot->thing, made_by, lot->weight};
    lot->weight = 0;
}

static void lot_pass(work *w, uint32_t l)
{
    local_lot *lot = &w->lots[l];
    stop_here(w, lot);
    int64_t total = 0;
    bool known = true;
    for (uint32_t k = 0; k < lot->makers_n; k++) {
        const local_step *s = &w->steps[lot->makers[k]];
        for (uint32_t i = 0; i < s->out_n; i++) {
            if (s->out[i] != l)
                continue;
            known &= s->out_mg[i] >= 0;
            total += s->out_mg[i] >= 0 ? s->out_mg[i] : 0;
        }
    }
    bool by_mass = lot->makers_n > 1;
    if (by_mass && (!known || total == 0) && lot->weight > 0)
        fault(w, TRACE_FAULT_MAKERS, w->steps[lot->makers[0]].id, lot->thing, lot->weight);
    else if (lot->makers_n == 0 && lot->weight > 0)
        w->origins[w->origins_n++] = (trace_origin){lot->thing, TRACE_NONE, lot->weight};
    for (uint32_t k = 0; k < lot->makers_n; k++) {
        local_step *s = &w->steps[lot->makers[k]];
        for (uint32_t i = 0; i < s->out_n; i++) {
            if (s->out[i] != l)
                continue;
            if (!by_mass)
                s->weight += lot->weight;
            else if (known && total > 0)
                s->weight += lot->weight * ((double)s->out_mg[i] / (double)total);
        }
        if (--s->waits == 0)
            ready(w, 2 * lot->makers[k] + 1);
    }
}

/* More came out than the record says went in: the rest went in unrecorded, so its origin is not known.
 * Less is a loss, which every input shares. */
static void excess_is_unknown(work *w, local_step *s, int64_t in_mg)
{
    int64_t out_mg = 0;
    for (uint32_t i = 0; i < s->out_n; i++) {
        if (s->out_mg[i] < 0)
            return;
        out_mg += s->out_mg[i];
    }
    if (out_mg <= in_mg || s->weight <= 0)
        return;
    double missing = s->weight * ((double)(out_mg - in_mg) / (double)out_mg);
    s->weight -= missing;
    fault(w, TRACE_FAULT_EXCESS, s->id, w->lots[s->out[0]].thing, missing);
}

static void step_pass(work *w, local_step *s)
{
    int64_t total = 0;
    bool known = true;
    for (uint32_t k = 0; k < s->in_n; k++) {
        known &= s->in[k].amount_mg >= 0;
        total += s->in[k].amount_mg >= 0 ? s->in[k].amount_mg : 0;
    }
    if (s->in_n == 0 && s->weight > 0)
        w->origins[w->origins_n++] = (trace_origin){w->lots[s->out[0]].thing, s->id, s->weight};
    if (s->in_n > 0 && known)
        excess_is_unknown(w, s, total);
    bool divided = s->in_n == 1 || (known && total > 0);
    if (s->in_n > 0 && !divided && s->weight > 0)
        fault(w, TRACE_FAULT_AMOUNT, s->id, w->lots[s->in[0].lot].thing, s->weight);
    for (uint32_t k = 0; k < s->in_n; k++) {
        row *r = &s->in[k];
        double share = s->in_n == 1 ? s->weight
                       : divided    ? s->weight * ((double)r->amount_mg / (double)total)
                                    : 0;
        if (r->cut) {
            fault(w, TRACE_FAULT_CYCLE, s->id, w->lots[r->lot].thing, share);
            continue; /* it was counted as done when it was cut */
        }
        if (share > 0 && inverted(w, s, &w->lots[r->lot]))
            fault(w, TRACE_FAULT_INVERSION, s->id, w->lots[r->lot].thing, share);
        else
            w->lots[r->lot].weight += share;
        row_done(w, r);
    }
}

static void drain(work *w)
{
    while (w->head < w->tail) {
        uint32_t node = w->queue[w->head++];
        w->done++;
        if (node & 1) {
            w->steps[node / 2].done = true;
            step_pass(w, &w->steps[node / 2]);
        } else {
            w->lots[node / 2].done = true;
            lot_pass(w, node / 2);
        }
    }
}

/* ---- Rings ---- */

/* A node before this one that is not done: for a lot a step that uses it, for a step a lot that it made. */
static uint32_t before(const work *w, uint32_t node)
{
    if (node & 1) {
        const local_step *s = &w->steps[node / 2];
        for (uint32_t k = 0; k < s->out_n; k++) {
            if (!w->lots[s->out[k]].done)
                return 2 * s->out[k];
        }
        return TRACE_NONE;
    }
    const local_lot *lot = &w->lots[node / 2];
    for (uint32_t k = 0; k < lot->users_n; k++) {
        const local_step *s = &w->steps[lot->users[k]];
        for (uint32_t i = 0; !s->done && i < s->in_n; i++) {
            if (s->in[i].lot == node / 2 && !s->in[i].cut)
                return 2 * lot->users[k] + 1;
        }
    }
    return TRACE_NONE;
}

/* Finds a ring among what waits and cuts its youngest edge: the step with the latest time, then number. */
static bool cut_a_ring(work *w)
{
    uint32_t node = TRACE_NONE;
    for (uint32_t l = 0; l < w->lots_n && node == TRACE_NONE; l++)
        node = w->lots[l].done ? TRACE_NONE : 2 * l;
    if (node == TRACE_NONE)
        return false;
    size_t most = (size_t)w->lots_n + w->steps_n + 1;
    for (size_t i = 0; i < most; i++) /* after as many steps back as there are nodes one stands in a ring */
        node = before(w, node);
    uint32_t youngest = TRACE_NONE;
    uint32_t lot_before = TRACE_NONE;
    uint32_t start = node;
    do {
        uint32_t earlier = before(w, node);
        if (!(node & 1) && (earlier & 1)) {
            const local_step *s = &w->steps[earlier / 2];
            const local_step *held = youngest == TRACE_NONE ? NULL : &w->steps[youngest];
            if (!held || s->time_ms > held->time_ms || (s->time_ms == held->time_ms && s->id > held->id)) {
                youngest = earlier / 2;
                lot_before = node / 2;
            }
        }
        node = earlier;
    } while (node != start && node != TRACE_NONE);
    if (youngest == TRACE_NONE)
        return false;
    local_step *s = &w->steps[youngest];
    for (uint32_t i = 0; i < s->in_n; i++) {
        if (s->in[i].lot == lot_before && !s->in[i].cut) {
            s->in[i].cut = true;
            row_done(w, &s->in[i]);
        }
    }
    return true;
}

/* ---- Result ---- */

static int u32_order(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return (*x > *y) - (*x < *y);
}

/* Every step that makes or uses a thing of the closure, each once. */
static size_t steps_around(uint32_t **out, work *w, const trace_closure *c)
{
    static const trace_side sides[] = {TRACE_MAKERS, TRACE_USERS};
    size_t n = 0;
    uint32_t *steps = NULL;
    for (int pass = 0; pass < 2; pass++) {
        size_t at = 0;
        for (size_t i = 0; i < 2 * c->n; i++) {
            trace_span span;
            trace_neighbours(&span, w->g, sides[i & 1], &c->met[i / 2].thing, 1);
            if (pass && span.n)
                memcpy(steps + at, span.ids, span.n * sizeof *steps);
            at += span.n;
        }
        n = at;
        if (!pass)
            steps = ARENA_NEWS(w->a, uint32_t, n + 1);
    }
    qsort(steps, n, sizeof *steps, u32_order);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || steps[i] != steps[i - 1])
            steps[kept++] = steps[i];
    }
    *out = steps;
    return kept;
}

typedef struct used {
    int64_t made, taken;
    bool known;
    uint32_t last_user;
} used;

/* More taken of a lot than all that was ever put out of it; packing uses nothing up. */
static void find_overdrawn(work *w, const trace_closure *c, const pair *map)
{
    used *u = ARENA_NEWS(w->a, used, (size_t)w->lots_n + 1);
    for (uint32_t l = 0; l < w->lots_n; l++)
        u[l] = (used){.known = true};
    uint32_t *steps = NULL;
    size_t n = steps_around(&steps, w, c);
    for (size_t i = 0; i < n; i++) {
        if (trace_step_of(w->g, steps[i])->kind > TRACE_TRANSFORMED)
            continue;
        trace_span in;
        trace_span out;
        trace_neighbours(&in, w->g, TRACE_INPUTS, &steps[i], 1);
        trace_neighbours(&out, w->g, TRACE_OUTPUTS, &steps[i], 1);
        for (uint32_t k = 0; k < out.n + in.n; k++) {
            bool is_out = k < out.n;
            uint32_t lot = local_of(map, c->n, is_out ? out.ids[k] : in.ids[k - out.n]);
            int64_t mg = is_out ? out.amounts_mg[k] : in.amounts_mg[k - out.n];
            if (lot == TRACE_NONE)
                continue;
            if (is_out) {
                u[lot].known &= mg >= 0;
                u[lot].made += mg > 0 ? mg : 0;
            } else {
                u[lot].taken += mg > 0 ? mg : 0;
                u[lot].last_user = steps[i];
            }
        }
    }
    for (uint32_t l = 0; l < w->lots_n; l++) {
        if (u[l].known && u[l].made > 0 && u[l].taken > u[l].made)
            fault(w, TRACE_FAULT_OVERDRAWN, u[l].last_user, w->lots[l].thing, 0);
    }
}

static int origin_order(const void *a, const void *b)
{
    const trace_origin *x = a;
    const trace_origin *y = b;
    if (x->share != y->share)
        return x->share > y->share ? -1 : 1;
    return (x->thing > y->thing) - (x->thing < y->thing);
}

void trace_balance_of(trace_balance *out, arena *a, const trace_graph *g, uint32_t target)
{
    trace_balance_until(out, a, g, target, NULL);
}

void trace_balance_until(trace_balance *out, arena *a, const trace_graph *g, uint32_t target,
                         const trace_stop *stop)
{
    *out = (trace_balance){0};
    trace_filter lots_only = {
        .kinds = 1u << TRACE_CREATED | 1u << TRACE_TRANSFORMED | 1u << TRACE_PACKED | 1u << TRACE_SAME,
        .item = TRACE_NONE,
    };
    trace_closure c;
    trace_closure_of(&c, a, g, TRACE_UP, &target, 1, &lots_only);
    if (c.n == 0)
        return;
    work w = {.a = a, .g = g, .stop = stop};
    const pair *map = lots_numbered(&w, &c);
    steps_numbered(&w, &c, map);
    lots_linked(&w);
    w.queue = ARENA_NEWS(a, uint32_t, (size_t)w.lots_n + w.steps_n + 1);
    w.origins = ARENA_NEWS(a, trace_origin, (size_t)w.lots_n + w.steps_n + 1);
    w.lots[0].weight = 1; /* the target: it was met first */
    for (uint32_t l = 0; l < w.lots_n; l++) {
        if (w.lots[l].waits == 0)
            ready(&w, 2 * l);
    }
    do
        drain(&w);
    while (w.done < (size_t)w.lots_n + w.steps_n && cut_a_ring(&w));
    find_overdrawn(&w, &c, map);
    qsort(w.origins, w.origins_n, sizeof *w.origins, origin_order);
    *out = (trace_balance){w.origins, w.origins_n, w.unknown, w.faults, w.faults_n, w.lots_n, w.steps_n};
}
