/* account_document.c -- an account as a document to publish, sign or edit. */
#include <string.h>

#include "base/figure_text.h"
#include "report/account_inside.h"
#include "report/document.h"
#include "report/rules.h"

typedef struct writing {
    account *t;
    doc *d;
    language lang;
} writing;

static ak_code cite(const char **out, writing *w, int64_t sid, ak_err *err)
{
    const view_basis *basis = NULL;
    if (sid)
        AK_TRY(state_basis(&basis, w->t->c, &sid, 1, -1, err));
    const char *numbers = doc_cite(w->d, basis);
    *out = *numbers ? arena_printf(w->d->a, " %s", numbers) : "";
    return AK_OK;
}

static const char *words_of(writing *w, const view *v)
{
    return figure_text(w->d->a, v, w->lang);
}

/* A web address in a text can be opened. */
static void linked_item(writing *w, const char *text, const char *cited)
{
    const char *link = strstr(text, "http");
    bool web = link && (strncmp(link, "https://", 8) == 0 || strncmp(link, "http://", 7) == 0);
    size_t before = web ? (size_t)(link - text) : strlen(text);
    size_t long_is = web ? strcspn(link, " \n\t") : 0;
    const char *address = web ? arena_copy(w->d->a, link, long_is) : "";
    doc_run runs[] = {
        {.text = arena_copy(w->d->a, text, before)},
        {.text = address,                   .href = web ? address : NULL},
        {.text = web ? link + long_is : ""           },
        {.text = cited                         },
    };
    doc_item_runs(w->d, runs, sizeof runs / sizeof *runs);
}

static const char *status_words(const account_answer *a)
{
    switch (a->status) {
    case ACCOUNT_STATED:
        return "";
    case ACCOUNT_PLANNED:
        return strcmp(a->field->type, "answer") == 0 ? N_("planned, not established") : N_("planned");
    case ACCOUNT_NOT_ESTABLISHED:
        return N_("not established");
    case ACCOUNT_NOT_ANSWERED:
        break;
    }
    return N_("not answered");
}

/* Its name; how it stands, where it is not simply stated; own words; what the record says, with sources. */
static ak_code put_field(writing *w, const account_answer *a, ak_err *err)
{
    doc_heading(w->d, 2, a->field->label[w->lang]);
    const char *status = status_words(a);
    if (*status) {
        const char *text = arena_printf(w->d->a, "%s: %s", tr(w->lang, N_("Status")), tr(w->lang, status));
        doc_runs(w->d, DOC_PARAGRAPH, &(doc_run){.text = text, .strong = true}, 1);
    } else if (strcmp(a->field->type, "answer") == 0) {
        doc_runs(w->d, DOC_PARAGRAPH, &(doc_run){.text = tr(w->lang, N_("Yes")), .strong = true}, 1);
    }
    const char *cited;
    if (*a->own) {
        AK_TRY(cite(&cited, w, a->own_sid, err));
        doc_say(w->d, arena_printf(w->d->a, "%s%s", a->own, cited));
    }
    if (a->n)
        doc_list(w->d, false);
    for (size_t i = 0; i < a->n; i++) {
        AK_TRY(cite(&cited, w, a->entries[i].sid, err));
        linked_item(w, words_of(w, a->entries[i].text), cited);
    }
    return AK_OK;
}

static const char *step_heading(writing *w, const view *step)
{
    int64_t n = view_as_int(view_get(step, "step"));
    const char *title = tr(w->lang, view_name(view_get(step, "title")));
    if (n == 0)
        return title;
    return arena_printf(w->d->a, "%s %d: %s", tr(w->lang, N_("Step")), (int)n, title);
}

static ak_code put_steps(writing *w, const view *v, ak_err *err)
{
    const view *steps = view_get(v, "steps");
    for (size_t i = 0; i < view_count(steps); i++) {
        const view *step = view_at(steps, i);
        doc_heading(w->d, 1, step_heading(w, step));
        for (size_t k = 0; k < w->t->n; k++)
            if (w->t->answers[k].field->step == view_as_int(view_get(step, "step")))
                AK_TRY(put_field(w, &w->t->answers[k], err));
    }
    return AK_OK;
}

static ak_code put_findings(writing *w, const view *findings, ak_err *err)
{
    if (view_count(findings) == 0)
        return AK_OK;
    doc_heading(w->d, 1, tr(w->lang, N_("What the record does not bear out")));
    for (size_t i = 0; i < view_count(findings); i++) {
        const view *f = view_at(findings, i);
        const char *title = figure_word(w->d->a, view_get(f, "title"), w->lang);
        doc_run runs[] = {
            {.text = arena_printf(w->d->a, "%s (%s). ", title, view_as_text(view_get(f, "code"))),
             .strong = true},
            {.text = words_of(w,                   view_get(f,                            "text"))                                },
        };
        doc_runs(w->d, DOC_NOTE, runs, 2);
    }
    for (size_t i = 0; i < w->t->f.findings_n; i++) {
        const char *cited; /* the note's own source joins the list */
        AK_TRY(cite(&cited, w, w->t->f.findings[i].sid, err));
    }
    return AK_OK;
}

static void put_open(writing *w)
{
    bool begun = false;
    for (size_t i = 0; i < w->t->n; i++) {
        const account_answer *a = &w->t->answers[i];
        for (size_t k = 0; k < view_count(a->open); k++) {
            if (!begun) {
                doc_heading(w->d, 1, tr(w->lang, N_("Open questions")));
                doc_list(w->d, false);
                begun = true;
            }
            doc_run runs[] = {
                {.text = arena_printf(w->d->a, "%s: ", a->field->label[w->lang]),  .strong = true},
                {.text = words_of(w,                            view_at(a->open,                 k))},
            };
            doc_item_runs(w->d, runs, 2);
        }
    }
}

/* What a row rests on joins the list of sources, so that its cell is the number there. */
static ak_code cite_rows(writing *w, const view *table, ak_err *err)
{
    for (size_t i = 0; i < view_count(table); i++) {
        const view *row = view_at(table, i);
        for (size_t k = 0; k < view_count(row); k++) {
            const view *cell = view_at(row, k);
            if (view_kind_of(cell) != VIEW_REF || strcmp(view_action(cell), "statement") != 0)
                continue;
            state_statement s;
            const char *cited;
            AK_TRY(state_statement_find(&s, w->t->c, str_of(view_as_text(cell)), err));
            AK_TRY(cite(&cited, w, s.sid, err));
        }
    }
    return AK_OK;
}

static ak_code put_tables(writing *w, const view *v, ak_err *err)
{
    static const char *const keys[][2] = {
        {"ranked",         N_("What is at stake in what is bought")},
        {"goals",          N_("Goals and results")                 },
        {"responses",      N_("What each impact asks for")         },
        {"measures",       N_("Measures")                          },
        {"dialogues",      N_("Dialogue in steps 2 to 6")          },
        {"members",        N_("Answers of members")                },
        {"member_answers", N_("Each member's answer")              },
        {"disputes",       N_("Contradictions")                    },
        {"year_on_year",   N_("Year on year")                      },
        {"given",          N_("Accounts that were given")          },
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const view *table = view_get(v, keys[i][0]);
        if (view_count(table) == 0)
            continue;
        doc_heading(w->d, 1, tr(w->lang, keys[i][1]));
        AK_TRY(cite_rows(w, table, err));
        AK_TRY(doc_view(w->d, table, 2, err));
    }
    return AK_OK;
}

static const char *title_of(writing *w, bool act)
{
    const char *text = act ? N_("Account under section 5 of the Transparency Act, {year}")
                           : N_("Account of due diligence in six steps, {year}");
    return tr_fill(w->t->c->a, tr(w->lang, text), "year", arena_printf(w->t->c->a, "%d", w->t->year), NULL);
}

ak_code account_document(doc **out, ctx *c, const view *v, ak_err *err)
{
    writing w = {.lang = c->lang};
    const char *template = view_as_text(view_get(v, "template"));
    AK_TRY(account_make(&w.t, c, arena_text(c->a, template), view_as_text(view_get(v, "subject")),
                        view_as_text(view_get(v, "profile")), (int)view_as_int(view_get(v, "year")), err));
    bool act = strcmp(template, "transparency_act") == 0;
    doc_about about = document_about(c, title_of(&w, act));
    about.author = w.t->party.name;
    about.subtitle = w.t->party.name;
    about.contents = 1;
    w.d = doc_new(c->a, &about);
    doc_runs(w.d, DOC_PARAGRAPH, &(doc_run){.text = words_of(&w, view_get(v, "answer")), .strong = true}, 1);
    doc_runs(
        w.d, DOC_SMALL,
        &(doc_run){
            .text = tr(c->lang, N_("Written from the record: numbers in brackets are the sources at the end. "
                                   "What the record does not carry is called not answered."))},
        1);
    doc_runs(w.d, DOC_SMALL, &(doc_run){.text = words_of(&w, view_get(v, "law"))}, 1);
    AK_TRY(put_steps(&w, v, err));
    AK_TRY(put_findings(&w, view_get(v, "findings"), err));
    if (view_get(v, "tiers")) {
        doc_heading(w.d, 1, tr(c->lang, N_("Risk and evidence by tier")));
        AK_TRY(doc_view(w.d, view_get(v, "tiers"), 2, err));
    }
    AK_TRY(put_tables(&w, v, err));
    put_open(&w);
    doc_sources(w.d);
    *out = w.d;
    return AK_OK;
}
