/* words.h -- words of enums and attributes for the views of this room (private). */
#ifndef TENDER_WORDS_H
#define TENDER_WORDS_H

#include "record/ctx.h"
#include "base/view.h"

/* A value of an enum in the reader's language; NULL where nothing is said. */
view *words_enum(ctx *c, const char *enumeration_name, const char *code);
/* A product group of the catalogue in words. */
view *words_product_group(ctx *c, const char *code);
/* A unit of measure as people read it: "yr" is år. */
view *words_unit(ctx *c, const char *symbol);
/* An attribute by its label; what is none stays as it is. */
view *words_attribute(ctx *c, const char *code);
const char *words_attribute_text(ctx *c, const char *code, language lang);

#endif
