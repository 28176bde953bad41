/* sensitivity_view.c -- what decides between the bids: the tornado, and who wins how often. */
#include <stdlib.h>
#include <string.h>

#include "tender/cost_bars.h"
#include "tender/cost_private.h"
#include "tender/model.h"
#include "tender/score_parts.h"

#define SEED      UINT64_C(20240610) /* any fixed number; the draws are the same for everybody */
#define HALVINGS  20
#define WORK_MOST 200000 /* bids x criteria for which turning points are sought */
#define DIGITS    4

typedef struct shaken {
    const score_desk *d;
    const score_status *status;
    const char *part_no;
    int winner;
} shaken;

/* One assumption moved. */
typedef struct shake {
    size_t param;
    int64_t low_lead, high_lead; /* of the winner as stated over the best of the others */
    int low_winner, high_winner;
    bool turns;
    int64_t turn_at; /* of COST_MOVE_ONE */
} shake;

/* Lead of the bid that wins as stated; *winner who wins now. */
static ak_code lead_at(int64_t *lead, int *winner, const shaken *k, size_t param, int64_t by, ak_err *err)
{
    arena own = {0};
    int64_t moves[COST_PARAMS_MOST] = {0};
    moves[param] = by;
    score *s = NULL;
    ak_code code = score_of(
        &s, &own, k->d->t, &(score_options){.part_no = k->part_no, .status = k->status, .moves = moves}, err);
    if (code == AK_OK) {
        bool any = false;
        int64_t best = 0;
        for (size_t i = 0; i < s->bids_n; i++) {
            if ((int)i == k->winner || s->bids[i].status != SCORE_ADMISSIBLE)
                continue;
            int64_t x = s->bids[i].total;
            best = !any || (s->priced ? x < best : x > best) ? x : best;
            any = true;
        }
        *lead = s->priced ? best - s->bids[k->winner].total : s->bids[k->winner].total - best;
        *winner = s->winner;
    }
    arena_free(&own);
    return code;
}

/* The move nearest to 0 at which another bid wins, between 0 and end. */
static ak_code turn_between(shake *out, const shaken *k, int64_t end, ak_err *err)
{
    int64_t same = 0;
    int64_t other = end;
    for (int i = 0; i < HALVINGS; i++) {
        int64_t middle = same + (other - same) / 2;
        int64_t lead = 0;
        int winner = -1;
        AK_TRY(lead_at(&lead, &winner, k, out->param, middle, err));
        if (winner == k->winner)
            same = middle;
        else
            other = middle;
    }
    out->turns = true;
    out->turn_at = other;
    return AK_OK;
}

static ak_code shake_one(shake *out, const shaken *k, size_t param, ak_err *err)
{
    *out = (shake){.param = param};
    AK_TRY(lead_at(&out->low_lead, &out->low_winner, k, param, -COST_MOVE_ONE, err));
    AK_TRY(lead_at(&out->high_lead, &out->high_winner, k, param, COST_MOVE_ONE, err));
    if (k->d->s->bids_n * k->d->s->leaves_n * HALVINGS > WORK_MOST)
        return AK_OK;
    if (out->low_winner != k->winner)
        return turn_between(out, k, -COST_MOVE_ONE, err);
    if (out->high_winner != k->winner)
        return turn_between(out, k, COST_MOVE_ONE, err);
    return AK_OK;
}

static int64_t span(const shake *x)
{
    return x->low_lead < x->high_lead ? x->high_lead - x->low_lead : x->low_lead - x->high_lead;
}

static int widest_first(const void *a, const void *b)
{
    const shake *x = a;
    const shake *y = b;
    if (span(x) != span(y))
        return span(x) > span(y) ? -1 : 1;
    return x->param < y->param ? -1 : x->param > y->param;
}

/* ---- Shown ---- */

static view *assumption_view(const score_desk *d, const tender_cost *r, const tender_number *n)
{
    char text[DECIMAL_TEXT_BYTES];
    const tender_number *of = n->said ? n : &r->value;
    const unit *u = of->unit ? of->unit : r->value.unit;
    return view_decimal(d->c->a, decimal_text(text, of->n), u ? u->symbol : r->value.unit_text, d->common);
}

/* The assumption at a move, in its own unit. */
static view *turned_view(const score_desk *d, const tender_cost *r, int64_t by)
{
    cost_figure f = {.base = r->value.n,
                     .low = r->low.said ? r->low.n : r->value.n,
                     .high = r->high.said ? r->high.n : r->value.n,
                     .param = 0};
    decimal x;
    if (cost_moved(&x, &f, &by, NULL) != AK_OK)
        return NULL;
    char text[DECIMAL_TEXT_BYTES];
    x = decimal_trim(decimal_round(x, x.scale < DIGITS ? x.scale : DIGITS));
    return view_decimal(d->c->a, decimal_text(text, x),
                        r->value.unit ? r->value.unit->symbol : r->value.unit_text, d->common);
}

static view *label_of(const score_desk *d, const cost_param *p)
{
    view *word = view_word(d->c->a, p->row->cost_kind, cost_kind_label(p->row->cost_kind));
    if (!p->row->item[0])
        return word;
    return view_say(d->c->a, N_("{what} ({item})"), "what", word, "item", view_text_c(d->c->a, p->row->item),
                    (char *)NULL);
}

static const view_column shake_points[] = {
    {"assumption",  N_("Assumption"),        VIEW_WORD,    ""},
    {"item",        N_("Zone or item"),      VIEW_TEXT,    ""},
    {"low",         N_("Low"),               VIEW_DECIMAL, ""},
    {"value",       N_("As stated"),         VIEW_DECIMAL, ""},
    {"high",        N_("High"),              VIEW_DECIMAL, ""},
    {"lead_low",    N_("Lead at low"),       VIEW_DECIMAL, ""},
    {"lead_high",   N_("Lead at high"),      VIEW_DECIMAL, ""},
    {"winner_low",  N_("Wins at low"),       VIEW_REF,     ""},
    {"winner_high", N_("Wins at high"),      VIEW_REF,     ""},
    {"turns_at",    N_("Another wins from"), VIEW_DECIMAL, ""},
};

static view *shakes_table(const shaken *k, const shake *rows, size_t n)
{
    const score_desk *d = k->d;
    arena *a = d->c->a;
    view *table = view_table(a, shake_points, sizeof shake_points / sizeof *shake_points);
    for (size_t i = 0; i < n; i++) {
        const tender_cost *r = d->s->cost->params[rows[i].param].row;
        view_row(table);
        view_cell(table, view_word(a, r->cost_kind, cost_kind_label(r->cost_kind)));
        view_cell(table, r->item[0] ? view_text_c(a, r->item) : view_none(a));
        view_cell(table, assumption_view(d, r, &r->low));
        view_cell(table, assumption_view(d, r, &r->value));
        view_cell(table, assumption_view(d, r, &r->high));
        view_cell(table, score_total_view(d, rows[i].low_lead, d->common));
        view_cell(table, score_total_view(d, rows[i].high_lead, d->common));
        view_cell(table, rows[i].low_winner >= 0 ? score_bid_ref(d, (size_t)rows[i].low_winner) : NULL);
        view_cell(table, rows[i].high_winner >= 0 ? score_bid_ref(d, (size_t)rows[i].high_winner) : NULL);
        view_cell(table, rows[i].turns ? turned_view(d, r, rows[i].turn_at) : view_none(a));
    }
    return table;
}

static double number_of(const score_desk *d, int64_t total)
{
    int scale = d->s->priced ? (int)currency_find(str_of(score_currency(d)))->exponent : 6;
    return decimal_double((decimal){total, scale});
}

static view *title_of(const shaken *k, const shake *rows, size_t n)
{
    arena *a = k->d->c->a;
    int64_t turning = 0;
    for (size_t i = 0; i < n; i++)
        turning += rows[i].low_winner != k->winner || rows[i].high_winner != k->winner;
    if (turning == 0)
        return view_say(a, N_("No single assumption within its range puts another bid before {bid}"), "bid",
                        view_text_c(a, k->d->t->bids[k->winner].number), (char *)NULL);
    return view_say_n(a, turning, N_("One assumption within its range puts another bid before {bid}"),
                      N_("{n} assumptions within their ranges put another bid before {bid}"), "bid",
                      view_text_c(a, k->d->t->bids[k->winner].number), (char *)NULL);
}

static view *tornado_view(const shaken *k, const shake *rows, size_t n, int64_t base)
{
    const score_desk *d = k->d;
    arena *a = d->c->a;
    tornado *t = ARENA_NEW(a, tornado);
    tornado_row *lines = ARENA_NEWS(a, tornado_row, n + 1);
    for (size_t i = 0; i < n; i++) {
        const tender_cost *r = d->s->cost->params[rows[i].param].row;
        lines[i] = (tornado_row){label_of(d, &d->s->cost->params[rows[i].param]),
                                 assumption_view(d, r, &r->low),
                                 assumption_view(d, r, &r->high),
                                 number_of(d, rows[i].low_lead),
                                 number_of(d, rows[i].high_lead),
                                 score_total_view(d, rows[i].low_lead, d->common),
                                 score_total_view(d, rows[i].high_lead, d->common)};
    }
    view *title = title_of(k, rows, n);
    *t = (tornado){lines, n, number_of(d, base), score_total_view(d, base, d->common), title};
    view *note = view_say(a,
                          d->s->priced ? N_("Lead of {bid} in evaluated price over the best of the others, "
                                            "when one assumption is changed at a time")
                                       : N_("Lead of {bid} in points over the best of the others, when one "
                                            "assumption is changed at a time"),
                          "bid", view_text_c(a, d->t->bids[k->winner].number), (char *)NULL);
    return view_figure(a, "tornado", title, note, tornado_draw, t, shakes_table(k, rows, n));
}

/* ---- Draws ---- */

static const view_column wins_columns[] = {
    {"bid",   N_("Bid"),       VIEW_REF,   ""},
    {"wins",  N_("Draws won"), VIEW_INT,   ""},
    {"share", N_("Share"),     VIEW_SHARE, ""},
};

/* What the draws leave as it is: weighted points of the other criteria, or surcharges. */
static void fix_rest(sens_case *s, arena *a, const score_desk *d, const int *of, size_t n, size_t leaf)
{
    double *other = ARENA_NEWS(a, double, n + 1);
    double *factor = ARENA_NEWS(a, double, n + 1);
    for (size_t i = 0; i < n; i++) {
        const score_bid *b = &d->s->bids[of[i]];
        factor[i] = 1;
        for (size_t k = 0; k < d->s->leaves_n; k++) {
            const score_criterion *x = &d->s->leaves[k];
            if (k == leaf)
                continue;
            double points = (double)b->cells[k].points / POINT_ONE;
            double most = (double)x->rule.max / POINT_ONE;
            if (!d->s->priced)
                other[i] += points * (double)x->weight / WEIGHT_ONE;
            else if (x->of->surcharge.said)
                other[i] += (most - points) * decimal_double(money_decimal(x->of->surcharge.m));
            else
                factor[i] += (most - points) / most * (double)x->weight / (double)d->s->leaves[leaf].weight;
        }
    }
    s->other = other;
    s->factor = factor;
    s->cost_rule = d->s->priced ? NULL : &d->s->leaves[leaf].rule;
    s->cost_weight = (double)d->s->leaves[leaf].weight / WEIGHT_ONE;
    s->cost_scale = 1;
    for (int i = 0; i < d->s->leaves[leaf].rule.scale; i++)
        s->cost_scale *= 10;
}

static ak_code wins_view(view **out, const score_desk *d, size_t leaf, ak_err *err)
{
    arena *a = d->c->a;
    int *of = ARENA_NEWS(a, int, d->s->bids_n + 1);
    size_t n = 0;
    for (size_t i = 0; i < d->s->bids_n; i++)
        if (d->s->bids[i].status == SCORE_ADMISSIBLE)
            of[n++] = (int)i;
    sens_case s;
    AK_TRY(cost_case(&s, a, d->s->cost, of, n, err));
    fix_rest(&s, a, d, of, n, leaf);
    int64_t *wins = ARENA_NEWS(a, int64_t, n + 1);
    int64_t *shares = ARENA_NEWS(a, int64_t, n + 1);
    AK_TRY(sens_wins(wins, a, &s, SEED, SENSITIVITY_DRAWS, err));
    AK_TRY(share_of_parts(shares, wins, n, a, err));
    view *table = view_table(a, wins_columns, sizeof wins_columns / sizeof *wins_columns);
    for (size_t i = 0; i < n; i++) {
        view_row(table);
        view_cell(table, score_bid_ref(d, (size_t)of[i]));
        view_cell(table, view_int(a, wins[i]));
        view_cell(table, view_share(a, shares[i], d->common));
    }
    *out = view_caption(
        table,
        view_say(
            a, N_("Of {draws} worlds drawn from the ranges, the same for all bids, how many each bid wins."),
            "draws", view_int(a, SENSITIVITY_DRAWS), (char *)NULL));
    return AK_OK;
}

static size_t count_of(const score *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->bids_n; i++)
        n += s->bids[i].status == SCORE_ADMISSIBLE;
    return n;
}

static size_t cost_leaf(const score *s)
{
    size_t k = 0;
    while (k < s->leaves_n && !s->leaves[k].total_cost)
        k++;
    return k;
}

static ak_code shaken_view(view *v, const shaken *k, ak_err *err)
{
    const score_desk *d = k->d;
    size_t n = d->s->cost->params_n;
    shake *rows = ARENA_NEWS(d->c->a, shake, n + 1);
    int64_t base = 0;
    int winner = -1;
    AK_TRY(lead_at(&base, &winner, k, 0, 0, err));
    for (size_t i = 0; i < n; i++)
        AK_TRY(shake_one(&rows[i], k, i, err));
    qsort(rows, n, sizeof *rows, widest_first);
    view_put_label(v, "winner", N_("Leads"), score_bid_ref(d, (size_t)k->winner));
    view_put_label(v, "lead", N_("Lead"), score_total_view(d, base, d->common));
    view_put_label(v, "tornado", N_("What decides"), tornado_view(k, rows, n, base));
    view *wins = NULL;
    AK_TRY(wins_view(&wins, d, cost_leaf(d->s), err));
    view_put_label(v, "draws", N_("Draws"), view_int(d->c->a, SENSITIVITY_DRAWS));
    view_put_label(v, "wins", N_("Who wins how often"), wins);
    return AK_OK;
}

ak_code sensitivity_view(view **out, ctx *c, const tender *t, const char *part_no, ak_err *err)
{
    view *v = view_map(c->a);
    *out = v;
    const char *note = N_("For the buyer's own eyes: it goes into no letter and no protocol.");
    score_desk d;
    ak_err own = {0};
    ak_code code = t->criteria_n ? score_desk_in(&d, c, t, part_no, &own) : AK_E_INPUT;
    if (code != AK_OK && code != AK_E_INPUT && code != AK_E_LIMIT) {
        if (err)
            *err = own;
        return code;
    }
    bool enough = code == AK_OK && count_of(d.s) >= 2 && d.s->winner >= 0;
    bool moves = enough && d.s->cost && d.s->cost->params_n > 0 && cost_leaf(d.s) < d.s->leaves_n;
    if (!enough)
        note = N_("Nothing is tried: fewer than two bids can be ranked.");
    else if (!moves)
        note = N_("Nothing is tried: no assumption of a total cost has a low and a high value.");
    view_put(v, "note", view_say(c->a, note, (char *)NULL));
    if (!moves)
        return AK_OK;
    shaken k = {&d, score_statuses(c->a, t, d.rules, part_no), part_no, d.s->winner};
    return shaken_view(v, &k, err);
}
