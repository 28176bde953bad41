/* origins.c -- where a material in a part comes from, as the nearest in the chain who says so names it. */
#include "risk/world.h"

#include <assert.h>
#include <string.h>

#define CHAIN_DEPTH_MAX 16
#define MILLIARD        1e9 /* shares are kept in billionths */

/* A link that speaks of this material and stage, for this recipient. */
typedef struct link {
    const trace_supplies_row *row;
    bool at_stage; /* names the stage asked for; else a later one, to be followed */
} link;

typedef struct search {
    arena *a;
    const risk_world *w;
    str material_id;
    int material;
    risk_stage stage;
    origin_list *out;
    str followed[CHAIN_DEPTH_MAX]; /* recipients on the way: a chain that comes back ends */
    size_t depth;
} search;

/* The stage of a link as said, else by what its site does, else extraction: what dug it up is what an origin
 * without a word on the stage means. */
static bool stage_of(risk_stage *out, const risk_world *w, const trace_supplies_row *row)
{
    if (row->stage.n) {
        char word[32] = "";
        if (row->stage.n < sizeof word)
            memcpy(word, row->stage.p, row->stage.n);
        return risk_stage_find(out, word); /* transport and use are none of the model's */
    }
    static const risk_stage of[] = {[KNOWN_EXTRACTION] = RISK_EXTRACTION,
                                    [KNOWN_PROCESSING] = RISK_PROCESSING,
                                    [KNOWN_MANUFACTURE] = RISK_MANUFACTURE};
    *out = of[known_stage_of(w->known, row->origin)];
    return true;
}

static bool same_material(const risk_world *w, str item, str material_id, int material)
{
    return str_eq(item, material_id) || (material >= 0 && world_material(w, item) == material);
}

static size_t links_to(link **out, const search *q, str recipient)
{
    const known *k = q->w->known;
    size_t n = 0;
    *out = NULL;
    for (int pass = 0; pass < 2; pass++) {
        size_t at = 0;
        for (int64_t i = known_first(&k->supply_to, recipient); i >= 0; i = k->supply_to.next[i]) {
            const trace_supplies_row *row = &k->supplies[i];
            risk_stage stage;
            if (!same_material(q->w, row->item, q->material_id, q->material) ||
                str_is(row->status, "ended") || str_is(row->status, "planned") ||
                !stage_of(&stage, q->w, row) || stage < q->stage)
                continue;
            if (pass)
                (*out)[at] = (link){row, stage == q->stage};
            at++;
        }
        n = at;
        if (!pass)
            *out = ARENA_NEWS(q->a, link, n + 1);
    }
    return n;
}

static const char *country_of(const search *q, str origin)
{
    if (str_starts(origin, "country:"))
        return str_c(q->a, (str){origin.p + 8, origin.n - 8});
    const trace_sites_row *site = known_site(q->w->known, origin);
    return site && site->country.n ? str_c(q->a, site->country) : NULL;
}

/* The place itself, and who runs it: an incident at either is in this chain. */
static void places_of(node_origin *o, const search *q, const trace_supplies_row *row)
{
    const trace_sites_row *site = known_site(q->w->known, row->origin);
    const char **places = ARENA_NEWS(q->a, const char *, 2);
    size_t n = 0;
    places[n++] = str_c(q->a, row->origin);
    if (site && site->operated_by.n)
        places[n++] = str_c(q->a, site->operated_by);
    o->places = places;
    o->places_n = n;
}

static node_origin *origin_add(search *q, const trace_supplies_row *row, double share)
{
    origin_list *list = q->out;
    if (list->n == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 8;
        node_origin *p = ARENA_NEWS(q->a, node_origin, cap);
        if (list->n)
            memcpy(p, list->rows, list->n * sizeof *p);
        list->rows = p;
        list->cap = cap;
    }
    node_origin *o = &list->rows[list->n++];
    picture_origin *why = ARENA_NEW(q->a, picture_origin);
    why->row = row;
    why->place = str_c(q->a, row->origin);
    *o = (node_origin){.share = share, .claimed = row->evidence < EVIDENCE_DOCUMENTED, .payload = why};
    places_of(o, q, row);
    const char *country = country_of(q, row->origin);
    if (country) {
        const char **countries = ARENA_NEWS(q->a, const char *, 1);
        countries[0] = country;
        o->countries = countries;
        o->countries_n = 1;
        plausible_origin(&why->plausible, q->a, q->w->tables, q->material, q->stage, country);
        o->plausible = why->plausible.answer;
    }
    return o;
}

void origin_of_link(origin_list *out, arena *a, const risk_world *w, int material, risk_stage stage,
                    const trace_supplies_row *row, double share)
{
    search q = {.a = a, .w = w, .material = material, .stage = stage, .out = out};
    origin_add(&q, row, share);
}

static bool on_the_way(const search *q, str id)
{
    for (size_t i = 0; i < q->depth; i++) {
        if (str_eq(q->followed[i], id))
            return true;
    }
    return q->depth == CHAIN_DEPTH_MAX;
}

/* Links without an amount share what the others leave, where the voice says that these are all there are; a
 * single one has it all.  Several are one origin whose interval is the hull of theirs. */
static void joint_origin(search *q, const link *links, size_t n, double left)
{
    const char **countries = ARENA_NEWS(q->a, const char *, n);
    const char **places = ARENA_NEWS(q->a, const char *, 2 * n);
    size_t countries_n = 0;
    size_t places_n = 0;
    bool claimed = false;
    const trace_supplies_row *first = NULL;
    plausible_answer worst = PLAUSIBLE_PRODUCED;
    for (size_t i = 0; i < n; i++) {
        if (links[i].row->has_share_ppb)
            continue;
        node_origin *o = origin_add(q, links[i].row, 0);
        first = first ? first : links[i].row;
        claimed |= o->claimed;
        bool doubted = o->plausible == PLAUSIBLE_NOT_LISTED || o->plausible == PLAUSIBLE_NOT_PRODUCED;
        worst = doubted ? o->plausible : worst;
        for (size_t k = 0; k < o->countries_n; k++)
            countries[countries_n++] = o->countries[k];
        for (size_t k = 0; k < o->places_n; k++)
            places[places_n++] = o->places[k];
        o->unquantified = true; /* listed for people; the joint origin counts */
    }
    assert(first); /* it was counted before that there are some */
    node_origin *all = origin_add(q, first, left);
    all->countries = countries;
    all->countries_n = countries_n;
    all->places = places;
    all->places_n = places_n;
    all->claimed = claimed;
    all->plausible = worst;
}

static bool follow(search *q, str recipient, double share);

static bool take(search *q, const link *links, size_t n, double share)
{
    double told = 0;
    size_t without = 0;
    bool complete = false;
    for (size_t i = 0; i < n; i++) {
        told += links[i].row->has_share_ppb ? (double)links[i].row->share_ppb / MILLIARD : 0;
        without += !links[i].row->has_share_ppb;
        complete |= str_is(links[i].row->origins_complete, "yes");
    }
    double scale = told > 1 ? 1 / told : 1;
    for (size_t i = 0; i < n; i++) {
        if (links[i].row->has_share_ppb)
            origin_add(q, links[i].row, share * (double)links[i].row->share_ppb / MILLIARD * scale);
    }
    double left = share * (told < 1 ? 1 - told : 0);
    if (without == 0 || left <= 0)
        return true;
    if (complete && without > 1) {
        joint_origin(q, links, n, left);
        return true;
    }
    for (size_t i = 0; i < n; i++) {
        if (links[i].row->has_share_ppb)
            continue;
        node_origin *o = origin_add(q, links[i].row, complete ? left : 0);
        o->unquantified = !complete;
    }
    return true;
}

/* Origins as this recipient's links name them: at the stage, else by following links of later stages. */
static bool follow(search *q, str recipient, double share)
{
    if (on_the_way(q, recipient))
        return false;
    link *links = NULL;
    size_t n = links_to(&links, q, recipient);
    size_t at_stage = 0;
    for (size_t i = 0; i < n; i++) {
        if (links[i].at_stage)
            links[at_stage++] = links[i];
    }
    if (at_stage > 0)
        return take(q, links, at_stage, share);
    n = links_to(&links, q, recipient);
    q->followed[q->depth++] = recipient;
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        const trace_supplies_row *row = links[i].row;
        bool whole = n == 1 && str_is(row->origins_complete, "yes");
        double part = row->has_share_ppb ? (double)row->share_ppb / MILLIARD : whole ? 1 : 0;
        if (part <= 0)
            continue;
        const trace_sites_row *site = known_site(q->w->known, row->origin);
        found |= follow(q, row->origin, share * part) ||
                 (site && site->operated_by.n && follow(q, site->operated_by, share * part));
    }
    q->depth--;
    return found;
}

void origins_of(origin_list *out, arena *a, const risk_world *w, str material_id, int material,
                risk_stage stage, const holder *holders, size_t n)
{
    search q = {.a = a, .w = w, .material_id = material_id, .material = material, .stage = stage, .out = out};
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        if (found && holders[i].distance != holders[i - 1].distance)
            break;
        found |= follow(&q, holders[i].id, holders[i].weight);
    }
}
