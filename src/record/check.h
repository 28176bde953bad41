/* check.h -- a plan checked as a whole: every fault of every row, or statements ready to be written.
 *
 * Two passes.  First every row gets its subject (from an identifier column, an id, a slug, its key fields),
 * so that rows may refer to rows further down or in other files; then every cell becomes a value, refs are
 * resolved in the plan and in the state, what is missing is told, and what the voice has said before is
 * filled in: an absent column or an empty cell keeps, "-" clears.  A row that then says nothing new is
 * marked unchanged.  A second identifier in a row gives a `same` statement (D6).
 *
 * Defaults: by = own party, evidence = self_declared, audience = that of the family, on = the day of ctx.now.
 */
#ifndef RECORD_CHECK_H
#define RECORD_CHECK_H

#include "record/ctx.h"
#include "record/plan.h"
#include "record/said.h"

/* Long work: called now and then; false = stop (REC_090 CONFLICT, nothing was written). */
typedef struct progress {
    bool (*step)(void *payload, const char *stage /* N_() */, uint64_t done, uint64_t total);
    void *payload;
} progress;

/* AK_OK also when faults were found: look at p->faults.  p->files get their counts.  May be NULL: steps. */
AK_MUST_USE ak_code plan_check(plan *p, ctx *c, const progress *steps, ak_err *err);

/* Statements that would be written. */
size_t plan_new_count(const plan *p);

#endif
