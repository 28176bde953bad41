/* tables.h -- the factor tables of the risk model, and which edition counts in which year (D22).
 *
 * data/risk/ and data/materials.csv, read once into arrays.  Every figure keeps its row: year, published,
 * source, evidence.  Editions: for each figure the newest one published by 31 December of the asked year,
 * else the oldest later one, marked `later`.
 */
#ifndef RISK_TABLES_H
#define RISK_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

typedef enum risk_stage { RISK_EXTRACTION, RISK_PROCESSING, RISK_MANUFACTURE, RISK_END_OF_LIFE } risk_stage;
#define RISK_STAGES 4
extern const char *const risk_stage_words[RISK_STAGES];  /* "extraction" ... "end of life" */
bool risk_stage_find(risk_stage *out, const char *word); /* also "end_of_life" */

#define RISK_CLASS_ESTABLISHED 4

/* Rows of data/risk/issues.csv, in its order; the first five have a table of their own. */
typedef enum risk_issue {
    RISK_FORCED_LABOUR,
    RISK_CHILD_LABOUR,
    RISK_CONFLICT,
    RISK_CORRUPTION,
    RISK_ASSOCIATION,
    RISK_HEALTH_SAFETY,
    RISK_LAND_RIGHTS,
    RISK_POLLUTION,
    RISK_WATER,
    RISK_BIODIVERSITY,
    RISK_DISCRIMINATION,
    RISK_WAGES_HOURS,
    RISK_ANIMAL_WELFARE,
    RISK_ISSUES,
    RISK_WITH_TABLE = RISK_HEALTH_SAFETY /* how many have a table */
} risk_issue;

typedef enum risk_indicator {
    RISK_IND_FORCED_LABOUR,    /* 0..1, low = bad */
    RISK_IND_CHILD_EMPLOYMENT, /* per cent of children of 7-14, high = bad */
    RISK_IND_DEATHS_RATE,      /* deaths per 100,000 in five years, high = bad */
    RISK_IND_DEATHS,           /* deaths in five years */
    RISK_IND_CORRUPTION,       /* WGI control of corruption, low = bad */
    RISK_IND_VOICE,            /* WGI voice and accountability, low = bad */
    RISK_IND_RULE_OF_LAW,      /* WGI, low = bad */
    RISK_IND_GOVERNANCE,       /* mean of six WGI, scaled 0 best .. 10 worst */
    RISK_INDICATORS
} risk_indicator;

/* Where a figure stands. */
typedef struct risk_source {
    const char *source;    /* who published it, and where in it */
    const char *year_text; /* "2016-2020" */
    int year;              /* last year it describes */
    const char *published; /* "2026-02", "2024" */
    int published_year;
    const char *evidence; /* word of the enum evidence */
} risk_source;

typedef struct risk_material {
    const char *name; /* canonical: "natural graphite" */
    const char *nb, *da;
    const char *aliases; /* parted by ';' */
    int mix_of;          /* material whose mix stands in where it has none; -1 = none */
    int supply_risk_of;  /* material (group) whose supply risk counts; -1 = its own */
    const char *note;
} risk_material;

typedef struct risk_material_word {
    str folded;
    int material;
} risk_material_word;

typedef enum risk_qualifier {
    RISK_EXACT,
    RISK_BELOW, /* printed as "<x": counts x/2 */
    RISK_ESTIMATE,
    RISK_WITHHELD, /* the source keeps it back */
    RISK_NOT_GIVEN /* named without a figure */
} risk_qualifier;

typedef struct risk_mix_row {
    const char *edition; /* "usgs-2026" */
    int material;
    risk_stage stage;
    char country[8]; /* ISO 3166-1 alpha-3, "other" or "world" */
    double value;    /* in unit; 0 where withheld or not given */
    const char *value_text;
    const char *unit; /* "%" or a mass */
    risk_qualifier qualifier;
    double trade_factor; /* t of the EU method; 1 where not given */
    risk_source src;
} risk_mix_row;

typedef struct risk_figure {
    risk_indicator indicator;
    char country[8];
    double value;
    const char *value_text;
    const char *unit;
    bool at_least; /* the source had cut the value */
    risk_source src;
} risk_figure;

/* A row of a list of goods: this good, from this country, with this harm. */
typedef struct risk_listing {
    const char *list; /* "ilab" */
    int edition;      /* year of the edition */
    bool complete;    /* leaves out what is no longer so */
    char country[8];
    const char *good;
    risk_issue issue;
    bool input; /* only an input of it is listed: shown, never counted here */
    const char *note;
    risk_source src;
} risk_listing;

/* One edition of a list of goods. */
typedef struct risk_list_edition {
    const char *list;
    int published;
    bool complete;
} risk_list_edition;

/* Which material and stage a listed good means. */
typedef struct risk_good {
    const char *good;
    int material; /* -1: a mined good outside the model */
    risk_stage stage;
    bool mined;
    bool stage_named; /* false: the list does not say at which stage */
    const char *reason;
} risk_good;

typedef struct risk_supply_row { /* EU criticality, score by assessment */
    int material;
    const char *measure; /* "sr", "ei" */
    double value;
    const char *value_text;
    risk_source src;
} risk_supply_row;

typedef struct risk_conflict_mineral {
    int material;
    risk_stage stage;
    risk_source src;
} risk_conflict_mineral;

typedef struct risk_issue_row {
    const char *name; /* "forced labour": what people and JSON read */
    const char *code; /* "forced_labour": what statements say (enum issue) */
    int scale, extent, reversal;
    int severity; /* the largest of the three */
    bool table;
    const char *reason;
} risk_issue_row;

typedef struct risk_constant {
    const char *key;
    double value;
    const char *value_text;
    const char *unit;
    const char *reason;
} risk_constant;

/* The constants, by name, for the pure functions; each has its row with the reason in risk_tables. */
typedef struct risk_model {
    double band[3];
    double band_slack;
    int points_high, points_medium;
    int class_high_min;
    double unknown_limit;
    int class_country_max;
    double near_share, near_indicator, near_wgi;
    double forced_severe, forced_some;
    double child_severe, child_some;
    double silence_rule_of_law;
    double conflict_severe, conflict_some;
    double corruption_severe, corruption_some;
    double association_severe, association_some;
    double age_full_years, age_one_less_years;
    double audit_years;
    int incident_class_place, incident_class_named;
    double critical_sr, critical_ei;
    double no_room_share;
    double value_steps;
} risk_model;

typedef struct risk_state_imposed {
    char country[8];
    int material;
    risk_stage stage;
    risk_issue issue;
    const char *reason;
} risk_state_imposed;

/* A good that a sector makes, or that stands under a heading of purchases. */
typedef struct risk_sector_good {
    const char *scheme; /* "nace", "cpv" */
    const char *code;   /* the beginning of the code: "14", "18" */
    const char *good;   /* of the listings */
} risk_sector_good;

/* An issue that audits after a standard look at. */
typedef struct risk_audit_standard {
    const char *standard;
    const char *words; /* as people write it, folded, parted by ';' */
    risk_issue issue;
    risk_source src;
} risk_audit_standard;

typedef struct risk_edition {
    const char *id, *file, *title, *reference_years, *published, *note;
    const char *statement; /* leaf of what put a table of the user's own in force; NULL = built in */
} risk_edition;

typedef struct risk_tables {
    risk_model model;
    risk_constant *constants;
    size_t constants_n;
    risk_issue_row issues[RISK_ISSUES];
    risk_material *materials; /* sorted by name */
    size_t materials_n;
    risk_material_word *words; /* names and aliases, folded, sorted */
    size_t words_n;
    risk_mix_row *mixes; /* sorted by material, stage, edition, year */
    size_t mixes_n;
    risk_figure *figures; /* sorted by indicator, country, published */
    size_t figures_n;
    risk_listing *listings; /* sorted by country */
    size_t listings_n;
    risk_list_edition *list_editions; /* of the listings, each once */
    size_t list_editions_n;
    risk_good *goods; /* sorted by good */
    size_t goods_n;
    risk_supply_row *supply;
    size_t supply_n;
    risk_conflict_mineral *conflict;
    size_t conflict_n;
    risk_state_imposed *imposed;
    size_t imposed_n;
    risk_sector_good *sectors; /* sorted by scheme, code */
    size_t sectors_n;
    risk_audit_standard *standards;
    size_t standards_n;
    risk_edition *editions;
    size_t editions_n;
    char digest[65]; /* over names and digests of the files, hex */
} risk_tables;

/* The embedded tables, read once in a process; *out is a copy whose arrays may be replaced, never written into.
 * AK_E_INPUT names file, row and column of what cannot be read. */
AK_MUST_USE ak_code risk_tables_load(risk_tables **out, arena *a, ak_err *err);

/* Canonical name, name in nb or da, or alias; folded.  -1 = not a material of the tables. */
int risk_material_find(const risk_tables *t, arena *scratch, str name);
/* Exact canonical name; -1 = none. */
int risk_material_named(const risk_tables *t, const char *name);

/* By code or name; false = none of the model's (climate goes to the footprint, supply to availability). */
bool risk_issue_find(risk_issue *out, const risk_tables *t, str word);

/* A figure of a country by the edition rule of D22; NULL = none in any edition.  *later (may be NULL):
 * it was published after the year. */
const risk_figure *risk_figure_of(const risk_tables *t, risk_indicator which, const char *country, int year,
                                  bool *later);
bool risk_is_state_imposed(const risk_tables *t, const char *country, int material, risk_stage stage,
                           risk_issue issue);

/* Issues that an audit of this standard covers, one bit each; 0 = a standard that the table does not know. */
uint32_t risk_audit_covers(const risk_tables *t, arena *scratch, str standard);

/* Whether an edition published in `candidate` goes before one published in `held` when year is asked: the
 * newest of those published by then, else the oldest later one.  held 0 = none yet. */
bool risk_edition_before(int candidate, int held, int year);

#endif
