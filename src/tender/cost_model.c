/* cost_model.c -- the assumptions of a tender's total cost, in the units that are computed with. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/attribute.h"
#include "tender/cost_private.h"

#define FIGURE_SCALE 12

typedef struct builder {
    arena *a;
    cost_model *m;
    const tender *t;
} builder;

static ak_code fail_row(ak_err *err, const ak_rule *rule, const tender_cost *r)
{
    return ak_fail(err, rule, r->cost_kind, r->value.unit_text[0] ? r->value.unit_text : "-");
}

/* "DKK/t" is of DKK. */
static const currency *currency_of_unit(const char *unit_text)
{
    str rest = str_of(unit_text);
    str code = str_cut(&rest, '/');
    return code.n == 3 ? currency_find(code) : NULL;
}

static const currency *currency_of(const tender *t)
{
    if (t->value_estimate.said)
        return t->value_estimate.m.currency;
    for (size_t i = 0; i < t->costs_n; i++)
        if (currency_of_unit(t->costs[i].value.unit_text))
            return currency_of_unit(t->costs[i].value.unit_text);
    for (size_t i = 0; i < t->bids_n; i++)
        for (size_t j = 0; j < t->bids[i].offers_n; j++)
            if (t->bids[i].offers[j].amount.said)
                return t->bids[i].offers[j].amount.m.currency;
    return currency_find(STR("NOK"));
}

static ak_code convert(decimal *out, const tender_number *n, const unit *from, const unit *to, ak_err *err)
{
    if (!from || !to) {
        *out = n->n;
        return AK_OK;
    }
    return unit_convert(out, NULL, n->n, from, to, FIGURE_SCALE, err);
}

/* The figure of a row in unit `to`, NULL = as said.  low and high are in the unit of the value. */
static ak_code figure_in(cost_figure *out, const tender_cost *r, const unit *to, ak_err *err)
{
    *out = (cost_figure){.said = r->value.said, .param = -1};
    if (!r->value.said)
        return AK_OK;
    AK_TRY(convert(&out->base, &r->value, r->value.unit, to, err));
    out->low = out->high = out->base;
    if (r->low.said)
        AK_TRY(convert(&out->low, &r->low, r->low.unit ? r->low.unit : r->value.unit, to, err));
    if (r->high.said)
        AK_TRY(convert(&out->high, &r->high, r->high.unit ? r->high.unit : r->value.unit, to, err));
    return AK_OK;
}

static const unit *money_unit(const builder *b, const char *per)
{
    char code[16];
    snprintf(code, sizeof code, "%s%s%s", b->m->money->code, per[0] ? "/" : "", per);
    return unit_find(str_of(code));
}

static bool other_currency(const builder *b, const tender_cost *r)
{
    const currency *c = currency_of_unit(r->value.unit_text);
    return c && c != b->m->money;
}

/* Money by a unit: DKK/kWh and the like. */
static ak_code money_per(cost_figure *out, const builder *b, const tender_cost *r, const char *per,
                         ak_err *err)
{
    if (other_currency(b, r))
        return ak_fail(err, &TEND_131, r->cost_kind, r->value.unit_text, b->m->money->code);
    const unit *to = money_unit(b, per);
    if (!to || !r->value.unit || strcmp(r->value.unit->dimension, to->dimension) != 0)
        return fail_row(err, &TEND_130, r);
    return figure_in(out, r, to, err);
}

/* Money, for a piece or for the whole; a year of it is the same as once a year. */
static ak_code money_sum(cost_figure *out, const builder *b, const tender_cost *r, ak_err *err)
{
    if (other_currency(b, r))
        return ak_fail(err, &TEND_131, r->cost_kind, r->value.unit_text, b->m->money->code);
    const unit *u = r->value.unit;
    const unit *whole = money_unit(b, "");
    if (u && strcmp(u->dimension, "ratio") == 0 && strcmp(r->cost_kind, "residual") == 0) {
        AK_TRY(figure_in(out, r, unit_base("ratio"), err));
        out->of_price = true;
        return AK_OK;
    }
    const char *slash = strchr(r->value.unit_text, '/');
    if (r->value.unit_text[0] && slash && strcmp(slash, "/piece") != 0 && strcmp(slash, "/yr") != 0)
        return fail_row(err, &TEND_130, r);
    AK_TRY(figure_in(out, r, NULL, err));
    out->per_piece = !u || u != whole;
    return AK_OK;
}

static ak_code energy_factor(cost_figure *out, const tender_cost *r, ak_err *err)
{
    const unit *u = r->value.unit;
    if (!u || (strcmp(u->dimension, "gwp_per_energy") != 0 && strcmp(u->dimension, "mass_per_energy") != 0))
        return fail_row(err, &TEND_130, r);
    bool gwp = strcmp(u->dimension, "gwp_per_energy") == 0;
    return figure_in(out, r, unit_find(gwp ? STR("kg CO2e/kWh") : STR("kg/kWh")), err);
}

static ak_code plain_in(cost_figure *out, const tender_cost *r, const char *dimension, str code, ak_err *err)
{
    const unit *u = r->value.unit;
    if (u && strcmp(u->dimension, dimension) != 0)
        return fail_row(err, &TEND_130, r);
    return figure_in(out, r, unit_find(code), err);
}

/* ---- Which row holds ---- */

/* The row of a kind for an item: its own, else the one without item; year 0 = it holds for all years. */
static const tender_cost *row_of(const tender *t, const char *kind, const char *item, int year)
{
    const tender_cost *general = NULL;
    for (size_t i = 0; i < t->costs_n; i++) {
        const tender_cost *r = &t->costs[i];
        if (strcmp(r->cost_kind, kind) != 0 || r->year != year)
            continue;
        if (strcmp(r->item, item) == 0)
            return r;
        if (!r->item[0])
            general = r;
    }
    return general;
}

/* One move for each row with a range; rows of a path share the move of the first. */
static int param_of(builder *b, const tender_cost *r, bool by_year)
{
    cost_model *m = b->m;
    for (size_t i = 0; i < m->params_n; i++)
        if (strcmp(m->params[i].row->cost_kind, r->cost_kind) == 0 &&
            strcmp(m->params[i].row->item, r->item) == 0) {
            m->params[i].last = r;
            return (int)i;
        }
    if ((!r->low.said && !r->high.said) || m->params_n == COST_PARAMS_MOST)
        return -1;
    m->params[m->params_n] = (cost_param){.row = r, .last = r, .by_year = by_year};
    return (int)m->params_n++;
}

static void set_skew(builder *b, const cost_figure *f)
{
    double below = decimal_double(f->base) - decimal_double(f->low);
    double range = decimal_double(f->high) - decimal_double(f->low);
    if (f->param >= 0 && range > 0)
        b->m->params[f->param].skew = below / range < 0 ? 0 : below / range > 1 ? 1 : below / range;
}

static void join(builder *b, cost_figure *f, const tender_cost *r, bool by_year)
{
    if (!f->said)
        return;
    f->param = param_of(b, r, by_year);
    set_skew(b, f);
    b->m->sids[b->m->sids_n++] = r->sid;
    b->m->illustrative = b->m->illustrative || r->evidence == EVIDENCE_ASSUMED;
}

typedef ak_code (*read_fn)(cost_figure *out, const builder *b, const tender_cost *r, ak_err *err);

static ak_code read_energy_price(cost_figure *out, const builder *b, const tender_cost *r, ak_err *err)
{
    return money_per(out, b, r, "kWh", err);
}

static ak_code read_co2_price(cost_figure *out, const builder *b, const tender_cost *r, ak_err *err)
{
    return money_per(out, b, r, "kg", err);
}

static ak_code read_emission(cost_figure *out, const builder *b, const tender_cost *r, ak_err *err)
{
    (void)b;
    return energy_factor(out, r, err);
}

/* Years of the longest period that is tried. */
static int years_most(const cost_model *m)
{
    double most = decimal_double(m->years.high);
    double base = decimal_double(m->years.base);
    most = most > base ? most : base;
    return most > LCC_YEARS_MAX ? LCC_YEARS_MAX : (int)most;
}

static bool has_years(const tender *t, const char *kind, const char *item)
{
    for (size_t i = 0; i < t->costs_n; i++)
        if (t->costs[i].year > 0 && strcmp(t->costs[i].cost_kind, kind) == 0 &&
            (strcmp(t->costs[i].item, item) == 0 || !t->costs[i].item[0]))
            return true;
    return false;
}

static ak_code read_path(cost_path *out, builder *b, const char *kind, const char *item, read_fn read,
                         ak_err *err)
{
    int n = years_most(b->m);
    *out = (cost_path){.by_year = has_years(b->t, kind, item)};
    cost_figure *year = ARENA_NEWS(b->a, cost_figure, (size_t)n);
    const tender_cost *r = out->by_year ? NULL : row_of(b->t, kind, item, 0);
    /* a path that begins before year 1 gives its last value before it */
    for (int y = 1900; out->by_year && y < b->m->first_year; y++) {
        const tender_cost *at = row_of(b->t, kind, item, y);
        r = at ? at : r;
    }
    const tender_cost *read_row = NULL;
    cost_figure f = {.param = -1};
    for (int t = 0; t < n; t++) {
        const tender_cost *at = out->by_year ? row_of(b->t, kind, item, b->m->first_year + t) : NULL;
        r = at ? at : r;
        if (r && r != read_row) {
            AK_TRY(read(&f, b, r, err));
            join(b, &f, r, out->by_year);
            read_row = r;
        }
        year[t] = f;
    }
    for (int t = n - 1; t > 0; t--) /* and one that begins later, its first value before that */
        if (year[t].said && !year[t - 1].said)
            year[t - 1] = year[t];
    out->year = n > 0 && year[0].said ? year : NULL;
    return AK_OK;
}

static int first_year_of(const tender *t)
{
    int year = (int)strtol(t->date, NULL, 10);
    int earliest = 0;
    for (size_t i = 0; i < t->costs_n; i++)
        if (t->costs[i].year > 0 && (!earliest || t->costs[i].year < earliest))
            earliest = t->costs[i].year;
    return earliest >= year && earliest > 0 ? earliest : year + 1;
}

/* ---- Zones ---- */

static ak_code money_figure(cost_figure *out, builder *b, const char *kind, const char *item, ak_err *err)
{
    *out = (cost_figure){.param = -1};
    const tender_cost *r = row_of(b->t, kind, item, 0);
    if (!r)
        return AK_OK;
    AK_TRY(money_sum(out, b, r, err));
    join(b, out, r, false);
    return AK_OK;
}

static ak_code read_use(cost_zone *z, builder *b, ak_err *err)
{
    const tender_cost *r = row_of(b->t, "operating_hours", z->item, 0);
    if (!r)
        return AK_OK;
    z->by_distance = r->value.unit && strcmp(r->value.unit->dimension, "length") == 0;
    AK_TRY(z->by_distance ? plain_in(&z->use, r, "length", STR("KMT"), err)
                          : plain_in(&z->use, r, "time", STR("HUR"), err));
    join(b, &z->use, r, false);
    return AK_OK;
}

/* Replacement: its item may name the attribute of the lifetime. */
static ak_code read_replacement(cost_zone *z, builder *b, ak_err *err)
{
    z->life_attribute = "replacement_interval";
    z->replacement = (cost_figure){.param = -1};
    for (size_t i = 0; i < b->t->costs_n; i++) {
        const tender_cost *r = &b->t->costs[i];
        if (strcmp(r->cost_kind, "replacement") != 0)
            continue;
        const attribute *life = r->item[0] ? attribute_find(b->a, str_of(r->item)) : NULL;
        if (!life && r->item[0] && strcmp(r->item, z->item) != 0)
            continue;
        if (life)
            z->life_attribute = life->code;
        AK_TRY(money_sum(&z->replacement, b, r, err));
        join(b, &z->replacement, r, false);
        break;
    }
    return AK_OK;
}

static ak_code read_zone(cost_zone *z, builder *b, ak_err *err)
{
    AK_TRY(read_use(z, b, err));
    AK_TRY(read_path(&z->energy_price, b, "energy_price", z->item, read_energy_price, err));
    AK_TRY(read_path(&z->emission, b, "emission_factor", z->item, read_emission, err));
    AK_TRY(read_path(&z->co2_price, b, "co2_price", z->item, read_co2_price, err));
    AK_TRY(money_figure(&z->purchase, b, "purchase", z->item, err));
    AK_TRY(money_figure(&z->installation, b, "installation", z->item, err));
    AK_TRY(money_figure(&z->maintenance, b, "maintenance", z->item, err));
    AK_TRY(money_figure(&z->labour, b, "labour", z->item, err));
    AK_TRY(money_figure(&z->disposal, b, "disposal", z->item, err));
    AK_TRY(money_figure(&z->residual, b, "residual", z->item, err));
    return read_replacement(z, b, err);
}

/* What is counted under the number of a lot is counted in that lot alone. */
static bool is_of_other_lot(const cost_model *m, const char *item)
{
    bool other = false;
    for (size_t i = 0; i < m->t->parts_n && m->part_no[0]; i++)
        other = other || (strcmp(m->t->parts[i].part_no, item) == 0 && strcmp(item, m->part_no) != 0);
    return other;
}

static ak_code read_zones(builder *b, ak_err *err)
{
    cost_model *m = b->m;
    m->zones = ARENA_NEWS(b->a, cost_zone, COST_ZONES_MOST);
    for (size_t i = 0; i < b->t->costs_n; i++) {
        const tender_cost *r = &b->t->costs[i];
        if (strcmp(r->cost_kind, "count") != 0 || !r->value.said || is_of_other_lot(m, r->item))
            continue;
        if (m->zones_n == COST_ZONES_MOST)
            return ak_fail(err, &TEND_132, ak_arg_int(COST_ZONES_MOST));
        m->zones[m->zones_n] = (cost_zone){.item = r->item, .count = r->value.n, .use = {.param = -1}};
        m->sids[m->sids_n++] = r->sid;
        m->zones_n++;
    }
    if (m->zones_n == 0)
        m->zones[m->zones_n++] = (cost_zone){
            .item = "", .count = {1, 0},
                 .use = {.param = -1}
        };
    for (size_t i = 0; i < m->zones_n; i++)
        AK_TRY(read_zone(&m->zones[i], b, err));
    return AK_OK;
}

/* What one of the price is for: "DKK/t" of an attribute of mass is per tonne.  CO2 equivalents are priced by mass,
 * their own dimension notwithstanding.  False: the price is for another kind of thing than the attribute. */
static bool per_of(const unit **out, const tender_cost *r, const attribute *of)
{
    const char *slash = strchr(r->value.unit_text, '/');
    const unit *per = slash ? unit_find(str_of(slash + 1)) : NULL;
    *out = NULL;
    if (!of->dimension[0] || strcmp(of->dimension, "count") == 0) /* a number of things, a score */
        return !slash || strcmp(slash, "/piece") == 0;
    if (!per)
        return false;
    bool gas = strncmp(of->dimension, "gwp", 3) == 0 && strcmp(per->dimension, "mass") == 0;
    if (gas && (strcmp(of->dimension, "gwp") == 0 || strcmp(of->dimension, "gwp_per_count") == 0)) {
        bool each = strcmp(of->dimension, "gwp_per_count") == 0;
        *out = unit_find(each ? STR("kg CO2e/piece") : STR("kg CO2e"));
        return true;
    }
    *out = per;
    return strcmp(per->dimension, of->dimension) == 0;
}

static ak_code read_external(cost_extra *e, const builder *b, const attribute *of, ak_err *err)
{
    const tender_cost *r = e->row;
    if (r->item[0] && !of)
        return ak_fail(err, &TEND_149, r->item);
    if (!of)
        return money_sum(&e->figure, b, r, err);
    if (other_currency(b, r))
        return ak_fail(err, &TEND_131, r->cost_kind, r->value.unit_text, b->m->money->code);
    if (!per_of(&e->per, r, of))
        return fail_row(err, &TEND_130, r);
    bool gas = e->per && strncmp(of->dimension, "gwp", 3) == 0 && !strstr(r->value.unit_text, "CO2e");
    AK_TRY(gas ? money_per(&e->figure, b, r, "kg", err) : figure_in(&e->figure, r, NULL, err));
    e->figure.per_piece = true;
    return AK_OK;
}

static ak_code read_extras(builder *b, ak_err *err)
{
    cost_model *m = b->m;
    const tender *t = b->t;
    m->externals = ARENA_NEWS(b->a, cost_extra, t->costs_n);
    m->grants = ARENA_NEWS(b->a, cost_extra, t->costs_n);
    for (size_t i = 0; i < t->costs_n; i++) {
        const tender_cost *r = &t->costs[i];
        bool grant = strcmp(r->cost_kind, "grant") == 0;
        if (!grant && strcmp(r->cost_kind, "external_other") != 0)
            continue;
        cost_extra *e = grant ? &m->grants[m->grants_n++] : &m->externals[m->externals_n++];
        const attribute *of = r->item[0] ? attribute_find(b->a, str_of(r->item)) : NULL;
        *e = (cost_extra){.row = r,
                          .attribute = of ? of->code : "",
                          .probability_ppb = r->probability_ppb >= 0 ? r->probability_ppb : WEIGHT_ONE};
        AK_TRY(grant ? money_sum(&e->figure, b, r, err) : read_external(e, b, of, err));
        join(b, &e->figure, r, false);
    }
    return AK_OK;
}

static ak_code read_terms(builder *b, const tender_cost *horizon, ak_err *err)
{
    cost_model *m = b->m;
    AK_TRY(plain_in(&m->years, horizon, "time", STR("ANN"), err));
    join(b, &m->years, horizon, false);
    const tender_cost *rate = row_of(b->t, "rate", "", 0);
    const tender_cost *growth = row_of(b->t, "inflation", "", 0);
    m->rate = m->growth = (cost_figure){.param = -1};
    if (rate) {
        AK_TRY(plain_in(&m->rate, rate, "ratio", str_of(unit_base("ratio")->code), err));
        join(b, &m->rate, rate, false);
    }
    m->nominal = strcmp(b->t->rate_kind, "nominal") == 0;
    if (growth && m->nominal) {
        AK_TRY(plain_in(&m->growth, growth, "ratio", str_of(unit_base("ratio")->code), err));
        join(b, &m->growth, growth, false);
    }
    return AK_OK;
}

ak_code cost_model_of(const cost_model **out, arena *a, const tender *t, const char *part_no, ak_err *err)
{
    *out = NULL;
    const tender_cost *horizon = row_of(t, "horizon", "", 0);
    if (!horizon || !horizon->value.said)
        return AK_OK;
    cost_model *m = ARENA_NEW(a, cost_model);
    *m = (cost_model){.t = t, .part_no = part_no, .money = currency_of(t), .first_year = first_year_of(t)};
    m->params = ARENA_NEWS(a, cost_param, COST_PARAMS_MOST);
    m->sids = ARENA_NEWS(a, int64_t, (t->costs_n + 1) * (COST_ZONES_MOST + 1));
    builder b = {a, m, t};
    AK_TRY(read_terms(&b, horizon, err));
    if (decimal_double(m->years.base) < 1 || decimal_double(m->years.base) > LCC_YEARS_MAX)
        return ak_fail(err, &TEND_101, ak_arg_int((int64_t)decimal_double(m->years.base)),
                       ak_arg_int(LCC_YEARS_MAX));
    AK_TRY(read_zones(&b, err));
    AK_TRY(read_extras(&b, err));
    *out = m;
    return AK_OK;
}

ak_code cost_moved(decimal *out, const cost_figure *f, const int64_t *moves, ak_err *err)
{
    *out = f->base;
    int64_t by = moves && f->param >= 0 ? moves[f->param] : 0;
    if (by == 0)
        return AK_OK;
    decimal span;
    AK_TRY(by > 0 ? decimal_sub(&span, f->high, f->base, err) : decimal_sub(&span, f->base, f->low, err));
    AK_TRY(decimal_mul_ratio(&span, NULL, span, by, COST_MOVE_ONE, FIGURE_SCALE, err));
    AK_TRY(decimal_add(out, f->base, decimal_trim(span), err));
    return AK_OK;
}
