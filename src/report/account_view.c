/* account_view.c -- an account as a value: for the page, JSON and tables. */
#include <string.h>

#include "base/figure_text.h"
#include "record/dispute.h"
#include "record/draft.h"
#include "record/rests.h"
#include "report/account_dialogues.h"
#include "report/account_inside.h"
#include "report/account_members.h"
#include "report/account_years.h"
#include "report/account_responses.h"
#include "report/account_tiers.h"
#include "report/rules.h"
#include "risk/ranked.h"
#include "risk/view_parts.h"

view *account_status_view(arena *a, const account_answer *answer)
{
    bool yes_no = strcmp(answer->field->type, "answer") == 0;
    switch (answer->status) {
    case ACCOUNT_STATED:
        return view_word(a, "stated", N_("stated"));
    case ACCOUNT_PLANNED:
        return view_word(a, "planned", yes_no ? N_("planned, not established") : N_("planned"));
    case ACCOUNT_NOT_ESTABLISHED:
        return view_word(a, "not established", N_("not established"));
    case ACCOUNT_NOT_ANSWERED:
        break;
    }
    return view_word(a, "not answered", N_("not answered"));
}

/* The words of data/account_fields.csv are in the reader's language already. */
view *account_label_view(const account *t, const account_field *f)
{
    return view_text_c(t->c->a, f->label[t->c->lang]);
}

ak_code account_statement_ref(view **out, account *t, int64_t sid, ak_err *err)
{
    state_statement s;
    AK_TRY(state_statement_by_sid(&s, t->c, sid, err));
    *out = view_ref(t->c->a, "statement", arena_text(t->c->a, s.leaf),
                    arena_printf(t->c->a, "%llu", (unsigned long long)s.index));
    return AK_OK;
}

/* One value where one is asked for and said, else all of them; own words where the record says nothing. */
static view *value_of(account *t, const account_answer *answer)
{
    arena *a = t->c->a;
    if (answer->n == 0)
        return *answer->own ? view_text_c(a, answer->own) : view_null(a);
    if (answer->n == 1 && strcmp(answer->field->type, "text") == 0)
        return answer->entries[0].text;
    view *list = view_list(a);
    for (size_t i = 0; i < answer->n; i++)
        view_add(list, answer->entries[i].text);
    return list;
}

/* "step2.challenges" -> step2-challenges: the place on the page. */
static view *anchor_view(const account *t, const account_field *f)
{
    char *id = arena_text(t->c->a, f->field);
    for (char *p = id; *p; p++)
        *p = *p == '.' ? '-' : *p;
    return view_text_c(t->c->a, id);
}

/* The words of the year before: offered where this year has none yet, never taken over by themselves. */
static const char *own_before(const account *t, const account_answer *answer)
{
    return t->before ? t->before->answers[answer - t->answers].own : "";
}

static ak_code field_view(view **out, account *t, const account_answer *answer, ak_err *err)
{
    arena *a = t->c->a;
    view *v = view_map(a);
    view *sources = view_list(a);
    view *items = view_list(a);
    view_put_label(v, "field", N_("Name"), view_text_c(a, answer->field->field));
    view_put_data(v, "anchor", anchor_view(t, answer->field));
    view_put_label(v, "label", N_("Field"), account_label_view(t, answer->field));
    view_put_label(v, "value", N_("Answer"), value_of(t, answer));
    view_put_label(v, "status", N_("Status"), account_status_view(a, answer));
    if (*answer->own)
        view_put_label(v, "own_text", N_("In own words"), view_text_c(a, answer->own));
    else if (*own_before(t, answer))
        view_put_data(v, "own_before", view_text_c(a, own_before(t, answer)));
    if (*answer->claimed)
        view_put_label(v, "claimed", N_("Claimed"),
                       view_text_c(a, account_word(t, "tri", str_of(answer->claimed))));
    for (size_t i = 0; i < answer->n; i++) {
        view *ref = NULL;
        AK_TRY(account_statement_ref(&ref, t, answer->entries[i].sid, err));
        view_add(sources, ref);
        view *item = view_map(a);
        view_put_label(item, "text", N_("Text"), answer->entries[i].text);
        view_put_label(item, "statement", N_("Statement"), ref);
        view_add(items, item);
    }
    if (answer->own_sid) {
        view *ref = NULL;
        AK_TRY(account_statement_ref(&ref, t, answer->own_sid, err));
        view_add(sources, ref);
        view_put_data(v, "own_statement", ref);
    }
    view_put_label(v, "sources", N_("Rests on"), sources);
    view_put_label(v, "open", N_("Open questions"), answer->open);
    view_put_data(v, "items", items);
    view_put_data(v, "items_n", view_int(a, (int64_t)view_count(items)));
    view_put_data(v, "open_n", view_int(a, (int64_t)view_count(answer->open)));
    view_put_data(v, "required", view_bool(a, strcmp(answer->field->required, "yes") == 0));
    view_put_data(v, "yes_no", view_bool(a, strcmp(answer->field->type, "answer") == 0));
    *out = v;
    return AK_OK;
}

static const struct {
    const char *code;
    const char *title;
} step_titles[ACCOUNT_STEPS] = {
    {"requirements", N_("Documentation requirements")},
    {"embed",        N_("Embed responsibility")      },
    {"identify",     N_("Identify and assess")       },
    {"prevent",      N_("Cease, prevent, limit")     },
    {"track",        N_("Track")                     },
    {"communicate",  N_("Communicate")               },
    {"remedy",       N_("Remediation")               },
};

static ak_code steps_view(view **out, account *t, ak_err *err)
{
    arena *a = t->c->a;
    view *steps = view_list(a);
    for (int64_t step = 0; step < ACCOUNT_STEPS; step++) {
        view *fields = view_list(a);
        for (size_t i = 0; i < t->n; i++) {
            if (t->answers[i].field->step != step)
                continue;
            view *of = NULL;
            AK_TRY(field_view(&of, t, &t->answers[i], err));
            view_add(fields, of);
        }
        if (view_count(fields) == 0)
            continue;
        view *v = view_map(a);
        view_put_label(v, "step", N_("Step"), view_int(a, step));
        view_put_label(v, "title", N_("Title"),
                       view_word(a, step_titles[step].code, step_titles[step].title));
        view_put_label(v, "fields", N_("Fields"), fields);
        view_add(steps, v);
    }
    *out = steps;
    return AK_OK;
}

static ak_code findings_view(view **out, account *t, ak_err *err)
{
    arena *a = t->c->a;
    view *list = view_list(a);
    for (size_t i = 0; i < t->findings_n; i++) {
        view *v = view_map(a);
        view_put_label(v, "code", N_("Code"), view_text_c(a, t->findings[i].code));
        view_put_label(v, "title", N_("Title"), t->findings[i].title);
        view_put_label(v, "text", N_("Text"), t->findings[i].text);
        view_put_label(v, "field", N_("Field"), view_text_c(a, t->findings[i].field));
        view_add(list, v);
    }
    for (size_t i = 0; i < t->f.findings_n; i++) { /* those that somebody said */
        const report_findings_row *f = &t->f.findings[i];
        view *ref = NULL;
        AK_TRY(account_statement_ref(&ref, t, f->sid, err));
        view *v = view_map(a);
        view_put_label(v, "code", N_("Code"), view_text(a, f->code));
        view_put_label(v, "title", N_("Title"),
                       view_text_c(a, account_word(t, "finding_kind", f->finding_kind)));
        view_put_label(v, "text", N_("Text"), view_text(a, f->text));
        view_put_label(v, "about", N_("About"), state_ref(t->c, str_c(a, f->about)));
        view_put_label(v, "statement", N_("Statement"), ref);
        view_add(list, v);
        account_rest(t, f->sid);
    }
    *out = list;
    return AK_OK;
}

/* --- tables --- */

static const view_column measure_columns[] = {
    {"measure",   N_("Measure"),     VIEW_REF,  ""},
    {"kind",      N_("Kind"),        VIEW_TEXT, ""},
    {"stage",     N_("Stage"),       VIEW_TEXT, ""},
    {"role",      N_("Responsible"), VIEW_TEXT, ""},
    {"due",       N_("Due"),         VIEW_DATE, ""},
    {"progress",  N_("Progress"),    VIEW_TEXT, ""},
    {"effect",    N_("Effect"),      VIEW_TEXT, ""},
    {"statement", N_("Rests on"),    VIEW_REF,  ""},
};

static void word_cell(view *table, account *t, const char *list, str code)
{
    view_cell(table, code.n ? view_text_c(t->c->a, account_word(t, list, code)) : NULL);
}

static ak_code measures_table(view **out, account *t, ak_err *err)
{
    arena *a = t->c->a;
    view *table = view_table(a, measure_columns, sizeof measure_columns / sizeof *measure_columns);
    for (size_t i = 0; i < t->f.measures_n; i++) {
        const report_measures_row *m = &t->f.measures[i];
        if (!account_in_year(t, m))
            continue;
        view *ref = NULL;
        AK_TRY(account_statement_ref(&ref, t, m->sid, err));
        account_rest(t, m->sid);
        view_row(table);
        view_cell(table,
                  state_ref_named(a, family_find(STR("measure")), str_c(a, m->id), str_c(a, m->title)));
        word_cell(table, t, "measure_kind", m->measure_kind);
        word_cell(table, t, "stage", m->stage);
        view_cell(table, m->owner_role.n ? view_text(a, m->owner_role) : NULL);
        view_cell(table, m->due_on.n ? state_day(t->c, str_c(a, m->due_on)) : NULL);
        word_cell(table, t, "progress", m->progress);
        view_cell(table, m->effect.n ? view_text(a, m->effect) : NULL);
        view_cell(table, ref);
    }
    *out = table;
    return AK_OK;
}

static const view_column goal_columns[] = {
    {"goal",      N_("Goal"),               VIEW_REF,  ""},
    {"year",      N_("Year"),               VIEW_INT,  ""},
    {"success",   N_("Measure of success"), VIEW_TEXT, ""},
    {"role",      N_("Responsible"),        VIEW_TEXT, ""},
    {"progress",  N_("Progress"),           VIEW_TEXT, ""},
    {"result",    N_("Result"),             VIEW_TEXT, ""},
    {"statement", N_("Rests on"),           VIEW_REF,  ""},
};

static ak_code goals_table(view **out, account *t, ak_err *err)
{
    arena *a = t->c->a;
    view *table = view_table(a, goal_columns, sizeof goal_columns / sizeof *goal_columns);
    for (int next = 0; next < 2; next++) {
        for (size_t i = 0; i < t->f.goals_n[next]; i++) {
            const report_goals_row *g = &t->f.goals[next][i];
            const report_results_row *r = NULL;
            for (size_t k = 0; k < t->f.results_n && !next; k++)
                r = str_eq(t->f.results[k].about, g->id) ? &t->f.results[k] : r;
            view *ref = NULL;
            AK_TRY(account_statement_ref(&ref, t, g->sid, err));
            view_row(table);
            view_cell(table,
                      state_ref_named(a, family_find(STR("goal")), str_c(a, g->id), str_c(a, g->title)));
            view_cell(table, view_year(a, t->year + next));
            view_cell(table, g->success_measure.n ? view_text(a, g->success_measure)
                                                  : view_word(a, "none_stated", N_("none stated")));
            view_cell(table, g->owner_role.n ? view_text(a, g->owner_role) : NULL);
            word_cell(table, t, "progress", r ? r->progress : STR(""));
            view_cell(table, r && r->text.n ? view_text(a, r->text) : NULL);
            view_cell(table, ref);
        }
    }
    *out = table;
    return AK_OK;
}

/* --- what is bought, worst first: of the own party, whose ledger it is --- */

#define RANKED_SHOWN 12

static const view_column ranked_columns[] = {
    {"rank",    N_("Rank"),       VIEW_INT,  ""},
    {"subject", N_("What"),       VIEW_REF,  ""},
    {"level",   N_("Level"),      VIEW_WORD, ""},
    {"issue",   N_("Because of"), VIEW_WORD, ""},
};

static const char *page_of(const ranked_item *i)
{
    return i->kind == BOUGHT_PRODUCT ? "risk" : i->kind == BOUGHT_CONTRACT ? "contract" : "supplier";
}

static ak_code put_ranked(view *v, account *t, ak_err *err)
{
    arena *a = t->c->a;
    if (strcmp(t->party.canon_id, t->c->actor) != 0)
        return AK_OK;
    ranked *r;
    AK_TRY(ranked_load(&r, t->c, err));
    if (r->n == 0)
        return AK_OK;
    const risk_tables *tables = suppliers_world(r->suppliers)->tables;
    view *table = view_table(a, ranked_columns, sizeof ranked_columns / sizeof *ranked_columns);
    for (size_t i = 0; i < r->n && i < RANKED_SHOWN; i++) {
        const ranked_item *item = &r->items[i];
        view_row(table);
        view_cell(table, view_int(a, (int64_t)i + 1));
        view_cell(table, view_ref(a, page_of(item), str_c(a, item->id), str_c(a, item->name)));
        view_cell(table, view_level(a, risk_level_words[item->summary.level]));
        view_cell(table,
                  item->summary.level == RISK_UNKNOWN ? NULL : issue_word(a, tables, item->summary.issue));
    }
    int64_t shown = (int64_t)view_count(table);
    view_caption(table,
                 view_say(a, N_("The {shown} worst of {all} that are ranked; unknown is a reason to look."),
                          "shown", view_int(a, shown), "all", view_int(a, (int64_t)r->n), NULL));
    view_put_label(v, "ranked", N_("What is at stake in what is bought"), table);
    view_put_data(v, "ranked_n", view_int(a, shown));
    return AK_OK;
}

/* --- contradictions about the party and its figures: side by side --- */

static const view_column dispute_columns[] = {
    {"about",     N_("About"),    VIEW_REF,  ""},
    {"field",     N_("Field"),    VIEW_TEXT, ""},
    {"value",     N_("Value"),    VIEW_TEXT, ""},
    {"by",        N_("By"),       VIEW_REF,  ""},
    {"statement", N_("Rests on"), VIEW_REF,  ""},
};

static ak_code disputes_of_subject(view *table, account *t, const char *id, ak_err *err)
{
    arena *a = t->c->a;
    dispute *rows;
    size_t n;
    AK_TRY(disputes_of(&rows, &n, t->c, id, err));
    for (size_t i = 0; i < n; i++) {
        const family *f = &families[rows[i].family];
        int at = field_find(f, str_of(rows[i].field));
        for (size_t k = 0; k < rows[i].n; k++) {
            const dispute_value *d = &rows[i].values[k];
            view_row(table);
            view_cell(table, state_ref(t->c, rows[i].subject));
            view_cell(table, view_text_c(a, at >= 0 ? field_label(t->c, &f->fields[at]) : rows[i].field));
            view_cell(table, view_text_c(a, d->text));
            view_cell(table, state_ref(t->c, d->by));
            view *ref = NULL;
            state_statement of;
            AK_TRY(state_statement_find(&of, t->c, str_of(d->statement), err));
            AK_TRY(account_statement_ref(&ref, t, of.sid, err));
            view_cell(table, ref);
        }
    }
    return AK_OK;
}

static ak_code disputes_table(view **out, account *t, ak_err *err)
{
    ctx *c = t->c;
    view *table = view_table(c->a, dispute_columns, sizeof dispute_columns / sizeof *dispute_columns);
    AK_TRY(disputes_of_subject(table, t, t->party.canon_id, err));
    report_quantities_row *rows;
    size_t n;
    report_quantities_params of = {.party = t->party.canon};
    AK_TRY(report_quantities_all(&rows, &n, c->a, c->db, &c->scope, &of, err));
    for (size_t i = 0; i < n; i++)
        AK_TRY(disputes_of_subject(table, t, str_c(c->a, rows[i].id), err));
    *out = table;
    return AK_OK;
}

/* --- what is missing, and what is not yet said --- */

static view *checklist_view(account *t)
{
    arena *a = t->c->a;
    view *list = view_list(a);
    for (size_t i = 0; i < t->n; i++) {
        const account_answer *answer = &t->answers[i];
        if (answer->status == ACCOUNT_STATED && view_count(answer->open) == 0)
            continue;
        view *v = view_map(a);
        view_put_label(v, "label", N_("Field"), account_label_view(t, answer->field));
        view_put_data(v, "anchor", anchor_view(t, answer->field));
        view_put_label(v, "status", N_("Status"), account_status_view(a, answer));
        view_put_label(v, "open", N_("Open questions"), answer->open);
        view_put_data(v, "missing", view_bool(a, account_lacks(answer)));
        view_add(list, v);
    }
    return list;
}

/* Own words that wait to be signed. */
static ak_code drafts_view(view **out, account *t, ak_err *err)
{
    view *all = NULL;
    view *list = view_list(t->c->a);
    AK_TRY(draft_view(&all, t->c, NULL, err));
    const view *table = view_get(all, "drafts");
    for (size_t i = 0; i < view_count(table); i++) {
        const view *row = view_at(table, i);
        const char *words = view_as_text(view_get(row, "words"));
        if (strcmp(view_as_text(view_get(row, "family")), "account_text") != 0 ||
            !strstr(words, arena_printf(t->c->a, "year=%d", t->year)) || !strstr(words, t->template))
            continue;
        const char *text = strstr(words, " field=");
        view *v = view_map(t->c->a);
        view_put_label(v, "number", N_("Number"), view_int(t->c->a, view_as_int(view_get(row, "number"))));
        view_put_label(v, "words", N_("Words"), view_text_c(t->c->a, text ? text + 1 : words));
        view_add(list, v);
    }
    *out = list;
    return AK_OK;
}

/* --- the whole --- */

/* What the profile changes beside its fields.  To whom an Act applies the program does not judge. */
static view *law_view(account *t)
{
    arena *a = t->c->a;
    if (strcmp(t->profile, "public_body") == 0)
        return view_say(
            a,
            N_("Public buyers must have suitable routines for human rights where there is a risk of breach "
               "(Public Procurement Act, section 5, 2016): the routine is asked for. Whether the "
               "Transparency Act applies depends on its sections 2 and 3; the program does not judge it."),
            NULL);
    if (strcmp(t->profile, "company") == 0)
        return view_say(
            a,
            N_("Larger enterprises must publish an account by 30 June and answer requests for information "
               "(Transparency Act, sections 3, 5 and 6, 2021): both are asked for. Whether the Act applies "
               "to this enterprise the program does not judge."),
            NULL);
    return view_say(a,
                    N_("Whether the Transparency Act applies depends on its sections 2 and 3; the program "
                       "does not judge it."),
                    NULL);
}

static view *answer_view(account *t)
{
    arena *a = t->c->a;
    size_t answered = 0;
    for (size_t i = 0; i < t->n; i++)
        answered += t->answers[i].status != ACCOUNT_NOT_ANSWERED;
    size_t missing = account_missing(t);
    bool act = strcmp(t->template, "transparency_act") == 0;
    view *counts[2] = {view_int(a, (int64_t)answered), view_int(a, (int64_t)t->n)};
    if (missing && act)
        return view_say_n(
            a, (int64_t)missing,
            N_("{answered} of {all} fields are answered; {n} that section 5 asks for is missing."),
            N_("{answered} of {all} fields are answered; {n} that section 5 asks for are missing."),
            "answered", counts[0], "all", counts[1], NULL);
    if (act)
        return view_say(a,
                        N_("{answered} of {all} fields are answered; all that section 5 asks for is there."),
                        "answered", counts[0], "all", counts[1], NULL);
    if (missing)
        return view_say_n(a, (int64_t)missing,
                          N_("{answered} of {all} fields are answered; {n} required document is missing."),
                          N_("{answered} of {all} fields are answered; {n} required documents are missing."),
                          "answered", counts[0], "all", counts[1], NULL);
    return view_say(a, N_("{answered} of {all} fields are answered; the required documents are there."),
                    "answered", counts[0], "all", counts[1], NULL);
}

/* What is required and missing, by name. */
static view *missing_view(account *t)
{
    view *list = view_list(t->c->a);
    for (size_t i = 0; i < t->n; i++)
        if (account_lacks(&t->answers[i]))
            view_add(list, account_label_view(t, t->answers[i].field));
    return list;
}

ak_code account_view(view **out, account *t, ak_err *err)
{
    arena *a = t->c->a;
    view *v = view_map(a);
    view *part = NULL;
    AK_TRY(account_make(&t->before, t->c, t->template, t->party.canon_id, t->profile, t->year - 1, err));
    view_put(v, "answer", answer_view(t));
    view_put(v, "subject", state_ref(t->c, t->party.canon_id));
    view_put_label(v, "template", N_("Account"), view_text_c(a, t->template));
    view_put_label(v, "year", N_("Year"), view_year(a, t->year));
    view_put_label(v, "profile", N_("Profile"), view_text_c(a, t->profile));
    view_put_label(v, "law", N_("What the law asks"), law_view(t));
    view_put_label(v, "missing", N_("Missing"), missing_view(t));
    part = checklist_view(t);
    view_put_data(v, "checklist", part);
    view_put_data(v, "checklist_n", view_int(a, (int64_t)view_count(part)));
    AK_TRY(drafts_view(&part, t, err));
    view_put_data(v, "drafts", part);
    view_put_data(v, "drafts_n", view_int(a, (int64_t)view_count(part)));
    AK_TRY(steps_view(&part, t, err));
    view_put_label(v, "steps", N_("Steps"), part);
    AK_TRY(findings_view(&part, t, err));
    view_put_label(v, "findings", N_("Findings"), part);
    view_put_data(v, "findings_n", view_int(a, (int64_t)view_count(part)));
    part = account_tiers_figure(t);
    if (part)
        view_put_label(v, "tiers", N_("Risk and evidence by tier"), part);
    AK_TRY(put_ranked(v, t, err));
    AK_TRY(goals_table(&part, t, err));
    view_put_label(v, "goals", N_("Goals and results"), part);
    AK_TRY(measures_table(&part, t, err));
    view_put_label(v, "measures", N_("Measures"), part);
    AK_TRY(account_responses_put(v, t, err));
    AK_TRY(account_dialogues_put(v, t, err));
    AK_TRY(account_members_put(v, t, err));
    AK_TRY(disputes_table(&part, t, err));
    view_put_label(v, "disputes", N_("Contradictions"), part);
    AK_TRY(account_years_put(v, t, err));
    bool steps = strcmp(t->template, "six_steps") == 0;
    view_put_data(v, "action_path", view_text_c(a, steps ? "report/six-steps" : "report/transparency-act"));
    const char *words[] = {t->party.canon_id};
    const char *command = steps ? "report six-steps" : "report transparency-act";
    AK_TRY(rests_on(&part, t->c, t->sids, t->sids_n, rests_link(t->c, command, words, 1), err));
    view_put_label(v, "rests_on", N_("Rests on"), part);
    *out = v;
    return AK_OK;
}
