/* findings.h -- what tender check finds: one file a check, one row in checks.c.
 *
 * A finding has a stable code, a severity, a sentence, what to do, where it is written, and what it rests on.
 *     breach  a rule that binds this buyer is broken      advice  good practice, or a rule that binds others
 *     policy  a level that somebody asks for in politics; never a breach
 */
#ifndef TENDER_FINDINGS_H
#define TENDER_FINDINGS_H

#include "tender/tender.h"

typedef enum finding_severity { FINDING_BREACH, FINDING_ADVICE, FINDING_POLICY } finding_severity;

typedef struct tender_finding {
    const char *code;
    finding_severity severity;
    view *text;          /* a sentence */
    view *remedy;        /* what to do; NULL = nothing to do */
    const char *source;  /* law and paragraph, or source and its edition */
    view *evidence;      /* a ref to what it is about; NULL = the tender as a whole */
    const char *part_no; /* lot that it was found in; NULL or "" = all */
} tender_finding;

typedef struct findings {
    ctx *c;
    const tender *t;
    tender_finding *rows;
    size_t n, cap;
} findings;

void findings_add(findings *f, tender_finding row);
/* A link to one of the tender's rows. */
view *findings_ref(const findings *f, const char *id, const char *name);

/* A check adds what it finds; an error is only what stops the program's work. */
typedef ak_code (*tender_check_fn)(findings *f, ak_err *err);

typedef struct tender_check {
    const char *name;
    tender_check_fn find;
} tender_check;

extern const tender_check tender_checks[]; /* checks.c, sorted by name */
extern const size_t tender_checks_n;

/* Rows that bind, lapsed ones, values left to the buyer. */
ak_code tender_check_catalogue(findings *f, ak_err *err);
ak_code tender_check_clauses(findings *f, ak_err *err);     /* openness, deadline, consequence of each duty */
ak_code tender_check_environment(findings *f, ak_err *err); /* anskaffelsesforskriften § 7-9 */
ak_code tender_check_evidence(findings *f, ak_err *err);    /* proof that is owed later has its day */
ak_code tender_check_method(findings *f, ak_err *err);      /* total cost: method and data in the documents */

/* All checks in turn. */
AK_MUST_USE ak_code findings_of(findings *out, ctx *c, const tender *t, ak_err *err);
/* [{"code","severity","text","remedy","source","evidence"}]; with lots, "part" as well */
view *findings_table(const findings *f);

/* tender check [T]: {"tender","date","answer","findings","rules"}; wanting where something is breached. */
AK_MUST_USE ak_code tender_check_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
