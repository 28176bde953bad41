/* supplier.c -- what is at stake where something is bought. */
#include "risk/supplier.h"

#include <string.h>

#include "risk/age.h"
#include "risk/incident.h"

/* What lies still while the lists of them grow. */
typedef struct sector_at {
    hazard_sector *sector;
} sector_at;

typedef struct summary_at {
    risk_summary *summary;
} summary_at;

struct suppliers {
    ctx *c;
    risk_world *w;
    bought *bought;
    own_list *own;
    strmap sectors; /* codes and groups -> index of sector_rows */
    sector_at *sector_rows;
    size_t sectors_n, sectors_cap;
    strmap summaries; /* node -> index of summary_rows */
    summary_at *summary_rows;
    size_t summaries_n, summaries_cap;
    strmap touched; /* party or site where something happened or was audited -> 1 */
};

const bought *suppliers_bought(const suppliers *s)
{
    return s->bought;
}

const own_list *suppliers_own_list(const suppliers *s)
{
    return s->own;
}

risk_world *suppliers_world(const suppliers *s)
{
    return s->w;
}

/* ---- Summaries ---- */

risk_summary summary_of_node(const node_picture *p)
{
    const node_issue *worst = node_deciding(p);
    int seen = worst->level.class_seen;
    risk_summary s = {.level = p->level,
                      .of_tables = p->of_tables,
                      .lower = worst->level.lower,
                      .upper = worst->level.upper,
                      .issue = worst->issue,
                      .severity = worst->severity,
                      .hazard_class = seen,
                      .share = seen ? worst->x.s[seen - 1] : 0,
                      .unknown = worst->x.unknown};
    for (int i = 0; i < RISK_ISSUES; i++)
        s.issues[i] = (unsigned char)p->issues[i].level.shown;
    return s;
}

static rank_row as_row(const risk_summary *s)
{
    return (rank_row){.level = s->level,
                      .severity = s->severity,
                      .hazard_class = s->hazard_class,
                      .share = s->share,
                      .unknown = s->unknown,
                      .id = ""};
}

void summary_worsen(risk_summary *s, const risk_summary *with)
{
    rank_row a = as_row(s);
    rank_row b = as_row(with);
    risk_summary worse = rank_order(&b, &a) < 0 ? *with : *s;
    for (int i = 0; i < RISK_ISSUES; i++) {
        unsigned char x = s->issues[i];
        unsigned char y = with->issues[i];
        worse.issues[i] = x > y ? x : y;
    }
    worse.of_tables = level_worse(s->of_tables, with->of_tables);
    worse.upper = level_worse(s->upper, with->upper);
    *s = worse;
}

/* ---- Where something happened ---- */

static void touch(suppliers *s, str place)
{
    if (!str_starts(place, "country:") && !str_starts(place, "region:"))
        strmap_put(&s->touched, place, 1);
}

/* Whoever runs a site is touched by what happened there. */
static void touched_find(suppliers *s)
{
    const risk_world *w = s->w;
    s->touched.a = s->c->a;
    for (size_t i = 0; i < w->incidents_n; i++) {
        for (size_t k = 0; k < w->incidents[i].places_n; k++)
            touch(s, str_of(w->incidents[i].places[k]));
    }
    for (size_t i = 0; i < w->audits_n; i++) {
        for (size_t k = 0; k < w->audits[i].places_n; k++)
            touch(s, str_of(w->audits[i].places[k]));
    }
    for (size_t i = 0; i < w->known->sites_n; i++) {
        const trace_sites_row *site = &w->known->sites[i];
        if (site->operated_by.n && strmap_get(&s->touched, site->id))
            touch(s, site->operated_by);
    }
}

ak_code suppliers_load(suppliers **out, ctx *c, risk_world *w, ak_err *err)
{
    suppliers *s = ARENA_NEW(c->a, suppliers);
    *s = (suppliers){.c = c, .w = w, .sectors = {.a = c->a}, .summaries = {.a = c->a}};
    AK_TRY(own_list_load(&s->own, c, w->tables, err));
    AK_TRY(bought_load(&s->bought, c, err));
    touched_find(s);
    *out = s;
    return AK_OK;
}

/* ---- Sectors ---- */

/* Rows of the longest beginning of the code; from the user's own table where it speaks of the code. */
static size_t goods_of_code(const char **goods, const suppliers *s, const bought_code *code)
{
    const char *scheme = code->cpv ? "cpv" : "nace";
    const risk_tables *t = s->w->tables;
    size_t longest = 0;
    size_t n = 0;
    for (size_t i = 0; i < s->own->goods_n; i++) {
        const risk_own_row *r = &s->own->goods[i];
        size_t length = strlen(r->code);
        if (length < longest || code->code.n < length || memcmp(code->code.p, r->code, length) != 0)
            continue;
        n = length > longest ? 0 : n;
        longest = length;
        goods[n++] = r->good;
    }
    if (n)
        return n;
    for (size_t i = 0; i < t->sectors_n; i++) {
        const risk_sector_good *r = &t->sectors[i];
        size_t length = strlen(r->code);
        if (strcmp(r->scheme, scheme) != 0 || length < longest || code->code.n < length ||
            memcmp(code->code.p, r->code, length) != 0)
            continue;
        n = length > longest ? 0 : n;
        longest = length;
        goods[n++] = r->good;
    }
    return n;
}

typedef struct sector_wish {
    const bought_code *codes;
    size_t n;
    bool nace, cpv_goods, cpv_other; /* which of the codes count */
    const bought_group *groups;
    size_t groups_n;
    risk_stage stage;
} sector_wish;

static bool counts(const sector_wish *w, const bought_code *c)
{
    if (!c->cpv)
        return w->nace;
    return bought_is_goods(c) ? w->cpv_goods : w->cpv_other;
}

static bool own_row_counts(suppliers *s, const risk_own_row *r, const sector_wish *w)
{
    if (r->stage_named ? r->stage != w->stage : w->stage != RISK_MANUFACTURE)
        return false;
    bool any = r->code[0] == '\0' && r->group[0] == '\0'; /* a row of areas */
    for (size_t i = 0; i < w->n && !any; i++)
        any = own_row_is_of(r, s->c->a, w->codes[i].code, (str){0});
    for (size_t i = 0; i < w->groups_n && !any; i++)
        any = own_row_is_of(r, s->c->a, (str){0}, w->groups[i].words);
    return any;
}

static hazard_sector *sector_make(suppliers *s, const sector_wish *w)
{
    arena *a = s->c->a;
    hazard_sector *sector = ARENA_NEW(a, hazard_sector);
    const char **goods = ARENA_NEWS(a, const char *, s->w->tables->sectors_n + s->own->goods_n + 1);
    for (size_t i = 0; i < w->n; i++) {
        if (!counts(w, &w->codes[i]))
            continue;
        size_t n = goods_of_code(goods + sector->goods_n, s, &w->codes[i]);
        sector->named = true;
        sector->open |= n == 0;
        sector->goods_n += n;
        if (sector->goods_n > s->w->tables->sectors_n / 2)
            break; /* a conglomerate: more goods than that decide nothing further */
    }
    sector->goods = goods;
    sector->open |= !sector->named;
    const risk_own_row **own = ARENA_NEWS(a, const risk_own_row *, s->own->n + 1);
    for (size_t i = 0; i < s->own->n; i++) {
        if (own_row_counts(s, &s->own->rows[i], w))
            own[sector->own_n++] = &s->own->rows[i];
    }
    sector->own = own;
    return sector;
}

static const hazard_sector *sector_of(suppliers *s, const sector_wish *w)
{
    arena scratch = {0};
    buf key = buf_new(&scratch, 0);
    buf_add_char(&key, (char)('0' + w->stage));
    for (size_t i = 0; i < w->n; i++) {
        if (!counts(w, &w->codes[i]))
            continue;
        buf_add_char(&key, w->codes[i].cpv ? 'c' : 'n');
        buf_add_str(&key, w->codes[i].code);
    }
    for (size_t i = 0; s->own->n && i < w->groups_n; i++) {
        buf_add_char(&key, '|');
        buf_add_str(&key, w->groups[i].words);
    }
    int64_t at = *strmap_put(&s->sectors, buf_str(&key), (int64_t)s->sectors_n);
    arena_free(&scratch);
    if ((size_t)at < s->sectors_n)
        return s->sector_rows[at].sector;
    if (s->sectors_n == s->sectors_cap) {
        s->sectors_cap = s->sectors_cap ? 2 * s->sectors_cap : 256;
        sector_at *grown = ARENA_NEWS(s->c->a, sector_at, s->sectors_cap);
        if (s->sectors_n)
            memcpy(grown, s->sector_rows, s->sectors_n * sizeof *grown);
        s->sector_rows = grown;
    }
    s->sector_rows[s->sectors_n] = (sector_at){sector_make(s, w)};
    return s->sector_rows[s->sectors_n++].sector;
}

/* ---- Nodes ---- */

size_t suppliers_nodes(place_node out[static PLACE_NODES_MOST], suppliers *s, const bought_party *p,
                       const bought_code *codes, size_t codes_n)
{
    bool has_nace = false;
    bool goods = false;
    for (size_t i = 0; i < codes_n; i++) {
        has_nace |= !codes[i].cpv;
        goods |= codes[i].cpv && bought_is_goods(&codes[i]);
    }
    sector_wish w = {.codes = codes,
                     .n = codes_n,
                     .nace = true,
                     .cpv_goods = !has_nace,
                     .cpv_other = !has_nace,
                     .groups = s->bought->groups + p->groups,
                     .groups_n = p->groups_n,
                     .stage = RISK_MANUFACTURE};
    size_t n = 0;
    out[n++] = (place_node){.tier = TIER_OWN,
                            .stage = RISK_MANUFACTURE,
                            .country = p->country,
                            .sector = sector_of(s, &w),
                            .party = strmap_get(&s->touched, p->id) ? p->id : (str){0}};
    if (goods && !p->makes) {
        sector_wish made = w;
        made.nace = false;
        made.cpv_goods = true;
        made.cpv_other = false;
        out[n++] = (place_node){
            .tier = TIER_MADE, .stage = RISK_MANUFACTURE, .country = "", .sector = sector_of(s, &made)};
    }
    for (int stage = RISK_EXTRACTION; stage <= RISK_PROCESSING && s->own->n; stage++) {
        sector_wish upstream = w;
        upstream.nace = upstream.cpv_goods = upstream.cpv_other = false;
        upstream.stage = (risk_stage)stage;
        const hazard_sector *sector = sector_of(s, &upstream);
        bool named = false;
        for (size_t i = 0; i < sector->own_n; i++)
            named |= sector->own[i]->code[0] || sector->own[i]->group[0];
        if (named)
            out[n++] =
                (place_node){.tier = TIER_LIST, .stage = (risk_stage)stage, .country = "", .sector = sector};
    }
    return n;
}

/* The place itself and the sites that it runs. */
static const char *const *places_of(size_t *n_out, arena *a, const suppliers *s, str party)
{
    const known *k = s->w->known;
    size_t n = 0;
    for (size_t i = 0; i < k->sites_n; i++)
        n += str_eq(k->sites[i].operated_by, party);
    const char **list = ARENA_NEWS(a, const char *, n + 1);
    list[0] = str_c(a, party);
    *n_out = 1;
    for (size_t i = 0; i < k->sites_n; i++) {
        if (str_eq(k->sites[i].operated_by, party))
            list[(*n_out)++] = str_c(a, k->sites[i].id);
    }
    return list;
}

static bool among(const char *const *list, size_t n, const char *place)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i], place) == 0)
            return true;
    }
    return false;
}

static size_t incidents_at(node_incident **out, arena *a, const suppliers *s, const node_origin *o,
                           risk_stage stage)
{
    const risk_world *w = s->w;
    const risk_model *m = &w->tables->model;
    size_t n = 0;
    *out = ARENA_NEWS(a, node_incident, w->incidents_n + 1);
    for (size_t i = 0; i < w->incidents_n; i++) {
        const world_incident *in = &w->incidents[i];
        risk_stage at = stage;
        double years = 0;
        if (in->stage[0] && (!risk_stage_find(&at, in->stage) || at != stage))
            continue;
        if (!in->issues || !age_years(&years, in->on, w->as_of_day))
            continue;
        for (size_t k = 0; k < in->places_n; k++) {
            if (!among(o->places, o->places_n, in->places[k]))
                continue;
            picture_incident *why = ARENA_NEW(a, picture_incident);
            *why = (picture_incident){in->sid, in->finding, years};
            (*out)[n++] = (node_incident){
                .id = in->id,
                .title = in->title,
                .on = in->on,
                .issues = in->issues,
                .severity = in->severity,
                .country = "",
                .place = in->places[k],
                .hazard_class = incident_class(m, m->incident_class_place, in->evidence, years, in->open),
                .payload = why};
            break;
        }
    }
    return n;
}

void suppliers_picture(node_picture *out, arena *a, suppliers *s, const place_node *n, int year)
{
    node_origin *origin = ARENA_NEW(a, node_origin);
    const char **country = ARENA_NEW(a, const char *);
    *country = n->country;
    *origin = (node_origin){.countries = country, .countries_n = n->country[0] != '\0', .share = 1};
    node_given given = {
        .material = -1, .stage = n->stage, .sector = n->sector, .year = year, .origins = origin, .n = 1};
    if (n->party.n) {
        node_incident *incidents = NULL;
        origin->places = places_of(&origin->places_n, a, s, n->party);
        given.incidents_n = incidents_at(&incidents, a, s, origin, n->stage);
        given.incidents = incidents;
        given.audits_n = world_audits_at(&given.audits, a, s->w, origin->places, origin->places_n, n->stage);
    }
    node_from(out, a, s->w->tables, &given);
}

const risk_summary *suppliers_summary(suppliers *s, const place_node *n, int year)
{
    arena scratch = {0};
    const char *key = arena_printf(&scratch, "%d %d %s %p %.*s", year, (int)n->stage, n->country,
                                   (const void *)n->sector, (int)n->party.n, n->party.n ? n->party.p : "");
    int64_t at = *strmap_put(&s->summaries, str_of(key), (int64_t)s->summaries_n);
    if ((size_t)at == s->summaries_n) {
        if (s->summaries_n == s->summaries_cap) {
            s->summaries_cap = s->summaries_cap ? 2 * s->summaries_cap : 256;
            summary_at *grown = ARENA_NEWS(s->c->a, summary_at, s->summaries_cap);
            if (s->summaries_n)
                memcpy(grown, s->summary_rows, s->summaries_n * sizeof *grown);
            s->summary_rows = grown;
        }
        node_picture p;
        suppliers_picture(&p, &scratch, s, n, year);
        risk_summary *kept = ARENA_NEW(s->c->a, risk_summary);
        *kept = summary_of_node(&p);
        s->summary_rows[s->summaries_n++] = (summary_at){kept};
    }
    arena_free(&scratch);
    return s->summary_rows[at].summary;
}
