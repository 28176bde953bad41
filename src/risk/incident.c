/* incident.c -- how much an incident or finding counts. */
#include "risk/incident.h"

#define EVIDENCE_DOCUMENTED_FROM 3

int incident_by_evidence(int base, int evidence)
{
    return evidence >= EVIDENCE_DOCUMENTED_FROM ? base : base - 1;
}

int incident_by_age(const risk_model *m, int hazard_class, double years, bool open_case)
{
    if (hazard_class >= RISK_CLASS_ESTABLISHED && open_case)
        return hazard_class;
    int less = years <= m->age_full_years ? 0 : years <= m->age_one_less_years ? 1 : 2;
    int aged = hazard_class - less;
    return aged < 1 ? 1 : aged;
}

int incident_class(const risk_model *m, int base, int evidence, double years, bool open_case)
{
    return incident_by_age(m, incident_by_evidence(base, evidence), years, open_case);
}

int incident_severity(int by_default, int scale, int extent, int reversal)
{
    int worst = by_default;
    worst = scale > worst ? scale : worst;
    worst = extent > worst ? extent : worst;
    return reversal > worst ? reversal : worst;
}
