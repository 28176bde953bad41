/* recipe_rows.h -- the rows of a sheet with a recipe, brought together: parties, then what is said of them. */
#ifndef EXCHANGE_RECIPE_ROWS_H
#define EXCHANGE_RECIPE_ROWS_H

#include "exchange/recipe.h"
#include "exchange/table.h"

typedef struct recipe_rows recipe_rows;

/* What happened on the way, for the note beside the file. */
typedef struct recipe_told {
    const recipe *of;
    size_t parties;
    size_t rows;          /* of the sheet, totals left out */
    size_t totals;        /* rows that only add up others: checked and left out */
    size_t several_names; /* parties under more than one name: the first is kept */
    size_t foreign;       /* numbers of other countries' registers, which no scheme here knows: left alone */
    const char *currency; /* taken from the language of the headers; "" = the file says it */
    const char *period;   /* taken from above the headers or the name of the file; "" = the file says it */
} recipe_told;

/* period: what stands above the headers or in the file's name; "" = nothing.  Lives in a, borrows the rest. */
recipe_rows *recipe_rows_new(arena *a, const recipe_map *m, const table *t, fault_list *faults,
                             const plan_dialect *dialect, const char *period);

/* texts: one a column, trimmed, as numbers are written in the dialect.  Copies what it keeps. */
void recipe_rows_take(recipe_rows *r, int64_t row, const str *texts);

/* Hands everything on, parties first, each row with the place where it was first met. */
AK_MUST_USE ak_code recipe_rows_end(recipe_told *out, recipe_rows *r, row_sink sink, size_t *handed_on,
                                    ak_err *err);

/* The same in words: what was read, what was left out and what was taken from elsewhere. */
const char *recipe_note(arena *a, language lang, const recipe_told *told);

#endif
