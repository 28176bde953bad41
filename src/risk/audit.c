/* audit.c -- what an audit or certificate takes off a hazard class. */
#include "risk/audit.h"

static int one_less(int hazard_class)
{
    return hazard_class == 2 || hazard_class == 3 ? hazard_class - 1 : hazard_class;
}

bool audit_lowers(const risk_model *m, int *lo, int *hi, const audit_cover *cover)
{
    if (!cover->covers || !cover->verified || cover->state_imposed || cover->age_years > m->audit_years)
        return false;
    *lo = one_less(*lo);
    *hi = one_less(*hi);
    return true;
}
