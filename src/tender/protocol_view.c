/* protocol_view.c -- the award protocol, the letters, and the draft of the decision. */
#include "tender/protocol_view.h"

#include <assert.h>
#include <string.h>

#include "base/calendar.h"
#include "record/draft.h"
#include "tender/score_parts.h"
#include "tender/terms.h"

/* The decision as it would be made that day. */
typedef struct decision {
    score_desk desk;
    int32_t on;
    int winner;                /* -1 = nobody yet */
    const standstill_law *law; /* NULL = none in data/standstill.csv */
    int64_t days;              /* of standstill; -1 = nobody says */
    int32_t last;              /* its last day */
    const char *law_notice, *law_protocol;
} decision;

static void laws(decision *w, const tender *t)
{
    bool no = strcmp(t->jurisdiction, "NOR") == 0;
    bool dk = strcmp(t->jurisdiction, "DNK") == 0;
    w->law_notice = no   ? "anskaffelsesforskriften § 25-1"
                    : dk ? "udbudsloven § 171"
                         : "Directive 2014/24/EU art. 55";
    w->law_protocol = no   ? "anskaffelsesforskriften § 25-5"
                      : dk ? "udbudsloven § 223"
                           : "Directive 2014/24/EU art. 84";
}

/* Days count from the day after the letters; a last day that is no working day moves on.  The tender's own
 * number of days, else the least of its country's law; where neither is known, none is supposed. */
static void standstill(decision *w, const tender *t)
{
    w->law = standstill_law_of(t->jurisdiction);
    w->days = t->standstill_days >= 0 ? t->standstill_days : w->law ? w->law->days : -1;
    w->last = w->on + (int32_t)(w->days > 0 ? w->days : 0);
    if (w->law)
        w->last = calendar_add_working_days(w->law->calendar, w->last, 0);
}

static const char *day_of(const decision *w, int32_t day)
{
    char text[DATE_TEXT_BYTES];
    return arena_text(w->desk.c->a, date_day_text(text, day));
}

static ak_code decision_of(decision *w, ctx *c, const args *a, ak_err *err)
{
    *w = (decision){.winner = -1};
    tender *t = NULL;
    AK_TRY(tender_of_args(&t, c, a, err));
    if (t->parts_n > 0 && !args_get(a, "part"))
        return ak_fail(err, &TEND_142);
    AK_TRY(score_desk_of(&w->desk, c, a, err));
    const char *on = args_get(a, "on");
    date day;
    if (on && (date_read(&day, str_of(on), 'd', NULL) != AK_OK || day.precision != DATE_TO_DAY))
        return ak_fail(err, &TEND_143, on);
    if (!on)
        AK_TRY(date_read(&day, str_of(t->as_of_day), 'y', err));
    w->on = day.day;
    const char *chosen = args_get(a, "winner");
    if (chosen)
        w->winner = tender_bid_find(t, chosen);
    else if (!w->desk.s->tied)
        w->winner = w->desk.s->winner;
    if (chosen && (w->winner < 0 || w->desk.s->bids[w->winner].place == 0))
        return ak_fail(err, &TEND_144, chosen);
    laws(w, t);
    standstill(w, t);
    return AK_OK;
}

/* ---- What the bids fail on ---- */

/* Which of the tables of a bid have rows, for the page. */
static void put_which(view *v, arena *a)
{
    view_put_data(v, "has_failed", view_bool(a, view_count(view_get(v, "failed")) > 0));
    view_put_data(v, "has_unanswered", view_bool(a, view_count(view_get(v, "unanswered")) > 0));
    view_put_data(v, "has_claimed", view_bool(a, view_count(view_get(v, "claimed")) > 0));
}

static ak_code refusals_view(view **out, const decision *w, ak_err *err)
{
    const score_desk *d = &w->desk;
    view *list = view_list(d->c->a);
    for (size_t i = 0; i < d->s->bids_n; i++) {
        if (d->s->bids[i].status == SCORE_ADMISSIBLE || d->s->bids[i].status == SCORE_ELSEWHERE)
            continue;
        view *v = view_map(d->c->a);
        view_put_label(v, "bid", N_("Bid"), score_bid_ref(d, i));
        view_put(v, "name", view_text_c(d->c->a, score_bid_name(d, i)));
        AK_TRY(compliance_put(v, d->c, d->rules, i, d->s->part_no, err));
        put_which(v, d->c->a);
        view_add(list, v);
    }
    *out = list;
    return AK_OK;
}

/* NULL where nobody says how long it lasts. */
static view *standstill_view(const decision *w)
{
    arena *a = w->desk.c->a;
    if (w->days < 0)
        return view_null(a);
    view *v = view_map(a);
    view_put_label(v, "days", N_("Days"), view_int(a, w->days));
    view_put_label(v, "last_day", N_("Last day"), view_date(a, day_of(w, w->last)));
    view_put_label(v, "signing_from", N_("The contract may be signed from"),
                   view_date(a, day_of(w, w->last + 1)));
    if (w->law)
        view_put_label(v, "source", N_("Source"), view_text_c(a, w->law->paragraph));
    return v;
}

/* Criterion by criterion where the chosen bid is at least as good as the next. */
static view *reasons_view(const decision *w)
{
    const score_desk *d = &w->desk;
    arena *a = d->c->a;
    view *list = view_list(a);
    if (w->winner < 0)
        return list;
    const score_bid *best = &d->s->bids[w->winner];
    view_add(list, d->s->priced
                       ? view_say(a, N_("{bid} has the lowest evaluated price, {total}."), "bid",
                                  view_text_c(a, score_bid_name(d, (size_t)w->winner)), "total",
                                  score_total_view(d, best->total, d->basis[w->winner]), (char *)NULL)
                       : view_say(a, N_("{bid} has the most points, {total}."), "bid",
                                  view_text_c(a, score_bid_name(d, (size_t)w->winner)), "total",
                                  score_total_view(d, best->total, d->basis[w->winner]), (char *)NULL));
    for (size_t k = 0; k < d->s->leaves_n; k++) {
        bool top = true;
        for (size_t i = 0; i < d->s->bids_n; i++)
            top = top && (d->s->bids[i].status != SCORE_ADMISSIBLE ||
                          d->s->bids[i].cells[k].points <= best->cells[k].points);
        if (top)
            view_add(list, view_say(a, N_("None has more points for {criterion}: {points}."), "criterion",
                                    view_text_c(a, d->s->leaves[k].of->title), "points",
                                    score_points_view(d, best->cells[k].points, d->basis[w->winner]),
                                    (char *)NULL));
    }
    return list;
}

static void put_head(view *v, const decision *w)
{
    const tender *t = w->desk.t;
    arena *a = w->desk.c->a;
    view_put_label(v, "tender", N_("Tender"), state_ref_named(a, t->subject.family, t->subject.id, t->title));
    view_put_label(v, "number", N_("Reference"), view_text_c(a, t->number));
    view_put_label(v, "buyer", N_("Contracting authority"), view_text_c(a, t->buyer_name));
    if (w->desk.s->part_no[0])
        view_put_label(v, "part", N_("Tender lot"), view_text_c(a, w->desk.s->part_no));
    view_put_label(v, "decided_on", N_("Date"), view_date(a, day_of(w, w->on)));
}

static view *letters_view(const decision *w)
{
    const score_desk *d = &w->desk;
    arena *a = d->c->a;
    view *list = view_list(a);
    for (size_t i = 0; i < d->s->bids_n; i++) {
        if (d->s->bids[i].status == SCORE_ELSEWHERE)
            continue;
        view *v = view_map(a);
        view_put_label(v, "bid", N_("Bid"), view_text_c(a, d->t->bids[i].number));
        view_put(v, "name", view_text_c(a, score_bid_name(d, i)));
        view_put_label(v, "outcome", N_("Outcome"),
                       (int)i == w->winner                     ? view_word(a, "chosen", N_("chosen"))
                       : d->s->bids[i].status == SCORE_REFUSED ? view_word(a, "refused", N_("refused"))
                       : d->s->bids[i].status == SCORE_UNCLEAR
                           ? view_word(a, "unclear", N_("not clear yet"))
                           : view_word(a, "not_chosen", N_("not chosen")));
        view_add(list, v);
    }
    return list;
}

static view *whole_answer(const decision *w)
{
    arena *a = w->desk.c->a;
    if (w->winner < 0)
        return view_say(a, N_("Nobody can be chosen yet."), (char *)NULL);
    view *bid = view_text_c(a, score_bid_name(&w->desk, (size_t)w->winner));
    if (w->days < 0)
        return view_say(a, N_("{bid} is to be chosen; nobody says how long the standstill lasts."), "bid",
                        bid, (char *)NULL);
    return view_say(a, N_("{bid} is to be chosen; the contract may be signed from {day}."), "bid", bid, "day",
                    view_date(a, day_of(w, w->last + 1)), (char *)NULL);
}

static ak_code whole_view(view **out, const decision *w, ak_err *err)
{
    const score_desk *d = &w->desk;
    arena *a = d->c->a;
    view *v = view_map(a);
    put_head(v, w);
    view_put(v, "answer", whole_answer(w));
    view *refusals = NULL;
    AK_TRY(refusals_view(&refusals, w, err));
    view_put_label(v, "winner", N_("Chosen"),
                   w->winner < 0 ? view_null(a) : score_bid_ref(d, (size_t)w->winner));
    view_put_label(v, "reasons", N_("Reasons for the choice"), reasons_view(w));
    view_put_label(v, "ranking", N_("Ranking"), score_ranking_table(d));
    view_put_label(v, "points", N_("Points"), score_points_table(d));
    view_put_data(v, "has_cost", view_bool(a, d->s->cost != NULL));
    if (d->s->cost) {
        view_put_label(v, "costs", N_("Total cost"), score_costs_table(d));
        view_put_label(v, "method", N_("Method"), cost_method_view(d));
    }
    view_put_label(v, "not_admitted", N_("Bids that are not admitted, and why"), refusals);
    view_put_label(v, "standstill", N_("Standstill"), standstill_view(w));
    view_put_label(v, "letters", N_("Letters"), letters_view(w));
    view_put_label(v, "source", N_("Source"), view_text_c(a, w->law_protocol));
    view_put(v, "next",
             view_say(a,
                      N_("Nothing is decided yet: tender award keeps the decision as a draft, and signing it "
                         "starts the standstill."),
                      (char *)NULL));
    *out = v;
    return AK_OK;
}

/* ---- A letter ---- */

static const view_column own_columns[] = {
    {"criterion",  N_("Criterion"),                VIEW_TEXT,    ""},
    {"weight",     N_("Weight"),                   VIEW_SHARE,   ""},
    {"raw",        N_("Your offer"),               VIEW_DECIMAL, ""},
    {"points",     N_("Your points"),              VIEW_DECIMAL, ""},
    {"arithmetic", N_("Arithmetic"),               VIEW_TEXT,    ""},
    {"chosen",     N_("Points of the chosen bid"), VIEW_DECIMAL, ""},
};

/* Whether the line of arithmetic holds nothing of another bid. */
static bool own_only(const score_desk *d, size_t bid, size_t leaf)
{
    const score_criterion *k = &d->s->leaves[leaf];
    return !point_depends(k->rule.model) || !k->has_best || d->s->bids[bid].cells[leaf].x == k->best;
}

/* The chosen bidder claims secrecy for what the criterion scores: its points would give the value away, by
 * the fixed points or steps that everybody knows (Directive 2014/24/EU art. 55(3)). */
static bool is_secret(const decision *w, size_t leaf)
{
    const score *s = w->desk.s;
    if (w->winner < 0)
        return false;
    const score_cell *cell = &s->bids[w->winner].cells[leaf];
    const tender_bid *b = &w->desk.t->bids[w->winner];
    bool secret = cell->offer && cell->offer->secret == TENDER_YES;
    for (size_t i = 0; i < b->offers_n && s->leaves[leaf].total_cost; i++)
        secret = secret ||
                 (b->offers[i].secret == TENDER_YES && (b->offers[i].amount.said || b->offers[i].value.said));
    return secret;
}

static bool any_secret(const decision *w)
{
    for (size_t k = 0; k < w->desk.s->leaves_n; k++)
        if (is_secret(w, k))
            return true;
    return false;
}

static view *own_table(const decision *w, size_t bid)
{
    const score_desk *d = &w->desk;
    arena *a = d->c->a;
    view *table = view_table(a, own_columns, sizeof own_columns / sizeof *own_columns);
    const score_bid *b = &d->s->bids[bid];
    for (size_t k = 0; k < d->s->leaves_n; k++) {
        const score_cell *cell = &b->cells[k];
        view_row(table);
        view_cell(table, view_text_c(a, d->s->leaves[k].of->title));
        view_cell(table, d->s->weights == WEIGHTS_SUM
                             ? view_none(a)
                             : view_share(a, d->s->leaves[k].weight / 1000, d->common));
        view_cell(table, score_raw_view(d, bid, k));
        view_cell(table, cell->answered ? score_points_view(d, cell->points, d->basis[bid]) : NULL);
        view_cell(table, cell->answered && own_only(d, bid, k)
                             ? view_text_c(a, score_arithmetic(a, d->c->lang, d->s, bid, k))
                             : view_none(a));
        view_cell(table, w->winner >= 0 && ((int)bid == w->winner || !is_secret(w, k))
                             ? score_points_view(d, d->s->bids[w->winner].cells[k].points, d->common)
                             : view_none(a));
    }
    return table;
}

static view *letter_answer(const decision *w, size_t bid)
{
    const score_desk *d = &w->desk;
    arena *a = d->c->a;
    view *buyer = view_text_c(a, d->t->buyer_name);
    view *title = view_text_c(a, d->t->title);
    if (d->s->bids[bid].status == SCORE_REFUSED)
        return view_say(a, N_("{buyer} cannot take your bid in {tender} into the evaluation."), "buyer",
                        buyer, "tender", title, (char *)NULL);
    if ((int)bid == w->winner)
        return view_say(a, N_("{buyer} means to award {tender} to you."), "buyer", buyer, "tender", title,
                        (char *)NULL);
    if (w->winner < 0)
        return view_say(a, N_("{buyer} has not yet chosen a bid in {tender}."), "buyer", buyer, "tender",
                        title, (char *)NULL);
    const tender_bid *best = &d->t->bids[w->winner];
    view *winner = view_text_c(a, best->tenderers_n ? best->tenderer_names[0] : best->number);
    if (d->s->bids[bid].status == SCORE_UNCLEAR)
        return view_say(
            a,
            N_("{buyer} means to award {tender} to {winner}. Your bid is not in the ranking: it lacks "
               "answers or proof."),
            "buyer", buyer, "tender", title, "winner", winner, (char *)NULL);
    return view_say(a, N_("{buyer} means to award {tender} to {winner}."), "buyer", buyer, "tender", title,
                    "winner", winner, (char *)NULL);
}

/* Where the chosen bid has more points than this one. */
static view *advantages_view(const decision *w, size_t bid)
{
    const score_desk *d = &w->desk;
    arena *a = d->c->a;
    view *list = view_list(a);
    for (size_t k = 0; k < d->s->leaves_n && w->winner >= 0; k++) {
        int64_t own = d->s->bids[bid].cells[k].points;
        int64_t best = d->s->bids[w->winner].cells[k].points;
        if (best > own && is_secret(w, k))
            view_add(list, view_say(a,
                                    N_("The chosen bid has more points for {criterion}; its bidder claims "
                                       "secrecy for how many."),
                                    "criterion", view_text_c(a, d->s->leaves[k].of->title), (char *)NULL));
        else if (best > own)
            view_add(
                list,
                view_say(a, N_("The chosen bid has more points for {criterion}: {best} against your {own}."),
                         "criterion", view_text_c(a, d->s->leaves[k].of->title), "best",
                         score_points_view(d, best, d->common), "own",
                         score_points_view(d, own, d->basis[bid]), (char *)NULL));
    }
    return list;
}

static ak_code letter_view(view **out, const decision *w, size_t bid, ak_err *err)
{
    const score_desk *d = &w->desk;
    const score_bid *b = &d->s->bids[bid];
    arena *a = d->c->a;
    view *v = view_map(a);
    put_head(v, w);
    view_put_label(v, "letter", N_("To"), view_text_c(a, score_bid_name(d, bid)));
    view_put_label(v, "bid", N_("Bid"), view_text_c(a, d->t->bids[bid].number));
    view_put(v, "answer", letter_answer(w, bid));
    if (b->status == SCORE_REFUSED) {
        view *failed = view_map(a);
        AK_TRY(compliance_put(failed, d->c, d->rules, bid, d->s->part_no, err));
        view_put_label(v, "failed", N_("Why your bid is refused"), failed);
    } else {
        if (b->status == SCORE_UNCLEAR) {
            view *missing = view_map(a);
            AK_TRY(compliance_put(missing, d->c, d->rules, bid, d->s->part_no, err));
            put_which(missing, a);
            view_put_label(v, "missing", N_("What your bid lacks"), missing);
        }
        if ((int)bid != w->winner)
            view_put_label(v, "advantages", N_("What the chosen bid is better at"), advantages_view(w, bid));
        view_put_label(v, "points", N_("Points"), own_table(w, bid));
        if (b->complete)
            view_put_label(v, "total", d->s->priced ? N_("Your evaluated price") : N_("Your points in all"),
                           score_total_view(d, b->total, d->basis[bid]));
        if (b->complete && w->winner >= 0 && (int)bid != w->winner && !d->s->priced && !any_secret(w))
            view_put_label(v, "chosen_total", N_("Points of the chosen bid in all"),
                           score_total_view(d, d->s->bids[w->winner].total, d->common));
    }
    view_put_label(v, "standstill", N_("Standstill"), standstill_view(w));
    view_put_label(v, "source", N_("Source"), view_text_c(a, w->law_notice));
    *out = v;
    return AK_OK;
}

ak_code protocol_view(view **out, ctx *c, const args *a, ak_err *err)
{
    decision w;
    AK_TRY(decision_of(&w, c, a, err));
    assert(w.desk.c && w.desk.s);
    const char *bid = args_get(a, "bid");
    if (!bid)
        return whole_view(out, &w, err);
    int i = tender_bid_find(w.desk.t, bid);
    if (i < 0 || w.desk.s->bids[i].status == SCORE_ELSEWHERE)
        return ak_fail(err, &TEND_141, bid);
    return letter_view(out, &w, (size_t)i, err);
}

/* ---- The draft ---- */

typedef struct words {
    arena *a;
    str *list;
    size_t n, cap;
} words;

static void word(words *w, const char *name, const char *value)
{
    if (w->n == w->cap || !value[0])
        return;
    w->list[w->n++] = str_of(arena_printf(w->a, "%s=%s", name, value));
}

static void rank_words(words *out, const decision *w)
{
    const score *s = w->desk.s;
    for (int place = 1; place <= (int)s->bids_n; place++)
        for (size_t i = 0; i < s->bids_n; i++) {
            if (s->bids[i].place != place)
                continue;
            word(out, "ranking.bid", s->bids[i].of->id);
            if (!s->priced)
                word(out, "ranking.points", score_total_text(out->a, s->bids[i].total));
            word(out, "ranking.place", arena_printf(out->a, "%d", place));
            word(out, "ranking.admissible", "yes");
        }
}

/* The decision that can be kept: somebody is chosen, and it is known how long the standstill lasts. */
static ak_code award_of(decision *w, ctx *c, const args *a, ak_err *err)
{
    AK_TRY(decision_of(w, c, a, err));
    assert(w->desk.c && w->desk.s);
    if (w->winner < 0)
        return ak_fail(err, &TEND_144, "-");
    return w->days < 0 ? ak_fail(err, &TEND_148) : AK_OK;
}

/* Nothing is said: the draft is kept after it. */
ak_code award_plan(plan **out, ctx *c, const args *a, ak_err *err)
{
    decision w;
    AK_TRY(award_of(&w, c, a, err));
    *out = plan_new(c->a);
    return AK_OK;
}

static ak_code keep_draft(int64_t *number, ctx *c, const decision *w, const char *reasons, ak_err *err)
{
    const score *s = w->desk.s;
    size_t most = 4 * s->bids_n + 12;
    words list = {c->a, ARENA_NEWS(c->a, str, most), 0, most};
    word(&list, "tender", w->desk.t->subject.id);
    word(&list, "part_no", s->part_no);
    word(&list, "status", "active");
    word(&list, "winners", s->bids[w->winner].of->id);
    word(&list, "decided_on", day_of(w, w->on));
    word(&list, "standstill_until", day_of(w, w->last + 1));
    word(&list, "reasons", reasons ? reasons : "");
    rank_words(&list, w);
    return draft_add(number, c, STR("award"), list.list, list.n, err);
}

static const view_column left_columns[] = {
    {"draft", N_("Draft"),     VIEW_INT,  ""},
    {"next",  N_("Next step"), VIEW_TEXT, ""},
};

ak_code award_after(ctx *c, const args *a, plan *p, bool applied, ak_err *err)
{
    decision w;
    int64_t number = 0;
    if (!applied)
        return AK_OK;
    AK_TRY(award_of(&w, c, a, err));
    assert(w.winner >= 0);
    AK_TRY(keep_draft(&number, c, &w, args_get(a, "reasons"), err));
    p->answer = view_say(
        c->a, N_("The award to {bid} is kept as draft {number}; nothing is decided before it is signed."),
        "bid", view_text_c(c->a, score_bid_name(&w.desk, (size_t)w.winner)), "number", view_int(c->a, number),
        (char *)NULL);
    p->open = view_table(c->a, left_columns, sizeof left_columns / sizeof *left_columns);
    view_row(p->open);
    view_cell(p->open, view_int(c->a, number));
    view_cell(p->open, view_text_c(c->a, arena_printf(c->a, "aktsom sign %lld", (long long)number)));
    return AK_OK;
}
