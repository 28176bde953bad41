/* score.c -- order inside a level. */
#include "risk/score.h"

double score_value(const risk_model *m, int hazard_class, int severity)
{
    return (1 + 2 * hazard_class) * severity / (m->value_steps * 3);
}

score_range score_nothing_known(const risk_model *m)
{
    return (score_range){score_value(m, 0, 3), score_value(m, m->class_country_max, 3)};
}

void score_widen(score_range *r, const risk_model *m, int lo, int hi, int severity)
{
    double from = score_value(m, lo, severity);
    double to = score_value(m, hi, severity);
    if (from > r->lo)
        r->lo = from;
    if (to > r->hi)
        r->hi = to;
}

void score_add(score_range *sum, double share, score_range r)
{
    sum->lo += share * r.lo;
    sum->hi += share * r.hi;
}
