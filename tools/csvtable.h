/* csvtable.h -- a table of facts as build-time programs read it: strictly, ending the build at a mistake. */
#ifndef TOOLS_CSVTABLE_H
#define TOOLS_CSVTABLE_H

#include <stdio.h>

#include "base/str.h"

#define COLUMNS_MAX 32
#define ROWS_MAX 20000

typedef struct table {
    const char *file;
    arena a;
    const char *names[COLUMNS_MAX];
    bool number[COLUMNS_MAX];
    bool unsorted;
    size_t columns;
    const char **cells; /* [rows * columns] */
    size_t rows;
} table;

/* Prints file:row: what: value and ends with status 1. */
_Noreturn void stop(const char *file, size_t row, const char *what, const char *value);
str read_all(arena *a, const char *file);
/* columns: "code:s,num:i,source:s", the header row in order; s text, i whole number; the first column must
 * be sorted by its bytes and free of doubles unless its kind is s*.  A column called source may not be
 * empty. */
void read_table(table *t, const char *file, const char *columns);
/* Text as a C literal. */
void write_text(FILE *out, const char *text);

#endif
