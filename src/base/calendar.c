/* calendar.c -- working days and public holidays. */
#include "base/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* clang-format off */
#define ROW(country, rule, year_from, year_to, nb, da, en, source) \
    {country, rule, year_from, year_to, {nb, da, en}, source},
/* clang-format on */
const holiday holidays[] = {
#include "base/holidays.def"
};
const size_t holidays_n = sizeof holidays / sizeof holidays[0];

/* Gauss' rule in the form of Meeus (1991), Astronomical Algorithms, chapter 8: for all Gregorian years. */
int32_t calendar_easter(int year)
{
    assert(year >= 1583 && year <= DATE_YEAR_MAX);
    int golden = year % 19;
    int century = year / 100;
    int in_century = year % 100;
    int skipped_leap = century / 4;
    int moon_shift = (century + 8) / 25;
    int moon = (19 * golden + century - skipped_leap - (century - moon_shift + 1) / 3 + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - moon - in_century % 4) % 7;
    int late = (golden + 11 * moon + 22 * weekday) / 451;
    int sum = moon + weekday - 7 * late + 114;
    return date_day(year, sum / 31, sum % 31 + 1);
}

static int two(const char *p)
{
    return (p[0] - '0') * 10 + (p[1] - '0');
}

/* The day of a rule in a year: "05-17", "easter+39", "saturday 06-20..06-26" (the one in these days). */
static int32_t rule_day(const char *rule, int year)
{
    if (strncmp(rule, "easter", 6) == 0) {
        int offset = 0;
        for (const char *p = rule + 7; *p; p++)
            offset = offset * 10 + (*p - '0');
        return calendar_easter(year) + (rule[6] == '-' ? -offset : offset);
    }
    if (strncmp(rule, "saturday ", 9) == 0) {
        int32_t first = date_day(year, two(rule + 9), two(rule + 12));
        return first + (6 - date_weekday(first) + 7) % 7;
    }
    return date_day(year, two(rule), two(rule + 3));
}

bool calendar_knows(const char *country)
{
    for (size_t i = 0; i < holidays_n; i++) {
        if (strcmp(holidays[i].country, country) == 0)
            return true;
    }
    return false;
}

const holiday *calendar_holiday(const char *country, int32_t day)
{
    int year = date_civil(day).year;
    for (size_t i = 0; i < holidays_n; i++) {
        const holiday *h = &holidays[i];
        if (year >= h->year_from && year <= h->year_to && strcmp(h->country, country) == 0 &&
            rule_day(h->rule, year) == day)
            return h;
    }
    return NULL;
}

bool calendar_is_working_day(const char *country, int32_t day)
{
    return date_weekday(day) <= 5 && !calendar_holiday(country, day);
}

int32_t calendar_add_working_days(const char *country, int32_t day, int n)
{
    assert(calendar_knows(country));
    int step = n < 0 ? -1 : 1;
    for (int left = n < 0 ? -n : n; left > 0;) {
        day += step;
        left -= calendar_is_working_day(country, day);
    }
    while (n == 0 && !calendar_is_working_day(country, day))
        day++;
    return day;
}

int calendar_working_days(const char *country, int32_t from, int32_t to)
{
    assert(calendar_knows(country));
    int n = 0;
    for (int32_t day = from < to ? from : to; day < (from < to ? to : from); day++)
        n += calendar_is_working_day(country, day);
    return from < to ? n : -n;
}
