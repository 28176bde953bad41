/* tender_bench.c -- 1,000 bids x 200 rules x 50 criteria scored, and 10,000 paired draws over them.
 *
 * Control: the same points and the same draws in a plain loop over arrays of doubles that already hold the
 * values, one thread, all 50 criteria anew in every draw.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "bench.h"
#include "tender/compliance.h"
#include "tender/score.h"

#define BIDS     1000
#define RULES    200
#define CRITERIA 50 /* the total cost, and 49 levels, steps and fixed points */
#define DRAWS    10000
#define STEPS    5

static int64_t below(uint64_t n, uint64_t i, uint64_t k)
{
    return (int64_t)rng_below(n, 11, i, k);
}

static tender_number number(int64_t n, int scale, const char *unit_code)
{
    return (tender_number){
        .said = true, .n = {n, scale},
             .unit = unit_find(str_of(unit_code)), .unit_text = unit_code
    };
}

static void requirements_of(tender *t, arena *a)
{
    tender_requirement *q = ARENA_NEWS(a, tender_requirement, RULES);
    for (int i = 0; i < RULES; i++)
        q[i] = (tender_requirement){.id = "",
                                    .code = arena_printf(a, "R%03d", i),
                                    .title = "",
                                    .text = "",
                                    .level = "mandatory",
                                    .part_no = "",
                                    .attribute = arena_printf(a, "rule%03d", i),
                                    .operator= "ge",
                                    .threshold = number(100, 0, "KGM"),
                                    .threshold_text = "",
                                    .applies_when = "",
                                    .except_when = "",
                                    .evidence_wanted = "",
                                    .evidence_due = "after_choice",
                                    .catalogue_code = "",
                                    .edition = "",
                                    .law_ref = ""};
    t->requirements = q;
    t->requirements_n = RULES;
}

static void criteria_of(tender *t, arena *a)
{
    static const char *const models[] = {"absolute", "steps", "fixed_points"};
    tender_criterion *k = ARENA_NEWS(a, tender_criterion, CRITERIA);
    tender_step *steps = ARENA_NEWS(a, tender_step, STEPS);
    for (int i = 0; i < STEPS; i++)
        steps[i] = (tender_step){
            {20 * (i + 1), 0},
            (i + 1) * INT64_C(200000000)
        };
    for (int i = 0; i < CRITERIA; i++) {
        k[i] = (tender_criterion){.id = "",
                                  .code = arena_printf(a, "K%02d", i),
                                  .title = "",
                                  .text = "",
                                  .parent = -1,
                                  .weight_ppb = WEIGHT_ONE / CRITERIA,
                                  .point_model = i ? models[i % 3] : "linear_relative",
                                  .direction = i ? "higher_better" : "lower_better",
                                  .attribute = i ? arena_printf(a, "level%02d", i) : "total_cost",
                                  .points_max = number(100, 0, ""),
                                  .unit_text = "",
                                  .steps = steps,
                                  .steps_n = STEPS,
                                  .part_no = "",
                                  .catalogue_code = ""};
        k[i].low_point = number(0, 0, "");
        k[i].high_point = number(100, 0, "");
    }
    t->criteria = k;
    t->criteria_n = CRITERIA;
}

static void costs_of(tender *t, arena *a)
{
    static const struct {
        const char *kind, *unit;
        int64_t value, low, high;
        int scale;
    } rows[] = {
        {"horizon",         "ANN",         10,   10,   10,   0},
        {"rate",            "P1",          35,   20,   60,   1},
        {"operating_hours", "HUR",         4000, 3000, 4300, 0},
        {"energy_price",    "DKK/kWh",     150,  100,  220,  2},
        {"emission_factor", "kg CO2e/kWh", 100,  80,   120,  3},
        {"co2_price",       "DKK/t",       1500, 750,  3000, 0},
    };
    size_t n = sizeof rows / sizeof *rows;
    tender_cost *c = ARENA_NEWS(a, tender_cost, n);
    for (size_t i = 0; i < n; i++)
        c[i] = (tender_cost){.cost_kind = rows[i].kind,
                             .item = "",
                             .value = number(rows[i].value, rows[i].scale, rows[i].unit),
                             .low = number(rows[i].low, rows[i].scale, rows[i].unit),
                             .high = number(rows[i].high, rows[i].scale, rows[i].unit),
                             .probability_ppb = -1,
                             .condition = "",
                             .table = ""};
    t->costs = c;
    t->costs_n = n;
}

static tender_offer offer(const char *attribute, tender_number value)
{
    return (tender_offer){.attribute = attribute,
                          .part_no = "",
                          .item = "",
                          .value = value,
                          .value_text = "",
                          .value_date = "",
                          .documented = true};
}

static void bids_of(tender *t, arena *a)
{
    tender_bid *b = ARENA_NEWS(a, tender_bid, BIDS);
    const currency *dkk = currency_find(STR("DKK"));
    for (uint64_t i = 0; i < BIDS; i++) {
        tender_offer *o = ARENA_NEWS(a, tender_offer, RULES + CRITERIA + 2);
        size_t n = 0;
        for (uint64_t k = 1; k < CRITERIA; k++)
            o[n++] = offer(t->criteria[k].attribute, number(below(101, i, k), 0, ""));
        o[n] = offer("purchase_price", (tender_number){.unit_text = ""});
        o[n++].amount = (tender_amount){
            true, {200000 + below(80000, i, 1000), dkk}
        };
        o[n++] = offer("rated_power", number(40 + below(25, i, 1001), 0, "WTT"));
        for (uint64_t k = 0; k < RULES; k++) /* every hundredth rule is broken by somebody */
            o[n++] =
                offer(t->requirements[k].attribute, number(below(20000, i, 2000 + k) ? 120 : 80, 0, "KGM"));
        b[i] = (tender_bid){.id = "",
                            .number = arena_printf(a, "%d", (int)i),
                            .variant_of = -1,
                            .received_at = "",
                            .file = "",
                            .valid_until = "",
                            .status = "",
                            .rejected_because = "",
                            .offers = o,
                            .offers_n = n};
    }
    t->bids = b;
    t->bids_n = BIDS;
}

static tender *tender_made(arena *a)
{
    tender *t = ARENA_NEW(a, tender);
    *t = (tender){.number = "bench",
                  .title = "",
                  .date = "2025-01-01",
                  .rate_kind = "real",
                  .jurisdiction = "DNK",
                  .bids_until = "",
                  .variants_allowed = TENDER_NOT_SAID};
    requirements_of(t, a);
    criteria_of(t, a);
    costs_of(t, a);
    bids_of(t, a);
    return t;
}

/* ---- The control ---- */

static double plain_points(int k, double best, double x)
{
    if (k == 0)
        return 100 - 100 * (x - best) / best;
    if (k % 3 == 1)
        return 20 * floor(x / 20);
    return x < 0 ? 0 : x > 100 ? 100 : x;
}

static size_t plain_winner(const double *cost, const double *level, const bool *counts)
{
    double best = INFINITY;
    for (size_t i = 0; i < BIDS; i++)
        best = counts[i] && cost[i] < best ? cost[i] : best;
    size_t winner = BIDS;
    double top = -INFINITY;
    for (size_t i = 0; i < BIDS; i++) {
        double sum = plain_points(0, best, cost[i]);
        for (int k = 1; k < CRITERIA; k++)
            sum += plain_points(k, 0, level[i * CRITERIA + (size_t)k]);
        if (counts[i] && sum > top) {
            top = sum;
            winner = i;
        }
    }
    return winner;
}

static void plain_draws(int64_t *wins, const sens_case *s, const double *level, const bool *counts, arena *a)
{
    double *cost = ARENA_NEWS(a, double, BIDS);
    double u[COST_PARAMS_MOST];
    for (uint64_t d = 0; d < DRAWS; d++) {
        for (size_t k = 0; k < s->params_n; k++)
            u[k] = sens_draw(rng_unit(1, d, k), s->skew[k]);
        sens_costs(cost, s, u);
        size_t w = plain_winner(cost, level, counts);
        if (w < BIDS)
            wins[w]++;
    }
}

static double *levels_of(const tender *t, arena *a)
{
    double *level = ARENA_NEWS(a, double, (size_t)BIDS *CRITERIA);
    for (size_t i = 0; i < BIDS; i++)
        for (size_t k = 1; k < CRITERIA; k++)
            level[i * CRITERIA + k] = decimal_double(t->bids[i].offers[k - 1].value.n);
    return level;
}

static ak_code run(double *scored_s, double *draws_s, double *plain_s, size_t *same, arena *a, ak_err *err)
{
    tender *t = tender_made(a);
    double start = bench_wall_s();
    compliance *rules = NULL;
    score *s = NULL;
    AK_TRY(compliance_of(&rules, a, t, err));
    score_status *status = ARENA_NEWS(a, score_status, BIDS);
    int *of = ARENA_NEWS(a, int, BIDS);
    bool *counts = ARENA_NEWS(a, bool, BIDS);
    double *other = ARENA_NEWS(a, double, BIDS);
    for (size_t i = 0; i < BIDS; i++)
        status[i] = rules->of_bid[i] == ADMISSIBLE_YES ? SCORE_ADMISSIBLE : SCORE_REFUSED;
    AK_TRY(score_of(&s, a, t, &(score_options){.status = status}, err));
    *scored_s = bench_wall_s() - start;
    start = bench_wall_s();
    sens_case draws;
    for (size_t i = 0; i < BIDS; i++) {
        of[i] = (int)i;
        counts[i] = s->bids[i].status == SCORE_ADMISSIBLE;
        for (size_t k = 1; k < CRITERIA; k++)
            other[i] += (double)s->bids[i].cells[k].points / POINT_ONE / CRITERIA;
    }
    AK_TRY(cost_case(&draws, a, s->cost, of, BIDS, err));
    draws.other = other;
    draws.counts = counts;
    draws.cost_rule = &s->leaves[0].rule;
    draws.cost_scale = 100;
    draws.cost_weight = 1.0 / CRITERIA;
    int64_t *wins = ARENA_NEWS(a, int64_t, BIDS);
    AK_TRY(sens_wins(wins, a, &draws, 1, DRAWS, err));
    *draws_s = bench_wall_s() - start;
    double *level = levels_of(t, a);
    int64_t *plain = ARENA_NEWS(a, int64_t, BIDS);
    start = bench_wall_s();
    plain_draws(plain, &draws, level, counts, a);
    *plain_s = bench_wall_s() - start;
    *same = 0;
    for (size_t i = 0; i < BIDS; i++)
        *same += (size_t)(wins[i] < plain[i] ? wins[i] : plain[i]);
    return AK_OK;
}

int main(void)
{
    arena a = {0};
    ak_err err = {0};
    double scored = 0;
    double draws = 0;
    double plain = 0;
    size_t same = 0;
    if (run(&scored, &draws, &plain, &same, &a, &err) != AK_OK) {
        fprintf(stderr, "tender_bench: %s %s %s\n", err.rule ? err.rule->code : "", err.file, err.field);
        return 1;
    }
    printf("{\"name\":\"tender\",\"bids\":%d,\"rules\":%d,\"criteria\":%d,\"draws\":%d,\"scored_s\":%.3f,"
           "\"draws_s\":%.3f,"
           "\"all_s\":%.3f,\"plain_loop_draws_s\":%.3f,\"draws_with_the_same_winner\":%zu,\"bar_s\":2}\n",
           BIDS, RULES, CRITERIA, DRAWS, scored, draws, scored + draws, plain, same);
    arena_free(&a);
    return 0;
}
