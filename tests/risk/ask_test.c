/* ask_test.c -- what a question tells, what an audit takes off and how a list is ordered: 40,000 random cases
 * each, and the gain beside a brute-force expectation. */
#include "../cmocka_all.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "risk/ask.h"
#include "risk/rank.h"

#define CASES       40000
#define POINTS_MOST 12
#define NODES_MOST  4
#define NEAR        1e-9

static arena a;
static const risk_tables *tables;

typedef struct draws {
    uint64_t seed, draw, dimension;
} draws;

static double unit(draws *d)
{
    return rng_unit(d->seed, d->draw, d->dimension++);
}

static int below(draws *d, int n)
{
    return (int)rng_below((uint64_t)n, d->seed, d->draw, d->dimension++);
}

/* A question with random chances that add up to 1. */
static size_t draw_points(ask_point *points, draws *d)
{
    size_t n = (size_t)(1 + below(d, POINTS_MOST));
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        points[i] = (ask_point){"", unit(d) + 1e-6, unit(d)};
        sum += points[i].q;
    }
    for (size_t i = 0; i < n; i++)
        points[i].q /= sum;
    return n;
}

/* The picture is a vector over nodes; how far it moves is the sum of how far each node moves. */
static double moved(const double *before, const double *after, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += fabs(after[i] - before[i]);
    return sum;
}

/* "expected absolute change of the exposure-weighted risk" */
static void gain_is_what_every_answer_put_in_gives_on_average(void **state)
{
    (void)state;
    double largest = 0;
    for (uint64_t k = 0; k < CASES; k++) {
        draws d = {1, k, 0};
        size_t nodes = (size_t)(1 + below(&d, NODES_MOST));
        ask_point points[NODES_MOST][POINTS_MOST];
        ask_gain gains[NODES_MOST];
        double before[NODES_MOST];
        double traced[NODES_MOST];
        for (size_t i = 0; i < nodes; i++) {
            size_t n = draw_points(points[i], &d);
            double weight = unit(&d);
            double rest = below(&d, 8) ? unit(&d) : 0;
            ask_of_points(&gains[i], points[i], n, weight, rest);
            traced[i] = (1 - rest) * unit(&d);
            before[i] = weight * (traced[i] + rest * gains[i].mean);
        }
        size_t asked = (size_t)below(&d, (int)nodes);
        double expected = 0;
        for (size_t j = 0; j < gains[asked].n; j++) {
            double after[NODES_MOST];
            memcpy(after, before, sizeof after);
            after[asked] =
                gains[asked].weight * (traced[asked] + gains[asked].not_traced * points[asked][j].r);
            expected += points[asked][j].q * moved(before, after, nodes);
        }
        double off = fabs(expected - gains[asked].gain);
        largest = off > largest ? off : largest;
        assert_true(off < NEAR);
    }
    print_message("# largest difference from brute force: %.1e\n", largest);
}

/* The same with the tables: each country of the mix is put in as a documented origin of what was not traced,
 * and the whole node is judged anew. */
static void gain_is_that_of_the_tables_judged_anew(void **state)
{
    (void)state;
    size_t asked = 0;
    for (int m = 0; m < (int)tables->materials_n; m++) {
        for (int s = RISK_EXTRACTION; s <= RISK_PROCESSING; s++) {
            arena_mark mark = arena_save(&a);
            const char *australia = "AUS";
            node_origin origins[2] = {
                {.countries = &australia, .countries_n = 1, .share = 0.25}
            };
            node_given given = {
                .material = m, .stage = (risk_stage)s, .year = 2026, .origins = origins, .n = 1};
            node_picture p;
            node_from(&p, &a, tables, &given);
            ask_gain g;
            ask_of_node(&g, &a, tables, &p, 0.4);
            double expected = 0;
            for (size_t i = 0; i < g.n; i++) {
                double after = score_middle(p.score) + 0.75 * (g.points[i].r - g.mean);
                if (g.points[i].country[0]) {
                    origins[1] =
                        (node_origin){.countries = &g.points[i].country, .countries_n = 1, .share = 0.75};
                    node_given answered = given;
                    answered.n = 2;
                    node_picture q;
                    node_from(&q, &a, tables, &answered);
                    after = score_middle(q.score);
                }
                expected += g.points[i].q * 0.4 * fabs(after - score_middle(p.score));
            }
            assert_true(fabs(expected - g.gain) < NEAR);
            asked += g.gain > 0;
            arena_rewind(&a, mark);
        }
    }
    print_message("# materials and stages with a question: %zu\n", asked);
    assert_in_range(asked, 50, 2 * tables->materials_n);
}

/* 15: "gain linear in W and w, 0 at W = 0, ... 0 for a mix with one named origin" */
static void twice_the_unknown_is_twice_the_gain(void **state)
{
    (void)state;
    for (uint64_t k = 0; k < CASES; k++) {
        draws d = {2, k, 0};
        ask_point points[POINTS_MOST];
        size_t n = draw_points(points, &d);
        double weight = unit(&d);
        double rest = unit(&d) / 2;
        ask_gain once;
        ask_gain twice;
        ask_of_points(&once, points, n, weight, rest);
        ask_of_points(&twice, points, n, weight, 2 * rest);
        assert_true(fabs(twice.gain - 2 * once.gain) < NEAR);
        ask_of_points(&twice, points, n, 2 * weight, rest);
        assert_true(fabs(twice.gain - 2 * once.gain) < NEAR);
        ask_of_points(&twice, points, n, weight, 0);
        assert_true(twice.gain == 0);
        ask_of_points(&twice, &(ask_point){"", 1, unit(&d)}, 1, weight, rest);
        assert_true(twice.gain == 0);
    }
}

/* 1: "Splitting an origin, lot or supplier in two equal ones changes nothing (... gain)." */
static void splitting_an_answer_changes_no_gain(void **state)
{
    (void)state;
    for (uint64_t k = 0; k < CASES; k++) {
        draws d = {3, k, 0};
        ask_point points[POINTS_MOST + 1];
        size_t n = draw_points(points, &d);
        ask_gain whole;
        ask_of_points(&whole, points, n, 1, 1);
        size_t i = (size_t)below(&d, (int)n);
        points[i].q /= 2;
        points[n] = points[i];
        ask_gain split;
        ask_of_points(&split, points, n + 1, 1, 1);
        assert_true(fabs(split.gain - whole.gain) < NEAR);
    }
}

/* 9: "An audit never changes another tier, another issue, class 4 or severity." */
static void an_audit_changes_only_what_it_looked_at(void **state)
{
    (void)state;
    static const char *const countries[] = {"CHN", "BGD", "NOR", "COD", "IND", "NCL"};
    static const char *const goods[] = {"Garments", "Polysilicon", "Bricks"};
    static const char *const places[] = {"local:site/a", "local:site/b"};
    for (uint64_t k = 0; k < CASES / 10; k++) { /* ten pictures of thirteen issues in each */
        draws d = {4, k, 0};
        arena_mark mark = arena_save(&a);
        hazard_sector sector = {.goods = goods, .goods_n = (size_t)below(&d, 4), .named = true};
        sector.open = sector.goods_n == 0;
        const char *country = countries[below(&d, 6)];
        node_origin origin = {
            .countries = &country, .countries_n = 1, .places = places, .places_n = 1, .share = 1};
        node_incident incident = {.issues = (uint32_t)below(&d, 1 << RISK_ISSUES),
                                  .hazard_class = 1 + below(&d, 4),
                                  .country = "",
                                  .place = places[0]};
        node_audit audit = {.place = places[below(&d, 2)],
                            .issues = (uint32_t)below(&d, 1 << RISK_ISSUES),
                            .verified = below(&d, 2),
                            .age_years = 6 * unit(&d)};
        node_given given = {.material = -1,
                            .stage = RISK_MANUFACTURE,
                            .sector = &sector,
                            .year = 2026,
                            .origins = &origin,
                            .n = 1,
                            .incidents = &incident,
                            .incidents_n = 1};
        node_picture before;
        node_picture after;
        node_from(&before, &a, tables, &given);
        given.audits = &audit;
        given.audits_n = 1;
        node_from(&after, &a, tables, &given);
        for (int i = 0; i < RISK_ISSUES; i++) {
            const node_part *p = &before.issues[i].parts[0];
            const node_part *q = &after.issues[i].parts[0];
            bool counts = strcmp(audit.place, places[0]) == 0 && (audit.issues & (1u << i)) &&
                          audit.verified && audit.age_years <= 3;
            assert_int_equal(before.issues[i].severity, after.issues[i].severity);
            assert_true(q->lo <= p->lo && p->lo - q->lo <= 1 && q->hi <= p->hi && p->hi - q->hi <= 1);
            assert_true(counts || (q->lo == p->lo && q->hi == p->hi));
            assert_true(p->lo < 4 || q->lo == 4);
            assert_true(p->lo < 1 || q->lo >= 1);
        }
        arena_rewind(&a, mark);
    }
}

/* 10: "... leverage never lowers a level"; 14: "... leverage do not enter any level or score" */
static void leverage_and_weights_leave_the_order_of_the_model_alone(void **state)
{
    (void)state;
    for (uint64_t k = 0; k < CASES; k++) {
        draws d = {5, k, 0};
        rank_row rows[2];
        for (int i = 0; i < 2; i++)
            rows[i] = (rank_row){.level = (risk_level)below(&d, 4),
                                 .severity = 1 + below(&d, 3),
                                 .hazard_class = below(&d, 5),
                                 .share = below(&d, 4) / 4.0,
                                 .unknown = below(&d, 4) / 4.0,
                                 .amount = below(&d, 3),
                                 .id = i ? "b" : "a"};
        int order = rank_order(&rows[0], &rows[1]);
        assert_true(order != 0 && (order < 0) == (rank_order(&rows[1], &rows[0]) > 0));
        rows[0].leverage = unit(&d);
        rows[1].leverage = -1;
        assert_int_equal(order < 0, rank_order(&rows[0], &rows[1]) < 0);
        rank_weights none = {0};
        assert_true(rank_what_if(&rows[0], &none, 2) == 0);
        rank_weights one = {.severity = unit(&d), .likelihood = 1};
        double before = rank_what_if(&rows[0], &one, 2);
        rows[0].hazard_class++;
        assert_true(rank_what_if(&rows[0], &one, 2) > before);
    }
}

int main(void)
{
    ak_err err = {0};
    risk_tables *t = NULL;
    if (risk_tables_load(&t, &a, &err) != AK_OK)
        return 1;
    tables = t;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gain_is_what_every_answer_put_in_gives_on_average),
        cmocka_unit_test(gain_is_that_of_the_tables_judged_anew),
        cmocka_unit_test(twice_the_unknown_is_twice_the_gain),
        cmocka_unit_test(splitting_an_answer_changes_no_gain),
        cmocka_unit_test(an_audit_changes_only_what_it_looked_at),
        cmocka_unit_test(leverage_and_weights_leave_the_order_of_the_model_alone),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
