/* follow_up.h -- whom to follow up: eight factors on two axes, and a plan for what one has time for.
 *
 * The factors are those by which Bergen municipality chose contracts (its talk at DFØ's network meeting on
 * batteries, 21 October 2021).  Six say where the risk is, two where we can do something about it; the axes are
 * never added.  What nobody says counts as *some* on the axis of risk, since unknown is a reason to look, and as
 * nothing on the axis of leverage, since nobody can count on it.
 */
#ifndef RISK_FOLLOW_UP_H
#define RISK_FOLLOW_UP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum follow_factor {
    FOLLOW_IMMATURE,
    FOLLOW_BREACHES,
    FOLLOW_COUNTRIES,
    FOLLOW_MARKET, /* leverage: a supplier with a strong position can move its chain */
    FOLLOW_CREDIBLE,
    FOLLOW_STRATEGIC,
    FOLLOW_WE_MATTER, /* leverage: public buyers are important customers */
    FOLLOW_UNKNOWN,
    FOLLOW_FACTORS
} follow_factor;

typedef enum follow_strength { FOLLOW_NONE, FOLLOW_SOME, FOLLOW_STRONG, FOLLOW_NOT_KNOWN } follow_strength;

#define FOLLOW_RISK_MOST     12 /* six factors, strong counts 2 */
#define FOLLOW_LEVERAGE_MOST 4

typedef struct follow_row {
    follow_strength strength[FOLLOW_FACTORS];
    bool stated[FOLLOW_FACTORS]; /* somebody says so; else it is read from the record */
    int risk, leverage;          /* filled by follow_weigh */
    bool chosen;                 /* a plan of this period says so */
    bool planned;                /* filled by follow_plan: chosen, or next in turn within the capacity */
    int64_t value_minor;         /* orders what is equal on both axes */
    const char *id;              /* and then this */
} follow_row;

bool follow_is_leverage(follow_factor f);

/* Points of both axes. */
void follow_weigh(follow_row *r);

/* Sorts: chosen first, then risk, then leverage, then value, then id; marks as planned those that are chosen and,
 * while there is room for capacity of them, the next with any strong factor of risk.  Returns how many are planned.
 * capacity < 0: nobody says what there is time for, so only the chosen are planned. */
size_t follow_plan(follow_row **rows, size_t n, int capacity);

#endif
