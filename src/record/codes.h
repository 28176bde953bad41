/* codes.h -- codes of named lists, and identifiers of schemes: what may stand in a code or id field.
 *
 * Attribute codes come from data/attributes.csv; a user's own is local:attribute/x.  The other lists (cpv,
 * nace, hs, municipality ...) are too large or too often changed to carry: only their shape is checked.
 */
#ifndef RECORD_CODES_H
#define RECORD_CODES_H

#include "base/arena.h"
#include "base/str.h"

/* The code in its one form, or NULL.  list as in families.tsv. */
const char *code_read(arena *a, const char *list, str text);

/* "scheme:value" of a bare value of the scheme, canonical; NULL when form or check digit is wrong.
 * Knows the schemes of base/ident.h, and rmi-cid and os-id, whose values are taken as they stand. */
const char *code_subject_id(arena *a, const char *scheme, str value);

#endif
