/* account_members.h -- what the members of a cluster answered, as far as they let it be counted.
 *
 * A member counts once a question, by its best word, however many answers and consents there are.  Each row names
 * the answer and the consent that lets it count, both statements.  A consent to be counted is none to be named:
 * names stand only where the member also lets its answers be shared with buyers or published.
 */
#ifndef REPORT_ACCOUNT_MEMBERS_H
#define REPORT_ACCOUNT_MEMBERS_H

#include "report/account_inside.h"

/* Puts `members`, counts by question, and `member_answers`, a row a member and question; nothing where the party
 * has no members. */
AK_MUST_USE ak_code account_members_put(view *v, account *t, ak_err *err);

#endif
