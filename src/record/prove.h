/* prove.h -- the file that proves a statement of the record, whoever's log it stands in. */
#ifndef RECORD_PROVE_H
#define RECORD_PROVE_H

#include "ledger/proof.h"
#include "record/state.h"

/* A .tlog-proof.  Of an own statement under the published head, with all that is here of it; of another's under the head
 * with which a bundle brought it, with what bundles showed of it: so it proves what he signed, not what we say of it (D4).
 * *vkey_out = of the log.  LED-160 where its bundle is gone. */
AK_MUST_USE ak_code prove_statement(str *out, str *vkey_out, ctx *c, const state_statement *s, ak_err *err);
/* The entry alone, likewise. */
AK_MUST_USE ak_code prove_entry(str *out, str *vkey_out, ctx *c, const state_statement *s, ak_err *err);

#endif
