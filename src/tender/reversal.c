/* reversal.c -- the search for a losing offer that changes the winner. */
#include "tender/reversal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define WORK_MOST  20000000 /* values scored in one search of expected pairs */
#define TWO_MOST   4        /* criteria that depend on others, up to which two at once are tried */
#define LATTICE    32       /* of the second criterion, and of quality in expected pairs */
#define PAIR_STEPS 12       /* of the price in expected pairs */
#define QUALITIES  6

/* m offers under search: what does not depend on the best values is added once. */
typedef struct desk {
    const reversal_model *model;
    const int64_t *offer;
    size_t m;
    int64_t *best;  /* [n] among the offers */
    int64_t *total; /* [m] */
    int64_t *row;   /* [n] points of one */
    int64_t *worst; /* [n] the extra offer where it is not the best */
} desk;

static int64_t total_of(const desk *d, const int64_t *best, const int64_t *x)
{
    for (size_t k = 0; k < d->model->n; k++)
        d->row[k] = point_of(&d->model->rules[k], best[k], x[k]);
    return point_total(d->model->weight, d->row, d->model->n);
}

static void totals(const desk *d, const int64_t *best)
{
    for (size_t i = 0; i < d->m; i++)
        d->total[i] = total_of(d, best, d->offer + i * d->model->n);
}

static desk desk_new(arena *a, const reversal_model *model, const int64_t *offer, size_t m)
{
    size_t n = model->n;
    desk d = {model,
              offer,
              m,
              ARENA_NEWS(a, int64_t, n),
              ARENA_NEWS(a, int64_t, m),
              ARENA_NEWS(a, int64_t, n),
              ARENA_NEWS(a, int64_t, n)};
    int64_t *column = ARENA_NEWS(a, int64_t, m);
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < m; i++)
            column[i] = offer[i * n + k];
        (void)point_best(&d.best[k], &model->rules[k], column, NULL, m);
        d.worst[k] = model->rules[k].lower_better ? model->high[k] : model->low[k];
    }
    return d;
}

/* Index of the one at the top; -1 = they share it. */
static int alone(const int64_t *total, size_t m)
{
    int top = 0;
    bool shared = false;
    for (size_t i = 1; i < m; i++) {
        if (total[i] > total[top]) {
            top = (int)i;
            shared = false;
        } else if (total[i] == total[top]) {
            shared = true;
        }
    }
    return shared ? -1 : top;
}

/* v is better than the best so far. */
static bool beats(const point_rule *r, int64_t v, int64_t best)
{
    return r->lower_better ? v < best : v > best;
}

void reversal_totals(int64_t *total, const reversal_model *model, const int64_t *offer, size_t m,
                     arena *scratch)
{
    arena_mark mark = arena_save(scratch);
    desk d = desk_new(scratch, model, offer, m);
    totals(&d, d.best);
    memcpy(total, d.total, m * sizeof *total);
    arena_rewind(scratch, mark);
}

bool reversal_is(const reversal_model *model, const int64_t *offer, size_t m, const int64_t *extra,
                 arena *scratch)
{
    arena_mark mark = arena_save(scratch);
    desk d = desk_new(scratch, model, offer, m);
    totals(&d, d.best);
    int before = alone(d.total, m);
    for (size_t k = 0; k < model->n; k++)
        if (beats(&model->rules[k], extra[k], d.best[k]))
            d.best[k] = extra[k];
    totals(&d, d.best);
    int after = alone(d.total, m);
    bool is = before >= 0 && after >= 0 && after != before && total_of(&d, d.best, extra) < d.total[after];
    arena_rewind(scratch, mark);
    return is;
}

/* What happens when the extra offer's value in criterion k is v. */
typedef enum outcome { UNCHANGED, CHANGED, EXTRA_WINS } outcome;

static outcome outcome_at(desk *d, int winner, size_t k, int64_t v, int64_t *extra, int64_t *best)
{
    extra[k] = v;
    best[k] = v;
    totals(d, best);
    int after = alone(d->total, d->m);
    if (after < 0 || after == winner)
        return UNCHANGED;
    return total_of(d, best, extra) < d->total[after] ? CHANGED : EXTRA_WINS;
}

/* The value nearest to from at which the winner is another; between from (unchanged) and to (not). */
static int64_t nearest(desk *d, int winner, size_t k, int64_t from, int64_t to, int64_t *extra, int64_t *best)
{
    while (from - to > 1 || to - from > 1) {
        int64_t middle = from + (to - from) / 2;
        if (outcome_at(d, winner, k, middle, extra, best) == UNCHANGED)
            from = middle;
        else
            to = middle;
    }
    return to;
}

/* The last value from 'from' (changed) towards 'to' (the extra offer wins) that still changes the winner. */
static int64_t last_changed(desk *d, int winner, size_t k, int64_t from, int64_t to, int64_t *extra,
                            int64_t *best)
{
    while (from - to > 1 || to - from > 1) {
        int64_t middle = from + (to - from) / 2;
        if (outcome_at(d, winner, k, middle, extra, best) == CHANGED)
            from = middle;
        else
            to = middle;
    }
    return from;
}

/* How far a value stands from the best, against the expected range: the smaller, the smaller the offer. */
static double distance(const desk *d, size_t k, int64_t v)
{
    double range = (double)d->model->high[k] - (double)d->model->low[k];
    double away = (double)v - (double)d->best[k];
    return (away < 0 ? -away : away) / (range > 0 ? range : 1);
}

static void keep(reversal *out, arena *a, desk *d, int winner, size_t k, size_t second, const int64_t *extra,
                 int64_t until, const int64_t *best)
{
    size_t n = d->model->n;
    totals(d, d->best);
    int64_t *before = ARENA_NEWS(a, int64_t, d->m);
    memcpy(before, d->total, d->m * sizeof *before);
    totals(d, best);
    int64_t *after = ARENA_NEWS(a, int64_t, d->m + 1);
    memcpy(after, d->total, d->m * sizeof *after);
    after[d->m] = total_of(d, best, extra);
    int64_t *kept = ARENA_NEWS(a, int64_t, n);
    memcpy(kept, extra, n * sizeof *kept);
    *out = (reversal){true,   true, k,     second,         d->offer,
                      d->m,   kept, until, (size_t)winner, (size_t)alone(after, d->m),
                      before, after};
}

/* Criterion k alone, with the others as extra and best have them; keeps what is nearer than least. */
static void search_one(reversal *out, arena *a, desk *d, int winner, size_t k, size_t second, int64_t *extra,
                       int64_t *best, double already, double *least)
{
    const point_rule *r = &d->model->rules[k];
    int64_t limit = r->lower_better ? d->model->low[k] : d->model->high[k];
    if (r->lower_better && limit < 1)
        limit = 1; /* ratios need a value above zero */
    if (!beats(r, limit, d->best[k]))
        return;
    if (outcome_at(d, winner, k, d->best[k], extra, best) == UNCHANGED &&
        outcome_at(d, winner, k, limit, extra, best) != UNCHANGED) {
        int64_t v = nearest(d, winner, k, d->best[k], limit, extra, best);
        double far = already + distance(d, k, v);
        if (far < *least && outcome_at(d, winner, k, v, extra, best) == CHANGED) {
            int64_t until = outcome_at(d, winner, k, limit, extra, best) == CHANGED
                                ? limit
                                : last_changed(d, winner, k, v, limit, extra, best);
            extra[k] = best[k] = v;
            *least = far;
            keep(out, a, d, winner, k, second, extra, until, best);
        }
    }
    extra[k] = d->worst[k];
    best[k] = d->best[k];
}

static void search_two(reversal *out, arena *a, desk *d, int winner, size_t k, size_t j, int64_t *extra,
                       int64_t *best, double *least)
{
    const point_rule *r = &d->model->rules[j];
    int64_t limit = r->lower_better ? d->model->low[j] : d->model->high[j];
    for (int step = 1; step <= LATTICE && beats(r, limit, d->best[j]); step++) {
        int64_t v = d->best[j] + (int64_t)((decimal_wide)(limit - d->best[j]) * step / LATTICE);
        if (v <= 0 || !beats(r, v, d->best[j]))
            continue;
        extra[j] = best[j] = v;
        search_one(out, a, d, winner, k, j, extra, best, distance(d, j, v), least);
    }
    extra[j] = d->worst[j];
    best[j] = d->best[j];
}

static size_t dependent(const reversal_model *model)
{
    size_t n = 0;
    for (size_t k = 0; k < model->n; k++)
        n += point_depends(model->rules[k].model) && model->weight[k] > 0;
    return n;
}

void reversal_search(reversal *out, arena *a, const reversal_model *model, const int64_t *offer, size_t m)
{
    assert(m >= 2 && m <= REVERSAL_OFFERS_MOST);
    *out = (reversal){.possible = dependent(model) > 0};
    if (!out->possible)
        return;
    desk d = desk_new(a, model, offer, m);
    totals(&d, d.best);
    int winner = alone(d.total, m);
    if (winner < 0)
        return;
    int64_t *extra = ARENA_NEWS(a, int64_t, model->n);
    int64_t *best = ARENA_NEWS(a, int64_t, model->n);
    memcpy(extra, d.worst, model->n * sizeof *extra);
    memcpy(best, d.best, model->n * sizeof *best);
    double least = 1e300;
    for (size_t k = 0; k < model->n; k++)
        if (point_depends(model->rules[k].model) && model->weight[k] > 0)
            search_one(out, a, &d, winner, k, k, extra, best, 0, &least);
    if (dependent(model) > TWO_MOST)
        return;
    for (size_t k = 0; k < model->n && !out->found; k++)
        for (size_t j = 0; j < model->n && point_depends(model->rules[k].model); j++)
            if (j != k && point_depends(model->rules[j].model))
                search_two(out, a, &d, winner, k, j, extra, best, &least);
}

/* low .. high in steps, from the worse to the better end. */
static int64_t at_step(const reversal_model *m, size_t k, int step, int steps)
{
    int64_t low = m->low[k];
    int64_t high = m->high[k];
    if (m->rules[k].lower_better) {
        low = m->high[k];
        high = m->low[k];
    }
    return low + (int64_t)((decimal_wide)(high - low) * step / steps);
}

static int64_t margin(const int64_t *total, size_t m, size_t winner)
{
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < m; i++)
        if (i != winner && total[winner] - total[i] < least)
            least = total[winner] - total[i];
    return least;
}

/* How clearly the pair shows it: the smaller of the lead before and the lead that the last offer gives. */
static int64_t clearness(const reversal_model *model, const reversal *r, arena *scratch)
{
    int64_t total[3];
    int64_t *three = ARENA_NEWS(scratch, int64_t, 3 * model->n);
    memcpy(three, r->offer, 2 * model->n * sizeof *three);
    memcpy(three + 2 * model->n, r->extra, model->n * sizeof *three);
    three[2 * model->n + r->criterion] = (r->extra[r->criterion] + r->until) / 2;
    reversal_totals(total, model, three, 3, scratch);
    int64_t before = margin(r->before, 2, r->winner_before);
    int64_t after = margin(total, 2, r->winner_after);
    return before < after ? before : after;
}

/* One pair: the first better in criterion k, the second in all others. */
static void try_pair(reversal *out, int64_t *clearest, arena *a, const reversal_model *model, size_t k,
                     int better, int worse, int plain, int good)
{
    arena_mark mark = arena_save(a);
    int64_t *pair = ARENA_NEWS(a, int64_t, 2 * model->n);
    for (size_t j = 0; j < model->n; j++) {
        pair[j] = at_step(model, j, j == k ? better : plain, j == k ? PAIR_STEPS : QUALITIES);
        pair[model->n + j] = at_step(model, j, j == k ? worse : good, j == k ? PAIR_STEPS : QUALITIES);
        if (point_depends(model->rules[j].model) && (pair[j] <= 0 || pair[model->n + j] <= 0)) {
            arena_rewind(a, mark);
            return;
        }
    }
    reversal r;
    reversal_search(&r, a, model, pair, 2);
    int64_t clear = r.found ? clearness(model, &r, a) : -1;
    if (r.found && clear > *clearest) {
        *clearest = clear;
        *out = r; /* stays in the arena */
    } else {
        arena_rewind(a, mark);
    }
}

void reversal_expected(reversal *out, arena *a, const reversal_model *model)
{
    *out = (reversal){.possible = dependent(model) > 0};
    int64_t clearest = -1;
    /* a search halves some 50 intervals in each dependent criterion, and scores two offers each time */
    size_t pairs = (PAIR_STEPS - 1) * PAIR_STEPS / 2 * (QUALITIES + 1) * QUALITIES / 2 * dependent(model);
    size_t each = 100 * dependent(model) * model->n;
    size_t stride = pairs * each / WORK_MOST + 1;
    size_t pair = 0;
    for (size_t k = 0; k < model->n; k++) {
        if (!point_depends(model->rules[k].model) || model->weight[k] <= 0)
            continue;
        for (int better = 1; better < PAIR_STEPS; better++)
            for (int worse = 0; worse < better; worse++)
                for (int good = 1; good <= QUALITIES; good++)
                    for (int plain = 0; plain < good; plain++)
                        if (pair++ % stride == 0)
                            try_pair(out, &clearest, a, model, k, better, worse, plain, good);
    }
}
