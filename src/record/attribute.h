/* attribute.h -- what can be said of a thing by code: the one list for property, indicator, and later
 * requirement, reading and offer.
 *
 * So an offered 172 lm/W, the contract's property and the measured reading are the same thing said three
 * ways.  The list stands in data/attributes.csv; a user's own code is local:attribute/x and is never
 * compared between workspaces.
 */
#ifndef RECORD_ATTRIBUTE_H
#define RECORD_ATTRIBUTE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

typedef struct attribute {
    const char *code;      /* "luminous_efficacy" */
    const char *type;      /* "decimal", "share", "text", "money" */
    const char *dimension; /* of base/unit.h; "" = a plain number or text */
    const char *issue;     /* code of the enum issue; "" = none */
    const char
        *tier; /* who sees it in a passport: public, interest, authority, item-interest; "" = in none */
    const char *indicator; /* name in data/risk/indicators.csv; "" = no country table */
    const char *unit;      /* usual unit; "" = none */
    const char *words[3];  /* nb, da, en: label, then other words, parted by | */
    const char *source;
} attribute;

extern const attribute attributes[]; /* sorted by code */
extern const size_t attributes_n;

/* By code, or by a label or other word in any language; NULL = none. */
const attribute *attribute_find(arena *tmp, str text);
/* The first of its words in a language (0 nb, 1 da, 2 en). */
str attribute_label(const attribute *a, int language);

#endif
