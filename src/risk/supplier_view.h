/* supplier_view.h -- a supplier or a contract on one page: its tiers, why, what is bought, what was done. */
#ifndef RISK_SUPPLIER_VIEW_H
#define RISK_SUPPLIER_VIEW_H

#include "record/action.h"
#include "record/state.h"
#include "risk/reasons.h"

/* supplier ID, contract ID:
 * {"subject","kind","answer","level","lowest","highest","level_of_tables","rank","of","leverage","involvement",
 *  "what_follows","reasons":[{"code","text","source"}],"tiers":[{"tier","stage","country","goods","level",
 *  "issues":[as `risk ID`]}],"products","contracts","spend","members","rests_on","about_model"} */
AK_MUST_USE ak_code supplier_view(view **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code contract_view(view **out, ctx *c, const args *a, ak_err *err);
/* The same of a subject that is found. */
AK_MUST_USE ak_code supplier_picture_view(view **out, ctx *c, const state_subject *s, ak_err *err);

#endif
