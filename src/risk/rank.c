/* rank.c -- the order of a list. */
#include "risk/rank.h"

#include <string.h>

static int larger_first(double a, double b)
{
    return a > b ? -1 : a < b ? 1 : 0;
}

int rank_order(const rank_row *a, const rank_row *b)
{
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (a->hazard_class != b->hazard_class)
        return a->hazard_class > b->hazard_class ? -1 : 1;
    int order = larger_first(a->share, b->share);
    if (!order)
        order = larger_first(a->unknown, b->unknown);
    if (!order)
        order = larger_first(a->amount, b->amount);
    return order ? order : strcmp(a->id, b->id);
}

double rank_what_if(const rank_row *r, const rank_weights *w, double amount_max)
{
    double sum = w->severity * r->severity / 3.0 + w->likelihood * r->hazard_class / 4.0;
    sum += w->exposure * r->share + w->unknown * r->unknown;
    if (amount_max > 0 && r->amount > 0)
        sum += w->amount * r->amount / amount_max;
    if (r->leverage > 0)
        sum += w->leverage * r->leverage;
    return sum;
}
