/* catalogue.h -- the catalogue of requirements, criteria, clauses and rules about tenders, with its own dates.
 *
 * data/catalogue/: one row a thing, in our own words in nb, da, en, with the paragraph of its source; sources.csv
 * says of every source which edition was read and when, and whom it binds.  Values that a source leaves to the
 * buyer are empty here and stay so: aktsom never invents one.
 *
 * A row holds for a tender when its product group fits, the tender's date lies between valid_from and valid_to
 * (both days included), applies_when is true and except_when is not (tender/condition.h).
 */
#ifndef TENDER_CATALOGUE_H
#define TENDER_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/i18n.h"
#include "tender/tender.h"

typedef struct catalogue_source {
    const char *key;
    const char *title;
    const char *edition;
    const char *published, *read; /* days */
    const char *url;
    const char *jurisdiction; /* ISO 3166-1 alpha-3 */
    const char *bound;        /* circumstance of a tender that it binds: "member_pogi" */
    const char *bound_words[LANGUAGES];
    const char *source; /* name and year */
} catalogue_source;

typedef enum catalogue_kind {
    CATALOGUE_REQUIREMENT,
    CATALOGUE_CRITERION,
    CATALOGUE_CLAUSE,
    CATALOGUE_RULE, /* about the tender: either/or, must contain, not together */
    CATALOGUE_KINDS
} catalogue_kind;

typedef struct catalogue_row {
    catalogue_kind kind;
    const char *code;                  /* "POGI-LPW-ROAD-2023" */
    const char *product_group;         /* "lighting_road"; "all" */
    const char *valid_from, *valid_to; /* days, both included; valid_to "" = open */
    const char *applies_when, *except_when;
    const char *source_key, *paragraph;
    const char *title[LANGUAGES], *text[LANGUAGES];
    /* Requirements, as the family says them; threshold "" = left to the buyer.  threshold_text may begin with
     * "or " (alternative) or "@" (another offered value: "@warranty+5"). */
    const char *level, *attribute, *operator, * threshold, *threshold_high, *unit, *threshold_text,
        *equivalent;
    const char *evidence_due, *evidence_days;
    const char *evidence[LANGUAGES];
    /* Criteria; steps "1=0.2|2=0.4": at least = share of the points. */
    const char *point_model, *direction, *steps, *environmental;
    /* Clauses. */
    const char *clause_kind, *obliged, *triggered_by, *deadline_count, *day_kind, *at_once, *yearly_on,
        *openness, *consequences, *materials;
    /* Rules: what must be true; severity "bound" = breach for whom the source binds, else advice. */
    const char *must, *severity;
    const char *remedy[LANGUAGES];
} catalogue_row;

extern const catalogue_row catalogue[]; /* by kind, then code */
extern const size_t catalogue_n;
extern const char *const catalogue_kind_words[CATALOGUE_KINDS]; /* "requirement" ... */

const catalogue_row *catalogue_find(const char *code);                 /* NULL = none */
const catalogue_source *catalogue_source_of(const catalogue_row *row); /* never NULL */
/* Does the group of a row fit that of a tender?  "lighting" holds for lighting_road, and a tender of "lighting"
 * as a whole takes the rows of all its parts; "all" fits every group. */
bool catalogue_group_fits(const char *row_group, const char *tender_group);
/* In force on the day "2025-03-10"? */
bool catalogue_in_force(const catalogue_row *row, const char *day);
/* Whether the source binds this tender. */
bool catalogue_binds(const catalogue_row *row, const tender *t);
/* The source leaves the value to the buyer: an operator that needs a limit, and none in the row. */
bool catalogue_left_to_buyer(const catalogue_row *row);

/* What a requirement's row asks: "at least 155 lm/W", "set by the buyer". */
view *catalogue_value_view(ctx *c, const catalogue_row *row);
/* Every row of the tender's group and jurisdiction: whether it holds at the tender's date, and what it was taken as. */
AK_MUST_USE ak_code catalogue_rules_view(view **out, ctx *c, const tender *t, ak_err *err);

/* tender catalogue [CODE] [--group G] [--kind K] [--find WORD] [--date DAY] [--tender T]: the browser. */
AK_MUST_USE ak_code catalogue_view(view **out, ctx *c, const args *a, ak_err *err);
/* tender take [T] CODE...: rows of the catalogue said as requirements, criteria and clauses of the tender. */
AK_MUST_USE ak_code catalogue_take_plan(plan **out, ctx *c, const args *a, ak_err *err);

#endif
