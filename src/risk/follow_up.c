/* follow_up.c -- eight factors on two axes, and a plan for what one has time for. */
#include "risk/follow_up.h"

#include <stdlib.h>
#include <string.h>

bool follow_is_leverage(follow_factor f)
{
    return f == FOLLOW_MARKET || f == FOLLOW_WE_MATTER;
}

void follow_weigh(follow_row *r)
{
    r->risk = 0;
    r->leverage = 0;
    for (int f = 0; f < FOLLOW_FACTORS; f++) {
        follow_strength s = r->strength[f];
        int points = s == FOLLOW_STRONG ? 2 : s == FOLLOW_SOME ? 1 : 0;
        if (follow_is_leverage((follow_factor)f))
            r->leverage += points;
        else
            r->risk += s == FOLLOW_NOT_KNOWN ? 1 : points;
    }
}

static int order(const void *x, const void *y)
{
    const follow_row *a = *(follow_row *const *)x, *b = *(follow_row *const *)y;
    if (a->chosen != b->chosen)
        return a->chosen ? -1 : 1;
    if (a->risk != b->risk)
        return a->risk > b->risk ? -1 : 1;
    if (a->leverage != b->leverage)
        return a->leverage > b->leverage ? -1 : 1;
    if (a->value_minor != b->value_minor)
        return a->value_minor > b->value_minor ? -1 : 1;
    return strcmp(a->id, b->id);
}

static bool has_strong_risk(const follow_row *r)
{
    for (int f = 0; f < FOLLOW_FACTORS; f++)
        if (!follow_is_leverage((follow_factor)f) && r->strength[f] == FOLLOW_STRONG)
            return true;
    return false;
}

size_t follow_plan(follow_row **rows, size_t n, int capacity)
{
    size_t planned = 0;
    if (n)
        qsort(rows, n, sizeof(void *), order);
    for (size_t i = 0; i < n; i++) {
        bool room = capacity >= 0 && planned < (size_t)capacity;
        rows[i]->planned = rows[i]->chosen || (room && has_strong_risk(rows[i]));
        planned += rows[i]->planned;
    }
    return planned;
}
