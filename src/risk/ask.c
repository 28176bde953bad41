/* ask.c -- which question would tell most. */
#include "risk/ask.h"

#include <math.h>
#include <string.h>

void ask_of_points(ask_gain *out, ask_point *points, size_t n, double weight, double not_traced)
{
    *out = (ask_gain){.points = points, .n = n, .weight = weight, .not_traced = not_traced};
    for (size_t i = 0; i < n; i++)
        out->mean += points[i].q * points[i].r;
    for (size_t i = 0; i < n; i++)
        out->deviation += points[i].q * fabs(points[i].r - out->mean);
    out->gain = weight * not_traced * out->deviation;
}

void ask_of_node(ask_gain *out, arena *a, const risk_tables *t, const node_picture *p, double weight)
{
    ask_point *points = ARENA_NEWS(a, ask_point, p->mix.n + 2);
    size_t n = 0;
    for (size_t i = 0; i < p->mix.n; i++)
        points[n++] =
            (ask_point){p->mix.parts[i].country, p->mix.parts[i].share, score_middle(p->mix_scores[i])};
    double unknown = p->mix.edition ? p->mix.unknown : 1;
    if (unknown > 0) {
        score_range nothing = score_nothing_known(&t->model);
        points[n++] = (ask_point){"", unknown / 2, nothing.lo};
        points[n++] = (ask_point){"", unknown / 2, nothing.hi};
    }
    ask_of_points(out, points, n, weight, p->issues[0].x.rest);
}

/* Level by tables if all that is not traced came from there. */
static risk_level answered(const risk_tables *t, arena *scratch, const node_given *given, double rest,
                           const char *const *country)
{
    node_origin *origins = ARENA_NEWS(scratch, node_origin, given->n + 1);
    if (given->n)
        memcpy(origins, given->origins, given->n * sizeof *origins);
    origins[given->n] =
        (node_origin){.countries = country, .countries_n = (*country)[0] != '\0', .share = rest};
    node_given with = *given;
    with.origins = origins;
    with.n = given->n + 1;
    node_picture p;
    node_from(&p, scratch, t, &with);
    return p.of_tables;
}

double ask_level_chance(const risk_tables *t, arena *scratch, const node_picture *p, const node_given *given)
{
    double chance = 0;
    double rest = p->issues[0].x.rest;
    if (rest <= 0)
        return 0;
    for (size_t i = 0; i <= p->mix.n; i++) {
        const char *country = i < p->mix.n ? p->mix.parts[i].country : "";
        double q = i < p->mix.n ? p->mix.parts[i].share : p->mix.edition ? p->mix.unknown : 1;
        arena_mark mark = arena_save(scratch);
        if (q > 0 && answered(t, scratch, given, rest, &country) != p->of_tables)
            chance += q;
        arena_rewind(scratch, mark);
    }
    return chance;
}
