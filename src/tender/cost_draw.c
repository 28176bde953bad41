/* cost_draw.c -- a tender's total cost as a case for draws: the same assumptions in floating numbers. */
#include <string.h>

#include "tender/cost_private.h"

static sens_path path_of_figure(arena *a, const cost_figure *f, size_t n)
{
    double *low = ARENA_NEWS(a, double, n + 1);
    double *base = ARENA_NEWS(a, double, n + 1);
    double *high = ARENA_NEWS(a, double, n + 1);
    sens_path p = {low, base, high, n, -1};
    for (size_t i = 0; i < n; i++) {
        low[i] = decimal_double(f[i].low);
        base[i] = decimal_double(f[i].base);
        high[i] = decimal_double(f[i].high);
        if (f[i].param >= 0)
            p.param = f[i].param;
    }
    return p;
}

static sens_path path_of_one(arena *a, const cost_figure *f)
{
    return path_of_figure(a, f, f->said ? 1 : 0);
}

static sens_path path_of_years(arena *a, const cost_path *p, int years)
{
    return path_of_figure(a, p->year, p->year ? (size_t)years : 0);
}

static ak_code line_of(sens_line *out, arena *a, const cost_model *m, size_t z, const tender_bid *b,
                       ak_err *err)
{
    cost_bid ignored = {0};
    cost_offer o;
    AK_TRY(cost_offer_of(&o, &ignored, a, m, &m->zones[z], b, NULL, err));
    *out = (sens_line){
        .zone = z,
        .once = decimal_double(o.amount[LCC_PURCHASE]) + decimal_double(o.amount[LCC_INSTALLATION]),
        .yearly = decimal_double(o.amount[LCC_MAINTENANCE]),
        .per_hour = o.uses_energy ? decimal_double(o.energy_per_use) : 0,
        .life = o.wears ? decimal_double(o.life) : 0,
        .renewal = decimal_double(o.amount[LCC_REPLACEMENT]) + decimal_double(o.amount[LCC_LABOUR]),
        .at_end = decimal_double(o.amount[LCC_DISPOSAL]) + decimal_double(o.amount[LCC_RESIDUAL]),
    };
    if (z == 0) {
        decimal external;
        decimal grant;
        AK_TRY(cost_extras_of(&external, &grant, &ignored, a, m, b, NULL, err));
        out->once += decimal_double(grant);
        out->yearly += decimal_double(external);
    }
    return AK_OK;
}

ak_code cost_case(sens_case *out, arena *a, const cost_model *m, const int *of, size_t n, ak_err *err)
{
    int years = (int)decimal_round(m->years.base, 0).n;
    int most = (int)decimal_round(m->years.high, 0).n;
    most = most > LCC_YEARS_MAX ? LCC_YEARS_MAX : most > years ? most : years;
    sens_zone *zones = ARENA_NEWS(a, sens_zone, m->zones_n);
    sens_line *lines = ARENA_NEWS(a, sens_line, n * m->zones_n + 1);
    double *skew = ARENA_NEWS(a, double, m->params_n + 1);
    for (size_t z = 0; z < m->zones_n; z++) {
        const cost_zone *from = &m->zones[z];
        zones[z] = (sens_zone){path_of_years(a, &from->energy_price, most),
                               path_of_years(a, &from->emission, most),
                               path_of_years(a, &from->co2_price, most),
                               path_of_one(a, &from->use),
                               from->energy_price.by_year,
                               from->co2_price.by_year};
        for (size_t i = 0; i < n; i++) {
            sens_line *l = &lines[i * m->zones_n + z];
            AK_TRY(line_of(l, a, m, z, &m->t->bids[of[i]], err));
            l->offer = i;
        }
    }
    for (size_t i = 0; i < m->params_n; i++)
        skew[i] = m->params[i].skew;
    *out = (sens_case){.years = years,
                       .horizon = path_of_one(a, &m->years),
                       .rate = path_of_one(a, &m->rate),
                       .growth = path_of_one(a, &m->growth),
                       .zones = zones,
                       .lines = lines,
                       .lines_n = n * m->zones_n,
                       .offers_n = n,
                       .params_n = m->params_n,
                       .skew = skew};
    return AK_OK;
}
