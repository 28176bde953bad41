/* ident_digits.h -- forms and check digits of identifiers that ident.h does not show. */
#ifndef BASE_IDENT_DIGITS_H
#define BASE_IDENT_DIGITS_H

#include "base/str.h"

/* Ten digits, the last by modulus 10 of Luhn (Skatteverket, SKV 709). */
bool ident_orgnr_se_ok(str digits);
/* Upper case, without gaps, with the country's prefix: form by country (European Commission, VIES: structure
 * of VAT numbers), and the check digit for NO and DK. */
bool ident_vat_ok(str vat);

#endif
