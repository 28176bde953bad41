/* attribute.c -- the list of attributes. */
#include "record/attribute.h"

#include <stdint.h>
#include <stdlib.h>

#define ROW(code, type, dimension, issue, tier, indicator, unit, nb, da, en, source) \
    {code, type, dimension, issue, tier, indicator, unit, {nb, da, en}, source},
const attribute attributes[] = {
#include "record/attributes.def"
};
const size_t attributes_n = sizeof attributes / sizeof attributes[0];
#undef ROW

typedef struct index_row {
    const char *text;
    uint16_t row;
} index_row;

#define CODE(text, row) {text, row},
static const index_row codes[] = {
#include "record/attributes.def"
};
#undef CODE

#define WORD(text, row) {text, row},
static const index_row words[] = {
#include "record/attributes.def"
};
#undef WORD

static int word_order(const void *key, const void *row)
{
    return str_cmp(*(const str *)key, str_of(((const index_row *)row)->text));
}

const attribute *attribute_find(arena *tmp, str text)
{
    const index_row *hit = bsearch(&text, codes, sizeof codes / sizeof *codes, sizeof *codes, word_order);
    if (!hit) {
        str folded = str_fold(tmp, text);
        hit = bsearch(&folded, words, sizeof words / sizeof *words, sizeof *words, word_order);
    }
    return hit ? &attributes[hit->row] : NULL;
}

str attribute_label(const attribute *a, int language)
{
    str rest = str_of(a->words[language]);
    return str_cut(&rest, '|');
}
