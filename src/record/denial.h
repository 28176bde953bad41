/* denial.h -- a yes whose own words say no (the lesson of a cluster's account: "Ja", then "not established at
 * present").
 *
 * A yes needs a document or words that do not deny it; partly, planned and no need a reason in words.  What
 * counts as a denial is a short list of whole phrases (data/denials.csv), so that a yes that tells of a lack
 * elsewhere is not refused: "no breaches were found" denies nothing.
 */
#ifndef RECORD_DENIAL_H
#define RECORD_DENIAL_H

#include "base/arena.h"
#include "base/str.h"

/* The phrase of the list that the text holds; NULL = none.  Case and diacritics make no difference to the
 * list's own spelling rules beyond folding.  O(text x phrases). */
AK_MUST_USE ak_code denial_in(const char **out, arena *a, str text, ak_err *err);

#endif
