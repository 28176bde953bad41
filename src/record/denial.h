/* denial.h -- a yes whose own words say no (the lesson of a cluster's account: "Ja", then "not established at
 * present").
 *
 * A yes needs a document or words that do not deny it; partly, planned and no need a reason in words.  What
 * counts as a denial is a short list of whole phrases (data/denials.csv: language, phrase, what it means), so
 * that a yes that tells of a lack elsewhere is not refused: "no breaches were found" denies nothing.
 */
#ifndef RECORD_DENIAL_H
#define RECORD_DENIAL_H

#include "base/arena.h"
#include "base/str.h"

typedef enum denial_means {
    DENIAL_NONE,
    DENIAL_NOT_ESTABLISHED, /* nothing is there */
    DENIAL_PLANNED          /* nothing is there yet: it says more, and weighs more where a text holds both */
} denial_means;

typedef struct denial {
    const char *phrase; /* as the list has it; NULL = none */
    denial_means means;
} denial;

/* The phrase of the list that the text holds.  Case and diacritics make no difference to the
 * list's own spelling rules beyond folding.  O(text x phrases). */
AK_MUST_USE ak_code denial_in(denial *out, arena *a, str text, ak_err *err);

#endif
