/* score.c -- criteria become rules, answers become values, values become points. */
#include "tender/score.h"

#include <assert.h>
#include <string.h>

#include "record/attribute.h"

#define SCALE_MOST     9
#define POINTS_DEFAULT 10

/* ---- Criteria ---- */

static bool is_parent(const tender *t, size_t i)
{
    for (size_t j = 0; j < t->criteria_n; j++)
        if (t->criteria[j].parent == (int)i)
            return true;
    return false;
}

static bool holds_for(const tender_criterion *c, const char *part_no)
{
    return !c->part_no[0] || !part_no[0] || strcmp(c->part_no, part_no) == 0;
}

static const char *attribute_of(const tender_criterion *c)
{
    return c->attribute[0] ? c->attribute : c->code;
}

/* Money: the total cost, a price, or an attribute of the type money. */
static void kind_of(score_criterion *k, arena *scratch)
{
    const attribute *at = k->of->attribute[0] ? attribute_find(scratch, str_of(k->of->attribute)) : NULL;
    k->total_cost = strcmp(k->of->attribute, "total_cost") == 0;
    k->money = k->total_cost || (at && strcmp(at->type, "money") == 0);
    k->unit = NULL;
    if (!k->money && k->of->unit_text[0])
        k->unit = unit_find(str_of(k->of->unit_text));
    if (!k->money && !k->unit && at && at->unit[0])
        k->unit = unit_find(str_of(at->unit));
    k->rule.lower_better = k->of->direction[0] ? strcmp(k->of->direction, "lower_better") == 0 : k->money;
}

/* A number of the criterion in its unit. */
static ak_code in_unit(decimal *out, const score_criterion *k, const tender_number *n, ak_err *err)
{
    *out = n->n;
    if (!k->unit || !n->unit || n->unit == k->unit)
        return AK_OK;
    return unit_convert(out, NULL, n->n, n->unit, k->unit, SCALE_MOST, err) == AK_OK
               ? AK_OK
               : ak_fail(err, &TEND_137, n->unit_text, k->unit->symbol);
}

static ak_code scaled(int64_t *out, decimal d, int scale, ak_err *err)
{
    return decimal_scaled(out, decimal_trim(d), scale, NULL) == AK_OK ? AK_OK : ak_fail(err, &TEND_113);
}

static void widen(int *scale, decimal d)
{
    d = decimal_trim(d);
    if (d.scale > *scale)
        *scale = d.scale > SCALE_MOST ? SCALE_MOST : d.scale;
}

/* The scale that holds its limits, its steps and every answer. */
static ak_code scale_of(int *scale, const score *s, const score_criterion *k, ak_err *err)
{
    *scale = k->money ? (int)(s->cost ? s->cost->money->exponent : 2) : 0;
    const tender_criterion *c = k->of;
    decimal d;
    const tender_number *const limits[4] = {&c->low_point, &c->high_point, &c->expected_low,
                                            &c->expected_high};
    for (size_t i = 0; i < 4; i++) {
        const tender_number *n = limits[i];
        if (n->said) {
            AK_TRY(in_unit(&d, k, n, err));
            widen(scale, d);
        }
    }
    for (size_t i = 0; i < c->steps_n; i++)
        widen(scale, c->steps[i].at_least);
    for (size_t i = 0; i < s->bids_n; i++) {
        const tender_offer *o = tender_offer_find(s->bids[i].of, attribute_of(c), s->part_no);
        if (o && o->value.said) {
            AK_TRY(in_unit(&d, k, &o->value, err));
            widen(scale, d);
        }
        if (o && o->amount.said)
            widen(scale, (decimal){1, (int)o->amount.m.currency->exponent});
    }
    return AK_OK;
}

static ak_code rule_limits(score_criterion *k, arena *a, ak_err *err)
{
    const tender_criterion *c = k->of;
    point_rule *r = &k->rule;
    decimal d = {POINTS_DEFAULT, 0};
    if (c->points_max.said)
        d = c->points_max.n;
    AK_TRY(scaled(&r->max, d, 4, err));
    r->fixed = c->low_point.said && c->high_point.said;
    if (r->fixed) {
        AK_TRY(in_unit(&d, k, &c->low_point, err));
        AK_TRY(scaled(&r->low, d, r->scale, err));
        AK_TRY(in_unit(&d, k, &c->high_point, err));
        AK_TRY(scaled(&r->high, d, r->scale, err));
    }
    k->expected = c->expected_low.said && c->expected_high.said;
    if (k->expected) {
        AK_TRY(in_unit(&d, k, &c->expected_low, err));
        AK_TRY(scaled(&k->expected_low, d, r->scale, err));
        AK_TRY(in_unit(&d, k, &c->expected_high, err));
        AK_TRY(scaled(&k->expected_high, d, r->scale, err));
    }
    point_step *steps = ARENA_NEWS(a, point_step, c->steps_n + 1);
    for (size_t i = 0; i < c->steps_n; i++) {
        AK_TRY(scaled(&steps[i].at_least, c->steps[i].at_least, r->scale, err));
        steps[i].share = c->steps[i].points_ppb;
    }
    r->steps = steps;
    r->steps_n = c->steps_n;
    return point_rule_check(r, err);
}

static ak_code rule_of(score_criterion *k, arena *a, const score *s, ak_err *err)
{
    int model = point_model_find(k->of->point_model);
    k->rule.model = model < 0 ? POINT_ABSOLUTE : (point_model)model;
    kind_of(k, a);
    AK_TRY(scale_of(&k->rule.scale, s, k, err));
    return rule_limits(k, a, err);
}

static ak_code read_criteria(score *s, arena *a, ak_err *err)
{
    const tender *t = s->t;
    weight_in *in = ARENA_NEWS(a, weight_in, t->criteria_n + 1);
    int64_t *weight = ARENA_NEWS(a, int64_t, t->criteria_n + 1);
    size_t *place = ARENA_NEWS(a, size_t, t->criteria_n + 1);
    size_t n = 0;
    for (size_t i = 0; i < t->criteria_n; i++)
        if (holds_for(&t->criteria[i], s->part_no))
            place[i] = n++;
    size_t m = 0;
    for (size_t i = 0; i < t->criteria_n; i++) {
        const tender_criterion *c = &t->criteria[i];
        if (!holds_for(c, s->part_no))
            continue;
        int parent =
            c->parent >= 0 && holds_for(&t->criteria[c->parent], s->part_no) ? (int)place[c->parent] : -1;
        in[m++] = (weight_in){parent, c->weight_ppb, c->priority};
    }
    AK_TRY(weights_of(weight, &s->weights, in, n, a, err));
    s->leaves = ARENA_NEWS(a, score_criterion, n + 1);
    for (size_t i = 0; i < t->criteria_n; i++)
        if (holds_for(&t->criteria[i], s->part_no) && !is_parent(t, i))
            s->leaves[s->leaves_n++] =
                (score_criterion){.of = &t->criteria[i], .index = i, .weight = weight[place[i]]};
    for (size_t i = 0; i < s->leaves_n; i++)
        AK_TRY(ak_at(err, rule_of(&s->leaves[i], a, s, err), s->leaves[i].of->code, 0, "", ""));
    return AK_OK;
}

/* ---- Answers ---- */

static ak_code money_value(score_cell *cell, const score *s, const tender_bid *b, const tender_offer *o,
                           ak_err *err)
{
    const currency *cur = s->cost ? s->cost->money : NULL;
    for (size_t i = 0; i < s->bids_n && !cur; i++) { /* all bids in the currency of the first */
        const tender_offer *first = tender_offer_find(s->bids[i].of, o->attribute, s->part_no);
        cur = first && first->amount.said ? first->amount.m.currency : NULL;
    }
    if (!o->amount.said)
        return o->value.said ? ak_fail(err, &TEND_133, o->attribute) : AK_OK;
    assert(cur); /* the offer itself has one */
    if (o->amount.m.currency != cur)
        return ak_fail(err, &TEND_131, o->attribute, o->amount.m.currency->code, cur->code);
    cell->x = o->amount.m.minor;
    cell->answered = true;
    bool price = strcmp(o->attribute, "price") == 0;
    for (size_t i = 0; price && i < b->offers_n; i++) {
        const tender_offer *option = &b->offers[i];
        if (strcmp(option->attribute, "option_price") != 0 || !option->amount.said ||
            (s->part_no[0] && option->part_no[0] && strcmp(option->part_no, s->part_no) != 0))
            continue;
        if (option->amount.m.currency != cur)
            return ak_fail(err, &TEND_131, option->attribute, option->amount.m.currency->code, cur->code);
        cell->x += option->amount.m.minor;
    }
    return AK_OK;
}

static ak_code value_of(score_cell *cell, const score *s, const score_bid *b, const score_criterion *k,
                        ak_err *err)
{
    if (k->total_cost) {
        cell->answered = b->cost.missing_n == 0;
        cell->x = b->cost.lcc.total;
        return AK_OK;
    }
    const tender_offer *o = tender_offer_find(b->of, attribute_of(k->of), s->part_no);
    if (!o)
        return AK_OK;
    cell->offer = o;
    if (k->money)
        return money_value(cell, s, b->of, o, err);
    if (o->value.said) {
        decimal d;
        AK_TRY(in_unit(&d, k, &o->value, err));
        AK_TRY(scaled(&cell->x, decimal_round(decimal_trim(d), k->rule.scale), k->rule.scale, err));
        cell->answered = true;
    } else if (o->fulfilled == TENDER_YES || o->fulfilled == TENDER_NO) {
        cell->x = o->fulfilled == TENDER_YES;
        for (int i = 0; i < k->rule.scale; i++)
            cell->x *= 10;
        cell->answered = k->rule.model == POINT_PASS_FAIL;
        cell->raw_text = o->fulfilled == TENDER_YES ? "yes" : "no";
    } else if (o->value_text[0]) {
        return ak_fail(err, &TEND_138, o->value_text, k->of->code);
    }
    return AK_OK;
}

static ak_code read_bid(score *s, arena *a, score_bid *b, const score_options *o, ak_err *err)
{
    b->cells = ARENA_NEWS(a, score_cell, s->leaves_n + 1);
    b->complete = b->status != SCORE_ELSEWHERE;
    if (b->status == SCORE_ELSEWHERE)
        return AK_OK;
    if (s->cost)
        AK_TRY(cost_of_bid(&b->cost, a, s->cost, b->of, o->moves, err));
    for (size_t k = 0; k < s->leaves_n; k++) {
        score_cell *cell = &b->cells[k];
        AK_TRY(value_of(cell, s, b, &s->leaves[k], err));
        if (cell->answered)
            AK_TRY(ak_at(err, point_value_check(&s->leaves[k].rule, cell->x, err), b->of->number, 0,
                         s->leaves[k].of->code, score_value_text(a, &s->leaves[k], cell->x)));
        b->complete = b->complete && cell->answered;
    }
    if (!b->complete && b->status == SCORE_ADMISSIBLE)
        b->status = SCORE_UNCLEAR;
    return AK_OK;
}

/* ---- Points ---- */

static void find_best(score *s, arena *scratch)
{
    int64_t *x = ARENA_NEWS(scratch, int64_t, s->bids_n + 1);
    bool *counts = ARENA_NEWS(scratch, bool, s->bids_n + 1);
    for (size_t k = 0; k < s->leaves_n; k++) {
        for (size_t i = 0; i < s->bids_n; i++) {
            x[i] = s->bids[i].cells[k].x;
            counts[i] = s->bids[i].status == SCORE_ADMISSIBLE;
        }
        s->leaves[k].has_best = point_best(&s->leaves[k].best, &s->leaves[k].rule, x, counts, s->bids_n);
    }
}

/* A bid that does not count is measured by the best of those that do, and itself. */
static int64_t best_for(const score_criterion *k, int64_t x)
{
    if (!k->has_best)
        return x;
    bool better = k->rule.lower_better ? x < k->best : x > k->best;
    return better ? x : k->best;
}

static void points_of_bid(score *s, score_bid *b)
{
    for (size_t k = 0; k < s->leaves_n; k++) {
        score_cell *cell = &b->cells[k];
        const score_criterion *leaf = &s->leaves[k];
        if (!cell->answered)
            continue;
        cell->points = point_of(&leaf->rule, best_for(leaf, cell->x), cell->x);
        if (s->priced && k != s->base)
            cell->surcharge = leaf->of->surcharge.said
                                  ? point_surcharge(&leaf->rule, cell->points, leaf->of->surcharge.m.minor)
                                  : point_surcharge_of_weight(&leaf->rule, cell->points, b->cells[s->base].x,
                                                              leaf->weight, s->leaves[s->base].weight);
    }
}

static void total_of_bid(const score *s, score_bid *b, const int64_t *weight, int64_t *points)
{
    b->total = 0;
    for (size_t k = 0; k < s->leaves_n; k++) {
        points[k] = b->cells[k].points;
        if (s->priced)
            b->total += k == s->base ? b->cells[k].x : b->cells[k].surcharge;
    }
    if (!s->priced)
        b->total = point_total(weight, points, s->leaves_n);
}

/* Priced quality needs one price, and nothing beside it but priced quality. */
static ak_code check_priced(score *s, ak_err *err)
{
    size_t bases = 0;
    for (size_t k = 0; k < s->leaves_n; k++)
        s->priced = s->priced || s->leaves[k].rule.model == POINT_PRICED_QUALITY;
    for (size_t k = 0; s->priced && k < s->leaves_n; k++) {
        const score_criterion *leaf = &s->leaves[k];
        if (leaf->money) {
            s->base = k;
            bases++;
        } else if (leaf->rule.model != POINT_PRICED_QUALITY) {
            return ak_at(err, ak_fail(err, &TEND_136), leaf->of->code, 0, "", "");
        }
    }
    if (!s->priced)
        return AK_OK;
    if (bases != 1)
        return ak_fail(err, &TEND_135);
    for (size_t k = 0; k < s->leaves_n; k++)
        if (k != s->base && !s->leaves[k].of->surcharge.said &&
            (s->weights == WEIGHTS_SUM || s->leaves[s->base].weight <= 0))
            return ak_at(err, ak_fail(err, &TEND_139), s->leaves[k].of->code, 0, "", "");
    return AK_OK;
}

static void places_by(const score *s, int *place, const int64_t *total, const bool *counts)
{
    point_places(place, total, counts, s->bids_n, s->priced);
}

/* Totals as they would be if no grant were given: only the total cost changes. */
static void rank_without_grants(score *s, arena *scratch, const bool *counts)
{
    int64_t *total = ARENA_NEWS(scratch, int64_t, s->bids_n + 1);
    int *place = ARENA_NEWS(scratch, int, s->bids_n + 1);
    int64_t *points = ARENA_NEWS(scratch, int64_t, s->leaves_n + 1);
    int64_t *weight = ARENA_NEWS(scratch, int64_t, s->leaves_n + 1);
    for (size_t k = 0; k < s->leaves_n; k++) {
        const score_criterion *leaf = &s->leaves[k];
        weight[k] = leaf->weight;
        int64_t best = 0;
        bool any = false;
        for (size_t i = 0; i < s->bids_n; i++) {
            int64_t x = leaf->total_cost ? s->bids[i].cost.without_grants : s->bids[i].cells[k].x;
            if (counts[i] && (!any || (leaf->rule.lower_better ? x < best : x > best))) {
                best = x;
                any = true;
            }
        }
        for (size_t i = 0; i < s->bids_n; i++) {
            const score_cell *cell = &s->bids[i].cells[k];
            int64_t x = leaf->total_cost ? s->bids[i].cost.without_grants : cell->x;
            if (!counts[i])
                continue;
            points[k] = point_of(&leaf->rule, best, x);
            total[i] +=
                s->priced ? (k == s->base ? x : cell->surcharge) : point_total(&weight[k], &points[k], 1);
        }
    }
    places_by(s, place, total, counts);
    for (size_t i = 0; i < s->bids_n; i++)
        s->bids[i].place_without_grants = place[i];
}

void score_rank(score *s, arena *scratch)
{
    arena_mark mark = arena_save(scratch);
    int64_t *total = ARENA_NEWS(scratch, int64_t, s->bids_n + 1);
    bool *counts = ARENA_NEWS(scratch, bool, s->bids_n + 1);
    int *place = ARENA_NEWS(scratch, int, s->bids_n + 1);
    for (size_t i = 0; i < s->bids_n; i++) {
        total[i] = s->bids[i].total;
        counts[i] = s->bids[i].status == SCORE_ADMISSIBLE;
    }
    places_by(s, place, total, counts);
    s->winner = -1;
    s->tied = false;
    for (size_t i = 0; i < s->bids_n; i++) {
        s->bids[i].place = place[i];
        if (place[i] == 1) {
            s->tied = s->winner >= 0;
            s->winner = s->winner >= 0 ? s->winner : (int)i;
        }
    }
    if (s->cost)
        rank_without_grants(s, scratch, counts);
    arena_rewind(scratch, mark);
}

/* Whether an extreme weighting that fits the order puts another bid first. */
static void check_order(score *s, arena *scratch)
{
    size_t n = s->leaves_n;
    weight_in *in = ARENA_NEWS(scratch, weight_in, n + 1);
    int64_t *weight = ARENA_NEWS(scratch, int64_t, n + 1);
    int64_t *points = ARENA_NEWS(scratch, int64_t, n + 1);
    for (size_t k = 0; k < n; k++)
        in[k] = (weight_in){-1, -1, s->leaves[k].of->priority};
    for (size_t corner = 1; corner <= n; corner++) {
        weights_corner(weight, in, n, corner);
        int64_t top = 0;
        int64_t own = 0;
        for (size_t i = 0; i < s->bids_n; i++) {
            if (s->bids[i].status != SCORE_ADMISSIBLE)
                continue;
            for (size_t k = 0; k < n; k++)
                points[k] = s->bids[i].cells[k].points;
            int64_t total = point_total(weight, points, n);
            top = total > top ? total : top;
            own = (int)i == s->winner ? total : own;
        }
        s->order_open = s->order_open || own < top;
    }
}

ak_code score_of(score **out, arena *a, const tender *t, const score_options *o, ak_err *err)
{
    score *s = ARENA_NEW(a, score);
    *s = (score){.t = t, .part_no = o->part_no ? o->part_no : "", .winner = -1};
    s->bids = ARENA_NEWS(a, score_bid, t->bids_n + 1);
    for (size_t i = 0; i < t->bids_n; i++)
        s->bids[s->bids_n++] =
            (score_bid){.of = &t->bids[i],
                        .status = !tender_bid_is_for(&t->bids[i], s->part_no) ? SCORE_ELSEWHERE
                                  : o->status                                 ? o->status[i]
                                                                              : SCORE_ADMISSIBLE};
    AK_TRY(cost_model_of(&s->cost, a, t, s->part_no, err));
    AK_TRY(read_criteria(s, a, err));
    for (size_t k = 0; k < s->leaves_n; k++)
        if (s->leaves[k].total_cost && !s->cost)
            return ak_at(err, ak_fail(err, &TEND_134), s->leaves[k].of->code, 0, "", "");
    AK_TRY(check_priced(s, err));
    for (size_t i = 0; i < s->bids_n; i++)
        AK_TRY(read_bid(s, a, &s->bids[i], o, err));
    find_best(s, a);
    int64_t *points = ARENA_NEWS(a, int64_t, s->leaves_n + 1);
    int64_t *weight = ARENA_NEWS(a, int64_t, s->leaves_n + 1);
    for (size_t k = 0; k < s->leaves_n; k++)
        weight[k] = s->leaves[k].weight;
    for (size_t i = 0; i < s->bids_n; i++) {
        points_of_bid(s, &s->bids[i]);
        total_of_bid(s, &s->bids[i], weight, points);
    }
    score_rank(s, a);
    if (s->weights == WEIGHTS_ORDER && s->winner >= 0)
        check_order(s, a);
    *out = s;
    return AK_OK;
}
