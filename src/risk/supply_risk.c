/* supply_risk.c -- availability, beside the levels and never in them. */
#include "risk/supply_risk.h"

#include <string.h>

double supply_risk_sr(const supply_input *in)
{
    double ir = in->import_reliance > 0 ? in->import_reliance : 0;
    double hhi = 0;
    if (in->has_gs && in->has_eu)
        hhi = in->hhi_gs * ir / 2 + in->hhi_eu * (1 - ir / 2);
    else
        hhi = in->has_gs ? in->hhi_gs : in->hhi_eu;
    return hhi * (1 - in->eol_rir) * in->si_sr;
}

/* SR rises with either HHI and with SI, falls with the recycling rate; in IR it is linear, so its ends
 * are reached at the ends of IR, in a direction that depends on which HHI is larger: both are tried. */
void supply_risk_interval(double *lo, double *hi, const supply_input *in)
{
    bool first = true;
    for (int i = 0; i < 8; i++) {
        double up = i & 1 ? 1 : -1;
        double recycled_up = i & 2 ? 1 : -1;
        double reliance_up = i & 4 ? 1 : -1;
        supply_input x = *in;
        x.hhi_gs += up * 0.05;
        x.hhi_eu += up * 0.05;
        x.si_sr += up * 0.05;
        x.eol_rir += recycled_up * 0.005;
        x.import_reliance += reliance_up * 0.005;
        double sr = supply_risk_sr(&x);
        if (first || sr < *lo)
            *lo = sr;
        if (first || sr > *hi)
            *hi = sr;
        first = false;
    }
}

void supply_risk_hhi(hhi_result *out, const risk_tables *t, const mix *m, int year)
{
    *out = (hhi_result){0};
    for (size_t i = 0; i < m->n; i++) {
        const mix_part *p = &m->parts[i];
        out->hhi += p->share * p->share;
        const risk_figure *w = risk_figure_of(t, RISK_IND_GOVERNANCE, p->country, year, NULL);
        if (w)
            out->hhi_wgi_t += p->share * p->share * w->value * p->row->trade_factor;
        else
            out->without_wgi += p->share;
    }
}

/* The row of one measure in one assessment. */
static const risk_supply_row *score_row(const risk_tables *t, int material, const char *measure, int assessed)
{
    for (size_t i = 0; i < t->supply_n; i++) {
        const risk_supply_row *s = &t->supply[i];
        if (s->material == material && s->src.year == assessed && strcmp(s->measure, measure) == 0)
            return s;
    }
    return NULL;
}

void availability_of(availability *out, const risk_tables *t, int material, int year)
{
    *out = (availability){.group = material};
    if (material < 0)
        return;
    int group = t->materials[material].supply_risk_of;
    if (group >= 0)
        out->group = group;
    int held = 0;
    for (size_t i = 0; i < t->supply_n; i++) {
        const risk_supply_row *s = &t->supply[i];
        if (s->material != out->group || strcmp(s->measure, "sr") != 0 ||
            !risk_edition_before(s->src.published_year, held, year))
            continue;
        const risk_supply_row *ei = score_row(t, out->group, "ei", s->src.year);
        if (!ei)
            continue;
        held = s->src.published_year;
        out->known = true;
        out->sr = s->value;
        out->ei = ei->value;
        out->sr_row = s;
        out->ei_row = ei;
        out->later = held > year;
    }
    out->critical = out->known && out->sr >= t->model.critical_sr && out->ei >= t->model.critical_ei;
}
