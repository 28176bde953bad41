/* unit.c -- units of measure. */
#include "base/unit.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW(code, symbol, dimension, num, den, offset, words, source)                                        \
    {code, symbol, dimension, num, den, offset, words, source},
const unit units[] = {
#include "base/units.def"
};
const size_t units_n = sizeof units / sizeof units[0];

typedef struct index_row {
    const char *text;
    uint16_t row;
} index_row;

#define SYMBOL(text, row) {text, row},
static const index_row symbols[] = {
#include "base/units.def"
};

#define WORD(text, row) {text, row},
static const index_row words[] = {
#include "base/units.def"
};

static int word_order(const void *key, const void *row)
{
    const str *s = key;
    return str_cmp(*s, str_of(((const index_row *)row)->text));
}

static const unit *look(const index_row *rows, size_t n, str text)
{
    const index_row *hit = bsearch(&text, rows, n, sizeof *rows, word_order);
    return hit ? &units[hit->row] : NULL;
}

const unit *unit_find(str text)
{
    str trimmed = str_trim(text);
    const unit *found = look(symbols, sizeof symbols / sizeof symbols[0], trimmed);
    if (found || trimmed.n > 64)
        return found;
    arena tmp = {0};
    found = look(words, sizeof words / sizeof words[0], str_fold(&tmp, trimmed));
    arena_free(&tmp);
    return found;
}

const unit *unit_base(const char *dimension)
{
    for (size_t i = 0; i < units_n; i++) {
        const unit *u = &units[i];
        if (u->num == 1 && u->den == 1 && u->offset_hundredths == 0 && strcmp(u->dimension, dimension) == 0)
            return u;
    }
    return NULL;
}

static decimal_wide gcd(decimal_wide a, decimal_wide b)
{
    while (b) {
        decimal_wide r = a % b;
        a = b;
        b = r;
    }
    return a;
}

/* x in `from` = x * num/den in `to`, in lowest terms; false when a term passes 63 bits. */
static bool ratio(int64_t *num, int64_t *den, const unit *from, const unit *to)
{
    decimal_wide top = (decimal_wide)from->num * to->den;
    decimal_wide bottom = (decimal_wide)from->den * to->num;
    decimal_wide common = gcd(top, bottom);
    top /= common;
    bottom /= common;
    if (top > INT64_MAX || bottom > INT64_MAX)
        return false;
    *num = (int64_t)top;
    *den = (int64_t)bottom;
    return true;
}

static decimal offset_of(const unit *u)
{
    return (decimal){u->offset_hundredths, 2};
}

ak_code unit_convert(decimal *out, bool *rounded, decimal d, const unit *from, const unit *to, int scale_max,
                     ak_err *err)
{
    if (strcmp(from->dimension, to->dimension) != 0)
        return ak_fail(err, &UNI_002, from->symbol, to->symbol, to->dimension);
    if (from == to) {
        *out = scale_max < d.scale ? decimal_round(d, scale_max) : d;
        if (rounded)
            *rounded = decimal_cmp(*out, d) != 0;
        return AK_OK;
    }
    int64_t num = 0;
    int64_t den = 1;
    if (!ratio(&num, &den, from, to))
        return ak_fail(err, &NUM_003, "");
    AK_TRY(decimal_add(&d, d, offset_of(from), err));
    ak_code code = AK_OK;
    for (int scale = scale_max;; scale--) { /* a large number has less room behind the point */
        code = decimal_mul_ratio(out, rounded, d, num, den, scale, scale ? NULL : err);
        if (code == AK_OK || scale == 0)
            break;
    }
    AK_TRY(code);
    AK_TRY(decimal_sub(out, *out, offset_of(to), err));
    *out = decimal_trim(*out);
    return AK_OK;
}

ak_code unit_base_int(int64_t *out, bool *rounded, decimal d, const unit *from, ak_err *err)
{
    decimal whole;
    AK_TRY(decimal_add(&d, d, offset_of(from), err));
    AK_TRY(decimal_mul_ratio(&whole, rounded, d, from->num, from->den, 0, err));
    *out = whole.n;
    return AK_OK;
}
