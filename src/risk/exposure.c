/* exposure.c -- exceedance shares of a node for one issue. */
#include "risk/exposure.h"

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static void of_mix(exposure *x, const exposure_part *mix, size_t m)
{
    double sum = 0;
    for (size_t i = 0; i < m; i++)
        sum += mix[i].share;
    double scale = sum > 1 ? 1 / sum : 1;
    double not_named = sum < 1 ? 1 - sum : 0;
    x->p_unknown = not_named;
    for (size_t i = 0; i < m; i++) {
        double share = mix[i].share * scale;
        for (int h = 1; h <= 4; h++) {
            x->p[h - 1] += mix[i].lo >= h ? share : 0;
            x->p_up[h - 1] += mix[i].hi >= h ? share : 0;
        }
        x->p_unknown += mix[i].lo < mix[i].hi ? share : 0;
    }
    for (int h = 1; h <= 3; h++)
        x->p_up[h - 1] += not_named;
}

void exposure_of(exposure *out, const exposure_origin *origins, size_t n, const exposure_part *mix, size_t m)
{
    exposure x = {0};
    of_mix(&x, mix, m);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += origins[i].share;
    double scale = sum > 1 ? 1 / sum : 1;
    x.rest = sum < 1 ? 1 - sum : 0;
    for (size_t i = 0; i < n; i++) {
        const exposure_origin *o = &origins[i];
        double share = o->share * scale;
        for (int h = 1; h <= 4; h++) {
            double lo = o->lo >= h;
            double hi = o->hi >= h;
            x.s[h - 1] += share * (o->claimed ? larger(lo, x.p[h - 1]) : lo);
            x.s_up[h - 1] += share * (o->claimed ? larger(hi, x.p_up[h - 1]) : hi);
        }
        double open = o->lo < o->hi;
        x.unknown += share * (o->claimed ? larger(open, x.p_unknown) : open);
    }
    for (int h = 0; h < 4; h++) {
        x.s[h] += x.rest * x.p[h];
        x.s_up[h] += x.rest * x.p_up[h];
    }
    x.unknown += x.rest * x.p_unknown;
    *out = x;
}
