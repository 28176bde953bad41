/* account_inside.h -- an account while it is made; shared by account*.c only. */
#ifndef REPORT_ACCOUNT_INSIDE_H
#define REPORT_ACCOUNT_INSIDE_H

#include "record/state.h"
#include "report/account.h"
#include "report_sql.h"

#define ACCOUNT_STEPS 7 /* 0 = documentation requirements, 1..6 */

/* One thing that the record says in a field. */
typedef struct account_entry {
    view *text;         /* word, text or sentence */
    const char *action; /* of the subject it is about: for links; "" = none */
    const char *id;
    int64_t sid;
} account_entry;

typedef struct account_answer {
    const account_field *field;
    account_status status;
    account_entry *entries;
    size_t n, cap;
    const char *own;     /* the organisation's own words; "" = none */
    const char *claimed; /* tri: "yes", "no", "unknown"; "" = not said */
    int64_t own_sid;
    size_t own_refs;
    view *open; /* list of sentences: what is missing or doubtful */
} account_answer;

/* Found while writing the account; code ACC-0nn. */
typedef struct account_finding {
    const char *code;
    view *title, *text;
    const char *field; /* "" = none */
} account_finding;

/* Rows of the record, read once. */
typedef struct account_facts {
    report_party_row party;
    bool has_party;
    report_policies_row *policies;
    size_t policies_n;
    report_measures_row *measures;
    size_t measures_n;
    report_measure_countries_row *countries;
    size_t countries_n;
    report_measure_answers_row *answers_to;
    size_t answers_to_n;
    report_goals_row *goals[2]; /* of the year, of the next */
    size_t goals_n[2];
    report_results_row *results;
    size_t results_n;
    report_judgements_row *judgements;
    size_t judgements_n;
    report_incidents_row *incidents;
    size_t incidents_n;
    report_incident_issues_row *incident_issues;
    size_t incident_issues_n;
    report_findings_row *findings;
    size_t findings_n;
    report_dialogues_row *dialogues;
    size_t dialogues_n;
    report_audits_row *audits;
    size_t audits_n;
    report_memberships_row *memberships;
    size_t memberships_n;
    report_turnover_row *turnover;
    size_t turnover_n;
    report_account_row *said; /* the account of the year, as far as it was given */
    size_t said_n;
    report_accounts_given_row *given; /* all that were given, of whatever year and kind */
    size_t given_n;
    report_texts_row *texts;
    size_t texts_n;
} account_facts;

typedef struct account {
    struct account *before; /* the same of the year before; NULL = not made */
    ctx *c;
    const char *template; /* "six_steps" */
    const char *profile;  /* organisation, company, public_body */
    int year;
    state_subject party;
    char first[32], after[32]; /* moments: the year in the workspace's zone */
    account_facts f;
    account_answer *answers;
    size_t n;
    account_finding *findings;
    size_t findings_n, findings_cap;
    int64_t *sids; /* all statements that stand in it */
    size_t sids_n, sids_cap;
} account;

/* id NULL = the own party.  DOC-0nn USAGE: a profile that there is not. */
AK_MUST_USE ak_code account_make(account **out, ctx *c, const char *template, const char *id,
                                 const char *profile, int year, ak_err *err);

/* The parts of it, in this order. */
AK_MUST_USE ak_code account_read(account *t, ak_err *err);
AK_MUST_USE ak_code account_fill(account *t, account_answer *a, ak_err *err);
AK_MUST_USE ak_code account_check(account *t, ak_err *err);

void account_rest(account *t, int64_t sid);
/* A link to the statement, by its number. */
AK_MUST_USE ak_code account_statement_ref(view **out, account *t, int64_t sid, ak_err *err);
account_entry *account_entry_new(account *t, account_answer *a, view *text, const char *id, int64_t sid);
/* Row texts of a query live until the next row: they are copied. */
const char *account_word(const account *t, const char *enumeration, str code); /* in the reader's language */
bool account_before(const account *t, str moment);                             /* not after the year's end */
void account_years_before(char out[static 32], const account *t, int years); /* moment, before the year's end */
bool account_in_year(const account *t, const report_measures_row *m);
account_finding *account_finding_new(account *t, const char *code, const char *field);
/* Required, and missing: a document that is not stated, another field that nothing answers. */
bool account_lacks(const account_answer *a);
size_t account_missing(const account *t);

view *account_status_view(arena *a, const account_answer *answer);
view *account_label_view(const account *t, const account_field *f); /* in the reader's language */

/* --party ID, or the own party. */
AK_MUST_USE ak_code account_party_of(const char **out, ctx *c, const args *g, ak_err *err);
/* Nothing where text is NULL or empty. */
void account_put_cell(plan_row *r, const char *name, const char *text);
/* "public" says public_body; NULL for what is no profile. */
const char *account_profile(const char *said);

/* Its value: see docs/json.md. */
AK_MUST_USE ak_code account_view(view **out, account *t, ak_err *err);

#endif
