/* denial.c -- a yes whose own words say no. */
#include "record/denial.h"

#include <string.h>

#include "base/rows.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Whole words only: "er ikke etablert" is not found in "er ikke etablerte kanaler". */
static bool holds(str text, str phrase)
{
    const char *at = text.p;
    size_t left = text.n;
    while (phrase.n && left >= phrase.n) {
        const char *found = memmem(at, left, phrase.p, phrase.n);
        if (!found)
            return false;
        const char *end = found + phrase.n;
        bool begins = found == text.p || !is_letter(found[-1]);
        bool ends = end == text.p + text.n || !is_letter(*end);
        if (begins && ends)
            return true;
        left = (size_t)(text.p + text.n - (found + 1));
        at = found + 1;
    }
    return false;
}

ak_code denial_in(denial *out, arena *a, str text, ak_err *err)
{
    *out = (denial){0};
    rows table;
    AK_TRY(rows_asset(&table, a, "data/denials.csv", err));
    size_t phrase = rows_column(&table, "phrase");
    size_t means = rows_column(&table, "means");
    str folded = str_fold(a, text);
    for (size_t i = 0; i < table.n && out->means != DENIAL_PLANNED; i++) {
        const char *words = rows_cell(&table, i, phrase);
        bool planned = strcmp(rows_cell(&table, i, means), "planned") == 0;
        if ((planned || !out->phrase) && holds(folded, str_fold(a, str_of(words))))
            *out = (denial){.phrase = words, .means = planned ? DENIAL_PLANNED : DENIAL_NOT_ESTABLISHED};
    }
    return AK_OK;
}
