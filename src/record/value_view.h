/* value_view.h -- a value of a statement as people and machines see it. */
#ifndef RECORD_VALUE_VIEW_H
#define RECORD_VALUE_VIEW_H

#include "base/json.h"
#include "record/state.h"

/* basis: of the statement it stands in; words and dates need none. */
view *value_view(ctx *c, const family *f, const field *d, const json *v, const view_basis *basis);

/* The reader's word of a code, where the field's values are words of a list or attributes; NULL = none. */
const char *value_word(ctx *c, const field *d, str code);

/* A code of that field as a word of the reader's, "active" of a contract; text where it is none. */
view *value_coded(ctx *c, const char *family, const char *field, str code);

#endif
