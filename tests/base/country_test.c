/* country_test.c -- countries by the names people use. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/country.h"

static const char *code_of(arena *a, const char *text)
{
    const country *c = country_find(a, str_of(text));
    return c ? c->iso3 : "-";
}

static void codes_and_names_in_three_languages_find_the_country(void **state)
{
    (void)state;
    arena a = {0};
    static const char *const same[][2] = {
        {"NOR", "no"                                   },
        {"NOR", "NOR"                                  },
        {"NOR", "578"                                  },
        {"NOR", "Norge"                                },
        {"NOR", " norway "                             },
        {"DNK", "Danmark"                              },
        {"COD", "DR Congo"                             },
        {"COD", "Congo (Kinshasa)"                     },
        {"COD", "DRC"                                  },
        {"COD", "Den demokratiske republikken Kongo"   },
        {"COD", "Congo, The Democratic Republic of the"},
        {"COG", "Kongo-Brazzaville"                    },
        {"CIV", "Ivory Coast"                          },
        {"CIV", "C\xc3\xb4te d'Ivoire"                 },
        {"CIV", "COTE D'IVOIRE"                        },
        {"CIV", "Elfenbenskysten"                      },
        {"TUR", "Turkey"                               },
        {"TUR", "T\xc3\xbcrkiye"                       },
        {"TUR", "Tyrkia"                               },
        {"TUR", "Tyrkiet"                              },
        {"MMR", "Burma"                                },
        {"MMR", "Myanmar"                              },
        {"KOR", "South Korea"                          },
        {"KOR", "Korea, Republic of"                   },
        {"KOR", "Sydkorea"                             },
        {"KOR", "S\xc3\xb8r-Korea"                     },
        {"PRK", "Nordkorea"                            },
        {"RUS", "Russia"                               },
        {"RUS", "Russland"                             },
        {"RUS", "Rusland"                              },
        {"PHL", "Filippinerne"                         },
        {"CHN", "Kina"                                 },
        {"USA", "USA"                                  },
        {"USA", "De forente stater"                    },
        {"GBR", "uk"                                   },
        {"PNG", "Papua Ny-Guinea"                      },
        {"XKX", "Kosovo"                               },
        {"SWZ", "Swaziland"                            },
        {"CZE", "Tjekkiet"                             },
        {"VNM", "Viet Nam"                             },
        {"AUS", "Australien"                           },
    };
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        if (strcmp(code_of(&a, same[i][1]), same[i][0]) != 0)
            fail_msg("%s is %s", same[i][1], code_of(&a, same[i][1]));
    }
    arena_free(&a);
}

static void a_name_of_two_countries_or_of_none_is_unknown(void **state)
{
    (void)state;
    arena a = {0};
    static const char *const bad[] = {"Congo", "Kongo", "Atlantis", "",     "Korea",
                                      "XX",    "999",   "Africa",   "World"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_string_equal(code_of(&a, bad[i]), "-");
    arena_free(&a);
}

static void shown_names_are_short_and_not_inverted(void **state)
{
    (void)state;
    assert_string_equal(country_name(LANG_NB, "COD"), "DR Kongo");
    assert_string_equal(country_name(LANG_DA, "COD"), "DR Congo");
    assert_string_equal(country_name(LANG_EN, "KOR"), "South Korea");
    assert_string_equal(country_name(LANG_NB, "PHL"), "Filippinene");
    assert_string_equal(country_name(LANG_DA, "PHL"), "Filippinerne");
    assert_string_equal(country_name(LANG_EN, "ZZZ"), "ZZZ");
    for (size_t i = 0; i < countries_n; i++) {
        for (int l = 0; l < LANGUAGES; l++) {
            bool list = strcmp(countries[i].iso3, "BES") == 0 || strcmp(countries[i].iso3, "SHN") == 0;
            if (!list && strchr(countries[i].name[l], ','))
                fail_msg("%s is shown as %s", countries[i].iso3, countries[i].name[l]);
        }
    }
}

static void every_shown_name_and_code_finds_its_country_again(void **state)
{
    (void)state;
    arena a = {0};
    assert_true(countries_n >= 250);
    for (size_t i = 0; i < countries_n; i++) {
        const country *c = &countries[i];
        if (i > 0)
            assert_true(strcmp(countries[i - 1].iso3, c->iso3) < 0);
        assert_ptr_equal(country_by_iso3(c->iso3), c);
        assert_ptr_equal(country_by_iso2(c->iso2), c);
        assert_string_equal(code_of(&a, c->iso2), c->iso3);
        for (int l = 0; l < LANGUAGES; l++)
            assert_string_equal(code_of(&a, c->name[l]), c->iso3);
    }
    arena_free(&a);
}

static void regions_are_known_by_code(void **state)
{
    (void)state;
    assert_string_equal(region_find(STR("no-03"))->name, "Oslo");
    assert_string_equal(region_find(STR("NO-50"))->name, "Tr\xc3\xb8ndelag");
    assert_string_equal(region_find(STR("NO-32"))->name, "Akershus"); /* from 2024 */
    assert_string_equal(region_find(STR("CN-XJ"))->name, "Xinjiang");
    assert_string_equal(region_find(STR("DK-84"))->name, "Hovedstaden");
    assert_null(region_find(STR("NO-99")));
    assert_null(region_find(STR("NO")));
    assert_null(region_find(STR("NO-0333")));
    for (size_t i = 1; i < regions_n; i++)
        assert_true(strcmp(regions[i - 1].code, regions[i].code) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_and_names_in_three_languages_find_the_country),
        cmocka_unit_test(a_name_of_two_countries_or_of_none_is_unknown),
        cmocka_unit_test(shown_names_are_short_and_not_inverted),
        cmocka_unit_test(every_shown_name_and_code_finds_its_country_again),
        cmocka_unit_test(regions_are_known_by_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
