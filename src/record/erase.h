/* erase.h -- personal data taken out of the record, so that everything else still proves (D17).
 *
 * Two steps.  Saying: a tombstone in the log names the statement, the parts and the ground.  Doing: said/ is
 * rewritten without them, the document goes, state.db is built anew without them, live.db is wiped of deleted
 * rows.  Doing is a function of all tombstones, so it is simply done again after a crash.
 * Law: GDPR Art. 17(1) (request by the person, data no longer needed), Art. 5(1)(d) (mistake).
 */
#ifndef RECORD_ERASE_H
#define RECORD_ERASE_H

#include "ledger/erase.h"
#include "record/action.h"

/* `erase ID [PART...] --ground G [--history] [--event N...]`: the tombstones.  --event: of a batch, only these.  A part is head, body, or a field that stands
 * apart; none = all that the statement says.  --history takes the older and newer words of the same voice
 * about the same thing along.  INPUT: REC-11x. */
AK_MUST_USE ak_code erase_plan(plan **out, ctx *c, const args *a, ak_err *err);

typedef struct erase_done {
    size_t disclosures; /* taken out now */
    size_t documents;   /* files removed now */
    size_t events;      /* taken out of batches now */
} erase_done;

/* Brings the workspace to what its tombstones say.  Takes the ledger's lock; publishes first, which cuts the
 * write-ahead log.  Nothing to do costs a look at the said/ files concerned. */
AK_MUST_USE ak_code erase_sweep(erase_done *out, ctx *c, ak_err *err);

/* What all tombstones of the record name, for said/ here or in a copy of it. */
AK_MUST_USE ak_code erase_items(erase_item **out, size_t *n_out, arena *a, ctx *c, ak_err *err);

#endif
