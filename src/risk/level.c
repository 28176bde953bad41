/* level.c -- from severity and exceedance shares to a level. */
#include "risk/level.h"

#include <math.h>

const char *const risk_level_words[4] = {"low", "unknown", "medium", "high"};

static int band_of(const risk_model *m, double share)
{
    int band = 0;
    while (band < 3 && share >= m->band[band] - m->band_slack)
        band++;
    return band;
}

/* Level of one class with its band. */
static risk_level class_level(const risk_model *m, int severity, int class_h, int band)
{
    int points = severity + class_h + band;
    if (points >= m->points_high && class_h >= m->class_high_min)
        return RISK_HIGH;
    return points >= m->points_medium ? RISK_MEDIUM : RISK_LOW;
}

static risk_level decide(const risk_model *m, int severity, const double s[static 4], int *decides, int *band)
{
    risk_level worst = RISK_LOW;
    *decides = 0;
    *band = 0;
    for (int h = 4; h >= 1; h--) {
        int b = band_of(m, s[h - 1]);
        if (b == 0)
            continue;
        risk_level level = class_level(m, severity, h, b);
        if (level > worst || *decides == 0) {
            worst = level > worst ? level : worst;
            *decides = h;
            *band = b;
        }
    }
    return worst;
}

risk_level level_of_shares(const risk_model *m, int severity, const double s[static 4])
{
    int decides;
    int band;
    return decide(m, severity, s, &decides, &band);
}

/* Would the level be another if one share lay on the other side of a line that it is within a tenth of? */
static bool near_a_line(const risk_model *m, int severity, const double s[static 4], risk_level now)
{
    for (int h = 0; h < 4; h++) {
        for (int line = 0; line < 3; line++) {
            double at = m->band[line];
            if (fabs(s[h] - at) > at * m->near_share)
                continue;
            double moved[4] = {s[0], s[1], s[2], s[3]};
            bool above = s[h] >= at - m->band_slack;
            moved[h] = above ? at * (1 - m->near_share) : at * (1 + m->near_share);
            if (level_of_shares(m, severity, moved) != now)
                return true;
        }
    }
    return false;
}

void level_of(level_result *out, const risk_model *m, int severity, const exposure *x)
{
    *out = (level_result){0};
    out->lower = decide(m, severity, x->s, &out->decides, &out->band);
    out->upper = level_of_shares(m, severity, x->s_up);
    bool judged = x->unknown < m->unknown_limit - m->band_slack;
    out->shown = out->lower > RISK_LOW ? out->lower : judged ? RISK_LOW : RISK_UNKNOWN;
    for (int h = 4; h >= 1 && out->class_seen == 0; h--) {
        if (band_of(m, x->s[h - 1]) > 0)
            out->class_seen = h;
    }
    bool near_unknown =
        out->lower == RISK_LOW && fabs(x->unknown - m->unknown_limit) <= m->unknown_limit * m->near_share;
    out->near_line = near_unknown || near_a_line(m, severity, x->s, out->lower);
}

risk_level level_worse(risk_level a, risk_level b)
{
    return a > b ? a : b;
}
