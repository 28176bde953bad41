/* date.c -- civil dates, moments, and the zones of the house.
 *
 * Days to and from civil dates: years are taken to begin in March, so that the leap day ends them, in eras
 * of 400 years = 146,097 days.
 */
#include "base/date.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define DAY_S INT64_C(86400)

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_month_days(int year, int month)
{
    static const int days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month];
}

bool date_exists(int year, int month, int day)
{
    return year >= DATE_YEAR_MIN && year <= DATE_YEAR_MAX && month >= 1 && month <= 12 && day >= 1 &&
           day <= date_month_days(year, month);
}

int32_t date_day(int year, int month, int day)
{
    assert(month >= 1 && month <= 12);
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468; /* 1970-01-01 is day 719468 of the count from 0000-03-01 */
}

civil date_civil(int32_t day)
{
    int32_t z = day + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t day_of_era = z - era * 146097;
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t m = (5 * day_of_year + 2) / 153;
    int month = m < 10 ? m + 3 : m - 9;
    int year = year_of_era + era * 400 + (month <= 2);
    return (civil){year, month, day_of_year - (153 * m + 2) / 5 + 1};
}

int date_weekday(int32_t day)
{
    int32_t from_monday = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

int32_t date_add_months(int32_t day, int months)
{
    civil c = date_civil(day);
    int index = c.year * 12 + c.month - 1 + months;
    int year = index / 12;
    int month = index % 12 + 1;
    int most = date_month_days(year, month);
    return date_day(year, month, c.day < most ? c.day : most);
}

int32_t date_end(date d)
{
    if (d.precision == DATE_TO_DAY)
        return d.day + 1;
    return date_add_months(d.day, d.precision == DATE_TO_YEAR ? 12 : 1);
}

/* ---- reading ---- */

typedef struct part {
    int value;
    int digits;
} part;

/* Reads up to three numbers parted by one and the same sign; returns how many, 0 = something else. */
static int read_parts(part parts[static 3], char *separator, str s)
{
    int n = 0;
    *separator = '\0';
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9') {
            if (n == 0 || (i > 0 && (s.p[i - 1] < '0' || s.p[i - 1] > '9'))) {
                if (n == 3)
                    return 0;
                parts[n++] = (part){0, 0};
            }
            if (++parts[n - 1].digits > 8)
                return 0;
            parts[n - 1].value = parts[n - 1].value * 10 + (c - '0');
            continue;
        }
        bool between = i > 0 && i + 1 < s.n && s.p[i - 1] >= '0' && s.p[i - 1] <= '9';
        if (!between || (*separator && c != *separator) || !strchr("-./", c))
            return 0;
        *separator = c;
    }
    return s.n && s.p[s.n - 1] >= '0' && s.p[s.n - 1] <= '9' ? n : 0;
}

typedef struct ymd {
    int year, month, day; /* 0 = not said */
    bool understood;
} ymd;

static ymd read_iso(const part *p, int n, char separator)
{
    if (n == 1 && p[0].digits == 4)
        return (ymd){p[0].value, 0, 0, true};
    if (n == 1 && p[0].digits == 8)
        return (ymd){p[0].value / 10000, p[0].value / 100 % 100, p[0].value % 100, true};
    if (separator != '-' || p[0].digits != 4 || n < 2 || p[1].digits != 2 || (n == 3 && p[2].digits != 2))
        return (ymd){0};
    return (ymd){p[0].value, p[1].value, n == 3 ? p[2].value : 0, true};
}

/* Two digits: as POSIX reads %y, 69..99 the last century, 00..68 this one. */
static int full_year(part p)
{
    return p.digits == 4 ? p.value : p.value + (p.value < 69 ? 2000 : 1900);
}

static ymd read_local(const part *p, int n, char order)
{
    const part year = p[n - 1];
    for (int i = 0; i + 1 < n; i++) {
        if (p[i].digits > 2)
            return (ymd){0};
    }
    if (n == 2 && year.digits == 4)
        return (ymd){year.value, p[0].value, 0, true};
    if (n != 3 || (year.digits != 4 && year.digits != 2))
        return (ymd){0};
    bool day_first = order == 'd';
    return (ymd){full_year(year), p[day_first].value, p[!day_first].value, true};
}

static ak_code fail_date(ak_err *err, const ak_rule *rule, str text)
{
    char value[64];
    snprintf(value, sizeof value, "%.*s", (int)(text.n < 60 ? text.n : 60), text.p);
    return ak_fail(err, rule, value);
}

ak_code date_read(date *out, str text, char order, ak_err *err)
{
    str s = str_trim(text);
    part parts[3] = {{0}};
    char separator = '\0';
    int n = read_parts(parts, &separator, s);
    ymd d = n ? read_iso(parts, n, separator) : (ymd){0};
    if (!d.understood && n >= 2 && order != 'y')
        d = read_local(parts, n, order);
    if (!d.understood)
        return fail_date(err, &DAY_001, text);
    bool to_year = n == 1 && parts[0].digits == 4;
    bool to_month = n == 2;
    int month = to_year ? 1 : d.month;
    int day = to_year || to_month ? 1 : d.day;
    if (!date_exists(d.year, month, day))
        return fail_date(err, &DAY_002, text);
    *out = (date){date_day(d.year, month, day), to_year    ? DATE_TO_YEAR
                                                : to_month ? DATE_TO_MONTH
                                                           : DATE_TO_DAY};
    return AK_OK;
}

const char *date_text(char out[static DATE_TEXT_BYTES], date d)
{
    date_day_text(out, d.day);
    if (d.precision == DATE_TO_YEAR)
        out[4] = '\0';
    else if (d.precision == DATE_TO_MONTH)
        out[7] = '\0';
    return out;
}

/* Two digits; dates are written by the million, so not by printf. */
static char *put_two(char *out, unsigned v)
{
    out[0] = (char)('0' + v / 10 % 10);
    out[1] = (char)('0' + v % 10);
    return out + 2;
}

const char *date_day_text(char out[static DATE_TEXT_BYTES], int32_t day)
{
    civil c = date_civil(day);
    assert(c.year >= DATE_YEAR_MIN && c.year <= DATE_YEAR_MAX);
    char *at = put_two(put_two(out, (unsigned)c.year / 100), (unsigned)c.year);
    *at++ = '-';
    at = put_two(at, (unsigned)c.month);
    *at++ = '-';
    *put_two(at, (unsigned)c.day) = '\0';
    return out;
}

/* ---- moments ---- */

/* Two digits at the place; -1 when there are none. */
static int two(str s, size_t at)
{
    if (at + 2 > s.n || s.p[at] < '0' || s.p[at] > '9' || s.p[at + 1] < '0' || s.p[at + 1] > '9')
        return -1;
    return (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
}

/* "Z", "+02:00", "+0200", "-01": seconds to take off; false = another thing. */
static bool read_offset(int *offset_s, str s)
{
    if (str_is(s, "Z") || str_is(s, "z")) {
        *offset_s = 0;
        return true;
    }
    if (s.n < 3 || (s.p[0] != '+' && s.p[0] != '-'))
        return false;
    int hours = two(s, 1);
    int minutes = s.n == 3 ? 0 : two(s, s.p[3] == ':' ? 4 : 3);
    size_t want = s.n == 3 ? 3 : s.p[3] == ':' ? 6 : 5;
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || s.n != want)
        return false;
    *offset_s = (hours * 60 + minutes) * 60 * (s.p[0] == '-' ? -1 : 1);
    return true;
}

ak_code moment_read(int64_t *out_s, str text, ak_err *err)
{
    str s = str_trim(text);
    date d = {0, DATE_TO_DAY};
    if (s.n < 20 || (s.p[10] != 'T' && s.p[10] != 't') || s.p[13] != ':' || s.p[16] != ':' || s.p[4] != '-' ||
        date_read(&d, (str){s.p, 10}, 'y', NULL) != AK_OK)
        return fail_date(err, &DAY_003, text);
    int hours = two(s, 11);
    int minutes = two(s, 14);
    int seconds = two(s, 17);
    size_t at = 19;
    if (s.p[at] == '.' || s.p[at] == ',') {
        size_t first = ++at;
        while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
            at++;
        if (at == first)
            return fail_date(err, &DAY_003, text);
    }
    int offset_s = 0;
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60 ||
        !read_offset(&offset_s, (str){s.p + at, s.n - at}))
        return fail_date(err, &DAY_003, text);
    if (seconds == 60)
        seconds = 59; /* a leap second is the last second of its minute here */
    *out_s = d.day * DAY_S + hours * 3600 + minutes * 60 + seconds - offset_s;
    return AK_OK;
}

/* Floor division: moments before 1970 lie in the day before. */
static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

const char *moment_text(char out[static MOMENT_TEXT_BYTES], int64_t s)
{
    int64_t day = floor_div(s, DAY_S);
    unsigned in_day = (unsigned)(s - day * DAY_S);
    date_day_text(out, (int32_t)day);
    out[10] = 'T';
    char *at = put_two(out + 11, in_day / 3600);
    *at++ = ':';
    at = put_two(at, in_day / 60 % 60);
    *at++ = ':';
    at = put_two(at, in_day % 60);
    *at++ = 'Z';
    *at = '\0';
    return out;
}

int64_t moment_now(void)
{
    return (int64_t)time(NULL);
}

/* ---- zones ---- */

static const struct {
    const char *name;
    bool central_european;
} zones[] = {
    [ZONE_OSLO] = {"Europe/Oslo",       true },
    [ZONE_COPENHAGEN] = {"Europe/Copenhagen", true },
    [ZONE_STOCKHOLM] = {"Europe/Stockholm",  true },
    [ZONE_UTC] = {"UTC",               false},
};

bool zone_find(zone *out, str name)
{
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        if (str_is(name, zones[i].name)) {
            *out = (zone)i;
            return true;
        }
    }
    return false;
}

const char *zone_name(zone z)
{
    return zones[z].name;
}

static int32_t last_sunday(int year, int month)
{
    int32_t last = date_day(year, month, date_month_days(year, month));
    return last - date_weekday(last) % 7;
}

int zone_offset_s(zone z, int64_t moment_s)
{
    if (!zones[z].central_european)
        return 0;
    int year = date_civil((int32_t)floor_div(moment_s, DAY_S)).year;
    if (year < 1996)
        return 3600;
    int64_t from = last_sunday(year, 3) * DAY_S + 3600; /* 01:00 UTC: 2000/84/EC articles 2 and 3 */
    int64_t to = last_sunday(year, 10) * DAY_S + 3600;
    return moment_s >= from && moment_s < to ? 7200 : 3600;
}

/* Midnight is never skipped or doubled in these zones (the clock changes at 02:00 or 03:00 local time), so
 * the offset an hour or two before local midnight of UTC is the right one. */
int64_t zone_day_start(zone z, int32_t day)
{
    int64_t utc_midnight = day * DAY_S;
    int64_t guess = utc_midnight - zone_offset_s(z, utc_midnight);
    return utc_midnight - zone_offset_s(z, guess);
}

int64_t zone_day_last(zone z, int32_t day)
{
    return zone_day_start(z, day + 1) - 1;
}

int32_t zone_day_of(zone z, int64_t moment_s)
{
    return (int32_t)floor_div(moment_s + zone_offset_s(z, moment_s), DAY_S);
}

ak_code zone_as_of(int64_t *out_s, zone z, str text, ak_err *err)
{
    str s = str_trim(text);
    if (s.n > 10 && (s.p[10] == 'T' || s.p[10] == 't'))
        return moment_read(out_s, text, err);
    date d = {0, DATE_TO_DAY};
    AK_TRY(date_read(&d, s, 'y', err));
    *out_s = zone_day_last(z, date_end(d) - 1);
    return AK_OK;
}
