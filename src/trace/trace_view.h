/* trace_view.h -- where a lot or product comes from, where it went, and the mass of each origin in it. */
#ifndef TRACE_TRACE_VIEW_H
#define TRACE_TRACE_VIEW_H

#include "base/view.h"
#include "record/action.h"

/* trace up|down ID [--material M]: {"subject","direction","answer","things":[{"depth","thing","how","from",
 * "when","place","seen_at","statement"}],"count","rests_on"} */
AK_MUST_USE ak_code trace_up_view(view **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code trace_down_view(view **out, ctx *c, const args *a, ak_err *err);

/* trace path FROM TO [--material M]: {"from","to","direction","things":[...as above...]}; NOTFOUND TRACE-002. */
AK_MUST_USE ak_code trace_path_view(view **out, ctx *c, const args *a, ak_err *err);

/* trace events ID: what happened to a lot, the oldest first: {"subject","answer","events":[{"when","what","other",
 * "amount","unit","other_amount","other_unit","step","place","statement"}],"rests_on"} */
AK_MUST_USE ak_code trace_events_view(view **out, ctx *c, const args *a, ak_err *err);

/* trace balance ID [--material M]: of the whole lot, or of that material in it: {"lot","material","mass_kg","origins":[{"site"|"country","mass_kg","share"}],"unknown_share",
 * "faults":[{"what","thing","when","share"}],"rests_on"} */
AK_MUST_USE ak_code trace_balance_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
