/* audit.h -- what an audit or certificate takes off a hazard class.
 *
 *     verified by a third party, at most 3 years old, of that site, tier and issue:  3 -> 2 or 2 -> 1,
 *     both ends of the interval
 * Never off 4, never below 1, never off severity, never at another tier, and never where the state imposes
 * the harm: workers there may not say what an auditor would have to hear.
 */
#ifndef RISK_AUDIT_H
#define RISK_AUDIT_H

#include "risk/tables.h"

typedef struct audit_cover {
    bool covers;   /* this site, tier and issue */
    bool verified; /* by a third party */
    bool state_imposed;
    double age_years; /* >= 0 */
} audit_cover;

/* Lowers the interval in place; false = it stands as it was, because the audit does not count here. */
bool audit_lowers(const risk_model *m, int *lo, int *hi, const audit_cover *cover);

#endif
