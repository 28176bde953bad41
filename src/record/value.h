/* value.h -- one cell of a source becomes a value, and a value becomes a cell again.
 *
 * A value is a JSON value in one form only, so that the same thing said twice gives the same digest:
 *
 *     text prose code enum url email       string, trimmed, Unicode as it came; code and enum: the code word
 *     date                                 "2018", "2018-10" or "2018-10-21": its precision is its length
 *     moment                               "2018-10-21T10:00:00Z"
 *     year integer                         number
 *     decimal                              string "250.5": the source's digits with a point; with a unit
 *                                          {"unit":"KGM","value":"250.5"} (Rec 20 code)
 *     share                                string "0.73" (73 %)
 *     money                                {"amount":"1234.50","currency":"NOK"}
 *     tri                                  "yes" "no" "unknown"
 *     ref                                  subject id; statement and act: 64 hex
 *     document digest                      64 hex
 *     point                                "59.9139 10.7522", latitude first
 *     country region language unit         "COD" "CN-XJ" "nb" "KGM"
 *     id                                   the identifier without its scheme
 *     list                                 array of these; lines: array of objects
 *
 * Reading takes what people write: 1 234,5 and 1,234.5 (by the dialect), 73 %, 12.13.2026's faults, enum
 * words in three languages, country names.  A fault is added to the list with its rule; several at once.
 */
#ifndef RECORD_VALUE_H
#define RECORD_VALUE_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/i18n.h"
#include "base/json.h"
#include "record/plan.h"

/* Looks a reference up; set by the check, which knows the state and the plan.  Returns the id in the arena,
 * or NULL and the rule that says why (args in *arg). */
typedef struct value_refs {
    void *payload;
    const char *(*subject)(void *payload, arena *a, const field *f, str text, const ak_rule **why,
                           const char **arg);
    const char *(*document)(void *payload, arena *a,
                            str text); /* file name or title -> 64 hex; NULL = none */
} value_refs;

typedef struct value_place {
    fault_list *faults;
    fault at; /* file, sheet, row; column, field and value are filled per cell */
    const plan_dialect *dialect;
    const value_refs *refs;
    const char *zone;
    language lang; /* of the words that a fault offers */
} value_place;

/* The value of a cell that is neither empty nor "-".  NULL = faulty, told in place->faults.
 * Lists are parted by ; or | (prose and texts that are no list are never parted). */
json *value_read(arena *a, const field *f, const plan_cell *cell, const value_place *place);

/* Ends of intervals whose last day people write and whose next day is kept ("Half-open" in the table). */
bool value_half_open(const field *f);

/* What a reader takes to give the same value again: the cell of an export.  unit_out (may be NULL) gets the
 * common name of the unit ("kg"), or "".  Lists are joined by "; ". */
const char *value_write(arena *a, const field *f, const json *v, const char **unit_out);

/* Identifier with its scheme, canonical ("orgnr-no:923609016"); NULL and *why when it is none. */
const char *value_subject_id(arena *a, str text, const ak_rule **why);

/* Lower-case letters, digits and dashes of a folded text: "Ruter As" -> "ruter-as"; "" when nothing is left. */
const char *value_slug(arena *a, str text);

/* The moment at which a date begins in the zone, and with after the moment at which it ends:
 * ("2018", after) = 2018-12-31T23:00:00Z in Europe/Oslo.  Moments are returned as they are. */
const char *value_moment(arena *a, const char *date, const char *zone, bool after);

#endif
