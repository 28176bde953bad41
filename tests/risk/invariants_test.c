/* invariants_test.c -- what must hold of the risk model whatever the data: 40,000 random cases each.
 *
 * The numbers in the names' comments are those of the model's list of invariants (docs/risk-model.md).
 */
#include "../cmocka_all.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "risk/incident.h"
#include "risk/node.h"

#define CASES        40000
#define ORIGINS_MOST 5
#define PARTS_MOST   6
#define NEAR         1e-9

static arena a;
static const risk_tables *tables;

/* One random node for one issue. */
typedef struct random_case {
    uint64_t seed, draw, dimension;
    int severity;
    exposure_origin origins[2 * ORIGINS_MOST];
    size_t n;
    exposure_part parts[2 * PARTS_MOST];
    size_t m;
} random_case;

static double unit(random_case *c)
{
    return rng_unit(c->seed, c->draw, c->dimension++);
}

static int below(random_case *c, int n)
{
    return (int)rng_below((uint64_t)n, c->seed, c->draw, c->dimension++);
}

/* Shares that often lie exactly on a line, so that lines are tried and not only passed. */
static double share(random_case *c, double left)
{
    static const double lines[] = {0.01, 0.1, 1.0 / 3, 0.09, 0.5};
    double x = below(c, 3) == 0 ? lines[below(c, 5)] : unit(c) * left;
    return x > left ? left : x;
}

static random_case draw_case(uint64_t seed, uint64_t draw)
{
    random_case c = {.seed = seed, .draw = draw};
    c.severity = 1 + below(&c, 3);
    c.n = (size_t)below(&c, ORIGINS_MOST + 1);
    c.m = (size_t)below(&c, PARTS_MOST + 1);
    double left = 1;
    for (size_t i = 0; i < c.n; i++) {
        exposure_origin *o = &c.origins[i];
        o->share = share(&c, left);
        left -= o->share;
        o->lo = below(&c, 5);
        o->hi = o->lo + below(&c, 5 - o->lo);
        o->claimed = below(&c, 2) == 1;
    }
    left = 1;
    for (size_t i = 0; i < c.m; i++) {
        exposure_part *p = &c.parts[i];
        p->share = share(&c, left);
        left -= p->share;
        p->lo = below(&c, 4);
        p->hi = p->lo + below(&c, 4 - p->lo);
    }
    return c;
}

typedef struct result {
    exposure x;
    level_result level;
} result;

static result result_of(const random_case *c)
{
    result r;
    exposure_of(&r.x, c->origins, c->n, c->parts, c->m);
    level_of(&r.level, &tables->model, c->severity, &r.x);
    return r;
}

static void assert_same(const result *p, const result *q)
{
    for (int h = 0; h < 4; h++) {
        assert_true(fabs(p->x.s[h] - q->x.s[h]) < NEAR);
        assert_true(fabs(p->x.s_up[h] - q->x.s_up[h]) < NEAR);
    }
    assert_true(fabs(p->x.unknown - q->x.unknown) < NEAR);
}

/* A share may lie on a line to the last bit; the slack of the model is for that. */
static void assert_same_level(const result *p, const result *q)
{
    assert_int_equal(p->level.shown, q->level.shown);
    assert_int_equal(p->level.lower, q->level.lower);
    assert_int_equal(p->level.upper, q->level.upper);
}

/* 1: "Splitting an origin, lot or supplier in two equal ones changes nothing (S, level, score, gain)." */
static void splitting_an_origin_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t d = 0; d < CASES; d++) {
        random_case c = draw_case(1, d);
        result before = result_of(&c);
        if (c.n > 0) {
            size_t i = (size_t)below(&c, (int)c.n);
            c.origins[i].share /= 2;
            c.origins[c.n++] = c.origins[i];
        }
        if (c.m > 0) {
            size_t i = (size_t)below(&c, (int)c.m);
            c.parts[i].share /= 2;
            c.parts[c.m++] = c.parts[i];
        }
        result after = result_of(&c);
        assert_same(&before, &after);
        assert_same_level(&before, &after);
    }
}

/* 2: "order of rows neither" */
static void the_order_of_rows_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t d = 0; d < CASES; d++) {
        random_case c = draw_case(2, d);
        result before = result_of(&c);
        for (size_t i = 0; i < c.n / 2; i++) {
            exposure_origin o = c.origins[i];
            c.origins[i] = c.origins[c.n - 1 - i];
            c.origins[c.n - 1 - i] = o;
        }
        for (size_t i = 0; i < c.m / 2; i++) {
            exposure_part p = c.parts[i];
            c.parts[i] = c.parts[c.m - 1 - i];
            c.parts[c.m - 1 - i] = p;
        }
        result after = result_of(&c);
        assert_same(&before, &after);
        assert_same_level(&before, &after);
    }
}

/* 3: "Raising any class, or moving share to a higher class, never lowers S_h, S^_h, L, H or score." */
static void raising_a_class_never_lowers_anything(void **state)
{
    (void)state;
    for (uint64_t d = 0; d < CASES; d++) {
        random_case c = draw_case(3, d);
        result before = result_of(&c);
        for (size_t i = 0; i < c.n; i++) {
            exposure_origin *o = &c.origins[i];
            o->hi += o->hi < 4 && below(&c, 2);
            o->lo += o->lo < o->hi && below(&c, 2);
        }
        for (size_t i = 0; i < c.m; i++) {
            exposure_part *p = &c.parts[i];
            p->hi += p->hi < 4 && below(&c, 2);
            p->lo += p->lo < p->hi && below(&c, 2);
        }
        result after = result_of(&c);
        for (int h = 0; h < 4; h++) {
            assert_true(after.x.s[h] >= before.x.s[h] - NEAR);
            assert_true(after.x.s_up[h] >= before.x.s_up[h] - NEAR);
        }
        assert_true(after.level.lower >= before.level.lower);
        assert_true(after.level.upper >= before.level.upper);
    }
}

/* 4: "Narrowing an interval never lowers L, never raises H or U." */
static void narrowing_an_interval_narrows_the_answer(void **state)
{
    (void)state;
    for (uint64_t d = 0; d < CASES; d++) {
        random_case c = draw_case(4, d);
        result before = result_of(&c);
        for (size_t i = 0; i < c.n; i++) {
            exposure_origin *o = &c.origins[i];
            int inside = o->lo + below(&c, o->hi - o->lo + 1);
            if (below(&c, 2))
                o->lo = inside;
            else
                o->hi = inside;
        }
        for (size_t i = 0; i < c.m; i++) {
            exposure_part *p = &c.parts[i];
            int inside = p->lo + below(&c, p->hi - p->lo + 1);
            if (below(&c, 2))
                p->lo = inside;
            else
                p->hi = inside;
        }
        result after = result_of(&c);
        assert_true(after.level.lower >= before.level.lower);
        assert_true(after.level.upper <= before.level.upper);
        assert_true(after.x.unknown <= before.x.unknown + NEAR);
    }
}

/* 5: "low implies U < 0.1 and H < high."  6: "L <= H, S <= S^, S decreasing in h." */
static void low_is_never_said_where_it_could_be_high(void **state)
{
    (void)state;
    for (uint64_t d = 0; d < CASES; d++) {
        random_case c = draw_case(5, d);
        for (size_t i = 0; i < c.n; i++) { /* unknown counts the highest class of a country, not a place */
            if (c.origins[i].lo < c.origins[i].hi && c.origins[i].hi > 3)
                c.origins[i].hi = c.origins[i].lo > 3 ? 4 : 3;
        }
        result r = result_of(&c);
        if (r.level.shown == RISK_LOW) {
            assert_true(r.x.unknown < 0.1);
            assert_true(r.level.upper < RISK_HIGH);
        }
        assert_true(r.level.lower <= r.level.upper);
        for (int h = 0; h < 4; h++) {
            assert_true(r.x.s[h] <= r.x.s_up[h] + NEAR);
            assert_true(h == 0 || r.x.s[h] <= r.x.s[h - 1] + NEAR);
            assert_true(h == 0 || r.x.s_up[h] <= r.x.s_up[h - 1] + NEAR);
            assert_true(r.x.s[h] >= 0 && r.x.s_up[h] <= 1 + NEAR);
        }
    }
}

/* 7: "A claimed origin never gives lower S or U than saying nothing; a documented clean one may." */
static void a_claim_never_gives_less_than_silence(void **state)
{
    (void)state;
    size_t cleaner = 0;
    for (uint64_t d = 0; d < CASES; d++) {
        random_case c = draw_case(7, d);
        if (c.n == 0)
            continue;
        c.origins[0].claimed = true;
        result claimed = result_of(&c);
        random_case documented = c;
        documented.origins[0].claimed = false;
        cleaner += result_of(&documented).x.s[0] < claimed.x.s[0] - NEAR;
        memmove(c.origins, c.origins + 1, sizeof c.origins[0] * (c.n - 1));
        c.n--;
        result silent = result_of(&c);
        for (int h = 0; h < 4; h++) {
            assert_true(claimed.x.s[h] >= silent.x.s[h] - NEAR);
            assert_true(claimed.x.s_up[h] >= silent.x.s_up[h] - NEAR);
        }
        assert_true(claimed.x.unknown >= silent.x.unknown - NEAR);
    }
    assert_true(cleaner > 1000);
}

/* 8: "Classes <= 2 alone never give high." */
static void country_conditions_alone_never_give_high(void **state)
{
    (void)state;
    for (uint64_t d = 0; d < CASES; d++) {
        random_case c = draw_case(8, d);
        for (size_t i = 0; i < c.n; i++) {
            c.origins[i].lo %= 3;
            c.origins[i].hi = c.origins[i].lo;
        }
        for (size_t i = 0; i < c.m; i++) {
            c.parts[i].lo %= 3;
            c.parts[i].hi = c.parts[i].lo;
        }
        result r = result_of(&c);
        assert_true(r.level.lower <= RISK_MEDIUM);
        assert_true(r.level.shown <= RISK_MEDIUM);
    }
}

/* 11: "Age never raises a class; at a fixed date more evidence never lowers one." */
static void age_never_raises_and_evidence_never_lowers(void **state)
{
    (void)state;
    for (uint64_t d = 0; d < CASES; d++) {
        random_case c = {.seed = 11, .draw = d};
        int base = 3 + below(&c, 2);
        int evidence = 1 + below(&c, 5);
        double years = unit(&c) * 20;
        double later = years + unit(&c) * 10;
        bool open = below(&c, 2);
        int now = incident_class(&tables->model, base, evidence, years, open);
        assert_true(now >= 1 && now <= base);
        assert_true(incident_class(&tables->model, base, evidence, later, open) <= now);
        if (evidence < 5)
            assert_true(incident_class(&tables->model, base, evidence + 1, years, open) >= now);
    }
}

/* 3, score: raising a class never lowers it; 1/9 and 7/9 at the ends of not knowing. */
static void scores_grow_with_class_and_severity(void **state)
{
    (void)state;
    score_range r = score_nothing_known(&tables->model);
    assert_true(fabs(r.lo - 1.0 / 9) < NEAR && fabs(r.hi - 7.0 / 9) < NEAR);
    for (int h = 0; h <= 4; h++) {
        for (int severity = 1; severity <= 3; severity++) {
            double v = score_value(&tables->model, h, severity);
            assert_true(v > 0 && v <= 1 + NEAR); /* "no place is zero, the home country neither" */
            assert_true(h == 0 || v > score_value(&tables->model, h - 1, severity));
            assert_true(severity == 1 || v > score_value(&tables->model, h, severity - 1));
        }
    }
}

static const char *any_country(random_case *c)
{
    static const char *const some[] = {"COD", "CHN", "AUS", "NOR", "IDN", "CHL", "NCL", "ZAF", "XXX", "RUS"};
    return some[below(c, 10)];
}

typedef struct random_node {
    node_origin origins[4];
    const char *countries[4];
    const char *places[4];
    size_t n;
    node_incident incidents[2];
    size_t incidents_n;
    int material;
    risk_stage stage;
    int year;
} random_node;

static void draw_node(random_node *out, random_case *c)
{
    *out = (random_node){.material = below(c, (int)tables->materials_n),
                         .stage = (risk_stage)below(c, 4),
                         .year = 2014 + below(c, 14)};
    static const char *const sites[] = {"mine a", "mine b", "plant", "pit"};
    out->n = (size_t)below(c, 5);
    for (size_t i = 0; i < out->n; i++) {
        out->countries[i] = any_country(c);
        out->places[i] = sites[below(c, 4)];
        out->origins[i] = (node_origin){
            .countries = &out->countries[i],
            .countries_n = below(c, 8) ? 1 : 0,
            .places = &out->places[i],
            .places_n = 1,
            .share = unit(c) * 0.6, /* sums over 1 too */
            .claimed = below(c, 2),
            .plausible = (plausible_answer)below(c, 4),
            .unquantified = below(c, 6) == 0,
        };
    }
    out->incidents_n = (size_t)below(c, 3);
    for (size_t i = 0; i < out->incidents_n; i++)
        out->incidents[i] = (node_incident){.id = "x",
                                            .issues = (uint32_t)below(c, 1 << RISK_ISSUES),
                                            .hazard_class = 1 + below(c, 4),
                                            .severity = below(c, 4),
                                            .country = any_country(c),
                                            .place = below(c, 2) ? sites[below(c, 4)] : ""};
}

static void node_drawn(node_picture *p, const random_node *n)
{
    node_of(p, &a, tables, n->material, n->stage, n->year, n->origins, n->n, n->incidents, n->incidents_n);
}

/* 12: "traced + assumed + unknown = 1 (1e-12)".  16: "Every S_h opens into its (origin, share, class, rows);
 * their shares add up to S_h."  13, 17 on every hazard that occurs.  14: availability changes nothing. */
static void every_share_opens_into_its_chain(void **state)
{
    (void)state;
    for (uint64_t d = 0; d < CASES; d++) {
        arena_mark mark = arena_save(&a);
        random_case c = {.seed = 16, .draw = d};
        random_node n;
        draw_node(&n, &c);
        node_picture p;
        node_drawn(&p, &n);
        assert_true(fabs(p.traced + p.assumed + p.unknown - 1) < 1e-12);
        assert_true(p.claimed <= p.traced + NEAR);
        const node_issue *issue = &p.issues[d % RISK_ISSUES];
        double s[4] = {0};
        double sum = 0;
        for (size_t i = 0; i < issue->parts_n; i++) {
            const node_part *part = &issue->parts[i];
            sum += part->share;
            for (int h = 0; h < 4; h++)
                s[h] += part->share * part->at[h];
            assert_true(part->lo <= part->hi);
        }
        assert_true(fabs(sum - 1) < NEAR);
        for (int h = 0; h < 4; h++)
            assert_true(fabs(s[h] - issue->x.s[h]) < NEAR);
        arena_rewind(&a, mark);
    }
}

/* 10: "adding any node never lowers the product's"; a material is worst over its issues. */
static void adding_a_node_never_lowers_the_product(void **state)
{
    (void)state;
    risk_level product = RISK_LOW;
    for (uint64_t d = 0; d < CASES; d++) {
        random_case c = {.seed = 10, .draw = d};
        risk_level node = (risk_level)below(&c, 4);
        risk_level with = level_worse(product, node);
        assert_true(with >= product && with >= node);
        product = d % 16 == 15 ? RISK_LOW : with;
    }
    assert_true(RISK_HIGH > RISK_MEDIUM && RISK_MEDIUM > RISK_UNKNOWN && RISK_UNKNOWN > RISK_LOW);
}

/* An incident more never makes a node better, whatever place, class or issue. */
static void one_incident_more_never_lowers_a_level(void **state)
{
    (void)state;
    for (uint64_t d = 0; d < CASES / 4; d++) {
        arena_mark mark = arena_save(&a);
        random_case c = {.seed = 21, .draw = d};
        random_node n;
        draw_node(&n, &c);
        if (n.incidents_n > 0) {
            node_picture with;
            node_drawn(&with, &n);
            n.incidents_n--;
            node_picture without;
            node_drawn(&without, &n);
            for (int i = 0; i < RISK_ISSUES; i++) {
                assert_true(with.issues[i].level.lower >= without.issues[i].level.lower);
                assert_true(with.issues[i].severity >= without.issues[i].severity);
            }
        }
        arena_rewind(&a, mark);
    }
}

/* 18: "Same tables, same bytes." */
static void the_same_question_gets_the_same_answer(void **state)
{
    (void)state;
    for (uint64_t d = 0; d < 2000; d++) {
        arena_mark mark = arena_save(&a);
        random_case c = {.seed = 18, .draw = d};
        random_node n;
        draw_node(&n, &c);
        node_picture p;
        node_picture q;
        node_drawn(&p, &n);
        node_drawn(&q, &n);
        assert_memory_equal(&p.score, &q.score, sizeof p.score);
        for (int i = 0; i < RISK_ISSUES; i++) {
            assert_memory_equal(&p.issues[i].x, &q.issues[i].x, sizeof p.issues[i].x);
            assert_int_equal(p.issues[i].level.shown, q.issues[i].level.shown);
        }
        arena_rewind(&a, mark);
    }
}

int main(void)
{
    risk_tables *t = NULL;
    if (risk_tables_load(&t, &a, NULL) != AK_OK) {
        puts("Bail out! the factor tables cannot be read");
        return 1;
    }
    tables = t;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splitting_an_origin_changes_nothing),
        cmocka_unit_test(the_order_of_rows_changes_nothing),
        cmocka_unit_test(raising_a_class_never_lowers_anything),
        cmocka_unit_test(narrowing_an_interval_narrows_the_answer),
        cmocka_unit_test(low_is_never_said_where_it_could_be_high),
        cmocka_unit_test(a_claim_never_gives_less_than_silence),
        cmocka_unit_test(country_conditions_alone_never_give_high),
        cmocka_unit_test(adding_a_node_never_lowers_the_product),
        cmocka_unit_test(age_never_raises_and_evidence_never_lowers),
        cmocka_unit_test(scores_grow_with_class_and_severity),
        cmocka_unit_test(every_share_opens_into_its_chain),
        cmocka_unit_test(one_incident_more_never_lowers_a_level),
        cmocka_unit_test(the_same_question_gets_the_same_answer),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
