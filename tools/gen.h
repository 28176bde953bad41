/* gen.h -- what the build-time programs share: reading files, growing text, dying with a place.
 *
 * These programs run once per build and end; they allocate and never free.
 */
#ifndef TOOLS_GEN_H
#define TOOLS_GEN_H

#include <stdbool.h>
#include <stddef.h>

typedef struct gen_text {
    char *p; /* NUL behind the last byte; "" at first through gen_text_c */
    size_t n;
    size_t cap;
} gen_text;

void gen_add(gen_text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void gen_add_bytes(gen_text *t, const char *p, size_t n);
/* The text as one C string literal per line, quotes included. */
void gen_add_literal(gen_text *t, const char *s, const char *indent);
const char *gen_text_c(const gen_text *t);

void *gen_alloc(size_t bytes);
char *gen_copy(const char *p, size_t n);
char *gen_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "program: message", then exit status 1. */
void gen_die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
char *gen_read(const char *path);
void gen_write(const char *path, const gen_text *t);

/* Cuts s in place at the separator; returns the number of pieces, at most most. */
size_t gen_split(char *s, char separator, char **pieces, size_t most);
bool gen_is(const char *a, const char *b);
bool gen_in(const char *word, const char *const *list, size_t n);

/* One lower-case word a line, '#' begins a comment line. */
typedef struct gen_words {
    char **list;
    size_t n;
} gen_words;
gen_words gen_read_words(const char *path);
bool gen_words_have(const gen_words *w, const char *word);

#endif
