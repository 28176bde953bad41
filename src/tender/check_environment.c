/* check_environment.c -- anskaffelsesforskriften § 7-9: environment in Norwegian tenders since 2024.
 *
 * (2) environment weighs at least 30 %, or (3) stands among the top three where criteria are ranked; (4) it
 * may be replaced by requirements where these clearly give a better effect and this is reasoned in the
 * documents; (5) it does not hold where both climate footprint and environmental load are by nature
 * insignificant, reasoned.  Missing reasons are the common breach (KOFA 2024/639, 2025/0726); being on a list
 * of examples is no reason (KOFA 2025/0801); a small improvement can be enough (KOFA 2025/0322).
 */
#include <string.h>

#include "tender/condition.h"
#include "tender/findings.h"

#define WEIGHT_LEAST_PPB INT64_C(300000000)
#define RANK_LAST        3
#define SOURCE           "anskaffelsesforskriften § 7-9"

/* Attributes by which a requirement lessens footprint or load; and their kin. */
static const char *const environmental[] = {
    "carbon_footprint", "cycle_life",  "energy_class",  "energy_per_year",    "energy_use_per_distance",
    "first_life",       "lca",         "light_life",    "luminous_efficacy",  "mercury_free",
    "recyclability",    "recycled",    "repairability", "spare_parts_period", "standby_power",
    "take_back",        "useful_life", "warranty",      "water_use",          "renewable_content",
    "module_efficiency"};

static bool has_requirements(const tender *t)
{
    for (size_t i = 0; i < t->requirements_n; i++)
        for (size_t k = 0; k < sizeof environmental / sizeof *environmental; k++)
            if (condition_is_kin(t->requirements[i].attribute, environmental[k]) &&
                strcmp(t->requirements[i].level, "advice") != 0)
                return true;
    return false;
}

static bool is_ranked_high_in(const tender *t, const char *part_no)
{
    for (size_t i = 0; i < t->criteria_n; i++) {
        const tender_criterion *k = &t->criteria[i];
        bool elsewhere = part_no[0] && k->part_no[0] && strcmp(k->part_no, part_no) != 0;
        if (!elsewhere && k->environmental == TENDER_YES && k->parent < 0 && k->priority >= 1 &&
            k->priority <= RANK_LAST)
            return true;
    }
    return false;
}

/* In every lot. */
static bool is_ranked_high(const tender *t)
{
    bool high = t->parts_n > 0 || is_ranked_high_in(t, "");
    for (size_t i = 0; i < t->parts_n; i++)
        high = high && is_ranked_high_in(t, t->parts[i].part_no);
    return high;
}

static bool any_ranked(const tender *t)
{
    for (size_t i = 0; i < t->criteria_n; i++)
        if (t->criteria[i].priority > 0)
            return true;
    return false;
}

static void add(findings *f, const char *code, finding_severity s, const char *paragraph, const char *text,
                const char *remedy)
{
    arena *a = f->c->a;
    findings_add(f, (tender_finding){.code = code,
                                     .severity = s,
                                     .text = view_say(a, text, (char *)NULL),
                                     .remedy = view_say(a, remedy, (char *)NULL),
                                     .source = arena_printf(a, "%s %s", SOURCE, paragraph)});
}

/* (4) Requirements instead. */
static void requirements_instead(findings *f)
{
    if (!has_requirements(f->t))
        add(f, "FOA-7-9-REQUIREMENTS", FINDING_BREACH, "(4)",
            N_("Requirements stand in for the weight, but none of them concerns climate or environment."),
            N_("Add environmental requirements, or weigh environment with at least 30 %."));
    if (!f->t->environment_reason[0])
        add(f, "FOA-7-9-REASON", FINDING_BREACH, "(4)",
            N_("Requirements stand in for the weight, but the documents give no reasons why their effect is "
               "clearly "
               "better."),
            N_("Write the reasons into the documents (field environment_reason)."));
}

/* (5) Insignificant: both of them. */
static void insignificant(findings *f)
{
    if (!f->t->environment_reason[0])
        add(f, "FOA-7-9-REASON", FINDING_BREACH, "(5)",
            N_("The exception for insignificant footprint and load is used without reasons in the "
               "documents."),
            N_("Write the reasons into the documents (field environment_reason)."));
    if (!tender_has_circumstance(f->t, "footprint_insignificant") ||
        !tender_has_circumstance(f->t, "load_insignificant"))
        add(f, "FOA-7-9-BOTH", FINDING_BREACH, "(5)",
            N_("The exception needs both climate footprint and environmental load to be insignificant by "
               "nature; "
               "being on a list of examples is no reason."),
            N_("Assess both, and state footprint_insignificant and load_insignificant as circumstances; else "
               "weigh "
               "environment."));
}

static void by_weight(findings *f)
{
    int64_t share = condition_environment_ppb(f->t);
    if (any_ranked(f->t) && share < 0) {
        if (!is_ranked_high(f->t))
            add(f, "FOA-7-9-RANK", FINDING_BREACH, "(3)",
                N_("Criteria are ranked, and environment is not among the three highest."),
                N_("Rank an environmental criterion among the first three."));
        return;
    }
    if (share < WEIGHT_LEAST_PPB)
        add(f, "FOA-7-9-WEIGHT", FINDING_BREACH, "(2)",
            N_("Environment weighs less than 30 %, and no exception with its reasons is used."),
            N_("Weigh environmental criteria with at least 30 %, or use requirements or the exception with "
               "reasons."));
}

ak_code tender_check_environment(findings *f, ak_err *err)
{
    (void)err;
    const char *rule = f->t->environment_rule;
    if (strcmp(f->t->jurisdiction, "NOR") != 0 || strcmp(f->t->date, "2024-01-01") < 0)
        return AK_OK;
    if (strcmp(rule, "requirements") == 0)
        requirements_instead(f);
    else if (strcmp(rule, "insignificant") == 0)
        insignificant(f);
    else if (strcmp(rule, "not_covered") != 0)
        by_weight(f);
    else if (!f->t->environment_reason[0])
        add(f, "FOA-7-9-COVERED", FINDING_ADVICE, "",
            N_("The tender is said not to be covered, without saying why."),
            N_("Write why into the documents (field environment_reason)."));
    return AK_OK;
}
