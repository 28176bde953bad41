/* model_vectors_test.c -- the risk model against its vectors, on the tables that are built in. */
#include "../cmocka_all.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "risk/incident.h"
#include "risk/ask.h"
#include "risk/node.h"
#include "risk/rank.h"

static arena a;
static const risk_tables *tables;
static const json *vectors;

#define TOLERANCE 1e-8 /* the vectors have nine decimals */

static double number(const json *v)
{
    assert_non_null(v);
    char text[64];
    assert_true(v->text.n < sizeof text);
    memcpy(text, v->text.p, v->text.n);
    text[v->text.n] = '\0';
    return strtod(text, NULL);
}

static double number_of(const json *object, const char *name)
{
    return number(json_get(object, name));
}

static int whole_of(const json *object, const char *name)
{
    return (int)number_of(object, name);
}

static const char *text_of(const json *object, const char *name)
{
    return str_c(&a, json_str(object, name));
}

static bool truth_of(const json *object, const char *name)
{
    const json *v = json_get(object, name);
    return v && v->truth;
}

static void assert_near(double got, double wanted, const char *what)
{
    if (fabs(got - wanted) > TOLERANCE)
        fail_msg("%s: %.12f, not %.12f", what, got, wanted);
}

static void assert_shares(const double got[4], const json *wanted, const char *what)
{
    const json *v = wanted->first;
    for (int h = 0; h < 4; h++, v = v->next)
        assert_near(got[h], number(v), what);
}

static risk_level level_named(const char *word)
{
    for (int i = 0; i < 4; i++) {
        if (strcmp(word, risk_level_words[i]) == 0)
            return (risk_level)i;
    }
    fail_msg("no level %s", word);
    return RISK_LOW;
}

static void assert_level(const level_result *got, const json *wanted, const char *what)
{
    if (got->shown != level_named(text_of(wanted, "level")))
        fail_msg("%s: %s, not %s", what, risk_level_words[got->shown], text_of(wanted, "level"));
    const json *range = json_get(wanted, "range");
    assert_string_equal(risk_level_words[got->lower], str_c(&a, range->first->text));
    assert_string_equal(risk_level_words[got->upper], str_c(&a, range->last->text));
}

static risk_issue issue_named(const char *word)
{
    for (int i = 0; i < RISK_ISSUES; i++) {
        if (strcmp(tables->issues[i].name, word) == 0)
            return (risk_issue)i;
    }
    fail_msg("no issue %s", word);
    return RISK_CONFLICT;
}

static risk_stage stage_named(const char *word)
{
    risk_stage stage;
    assert_true(risk_stage_find(&stage, word));
    return stage;
}

static double share_of(const json *v) /* a number, or "1/3" */
{
    if (v->kind != JSON_STRING)
        return number(v);
    assert_true(str_is(v->text, "1/3"));
    return 1.0 / 3;
}

static void the_constants_are_those_of_the_vectors(void **state)
{
    (void)state;
    const json *c = json_get(vectors, "constants");
    const risk_model *m = &tables->model;
    size_t n = 0;
    for (const json *b = json_get(c, "bands")->first; b; b = b->next)
        assert_near(m->band[n++], share_of(b), "band");
    assert_int_equal(n, 3);
    assert_near(m->unknown_limit, number_of(c, "unknown_limit"), "unknown limit");
    n = 0;
    for (const json *s = json_get(c, "severity")->first; s; s = s->next) {
        if (str_is(s->name, "climate"))
            continue; /* in the footprint */
        assert_int_equal(tables->issues[issue_named(str_c(&a, s->name))].severity, (int)number(s));
        n++;
    }
    assert_int_equal(n, RISK_ISSUES);
    const json *at = json_get(c, "anchors");
    const struct {
        const char *indicator, *anchor;
        double got;
    } anchors[] = {
        {"vdem_freedom_from_forced_labour_0_1", "class2_at_or_below", m->forced_severe     },
        {"vdem_freedom_from_forced_labour_0_1", "class1_below",       m->forced_some       },
        {"wb_child_employment_7_14_pct",        "class2_at_or_above", m->child_severe      },
        {"wb_child_employment_7_14_pct",        "class1_at_or_above", m->child_some        },
        {"cc_2019",                             "class2_at_or_below", m->corruption_severe },
        {"cc_2019",                             "class1_below",       m->corruption_some   },
        {"va_2019",                             "class2_at_or_below", m->association_severe},
        {"va_2019",                             "class1_below",       m->association_some  },
        {"ucdp_deaths_per_100k_5y",             "class2_at_or_above", m->conflict_severe   },
        {"ucdp_deaths_per_year",                "class1_at_or_above", m->conflict_some     },
    };
    for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++)
        assert_near(anchors[i].got, number_of(json_get(at, anchors[i].indicator), anchors[i].anchor),
                    anchors[i].indicator);
    assert_near(m->silence_rule_of_law, number_of(at, "rule_of_law_silence_believed_at_or_above"), "silence");
}

/* "ILAB good -> material, stage is a table": each good of the vectors stands for the same materials and stages. */
static void listed_goods_stand_for_the_same_materials(void **state)
{
    (void)state;
    const json *c = json_get(vectors, "constants");
    size_t checked = 0;
    for (const json *g = json_get(c, "ilab_goods")->first; g; g = g->next) {
        for (const json *of = g->first; of; of = of->next) {
            int material = risk_material_named(tables, str_c(&a, of->first->text));
            for (const json *s = of->last->first; s && material >= 0; s = s->next) {
                bool found = false;
                for (size_t i = 0; i < tables->goods_n; i++)
                    found |= str_is(g->name, tables->goods[i].good) &&
                             tables->goods[i].material == material &&
                             tables->goods[i].stage == stage_named(str_c(&a, s->text));
                if (!found)
                    fail_msg("%.*s is not %.*s %.*s", (int)g->name.n, g->name.p, (int)of->first->text.n,
                             of->first->text.p, (int)s->text.n, s->text.p);
                checked++;
            }
        }
    }
    assert_in_range(checked, 16, 64);
    for (const json *g = json_get(c, "ilab_mined_goods")->first; g; g = g->next) {
        bool mined = false;
        for (size_t i = 0; i < tables->goods_n; i++)
            mined |= str_is(g->text, tables->goods[i].good) && tables->goods[i].mined;
        if (!mined)
            fail_msg("%.*s is no mined good", (int)g->text.n, g->text.p);
    }
    size_t minerals = 0;
    for (const json *g = json_get(c, "conflict_minerals")->first; g; g = g->next, minerals++) {
        bool found = false;
        for (size_t i = 0; i < tables->conflict_n; i++)
            found |= str_is(g->text, tables->materials[tables->conflict[i].material].name);
        assert_true(found);
    }
    assert_int_equal(minerals, 4);
}

static void hazards_of_203_cases(void **state)
{
    (void)state;
    size_t n = 0;
    for (const json *v = json_get(vectors, "hazard")->first; v; v = v->next, n++) {
        hazard h;
        int material = risk_material_named(tables, text_of(v, "material"));
        assert_true(material >= 0);
        hazard_of(&h, tables, text_of(v, "country"), material, stage_named(text_of(v, "stage")),
                  issue_named(text_of(v, "issue")), whole_of(v, "year"));
        if (h.lo != whole_of(v, "lo") || h.hi != whole_of(v, "hi"))
            fail_msg("%s %s %s %s %d: %d..%d, not %d..%d", text_of(v, "country"), text_of(v, "material"),
                     text_of(v, "stage"), text_of(v, "issue"), whole_of(v, "year"), h.lo, h.hi,
                     whole_of(v, "lo"), whole_of(v, "hi"));
    }
    assert_int_equal(n, 203);
}

static void age_takes_classes_away(void **state)
{
    (void)state;
    size_t n = 0;
    for (const json *v = json_get(vectors, "age")->first; v; v = v->next, n++)
        assert_int_equal(incident_by_age(&tables->model, whole_of(v, "base"), number_of(v, "years"),
                                         truth_of(v, "open_case")),
                         whole_of(v, "cls"));
    assert_int_equal(n, 28);
}

static void evidence_takes_a_class_away(void **state)
{
    (void)state;
    static const char *const words[] = {"", "assumed", "self-declared", "documented", "verified", "measured"};
    size_t n = 0;
    for (const json *v = json_get(vectors, "evidence")->first; v; v = v->next, n++) {
        int level = 0;
        for (int i = 1; i < 6; i++) {
            if (strcmp(words[i], text_of(v, "evidence")) == 0)
                level = i;
        }
        assert_int_equal(incident_by_evidence(whole_of(v, "base"), level), whole_of(v, "cls"));
    }
    assert_int_equal(n, 10);
}

static void levels_of_18_nodes(void **state)
{
    (void)state;
    size_t n = 0;
    for (const json *v = json_get(vectors, "levels")->first; v; v = v->next, n++) {
        exposure_origin origins[8];
        exposure_part parts[8];
        size_t origins_n = 0;
        size_t parts_n = 0;
        for (const json *o = json_get(v, "origins")->first; o; o = o->next)
            origins[origins_n++] = (exposure_origin){number_of(o, "share"), whole_of(o, "lo"),
                                                     whole_of(o, "hi"), truth_of(o, "claimed")};
        for (const json *p = json_get(v, "mix")->first; p; p = p->next)
            parts[parts_n++] = (exposure_part){number_of(p, "share"), whole_of(p, "lo"), whole_of(p, "hi")};
        exposure x;
        exposure_of(&x, origins, origins_n, parts, parts_n);
        const char *name = text_of(v, "name");
        const json *out = json_get(v, "out");
        assert_shares(x.s, json_get(out, "S_lo"), name);
        assert_shares(x.s_up, json_get(out, "S_up"), name);
        assert_near(x.unknown, number_of(out, "unknown"), name);
        int severity = whole_of(v, "severity");
        level_result level;
        level_of(&level, &tables->model, severity, &x);
        assert_level(&level, out, name);
        double lo = 1;
        double hi = 1;
        for (int h = 0; h < 4; h++) {
            lo += 2 * x.s[h];
            hi += 2 * x.s_up[h];
        }
        assert_near(lo * severity / 27, number(json_get(out, "R")->first), name);
        assert_near(hi * severity / 27, number(json_get(out, "R")->last), name);
    }
    assert_int_equal(n, 18);
}

/* "Supplies on a node without amounts: S_h = 1 only if all reach h, S^_h = 1 if one does, U = 1 unless all
 * classes are equal: the exact bounds over all weights." */
static void supplies_without_amounts_give_exact_bounds(void **state)
{
    (void)state;
    for (const json *v = json_get(vectors, "no_amounts")->first; v; v = v->next) {
        exposure_origin hull = {1, 4, 0, false};
        for (const json *s = json_get(v, "supplies")->first; s; s = s->next) {
            int lo = (int)number(s->first);
            int hi = (int)number(s->last);
            hull.lo = lo < hull.lo ? lo : hull.lo;
            hull.hi = hi > hull.hi ? hi : hull.hi;
        }
        exposure x;
        exposure_of(&x, &hull, 1, NULL, 0);
        assert_shares(x.s, json_get(v, "S_lo"), "no amounts");
        assert_shares(x.s_up, json_get(v, "S_up"), "no amounts");
        assert_near(x.unknown, number_of(v, "unknown"), "no amounts");
        level_result level;
        level_of(&level, &tables->model, whole_of(v, "severity"), &x);
        assert_level(&level, v, "no amounts");
    }
}

static void pictures_of_56_nodes(void **state)
{
    (void)state;
    size_t n = 0;
    for (const json *v = json_get(vectors, "materials")->first; v; v = v->next, n++) {
        node_picture p;
        int material = risk_material_named(tables, text_of(v, "material"));
        assert_true(material >= 0);
        char what[160];
        snprintf(what, sizeof what, "%s %s %d", text_of(v, "material"), text_of(v, "stage"),
                 whole_of(v, "year"));
        node_of(&p, &a, tables, material, stage_named(text_of(v, "stage")), whole_of(v, "year"), NULL, 0,
                NULL, 0);
        assert_near(p.assumed, number_of(v, "assumed_share"), what);
        assert_near(p.unknown, number_of(v, "unknown_share"), what);
        for (const json *i = json_get(v, "issues")->first; i; i = i->next) {
            char where[240];
            snprintf(where, sizeof where, "%s %.*s", what, (int)i->name.n, i->name.p);
            const node_issue *got = &p.issues[issue_named(str_c(&a, i->name))];
            assert_shares(got->x.s, json_get(i, "S"), where);
            assert_shares(got->x.s_up, json_get(i, "S_up"), where);
            assert_near(got->x.unknown, number_of(i, "unknown"), where);
            assert_level(&got->level, i, where);
        }
        assert_near(score_middle(p.score), number_of(v, "score"), what);
        assert_near(p.score.lo, number(json_get(v, "score_range")->first), what);
        assert_near(p.score.hi, number(json_get(v, "score_range")->last), what);
        assert_string_equal(risk_level_words[p.of_tables], text_of(v, "level_of_tables"));
        assert_string_equal(risk_level_words[p.level], text_of(v, "level"));
    }
    assert_int_equal(n, 56);
}

static void incidents_speak_where_no_table_does(void **state)
{
    (void)state;
    size_t n = 0;
    for (const json *v = json_get(vectors, "incidents")->first; v; v = v->next, n++) {
        node_incident incidents[4];
        size_t incidents_n = 0;
        risk_issue issue = issue_named(text_of(v, "issue"));
        for (const json *i = json_get(v, "incidents")->first; i; i = i->next)
            incidents[incidents_n++] = (node_incident){.issues = 1u << issue,
                                                       .hazard_class = whole_of(i, "cls"),
                                                       .country = text_of(i, "country"),
                                                       .place = ""};
        node_picture p;
        node_of(&p, &a, tables, risk_material_named(tables, text_of(v, "material")),
                stage_named(text_of(v, "stage")), whole_of(v, "year"), NULL, 0, incidents, incidents_n);
        const node_issue *got = &p.issues[issue];
        assert_shares(got->x.s, json_get(v, "S"), text_of(v, "material"));
        assert_near(got->x.unknown, number_of(v, "unknown"), text_of(v, "material"));
        assert_level(&got->level, v, text_of(v, "material"));
    }
    assert_int_equal(n, 7);
}

static void mixes_of_four_nodes(void **state)
{
    (void)state;
    for (const json *v = json_get(vectors, "mix_check")->first; v; v = v->next) {
        str rest = v->name;
        const char *material = str_c(&a, str_cut(&rest, ' '));
        risk_stage stage = stage_named(str_c(&a, str_cut(&rest, ' ')));
        mix m;
        assert_true(
            mix_choose(&m, &a, tables, risk_material_named(tables, material), stage, atoi(str_c(&a, rest))));
        size_t named = 0;
        for (const json *c = v->first; c; c = c->next) {
            if (str_is(c->name, "Other")) {
                assert_near(m.unknown, number(c), "other");
                continue;
            }
            const mix_part *part = mix_find(&m, str_c(&a, c->name));
            assert_non_null(part);
            assert_near(part->share, number(c), str_c(&a, c->name));
            named++;
        }
        assert_int_equal(named, m.n);
    }
}

/* "the country's classes, plus 3 where the sector's goods are listed there; a sector without goods in any list
 * has hi = 3 on both labour issues, so cleaning in Norway is unknown, not low" */
static void suppliers_by_country_and_sector(void **state)
{
    (void)state;
    size_t n = 0;
    for (const json *v = json_get(vectors, "suppliers")->first; v; v = v->next, n++) {
        const char *goods[4];
        hazard_sector sector = {.goods = goods, .named = true};
        for (const json *g = json_get(v, "ilab_goods")->first; g; g = g->next)
            goods[sector.goods_n++] = str_c(&a, g->text);
        sector.open = sector.goods_n == 0;
        const char *country = text_of(v, "country");
        node_origin origin = {.countries = &country, .countries_n = 1, .share = 1};
        node_given given = {.material = -1,
                            .stage = RISK_MANUFACTURE,
                            .sector = &sector,
                            .year = 2026,
                            .origins = &origin,
                            .n = 1};
        node_picture p;
        node_from(&p, &a, tables, &given);
        const node_issue *got = &p.issues[issue_named(text_of(v, "issue"))];
        assert_int_equal(got->parts[0].lo, whole_of(v, "lo"));
        assert_int_equal(got->parts[0].hi, whole_of(v, "hi"));
        assert_level(&got->level, v, text_of(v, "what"));
    }
    assert_int_equal(n, 30);
}

/* "third-party verified, at most 3 years old, covering that site, tier and issue: 3 -> 2 or 2 -> 1, both ends
 * of the interval; never 4, never below 1" */
static void audits_take_one_class_off(void **state)
{
    (void)state;
    size_t n = 0;
    for (const json *v = json_get(vectors, "audit")->first; v; v = v->next, n++) {
        int lo = whole_of(v, "lo");
        int hi = whole_of(v, "hi");
        audit_cover cover = {truth_of(v, "covers_site_and_issue"), truth_of(v, "verified"),
                             truth_of(v, "state_imposed"), number_of(v, "age_years")};
        (void)audit_lowers(&tables->model, &lo, &hi, &cover);
        assert_int_equal(lo, (int)number(json_get(v, "out")->first));
        assert_int_equal(hi, (int)number(json_get(v, "out")->last));
    }
    assert_int_equal(n, 10);
}

typedef struct asked_node {
    ask_gain gain;
    const char *material;
    risk_stage stage;
} asked_node;

static int by_gain(const void *p, const void *q)
{
    double x = ((const asked_node *)p)->gain.gain;
    double y = ((const asked_node *)q)->gain.gain;
    return (x < y) - (x > y);
}

/* Traced parts are put in as origins of Australia: where they come from does not move what is not traced. */
static size_t ask_all(asked_node *list, const json *pack, double total_kg, const json *traced)
{
    static const char *const australia = "AUS";
    size_t n = 0;
    for (const json *m = pack->first; m; m = m->next) {
        for (int s = RISK_EXTRACTION; s <= RISK_PROCESSING; s++) {
            const char *name = str_c(&a, m->name);
            const char *key = arena_printf(&a, "%s %s", name, risk_stage_words[s]);
            const json *share = json_get(traced, key);
            node_origin origin = {
                .countries = &australia, .countries_n = 1, .share = share ? number(share) : 0};
            node_picture p;
            node_of(&p, &a, tables, risk_material_named(tables, name), (risk_stage)s, 2026, &origin, 1, NULL,
                    0);
            asked_node *q = &list[n];
            *q = (asked_node){.material = name, .stage = (risk_stage)s};
            ask_of_node(&q->gain, &a, tables, &p, number(m) / total_kg);
            n += q->gain.gain > 0;
        }
    }
    qsort(list, n, sizeof *list, by_gain);
    return n;
}

/* "gain = w W sum q |r - m|" */
static void questions_of_two_packs(void **state)
{
    (void)state;
    const json *ask = json_get(vectors, "ask");
    size_t cases = 0;
    for (const json *v = json_get(ask, "cases")->first; v; v = v->next, cases++) {
        asked_node list[32];
        size_t n = ask_all(list, json_get(ask, "pack_kg"), number_of(ask, "total_kg"), json_get(v, "traced"));
        size_t at = 0;
        for (const json *q = json_get(v, "questions")->first; q; q = q->next, at++) {
            assert_in_range(at, 0, n - 1);
            assert_string_equal(list[at].material, text_of(q, "material"));
            assert_int_equal(list[at].stage, stage_named(text_of(q, "stage")));
            assert_near(list[at].gain.weight, number_of(q, "weight"), "weight");
            assert_near(list[at].gain.not_traced, number_of(q, "not_traced"), "not traced");
            assert_near(list[at].gain.mean, number_of(q, "mean"), "mean");
            assert_near(list[at].gain.deviation, number_of(q, "mad"), "deviation");
            assert_near(list[at].gain.gain, number_of(q, "gain"), list[at].material);
        }
        assert_int_equal(at, n); /* a fully traced one asks nothing */
    }
    assert_int_equal(cases, 2);
}

/* "`w` by mass puts cobalt behind graphite; the page also offers gain / w": the last column of its table. */
static void questions_rank_otherwise_with_each_material_once(void **state)
{
    (void)state;
    static const struct {
        const char *material;
        risk_stage stage;
    } wanted[] = {
        {"natural graphite", RISK_PROCESSING},
        {"nickel",           RISK_PROCESSING},
        {"lithium",          RISK_PROCESSING},
        {"lithium",          RISK_EXTRACTION},
        {"cobalt",           RISK_PROCESSING},
        {"copper",           RISK_PROCESSING},
        {"aluminium",        RISK_PROCESSING},
        {"copper",           RISK_EXTRACTION},
        {"aluminium",        RISK_EXTRACTION},
        {"manganese",        RISK_PROCESSING},
        {"nickel",           RISK_EXTRACTION},
        {"cobalt",           RISK_EXTRACTION},
        {"manganese",        RISK_EXTRACTION},
        {"natural graphite", RISK_EXTRACTION},
    };
    const json *ask = json_get(vectors, "ask");
    asked_node list[32];
    size_t n = ask_all(list, json_get(ask, "pack_kg"), number_of(ask, "total_kg"), NULL);
    assert_int_equal(n, 14);
    for (size_t i = 0; i < n; i++)
        list[i].gain.gain = list[i].gain.not_traced * list[i].gain.deviation;
    qsort(list, n, sizeof *list, by_gain);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(list[i].material, wanted[i].material);
        assert_int_equal(list[i].stage, wanted[i].stage);
    }
}

/* "Chance that the answer leads to another level of that material (tables only): lithium mine 63 %, cobalt
 * mine 27 %, graphite mine 1 %." */
static void chances_that_an_answer_changes_a_level(void **state)
{
    (void)state;
    static const struct {
        const char *material;
        double chance;
    } wanted[] = {
        {"lithium",          0.63},
        {"cobalt",           0.27},
        {"natural graphite", 0.01}
    };
    for (size_t i = 0; i < 3; i++) {
        node_given given = {.material = risk_material_named(tables, wanted[i].material),
                            .stage = RISK_EXTRACTION,
                            .year = 2026};
        node_picture p;
        node_from(&p, &a, tables, &given);
        double chance = ask_level_chance(tables, &a, &p, &given);
        if (fabs(chance - wanted[i].chance) > 0.005)
            fail_msg("%s: %f", wanted[i].material, chance);
    }
}

static int rank_row_order(const void *p, const void *q)
{
    return rank_order(p, q);
}

static void a_list_is_ordered_by_severity_then_likelihood(void **state)
{
    (void)state;
    const json *rank = json_get(vectors, "rank");
    rank_row rows[16];
    size_t n = 0;
    for (const json *r = json_get(rank, "rows_in")->first; r; r = r->next)
        rows[n++] = (rank_row){.level = level_named(text_of(r, "level")),
                               .severity = whole_of(r, "severity"),
                               .hazard_class = whole_of(r, "cls"),
                               .share = number_of(r, "share"),
                               .unknown = number_of(r, "unknown"),
                               .amount = number_of(r, "amount"),
                               .id = text_of(r, "id")};
    qsort(rows, n, sizeof *rows, rank_row_order);
    size_t at = 0;
    for (const json *id = json_get(rank, "order")->first; id; id = id->next, at++)
        assert_string_equal(rows[at].id, str_c(&a, id->text));
    assert_int_equal(at, n);
}

/* Section 8, worked by hand: "S_3 = 0.7311, S_2 = 0.7435, S_1 = 0.8951, S_4 = 0; U = 0.0750 ... If one smelter takes 1 %
 * from a pit where children were found (documented): S_4 = 0.01: 3+4+1 = 8: high." */
static void the_cobalt_mines_of_the_page_by_hand(void **state)
{
    (void)state;
    static const double wanted[] = {0.8951, 0.7435, 0.7311, 0};
    static const char *const australia = "AUS";
    int cobalt = risk_material_named(tables, "cobalt");
    node_picture p;
    node_of(&p, &a, tables, cobalt, RISK_EXTRACTION, 2026, NULL, 0, NULL, 0);
    const node_issue *child = &p.issues[RISK_CHILD_LABOUR];
    for (int h = 0; h < 4; h++)
        assert_true(fabs(child->x.s[h] - wanted[h]) < 5e-5);
    assert_true(fabs(child->x.unknown - 0.0750) < 5e-5);
    assert_int_equal(child->level.shown, RISK_HIGH);
    assert_int_equal(p.issues[RISK_CONFLICT].level.shown, RISK_MEDIUM);
    assert_int_equal(p.issues[RISK_CORRUPTION].level.shown, RISK_MEDIUM);
    node_origin traced = {.countries = &australia, .countries_n = 1, .share = 1};
    node_of(&p, &a, tables, cobalt, RISK_EXTRACTION, 2026, &traced, 1, NULL, 0);
    for (int i = 0; i < RISK_WITH_TABLE; i++) /* "If documents trace all to Australia ...: low on all five" */
        assert_int_equal(p.issues[i].level.shown, RISK_LOW);
    traced.claimed = true;
    node_of(&p, &a, tables, cobalt, RISK_EXTRACTION, 2026, &traced, 1, NULL, 0);
    assert_int_equal(p.level, RISK_HIGH); /* "if the same is only claimed: unchanged, high" */
    assert_true(fabs(p.issues[RISK_CHILD_LABOUR].x.s[2] - wanted[2]) < 5e-5);
    static const char *const pit[] = {"pit"};
    static const char *const congo = "COD";
    node_incident found = {
        .issues = 1u << RISK_CHILD_LABOUR, .hazard_class = 4, .country = "", .place = "pit"};
    node_origin two[] = {
        {.countries = &congo, .countries_n = 1, .places = pit, .places_n = 1, .share = 0.01},
        {.countries = &australia,      .countries_n = 1,                      .share = 0.99            },
    };
    node_of(&p, &a, tables, cobalt, RISK_EXTRACTION, 2026, two, 2, &found, 1);
    assert_near(p.issues[RISK_CHILD_LABOUR].x.s[3], 0.01, "S_4");
    assert_int_equal(p.issues[RISK_CHILD_LABOUR].level.shown, RISK_HIGH);
}

/* "16 of 280": the deciding share lies within a tenth of its line. */
static void few_levels_lie_near_a_line(void **state)
{
    (void)state;
    size_t near = 0;
    size_t all = 0;
    for (const json *v = json_get(vectors, "materials")->first; v; v = v->next) {
        node_picture p;
        node_of(&p, &a, tables, risk_material_named(tables, text_of(v, "material")),
                stage_named(text_of(v, "stage")), whole_of(v, "year"), NULL, 0, NULL, 0);
        for (int i = 0; i < RISK_WITH_TABLE; i++, all++)
            near += p.issues[i].level.near_line;
    }
    assert_int_equal(all, 280);
    print_message("# near a line: %zu of %zu\n", near, all);
    assert_in_range(near, 1, 28);
}

int main(void)
{
    const char *folder = getenv("AKTSOM_TEST_DATA");
    const char *path = arena_printf(&a, "%s/risk/model-vectors.json", folder ? folder : "../shared/data");
    str text;
    if (fs_read(&text, &a, path, (size_t)16 << 20, NULL) != AK_OK) {
        puts("1..0 # SKIP no shared data");
        return 0;
    }
    ak_err err = {0};
    json *v = NULL;
    risk_tables *t = NULL;
    if (json_read(&v, &a, text, NULL, &err) != AK_OK || risk_tables_load(&t, &a, &err) != AK_OK) {
        printf("Bail out! %s %s %s\n", err.rule->code, err.file, err.arg[0]);
        return 1;
    }
    vectors = v;
    tables = t;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_constants_are_those_of_the_vectors),
        cmocka_unit_test(listed_goods_stand_for_the_same_materials),
        cmocka_unit_test(hazards_of_203_cases),
        cmocka_unit_test(age_takes_classes_away),
        cmocka_unit_test(evidence_takes_a_class_away),
        cmocka_unit_test(levels_of_18_nodes),
        cmocka_unit_test(supplies_without_amounts_give_exact_bounds),
        cmocka_unit_test(mixes_of_four_nodes),
        cmocka_unit_test(pictures_of_56_nodes),
        cmocka_unit_test(incidents_speak_where_no_table_does),
        cmocka_unit_test(few_levels_lie_near_a_line),
        cmocka_unit_test(suppliers_by_country_and_sector),
        cmocka_unit_test(audits_take_one_class_off),
        cmocka_unit_test(questions_of_two_packs),
        cmocka_unit_test(questions_rank_otherwise_with_each_material_once),
        cmocka_unit_test(the_cobalt_mines_of_the_page_by_hand),
        cmocka_unit_test(chances_that_an_answer_changes_a_level),
        cmocka_unit_test(a_list_is_ordered_by_severity_then_likelihood),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
