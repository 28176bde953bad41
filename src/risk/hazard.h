/* hazard.h -- the hazard class of a material from a country, at a stage, for an issue: an interval 0..4.
 *
 *     4 established   dated finding or incident at a place in this chain (incident.h)
 *     3 named         a list names this good in this country; an incident names this material and country;
 *                     tin, tantalum, tungsten, gold mined in a country of conflict class 2
 *     2 severe        the country's indicator is in the severe zone
 *     1 some          the indicator is in the middle zone; or another mined good is listed there
 *     0 little found  the indicator is in the better zone and nothing is listed: never "none"
 * lo < hi: no indicator value; lo is what lists already show, hi the highest class a country can have (3).
 * Within an issue the worst counts, and each indicator serves one issue only, so that correlated indices
 * cannot add up.  Source: domain model of the project, constants in data/risk/model.csv.
 */
#ifndef RISK_HAZARD_H
#define RISK_HAZARD_H

#include "risk/tables.h"

#define RISK_CLASS_MAX   4
#define HAZARD_FACTS_MAX 12

typedef enum hazard_fact_kind {
    HAZARD_INDICATOR,        /* .figure */
    HAZARD_NO_FIGURE,        /* nothing known of this country: 0..3 */
    HAZARD_SILENCE_BELIEVED, /* .figure = rule of law: no child figure, law rules: none */
    HAZARD_SILENCE_DOUBTED,  /* .figure = rule of law, NULL = none: no child figure, not believed */
    HAZARD_LISTED,           /* .listing names this good */
    HAZARD_OTHER_GOOD,       /* .listing names another mined good with the same harm */
    HAZARD_CONFLICT_MINERAL, /* .mineral: class 2 becomes 3 */
    HAZARD_INPUT_LISTED,     /* .listing: only shown, counted upstream */
    HAZARD_OWN_LISTED,       /* .own: a row of the user's own list of high risk */
    HAZARD_NO_GOODS,         /* no list names a good of this sector: what they would say nobody knows */
    HAZARD_NO_SECTOR         /* what is made there nobody says */
} hazard_fact_kind;

/* A row of a user's own list: a group of goods or a place where they say that the risk is high. */
typedef struct risk_own_row {
    const char *list;     /* code of the table: "dfo_high_risk" */
    const char *code;     /* beginning of a CPV code; "" = by name */
    const char *group;    /* name of a product group; "" = by code */
    const char *country;  /* ISO alpha-3; "" = wherever it comes from */
    const char *good;     /* a good of ours that it names; "" = none */
    risk_stage stage;     /* where in the chain */
    bool stage_named;     /* false: the list does not say */
    uint32_t issues;      /* bit per risk_issue */
    int hazard_class;     /* 3, or 2 where the list itself says less than high */
    const char *words;    /* as the list has them */
    const char *document; /* its digest */
    int64_t row;          /* 1-based, in the file */
    risk_source src;
} risk_own_row;

/* One row that gave, or would have given, the class. */
typedef struct hazard_fact {
    hazard_fact_kind kind;
    int class_lo;
    bool later;           /* published after the asked year */
    bool near_line;       /* the indicator lies near its anchor */
    bool stage_not_named; /* the list does not say at which stage */
    const risk_figure *figure;
    const risk_listing *listing;
    const risk_conflict_mineral *mineral;
    const risk_own_row *own;
} hazard_fact;

typedef struct hazard {
    int lo, hi;
    hazard_fact facts[HAZARD_FACTS_MAX];
    size_t n;
    bool near_line; /* the indicator that decided lies near its anchor */
} hazard;

/* country: ISO 3166-1 alpha-3.  A country without any row is 0..3, never 0.  Issues without a table are
 * 0..3 everywhere.  material -1 = one that no table knows: country conditions only. */
void hazard_of(hazard *out, const risk_tables *t, const char *country, int material, risk_stage stage,
               risk_issue issue, int year);

/* What is made or done at a place, where it is not a material of the tables. */
typedef struct hazard_sector {
    const char *const *goods; /* of the listings */
    size_t goods_n;
    bool
        open; /* part of it is in no list of goods: nobody has looked, so the labour issues stay open upwards */
    bool named; /* false: no sector is known */
    const risk_own_row *const *own;
    size_t own_n;
} hazard_sector;

bool hazard_sector_makes(const hazard_sector *s, const char *good);

/* The class of a sector in a country: the country's indicators, 3 where one of its goods is listed there, and
 * what the user's own list says.  country "" = not known: 0..3. */
void hazard_of_sector(hazard *out, const risk_tables *t, const char *country, const hazard_sector *s,
                      risk_issue issue, int year);

#endif
