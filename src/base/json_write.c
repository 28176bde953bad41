/* json_write.c -- JSON out: for people as it is, for signatures in the canonical form of RFC 8785.
 *
 * Numbers (RFC 8785 section 3.2.2.3 = ECMAScript Number::toString): the shortest digits that read back as
 * the same double, and of those the closest to it.  %.15g keeps every decimal of 15 digits of a normal
 * double, so the search begins there; only subnormal numbers need fewer digits to be tried one by one.
 * The process stays in the "C" locale, so a point is a point.
 */
#include "base/json.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_reader.h"

#define MEMBERS_ON_STACK  32
#define NUMBER_CHARS_MOST 400 /* a longer text is read in a copy of its own */

/* --- texts --- */

void json_write_string(buf *out, str text)
{
    static const char hex[] = "0123456789abcdef";
    static const char signs[] = "\b\t\n\f\r\"\\";
    static const char letters[] = "btnfr\"\\";
    buf_add_char(out, '"');
    const char *run = text.p;
    const char *end = text.p + text.n;
    for (const char *p = run; p < end; p++) {
        unsigned char c = (unsigned char)*p;
        if (c >= 32 && c != '"' && c != '\\')
            continue;
        buf_add(out, run, (size_t)(p - run));
        run = p + 1;
        const char *at = c ? strchr(signs, c) : NULL;
        if (at) {
            char escape[2] = {'\\', letters[at - signs]};
            buf_add(out, escape, 2);
        } else {
            char escape[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            buf_add(out, escape, 6);
        }
    }
    buf_add(out, run, (size_t)(end - run));
    buf_add_char(out, '"');
}

/* --- numbers --- */

/* Adds one to the last digit before the exponent; false where that would carry through all digits. */
static bool digits_up(char *text)
{
    for (char *p = strchr(text, 'e') - 1; p >= text; p--) {
        if (*p == '.')
            continue;
        if (*p != '9') {
            ++*p;
            return true;
        }
        *p = '0';
    }
    return false;
}

/* Above a power of two the doubles lie twice as far apart as below it.  So where the closest decimal lies
 * below and reads as another double, the next one above may still read as x. */
static bool next_above_reads_back(char *text, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return (bits & (((uint64_t)1 << 52) - 1)) == 0 && digits_up(text) && strtod(text, NULL) == x;
}

/* The shortest digits of x > 0 (no point, no trailing zeros) and the power: x = 0.DIGITS * 10^point. */
static int digits_of(char out[static 24], double x, int *point)
{
    char text[32];
    int precision = x < DBL_MIN ? 1 : 15;
    for (;; precision++) {
        snprintf(text, sizeof text, "%.*e", precision - 1, x);
        if (precision == 17 || strtod(text, NULL) == x || next_above_reads_back(text, x))
            break;
    }
    const char *e = strchr(text, 'e');
    assert(e);
    *point = (int)strtol(e + 1, NULL, 10) + 1;
    int n = 0;
    for (const char *p = text; p < e; p++)
        if (*p != '.')
            out[n++] = *p;
    while (n > 1 && out[n - 1] == '0')
        n--;
    out[n] = '\0';
    return n;
}

void json_double_text(char out[static 48], double x)
{
    assert(isfinite(x));
    char digits[24];
    char sign[2] = "";
    int point = 0;
    if (x == 0) {
        memcpy(out, "0", 2); /* -0 too */
        return;
    }
    if (x < 0)
        sign[0] = '-';
    int n = digits_of(digits, fabs(x), &point);
    if (n <= point && point <= 21)
        snprintf(out, 48, "%s%s%.*s", sign, digits, point - n, "00000000000000000000");
    else if (0 < point && point <= 21)
        snprintf(out, 48, "%s%.*s.%s", sign, point, digits, digits + point);
    else if (-6 < point && point <= 0)
        snprintf(out, 48, "%s0.%.*s%s", sign, -point, "000000", digits);
    else
        snprintf(out, 48, "%s%c%s%se%+d", sign, digits[0], n > 1 ? "." : "", digits + 1, point - 1);
}

/* Whole numbers of up to 15 digits are their own canonical form. */
static bool is_small_whole(str text)
{
    if (text.n > 15 || (text.n > 1 && text.p[0] == '0') || text.p[0] == '-')
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return true;
}

static ak_code canonical_number(buf *out, str text, ak_err *err)
{
    if (is_small_whole(text)) {
        buf_add_str(out, text);
        return AK_OK;
    }
    char copy[NUMBER_CHARS_MOST];
    const char *c_text = copy;
    if (text.n < sizeof copy) {
        memcpy(copy, text.p, text.n);
        copy[text.n] = '\0';
    } else {
        c_text = str_c(out->a, text);
    }
    double x = strtod(c_text, NULL);
    if (!isfinite(x))
        return ak_fail(err, &JSON_013, c_text);
    char shortest[48];
    json_double_text(shortest, x);
    buf_add_c(out, shortest);
    return AK_OK;
}

/* --- the canonical form --- */

/* Names by UTF-16 code units.  UTF-8 bytes have the same order, but for characters above U+FFFF (first byte
 * F0 and up), whose surrogates come before U+E000..U+FFFF (first byte EE, EF). */
static int unit_order(str a, str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    size_t i = 0;
    while (i < n && a.p[i] == b.p[i])
        i++;
    if (i == n)
        return (a.n > b.n) - (a.n < b.n);
    unsigned char x = (unsigned char)a.p[i];
    unsigned char y = (unsigned char)b.p[i];
    if (x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0))
        return x >= 0xF0 ? -1 : 1;
    return x < y ? -1 : 1;
}

static int member_order(const void *a, const void *b)
{
    return unit_order((*(const json *const *)a)->name, (*(const json *const *)b)->name);
}

static ak_code canonical_text(buf *out, str text, ak_err *err)
{
    if (!str_utf8_ok(text))
        return ak_fail(err, &JSON_003);
    json_write_string(out, text);
    return AK_OK;
}

static ak_code canonical(buf *out, const json *v, size_t depth, ak_err *err);

static ak_code canonical_object(buf *out, const json *v, size_t depth, ak_err *err)
{
    const json *few[MEMBERS_ON_STACK];
    const json **members = v->n <= MEMBERS_ON_STACK ? few : ARENA_NEWS(out->a, const json *, v->n);
    size_t n = 0;
    bool sorted = true;
    for (const json *m = v->first; m; m = m->next) {
        sorted = sorted && (n == 0 || unit_order(members[n - 1]->name, m->name) < 0);
        members[n++] = m;
    }
    if (!sorted)
        qsort(members, n, sizeof(const json *), member_order);
    buf_add_char(out, '{');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(out, ',');
        AK_TRY(canonical_text(out, members[i]->name, err));
        buf_add_char(out, ':');
        AK_TRY(canonical(out, members[i], depth + 1, err));
    }
    buf_add_char(out, '}');
    return AK_OK;
}

static ak_code canonical(buf *out, const json *v, size_t depth, ak_err *err)
{
    if (depth > JSON_DEPTH_MOST)
        return ak_fail(err, &JSON_009, ak_arg_int(JSON_DEPTH_MOST));
    switch (v->kind) {
    case JSON_NULL:
        buf_add_c(out, "null");
        return AK_OK;
    case JSON_BOOL:
        buf_add_c(out, v->truth ? "true" : "false");
        return AK_OK;
    case JSON_NUMBER:
        return canonical_number(out, v->text, err);
    case JSON_STRING:
        return canonical_text(out, v->text, err);
    case JSON_OBJECT:
        return canonical_object(out, v, depth, err);
    case JSON_ARRAY:
        break;
    }
    buf_add_char(out, '[');
    for (const json *item = v->first; item; item = item->next) {
        if (item != v->first)
            buf_add_char(out, ',');
        AK_TRY(canonical(out, item, depth + 1, err));
    }
    buf_add_char(out, ']');
    return AK_OK;
}

ak_code json_canonical(buf *out, const json *v, ak_err *err)
{
    AK_TRY(canonical(out, v, 0, err));
    return buf_done(out, err);
}

/* --- for people --- */

static void new_line(buf *out, int indent, int depth)
{
    if (!indent)
        return;
    buf_add_char(out, '\n');
    for (int i = 0; i < indent * depth; i++)
        buf_add_char(out, ' ');
}

static void write_at(buf *out, const json *v, int indent, int depth)
{
    assert(depth <= JSON_DEPTH_MOST);
    switch (v->kind) {
    case JSON_NULL:
        buf_add_c(out, "null");
        return;
    case JSON_BOOL:
        buf_add_c(out, v->truth ? "true" : "false");
        return;
    case JSON_NUMBER:
        buf_add_str(out, v->text);
        return;
    case JSON_STRING:
        json_write_string(out, v->text);
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        break;
    }
    bool object = v->kind == JSON_OBJECT;
    buf_add_char(out, object ? '{' : '[');
    for (const json *item = v->first; item; item = item->next) {
        if (item != v->first)
            buf_add_char(out, ',');
        new_line(out, indent, depth + 1);
        if (object) {
            json_write_string(out, item->name);
            buf_add_c(out, indent ? ": " : ":");
        }
        write_at(out, item, indent, depth + 1);
    }
    if (v->first)
        new_line(out, indent, depth);
    buf_add_char(out, object ? '}' : ']');
}

void json_write(buf *out, const json *v, int indent)
{
    write_at(out, v, indent, 0);
}
