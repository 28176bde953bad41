/* own_facts.h -- the model's tables of facts in editions of the user's own: documents that a factor_table statement puts in force (D22).
 *
 * They win, visibly: a row takes the place of all of the program's own rows about the same thing (mixes: a
 * material at a stage; indicators: an indicator of a country; supply_risk: a measure of a material);
 * listings add to them.  The digest of the tables then is another one, and each table stands among the
 * editions with who put it in force.
 */
#ifndef RISK_OWN_FACTS_H
#define RISK_OWN_FACTS_H

#include "record/ctx.h"
#include "risk/tables.h"

typedef struct own_facts {
    const char *name; /* "mixes", "indicators", "listings", "supply_risk" */
    const char *edition;
    const char *published; /* "" = not said */
    const char *document;  /* SHA-256, hex */
    const char *statement; /* leaf */
    int64_t sid;
} own_facts;

/* Those of the engine that stand as of c, one a name (the voice that counts first, D7). */
AK_MUST_USE ak_code own_facts_find(own_facts **out, size_t *n, ctx *c, ak_err *err);
/* Reads them into t.  INPUT (RISK-001, RISK-003, RISK-011) with file, row and column; NOTFOUND where the
 * document is not here. */
AK_MUST_USE ak_code own_facts_apply(risk_tables *t, ctx *c, const own_facts *own, size_t n, ak_err *err);

#endif
