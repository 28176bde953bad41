/* cost_bid.c -- what one bid costs by the tender's assumptions. */
#include <string.h>

#include "record/attribute.h"
#include "tender/cost_private.h"

#define REPLACED_MOST 1000

/* The bid's word on an attribute for a zone: of that item, else of the whole bid. */
static const tender_offer *offer_in(const tender_bid *b, const char *code, const char *part_no,
                                    const char *item)
{
    const tender_offer *general = NULL;
    size_t n = strlen(item);
    for (size_t i = 0; i < b->offers_n; i++) {
        const tender_offer *o = &b->offers[i];
        if (strcmp(o->attribute, code) != 0 ||
            (part_no[0] && o->part_no[0] && strcmp(o->part_no, part_no) != 0))
            continue;
        size_t length = strlen(o->item); /* an id ends in the slug: local:product/road */
        if (n && length >= n && strcmp(o->item + length - n, item) == 0)
            return o;
        if (!general && (!o->item[0] || !n))
            general = o;
    }
    return general;
}

static void rest_on(cost_bid *out, const tender_offer *o)
{
    out->sids[out->sids_n++] = o->sid;
}

static void miss(cost_bid *out, const char *code)
{
    for (size_t i = 0; i < out->missing_n; i++)
        if (strcmp(out->missing[i], code) == 0)
            return;
    if (out->missing_n < COST_MISSING_MOST)
        out->missing[out->missing_n++] = code;
}

/* What an offer is read with: its zone and what it rests on. */
typedef struct reader {
    const cost_model *m;
    const cost_zone *z;
    const tender_bid *b;
    cost_bid *out;
    const int64_t *moves;
} reader;

static const tender_offer *answer(const reader *r, const char *code)
{
    const tender_offer *o = offer_in(r->b, code, r->m->part_no, r->z->item);
    return o && (o->amount.said || o->value.said) ? o : NULL;
}

static ak_code money_of(decimal *out, const reader *r, const tender_offer *o, ak_err *err)
{
    if (!o->amount.said)
        return ak_at(err, ak_fail(err, &TEND_133, o->attribute), r->b->number, 0, "", "");
    if (o->amount.m.currency != r->m->money)
        return ak_at(err,
                     ak_fail(err, &TEND_131, o->attribute, o->amount.m.currency->code, r->m->money->code),
                     r->b->number, 0, "", "");
    rest_on(r->out, o);
    *out = money_decimal(o->amount.m);
    return AK_OK;
}

/* A number of the bid in a unit; without unit it is in the attribute's usual one. */
static ak_code number_of(decimal *out, const reader *r, const tender_offer *o, str code, ak_err *err)
{
    arena none = {0};
    const unit *from = o->value.unit;
    const attribute *at = from ? NULL : attribute_find(&none, str_of(o->attribute));
    arena_free(&none);
    if (at && at->unit[0])
        from = unit_find(str_of(at->unit));
    rest_on(r->out, o);
    return ak_at(err, unit_convert(out, NULL, o->value.n, from, unit_find(code), 12, err), r->b->number, 0,
                 o->attribute, "");
}

/* Amount of a group: the bid's price of a piece, else the assumption. */
static ak_code amount_of(cost_offer *o, const reader *r, lcc_group g, const char *code,
                         const cost_figure *assumed, ak_err *err)
{
    const tender_offer *offer = answer(r, code);
    if (!offer && !assumed->said)
        return AK_OK;
    o->said[g] = true;
    decimal x = {0, 0};
    if (offer)
        AK_TRY(money_of(&x, r, offer, err));
    else
        AK_TRY(cost_moved(&x, assumed, r->moves, err));
    if (offer || assumed->per_piece)
        AK_TRY(decimal_mul(&x, decimal_trim(x), r->z->count, err));
    o->amount[g] = x;
    return AK_OK;
}

/* Options are bought with the rest: what the bid asks for them is added once, to the purchase. */
static ak_code options_of(cost_offer *o, const reader *r, ak_err *err)
{
    for (size_t i = 0; i < r->b->offers_n && r->z == r->m->zones; i++) {
        const tender_offer *option = &r->b->offers[i];
        if (strcmp(option->attribute, "option_price") != 0 || !option->amount.said ||
            (r->m->part_no[0] && option->part_no[0] && strcmp(option->part_no, r->m->part_no) != 0))
            continue;
        decimal x = {0, 0};
        AK_TRY(money_of(&x, r, option, err));
        AK_TRY(decimal_add(&o->amount[LCC_PURCHASE], decimal_trim(o->amount[LCC_PURCHASE]), x, err));
        o->said[LCC_PURCHASE] = true;
    }
    return AK_OK;
}

static ak_code purchase_of(cost_offer *o, const reader *r, ak_err *err)
{
    AK_TRY(amount_of(o, r, LCC_PURCHASE, "purchase_price", &r->z->purchase, err));
    if (o->said[LCC_PURCHASE])
        return AK_OK;
    const tender_offer *whole = answer(r, "price");
    if (!whole) {
        miss(r->out, "purchase_price");
        return AK_OK;
    }
    o->said[LCC_PURCHASE] = true;
    if (r->z == r->m->zones) /* the price of all zones together, once */
        AK_TRY(money_of(&o->amount[LCC_PURCHASE], r, whole, err));
    return AK_OK;
}

static ak_code energy_of(cost_offer *o, const reader *r, ak_err *err)
{
    if (!r->z->energy_price.year && !(r->z->emission.year && r->z->co2_price.year))
        return AK_OK;
    const char *code = r->z->by_distance ? "energy_use_per_distance" : "rated_power";
    const tender_offer *offer = answer(r, code);
    if (!offer || !r->z->use.said) {
        miss(r->out, offer ? "operating_hours" : code);
        return AK_OK;
    }
    decimal x;
    AK_TRY(number_of(&x, r, offer, r->z->by_distance ? STR("kWh/km") : STR("KWT"), err));
    AK_TRY(decimal_mul(&o->energy_per_use, decimal_trim(x), r->z->count, err));
    o->uses_energy = true;
    return AK_OK;
}

static ak_code wear_of(cost_offer *o, const reader *r, ak_err *err)
{
    AK_TRY(amount_of(o, r, LCC_REPLACEMENT, "replacement_price", &r->z->replacement, err));
    AK_TRY(amount_of(o, r, LCC_LABOUR, "", &r->z->labour, err));
    if ((!o->said[LCC_REPLACEMENT] && !o->said[LCC_LABOUR]) || !r->z->use.said || r->z->by_distance)
        return AK_OK;
    const tender_offer *life = answer(r, r->z->life_attribute);
    if (!life) {
        miss(r->out, r->z->life_attribute);
        return AK_OK;
    }
    AK_TRY(number_of(&o->life, r, life, STR("HUR"), err));
    o->wears = true;
    char text[DECIMAL_TEXT_BYTES];
    if (decimal_sign(o->life) <= 0)
        return ak_at(err, ak_fail(err, &TEND_104, decimal_text(text, life->value.n)), r->b->number, 0,
                     life->attribute, "");
    return AK_OK;
}

static ak_code residual_of(cost_offer *o, const reader *r, ak_err *err)
{
    const cost_figure *f = &r->z->residual;
    if (f->of_price && !answer(r, "residual_value")) {
        decimal share;
        AK_TRY(cost_moved(&share, f, r->moves, err));
        o->said[LCC_RESIDUAL] = true;
        decimal bought = decimal_trim(o->amount[LCC_PURCHASE]);
        AK_TRY(decimal_mul(&o->amount[LCC_RESIDUAL], bought, decimal_trim(share), err));
    } else {
        AK_TRY(amount_of(o, r, LCC_RESIDUAL, "residual_value", f, err));
    }
    o->amount[LCC_RESIDUAL].n = -o->amount[LCC_RESIDUAL].n;
    return AK_OK;
}

ak_code cost_offer_of(cost_offer *o, cost_bid *out, arena *a, const cost_model *m, const cost_zone *z,
                      const tender_bid *b, const int64_t *moves, ak_err *err)
{
    if (!out->sids)
        out->sids =
            ARENA_NEWS(a, int64_t, (size_t)COST_ZONES_MOST * 12 + m->externals_n + m->grants_n + b->offers_n);
    *o = (cost_offer){0};
    reader r = {m, z, b, out, moves};
    AK_TRY(purchase_of(o, &r, err));
    AK_TRY(options_of(o, &r, err));
    AK_TRY(amount_of(o, &r, LCC_INSTALLATION, "installation_price", &z->installation, err));
    AK_TRY(amount_of(o, &r, LCC_MAINTENANCE, "maintenance_price", &z->maintenance, err));
    AK_TRY(amount_of(o, &r, LCC_DISPOSAL, "disposal_price", &z->disposal, err));
    AK_TRY(energy_of(o, &r, err));
    AK_TRY(wear_of(o, &r, err));
    return residual_of(o, &r, err);
}

/* What the bid answers in the unit that is priced. */
static ak_code external_answer(decimal *out, const cost_extra *e, const reader *r, const tender_offer *o,
                               ak_err *err)
{
    if (e->per)
        return number_of(out, r, o, str_of(e->per->code), err);
    *out = o->value.n;
    if (o->value.unit && strcmp(o->value.unit->dimension, "count") != 0)
        return ak_at(err, ak_fail(err, &TEND_137, o->value.unit_text, "1"), r->b->number, 0, o->attribute,
                     "");
    return AK_OK;
}

static ak_code extra_of(decimal *out, const cost_extra *e, const reader *r, bool grant, ak_err *err)
{
    *out = (decimal){0, 0};
    decimal x;
    AK_TRY(cost_moved(&x, &e->figure, r->moves, err));
    if (e->attribute[0]) {
        const tender_offer *o = offer_in(r->b, e->attribute, r->m->part_no, "");
        if (!o || (grant ? o->fulfilled == TENDER_NOT_SAID : !o->value.said)) {
            miss(r->out, e->attribute);
            return AK_OK;
        }
        rest_on(r->out, o);
        if (grant && o->fulfilled != TENDER_YES)
            return AK_OK;
        decimal answered;
        if (!grant) {
            AK_TRY(external_answer(&answered, e, r, o, err));
            AK_TRY(decimal_mul(&x, decimal_trim(x), decimal_trim(answered), err));
        }
    }
    if (e->figure.per_piece)
        AK_TRY(decimal_mul(&x, decimal_trim(x), r->z->count, err));
    if (grant)
        AK_TRY(decimal_mul_ratio(&x, NULL, x, -e->probability_ppb, WEIGHT_ONE,
                                 x.scale + 9 > 12 ? 12 : x.scale + 9, err));
    *out = decimal_trim(x);
    return AK_OK;
}

/* What is said for a piece counts for the pieces of the first zone; more zones have more than one count. */
ak_code cost_extras_of(decimal *external, decimal *grant, cost_bid *out, arena *a, const cost_model *m,
                       const tender_bid *b, const int64_t *moves, ak_err *err)
{
    (void)a;
    cost_zone all = {
        .item = "", .count = {0, 0}
    };
    for (size_t i = 0; i < m->zones_n; i++)
        AK_TRY(decimal_add(&all.count, all.count, m->zones[i].count, err));
    reader r = {m, &all, b, out, moves};
    *external = *grant = (decimal){0, 0};
    for (size_t i = 0; i < m->externals_n + m->grants_n; i++) {
        bool is_grant = i >= m->externals_n;
        decimal x;
        AK_TRY(extra_of(&x, is_grant ? &m->grants[i - m->externals_n] : &m->externals[i], &r, is_grant, err));
        decimal *sum = is_grant ? grant : external;
        AK_TRY(decimal_add(sum, *sum, x, err));
    }
    return AK_OK;
}

/* ---- Adding up ---- */

static ak_code path_of(decimal *out, const cost_path *p, int years, const int64_t *moves, ak_err *err)
{
    for (int t = 0; t < years; t++)
        AK_TRY(cost_moved(&out[t], &p->year[t], moves, err));
    return AK_OK;
}

static ak_code add_energy(lcc *l, arena *a, const cost_zone *z, const cost_offer *o, decimal use, int years,
                          const int64_t *moves, ak_err *err)
{
    decimal *price = ARENA_NEWS(a, decimal, (size_t)years);
    decimal *factor = ARENA_NEWS(a, decimal, (size_t)years);
    decimal kwh;
    AK_TRY(decimal_mul(&kwh, decimal_trim(o->energy_per_use), decimal_trim(use), err));
    if (z->energy_price.year) {
        AK_TRY(path_of(price, &z->energy_price, years, moves, err));
        AK_TRY(lcc_used(l, LCC_ENERGY, kwh, price, z->energy_price.by_year, NULL, err));
    }
    if (z->emission.year && z->co2_price.year) {
        AK_TRY(path_of(price, &z->co2_price, years, moves, err));
        AK_TRY(path_of(factor, &z->emission, years, moves, err));
        AK_TRY(lcc_used(l, LCC_CO2, kwh, price, z->co2_price.by_year, factor, err));
    }
    return AK_OK;
}

static ak_code add_zone(lcc *l, arena *a, const cost_zone *z, const cost_offer *o, int years,
                        const int64_t *moves, ak_err *err)
{
    const decimal one = {1, 0};
    decimal use = {0, 0};
    if (z->use.said)
        AK_TRY(cost_moved(&use, &z->use, moves, err));
    AK_TRY(lcc_once(l, LCC_PURCHASE, 0, o->amount[LCC_PURCHASE], one, err));
    AK_TRY(lcc_once(l, LCC_INSTALLATION, 0, o->amount[LCC_INSTALLATION], one, err));
    AK_TRY(lcc_yearly(l, LCC_MAINTENANCE, o->amount[LCC_MAINTENANCE], one, err));
    AK_TRY(lcc_once(l, LCC_DISPOSAL, years, o->amount[LCC_DISPOSAL], one, err));
    AK_TRY(lcc_once(l, LCC_RESIDUAL, years, o->amount[LCC_RESIDUAL], one, err));
    if (o->uses_energy)
        AK_TRY(add_energy(l, a, z, o, use, years, moves, err));
    int worn[REPLACED_MOST];
    size_t n = 0;
    if (o->wears)
        AK_TRY(lcc_replacements(worn, &n, REPLACED_MOST, o->life, use, years, err));
    for (size_t i = 0; i < n; i++) {
        AK_TRY(lcc_once(l, LCC_REPLACEMENT, worn[i], o->amount[LCC_REPLACEMENT], one, err));
        AK_TRY(lcc_once(l, LCC_LABOUR, worn[i], o->amount[LCC_LABOUR], one, err));
    }
    return AK_OK;
}

static int whole_years(decimal d)
{
    return (int)decimal_round(d, 0).n;
}

static ak_code cost_in(cost_bid *out, arena *a, const cost_model *m, const tender_bid *b,
                       const int64_t *moves, ak_err *err)
{
    decimal years;
    lcc_terms terms = {.minor_digits = (int)m->money->exponent};
    AK_TRY(cost_moved(&years, &m->years, moves, err));
    AK_TRY(cost_moved(&terms.rate, &m->rate, moves, err));
    AK_TRY(cost_moved(&terms.growth, &m->growth, moves, err));
    terms.years = whole_years(years);
    lcc *l = NULL;
    AK_TRY(lcc_new(&l, a, &terms, err));
    for (size_t i = 0; i < m->zones_n; i++) {
        cost_offer o;
        AK_TRY(cost_offer_of(&o, out, a, m, &m->zones[i], b, moves, err));
        if (out->missing_n == 0)
            AK_TRY(add_zone(l, a, &m->zones[i], &o, terms.years, moves, err));
    }
    decimal external;
    decimal grant;
    AK_TRY(cost_extras_of(&external, &grant, out, a, m, b, moves, err));
    AK_TRY(lcc_yearly(l, LCC_OTHER_EXTERNAL, external, (decimal){1, 0}, err));
    AK_TRY(lcc_once(l, LCC_GRANT, 0, grant, (decimal){1, 0}, err));
    AK_TRY(lcc_done(&out->lcc, a, l, err));
    out->without_grants = out->lcc.total - out->lcc.group[LCC_GRANT];
    return AK_OK;
}

ak_code cost_of_bid(cost_bid *out, arena *a, const cost_model *m, const tender_bid *b, const int64_t *moves,
                    ak_err *err)
{
    *out = (cost_bid){0};
    return ak_at(err, cost_in(out, a, m, b, moves, err), b->number, 0, "", "");
}
