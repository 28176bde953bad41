/* terms.h -- words that stand for one code in three languages (data/catalogue/words.csv), and the law's standstill.
 *
 * A requirement may ask for "bus|battery": a bidder who answers "buss" or "batterier" has said the same.
 */
#ifndef TENDER_TERMS_H
#define TENDER_TERMS_H

#include "base/i18n.h"
#include "base/str.h"

/* The code of an answer's word in any of the languages ("Busser" -> "bus"), else the word folded.  Lives in tmp. */
str terms_answer(arena *tmp, str word);
/* What a list of answers parted by | or ; is for people: "bus|battery" is "buss, batteri". */
const char *terms_answers_shown(arena *a, const char *list, language lang);
/* The first word of a product group's code in that language; the code itself where it has none. */
const char *terms_product_group(const char *code, language lang);

/* Least days between the notice of the choice and the contract, as the law of the tender's country has it when the
 * notice is sent by electronic means; data/standstill.csv. */
typedef struct standstill_law {
    const char *jurisdiction; /* ISO 3166-1 alpha-3 */
    const char *calendar;     /* base/calendar.h */
    int64_t days;             /* calendar days from the day after the notice */
    const char *paragraph;
    const char *source;
    int64_t year; /* of the source */
    const char *url;
} standstill_law;

/* NULL: no row for the country, so nothing is supposed. */
const standstill_law *standstill_law_of(const char *jurisdiction);

#endif
