/* ruter_test.c -- Ruter's five ratings of 2018 beside the model, compared and never fitted: prints both, with
 * the reason of each difference, for 2018 and now. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "risk/incident.h"
#include "risk/node.h"

static arena a;
static const risk_tables *tables;

typedef struct rating {
    const char *material;
    risk_level ruter; /* slide 13 of 2021-10-21, extraction */
    risk_issue issue; /* of the slide's incident; RISK_ISSUES = none */
    const char *countries[2];
    double year;  /* of the cited source */
    int evidence; /* 3 documented: has a footnote; 2 self-declared: has none */
} rating;

static const rating ratings[] = {
    {"cobalt",           RISK_HIGH,   RISK_HEALTH_SAFETY, {"COD", NULL},  2021, 2},
    {"nickel",           RISK_HIGH,   RISK_POLLUTION,     {"PHL", "RUS"}, 2018, 3},
    {"natural graphite", RISK_MEDIUM, RISK_POLLUTION,     {"CHN", NULL},  2016, 3},
    {"lithium",          RISK_MEDIUM, RISK_WATER,         {"CHL", NULL},  2021, 2},
    {"manganese",        RISK_MEDIUM, RISK_ISSUES,        {NULL, NULL},   2018, 3},
};

static void picture(node_picture *out, const rating *r, int year, bool with_incidents)
{
    node_incident *incidents = ARENA_NEWS(&a, node_incident, 2);
    size_t n = 0;
    for (int i = 0; with_incidents && i < 2 && r->countries[i]; i++) {
        double age = year == 2018 ? 0 : year - 0.1 - r->year; /* late November; the source's 31 December */
        incidents[n++] = (node_incident){
            .issues = 1u << r->issue,
            .hazard_class = incident_class(&tables->model, tables->model.incident_class_named, r->evidence,
                                           age > 0 ? age : 0, true),
            .country = r->countries[i],
            .place = "",
        };
    }
    node_of(out, &a, tables, risk_material_named(tables, r->material), RISK_EXTRACTION, year, NULL, 0,
            incidents, n);
}

static void print_row(const rating *r, const char *when, const node_picture *p)
{
    const node_issue *why = node_deciding(p);
    double share = why->level.class_seen ? why->x.s[why->level.class_seen - 1] : 0;
    print_message(
        "# %-16s %-22s model %-7s Ruter %-6s %s (class %d, severity %d, share %.3f, unknown %.3f)\n",
        r->material, when, risk_level_words[p->level], risk_level_words[r->ruter],
        tables->issues[why->issue].name, why->level.class_seen, why->severity, share, why->x.unknown);
}

/* "Agreement 3 of 5 on tables, 4 of 5 with incidents." */
static void the_model_beside_the_slide_of_2018(void **state)
{
    (void)state;
    int agree_tables = 0;
    int agree_incidents = 0;
    for (size_t i = 0; i < 5; i++) {
        const rating *r = &ratings[i];
        node_picture p;
        picture(&p, r, 2018, false);
        print_row(r, "2018, tables", &p);
        agree_tables += p.level == r->ruter;
        picture(&p, r, 2018, true);
        print_row(r, "2018, with incidents", &p);
        agree_incidents += p.level == r->ruter;
        picture(&p, r, 2026, true);
        print_row(r, "2026, with incidents", &p);
    }
    print_message(
        "# differences: nickel on tables alone could be high (pollution has no table; with the slide's\n"
        "#   two incidents 33 %% is named); graphite is high with the article that the slide cites: a\n"
        "#   grave issue named for two thirds is not halved; lithium on tables alone is unknown: five\n"
        "#   issues low, eight without data; cobalt's corruption is a country figure alone: medium.\n");
    assert_int_equal(agree_tables, 3);
    assert_int_equal(agree_incidents, 4);
}

/* "Nickel then and now (Philippines 22 %, Indonesia 67 %)" */
static void nickel_is_high_then_and_now_for_different_reasons(void **state)
{
    (void)state;
    node_picture then;
    node_picture now;
    picture(&then, &ratings[1], 2018, true);
    picture(&now, &ratings[1], 2026, true);
    assert_int_equal(then.level, RISK_HIGH);
    assert_int_equal(now.level, RISK_HIGH);
    assert_int_equal(node_deciding(&then)->issue, RISK_POLLUTION);
    assert_int_equal(node_deciding(&now)->issue, RISK_FORCED_LABOUR);
    assert_in_range((int)(mix_find(&then.mix, "PHL")->share * 100 + 0.5), 22, 22);
    assert_in_range((int)(mix_find(&now.mix, "IDN")->share * 100 + 0.5), 67, 67);
}

int main(void)
{
    risk_tables *t = NULL;
    if (risk_tables_load(&t, &a, NULL) != AK_OK) {
        puts("Bail out! the factor tables cannot be read");
        return 1;
    }
    tables = t;
    if (strcmp(t->issues[RISK_POLLUTION].name, "pollution") != 0 ||
        strcmp(t->issues[RISK_WATER].name, "water") != 0) {
        puts("Bail out! issues stand in another order");
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_beside_the_slide_of_2018),
        cmocka_unit_test(nickel_is_high_then_and_now_for_different_reasons),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
