/* evidence_view.c -- evidence against risk as a view. */
#include <math.h>
#include <string.h>

#include "record/dispute.h"
#include "record/find.h"
#include "record/value_view.h"
#include "risk/against.h"
#include "risk/effects.h"
#include "risk/evidence.h"
#include "risk/rules.h"
#include "risk/view_parts.h"

/* ---- Tiers ---- */

static const view_column tier_columns[] = {
    {"stage",    N_("Stage"),                             VIEW_WORD, ""},
    {"level",    N_("Risk there"),                        VIEW_WORD, ""},
    {"issue",    N_("Because of"),                        VIEW_WORD, ""},
    {"material", N_("Most of all"),                       VIEW_REF,  ""},
    {"evidence", N_("Best evidence there"),               VIEW_WORD, ""},
    {"fresh",    N_("Evidence, at most three years old"), VIEW_INT,  ""},
    {"older",    N_("Older evidence"),                    VIEW_INT,  ""},
    {"audits",   N_("Audits counted"),                    VIEW_INT,  ""},
};

static view *tiers_table(ctx *c, const risk_tables *t, const evidence_picture *e)
{
    arena *a = c->a;
    view *table = view_table(a, tier_columns, sizeof tier_columns / sizeof *tier_columns);
    for (int s = 0; s < RISK_STAGES; s++) {
        const evidence_tier *tier = &e->tiers[s];
        view_row(table);
        view_cell(table, stage_word(a, tier->stage));
        view_cell(table, tier->judged ? view_level(a, risk_level_words[tier->level]) : NULL);
        view_cell(table, tier->judged && tier->level >= RISK_MEDIUM ? issue_word(a, t, tier->issue) : NULL);
        view_cell(table, tier->material[0] ? state_ref(c, tier->material) : NULL);
        view_cell(table, tier->best ? evidence_view(a, tier->best) : NULL);
        view_cell(table, view_int(a, (int64_t)tier->fresh));
        view_cell(table, view_int(a, (int64_t)(tier->items - tier->fresh)));
        view_cell(table, view_int(a, tier->audits));
    }
    return table;
}

/* ---- Items ---- */

static const view_column item_columns[] = {
    {"kind",      N_("What"),       VIEW_WORD, ""},
    {"stage",     N_("Stage"),      VIEW_WORD, ""},
    {"subject",   N_("Which"),      VIEW_REF,  ""},
    {"who",       N_("By or with"), VIEW_REF,  ""},
    {"title",     N_("In short"),   VIEW_TEXT, ""},
    {"scope",     N_("Scope"),      VIEW_TEXT, ""},
    {"count",     N_("Count"),      VIEW_INT,  ""},
    {"on",        N_("On"),         VIEW_DATE, ""},
    {"evidence",  N_("Evidence"),   VIEW_WORD, ""},
    {"state",     N_("State"),      VIEW_WORD, ""},
    {"stale",     N_("Too old"),    VIEW_BOOL, ""},
    {"statement", N_("Statement"),  VIEW_REF,  ""},
};

static view *kind_word(arena *a, evidence_kind kind)
{
    static const char *const words[EVIDENCE_KINDS] = {N_("audit"), N_("visit"), N_("talk"), N_("answer"),
                                                      N_("finding")};
    return view_word(a, evidence_kind_codes[kind], words[kind]);
}

static view *state_word(arena *a, const evidence_item *i)
{
    if (i->kind == EVIDENCE_OF_FINDING)
        return i->open ? view_word(a, "open", N_("open")) : view_word(a, "closed", N_("closed"));
    if (!i->state[0])
        return NULL;
    if (strcmp(i->state, "contradicted") == 0)
        return view_word(a, "contradicted", N_("contradicted"));
    return strcmp(i->state, "claimed") == 0      ? view_word(a, "claimed", N_("claimed"))
           : strcmp(i->state, "documented") == 0 ? view_word(a, "documented", N_("documented"))
                                                 : view_word(a, "verified", N_("verified"));
}

static ak_code items_table(view **out, ctx *c, const evidence_picture *e, ak_err *err)
{
    arena *a = c->a;
    view *table = view_table(a, item_columns, sizeof item_columns / sizeof *item_columns);
    for (size_t k = 0; k < e->n; k++) {
        const evidence_item *i = &e->items[k];
        state_statement s;
        AK_TRY(state_statement_by_sid(&s, c, i->sid, err));
        view_row(table);
        view_cell(table, kind_word(a, i->kind));
        view_cell(table, i->stage >= 0 ? stage_word(a, (risk_stage)i->stage) : NULL);
        view_cell(table, state_ref(c, i->id));
        view_cell(table, i->who ? state_ref(c, i->who) : NULL);
        view_cell(table, !i->title[0] ? NULL
                         : i->kind == EVIDENCE_OF_ANSWER
                             ? value_coded(c, "answer", "status", str_of(i->title))
                             : view_text_c(a, i->title));
        view_cell(table, i->scope[0] ? view_text_c(a, i->scope) : NULL);
        view_cell(table, view_int(a, i->count));
        view_cell(table, i->on[0] ? view_date(a, i->on) : NULL);
        view_cell(table, evidence_view(a, i->evidence));
        view_cell(table, state_word(a, i));
        view_cell(table, view_bool(a, i->stale));
        view_cell(table,
                  view_ref(a, "statement", s.leaf, arena_printf(a, "%llu", (unsigned long long)s.index)));
    }
    *out = table;
    return AK_OK;
}

static view *findings_list(ctx *c, const evidence_picture *e)
{
    arena *a = c->a;
    view *list = view_list(a);
    for (size_t i = 0; i < e->findings_n; i++) {
        const evidence_finding *f = &e->findings[i];
        view *v = view_map(a);
        view_put(v, "code", view_text_c(a, f->code));
        view_put_label(v, "stage", N_("Stage"), f->stage >= 0 ? stage_word(a, (risk_stage)f->stage) : NULL);
        view_put(v, "text", view_text_c(a, f->text));
        view_put(v, "remedy", view_text_c(a, f->remedy));
        view_add(list, v);
    }
    return list;
}

/* ---- Who says what, side by side ---- */

static const view_column dispute_columns[] = {
    {"about",     N_("About"),     VIEW_REF,  ""},
    {"field",     N_("What"),      VIEW_WORD, ""},
    {"says",      N_("Value"),     VIEW_TEXT, ""},
    {"by",        N_("By"),        VIEW_REF,  ""},
    {"evidence",  N_("Evidence"),  VIEW_WORD, ""},
    {"taken",     N_("Counts"),    VIEW_BOOL, ""},
    {"statement", N_("Statement"), VIEW_REF,  ""},
};
#define CHAIN_MOST 200 /* whose disputes are told on one page */

static ak_code disputes_view(view **out, ctx *c, const evidence_picture *e, ak_err *err)
{
    arena *a = c->a;
    view *table = view_table(a, dispute_columns, sizeof dispute_columns / sizeof *dispute_columns);
    for (size_t i = 0; i < e->chain_n && i < CHAIN_MOST; i++) {
        dispute *d = NULL;
        size_t n = 0;
        AK_TRY(disputes_of(&d, &n, c, e->chain[i], err));
        for (size_t k = 0; k < n; k++) {
            const family *f = &families[d[k].family];
            const field *what = &f->fields[field_find(f, str_of(d[k].field))];
            for (size_t v = 0; v < d[k].n; v++) {
                const dispute_value *says = &d[k].values[v];
                view_row(table);
                view_cell(table, state_ref(c, e->chain[i]));
                view_cell(table, view_word(a, what->name, field_label(c, what)));
                view_cell(table, view_text_c(a, says->text));
                view_cell(table, state_ref(c, says->by));
                view_cell(table, evidence_view(a, says->evidence));
                view_cell(table, view_bool(a, says->chosen));
                view_cell(table, view_ref(a, "statement", says->statement,
                                          arena_printf(a, "%.8s", says->statement)));
            }
        }
    }
    *out = table;
    return AK_OK;
}

ak_code evidence_put(view *v, ctx *c, const risk_tables *t, const evidence_picture *e, ak_err *err)
{
    view *items = NULL;
    AK_TRY(items_table(&items, c, e, err));
    view_put_label(v, "evidence_findings", N_("What follows from risk and evidence"), findings_list(c, e));
    view_put_label(v, "evidence_tiers", N_("Risk and evidence, stage by stage"), tiers_table(c, t, e));
    view_put_label(v, "evidence_items", N_("What was seen, asked and shown"), items);
    view *disputes = NULL;
    AK_TRY(disputes_view(&disputes, c, e, err));
    view_put_label(v, "evidence_disputes", N_("Who says what, side by side"), disputes);
    return AK_OK;
}

static ak_code of_supplier(view *v, ctx *c, const state_subject *s, ak_err *err)
{
    ranked *r = NULL;
    evidence_picture e;
    AK_TRY(ranked_load(&r, c, err));
    const ranked_item *i = ranked_find(r, str_of(s->canon_id));
    if (!i || !i->party)
        return ak_fail(err, &RISK_010, s->name);
    AK_TRY(evidence_of_item(&e, c, r, i, err));
    AK_TRY(evidence_put(v, c, suppliers_world(r->suppliers)->tables, &e, err));
    view *effects = NULL;
    AK_TRY(effects_of_item(&effects, c, r, i, err));
    view_put_label(v, "effects", N_("What each incident does to the picture"), effects);
    return AK_OK;
}

ak_code evidence_against_view(view **out, ctx *c, const args *g, ak_err *err)
{
    state_subject s;
    const char *id = args_get(g, "id");
    if (!id || !*id)
        return against_view(out, c, g, err);
    AK_TRY(find_subject(&s, c, str_of(id), "product|material|lot|party|contract", err));
    view *v = view_map(c->a);
    *out = v;
    view_put_label(v, "subject", N_("About"), state_ref(c, s.id));
    if (s.family == family_find(STR("party")) || s.family == family_find(STR("contract")))
        return of_supplier(v, c, &s, err);
    risk_world *w = NULL;
    risk_picture *p = NULL;
    evidence_picture e;
    AK_TRY(risk_world_load(&w, c, err));
    AK_TRY(risk_picture_of(&p, c, w, &s, c->year, err));
    AK_TRY(evidence_of_picture(&e, c, w, p, err));
    AK_TRY(evidence_put(v, c, w->tables, &e, err));
    view *effects = NULL;
    AK_TRY(effects_of_picture(&effects, c, w, p, c->year, err));
    view_put_label(v, "effects", N_("What each incident does to the picture"), effects);
    return AK_OK;
}
