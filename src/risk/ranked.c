/* ranked.c -- the ranked list: everything bought, worst first. */
#include "risk/ranked.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "record/state.h"

/* Each picture is drawn once, and only this is kept of it. */
typedef struct product_row {
    risk_summary summary;
    const world_incident *part_in;
} product_row;

typedef struct gathering {
    ctx *c;
    ranked *r;
    size_t cap;
    strmap products; /* id -> index of product_rows */
    product_row *product_rows;
    size_t products_n, products_cap;
    ak_err *err;
} gathering;

/* ---- Pictures of products ---- */

#define SHARE_TOUCHED 0.01 /* the model's own first band: less of a node is touched by nothing */

/* Some of the node comes from where it happened: as somebody says, or as the world's mix has it. */
static bool comes_from(const picture_node *n, const node_incident *in)
{
    for (int i = 0; i < RISK_ISSUES; i++) {
        const node_issue *issue = &n->picture.issues[i];
        for (size_t k = 0; k < issue->parts_n && (in->issues & (1u << i)); k++) {
            const node_part *part = &issue->parts[k];
            if (part->share >= SHARE_TOUCHED && in->country[0] && strcmp(part->country, in->country) == 0)
                return true;
            if (part->share >= SHARE_TOUCHED && part->incident == in)
                return true;
        }
    }
    return false;
}

static bool touches(const risk_picture *p, const world_incident *in)
{
    for (size_t i = 0; i < p->nodes_n; i++) {
        const node_given *given = &p->nodes[i].given;
        for (size_t k = 0; k < given->incidents_n; k++) {
            const picture_incident *why = given->incidents[k].payload;
            if (why->sid == in->sid && comes_from(&p->nodes[i], &given->incidents[k]))
                return true;
        }
    }
    return false;
}

/* An incident that names no more than a country and a material is in every chain that the material comes
 * through: the gravest that we are said to have a part in. */
static const world_incident *part_in(const risk_world *w, const risk_picture *p)
{
    const world_incident *gravest = NULL;
    for (size_t i = 0; i < w->incidents_n; i++) {
        const world_incident *in = &w->incidents[i];
        involvement least = gravest ? gravest->involvement : INVOLVEMENT_LINKED;
        if (in->open && in->involvement > least && touches(p, in))
            gravest = in;
    }
    return gravest;
}

static ak_code product_summary(product_row *row, gathering *g, const char *id)
{
    int64_t at = *strmap_put(&g->products, str_of(id), (int64_t)g->products_n);
    risk_summary *out = &row->summary;
    if ((size_t)at < g->products_n) {
        *row = g->product_rows[at];
        return AK_OK;
    }
    if (g->products_n == g->products_cap) {
        g->products_cap = g->products_cap ? 2 * g->products_cap : 32;
        product_row *grown = ARENA_NEWS(g->c->a, product_row, g->products_cap);
        if (g->products_n)
            memcpy(grown, g->product_rows, g->products_n * sizeof *grown);
        g->product_rows = grown;
    }
    arena scratch = {0};
    ctx c = *g->c;
    c.a = &scratch;
    row->part_in = NULL;
    state_subject subject;
    risk_picture *p = NULL;
    ak_code code = state_subject_by_id(&subject, &c, id, g->err);
    if (code == AK_OK)
        code = risk_picture_of(&p, &c, suppliers_world(g->r->suppliers), &subject, g->r->year, g->err);
    if (code == AK_OK && p->nodes_n) {
        *out = summary_of_node(&p->nodes[0].picture); /* the worst stands first */
        for (size_t i = 1; i < p->nodes_n; i++) {
            risk_summary next = summary_of_node(&p->nodes[i].picture);
            summary_worsen(out, &next);
        }
        row->part_in = part_in(suppliers_world(g->r->suppliers), p);
    } else if (code == AK_OK) {
        *out = (risk_summary){.level = RISK_UNKNOWN,
                              .of_tables = RISK_UNKNOWN,
                              .severity = 3,
                              .unknown = 1,
                              .lower = RISK_LOW,
                              .upper = RISK_HIGH};
        memset(out->issues, RISK_UNKNOWN, sizeof out->issues);
    }
    arena_free(&scratch);
    AK_TRY(code);
    g->product_rows[g->products_n++] = *row;
    return AK_OK;
}

/* ---- Items ---- */

static ranked_item *item_add(gathering *g)
{
    ranked *r = g->r;
    assert(r->n < g->cap);
    ranked_item *i = &r->items[r->n++];
    *i = (ranked_item){.leverage = -1, .decides = -1};
    return i;
}

static void worsen(ranked_item *i, const risk_summary *s, int by)
{
    if (i->decides < 0) {
        i->summary = *s;
        i->decides = by;
        return;
    }
    rank_row before = {.level = i->summary.level,
                       .severity = i->summary.severity,
                       .hazard_class = i->summary.hazard_class,
                       .share = i->summary.share,
                       .unknown = i->summary.unknown,
                       .id = ""};
    rank_row after = {.level = s->level,
                      .severity = s->severity,
                      .hazard_class = s->hazard_class,
                      .share = s->share,
                      .unknown = s->unknown,
                      .id = ""};
    if (rank_order(&after, &before) < 0)
        i->decides = by;
    summary_worsen(&i->summary, s);
}

static void pool_worsen(ranked_item *pool, const ranked_item *one)
{
    int own = pool->decides;
    worsen(pool, &one->summary, -2);
    if (pool->decides == -2)
        pool->through = one->id;
    pool->decides = own;
}

static void judge_nodes(gathering *g, ranked_item *i, const bought_code *codes, size_t n)
{
    i->nodes_n = suppliers_nodes(i->nodes, g->r->suppliers, i->party, codes, n);
    for (size_t k = 0; k < i->nodes_n; k++)
        worsen(i, suppliers_summary(g->r->suppliers, &i->nodes[k], g->r->year), (int)k);
}

static ak_code judge_product(gathering *g, ranked_item *i, const char *id)
{
    for (size_t k = 0; k < i->products_n; k++) {
        if (strcmp(i->products[k], id) == 0)
            return AK_OK;
    }
    if (i->products_n == RANKED_PRODUCTS_MOST)
        return AK_OK;
    if (!i->products)
        i->products = ARENA_NEWS(g->c->a, const char *, RANKED_PRODUCTS_MOST);
    product_row row;
    AK_TRY(product_summary(&row, g, id));
    worsen(i, &row.summary, (int)(PLACE_NODES_MOST + i->products_n));
    if (row.part_in && (!i->part_in || row.part_in->involvement > i->part_in->involvement))
        i->part_in = row.part_in;
    i->products[i->products_n++] = id;
    return AK_OK;
}

static void row_of(const ranked *r, ranked_item *i)
{
    const risk_summary *s = &i->summary;
    bool comparable = i->amount.currency.n && str_eq(i->amount.currency, r->currency);
    i->row = (rank_row){.level = s->level,
                        .severity = s->severity,
                        .hazard_class = s->hazard_class,
                        .share = s->share,
                        .unknown = s->unknown,
                        .amount = comparable ? (double)i->amount.minor : -1,
                        .leverage = i->leverage,
                        .id = i->id.p};
}

static ak_code goods_judged(gathering *g, ranked_item *i, int64_t owner)
{
    const bought *b = suppliers_bought(g->r->suppliers);
    size_t n = 0;
    size_t first = bought_goods_of(b, owner, &n);
    for (size_t k = first; k < first + n; k++) {
        str item = b->goods[k].item;
        const risk_world *w = suppliers_world(g->r->suppliers);
        if (known_product(w->known, item) || world_is_material(w, item))
            AK_TRY(judge_product(g, i, item.p));
    }
    return AK_OK;
}

static ak_code parties_gather(gathering *g, strmap *at)
{
    const bought *b = suppliers_bought(g->r->suppliers);
    for (size_t k = 0; k < b->parties_n; k++) {
        const bought_party *p = &b->parties[k];
        if (!p->listed)
            continue;
        ranked_item *i = item_add(g);
        i->kind = p->kind;
        i->id = p->id;
        i->name = p->name;
        i->party = p;
        i->amount = p->spend;
        i->leverage = p->leverage;
        judge_nodes(g, i, b->codes + p->codes, p->codes_n);
        strmap_put(at, p->id, (int64_t)(g->r->n - 1));
    }
    return AK_OK;
}

static ranked_item *item_at(gathering *g, const strmap *at, str id)
{
    const int64_t *k = strmap_get(at, id);
    return k ? &g->r->items[*k] : NULL;
}

/* What a product is made of is its maker's and its seller's matter. */
static ak_code products_to_parties(gathering *g, const strmap *at)
{
    const bought *b = suppliers_bought(g->r->suppliers);
    const known *k = suppliers_world(g->r->suppliers)->known;
    for (size_t i = 0; i < k->products_n; i++) {
        ranked_item *maker = item_at(g, at, k->products[i].manufacturer);
        if (maker && known_first(&k->parts_of, k->products[i].id) >= 0)
            AK_TRY(judge_product(g, maker, k->products[i].id.p));
    }
    for (size_t i = 0; i < b->contracts_n; i++) {
        const bought_party *p = bought_party_of(b, b->contracts[i].supplier);
        ranked_item *seller = p ? item_at(g, at, p->id) : NULL;
        if (seller)
            AK_TRY(goods_judged(g, seller, b->contracts[i].canon));
    }
    return AK_OK;
}

/* A cluster is the worst of the members who let themselves be counted and of whom these pay; each line of a
 * ledger counts once, whoever hands it in. */
static void clusters_pool(gathering *g, const strmap *at)
{
    const bought *b = suppliers_bought(g->r->suppliers);
    for (size_t k = 0; k < b->parties_n; k++) {
        const bought_party *member = &b->parties[k];
        const bought_party *cluster = member->cluster ? bought_party_of(b, member->cluster) : NULL;
        ranked_item *pool = cluster ? item_at(g, at, cluster->id) : NULL;
        const ranked_item *one = pool ? item_at(g, at, member->id) : NULL;
        if (!pool)
            continue;
        pool->members++;
        if (one)
            pool_worsen(pool, one);
    }
    for (size_t k = 0; k < b->spend_n; k++) {
        const risk_spend_row *line = &b->spend[k];
        const bought_party *buyer = bought_party_of(b, line->about);
        const bought_party *paid = bought_party_of(b, bought_paid(b, line));
        const bought_party *cluster = buyer && buyer->cluster ? bought_party_of(b, buyer->cluster) : NULL;
        ranked_item *pool = cluster && paid != buyer ? item_at(g, at, cluster->id) : NULL;
        const ranked_item *one = pool && paid ? item_at(g, at, paid->id) : NULL;
        if (!pool)
            continue;
        if (one)
            pool_worsen(pool, one);
        if (line->has_amount_minor)
            bought_money_add(&pool->amount, line->amount_minor, line->amount_currency);
    }
}

static ak_code contracts_gather(gathering *g)
{
    const bought *b = suppliers_bought(g->r->suppliers);
    for (size_t k = 0; k < b->contracts_n; k++) {
        const risk_contracts_row *row = &b->contracts[k];
        const bought_party *p = bought_party_of(b, row->supplier);
        if (!p)
            continue;
        size_t n = 0;
        size_t first = bought_codes_of(b, row->canon, &n);
        ranked_item *i = item_add(g);
        i->kind = BOUGHT_CONTRACT;
        i->id = row->id;
        i->name = row->title;
        i->party = p;
        i->contract = row;
        i->leverage = p->leverage;
        if (row->has_value_minor)
            i->amount = (bought_money){.minor = row->value_minor, .currency = row->value_currency};
        judge_nodes(g, i, n ? b->codes + first : b->codes + p->codes, n ? n : p->codes_n);
        AK_TRY(goods_judged(g, i, row->canon));
    }
    return AK_OK;
}

static ak_code products_gather(gathering *g)
{
    ranked *r = g->r;
    for (size_t k = 0; k < r->top_products_n; k++) {
        state_subject s;
        AK_TRY(state_subject_by_id(&s, g->c, r->top_products[k], g->err));
        ranked_item *i = item_add(g);
        i->kind = BOUGHT_PRODUCT;
        i->id = str_of(r->top_products[k]);
        i->name = str_of(s.name);
        AK_TRY(judge_product(g, i, r->top_products[k]));
    }
    return AK_OK;
}

static int item_order(const void *a, const void *b)
{
    return rank_order(&((const ranked_item *)a)->row, &((const ranked_item *)b)->row);
}

static void rows_settle(ranked *r)
{
    for (size_t i = 0; i < r->n; i++) {
        row_of(r, &r->items[i]);
        if (r->items[i].row.amount > r->amount_max)
            r->amount_max = r->items[i].row.amount;
    }
    if (r->n)
        qsort(r->items, r->n, sizeof *r->items, item_order);
    for (size_t i = 0; i < r->n; i++)
        r->items[i].rank = i + 1;
}

ak_code ranked_load(ranked **out, ctx *c, ak_err *err)
{
    ranked *r = ARENA_NEW(c->a, ranked);
    ctx *wide = world_wide(c);
    r->year = c->year;
    risk_world *w = NULL;
    AK_TRY(risk_world_load(&w, wide, err));
    AK_TRY(suppliers_load(&r->suppliers, wide, w, err));
    const bought *b = suppliers_bought(r->suppliers);
    r->currency = b->currency;
    gathering g = {.c = wide, .r = r, .products = {.a = wide->a}, .err = err};
    strmap at = {.a = wide->a};
    AK_TRY(risk_top_products(&r->top_products, &r->top_products_n, wide, err));
    g.cap = b->parties_n + b->contracts_n + r->top_products_n;
    r->items = ARENA_NEWS(wide->a, ranked_item, g.cap + 1);
    AK_TRY(parties_gather(&g, &at));
    AK_TRY(products_to_parties(&g, &at));
    clusters_pool(&g, &at);
    AK_TRY(contracts_gather(&g));
    AK_TRY(products_gather(&g));
    rows_settle(r);
    *out = r;
    return AK_OK;
}

const ranked_item *ranked_find(const ranked *r, str id)
{
    for (size_t i = 0; i < r->n; i++) {
        if (str_eq(r->items[i].id, id))
            return &r->items[i];
    }
    return NULL;
}
