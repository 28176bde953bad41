/* age.c -- years between an incident and the day asked about. */
#include "risk/age.h"

#include "base/date.h"

/* Whole years and the fraction of the year that has begun, so that an anniversary is exact. */
static double years_between(int32_t from, int32_t to)
{
    if (to <= from)
        return 0;
    int years = 0;
    while (date_add_months(from, 12 * (years + 1)) <= to)
        years++;
    int32_t begun = date_add_months(from, 12 * years);
    int32_t whole = date_add_months(from, 12 * (years + 1)) - begun;
    return years + (double)(to - begun) / whole;
}

bool age_years(double *out, const char *on, const char *as_of)
{
    date from;
    date to;
    str day = str_of(as_of);
    if (day.n > 10)
        day.n = 10; /* the date of a moment */
    str on_day = str_of(on);
    if (on_day.n > 10)
        on_day.n = 10;
    if (date_read(&from, on_day, 'y', NULL) != AK_OK || date_read(&to, day, 'y', NULL) != AK_OK)
        return false;
    *out = years_between(date_end(from) - 1, to.day);
    return true;
}
