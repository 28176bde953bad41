/* bought.c -- who is bought from, for how much, under which contract and heading. */
#include "risk/bought.h"

#include <stdlib.h>
#include <string.h>

#include "base/sorted.h"
#include "record/state.h"
#include "record/workspace.h"

const char *const bought_kind_codes[BOUGHT_KINDS] = {"own",    "supplier", "service", "partner",
                                                     "sector", "contract", "product"};

/* ---- Looking up ---- */

bought_party *bought_party_of(const bought *b, int64_t canon)
{
    size_t low = SORTED_FIRST(b->parties, b->parties_n, canon, canon);
    return low < b->parties_n && b->parties[low].canon == canon ? &b->parties[low] : NULL;
}

const risk_contracts_row *bought_contract_of(const bought *b, int64_t canon)
{
    size_t low = SORTED_FIRST(b->contracts, b->contracts_n, canon, canon);
    return low < b->contracts_n && b->contracts[low].canon == canon ? &b->contracts[low] : NULL;
}

int64_t bought_paid(const bought *b, const risk_spend_row *r)
{
    if (!r->has_counterparty || r->counterparty == b->own)
        return r->about;
    const bought_party *about = bought_party_of(b, r->about);
    return r->about == b->own || (about && about->cluster) ? r->counterparty : r->about;
}

size_t bought_codes_of(const bought *b, int64_t owner, size_t *n)
{
    size_t low = SORTED_FIRST(b->codes, b->codes_n, owner, owner);
    *n = 0;
    while (low + *n < b->codes_n && b->codes[low + *n].owner == owner)
        (*n)++;
    return low;
}

size_t bought_goods_of(const bought *b, int64_t owner, size_t *n)
{
    size_t low = SORTED_FIRST(b->goods, b->goods_n, owner, owner);
    *n = 0;
    while (low + *n < b->goods_n && b->goods[low + *n].owner == owner)
        (*n)++;
    return low;
}

static int division(str code)
{
    return code.n >= 2 ? (code.p[0] - '0') * 10 + (code.p[1] - '0') : 0;
}

bool bought_is_goods(const bought_code *c)
{
    return division(c->code) < (c->cpv ? 45 : 35);
}

/* ---- Parties ---- */

static ak_code parties_load(bought *b, ctx *c, ak_err *err)
{
    risk_parties_row *rows = NULL;
    size_t n = 0;
    AK_TRY(risk_parties_all(&rows, &n, c->a, c->db, &c->scope, err));
    b->parties = ARENA_NEWS(c->a, bought_party, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (b->parties_n && b->parties[b->parties_n - 1].canon == rows[i].canon)
            continue; /* another voice: the row that a figure takes stands first */
        b->parties[b->parties_n++] = (bought_party){
            .canon = rows[i].canon,
            .id = rows[i].id,
            .name = rows[i].name,
            .country = rows[i].country.n ? str_c(c->a, rows[i].country) : "",
            .kind = BOUGHT_SUPPLIER,
            .leverage = -1,
            .sid = rows[i].sid,
        };
    }
    state_subject own;
    ak_err none = {0};
    if (c->ws && state_subject_by_id(&own, c, workspace_party(c->ws), &none) == AK_OK)
        b->own = own.canon;
    return AK_OK;
}

typedef enum role_use { ROLE_OTHER, ROLE_SELLS, ROLE_MAKES, ROLE_CLUSTER } role_use;

/* Whoever sells or makes something in a chain of ours; the press, unions and authorities are no suppliers. */
static role_use use_of_role(str role)
{
    static const char *const makes[] = {"manufacturer", "component_maker", "smelter_refiner", "miner"};
    static const char *const sells[] = {"supplier",        "sub_supplier", "importer",
                                        "leasing_company", "operator",     "trader"};
    for (size_t i = 0; i < sizeof makes / sizeof *makes; i++) {
        if (str_is(role, makes[i]))
            return ROLE_MAKES;
    }
    for (size_t i = 0; i < sizeof sells / sizeof *sells; i++) {
        if (str_is(role, sells[i]))
            return ROLE_SELLS;
    }
    return str_is(role, "industry_body") ? ROLE_CLUSTER : ROLE_OTHER;
}

static ak_code roles_load(bought *b, ctx *c, ak_err *err)
{
    risk_party_roles_row *rows = NULL;
    size_t n = 0;
    AK_TRY(risk_party_roles_all(&rows, &n, c->a, c->db, &c->scope, err));
    for (size_t i = 0; i < n; i++) {
        bought_party *p = bought_party_of(b, rows[i].canon);
        role_use use = use_of_role(rows[i].role);
        if (!p || use == ROLE_OTHER)
            continue;
        p->makes |= use == ROLE_MAKES;
        p->listed |= use != ROLE_CLUSTER;
        if (use == ROLE_CLUSTER)
            p->kind = BOUGHT_SECTOR;
    }
    return AK_OK;
}

/* ---- Relations and consent ---- */

static bool is_business(str kind)
{
    return str_is(kind, "partner_of") || str_is(kind, "represents") || str_is(kind, "buys_with") ||
           str_is(kind, "brand_of") || str_is(kind, "subcontractor_of");
}

/* By giver. */
static bool has_consent(const risk_consents_row *rows, size_t n, int64_t giver, int64_t cluster)
{
    for (size_t i = SORTED_FIRST(rows, n, giver, giver); i < n && rows[i].giver == giver; i++) {
        if (!rows[i].has_recipient || rows[i].recipient == cluster)
            return true;
    }
    return false;
}

static ak_code relations_load(bought *b, ctx *c, ak_err *err)
{
    risk_consents_row *consents = NULL;
    size_t consents_n = 0;
    AK_TRY(risk_relations_all(&b->relations, &b->relations_n, c->a, c->db, &c->scope, err));
    AK_TRY(risk_consents_all(&consents, &consents_n, c->a, c->db, &c->scope, err));
    for (size_t i = 0; i < b->relations_n; i++) {
        const risk_relations_row *r = &b->relations[i];
        bought_party *party = bought_party_of(b, r->party);
        bought_party *other = bought_party_of(b, r->other);
        if (party && str_is(r->relation_kind, "member_of")) {
            party->cluster =
                has_consent(consents, consents_n, r->party, r->other) ? r->other : party->cluster;
            if (other)
                other->kind = BOUGHT_SECTOR;
        }
    }
    return AK_OK;
}

/* Whoever we work with and do not buy from. */
static void partners_settle(bought *b)
{
    for (size_t i = 0; i < b->relations_n; i++) {
        const risk_relations_row *r = &b->relations[i];
        int64_t at = r->other == b->own ? r->party : r->party == b->own ? r->other : 0;
        bought_party *p = bought_party_of(b, at);
        if (p && is_business(r->relation_kind) && !p->listed) {
            p->listed = true;
            p->kind = BOUGHT_PARTNER;
        }
    }
}

/* ---- Codes ---- */

static int code_order(const void *a, const void *b)
{
    const bought_code *x = a;
    const bought_code *y = b;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    if (x->cpv != y->cpv)
        return x->cpv ? 1 : -1;
    return str_cmp(x->code, y->code);
}

static void codes_once(bought *b)
{
    if (b->codes_n)
        qsort(b->codes, b->codes_n, sizeof *b->codes, code_order);
    size_t kept = 0;
    for (size_t i = 0; i < b->codes_n; i++) {
        if (kept == 0 || code_order(&b->codes[kept - 1], &b->codes[i]) != 0)
            b->codes[kept++] = b->codes[i];
    }
    b->codes_n = kept;
}

static int group_order(const void *a, const void *b)
{
    const bought_group *x = a;
    const bought_group *y = b;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    return str_cmp(x->words, y->words);
}

/* What a contract is for is what is bought from its supplier. */
static ak_code codes_load(bought *b, ctx *c, ak_err *err)
{
    risk_party_sectors_row *sectors = NULL;
    risk_contract_codes_row *contracts = NULL;
    size_t sectors_n = 0;
    size_t contracts_n = 0;
    AK_TRY(risk_party_sectors_all(&sectors, &sectors_n, c->a, c->db, &c->scope, err));
    AK_TRY(risk_contract_codes_all(&contracts, &contracts_n, c->a, c->db, &c->scope, err));
    b->codes = ARENA_NEWS(c->a, bought_code, sectors_n + 2 * contracts_n + b->spend_n + 1);
    for (size_t i = 0; i < sectors_n; i++)
        b->codes[b->codes_n++] = (bought_code){sectors[i].canon, false, sectors[i].code};
    for (size_t i = 0; i < contracts_n; i++) {
        const risk_contracts_row *of = bought_contract_of(b, contracts[i].canon);
        b->codes[b->codes_n++] = (bought_code){contracts[i].canon, true, contracts[i].code};
        if (of)
            b->codes[b->codes_n++] = (bought_code){of->supplier, true, contracts[i].code};
    }
    for (size_t i = 0; i < b->spend_n; i++) {
        if (b->spend[i].cpv.n)
            b->codes[b->codes_n++] = (bought_code){bought_paid(b, &b->spend[i]), true, b->spend[i].cpv};
    }
    codes_once(b);
    return AK_OK;
}

static void groups_load(bought *b, ctx *c)
{
    b->groups = ARENA_NEWS(c->a, bought_group, b->spend_n + 1);
    for (size_t i = 0; i < b->spend_n; i++) {
        if (b->spend[i].category.n)
            b->groups[b->groups_n++] = (bought_group){bought_paid(b, &b->spend[i]), b->spend[i].category};
    }
    if (b->groups_n)
        qsort(b->groups, b->groups_n, sizeof *b->groups, group_order);
    size_t kept = 0;
    for (size_t i = 0; i < b->groups_n; i++) {
        if (kept == 0 || group_order(&b->groups[kept - 1], &b->groups[i]) != 0)
            b->groups[kept++] = b->groups[i];
    }
    b->groups_n = kept;
}

static int unit_order(const void *a, const void *b)
{
    const bought_unit *x = a;
    const bought_unit *y = b;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    return str_cmp(x->unit, y->unit);
}

/* Three departments may buy from one supplier, and each finds it in its list. */
static void units_load(bought *b, ctx *c)
{
    b->units = ARENA_NEWS(c->a, bought_unit, b->spend_n + b->contracts_n + 1);
    for (size_t i = 0; i < b->spend_n; i++) {
        if (b->spend[i].owner_unit.n)
            b->units[b->units_n++] = (bought_unit){bought_paid(b, &b->spend[i]), b->spend[i].owner_unit};
    }
    for (size_t i = 0; i < b->contracts_n; i++) {
        if (b->contracts[i].owner_unit.n)
            b->units[b->units_n++] = (bought_unit){b->contracts[i].supplier, b->contracts[i].owner_unit};
    }
    if (b->units_n)
        qsort(b->units, b->units_n, sizeof *b->units, unit_order);
    size_t kept = 0;
    for (size_t i = 0; i < b->units_n; i++) {
        if (kept == 0 || unit_order(&b->units[kept - 1], &b->units[i]) != 0)
            b->units[kept++] = b->units[i];
    }
    b->units_n = kept;
}

bool bought_buys_for(const bought *b, int64_t owner, str unit)
{
    size_t at = SORTED_FIRST(b->units, b->units_n, owner, owner);
    for (; at < b->units_n && b->units[at].owner == owner; at++) {
        if (str_eq(b->units[at].unit, unit))
            return true;
    }
    return false;
}

/* Where each party's codes and groups begin: one walk, since both are in its order. */
static void codes_to_parties(bought *b)
{
    size_t code = 0;
    size_t group = 0;
    for (size_t i = 0; i < b->parties_n; i++) {
        bought_party *p = &b->parties[i];
        while (code < b->codes_n && b->codes[code].owner < p->canon)
            code++;
        for (p->codes = code; code < b->codes_n && b->codes[code].owner == p->canon; code++)
            p->codes_n++;
        while (group < b->groups_n && b->groups[group].owner < p->canon)
            group++;
        for (p->groups = group; group < b->groups_n && b->groups[group].owner == p->canon; group++)
            p->groups_n++;
    }
}

/* ---- Money ---- */

void bought_money_add(bought_money *m, int64_t minor, str currency)
{
    if (!m->currency.n)
        m->currency = currency;
    if (!str_eq(m->currency, currency) || __builtin_add_overflow(m->minor, minor, &m->minor))
        m->mixed = true;
}

static ak_code spend_load(bought *b, ctx *c, ak_err *err)
{
    risk_spend_row *rows = NULL;
    size_t n = 0;
    AK_TRY(risk_spend_all(&rows, &n, c->a, c->db, &c->scope, err));
    for (size_t i = 0; i < n; i++) {
        if (b->spend_n == 0 || rows[b->spend_n - 1].subject != rows[i].subject)
            rows[b->spend_n++] = rows[i];
    }
    b->spend = rows;
    for (size_t i = 0; i < b->spend_n; i++) {
        const risk_spend_row *r = &rows[i];
        bought_party *p = bought_party_of(b, bought_paid(b, r));
        if (!p)
            continue;
        p->listed = true;
        if (r->has_amount_minor)
            bought_money_add(&p->spend, r->amount_minor, r->amount_currency);
        if (!p->unit.n)
            p->unit = r->owner_unit;
    }
    return AK_OK;
}

/* The currency of the most suppliers: amounts in another are shown and order nothing. */
static void currency_of(bought *b)
{
    struct {
        str currency;
        size_t n;
    } seen[16] = {0};
    size_t seen_n = 0;
    size_t most = 0;
    for (size_t i = 0; i < b->parties_n; i++) {
        str currency = b->parties[i].spend.currency;
        size_t k = 0;
        while (k < seen_n && !str_eq(seen[k].currency, currency))
            k++;
        if (!currency.n || k == sizeof seen / sizeof *seen)
            continue;
        seen_n += k == seen_n;
        seen[k].currency = currency;
        seen[k].n++;
        if (seen[k].n > most) {
            most = seen[k].n;
            b->currency = currency;
        }
    }
}

static ak_code contracts_load(bought *b, ctx *c, ak_err *err)
{
    size_t n = 0;
    AK_TRY(risk_contracts_all(&b->contracts, &n, c->a, c->db, &c->scope, err));
    for (size_t i = 0; i < n; i++) {
        const risk_contracts_row *r = &b->contracts[i];
        if (b->contracts_n && b->contracts[b->contracts_n - 1].canon == r->canon)
            continue;
        b->contracts[b->contracts_n++] = *r;
        bought_party *p = bought_party_of(b, r->supplier);
        if (!p)
            continue;
        p->listed = true;
        p->contracts++;
        if (!p->unit.n)
            p->unit = r->owner_unit;
    }
    risk_contract_goods_row *goods = NULL;
    size_t goods_n = 0;
    AK_TRY(risk_contract_goods_all(&goods, &goods_n, c->a, c->db, &c->scope, err));
    b->goods = ARENA_NEWS(c->a, bought_good, goods_n + 1);
    for (size_t i = 0; i < goods_n; i++) {
        const bought_good *last = b->goods_n ? &b->goods[b->goods_n - 1] : NULL;
        if (!last || last->owner != goods[i].canon || !str_eq(last->item, goods[i].item))
            b->goods[b->goods_n++] = (bought_good){goods[i].canon, goods[i].item};
    }
    return AK_OK;
}

/* ---- Leverage ---- */

/* none 0, some 1/2, strong 1; unknown and not said: -1 */
static double strength_value(str word)
{
    return str_is(word, "strong") ? 1 : str_is(word, "some") ? 0.5 : str_is(word, "none") ? 0 : -1;
}

/* Factors 4 and 7 of Bergen's eight: the stronger of the two decides what can be done. */
static ak_code leverages_load(bought *b, ctx *c, ak_err *err)
{
    risk_plans_row *rows = NULL;
    size_t n = 0;
    AK_TRY(risk_plans_all(&rows, &n, c->a, c->db, &c->scope, err));
    for (size_t i = 0; i < n; i++) {
        const risk_contracts_row *of = bought_contract_of(b, rows[i].canon);
        bought_party *p = bought_party_of(b, of ? of->supplier : rows[i].canon);
        double market = strength_value(rows[i].market_position);
        double we = strength_value(rows[i].we_matter);
        double most = market > we ? market : we;
        if (p && most > p->leverage) {
            p->leverage = most;
            p->leverage_sid = rows[i].sid;
        }
    }
    return AK_OK;
}

/* A cluster counts by those who let themselves be counted; one that we are only a member of sells
 * nothing. */
static bool has_members(const bought *b, int64_t cluster)
{
    for (size_t i = 0; i < b->parties_n; i++)
        if (b->parties[i].cluster == cluster)
            return true;
    return false;
}

static void kinds_settle(bought *b)
{
    for (size_t i = 0; i < b->parties_n; i++) {
        bought_party *p = &b->parties[i];
        size_t services = 0;
        for (size_t k = 0; k < p->codes_n; k++) {
            const bought_code *code = &b->codes[p->codes + k];
            bool goods = bought_is_goods(code);
            p->makes |= goods && !code->cpv;
            p->trades_goods |= goods && code->cpv;
            services += !goods;
        }
        if (p->kind == BOUGHT_SUPPLIER && p->codes_n && services == p->codes_n && !p->makes)
            p->kind = BOUGHT_SERVICE;
        if (p->canon == b->own && p->kind != BOUGHT_SECTOR)
            p->kind = BOUGHT_OWN;
        p->listed |= p->canon == b->own || (p->kind == BOUGHT_SECTOR && has_members(b, p->canon));
    }
}

ak_code bought_load(bought **out, ctx *c, ak_err *err)
{
    bought *b = ARENA_NEW(c->a, bought);
    AK_TRY(parties_load(b, c, err));
    AK_TRY(roles_load(b, c, err));
    AK_TRY(relations_load(b, c, err));
    AK_TRY(spend_load(b, c, err));
    AK_TRY(contracts_load(b, c, err));
    AK_TRY(codes_load(b, c, err));
    groups_load(b, c);
    units_load(b, c);
    codes_to_parties(b);
    currency_of(b);
    AK_TRY(leverages_load(b, c, err));
    partners_settle(b);
    kinds_settle(b);
    *out = b;
    return AK_OK;
}
