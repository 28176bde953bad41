/* account_years.c -- an account beside that of the year before, and what was given. */
#include "report/account_years.h"

static const view_column change_columns[] = {
    {"field",          N_("Field"),                      VIEW_TEXT, ""},
    {"before",         N_("The year before"),            VIEW_WORD, ""},
    {"now",            N_("This year"),                  VIEW_WORD, ""},
    {"change",         N_("Change"),                     VIEW_WORD, ""},
    {"entries_before", N_("Statements the year before"), VIEW_INT,  ""},
    {"entries",        N_("Statements this year"),       VIEW_INT,  ""},
};

static view *change_view(arena *a, account_status before, account_status now)
{
    if (now > before)
        return view_word(a, "further", N_("further"));
    if (now < before)
        return view_word(a, "behind", N_("fallen behind"));
    return view_word(a, "unchanged", N_("unchanged"));
}

static int64_t entries_of(const account_answer *a)
{
    return (int64_t)a->n + (a->own_sid != 0);
}

static void change_put(view *v, account *t)
{
    arena *a = t->c->a;
    const account *before = t->before;
    if (before->f.said_n == 0 && before->f.texts_n == 0) {
        view_put_label(v, "no_year_before", N_("Year on year"),
                       view_say(a, N_("The record holds no account of {year} to compare with."), "year",
                                view_year(a, t->year - 1), NULL));
        return;
    }
    view *table = view_table(a, change_columns, sizeof change_columns / sizeof *change_columns);
    for (size_t i = 0; i < t->n; i++) {
        const account_answer *was = &before->answers[i];
        const account_answer *is = &t->answers[i];
        view_row(table);
        view_cell(table, account_label_view(t, is->field));
        view_cell(table, account_status_view(a, was));
        view_cell(table, account_status_view(a, is));
        view_cell(table, change_view(a, was->status, is->status));
        view_cell(table, view_int(a, entries_of(was)));
        view_cell(table, view_int(a, entries_of(is)));
    }
    view_put_label(v, "year_on_year", N_("Year on year"), table);
    view_put_data(v, "year_on_year_n", view_int(a, (int64_t)t->n));
}

static const view_column given_columns[] = {
    {"year",      N_("Year"),      VIEW_INT,  ""},
    {"account",   N_("Account"),   VIEW_REF,  ""},
    {"signed",    N_("Signed"),    VIEW_DATE, ""},
    {"published", N_("Published"), VIEW_DATE, ""},
    {"link",      N_("Where"),     VIEW_TEXT, ""},
    {"document",  N_("Document"),  VIEW_TEXT, ""},
    {"statement", N_("Rests on"),  VIEW_REF,  ""},
};

static view *day_of(account *t, str moment)
{
    return moment.n ? state_day(t->c, str_c(t->c->a, moment)) : NULL;
}

static ak_code given_put(view *v, account *t, ak_err *err)
{
    arena *a = t->c->a;
    view *table = view_table(a, given_columns, sizeof given_columns / sizeof *given_columns);
    for (size_t i = 0; i < t->f.given_n; i++) {
        const report_accounts_given_row *g = &t->f.given[i];
        view *statement = NULL;
        AK_TRY(account_statement_ref(&statement, t, g->sid, err));
        account_rest(t, g->sid);
        view_row(table);
        view_cell(table, view_year(a, (int)g->year));
        view_cell(table, state_ref_named(a, family_find(STR("account")), str_c(a, g->id),
                                         account_word(t, "account_kind", g->kind)));
        view_cell(table, day_of(t, g->signed_on));
        view_cell(table, day_of(t, g->published_on));
        view_cell(table, g->url.n ? view_text(a, g->url) : NULL);
        view_cell(table, g->document.n ? view_text(a, g->document) : NULL);
        view_cell(table, statement);
    }
    view_put_label(v, "given", N_("Accounts that were given"), table);
    view_put_data(v, "given_n", view_int(a, (int64_t)t->f.given_n));
    return AK_OK;
}

ak_code account_years_put(view *v, account *t, ak_err *err)
{
    change_put(v, t);
    return given_put(v, t, err);
}
