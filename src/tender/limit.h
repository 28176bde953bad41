/* limit.h -- what a requirement asks of a value: attribute, operator, limit; exact, with units.
 *
 * As text, where it stands in conditions and alternatives:  luminous_efficacy ge 155 lm/W
 * Numbers are compared as decimals in the limit's unit; values of different dimensions, or with a unit on one
 * side only, are not compared at all (LIMIT_UNCLEAR): unknown is never met and never failed.
 */
#ifndef TENDER_LIMIT_H
#define TENDER_LIMIT_H

#include "tender/tender.h"

typedef enum limit_answer { LIMIT_MET, LIMIT_FAILED, LIMIT_UNCLEAR } limit_answer;

typedef struct limit {
    const char *attribute;
    const char *operator; /* eq ne lt le gt ge between one_of yes document covers */
    tender_number low, high;
    const char *text; /* class, or list parted by | */
} limit;

/* Reads "attribute op number [unit]" or "attribute op word"; an attribute alone has operator "".  The texts live
 * in a.  TEND-010 for anything else. */
AK_MUST_USE ak_code limit_read(limit *out, arena *a, str text, ak_err *err);

/* How two numbers stand: LIMIT_UNCLEAR when they cannot be compared; *order is -1, 0, 1. */
limit_answer limit_compare(int *order, const tender_number *x, const tender_number *y);

/* Does the number meet the limit (eq ne lt le gt ge between)? */
limit_answer limit_holds_number(const limit *l, const tender_number *x);
/* Does the text (a class, a word, or a list)?  Classes of ip_class and energy_class have their order: IP66 is at
 * least IP65, class C is at least D; words of three languages that stand for one thing are one (terms.h). */
limit_answer limit_holds_text(const limit *l, arena *tmp, const char *text);

/* Would whoever meets `inner` meet `outer` too?  For a requirement against the catalogue's. */
limit_answer limit_within(const limit *outer, const limit *inner);

#endif
