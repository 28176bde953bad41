/* heads.h -- header words: which family a table is of, and which column is which field.
 *
 * Every family and field has words in nb, da and en (data/families.tsv); the English field name is a word
 * too.  Words are compared folded: case, diacritics, '_' and a trailing '*' or ':' make no difference, so
 * "Leverandører", "leverandorer" and "LEVERANDØRER:" are one.
 *
 * A header may carry more than the word:
 *     masse (kg)   masse [kg]       unit of the column
 *     kilde 2   src[2].citation     the second line of a group of lines
 *     # notat                       a column that is to be left alone
 */
#ifndef EXCHANGE_HEADS_H
#define EXCHANGE_HEADS_H

#include "base/i18n.h"
#include "record/plan.h"

#define HEADS_COLUMNS_MOST 1000 /* a wider table is no table of ours */
#define HEADS_NAMES        3    /* a field's or family's name stands as fourth "language" */

typedef struct heads heads;

/* The words of all families; build once per import.  O(words log words), some milliseconds. */
heads *heads_new(arena *a);

/* Folded as words are compared. */
str heads_key(arena *a, str text);

/* What a column turned out to be. */
typedef enum column_use {
    COLUMN_FIELD,
    COLUMN_UNIT,     /* unit or currency of the column `of` */
    COLUMN_LATITUDE, /* with COLUMN_LONGITUDE makes the point field */
    COLUMN_LONGITUDE,
    COLUMN_IGNORED, /* header begins with '#', or all of it is empty */
    COLUMN_UNKNOWN,
    COLUMN_AMBIGUOUS, /* two fields have the word; a sheet in one language would tell */
    COLUMN_TWICE      /* its field has a column already */
} column_use;

typedef struct head_column {
    column_use use;
    int field;        /* as in plan_cell: common fields from PLAN_COMMON on */
    int line;         /* 0-based, members of a lines group */
    size_t of;        /* COLUMN_UNIT: index of the column it belongs to */
    str unit;         /* from the header; empty = none */
    const char *head; /* as it stands in the file, trimmed */
} head_column;

typedef struct column_map {
    head_column *columns;
    size_t n;
    size_t fields;  /* columns that are fields of the family itself */
    size_t commons; /* columns that are fields of every family */
    double weight;  /* sum over the family's columns of 1 / families that have the word */
    bool complete;  /* every required field has a column */
    language lang;  /* the language most headers are in */
} column_map;

/* Columns of one family.  heads_n <= HEADS_COLUMNS_MOST. */
column_map heads_map(const heads *h, arena *a, int family, const str *cells, size_t n);

/* The family that a sheet's or file's name (without folder and ending) speaks of; -1 = none or several.
 * "03 leverandører 2026" is party. */
int heads_family_of_name(const heads *h, arena *scratch, str name);

/* The family of exactly this word or name; -1 = none. */
int heads_family_exact(const heads *h, arena *scratch, str word);

/* The family whose words these are: most fields, then most specific words, all required fields first.
 * -1 when two fit equally well or none fits; then *among (never NULL) tells the candidates, by name. */
int heads_family_of_columns(const heads *h, arena *a, const str *cells, size_t n, const char **among);

/* Up to three words of the family that come near to the text: "masse, masse fra". */
const char *heads_near(const heads *h, arena *a, int family, str text);

/* The field of a cell or column; NULL = none. */
const field *heads_field(int family, int index);

/* The header of a field as an export writes it: first word of the language, or the field's name with
 * by_name; " 2" and so on for further lines; unit in parentheses.  Reads back to the same column. */
const char *heads_write(const heads *h, arena *a, int family, int index, int line, str unit, language lang,
                        bool by_name);

#endif
