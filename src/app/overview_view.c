/* overview_view.c -- what is in the record, what was found, and where to look. */
#include "app/overview_view.h"

#include <string.h>

#include "app_sql.h"
#include "ledger/ledger.h"
#include "record/due.h"
#include "record/state.h"
#include "record/subject_view.h"
#include "record/workspace.h"
#include "risk/risk_view.h"

#define DUE_SHOWN    8
#define NEWEST_SHOWN 8

static const view_column due_columns[] = {
    {"due_on",    N_("Due"),        VIEW_DATE, ""},
    {"duty",      N_("What"),       VIEW_WORD, ""},
    {"subject",   N_("Concerns"),   VIEW_REF,  ""},
    {"who",       N_("Whose turn"), VIEW_REF,  ""},
    {"overdue",   N_("Overdue"),    VIEW_BOOL, ""},
    {"statement", N_("Statement"),  VIEW_REF,  ""},
};

static ak_code put_due(view *v, int64_t *overdue_out, ctx *c, ak_err *err)
{
    due_row *rows;
    size_t n;
    AK_TRY(due_rows(&rows, &n, c, err));
    view *table = view_table(c->a, due_columns, sizeof due_columns / sizeof *due_columns);
    *overdue_out = 0;
    for (size_t i = 0; i < n; i++) {
        *overdue_out += rows[i].overdue;
        if (i >= DUE_SHOWN)
            continue;
        view_row(table);
        view_cell(table, view_date(c->a, rows[i].due_on));
        view_cell(table, view_word(c->a, rows[i].duty, rows[i].msgid));
        view_cell(table, view_ref(c->a, "subject", rows[i].subject, rows[i].title));
        view_cell(table, state_ref(c, *rows[i].who ? rows[i].who : workspace_party(c->ws)));
        view_cell(table, view_bool(c->a, rows[i].overdue));
        view_cell(table, view_ref(c->a, "statement", rows[i].statement,
                                  arena_printf(c->a, "%.8s", rows[i].statement)));
    }
    view_put(v, "due", table);
    view_put_data(v, "due_total", view_int(c->a, (int64_t)n));
    view_put_data(v, "overdue", view_int(c->a, *overdue_out));
    return AK_OK;
}

static const view_column newest_columns[] = {
    {"index", N_("Statement"), VIEW_REF,  ""},
    {"about", N_("About"),     VIEW_REF,  ""},
    {"by",    N_("Says"),      VIEW_REF,  ""},
    {"on",    N_("Said"),      VIEW_DATE, ""},
};

static ak_code put_newest(view *v, ctx *c, ak_err *err)
{
    app_newest_row *rows;
    size_t n;
    app_newest_params p = {.most = NEWEST_SHOWN, .same_family = family_find(STR("same"))};
    AK_TRY(app_newest_all(&rows, &n, c->a, c->db, &c->scope, &p, err));
    view *table = view_table(c->a, newest_columns, sizeof newest_columns / sizeof *newest_columns);
    for (size_t i = 0; i < n; i++) {
        const char *index = arena_printf(c->a, "%lld", (long long)rows[i].idx);
        view_row(table);
        view_cell(table, view_ref(c->a, "statement", index, index));
        view_cell(table, state_ref(c, str_c(c->a, rows[i].subject_id)));
        view_cell(table, state_ref(c, str_c(c->a, rows[i].by_id)));
        view_cell(table, state_day(c, str_c(c->a, rows[i].said_on)));
    }
    view_put(v, "newest", table);
    return AK_OK;
}

ak_code overview_view(view **out, ctx *c, const args *g, ak_err *err)
{
    (void)g;
    view *v = view_map(c->a);
    int64_t total, overdue;
    view *products;
    AK_TRY(risk_products_table(&products, c, err));
    view_put(v, "products", products);
    AK_TRY(put_due(v, &overdue, c, err));
    view *held;
    AK_TRY(families_held_table(&held, &total, c, err));
    view_put(v, "held", held);
    AK_TRY(put_newest(v, c, err));
    view *log = view_map(c->a);
    view_put(log, "origin", view_text(c->a, ledger_origin(workspace_ledger(c->ws))));
    view_put(log, "size", view_int(c->a, (int64_t)c->size));
    view_put(log, "root", view_text_c(c->a, c->root));
    view_put_data(v, "log", log);
    view_put_label(
        v, "answer", N_("In short"),
        view_say(c->a,
                 N_("{statements} statements are in the record; {overdue} of {due} deadlines have passed."),
                 "statements", view_int(c->a, total), "overdue", view_int(c->a, overdue), "due",
                 (view *)(uintptr_t)view_get(v, "due_total"), NULL));
    view_put(
        v, "next",
        view_say(c->a, N_("Look further:  aktsom risk, aktsom product, aktsom due, aktsom verify"), NULL));
    *out = v;
    return AK_OK;
}
