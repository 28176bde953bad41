/* decimal.c -- exact decimal numbers as documents write them. */
#include "base/decimal.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT INT64_C(1000000000000000000) /* 10^18: |n| stays below */

static const int64_t powers[19] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

static ak_code fail_text(ak_err *err, const ak_rule *rule, str text)
{
    char value[96];
    snprintf(value, sizeof value, "%.*s", (int)(text.n < 80 ? text.n : 80), text.p);
    ak_code code = ak_fail(err, rule, value);
    return ak_at(err, code, NULL, 0, NULL, value);
}

/* ---- reading ---- */

typedef struct reader {
    str text;
    size_t at;
    decimal_dialect how;
    int64_t n;
    int digits; /* significant ones */
    int run;    /* digits since the last separator */
    int groups; /* separators of groups so far */
    char group; /* which: ' ' for all spaces, '\'', '.' or ',' */
    bool point; /* the decimal sign was seen */
    int scale;
} reader;

/* Length of a group space at the place, 0 = none: space, U+00A0, U+202F, U+2009. */
static size_t space_bytes(str s, size_t at)
{
    const char *p = s.p + at;
    size_t left = s.n - at;
    if (*p == ' ')
        return 1;
    if (left >= 2 && memcmp(p, "\xc2\xa0", 2) == 0)
        return 2;
    if (left >= 3 && (memcmp(p, "\xe2\x80\xaf", 3) == 0 || memcmp(p, "\xe2\x80\x89", 3) == 0))
        return 3;
    return 0;
}

static const ak_rule *put_digit(reader *r, char c)
{
    if (r->digits || c != '0')
        r->digits++;
    if (r->digits > DECIMAL_DIGITS_MAX || r->scale + r->point > DECIMAL_DIGITS_MAX)
        return &NUM_003;
    r->n = r->n * 10 + (c - '0');
    r->run++;
    r->scale += r->point;
    return NULL;
}

static const ak_rule *put_group(reader *r, char kind)
{
    bool first_ok = r->run >= 1 && r->run <= 3;
    if (r->point || (r->groups ? r->run != 3 || r->group != kind : !first_ok))
        return kind == '.' || kind == ',' ? &NUM_002 : &NUM_001;
    r->group = kind;
    r->groups++;
    r->run = 0;
    return NULL;
}

static const ak_rule *put_point(reader *r)
{
    if (r->point || r->run == 0 || (r->groups && r->run != 3))
        return &NUM_001;
    r->point = true;
    r->run = 0;
    return NULL;
}

static const ak_rule *read_exponent(reader *r)
{
    if (!r->how.exponent)
        return &NUM_004;
    r->at++;
    bool minus = r->at < r->text.n && r->text.p[r->at] == '-';
    if (r->at < r->text.n && (r->text.p[r->at] == '-' || r->text.p[r->at] == '+'))
        r->at++;
    int e = 0;
    size_t first = r->at;
    for (; r->at < r->text.n && r->text.p[r->at] >= '0' && r->text.p[r->at] <= '9'; r->at++) {
        e = e * 10 + (r->text.p[r->at] - '0');
        if (e > 99)
            return &NUM_003;
    }
    if (r->at == first || r->at != r->text.n)
        return &NUM_001;
    int scale = r->scale + (minus ? e : -e);
    while (scale > DECIMAL_DIGITS_MAX && r->n % 10 == 0) {
        r->n /= 10;
        scale--;
    }
    for (; scale < 0; scale++) {
        if (r->n >= LIMIT / 10 || r->n <= -(LIMIT / 10))
            return &NUM_003;
        r->n *= 10;
    }
    if (scale > DECIMAL_DIGITS_MAX)
        return &NUM_003;
    r->scale = scale;
    return NULL;
}

/* The rule that is broken, or NULL. */
static const ak_rule *read_number(reader *r)
{
    const char point = r->how.comma ? ',' : '.';
    const char other = r->how.comma ? '.' : ',';
    const ak_rule *wrong = NULL;
    while (!wrong && r->at < r->text.n) {
        char c = r->text.p[r->at];
        size_t space = space_bytes(r->text, r->at);
        if (c >= '0' && c <= '9')
            wrong = put_digit(r, c);
        else if (c == point)
            wrong = put_point(r);
        else if (c == other)
            wrong = put_group(r, other);
        else if (c == '\'' || space)
            wrong = put_group(r, c == '\'' ? '\'' : ' ');
        else if ((c == 'e' || c == 'E') && r->run)
            return read_exponent(r);
        else
            return &NUM_001;
        r->at += space ? space : 1;
    }
    if (wrong)
        return wrong;
    if (r->group == other && !(r->point ? r->run > 0 : r->groups >= 2 && r->run == 3))
        return &NUM_002; /* that sign once, and nothing that proves it is no decimal sign */
    if (r->run == 0 || (r->groups && !r->point && r->run != 3))
        return &NUM_001;
    return NULL;
}

ak_code decimal_read(decimal *out, str text, decimal_dialect how, ak_err *err)
{
    str body = str_trim(text);
    bool minus = false;
    if (body.n >= 3 && memcmp(body.p, "\xe2\x88\x92", 3) == 0) { /* U+2212 */
        minus = true;
        body = (str){body.p + 3, body.n - 3};
    } else if (body.n && (body.p[0] == '-' || body.p[0] == '+')) {
        minus = body.p[0] == '-';
        body = (str){body.p + 1, body.n - 1};
    }
    reader r = {.text = body, .how = how};
    const ak_rule *wrong = read_number(&r);
    if (wrong)
        return fail_text(err, wrong, text);
    *out = (decimal){minus ? -r.n : r.n, r.scale};
    return AK_OK;
}

ak_code decimal_read_plain(decimal *out, str text, ak_err *err)
{
    size_t i = 0;
    size_t first = text.n && text.p[0] == '-' ? 1 : 0;
    for (i = first; i < text.n; i++) {
        if ((text.p[i] < '0' || text.p[i] > '9') && text.p[i] != '.')
            return fail_text(err, &NUM_001, text);
    }
    return decimal_read(out, text, (decimal_dialect){0}, err);
}

/* ---- writing and comparing ---- */

const char *decimal_text(char out[static DECIMAL_TEXT_BYTES], decimal d)
{
    uint64_t n = d.n < 0 ? (uint64_t)-d.n : (uint64_t)d.n;
    const char *sign = d.n < 0 ? "-" : "";
    if (d.scale == 0) {
        snprintf(out, DECIMAL_TEXT_BYTES, "%s%" PRIu64, sign, n);
        return out;
    }
    uint64_t one = (uint64_t)powers[d.scale];
    snprintf(out, DECIMAL_TEXT_BYTES, "%s%" PRIu64 ".%0*" PRIu64, sign, n / one, d.scale, n % one);
    return out;
}

decimal decimal_of_int(int64_t n)
{
    assert(n < LIMIT && n > -LIMIT);
    return (decimal){n, 0};
}

decimal decimal_trim(decimal d)
{
    while (d.scale > 0 && d.n % 10 == 0) {
        d.n /= 10;
        d.scale--;
    }
    return d;
}

double decimal_double(decimal d)
{
    char text[DECIMAL_TEXT_BYTES];
    decimal_text(text, d);
    /* n has up to 60 bits and 10^scale is not exact above 10^22: dividing two exact doubles is right only
     * for small ones, so let the library round the text once. strtod's comma depends on the locale, which
     * this program never sets. */
    return strtod(text, NULL);
}

int decimal_cmp(decimal a, decimal b)
{
    decimal_wide x = a.n;
    decimal_wide y = b.n;
    if (a.scale < b.scale)
        x *= powers[b.scale - a.scale];
    else
        y *= powers[a.scale - b.scale];
    return (x > y) - (x < y);
}

int decimal_sign(decimal d)
{
    return (d.n > 0) - (d.n < 0);
}

/* ---- computing ---- */

static ak_code fit(decimal *out, decimal_wide n, int scale, ak_err *err)
{
    while (scale > 0 && (n >= LIMIT || n <= -LIMIT) && n % 10 == 0) {
        n /= 10;
        scale--;
    }
    if (n >= LIMIT || n <= -LIMIT)
        return ak_fail(err, &NUM_003, "");
    *out = (decimal){(int64_t)n, scale};
    return AK_OK;
}

ak_code decimal_add(decimal *out, decimal a, decimal b, ak_err *err)
{
    int scale = a.scale > b.scale ? a.scale : b.scale;
    decimal_wide sum =
        (decimal_wide)a.n * powers[scale - a.scale] + (decimal_wide)b.n * powers[scale - b.scale];
    return fit(out, sum, scale, err);
}

ak_code decimal_sub(decimal *out, decimal a, decimal b, ak_err *err)
{
    return decimal_add(out, a, (decimal){-b.n, b.scale}, err);
}

ak_code decimal_mul(decimal *out, decimal a, decimal b, ak_err *err)
{
    decimal_wide n = (decimal_wide)a.n * b.n;
    int scale = a.scale + b.scale;
    while (scale > 0 && n % 10 == 0) {
        n /= 10;
        scale--;
    }
    if (scale > DECIMAL_DIGITS_MAX)
        return ak_fail(err, &NUM_003, "");
    return fit(out, n, scale, err);
}

decimal_wide decimal_divide_even(decimal_wide num, decimal_wide den)
{
    assert(den != 0);
    if (den < 0) {
        num = -num;
        den = -den;
    }
    decimal_wide q = num / den;
    decimal_wide r = num % den;
    decimal_wide twice = r < 0 ? -2 * r : 2 * r;
    if (twice > den || (twice == den && q % 2 != 0))
        q += num < 0 ? -1 : 1;
    return q;
}

ak_code decimal_mul_ratio(decimal *out, bool *rounded, decimal a, int64_t num, int64_t den, int scale,
                          ak_err *err)
{
    assert(den > 0);
    assert(scale >= 0 && scale <= DECIMAL_DIGITS_MAX);
    bool minus = (a.n < 0) != (num < 0);
    decimal_wide top = (decimal_wide)a.n * num;
    if (top < 0)
        top = -top;
    decimal_wide bottom = den;
    int more = scale - a.scale;
    if (more < 0) {
        bottom *= powers[-more];
        more = 0;
    }
    decimal_wide q = top / bottom;
    decimal_wide r = top % bottom;
    for (; more > 0 && q < LIMIT; more--) { /* long division: nothing grows past 128 bits */
        q = q * 10 + r * 10 / bottom;
        r = r * 10 % bottom;
    }
    if (q >= LIMIT)
        return ak_fail(err, &NUM_003, "");
    if (2 * r > bottom || (2 * r == bottom && q % 2 != 0))
        q++;
    if (rounded)
        *rounded = r != 0;
    return fit(out, minus ? -q : q, scale, err);
}

decimal decimal_round(decimal d, int scale)
{
    if (scale < d.scale)
        return (decimal){(int64_t)decimal_divide_even(d.n, powers[d.scale - scale]), scale};
    while (d.scale < scale && d.n < LIMIT / 10 && d.n > -LIMIT / 10) {
        d.n *= 10;
        d.scale++;
    }
    return d;
}

ak_code decimal_scaled(int64_t *out, decimal d, int scale, ak_err *err)
{
    decimal exact = decimal_round(decimal_trim(d), scale);
    char text[DECIMAL_TEXT_BYTES];
    if (decimal_cmp(exact, d) != 0)
        return ak_fail(err, &NUM_005, decimal_text(text, d), ak_arg_int(scale));
    if (exact.scale != scale)
        return ak_fail(err, &NUM_003, decimal_text(text, d));
    *out = exact.n;
    return AK_OK;
}

/* ---- shares ---- */

typedef struct rest {
    double size; /* what was cut off, for ordering only */
    decimal_wide exact;
    size_t i;
} rest;

static int by_rest(const void *a, const void *b)
{
    const rest *x = a;
    const rest *y = b;
    if (x->exact != y->exact)
        return x->exact < y->exact ? 1 : -1;
    if (x->size < y->size || x->size > y->size)
        return x->size < y->size ? 1 : -1;
    return (x->i > y->i) - (x->i < y->i);
}

/* Gives what is missing to a million to the largest rests; the floors of doubles may also be one too
 * high, then it is taken from the smallest. */
static void hand_out(int64_t *millionths, rest *rests, size_t n)
{
    assert(n > 0);
    int64_t missing = SHARE_ONE;
    for (size_t i = 0; i < n; i++)
        missing -= millionths[i];
    qsort(rests, n, sizeof *rests, by_rest);
    for (size_t k = 0; missing > 0; k = (k + 1) % n, missing--)
        millionths[rests[k].i]++;
    for (size_t k = n; missing < 0; k--) {
        if (millionths[rests[k - 1].i] > 0) {
            millionths[rests[k - 1].i]--;
            missing++;
        }
        if (k == 1)
            k = n + 1;
    }
}

ak_code share_of_parts(int64_t *millionths, const int64_t *parts, size_t n, arena *scratch, ak_err *err)
{
    decimal_wide total = 0;
    for (size_t i = 0; i < n; i++) {
        if (parts[i] < 0)
            return ak_fail(err, &NUM_006);
        total += parts[i];
    }
    if (total == 0)
        return ak_fail(err, &NUM_006);
    arena_mark mark = arena_save(scratch);
    rest *rests = ARENA_NEWS(scratch, rest, n);
    for (size_t i = 0; i < n; i++) {
        decimal_wide scaled = (decimal_wide)parts[i] * SHARE_ONE;
        millionths[i] = (int64_t)(scaled / total);
        rests[i] = (rest){.exact = scaled % total, .i = i};
    }
    hand_out(millionths, rests, n);
    arena_rewind(scratch, mark);
    return AK_OK;
}

ak_code share_of_doubles(int64_t *millionths, const double *parts, size_t n, arena *scratch, ak_err *err)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(parts[i]) || parts[i] < 0)
            return ak_fail(err, &NUM_006);
        most = parts[i] > most ? parts[i] : most;
    }
    if (most <= 0)
        return ak_fail(err, &NUM_006);
    double total = 0; /* scaled before summing: two parts of 1e308 do not overflow */
    for (size_t i = 0; i < n; i++)
        total += parts[i] / most;
    arena_mark mark = arena_save(scratch);
    rest *rests = ARENA_NEWS(scratch, rest, n);
    for (size_t i = 0; i < n; i++) {
        double share = parts[i] / most / total * (double)SHARE_ONE;
        millionths[i] = (int64_t)share;
        rests[i] = (rest){.size = share - floor(share), .i = i};
    }
    hand_out(millionths, rests, n);
    arena_rewind(scratch, mark);
    return AK_OK;
}

const char *share_text(char out[static DECIMAL_TEXT_BYTES], int64_t millionths)
{
    return decimal_text(out, (decimal){millionths, 6});
}
