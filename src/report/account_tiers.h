/* account_tiers.h -- at which tier the risk sits, and at which tier somebody looked (due diligence, 4.2).
 *
 * A visit at the module factory says nothing about polysilicon: where a tier is judged to be of high risk and
 * no documented visit or audit of the last three years was there, while other tiers had one, that is a finding
 * (ACC-007).  A claim of an audit shows nothing, and what came after the year's end is none of its evidence.
 */
#ifndef REPORT_ACCOUNT_TIERS_H
#define REPORT_ACCOUNT_TIERS_H

#include "report/account_inside.h"

#define ACCOUNT_TIERS 6

typedef struct account_tier {
    const char *stage; /* code of the enum stage */
    const char *word;  /* in the reader's language */
    const char *level; /* worst judgement: high, medium, unknown, low; "" = nobody says */
    evidence seen;     /* best evidence of a visit, interview or audit there, not stale; NONE = nobody was there */
    bool older;        /* somebody was there, more than three years before the year's end */
    int64_t visits, audits;
} account_tier;

/* Those of which anything is said; how many. */
size_t account_tiers(account_tier out[static ACCOUNT_TIERS], const account *t);
/* ACC-007, where risk and evidence lie apart. */
void account_tiers_check(account *t);
/* A figure with its table; NULL where nothing is said of any tier. */
view *account_tiers_figure(account *t);

#endif
