/* supply_risk.h -- availability: the EU's supply risk and economic importance, and concentration.
 *
 *     HHI_WGI-t = sum over countries of S_c^2 W_c t_c        S fraction, W governance 0 best .. 10 worst
 *     SR = [ HHI_GS IR/2 + HHI_EU (1 - IR/2) ] (1 - EoL_RIR) SI_SR      IR below 0 counts as 0
 *     critical if SR >= 1.0 and EI >= 2.8
 * If one scope has no data the other counts alone.  Availability never enters a level or score.
 * Source: European Commission, methodology for establishing the EU list of critical raw materials (2017).
 */
#ifndef RISK_SUPPLY_RISK_H
#define RISK_SUPPLY_RISK_H

#include "risk/mix.h"

typedef struct supply_input {
    bool has_gs, has_eu;
    double hhi_gs, hhi_eu;  /* 0 .. 10 x t */
    double import_reliance; /* IR, fraction; only where both scopes have data */
    double eol_rir;         /* end-of-life recycling input rate, fraction */
    double si_sr;           /* substitution index 0..1 */
} supply_input;

double supply_risk_sr(const supply_input *in);
/* Interval of SR when each input is only known to half its last printed digit: hhi and si +-0.05,
 * percentages +-0.5. */
void supply_risk_interval(double *lo, double *hi, const supply_input *in);

typedef struct hhi_result {
    double hhi;         /* 0..1, of the named shares: a lower bound where something is not named */
    double hhi_wgi_t;   /* 0..10 x t; countries without a figure left out */
    double without_wgi; /* share of the mix without a governance figure */
} hhi_result;

void supply_risk_hhi(hhi_result *out, const risk_tables *t, const mix *m, int year);

typedef struct availability {
    bool known;
    double sr, ei;
    bool critical;
    int group; /* material or group whose score it is */
    const risk_supply_row *sr_row, *ei_row;
    bool later;
} availability;

/* Newest assessment by the year (D22) that gives both. */
void availability_of(availability *out, const risk_tables *t, int material, int year);

#endif
