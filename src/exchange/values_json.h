/* values_json.h -- rows of one family as JSON: {"values":[{"attribute":"ip_class","value_text":"IP65"}]}.
 *
 * Every member of a value is a field of the family, by its name; numbers keep their text, true and false are yes and
 * no, a list is joined by semicolons, null is an empty cell.
 */
#ifndef EXCHANGE_VALUES_JSON_H
#define EXCHANGE_VALUES_JSON_H

#include "record/plan.h"

#define VALUES_JSON_BYTES_MOST ((size_t)8 << 20)

/* Adds a row for each value; row 1 is the first value.  What is no field of the family is a fault of its row (IMP-047).
 * The file is named in faults as `file`; more_cells: room in each row for cells of the caller.
 * *is_list is false, and nothing was added, where the text is JSON without a list "values"; no JSON is a fault. */
AK_MUST_USE ak_code values_json_rows(bool *is_list, plan *p, str text, const char *file, int family_at,
                                     size_t more_cells, ak_err *err);

#endif
