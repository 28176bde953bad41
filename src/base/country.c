/* country.c -- countries and their regions. */
#include "base/country.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define COUNTRY(iso2, iso3, numeric, nb, da, en) {iso2, iso3, numeric, {nb, da, en}},
/* clang-format on */
const country countries[] = {
#include "base/countries.def"
};
const size_t countries_n = sizeof countries / sizeof countries[0];

typedef struct index_row {
    const char *text;
    uint16_t row;
} index_row;

#define WORD(text, row) {text, row},
static const index_row words[] = {
#include "base/countries.def"
};

#define REGION(code, name) {code, name},
const region regions[] = {
#include "base/countries.def"
};
const size_t regions_n = sizeof regions / sizeof regions[0];

static int word_order(const void *key, const void *row)
{
    const str *s = key;
    return str_cmp(*s, str_of(((const index_row *)row)->text));
}

static int iso3_order(const void *key, const void *row)
{
    return strcmp(key, ((const country *)row)->iso3);
}

static int code_order(const void *key, const void *row)
{
    return strcmp(key, ((const region *)row)->code);
}

const country *country_find(arena *scratch, str text)
{
    if (text.n > 128)
        return NULL;
    arena_mark mark = arena_save(scratch);
    str folded = str_fold(scratch, text);
    const index_row *hit =
        bsearch(&folded, words, sizeof words / sizeof words[0], sizeof words[0], word_order);
    arena_rewind(scratch, mark);
    return hit ? &countries[hit->row] : NULL;
}

const country *country_by_iso3(const char *iso3)
{
    return bsearch(iso3, countries, countries_n, sizeof countries[0], iso3_order);
}

const country *country_by_iso2(const char *iso2)
{
    for (size_t i = 0; i < countries_n; i++) {
        if (strcmp(countries[i].iso2, iso2) == 0)
            return &countries[i];
    }
    return NULL;
}

const char *country_name(language lang, const char *iso3)
{
    const country *c = country_by_iso3(iso3);
    return c ? c->name[lang] : iso3;
}

const region *region_find(str code)
{
    str s = str_trim(code);
    char upper[8];
    if (s.n < 4 || s.n > 6)
        return NULL;
    for (size_t i = 0; i < s.n; i++)
        upper[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 'a' + 'A' : s.p[i]);
    upper[s.n] = '\0';
    return bsearch(upper, regions, regions_n, sizeof regions[0], code_order);
}
