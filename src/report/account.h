/* account.h -- accounts of due diligence, written from the record: templates and actions.
 *
 * Templates stand in data/account_fields.csv, one row a field: which account, which step, what kind of answer,
 * and which filler reads it from the record.  A field has what the record carries and, beside it, the
 * organisation's own words (family account_text), which stay when the account is made anew.
 *
 * A field is stated, planned, not established or not answered.  A yes is taken only with words or grounds, and
 * only where its words do not take it back (data/denials.csv): else the field stands as its words say,
 * with a finding.  Nothing stands in an account that the record does not carry.
 *
 * Sources: Etisk handel Norge's template for organisations (as filled in for 2023); Transparency Act
 * (LOV-2021-06-18-99) section 5; OECD Due Diligence Guidance for Responsible Business Conduct (2018), steps 1-6.
 */
#ifndef REPORT_ACCOUNT_H
#define REPORT_ACCOUNT_H

#include "record/action.h"

typedef enum account_status {
    ACCOUNT_NOT_ANSWERED,
    ACCOUNT_NOT_ESTABLISHED,
    ACCOUNT_PLANNED,
    ACCOUNT_STATED
} account_status;

/* One row of the template. */
typedef struct account_field {
    const char *field;    /* "step2.challenges" */
    const char *template; /* "six_steps" */
    const char *profiles; /* of whom it is asked, parted by |: organisation, company, public_body */
    int64_t step;
    const char *type;     /* text, list, answer (yes/no with words), document */
    const char *required; /* "yes": --check tells when it is missing */
    const char *fill;     /* filler */
    const char *label[LANGUAGES];
    const char *source;
} account_field;

extern const account_field account_fields[];
extern const size_t account_fields_n;

/* report six-steps, report transparency-act: [ID] [--profile P] [--check]. */
AK_MUST_USE ak_code six_steps_view(view **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code transparency_act_view(view **out, ctx *c, const args *a, ak_err *err);
struct doc;
AK_MUST_USE ak_code account_document(struct doc **out, ctx *c, const view *v, ak_err *err);

/* report give ACCOUNT [--published D] [--signed D] [--file FILE] [--url U] [--profile P] [--party ID]: the account
 * of the year was given. */
AK_MUST_USE ak_code account_give_plan(plan **out, ctx *c, const args *a, ak_err *err);

/* report text FIELD [WORDS] [--answer yes|no|unknown] [--status S] [--party ID] [--draft]: own words of a field. */
AK_MUST_USE ak_code account_text_plan(plan **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code account_text_after(ctx *c, const args *a, plan *p, bool applied, ak_err *err);

#endif
