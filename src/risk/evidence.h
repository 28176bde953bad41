/* evidence.h -- evidence against risk: at which stage the risk sits, and at which somebody looked.
 *
 * A visit to the module factory says nothing of polysilicon, so risk and evidence are laid side by side by
 * stage and never added.  Evidence is what somebody saw, asked or was shown: audits and inspections (with how
 * many, by whom, of what scope), visits and talks, answers, findings.  What follows from the two is told by
 * codes of data/risk/findings.csv, in three languages.
 *
 * Answers keep their state: claimed (without a document), documented, verified, contradicted (voices differ).
 * What is older than three years, the run of an audit, is stale and says so.
 */
#ifndef RISK_EVIDENCE_H
#define RISK_EVIDENCE_H

#include "record/action.h"
#include "risk/questions.h"

typedef enum evidence_kind {
    EVIDENCE_OF_AUDIT,
    EVIDENCE_OF_VISIT, /* audit of kind visit, or dialogue of kind visit */
    EVIDENCE_OF_TALK,
    EVIDENCE_OF_ANSWER,
    EVIDENCE_OF_FINDING,
    EVIDENCE_KINDS
} evidence_kind;
extern const char *const evidence_kind_codes[EVIDENCE_KINDS];

typedef struct evidence_item {
    evidence_kind kind;
    int stage;       /* risk_stage; -1 = nobody says */
    const char *id;  /* of the subject: audit, dialogue, question, finding */
    const char *who; /* auditor, whom one talked to, who answered; NULL = nobody says */
    const char *title;
    const char *on;
    const char *state; /* of an answer: claimed, documented, verified, contradicted; else "" */
    const char *scope; /* of an audit; "" */
    int64_t count;     /* of a stated count of audits; 1 */
    int evidence;      /* 1 assumed .. 5 measured */
    double age_years;
    bool stale;
    bool open; /* a finding that is not closed */
    int64_t sid;
} evidence_item;

typedef struct evidence_tier {
    risk_stage stage;
    bool judged;      /* a node of the subject sits there */
    risk_level level; /* the worst of them */
    risk_issue issue;
    const char *material; /* id of what decides; "" = a place */
    size_t items, fresh;  /* of evidence at this stage; those that are not stale */
    int best;             /* evidence of the best fresh one; 0 = none */
    int64_t audits;       /* counted */
} evidence_tier;

typedef struct evidence_finding {
    const char *code;   /* of data/risk/findings.csv */
    const char *text;   /* in the language of the context */
    const char *remedy; /* what to do about it, likewise */
    int stage;          /* -1 = of none */
} evidence_finding;

typedef struct evidence_picture {
    evidence_tier tiers[RISK_STAGES];
    evidence_item *items; /* by stage, newest first */
    size_t n;
    evidence_finding *findings;
    size_t findings_n;
    const char **chain; /* ids of the subject, its parts and who stands in its chain, as they were met */
    size_t chain_n;
} evidence_picture;

/* Of a product, material or lot: what is said of it, of its parts, and of all who stand in its chain. */
AK_MUST_USE ak_code evidence_of_picture(evidence_picture *out, ctx *c, const risk_world *w,
                                        const risk_picture *p, ak_err *err);
/* Of a supplier or contract. */
AK_MUST_USE ak_code evidence_of_item(evidence_picture *out, ctx *c, const ranked *r, const ranked_item *i,
                                     ak_err *err);

/* The best that was seen of everybody at once, at most three years old: for lists of many. */
typedef struct evidence_index evidence_index;
AK_MUST_USE ak_code evidence_index_load(evidence_index **out, ctx *c, const risk_world *w, ak_err *err);
/* Of a party or site at a stage: 1 assumed .. 5 measured, 0 = nobody looked.  Answers without a document are
 * self-declared, whatever they say of themselves. */
int evidence_index_best(const evidence_index *x, str id, risk_stage stage);

/* "evidence_findings" [{"code","stage","text","remedy"}], "evidence_tiers", "evidence_items" into a view. */
AK_MUST_USE ak_code evidence_put(view *v, ctx *c, const risk_tables *t, const evidence_picture *e,
                                 ak_err *err);
/* evidence ID; without it everything that is judged (risk/against.h). */
AK_MUST_USE ak_code evidence_against_view(view **out, ctx *c, const args *g, ak_err *err);

#endif
