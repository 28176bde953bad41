/* money.h -- amounts in minor units of a currency (ISO 4217).
 *
 * 12.50 NOK is {1250, NOK}; 12 JPY is {12, JPY}; 1.234 KWD is {1234, KWD}.  Never a floating number.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/decimal.h"

typedef struct currency {
    const char *code;    /* "NOK" */
    int64_t numeric;     /* 578 */
    int64_t exponent;    /* digits of the minor unit: 0, 2, 3 or 4 */
    const char *words;   /* other ways to write it, parted by |: "norske kroner"; never "kr" alone */
    const char *source;
} currency;

extern const currency currencies[]; /* data/currencies.csv, sorted by code */
extern const size_t currencies_n;

/* By code or word, any case; NULL = unknown ("kr" is: it may be Norwegian, Danish, Swedish or Icelandic). */
const currency *currency_find(str text);

typedef struct money {
    int64_t minor;
    const currency *currency;
} money;

/* NUM-005 when the amount has more decimals than the currency's minor unit (other than zeros). */
AK_MUST_USE ak_code money_of_decimal(money *out, decimal amount, const currency *c, ak_err *err);
/* "NOK 1 234,50", "1234.50 NOK", "1.234,50" with fallback: the currency where the text names none (may be
 * NULL: then MON-001). */
AK_MUST_USE ak_code money_read(money *out, str text, decimal_dialect how, const currency *fallback,
                               ak_err *err);
decimal money_decimal(money m);
/* "1234.50" */
const char *money_text(char out[static DECIMAL_TEXT_BYTES], money m);
/* MON-002 when the currencies differ. */
AK_MUST_USE ak_code money_add(money *out, money a, money b, ak_err *err);

#endif
