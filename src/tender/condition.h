/* condition.h -- when a rule holds: a condition over a tender's facts, requirements, criteria, costs and one bid.
 *
 *     condition  = all { " or " all }            all = term { " and " term }            term = [ "not " ] atom
 *     atom       = a circumstance of the tender: existing_system_no_redesign
 *                | requires(A)       a requirement on the attribute A, or of the number A (12.4.1.3)
 *                | requires(A op V)  ... that is at least as strict
 *                | scores(A)         a criterion on the attribute
 *                | cost(K)           an assumption of the kind;  cost(K op V): all of them hold it
 *                | clause(K)         a clause of the kind
 *                | offers(A op V)    what the bid says; without a bid, or not answered: not known
 *                | weighs(environment V %)   environmental criteria weigh at least V
 *                | dialogue()        a dialogue about the tender is recorded
 * A names an attribute or the beginning of its code: light_life stands for light_life_l90 and its kin.
 *
 * Three-valued: what cannot be known stays CONDITION_UNKNOWN, never true and never false.
 */
#ifndef TENDER_CONDITION_H
#define TENDER_CONDITION_H

#include "tender/tender.h"

typedef enum condition_answer { CONDITION_FALSE, CONDITION_TRUE, CONDITION_UNKNOWN } condition_answer;

/* text "" is true.  b may be NULL.  TEND-010 for a condition that cannot be read. */
AK_MUST_USE ak_code condition_holds(condition_answer *out, arena *tmp, const char *text, const tender *t,
                                    const tender_bid *b, ak_err *err);

/* Whether `code` is `name` or one of its kin: light_life_l90 of light_life. */
bool condition_is_kin(const char *code, const char *name);

/* Share of all points that environmental criteria weigh, billionths, in the lot where it is least; -1 where weights
 * are not said.  The parts of a criterion share its weight in the proportion of theirs. */
int64_t condition_environment_ppb(const tender *t);

#endif
