/* recipe.h -- sheets as accounting and contract systems export them, known by their headers.
 *
 * A row of such a sheet feeds several families: a line of a supplier ledger is a party and a quantity, a line of
 * a contract register a party and a contract.  A recipe is one file data/recipes/NAME.csv and its line in
 * data/meson.build; no code knows a recipe by name.  Its rows:
 *
 *     about              what people call it, nb, da, en (sv: not shown)
 *     base               the family that every row gives; the words of its own fields are known as well
 *     party              the field of the base family that names the row's party
 *     value              FIELD of the base family is always `given`
 *     name field from to the column is this field of this family
 *     number             an identifier of the party; which scheme is decided by country and form
 *     sum                an amount, added up over rows of the same key
 *     currency year month day   of the sum or of the period
 *     table, column      the sheet is no rows of ours: it is kept as a document, and a factor_table statement of
 *                        that name says that it is the user's own table (D22); its columns only tell what it is
 *
 * `given` = need, who, ...: of each such word at least one column must be there, else it is another sheet.
 * Of several columns of one field the word that stands first in the list wins.
 */
#ifndef EXCHANGE_RECIPE_H
#define EXCHANGE_RECIPE_H

#include "exchange/heads.h"

typedef enum recipe_what {
    RECIPE_CELL,
    RECIPE_COLUMN,
    RECIPE_NUMBER,
    RECIPE_SUM,
    RECIPE_CURRENCY,
    RECIPE_YEAR,
    RECIPE_MONTH,
    RECIPE_DAY
} recipe_what;

typedef struct recipe_word {
    str key; /* as heads_key() */
    recipe_what what;
    int family;
    int field;
    int rank;         /* place in its list: less goes before more */
    const char *need; /* "" = may be missing */
    unsigned langs;   /* bit per tongue */
} recipe_word;

#define RECIPE_TONGUES     (LANGUAGES + 1) /* headers may be Swedish too, of whoever has a Swedish system */
#define RECIPE_VALUES_MOST 4

typedef struct recipe {
    const char *name;             /* "supplier-ledger" */
    const char *label[LANGUAGES]; /* what people call it */
    const char *table;            /* NULL = rows of ours; else all below but the words is empty */
    int base;
    int party_field; /* of the base family */
    recipe_word *words;
    size_t n;
    struct {
        int field;
        const char *text;
    } values[RECIPE_VALUES_MOST];
    size_t values_n;
} recipe;

typedef struct recipe_list {
    recipe *rows; /* in the order of their names */
    size_t n;
} recipe_list;

/* All that are built in.  *bad, if not NULL, gets the first row that names no family or field ("" = none): a
 * recipe with such a row is a mistake of ours, which a test finds. */
recipe_list recipe_all(arena *a, const char **bad);

/* Those that were read with the words. */
const recipe_list *heads_recipes(const heads *h);

typedef struct recipe_column {
    const recipe_word *word; /* NULL = the base family's own use of it, or none */
    int year;                /* behind the word, "Omsetning 2020"; 0 = none */
    str unit;                /* currency behind it or in parentheses; empty = none */
    const char *head;        /* as it stands in the file, trimmed */
} recipe_column;

typedef struct recipe_map {
    const recipe *of;
    recipe_column *columns;
    size_t n;
    column_map own;       /* the base family's own words, for columns without a word of the recipe */
    size_t known;         /* columns of the recipe's words */
    bool complete;        /* all that is needed is there */
    language lang;        /* of ours that most headers are in */
    const char *currency; /* of the country whose tongue most headers are in; "" = cannot be told */
} recipe_map;

/* A row of headers as the recipe has them. */
recipe_map recipe_map_of(const recipe *r, const heads *h, arena *a, const str *cells, size_t n);

#endif
