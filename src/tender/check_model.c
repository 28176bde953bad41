/* check_model.c -- what is found of the point model, and what it does over the expected values. */
#include <string.h>

#include "base/message.h"
#include "tender/model.h"
#include "tender/score_parts.h"

#define SOURCE_REVERSAL "Stilger, Siderius, van Raaij 2017"
#define SOURCE_WEIGHTS                                                                                       \
    "Directive 2014/24/EU art. 67(5)" /* the weight of each criterion stands in the documents */
#define SOURCE_METHOD "Directive 2014/24/EU art. 68(2)" /* and so do method and data of the total cost */
#define SOURCE_OWN    "aktsom, docs/tender.md"          /* a test of our own, which no law asks for */

/* TEND-10x and TEND-13x refuse to compute the total cost; the others speak of criteria and weights. */
static const char *refusal_source(const ak_rule *rule)
{
    bool of_cost = strncmp(rule->code, "TEND-10", 7) == 0 || strncmp(rule->code, "TEND-13", 7) == 0;
    return of_cost ? SOURCE_METHOD : SOURCE_WEIGHTS;
}

/* The lot scored for the test; *scored is false where it has no criteria, or they cannot be scored. */
static ak_code desk_of(score_desk *d, bool *scored, ctx *c, const tender *t, const char *part_no, ak_err *err)
{
    *scored = false;
    if (t->criteria_n == 0)
        return AK_OK;
    ak_err own = {0};
    ak_code code = score_desk_in(d, c, t, part_no, &own);
    if (code == AK_OK) {
        *scored = true;
        return AK_OK;
    }
    if (code != AK_E_INPUT && code != AK_E_LIMIT) {
        if (err)
            *err = own;
        return code;
    }
    return AK_OK;
}

static view *criterion_ref(const findings *f, const tender_criterion *k)
{
    return findings_ref(f, k->id, k->code);
}

/* Weights that do not add up and the like: the rule that refused to score says it. */
static ak_code add_refusal(findings *f, const char *part_no, ak_err *err)
{
    arena *a = f->c->a;
    ak_err own = {0};
    score *s = NULL;
    ak_code code = score_of(&s, a, f->t, &(score_options){.part_no = part_no}, &own);
    if (code == AK_OK)
        return AK_OK;
    if (code != AK_E_INPUT && code != AK_E_LIMIT) {
        if (err)
            *err = own;
        return code;
    }
    view *text = view_text_c(a, message_err_text(a, f->c->lang, &own));
    view *remedy = view_text_c(a, message_err_remedy(a, f->c->lang, &own));
    view *about = NULL;
    for (size_t i = 0; i < f->t->criteria_n; i++)
        if (strcmp(f->t->criteria[i].code, own.file) == 0)
            about = criterion_ref(f, &f->t->criteria[i]);
    for (size_t i = 0; i < f->t->bids_n; i++)
        if (strcmp(f->t->bids[i].number, own.file) == 0)
            about = findings_ref(f, f->t->bids[i].id, f->t->bids[i].number);
    findings_add(f, (tender_finding){.code = own.rule->code,
                                     .severity = FINDING_BREACH,
                                     .text = text,
                                     .remedy = remedy,
                                     .source = refusal_source(own.rule),
                                     .evidence = about,
                                     .part_no = part_no});
    return AK_OK;
}

static const char *values_text(const score_desk *d, const int64_t *x)
{
    buf line = buf_new(d->c->a, 0);
    for (size_t k = 0; k < d->s->leaves_n; k++) {
        const score_criterion *leaf = &d->s->leaves[k];
        buf_printf(&line, "%s%s %s", k ? ", " : "", leaf->of->code,
                   fmt_decimal(d->c->a, d->c->lang, score_value_text(d->c->a, leaf, x[k])));
    }
    return str_c(d->c->a, buf_str(&line));
}

static void add_reversal(findings *f, const score_desk *d, const model_test *m)
{
    arena *a = f->c->a;
    const reversal *r = &m->turn;
    const score_criterion *leaf = &d->s->leaves[r->criterion];
    size_t n = d->s->leaves_n;
    view *text = view_say(a,
                          N_("A losing bid can change who wins: between ({first}) and ({second}), an extra "
                             "bid of ({extra}) loses and puts the other first."),
                          "first", view_text_c(a, values_text(d, r->offer + r->winner_before * n)), "second",
                          view_text_c(a, values_text(d, r->offer + r->winner_after * n)), "extra",
                          view_text_c(a, values_text(d, r->extra)), (char *)NULL);
    findings_add(f,
                 (tender_finding){
                     .code = "MODEL-REVERSAL",
                     .severity = FINDING_ADVICE,
                     .text = text,
                     .remedy = view_say(
                         a, N_("Use fixed points or priced quality: there each bid is measured by itself."),
                         (char *)NULL),
                     .source = SOURCE_REVERSAL,
                     .evidence = criterion_ref(f, leaf->of),
                     .part_no = d->s->part_no});
}

static void add_leaf(findings *f, const score_desk *d, const model_test *m, size_t k)
{
    arena *a = f->c->a;
    const score_criterion *leaf = &d->s->leaves[k];
    const model_leaf *l = &m->leaves[k];
    view *about = criterion_ref(f, leaf->of);
    if (l->outside)
        findings_add(f, (tender_finding){
                            .code = "MODEL-SCALE",
                            .severity = FINDING_ADVICE,
                            .text = view_say(a,
                                             N_("Over the expected values the criterion gives {least} to "
                                                "{most} points, outside its scale of 0 to {max}."),
                                             "least", score_points_view(d, l->least, d->common), "most",
                                             score_points_view(d, l->most, d->common), "max",
                                             score_points_view(d, leaf->rule.max, d->common), (char *)NULL),
                            .remedy = view_say(
                                a, N_("Say in the documents what happens below 0, or use fixed points."),
                                (char *)NULL),
                            .source = "KOFA 2015/60",
                            .evidence = about,
                            .part_no = d->s->part_no});
    if (l->ranged && l->without_effect && !(d->s->priced && k == d->s->base))
        findings_add(f, (tender_finding){
                            .code = "MODEL-NO-EFFECT",
                            .severity = FINDING_ADVICE,
                            .text = view_say(a,
                                             N_("Over the expected values the criterion gives every bid the "
                                                "same points, so it decides nothing."),
                                             (char *)NULL),
                            .remedy = view_say(
                                a, N_("Move its points or steps into the expected values, or leave it out."),
                                (char *)NULL),
                            .source = SOURCE_WEIGHTS,
                            .evidence = about,
                            .part_no = d->s->part_no});
    if (!l->ranged)
        findings_add(f,
                     (tender_finding){
                         .code = "MODEL-RANGE",
                         .severity = FINDING_ADVICE,
                         .text = view_say(
                             a, N_("Nobody says which values are expected, so the criterion is not tested."),
                             (char *)NULL),
                         .remedy = view_say(a, N_("State expected_low and expected_high."), (char *)NULL),
                         .source = SOURCE_OWN,
                         .evidence = about,
                         .part_no = d->s->part_no});
    if (leaf->rule.model == POINT_RELATIVE_QUALITY)
        findings_add(
            f,
            (tender_finding){
                .code = "MODEL-RELATIVE-QUALITY",
                .severity = FINDING_ADVICE,
                .text =
                    view_say(a, N_("The best quality gets all points however good it is; this is disputed."),
                             (char *)NULL),
                .remedy = view_say(a, N_("Describe the levels of an absolute scale instead."), (char *)NULL),
                .source = "KOFA 2021/1000",
                .evidence = about,
                .part_no = d->s->part_no});
}

static ak_code check_lot(findings *f, const char *part_no, ak_err *err)
{
    arena *a = f->c->a;
    score_desk d;
    bool scored = false;
    AK_TRY(desk_of(&d, &scored, f->c, f->t, part_no, err));
    if (!scored)
        return f->t->criteria_n ? add_refusal(f, part_no, err) : AK_OK;
    model_test m;
    AK_TRY(model_test_of(&m, a, d.s, err));
    if (m.turn.found)
        add_reversal(f, &d, &m);
    for (size_t k = 0; k < d.s->leaves_n; k++)
        add_leaf(f, &d, &m, k);
    if (d.s->order_open)
        findings_add(f, (tender_finding){
                            .code = "MODEL-ORDER",
                            .severity = FINDING_ADVICE,
                            .text = view_say(a,
                                             N_("The criteria are only ranked; another weighting that fits "
                                                "the order would give another winner."),
                                             (char *)NULL),
                            .remedy = view_say(
                                a, N_("State weights; an order alone is for where weights cannot be given."),
                                (char *)NULL),
                            .source = SOURCE_WEIGHTS,
                            .part_no = part_no});
    for (size_t i = 0; i < d.s->bids_n; i++)
        if (d.s->cost && d.s->bids[i].place == 1 && d.s->bids[i].place_without_grants != 1) {
            findings_add(
                f, (tender_finding){
                       .code = "LCC-GRANTS",
                       .severity = FINDING_ADVICE,
                       .text = view_say(a, N_("Bid {bid} leads only because of grants that are not certain."),
                                        "bid", view_text_c(a, d.t->bids[i].number), (char *)NULL),
                       .remedy = view_say(a, N_("Decide and say in the documents whether grants count."),
                                          (char *)NULL),
                       .source = SOURCE_METHOD,
                       .evidence = findings_ref(f, d.t->bids[i].id, d.t->bids[i].number),
                       .part_no = part_no});
        }
    return AK_OK;
}

ak_code tender_check_model(findings *f, ak_err *err)
{
    if (f->t->parts_n == 0)
        return check_lot(f, "", err);
    for (size_t i = 0; i < f->t->parts_n; i++)
        AK_TRY(check_lot(f, f->t->parts[i].part_no, err));
    return AK_OK;
}

/* ---- The test itself, to be looked at ---- */

static const view_column leaf_columns[] = {
    {"criterion", N_("Criterion"),              VIEW_TEXT,    ""},
    {"model",     N_("Point model"),            VIEW_WORD,    ""},
    {"low",       N_("Expected from"),          VIEW_DECIMAL, ""},
    {"high",      N_("Expected to"),            VIEW_DECIMAL, ""},
    {"least",     N_("Fewest points"),          VIEW_DECIMAL, ""},
    {"most",      N_("Most points"),            VIEW_DECIMAL, ""},
    {"effect",    N_("Of all difference"),      VIEW_SHARE,   ""},
    {"depends",   N_("Needs the others' bids"), VIEW_BOOL,    ""},
};

static const char *model_label(point_model m)
{
    static const char *const words[POINT_MODELS] = {
        N_("linear, relative"), N_("proportional"),     N_("fixed points"),   N_("steps"),
        N_("absolute scale"),   N_("relative quality"), N_("priced quality"), N_("pass or fail"),
    };
    return words[m];
}

static view *leaves_table(const score_desk *d, const model_test *m)
{
    arena *a = d->c->a;
    view *table = view_table(a, leaf_columns, sizeof leaf_columns / sizeof *leaf_columns);
    for (size_t k = 0; k < d->s->leaves_n; k++) {
        const score_criterion *leaf = &d->s->leaves[k];
        const model_leaf *l = &m->leaves[k];
        const char *symbol = leaf->money ? score_currency(d) : leaf->unit ? leaf->unit->symbol : "";
        bool base = d->s->priced && k == d->s->base;
        view_row(table);
        view_cell(table, view_text_c(a, arena_printf(a, "%s %s", leaf->of->code, leaf->of->title)));
        view_cell(table, view_word(a, point_model_words[leaf->rule.model], model_label(leaf->rule.model)));
        view_cell(table,
                  l->ranged ? view_decimal(a, score_value_text(a, leaf, l->low), symbol, d->common) : NULL);
        view_cell(table,
                  l->ranged ? view_decimal(a, score_value_text(a, leaf, l->high), symbol, d->common) : NULL);
        view_cell(table, l->ranged && !base ? score_points_view(d, l->least, d->common) : NULL);
        view_cell(table, l->ranged && !base ? score_points_view(d, l->most, d->common) : NULL);
        view_cell(table,
                  l->ranged && !base ? view_share(a, (int64_t)(l->effect * 1e6 + 0.5), d->common) : NULL);
        view_cell(table, view_bool(a, !d->s->priced && point_depends(leaf->rule.model)));
    }
    return table;
}

static const view_column turn_columns[] = {
    {"offer",  N_("Offer"),          VIEW_WORD,    ""},
    {"values", N_("Values"),         VIEW_TEXT,    ""},
    {"before", N_("Points without"), VIEW_DECIMAL, ""},
    {"after",  N_("Points with"),    VIEW_DECIMAL, ""},
};

static view *turn_table(const score_desk *d, const reversal *r)
{
    arena *a = d->c->a;
    view *table = view_table(a, turn_columns, sizeof turn_columns / sizeof *turn_columns);
    for (size_t i = 0; i <= r->m; i++) {
        bool extra = i == r->m;
        view_row(table);
        view_cell(table, extra                   ? view_word(a, "extra", N_("extra, loses"))
                         : i == r->winner_before ? view_word(a, "before", N_("wins without it"))
                         : i == r->winner_after  ? view_word(a, "after", N_("wins with it"))
                                                 : view_word(a, "other", N_("another bid")));
        view_cell(table, view_text_c(a, values_text(d, extra ? r->extra : r->offer + i * d->s->leaves_n)));
        view_cell(table, extra ? NULL : view_decimal(a, score_total_text(a, r->before[i]), "", d->common));
        view_cell(table, view_decimal(a, score_total_text(a, r->after[i]), "", d->common));
    }
    return table;
}

static view *turn_view(const score_desk *d, const model_test *m)
{
    arena *a = d->c->a;
    const reversal *r = &m->turn;
    const score_criterion *leaf = &d->s->leaves[r->criterion];
    const char *symbol = leaf->money ? score_currency(d) : leaf->unit ? leaf->unit->symbol : "";
    view *v = view_map(a);
    view_put_label(v, "criterion", N_("Criterion"), view_text_c(a, leaf->of->code));
    view_put_label(v, "of_bids", N_("Between the bids that are there"), view_bool(a, m->of_bids));
    view_put_label(v, "smallest", N_("Smallest such bid"),
                   view_decimal(a, score_value_text(a, leaf, r->extra[r->criterion]), symbol, d->common));
    view_put_label(v, "until", N_("The same down to"),
                   view_decimal(a, score_value_text(a, leaf, r->until), symbol, d->common));
    view_put_label(v, "offers", N_("Offers"), turn_table(d, r));
    return v;
}

ak_code model_view(view **out, ctx *c, const tender *t, const char *part_no, ak_err *err)
{
    *out = NULL;
    score_desk d;
    bool scored = false;
    AK_TRY(desk_of(&d, &scored, c, t, part_no, err));
    if (!scored)
        return AK_OK;
    model_test m;
    AK_TRY(model_test_of(&m, c->a, d.s, err));
    view *v = view_map(c->a);
    const char *answer =
        m.turn.found ? N_("A losing bid can change who wins.")
        : m.tried ? N_("Points depend on the other bids, but no losing bid was found that changes who wins.")
        : m.depends
            ? N_("Points depend on the other bids; without expected values it cannot be tested.")
            : N_("No losing bid can change who wins: the points of a bid are a function of that bid alone.");
    view_put(v, "answer", view_say(c->a, answer, (char *)NULL));
    view_put_label(v, "independent", N_("Independent of other bids"), view_bool(c->a, !m.depends));
    view_put_label(v, "criteria", N_("Criteria"), leaves_table(&d, &m));
    if (m.turn.found)
        view_put_label(v, "reversal", N_("Rank reversal"), turn_view(&d, &m));
    *out = v;
    return AK_OK;
}
