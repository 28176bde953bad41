/* find.h -- from what somebody types to a subject: id, identifier, slug or the beginning of a name. */
#ifndef RECORD_FIND_H
#define RECORD_FIND_H

#include "record/action.h"
#include "record/state.h"

/* families: names parted by | ("product|lot"), NULL = any.  NOTFOUND (REC-070); CONFLICT (REC-071) when
 * several fit, with the first three named. */
AK_MUST_USE ak_code find_subject(state_subject *out, ctx *c, str text, const char *families_wanted,
                                 ak_err *err);

/* Subjects whose names, titles or ids have words beginning with each of the given words, best first. */
AK_MUST_USE ak_code find_words(state_subject **out, size_t *n_out, ctx *c, str words, size_t most,
                               ak_err *err);

/* search WORDS: table of subjects with kind and name. */
AK_MUST_USE ak_code search_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
