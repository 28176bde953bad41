/* seed_test.c -- the shared tables of POGI's limits and points against the catalogue, row by row. */
#include "../cmocka_all.h"
#include "../shared_data.h"

#include <string.h>

#include "base/csv.h"
#include "tender/catalogue.h"

static arena a;

/* Which row of the catalogue stands for a row of the shared table, and where in it the figures are. */
typedef struct seed_row {
    const char *rule, *scope;        /* key in the shared table */
    const char *code;                /* of the catalogue */
    const char *attribute;           /* "" = none is compared */
    const char *threshold, *unit;    /* as the catalogue has them; "" = left to the buyer */
    const char *elsewhere;           /* of threshold_text, must or applies_when; "" = nothing more */
    const char *says;                /* stands in the English text; "" = the fields say it all */
    const char *group, *from, *till; /* product group, first and last day */
} seed_row;

#define SINCE "2022-01-01"

static const seed_row rules[] = {
    {"co2_price_min",        "TCO external cost",                                         "POGI-R-CO2-1500",     "",                   "",       "",      "cost(co2_price ge 1500 DKK/t)",
     "1500",                                                                                                                                                                                                          "lighting",        SINCE,        ""          },
    {"lifetime",             "alternative to TCO",                                        "POGI-LIFE-MIN",       "light_life_l90",     "",       "h",     "not scores(total_cost)",
     "L90 for 50,000 hours",                                                                                                                                                                                          "lighting",        SINCE,        ""          },
    {"lifetime",             "complete indoor luminaire",                                 "POGI-LIFE-INDOOR",    "light_life_l80_b10", "100000", "h",
     "or light_life_l90_b10 ge 50000 h",                                                                                                                                                   "50,000 hours at L90/B10", "lighting_indoor", SINCE,        ""          },
    {"warranty_extended",    "equipment and systems",                                     "POGI-WARRANTY",       "warranty",           "",       "years", "",
     "5, 7 or 10 years",                                                                                                                                                                                              "lighting",        SINCE,        ""          },
    {"spare_parts",          "larger indoor systems",                                     "POGI-SPARE-INDOOR",   "spare_parts_period", "7",      "years",
     "large_system",                                                                                                                                                                       "7 years after purchase",  "lighting_indoor", SINCE,        ""          },
    {"spare_parts",          "larger indoor systems",                                     "POGI-SPARE-INDOOR-W", "spare_parts_period", "",       "years",
     "@warranty",                                                                                                                                                                          "longer than 7 years",     "lighting_indoor", SINCE,        ""          },
    {"spare_parts",          "road/park lighting",                                        "POGI-SPARE-ROAD",     "spare_parts_period", "15",     "years", "",
     "15 years after purchase",                                                                                                                                                                                       "lighting_road",   SINCE,        ""          },
    {"spare_parts",          "road/park lighting",                                        "POGI-SPARE-ROAD-W",   "spare_parts_period", "",       "years",
     "@warranty+5",                                                                                                                                                                        "longer than 10 years",    "lighting_road",   SINCE,        ""          },
    {"efficacy_min",         "road/park, replacement without redesign, tender 2023-2025", "POGI-LPW-ROAD-2023",
     "luminous_efficacy",                                                                                                              "155",    "lm/W",  "existing_system_no_redesign",   "2700 K or less",          "lighting_road",
     "2023-01-01",                                                                                                                                                                                                                                     "2025-12-31"},
    {"efficacy_min",         "road/park, tender 2026 and later",                          "POGI-LPW-ROAD-2026",  "luminous_efficacy",  "",
     "lm/W",                                                                                                                                              "existing_system_no_redesign",   "market dialogue",         "lighting_road",   "2026-01-01", ""          },
    {"lumen_maintenance",    "road LED nominal",                                          "POGI-L96",            "light_life_l96",     "6000",   "h",     "",                              "96 %",
     "lighting_road",                                                                                                                                                                                                                    SINCE,        ""          },
    {"lumen_maintenance",    "road LED nominal",                                          "POGI-L70",            "light_life_l70",     "100000", "h",     "",                              "70 %",
     "lighting_road",                                                                                                                                                                                                                    SINCE,        ""          },
    {"catastrophic_failure", "road LED nominal",                                          "POGI-C0C10",          "failure_life_c0",    "3000",   "h",
     "or failure_life_c10 ge 6000 h",                                                                                                                                                      "6,000 hours",             "lighting_road",   SINCE,        ""          },
    {"catastrophic_failure", "road LED nominal",                                          "POGI-C50",            "failure_life_c50",   "100000", "h",     "",                              "50 %",
     "lighting_road",                                                                                                                                                                                                                    SINCE,        ""          },
    {"ip_class",             "traffic roads (L1-L7b, LE1-LE5)",                           "POGI-IP65",           "ip_class",           "",       "",      "IP65",
     "L1 to L7b and LE1 to LE5",                                                                                                                                                                                      "lighting_road",   SINCE,        ""          },
    {"ip_class",             "local roads, squares, paths (E1-E3)",                       "POGI-IP55",           "ip_class",           "",       "",      "IP55",                          "E1 to E3",
     "lighting_road",                                                                                                                                                                                                                    SINCE,        ""          },
    {"technology",           "all light sources and luminaires",                          "POGI-LED",            "light_technology",   "",       "",      "LED",                           "",
     "lighting",                                                                                                                                                                                                                         SINCE,        ""          },
    {"technology",           "all light sources and luminaires",                          "POGI-MERCURY",        "mercury_free",       "",       "",      "",
     "From 2027",                                                                                                                                                                                                     "lighting",        "2027-01-01", ""          },
    {"recycling_rate_min",   "luminaire, % of mass (WEEE 2012/19/EU)",                    "POGI-RECYCLABILITY",  "recyclability",
     "",                                                                                                                                         "%",     "",                              "50 % as an example",      "lighting",        SINCE,        ""          },
};
#define RULES_N (sizeof rules / sizeof *rules)

static str cells[8];

/* The next row of a shared table; false at its end.  Its header is passed over. */
static bool next(csv_reader *r)
{
    const csv_row *row = NULL;
    assert_int_equal(csv_next(r, &row, NULL), AK_OK);
    for (size_t i = 0; row && i < row->n && i < sizeof cells / sizeof *cells; i++)
        cells[i] = row->cells[i].text;
    return row != NULL;
}

static csv_reader *opened(const char *path)
{
    csv_reader *r = NULL;
    str text = shared_file(&a, path);
    assert_true(text.n > 0);
    assert_int_equal(csv_open(&r, &a, text, NULL, NULL, NULL), AK_OK);
    assert_true(next(r));
    return r;
}

static bool holds(const catalogue_row *row, const char *words)
{
    const char *const places[] = {row->threshold_text, row->must, row->applies_when};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i] && strstr(places[i], words))
            return true;
    return false;
}

/* The figures of the shared row stand in the catalogue's: as its limit, in its alternative, or in its words. */
static bool has_figure(const seed_row *k, str figure)
{
    const char *text = str_c(&a, figure);
    if (strcmp(k->threshold, text) == 0 || strstr(k->elsewhere, text))
        return true;
    buf plain = buf_new(&a, 0); /* "50,000" is 50000 */
    for (const char *s = k->says; *s; s++)
        if (*s != ',')
            buf_add_char(&plain, *s);
    return strstr(str_c(&a, buf_str(&plain)), text) != NULL;
}

static void check_row(const seed_row *k)
{
    const catalogue_row *row = catalogue_find(k->code);
    assert_non_null(row);
    assert_string_equal(row->source_key, "pogi");
    assert_string_equal(row->product_group, k->group);
    assert_string_equal(row->valid_from, k->from);
    assert_string_equal(row->valid_to, k->till);
    if (row->kind == CATALOGUE_REQUIREMENT) {
        assert_string_equal(row->attribute, k->attribute);
        assert_string_equal(row->threshold, k->threshold);
        assert_string_equal(row->unit, k->unit);
    }
    if (k->elsewhere[0] && !holds(row, k->elsewhere))
        fail_msg("%s has nothing of %s", k->code, k->elsewhere);
    if (k->says[0] && !strstr(row->text[LANG_EN], k->says))
        fail_msg("%s does not say %s", k->code, k->says);
}

/* Every number in the value: "L80/B10 100000" has one, "C0 3000 or C10 6000" two, "5|7|10" three. */
static void every_limit_of_the_shared_table_stands_in_the_catalogue(void **state)
{
    (void)state;
    csv_reader *r = opened("risk/seed_pogi_rules.csv");
    size_t n = 0;
    while (next(r)) {
        str value = cells[2];
        bool known = false;
        for (size_t i = 0; i < RULES_N; i++)
            known = known || (str_is(cells[0], rules[i].rule) && str_is(cells[1], rules[i].scope));
        if (!known)
            fail_msg("nothing in the catalogue for %s, %s", str_c(&a, cells[0]), str_c(&a, cells[1]));
        while (value.n) {
            str word = str_cut(&value, ' ');
            while (word.n) {
                str figure = str_cut(&word, '|');
                bool is_number = figure.n > 0, found = false;
                for (size_t i = 0; i < figure.n; i++)
                    is_number = is_number && figure.p[i] >= '0' && figure.p[i] <= '9';
                for (size_t i = 0; i < RULES_N && is_number; i++)
                    found = found || (str_is(cells[0], rules[i].rule) && str_is(cells[1], rules[i].scope) &&
                                      has_figure(&rules[i], figure));
                if (is_number && !found)
                    fail_msg("%s, %s: %s is not in the catalogue", str_c(&a, cells[0]), str_c(&a, cells[1]),
                             str_c(&a, figure));
            }
        }
        n++;
    }
    assert_int_equal(n, 16);
    for (size_t i = 0; i < RULES_N; i++)
        check_row(&rules[i]);
}

/* "Mindst +1 år: 0,2X point ... Mindst 60%: 0,2X point": threshold=share, in the order of the table. */
static void every_step_of_the_shared_table_stands_in_the_catalogue(void **state)
{
    (void)state;
    buf warranty = buf_new(&a, 0), recycling = buf_new(&a, 0);
    csv_reader *r = opened("risk/seed_pogi_points.csv");
    while (next(r)) {
        buf *of = str_is(cells[0], "warranty_beyond_minimum") ? &warranty : &recycling;
        const char *share = str_is(cells[3], "1.0") ? "1" : str_c(&a, cells[3]);
        buf_printf(of, "%s%s=%s", of->n ? "|" : "", str_c(&a, cells[1]), share);
    }
    assert_string_equal(catalogue_find("POGI-P-WARRANTY")->steps, str_c(&a, buf_str(&warranty)));
    assert_string_equal(catalogue_find("POGI-P-RECYCL")->steps, str_c(&a, buf_str(&recycling)));
    assert_string_equal(catalogue_find("POGI-P-WARRANTY")->unit, "years");
    assert_string_equal(catalogue_find("POGI-P-RECYCL")->unit, "%");
}

/* "CO2_POGI_min,1500,DKK/t,recommended minimum" */
static void the_co2_price_of_the_shared_factors_is_the_one_that_is_advised(void **state)
{
    (void)state;
    bool seen = false;
    csv_reader *r = opened("risk/external_cost_factors.csv");
    while (next(r))
        if (str_is(cells[0], "CO2_POGI_min")) {
            seen = true;
            assert_string_equal(str_c(&a, cells[1]), "1500");
            assert_string_equal(str_c(&a, cells[2]), "DKK/t");
        }
    assert_true(seen);
    assert_string_equal(catalogue_find("POGI-R-CO2-1500")->severity, "advice"); /* "anbefales" */
}

int main(void)
{
    SHARED_DATA_OR_SKIP();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_limit_of_the_shared_table_stands_in_the_catalogue),
        cmocka_unit_test(every_step_of_the_shared_table_stands_in_the_catalogue),
        cmocka_unit_test(the_co2_price_of_the_shared_factors_is_the_one_that_is_advised),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&a);
    return failed;
}
