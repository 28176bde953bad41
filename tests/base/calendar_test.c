/* calendar_test.c -- holidays by the laws of Norway, Denmark and Sweden, and working days. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/calendar.h"

static int32_t day_of(const char *iso)
{
    date d;
    if (date_read(&d, str_of(iso), 'y', NULL) != AK_OK)
        fail_msg("%s", iso);
    return d.day;
}

static const char *holiday_name(const char *country, const char *iso)
{
    const holiday *h = calendar_holiday(country, day_of(iso));
    return h ? h->name[2] : "-";
}

static void easter_falls_as_the_almanacs_print_it(void **state)
{
    (void)state;
    static const char *const days[] = {
        "1818-03-22", "1886-04-25", "1943-04-25", "1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23",
        "2011-04-24", "2016-03-27", "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09",
        "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25", "2285-03-22",
    };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        int32_t day = day_of(days[i]);
        assert_int_equal(calendar_easter(date_civil(day).year), day);
    }
    for (int year = 1583; year <= 4000; year++) {
        int32_t easter = calendar_easter(year);
        assert_int_equal(date_weekday(easter), 7);
        assert_true(easter >= date_day(year, 3, 22) && easter <= date_day(year, 4, 25));
    }
}

/* Helligdagsfredloven § 2: "1. nyttårsdag, skjærtorsdag, langfredag, første og annen påskedag, Kristi
 * himmelfartsdag, første og annen pinsedag, første og annen juledag"; LOV-1947-04-26-1 § 1: 1 and
 * 17 May. */
static void norway_has_its_twelve_days(void **state)
{
    (void)state;
    static const char *const days[] = {
        "2026-01-01", "2026-04-02", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-01",
        "2026-05-14", "2026-05-17", "2026-05-24", "2026-05-25", "2026-12-25", "2026-12-26",
    };
    size_t found = 0;
    for (int32_t day = day_of("2026-01-01"); day <= day_of("2026-12-31"); day++)
        found += calendar_holiday("NO", day) != NULL;
    assert_int_equal(found, 12);
    for (size_t i = 0; i < 12; i++)
        assert_string_not_equal(holiday_name("NO", days[i]), "-");
    assert_string_equal(holiday_name("NO", "2026-05-17"), "Constitution Day (Norway)");
    assert_string_equal(holiday_name("NO", "2026-12-24"), "-");
}

/* Act 214 of 6 March 2023 § 1: Store Bededag is abolished as a holiday from 1 January 2024. */
static void denmark_had_great_prayer_day_until_2023(void **state)
{
    (void)state;
    assert_string_equal(holiday_name("DK", "2023-05-05"), "Great Prayer Day");
    assert_string_equal(holiday_name("DK", "2022-05-13"), "Great Prayer Day");
    assert_string_equal(holiday_name("DK", "2024-04-26"), "-");
    assert_true(calendar_is_working_day("DK", day_of("2024-04-26")));
    assert_string_equal(holiday_name("DK", "2026-05-01"), "-");
    assert_string_equal(holiday_name("DK", "2026-04-02"), "Maundy Thursday");
}

/* Lag (1989:253) 1 § with SFS 2004:1320: the national day came in 2005, Whit Monday went. */
static void sweden_changed_whit_monday_for_its_national_day_in_2005(void **state)
{
    (void)state;
    assert_string_equal(holiday_name("SE", "2004-05-31"), "Whit Monday");
    assert_string_equal(holiday_name("SE", "2004-06-06"), "-");
    assert_string_equal(holiday_name("SE", "2005-05-16"), "-");
    assert_string_equal(holiday_name("SE", "2005-06-06"), "National Day of Sweden");
    assert_string_equal(holiday_name("SE", "2026-04-02"), "-"); /* Maundy Thursday is none */
    assert_string_equal(holiday_name("SE", "2026-06-20"), "Midsummer Day");
    assert_string_equal(holiday_name("SE", "2021-06-26"), "Midsummer Day");
    assert_string_equal(holiday_name("SE", "2026-10-31"), "All Saints' Day");
    assert_string_equal(holiday_name("SE", "2025-11-01"), "All Saints' Day");
    assert_string_equal(holiday_name("SE", "2026-01-06"), "Epiphany");
}

static void working_days_are_counted_over_easter_and_may(void **state)
{
    (void)state;
    char text[DATE_TEXT_BYTES];
    /* SKI annex 5.1: ten working days from Wednesday 25 March 2026, over a Danish Easter */
    assert_string_equal(date_day_text(text, calendar_add_working_days("DK", day_of("2026-03-25"), 10)),
                        "2026-04-13");
    assert_string_equal(date_day_text(text, calendar_add_working_days("SE", day_of("2026-03-25"), 10)),
                        "2026-04-10");
    assert_string_equal(date_day_text(text, calendar_add_working_days("NO", day_of("2026-04-30"), 1)),
                        "2026-05-04");
    assert_string_equal(date_day_text(text, calendar_add_working_days("NO", day_of("2026-05-14"), 0)),
                        "2026-05-15");
    assert_string_equal(date_day_text(text, calendar_add_working_days("NO", day_of("2026-05-15"), 0)),
                        "2026-05-15");
    assert_string_equal(date_day_text(text, calendar_add_working_days("NO", day_of("2026-05-04"), -1)),
                        "2026-04-30");
    assert_int_equal(calendar_working_days("NO", day_of("2026-04-27"), day_of("2026-05-04")), 4);
    assert_int_equal(calendar_working_days("NO", day_of("2026-05-04"), day_of("2026-04-27")), -4);
    assert_int_equal(calendar_working_days("NO", day_of("2026-05-04"), day_of("2026-05-04")), 0);
}

static void adding_and_counting_working_days_agree(void **state)
{
    (void)state;
    static const char *const places[] = {"NO", "DK", "SE"};
    for (size_t c = 0; c < 3; c++) {
        assert_true(calendar_knows(places[c]));
        for (int32_t day = day_of("2022-12-01"); day < day_of("2026-02-01"); day += 3) {
            for (int n = 1; n < 40; n += 7) {
                int32_t then = calendar_add_working_days(places[c], day, n);
                assert_true(calendar_is_working_day(places[c], then));
                assert_int_equal(calendar_working_days(places[c], day + 1, then + 1), n);
                int32_t back = calendar_add_working_days(places[c], then + 1, -n);
                assert_int_equal(calendar_working_days(places[c], back, then + 1), n);
            }
        }
    }
    assert_false(calendar_knows("DE"));
}

static void every_holiday_names_its_law_and_its_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < holidays_n; i++) {
        assert_true(strlen(holidays[i].source) > 10);
        assert_true(holidays[i].year_from <= holidays[i].year_to);
        for (int l = 0; l < 3; l++)
            assert_true(holidays[i].name[l][0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easter_falls_as_the_almanacs_print_it),
        cmocka_unit_test(norway_has_its_twelve_days),
        cmocka_unit_test(denmark_had_great_prayer_day_until_2023),
        cmocka_unit_test(sweden_changed_whit_monday_for_its_national_day_in_2005),
        cmocka_unit_test(working_days_are_counted_over_easter_and_may),
        cmocka_unit_test(adding_and_counting_working_days_agree),
        cmocka_unit_test(every_holiday_names_its_law_and_its_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
