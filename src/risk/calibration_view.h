/* calibration_view.h -- the action `calibration`: the model's classes beside lists that it was not made with.
 *
 * The anchors of the model were set with materials and the world's mixes at hand.  Here it is compared with what
 * stands outside of that: goods that are no material of the model, groups of goods, countries.  The lists themselves
 * are left out of the model for the comparison, so that only the conditions of the country speak.  What agrees and what
 * does not is shown; nothing is fitted.
 *
 *     {"answer","conditions":[{"issue","class","countries","listed"}],"missed":[{"country","issue","goods"}],
 *      "not_listed":[{"issue","count","countries"}],"groups":[{"code","listed","severe","some","little","open"}],
 *      "later":[{"country","good","issue","class","agreement"}],"own":[...]}
 *
 * docs/calibration.md has the answer of a workspace without a list of its own; test `cli` compares it.
 */
#ifndef RISK_CALIBRATION_VIEW_H
#define RISK_CALIBRATION_VIEW_H

#include "record/action.h"

AK_MUST_USE ak_code calibration_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
