/* tables_test.c -- the built-in factor tables: read whole, and what they say where others must not err. */
#include "../cmocka_all.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rows.h"
#include "risk/node.h"

static arena a;
static const risk_tables *tables;

static int material(const char *name)
{
    int m = risk_material_find(tables, &a, str_of(name));
    if (m < 0)
        fail_msg("no material %s", name);
    return m;
}

/* "USGS shares = row / sum of rows"; "under 1 the rest is unknown, never rescaled" */
static void every_mix_names_at_most_all_of_a_stage(void **state)
{
    (void)state;
    size_t mixes = 0;
    for (size_t m = 0; m < tables->materials_n; m++) {
        for (int s = 0; s < RISK_STAGES; s++) {
            mix *list;
            size_t n = mix_editions(&list, &a, tables, (int)m, (risk_stage)s);
            for (size_t i = 0; i < n; i++, mixes++) {
                assert_true(list[i].n > 0);
                assert_true(fabs(list[i].named + list[i].unknown - 1) < 1e-12);
                for (size_t k = 0; k < list[i].n; k++)
                    assert_true(list[i].parts[k].share > 0 && list[i].parts[k].share <= 1);
            }
            if (s >= RISK_MANUFACTURE)
                assert_int_equal(n, 0);
        }
    }
    assert_in_range(mixes, 150, 200);
}

/* "Share columns that do not add to 100: nickel E 91.3 (New Caledonia missing) ... Never silently rescale" */
static void nickel_of_the_eu_study_stays_under_one(void **state)
{
    (void)state;
    mix m;
    assert_true(mix_choose(&m, &a, tables, material("nickel"), RISK_EXTRACTION, 2023));
    assert_string_equal(m.edition, "eu-2023");
    assert_true(fabs(m.printed_sum - 0.913) < 0.005); /* a little less: "<0.1" counts half */
    assert_true(fabs(m.named - m.printed_sum) < 1e-12);
    assert_null(mix_find(&m, "NCL"));
}

/* "--year Y: for each figure the newest edition published by 31 December Y, else the oldest later one" */
static void editions_follow_the_year(void **state)
{
    (void)state;
    static const struct {
        const char *material;
        int year;
        const char *edition;
        bool later;
    } cases[] = {
        {"cobalt", 2015, "slide-2018", true },
        {"cobalt", 2018, "slide-2018", true },
        {"cobalt", 2019, "slide-2018", false},
        {"cobalt", 2023, "eu-2023",    false},
        {"cobalt", 2025, "usgs-2025",  false},
        {"cobalt", 2026, "usgs-2026",  false},
        {"cobalt", 2030, "usgs-2026",  false},
        {"gold",   2018, "eu-2023",    true },
        {"gold",   2026, "eu-2023",    false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        mix m;
        assert_true(mix_choose(&m, &a, tables, material(cases[i].material), RISK_EXTRACTION, cases[i].year));
        assert_string_equal(m.edition, cases[i].edition);
        assert_int_equal(m.later, cases[i].later);
    }
    mix m;
    assert_true(mix_choose(&m, &a, tables, material("nickel"), RISK_EXTRACTION, 2026));
    assert_int_equal(m.year, 2025);
}

/* A table of three countries and the world leaves the rest unknown: 290,000 t, 76 % DR Congo. */
static void a_partial_table_is_measured_against_the_world(void **state)
{
    (void)state;
    mix m;
    assert_true(mix_choose(&m, &a, tables, material("cobalt"), RISK_EXTRACTION, 2025));
    assert_true(fabs(mix_find(&m, "COD")->share - 220000.0 / 290000) < 1e-12);
    assert_true(fabs(m.unknown - 33300.0 / 290000) < 1e-9);
}

/* Issue: "nickel from DR Congo -> not listed as producer, ask for the mine's name; nickel from Papua New
 * Guinea -> produced (EU 2023), not named by USGS 2026; cobalt from DR Congo -> produced; no data is its own
 * answer" */
static void claimed_origins_are_held_against_the_tables(void **state)
{
    (void)state;
    plausible p;
    plausible_origin(&p, &a, tables, material("nickel"), RISK_EXTRACTION, "COD");
    assert_int_equal(p.answer, PLAUSIBLE_NOT_LISTED);
    plausible_origin(&p, &a, tables, material("nickel"), RISK_EXTRACTION, "PNG");
    assert_int_equal(p.answer, PLAUSIBLE_PRODUCED);
    assert_true(p.tables_differ);
    assert_string_equal(p.tables[0].table->edition, "usgs-2026");
    assert_null(p.tables[0].part);
    assert_string_equal(p.tables[1].table->edition, "eu-2023");
    assert_non_null(p.tables[1].part);
    assert_true(fabs(p.tables[1].part->share - 0.014) < 1e-9);
    plausible_origin(&p, &a, tables, material("cobalt"), RISK_EXTRACTION, "COD");
    assert_int_equal(p.answer, PLAUSIBLE_PRODUCED);
    plausible_origin(&p, &a, tables, material("cobalt"), RISK_MANUFACTURE, "COD");
    assert_int_equal(p.answer, PLAUSIBLE_NO_DATA);
    plausible_origin(&p, &a, tables, material("mica"), RISK_EXTRACTION, "IND");
    assert_int_equal(p.answer, PLAUSIBLE_NO_DATA);
    plausible_origin(&p, &a, tables, material("lithium"), RISK_PROCESSING, "NOR");
    assert_int_equal(p.answer, PLAUSIBLE_NOT_PRODUCED);
}

/* "All 78 supply-risk values of the EU 2017 study inside the rounding interval of their inputs" */
static void all_78_supply_risks_of_2017_are_reproduced(void **state)
{
    (void)state;
    rows r;
    assert_int_equal(rows_asset(&r, &a, "data/risk/supply_risk_2017.csv", NULL), AK_OK);
    size_t material_at = rows_column(&r, "material");
    size_t used_at = rows_column(&r, "supply_used");
    size_t measure_at = rows_column(&r, "measure");
    size_t value_at = rows_column(&r, "value");
    size_t n = 0;
    double largest = 0;
    for (size_t i = 0; i < r.n;) {
        const char *name = rows_cell(&r, i, material_at);
        supply_input in = {0};
        double published = -1;
        bool gs = strcmp(rows_cell(&r, i, used_at), "EUonly") != 0;
        bool eu = strcmp(rows_cell(&r, i, used_at), "GSonly") != 0;
        for (; i < r.n && strcmp(rows_cell(&r, i, material_at), name) == 0; i++) {
            const char *measure = rows_cell(&r, i, measure_at);
            double x = strtod(rows_cell(&r, i, value_at), NULL);
            if (strcmp(measure, "sr") == 0)
                published = x;
            else if (strcmp(measure, "import_reliance") == 0)
                in.import_reliance = x / 100;
            else if (strcmp(measure, "eol_recycling_input_rate") == 0)
                in.eol_rir = x / 100;
            else if (strcmp(measure, "si_sr") == 0)
                in.si_sr = x;
            else if (strcmp(measure, "hhi_wgi_t_gs") == 0)
                in.hhi_gs = x;
            else if (strcmp(measure, "hhi_wgi_t_eu") == 0)
                in.hhi_eu = x;
        }
        in.has_gs = gs;
        in.has_eu = eu;
        double lo;
        double hi;
        supply_risk_interval(&lo, &hi, &in);
        if (published + 0.05 < lo || published - 0.05 > hi)
            fail_msg("%s: published %.1f, %.3f..%.3f from its inputs", name, published, lo, hi);
        double off = fabs(supply_risk_sr(&in) - published);
        largest = off > largest ? off : largest;
        n++;
    }
    assert_int_equal(n, 78);
    assert_true(largest < 0.255);
}

/* "tungsten (7.5*0.22 + 1.9*0.78)*0.58*1.0 = 1.82 ... magnesium (4.4*0.5 + 5.2*0.5)*0.91*0.9 = 3.93" */
static void supply_risk_by_hand(void **state)
{
    (void)state;
    supply_input tungsten = {true, true, 7.5, 1.9, 0.44, 0.42, 1};
    assert_true(fabs(supply_risk_sr(&tungsten) - 1.82) < 0.005);
    supply_input magnesium = {true, true, 4.4, 5.2, 1, 0.09, 0.9};
    assert_true(fabs(supply_risk_sr(&magnesium) - 3.93) < 0.005);
    supply_input exporter = {true, true, 4, 1, -0.5, 0, 1};
    assert_true(supply_risk_sr(&exporter) == 1); /* "IR below 0 counts as 0 (EU supply only)" */
}

/* "2023 check: cobalt extraction HHI 3.62" */
static void concentration_of_cobalt(void **state)
{
    (void)state;
    mix m;
    assert_true(mix_choose(&m, &a, tables, material("cobalt"), RISK_EXTRACTION, 2023));
    hhi_result h;
    supply_risk_hhi(&h, tables, &m, 2023);
    if (fabs(h.hhi_wgi_t - 3.62) > 0.02)
        fail_msg("HHI_WGI-t %.3f", h.hhi_wgi_t);
    availability av;
    availability_of(&av, tables, material("cobalt"), 2026);
    assert_true(av.known && av.critical && av.sr == 2.8);
    availability_of(&av, tables, material("gold"), 2026);
    assert_true(av.known && !av.critical);
    availability_of(&av, tables, material("mica"), 2026);
    assert_false(av.known);
}

/* "New Caledonia has no row anywhere: 0..3 on every issue"; "a country without a row is 0..3, never 0" */
static void a_country_without_a_row_is_unknown_on_every_issue(void **state)
{
    (void)state;
    static const char *const nowhere[] = {"NCL", "XXX"};
    for (int c = 0; c < 2; c++) {
        for (int i = 0; i < RISK_ISSUES; i++) {
            hazard h;
            hazard_of(&h, tables, nowhere[c], material("nickel"), RISK_EXTRACTION, (risk_issue)i, 2026);
            assert_int_equal(h.lo, 0);
            assert_int_equal(h.hi, 3);
        }
    }
}

/* "--year 2018 uses no ILAB 2024 row" */
static void a_year_uses_no_list_that_came_later(void **state)
{
    (void)state;
    for (size_t i = 0; i < tables->listings_n; i++) {
        const char *country = tables->listings[i].country;
        for (size_t m = 0; m < tables->materials_n; m++) {
            for (int s = 0; s < 2; s++) {
                hazard h;
                hazard_of(&h, tables, country, (int)m, (risk_stage)s, RISK_CHILD_LABOUR, 2018);
                for (size_t f = 0; f < h.n; f++)
                    assert_true(!h.facts[f].listing || h.facts[f].listing->src.published_year <= 2018);
            }
        }
        while (i + 1 < tables->listings_n && strcmp(tables->listings[i + 1].country, country) == 0)
            i++;
    }
}

static void materials_are_found_by_any_of_their_names(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"kobolt",                   "cobalt"          },
        {"KOBBER",                   "copper"          },
        {"grafitt",                  "natural graphite"},
        {"Naturlig grafit",          "natural graphite"},
        {"aluminum",                 "aluminium"       },
        {"Sj\xc3\xa6ldne jordarter", "rare earths"     },
        {"Wolfram",                  "tungsten"        },
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_string_equal(tables->materials[material(names[i][0])].name, names[i][1]);
    assert_int_equal(risk_material_find(tables, &a, STR("unobtainium")), -1);
    for (size_t i = 1; i < tables->words_n; i++) /* one word means one material */
        assert_true(!str_eq(tables->words[i - 1].folded, tables->words[i].folded) ||
                    tables->words[i - 1].material == tables->words[i].material);
}

/* "every constant of the model in a data file with its reason as a sentence beside it"; "No row names a
 * mineral's level" */
static void every_constant_has_a_reason_and_none_is_about_a_mineral(void **state)
{
    (void)state;
    for (size_t i = 0; i < tables->constants_n; i++) {
        const risk_constant *c = &tables->constants[i];
        size_t n = strlen(c->reason);
        assert_true(n > 25 && c->reason[n - 1] == '.');
        for (size_t m = 0; m < tables->materials_n; m++) {
            if (strlen(tables->materials[m].name) > 3)
                assert_null(strstr(c->key, tables->materials[m].name));
        }
    }
    for (int i = 0; i < RISK_ISSUES; i++)
        assert_true(strlen(tables->issues[i].reason) > 4);
    assert_int_equal(strlen(tables->digest), 64);
}

static void rows_are_read_strictly(void **state)
{
    (void)state;
    rows r;
    assert_int_equal(rows_read(&r, &a, STR("a,b\n1,\"x, \"\"y\"\"\"\n,2\n"), "t", NULL), AK_OK);
    assert_int_equal(r.n, 2);
    assert_string_equal(rows_cell(&r, 0, rows_column(&r, "b")), "x, \"y\"");
    assert_string_equal(rows_cell(&r, 1, 0), "");
    assert_int_equal(rows_column(&r, "c"), 2);
    ak_err err = {0};
    assert_int_equal(rows_read(&r, &a, STR("a,b\n1\n"), "t", &err), AK_E_INPUT);
    assert_int_equal(err.line, 2);
    assert_int_equal(rows_read(&r, &a, STR("a,b\n1,2,3\n"), "t", NULL), AK_E_INPUT);
    assert_int_equal(rows_read(&r, &a, STR("a,b\n1,\"2\n"), "t", NULL), AK_E_INPUT);
    assert_int_equal(rows_read(&r, &a, STR(""), "t", NULL), AK_E_INPUT);
}

int main(void)
{
    ak_err err = {0};
    risk_tables *t = NULL;
    if (risk_tables_load(&t, &a, &err) != AK_OK) {
        printf("Bail out! %s %s:%d %s %s\n", err.rule->code, err.file, (int)err.line, err.field, err.value);
        return 1;
    }
    tables = t;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mix_names_at_most_all_of_a_stage),
        cmocka_unit_test(nickel_of_the_eu_study_stays_under_one),
        cmocka_unit_test(editions_follow_the_year),
        cmocka_unit_test(a_partial_table_is_measured_against_the_world),
        cmocka_unit_test(claimed_origins_are_held_against_the_tables),
        cmocka_unit_test(all_78_supply_risks_of_2017_are_reproduced),
        cmocka_unit_test(supply_risk_by_hand),
        cmocka_unit_test(concentration_of_cobalt),
        cmocka_unit_test(a_country_without_a_row_is_unknown_on_every_issue),
        cmocka_unit_test(a_year_uses_no_list_that_came_later),
        cmocka_unit_test(materials_are_found_by_any_of_their_names),
        cmocka_unit_test(every_constant_has_a_reason_and_none_is_about_a_mineral),
        cmocka_unit_test(rows_are_read_strictly),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
