/* incident.h -- how much an incident or finding counts: by its place, its evidence and its age.
 *
 * Class 4 at a site, lot or party of this chain, 3 where it names material and country; one class less when
 * only assumed or self-declared.  Full to 5 years (the window of UCDP's table and of the EU study's share
 * averages), one class less to 10, two after, never under 1.  Class 4 with an open case does not age; a case
 * is closed only by a remedy that a third party verified.
 */
#ifndef RISK_INCIDENT_H
#define RISK_INCIDENT_H

#include "risk/tables.h"

/* evidence as record/family.h counts it: 1 assumed, 2 self-declared, 3 documented, 4 verified, 5 measured. */
int incident_by_evidence(int base, int evidence);
/* years >= 0 between the incident and the day asked about. */
int incident_by_age(const risk_model *m, int hazard_class, double years, bool open_case);
/* Both, in that order; never under 1. */
int incident_class(const risk_model *m, int base, int evidence, double years, bool open_case);
/* Severity of an issue with what an incident says of itself: 1..3 each, 0 = not said; never lowered. */
int incident_severity(int by_default, int scale, int extent, int reversal);

#endif
