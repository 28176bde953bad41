/* risk_view.c -- what is at stake, and why: one value for the command, the page's parts, JSON and tables. */
#include "risk/risk_view.h"

#include "risk/against.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "record/find.h"
#include "record/rests.h"
#include "risk/ranked_view.h"
#include "risk/rules.h"
#include "risk/supplier_view.h"
#include "risk/view_parts.h"

static const view_column node_columns[] = {
    {"material",      N_("Material"),              VIEW_REF,     ""  },
    {"stage",         N_("Stage"),                 VIEW_WORD,    ""  },
    {"level",         N_("Level"),                 VIEW_WORD,    ""  },
    {"issue",         N_("Because of"),            VIEW_WORD,    ""  },
    {"traced_share",  N_("Traced"),                VIEW_SHARE,   ""  },
    {"assumed_share", N_("Assumed"),               VIEW_SHARE,   ""  },
    {"unknown_share", N_("Unknown"),               VIEW_SHARE,   ""  },
    {"mass_kg",       N_("Mass"),                  VIEW_DECIMAL, "kg"},
    {"score",         N_("Score, for order only"), VIEW_NUMBER,  ""  },
};

/* The whole table first: what pages, text and CSV show. */
static ak_code nodes_table(view **out, ctx *c, const risk_picture *p, const char *material, ak_err *err)
{
    arena *a = c->a;
    view *table = view_table(a, node_columns, sizeof node_columns / sizeof *node_columns);
    for (size_t i = 0; i < p->nodes_n; i++) {
        const picture_node *n = &p->nodes[i];
        if (material && strcmp(material, n->material_name) != 0)
            continue;
        const view_basis *basis = NULL;
        AK_TRY(basis_of_node(&basis, c, p, n, err));
        int64_t shares[3];
        three_shares(shares, &n->picture, a);
        view_row(table);
        view_cell(table, material_ref(c, n));
        view_cell(table, stage_word(a, n->picture.stage));
        view_cell(table, view_level(a, risk_level_words[n->picture.level]));
        view_cell(table, n->picture.level == RISK_UNKNOWN
                             ? NULL
                             : issue_word(a, p->tables, node_deciding(&n->picture)->issue));
        for (int k = 0; k < 3; k++)
            view_cell(table, view_share(a, shares[k], basis));
        view_cell(table, mass_view(a, n->mass_mg, basis));
        view_cell(table, view_number(a, score_middle(n->picture.score), "", 3, basis));
    }
    *out = table;
    return AK_OK;
}

static view *mix_view(arena *a, const node_picture *n)
{
    if (!n->mix.edition)
        return NULL;
    view *v = view_map(a);
    view_put_label(v, "edition", N_("Edition"), view_text_c(a, n->mix.edition));
    view_put_label(v, "source", N_("Source"), view_text_c(a, n->mix.first->src.source));
    view_put_label(v, "year", N_("Year"), view_text_c(a, n->mix.first->src.year_text));
    view_put_label(v, "published", N_("Published"), view_text_c(a, n->mix.first->src.published));
    view_put_label(v, "later", N_("Later than asked"), view_bool(a, n->mix.later));
    basis_list b = {.a = a};
    basis_add(&b, &n->mix.first->src);
    view_put_label(v, "adds_to", N_("The printed shares add up to"),
                   view_number(a, n->mix.printed_sum, "", 4, basis_done(&b, -1)));
    return v;
}

static ak_code node_view(view **out, ctx *c, const risk_picture *p, const picture_node *n, ak_err *err)
{
    arena *a = c->a;
    const view_basis *basis = NULL;
    AK_TRY(basis_of_node(&basis, c, p, n, err));
    int64_t shares[3];
    three_shares(shares, &n->picture, a);
    view *v = view_map(a);
    view_put_label(v, "material", N_("Material"), view_word(a, n->material_name, n->material_name));
    view_put(v, "id", view_text_c(a, n->material_id));
    view_put_label(v, "stage", N_("Stage"), stage_word(a, n->picture.stage));
    view_put_label(v, "level", N_("Level"), view_level(a, risk_level_words[n->picture.level]));
    view_put_label(v, "level_of_tables", N_("Level by tables alone"),
                   view_level(a, risk_level_words[n->picture.of_tables]));
    view_put_label(v, "score", N_("Score, for order only"),
                   view_number(a, score_middle(n->picture.score), "", 3, basis));
    view_put_label(v, "score_lowest", N_("Score at least"),
                   view_number(a, n->picture.score.lo, "", 3, basis));
    view_put_label(v, "score_highest", N_("Score at most"),
                   view_number(a, n->picture.score.hi, "", 3, basis));
    view_put(v, "mass_kg", mass_view(a, n->mass_mg, basis));
    view_put_label(v, "traced_share", N_("Traced"), view_share(a, shares[0], basis));
    view_put_label(v, "claimed_share", N_("Of it self-declared"),
                   view_share(a, llround(n->picture.claimed * (double)SHARE_ONE), basis));
    view_put_label(v, "assumed_share", N_("Assumed"), view_share(a, shares[1], basis));
    view_put_label(v, "unknown_share", N_("Unknown"), view_share(a, shares[2], basis));
    view_put_label(v, "mix", N_("World mix"), mix_view(a, &n->picture));
    view *part = NULL;
    AK_TRY(origins_view(&part, c, p, n, basis, err));
    view_put_label(v, "origins", N_("Where it comes from"), part);
    AK_TRY(issues_view(&part, c, p, n, basis, err));
    view_put_label(v, "issues", N_("Issues"), part);
    view_put_label(v, "availability", N_("Availability, apart from risk"),
                   availability_view(a, p->tables, &n->picture));
    *out = v;
    return AK_OK;
}

/* The finding in one sentence: the worst node and its reason. */
static view *answer_of(ctx *c, const risk_picture *p)
{
    arena *a = c->a;
    if (p->nodes_n == 0)
        return view_say(a, N_("No material is named in {subject}: what is at stake is unknown."), "subject",
                        state_ref(c, p->subject.id), (char *)NULL);
    const picture_node *worst = &p->nodes[0];
    if (p->level == RISK_UNKNOWN)
        return view_say(a, N_("Nothing grave is named, and too much is not known to call it low."),
                        (char *)NULL);
    const node_issue *i = node_deciding(&worst->picture);
    return view_say(a, N_("The risk is {level}, most of all {issue} in the {stage} of {material}."), "level",
                    view_level(a, risk_level_words[p->level]), "issue", issue_word(a, p->tables, i->issue),
                    "stage", stage_word(a, worst->picture.stage), "material", material_ref(c, worst),
                    (char *)NULL);
}

static ak_code picture_view(view **out, ctx *c, const risk_picture *p, const char *material, ak_err *err)
{
    arena *a = c->a;
    view *v = view_map(a);
    view_put_label(v, "subject", N_("About"), state_ref(c, p->subject.id));
    view_put(v, "answer", answer_of(c, p));
    view_put_label(v, "level", N_("Level"), view_level(a, risk_level_words[p->level]));
    view_put_label(v, "as_of", N_("As of"), view_date(a, c->as_of));
    view_put_label(v, "year", N_("Tables of the year"), view_year(a, c->year));
    view_put_data(v, "tables", view_text_c(a, p->tables->digest));
    view *part = NULL;
    AK_TRY(nodes_table(&part, c, p, material, err));
    view_put_label(v, "nodes", N_("Materials and stages, worst first"), part);
    view *list = view_list(a);
    for (size_t i = 0; i < p->nodes_n; i++) {
        if (material && strcmp(material, p->nodes[i].material_name) != 0)
            continue;
        AK_TRY(node_view(&part, c, p, &p->nodes[i], err));
        view_add(list, part);
    }
    if (material) /* one material: people read its whole chain of why here */
        view_put_label(v, "materials", N_("Why"), list);
    else
        view_put_data(v, "materials", list);
    AK_TRY(judgements_view(&part, c, p, err));
    view_put_label(v, "judgements", N_("What others think, beside the model"), part);
    view_put_label(v, "about_model", N_("What to know about these levels"), about_model(a));
    view_put_label(v, "editions", N_("Tables"), editions_view(a, p->tables, c->year));
    const char *const about[] = {p->subject.id};
    AK_TRY(rests_on(&part, c, p->sids, p->sids_n, rests_link(c, "risk", about, 1), err));
    view_put_label(v, "rests_on", N_("Rests on"), part);
    *out = v;
    return AK_OK;
}

ak_code risk_picture_view(view **out, ctx *c, const risk_picture *p, ak_err *err)
{
    return picture_view(out, c, p, NULL, err);
}

ak_code risk_subject_meant(state_subject *out, const char ***several, size_t *several_n, ctx *c,
                           const char *id, ak_err *err)
{
    *several = NULL;
    *several_n = 0;
    if (id && id[0])
        return find_subject(out, c, str_of(id), "product|material|lot", err);
    AK_TRY(risk_top_products(several, several_n, c, err));
    if (*several_n == 0)
        return ak_fail(err, &RISK_007);
    if (*several_n > 1)
        return AK_OK;
    const char *only = (*several)[0];
    *several_n = 0;
    return state_subject_by_id(out, c, only, err);
}

/* Table material that is asked for alone; NULL = all. */
static ak_code material_wanted(const char **out, ctx *c, const risk_tables *t, const args *g, ak_err *err)
{
    *out = NULL;
    const char *word = args_get(g, "material");
    if (!word || !word[0])
        return AK_OK;
    int m = risk_material_find(t, c->a, str_of(word));
    if (m < 0)
        return ak_fail(err, &RISK_003, word);
    *out = t->materials[m].name;
    return AK_OK;
}

/* Without an ID: everything bought, worst first; and where the record has one top product, its picture in the
 * same object, so that whoever asks for the one finds it beside the other. */
static ak_code all_view(view **out, ctx *c, const args *g, ak_err *err)
{
    ranked *r = NULL;
    AK_TRY(ranked_load(&r, c, err));
    if (r->n == 0)
        return ak_fail(err, &RISK_007);
    view *v = view_map(c->a);
    if (r->top_products_n == 1) {
        risk_world *w = suppliers_world(r->suppliers);
        const char *material = NULL;
        state_subject subject;
        risk_picture *p = NULL;
        AK_TRY(material_wanted(&material, c, risk_world_tables(w), g, err));
        AK_TRY(state_subject_by_id(&subject, c, r->top_products[0], err));
        AK_TRY(risk_picture_of(&p, c, w, &subject, c->year, err));
        view *only = NULL;
        AK_TRY(picture_view(&only, c, p, material, err));
        for (size_t i = 0; i < view_count(only); i++) {
            if (strcmp(view_key_at(only, i), "answer") != 0) /* that of the list stands here */
                view_put_data(v, view_key_at(only, i), (view *)(uintptr_t)view_at(only, i));
        }
    }
    AK_TRY(ranked_put(v, c, r, g, err));
    *out = v;
    return AK_OK;
}

ak_code risk_view(view **out, ctx *c, const args *g, ak_err *err)
{
    const char *id = args_get(g, "id");
    if (!id || !id[0])
        return all_view(out, c, g, err);
    state_subject subject;
    AK_TRY(find_subject(&subject, c, str_of(id), "product|material|lot|party|contract", err));
    if (subject.family == family_find(STR("party")) || subject.family == family_find(STR("contract")))
        return supplier_picture_view(out, c, &subject, err);
    risk_world *w = NULL;
    AK_TRY(risk_world_load(&w, c, err));
    const char *material = NULL;
    AK_TRY(material_wanted(&material, c, risk_world_tables(w), g, err));
    risk_picture *p = NULL;
    AK_TRY(risk_picture_of(&p, c, w, &subject, c->year, err));
    return picture_view(out, c, p, material, err);
}

static const view_column product_columns[] = {
    {"product",       N_("Product"),     VIEW_REF,   ""},
    {"level",         N_("Level"),       VIEW_WORD,  ""},
    {"material",      N_("Most of all"), VIEW_REF,   ""},
    {"issue",         N_("Because of"),  VIEW_WORD,  ""},
    {"traced_share",  N_("Traced"),      VIEW_SHARE, ""},
    {"assumed_share", N_("Assumed"),     VIEW_SHARE, ""},
    {"unknown_share", N_("Unknown"),     VIEW_SHARE, ""},
};

ak_code product_shares(int64_t out[static 3], const view_basis **basis, ctx *c, const risk_picture *p,
                       ak_err *err)
{
    double parts[3] = {0, 0, 0};
    double mass = 0;
    for (size_t i = 0; i < p->nodes_n; i++) {
        const picture_node *n = &p->nodes[i];
        if (n->picture.stage != RISK_EXTRACTION)
            continue;
        double m = n->mass_mg > 0 ? (double)n->mass_mg : n->mass_mg < 0 ? 1 : 0;
        parts[0] += m * n->picture.traced;
        parts[1] += m * n->picture.assumed;
        parts[2] += m * n->picture.unknown;
        mass += m;
    }
    if (mass == 0)
        parts[2] = 1;
    AK_TRY(share_of_doubles(out, parts, 3, c->a, err));
    basis_list b = {.a = c->a};
    AK_TRY(basis_add_statements(&b, c, p->sids, p->sids_n, err));
    for (size_t i = 0; i < p->nodes_n; i++) {
        if (p->nodes[i].picture.mix.edition)
            basis_add(&b, &p->nodes[i].picture.mix.first->src);
    }
    *basis = basis_done(&b, (double)out[0] / (double)SHARE_ONE);
    return AK_OK;
}

ak_code risk_products_table(view **out, size_t *left_out, against *also, ctx *c, risk_world *w, size_t most,
                            ak_err *err)
{
    const char **ids = NULL;
    size_t n = 0;
    AK_TRY(risk_top_products(&ids, &n, c, err));
    view *table = view_table(c->a, product_columns, sizeof product_columns / sizeof *product_columns);
    size_t drawn = most && most < n ? most : n;
    *left_out = n - drawn;
    for (size_t i = 0; i < drawn; i++) {
        state_subject subject;
        risk_picture *p = NULL;
        AK_TRY(state_subject_by_id(&subject, c, ids[i], err));
        AK_TRY(risk_picture_of(&p, c, w, &subject, c->year, err));
        int64_t shares[3];
        const view_basis *basis = NULL;
        AK_TRY(product_shares(shares, &basis, c, p, err));
        if (also)
            against_add_picture(also, p);
        view_row(table);
        view_cell(table, state_ref(c, ids[i]));
        view_cell(table, view_level(c->a, risk_level_words[p->level]));
        view_cell(table, p->nodes_n ? material_ref(c, &p->nodes[0]) : NULL);
        view_cell(table, p->nodes_n ? issue_word(c->a, p->tables, node_deciding(&p->nodes[0].picture)->issue)
                                    : NULL);
        for (int k = 0; k < 3; k++)
            view_cell(table, view_share(c->a, shares[k], basis));
    }
    *out = table;
    return AK_OK;
}
