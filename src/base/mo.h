/* mo.h -- looks a text up in a compiled message catalogue (GNU gettext .mo), where it lies. */
#ifndef BASE_MO_H
#define BASE_MO_H

#include "base/str.h"

/* A catalogue in UTF-8 whose plural rule is n != 1, whole and little-endian: everything mo_find relies on. */
bool mo_ok(str mo);
/* The translation of a text, a C string inside mo; NULL = none.  A text with plural forms is looked up by
 * its singular; form 1 gives the second of its translations.  Offsets are checked against the size, so a
 * damaged catalogue gives NULL, never a wild pointer.  O(log n). */
const char *mo_find(str mo, const char *msgid, int form);

#endif
