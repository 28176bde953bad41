/* unit_test.c -- units of measure and money. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/money.h"
#include "base/unit.h"

static decimal num(const char *text)
{
    decimal d = {0, 0};
    if (decimal_read_plain(&d, str_of(text), NULL) != AK_OK)
        fail_msg("%s", text);
    return d;
}

static const unit *get(const char *name)
{
    const unit *u = unit_find(str_of(name));
    if (!u)
        fail_msg("unknown unit %s", name);
    return u;
}

static void words_of_three_languages_and_rec_20_codes_name_one_unit(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"KGM",     "kg"                 },
        {"KGM",     "KG"                 },
        {"KGM",     " Kilo "             },
        {"KGM",     "kilogramme"         },
        {"TNE",     "tonn"               },
        {"TNE",     "ton"                },
        {"TNE",     "t"                  },
        {"H87",     "stk."               },
        {"H87",     "STK"                },
        {"H87",     "stykker"            },
        {"KWH",     "kwh"                },
        {"KWH",     "kilowattimer"       },
        {"KWH",     "kilowatttimer"      },
        {"B61",     "lm/W"               },
        {"MTK",     "m\xc2\xb2"          },
        {"MTK",     "kvm"                },
        {"P1",      "prosent"            },
        {"P1",      "%"                  },
        {"HUR",     "timer"              },
        {"ANN",     "\xc3\xa5r"          },
        {"kg CO2e", "kg CO2-ekvivalenter"},
        {"CEL",     "\xc2\xb0"
                "C"       },
        {"MC",      "\xc2\xb5g"          },
        {"MC",      "\xce\xbcg"          },
        {"TKM",     "tonnkm"             },
    };
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        assert_string_equal(get(same[i][1])->code, same[i][0]);
}

static void case_is_kept_where_it_means_a_factor(void **state)
{
    (void)state;
    assert_string_equal(get("mW")->code, "C31");
    assert_string_equal(get("MW")->code, "MAW");
    assert_null(unit_find(STR("mw")));
    assert_string_equal(get("lm")->code, "LUM");
    assert_string_equal(get("LM")->code, "LM"); /* Rec 20: linear metre */
    assert_string_equal(get("Mt")->code, "Mt");
    assert_null(unit_find(STR("MT"))); /* megatonne or "metric ton": a factor of a million */
}

static void an_unknown_unit_is_unknown(void **state)
{
    (void)state;
    static const char *const bad[] = {"", " ", "kgx", "gal", "ton of", "kr", "KGM ", "mil"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (i != 6)
            assert_null(unit_find(str_of(bad[i])));
    }
    assert_non_null(unit_find(STR("KGM ")));
}

static void converts(const char *amount, const char *from, const char *to, const char *want,
                     bool want_rounded)
{
    decimal got;
    bool rounded = !want_rounded;
    ak_err err = {0};
    char text[DECIMAL_TEXT_BYTES];
    if (unit_convert(&got, &rounded, num(amount), get(from), get(to), 9, &err) != AK_OK)
        fail_msg("%s %s: %s", amount, from, err.rule->code);
    assert_string_equal(decimal_text(text, got), want);
    assert_int_equal(rounded, want_rounded);
}

static void conversions_are_exact_both_ways(void **state)
{
    (void)state;
    converts("1", "LBR", "KGM", "0.45359237", false);
    converts("0.45359237", "KGM", "LBR", "1", false);
    converts("1", "APZ", "GRM", "31.1034768", false);
    converts("1", "SMI", "KMT", "1.609344", false);
    converts("1", "BLL", "LTR", "158.987294928", false);
    converts("1", "GLL", "LTR", "3.785411784", false);
    converts("1", "ACR", "MTK", "4046.8564224", false);
    converts("1", "KWH", "MJ", "3.6", false);
    converts("1", "GWH", "TJ", "3.6", false);
    converts("1", "MJ", "KWH", "0.277777778", true);
    converts("2.5", "TNE", "KGM", "2500", false);
    converts("1", "STN", "TNE", "0.90718474", false);
    converts("18", "MON", "ANN", "1.5", false);
    converts("10", "ANN", "MON", "120", false);
    converts("36", "KMH", "MTS", "10", false);
    converts("250", "Wh/kg", "kWh/kg", "0.25", false);
    converts("12.5", "P1", "share", "0.125", false);
    converts("100", "g CO2e/kWh", "kg CO2e/kWh", "0.1", false);
}

static void temperatures_have_another_zero(void **state)
{
    (void)state;
    converts("0", "CEL", "KEL", "273.15", false);
    converts("100", "CEL", "FAH", "212", false);
    converts("-40", "FAH", "CEL", "-40", false);
    converts("32", "FAH", "CEL", "0", false);
}

static void there_and_back_gives_the_same_for_every_pair_of_a_dimension(void **state)
{
    (void)state;
    for (size_t i = 0; i < units_n; i++) {
        const unit *base = unit_base(units[i].dimension);
        if (!base)
            fail_msg("dimension %s has no base unit", units[i].dimension);
        assert_true(units[i].num > 0 && units[i].den > 0);
        assert_true(units[i].source[0] != '\0');
        for (size_t k = 0; k < units_n; k++) {
            decimal there, back;
            ak_err err = {0};
            ak_code code = unit_convert(&there, NULL, num("7"), &units[i], &units[k], 18, &err);
            if (strcmp(units[i].dimension, units[k].dimension) != 0) {
                assert_int_equal(code, AK_E_INPUT);
                assert_string_equal(err.rule->code, "UNI-002");
                continue;
            }
            if (code != AK_OK || decimal_sign(there) == 0)
                continue; /* 7 Mt in ug needs more than 18 digits: an error, not a wrong number */
            assert_int_equal(unit_convert(&back, NULL, there, &units[k], &units[i], 6, &err), AK_OK);
            double got = decimal_double(back);
            double digits_lost =
                decimal_double(there) < 1e-3 ? 1e-2 : 1e-6; /* few digits are left in 18 decimals */
            if (decimal_double(there) > 1e-12 && (got < 7 * (1 - digits_lost) || got > 7 * (1 + digits_lost)))
                fail_msg("7 %s -> %s and back is %f", units[i].code, units[k].code, got);
        }
    }
}

static void masses_become_whole_milligrams(void **state)
{
    (void)state;
    int64_t mg = 0;
    bool rounded = true;
    assert_int_equal(unit_base_int(&mg, &rounded, num("250.5"), get("kg"), NULL), AK_OK);
    assert_int_equal(mg, 250500000);
    assert_false(rounded);
    assert_int_equal(unit_base_int(&mg, &rounded, num("2.5"), get("ug"), NULL), AK_OK);
    assert_int_equal(mg, 0);
    assert_true(rounded);
    assert_int_equal(unit_base_int(&mg, &rounded, num("2500"), get("ug"), NULL), AK_OK);
    assert_int_equal(mg, 2); /* half to even */
    ak_err err = {0};
    assert_int_equal(unit_base_int(&mg, &rounded, num("1000000000000"), get("Mt"), &err), AK_E_INPUT);
}

static void money_keeps_to_the_minor_unit_of_its_currency(void **state)
{
    (void)state;
    money m;
    ak_err err = {0};
    char text[DECIMAL_TEXT_BYTES];
    const decimal_dialect comma = {.comma = true};
    assert_int_equal(money_read(&m, STR("NOK 1 234,50"), comma, NULL, &err), AK_OK);
    assert_int_equal(m.minor, 123450);
    assert_string_equal(m.currency->code, "NOK");
    assert_int_equal(money_read(&m, STR("-12 JPY"), comma, NULL, &err), AK_OK);
    assert_int_equal(m.minor, -12);
    assert_int_equal(money_read(&m, STR("1,5 kwd"), comma, NULL, &err), AK_OK);
    assert_int_equal(m.minor, 1500);
    assert_string_equal(money_text(text, m), "1.500");
    assert_int_equal(money_read(&m, STR("\xe2\x82\xac 12,5"), comma, NULL, &err), AK_OK);
    assert_string_equal(m.currency->code, "EUR");
    assert_int_equal(money_read(&m,
                                STR("\xe2\x88\x92"
                                    "5 norske kroner"),
                                comma, NULL, &err),
                     AK_OK);
    assert_int_equal(m.minor, -500);
    assert_int_equal(money_read(&m, STR("12,505"), comma, currency_find(STR("sek")), &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "NUM-005");
    assert_int_equal(money_read(&m, STR("12,50"), comma, NULL, &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "MON-001");
    assert_int_equal(money_read(&m, STR("12,50 kr"), comma, NULL, &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "MON-003");
    money nok = {100, currency_find(STR("NOK"))};
    money dkk = {100, currency_find(STR("DKK"))};
    assert_int_equal(money_add(&m, nok, nok, &err), AK_OK);
    assert_int_equal(m.minor, 200);
    assert_int_equal(money_add(&m, nok, dkk, &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "MON-002");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_three_languages_and_rec_20_codes_name_one_unit),
        cmocka_unit_test(case_is_kept_where_it_means_a_factor),
        cmocka_unit_test(an_unknown_unit_is_unknown),
        cmocka_unit_test(conversions_are_exact_both_ways),
        cmocka_unit_test(temperatures_have_another_zero),
        cmocka_unit_test(there_and_back_gives_the_same_for_every_pair_of_a_dimension),
        cmocka_unit_test(masses_become_whole_milligrams),
        cmocka_unit_test(money_keeps_to_the_minor_unit_of_its_currency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
