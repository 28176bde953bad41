/* compliance_view.c -- the rules of a tender and how each bid stands to them, for pages, JSON and tables. */
#include <string.h>

#include "tender/compliance.h"
#include "tender/words.h"

/* ---- The rules ---- */

static const view_column rule_columns[] = {
    {"rule",         N_("No"),           VIEW_REF,  ""},
    {"title",        N_("Requirement"),  VIEW_TEXT, ""},
    {"level",        N_("Level"),        VIEW_WORD, ""},
    {"part",         N_("Tender lot"),   VIEW_TEXT, ""},
    {"attribute",    N_("Attribute"),    VIEW_WORD, ""},
    {"required",     N_("Asked for"),    VIEW_SAY,  ""},
    {"evidence_due", N_("Proof owed"),   VIEW_WORD, ""},
    {"applies_when", N_("Holds when"),   VIEW_TEXT, ""},
    {"except_when",  N_("But not when"), VIEW_TEXT, ""},
    {"source",       N_("Source"),       VIEW_TEXT, ""},
    {"edition",      N_("Edition"),      VIEW_TEXT, ""},
    {"catalogue",    N_("Catalogue"),    VIEW_REF,  ""},
};

static view *text_or_null(arena *a, const char *text)
{
    return text[0] ? view_text_c(a, text) : NULL;
}

/* Where nothing is said, nothing is missing. */
static view *text_or_none(arena *a, const char *text)
{
    return text[0] ? view_text_c(a, text) : view_none(a);
}

static view *rule_ref(ctx *c, const tender_requirement *q)
{
    return view_ref(c->a, "subject", q->id, q->code);
}

ak_code compliance_rules_view(view **out, ctx *c, const tender *t, ak_err *err)
{
    arena *a = c->a;
    view *table = view_table(a, rule_columns, sizeof rule_columns / sizeof *rule_columns);
    for (size_t i = 0; i < t->requirements_n; i++) {
        const tender_requirement *q = &t->requirements[i];
        const view_basis *basis = NULL;
        AK_TRY(tender_basis(&basis, c, &q->sid, 1, err));
        view_row(table);
        view_cell(table, rule_ref(c, q));
        view_cell(table, view_text_c(a, q->title));
        view_cell(table, words_enum(c, "requirement_level", q->level));
        view_cell(table, text_or_none(a, q->part_no));
        view_cell(table, words_attribute(c, q->attribute));
        view_cell(table, rule_asked_view(c, q, basis));
        view_cell(table, words_enum(c, "evidence_due", q->evidence_due));
        view_cell(table, text_or_none(a, q->applies_when));
        view_cell(table, text_or_none(a, q->except_when));
        view_cell(table, text_or_null(a, q->law_ref));
        view_cell(table, text_or_none(a, q->edition));
        view_cell(table, q->catalogue_code[0]
                             ? view_ref(a, "tender/catalogue", q->catalogue_code, q->catalogue_code)
                             : view_none(a));
    }
    *out = table;
    return AK_OK;
}

/* ---- One bid ---- */

static const view_column failed_columns[] = {
    {"rule",     N_("No"),          VIEW_REF,  ""},
    {"title",    N_("Requirement"), VIEW_TEXT, ""},
    {"offered",  N_("Offered"),     VIEW_TEXT, ""},
    {"required", N_("Asked for"),   VIEW_SAY,  ""},
    {"why",      N_("Why"),         VIEW_SAY,  ""},
    {"source",   N_("Source"),      VIEW_TEXT, ""},
};
#define FAILED_COLUMNS (sizeof failed_columns / sizeof *failed_columns)

static ak_code basis_of(const view_basis **out, ctx *c, const tender_requirement *q, const rule_result *r,
                        ak_err *err)
{
    const int64_t sids[2] = {q->sid, r->offer ? r->offer->sid : 0};
    return tender_basis(out, c, sids, r->offer ? 2 : 1, err);
}

static ak_code put_failed_row(view *table, ctx *c, const tender_requirement *q, const rule_result *r,
                              ak_err *err)
{
    const view_basis *basis = NULL;
    AK_TRY(basis_of(&basis, c, q, r, err));
    view_row(table);
    view_cell(table, rule_ref(c, q));
    view_cell(table, view_text_c(c->a, q->title));
    view_cell(table, rule_offered_view(c->a, r->offer, basis));
    view_cell(table, rule_required_view(c, &r->asked, basis));
    view_cell(table, r->why[0] ? view_say(c->a, r->why, (char *)NULL) : view_none(c->a));
    view_cell(table, text_or_null(c->a, q->law_ref));
    return AK_OK;
}

/* What holds a bid back beside the requirements: late, a variant that is not allowed, rejected, withdrawn. */
static void put_formal(view *table, ctx *c, const tender *t, const tender_bid *b)
{
    arena *a = c->a;
    if (b->late) {
        view_row(table);
        view_cell(table, view_ref(a, "subject", b->id, "late"));
        view_cell(table, view_say(a, N_("Received in time"), (char *)NULL));
        view_cell(table, view_date(a, b->received_at));
        view_cell(table, t->bids_until[0] ? view_date(a, t->bids_until) : NULL);
        view_cell(table, view_none(a));
        view_cell(table, text_or_null(
                             a, strcmp(t->jurisdiction, "NOR") == 0 ? "anskaffelsesforskriften § 24-1" : ""));
    }
    if (compliance_is_barred_variant(t, b)) {
        view_row(table);
        view_cell(table, view_ref(a, "subject", b->id, "variant"));
        view_cell(table, view_say(a, N_("Variants are allowed"), (char *)NULL));
        view_cell(table, view_say(a, N_("a variant of {bid}"), "bid",
                                  view_text_c(a, t->bids[b->variant_of].number), (char *)NULL));
        view_cell(table, view_none(a));
        view_cell(table, view_none(a));
        view_cell(table, view_text_c(a, "Directive 2014/24/EU art. 45(1)"));
    }
    if (strcmp(b->status, "disqualified") == 0 || strcmp(b->status, "withdrawn") == 0) {
        view_row(table);
        view_cell(table, view_ref(a, "subject", b->id, b->status));
        view_cell(table, words_enum(c, "bid_status", b->status));
        view_cell(table, text_or_null(a, b->rejected_because));
        view_cell(table, view_none(a));
        view_cell(table, view_none(a));
        view_cell(table, view_none(a));
    }
}

static view *admissible_view(arena *a, admissible state)
{
    return state == ADMISSIBLE_UNCLEAR ? view_word(a, "unclear", N_("unclear"))
                                       : view_bool(a, state == ADMISSIBLE_YES);
}

ak_code compliance_put(view *map, ctx *c, const compliance *m, size_t bid, const char *part_no, ak_err *err)
{
    arena *a = c->a;
    view *failed = view_table(a, failed_columns, FAILED_COLUMNS);
    view *unanswered = view_table(a, failed_columns, FAILED_COLUMNS);
    view *claimed = view_table(a, failed_columns, FAILED_COLUMNS);
    put_formal(failed, c, m->t, &m->t->bids[bid]);
    for (size_t i = 0; i < m->t->requirements_n; i++) {
        const tender_requirement *q = &m->t->requirements[i];
        const rule_result *r = compliance_at(m, bid, i);
        bool elsewhere = part_no[0] && q->part_no[0] && strcmp(q->part_no, part_no) != 0;
        if (elsewhere || !compliance_decides(q))
            continue;
        view *table = r->verdict == RULE_FAILED                                  ? failed
                      : r->verdict == RULE_NOT_ANSWERED                          ? unanswered
                      : r->verdict == RULE_CLAIMED || r->verdict == RULE_UNCLEAR ? claimed
                                                                                 : NULL;
        if (table)
            AK_TRY(put_failed_row(table, c, q, r, err));
    }
    view_put_label(map, "admissible", N_("Admissible"), admissible_view(a, compliance_in(m, bid, part_no)));
    view_put_label(map, "failed", N_("Not met"), failed);
    view_put_label(map, "unanswered", N_("Not answered"), unanswered);
    view_put_label(map, "claimed", N_("Claimed or unclear"), claimed);
    return AK_OK;
}

/* ---- The matrix ---- */

static view *verdict_word(arena *a, rule_verdict v)
{
    static const char *const words[] = {N_("not applicable"), N_("met"),     N_("not met"),
                                        N_("not answered"),   N_("claimed"), N_("unclear")};
    return view_word(a, rule_verdict_words[v], words[v]);
}

static ak_code cell_of(view **out, ctx *c, const tender_requirement *q, const rule_result *r, ak_err *err)
{
    const view_basis *basis = NULL;
    AK_TRY(basis_of(&basis, c, q, r, err));
    view *offered = rule_offered_view(c->a, r->offer, basis);
    view *verdict = verdict_word(c->a, r->verdict);
    if (!offered)
        *out = r->owed_later
                   ? view_say(c->a, N_("{verdict}; proof owed later"), "verdict", verdict, (char *)NULL)
                   : verdict;
    else
        *out = view_say(
            c->a, r->owed_later ? N_("{verdict}: {offered}; proof owed later") : N_("{verdict}: {offered}"),
            "verdict", verdict, "offered", offered, (char *)NULL);
    return AK_OK;
}

static ak_code matrix_table(view **out, ctx *c, const compliance *m, ak_err *err)
{
    arena *a = c->a;
    const tender *t = m->t;
    view_column *columns = ARENA_NEWS(a, view_column, t->bids_n + 4);
    columns[0] = (view_column){"rule", N_("No"), VIEW_REF, ""};
    columns[1] = (view_column){"title", N_("Requirement"), VIEW_TEXT, ""};
    columns[2] = (view_column){"level", N_("Level"), VIEW_WORD, ""};
    columns[3] = (view_column){"required", N_("Asked for"), VIEW_SAY, ""};
    for (size_t b = 0; b < t->bids_n; b++)
        columns[4 + b] =
            (view_column){arena_printf(a, "bid_%s", t->bids[b].number), t->bids[b].number, VIEW_SAY, ""};
    view *table = view_table(a, columns, t->bids_n + 4);
    for (size_t i = 0; i < t->requirements_n; i++) {
        const tender_requirement *q = &t->requirements[i];
        const view_basis *basis = NULL;
        AK_TRY(tender_basis(&basis, c, &q->sid, 1, err));
        view_row(table);
        view_cell(table, rule_ref(c, q));
        view_cell(table, view_text_c(a, q->title));
        view_cell(table, words_enum(c, "requirement_level", q->level));
        view_cell(table, rule_asked_view(c, q, basis));
        for (size_t b = 0; b < t->bids_n; b++) {
            view *cell = NULL;
            AK_TRY(cell_of(&cell, c, q, compliance_at(m, b, i), err));
            view_cell(table, cell);
        }
    }
    *out = table;
    return AK_OK;
}

static const view_column bid_columns[] = {
    {"bid",        N_("Bid"),                VIEW_REF,  ""},
    {"tenderer",   N_("Tenderer"),           VIEW_TEXT, ""},
    {"admissible", N_("Admissible"),         VIEW_WORD, ""},
    {"late",       N_("Late"),               VIEW_BOOL, ""},
    {"failed",     N_("Not met"),            VIEW_INT,  ""},
    {"unanswered", N_("Not answered"),       VIEW_INT,  ""},
    {"claimed",    N_("Claimed or unclear"), VIEW_INT,  ""},
    {"owed_later", N_("Proof owed later"),   VIEW_INT,  ""},
};

static view *bids_table(ctx *c, const compliance *m)
{
    arena *a = c->a;
    view *table = view_table(a, bid_columns, sizeof bid_columns / sizeof *bid_columns);
    for (size_t b = 0; b < m->t->bids_n; b++) {
        const tender_bid *bid = &m->t->bids[b];
        int64_t counts[RULE_UNCLEAR + 1] = {0};
        int64_t owed = 0;
        for (size_t i = 0; i < m->t->requirements_n; i++) {
            const rule_result *r = compliance_at(m, b, i);
            counts[r->verdict] += compliance_decides(&m->t->requirements[i]);
            owed += r->owed_later;
        }
        view_row(table);
        view_cell(table, view_ref(a, "subject", bid->id, bid->number));
        view_cell(table, view_text_c(a, bid->tenderers_n ? bid->tenderer_names[0] : ""));
        view_cell(table, admissible_view(a, m->of_bid[b]));
        view_cell(table, view_bool(a, bid->late));
        view_cell(table, view_int(a, counts[RULE_FAILED]));
        view_cell(table, view_int(a, counts[RULE_NOT_ANSWERED]));
        view_cell(table, view_int(a, counts[RULE_CLAIMED] + counts[RULE_UNCLEAR]));
        view_cell(table, view_int(a, owed));
    }
    return table;
}

ak_code compliance_matrix_view(view **out, ctx *c, const args *g, ak_err *err)
{
    arena *a = c->a;
    tender *t = NULL;
    compliance *m = NULL;
    view *table = NULL;
    AK_TRY(tender_of_args(&t, c, g, err));
    AK_TRY(compliance_of(&m, a, t, err));
    AK_TRY(matrix_table(&table, c, m, err));
    int64_t admitted = 0;
    for (size_t b = 0; b < t->bids_n; b++)
        admitted += m->of_bid[b] == ADMISSIBLE_YES;
    view *v = view_map(a);
    view_put_label(v, "tender", N_("Tender"), state_ref(c, t->subject.canon_id));
    view_put(v, "answer",
             view_say(a,
                      N_("Bids that meet every mandatory requirement with the proof that is owed by now: "
                         "{admitted} of {bids}."),
                      "admitted", view_int(a, admitted), "bids", view_int(a, (int64_t)t->bids_n),
                      (char *)NULL));
    view_put_label(v, "bids", N_("Bids"), bids_table(c, m));
    view_put_label(v, "matrix", N_("Requirements and bids"), table);
    view *rests = NULL;
    AK_TRY(tender_rests_on(&rests, c, t, "tender matrix", err));
    view_put_label(v, "rests_on", N_("Rests on"), rests);
    *out = v;
    return AK_OK;
}
