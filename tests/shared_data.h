/* shared_data.h -- test data that stands outside the project; without it the program says SKIP. */
#ifndef TESTS_SHARED_DATA_H
#define TESTS_SHARED_DATA_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/str.h"

/* $AKTSOM_TEST_DATA, else ../shared/data of the project's folder; NULL when it is not there. */
static inline const char *shared_data(void)
{
    const char *path = getenv("AKTSOM_TEST_DATA");
    if (!path || !*path)
        path = "../shared/data";
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode) ? path : NULL;
}

/* At the start of main. */
#define SHARED_DATA_OR_SKIP()                                                                                \
    do {                                                                                                     \
        if (!shared_data()) {                                                                                \
            puts("1..0 # SKIP no shared data");                                                              \
            return 0;                                                                                        \
        }                                                                                                    \
    } while (0)

/* The whole file below the shared data, or n = 0. */
static inline str shared_file(arena *a, const char *path)
{
    FILE *f = fopen(arena_printf(a, "%s/%s", shared_data(), path), "rb");
    if (!f)
        return STR("");
    buf b = buf_new(a, 0);
    char piece[65536];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(&b, piece, n);
    fclose(f);
    return buf_str(&b);
}

#endif
