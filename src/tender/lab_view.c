/* lab_view.c -- other figures tried: who would win, and how the places move. */
#include "tender/lab_view.h"

#include <string.h>

#include "base/message.h"
#include "tender/model.h"
#include "tender/score_parts.h"
#include "tender/trial.h"
#include "tender/words.h"

static view *what_word(arena *a, const score_desk *d, const trial_field *f)
{
    static const char *const codes[] = {"weight",     "points_max", "low_point",
                                        "high_point", "surcharge",  "steps"};
    static const char *const words[] = {N_("Weight"),      N_("Most points"), N_("Lower point"),
                                        N_("Upper point"), N_("Surcharge"),   N_("Steps: share of points")};
    if (f->kind < TRIAL_COST)
        return view_word(a, codes[f->kind], words[f->kind]);
    const tender_cost *r = &d->t->costs[f->index];
    return view_word(a, r->cost_kind, cost_kind_label(r->cost_kind));
}

/* A field of the form: {"set","of","what","unit","stated","tried"}. */
static view *field_view(const score_desk *d, const trial_field *f)
{
    arena *a = d->c->a;
    view *v = view_map(a);
    const char *of = "";
    if (f->kind < TRIAL_COST) {
        const tender_criterion *k = &d->t->criteria[f->index];
        of = arena_printf(a, "%s %s", k->code, k->title);
    } else {
        of = d->t->costs[f->index].item;
    }
    view_put_label(v, "set", N_("Name"), view_text_c(a, f->name));
    view_put_label(v, "of", N_("Of"), view_text_c(a, of));
    view_put_label(v, "what", N_("What"), what_word(a, d, f));
    view_put_label(v, "unit", N_("Unit"), f->unit[0] ? words_unit(d->c, f->unit) : view_text_c(a, ""));
    view_put_label(v, "stated", N_("As stated"), view_text_c(a, f->stated));
    view_put_label(v, "tried", N_("Tried"), view_text_c(a, f->tried));
    return v;
}

static view *fields_view(const score_desk *d, const trial *t, bool costs)
{
    view *list = view_list(d->c->a);
    for (size_t i = 0; i < t->n; i++)
        if ((t->fields[i].kind >= TRIAL_COST) == costs)
            view_add(list, field_view(d, &t->fields[i]));
    return list;
}

static const view_column move_columns[] = {
    {"rank",         N_("Rank"),             VIEW_INT,     ""},
    {"stated",       N_("Rank as stated"),   VIEW_INT,     ""},
    {"bid",          N_("Bid"),              VIEW_REF,     ""},
    {"tenderers",    N_("Bidder"),           VIEW_TEXT,    ""},
    {"total",        N_("Points"),           VIEW_DECIMAL, ""},
    {"stated_total", N_("Points as stated"), VIEW_DECIMAL, ""},
    {"arithmetic",   N_("Arithmetic"),       VIEW_TEXT,    ""},
};

static view *moves_table(const score_desk *d, const score_desk *stated)
{
    arena *a = d->c->a;
    view *table = view_table(a, move_columns, sizeof move_columns / sizeof *move_columns);
    for (int place = 1; place <= (int)d->s->bids_n + 1; place++)
        for (size_t i = 0; i < d->s->bids_n; i++) {
            const score_bid *b = &d->s->bids[i];
            bool last = place == (int)d->s->bids_n + 1;
            if (last ? b->place != 0 || b->status >= SCORE_REFUSED : b->place != place)
                continue;
            view_row(table);
            view_cell(table, b->place ? view_int(a, b->place) : view_none(a));
            view_cell(table, stated->s->bids[i].place ? view_int(a, stated->s->bids[i].place) : view_none(a));
            view_cell(table, score_bid_ref(d, i));
            view_cell(table,
                      view_text_c(a, d->t->bids[i].tenderers_n ? d->t->bids[i].tenderer_names[0] : ""));
            view_cell(table, b->complete ? score_total_view(d, b->total, d->basis[i]) : view_none(a));
            view_cell(table, b->complete ? score_total_view(d, stated->s->bids[i].total, d->basis[i])
                                         : view_none(a));
            view_cell(table, b->complete ? view_text_c(a, score_sum_arithmetic(a, d->c->lang, d->s, i))
                                         : view_none(a));
        }
    return table;
}

static view *answer_of(const score_desk *d, const score_desk *stated, bool tried)
{
    arena *a = d->c->a;
    if (d->s->winner < 0 || d->s->tied)
        return view_say(a, N_("With these figures nobody stands alone at the top."), (char *)NULL);
    view *bid = view_text_c(a, score_bid_name(d, (size_t)d->s->winner));
    if (!tried)
        return view_say(a, N_("With the stated figures {bid} leads."), "bid", bid, (char *)NULL);
    if (d->s->winner == stated->s->winner)
        return view_say(a, N_("With these figures {bid} still leads."), "bid", bid, (char *)NULL);
    return view_say(
        a, N_("With these figures {bid} leads, and no longer {other}."), "bid", bid, "other",
        view_text_c(a, stated->s->winner >= 0 ? score_bid_name(d, (size_t)stated->s->winner) : "-"),
        (char *)NULL);
}

/* Tried as asked; what the asker can put right is told, everything else ends it. */
static ak_code try_it(score_desk *tried, trial *t, const char **problem, const score_desk *stated, ctx *c,
                      const args *a, ak_err *err)
{
    ak_err own = {0};
    ak_code code = trial_of(t, c, stated->t, stated->s->part_no, a, &own);
    if (code == AK_OK && t->tried_n > 0)
        code = score_desk_in(tried, c, t->tried, stated->s->part_no, &own);
    *problem = "";
    if (code == AK_OK)
        return AK_OK;
    if (code != AK_E_INPUT) {
        if (err)
            *err = own;
        return code;
    }
    *problem = message_err(c->a, c->lang, &own);
    *tried = *stated;
    return AK_OK;
}

/* Each lot has a lab of its own: the first where none is named. */
static ak_code stated_desk(score_desk *out, ctx *c, const args *a, ak_err *err)
{
    tender *t = NULL;
    AK_TRY(tender_of_args(&t, c, a, err));
    if (args_get(a, "part") || t->parts_n == 0)
        return score_desk_of(out, c, a, err);
    return score_desk_in(out, c, t, t->parts[0].part_no, err);
}

static view *lots_view(const score_desk *d)
{
    view *list = view_list(d->c->a);
    for (size_t i = 0; i < d->t->parts_n; i++) {
        view *v = view_map(d->c->a);
        view_put_data(v, "number", view_text_c(d->c->a, d->t->parts[i].part_no));
        view_put_data(v, "title", view_text_c(d->c->a, d->t->parts[i].title));
        view_put_data(v, "here", view_bool(d->c->a, strcmp(d->t->parts[i].part_no, d->s->part_no) == 0));
        view_add(list, v);
    }
    return list;
}

ak_code lab_view(view **out, ctx *c, const args *a, ak_err *err)
{
    score_desk stated;
    AK_TRY(stated_desk(&stated, c, a, err));
    score_desk tried = stated;
    trial t = {0};
    const char *problem = "";
    AK_TRY(try_it(&tried, &t, &problem, &stated, c, a, err));
    bool holds = !problem[0] && t.tried_n > 0;
    view *v = view_map(c->a);
    view_put_label(v, "tender", N_("Tender"),
                   state_ref_named(c->a, stated.t->subject.family, stated.t->subject.id, stated.t->title));
    view_put_label(v, "part", N_("Tender lot"), view_text_c(c->a, stated.s->part_no));
    view_put_data(v, "lots", lots_view(&stated));
    if (problem[0])
        view_put_label(v, "problem", N_("Not tried"), view_text_c(c->a, problem));
    view_put(v, "answer", answer_of(&tried, &stated, holds));
    view_put_data(v, "tried", view_bool(c->a, holds));
    view_put_label(v, "criteria", N_("Weights and points"), fields_view(&stated, &t, false));
    view_put_label(v, "assumptions", N_("Assumptions of the total cost"), fields_view(&stated, &t, true));
    view_put_data(v, "assumptions_n", view_int(c->a, (int64_t)view_count(view_get(v, "assumptions"))));
    view_put_label(v, "ranking", N_("Ranking"), moves_table(&tried, &stated));
    view *model = NULL;
    AK_TRY(model_view(&model, c, tried.t, stated.s->part_no, err));
    if (model)
        view_put_label(v, "model", N_("Test of the point model"), model);
    *out = v;
    return AK_OK;
}
