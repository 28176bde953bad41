/* plausible.h -- is a claimed origin one that the production tables know?
 *
 * `not listed as producer` is never "false": tables have cut-offs and gaps; it is a reason to ask for the
 * mine's name.  Every table that speaks is named, so that two that differ are both seen (nickel from Papua
 * New Guinea: produced by the EU study of 2023, not named by USGS 2026).
 */
#ifndef RISK_PLAUSIBLE_H
#define RISK_PLAUSIBLE_H

#include "risk/mix.h"

typedef enum plausible_answer {
    PLAUSIBLE_PRODUCED,     /* a table of this year's choice, or any other, names it */
    PLAUSIBLE_NOT_LISTED,   /* no table names it, and the tables leave room: ask for the mine's name */
    PLAUSIBLE_NOT_PRODUCED, /* no table names it, and none leaves room of half a per cent */
    PLAUSIBLE_NO_DATA       /* no table of this material and stage */
} plausible_answer;
extern const char *const plausible_words[4];

typedef struct plausible_table {
    const mix *table;
    const mix_part *part; /* NULL = this table does not name the country */
} plausible_table;

typedef struct plausible {
    plausible_answer answer;
    plausible_table *tables; /* newest reference year of each edition, newest first */
    size_t n;
    bool tables_differ; /* the newest table does not name it, an older one does */
} plausible;

void plausible_origin(plausible *out, arena *a, const risk_tables *t, int material, risk_stage stage,
                      const char *country);

#endif
