/* check_method.c -- where the total cost is a criterion, its method and data stand in the documents.
 *
 * Directive 2014/24/EU art. 68(2): the documents say which data the tenderers provide and by which method the
 * costs are determined.
 */
#include <string.h>

#include "tender/condition.h"
#include "tender/findings.h"

static bool has_cost(const tender *t, const char *kind)
{
    for (size_t i = 0; i < t->costs_n; i++)
        if (strcmp(t->costs[i].cost_kind, kind) == 0)
            return true;
    return false;
}

static bool scores_total_cost(const tender *t)
{
    for (size_t i = 0; i < t->criteria_n; i++)
        if (condition_is_kin(t->criteria[i].attribute, "total_cost"))
            return true;
    return strcmp(t->award_basis, "cost_only") == 0;
}

static void add(findings *f, const char *code, const char *text, const char *remedy)
{
    arena *a = f->c->a;
    findings_add(f, (tender_finding){.code = code,
                                     .severity = FINDING_BREACH,
                                     .text = view_say(a, text, (char *)NULL),
                                     .remedy = view_say(a, remedy, (char *)NULL),
                                     .source = "Directive 2014/24/EU art. 68(2)"});
}

ak_code tender_check_method(findings *f, ak_err *err)
{
    (void)err;
    if (!scores_total_cost(f->t))
        return AK_OK;
    if (!f->t->cost_method[0])
        add(f, "LCC-METHOD",
            N_("Total cost is a criterion, but the documents do not say how it is computed."),
            N_("Write the method into the documents (field cost_method)."));
    if (!has_cost(f->t, "rate") || !has_cost(f->t, "horizon"))
        add(f, "LCC-DATA", N_("Total cost is a criterion without a stated rate and period."),
            N_("State both as assumptions of the total cost: rate and horizon."));
    if (has_cost(f->t, "rate") && !f->t->rate_kind[0])
        add(f, "LCC-RATE", N_("Whether the discount rate is real or nominal is not said."),
            N_("Say it in the documents (field rate_kind)."));
    return AK_OK;
}
