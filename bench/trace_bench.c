/* trace_bench.c -- closures up and down, edges a second, beside a bare loop over CSR arrays in one run.
 *
 * control  breadth first over offsets and rows with epoch stamps, arrays as large as the graph
 * trace    trace_closure_of over neighbours(), memory and time with the answer
 *
 * The graph is a supply chain of 1 million steps: mine lots with long tails, ten tiers, each step takes in a
 * few lots of the tier below and puts out a few.  Both walk the same starts and must meet as many lots.
 */
#include "bench.h"

#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "trace/balance.h"
#include "trace/closure.h"

#define STEPS   1000000u
#define TIERS   10u
#define STARTS  300u
#define REPEATS 5

typedef struct csr {
    uint32_t *in_at, *in, *out_at, *out; /* by step */
    uint32_t *maker;                     /* by lot: each has one */
    uint32_t *user_at, *user;            /* by lot */
    uint32_t lots, steps, in_n;
    uint32_t *lot_seen, *step_seen, *queue;
    uint32_t epoch;
    uint64_t edges;
} csr;

static void *array(size_t n, size_t bytes)
{
    void *p = calloc(n + 2, bytes);
    if (!p)
        abort();
    return p;
}

/* Steps by tier from the mines up; lots are numbered as they come out. */
static trace_graph *build(arena *a, csr *c)
{
    trace_graph *g = trace_graph_new(a);
    c->in_at = array(STEPS, 4);
    c->out_at = array(STEPS, 4);
    c->in = array((size_t)STEPS * 4, 4);
    c->out = array((size_t)STEPS * 3, 4);
    c->maker = array((size_t)STEPS * 3, 4);
    uint32_t per_tier = STEPS / TIERS;
    uint32_t tier_first[TIERS + 1] = {0};
    trace_things_reserve(g, STEPS * 3);
    for (uint32_t s = 0; s < STEPS; s++) {
        uint32_t tier = s / per_tier < TIERS ? s / per_tier : TIERS - 1;
        if (s % per_tier == 0 && s / per_tier < TIERS)
            tier_first[tier] = c->lots;
        trace_step_add(g, (trace_step){.kind = tier ? TRACE_TRANSFORMED : TRACE_CREATED,
                                       .time_ms = s,
                                       .place = TRACE_NONE,
                                       .item = TRACE_NONE});
        uint32_t ins = tier ? 2 + (uint32_t)rng_below(3, 1, s, 0) : 0;
        uint32_t below = tier ? tier_first[tier] - tier_first[tier - 1] : 0;
        for (uint32_t i = 0; i < ins; i++) {
            double far = rng_unit(1, s, 1 + i); /* most from near by, some from anywhere: sites stay local */
            uint64_t local = (uint64_t)(s % per_tier) * below / per_tier;
            uint64_t lot = far < 0.98 ? local + rng_below(64, 1, s, 9 + i) : rng_below(below, 1, s, 19 + i);
            uint32_t from = tier_first[tier - 1] + (uint32_t)(lot < below ? lot : below - 1);
            trace_input(g, from, 1000 + (int64_t)rng_below(1000, 1, s, 29 + i));
            c->in[c->in_n++] = from;
        }
        c->in_at[s + 1] = c->in_n;
        uint32_t outs = 1 + (uint32_t)rng_below(3, 1, s, 39);
        for (uint32_t i = 0; i < outs; i++) {
            trace_output(g, c->lots, 1500);
            c->maker[c->lots] = s;
            c->out[c->lots] = c->lots;
            c->lots++;
        }
        c->out_at[s + 1] = c->lots;
    }
    trace_graph_seal(g);
    c->steps = STEPS;
    return g;
}

static void csr_users(csr *c)
{
    c->user_at = array((size_t)c->lots + 2, 4);
    c->user = array(c->in_n, 4);
    for (uint32_t i = 0; i < c->in_n; i++)
        c->user_at[c->in[i] + 2]++;
    for (uint32_t l = 0; l < c->lots; l++)
        c->user_at[l + 2] += c->user_at[l + 1];
    for (uint32_t s = 0; s < c->steps; s++) {
        for (uint32_t i = c->in_at[s]; i < c->in_at[s + 1]; i++)
            c->user[c->user_at[c->in[i] + 1]++] = s;
    }
    c->lot_seen = array(c->lots, 4);
    c->step_seen = array(c->steps, 4);
    c->queue = array(c->steps, 4);
}

static uint64_t csr_up(csr *c, uint32_t lot)
{
    uint32_t head = 0;
    uint32_t n = 0;
    uint64_t met = 1;
    c->epoch++;
    c->lot_seen[lot] = c->epoch;
    c->queue[n++] = c->maker[lot];
    c->step_seen[c->maker[lot]] = c->epoch;
    while (head < n) {
        uint32_t s = c->queue[head++];
        for (uint32_t i = c->in_at[s]; i < c->in_at[s + 1]; i++) {
            uint32_t l = c->in[i];
            c->edges++;
            if (c->lot_seen[l] == c->epoch)
                continue;
            c->lot_seen[l] = c->epoch;
            met++;
            if (c->step_seen[c->maker[l]] != c->epoch) {
                c->step_seen[c->maker[l]] = c->epoch;
                c->queue[n++] = c->maker[l];
            }
        }
    }
    return met;
}

static void csr_push(csr *c, uint32_t *n, uint32_t lot)
{
    for (uint32_t k = c->user_at[lot]; k < c->user_at[lot + 1]; k++) {
        c->edges++;
        if (c->step_seen[c->user[k]] != c->epoch) {
            c->step_seen[c->user[k]] = c->epoch;
            c->queue[(*n)++] = c->user[k];
        }
    }
}

static uint64_t csr_down(csr *c, uint32_t lot)
{
    uint32_t head = 0;
    uint32_t n = 0;
    uint64_t met = 1;
    c->epoch++;
    c->lot_seen[lot] = c->epoch;
    csr_push(c, &n, lot);
    while (head < n) {
        uint32_t s = c->queue[head++];
        for (uint32_t i = c->out_at[s]; i < c->out_at[s + 1]; i++) {
            uint32_t l = c->out[i];
            c->edges++;
            if (c->lot_seen[l] == c->epoch)
                continue;
            c->lot_seen[l] = c->epoch;
            met++;
            csr_push(c, &n, l);
        }
    }
    return met;
}

typedef struct side {
    double control_s[REPEATS], trace_s[REPEATS];
    uint64_t control_edges, trace_edges;
    uint64_t control_met, trace_met;
} side;

static void run(side *out, csr *c, const trace_graph *g, trace_direction direction)
{
    uint32_t tier = STEPS / TIERS;
    for (int r = 0; r < REPEATS; r++) {
        c->edges = 0;
        out->control_met = 0;
        double from = bench_cpu_s();
        for (uint32_t i = 0; i < STARTS; i++) {
            uint32_t lot = direction == TRACE_UP ? c->out_at[STEPS - 1 - (uint32_t)rng_below(tier, 2, i, 0)]
                                                 : c->out_at[(uint32_t)rng_below(tier, 3, i, 0)];
            out->control_met += direction == TRACE_UP ? csr_up(c, lot) : csr_down(c, lot);
        }
        out->control_s[r] = bench_cpu_s() - from;
        out->control_edges = c->edges;
        out->trace_edges = 0;
        out->trace_met = 0;
        arena a = {0};
        from = bench_cpu_s();
        for (uint32_t i = 0; i < STARTS; i++) {
            arena_mark mark = arena_save(&a);
            uint32_t lot = direction == TRACE_UP ? c->out_at[STEPS - 1 - (uint32_t)rng_below(tier, 2, i, 0)]
                                                 : c->out_at[(uint32_t)rng_below(tier, 3, i, 0)];
            trace_closure met;
            trace_closure_of(&met, &a, g, direction, &lot, 1, NULL);
            out->trace_met += met.n;
            out->trace_edges += met.edges;
            arena_rewind(&a, mark);
        }
        out->trace_s[r] = bench_cpu_s() - from;
        arena_free(&a);
    }
}

static double balance_s(const csr *c, const trace_graph *g, double *unbalanced)
{
    arena a = {0};
    double from = bench_cpu_s();
    *unbalanced = 0;
    for (uint32_t i = 0; i < STARTS; i++) {
        arena_mark mark = arena_save(&a);
        trace_balance b;
        trace_balance_of(&b, &a, g, c->out_at[STEPS - 1 - (uint32_t)rng_below(STEPS / TIERS, 2, i, 0)]);
        double sum = b.unknown;
        for (size_t k = 0; k < b.n; k++)
            sum += b.origins[k].share;
        double off = sum > 1 ? sum - 1 : 1 - sum;
        *unbalanced = off > *unbalanced ? off : *unbalanced;
        arena_rewind(&a, mark);
    }
    double s = bench_cpu_s() - from;
    arena_free(&a);
    return s;
}

static void print_side(const char *name, side *s)
{
    double control = bench_median(s->control_s, REPEATS);
    double ours = bench_median(s->trace_s, REPEATS);
    printf("  \"%s\": {\"lots_met\": %llu, \"edges\": %llu, \"control_medges_per_s\": %.1f, "
           "\"trace_medges_per_s\": %.1f, \"times_control\": %.2f},\n",
           name, (unsigned long long)s->trace_met, (unsigned long long)s->control_edges,
           (double)s->control_edges / control / 1e6, (double)s->control_edges / ours / 1e6, ours / control);
    if (s->control_met != s->trace_met) {
        fprintf(stderr, "trace_bench: %s meets %llu lots, the control %llu\n", name,
                (unsigned long long)s->trace_met, (unsigned long long)s->control_met);
        exit(1);
    }
}

int main(void)
{
    arena a = {0};
    csr c = {0};
    double from = bench_cpu_s();
    trace_graph *g = build(&a, &c);
    double built = bench_cpu_s() - from;
    csr_users(&c);
    side up;
    side down;
    run(&up, &c, g, TRACE_UP);
    run(&down, &c, g, TRACE_DOWN);
    double unbalanced = 0;
    double balance = balance_s(&c, g, &unbalanced);
    printf("{\n  \"steps\": %u, \"lots\": %u, \"inputs\": %u, \"build_s\": %.2f,\n", c.steps, c.lots, c.in_n,
           built);
    print_side("up", &up);
    print_side("down", &down);
    printf("  \"balance_ms_mean\": %.3f, \"balance_off_most\": %.1e\n}\n", balance * 1000 / STARTS,
           unbalanced);
    arena_free(&a);
    return 0;
}
