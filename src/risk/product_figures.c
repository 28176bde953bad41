/* product_figures.c -- flow and map of a product. */
#include "risk/product_figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/sankey.h"
#include "base/worldmap.h"

double kg_of(int64_t mg)
{
    return mg < 0 ? 0 : (double)mg / 1e6;
}

/* Whole kilograms from 100 up, else three significant digits: what a drawing has room for. */
view *kg_view(arena *a, double kg, const view_basis *basis)
{
    int decimals = kg >= 100 || kg <= 0 ? 0 : kg >= 10 ? 1 : kg >= 1 ? 2 : 3;
    return view_decimal(a, arena_printf(a, "%.*f", decimals, kg), "kg", basis);
}

ak_code basis_of_picture(const view_basis **out, ctx *c, const risk_picture *p, ak_err *err)
{
    basis_list b = {.a = c->a};
    AK_TRY(basis_add_statements(&b, c, p->sids, p->sids_n, err));
    for (size_t i = 0; i < p->nodes_n; i++) {
        if (p->nodes[i].picture.mix.edition && p->nodes[i].picture.stage == RISK_EXTRACTION)
            basis_add(&b, &p->nodes[i].picture.mix.first->src);
    }
    *out = basis_done(&b, -1);
    return AK_OK;
}

risk_level part_level(const risk_model *m, const picture_node *n, const char *country)
{
    risk_level worst = RISK_LOW;
    for (int k = 0; k < RISK_ISSUES; k++) {
        const node_issue *i = &n->picture.issues[k];
        for (size_t q = 0; q < i->parts_n; q++) {
            const node_part *part = &i->parts[q];
            if (strcmp(part->country, country) != 0 || (!i->table && !part->incident))
                continue;
            double s[4];
            for (int h = 1; h <= 4; h++)
                s[h - 1] = part->lo >= h;
            risk_level level = level_of_shares(m, i->severity, s);
            if (level == RISK_LOW && part->lo < part->hi)
                level = RISK_UNKNOWN;
            worst = level_worse(worst, level);
        }
    }
    return worst;
}

/* ---- Flow ---- */

/* One line of the table and one band of the drawing: kilograms of a material from a country. */
typedef struct flow {
    const picture_node *node;
    const char *country; /* "" = not stated */
    double kg;
    int evidence_best; /* 0 = nobody says */
} flow;

typedef struct flow_list {
    flow *rows;
    size_t n;
} flow_list;

static void flow_add(flow_list *f, const picture_node *node, const char *country, double kg, int level)
{
    for (size_t i = 0; i < f->n; i++) {
        if (f->rows[i].node == node && strcmp(f->rows[i].country, country) == 0) {
            f->rows[i].kg += kg;
            f->rows[i].evidence_best = level < f->rows[i].evidence_best ? level : f->rows[i].evidence_best;
            return;
        }
    }
    f->rows[f->n++] = (flow){node, country, kg, level};
}

/* What somebody says of the mines; the rest, whatever the world's mix would put there, is not stated. */
static flow_list flows_of(arena *a, const risk_picture *p)
{
    size_t most = 1;
    for (size_t i = 0; i < p->nodes_n; i++)
        most += p->nodes[i].origins_n + 1;
    flow_list f = {ARENA_NEWS(a, flow, most), 0};
    for (size_t i = 0; i < p->nodes_n; i++) {
        const picture_node *n = &p->nodes[i];
        if (n->picture.stage != RISK_EXTRACTION || n->mass_mg <= 0)
            continue;
        const node_issue *any = &n->picture.issues[0];
        double kg = kg_of(n->mass_mg);
        double rest = kg;
        for (size_t k = 0; k < any->parts_n; k++) {
            const node_part *part = &any->parts[k];
            if (!part->origin || !part->country[0] || part->share <= 0)
                continue;
            const picture_origin *why = part->origin->payload;
            flow_add(&f, n, part->country, kg * part->share, (int)why->row->evidence);
            rest -= kg * part->share;
        }
        if (rest > kg * 1e-9)
            flow_add(&f, n, "", rest, 0);
    }
    return f;
}

typedef struct drawn_node {
    int layer;
    const char *id; /* country, material or part; "" = not stated */
} drawn_node;

typedef struct drawing {
    ctx *c;
    const risk_picture *p;
    drawn_node *ids;
    sankey_node *nodes;
    size_t nodes_n;
    sankey_link *links;
    size_t links_n;
    double *kg; /* by node */
} drawing;

static size_t node_at(drawing *d, int layer, const char *id)
{
    for (size_t i = 0; i < d->nodes_n; i++) {
        if (d->ids[i].layer == layer && strcmp(d->ids[i].id, id) == 0)
            return i;
    }
    size_t at = d->nodes_n++;
    d->ids[at] = (drawn_node){layer, id};
    d->nodes[at] = (sankey_node){.layer = layer, .level = "", .href = ""};
    return at;
}

static void link_add(drawing *d, size_t from, size_t to, double kg, bool unknown, int hue)
{
    if (kg <= 0)
        return;
    for (size_t i = 0; i < d->links_n; i++) {
        sankey_link *l = &d->links[i];
        if (l->from == from && l->to == to && l->unknown == unknown && l->hue == hue) {
            l->amount += kg;
            return;
        }
    }
    if (d->links_n < SANKEY_LINKS_MAX)
        d->links[d->links_n++] =
            (sankey_link){.from = from, .to = to, .amount = kg, .unknown = unknown, .hue = hue};
}

/* Colours for the first five materials by what is known of them; the rest is grey. */
static int hue_of(const risk_picture *p, const picture_node *node)
{
    int hue = 0;
    for (size_t i = 0; i < p->nodes_n; i++) {
        const picture_node *n = &p->nodes[i];
        if (n->picture.stage != RISK_EXTRACTION || n->mass_mg <= 0 || n->picture.traced <= 0)
            continue;
        hue++;
        if (n == node)
            return hue <= SANKEY_HUES ? hue : 0;
    }
    return 0;
}

static double traced_of(const picture_node *n)
{
    double traced = 0;
    const node_issue *any = &n->picture.issues[0];
    for (size_t k = 0; k < any->parts_n; k++)
        traced += any->parts[k].origin && any->parts[k].country[0] ? any->parts[k].share : 0;
    return traced > 1 ? 1 : traced;
}

/* Material to the part that holds it, part to product; a part that is the product itself needs no node. */
static void inner_links(drawing *d, const picture_node *n, int hue)
{
    const risk_picture *p = d->p;
    double told = traced_of(n);
    size_t material = node_at(d, 1, n->material_id);
    size_t product = node_at(d, 3, p->subject.canon_id);
    for (size_t i = 0; i < p->leaves_n; i++) {
        const picture_leaf *l = &p->leaves[i];
        bool ours =
            l->material >= 0 ? l->material == n->picture.material : strcmp(l->part, n->material_id) == 0;
        if (!ours || l->mass_mg <= 0)
            continue;
        double kg = kg_of(l->mass_mg);
        bool direct = strcmp(l->whole, p->subject.canon_id) == 0 || l->whole[0] == '\0';
        size_t part = direct ? product : node_at(d, 2, l->whole);
        link_add(d, material, part, kg * told, false, hue);
        link_add(d, material, part, kg * (1 - told), true, hue);
        if (!direct) {
            link_add(d, part, product, kg * told, false, 0);
            link_add(d, part, product, kg * (1 - told), true, 0);
        }
    }
}

static void label_nodes(drawing *d, const flow_list *f, const view_basis *basis)
{
    arena *a = d->c->a;
    for (size_t i = 0; i < d->links_n; i++) {
        const sankey_link *l = &d->links[i];
        size_t ends[2] = {l->from, l->to};
        for (int e = 0; e < 2; e++) {
            bool counts = d->ids[ends[e]].layer == 0 ? e == 0 : e == 1;
            d->kg[ends[e]] += counts ? l->amount : 0;
        }
    }
    for (size_t i = 0; i < d->nodes_n; i++) {
        sankey_node *n = &d->nodes[i];
        const char *id = d->ids[i].id;
        view *kg = kg_view(a, d->kg[i], basis);
        n->note = kg;
        if (d->ids[i].layer == 0 && !id[0]) {
            n->label = view_say(a, N_("Not stated"), (char *)NULL);
            n->unknown = true;
        } else if (d->ids[i].layer == 0) {
            risk_level worst = RISK_LOW;
            for (size_t k = 0; k < f->n; k++) {
                if (strcmp(f->rows[k].country, id) == 0)
                    worst = level_worse(worst, part_level(&d->p->tables->model, f->rows[k].node, id));
            }
            n->label = view_country(a, id);
            n->level = risk_level_words[worst];
        } else {
            n->label = state_ref(d->c, id);
        }
    }
}

static const view_column flow_columns[] = {
    {"country",  N_("Country"),               VIEW_WORD,    ""  },
    {"material", N_("Material"),              VIEW_REF,     ""  },
    {"mass",     N_("Mass"),                  VIEW_DECIMAL, "kg"},
    {"share",    N_("Share of the material"), VIEW_SHARE,   ""  },
    {"evidence", N_("Evidence"),              VIEW_WORD,    ""  },
    {"level",    N_("Level of the country"),  VIEW_WORD,    ""  },
};

static view *flow_table(ctx *c, const risk_picture *p, const flow_list *f, const view_basis *basis)
{
    arena *a = c->a;
    view *table = view_table(a, flow_columns, sizeof flow_columns / sizeof *flow_columns);
    for (size_t i = 0; i < f->n; i++) {
        const flow *r = &f->rows[i];
        bool told = r->country[0] != '\0';
        view_row(table);
        view_cell(table, told ? view_country(a, r->country) : view_word(a, "unknown", N_("unknown")));
        view_cell(table, material_ref(c, r->node));
        view_cell(table, kg_view(a, r->kg, basis));
        view_cell(table, view_share(a, llround(r->kg / kg_of(r->node->mass_mg) * (double)SHARE_ONE), basis));
        view_cell(table, told ? evidence_view(a, r->evidence_best) : NULL);
        view_cell(table,
                  told ? view_level(a, risk_level_words[part_level(&p->tables->model, r->node, r->country)])
                       : NULL);
    }
    return table;
}

static drawing drawing_new(ctx *c, const risk_picture *p, const flow_list *f)
{
    size_t most = f->n + p->nodes_n + p->leaves_n + 4;
    return (drawing){
        .c = c,
        .p = p,
        .ids = ARENA_NEWS(c->a, drawn_node, most),
        .nodes = ARENA_NEWS(c->a, sankey_node, most),
        .links = ARENA_NEWS(c->a, sankey_link, SANKEY_LINKS_MAX),
        .kg = ARENA_NEWS(c->a, double, most),
    };
}

static const sankey *flow_drawing(drawing *d, const flow_list *f, const view_basis *basis, view *describe)
{
    arena *a = d->c->a;
    for (size_t i = 0; i < f->n; i++) {
        const flow *r = &f->rows[i];
        size_t from = node_at(d, 0, r->country);
        link_add(d, from, node_at(d, 1, r->node->material_id), r->kg, !r->country[0], hue_of(d->p, r->node));
    }
    for (size_t i = 0; i < d->p->nodes_n; i++) {
        const picture_node *n = &d->p->nodes[i];
        if (n->picture.stage == RISK_EXTRACTION && n->mass_mg > 0) {
            inner_links(d, n, hue_of(d->p, n));
            d->nodes[node_at(d, 1, n->material_id)].hue = hue_of(d->p, n);
        }
    }
    label_nodes(d, f, basis);
    const view **layers = ARENA_NEWS(a, const view *, 4);
    layers[0] = view_say(a, N_("Country of the mine"), (char *)NULL);
    layers[1] = view_say(a, N_("Material"), (char *)NULL);
    layers[2] = view_say(a, N_("Part"), (char *)NULL);
    layers[3] = view_say(a, N_("Product"), (char *)NULL);
    sankey *s = ARENA_NEW(a, sankey);
    *s = (sankey){.nodes = d->nodes,
                  .nodes_n = d->nodes_n,
                  .links = d->links,
                  .links_n = d->links_n,
                  .layers = layers,
                  .layers_n = 4,
                  .describe = describe};
    return s;
}

ak_code origin_figure(view **out, ctx *c, const risk_picture *p, ak_err *err)
{
    arena *a = c->a;
    *out = NULL;
    const view_basis *basis = NULL;
    AK_TRY(basis_of_picture(&basis, c, p, err));
    flow_list f = flows_of(a, p);
    if (f.n == 0)
        return AK_OK;
    double all = 0;
    double unknown = 0;
    for (size_t i = 0; i < f.n; i++) {
        all += f.rows[i].kg;
        unknown += f.rows[i].country[0] ? 0 : f.rows[i].kg;
    }
    view *share = view_share(a, llround(unknown / all * (double)SHARE_ONE), basis);
    view *title = view_say(a, N_("Of {share} of the materials nobody says where they were mined"), "share",
                           share, (char *)NULL);
    view *note = view_say(a,
                          N_("Kilograms in one, from the country of the mine to the product; hatched is not "
                             "known. {unknown} of {all} are not stated."),
                          "unknown", kg_view(a, unknown, basis), "all", kg_view(a, all, basis), (char *)NULL);
    drawing d = drawing_new(c, p, &f);
    const sankey *s = flow_drawing(&d, &f, basis, note);
    *out = view_figure(a, "flow", title, note, sankey_draw, s, flow_table(c, p, &f, basis));
    return AK_OK;
}

/* ---- Map ---- */

static bool in_product(const risk_picture *p, str id)
{
    if (str_is(id, p->subject.canon_id) || str_is(id, p->subject.id))
        return true;
    for (size_t i = 0; i < p->leaves_n; i++) {
        str rest = str_of(p->leaves[i].path);
        while (rest.n) { /* ids parted by " > " */
            str one = str_trim(str_cut(&rest, '>'));
            if (str_eq(one, id))
                return true;
        }
    }
    return false;
}

static bool names_site(const risk_picture *p, const trace_sites_row *site)
{
    for (size_t i = 0; i < p->known->supplies_n; i++) {
        const trace_supplies_row *y = &p->known->supplies[i];
        if (str_eq(y->origin, site->id) && (in_product(p, y->recipient) || in_product(p, y->item)))
            return true;
    }
    return false;
}

static worldmap_shape shape_of(const trace_site_roles_row *roles, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        str r = roles[i].role;
        if (str_is(r, "mine") || str_is(r, "brine"))
            return WORLDMAP_MINE;
        if (str_is(r, "smelter") || str_is(r, "refinery") || str_is(r, "processing_plant"))
            return WORLDMAP_PROCESSING;
        if (str_is(r, "factory") || str_is(r, "assembly"))
            return WORLDMAP_FACTORY;
    }
    return WORLDMAP_OTHER;
}

static view *shape_word(arena *a, worldmap_shape shape)
{
    static const char *const codes[] = {"mine", "processing", "factory", "other"};
    static const char *const words[] = {N_("mine"), N_("processing"), N_("factory"), N_("other")};
    return view_word(a, codes[shape], words[shape]);
}

static const view_column site_columns[] = {
    {"number",   N_("No"),                   VIEW_INT,  ""},
    {"site",     N_("Site"),                 VIEW_REF,  ""},
    {"country",  N_("Country"),              VIEW_WORD, ""},
    {"role",     N_("Role"),                 VIEW_WORD, ""},
    {"level",    N_("Level of the country"), VIEW_WORD, ""},
    {"evidence", N_("Evidence"),             VIEW_WORD, ""},
};

/* Level of a country for the mines and plants of what is in the product: the worst over the nodes that a
 * link or the mix puts there. */
static risk_level country_level(const risk_picture *p, const char *country, bool *seen)
{
    risk_level worst = RISK_LOW;
    *seen = false;
    for (size_t i = 0; i < p->nodes_n; i++) {
        const node_issue *any = &p->nodes[i].picture.issues[0];
        for (size_t k = 0; k < any->parts_n; k++) {
            if (any->parts[k].origin && strcmp(any->parts[k].country, country) == 0) {
                *seen = true;
                worst = level_worse(worst, part_level(&p->tables->model, &p->nodes[i], country));
            }
        }
    }
    return worst;
}

static void country_put(worldmap_country *list, size_t *n, const risk_picture *p, const char *country)
{
    for (size_t i = 0; i < *n; i++) {
        if (strcmp(list[i].iso3, country) == 0)
            return;
    }
    bool seen = false;
    risk_level level = country_level(p, country, &seen);
    if (seen)
        list[(*n)++] = (worldmap_country){country, risk_level_words[level]};
}

static void site_put(worldmap_site *out, view *table, ctx *c, const risk_picture *p,
                     const trace_sites_row *row, size_t number)
{
    arena *a = c->a;
    size_t roles_n = 0;
    const trace_site_roles_row *roles = known_roles(p->known, row, &roles_n);
    worldmap_shape shape = shape_of(roles, roles_n);
    bool placed = row->has_coordinates_lat && row->has_coordinates_lon;
    const char *id = str_c(a, row->id);
    const char *country = str_c(a, row->country);
    bool seen = false;
    risk_level level = country_level(p, country, &seen);
    *out = (worldmap_site){
        .latitude = placed ? (double)row->coordinates_lat / 1e6 : NAN,
        .longitude = placed ? (double)row->coordinates_lon / 1e6 : NAN,
        .shape = shape,
        .name = view_say(a, N_("{site}, {country}"), "site", state_ref(c, id), "country",
                         view_country(a, country), (char *)NULL),
        .note = shape_word(a, shape),
        .href = "",
    };
    view_row(table);
    view_cell(table, view_int(a, (int64_t)number));
    view_cell(table, state_ref(c, id));
    view_cell(table, view_country(a, country));
    view_cell(table, shape_word(a, shape));
    view_cell(table, seen ? view_level(a, risk_level_words[level]) : NULL);
    view_cell(table, evidence_view(a, row->evidence));
}

ak_code sites_figure(view **out, ctx *c, const risk_picture *p, ak_err *err)
{
    (void)err;
    arena *a = c->a;
    const known *k = p->known;
    worldmap *map = ARENA_NEW(a, worldmap);
    worldmap_site *sites = ARENA_NEWS(a, worldmap_site, k->sites_n + 1);
    worldmap_country *countries = ARENA_NEWS(a, worldmap_country, k->sites_n + k->supplies_n + 1);
    view *table = view_table(a, site_columns, sizeof site_columns / sizeof *site_columns);
    for (size_t i = 0; i < k->sites_n; i++) {
        if (!names_site(p, &k->sites[i]))
            continue;
        site_put(&sites[map->sites_n], table, c, p, &k->sites[i], map->sites_n + 1);
        map->sites_n++;
        country_put(countries, &map->countries_n, p, str_c(a, k->sites[i].country));
    }
    size_t high = 0;
    for (size_t i = 0; i < map->countries_n; i++)
        high += strcmp(countries[i].level, "high") == 0;
    map->sites = sites;
    map->countries = countries;
    view *title =
        view_say_n(a, (int64_t)map->sites_n,
                   N_("{sites} site is named. Countries of origin with high risk: {high} of {countries}"),
                   N_("{sites} sites are named. Countries of origin with high risk: {high} of {countries}"),
                   "sites", view_int(a, (int64_t)map->sites_n), "high", view_int(a, (int64_t)high),
                   "countries", view_int(a, (int64_t)map->countries_n), (char *)NULL);
    map->describe = title;
    view *note = view_say(a,
                          N_("The shape says what a site is, the fill what is at stake in its country for "
                             "what comes from there."),
                          (char *)NULL);
    *out = map->sites_n ? view_figure(a, "map", title, note, worldmap_draw, map, table) : NULL;
    return AK_OK;
}
