/* own_table.h -- a user's own table of facts comes in as a document, and a statement says what it is for (D22). */
#ifndef EXCHANGE_OWN_TABLE_H
#define EXCHANGE_OWN_TABLE_H

#include "record/action.h"

/* The action `table NAME FILE --edition E --published DATE [--licence L]`: the file is kept as it is, whatever
 * its format, and a factor_table statement of that name points to it. */
AK_MUST_USE ak_code own_table_plan(plan **out, ctx *c, const args *a, ak_err *err);

#endif
