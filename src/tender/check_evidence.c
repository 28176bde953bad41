/* check_evidence.c -- proof that is owed after the bid has a day on which it is owed. */
#include <string.h>

#include "tender/findings.h"

/* Bergen's lesson (2021): what has no deadline is not answered. */
#define SOURCE "Bergen kommune, DFØs nettverksmøte om batterier, 2021-10-21"

static bool is_later(const char *due)
{
    return due[0] && strcmp(due, "with_bid") != 0 && strcmp(due, "none") != 0;
}

ak_code tender_check_evidence(findings *f, ak_err *err)
{
    (void)err;
    arena *a = f->c->a;
    for (size_t i = 0; i < f->t->requirements_n; i++) {
        const tender_requirement *q = &f->t->requirements[i];
        if (!is_later(q->evidence_due) || q->evidence_days >= 0)
            continue;
        findings_add(f, (tender_finding){
                            .code = "EVIDENCE-DAY",
                            .severity = FINDING_ADVICE,
                            .text = view_say(
                                a, N_("Requirement {code}: proof is owed after the bid, but no day is set."),
                                "code", view_text_c(a, q->code), (char *)NULL),
                            .remedy = view_say(a,
                                               N_("Say within how many days of the choice, the request or "
                                                  "the delivery it must be there."),
                                               (char *)NULL),
                            .source = q->law_ref[0] ? q->law_ref : SOURCE,
                            .evidence = findings_ref(f, q->id, q->code)});
    }
    return AK_OK;
}
