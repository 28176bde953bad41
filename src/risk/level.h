/* level.h -- from severity and exceedance shares to high, medium, low or unknown.
 *
 * Bands of a share: >= 1 % is 1, >= 10 % is 2, >= 1/3 is 3.  Points = severity + class + band over all
 * classes with a band: 8 and more high, 7 medium, else low; what comes from classes 1 and 2 is at most
 * medium, since an index speaks of a country, not of this mine.  Shown is high or medium where the lower
 * bound gives it; else low where less than a tenth is unknown; else unknown.  Never low where the unknown
 * part could make it high.
 */
#ifndef RISK_LEVEL_H
#define RISK_LEVEL_H

#include "risk/exposure.h"
#include "risk/tables.h"

typedef enum risk_level { RISK_LOW, RISK_UNKNOWN, RISK_MEDIUM, RISK_HIGH } risk_level; /* worse is larger */
extern const char *const risk_level_words[4]; /* "low" "unknown" "medium" "high" */

typedef struct level_result {
    risk_level shown;
    risk_level lower, upper; /* L and H: low, medium or high */
    int decides;             /* class whose share decided the lower bound; 0 = none has a band */
    int band;                /* band of that share: 1..3 */
    int class_seen;          /* highest class with a band: the word of the hazard; 0 = none */
    bool near_line; /* the deciding share lies within a tenth of a line that would change the level */
} level_result;

/* severity 1..3. */
void level_of(level_result *out, const risk_model *m, int severity, const exposure *x);
risk_level level_of_shares(const risk_model *m, int severity, const double s[static 4]);
/* Worst over nodes and issues: high > medium > unknown > low. */
risk_level level_worse(risk_level a, risk_level b);

#endif
