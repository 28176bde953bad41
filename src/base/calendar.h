/* calendar.h -- working days and public holidays of Norway, Denmark and Sweden.
 *
 * data/holidays.csv: one row a holiday with its rule, the years it held, and the law.  A working day is
 * neither Saturday nor Sunday nor public holiday.  Christmas Eve, New Year's Eve, Midsummer Eve and the
 * Danish Constitution Day are no public holidays; where a contract or a rule of procedure takes them out as
 * well (Sweden: act 1930:173, 2 §; Denmark: Retsplejeloven § 148 a), the duty's own date must say so.
 * Before a row's first year the act in its source did not hold: days then count by the week alone.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include "base/date.h"

typedef struct holiday {
    const char *country;  /* "NO", "DK", "SE" */
    const char *rule;     /* "easter+39", "05-17", "saturday 10-31..11-06" */
    int64_t year_from;    /* first year; 0 = before anything we are asked about */
    int64_t year_to;      /* last year; 9999 = still */
    const char *name[3];  /* nb, da, en */
    const char *source;   /* the law and paragraph */
} holiday;

extern const holiday holidays[]; /* data/holidays.csv */
extern const size_t holidays_n;

/* Easter Sunday, Gregorian (years 1583..9999). */
int32_t calendar_easter(int year);
bool calendar_knows(const char *country);
/* The holiday of that day, NULL = none.  The country must be known. */
const holiday *calendar_holiday(const char *country, int32_t day);
bool calendar_is_working_day(const char *country, int32_t day);
/* The n-th working day after day (before it for n < 0); n = 0: day itself, or the next working day. */
int32_t calendar_add_working_days(const char *country, int32_t day, int n);
/* Working days in [from, to); negative when to < from. */
int calendar_working_days(const char *country, int32_t from, int32_t to);

#endif
