/* node.h -- one node of the picture: a material at a stage, with what is said of its origins.
 *
 * In: origins with shares and what they rest on, incidents, the year of the tables.  Out: for every issue
 * the exposure, the level with its range, and the chain of (origin, share, interval, rows) that gave it;
 * a score for the order inside a level; the three shares of the interface.  Pure: arrays in, numbers out.
 */
#ifndef RISK_NODE_H
#define RISK_NODE_H

#include "risk/audit.h"
#include "risk/hazard.h"
#include "risk/level.h"
#include "risk/mix.h"
#include "risk/plausible.h"
#include "risk/score.h"
#include "risk/supply_risk.h"

/* Incident or finding that touches this node. */
typedef struct node_incident {
    const char *id;
    const char *title;
    const char *statement; /* leaf, 64 hex */
    const char *on;
    uint32_t issues;     /* bit per risk_issue */
    int hazard_class;    /* by place, evidence and age: 1..4 (incident.h) */
    int severity;        /* 1..3 as it says of itself; 0 = not said */
    const char *country; /* counts for origins of this country; "" = none */
    const char *place;   /* counts for origins at this site, party or lot only; "" = the whole country */
    void *payload;       /* the caller's: sources for the view */
} node_incident;

/* An audit or inspection of a place of the chain, at the stage of this node. */
typedef struct node_audit {
    const char *place; /* site or party */
    uint32_t issues;   /* that it looked at */
    bool verified;     /* by a third party */
    double age_years;
    void *payload;
} node_audit;

/* Where a part of the node comes from, as somebody says. */
typedef struct node_origin {
    const char *const *countries; /* ISO alpha-3; several: origins named without amounts, share is joint */
    size_t countries_n;
    const char *const *places; /* sites and parties of the chain of this origin, for incidents */
    size_t places_n;
    double share; /* of the node, 0..1 */
    bool claimed; /* self-declared or assumed only */
    plausible_answer plausible;
    bool unquantified; /* named, but neither with an amount nor as all there is: see node.c */
    void *payload;     /* the caller's: the statement, for the view */
} node_origin;

typedef enum node_basis { NODE_TRACED, NODE_CLAIMED, NODE_ASSUMED, NODE_UNKNOWN } node_basis;

/* One link of the chain of why, for one issue: shares of all parts add to 1, and what they add to S_h is
 * share x at[h-1], so they add up to S_h. */
typedef struct node_part {
    node_basis basis;
    const char *country;           /* "" where several or none */
    const node_origin *origin;     /* NULL: of the mix, or unknown */
    const mix_part *mix;           /* NULL: not of the mix */
    double share;                  /* of the node */
    int lo, hi;                    /* class interval, incidents included */
    const hazard *hazard;          /* the table rows behind it; NULL for what is of no country */
    const node_incident *incident; /* that raised it; NULL = none */
    const node_audit *audit;       /* that lowered it; NULL = none */
    double at[4], at_up[4]; /* how much of the share counts at class 1..4, from below and above: 0..1 */
} node_part;

typedef struct node_issue {
    risk_issue issue;
    int severity;
    const node_incident *severity_by; /* incident that raised it above the default; NULL = default */
    exposure x;
    level_result level;
    node_part *parts;
    size_t parts_n;
    bool table;     /* a table covers it */
    bool said;      /* an incident touches it */
    bool near_line; /* the deciding share, or an indicator of a deciding origin, lies near its line */
} node_issue;

typedef struct node_picture {
    int material; /* -1: not in the tables */
    risk_stage stage;
    int year;
    mix mix;
    score_range *mix_scores; /* r_c of the parts of the mix, in their order */
    node_issue issues[RISK_ISSUES];
    risk_level level;     /* worst of all issues */
    risk_level of_tables; /* worst of the issues with a table */
    score_range score;
    double traced, claimed;  /* traced includes the claimed part */
    double assumed, unknown; /* traced + assumed + unknown = 1 */
    availability availability;
} node_picture;

/* What is asked about and what is said of it. */
typedef struct node_given {
    int material;
    risk_stage stage;
    const hazard_sector *sector; /* what is made there, in place of a material (then -1); NULL = none */
    int year;
    const node_origin *origins;
    size_t n;
    const node_incident *incidents;
    size_t incidents_n;
    const node_audit *audits;
    size_t audits_n;
} node_given;

/* Everything lives in the arena; what is given is borrowed as long. */
void node_from(node_picture *out, arena *a, const risk_tables *t, const node_given *given);
/* A material, without audits. */
void node_of(node_picture *out, arena *a, const risk_tables *t, int material, risk_stage stage, int year,
             const node_origin *origins, size_t n, const node_incident *incidents, size_t incidents_n);

/* Order of pictures: level, severity of the deciding issue, its class, share at that class, unknown. */
int node_order(const node_picture *a, const node_picture *b);
/* The issue that decides the level: worst level, then severity, class, share. */
const node_issue *node_deciding(const node_picture *p);

#endif
