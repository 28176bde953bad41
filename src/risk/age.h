/* age.h -- years between an incident and the day asked about. */
#ifndef RISK_AGE_H
#define RISK_AGE_H

#include <stdbool.h>

/* Years from `on` ("2018" counts as 31 December) to `as_of`, each a date or moment; 0 when later; false when
 * one is no date.  An anniversary is a whole number. */
bool age_years(double *out, const char *on, const char *as_of);

#endif
