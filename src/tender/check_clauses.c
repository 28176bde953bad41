/* check_clauses.c -- each duty of the supplier has an openness rule, a deadline and a consequence.
 *
 * Bergen's lesson (2021): "our contract term held nothing on openness, deadlines for answers or consequences when
 * no answer comes", and a case of a year ended with nothing.
 */
#include <string.h>

#include "tender/findings.h"

/* Places in the sentences below. */
static const char place_clause[] = "clause";
static const char place_title[] = "title";

#define SOURCE "Bergen kommune, DFØs nettverksmøte om batterier, 2021-10-21"

static bool binds_supplier(const tender_clause *k)
{
    return strcmp(k->obliged, "buyer") != 0;
}

static bool has_openness(const tender_clause *k)
{
    return k->openness[0] && strcmp(k->openness, "not_stated") != 0;
}

/* At once is no date: somebody must set one. */
static bool has_deadline(const tender_clause *k)
{
    return k->deadline_count >= 0 || k->yearly_on[0];
}

static bool has_consequence(const tender_clause *k)
{
    for (size_t i = 0; i < k->consequences_n; i++)
        if (strcmp(k->consequences[i], "none_stated") != 0)
            return true;
    return k->consequence_text[0] != '\0';
}

static void add(findings *f, const tender_clause *k, const char *code, const char *text, const char *remedy)
{
    arena *a = f->c->a;
    view *which = findings_ref(f, k->id, k->number);
    findings_add(f, (tender_finding){.code = code,
                                     .severity = FINDING_ADVICE,
                                     .text = view_say(a, text, place_clause, view_text_c(a, k->number),
                                                      place_title, view_text_c(a, k->title), (char *)NULL),
                                     .remedy = view_say(a, remedy, (char *)NULL),
                                     .source = k->law_ref[0] ? k->law_ref : SOURCE,
                                     .evidence = which});
}

ak_code tender_check_clauses(findings *f, ak_err *err)
{
    (void)err;
    for (size_t i = 0; i < f->t->clauses_n; i++) {
        const tender_clause *k = &f->t->clauses[i];
        if (!binds_supplier(k))
            continue;
        if (!has_openness(k))
            add(f, k, "CLAUSE-OPENNESS",
                N_("Clause {clause}, {title}: nothing says what may be made public."),
                N_("Say that answers are open, or open on request."));
        if (!has_deadline(k))
            add(f, k, "CLAUSE-DEADLINE",
                k->at_once == TENDER_YES ? N_("Clause {clause}, {title}: at once is no date.")
                                         : N_("Clause {clause}, {title}: no deadline is set."),
                N_("Set a number of days, and which days count."));
        if (!has_consequence(k))
            add(f, k, "CLAUSE-CONSEQUENCE", N_("Clause {clause}, {title}: silence has no consequence."),
                N_("Say what follows: a reminder, a plan, withheld payment, a penalty, termination."));
    }
    return AK_OK;
}
