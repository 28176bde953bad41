/* cost_bars.h -- drawings of cost: what a total is made of, and what moves a lead.
 *
 * The same bars show the points of a bid by criterion.
 *
 * Cost bars: a row a bid or year, from zero; acquisition, energy, upkeep and external cost stacked in the order of
 * the formula, what comes back (residual value, grants) left of zero, the sum at the end.
 * Tornado: a row an assumption, the lead of the winner at its low and its high value around the lead as stated;
 * left of zero another bid wins.
 */
#ifndef TENDER_COST_BARS_H
#define TENDER_COST_BARS_H

#include "base/i18n.h"
#include "base/picture.h"
#include "base/view.h"

typedef enum cost_part { COST_ACQUISITION, COST_ENERGY, COST_UPKEEP, COST_EXTERNAL, COST_PARTS } cost_part;

typedef struct cost_bars_row {
    const char *label; /* "B" */
    const view *note;  /* "not admitted"; NULL = none */
    double part[COST_PARTS];
    double back; /* what comes back, >= 0 */
    const view *total;
    bool pale; /* does not count */
} cost_bars_row;

typedef struct cost_bars {
    const cost_bars_row *rows;
    size_t n;
    const view *describe;
    const char *const
        *words; /* [COST_PARTS] what is stacked, in the reader's words; NULL = the groups of cost */
} cost_bars;

/* A view_draw_fn over cost_bars. */
const picture *cost_bars_draw(arena *a, const void *bars, language lang);

typedef struct tornado_row {
    const view *label;      /* "Energy price" */
    const view *low, *high; /* of the assumption */
    double at_low, at_high; /* lead */
    const view *lead_low, *lead_high;
} tornado_row;

typedef struct tornado {
    const tornado_row *rows; /* the widest first */
    size_t n;
    double base;
    const view *lead; /* as stated */
    const view *describe;
} tornado;

/* A view_draw_fn over tornado. */
const picture *tornado_draw(arena *a, const void *tornado, language lang);

#endif
