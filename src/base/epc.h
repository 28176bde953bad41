/* epc.h -- the names that events give to things: EPC URNs and GS1 Digital Links, as one id each.
 *
 * A lot, an item, a place and a class have many spellings (urn:epc:id:sgtin:..., https://brand.example/
 * gtin/.../ser/...).  The id of a lot or item is the constrained canonical Digital Link at id.gs1.org; a
 * bare class is gtin:..., a place or party gln:..., as everywhere else in the record.  What is no GS1
 * identifier stays byte for byte.
 *
 * Source: GS1 EPC Tag Data Standard 2.0 section 12; GS1 Digital Link URI Syntax 1.4; EPCIS 2.0 section 8.9.
 */
#ifndef BASE_EPC_H
#define BASE_EPC_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* The canonical Digital Link of a URN or link; false (and *out untouched) when it is no GS1 identifier.
 * Query strings and CPV (22) go, a lot goes where a serial is given, GTINs get 14 digits.  Check digits are
 * computed for URNs and taken as they stand in links. */
bool epc_link(str *out, arena *a, str name);

/* The id in the record: gln:... for a place or party without extension, gtin:... for a bare class, else the
 * canonical link; the name itself (copied) when it is no GS1 identifier. */
str epc_id(arena *a, str name);

#endif
