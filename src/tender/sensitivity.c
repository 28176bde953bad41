/* sensitivity.c -- paired draws over the assumptions of the total cost. */
#include "tender/sensitivity.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "base/rng.h"

#define CHUNK 500 /* draws of one piece of work */

static double moved(const sens_path *p, size_t t, const double *u)
{
    size_t i = t < p->n ? t : p->n - 1;
    if (p->n == 0)
        return 0;
    double by = p->param >= 0 ? u[p->param] : 0;
    return by < 0 ? p->base[i] + by * (p->base[i] - p->low[i]) : p->base[i] + by * (p->high[i] - p->base[i]);
}

/* One world: everything that all offers share. */
typedef struct world {
    double grown[LCC_YEARS_MAX + 1]; /* (1+g)^t / (1+r)^t */
    double discount[LCC_YEARS_MAX + 1];
    double annuity; /* sum of grown over the years */
} world;

static int years_of(const sens_case *s, const double *u)
{
    long years = s->horizon.n ? lround(moved(&s->horizon, 0, u)) : s->years;
    return years < 1 ? 1 : years > LCC_YEARS_MAX ? LCC_YEARS_MAX : (int)years;
}

static void world_of(world *w, const sens_case *s, int years, const double *u)
{
    double rate = moved(&s->rate, 0, u);
    double growth = moved(&s->growth, 0, u);
    w->grown[0] = w->discount[0] = 1;
    w->annuity = 0;
    for (int t = 1; t <= years; t++) {
        w->discount[t] = w->discount[t - 1] / (1 + rate);
        w->grown[t] = w->grown[t - 1] * (1 + growth) / (1 + rate);
        w->annuity += w->grown[t];
    }
}

/* Present value of one kWh in each year, with its emissions; and the hours of a year. */
static double zone_price(const sens_zone *z, const world *w, int years, const double *u)
{
    double sum = 0;
    for (int t = 1; t <= years; t++) {
        size_t i = (size_t)t - 1;
        sum += moved(&z->energy_price, i, u) * (z->energy_by_year ? w->discount[t] : w->grown[t]);
        sum += moved(&z->emission, i, u) * moved(&z->co2_price, i, u) *
               (z->co2_by_year ? w->discount[t] : w->grown[t]);
    }
    return sum;
}

static double renewals(const world *w, const sens_line *l, double hours, int years)
{
    double sum = 0;
    double whole = hours * years;
    for (int n = 1; n * l->life < whole; n++)
        sum += w->grown[(int)ceil(n * l->life / hours)];
    return sum * l->renewal;
}

static void costs_in(double *cost, const sens_case *s, const double *u, double *price, double *hours,
                     size_t zones)
{
    world w;
    int years = years_of(s, u);
    world_of(&w, s, years, u);
    for (size_t z = 0; z < zones; z++) {
        price[z] = zone_price(&s->zones[z], &w, years, u);
        hours[z] = moved(&s->zones[z].hours, 0, u);
    }
    memset(cost, 0, s->offers_n * sizeof *cost);
    for (size_t i = 0; i < s->lines_n; i++) {
        const sens_line *l = &s->lines[i];
        double x = l->once + l->yearly * w.annuity + l->per_hour * hours[l->zone] * price[l->zone] +
                   l->at_end * w.grown[years];
        if (l->life > 0 && hours[l->zone] > 0)
            x += renewals(&w, l, hours[l->zone], years);
        cost[l->offer] += x;
    }
}

#define ZONES_MOST 64

static size_t zones_of(const sens_case *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->lines_n; i++)
        if (s->lines[i].zone >= n)
            n = s->lines[i].zone + 1;
    assert(n <= ZONES_MOST);
    return n;
}

void sens_costs(double *cost, const sens_case *s, const double *u)
{
    double price[ZONES_MOST];
    double hours[ZONES_MOST];
    assert(s->years >= 1 && s->years <= LCC_YEARS_MAX);
    costs_in(cost, s, u, price, hours, zones_of(s));
}

double sens_draw(double p, double skew)
{
    if (p < skew)
        return sqrt(p / skew) - 1;
    return skew < 1 ? 1 - sqrt((1 - p) / (1 - skew)) : 0;
}

/* The best in this world; offers_n = none counts. */
static size_t best_of(const sens_case *s, const double *cost)
{
    size_t best = s->offers_n;
    double lowest = INFINITY;
    for (size_t i = 0; i < s->offers_n; i++)
        if ((!s->counts || s->counts[i]) && cost[i] < lowest)
            lowest = cost[i];
    double top = 0;
    for (size_t i = 0; i < s->offers_n; i++) {
        if (s->counts && !s->counts[i])
            continue;
        double value =
            s->cost_rule ? s->other[i] + s->cost_weight * point_estimate(s->cost_rule, lowest * s->cost_scale,
                                                                         cost[i] * s->cost_scale)
                         : -(cost[i] * (s->factor ? s->factor[i] : 1) + s->other[i]);
        if (best == s->offers_n || value > top) {
            best = i;
            top = value;
        }
    }
    return best;
}

typedef struct draws {
    const sens_case *s;
    uint64_t seed;
    size_t n;
    size_t zones;
    int64_t *wins; /* [chunks * offers_n] */
} draws;

static ak_code draw_chunk(void *payload, size_t chunk, arena *own, ak_err *err)
{
    (void)err;
    const draws *d = payload;
    const sens_case *s = d->s;
    double *cost = ARENA_NEWS(own, double, s->offers_n);
    double *u = ARENA_NEWS(own, double, s->params_n + 1);
    double price[ZONES_MOST];
    double hours[ZONES_MOST];
    int64_t *wins = d->wins + chunk * s->offers_n;
    size_t end = (chunk + 1) * CHUNK < d->n ? (chunk + 1) * CHUNK : d->n;
    for (size_t i = chunk * CHUNK; i < end; i++) {
        for (size_t k = 0; k < s->params_n; k++)
            u[k] = sens_draw(rng_unit(d->seed, i, k), s->skew[k]);
        costs_in(cost, s, u, price, hours, d->zones);
        size_t best = best_of(s, cost);
        if (best < s->offers_n)
            wins[best]++;
    }
    return AK_OK;
}

ak_code sens_wins(int64_t *wins, arena *a, const sens_case *s, uint64_t seed, size_t n, ak_err *err)
{
    size_t chunks = (n + CHUNK - 1) / CHUNK;
    draws d = {s, seed, n, zones_of(s), ARENA_NEWS(a, int64_t, chunks * s->offers_n + 1)};
    AK_TRY(pool_map(a, chunks, draw_chunk, &d, err));
    memset(wins, 0, s->offers_n * sizeof *wins);
    for (size_t c = 0; c < chunks; c++)
        for (size_t i = 0; i < s->offers_n; i++)
            wins[i] += d.wins[c * s->offers_n + i];
    return AK_OK;
}
