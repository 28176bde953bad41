/* owed.h -- proof that is owed after the choice becomes duties with dates. */
#ifndef TENDER_OWED_H
#define TENDER_OWED_H

#include "tender/tender.h"

/* tender owed [ID]: for every winner and every requirement whose proof is owed later and not there, a fulfilment
 * with its day, which due shows: counted in calendar days from the day of the choice (after_choice), from the end
 * of the standstill (before_contract), else from the day that --from names (delivery, request, yearly).  A
 * requirement without days makes none: tender check tells it.  TEND-025 without an award. */
AK_MUST_USE ak_code owed_plan(plan **out, ctx *c, const args *a, ak_err *err);

#endif
