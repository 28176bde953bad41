/* rounds.h -- how often a test tries what chance decides. */
#ifndef TESTS_ROUNDS_H
#define TESTS_ROUNDS_H

#include <stdlib.h>
#include <string.h>

/* AKTSOM_LONG=yes (./check --long): as often as the issue of it wants; few: under a sanitizer, which is five times
 * as slow and looks at the memory of each path, not at how often it is walked; else a sample. */
static inline int test_rounds(int few, int sample, int all)
{
    const char *wanted = getenv("AKTSOM_LONG");
    if (wanted && strcmp(wanted, "yes") == 0)
        return all;
    return wanted && strcmp(wanted, "few") == 0 ? few : sample;
}

#endif
