/* lab_view.c -- other weights tried: who would win, and how the places move. */
#include "tender/lab_view.h"

#include <string.h>

#include "base/message.h"
#include "tender/model.h"
#include "tender/score_parts.h"

#define PERCENT (WEIGHT_ONE / 100)

/* Weights as asked for, -1 where nothing is; *asked whether any is. */
static ak_code weights_asked(int64_t *out, bool *asked, ctx *c, const tender *t, const args *a, ak_err *err)
{
    *asked = false;
    for (size_t i = 0; i < t->criteria_n; i++)
        out[i] = -1;
    for (size_t n = 0; args_get_nth(a, "criterion", n); n++) {
        const char *code = args_get_nth(a, "criterion", n);
        const char *text = args_get_nth(a, "weight", n);
        size_t i = 0;
        while (i < t->criteria_n && strcmp(t->criteria[i].code, code) != 0)
            i++;
        if (i == t->criteria_n)
            return ak_fail(err, &TEND_145, code);
        if (!text || !text[0])
            continue;
        decimal d;
        decimal_dialect how = {.comma = strchr(text, ',') != NULL};
        str number = str_trim(str_of(text));
        if (str_ends(number, "%"))
            number.n--;
        if (decimal_read(&d, str_trim(number), how, NULL) != AK_OK || decimal_sign(d) < 0 ||
            decimal_scaled(&out[i], decimal_trim(d), 7, NULL) != AK_OK || out[i] > WEIGHT_ONE)
            return ak_fail(err, &TEND_146, text);
        *asked = true;
    }
    (void)c;
    return AK_OK;
}

static const char *percent_text(arena *a, int64_t weight)
{
    char text[DECIMAL_TEXT_BYTES];
    return arena_text(a, decimal_text(text, decimal_trim((decimal){weight, 7})));
}

/* Every criterion with a field for its weight. */
static view *fields_view(const score_desk *d, const int64_t *tried)
{
    arena *a = d->c->a;
    const tender *t = d->t;
    view *list = view_list(a);
    for (size_t i = 0; i < t->criteria_n; i++) {
        const tender_criterion *k = &t->criteria[i];
        if (k->weight_ppb < 0 ||
            (d->s->part_no[0] && k->part_no[0] && strcmp(k->part_no, d->s->part_no) != 0))
            continue;
        view *v = view_map(a);
        view_put(v, "code", view_text_c(a, k->code));
        view_put_label(v, "title", N_("Title"), view_text_c(a, k->title));
        view_put_label(v, "within", N_("Part of"),
                       view_text_c(a, k->parent >= 0 ? t->criteria[k->parent].code : ""));
        view_put_label(v, "stated", N_("As stated"), view_share(a, k->weight_ppb / 1000, d->common));
        view_put_label(
            v, "weight", N_("Weight"),
            view_decimal(a, percent_text(a, tried[i] >= 0 ? tried[i] : k->weight_ppb), "", d->common));
        view_add(list, v);
    }
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
            view_cell(table, b->place ? view_int(a, b->place) : NULL);
            view_cell(table, stated->s->bids[i].place ? view_int(a, stated->s->bids[i].place) : NULL);
            view_cell(table, score_bid_ref(d, i));
            view_cell(table,
                      view_text_c(a, d->t->bids[i].tenderers_n ? d->t->bids[i].tenderer_names[0] : ""));
            view_cell(table, b->complete ? score_total_view(d, b->total, d->basis[i]) : NULL);
            view_cell(table, b->complete ? score_total_view(d, stated->s->bids[i].total, d->basis[i]) : NULL);
            view_cell(table,
                      b->complete ? view_text_c(a, score_sum_arithmetic(a, d->c->lang, d->s, i)) : NULL);
        }
    return table;
}

static view *answer_of(const score_desk *d, const score_desk *stated, bool asked)
{
    arena *a = d->c->a;
    if (d->s->winner < 0 || d->s->tied)
        return view_say(a, N_("With these weights nobody stands alone at the top."), (char *)NULL);
    view *bid = view_text_c(a, score_bid_name(d, (size_t)d->s->winner));
    if (!asked)
        return view_say(a, N_("With the stated weights {bid} leads."), "bid", bid, (char *)NULL);
    if (d->s->winner == stated->s->winner)
        return view_say(a, N_("With these weights {bid} still leads."), "bid", bid, (char *)NULL);
    return view_say(
        a, N_("With these weights {bid} leads, and no longer {other}."), "bid", bid, "other",
        view_text_c(a, stated->s->winner >= 0 ? score_bid_name(d, (size_t)stated->s->winner) : "-"),
        (char *)NULL);
}

ak_code lab_view(view **out, ctx *c, const args *a, ak_err *err)
{
    score_desk stated;
    AK_TRY(score_desk_of(&stated, c, a, err));
    const tender *t = stated.t;
    bool asked = false;
    int64_t *weights = ARENA_NEWS(c->a, int64_t, t->criteria_n + 1);
    AK_TRY(weights_asked(weights, &asked, c, t, a, err));
    score_desk tried = stated;
    ak_err own = {0};
    ak_code code = asked ? score_desk_weighted(&tried, c, t, stated.s->part_no, weights, &own) : AK_OK;
    if (code != AK_OK && code != AK_E_INPUT) {
        if (err)
            *err = own;
        return code;
    }
    view *v = view_map(c->a);
    view_put_label(v, "tender", N_("Tender"),
                   state_ref_named(c->a, t->subject.family, t->subject.id, t->title));
    view_put_label(v, "part", N_("Tender lot"), view_text_c(c->a, stated.s->part_no));
    if (code != AK_OK) {
        tried = stated;
        view_put_label(v, "problem", N_("Not tried"), view_text_c(c->a, message_err(c->a, c->lang, &own)));
    }
    view_put(v, "answer", answer_of(&tried, &stated, asked && code == AK_OK));
    view_put_label(v, "weights", N_("Weights"), fields_view(&stated, weights));
    view_put_label(v, "ranking", N_("Ranking"), moves_table(&tried, &stated));
    view *model = NULL;
    AK_TRY(model_view(&model, c, t, stated.s->part_no, err));
    if (model)
        view_put_label(v, "model", N_("Test of the point model"), model);
    *out = v;
    return AK_OK;
}
