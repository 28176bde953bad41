/* overview_view.c -- what is urgent, what is at stake and how well it is shown; is the log whole? */
#include "app/overview_view.h"

#include <string.h>

#include "app/log_health.h"
#include "app_sql.h"
#include "base/date.h"
#include "ledger/ledger.h"
#include "record/due.h"
#include "record/state.h"
#include "record/subject_view.h"
#include "record/workspace.h"
#include "risk/against.h"
#include "risk/risk_view.h"

#define DUE_SHOWN    8
#define SOON_DAYS    7
#define NEXT_SHOWN   3 /* where nothing is urgent */
#define NEWEST_SHOWN 8
/* More statements on parties, contracts and lines of a ledger, or more products, are not weighed on a page
 * that must be there in 50 ms; the pages that weigh them all are a link away. */
#define PARTIES_MOST  1500
#define PRODUCTS_MOST 12

/* ---- What is due ---- */

static const view_column due_columns[] = {
    {"due_on",    N_("Due"),        VIEW_DATE, ""},
    {"duty",      N_("What"),       VIEW_WORD, ""},
    {"subject",   N_("Concerns"),   VIEW_REF,  ""},
    {"who",       N_("Whose turn"), VIEW_REF,  ""},
    {"overdue",   N_("Overdue"),    VIEW_BOOL, ""},
    {"days",      N_("Days left"),  VIEW_INT,  ""},
    {"statement", N_("Statement"),  VIEW_REF,  ""},
};

typedef struct due_counts {
    int64_t total, overdue, soon, soon_ours;
    int64_t oldest_days; /* past its day */
} due_counts;

static bool is_ours(const ctx *c, const due_row *r)
{
    return !*r->who || strcmp(r->who, workspace_party(c->ws)) == 0;
}

static void due_count(due_counts *out, const ctx *c, const due_row *r)
{
    bool soon = !r->overdue && r->days <= SOON_DAYS;
    out->total++;
    out->overdue += r->overdue;
    out->soon += soon;
    out->soon_ours += soon && is_ours(c, r);
    if (-r->days > out->oldest_days)
        out->oldest_days = -r->days;
}

/* A row of the page: the urgent ones, or the next where none is. */
static view *shown_row(ctx *c, const due_row *r)
{
    view *v = view_map(c->a);
    view_put_data(v, "due_on", view_date(c->a, r->due_on));
    view_put_data(v, "duty", view_word(c->a, r->duty, r->msgid));
    view_put_data(v, "subject", view_ref(c->a, "subject", r->subject, r->title));
    view_put_data(v, "who", state_ref(c, *r->who ? r->who : workspace_party(c->ws)));
    view_put_data(v, "ours", view_bool(c->a, is_ours(c, r)));
    view_put_data(v, "overdue", view_bool(c->a, r->overdue));
    view_put_data(v, "today", view_bool(c->a, r->days == 0));
    view_put_data(v, "days", view_int(c->a, r->overdue ? -r->days : r->days));
    return v;
}

static ak_code put_due(view *v, due_counts *counts, ctx *c, ak_err *err)
{
    due_row *rows;
    size_t n;
    AK_TRY(due_rows(&rows, &n, c, err));
    view *table = view_table(c->a, due_columns, sizeof due_columns / sizeof *due_columns);
    view *shown = view_list(c->a);
    *counts = (due_counts){0};
    for (size_t i = 0; i < n; i++)
        due_count(counts, c, &rows[i]);
    size_t most = counts->overdue + counts->soon ? (size_t)(counts->overdue + counts->soon) : NEXT_SHOWN;
    for (size_t i = 0; i < n && i < DUE_SHOWN; i++) {
        const due_row *r = &rows[i];
        view_row(table);
        view_cell(table, view_date(c->a, r->due_on));
        view_cell(table, view_word(c->a, r->duty, r->msgid));
        view_cell(table, view_ref(c->a, "subject", r->subject, r->title));
        view_cell(table, state_ref(c, *r->who ? r->who : workspace_party(c->ws)));
        view_cell(table, view_bool(c->a, r->overdue));
        view_cell(table, view_int(c->a, r->days));
        view_cell(table, view_ref(c->a, "statement", r->statement, arena_printf(c->a, "%.8s", r->statement)));
        if (i < most)
            view_add(shown, shown_row(c, r));
    }
    view_put(v, "due", table);
    view_put_data(v, "due_shown", shown);
    view_put_data(v, "due_total", view_int(c->a, counts->total));
    view_put_data(v, "overdue", view_int(c->a, counts->overdue));
    view_put_data(v, "overdue_days", view_int(c->a, counts->oldest_days));
    view_put_data(v, "soon", view_int(c->a, counts->soon));
    view_put_data(v, "soon_ours", view_int(c->a, counts->soon_ours));
    view_put_data(v, "urgent", view_int(c->a, counts->overdue + counts->soon));
    return AK_OK;
}

/* ---- What is at stake ---- */

static int64_t held_of(const view *held, const char *name)
{
    for (size_t i = 0; i < view_count(held); i++) {
        const view *row = view_at(held, i);
        if (strcmp(view_as_text(view_get(row, "family")), name) == 0)
            return view_as_int(view_get(row, "statements"));
    }
    return 0;
}

/* What was found goes into v, what opens it further into rest. */
static ak_code put_stakes(view *v, view *rest, const view *held, ctx *c, ak_err *err)
{
    risk_world *w = NULL;
    view *products = NULL;
    size_t left_out;
    against x = {.a = c->a};
    int64_t parties = held_of(held, "party");
    bool few = parties + held_of(held, "contract") + held_of(held, "quantity") <= PARTIES_MOST;
    AK_TRY(risk_world_load(&w, c, err));
    AK_TRY(risk_products_table(&products, &left_out, &x, c, w, PRODUCTS_MOST, err));
    if (few)
        AK_TRY(against_add_parties(&x, c, w, err));
    view_put(v, "products", products);
    view_put_data(v, "products_n", view_int(c->a, (int64_t)view_count(products)));
    if (left_out)
        view_put_data(v, "products_left_out", view_int(c->a, (int64_t)left_out));
    against_put(rest, c, &x);
    if (!few)
        view_put_data(rest, "parties_left_out", view_int(c->a, parties));
    return AK_OK;
}

/* ---- What was said last ---- */

static const view_column newest_columns[] = {
    {"index",    N_("Statement"), VIEW_REF,  ""},
    {"on",       N_("Said"),      VIEW_DATE, ""},
    {"by",       N_("Says"),      VIEW_REF,  ""},
    {"kind",     N_("Kind"),      VIEW_WORD, ""},
    {"about",    N_("About"),     VIEW_REF,  ""},
    {"evidence", N_("Evidence"),  VIEW_WORD, ""},
};

static ak_code put_newest(view *v, ctx *c, ak_err *err)
{
    app_newest_row *rows;
    size_t n;
    app_newest_params p = {.most = NEWEST_SHOWN, .same_family = family_find(STR("same"))};
    AK_TRY(app_newest_all(&rows, &n, c->a, c->db, &c->scope, &p, err));
    view *table = view_table(c->a, newest_columns, sizeof newest_columns / sizeof *newest_columns);
    for (size_t i = 0; i < n; i++) {
        state_statement s = {0};
        int fam = (int)rows[i].family;
        AK_TRY(state_statement_by_sid(&s, c, rows[i].sid, err));
        const char *index = arena_printf(c->a, "%lld", (long long)rows[i].idx);
        view_row(table);
        view_cell(table, view_ref(c->a, "statement", index, index));
        view_cell(table, state_day(c, str_c(c->a, rows[i].said_on)));
        view_cell(table, state_ref(c, str_c(c->a, rows[i].by_id)));
        view_cell(table, view_word(c->a, families[fam].name, family_label(c, fam)));
        view_cell(table, state_ref(c, str_c(c->a, rows[i].subject_id)));
        view_cell(table, view_evidence(c->a, evidence_word(s.evidence)));
    }
    view_put(v, "newest", table);
    view_put_data(v, "newest_n", view_int(c->a, (int64_t)n));
    return AK_OK;
}

/* ---- The log ---- */

static ak_code put_log(view *v, ctx *c, ak_err *err)
{
    log_health h = {0};
    AK_TRY(log_health_of(&h, c, err));
    view *log = view_map(c->a);
    view_put(log, "origin", view_text(c->a, ledger_origin(workspace_ledger(c->ws))));
    view_put(log, "size", view_int(c->a, (int64_t)c->size));
    view_put(log, "root", view_text_c(c->a, c->root));
    log_health_put(log, c, &h);
    view_put_data(v, "log", log);
    view_put_label(v, "health", N_("The health of the log"), log_health_table(c, &h));
    return AK_OK;
}

ak_code overview_view(view **out, ctx *c, const args *g, ak_err *err)
{
    bool whole = !args_has(g, "short");
    view *v = view_map(c->a), *rest = whole ? v : view_map(c->a);
    int64_t total;
    due_counts due;
    view *held;
    AK_TRY(families_held_table(&held, &total, c, err));
    AK_TRY(put_stakes(v, rest, held, c, err));
    AK_TRY(put_due(rest, &due, c, err));
    if (whole) {
        view_put(v, "held", held);
        AK_TRY(put_newest(v, c, err));
        AK_TRY(put_log(v, c, err));
    }
    view_put_label(
        v, "answer", N_("In short"),
        view_say(c->a, N_("Statements in the record: {statements}. Deadlines passed: {overdue} of {due}."),
                 "statements", view_int(c->a, total), "overdue", view_int(c->a, due.overdue), "due",
                 view_int(c->a, due.total), NULL));
    view_put(
        v, "next",
        view_say(c->a, N_("Look further:  aktsom risk, aktsom evidence, aktsom due, aktsom verify"), NULL));
    *out = v;
    return AK_OK;
}
