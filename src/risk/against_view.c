/* against_view.c -- risk against evidence as a view. */
#include <string.h>

#include "base/html.h"
#include "record/said.h"
#include "record/state.h"
#include "risk/against.h"
#include "risk/reasons.h"
#include "risk/risk_view.h"
#include "risk/view_parts.h"
#include "risk/world.h"

#define NAMES_SHOWN 3
#define LEVELS      4
#define EVIDENCES   5

static const risk_level level_order[LEVELS] = {RISK_HIGH, RISK_MEDIUM, RISK_LOW, RISK_UNKNOWN};

static const view_column grid_columns[] = {
    {"level",         N_("Risk"),               VIEW_WORD, ""},
    {"assumed",       N_("Assumed or unknown"), VIEW_INT,  ""},
    {"self_declared", N_("Self-declared"),      VIEW_INT,  ""},
    {"documented",    N_("Documented"),         VIEW_INT,  ""},
    {"verified",      N_("Verified"),           VIEW_INT,  ""},
    {"measured",      N_("Measured"),           VIEW_INT,  ""},
};

static view *level_view(arena *a, risk_level level)
{
    return view_level(a, risk_level_words[level]);
}

/* Opens the picture of the product or of the party. */
static view *entry_ref(ctx *c, const against_entry *e)
{
    if (!e->material)
        return view_ref(c->a, e->whole ? "risk" : "supplier", e->id, e->name);
    buf href = buf_new(c->a, 0);
    buf_add_c(&href, "risk?id=");
    html_query(&href, str_of(e->id));
    buf_add_c(&href, "&material=");
    html_query(&href, str_of(e->name));
    return view_link(state_ref(c, e->material), href.p);
}

static bool is_named(const view *names, const char *id)
{
    for (size_t i = 0; i < view_count(names); i++)
        if (strcmp(view_as_text(view_at(names, i)), id) == 0)
            return true;
    return false;
}

static view *grid_cell(ctx *c, const against *x, risk_level level, int shown)
{
    arena *a = c->a;
    view *names = view_list(a);
    int64_t count = 0;
    bool more = false;
    for (size_t i = 0; i < x->n; i++) {
        const against_entry *e = &x->rows[i];
        if (e->level != level || e->evidence != shown)
            continue;
        count++;
        if (is_named(names, e->material ? e->material : e->id))
            continue;
        more |= view_count(names) == NAMES_SHOWN;
        if (view_count(names) < NAMES_SHOWN)
            view_add(names, entry_ref(c, e));
    }
    view *cell = view_map(a);
    view_put_data(cell, "evidence", evidence_view(a, shown));
    view_put_data(cell, "count", view_int(a, count));
    view_put_data(cell, "urgent", view_bool(a, count && against_is_urgent(level, shown)));
    view_put_data(cell, "names", names);
    view_put_data(cell, "more", view_bool(a, more));
    return cell;
}

void against_put(view *v, ctx *c, const against *x)
{
    arena *a = c->a;
    view *table = view_table(a, grid_columns, sizeof grid_columns / sizeof *grid_columns);
    view *grid = view_list(a);
    for (int l = 0; l < LEVELS; l++) {
        view *row = view_map(a);
        view *cells = view_list(a);
        view_row(table);
        view_cell(table, level_view(a, level_order[l]));
        for (int e = 1; e <= EVIDENCES; e++) {
            view *cell = grid_cell(c, x, level_order[l], e);
            view_cell(table, view_int(a, view_as_int(view_get(cell, "count"))));
            view_add(cells, cell);
        }
        view_put_data(row, "level", level_view(a, level_order[l]));
        view_put_data(row, "cells", cells);
        view_add(grid, row);
    }
    view_put_label(v, "against", N_("Risk against evidence"), table);
    view *columns = view_list(a);
    for (int e = 1; e <= EVIDENCES; e++) {
        view *column = view_map(a);
        view_put_data(column, "evidence", evidence_view(a, e));
        view_add(columns, column);
    }
    view_put_data(v, "grid", grid);
    view_put_data(v, "grid_columns", columns);
    view_put_data(v, "against_total", view_int(a, (int64_t)x->judged));
    view_put_data(v, "against_urgent", view_int(a, (int64_t)against_urgent(x)));
}

/* ---- All of it ---- */

static const view_column entry_columns[] = {
    {"what",     N_("What"),               VIEW_REF,  ""},
    {"of",       N_("Of"),                 VIEW_REF,  ""},
    {"tier",     N_("Tier of a supplier"), VIEW_WORD, ""},
    {"stage",    N_("Stage"),              VIEW_WORD, ""},
    {"level",    N_("Risk"),               VIEW_WORD, ""},
    {"evidence", N_("Evidence"),           VIEW_WORD, ""},
    {"part",     N_("In part"),            VIEW_BOOL, ""},
    {"asks",     N_("Next"),               VIEW_SAY,  ""},
};

typedef struct picked {
    ctx *c;
    const against *x;
    const char *level, *evidence; /* codes; NULL = any */
    int l, e;                     /* where the stream is: urgent ones first */
    size_t at;
} picked;

/* The worst first, and of these the weakest shown: high assumed, high self-declared .. low measured. */
static const risk_level worst_first[LEVELS] = {RISK_HIGH, RISK_UNKNOWN, RISK_MEDIUM, RISK_LOW};

static const against_entry *next_of(picked *p)
{
    for (; p->l < LEVELS; p->l++, p->e = 1) {
        for (; p->e <= EVIDENCES; p->e++, p->at = 0) {
            while (p->at < p->x->n) {
                const against_entry *e = &p->x->rows[p->at++];
                if (e->level == worst_first[p->l] && e->evidence == p->e)
                    return e;
            }
        }
    }
    return NULL;
}

static bool passes(const picked *p, const against_entry *e)
{
    return (!p->level || strcmp(p->level, risk_level_words[e->level]) == 0) &&
           (!p->evidence || strcmp(p->evidence, evidence_word((evidence)e->evidence)) == 0);
}

static ak_code next_entry(void *payload, arena *scratch, view **cells, bool *more, ak_err *err)
{
    (void)err;
    picked *p = payload;
    const against_entry *e = next_of(p);
    while (e && !passes(p, e))
        e = next_of(p);
    *more = e != NULL;
    if (!e)
        return AK_OK;
    ctx c = *p->c;
    c.a = scratch;
    buf ask = buf_new(scratch, 0);
    bool party = !e->material && !e->whole;
    buf_add_c(&ask, party ? "evidence?id=" : "ask?id=");
    html_query(&ask, str_of(e->id));
    cells[0] = entry_ref(&c, e);
    cells[1] = e->material ? state_ref(&c, e->id) : view_none(scratch);
    cells[2] = party ? tier_word(scratch, e->tier) : view_none(scratch);
    cells[3] = e->whole ? view_none(scratch) : stage_word(scratch, e->stage);
    cells[4] = level_view(scratch, e->level);
    cells[5] = evidence_view(scratch, e->evidence);
    cells[6] = view_bool(scratch, e->part);
    cells[7] = view_link(view_say(scratch, party ? N_("what was seen") : N_("what to ask"), NULL), ask.p);
    return AK_OK;
}

static const char *level_word(arena *a, int i)
{
    return view_name(level_view(a, (risk_level)i));
}

static const char *evidence_name(arena *a, int i)
{
    return view_name(evidence_view(a, i + 1));
}

static ak_code picked_read(picked *p, const args *g, ak_err *err)
{
    static const char *const codes[EVIDENCES] = {"assumed", "self_declared", "documented", "verified",
                                                 "measured"};
    p->level = args_get(g, "level");
    p->evidence = args_get(g, "evidence");
    AK_TRY(code_of_word(&p->level, p->c, risk_level_words, LEVELS, level_word, err));
    return code_of_word(&p->evidence, p->c, codes, EVIDENCES, evidence_name, err);
}

ak_code against_view(view **out, ctx *c, const args *g, ak_err *err)
{
    arena *a = c->a;
    ctx *wide = world_wide(c); /* the list is as large as the ledger */
    against *x = ARENA_NEW(a, against);
    picked *p = ARENA_NEW(a, picked);
    risk_world *w = NULL;
    view *products = NULL;
    size_t left_out;
    *x = (against){.a = wide->a};
    *p = (picked){.c = c, .x = x, .e = 1};
    AK_TRY(picked_read(p, g, err));
    AK_TRY(risk_world_load(&w, wide, err));
    AK_TRY(risk_products_table(&products, &left_out, x, wide, w, 0, err));
    AK_TRY(against_add_parties(x, wide, w, err));
    view *v = view_map(a);
    int64_t urgent = (int64_t)against_urgent(x);
    view_put(
        v, "answer",
        view_say_n(a, urgent,
                   N_("{n} of {all} is high or unknown, and weakly shown: the next question goes there."),
                   N_("{n} of {all} are high or unknown, and weakly shown: the next question goes there."),
                   "n", view_int(a, urgent), "all", view_int(a, (int64_t)x->judged), NULL));
    against_put(v, c, x);
    view *entries = view_table(a, entry_columns, sizeof entry_columns / sizeof *entry_columns);
    view_stream(entries, next_entry, p);
    view_put_data(v, "chosen", view_bool(a, p->level || p->evidence));
    if (p->level)
        view_put_data(v, "level", view_level(a, p->level));
    if (p->evidence)
        view_put_data(v, "evidence", view_evidence(a, p->evidence));
    view_put_label(v, "entries", N_("One by one, the worst and weakest shown first"), entries);
    view_put_data(v, "is_list", view_bool(a, true));
    *out = v;
    return AK_OK;
}
