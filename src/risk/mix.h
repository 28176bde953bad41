/* mix.h -- which countries a material comes from in the world, by stage and year: the stand-in where a
 * buyer's own origin is not known, always marked assumed.
 *
 * Shares: a share table's per cent; a production table's row divided by the sum of its rows.  "<x" counts
 * x/2; sums over 1 are divided by the sum, sums under 1 leave the rest unknown and are never rescaled;
 * `other` is unknown.  A country whose figure is withheld takes its share of the newest older share table
 * of that stage, and the others are scaled by one minus it; without one it stays in the unknown part.
 * Only a table with a stage feeds a stage; manufacture and end of life have none.
 */
#ifndef RISK_MIX_H
#define RISK_MIX_H

#include "risk/tables.h"

typedef struct mix_part {
    const char *country; /* ISO 3166-1 alpha-3 */
    double share;        /* of the whole stage, > 0 */
    const risk_mix_row *row;
    bool stands_in; /* the share comes from an older table: the newer one withholds it */
} mix_part;

typedef struct mix {
    const char *edition;       /* "usgs-2026"; NULL: there is no mix */
    const risk_mix_row *first; /* for source and year */
    int year;                  /* reference year */
    bool later;                /* published after the asked year */
    int material;    /* whose mix it is: another one's where that stands in (rare earths: neodymium) */
    mix_part *parts; /* in the order of the table: by country */
    size_t n;
    double named;       /* sum of the parts */
    double unknown;     /* 1 - named: other, withheld, missing */
    double printed_sum; /* of the table's shares before anything was done to them, 1 for production tables */
} mix;

/* The mix for a year by D22; false and an empty mix when no edition has one.  Rows of the newest reference
 * year of that edition are used. */
bool mix_choose(mix *out, arena *a, const risk_tables *t, int material, risk_stage stage, int year);

/* Every mix there is of a material and stage, oldest reference year first: then and now. */
size_t mix_editions(mix **out, arena *a, const risk_tables *t, int material, risk_stage stage);

const mix_part *mix_find(const mix *m, const char *country); /* NULL = not named */

#endif
