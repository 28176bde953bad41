/* unit.h -- units of measure: UN/ECE Recommendation 20 codes and the words that people write.
 *
 * Every unit has a dimension and an exact ratio to the dimension's base unit: base = (x + offset) * num/den.
 * Base units: mass mg, count 1, length mm, area mm2, volume mm3 (ul), energy J, power W, time s, temperature
 * K, ratio 1 ... as data/units.csv says: the row with num = den = 1.  Mass of CO2 equivalents is a dimension
 * of its own (gwp), so that it never adds to a mass of material.
 */
#ifndef BASE_UNIT_H
#define BASE_UNIT_H

#include "base/decimal.h"

typedef struct unit {
    const char *code;      /* "KGM"; a unit without one in Rec 20 has its symbol, e.g. "kg/kWh" */
    const char *symbol;    /* "kg", as shown to people in every language */
    const char *dimension; /* "mass" */
    int64_t num, den;
    int64_t offset_hundredths; /* 27315 for degree Celsius, else 0 */
    const char *words;     /* other symbols and names in en, nb, da, parted by | */
    const char *source;
} unit;

extern const unit units[]; /* data/units.csv, sorted by code */
extern const size_t units_n;

/* By code (exact), symbol (exact: mW is not MW), then folded word ("Kilo", "STK", "kilogramme");
 * NULL = unknown.  O(log n). */
const unit *unit_find(str text);
const unit *unit_base(const char *dimension); /* NULL: no such dimension */

/* d in `from` as `to`, to at most scale_max decimals without trailing zeros; *rounded (may be NULL) tells
 * whether digits were lost, half to even.  UNI-002 when the dimensions differ, NUM-003 when it is too
 * large. */
AK_MUST_USE ak_code unit_convert(decimal *out, bool *rounded, decimal d, const unit *from, const unit *to,
                                 int scale_max, ak_err *err);
/* d in `from` as a whole number of base units (mass: mg; count: pieces), half to even. */
AK_MUST_USE ak_code unit_base_int(int64_t *out, bool *rounded, decimal d, const unit *from, ak_err *err);

#endif
