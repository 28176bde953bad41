/* tender_view.h -- a tender on one page. */
#ifndef TENDER_TENDER_VIEW_H
#define TENDER_TENDER_VIEW_H

#include "record/action.h"

/* tender [T]: what is bought, when, by which rules; requirements, criteria, assumptions, bids, clauses, findings.
 * Without T and with several tenders: the list of them. */
AK_MUST_USE ak_code tender_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
