/* tender.h -- a tender as the record has it: plain arrays, read once, computed on without the database.
 *
 * Everything hangs on one arena and on nothing that changes: checks, costs and scores are functions of this.
 * Where several voices speak of the same thing, the one of the best evidence, then the newest, is taken (D7).
 * Texts are never NULL, "" = not said.  Rows stand in the order of their numbers, natural ("2" before "10").
 *
 * Families: tender, requirement, criterion, cost_assumption, bid, offer_value, award, clause (data/families.tsv).
 */
#ifndef TENDER_TENDER_H
#define TENDER_TENDER_H

#include "base/decimal.h"
#include "base/money.h"
#include "base/unit.h"
#include "record/action.h"
#include "record/state.h"
#include "tender/rules.h"

typedef enum tender_tri { TENDER_NOT_SAID, TENDER_YES, TENDER_NO, TENDER_UNKNOWN } tender_tri;

/* A number as it was said: exact digits and its unit. */
typedef struct tender_number {
    bool said;
    decimal n;
    const unit *unit;      /* NULL = a plain number, or a unit that is no unit of measure (see unit_text) */
    const char *unit_text; /* its code as said: "B61", "DKK/t"; "" = none */
} tender_number;

typedef struct tender_amount {
    bool said;
    money m;
} tender_amount;

typedef struct tender_part { /* a lot of the tender */
    const char *part_no;
    const char *title;
    tender_amount value;
} tender_part;

typedef struct tender_requirement {
    int64_t sid;
    const char *id;
    const char *code; /* "12.4.1.4" */
    const char *title;
    const char *text;
    const char *level; /* mandatory optional contract_clause selection advice */
    const char *part_no;
    const char *attribute; /* "" = answered under its code */
    const char *operator;  /* eq ne lt le gt ge between one_of yes document covers; "" = not stated */
    tender_number threshold, threshold_high;
    const char *threshold_text;             /* class or list parted by | */
    const char *applies_when, *except_when; /* conditions (tender/condition.h) */
    tender_tri accepts_equivalent;
    const char *evidence_wanted;
    const char *evidence_due; /* with_bid on_request after_choice before_contract at_delivery yearly none */
    int64_t evidence_days;    /* after the trigger; -1 = not said */
    const char *catalogue_code, *edition, *law_ref;
} tender_requirement;

typedef struct tender_step {
    decimal at_least;
    int64_t points_ppb; /* share of the maximum, billionths */
} tender_step;

typedef struct tender_criterion {
    int64_t sid;
    const char *id;
    const char *code;
    const char *title;
    const char *text;
    int parent;         /* index of the criterion that it is part of; -1 = none */
    int64_t weight_ppb; /* share, billionths (30 % = 300,000,000); -1 = not said */
    int64_t priority;   /* place where they are ranked; 0 = not said */
    tender_tri environmental;
    const char *point_model; /* linear_relative proportional fixed_points steps absolute relative_quality
                                priced_quality pass_fail */
    const char *direction;   /* lower_better higher_better; "" */
    const char *attribute;
    tender_number points_max, low_point, high_point;
    const char *unit_text; /* unit of the points' scale; "" = none */
    tender_amount surcharge;
    tender_number expected_low, expected_high;
    const tender_step *steps; /* as said */
    size_t steps_n;
    const char *part_no;
    const char *catalogue_code;
} tender_criterion;

typedef struct tender_cost {
    int64_t sid;
    const char *cost_kind; /* rate horizon energy_price co2_price ... (enum cost_kind) */
    const char *item;      /* carrier, part, zone */
    int year;              /* 0 = holds for all years */
    tender_number value, low, high;
    int64_t probability_ppb; /* -1 = not said */
    const char *condition;
    const char *table; /* id of the factor table it comes from; "" = the buyer's own figure */
    evidence evidence; /* assumed = illustrative */
} tender_cost;

/* What a bid says on one attribute (or, for what has none, under a requirement's number). */
typedef struct tender_offer {
    int64_t sid;
    const char *attribute;
    const char *part_no;
    const char *item; /* id of the offered product it is about; "" = the whole bid */
    tender_number value;
    tender_amount amount;
    const char *value_text;
    const char *value_date; /* ISO, with its precision */
    tender_tri fulfilled;
    tender_tri secret;
    const char *const *documents; /* their SHA-256 */
    size_t documents_n;
    evidence evidence;
    bool documented; /* proof is attached, or it was verified or measured; else it is claimed */
} tender_offer;

typedef struct tender_bid {
    int64_t sid;
    int64_t canon;
    const char *id;
    const char *number;
    const char *const *tenderers; /* party ids */
    const char *const *tenderer_names;
    size_t tenderers_n;
    const char *const *part_nos;
    size_t part_nos_n;
    int variant_of;          /* index of the bid; -1 = none */
    const char *received_at; /* moment */
    const char *file;        /* SHA-256 */
    bool late;               /* said to be late, or received after bids_until */
    const char *valid_until;
    const char *status; /* invited pending valid disqualified withdrawn; "" */
    const char *rejected_because;
    const tender_offer *offers; /* by attribute, part, item */
    size_t offers_n;
} tender_bid;

typedef struct tender_ranked {
    int bid; /* index; -1 = a bid that is not known here */
    tender_number points;
    int64_t place;
    const char *admissible; /* yes no unknown */
} tender_ranked;

typedef struct tender_award {
    int64_t sid;
    const char *id;
    const char *part_no;
    const char *status;
    const int *winners; /* indexes of bids */
    size_t winners_n;
    const char *decided_on;
    tender_amount value;
    const char *reasons;
    const tender_ranked *ranking;
    size_t ranking_n;
    const char *standstill_until;
    const char *protocol; /* SHA-256 */
    const char *tables_digest;
    const char *contract; /* id */
} tender_award;

typedef struct tender_clause {
    int64_t sid;
    const char *id;
    const char *number;
    const char *title;
    const char *text;
    const char *clause_kind, *obliged, *triggered_by;
    int64_t deadline_count; /* -1 = not said */
    const char *day_kind;
    tender_tri at_once;
    const char *yearly_on;
    const char *openness; /* open on_request closed not_stated; "" */
    const char *const *consequences;
    size_t consequences_n;
    const char *consequence_text;
    const char *const *materials; /* ids */
    size_t materials_n;
    const char *evidence_wanted, *catalogue_code, *law_ref;
} tender_clause;

typedef struct tender {
    state_subject subject;
    int64_t sid;
    const char *number, *title, *description;
    const char *buyer, *buyer_name; /* id and name; the own party where not said */
    const char *status, *procurement_method;
    const char *jurisdiction;  /* ISO 3166-1 alpha-3 */
    const char *product_group; /* of the catalogue */
    const char *const *cpv;
    size_t cpv_n;
    const char *const *circumstances;
    size_t circumstances_n;
    const char *const *items; /* product ids */
    size_t items_n;
    tender_number volume;
    tender_amount value_estimate;
    const char *published_on;                             /* "2025-03-10" in the workspace's zone */
    const char *questions_until, *bids_until, *opened_at; /* moments */
    const char *award_basis, *cost_method, *rate_kind;
    const char *environment_rule, *environment_reason;
    tender_tri variants_allowed;
    int64_t standstill_days; /* -1 = not said */
    const char *const *documents;
    size_t documents_n;
    const char *as_of_day; /* of the question */
    const char *date;      /* which rules hold: published_on, else as_of_day */

    const tender_part *parts;
    size_t parts_n;
    const tender_requirement *requirements;
    size_t requirements_n;
    const tender_criterion *criteria;
    size_t criteria_n;
    const tender_cost *costs;
    size_t costs_n;
    const tender_bid *bids;
    size_t bids_n;
    const tender_award *awards;
    size_t awards_n;
    const tender_clause *clauses;
    size_t clauses_n;
    size_t dialogues; /* recorded about it: market dialogue */

    int64_t *sids; /* all statements above: what a figure of the tender rests on (state_rests_on) */
    size_t sids_n;
} tender;

/* The tender that somebody means: an id, the slug of its number ("lys-2025"), words of its title; NULL or ""
 * where the record has one only.  TEND-001 none, TEND-002 several, REC-070 not found. */
AK_MUST_USE ak_code tender_find(state_subject *out, ctx *c, const char *text, ak_err *err);

/* Reads it into c->a, as of c and within its reach: without the reach of case handlers there are no bids. */
AK_MUST_USE ak_code tender_read(tender **out, ctx *c, const state_subject *which, ak_err *err);
/* Both, by the argument "id" of an action. */
AK_MUST_USE ak_code tender_of_args(tender **out, ctx *c, const args *a, ak_err *err);

/* The bid of that number or id; -1 = none. */
int tender_bid_find(const tender *t, const char *text);
/* Does the bid offer this lot?  One that names no lots offers all; "" = any lot. */
bool tender_bid_is_for(const tender_bid *b, const char *part_no);
/* First offer of the bid on the attribute that holds for the part ("" = any part); NULL = not answered. */
const tender_offer *tender_offer_find(const tender_bid *b, const char *attribute, const char *part_no);
/* Whether one of the circumstances has this code. */
bool tender_has_circumstance(const tender *t, const char *code);

/* Figures of the tender rest on its statements. */
AK_MUST_USE ak_code tender_basis(const view_basis **out, ctx *c, const int64_t *sids, size_t n, ak_err *err);

/* rests_on of what was computed from the whole tender by that command ("tender check"). */
AK_MUST_USE ak_code tender_rests_on(view **out, ctx *c, const tender *t, const char *command, ak_err *err);

/* Texts in the order of the numbers in them: "2" before "10", "12.4.1.2" before "12.4.1.10". */
int tender_number_order(const char *a, const char *b);

#endif
