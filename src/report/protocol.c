/* protocol.c -- the award protocol and the letters to bidders, as documents. */
#include "report/protocol.h"

#include "base/figure_text.h"
#include "report/document.h"

static const char *words(const doc *d, const view *v)
{
    return figure_text(d->a, v, d->about.lang);
}

static const char *told(const doc *d, const char *text)
{
    return tr(d->about.lang, text);
}

/* A heading and the block below it; nothing where the value has none. */
static ak_code section(doc *d, const char *heading, const view *v, ak_err *err)
{
    if (!v || view_kind_of(v) == VIEW_NULL)
        return AK_OK;
    doc_heading(d, 1, told(d, heading));
    return doc_view(d, v, 2, err);
}

static void sentences(doc *d, const view *list)
{
    if (view_count(list) == 0)
        return;
    doc_list(d, false);
    for (size_t i = 0; i < view_count(list); i++)
        doc_item(d, words(d, view_at(list, i)));
}

static void facts(doc *d, const view *v)
{
    static const struct {
        const char *key, *label;
    } rows[] = {
        {"number",     N_("Reference")            },
        {"buyer",      N_("Contracting authority")},
        {"part",       N_("Tender lot")           },
        {"decided_on", N_("Date")                 },
        {"letter",     N_("To")                   },
    };
    const doc_column columns[] = {
        {told(d, N_("What")),  false, 0.35},
        {told(d, N_("Value")), false, 0.65}
    };
    doc_table *t = doc_table_new(d, NULL, columns, 2);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const view *x = view_get(v, rows[i].key);
        if (!x)
            continue;
        doc_row(t);
        doc_cell(t, told(d, rows[i].label));
        doc_cell(t, words(d, x));
    }
}

static void standstill(doc *d, const view *v)
{
    const view *s = view_get(v, "standstill");
    doc_heading(d, 1, told(d, N_("Standstill")));
    if (!view_truth(s)) {
        doc_say(d, told(d, N_("Nobody says how long it lasts: state the tender's days of standstill.")));
        return;
    }
    doc_say(d, tr_fill(d->a,
                       told(d, N_("{days} days from the day after the letters are sent, until and with "
                                  "{last_day}; the contract may be signed from {signing_from}.")),
                       "days", words(d, view_get(s, "days")), "last_day", words(d, view_get(s, "last_day")),
                       "signing_from", words(d, view_get(s, "signing_from")), (char *)NULL));
    if (view_get(s, "source"))
        doc_runs(d, DOC_SMALL, &(doc_run){.text = words(d, view_get(s, "source"))}, 1);
}

/* What a bid fails on, does not answer, or only claims; headings of that level. */
static ak_code grounds(doc *d, const view *bid, int level, ak_err *err)
{
    static const struct {
        const char *key, *heading;
    } rows[] = {
        {"failed",     N_("Not met")           },
        {"unanswered", N_("Not answered")      },
        {"claimed",    N_("Claimed or unclear")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const view *table = view_get(bid, rows[i].key);
        if (view_kind_of(table) != VIEW_TABLE || view_count(table) == 0)
            continue;
        doc_heading(d, level, told(d, rows[i].heading));
        AK_TRY(doc_view(d, table, level + 1, err));
    }
    return AK_OK;
}

static ak_code letter(doc *d, const view *v, ak_err *err)
{
    const view *refused = view_get(v, "failed");
    if (refused) {
        doc_heading(d, 1, told(d, N_("Why your bid is refused")));
        AK_TRY(grounds(d, refused, 2, err));
    } else {
        const view *missing = view_get(v, "missing");
        if (missing) {
            doc_heading(d, 1, told(d, N_("What your bid lacks")));
            AK_TRY(grounds(d, missing, 2, err));
        }
        const view *advantages = view_get(v, "advantages");
        if (view_count(advantages) > 0) {
            doc_heading(d, 1, told(d, N_("What the chosen bid is better at")));
            sentences(d, advantages);
        }
        AK_TRY(section(d, N_("Your points"), view_get(v, "points"), err));
        if (view_get(v, "total"))
            doc_say(d, tr_fill(d->a, told(d, N_("In all: {total}.")), "total", words(d, view_get(v, "total")),
                               (char *)NULL));
        if (view_get(v, "chosen_total"))
            doc_say(d, tr_fill(d->a, told(d, N_("The chosen bid: {chosen_total}.")), "chosen_total",
                               words(d, view_get(v, "chosen_total")), (char *)NULL));
    }
    return AK_OK;
}

static ak_code whole(doc *d, const view *v, ak_err *err)
{
    if (view_count(view_get(v, "reasons")) > 0) {
        doc_heading(d, 1, told(d, N_("Reasons for the choice")));
        sentences(d, view_get(v, "reasons"));
    }
    AK_TRY(section(d, N_("Ranking"), view_get(v, "ranking"), err));
    AK_TRY(section(d, N_("Points, with the arithmetic"), view_get(v, "points"), err));
    AK_TRY(section(d, N_("Total cost"), view_get(v, "costs"), err));
    const view *method = view_get(v, "method");
    if (method) {
        doc_heading(d, 1, told(d, N_("How the total cost is computed")));
        sentences(d, view_get(method, "sentences"));
        AK_TRY(doc_view(d, view_get(method, "figures"), 2, err));
    }
    const view *out = view_get(v, "not_admitted");
    doc_heading(d, 1, told(d, N_("Bids that are not admitted, and why")));
    if (view_count(out) == 0)
        doc_say(d, told(d, N_("All bids are admitted.")));
    for (size_t i = 0; i < view_count(out); i++) {
        doc_heading(d, 2, words(d, view_get(view_at(out, i), "name")));
        AK_TRY(grounds(d, view_at(out, i), 3, err));
    }
    return AK_OK;
}

ak_code protocol_document(doc **out, ctx *c, const view *v, ak_err *err)
{
    const view *to = view_get(v, "letter");
    const char *tender = figure_text(c->a, view_get(v, "tender"), c->lang);
    doc_about about = document_about(c, tender);
    about.subtitle = to ? tr_fill(c->a, tr(c->lang, N_("Letter to {letter}")), "letter",
                                  figure_text(c->a, to, c->lang), (char *)NULL)
                        : tr(c->lang, N_("Award protocol"));
    doc *d = doc_new(c->a, &about);
    facts(d, v);
    doc_note(d, words(d, view_get(v, "answer")));
    AK_TRY(to ? letter(d, v, err) : whole(d, v, err));
    standstill(d, v);
    doc_runs(d, DOC_SMALL, &(doc_run){.text = words(d, view_get(v, "source"))}, 1);
    doc_sources(d);
    *out = d;
    return AK_OK;
}
