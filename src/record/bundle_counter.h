/* bundle_counter.h -- the counters of a bundle's signers against those of all bundles that came before. */
#ifndef RECORD_BUNDLE_COUNTER_H
#define RECORD_BUNDLE_COUNTER_H

#include "ledger/bundle.h"
#include "record/ctx.h"

/* LED-149 and *twice_out: an entry that was shown before has the number of another one, by the same key; LED-154: the
 * counter goes back against what was shown before.  After bundle_check_log.  O(entries log kept). */
AK_MUST_USE ak_code bundle_counters(bundle_twice *twice_out, ctx *c, const bundle_log *log, ak_err *err);

#endif
