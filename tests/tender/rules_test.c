/* rules_test.c -- every limit of the seeds at and on both sides, each with the sentence it proves. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "tender/catalogue.h"
#include "tender/condition.h"
#include "tender/rule.h"

static arena a;

static int free_arena(void **state)
{
    (void)state;
    arena_free(&a);
    return 0;
}

static tender_number num(const char *text, const char *unit_word)
{
    tender_number n = {.said = true, .unit = unit_word[0] ? unit_find(str_of(unit_word)) : NULL};
    n.unit_text = n.unit ? n.unit->code : "";
    assert_int_equal(decimal_read_plain(&n.n, str_of(text), NULL), AK_OK);
    return n;
}

/* A row of the catalogue as the requirement that it is taken as. */
static tender_requirement from_catalogue(const char *code)
{
    const catalogue_row *row = catalogue_find(code);
    assert_non_null(row);
    tender_requirement q = {.code = row->code,
                            .level = row->level,
                            .part_no = "",
                            .attribute = row->attribute,
                            .operator= row->operator,
                            .threshold_text = row->threshold_text,
                            .applies_when = row->applies_when,
                            .except_when = row->except_when,
                            .accepts_equivalent = row->equivalent[0] ? TENDER_YES : TENDER_NOT_SAID,
                            .evidence_due = row->evidence_due,
                            .catalogue_code = row->code,
                            .evidence_days = -1};
    if (row->threshold[0])
        q.threshold = num(row->threshold, row->unit);
    else if (row->unit[0])
        q.threshold.unit = unit_find(str_of(row->unit));
    return q;
}

static tender_offer offer(const char *attribute, const char *value, const char *unit_word)
{
    return (tender_offer){.attribute = attribute,
                          .part_no = "",
                          .item = "",
                          .value = value[0] ? num(value, unit_word) : (tender_number){0},
                          .value_text = "",
                          .value_date = "",
                          .documented = true,
                          .documents_n = 1};
}

static tender_offer text_offer(const char *attribute, const char *text)
{
    tender_offer o = offer(attribute, "", "");
    o.value_text = text;
    return o;
}

typedef struct asked {
    const char *facts[4];
    size_t facts_n;
} asked;

static rule_verdict judge(const tender_requirement *q, const tender_offer *offers, size_t n, const asked *k)
{
    const tender_bid b = {.offers = offers, .offers_n = n, .number = "A"};
    const tender t = {.circumstances = k ? k->facts : NULL,
                      .circumstances_n = k ? k->facts_n : 0,
                      .requirements = q,
                      .requirements_n = 1};
    rule_result r;
    assert_int_equal(rule_apply(&r, &a, &t, q, &b, NULL), AK_OK);
    return r.verdict;
}

static rule_verdict with_value(const char *code, const char *value, const char *unit_word, const asked *k)
{
    const tender_requirement q = from_catalogue(code);
    const tender_offer o = offer(q.attribute, value, unit_word);
    return judge(&q, &o, 1, k);
}

static const asked existing = {{"existing_system_no_redesign"}, 1};
static const asked large = {{"large_system"}, 1};

/* "Når lyskilder udskiftes i eksisterende vej- og parkbelysningssystemer uden re-design ... 2023-2025: 155" */
static void efficacy_of_replaced_road_lamps_is_155_in_2023_to_2025(void **state)
{
    (void)state;
    assert_int_equal(with_value("POGI-LPW-ROAD-2023", "154.9", "lm/W", &existing), RULE_FAILED);
    assert_int_equal(with_value("POGI-LPW-ROAD-2023", "155", "lm/W", &existing), RULE_MET);
    assert_int_equal(with_value("POGI-LPW-ROAD-2023", "155.1", "lm/W", &existing), RULE_MET);
    /* a new system is another matter */
    assert_int_equal(with_value("POGI-LPW-ROAD-2023", "120", "lm/W", NULL), RULE_NOT_APPLICABLE);
    const catalogue_row *row = catalogue_find("POGI-LPW-ROAD-2023");
    assert_false(catalogue_in_force(row, "2022-12-31"));
    assert_true(catalogue_in_force(row, "2023-01-01"));
    assert_true(catalogue_in_force(row, "2025-12-31"));
    assert_false(catalogue_in_force(row, "2026-01-01"));
}

/* "Der er dog ikke defineret referenceværdier for 2026 og fremefter" */
static void from_2026_the_value_is_left_to_the_buyer(void **state)
{
    (void)state;
    const catalogue_row *row = catalogue_find("POGI-LPW-ROAD-2026");
    assert_true(catalogue_in_force(row, "2026-01-01"));
    assert_true(catalogue_left_to_buyer(row));
    assert_string_equal(row->threshold, "");
    assert_int_equal(with_value("POGI-LPW-ROAD-2026", "300", "lm/W", &existing),
                     RULE_UNCLEAR); /* never met */
}

/* "Værdierne skal dog ikke benyttes, hvis der samtidig stilles krav om farvetemperatur på CCT<=2700 K." */
static void a_requirement_of_2700_kelvin_or_less_lifts_the_efficacy_rule(void **state)
{
    (void)state;
    static const struct {
        const char *kelvin;
        rule_verdict expected;
    } cases[] = {
        {"2699", RULE_NOT_APPLICABLE},
        {"2700", RULE_NOT_APPLICABLE},
        {"2701", RULE_FAILED        },
    };
    for (size_t i = 0; i < 3; i++) {
        tender_requirement both[2] = {from_catalogue("POGI-LPW-ROAD-2023"), {0}};
        both[1] = (tender_requirement){.attribute = "colour_temperature",
                                       .operator= "le",
                                       .code = "x",
                                       .catalogue_code = "",
                                       .threshold_text = "",
                                       .threshold = num(cases[i].kelvin, "K")};
        const tender_offer o = offer("luminous_efficacy", "100", "lm/W");
        const tender_bid b = {.offers = &o, .offers_n = 1};
        const tender t = {
            .circumstances = existing.facts, .circumstances_n = 1, .requirements = both, .requirements_n = 2};
        rule_result r;
        assert_int_equal(rule_apply(&r, &a, &t, &both[0], &b, NULL), AK_OK);
        assert_int_equal(r.verdict, cases[i].expected);
    }
}

/* "L96 6.000 timer; L70 100.000 timer; C50 100.000 timer" */
static void nominal_lives_of_road_light_are_at_least_the_hours_of_the_table(void **state)
{
    (void)state;
    static const char *const rows[][4] = {
        {"POGI-L96", "5999",  "6000",   "6001"  },
        {"POGI-L70", "99999", "100000", "100001"},
        {"POGI-C50", "99999", "100000", "100001"},
    };
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(with_value(rows[i][0], rows[i][1], "h", NULL), RULE_FAILED);
        assert_int_equal(with_value(rows[i][0], rows[i][2], "h", NULL), RULE_MET);
        assert_int_equal(with_value(rows[i][0], rows[i][3], "h", NULL), RULE_MET);
    }
}

static rule_verdict either(const char *code, const char *one, const char *first, const char *two,
                           const char *second)
{
    const tender_requirement q = from_catalogue(code);
    tender_offer offers[2];
    size_t n = 0;
    if (first[0])
        offers[n++] = offer(one, first, "h");
    if (second[0])
        offers[n++] = offer(two, second, "h");
    return judge(&q, offers, n, NULL);
}

/* "C0 eller C10: 3.000 timer (C0) eller 6.000 timer (C10)" */
static void failures_are_met_by_c0_or_by_c10(void **state)
{
    (void)state;
    const char *code = "POGI-C0C10", *c0 = "failure_life_c0", *c10 = "failure_life_c10";
    assert_int_equal(either(code, c0, "3000", c10, ""), RULE_MET);
    assert_int_equal(either(code, c0, "", c10, "6000"), RULE_MET);
    assert_int_equal(either(code, c0, "2999", c10, "6000"), RULE_MET);
    assert_int_equal(either(code, c0, "2999", c10, "5999"), RULE_FAILED);
    assert_int_equal(either(code, c0, "", c10, ""), RULE_NOT_ANSWERED);
    /* the other way was not answered: it could be met */
    assert_int_equal(either(code, c0, "2999", c10, ""), RULE_NOT_ANSWERED);
}

/* "L80/B10 100.000 timer alternativt L90/B10 50.000 timer" */
static void indoor_luminaires_last_l80_b10_or_l90_b10(void **state)
{
    (void)state;
    const char *code = "POGI-LIFE-INDOOR", *l80 = "light_life_l80_b10", *l90 = "light_life_l90_b10";
    assert_int_equal(either(code, l80, "99999", l90, "49999"), RULE_FAILED);
    assert_int_equal(either(code, l80, "100000", l90, ""), RULE_MET);
    assert_int_equal(either(code, l80, "", l90, "50000"), RULE_MET);
    assert_int_equal(either(code, l80, "99999", l90, "50000"), RULE_MET);
}

static rule_verdict ip(const char *code, const char *class_, const char *fact)
{
    const tender_requirement q = from_catalogue(code);
    const tender_offer o = text_offer("ip_class", class_);
    const asked k = {{fact}, 1};
    return judge(&q, &o, 1, &k);
}

/* "IP65 for trafikveje og lignende ...; IP55 for lokalveje, pladser og stier og lignende" */
static void the_enclosure_class_follows_the_class_of_the_road(void **state)
{
    (void)state;
    assert_int_equal(ip("POGI-IP65", "IP55", "road_class_traffic"), RULE_FAILED);
    assert_int_equal(ip("POGI-IP65", "IP64", "road_class_traffic"), RULE_FAILED);
    assert_int_equal(ip("POGI-IP65", "IP65", "road_class_traffic"), RULE_MET);
    assert_int_equal(ip("POGI-IP65", "ip66", "road_class_traffic"), RULE_MET);
    assert_int_equal(ip("POGI-IP65", "IP55", "road_class_local"), RULE_NOT_APPLICABLE);
    assert_int_equal(ip("POGI-IP55", "IP54", "road_class_local"), RULE_FAILED);
    assert_int_equal(ip("POGI-IP55", "IP55", "road_class_local"), RULE_MET);
    assert_int_equal(ip("POGI-IP55", "IP65", "road_class_local"), RULE_MET);
    assert_int_equal(ip("POGI-IP55", "good", "road_class_local"), RULE_UNCLEAR);
}

static rule_verdict spare(const char *code, const char *parts, const char *warranty, const asked *k)
{
    const tender_requirement q = from_catalogue(code);
    tender_offer offers[2] = {offer("spare_parts_period", parts, "years"), {0}};
    size_t n = 1;
    if (warranty[0])
        offers[n++] = offer("warranty", warranty, "years");
    return judge(&q, offers, n, k);
}

/* "mindst 7 år efter indkøb. ... garantiperiode på mere end 7 år ... i hele garantiperioden" */
static void spare_parts_indoors_last_7_years_or_the_whole_warranty(void **state)
{
    (void)state;
    assert_int_equal(spare("POGI-SPARE-INDOOR", "6.9", "5", &large), RULE_FAILED);
    assert_int_equal(spare("POGI-SPARE-INDOOR", "7", "5", &large), RULE_MET);
    assert_int_equal(spare("POGI-SPARE-INDOOR", "84", "5", NULL), RULE_NOT_APPLICABLE); /* no larger system */
    assert_int_equal(spare("POGI-SPARE-INDOOR-W", "7", "7", &large), RULE_NOT_APPLICABLE);
    assert_int_equal(spare("POGI-SPARE-INDOOR-W", "7", "7.1", &large), RULE_FAILED);
    assert_int_equal(spare("POGI-SPARE-INDOOR-W", "7.1", "7.1", &large), RULE_MET);
    assert_int_equal(spare("POGI-SPARE-INDOOR-W", "7", "", &large), RULE_UNCLEAR); /* warranty not answered */
}

/* "mindst 15 år efter indkøb ... garantiperiode på mere end 10 år ... yderligere 5 år efter produktgarantiens udløb" */
static void spare_parts_of_roads_last_15_years_or_warranty_and_5(void **state)
{
    (void)state;
    assert_int_equal(spare("POGI-SPARE-ROAD", "14.9", "5", NULL), RULE_FAILED);
    assert_int_equal(spare("POGI-SPARE-ROAD", "15", "5", NULL), RULE_MET);
    assert_int_equal(spare("POGI-SPARE-ROAD-W", "15", "10", NULL), RULE_NOT_APPLICABLE);
    assert_int_equal(spare("POGI-SPARE-ROAD-W", "15", "10.5", NULL), RULE_FAILED);
    assert_int_equal(spare("POGI-SPARE-ROAD-W", "15.5", "10.5", NULL), RULE_MET);
    assert_int_equal(spare("POGI-SPARE-ROAD-W", "16.9", "12", NULL), RULE_FAILED);
    assert_int_equal(spare("POGI-SPARE-ROAD-W", "17", "12", NULL), RULE_MET);
    /* months are years, exactly */
    const tender_requirement q = from_catalogue("POGI-SPARE-ROAD");
    const tender_offer months = offer("spare_parts_period", "180", "months");
    assert_int_equal(judge(&q, &months, 1, NULL), RULE_MET);
}

/* "hvis mindstekravet eksempelvis er en genanvendelsesprocent på 50%" */
static void the_recyclable_share_is_met_at_the_level_that_the_buyer_set(void **state)
{
    (void)state;
    tender_requirement q = from_catalogue("POGI-RECYCLABILITY");
    assert_true(catalogue_left_to_buyer(catalogue_find("POGI-RECYCLABILITY")));
    q.threshold = num("50", "%");
    static const struct {
        const char *share;
        rule_verdict expected;
    } cases[] = {
        {"0",    RULE_FAILED},
        {"49.9", RULE_FAILED},
        {"50",   RULE_MET   },
        {"59.9", RULE_MET   },
        {"60",   RULE_MET   },
        {"100",  RULE_MET   },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tender_offer o = offer("recyclability", cases[i].share, "%");
        assert_int_equal(judge(&q, &o, 1, NULL), cases[i].expected);
    }
    const tender_offer bare = offer("recyclability", "0.6", ""); /* a number without its unit says nothing */
    assert_int_equal(judge(&q, &bare, 1, NULL), RULE_UNCLEAR);
}

/* "En missing answer er not answered, never pass or fail; a claim without its evidence is claimed" (issue 4) */
static void missing_answers_and_missing_proof_are_neither_met_nor_failed(void **state)
{
    (void)state;
    tender_requirement q = from_catalogue("POGI-LED");
    assert_int_equal(judge(&q, NULL, 0, NULL), RULE_NOT_ANSWERED);
    tender_offer o = text_offer("light_technology", "LED");
    assert_int_equal(judge(&q, &o, 1, NULL), RULE_MET);
    o.documented = false;
    o.documents_n = 0;
    assert_int_equal(judge(&q, &o, 1, NULL), RULE_CLAIMED);
    o.value_text = "Halogen";
    assert_int_equal(judge(&q, &o, 1, NULL), RULE_FAILED);
    q.evidence_due = "after_choice"; /* owed later: no hindrance now */
    o.value_text = "LED";
    assert_int_equal(judge(&q, &o, 1, NULL), RULE_MET);
}

/* "livssyklusanalyse i h.t. ISO 14040 og ISO 14044 eller tilsvarende ... omfatter både buss og batteri" */
static void the_lca_names_its_standard_or_reasons_an_equivalent_and_covers_bus_and_battery(void **state)
{
    (void)state;
    const tender_requirement standard = from_catalogue("RUTER-12.4.1.5-STANDARD");
    const tender_requirement covers = from_catalogue("RUTER-12.4.1.5-COVERS");
    const tender_requirement unit_ = from_catalogue("RUTER-12.4.1.5-UNIT");
    const tender_requirement scope = from_catalogue("RUTER-12.4.1.5-SCOPE");
    tender_offer o = text_offer("lca_standard", "ISO 14040; ISO 14044");
    assert_int_equal(judge(&standard, &o, 1, NULL), RULE_MET);
    o.value_text = "ISO 14040";
    o.documents_n = 0;
    assert_int_equal(judge(&standard, &o, 1, NULL), RULE_FAILED);
    o.value_text = "GB/T 24040"; /* with its reasons: somebody must judge them */
    o.documents_n = 1;
    assert_int_equal(judge(&standard, &o, 1, NULL), RULE_UNCLEAR);
    o = text_offer("lca_covers", "bus, battery");
    assert_int_equal(judge(&covers, &o, 1, NULL), RULE_MET);
    o.value_text = "Buss og batteri"; /* one thing, no list */
    assert_int_equal(judge(&covers, &o, 1, NULL), RULE_FAILED);
    static const char *const same[] = {"Buss; batteri", "busser|batterier", "the battery, buses",
                                       "bus;Batteriet"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        o.value_text = same[i];
        assert_int_equal(judge(&covers, &o, 1, NULL), RULE_MET);
    }
    o.value_text = "buss";
    assert_int_equal(judge(&covers, &o, 1, NULL), RULE_FAILED);
    o = text_offer("lca_functional_unit", "1 vehicle km over 12 years");
    assert_int_equal(judge(&unit_, &o, 1, NULL), RULE_MET);
    assert_int_equal(judge(&unit_, NULL, 0, NULL), RULE_NOT_ANSWERED);
    o = offer("lca_scope", "", "");
    assert_int_equal(judge(&scope, &o, 1, NULL), RULE_MET);
    o.documents_n = 0;
    o.fulfilled = TENDER_YES;
    assert_int_equal(judge(&scope, &o, 1, NULL), RULE_CLAIMED);
}

/* "Etter valg av bussprodusent skal dokumentasjon fra bussprodusent ettersendes." */
static void what_is_owed_after_the_choice_does_not_hold_the_bid_back(void **state)
{
    (void)state;
    const tender_requirement q = from_catalogue("RUTER-12.4.1.4-MAKER");
    const tender_bid b = {.number = "A"};
    const tender t = {.requirements = &q, .requirements_n = 1};
    rule_result r;
    assert_int_equal(rule_apply(&r, &a, &t, &q, &b, NULL), AK_OK);
    assert_int_equal(r.verdict, RULE_MET);
    assert_true(r.owed_later);
}

static void units_of_another_kind_are_never_compared(void **state)
{
    (void)state;
    assert_int_equal(with_value("POGI-LPW-ROAD-2023", "155", "kg", &existing), RULE_UNCLEAR);
    assert_int_equal(with_value("POGI-L96", "1", "years", NULL), RULE_MET); /* 8 766 hours */
    assert_int_equal(with_value("POGI-SPARE-ROAD", "20", "", NULL), RULE_UNCLEAR);
}

static condition_answer holds(const char *text, const tender *t, const tender_bid *b)
{
    condition_answer answer;
    assert_int_equal(condition_holds(&answer, &a, text, t, b, NULL), AK_OK);
    return answer;
}

static void conditions_are_three_valued(void **state)
{
    (void)state;
    const asked k = {
        {"x", "y"},
        2
    };
    const tender_offer o = offer("warranty", "7", "years");
    const tender_bid b = {.offers = &o, .offers_n = 1};
    const tender t = {.circumstances = k.facts, .circumstances_n = 2};
    assert_int_equal(holds("", &t, NULL), CONDITION_TRUE);
    assert_int_equal(holds("x and y", &t, NULL), CONDITION_TRUE);
    assert_int_equal(holds("x and z or y", &t, NULL), CONDITION_TRUE);
    assert_int_equal(holds("not x or z", &t, NULL), CONDITION_FALSE);
    assert_int_equal(holds("offers(warranty gt 7 years)", &t, NULL), CONDITION_UNKNOWN);
    assert_int_equal(holds("offers(warranty gt 7 years)", &t, &b), CONDITION_FALSE);
    assert_int_equal(holds("offers(warranty ge 7 years)", &t, &b), CONDITION_TRUE);
    assert_int_equal(holds("x or offers(price ge 1)", &t, &b), CONDITION_TRUE);
    assert_int_equal(holds("z and offers(price ge 1)", &t, &b), CONDITION_FALSE);
    assert_int_equal(holds("not offers(price ge 1)", &t, &b), CONDITION_UNKNOWN);
    condition_answer answer;
    static const char *const bad[] = {"x and ", "frob(x)", "requires(", "requires(x zz 5)",
                                      "offers(x ge 5 zorkmid)"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ak_err err = {0};
        assert_int_equal(condition_holds(&answer, &a, bad[i], &t, NULL, &err), AK_E_INPUT);
        assert_string_equal(err.rule->code, "TEND-010");
    }
}

static void every_row_of_the_catalogue_is_whole(void **state)
{
    (void)state;
    const tender none = {0};
    for (size_t i = 0; i < catalogue_n; i++) {
        const catalogue_row *row = &catalogue[i];
        const catalogue_source *s = catalogue_source_of(row);
        condition_answer answer;
        assert_string_equal(s->key, row->source_key);
        assert_true(s->edition[0] && s->published[0] && s->read[0] && s->jurisdiction[0] && s->bound[0]);
        assert_ptr_equal(catalogue_find(row->code), row);
        for (int l = 0; l < LANGUAGES; l++)
            assert_true(row->title[l][0] && row->text[l][0]);
        assert_int_equal(condition_holds(&answer, &a, row->applies_when, &none, NULL, NULL), AK_OK);
        assert_int_equal(condition_holds(&answer, &a, row->except_when, &none, NULL, NULL), AK_OK);
        if (row->kind == CATALOGUE_RULE)
            assert_int_equal(condition_holds(&answer, &a, row->must, &none, NULL, NULL), AK_OK);
        if (row->kind == CATALOGUE_REQUIREMENT && row->unit[0])
            assert_non_null(unit_find(str_of(row->unit)));
    }
}

/* ---- Every requirement of the catalogue, at its limit and on both sides of it ---- */

/* A tenth of the last digit away from the limit. */
static tender_number beside(tender_number n, int by)
{
    n.n = (decimal){n.n.n * 10 + by, n.n.scale + 1};
    return n;
}

static void at_the_number(const tender_requirement *q)
{
    bool least = strcmp(q->operator, "ge") == 0 || strcmp(q->operator, "gt") == 0;
    bool open = strcmp(q->operator, "gt") == 0 || strcmp(q->operator, "lt") == 0;
    for (int by = -1; by <= 1; by++) {
        tender_offer o = offer(q->attribute, "", "");
        o.value = beside(q->threshold, by);
        bool met = by == 0 ? !open : (by > 0) == least;
        rule_verdict v = judge(q, &o, 1, NULL);
        if (met)
            assert_int_equal(v, RULE_MET);
        else if (strncmp(q->threshold_text, "or ", 3) == 0)
            assert_int_not_equal(v, RULE_MET); /* its alternative is not answered */
        else
            assert_int_equal(v, RULE_FAILED);
    }
}

static void at_the_class(const tender_requirement *q)
{
    bool ip = strcmp(q->attribute, "ip_class") == 0;
    const char *const better[] = {ip ? "IP68" : "A", ip ? "IP66" : "B"};
    const char *const worse[] = {ip ? "IP44" : "G", ip ? "IP20" : "F"};
    for (size_t i = 0; i < 2; i++) {
        tender_offer o = text_offer(q->attribute, better[i]);
        assert_int_equal(judge(q, &o, 1, NULL), RULE_MET);
        o.value_text = worse[i];
        assert_int_equal(judge(q, &o, 1, NULL), RULE_FAILED);
    }
    tender_offer o = text_offer(q->attribute, q->threshold_text);
    assert_int_equal(judge(q, &o, 1, NULL), RULE_MET);
}

static void at_the_word(const tender_requirement *q)
{
    tender_offer o = text_offer(q->attribute, q->threshold_text[0] ? q->threshold_text : "anything");
    assert_int_equal(judge(q, &o, 1, NULL), RULE_MET);
    if (!q->threshold_text[0])
        return;
    o.value_text = "something else";
    o.documents_n = 0;
    assert_int_equal(judge(q, &o, 1, NULL), RULE_FAILED);
}

static void at_yes_and_no(const tender_requirement *q)
{
    tender_offer o = offer(rule_answered_under(q), "", "");
    o.fulfilled = TENDER_YES;
    assert_int_equal(judge(q, &o, 1, NULL), RULE_MET);
    o.fulfilled = TENDER_NO;
    assert_int_equal(judge(q, &o, 1, NULL), RULE_FAILED);
}

static void at_the_document(const tender_requirement *q)
{
    tender_offer o = offer(rule_answered_under(q), "", "");
    assert_int_equal(judge(q, &o, 1, NULL), RULE_MET);
    o.documents_n = 0;
    o.fulfilled = TENDER_YES;
    assert_int_equal(judge(q, &o, 1, NULL), RULE_CLAIMED);
}

/* A value that the source leaves to the buyer is set here as a buyer would. */
static void set_by_the_buyer(tender_requirement *q)
{
    if (strcmp(q->attribute, "energy_class") == 0)
        q->threshold_text = "C";
    else
        q->threshold = (tender_number){
            .said = true, .n = {50, 0},
                 .unit = q->threshold.unit, .unit_text = ""
        };
}

static void every_requirement_holds_at_its_limit_and_on_both_sides_of_it(void **state)
{
    (void)state;
    size_t tried = 0;
    for (size_t i = 0; i < catalogue_n; i++) {
        const catalogue_row *row = &catalogue[i];
        if (row->kind != CATALOGUE_REQUIREMENT || row->threshold_text[0] == '@')
            continue; /* relative ones: the tests of spare parts */
        tender_requirement q = from_catalogue(row->code);
        q.applies_when = q.except_when = "";
        q.accepts_equivalent = TENDER_NO; /* equivalents: the test of the LCA */
        q.evidence_due = "with_bid"; /* a document that is owed later is not judged in the bid */
        assert_int_equal(judge(&q, NULL, 0, NULL), RULE_NOT_ANSWERED);
        if (catalogue_left_to_buyer(row))
            set_by_the_buyer(&q);
        if (q.threshold.said)
            at_the_number(&q);
        else if (strcmp(q.attribute, "ip_class") == 0 || strcmp(q.attribute, "energy_class") == 0)
            at_the_class(&q);
        else if (strcmp(q.operator, "yes") == 0)
            at_yes_and_no(&q);
        else if (strcmp(q.operator, "document") == 0)
            at_the_document(&q);
        else
            at_the_word(&q);
        tried++;
    }
    assert_true(tried >= 45);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(efficacy_of_replaced_road_lamps_is_155_in_2023_to_2025),
        cmocka_unit_test(from_2026_the_value_is_left_to_the_buyer),
        cmocka_unit_test(a_requirement_of_2700_kelvin_or_less_lifts_the_efficacy_rule),
        cmocka_unit_test(nominal_lives_of_road_light_are_at_least_the_hours_of_the_table),
        cmocka_unit_test(failures_are_met_by_c0_or_by_c10),
        cmocka_unit_test(indoor_luminaires_last_l80_b10_or_l90_b10),
        cmocka_unit_test(the_enclosure_class_follows_the_class_of_the_road),
        cmocka_unit_test(spare_parts_indoors_last_7_years_or_the_whole_warranty),
        cmocka_unit_test(spare_parts_of_roads_last_15_years_or_warranty_and_5),
        cmocka_unit_test(the_recyclable_share_is_met_at_the_level_that_the_buyer_set),
        cmocka_unit_test(missing_answers_and_missing_proof_are_neither_met_nor_failed),
        cmocka_unit_test(the_lca_names_its_standard_or_reasons_an_equivalent_and_covers_bus_and_battery),
        cmocka_unit_test(what_is_owed_after_the_choice_does_not_hold_the_bid_back),
        cmocka_unit_test(units_of_another_kind_are_never_compared),
        cmocka_unit_test(conditions_are_three_valued),
        cmocka_unit_test(every_requirement_holds_at_its_limit_and_on_both_sides_of_it),
        cmocka_unit_test(every_row_of_the_catalogue_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, free_arena);
}
