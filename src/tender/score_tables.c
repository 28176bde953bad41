/* score_tables.c -- the ranking, the points with their arithmetic, and the costs, as tables. */
#include <string.h>

#include "tender/score_parts.h"

static view *status_word(arena *a, score_status s)
{
    return s == SCORE_ADMISSIBLE ? view_word(a, "yes", N_("admissible"))
           : s == SCORE_UNCLEAR  ? view_word(a, "unclear", N_("not clear yet"))
                                 : view_word(a, "no", N_("refused"));
}

/* Bids by place, then those without one; only those that offer the lot. */
static size_t *by_place(size_t *n_out, const score_desk *d)
{
    const score *s = d->s;
    size_t *order = ARENA_NEWS(d->c->a, size_t, s->bids_n + 1);
    size_t n = 0;
    for (size_t place = 1; place <= s->bids_n; place++)
        for (size_t i = 0; i < s->bids_n; i++)
            if (s->bids[i].place == (int)place)
                order[n++] = i;
    for (int status = SCORE_ADMISSIBLE; status <= SCORE_REFUSED; status++)
        for (size_t i = 0; i < s->bids_n; i++)
            if (s->bids[i].place == 0 && s->bids[i].status == (score_status)status)
                order[n++] = i;
    *n_out = n;
    return order;
}

static const view_column ranking_points[] = {
    {"rank",       N_("Rank"),       VIEW_INT,     ""},
    {"bid",        N_("Bid"),        VIEW_REF,     ""},
    {"tenderers",  N_("Bidder"),     VIEW_TEXT,    ""},
    {"admissible", N_("Admissible"), VIEW_WORD,    ""},
    {"total",      N_("Points"),     VIEW_DECIMAL, ""},
    {"arithmetic", N_("Arithmetic"), VIEW_TEXT,    ""},
};
static const view_column ranking_priced[] = {
    {"rank",       N_("Rank"),            VIEW_INT,     ""},
    {"bid",        N_("Bid"),             VIEW_REF,     ""},
    {"tenderers",  N_("Bidder"),          VIEW_TEXT,    ""},
    {"admissible", N_("Admissible"),      VIEW_WORD,    ""},
    {"total",      N_("Evaluated price"), VIEW_DECIMAL, ""},
    {"arithmetic", N_("Arithmetic"),      VIEW_TEXT,    ""},
};

static const char *tenderers(const score_desk *d, size_t bid)
{
    const tender_bid *b = &d->t->bids[bid];
    buf names = buf_new(d->c->a, 0);
    for (size_t i = 0; i < b->tenderers_n; i++)
        buf_printf(&names, "%s%s", i ? ", " : "", b->tenderer_names[i]);
    return str_c(d->c->a, buf_str(&names));
}

/* "ranking with and without": the last column where the total cost counts grants that are not certain. */
enum { RANKING_COLUMNS = 6 };

static bool has_grants(const score_desk *d)
{
    bool any = false;
    for (size_t i = 0; i < d->t->costs_n && d->s->cost; i++)
        any = any || strcmp(d->t->costs[i].cost_kind, "grant") == 0;
    return any;
}

view *score_ranking_table(const score_desk *d)
{
    arena *a = d->c->a;
    bool grants = has_grants(d);
    view_column *columns = ARENA_NEWS(a, view_column, RANKING_COLUMNS + 1);
    memcpy(columns, d->s->priced ? ranking_priced : ranking_points, RANKING_COLUMNS * sizeof *columns);
    columns[RANKING_COLUMNS] = (view_column){"rank_without_grants", N_("Rank without grants"), VIEW_INT, ""};
    view *table = view_table(a, columns, RANKING_COLUMNS + grants);
    size_t shown_n = 0;
    const size_t *order = by_place(&shown_n, d);
    for (size_t n = 0; n < shown_n; n++) {
        size_t i = order[n];
        const score_bid *b = &d->s->bids[i];
        bool shown = b->complete && b->status != SCORE_REFUSED && d->s->leaves_n > 0;
        view_row(table);
        view_cell(table, b->place ? view_int(a, b->place) : view_none(a));
        view_cell(table, score_bid_ref(d, i));
        view_cell(table, view_text_c(a, tenderers(d, i)));
        view_cell(table, status_word(a, b->status));
        view_cell(table, shown ? score_total_view(d, b->total, d->basis[i]) : view_none(a));
        view_cell(table, shown ? view_text_c(a, score_sum_arithmetic(a, d->c->lang, d->s, i)) : view_none(a));
        if (grants)
            view_cell(table, b->place_without_grants ? view_int(a, b->place_without_grants) : view_none(a));
    }
    return table;
}

static const view_column points_columns[] = {
    {"bid",        N_("Bid"),        VIEW_REF,     ""},
    {"criterion",  N_("Criterion"),  VIEW_TEXT,    ""},
    {"weight",     N_("Weight"),     VIEW_SHARE,   ""},
    {"raw",        N_("Offered"),    VIEW_DECIMAL, ""},
    {"points",     N_("Points"),     VIEW_DECIMAL, ""},
    {"arithmetic", N_("Arithmetic"), VIEW_TEXT,    ""},
};

view *score_points_table(const score_desk *d)
{
    arena *a = d->c->a;
    view *table = view_table(a, points_columns, sizeof points_columns / sizeof *points_columns);
    size_t shown_n = 0;
    const size_t *order = by_place(&shown_n, d);
    for (size_t n = 0; n < shown_n; n++) {
        size_t i = order[n];
        const score_bid *b = &d->s->bids[i];
        for (size_t k = 0; k < d->s->leaves_n && b->status != SCORE_REFUSED; k++) {
            const score_criterion *leaf = &d->s->leaves[k];
            bool answered = b->cells[k].answered;
            view_row(table);
            view_cell(table, score_bid_ref(d, i));
            view_cell(table, view_text_c(a, arena_printf(a, "%s %s", leaf->of->code, leaf->of->title)));
            view_cell(table,
                      d->s->weights == WEIGHTS_SUM ? NULL : view_share(a, leaf->weight / 1000, d->common));
            view_cell(table, score_raw_view(d, i, k));
            view_cell(table, answered ? score_points_view(d, b->cells[k].points, d->basis[i]) : view_none(a));
            view_cell(table,
                      answered ? view_text_c(a, score_arithmetic(a, d->c->lang, d->s, i, k)) : view_none(a));
        }
    }
    return view_caption(
        table, view_say(a, N_("Points have four decimals, rounded half to even; totals six."), (char *)NULL));
}

/* ---- Costs ---- */

view *score_costs_table(const score_desk *d)
{
    arena *a = d->c->a;
    bool used[LCC_GROUPS];
    cost_groups_used(used, d->s);
    view_column *columns = ARENA_NEWS(a, view_column, LCC_GROUPS + 4);
    size_t n = 0;
    columns[n++] = (view_column){"bid", N_("Bid"), VIEW_REF, ""};
    for (size_t g = 0; g < LCC_GROUPS; g++)
        if (used[g])
            columns[n++] = (view_column){lcc_group_words[g], cost_group_label((lcc_group)g), VIEW_DECIMAL,
                                         score_currency(d)};
    columns[n++] = (view_column){"total", N_("Total cost"), VIEW_DECIMAL, score_currency(d)};
    columns[n++] =
        (view_column){"without_external", N_("Without external cost"), VIEW_DECIMAL, score_currency(d)};
    if (used[LCC_GRANT])
        columns[n++] = (view_column){"without_grants", N_("Without grants"), VIEW_DECIMAL, score_currency(d)};
    view *table = view_table(a, columns, n);
    size_t shown_n = 0;
    const size_t *order = by_place(&shown_n, d);
    for (size_t m = 0; m < shown_n; m++) {
        const score_bid *b = &d->s->bids[order[m]];
        const view_basis *basis = d->basis[order[m]];
        bool known = b->cost.missing_n == 0;
        view_row(table);
        view_cell(table, score_bid_ref(d, order[m]));
        for (size_t g = 0; g < LCC_GROUPS; g++)
            if (used[g])
                view_cell(table, known ? score_money_view(d, b->cost.lcc.group[g], basis) : NULL);
        view_cell(table, known ? score_money_view(d, b->cost.lcc.total, basis) : NULL);
        view_cell(table, known ? score_money_view(d, b->cost.lcc.own, basis) : NULL);
        if (used[LCC_GRANT])
            view_cell(table, known ? score_money_view(d, b->cost.without_grants, basis) : NULL);
    }
    return table;
}

view *score_years_table(const score_desk *d)
{
    arena *a = d->c->a;
    bool used[LCC_GROUPS];
    cost_groups_used(used, d->s);
    view_column *columns = ARENA_NEWS(a, view_column, LCC_GROUPS + 3);
    size_t n = 0;
    columns[n++] = (view_column){"bid", N_("Bid"), VIEW_REF, ""};
    columns[n++] = (view_column){"year", N_("Year"), VIEW_INT, ""};
    for (size_t g = 0; g < LCC_GROUPS; g++)
        if (used[g])
            columns[n++] = (view_column){lcc_group_words[g], cost_group_label((lcc_group)g), VIEW_DECIMAL,
                                         score_currency(d)};
    columns[n++] = (view_column){"total", N_("Sum of the year"), VIEW_DECIMAL, score_currency(d)};
    view *table = view_table(a, columns, n);
    size_t shown_n = 0;
    const size_t *order = by_place(&shown_n, d);
    for (size_t m = 0; m < shown_n; m++) {
        const score_bid *b = &d->s->bids[order[m]];
        for (int t = 0; b->cost.missing_n == 0 && t <= b->cost.lcc.years; t++) {
            int64_t sum = 0;
            view_row(table);
            view_cell(table, score_bid_ref(d, order[m]));
            view_cell(table, view_year(a, t));
            for (size_t g = 0; g < LCC_GROUPS; g++) {
                int64_t x = b->cost.lcc.year[(size_t)t * LCC_GROUPS + g];
                sum += x;
                if (used[g])
                    view_cell(table, score_money_view(d, x, d->basis[order[m]]));
            }
            view_cell(table, score_money_view(d, sum, d->basis[order[m]]));
        }
    }
    return table;
}
