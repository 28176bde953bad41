/* account_dialogues.c -- with whom the year's talks were. */
#include "report/account_dialogues.h"

#include "base/date.h"

static const view_column columns[] = {
    {"on",        N_("On"),       VIEW_DATE, ""},
    {"dialogue",  N_("Dialogue"), VIEW_REF,  ""},
    {"kind",      N_("Kind"),     VIEW_TEXT, ""},
    {"parties",   N_("With"),     VIEW_LIST, ""},
    {"who",       N_("Who"),      VIEW_LIST, ""},
    {"stage",     N_("Stage"),    VIEW_TEXT, ""},
    {"statement", N_("Rests on"), VIEW_REF,  ""},
};

typedef struct with_whom {
    report_dialogue_parties_row *parties;
    size_t parties_n;
    report_dialogue_counterparts_row *roles;
    size_t roles_n;
} with_whom;

static bool in_year(const account *t, str said_on)
{
    return account_before(t, said_on) && str_cmp(said_on, str_of(t->first)) >= 0;
}

static view *parties_of(const account *t, const with_whom *w, int64_t sid)
{
    view *list = view_list(t->c->a);
    for (size_t i = 0; i < w->parties_n; i++)
        if (w->parties[i].sid == sid)
            view_add(list, state_ref(t->c, str_c(t->c->a, w->parties[i].party)));
    return list;
}

static view *roles_of(const account *t, const with_whom *w, int64_t sid)
{
    view *list = view_list(t->c->a);
    for (size_t i = 0; i < w->roles_n; i++)
        if (w->roles[i].sid == sid)
            view_add(list, view_text_c(t->c->a, account_word(t, "counterpart", w->roles[i].value)));
    return view_count(list) ? list : NULL;
}

ak_code account_dialogues_put(view *v, account *t, ak_err *err)
{
    ctx *c = t->c;
    with_whom w = {0};
    zone z = zone_of(c);
    AK_TRY(report_dialogue_parties_all(&w.parties, &w.parties_n, c->a, c->db, &c->scope, err));
    AK_TRY(report_dialogue_counterparts_all(&w.roles, &w.roles_n, c->a, c->db, &c->scope, err));
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < t->f.dialogues_n; i++) {
        const report_dialogues_row *d = &t->f.dialogues[i];
        view *statement = NULL;
        if (!in_year(t, d->said_on))
            continue;
        AK_TRY(account_statement_ref(&statement, t, d->sid, err));
        account_rest(t, d->sid);
        view_row(table);
        view_cell(table, view_date(c->a, date_as_known(c->a, z, d->said_on, d->said_on_prec)));
        view_cell(table, state_ref_named(c->a, family_find(STR("dialogue")), str_c(c->a, d->id),
                                         str_c(c->a, d->title)));
        view_cell(table, view_text_c(c->a, account_word(t, "dialogue_kind", d->dialogue_kind)));
        view_cell(table, parties_of(t, &w, d->sid));
        view_cell(table, roles_of(t, &w, d->sid));
        view_cell(table, d->stage.n ? view_text_c(c->a, account_word(t, "stage", d->stage)) : NULL);
        view_cell(table, statement);
    }
    int64_t rows = (int64_t)view_count(table);
    if (rows)
        view_put_label(v, "dialogues", N_("Dialogue in steps 2 to 6"), table);
    view_put_data(v, "dialogues_n", view_int(c->a, rows));
    return AK_OK;
}
