/* name_match.h -- whether two names of organisations may be names of one: a proposal, never more.
 *
 * Two ways to write one company differ in its form (AS, A/S, Ltd), in punctuation, in spaces, in the order of
 * words, or by a slip of the keyboard.  Two companies of one group differ in a word that says which: a
 * country, a direction, a number, "holding".  So words are paired by spelling, a word without a partner
 * counts against, and such a telling word counts for all.  Nothing here is learnt from anybody's data.
 */
#ifndef RECORD_NAME_MATCH_H
#define RECORD_NAME_MATCH_H

#include "base/arena.h"
#include "base/str.h"

#define NAME_WORDS_MOST 16 /* of a name; more are left out */

/* What separates the two names, the least first. */
typedef enum name_apart {
    NAME_EQUAL,  /* but for case and punctuation */
    NAME_FORM,   /* the company's form */
    NAME_SPACES, /* written together or apart */
    NAME_ORDER,  /* the order of words */
    NAME_LETTERS /* a letter or two, or a word cut short */
} name_apart;

typedef struct name_word {
    str text;
    bool telling; /* which company of several: a country, a direction, a number */
} name_word;

/* A name taken apart; lives in the arena. */
typedef struct name_parts {
    name_word words[NAME_WORDS_MOST]; /* without the company's form */
    size_t n;
    str joined;      /* the words without spaces */
    unsigned firsts; /* bits of the words' first letters: a slip seldom takes one */
    unsigned forms;  /* countries of the company's form, as bits; 0 = none said */
    str form;        /* "as", "aps"; empty = none */
} name_parts;

name_parts name_read(arena *a, str name);

/* 0..1, and what separates them.  From NAME_LIKELY on a person should look. */
#define NAME_LIKELY 0.85
double name_likeness(const name_parts *one, const name_parts *two, name_apart *apart);

typedef struct name_pair {
    size_t one, two; /* one < two */
    double likeness;
    name_apart apart;
} name_pair;

/* All likely pairs among n names, the likeliest first, then by index.  Names are compared where they share
 * the beginning or end of a rare word, so that 3,000 names are not 4.5 million comparisons. */
void name_pairs(name_pair **out, size_t *pairs_n, arena *a, const name_parts *names, size_t n);

#endif
