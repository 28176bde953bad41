/* ask_view.c -- the questions that would tell most, ready to send. */
#include "risk/ask_view.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "record/find.h"
#include "record/rests.h"
#include "risk/letters.h"
#include "risk/risk_view.h"
#include "risk/rules.h"
#include "risk/view_parts.h"

#define LIMIT_DEFAULT 10
#define LIMIT_MOST    1000

typedef struct asking {
    ctx *c;
    const risk_tables *t;
    size_t limit;
    question_order order;
    const view_basis *basis;
} asking;

static view *kind_word(arena *a, question_kind kind)
{
    static const char *const words[] = {N_("origin not known"),   N_("proof of a claimed origin"),
                                        N_("name of the mine"),   N_("country not known"),
                                        N_("activity not known"), N_("place of making not known")};
    return view_word(a, question_kind_codes[kind], words[kind]);
}

/* ---- The computation ---- */

static const view_column point_columns[] = {
    {"country", N_("If it is"),  VIEW_WORD,   ""},
    {"chance",  N_("Chance"),    VIEW_SHARE,  ""},
    {"risk",    N_("Risk then"), VIEW_NUMBER, ""},
};

static const view_column exact_columns[] = {
    {"country", N_("If it is"),  VIEW_WORD,   ""},
    {"chance",  N_("Chance"),    VIEW_NUMBER, ""},
    {"risk",    N_("Risk then"), VIEW_NUMBER, ""},
};

/* For whoever computes it again: a share of six decimals would be too coarse. */
static view *exact_points_view(const asking *k, const question *q)
{
    arena *a = k->c->a;
    view *table = view_table(a, exact_columns, sizeof exact_columns / sizeof *exact_columns);
    for (size_t i = 0; i < q->gain.n; i++) {
        const ask_point *p = &q->gain.points[i];
        view_row(table);
        view_cell(table,
                  p->country[0] ? view_country(a, p->country) : view_word(a, "not named", N_("not named")));
        view_cell(table, view_number(a, p->q, "", 12, k->basis));
        view_cell(table, view_number(a, p->r, "", 12, k->basis));
    }
    return table;
}

static view *points_view(const asking *k, const question *q)
{
    arena *a = k->c->a;
    view *table = view_table(a, point_columns, sizeof point_columns / sizeof *point_columns);
    for (size_t i = 0; i < q->gain.n; i++) {
        const ask_point *p = &q->gain.points[i];
        view_row(table);
        view_cell(table,
                  p->country[0] ? view_country(a, p->country) : view_word(a, "not named", N_("not named")));
        view_cell(table, view_share(a, llround(p->q * (double)SHARE_ONE), k->basis));
        view_cell(table, view_number(a, p->r, "", 4, k->basis));
    }
    return table;
}

static view *computation_view(const asking *k, const question *q)
{
    arena *a = k->c->a;
    const ask_gain *g = &q->gain;
    view *v = view_map(a);
    view_put_label(v, "weight", N_("Share of the whole, w"), view_number(a, g->weight, "", 12, k->basis));
    view_put_label(v, "not_traced", N_("Not traced, W"), view_number(a, g->not_traced, "", 12, k->basis));
    view_put_label(v, "mean", N_("What stands in now, m"), view_number(a, g->mean, "", 12, k->basis));
    view_put_label(v, "deviation", N_("How far an answer moves it, sum of q |r - m|"),
                   view_number(a, g->deviation, "", 12, k->basis));
    view_put_label(v, "formula", N_("Together"),
                   view_say(a, N_("{w} x {rest} x {deviation} = {gain}"), "w",
                            view_number(a, g->weight, "", 4, k->basis), "rest",
                            view_number(a, g->not_traced, "", 4, k->basis), "deviation",
                            view_number(a, g->deviation, "", 4, k->basis), "gain",
                            view_number(a, g->gain, "", 4, k->basis), (char *)NULL));
    view_put_label(v, "answers", N_("Answers that may come"), points_view(k, q));
    view_put_data(v, "points", exact_points_view(k, q));
    return v;
}

/* ---- A question ---- */

/* In nb, da and en; and in any language in which the question stands in the record already. */
static ak_code wording_view(view **out, const asking *k, const question *q, ak_err *err)
{
    arena *a = k->c->a;
    view *v = view_map(a);
    for (int lang = 0; lang < LANGUAGES; lang++)
        view_put_data(v, language_code((language)lang), view_text_c(a, q->wording[lang]));
    if (q->worded) {
        risk_wordings_row *rows = NULL;
        size_t n = 0;
        risk_wordings_params of = {.sid = q->asked ? q->asked->sid : q->worded->sid};
        AK_TRY(risk_wordings_all(&rows, &n, a, k->c->db, &k->c->scope, &of, err));
        for (size_t i = 0; i < n; i++) {
            if (!view_get(v, rows[i].language.p))
                view_put_data(v, rows[i].language.p, view_text(a, rows[i].text));
        }
    }
    *out = v;
    return AK_OK;
}

/* The sentence in the language of whoever is asked, where it exists in it and is not the reader's. */
static ak_code theirs_put(view *v, ctx *c, const question *q, const view *wording, ak_err *err)
{
    const char *theirs = "";
    language ours;
    if (q->to)
        AK_TRY(letters_language(&theirs, c, q->to, err));
    if (language_find(&ours, str_of(theirs)))
        theirs = language_code(ours);
    if (!*theirs || strcmp(theirs, language_code(c->lang)) == 0)
        return AK_OK;
    const view *text = view_get(wording, theirs);
    if (text)
        view_put_data(v, "text_to", view_text_c(c->a, view_as_text(text)));
    view_put_data(v, "language_to", view_text_c(c->a, theirs));
    return AK_OK;
}

static ak_code question_view(view **out, const asking *k, const question *q, ak_err *err)
{
    ctx *c = k->c;
    arena *a = c->a;
    view *v = view_map(a);
    view *wording = NULL;
    AK_TRY(wording_view(&wording, k, q, err));
    view_put_label(v, "rank", N_("Rank"), view_int(a, (int64_t)q->rank));
    view_put_label(v, "kind", N_("Asks for"), kind_word(a, q->kind));
    view_put_label(v, "to", N_("Ask"), q->to ? state_ref(c, q->to) : NULL);
    view_put_label(v, "about", N_("About"), state_ref(c, q->subject));
    view_put_label(v, "stage", N_("Stage"), q->node ? stage_word(a, q->node->picture.stage) : NULL);
    view_put_label(v, "part", N_("In"), q->part ? state_ref(c, q->part) : NULL);
    view_put(v, "text", view_text_c(a, q->wording[c->lang]));
    view_put_data(v, "wording", wording);
    AK_TRY(theirs_put(v, c, q, wording, err));
    view_put_label(v, "gain", N_("Gain"), view_number(a, q->gain.gain, "", 12, k->basis));
    view_put_data(v, "gain_read", view_number(a, q->gain.gain, "", 3, k->basis));
    view_put_label(v, "rank_each", N_("Rank, each material once"), view_int(a, (int64_t)q->rank_each));
    view_put_label(v, "level_chance", N_("Chance of another level"),
                   q->level_chance >= 0
                       ? view_share(a, llround(fmin(q->level_chance, 1) * (double)SHARE_ONE), k->basis)
                       : NULL);
    view_put_label(v, "asked", N_("Asked already"), q->asked ? state_ref(c, q->asked->id.p) : NULL);
    view_put_label(v, "due", N_("Answer due"),
                   q->asked && q->asked->due_on.n ? state_day(c, q->asked->due_on.p) : NULL);
    view_put_label(v, "computation", N_("How it is computed"), computation_view(k, q));
    *out = v;
    return AK_OK;
}

static ak_code list_put(view *v, const asking *k, questions *q, ak_err *err)
{
    view *list = view_list(k->c->a);
    questions_sort(q, k->order);
    for (size_t i = 0; i < q->n && i < k->limit; i++) {
        view *one = NULL;
        AK_TRY(question_view(&one, k, &q->rows[i], err));
        view_add(list, one);
    }
    view *letters = NULL;
    AK_TRY(letters_view(&letters, k->c, q->rows, list, view_count(list), err));
    view_put_label(v, "letters", N_("Letters, one to each who can answer"), letters);
    view_put_data(v, "letters_n", view_int(k->c->a, (int64_t)view_count(letters)));
    view_put_label(v, "questions", N_("Questions, most telling first"), list);
    view_put_label(v, "open", N_("Questions in all"), view_int(k->c->a, (int64_t)q->n));
    return AK_OK;
}

/* ---- Of a product, material or lot ---- */

static ak_code chances_set(questions *q, asking *k)
{
    arena scratch = {0};
    for (size_t i = 0; i < q->n; i++) {
        question *one = &q->rows[i];
        if (one->kind == QUESTION_ORIGIN)
            one->level_chance = ask_level_chance(k->t, &scratch, &one->node->picture, &one->node->given);
    }
    arena_free(&scratch);
    return AK_OK;
}

static view *answer_of(const asking *k, const questions *q)
{
    arena *a = k->c->a;
    if (q->n == 0)
        return view_say(a, N_("Every origin is traced and documented: there is nothing to ask."),
                        (char *)NULL);
    const question *first = &q->rows[0];
    if (first->node && first->to)
        return view_say(a, N_("Ask {party} first: the {stage} of {material} would tell most."), "party",
                        state_ref(k->c, first->to), "stage", stage_word(a, first->node->picture.stage),
                        "material", state_ref(k->c, first->subject), (char *)NULL);
    if (first->node)
        return view_say(a, N_("The {stage} of {material} would tell most; whom to ask nobody says."), "stage",
                        stage_word(a, first->node->picture.stage), "material",
                        state_ref(k->c, first->subject), (char *)NULL);
    return view_say(a, N_("Ask {party} first."), "party", state_ref(k->c, first->subject), (char *)NULL);
}

static ak_code picture_asks(view **out, asking *k, const risk_picture *p, const bought *b, ak_err *err)
{
    ctx *c = k->c;
    questions q;
    AK_TRY(questions_of_picture(&q, c, p, b, err));
    AK_TRY(chances_set(&q, k));
    basis_list list = {.a = c->a};
    AK_TRY(basis_add_statements(&list, c, p->sids, p->sids_n, err));
    for (size_t i = 0; i < p->nodes_n; i++) {
        if (p->nodes[i].picture.mix.edition)
            basis_add(&list, &p->nodes[i].picture.mix.first->src);
    }
    k->basis = basis_done(&list, -1);
    view *v = view_map(c->a);
    view_put_label(v, "subject", N_("About"), state_ref(c, p->subject.id));
    view_put(v, "answer", answer_of(k, &q));
    AK_TRY(list_put(v, k, &q, err));
    view_put_label(v, "traced", N_("Materials and stages with nothing to ask"),
                   view_int(c->a, (int64_t)q.traced_nodes));
    view_put_label(v, "weights", N_("Weights"),
                   p->mass_mg > 0
                       ? view_say(c->a, N_("Shares of mass in {subject}."), "subject",
                                  state_ref(c, p->subject.id), (char *)NULL)
                       : view_say(c->a, N_("No mass is known: every material counts alike."), (char *)NULL));
    view *rests = NULL;
    const char *const words[] = {p->subject.id};
    AK_TRY(rests_on(&rests, c, p->sids, p->sids_n, rests_link(c, "ask", words, 1), err));
    view_put_label(v, "rests_on", N_("Rests on"), rests);
    *out = v;
    return AK_OK;
}

/* ---- Of suppliers ---- */

static ak_code suppliers_ask(view **out, asking *k, const ranked *r, const state_subject *only, ak_err *err)
{
    ctx *c = k->c;
    questions q;
    AK_TRY(questions_of_suppliers(&q, c, r, only ? only->canon_id : NULL, err));
    basis_list list = {.a = c->a};
    k->basis = basis_done(&list, -1);
    view *v = view_map(c->a);
    if (only)
        view_put_label(v, "subject", N_("About"), state_ref(c, only->id));
    view_put(v, "answer", answer_of(k, &q));
    AK_TRY(list_put(v, k, &q, err));
    *out = v;
    return AK_OK;
}

/* A supplier is asked for itself and for what its products are made of. */
static ak_code supplier_asks(view **out, asking *k, const state_subject *s, ak_err *err)
{
    ranked *r = NULL;
    AK_TRY(ranked_load(&r, k->c, err));
    const ranked_item *i = ranked_find(r, str_of(s->canon_id));
    if (!i || !i->party)
        return ak_fail(err, &RISK_010, s->name);
    state_subject party;
    AK_TRY(state_subject_by_id(&party, k->c, i->party->id.p, err));
    AK_TRY(suppliers_ask(out, k, r, &party, err));
    view *items = view_list(k->c->a);
    for (size_t n = 0; n < i->products_n; n++) {
        state_subject subject;
        risk_picture *p = NULL;
        view *one = NULL;
        AK_TRY(state_subject_by_id(&subject, k->c, i->products[n], err));
        AK_TRY(risk_picture_of(&p, k->c, suppliers_world(r->suppliers), &subject, k->c->year, err));
        AK_TRY(picture_asks(&one, k, p, suppliers_bought(r->suppliers), err));
        view_add(items, one);
    }
    view_put_label(*out, "items", N_("Of its products"), items);
    return AK_OK;
}

/* ---- Without an ID ---- */

static ak_code all_ask(view **out, asking *k, ak_err *err)
{
    ranked *r = NULL;
    AK_TRY(ranked_load(&r, k->c, err));
    view *items = view_list(k->c->a);
    view *v = view_map(k->c->a);
    for (size_t n = 0; n < r->top_products_n; n++) {
        state_subject subject;
        risk_picture *p = NULL;
        view *one = NULL;
        AK_TRY(state_subject_by_id(&subject, k->c, r->top_products[n], err));
        AK_TRY(risk_picture_of(&p, k->c, suppliers_world(r->suppliers), &subject, k->c->year, err));
        AK_TRY(picture_asks(&one, k, p, suppliers_bought(r->suppliers), err));
        if (r->top_products_n == 1)
            v = one;
        view_add(items, one);
    }
    if (r->top_products_n != 1)
        view_put_label(v, "items", N_("By product"), items);
    view *paid = NULL;
    AK_TRY(suppliers_ask(&paid, k, r, NULL, err));
    view_put_label(v, "suppliers", N_("Of suppliers, by what is paid"), paid);
    *out = v;
    return AK_OK;
}

static ak_code wish_read(asking *k, const args *g, ak_err *err)
{
    const char *limit = args_get(g, "limit");
    const char *order = args_get(g, "order");
    k->limit = LIMIT_DEFAULT;
    if (limit && limit[0]) {
        uint64_t n;
        if (!str_whole(&n, str_of(limit), LIMIT_MOST) || n == 0)
            return ak_fail(err, &RISK_014, limit);
        k->limit = (size_t)n;
    }
    if (!order || !order[0] || strcmp(order, "gain") == 0)
        k->order = ORDER_GAIN;
    else if (strcmp(order, "each") == 0)
        k->order = ORDER_EACH;
    else if (strcmp(order, "chance") == 0)
        k->order = ORDER_CHANCE;
    else
        return ak_fail(err, &RISK_015, order);
    return AK_OK;
}

static ak_code one_asks(view **out, asking *k, const char *id, ak_err *err)
{
    state_subject s;
    AK_TRY(find_subject(&s, k->c, str_of(id), "product|material|lot|party|contract", err));
    if (s.family == family_find(STR("party")) || s.family == family_find(STR("contract")))
        return supplier_asks(out, k, &s, err);
    risk_world *w = NULL;
    risk_picture *p = NULL;
    bought *b = NULL;
    AK_TRY(risk_world_load(&w, k->c, err));
    AK_TRY(bought_load(&b, k->c, err));
    AK_TRY(risk_picture_of(&p, k->c, w, &s, k->c->year, err));
    k->t = risk_world_tables(w);
    return picture_asks(out, k, p, b, err);
}

ak_code ask_view(view **out, ctx *c, const args *g, ak_err *err)
{
    asking k = {.c = c};
    const char *id = args_get(g, "id");
    AK_TRY(wish_read(&k, g, err));
    risk_tables *t = NULL;
    AK_TRY(risk_tables_load(&t, c->a, err));
    k.t = t;
    AK_TRY(id && id[0] ? one_asks(out, &k, id, err) : all_ask(out, &k, err));
    static const char *const orders[] = {N_("by gain"), N_("each material once"),
                                         N_("by the chance of another level")};
    static const char *const codes[] = {"gain", "each", "chance"};
    view_put_label(*out, "order", N_("Order"), view_word(c->a, codes[k.order], orders[k.order]));
    view_put_label(*out, "limit", N_("At most"), view_int(c->a, (int64_t)k.limit));
    return AK_OK;
}
