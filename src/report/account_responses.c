/* account_responses.c -- step 3: what each impact asks for, and what answers. */
#include "report/account_responses.h"

#include "risk/involvement.h"

static const view_column columns[] = {
    {"incident",    N_("Impact"),             VIEW_REF,  ""},
    {"involvement", N_("How we stand to it"), VIEW_TEXT, ""},
    {"action",      N_("Kind of action"),     VIEW_WORD, ""},
    {"measures",    N_("Measures"),           VIEW_LIST, ""},
    {"statement",   N_("Rests on"),           VIEW_REF,  ""},
};

/* Told by the year's end, no reform, and nobody says that it is over. */
static bool is_open(const account *t, const report_incidents_row *n)
{
    return !str_is(n->incident_kind, "reform") && account_before(t, n->said_on) &&
           !str_is(n->status, "remedied") && !str_is(n->status, "closed") && !str_is(n->status, "denied");
}

static bool stops(str kind)
{
    return str_is(kind, "cease") || str_is(kind, "prevent") || str_is(kind, "remedy");
}

/* Measures of the year that say that they answer to it. */
static size_t answering(const report_measures_row **out, const account *t, str id, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < t->f.answers_to_n; i++) {
        if (!str_eq(t->f.answers_to[i].id, id))
            continue;
        for (size_t k = 0; k < t->f.measures_n && n < most; k++) {
            const report_measures_row *m = &t->f.measures[k];
            if (m->sid == t->f.answers_to[i].sid && account_in_year(t, m))
                out[n++] = m;
        }
    }
    return n;
}

#define ANSWERS_MOST 32

void account_responses_check(account *t)
{
    for (size_t i = 0; i < t->f.incidents_n; i++) {
        const report_incidents_row *in = &t->f.incidents[i];
        const report_measures_row *measures[ANSWERS_MOST];
        involvement how = involvement_read(in->involvement);
        bool stopped = false;
        if (!is_open(t, in) || how == INVOLVEMENT_LINKED)
            continue;
        size_t n = answering(measures, t, in->id, ANSWERS_MOST);
        for (size_t k = 0; k < n; k++)
            stopped = stopped || stops(measures[k]->measure_kind);
        if (stopped)
            continue;
        arena *a = t->c->a;
        account_finding *f = account_finding_new(t, "ACC-008", "");
        f->title = view_say(a, N_("No measure stops or prevents what we have a part in"), NULL);
        f->text = view_say(a, N_("{incident}: {how}. {action}"), "incident", view_text(a, in->title), "how",
                           involvement_word(a, &(standing){.how = how}), "action", action_say(a, how), NULL);
    }
}

/* In the word that was said; where none was, or nobody knows, it is told. */
static view *part_view(const account *t, const report_incidents_row *in)
{
    if (!in->involvement.n || str_is(in->involvement, "unknown"))
        return view_word(t->c->a, "not said", N_("not said; linked at least"));
    return view_text_c(t->c->a, account_word(t, "involvement", in->involvement));
}

ak_code account_responses_put(view *v, account *t, ak_err *err)
{
    arena *a = t->c->a;
    view *table = view_table(a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < t->f.incidents_n; i++) {
        const report_incidents_row *in = &t->f.incidents[i];
        const report_measures_row *measures[ANSWERS_MOST];
        view *statement = NULL;
        if (!is_open(t, in))
            continue;
        involvement how = involvement_read(in->involvement);
        view *list = view_list(a);
        size_t n = answering(measures, t, in->id, ANSWERS_MOST);
        for (size_t k = 0; k < n; k++)
            view_add(list, view_text(a, measures[k]->title));
        AK_TRY(account_statement_ref(&statement, t, in->sid, err));
        account_rest(t, in->sid);
        view_row(table);
        view_cell(table,
                  state_ref_named(a, family_find(STR("incident")), str_c(a, in->id), str_c(a, in->title)));
        view_cell(table, part_view(t, in));
        view_cell(table, str_is(in->involvement, "none") ? NULL : action_word(a, how));
        view_cell(table, n ? list : NULL);
        view_cell(table, statement);
    }
    int64_t rows = (int64_t)view_count(table);
    if (rows)
        view_put_label(v, "responses", N_("What each impact asks for"), table);
    view_put_data(v, "responses_n", view_int(a, rows));
    return AK_OK;
}
