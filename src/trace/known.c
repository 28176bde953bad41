/* known.c -- what the record says of parts, supply, places and lots. */
#include "trace/known.h"

#include <string.h>

#include "record/family.h"

/* Rows of one subject stand together, the chosen first: the others go.  key_at: offset of the int64 that
 * tells subjects apart. */
static size_t first_of_each(void *rows, size_t n, size_t row_bytes, size_t key_at)
{
    char *p = rows;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t now;
        int64_t before = 0;
        memcpy(&now, p + i * row_bytes + key_at, sizeof now);
        if (kept)
            memcpy(&before, p + (kept - 1) * row_bytes + key_at, sizeof before);
        if (kept && now == before)
            continue;
        if (kept != i)
            memmove(p + kept * row_bytes, p + i * row_bytes, row_bytes);
        kept++;
    }
    return kept;
}

#define FIRST_OF_EACH(rows, n, key)                                                                          \
    first_of_each((rows), (n), sizeof *(rows), offsetof(__typeof__(*(rows)), key))

static size_t lots_once(trace_lots_row *rows, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || !str_eq(rows[kept - 1].id, rows[i].id))
            rows[kept++] = rows[i];
    }
    return kept;
}

static ak_code names_load(known *k, ctx *c, ak_err *err)
{
    AK_TRY(trace_other_names_all(&k->names, &k->names_n, c->a, c->db, err));
    for (size_t i = 0; i < k->names_n; i++)
        strmap_put(&k->canon, k->names[i].id, (int64_t)i);
    return AK_OK;
}

/* ids: where the first row's id stands; rows are row_bytes apart. */
static void index_rows(known_index *x, arena *a, const str *ids, size_t row_bytes, size_t n)
{
    x->first.a = a;
    x->next = ARENA_NEWS(a, int64_t, n + 1);
    for (size_t i = n; i-- > 0;) { /* backwards, so that a chain is in the order of the rows */
        str id;
        memcpy(&id, (const char *)ids + i * row_bytes, sizeof id);
        int64_t *first = strmap_put(&x->first, id, -1);
        x->next[i] = *first;
        *first = (int64_t)i;
    }
}

int64_t known_first(const known_index *x, str id)
{
    const int64_t *at = strmap_get(&x->first, id);
    return at ? *at : -1;
}

ak_code known_load(known **out, ctx *c, ak_err *err)
{
    arena *a = c->a;
    const store_scope *scope = &c->scope;
    known *k = ARENA_NEW(a, known);
    k->lot_at.a = k->product_at.a = k->site_at.a = k->canon.a = a;
    AK_TRY(trace_lots_all(&k->lots, &k->lots_n, a, c->db, scope, err));
    AK_TRY(trace_compositions_all(&k->compositions, &k->compositions_n, a, c->db, scope, err));
    AK_TRY(trace_supplies_all(&k->supplies, &k->supplies_n, a, c->db, scope, err));
    AK_TRY(trace_products_all(&k->products, &k->products_n, a, c->db, scope, err));
    AK_TRY(trace_sites_all(&k->sites, &k->sites_n, a, c->db, scope, err));
    AK_TRY(trace_site_roles_all(&k->roles, &k->roles_n, a, c->db, scope, err));
    trace_same_lots_params lot = {.lot_kind = family_find(STR("lot"))};
    AK_TRY(trace_same_lots_all(&k->sames, &k->sames_n, a, c->db, scope, &lot, err));
    AK_TRY(names_load(k, c, err));
    k->lots_n = lots_once(k->lots, k->lots_n);
    k->compositions_n = FIRST_OF_EACH(k->compositions, k->compositions_n, subject);
    k->supplies_n = FIRST_OF_EACH(k->supplies, k->supplies_n, subject);
    k->products_n = FIRST_OF_EACH(k->products, k->products_n, canon);
    k->sites_n = FIRST_OF_EACH(k->sites, k->sites_n, canon);
    for (size_t i = 0; i < k->lots_n; i++)
        strmap_put(&k->lot_at, k->lots[i].id, (int64_t)i);
    for (size_t i = 0; i < k->products_n; i++)
        strmap_put(&k->product_at, k->products[i].id, (int64_t)i);
    for (size_t i = 0; i < k->sites_n; i++)
        strmap_put(&k->site_at, k->sites[i].id, (int64_t)i);
    if (k->compositions_n)
        index_rows(&k->parts_of, a, &k->compositions->whole, sizeof *k->compositions, k->compositions_n);
    if (k->supplies_n) {
        index_rows(&k->supply_to, a, &k->supplies->recipient, sizeof *k->supplies, k->supplies_n);
        index_rows(&k->supply_of, a, &k->supplies->item, sizeof *k->supplies, k->supplies_n);
    }
    *out = k;
    return AK_OK;
}

const trace_site_roles_row *known_roles(const known *k, const trace_sites_row *site, size_t *n)
{
    size_t i = 0;
    while (i < k->roles_n && k->roles[i].canon != site->canon)
        i++;
    *n = 0;
    while (i + *n < k->roles_n && k->roles[i + *n].canon == site->canon)
        (*n)++;
    return k->roles + i;
}

const trace_lots_row *known_lot(const known *k, str id)
{
    const int64_t *at = strmap_get(&k->lot_at, id);
    return at ? &k->lots[*at] : NULL;
}

const trace_products_row *known_product(const known *k, str id)
{
    const int64_t *at = strmap_get(&k->product_at, id);
    return at ? &k->products[*at] : NULL;
}

const trace_sites_row *known_site(const known *k, str id)
{
    const int64_t *at = strmap_get(&k->site_at, id);
    return at ? &k->sites[*at] : NULL;
}

str known_canon(const known *k, str id)
{
    const int64_t *at = strmap_get(&k->canon, id);
    return at ? k->names[*at].canon_id : id;
}

known_stage known_stage_of(const known *k, str place)
{
    static const struct {
        const char *role;
        known_stage stage;
    } does[] = {
        {"smelter",          KNOWN_PROCESSING },
        {"refinery",         KNOWN_PROCESSING },
        {"processing_plant", KNOWN_PROCESSING },
        {"factory",          KNOWN_MANUFACTURE},
        {"assembly",         KNOWN_MANUFACTURE},
    };
    const trace_sites_row *site = known_site(k, place);
    size_t n = 0;
    const trace_site_roles_row *rows = site ? known_roles(k, site, &n) : NULL;
    for (size_t d = 0; d < sizeof does / sizeof *does; d++) {
        for (size_t i = 0; i < n; i++) {
            if (str_is(rows[i].role, does[d].role))
                return does[d].stage;
        }
    }
    return KNOWN_EXTRACTION;
}

int64_t known_product_mass_mg(const known *k, str id)
{
    const trace_products_row *p = known_product(k, id);
    if (p && p->has_mass_mg)
        return p->mass_mg;
    int64_t sum = 0;
    size_t parts = 0;
    for (int64_t i = known_first(&k->parts_of, id); i >= 0; i = k->parts_of.next[i]) {
        const trace_compositions_row *row = &k->compositions[i];
        if (!row->has_mass_mg || __builtin_add_overflow(sum, row->mass_mg, &sum))
            return -1;
        parts++;
    }
    return parts ? sum : -1;
}

bool known_listed_whole(int64_t held_mg, int64_t sum_mg)
{
    return held_mg <= sum_mg + sum_mg / 10;
}

typedef struct content {
    const known *k;
    bool (*is)(const void *payload, str part);
    const void *payload;
    known_content *out;
    bool unsaid; /* it is in there, and somewhere nobody says how much */
    int looks;
} content;

/* Share of the whole; 0 = it is not in there. */
static double content_in(content *q, str whole, int depth)
{
    if (q->is(q->payload, whole))
        return 1;
    if (++q->looks > KNOWN_LOOKS_MAX)
        q->unsaid = true;
    double share = 0;
    int64_t mass_mg = known_product_mass_mg(q->k, whole);
    for (int64_t i = known_first(&q->k->parts_of, whole); depth && !q->unsaid && i >= 0;
         i = q->k->parts_of.next[i]) {
        const trace_compositions_row *row = &q->k->compositions[i];
        double held = content_in(q, row->part, depth - 1);
        if (held <= 0)
            continue;
        if (q->out->sids_n < q->k->compositions_n)
            q->out->sids[q->out->sids_n++] = row->sid;
        const trace_products_row *part = known_product(q->k, row->part);
        int64_t parts_mg = known_product_mass_mg(q->k, row->part);
        bool stated = parts_mg < 0 || (part && part->has_mass_mg);
        q->unsaid |=
            !row->has_mass_mg || mass_mg <= 0 || (!stated && !known_listed_whole(row->mass_mg, parts_mg));
        share += q->unsaid ? 0 : held * (double)row->mass_mg / (double)mass_mg;
    }
    return share;
}

known_content known_content_of(const known *k, arena *a, str product,
                               bool (*is)(const void *payload, str part), const void *payload)
{
    known_content out = {.sids = ARENA_NEWS(a, int64_t, k->compositions_n + 1)};
    content q = {.k = k, .is = is, .payload = payload, .out = &out};
    out.share = content_in(&q, product, KNOWN_DEPTH_MAX);
    if (q.unsaid || out.share <= 0)
        out.share = -1;
    else if (out.share > 1)
        out.share = 1;
    return out;
}
