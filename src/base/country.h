/* country.h -- countries (ISO 3166-1) and their regions (ISO 3166-2), with the names that people use.
 *
 * Codes and names in en, nb, da come from Debian's iso-codes at build; further names ("DR Congo",
 * "Ivory Coast", "South Korea", "Burma") from data/country_aliases.csv, each with its source.  Where
 * iso-codes has no translated name the English one stands.
 */
#ifndef BASE_COUNTRY_H
#define BASE_COUNTRY_H

#include "base/arena.h"
#include "base/i18n.h"
#include "base/str.h"

typedef struct country {
    const char *iso2; /* "CD" */
    const char *iso3; /* "COD" */
    int numeric;      /* 180 */
    const char *name[3]; /* by language: short, common name */
} country;

extern const country countries[]; /* sorted by iso3 */
extern const size_t countries_n;

/* By alpha-2, alpha-3, numeric or any name or alias, folded; NULL = unknown.  O(log n). */
const country *country_find(arena *scratch, str text);
const country *country_by_iso3(const char *iso3); /* exact, upper case */
const country *country_by_iso2(const char *iso2);
/* "COD" -> name in the language; the code itself where it is unknown. */
const char *country_name(language lang, const char *iso3);

typedef struct region {
    const char *code; /* "NO-03" */
    const char *name; /* as iso-codes has it; "" = none */
} region;

extern const region regions[]; /* sorted by code */
extern const size_t regions_n;
const region *region_find(str code); /* any case; NULL = not in ISO 3166-2 as of iso-codes */

#endif
