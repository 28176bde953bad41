/* model_vectors_test.c -- the risk model against its vectors, on the tables that are built in. */
#include "../cmocka_all.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "risk/incident.h"
#include "risk/node.h"

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
        cmocka_unit_test(hazards_of_203_cases),
        cmocka_unit_test(age_takes_classes_away),
        cmocka_unit_test(evidence_takes_a_class_away),
        cmocka_unit_test(levels_of_18_nodes),
        cmocka_unit_test(supplies_without_amounts_give_exact_bounds),
        cmocka_unit_test(mixes_of_four_nodes),
        cmocka_unit_test(pictures_of_56_nodes),
        cmocka_unit_test(incidents_speak_where_no_table_does),
        cmocka_unit_test(few_levels_lie_near_a_line),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
