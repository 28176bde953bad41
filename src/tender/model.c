/* model.c -- expected values, points over them, and the search for a reversal. */
#include "tender/model.h"

#include <string.h>

/* From what the bids offer: half the least to twice the most. */
static bool range_of_bids(model_leaf *out, const score *s, size_t k)
{
    size_t n = 0;
    for (size_t i = 0; i < s->bids_n; i++) {
        const score_cell *cell = &s->bids[i].cells[k];
        if (!cell->answered || cell->x <= 0)
            continue;
        out->low = n == 0 || cell->x < out->low ? cell->x : out->low;
        out->high = n == 0 || cell->x > out->high ? cell->x : out->high;
        n++;
    }
    out->low /= 2;
    out->high = out->high > POINT_VALUE_MOST / 2 ? POINT_VALUE_MOST : out->high * 2;
    return n > 0 && out->low < out->high;
}

static int64_t scale_of(const point_rule *r)
{
    int64_t one = 1;
    for (int i = 0; i < r->scale; i++)
        one *= 10;
    return one;
}

/* From the model itself. */
static bool range_of_rule(model_leaf *out, const point_rule *r)
{
    if (r->model == POINT_PASS_FAIL) {
        out->low = 0;
        out->high = scale_of(r);
        return true;
    }
    if (r->steps_n > 0) {
        out->low = 0;
        out->high = r->steps[0].at_least;
        for (size_t i = 0; i < r->steps_n; i++)
            out->high = r->steps[i].at_least > out->high ? r->steps[i].at_least : out->high;
        return out->low < out->high;
    }
    if (r->fixed) {
        out->low = r->low;
        out->high = r->high;
        return r->low < r->high;
    }
    if (r->model == POINT_ABSOLUTE || r->model == POINT_PRICED_QUALITY) {
        out->low = 0;
        out->high = (int64_t)((decimal_wide)r->max * scale_of(r) / POINT_ONE);
        return true;
    }
    return false;
}

static void leaf_of(model_leaf *out, const score *s, size_t k)
{
    const score_criterion *leaf = &s->leaves[k];
    const point_rule *r = &leaf->rule;
    *out = (model_leaf){.ranged = leaf->expected, .low = leaf->expected_low, .high = leaf->expected_high};
    if (!out->ranged)
        out->ranged = range_of_rule(out, r) || range_of_bids(out, s, k);
    if (out->ranged && point_depends(r->model) && out->low <= 0)
        out->low = 1;
    out->ranged = out->ranged && out->low < out->high;
    if (!out->ranged || (s->priced && k == s->base))
        return;
    point_span(&out->least, &out->most, r, out->low, out->high);
    out->outside = out->least < 0 || out->most > r->max;
    out->without_effect = out->least == out->most || leaf->weight == 0;
}

static void effects(model_test *m)
{
    double whole = 0;
    for (size_t k = 0; k < m->s->leaves_n; k++) {
        m->leaves[k].effect =
            (double)(m->leaves[k].most - m->leaves[k].least) * (double)m->s->leaves[k].weight;
        whole += m->leaves[k].effect;
    }
    for (size_t k = 0; k < m->s->leaves_n && whole > 0; k++)
        m->leaves[k].effect /= whole;
}

static void search(model_test *m, arena *a)
{
    const score *s = m->s;
    size_t n = s->leaves_n;
    point_rule *rules = ARENA_NEWS(a, point_rule, n);
    int64_t *weight = ARENA_NEWS(a, int64_t, n);
    int64_t *low = ARENA_NEWS(a, int64_t, n);
    int64_t *high = ARENA_NEWS(a, int64_t, n);
    for (size_t k = 0; k < n; k++) {
        rules[k] = s->leaves[k].rule;
        weight[k] = s->leaves[k].weight;
        low[k] = m->leaves[k].low;
        high[k] = m->leaves[k].high;
    }
    reversal_model *model = ARENA_NEW(a, reversal_model);
    *model = (reversal_model){rules, weight, low, high, n};
    int64_t *offers = ARENA_NEWS(a, int64_t, s->bids_n * n + 1);
    size_t bids = 0;
    for (size_t i = 0; i < s->bids_n && bids < REVERSAL_OFFERS_MOST; i++) {
        if (s->bids[i].status != SCORE_ADMISSIBLE)
            continue;
        for (size_t k = 0; k < n; k++)
            offers[bids * n + k] = s->bids[i].cells[k].x;
        bids++;
    }
    m->tried = true;
    m->of_bids = bids >= 2;
    if (m->of_bids)
        reversal_search(&m->turn, a, model, offers, bids);
    if (!m->turn.found) { /* these bids are safe; are others that may come? */
        m->of_bids = false;
        reversal_expected(&m->turn, a, model);
    }
}

ak_code model_test_of(model_test *out, arena *a, const score *s, ak_err *err)
{
    *out = (model_test){.s = s, .leaves = ARENA_NEWS(a, model_leaf, s->leaves_n + 1)};
    bool ranged = true;
    for (size_t k = 0; k < s->leaves_n; k++) {
        leaf_of(&out->leaves[k], s, k);
        ranged = ranged && out->leaves[k].ranged;
        out->depends =
            out->depends || (!s->priced && point_depends(s->leaves[k].rule.model) && s->leaves[k].weight > 0);
    }
    effects(out);
    if (out->depends && ranged)
        search(out, a);
    return arena_check(a, err);
}
