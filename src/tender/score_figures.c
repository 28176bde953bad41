/* score_figures.c -- the costs of the bids as drawings, with the tables behind them. */
#include "tender/cost_bars.h"
#include "tender/score_parts.h"

static double major(const score_desk *d, int64_t minor)
{
    const currency *cur = currency_find(str_of(score_currency(d)));
    return decimal_double((decimal){minor, (int)cur->exponent});
}

static void parts_of(cost_bars_row *r, const score_desk *d, const int64_t *group)
{
    static const int part_of[LCC_GROUPS] = {
        COST_ACQUISITION, COST_ACQUISITION, COST_ENERGY, COST_UPKEEP,   COST_UPKEEP,   COST_UPKEEP,
        COST_UPKEEP,      COST_PARTS,       COST_PARTS,  COST_EXTERNAL, COST_EXTERNAL,
    };
    for (size_t g = 0; g < LCC_GROUPS; g++) {
        double x = major(d, group[g]);
        if (x < 0)
            r->back -= x;
        else if (part_of[g] < COST_PARTS)
            r->part[part_of[g]] += x;
    }
}

/* The bid that is cheapest by total cost among those that count; -1 = none. */
static int cheapest(const score_desk *d, bool own)
{
    int best = -1;
    for (size_t i = 0; i < d->s->bids_n; i++) {
        const score_bid *b = &d->s->bids[i];
        if (b->status == SCORE_REFUSED || b->status == SCORE_ELSEWHERE || b->cost.missing_n > 0)
            continue;
        int64_t x = own ? b->cost.lcc.group[LCC_PURCHASE] : b->cost.lcc.total;
        int64_t y = best < 0 ? 0
                    : own    ? d->s->bids[best].cost.lcc.group[LCC_PURCHASE]
                             : d->s->bids[best].cost.lcc.total;
        if (best < 0 || x < y)
            best = (int)i;
    }
    return best;
}

static view *cost_title(const score_desk *d)
{
    arena *a = d->c->a;
    int total = cheapest(d, false);
    int bought = cheapest(d, true);
    if (total < 0)
        return view_say(a, N_("No bid says enough to compute its total cost"), (char *)NULL);
    if (total == bought)
        return view_say(a, N_("{bid} is cheapest to buy and cheapest to own"), "bid",
                        view_text_c(a, d->t->bids[total].number), (char *)NULL);
    return view_say(a, N_("{bid} is cheapest to own, {other} cheapest to buy"), "bid",
                    view_text_c(a, d->t->bids[total].number), "other",
                    view_text_c(a, d->t->bids[bought].number), (char *)NULL);
}

view *score_cost_figure(const score_desk *d)
{
    arena *a = d->c->a;
    cost_bars *bars = ARENA_NEW(a, cost_bars);
    cost_bars_row *rows = ARENA_NEWS(a, cost_bars_row, d->s->bids_n + 1);
    size_t n = 0;
    for (size_t i = 0; i < d->s->bids_n; i++) {
        const score_bid *b = &d->s->bids[i];
        if (b->status == SCORE_ELSEWHERE || b->cost.missing_n > 0)
            continue;
        rows[n] = (cost_bars_row){.label = score_bid_name(d, i),
                                  .total = score_money_view(d, b->cost.lcc.total, d->basis[i]),
                                  .pale = b->status == SCORE_REFUSED};
        rows[n].note = b->status == SCORE_REFUSED   ? view_say(a, N_("refused"), (char *)NULL)
                       : b->status == SCORE_UNCLEAR ? view_say(a, N_("not clear yet"), (char *)NULL)
                                                    : NULL;
        parts_of(&rows[n++], d, b->cost.lcc.group);
    }
    *bars = (cost_bars){rows, n, cost_title(d), NULL};
    view *note = view_say(a, N_("{currency} over {years} years, present value"), "currency",
                          view_text_c(a, score_currency(d)), "years",
                          view_int(a, (int64_t)decimal_double(d->s->cost->years.base)), (char *)NULL);
    return view_figure(a, "cost", cost_title(d), note, cost_bars_draw, bars, score_costs_table(d));
}

view *score_years_figure(const score_desk *d)
{
    arena *a = d->c->a;
    int shown =
        d->s->winner >= 0 && d->s->bids[d->s->winner].cost.missing_n == 0 ? d->s->winner : cheapest(d, false);
    if (shown < 0)
        return NULL;
    const lcc_result *l = &d->s->bids[shown].cost.lcc;
    cost_bars *bars = ARENA_NEW(a, cost_bars);
    cost_bars_row *rows = ARENA_NEWS(a, cost_bars_row, (size_t)l->years + 1);
    int64_t first = 0;
    for (int t = 0; t <= l->years; t++) {
        int64_t sum = 0;
        for (size_t g = 0; g < LCC_GROUPS; g++)
            sum += l->year[(size_t)t * LCC_GROUPS + g];
        first = t == 0 ? sum : first;
        rows[t] =
            (cost_bars_row){.label = t == 0 ? arena_printf(a, "0")
                                            : arena_printf(a, "%d (%d)", t, d->s->cost->first_year + t - 1),
                            .total = score_money_view(d, sum, d->basis[shown])};
        parts_of(&rows[t], d, &l->year[(size_t)t * LCC_GROUPS]);
    }
    view *title = view_say(a, N_("Of the total cost of {bid}, {part} falls at the purchase and {rest} later"),
                           "bid", view_text_c(a, d->t->bids[shown].number), "part",
                           score_money_view(d, first, d->basis[shown]), "rest",
                           score_money_view(d, l->total - first, d->basis[shown]), (char *)NULL);
    *bars = (cost_bars){rows, (size_t)l->years + 1, title, NULL};
    return view_figure(a, "years", title,
                       view_say(a, N_("{currency} by year, present value; the table has all bids"),
                                "currency", view_text_c(a, score_currency(d)), (char *)NULL),
                       cost_bars_draw, bars, score_years_table(d));
}

/* ---- Points by criterion ---- */

#define SHARED (COST_PARTS - 1) /* from here on criteria share one part, where there are more than parts */

static size_t part_of_leaf(const score_desk *d, size_t k)
{
    return k < SHARED || d->s->leaves_n <= COST_PARTS ? k : SHARED;
}

static const char *const *leaf_words(const score_desk *d)
{
    const char **words = ARENA_NEWS(d->c->a, const char *, COST_PARTS);
    for (size_t i = 0; i < COST_PARTS; i++)
        words[i] = "";
    for (size_t k = 0; k < d->s->leaves_n; k++) {
        const tender_criterion *of = d->s->leaves[k].of;
        words[part_of_leaf(d, k)] = arena_printf(d->c->a, "%s %s", of->code, of->title);
    }
    if (d->s->leaves_n > COST_PARTS)
        words[SHARED] = tr(d->c->lang, N_("Other criteria"));
    return words;
}

static view *points_title(const score_desk *d)
{
    arena *a = d->c->a;
    if (d->s->winner < 0 || d->s->tied)
        return view_say(a, N_("Nobody stands alone at the top"), (char *)NULL);
    return view_say(a, N_("{bid} has the most points"), "bid",
                    view_text_c(a, d->t->bids[d->s->winner].number), (char *)NULL);
}

view *score_points_figure(const score_desk *d)
{
    arena *a = d->c->a;
    if (d->s->priced || d->s->leaves_n == 0)
        return NULL;
    cost_bars *bars = ARENA_NEW(a, cost_bars);
    cost_bars_row *rows = ARENA_NEWS(a, cost_bars_row, d->s->bids_n + 1);
    size_t n = 0;
    for (size_t i = 0; i < d->s->bids_n; i++) {
        const score_bid *b = &d->s->bids[i];
        if (!b->complete || b->status >= SCORE_REFUSED)
            continue;
        rows[n] = (cost_bars_row){.label = score_bid_name(d, i),
                                  .total = score_total_view(d, b->total, d->basis[i]),
                                  .pale = b->status == SCORE_UNCLEAR};
        rows[n].note = b->status == SCORE_UNCLEAR ? view_say(a, N_("not clear yet"), (char *)NULL) : NULL;
        for (size_t k = 0; k < d->s->leaves_n; k++) {
            double x = (double)b->cells[k].points / POINT_ONE * (double)d->s->leaves[k].weight / WEIGHT_ONE;
            rows[n].part[part_of_leaf(d, k)] += x > 0 ? x : 0;
            rows[n].back -= x < 0 ? x : 0;
        }
        n++;
    }
    if (n == 0)
        return NULL;
    view *title = points_title(d);
    *bars = (cost_bars){rows, n, title, leaf_words(d)};
    return view_figure(a, "points", title, view_say(a, N_("Weighted points by criterion"), (char *)NULL),
                       cost_bars_draw, bars, score_ranking_table(d));
}
