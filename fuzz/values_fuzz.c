/* values_fuzz.c -- texts that become numbers, money, dates, moments, units, countries and identifiers.
 *
 * The first byte chooses the dialect; the rest is the text, read by all of them.  Whatever is accepted must
 * come out of its own canonical text unchanged.
 */
#include <assert.h>
#include <stdint.h>

#include "base/country.h"
#include "base/date.h"
#include "base/ident.h"
#include "base/money.h"
#include "base/unit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void number(str text, decimal_dialect how)
{
    decimal d, again;
    char out[DECIMAL_TEXT_BYTES];
    if (decimal_read(&d, text, how, NULL) == AK_OK) {
        assert(decimal_read_plain(&again, str_of(decimal_text(out, d)), NULL) == AK_OK);
        assert(again.n == d.n);
        assert(again.scale == d.scale);
        bool rounded = false;
        if (decimal_mul_ratio(&again, &rounded, d, 45359237, 100000000, 18, NULL) == AK_OK && !rounded)
            assert(decimal_sign(again) == decimal_sign(d));
        (void)decimal_double(d);
    }
    money m;
    if (money_read(&m, text, how, NULL, NULL) == AK_OK)
        money_text(out, m);
}

static void day(str text, char order)
{
    date d, again;
    char out[DATE_TEXT_BYTES];
    if (date_read(&d, text, order, NULL) == AK_OK) {
        assert(date_read(&again, str_of(date_text(out, d)), 'y', NULL) == AK_OK);
        assert(again.day == d.day && again.precision == d.precision);
    }
    int64_t s, same;
    char moment[MOMENT_TEXT_BYTES];
    if (moment_read(&s, text, NULL) == AK_OK && s > date_day(1, 1, 1) * INT64_C(86400) &&
        s < date_day(9999, 12, 31) * INT64_C(86400)) {
        assert(moment_read(&same, str_of(moment_text(moment, s)), NULL) == AK_OK);
        assert(same == s);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0)
        return 0;
    arena a = {0};
    str text = str_copy(&a, (str){(const char *)data + 1, n - 1});
    number(text, (decimal_dialect){.comma = data[0] & 1, .exponent = data[0] & 2});
    day(text, "ydm"[data[0] % 3]);
    unit_find(text);
    country_find(&a, text);
    region_find(text);
    str id;
    if (ident_read(&id, &a, text, NULL) == AK_OK)
        assert(ident_ok(id));
    if (ident_local(&id, &a, "site", text, NULL) == AK_OK)
        assert(ident_ok(id));
    arena_free(&a);
    return 0;
}
