/* follow_up_view.h -- the action `plan`: contracts by risk and leverage, and whom there is time to follow up.
 *
 *     {"answer","capacity","capacity_from","running","planned_count","grid":[{"risk","low","some","strong"}],
 *      "contracts":[{"contract","supplier","planned","risk","leverage","immature",...,"stated","value","ends"}]}
 *
 * A factor that a plan of the record states is shown as stated; the others are read from the record:
 *
 *     immature       questions to the supplier that nobody answered, or that were refused
 *     breaches       open incidents that involve it, findings of breach on it or the contract
 *     countries      the register calls it a risk contract; else the seat's class for forced and child labour
 *     not credible   findings of contradiction, or of what is hardly so
 *     strategic      the contract's value among those of the same currency: upper tenth, upper half
 *     we matter      others buy with us
 *     unknown risk   nothing was asked, audited or found
 *
 * market position is known only where somebody says it.
 */
#ifndef RISK_FOLLOW_UP_VIEW_H
#define RISK_FOLLOW_UP_VIEW_H

#include "record/action.h"

/* [--capacity N]; without it the setting follow_up_capacity of the own party; without both none. */
AK_MUST_USE ak_code follow_up_view(view **out, ctx *c, const args *a, ak_err *err);
/* `plan choose ABOUT [--from DATE] [--to DATE] [--reason TEXT]`: says that it is to be followed up. */
AK_MUST_USE ak_code follow_up_choose_plan(plan **out, ctx *c, const args *a, ak_err *err);

#endif
