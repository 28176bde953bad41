/* date.h -- civil dates, moments, and the zones of the house.
 *
 * A day is a count from 1970-01-01 in the proleptic Gregorian calendar; a moment is seconds of UTC since
 * then (leap seconds do not exist here).  Dates keep their precision: "2020" is the first day of 2020, known
 * to the year.  Intervals are half-open: "valid until 31 December" is stored as 1 January (D8).
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/arena.h"
#include "base/str.h"

#define DATE_TEXT_BYTES 16   /* "2026-11-21" and a NUL, with room */
#define MOMENT_TEXT_BYTES 24 /* "2026-11-21T21:19:00Z" */
#define DATE_YEAR_MIN 1
#define DATE_YEAR_MAX 9999

typedef enum date_precision { DATE_TO_YEAR, DATE_TO_MONTH, DATE_TO_DAY } date_precision;

typedef struct date {
    int32_t day; /* first day of what is known */
    date_precision precision;
} date;

typedef struct civil {
    int year;
    int month; /* 1..12 */
    int day;   /* 1..31 */
} civil;

bool date_exists(int year, int month, int day);
int32_t date_day(int year, int month, int day); /* of a date that exists */
civil date_civil(int32_t day);
int date_weekday(int32_t day); /* 1 Monday .. 7 Sunday (ISO 8601) */
int date_month_days(int year, int month);
/* The same day of a later month, the month's last where it is shorter: 31 January + 1 = 28 February. */
int32_t date_add_months(int32_t day, int months);
/* First day behind the period that the date names: 2020 -> 2021-01-01. */
int32_t date_end(date d);

/* ISO forms always: 2026, 2026-11, 2026-11-21, 20261121.  Order 'd' also reads 21.11.2026, 21/11/2026,
 * 21-11-2026, 21.11.26 (2000..2068, 1969..1999) and 11.2026, 11/2026; order 'm' 11/21/2026; order 'y'
 * ISO only.
 * A moment is cut to its date only by moment_read.  DAY-001 no date, DAY-002 a day that does not exist. */
AK_MUST_USE ak_code date_read(date *out, str text, char order, ak_err *err);
const char *date_text(char out[static DATE_TEXT_BYTES], date d); /* to its precision */
const char *date_day_text(char out[static DATE_TEXT_BYTES], int32_t day);

/* "2026-11-21T21:19:00Z", or with an offset and fraction: both are folded into UTC, the fraction cut off. */
AK_MUST_USE ak_code moment_read(int64_t *out_s, str text, ak_err *err);
const char *moment_text(char out[static MOMENT_TEXT_BYTES], int64_t s);
/* The clock.  Read once, in main (ctx.now); nothing else may ask. */
int64_t moment_now(void);

/* Central European zones: UTC+1, and UTC+2 from the last Sunday of March 01:00 UTC to the last Sunday of
 * October 01:00 UTC (directive 2000/84/EC, in force so since 1996).  Before 1996 UTC+1 all year: no
 * summer time is computed, which moves the end of a day by one hour at most. */
typedef enum zone { ZONE_OSLO, ZONE_COPENHAGEN, ZONE_STOCKHOLM, ZONE_UTC } zone;
bool zone_find(zone *out, str name); /* "Europe/Oslo", "UTC" */
const char *zone_name(zone z);
int zone_offset_s(zone z, int64_t moment_s);
int64_t zone_day_start(zone z, int32_t day); /* first second of the day */
int64_t zone_day_last(zone z, int32_t day);  /* last second of the day: what --as-of D binds (D8) */
int32_t zone_day_of(zone z, int64_t moment_s);
/* A moment as it stands, a bare date as its last second in the zone: the value of --as-of. */
AK_MUST_USE ak_code zone_as_of(int64_t *out_s, zone z, str text, ak_err *err);

#endif
