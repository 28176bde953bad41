/* picture_of.c -- the risk picture of a product, material or lot, from the record. */
#include "risk/picture_of.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/country.h"
#include "base/decimal.h"
#include "risk/age.h"
#include "risk/incident.h"
#include "risk/rules.h"
#include "risk/world.h"
#include "trace/material.h"

#define PARTS_DEPTH_MAX KNOWN_DEPTH_MAX
#define LEAVES_MAX      2000
#define HOLDERS_MAX     128

typedef struct explode {
    ctx *c;
    risk_world *w;
    risk_picture *out;
    str whole[PARTS_DEPTH_MAX]; /* subject first */
    size_t depth;
    holder *holders; /* by leaf: HOLDERS_MAX each */
    size_t *holders_n;
    size_t leaves_cap;
    int64_t *sids;
    size_t sids_n, sids_cap;
    trace_world *events; /* of the lot asked about; NULL = none, or no lot */
    uint32_t lot;        /* its thing there */
} explode;

static void rests_on(explode *x, int64_t sid)
{
    if (x->sids_n == x->sids_cap) {
        size_t cap = x->sids_cap ? 2 * x->sids_cap : 64;
        int64_t *p = ARENA_NEWS(x->c->a, int64_t, cap);
        if (x->sids_n)
            memcpy(p, x->sids, x->sids_n * sizeof *p);
        x->sids = p;
        x->sids_cap = cap;
    }
    x->sids[x->sids_n++] = sid;
}

/* ---- Holders: who may have said where a material in a part comes from ---- */

static void holder_add(holder *list, size_t *n, str id, double weight, int distance)
{
    for (size_t i = 0; i < *n; i++) {
        if (str_eq(list[i].id, id))
            return;
    }
    if (*n < HOLDERS_MAX)
        list[(*n)++] = (holder){id, weight, distance};
}

/* Whoever supplies the part to one of the wholes around it, and who runs that place. */
static void suppliers_add(holder *list, size_t *n, const explode *x, str part, size_t around, int distance)
{
    const known *k = x->w->known;
    for (int64_t i = known_first(&k->supply_of, part); i >= 0; i = k->supply_of.next[i]) {
        const trace_supplies_row *row = &k->supplies[i];
        bool ours = false;
        for (size_t d = 0; d < around; d++)
            ours |= str_eq(row->recipient, x->whole[d]);
        if (!ours)
            continue;
        double weight = row->has_share_ppb ? (double)row->share_ppb / 1e9 : 1;
        const trace_sites_row *site = known_site(k, row->origin);
        holder_add(list, n, row->origin, weight, distance);
        if (site && site->operated_by.n)
            holder_add(list, n, site->operated_by, weight, distance + 1);
    }
}

static size_t holders_of(holder *list, const explode *x)
{
    size_t n = 0;
    int distance = 0;
    for (size_t d = x->depth; d-- > 0;) {
        str whole = x->whole[d];
        const trace_products_row *p = known_product(x->w->known, whole);
        holder_add(list, &n, whole, 1, distance++);
        suppliers_add(list, &n, x, whole, d, distance);
        distance += 2;
        if (p && p->manufacturer.n)
            holder_add(list, &n, p->manufacturer, 1, distance++);
    }
    return n;
}

/* ---- Parts ---- */

static const char *path_text(const explode *x)
{
    buf b = buf_new(x->c->a, 0);
    for (size_t d = 0; d < x->depth; d++) {
        if (d)
            buf_add_c(&b, " > ");
        buf_add_str(&b, x->whole[d]);
    }
    return b.p;
}

static void leaf_add(explode *x, const trace_compositions_row *row, str part, int64_t mass_mg)
{
    risk_picture *p = x->out;
    if (p->leaves_n == LEAVES_MAX)
        return;
    if (p->leaves_n == x->leaves_cap) {
        size_t cap = x->leaves_cap ? 2 * x->leaves_cap : 32;
        picture_leaf *leaves = ARENA_NEWS(x->c->a, picture_leaf, cap);
        holder *holders = ARENA_NEWS(x->c->a, holder, cap * HOLDERS_MAX);
        size_t *holders_n = ARENA_NEWS(x->c->a, size_t, cap);
        if (p->leaves_n) {
            memcpy(leaves, p->leaves, p->leaves_n * sizeof *leaves);
            memcpy(holders, x->holders, p->leaves_n * HOLDERS_MAX * sizeof *holders);
            memcpy(holders_n, x->holders_n, p->leaves_n * sizeof *holders_n);
        }
        p->leaves = leaves;
        x->holders = holders;
        x->holders_n = holders_n;
        x->leaves_cap = cap;
    }
    assert(p->leaves && x->holders && x->holders_n);
    size_t at = p->leaves_n++;
    p->leaves[at] = (picture_leaf){
        .row = row,
        .whole = x->depth ? str_c(x->c->a, x->whole[x->depth - 1]) : "",
        .part = str_c(x->c->a, part),
        .path = path_text(x),
        .material = world_material(x->w, part),
        .mass_mg = mass_mg,
    };
    x->holders_n[at] = holders_of(x->holders + at * HOLDERS_MAX, x);
}

/* mass x of part in one whole, for `held` of the whole's own mass: held / whole * x, rounded to the mg. */
static int64_t in_proportion(int64_t held_mg, int64_t whole_mg, int64_t part_mg)
{
    if (held_mg < 0 || whole_mg <= 0 || part_mg < 0)
        return -1;
    decimal_wide wide = decimal_divide_even((decimal_wide)held_mg * part_mg, whole_mg);
    return wide > INT64_MAX ? -1 : (int64_t)wide;
}

static bool around(const explode *x, str id)
{
    for (size_t d = 0; d < x->depth; d++) {
        if (str_eq(x->whole[d], id))
            return true;
    }
    return false;
}

/* How much of a whole is in one of the subject: held / of; held -1 = nobody knows. */
typedef struct amount_of {
    int64_t held, of;
} amount_of;

#define ONE_PIECE 1000000 /* of what is counted in pieces: any mass will do */

/* By mass where the part's own mass is stated; else by pieces; else by the sum of its own parts, if that can
 * be all of it.  A pack of 300 kg of which 38 kg are listed says neither how many packs nor how much more of
 * each. */
static amount_of amount_of_part(const known *k, const trace_compositions_row *row, amount_of whole)
{
    const trace_products_row *p = known_product(k, row->part);
    int64_t mg = in_proportion(whole.held, whole.of, row->has_mass_mg ? row->mass_mg : -1);
    if (mg >= 0 && p && p->has_mass_mg && p->mass_mg > 0)
        return (amount_of){mg, p->mass_mg};
    if (row->has_pieces && row->pieces > 0 && row->pieces <= INT64_MAX / ONE_PIECE)
        return (amount_of){in_proportion(whole.held, whole.of, row->pieces * ONE_PIECE), ONE_PIECE};
    int64_t sum = known_product_mass_mg(k, row->part);
    return mg >= 0 && sum > 0 && known_listed_whole(mg, sum) ? (amount_of){mg, sum} : (amount_of){-1, 1};
}

static void parts_of(explode *x, str whole, amount_of amount)
{
    const known *k = x->w->known;
    if (x->depth == PARTS_DEPTH_MAX || around(x, whole))
        return; /* a part that holds itself: reported by trace, not followed for ever */
    x->whole[x->depth++] = whole;
    for (int64_t i = known_first(&k->parts_of, whole); i >= 0; i = k->parts_of.next[i]) {
        const trace_compositions_row *row = &k->compositions[i];
        rests_on(x, row->sid);
        if (world_is_material(x->w, row->part))
            leaf_add(x, row, row->part,
                     in_proportion(amount.held, amount.of, row->has_mass_mg ? row->mass_mg : -1));
        else
            parts_of(x, row->part, amount_of_part(k, row, amount));
    }
    x->depth--;
}

/* ---- Origins of a node: its leaves pooled ---- */

static bool same_origins(const origin_list *a, const origin_list *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        const picture_origin *p = a->rows[i].payload;
        const picture_origin *q = b->rows[i].payload;
        if (p->row != q->row || a->rows[i].share != b->rows[i].share)
            return false;
    }
    return true;
}

typedef struct pooled {
    node_origin *rows;
    size_t n;
} pooled;

/* ---- Origins of a lot: what its events say goes before any link ---- */

typedef struct sought {
    const risk_world *w;
    const char *id;
    int material; /* of the tables; -1 = none */
} sought;

static bool is_sought(const void *payload, str made_as)
{
    const sought *s = payload;
    return str_is(made_as, s->id) || (s->material >= 0 && world_material(s->w, made_as) == s->material);
}

/* The lot's own history in the shape of a link: from that place, to this lot. */
static ak_code lot_link(trace_supplies_row **out, explode *x, const trace_material_origin *o,
                        const sought *material, ak_err *err)
{
    state_statement s = {0};
    if (o->place.sid)
        AK_TRY(state_statement_by_sid(&s, x->c, o->place.sid, err));
    *out = ARENA_NEW(x->c->a, trace_supplies_row);
    **out = (trace_supplies_row){.item = str_of(material->id),
                                 .origin = o->place.id,
                                 .recipient = str_of(x->out->subject.id),
                                 .share_ppb = llround(o->share * 1e9),
                                 .has_share_ppb = true,
                                 .sid = o->place.sid,
                                 .evidence = s.evidence};
    return AK_OK;
}

/* Nothing where the events do not speak of this material at this stage. */
static ak_code lot_origins(origin_list *out, explode *x, const char *id, int material, risk_stage stage,
                           ak_err *err)
{
    if (!x->events || stage > RISK_MANUFACTURE)
        return AK_OK;
    static const known_stage of[] = {[RISK_EXTRACTION] = KNOWN_EXTRACTION,
                                     [RISK_PROCESSING] = KNOWN_PROCESSING,
                                     [RISK_MANUFACTURE] = KNOWN_MANUFACTURE};
    sought is = {x->w, id, material};
    trace_material_test test = {is_sought, &is};
    trace_material m;
    trace_material_of(&m, x->c->a, x->events, x->lot, str_of(x->out->subject.id), &test, of[stage]);
    for (size_t i = 0; i < m.n; i++) {
        trace_supplies_row *link;
        AK_TRY(lot_link(&link, x, &m.origins[i], &is, err));
        origin_of_link(out, x->c->a, x->w, material, stage, link, m.origins[i].share);
    }
    return AK_OK;
}

/* Leaves weigh by their mass.  Where a mass is not known and the leaves have different origins, nobody knows
 * the amounts: what is named is kept, its share is not. */
static ak_code pool_origins(pooled *out, explode *x, const size_t *leaves, size_t n, int material,
                            risk_stage stage, ak_err *err)
{
    arena *a = x->c->a;
    origin_list lot = {0};
    AK_TRY(lot_origins(&lot, x, x->out->leaves[leaves[0]].part, material, stage, err));
    *out = (pooled){lot.rows, lot.n};
    if (lot.n)
        return AK_OK;
    origin_list *lists = ARENA_NEWS(a, origin_list, n);
    double total = 0;
    bool weighed = true;
    bool same = true;
    size_t most = 0;
    for (size_t i = 0; i < n; i++) {
        const picture_leaf *l = &x->out->leaves[leaves[i]];
        origins_of(&lists[i], a, x->w, str_of(l->part), material, stage, x->holders + leaves[i] * HOLDERS_MAX,
                   x->holders_n[leaves[i]]);
        weighed &= l->mass_mg >= 0;
        total += l->mass_mg > 0 ? (double)l->mass_mg : 0;
        same &= i == 0 || same_origins(&lists[0], &lists[i]);
        most += lists[i].n;
    }
    if (same && n) {
        *out = (pooled){lists[0].rows, lists[0].n};
        return AK_OK;
    }
    pooled p = {ARENA_NEWS(a, node_origin, most + 1), 0};
    for (size_t i = 0; i < n; i++) {
        double mass = (double)x->out->leaves[leaves[i]].mass_mg;
        for (size_t k = 0; k < lists[i].n; k++) {
            node_origin *o = &p.rows[p.n++];
            *o = lists[i].rows[k];
            if (weighed && total > 0)
                o->share *= mass / total;
            else
                o->unquantified = true;
        }
    }
    *out = p;
    return AK_OK;
}

/* ---- Incidents ---- */

static bool names_material(const explode *x, const world_incident *i, const picture_node *node)
{
    for (size_t k = 0; k < i->goods_n; k++) {
        int m = world_material(x->w, str_of(i->goods[k]));
        if (strcmp(i->goods[k], node->material_id) == 0 || (m >= 0 && m == node->picture.material))
            return true;
    }
    return false;
}

/* ISO alpha-3 of country:COD, of a region by its country, of a site by where it lies; NULL = none. */
static const char *place_country(const explode *x, const char *place)
{
    str id = str_of(place);
    if (str_starts(id, "country:"))
        return place + strlen("country:");
    const trace_sites_row *site = known_site(x->w->known, id);
    if (site && site->country.n)
        return str_c(x->c->a, site->country);
    if (str_starts(id, "region:") && id.n >= 9) {
        char iso2[3] = {place[7], place[8], '\0'};
        const country *land = country_by_iso2(iso2);
        return land ? land->iso3 : NULL;
    }
    return NULL;
}

/* The incident counts for the material in that country (3), and at that place for whoever has it in its
 * chain (4). */
static size_t incident_for(node_incident *out, explode *x, const world_incident *i, const picture_node *node)
{
    const risk_model *m = &x->w->tables->model;
    risk_stage stage = RISK_EXTRACTION;
    if (i->stage[0] && !risk_stage_find(&stage, i->stage))
        return 0;
    double years = 0;
    if (stage != node->picture.stage || !i->issues || !age_years(&years, i->on, x->w->as_of_day))
        return 0;
    bool named = names_material(x, i, node);
    if (i->goods_n > 0 && !named)
        return 0;
    picture_incident *why = ARENA_NEW(x->c->a, picture_incident);
    *why = (picture_incident){i->sid, i->finding, years};
    size_t n = 0;
    for (size_t k = 0; k < i->places_n; k++) {
        node_incident base = {.id = i->id,
                              .title = i->title,
                              .on = i->on,
                              .issues = i->issues,
                              .severity = i->severity,
                              .country = "",
                              .place = "",
                              .payload = why};
        const char *land = place_country(x, i->places[k]);
        if (land && named) {
            out[n] = base;
            out[n].country = land;
            out[n++].hazard_class = incident_class(m, m->incident_class_named, i->evidence, years, i->open);
        }
        bool is_place =
            !str_starts(str_of(i->places[k]), "country:") && !str_starts(str_of(i->places[k]), "region:");
        if (is_place) {
            out[n] = base;
            out[n].place = i->places[k];
            out[n++].hazard_class = incident_class(m, m->incident_class_place, i->evidence, years, i->open);
        }
    }
    return n;
}

static node_incident *incidents_for(explode *x, size_t *n_out, const picture_node *node)
{
    size_t most = 1;
    for (size_t i = 0; i < x->w->incidents_n; i++)
        most += 2 * x->w->incidents[i].places_n;
    node_incident *list = ARENA_NEWS(x->c->a, node_incident, most);
    *n_out = 0;
    for (size_t i = 0; i < x->w->incidents_n; i++)
        *n_out += incident_for(list + *n_out, x, &x->w->incidents[i], node);
    return list;
}

/* ---- Nodes ---- */

static void node_rests_on(explode *x, const picture_node *node)
{
    for (size_t i = 0; i < node->origins_n; i++) {
        const picture_origin *o = node->origins[i].payload;
        rests_on(x, o->row->sid);
    }
    for (int i = 0; i < RISK_ISSUES; i++) {
        const node_issue *issue = &node->picture.issues[i];
        for (size_t k = 0; k < issue->parts_n; k++) {
            const picture_incident *why = issue->parts[k].incident ? issue->parts[k].incident->payload : NULL;
            if (why)
                rests_on(x, why->sid);
            const world_audit *audit = issue->parts[k].audit ? issue->parts[k].audit->payload : NULL;
            if (audit)
                rests_on(x, audit->row->sid);
        }
    }
}

static size_t audits_for(const node_audit **out, explode *x, const pooled *origins, risk_stage stage)
{
    size_t n = 0;
    for (size_t i = 0; i < origins->n; i++)
        n += origins->rows[i].places_n;
    const char **places = ARENA_NEWS(x->c->a, const char *, n + 1);
    n = 0;
    for (size_t i = 0; i < origins->n; i++) {
        for (size_t k = 0; k < origins->rows[i].places_n; k++)
            places[n++] = origins->rows[i].places[k];
    }
    return world_audits_at(out, x->c->a, x->w, places, n, stage);
}

static ak_code nodes_of_material(explode *x, const size_t *leaves, size_t n, int year, ak_err *err)
{
    risk_picture *p = x->out;
    const picture_leaf *first = &p->leaves[leaves[0]];
    int64_t mass = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t mg = p->leaves[leaves[i]].mass_mg;
        mass = mg < 0 || mass < 0 ? -1 : mass + mg;
    }
    const int64_t *row_at = strmap_get(&x->w->material_name_at, str_of(first->part));
    const char *name = first->material >= 0 ? x->w->tables->materials[first->material].name
                       : row_at             ? str_c(x->c->a, x->w->materials[*row_at].name)
                                            : first->part;
    for (int s = 0; s < RISK_STAGES; s++) {
        picture_node *node = &p->nodes[p->nodes_n++];
        *node = (picture_node){.material_id = first->part, .material_name = name, .mass_mg = mass};
        node->picture.material = first->material;
        node->picture.stage = (risk_stage)s;
        pooled origins;
        AK_TRY(pool_origins(&origins, x, leaves, n, first->material, (risk_stage)s, err));
        node->origins = origins.rows;
        node->origins_n = origins.n;
        size_t incidents_n = 0;
        node_incident *incidents = incidents_for(x, &incidents_n, node);
        node->given = (node_given){.material = first->material,
                                   .stage = (risk_stage)s,
                                   .year = year,
                                   .origins = origins.rows,
                                   .n = origins.n,
                                   .incidents = incidents,
                                   .incidents_n = incidents_n};
        node->given.audits_n = audits_for(&node->given.audits, x, &origins, (risk_stage)s);
        node_from(&node->picture, x->c->a, x->w->tables, &node->given);
        node_rests_on(x, node);
        p->level = level_worse(p->level, node->picture.level);
    }
    return AK_OK;
}

/* Leaves of one material belong together: of the tables by number, of nobody's tables by subject. */
static bool same_node(const picture_leaf *a, const picture_leaf *b)
{
    return a->material >= 0 ? a->material == b->material : strcmp(a->part, b->part) == 0;
}

static int node_row_order(const void *a, const void *b)
{
    const picture_node *x = a;
    const picture_node *y = b;
    int order = node_order(&x->picture, &y->picture);
    if (!order)
        order = strcmp(x->material_name, y->material_name);
    return order ? order : (int)x->picture.stage - (int)y->picture.stage;
}

static int sid_order(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;
    return (*x > *y) - (*x < *y);
}

static ak_code finish(explode *x, int year, ak_err *err)
{
    risk_picture *p = x->out;
    p->nodes = ARENA_NEWS(x->c->a, picture_node, p->leaves_n * RISK_STAGES + 1);
    bool *done = ARENA_NEWS(x->c->a, bool, p->leaves_n + 1);
    size_t *group = ARENA_NEWS(x->c->a, size_t, p->leaves_n + 1);
    for (size_t i = 0; i < p->leaves_n; i++) {
        size_t n = 0;
        for (size_t k = i; k < p->leaves_n && !done[i]; k++) {
            if (!done[k] && same_node(&p->leaves[i], &p->leaves[k]))
                group[n++] = k;
        }
        for (size_t k = 0; k < n; k++)
            done[group[k]] = true;
        if (n)
            AK_TRY(nodes_of_material(x, group, n, year, err));
    }
    if (p->nodes_n == 0)
        p->level = RISK_UNKNOWN; /* nothing is known of what is in it: that is not low */
    qsort(p->nodes, p->nodes_n, sizeof *p->nodes, node_row_order);
    if (x->sids_n)
        qsort(x->sids, x->sids_n, sizeof *x->sids, sid_order);
    for (size_t i = 0; i < x->sids_n; i++) {
        if (p->sids_n == 0 || x->sids[p->sids_n - 1] != x->sids[i])
            x->sids[p->sids_n++] = x->sids[i];
    }
    p->sids = x->sids;
    return AK_OK;
}

ak_code risk_picture_of(risk_picture **out, ctx *c, risk_world *w, const state_subject *subject, int year,
                        ak_err *err)
{
    risk_picture *p = ARENA_NEW(c->a, risk_picture);
    *p = (risk_picture){.tables = w->tables, .known = w->known, .subject = *subject, .mass_mg = -1};
    explode x = {.c = c, .w = w, .out = p};
    for (size_t i = 0; i < w->own_n; i++)
        rests_on(&x, w->own[i].sid);
    str id = str_of(subject->canon_id);
    const trace_lots_row *lot = known_lot(w->known, str_of(subject->id));
    if (lot && lot->product.n) {
        x.whole[x.depth++] = str_of(subject->id); /* links of the lot itself come before its product's */
        id = lot->product;
        if (lot->has_sid)
            rests_on(&x, lot->sid);
        AK_TRY(trace_world_load(&x.events, c, err));
        x.lot = trace_thing_find(x.events->graph, str_of(subject->id));
    }
    if (world_is_material(w, id)) {
        leaf_add(&x, NULL, id, -1);
    } else if (known_product(w->known, id)) {
        rests_on(&x, known_product(w->known, id)->sid);
        p->mass_mg = known_product_mass_mg(w->known, id);
        parts_of(&x, id, (amount_of){ONE_PIECE, ONE_PIECE});
    } else {
        return ak_fail(err, &RISK_005, subject->name);
    }
    AK_TRY(finish(&x, year, err));
    *out = p;
    return AK_OK;
}

ak_code risk_top_products(const char ***out, size_t *n, ctx *c, ak_err *err)
{
    risk_top_products_params product = {.product_kind = family_find(STR("product"))};
    risk_top_products_row *rows = NULL;
    AK_TRY(risk_top_products_all(&rows, n, c->a, c->db, &c->scope, &product, err));
    *out = ARENA_NEWS(c->a, const char *, *n + 1);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = str_c(c->a, rows[i].id);
    return AK_OK;
}
