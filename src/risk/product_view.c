/* product_view.c -- a product on one page. */
#include "risk/product_view.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "risk/product_figures.h"
#include "risk/risk_view.h"
#include "risk/rules.h"

/* ---- What it is made of ---- */

static const view_column composition_columns[] = {
    {"material", N_("Material"),       VIEW_REF,     ""  },
    {"in",       N_("In"),             VIEW_REF,     ""  },
    {"where",    N_("Where"),          VIEW_TEXT,    ""  },
    {"mass",     N_("Mass"),           VIEW_DECIMAL, "kg"},
    {"share",    N_("Of the product"), VIEW_SHARE,   ""  },
    {"evidence", N_("Evidence"),       VIEW_WORD,    ""  },
};

static ak_code composition_view(view **out, ctx *c, const risk_picture *p, const view_basis *basis,
                                ak_err *err)
{
    (void)err;
    arena *a = c->a;
    view *table =
        view_table(a, composition_columns, sizeof composition_columns / sizeof *composition_columns);
    double named = 0;
    for (size_t i = 0; i < p->leaves_n; i++) {
        const picture_leaf *l = &p->leaves[i];
        double share = p->mass_mg > 0 && l->mass_mg > 0 ? (double)l->mass_mg / (double)p->mass_mg : 0;
        named += share;
        view_row(table);
        view_cell(table, state_ref(c, l->part));
        view_cell(table, l->whole[0] ? state_ref(c, l->whole) : NULL);
        view_cell(table, l->row && l->row->where_in.n ? view_text(a, l->row->where_in) : NULL);
        view_cell(table, mass_view(a, l->mass_mg, basis));
        view_cell(table, share > 0 ? view_share(a, llround(share * (double)SHARE_ONE), basis) : NULL);
        view_cell(table, l->row ? evidence_view(a, l->row->evidence) : NULL);
    }
    if (p->mass_mg > 0)
        view_caption(
            table,
            view_say(
                a,
                N_("Of {mass}, {share} is named down to a material; what the rest is made of nobody says."),
                "mass", mass_view(a, p->mass_mg, basis), "share",
                view_share(a, llround((named < 1 ? named : 1) * (double)SHARE_ONE), basis), (char *)NULL));
    *out = table;
    return AK_OK;
}

/* ---- Then and now ---- */

static const view_column change_columns[] = {
    {"material",       N_("Material"),          VIEW_REF,   ""},
    {"stage",          N_("Stage"),             VIEW_WORD,  ""},
    {"then_year",      N_("Then"),              VIEW_TEXT,  ""},
    {"then_country",   N_("Largest then"),      VIEW_WORD,  ""},
    {"then_share",     N_("Share then"),        VIEW_SHARE, ""},
    {"now_year",       N_("Now"),               VIEW_TEXT,  ""},
    {"now_country",    N_("Largest now"),       VIEW_WORD,  ""},
    {"now_share",      N_("Share now"),         VIEW_SHARE, ""},
    {"then_now_share", N_("The first one now"), VIEW_SHARE, ""},
};

static const mix_part *largest(const mix *m)
{
    const mix_part *best = &m->parts[0];
    for (size_t i = 1; i < m->n; i++) {
        if (m->parts[i].share > best->share)
            best = &m->parts[i];
    }
    return best;
}

static view *mix_share(arena *a, double share, const mix *m)
{
    basis_list b = {.a = a};
    basis_add(&b, &m->first->src);
    return view_share(a, llround(share * (double)SHARE_ONE), basis_done(&b, -1));
}

/* The oldest and the newest mix of each material's mines and plants, where there are two. */
static view *change_view(ctx *c, const risk_picture *p)
{
    arena *a = c->a;
    view *table = view_table(a, change_columns, sizeof change_columns / sizeof *change_columns);
    for (size_t i = 0; i < p->nodes_n; i++) {
        const picture_node *n = &p->nodes[i];
        mix *list = NULL;
        size_t count = mix_editions(&list, a, p->tables, n->picture.material, n->picture.stage);
        if (count < 2)
            continue;
        const mix *then = &list[0];
        const mix *now = &list[count - 1];
        const mix_part *first = largest(then);
        const mix_part *last = largest(now);
        const mix_part *first_now = mix_find(now, first->country);
        view_row(table);
        view_cell(table, material_ref(c, n));
        view_cell(table, stage_word(a, n->picture.stage));
        view_cell(table, view_text_c(a, then->first->src.year_text));
        view_cell(table, view_country(a, first->country));
        view_cell(table, mix_share(a, first->share, then));
        view_cell(table, view_text_c(a, now->first->src.year_text));
        view_cell(table, view_country(a, last->country));
        view_cell(table, mix_share(a, last->share, now));
        view_cell(table, first_now ? mix_share(a, first_now->share, now) : NULL);
    }
    return table;
}

/* ---- Availability ---- */

static const view_column availability_columns[] = {
    {"material", N_("Material"),            VIEW_REF,     ""},
    {"critical", N_("Critical"),            VIEW_BOOL,    ""},
    {"sr",       N_("Supply risk"),         VIEW_DECIMAL, ""},
    {"ei",       N_("Economic importance"), VIEW_DECIMAL, ""},
    {"of",       N_("Assessed as"),         VIEW_WORD,    ""},
    {"year",     N_("Year"),                VIEW_INT,     ""},
};

static view *availability_table(ctx *c, const risk_picture *p)
{
    arena *a = c->a;
    view *table =
        view_table(a, availability_columns, sizeof availability_columns / sizeof *availability_columns);
    for (size_t i = 0; i < p->nodes_n; i++) {
        const picture_node *n = &p->nodes[i];
        const availability *v = &n->picture.availability;
        if (n->picture.stage != RISK_EXTRACTION || !v->known)
            continue;
        basis_list b = {.a = a};
        basis_add(&b, &v->sr_row->src);
        const view_basis *basis = basis_done(&b, -1);
        view_row(table);
        view_cell(table, material_ref(c, n));
        view_cell(table, view_bool(a, v->critical));
        view_cell(table, view_decimal(a, v->sr_row->value_text, "", basis));
        view_cell(table, view_decimal(a, v->ei_row->value_text, "", basis));
        view_cell(table, material_word(a, p->tables, v->group));
        view_cell(table, view_year(a, v->sr_row->src.year));
    }
    return table;
}

/* ---- Why ---- */

static bool says_something(const node_issue *i)
{
    return i->table || i->said;
}

static view *reason_of(ctx *c, const risk_picture *p, const node_issue *i, const view_basis *basis)
{
    arena *a = c->a;
    if (i->level.shown == RISK_UNKNOWN)
        return view_say(a, N_("{share} cannot be judged; it could be {highest}."), "share",
                        view_share(a, llround(i->x.unknown * (double)SHARE_ONE), basis), "highest",
                        view_level(a, risk_level_words[i->level.upper]), (char *)NULL);
    int seen = i->level.class_seen;
    double share = seen ? i->x.s[seen - 1] : 0;
    if (seen == 0)
        return view_say(a, N_("Little found; {share} cannot be judged."), "share",
                        view_share(a, llround(i->x.unknown * (double)SHARE_ONE), basis), (char *)NULL);
    return view_say(a,
                    i->near_line ? N_("Severity {severity} of 3; {share} is {hazard}. Near the line.")
                                 : N_("Severity {severity} of 3; {share} is {hazard}."),
                    "severity", view_int(a, i->severity), "share",
                    view_share(a, llround(share * (double)SHARE_ONE), basis), "hazard",
                    hazard_word(a, &p->tables->model, i), (char *)NULL);
}

/* One entry a row of the matrix, with the issues of which anything is said and the way to all rows. */
static ak_code why_view(view **out, ctx *c, const risk_picture *p, ak_err *err)
{
    arena *a = c->a;
    view *list = view_list(a);
    for (size_t i = 0; i < p->nodes_n; i++) {
        const picture_node *n = &p->nodes[i];
        if (!n->picture.mix.edition && n->origins_n == 0)
            continue;
        const view_basis *basis = NULL;
        AK_TRY(basis_of_node(&basis, c, p, n, err));
        view *v = view_map(a);
        char *id = arena_printf(a, "why-%s-%s", n->material_name, risk_stage_words[n->picture.stage]);
        for (char *s = id; *s; s++)
            *s = *s == ' ' ? '-' : *s;
        view_put(v, "id", view_text_c(a, id));
        view_put_label(v, "material", N_("Material"), material_ref(c, n));
        view_put_label(v, "material_name", N_("Name in the tables"), view_text_c(a, n->material_name));
        view_put_label(v, "stage", N_("Stage"), stage_word(a, n->picture.stage));
        view_put_label(v, "level", N_("Level"), view_level(a, risk_level_words[n->picture.level]));
        int64_t shares[3];
        three_shares(shares, &n->picture, a);
        view_put_label(v, "traced_share", N_("Traced"), view_share(a, shares[0], basis));
        view_put_label(v, "assumed_share", N_("Assumed"), view_share(a, shares[1], basis));
        view_put_label(v, "unknown_share", N_("Unknown"), view_share(a, shares[2], basis));
        view *origins = NULL;
        AK_TRY(origins_view(&origins, c, p, n, basis, err));
        view_put_label(v, "origins", N_("Where it comes from"), origins);
        view *issues = view_list(a);
        for (int k = 0; k < RISK_ISSUES; k++) {
            const node_issue *issue = &n->picture.issues[k];
            if (!says_something(issue))
                continue;
            view *w = view_map(a);
            view_put_label(w, "issue", N_("Issue"), issue_word(a, p->tables, issue->issue));
            view_put_label(w, "level", N_("Level"), view_level(a, risk_level_words[issue->level.shown]));
            view_put_label(w, "reason", N_("Why"), reason_of(c, p, issue, basis));
            view_add(issues, w);
        }
        view_put_label(v, "issues", N_("Issues"), issues);
        view_add(list, v);
    }
    *out = list;
    return AK_OK;
}

/* ---- The page ---- */

static ak_code figures_put(view *v, ctx *c, const risk_picture *p, ak_err *err)
{
    view *figure = NULL;
    AK_TRY(origin_figure(&figure, c, p, err));
    view_put_label(v, "origin", N_("Where it comes from"), figure);
    AK_TRY(sites_figure(&figure, c, p, err));
    view_put_label(v, "sites", N_("The sites of the chain"), figure);
    AK_TRY(matrix_figure(&figure, c, p, err));
    view_put_label(v, "matrix", N_("What is at stake"), figure);
    AK_TRY(evidence_figure(&figure, c, p, err));
    view_put_label(v, "evidence", N_("How sure we are"), figure);
    return AK_OK;
}

static ak_code page_of(view **out, ctx *c, const risk_picture *p, ak_err *err)
{
    arena *a = c->a;
    const view_basis *basis = NULL;
    AK_TRY(basis_of_picture(&basis, c, p, err));
    view *risk = NULL;
    AK_TRY(risk_picture_view(&risk, c, p, err));
    view *v = view_map(a);
    static const char *const kept[] = {"subject", "answer", "level", "as_of", "year", "tables"};
    static const char *const labels[] = {N_("Product"),
                                         N_("Answer"),
                                         N_("Level"),
                                         N_("As of"),
                                         N_("Tables of the year"),
                                         N_("Digest of the tables")};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        view_put_label(v, kept[i], labels[i], (view *)(uintptr_t)view_get(risk, kept[i]));
    view_put(v, "name", view_text_c(a, p->subject.name));
    view_put_label(v, "mass_kg", N_("Mass of one"), mass_view(a, p->mass_mg, basis));
    int64_t shares[3];
    const view_basis *of_shares = NULL;
    AK_TRY(product_shares(shares, &of_shares, c, p, err));
    view_put_label(v, "traced_share", N_("Traced"), view_share(a, shares[0], of_shares));
    view_put_label(v, "assumed_share", N_("Assumed"), view_share(a, shares[1], of_shares));
    view_put_label(v, "unknown_share", N_("Unknown"), view_share(a, shares[2], of_shares));
    AK_TRY(figures_put(v, c, p, err));
    view *part = NULL;
    AK_TRY(composition_view(&part, c, p, basis, err));
    view_put_label(v, "composition", N_("What it is made of"), part);
    view_put_label(v, "then_and_now", N_("Then and now"), change_view(c, p));
    view_put_label(v, "availability", N_("Availability, apart from risk"), availability_table(c, p));
    AK_TRY(why_view(&part, c, p, err));
    view_put_data(v, "why", part);
    static const char *const tail[] = {"judgements", "about_model", "editions", "rests_on"};
    static const char *const tail_labels[] = {N_("What others think, beside the model"),
                                              N_("What to know about these levels"), N_("Tables"),
                                              N_("Rests on")};
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++)
        view_put_label(v, tail[i], tail_labels[i], (view *)(uintptr_t)view_get(risk, tail[i]));
    *out = v;
    return AK_OK;
}

ak_code product_view(view **out, ctx *c, const args *g, ak_err *err)
{
    state_subject subject;
    const char **several = NULL;
    size_t n = 0;
    const char *id = args_get(g, "id");
    ak_code code = risk_subject_meant(&subject, &several, &n, c, id, err);
    bool none =
        code == AK_E_NOTFOUND && c->page_rows && !(id && id[0]); /* the menu leads here: a page, no error */
    if (code != AK_OK && !none)
        return code;
    if (n > 0 || none) {
        view *v = view_map(c->a);
        view *table = NULL;
        risk_world *all = NULL;
        AK_TRY(risk_world_load(&all, c, err));
        size_t left_out;
        AK_TRY(risk_products_table(&table, &left_out, NULL, c, all, 0, err));
        view_put_label(v, "products", N_("Products"), table);
        view_put_data(v, "products_n", view_int(c->a, (int64_t)n));
        *out = v;
        return AK_OK;
    }
    risk_world *w = NULL;
    AK_TRY(risk_world_load(&w, c, err));
    risk_picture *p = NULL;
    AK_TRY(risk_picture_of(&p, c, w, &subject, c->year, err));
    return page_of(out, c, p, err);
}
