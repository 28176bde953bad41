/* money.c -- amounts in minor units of a currency. */
#include "base/money.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW(code, numeric, exponent, words, source) {code, numeric, exponent, words, source},
const currency currencies[] = {
#include "base/currencies.def"
};
const size_t currencies_n = sizeof currencies / sizeof currencies[0];

typedef struct index_row {
    const char *text;
    uint16_t row;
} index_row;

#define WORD(text, row) {text, row},
static const index_row words[] = {
#include "base/currencies.def"
};

static int word_order(const void *key, const void *row)
{
    const str *s = key;
    return str_cmp(*s, str_of(((const index_row *)row)->text));
}

const currency *currency_find(str text)
{
    if (text.n > 64)
        return NULL;
    arena tmp = {0};
    str folded = str_fold(&tmp, text);
    const index_row *hit =
        bsearch(&folded, words, sizeof words / sizeof words[0], sizeof words[0], word_order);
    arena_free(&tmp);
    return hit ? &currencies[hit->row] : NULL;
}

ak_code money_of_decimal(money *out, decimal amount, const currency *c, ak_err *err)
{
    int64_t minor = 0;
    AK_TRY(decimal_scaled(&minor, amount, (int)c->exponent, err));
    *out = (money){minor, c};
    return AK_OK;
}

static bool amount_starts(str s)
{
    char c = s.p[0];
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || str_starts(s, "\xe2\x88\x92"); /* U+2212 */
}

/* Splits "NOK 1 234,50" or "1 234,50 NOK" into word and amount; the word is empty where there is none. */
static void split_currency(str *word, str *amount, str text)
{
    str s = str_trim(text);
    size_t first = 0;
    while (first < s.n && !amount_starts((str){s.p + first, s.n - first}))
        first++;
    size_t last = s.n;
    while (last > first && (s.p[last - 1] < '0' || s.p[last - 1] > '9'))
        last--;
    if (first > 0) {
        *word = str_trim((str){s.p, first});
        *amount = (str){s.p + first, s.n - first};
    } else {
        *word = str_trim((str){s.p + last, s.n - last});
        *amount = (str){s.p, last};
    }
    /* A no-break space between the two belongs to neither. */
    if (str_ends(*word, "\xc2\xa0"))
        word->n -= 2;
    if (str_starts(*word, "\xc2\xa0"))
        *word = (str){word->p + 2, word->n - 2};
}

ak_code money_read(money *out, str text, decimal_dialect how, const currency *fallback, ak_err *err)
{
    str word = STR("");
    str amount = STR("");
    split_currency(&word, &amount, text);
    char shown[96];
    snprintf(shown, sizeof shown, "%.*s", (int)(text.n < 80 ? text.n : 80), text.p);
    const currency *c = fallback;
    if (word.n) {
        c = currency_find(word);
        if (!c) {
            snprintf(shown, sizeof shown, "%.*s", (int)(word.n < 80 ? word.n : 80), word.p);
            return ak_fail(err, &MON_003, shown);
        }
    }
    if (!c)
        return ak_fail(err, &MON_001, shown);
    decimal d;
    AK_TRY(decimal_read(&d, amount, how, err));
    return money_of_decimal(out, d, c, err);
}

decimal money_decimal(money m)
{
    return (decimal){m.minor, (int)m.currency->exponent};
}

const char *money_text(char out[static DECIMAL_TEXT_BYTES], money m)
{
    return decimal_text(out, money_decimal(m));
}

ak_code money_add(money *out, money a, money b, ak_err *err)
{
    if (a.currency != b.currency)
        return ak_fail(err, &MON_002, a.currency->code, b.currency->code);
    decimal sum;
    AK_TRY(decimal_add(&sum, money_decimal(a), money_decimal(b), err));
    return money_of_decimal(out, sum, a.currency, err);
}
