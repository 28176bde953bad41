/* supplier_view.c -- a supplier or a contract on one page. */
#include "risk/supplier_view.h"

#include <string.h>

#include "record/find.h"
#include "record/rests.h"
#include "record/value_view.h"
#include "risk/effects.h"
#include "risk/evidence.h"
#include "risk/involvement.h"
#include "risk/rules.h"

/* ---- Tiers ---- */

static view *goods_view(arena *a, const hazard_sector *s)
{
    view *list = view_list(a);
    for (size_t i = 0; i < s->goods_n; i++)
        view_add(list, view_text_c(a, s->goods[i]));
    return list;
}

static ak_code tier_view(view **out, ctx *c, const ranked *r, const place_node *n, const risk_picture *shell,
                         ak_err *err)
{
    arena *a = c->a;
    picture_node *node = ARENA_NEW(a, picture_node);
    *node = (picture_node){.material_id = "", .material_name = "", .mass_mg = -1};
    suppliers_picture(&node->picture, a, r->suppliers, n, r->year);
    basis_list b = {.a = a};
    const view_basis *basis = basis_done(&b, -1);
    view *v = view_map(a);
    view *issues = NULL;
    view_put_label(v, "tier", N_("Tier"), tier_word(a, n->tier));
    view_put_label(v, "stage", N_("Stage"), stage_word(a, n->stage));
    view_put_label(v, "country", N_("Country"), n->country[0] ? view_country(a, n->country) : NULL);
    view_put_label(v, "level", N_("Level"), view_level(a, risk_level_words[node->picture.level]));
    view_put_label(v, "level_of_tables", N_("Level by tables alone"),
                   view_level(a, risk_level_words[node->picture.of_tables]));
    view_put_label(v, "goods", N_("Goods that lists are searched for"), goods_view(a, n->sector));
    view_put_label(v, "sector_known", N_("What is done there is said"), view_bool(a, n->sector->named));
    AK_TRY(issues_view(&issues, c, shell, node, basis, err));
    view_put_label(v, "issues", N_("Issues"), issues);
    *out = v;
    return AK_OK;
}

static ak_code tiers_put(view *v, ctx *c, const ranked *r, const ranked_item *i, ak_err *err)
{
    view *list = view_list(c->a);
    const risk_world *w = suppliers_world(r->suppliers);
    risk_picture shell = {.tables = w->tables, .known = w->known};
    for (size_t k = 0; k < i->nodes_n; k++) {
        view *tier = NULL;
        AK_TRY(tier_view(&tier, c, r, &i->nodes[k], &shell, err));
        view_add(list, tier);
    }
    view_put_label(v, "tiers", N_("Tiers, each judged by itself"), list);
    return AK_OK;
}

/* ---- What is bought ---- */

static const view_column product_columns[] = {
    {"product", N_("Product"), VIEW_REF, ""},
};

static view *products_view(ctx *c, const ranked_item *i)
{
    view *table = view_table(c->a, product_columns, 1);
    for (size_t k = 0; k < i->products_n; k++) {
        view_row(table);
        view_cell(table, view_ref(c->a, "risk", i->products[k], view_name(state_ref(c, i->products[k]))));
    }
    return table;
}

static const view_column contract_columns[] = {
    {"contract", N_("Contract"), VIEW_REF,   ""},
    {"number",   N_("Number"),   VIEW_TEXT,  ""},
    {"value",    N_("Value"),    VIEW_MONEY, ""},
    {"until",    N_("Ends"),     VIEW_DATE,  ""},
    {"unit",     N_("Own unit"), VIEW_TEXT,  ""},
    {"status",   N_("State"),    VIEW_WORD,  ""},
    {"level",    N_("Level"),    VIEW_WORD,  ""},
};

static ak_code contracts_table(view **out, ctx *c, const ranked *r, int64_t supplier, ak_err *err)
{
    arena *a = c->a;
    view *table = view_table(a, contract_columns, sizeof contract_columns / sizeof *contract_columns);
    for (size_t k = 0; k < r->n; k++) {
        const ranked_item *i = &r->items[k];
        if (!i->contract || i->contract->supplier != supplier)
            continue;
        const view_basis *basis = NULL;
        AK_TRY(state_basis(&basis, c, &i->contract->sid, 1, -1, err));
        view_row(table);
        view_cell(table, view_ref(a, "contract", i->id.p, str_c(a, i->name)));
        view_cell(table, view_text(a, i->contract->number));
        view_cell(table, i->amount.currency.n
                             ? view_money(a, i->amount.minor, str_c(a, i->amount.currency), basis)
                             : NULL);
        view_cell(table, i->contract->period_end.n ? state_day(c, str_c(a, i->contract->period_end)) : NULL);
        view_cell(table, i->contract->owner_unit.n ? view_text(a, i->contract->owner_unit) : NULL);
        view_cell(table,
                  i->contract->status.n ? value_coded(c, "contract", "status", i->contract->status) : NULL);
        view_cell(table, view_level(a, risk_level_words[i->summary.level]));
    }
    *out = table;
    return AK_OK;
}

static const view_column spend_columns[] = {
    {"category",  N_("What is bought"), VIEW_TEXT,  ""},
    {"cpv",       N_("CPV"),            VIEW_TEXT,  ""},
    {"amount",    N_("Amount"),         VIEW_MONEY, ""},
    {"unit",      N_("Own unit"),       VIEW_TEXT,  ""},
    {"statement", N_("Statement"),      VIEW_REF,   ""},
};

static ak_code spend_table(view **out, ctx *c, const bought *b, int64_t supplier, ak_err *err)
{
    arena *a = c->a;
    view *table = view_table(a, spend_columns, sizeof spend_columns / sizeof *spend_columns);
    for (size_t k = 0; k < b->spend_n; k++) {
        const risk_spend_row *r = &b->spend[k];
        if (bought_paid(b, r) != supplier)
            continue;
        const view_basis *basis = NULL;
        state_statement s;
        AK_TRY(state_basis(&basis, c, &r->sid, 1, -1, err));
        AK_TRY(state_statement_by_sid(&s, c, r->sid, err));
        view_row(table);
        view_cell(table, r->category.n ? view_text(a, r->category) : NULL);
        view_cell(table, r->cpv.n ? view_text(a, r->cpv) : NULL);
        view_cell(table, r->has_amount_minor
                             ? view_money(a, r->amount_minor, str_c(a, r->amount_currency), basis)
                             : NULL);
        view_cell(table, r->owner_unit.n ? view_text(a, r->owner_unit) : NULL);
        view_cell(table,
                  view_ref(a, "statement", s.leaf, arena_printf(a, "%llu", (unsigned long long)s.index)));
    }
    *out = table;
    return AK_OK;
}

/* ---- The whole ---- */

static view *answer_of(ctx *c, const ranked *r, const ranked_item *i)
{
    arena *a = c->a;
    const risk_tables *t = suppliers_world(r->suppliers)->tables;
    if (i->summary.level == RISK_UNKNOWN)
        return view_say(a, N_("Nothing grave is named, and too much is not known to call it low."),
                        (char *)NULL);
    return view_say(a, N_("The risk is {level}, most of all {issue}; place {rank} of {of}."), "level",
                    view_level(a, risk_level_words[i->summary.level]), "issue",
                    issue_word(a, t, i->summary.issue), "rank", view_int(a, (int64_t)i->rank), "of",
                    view_int(a, (int64_t)r->n), (char *)NULL);
}

static ak_code rests_put(view *v, ctx *c, const ranked *r, const ranked_item *i, ak_err *err)
{
    const bought *b = suppliers_bought(r->suppliers);
    int64_t *sids = ARENA_NEWS(c->a, int64_t, b->spend_n + 3);
    size_t n = 0;
    sids[n++] = i->party->sid;
    if (i->contract)
        sids[n++] = i->contract->sid;
    if (i->party->leverage_sid)
        sids[n++] = i->party->leverage_sid;
    for (size_t k = 0; !i->contract && k < b->spend_n; k++) {
        if (bought_paid(b, &b->spend[k]) == i->party->canon)
            sids[n++] = b->spend[k].sid;
    }
    view *rests = NULL;
    const char *const words[] = {i->id.p};
    const char *link = rests_link(c, i->contract ? "contract" : "supplier", words, 1);
    AK_TRY(rests_on(&rests, c, sids, n, link, err));
    view_put_label(v, "rests_on", N_("Rests on"), rests);
    return AK_OK;
}

static ak_code bought_put(view *v, ctx *c, const ranked *r, const ranked_item *i, ak_err *err)
{
    view *part = NULL;
    view_put_label(v, "products", N_("Products that count for it"), products_view(c, i));
    if (i->contract) {
        view_put_label(v, "supplier", N_("Supplier"),
                       view_ref(c->a, "supplier", i->party->id.p, str_c(c->a, i->party->name)));
        view_put_label(v, "number", N_("Number"), view_text(c->a, i->contract->number));
        view_put_label(v, "until", N_("Ends"),
                       i->contract->period_end.n ? state_day(c, str_c(c->a, i->contract->period_end)) : NULL);
        return AK_OK;
    }
    AK_TRY(contracts_table(&part, c, r, i->party->canon, err));
    view_put_label(v, "contracts", N_("Contracts"), part);
    AK_TRY(spend_table(&part, c, suppliers_bought(r->suppliers), i->party->canon, err));
    view_put_label(v, "spend", N_("Lines of the ledger"), part);
    return AK_OK;
}

ak_code supplier_picture_view(view **out, ctx *c, const state_subject *s, ak_err *err)
{
    arena *a = c->a;
    ranked *r = NULL;
    AK_TRY(ranked_load(&r, c, err));
    const ranked_item *i = ranked_find(r, str_of(s->canon_id));
    if (!i || !i->party)
        return ak_fail(err, &RISK_010, s->name);
    view *v = view_map(a);
    const view_basis *basis = NULL;
    view *reasons = NULL;
    AK_TRY(reasons_view(&reasons, &basis, c, r, i, err));
    const standing how = standing_of(r, i);
    view_put_label(v, "subject", N_("About"), state_ref(c, s->id));
    view_put_label(v, "kind", N_("Kind"), bought_kind_word(a, i->kind));
    view_put(v, "answer", answer_of(c, r, i));
    view_put_label(v, "level", N_("Level"), view_level(a, risk_level_words[i->summary.level]));
    view_put_label(v, "highest", N_("At most"), view_level(a, risk_level_words[i->summary.upper]));
    view_put_label(v, "level_of_tables", N_("Level by tables alone"),
                   view_level(a, risk_level_words[i->summary.of_tables]));
    view_put_label(v, "rank", N_("Rank"), view_int(a, (int64_t)i->rank));
    view_put_label(v, "of", N_("Of"), view_int(a, (int64_t)r->n));
    view_put_label(v, "country", N_("Country"),
                   i->party->country[0] ? view_country(a, i->party->country) : NULL);
    view_put_label(v, "leverage", N_("Leverage"), leverage_word(a, i->leverage));
    view_put_label(v, "involvement", N_("How we stand to it"), involvement_word(a, &how));
    view_put_label(v, "what_follows", N_("What follows"), action_say(a, how.how));
    if (i->kind == BOUGHT_SECTOR)
        view_put_label(v, "members", N_("Members that are counted"), view_int(a, (int64_t)i->members));
    view_put_label(v, "reasons", N_("Why"), reasons);
    AK_TRY(tiers_put(v, c, r, i, err));
    evidence_picture e;
    AK_TRY(evidence_of_item(&e, c, r, i, err));
    AK_TRY(evidence_put(v, c, suppliers_world(r->suppliers)->tables, &e, err));
    view *effects = NULL;
    AK_TRY(effects_of_item(&effects, c, r, i, err));
    view_put_label(v, "effects", N_("What each incident does to the picture"), effects);
    AK_TRY(bought_put(v, c, r, i, err));
    view_put_label(v, "about_model", N_("What to know about these levels"), about_model(a));
    AK_TRY(rests_put(v, c, r, i, err));
    *out = v;
    return AK_OK;
}

static ak_code of_kind(view **out, ctx *c, const args *g, const char *kind, ak_err *err)
{
    state_subject s;
    AK_TRY(find_subject(&s, c, str_of(args_get(g, "id")), kind, err));
    return supplier_picture_view(out, c, &s, err);
}

ak_code supplier_view(view **out, ctx *c, const args *g, ak_err *err)
{
    return of_kind(out, c, g, "party", err);
}

ak_code contract_view(view **out, ctx *c, const args *g, ak_err *err)
{
    return of_kind(out, c, g, "contract", err);
}
