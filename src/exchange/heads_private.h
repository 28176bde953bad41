/* heads_private.h -- what the files of the header words share. */
#ifndef EXCHANGE_HEADS_PRIVATE_H
#define EXCHANGE_HEADS_PRIVATE_H

#include "exchange/recipe.h"

/* One word of one field; field -1 = the family itself (sheet and file names). */
typedef struct head_word {
    str key;
    int family; /* -1 = the common columns */
    int field;
    unsigned langs; /* bit per language, bit HEADS_NAMES for the name itself */
} head_word;

struct heads {
    head_word *words; /* sorted by key, family, field */
    size_t n;
    size_t cap;
    recipe_list recipes;
};

/* First word with the key; h->n when there is none. */
size_t heads_find_key(const heads *h, str key);

/* What a header may be read as, the plainest first. */
typedef struct head_form {
    str key;
    str unit;
    int line; /* 0 = no number given, else 1-based */
} head_form;

#define READINGS_MOST 3

typedef struct head_reading {
    str head; /* trimmed, a NUL behind it */
    head_form as[READINGS_MOST];
    size_t n;
} head_reading;

/* A header row read once, to be tried on many families. */
typedef struct head_row {
    head_reading *rows;
    size_t n;
} head_row;

head_row heads_read_row(arena *a, const str *cells, size_t n);
column_map heads_map_row(const heads *h, arena *a, int family, const head_row *row);

#endif
