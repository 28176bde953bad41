/* ocds.h -- a tender and its award as an OCDS 1.1 release package (standard.open-contracting.org/1.1).
 *
 * Before an award exists neither the tenderers nor their number are told.  The prefix of the ocid is the one that
 * the Open Contracting Partnership gave the publisher; without one it is ocds-000000, which is nobody's.
 */
#ifndef TENDER_OCDS_H
#define TENDER_OCDS_H

#include "tender/tender.h"

/* The package as JSON text, pretty, in c->a. */
AK_MUST_USE ak_code ocds_package(str *out, ctx *c, const tender *t, const char *prefix, ak_err *err);
/* tender ocds [ID] [--prefix P] [--out FILE] */
AK_MUST_USE ak_code ocds_run(int *exit_out, ctx *c, const args *a, ak_err *err);

#endif
