/* apply.h -- statements become rows: the only place that writes the state.
 *
 * Entries are applied in the order of the own log.  Rows of one voice about one subject in one family are
 * linked by (said_on, sid): `until` is when the same voice spoke next.  Statements of one act with the same
 * subject, voice and date do not replace each other (a source that contradicts itself); they stand as a
 * dispute until a later act speaks.  A withdrawn statement stands until the withdrawal's date; where it had
 * replaced an earlier one, that one stands again as if it had never been replaced.
 */
#ifndef RECORD_APPLY_H
#define RECORD_APPLY_H

#include "ledger/ledger.h"
#include "record/check.h"
#include "store/store.h"

typedef struct applier applier;

/* For a store that is open for writing; keeps prepared statements and name caches in a. */
AK_MUST_USE ak_code applier_new(applier **out, arena *a, store *db, ak_err *err);

/* Brings the state from its applied size to the ledger's, or to size where that is not 0, in one transaction,
 * so that a reader sees all of a commit or nothing.  After an error the applier may not be used again. */
AK_MUST_USE ak_code apply_up_to(applier *ap, const ledger *l, uint64_t size, const progress *steps,
                                ak_err *err);

/* The same for a state that holds nothing yet and that nobody reads: its indexes are made last.  About twice
 * as fast.  16 to 48 bytes of memory an id beside the store's. */
AK_MUST_USE ak_code apply_whole(applier *ap, const ledger *l, uint64_t size, const progress *steps,
                                ak_err *err);

/* What the state has applied. */
AK_MUST_USE ak_code state_applied(uint64_t *size_out, char root_out[static 65], store *db, ak_err *err);

#endif
