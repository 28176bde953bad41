/* score_view.c -- tender score: the bids with their points, costs and places. */
#include "tender/score_view.h"

#include <string.h>

#include "tender/score_parts.h"

/* ---- One bid, for machines and pages ---- */

static view *criteria_view(const score_desk *d, size_t bid)
{
    arena *a = d->c->a;
    const score_bid *b = &d->s->bids[bid];
    view *list = view_list(a);
    for (size_t k = 0; k < d->s->leaves_n; k++) {
        const score_criterion *leaf = &d->s->leaves[k];
        const score_cell *cell = &b->cells[k];
        bool shown = cell->answered && b->status != SCORE_REFUSED;
        view *v = view_map(a);
        view_put_label(v, "criterion", N_("Criterion"), view_text_c(a, leaf->of->code));
        view_put_label(v, "title", N_("Title"), view_text_c(a, leaf->of->title));
        view_put_label(v, "model", N_("Point model"), view_text_c(a, leaf->of->point_model));
        view_put_label(v, "weight", N_("Weight"),
                       d->s->weights == WEIGHTS_SUM ? view_null(a)
                                                    : view_share(a, leaf->weight / 1000, d->common));
        view *raw = score_raw_view(d, bid, k);
        view_put_label(v, "raw", N_("Offered"), raw ? raw : view_null(a));
        view_put_label(v, "unit", N_("Unit"),
                       view_text_c(a, leaf->money  ? score_currency(d)
                                      : leaf->unit ? leaf->unit->code
                                                   : ""));
        view_put_label(v, "points", N_("Points"),
                       shown ? score_points_view(d, cell->points, d->basis[bid]) : view_null(a));
        if (d->s->priced && k != d->s->base)
            view_put_label(v, "surcharge", N_("Surcharge"),
                           shown ? score_money_view(d, cell->surcharge, d->basis[bid]) : view_null(a));
        view_put_label(v, "arithmetic", N_("Arithmetic"),
                       view_text_c(a, shown ? score_arithmetic(a, d->c->lang, d->s, bid, k) : ""));
        view_add(list, v);
    }
    return list;
}

static view *groups_view(const score_desk *d, size_t bid, const int64_t *group, bool external)
{
    view *v = view_map(d->c->a);
    for (size_t g = 0; g < LCC_GROUPS; g++)
        if (lcc_is_external((lcc_group)g) == external && group[g] != 0)
            view_put_label(v, lcc_group_words[g], cost_group_label((lcc_group)g),
                           score_money_view(d, group[g], d->basis[bid]));
    return v;
}

static view *cost_view(const score_desk *d, size_t bid)
{
    arena *a = d->c->a;
    const cost_bid *cost = &d->s->bids[bid].cost;
    const view_basis *basis = d->basis[bid];
    view *v = view_map(a);
    view_put_label(v, "total", N_("Total cost"), score_money_view(d, cost->lcc.total, basis));
    view_put_label(v, "currency", N_("Currency"), view_text_c(a, score_currency(d)));
    view_put_label(v, "without_external", N_("Without external cost"),
                   score_money_view(d, cost->lcc.own, basis));
    view_put_label(v, "without_grants", N_("Without grants"),
                   score_money_view(d, cost->without_grants, basis));
    view_put_label(v, "groups", N_("Groups of cost"), groups_view(d, bid, cost->lcc.group, false));
    view_put_label(v, "external", N_("External cost"), groups_view(d, bid, cost->lcc.group, true));
    view *years = view_list(a);
    for (int t = 0; t <= cost->lcc.years; t++) {
        const int64_t *group = cost->lcc.year + (size_t)t * LCC_GROUPS;
        int64_t sum = 0;
        for (size_t g = 0; g < LCC_GROUPS; g++)
            sum += group[g];
        view *year = view_map(a);
        view_put_label(year, "year", N_("Year"), view_year(a, t));
        view_put_label(year, "groups", N_("Groups of cost"), groups_view(d, bid, group, false));
        view_put_label(year, "external", N_("External cost"), groups_view(d, bid, group, true));
        view_put_label(year, "total", N_("Sum of the year"), score_money_view(d, sum, basis));
        view_add(years, year);
    }
    view_put_label(v, "years", N_("Years"), years);
    return v;
}

/* What the bid leaves out of what is scored. */
static view *missing_view(const score_desk *d, const score_bid *b)
{
    view *list = view_list(d->c->a);
    for (size_t k = 0; k < d->s->leaves_n; k++)
        if (!b->cells[k].answered && !d->s->leaves[k].total_cost)
            view_add(list, view_text_c(d->c->a, d->s->leaves[k].of->code));
    for (size_t i = 0; i < b->cost.missing_n; i++)
        view_add(list, view_text_c(d->c->a, b->cost.missing[i]));
    return list;
}

static ak_code bid_view(view **out, const score_desk *d, size_t i, ak_err *err)
{
    arena *a = d->c->a;
    const score_bid *b = &d->s->bids[i];
    bool shown = b->complete && b->status != SCORE_REFUSED && d->s->leaves_n > 0;
    view *v = view_map(a);
    view_put_label(v, "bid", N_("Bid"), score_bid_ref(d, i));
    view_put(v, "name", view_text_c(a, score_bid_name(d, i)));
    AK_TRY(compliance_put(v, d->c, d->rules, i, d->s->part_no, err));
    view_put_label(v, "missing", N_("Not answered in what is scored"), missing_view(d, b));
    view_put_label(v, "criteria", N_("Criteria"), criteria_view(d, i));
    view_put_label(v, "total_points", N_("Points"),
                   shown && !d->s->priced ? score_total_view(d, b->total, d->basis[i]) : view_null(a));
    if (d->s->priced)
        view_put_label(v, "evaluated_price", N_("Evaluated price"),
                       shown ? score_total_view(d, b->total, d->basis[i]) : view_null(a));
    view_put_label(v, "sum", N_("Sum"),
                   view_text_c(a, shown ? score_sum_arithmetic(a, d->c->lang, d->s, i) : ""));
    view_put_label(v, "rank", N_("Rank"), b->place ? view_int(a, b->place) : view_null(a));
    if (d->s->cost) {
        view_put_label(v, "rank_without_grants", N_("Rank without grants"),
                       b->place_without_grants ? view_int(a, b->place_without_grants) : view_null(a));
        view_put_label(v, "lcc", N_("Total cost"), b->cost.missing_n == 0 ? cost_view(d, i) : view_null(a));
    }
    *out = v;
    return AK_OK;
}

/* ---- The answer ---- */

static size_t count_of(const score *s, score_status status)
{
    size_t n = 0;
    for (size_t i = 0; i < s->bids_n; i++)
        n += s->bids[i].status == status;
    return n;
}

/* The best of those behind the winner; -1 = none. */
static int second_of(const score *s)
{
    int second = -1;
    for (size_t i = 0; i < s->bids_n; i++)
        if ((int)i != s->winner && s->bids[i].place > 0 &&
            (second < 0 || s->bids[i].place < s->bids[second].place))
            second = (int)i;
    return second;
}

/* A bid that is not clear yet and would stand before the winner if it became so; -1 = none. */
static int waiting_of(const score *s)
{
    int best = -1;
    for (size_t i = 0; i < s->bids_n; i++) {
        const score_bid *b = &s->bids[i];
        if (b->status != SCORE_UNCLEAR || !b->complete)
            continue;
        int against = best >= 0 ? best : s->winner;
        if (against < 0 ||
            (s->priced ? b->total < s->bids[against].total : b->total > s->bids[against].total))
            best = (int)i;
    }
    return best;
}

static view *answer_view(const score_desk *d)
{
    arena *a = d->c->a;
    const score *s = d->s;
    size_t bids = s->bids_n - count_of(s, SCORE_ELSEWHERE);
    if (bids == 0)
        return view_say(a, N_("No bid is in the record yet, or you may not see them."), (char *)NULL);
    if (s->leaves_n == 0)
        return view_say(a, N_("The tender has no criteria, so nothing is ranked."), (char *)NULL);
    if (s->winner < 0)
        return view_say_n(a, (int64_t)bids, N_("The one bid cannot be ranked yet."),
                          N_("None of {n} bids can be ranked yet."), (char *)NULL);
    if (s->tied)
        return view_say(a, N_("The first place is shared; the tender documents must say what decides."),
                        (char *)NULL);
    int second = second_of(s);
    const view_basis *basis = d->basis[s->winner];
    view *total = score_total_view(d, s->bids[s->winner].total, basis);
    view *name = view_text_c(a, score_bid_name(d, (size_t)s->winner));
    if (second < 0)
        return view_say(a,
                        s->priced ? N_("{bid} is the only bid that can be ranked, at {total}.")
                                  : N_("{bid} is the only bid that can be ranked, with {total} points."),
                        "bid", name, "total", total, (char *)NULL);
    int64_t gap = s->bids[s->winner].total - s->bids[second].total;
    return view_say(a,
                    s->priced ? N_("{bid} leads at {total}, {gap} below {other}.")
                              : N_("{bid} leads with {total} points, {gap} ahead of {other}."),
                    "bid", name, "total", total, "gap", score_total_view(d, gap < 0 ? -gap : gap, basis),
                    "other", view_text_c(a, d->t->bids[second].number), (char *)NULL);
}

/* What must be known beside the ranking. */
static view *notes_view(const score_desk *d)
{
    arena *a = d->c->a;
    const score *s = d->s;
    view *list = view_list(a);
    int waiting = waiting_of(s);
    if (waiting >= 0)
        view_add(list,
                 view_say(a,
                          N_("{bid} is not clear yet and would stand first if what is missing were settled."),
                          "bid", view_text_c(a, score_bid_name(d, (size_t)waiting)), (char *)NULL));
    size_t refused = count_of(s, SCORE_REFUSED);
    if (refused)
        view_add(list, view_say_n(a, (int64_t)refused, N_("One bid is refused and gets no points."),
                                  N_("{n} bids are refused and get no points."), (char *)NULL));
    if (s->weights == WEIGHTS_ORDER)
        view_add(list, s->order_open ? view_say(a,
                                                N_("The criteria are only ranked; another weighting that "
                                                   "fits the order would give another winner."),
                                                (char *)NULL)
                                     : view_say(a,
                                                N_("The criteria are only ranked; every weighting that fits "
                                                   "the order gives the same winner."),
                                                (char *)NULL));
    bool grants = false;
    for (size_t i = 0; i < s->bids_n; i++)
        grants = grants || (s->cost && s->bids[i].place != s->bids[i].place_without_grants);
    if (grants)
        view_add(list, view_say(a, N_("Without the grants the order would be another."), (char *)NULL));
    if (s->cost && s->cost->illustrative)
        view_add(list,
                 view_say(a, N_("Some figures of the total cost are marked as assumed."), (char *)NULL));
    return list;
}

static ak_code one_view(view *v, const score_desk *d, ak_err *err)
{
    arena *a = d->c->a;
    view *bids = view_list(a);
    for (size_t i = 0; i < d->s->bids_n; i++) {
        view *b = NULL;
        if (d->s->bids[i].status == SCORE_ELSEWHERE)
            continue;
        AK_TRY(bid_view(&b, d, i, err));
        view_add(bids, b);
    }
    view_put(v, "answer", answer_view(d));
    view_put_label(v, "notes", N_("What to know"), notes_view(d));
    view_put_label(v, "ranking", N_("Ranking"), score_ranking_table(d));
    view *by_criterion = score_points_figure(d);
    if (by_criterion)
        view_put_label(v, "by_criterion", N_("Points by criterion"), by_criterion);
    view_put_label(v, "points", N_("Points"), score_points_table(d));
    if (d->s->cost) {
        view_put_label(v, "costs", N_("Total cost"), score_cost_figure(d));
        view *years = score_years_figure(d);
        if (years)
            view_put_label(v, "years", N_("Cost by year"), years);
        view_put_label(v, "method", N_("Method"), cost_method_view(d));
    }
    view_put_data(v, "bids", bids);
    bool won = d->s->winner >= 0 && !d->s->tied;
    view_put_label(v, "winner", N_("Leads"), won ? score_bid_ref(d, (size_t)d->s->winner) : view_null(a));
    view_put_label(v, "tied", N_("Shares the first place"), view_bool(a, d->s->tied));
    return AK_OK;
}

static ak_code parts_view(view **out, ctx *c, const tender *t, ak_err *err)
{
    view *list = view_list(c->a);
    for (size_t i = 0; i < t->parts_n; i++) {
        score_desk d;
        AK_TRY(score_desk_in(&d, c, t, t->parts[i].part_no, err));
        view *v = view_map(c->a);
        view_put_label(v, "part", N_("Tender lot"), view_text_c(c->a, t->parts[i].part_no));
        view_put_label(v, "title", N_("Title"), view_text_c(c->a, t->parts[i].title));
        AK_TRY(one_view(v, &d, err));
        view_add(list, v);
    }
    *out = list;
    return AK_OK;
}

ak_code score_view(view **out, ctx *c, const args *a, ak_err *err)
{
    tender *t = NULL;
    AK_TRY(tender_of_args(&t, c, a, err));
    view *v = view_map(c->a);
    view_put_label(v, "tender", N_("Tender"),
                   state_ref_named(c->a, t->subject.family, t->subject.id, t->title));
    view_put(v, "as_of", view_date(c->a, c->as_of));
    view *rules = NULL;
    AK_TRY(compliance_rules_view(&rules, c, t, err));
    view_put_data(v, "rules", rules);
    if (t->parts_n > 0 && !args_get(a, "part")) {
        view *parts = NULL;
        AK_TRY(parts_view(&parts, c, t, err));
        view_put(v, "answer",
                 view_say_n(c->a, (int64_t)t->parts_n, N_("The tender has one lot."),
                            N_("The tender has {n} lots; each is ranked by itself."), (char *)NULL));
        view_put_label(v, "parts", N_("Lots"), parts);
        view_put_label(v, "winner", N_("Leads"), view_null(c->a));
    } else {
        score_desk d;
        AK_TRY(score_desk_of(&d, c, a, err));
        view_put_data(v, "part", view_text_c(c->a, d.s->part_no));
        AK_TRY(one_view(v, &d, err));
    }
    view *rests = NULL;
    AK_TRY(tender_rests_on(&rests, c, t, "tender score", err));
    view_put(v, "rests_on", rests);
    *out = v;
    return AK_OK;
}
