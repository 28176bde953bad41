/* decimal.h -- exact decimal numbers as documents write them.
 *
 * value = n / 10^scale.  At most 18 digits, so n and every sum of two fit in 64 bits and products of n
 * with a ratio fit in 128.  Trailing zeros are kept: "0.10" is {10, 2} and is written "0.10".  The source
 * text itself stays with whoever read it (D26).
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/arena.h"
#include "base/str.h"

#define DECIMAL_DIGITS_MAX 18
#define DECIMAL_TEXT_BYTES 24 /* sign, 0, point, 18 digits, NUL */

typedef struct decimal {
    int64_t n;
    int scale; /* 0..18 */
} decimal;

typedef struct decimal_dialect {
    bool comma;    /* "12,5" is twelve and a half; else "12.5" is */
    bool exponent; /* "1.5e-3" is accepted */
} decimal_dialect;

/* Reads one number: sign (+, -, U+2212), digits, decimal sign, digits.  Groups of three may be parted by
 * space, no-break space, narrow no-break space, thin space or apostrophe; by the other of '.' and ',' only
 * where it cannot be a decimal sign: twice or more ("1.234.567"), or beside one ("1.234,5").  "1.234" in a
 * file with decimal comma, and "1,234" in one without, is refused as unclear (NUM-002).
 * AK_E_INPUT: NUM-001 no number, NUM-002 unclear, NUM-003 more than 18 digits, NUM-004 exponent. */
AK_MUST_USE ak_code decimal_read(decimal *out, str text, decimal_dialect how, ak_err *err);
/* The same for our own canonical text: point, no groups, no exponent, no plus sign. */
AK_MUST_USE ak_code decimal_read_plain(decimal *out, str text, ak_err *err);

/* Canonical text: '.', no groups, scale kept, "-0" never. */
const char *decimal_text(char out[static DECIMAL_TEXT_BYTES], decimal d);
decimal decimal_of_int(int64_t n); /* |n| < 10^18 */
decimal decimal_trim(decimal d);   /* without trailing zeros behind the point */
double decimal_double(decimal d);  /* nearest; for engines, never back into the record */
int decimal_cmp(decimal a, decimal b);
int decimal_sign(decimal d);

/* AK_E_INPUT NUM-003 when the sum needs more than 18 digits. */
AK_MUST_USE ak_code decimal_add(decimal *out, decimal a, decimal b, ak_err *err);
AK_MUST_USE ak_code decimal_sub(decimal *out, decimal a, decimal b, ak_err *err);
/* a * num / den to the scale, rounded half to even; *rounded (may be NULL) says whether it had to be.
 * den > 0.  Exact in between (128 bits). */
AK_MUST_USE ak_code decimal_mul_ratio(decimal *out, bool *rounded, decimal a, int64_t num, int64_t den,
                                      int scale, ak_err *err);
/* a * b, exact; AK_E_INPUT NUM-003 when it needs more than 18 digits. */
AK_MUST_USE ak_code decimal_mul(decimal *out, decimal a, decimal b, ak_err *err);
decimal decimal_round(decimal d, int scale); /* half to even; a larger scale pads while digits allow */
/* d * 10^scale as a whole number, for columns in minor units and mg; NUM-005 when it is none. */
AK_MUST_USE ak_code decimal_scaled(int64_t *out, decimal d, int scale, ak_err *err);

/* num / den rounded half to even; den != 0, |den| < 2^126. */
__extension__ typedef __int128 decimal_wide;
decimal_wide decimal_divide_even(decimal_wide num, decimal_wide den);

/* Shares of a whole in millionths that add up to exactly 1,000,000: largest remainder (Hamilton), ties to
 * the earlier part.  parts[n] >= 0 and not all zero (AK_E_INPUT NUM-006).  O(n log n), borrows scratch. */
#define SHARE_ONE INT64_C(1000000)
AK_MUST_USE ak_code share_of_parts(int64_t *millionths, const int64_t *parts, size_t n, arena *scratch,
                                   ak_err *err);
AK_MUST_USE ak_code share_of_doubles(int64_t *millionths, const double *parts, size_t n, arena *scratch,
                                     ak_err *err);
/* "0.731107": JSON and CSV form, always six decimals. */
const char *share_text(char out[static DECIMAL_TEXT_BYTES], int64_t millionths);

#endif
