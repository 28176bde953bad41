/* date_test.c -- civil dates, moments, zones. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/date.h"

static void reads(const char *text, char order, const char *want, date_precision precision)
{
    date d;
    ak_err err = {0};
    char got[DATE_TEXT_BYTES];
    if (date_read(&d, str_of(text), order, &err) != AK_OK)
        fail_msg("'%s' is refused: %s", text, err.rule->code);
    assert_string_equal(date_text(got, d), want);
    assert_int_equal(d.precision, precision);
}

static void refuses(const char *text, char order, const char *code)
{
    date d;
    ak_err err = {0};
    if (date_read(&d, str_of(text), order, &err) == AK_OK)
        fail_msg("'%s' is read", text);
    assert_string_equal(err.rule->code, code);
}

static void dates_are_read_as_the_file_writes_them_and_keep_their_precision(void **state)
{
    (void)state;
    reads("2026-11-21", 'y', "2026-11-21", DATE_TO_DAY);
    reads(" 20261121 ", 'y', "2026-11-21", DATE_TO_DAY);
    reads("2026-11", 'y', "2026-11", DATE_TO_MONTH);
    reads("2026", 'd', "2026", DATE_TO_YEAR);
    reads("21.11.2026", 'd', "2026-11-21", DATE_TO_DAY);
    reads("1.2.2026", 'd', "2026-02-01", DATE_TO_DAY);
    reads("01/02/2026", 'd', "2026-02-01", DATE_TO_DAY);
    reads("01/02/2026", 'm', "2026-01-02", DATE_TO_DAY);
    reads("21.11.26", 'd', "2026-11-21", DATE_TO_DAY);
    reads("1.1.69", 'd', "1969-01-01", DATE_TO_DAY);
    reads("1.1.68", 'd', "2068-01-01", DATE_TO_DAY);
    reads("11.2026", 'd', "2026-11", DATE_TO_MONTH);
    reads("2024-02-29", 'y', "2024-02-29", DATE_TO_DAY);
    reads("2000-02-29", 'd', "2000-02-29", DATE_TO_DAY);
    reads("0001-01-01", 'y', "0001-01-01", DATE_TO_DAY);
}

static void what_is_no_day_is_refused_and_told_apart_from_what_is_no_date(void **state)
{
    (void)state;
    refuses("2023-02-29", 'y', "DAY-002");
    refuses("1900-02-29", 'y', "DAY-002");
    refuses("31.04.2026", 'd', "DAY-002");
    refuses("12.13.2026", 'd', "DAY-002");
    refuses("2026-13", 'y', "DAY-002");
    refuses("0000", 'y', "DAY-002");
    refuses("20261301", 'y', "DAY-002");
    refuses("21.11.2026", 'y', "DAY-001");
    refuses("2026-1-1", 'y', "DAY-001");
    refuses("2026/11/21", 'y', "DAY-001");
    refuses("21.11-2026", 'd', "DAY-001");
    refuses("2026-11-21T00:00:00Z", 'y', "DAY-001");
    refuses("", 'd', "DAY-001");
    refuses("21.11.", 'd', "DAY-001");
    refuses(".11.2026", 'd', "DAY-001");
    refuses("21 november 2026", 'd', "DAY-001");
    refuses("45252", 'd', "DAY-001"); /* a spreadsheet's serial number: its reader knows the cell's format */
    refuses("1.2.3.2026", 'd', "DAY-001");
    refuses("999999999", 'd', "DAY-001");
}

static void every_day_of_four_centuries_is_itself_again(void **state)
{
    (void)state;
    int32_t first = date_day(1800, 1, 1);
    int32_t last = date_day(2200, 12, 31);
    assert_int_equal(date_day(1970, 1, 1), 0);
    assert_int_equal(date_weekday(date_day(2026, 11, 21)), 6); /* a Saturday */
    assert_int_equal(date_weekday(date_day(1900, 1, 1)), 1);
    int weekday = date_weekday(first);
    civil before = date_civil(first - 1);
    for (int32_t day = first; day <= last; day++) {
        civil c = date_civil(day);
        assert_true(date_exists(c.year, c.month, c.day));
        assert_int_equal(date_day(c.year, c.month, c.day), day);
        assert_int_equal(date_weekday(day), weekday);
        bool next =
            (c.year == before.year && c.month == before.month && c.day == before.day + 1) || c.day == 1;
        assert_true(next);
        weekday = weekday % 7 + 1;
        before = c;
    }
}

static void months_are_added_to_the_last_day_where_the_same_does_not_exist(void **state)
{
    (void)state;
    char text[DATE_TEXT_BYTES];
    assert_string_equal(date_day_text(text, date_add_months(date_day(2026, 1, 31), 1)), "2026-02-28");
    assert_string_equal(date_day_text(text, date_add_months(date_day(2024, 2, 29), 12)), "2025-02-28");
    assert_string_equal(date_day_text(text, date_add_months(date_day(2026, 3, 31), -1)), "2026-02-28");
    assert_string_equal(date_day_text(text, date_add_months(date_day(2026, 11, 21), 14)), "2028-01-21");
}

/* D8: "valid until 31 December" is stored as 1 January. */
static void intervals_end_on_the_first_day_that_is_not_in_them(void **state)
{
    (void)state;
    char text[DATE_TEXT_BYTES];
    date d;
    assert_int_equal(date_read(&d, STR("2020"), 'y', NULL), AK_OK);
    assert_string_equal(date_day_text(text, date_end(d)), "2021-01-01");
    assert_int_equal(date_read(&d, STR("2020-12"), 'y', NULL), AK_OK);
    assert_string_equal(date_day_text(text, date_end(d)), "2021-01-01");
    assert_int_equal(date_read(&d, STR("2020-12-31"), 'y', NULL), AK_OK);
    assert_string_equal(date_day_text(text, date_end(d)), "2021-01-01");
}

static void is_moment(const char *in, const char *want)
{
    int64_t s = 0;
    char text[MOMENT_TEXT_BYTES];
    ak_err err = {0};
    if (moment_read(&s, str_of(in), &err) != AK_OK)
        fail_msg("'%s' is refused", in);
    assert_string_equal(moment_text(text, s), want);
}

static void moments_are_folded_into_utc(void **state)
{
    (void)state;
    is_moment("2026-11-21T21:19:00Z", "2026-11-21T21:19:00Z");
    is_moment("2026-11-21T21:19:00.999Z", "2026-11-21T21:19:00Z");
    is_moment("2026-11-21T00:30:00+02:00", "2026-11-20T22:30:00Z");
    is_moment("2026-11-21T23:30:00-0130", "2026-11-22T01:00:00Z");
    is_moment("2026-11-21T23:30:00+01", "2026-11-21T22:30:00Z");
    is_moment("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z");
    is_moment("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z");
    static const char *const bad[] = {
        "2026-11-21",
        "2026-11-21T21:19Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T21:19:00",
        "2026-11-21 21:19:00Z",
        "2026-11-31T21:19:00Z",
        "2026-11-21T21:19:00.Z",
        "2026-11-21T21:19:00+15:00",
        "2026-11-21T21:19:00+1:00",
        "20261121AT21:19:00Z",
        "2026-11-21T21:19:00ZZ",
        "",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t s;
        if (moment_read(&s, str_of(bad[i]), NULL) == AK_OK)
            fail_msg("'%s' is read", bad[i]);
    }
}

/* Directive 2000/84/EC, articles 2 and 3: summer time begins at 1.00 a.m. GMT on the last Sunday in March
 * and ends at 1.00 a.m. GMT on the last Sunday in October. */
static void the_clock_changes_on_the_last_sundays_of_march_and_october(void **state)
{
    (void)state;
    int64_t s = 0;
    assert_int_equal(moment_read(&s, STR("2026-03-29T00:59:59Z"), NULL), AK_OK);
    assert_int_equal(zone_offset_s(ZONE_OSLO, s), 3600);
    assert_int_equal(zone_offset_s(ZONE_OSLO, s + 1), 7200);
    assert_int_equal(moment_read(&s, STR("2026-10-25T00:59:59Z"), NULL), AK_OK);
    assert_int_equal(zone_offset_s(ZONE_COPENHAGEN, s), 7200);
    assert_int_equal(zone_offset_s(ZONE_COPENHAGEN, s + 1), 3600);
    assert_int_equal(zone_offset_s(ZONE_UTC, s), 0);
    /* 31 March and 31 October can be that Sunday: 2024-03-31 was */
    assert_int_equal(moment_read(&s, STR("2024-03-31T01:00:00Z"), NULL), AK_OK);
    assert_int_equal(zone_offset_s(ZONE_OSLO, s), 7200);
    assert_int_equal(zone_offset_s(ZONE_OSLO, s - 1), 3600);
}

static void a_bare_date_is_its_last_second_in_the_zone(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        const char *want;
    } cases[] = {
        {"2026-11-21",           "2026-11-21T22:59:59Z"},
        {"2026-07-01",           "2026-07-01T21:59:59Z"},
        {"2026-03-29",           "2026-03-29T21:59:59Z"},
        {"2026-03-28",           "2026-03-28T22:59:59Z"},
        {"2026-10-25",           "2026-10-25T22:59:59Z"},
        {"2026-10-24",           "2026-10-24T21:59:59Z"},
        {"2026",                 "2026-12-31T22:59:59Z"},
        {"2026-11-21T12:00:00Z", "2026-11-21T12:00:00Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t s = 0;
        char text[MOMENT_TEXT_BYTES];
        assert_int_equal(zone_as_of(&s, ZONE_OSLO, str_of(cases[i].in), NULL), AK_OK);
        assert_string_equal(moment_text(text, s), cases[i].want);
    }
    for (int32_t day = date_day(1990, 1, 1); day < date_day(2040, 1, 1); day++) {
        int64_t start = zone_day_start(ZONE_OSLO, day);
        int64_t last = zone_day_last(ZONE_OSLO, day);
        assert_int_equal(zone_day_of(ZONE_OSLO, start), day);
        assert_int_equal(zone_day_of(ZONE_OSLO, start - 1), day - 1);
        assert_int_equal(zone_day_of(ZONE_OSLO, last), day);
        int64_t hours = (last + 1 - start) / 3600;
        assert_true(hours >= 23 && hours <= 25);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_as_the_file_writes_them_and_keep_their_precision),
        cmocka_unit_test(what_is_no_day_is_refused_and_told_apart_from_what_is_no_date),
        cmocka_unit_test(every_day_of_four_centuries_is_itself_again),
        cmocka_unit_test(months_are_added_to_the_last_day_where_the_same_does_not_exist),
        cmocka_unit_test(intervals_end_on_the_first_day_that_is_not_in_them),
        cmocka_unit_test(moments_are_folded_into_utc),
        cmocka_unit_test(the_clock_changes_on_the_last_sundays_of_march_and_october),
        cmocka_unit_test(a_bare_date_is_its_last_second_in_the_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
