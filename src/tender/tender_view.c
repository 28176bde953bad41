/* tender_view.c -- a tender on one page: the whole from facts to findings. */
#include "tender/tender_view.h"

#include <string.h>

#include "tender/compliance.h"
#include "tender/findings.h"
#include "tender/words.h"
#include "tender_sql.h"

/* ---- The list ---- */

static const view_column tender_columns[] = {
    {"tender", N_("Tender"), VIEW_REF,  ""},
    {"number", N_("Number"), VIEW_TEXT, ""},
    {"status", N_("Status"), VIEW_WORD, ""},
};

static ak_code tenders_table(view **out, size_t *n_out, ctx *c, ak_err *err)
{
    tender_tenders_row *rows = NULL;
    size_t n = 0;
    AK_TRY(tender_tenders_all(&rows, &n, c->a, c->db, &c->scope, err));
    view *table = view_table(c->a, tender_columns, sizeof tender_columns / sizeof *tender_columns);
    *n_out = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && rows[i].canon == rows[i - 1].canon)
            continue;
        ++*n_out;
        view_row(table);
        view_cell(table, view_ref(c->a, "tender", str_c(c->a, rows[i].id), str_c(c->a, rows[i].title)));
        view_cell(table, view_text(c->a, rows[i].number));
        view_cell(table, words_enum(c, "tender_status", str_c(c->a, rows[i].status)));
    }
    *out = table;
    return AK_OK;
}

/* ---- The parts ---- */

static view *text_or_null(arena *a, const char *text)
{
    return text[0] ? view_text_c(a, text) : NULL;
}

/* What is not said here is said for all. */
static view *text_or_none(arena *a, const char *text)
{
    return text[0] ? view_text_c(a, text) : view_none(a);
}

static ak_code number_cell(view **out, ctx *c, const tender_number *n, const view_basis *basis, ak_err *err)
{
    (void)err;
    char text[DECIMAL_TEXT_BYTES];
    *out = n->said ? view_decimal(c->a, arena_text(c->a, decimal_text(text, n->n)),
                                  n->unit ? n->unit->symbol : n->unit_text, basis)
                   : NULL;
    return AK_OK;
}

static view *share_cell(arena *a, int64_t ppb, const view_basis *basis)
{
    return ppb < 0 ? NULL : view_share(a, (ppb + 500) / 1000, basis);
}

static const view_column criterion_columns[] = {
    {"criterion",     N_("Criterion"),     VIEW_REF,   ""},
    {"title",         N_("Title"),         VIEW_TEXT,  ""},
    {"weight",        N_("Weight"),        VIEW_SHARE, ""},
    {"priority",      N_("Ranked order"),  VIEW_INT,   ""},
    {"environmental", N_("Environmental"), VIEW_BOOL,  ""},
    {"point_model",   N_("Point model"),   VIEW_WORD,  ""},
    {"attribute",     N_("Attribute"),     VIEW_WORD,  ""},
    {"part",          N_("Tender lot"),    VIEW_TEXT,  ""},
};

static ak_code criteria_table(view **out, ctx *c, const tender *t, ak_err *err)
{
    arena *a = c->a;
    view *table = view_table(a, criterion_columns, sizeof criterion_columns / sizeof *criterion_columns);
    for (size_t i = 0; i < t->criteria_n; i++) {
        const tender_criterion *k = &t->criteria[i];
        const view_basis *basis = NULL;
        AK_TRY(tender_basis(&basis, c, &k->sid, 1, err));
        view_row(table);
        view_cell(table, view_ref(a, "subject", k->id, k->code));
        view_cell(table, view_text_c(a, k->title));
        view_cell(table, share_cell(a, k->weight_ppb, basis));
        view_cell(table, k->priority ? view_int(a, k->priority) : view_none(a));
        view_cell(table,
                  k->environmental == TENDER_NOT_SAID ? NULL : view_bool(a, k->environmental == TENDER_YES));
        view_cell(table, words_enum(c, "point_model", k->point_model));
        view_cell(table, words_attribute(c, k->attribute));
        view_cell(table, text_or_none(a, k->part_no));
    }
    *out = table;
    return AK_OK;
}

static const view_column cost_columns[] = {
    {"cost_kind", N_("Assumption"), VIEW_WORD,    ""},
    {"item",      N_("Applies to"), VIEW_TEXT,    ""},
    {"year",      N_("Year"),       VIEW_INT,     ""},
    {"value",     N_("Value"),      VIEW_DECIMAL, ""},
    {"low",       N_("From"),       VIEW_DECIMAL, ""},
    {"high",      N_("To"),         VIEW_DECIMAL, ""},
    {"evidence",  N_("Evidence"),   VIEW_WORD,    ""},
};

static ak_code costs_table(view **out, ctx *c, const tender *t, ak_err *err)
{
    arena *a = c->a;
    view *table = view_table(a, cost_columns, sizeof cost_columns / sizeof *cost_columns);
    for (size_t i = 0; i < t->costs_n; i++) {
        const tender_cost *k = &t->costs[i];
        const view_basis *basis = NULL;
        view *cells[3] = {NULL};
        AK_TRY(tender_basis(&basis, c, &k->sid, 1, err));
        AK_TRY(number_cell(&cells[0], c, &k->value, basis, err));
        AK_TRY(number_cell(&cells[1], c, &k->low, basis, err));
        AK_TRY(number_cell(&cells[2], c, &k->high, basis, err));
        view_row(table);
        view_cell(table, words_enum(c, "cost_kind", k->cost_kind));
        view_cell(table, text_or_none(a, k->item));
        view_cell(table, k->year ? view_year(a, k->year) : view_none(a));
        for (int i3 = 0; i3 < 3; i3++)
            view_cell(table, cells[i3] || i3 == 0 ? cells[i3] : view_none(a));
        view_cell(table, k->evidence ? view_evidence(a, evidence_word(k->evidence)) : NULL);
    }
    *out = table;
    return AK_OK;
}

static const view_column bid_columns[] = {
    {"bid",         N_("Bid"),            VIEW_REF,  ""},
    {"tenderer",    N_("Tenderer"),       VIEW_REF,  ""},
    {"received_at", N_("Received"),       VIEW_DATE, ""},
    {"late",        N_("Late"),           VIEW_BOOL, ""},
    {"status",      N_("Status"),         VIEW_WORD, ""},
    {"answers",     N_("Answers"),        VIEW_INT,  ""},
    {"file",        N_("File (SHA-256)"), VIEW_TEXT, ""},
};

static view *bids_table(ctx *c, const tender *t)
{
    arena *a = c->a;
    view *table = view_table(a, bid_columns, sizeof bid_columns / sizeof *bid_columns);
    for (size_t i = 0; i < t->bids_n; i++) {
        const tender_bid *b = &t->bids[i];
        view_row(table);
        view_cell(table, view_ref(a, "subject", b->id, b->number));
        view_cell(table, b->tenderers_n ? state_ref(c, b->tenderers[0]) : NULL);
        view_cell(table, view_date(a, b->received_at));
        view_cell(table, view_bool(a, b->late));
        view_cell(table, words_enum(c, "bid_status", b->status));
        view_cell(table, view_int(a, (int64_t)b->offers_n));
        view_cell(table, view_text(a, (str){b->file, strlen(b->file) < 12 ? strlen(b->file) : 12}));
    }
    return table;
}

static const view_column clause_columns[] = {
    {"clause",   N_("Clause"),       VIEW_REF,  ""},
    {"title",    N_("Title"),        VIEW_TEXT, ""},
    {"obliged",  N_("Who"),          VIEW_WORD, ""},
    {"openness", N_("Openness"),     VIEW_WORD, ""},
    {"days",     N_("Deadline"),     VIEW_INT,  ""},
    {"day_kind", N_("Kind of days"), VIEW_WORD, ""},
    {"follows",  N_("Consequence"),  VIEW_WORD, ""},
};

static view *clauses_table(ctx *c, const tender *t)
{
    arena *a = c->a;
    view *table = view_table(a, clause_columns, sizeof clause_columns / sizeof *clause_columns);
    for (size_t i = 0; i < t->clauses_n; i++) {
        const tender_clause *k = &t->clauses[i];
        view_row(table);
        view_cell(table, view_ref(a, "subject", k->id, k->number));
        view_cell(table, view_text_c(a, k->title));
        view_cell(table, words_enum(c, "obliged", k->obliged));
        view_cell(table, words_enum(c, "openness", k->openness));
        view_cell(table, k->deadline_count >= 0 ? view_int(a, k->deadline_count) : NULL);
        view_cell(table, words_enum(c, "day_kind", k->day_kind));
        view_cell(table, k->consequences_n ? words_enum(c, "consequence", k->consequences[0])
                                           : text_or_null(a, k->consequence_text));
    }
    return table;
}

static const view_column requirement_columns[] = {
    {"rule",         N_("No"),          VIEW_REF,  ""},
    {"title",        N_("Requirement"), VIEW_TEXT, ""},
    {"level",        N_("Level"),       VIEW_WORD, ""},
    {"part",         N_("Tender lot"),  VIEW_TEXT, ""},
    {"required",     N_("Asked for"),   VIEW_SAY,  ""},
    {"evidence_due", N_("Proof owed"),  VIEW_WORD, ""},
    {"catalogue",    N_("Catalogue"),   VIEW_REF,  ""},
};

/* What a page has room for; tender check and the CSV of rules hold the rest. */
static ak_code requirements_table(view **out, ctx *c, const tender *t, ak_err *err)
{
    arena *a = c->a;
    view *table =
        view_table(a, requirement_columns, sizeof requirement_columns / sizeof *requirement_columns);
    for (size_t i = 0; i < t->requirements_n; i++) {
        const tender_requirement *q = &t->requirements[i];
        const view_basis *basis = NULL;
        const char *row = q->catalogue_code;
        AK_TRY(tender_basis(&basis, c, &q->sid, 1, err));
        view_row(table);
        view_cell(table, view_ref(a, "subject", q->id, q->code));
        view_cell(table, view_text_c(a, q->title));
        view_cell(table, words_enum(c, "requirement_level", q->level));
        view_cell(table, text_or_none(a, q->part_no));
        view_cell(table, rule_asked_view(c, q, basis));
        view_cell(table, words_enum(c, "evidence_due", q->evidence_due));
        view_cell(table, row[0] ? view_ref(a, "tender/catalogue", row, row) : view_none(a));
    }
    *out = table;
    return AK_OK;
}

/* ---- The page ---- */

static void put_facts(view *v, ctx *c, const tender *t)
{
    arena *a = c->a;
    view_put_label(v, "number", N_("Number"), view_text_c(a, t->number));
    view_put_label(v, "buyer", N_("Buyer"), state_ref(c, t->buyer));
    view_put_label(v, "status", N_("Status"), words_enum(c, "tender_status", t->status));
    if (t->published_on[0])
        view_put_label(v, "published_on", N_("Published"), view_date(a, t->published_on));
    if (t->questions_until[0])
        view_put_label(v, "questions_until", N_("Questions until"), view_date(a, t->questions_until));
    if (t->bids_until[0])
        view_put_label(v, "bids_until", N_("Bids until"), view_date(a, t->bids_until));
    if (t->opened_at[0])
        view_put_label(v, "opened_at", N_("Opened"), view_date(a, t->opened_at));
    if (t->jurisdiction[0])
        view_put_label(v, "jurisdiction", N_("Jurisdiction"), view_country(a, t->jurisdiction));
    if (t->product_group[0])
        view_put_label(v, "product_group", N_("Product group"), words_product_group(c, t->product_group));
    if (t->award_basis[0])
        view_put_label(v, "award_basis", N_("Basis of award"), words_enum(c, "award_basis", t->award_basis));
    if (t->description[0])
        view_put_label(v, "description", N_("Description"), view_text_c(a, t->description));
}

static view *answer_of(ctx *c, const tender *t, const compliance *m, const findings *f)
{
    arena *a = c->a;
    int64_t breaches = 0;
    int64_t admitted = 0;
    for (size_t i = 0; i < f->n; i++)
        breaches += f->rows[i].severity == FINDING_BREACH;
    for (size_t b = 0; b < t->bids_n; b++)
        admitted += m->of_bid[b] == ADMISSIBLE_YES;
    if (t->bids_n == 0)
        return view_say(a,
                        N_("No bid is recorded. In the documents: breaches {breaches}, remarks {remarks}."),
                        "breaches", view_int(a, breaches), "remarks", view_int(a, (int64_t)f->n - breaches),
                        (char *)NULL);
    return view_say(a,
                    N_("Bids that meet every mandatory requirement: {admitted} of {bids}. Breaches in the "
                       "documents: {breaches}."),
                    "admitted", view_int(a, admitted), "bids", view_int(a, (int64_t)t->bids_n), "breaches",
                    view_int(a, breaches), (char *)NULL);
}

static ak_code page_of(view **out, ctx *c, const tender *t, ak_err *err)
{
    findings f = {0};
    compliance *m = NULL;
    view *part = NULL;
    AK_TRY(findings_of(&f, c, t, err));
    AK_TRY(compliance_of(&m, c->a, t, err));
    view *v = view_map(c->a);
    view_put_label(v, "tender", N_("Tender"), state_ref(c, t->subject.canon_id));
    view_put(v, "answer", answer_of(c, t, m, &f));
    put_facts(v, c, t);
    view_put_label(v, "findings", N_("Findings"), findings_table(&f));
    AK_TRY(requirements_table(&part, c, t, err));
    view_put_label(v, "requirements", N_("Requirements"), part);
    AK_TRY(criteria_table(&part, c, t, err));
    view_put_label(v, "criteria", N_("Award criteria"), part);
    AK_TRY(costs_table(&part, c, t, err));
    view_put_label(v, "costs", N_("Assumptions of the total cost"), part);
    view_put_label(v, "bids", N_("Bids"), bids_table(c, t));
    view_put_label(v, "clauses", N_("Contract terms"), clauses_table(c, t));
    AK_TRY(tender_rests_on(&part, c, t, "tender", err));
    view_put_label(v, "rests_on", N_("Rests on"), part);
    *out = v;
    return AK_OK;
}

ak_code tender_view(view **out, ctx *c, const args *g, ak_err *err)
{
    view *table = NULL;
    size_t n = 0;
    const char *id = args_get(g, "id");
    AK_TRY(tenders_table(&table, &n, c, err));
    if (n != 1 && (!id || !id[0])) {
        view *v = view_map(c->a);
        view_put(v, "answer",
                 view_say_n(c->a, (int64_t)n, N_("{n} tender is recorded."), N_("{n} tenders are recorded."),
                            (char *)NULL));
        view_put_label(v, "tenders", N_("Tenders"), table);
        *out = v;
        return AK_OK;
    }
    tender *t = NULL;
    AK_TRY(tender_of_args(&t, c, g, err));
    return page_of(out, c, t, err);
}
