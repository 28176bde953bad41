/* account_responses.h -- step 3: what each impact asks for, by how the organisation stands to it, and what answers.
 *
 * Involvement decides the kind of action (risk/involvement.h), never the level.  A harm that the organisation is said
 * to cause or contribute to, and that no measure to cease, prevent or make good answers, is a finding.
 */
#ifndef REPORT_ACCOUNT_RESPONSES_H
#define REPORT_ACCOUNT_RESPONSES_H

#include "report/account_inside.h"

/* Adds the findings (ACC-008). */
void account_responses_check(account *t);
/* Puts `responses`, a row an impact that is not over; nothing where there is none. */
AK_MUST_USE ak_code account_responses_put(view *v, account *t, ak_err *err);

#endif
