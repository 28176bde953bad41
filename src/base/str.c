/* str.c -- pieces of text and growing buffers. */
#include "base/str.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

str str_of(const char *c_string)
{
    return c_string ? (str){c_string, strlen(c_string)} : (str){"", 0};
}

bool str_eq(str a, str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(str a, const char *c_string)
{
    if (!c_string)
        return a.n == 0;
    for (size_t i = 0; i < a.n; i++) /* most are told apart by their first byte */
        if (a.p[i] != c_string[i] || !c_string[i])
            return false;
    return c_string[a.n] == '\0';
}

int str_cmp(str a, str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order)
        return order;
    return (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

bool str_ends(str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

bool str_digits(uint64_t *out, str s)
{
    uint64_t n = 0;
    if (s.n == 0 || s.n > 19)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    }
    *out = n;
    return true;
}

bool str_whole(uint64_t *out, str s, uint64_t most)
{
    uint64_t n;
    if ((s.n > 1 && s.p[0] == '0') || !str_digits(&n, s) || n > most)
        return false;
    *out = n;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

str str_trim(str s)
{
    while (s.n && is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

str str_cut(str *rest, char separator)
{
    const char *at = rest->n ? memchr(rest->p, separator, rest->n) : NULL;
    if (!at) {
        str all = *rest;
        *rest = (str){rest->p + rest->n, 0};
        return all;
    }
    size_t n = (size_t)(at - rest->p);
    str head = {rest->p, n};
    *rest = (str){at + 1, rest->n - n - 1};
    return head;
}

str str_copy(arena *a, str s)
{
    return (str){arena_copy(a, s.p, s.n), s.n};
}

const char *str_c(arena *a, str s)
{
    return arena_copy(a, s.p, s.n);
}

bool str_utf8_ok(str s)
{
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s.p;
    size_t left = s.n;
    while (left) {
        if (*p < 0x80) {
            p++;
            left--;
            continue;
        }
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate(p, (utf8proc_ssize_t)left, &c);
        if (n <= 0)
            return false;
        p += n;
        left -= (size_t)n;
    }
    return true;
}

str str_fold(arena *a, str s)
{
    utf8proc_uint8_t *mapped = NULL;
    const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD |
                                  UTF8PROC_IGNORE | UTF8PROC_STRIPCC;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &mapped, how);
    if (n < 0)
        return str_copy(a, s); /* not UTF-8: only equal to itself */
    char *out = arena_alloc(a, (size_t)n + 1);
    size_t k = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        char c = (char)mapped[i];
        if (is_blank(c) && (k == 0 || out[k - 1] == ' '))
            continue;
        out[k++] = is_blank(c) ? ' ' : c;
    }
    free(mapped);
    if (k && out[k - 1] == ' ')
        k--;
    out[k] = '\0';
    return (str){out, k};
}

buf buf_new(arena *a, size_t limit_bytes)
{
    return (buf){.a = a, .limit_bytes = limit_bytes ? limit_bytes : BUF_LIMIT_DEFAULT};
}

void buf_add(buf *b, const void *p, size_t n)
{
    if (b->over)
        return;
    if (n > b->limit_bytes || b->n > b->limit_bytes - n) {
        b->over = true;
        return;
    }
    if (b->n + n + 1 > b->cap) {
        size_t cap = b->cap ? b->cap : 128;
        while (cap < b->n + n + 1)
            cap *= 2;
        char *grown = arena_alloc(b->a, cap);
        if (b->n)
            memcpy(grown, b->p, b->n);
        b->p = grown;
        b->cap = cap;
    }
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void buf_add_str(buf *b, str s)
{
    buf_add(b, s.p, s.n);
}

void buf_add_c(buf *b, const char *c_string)
{
    buf_add(b, c_string, strlen(c_string));
}

void buf_add_char(buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(buf *b, const char *format, ...)
{
    char small[256];
    va_list ap;
    va_start(ap, format);
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof small, format, ap);
    assert(n >= 0);
    if ((size_t)n < sizeof small)
        buf_add(b, small, (size_t)n);
    else
        buf_add(b, arena_vprintf(b->a, format, again), (size_t)n);
    va_end(again);
    va_end(ap);
}

str buf_str(const buf *b)
{
    return b->n ? (str){b->p, b->n} : STR("");
}

ak_code buf_done(const buf *b, ak_err *err)
{
    if (!b->over)
        return AK_OK;
    return ak_fail(err, &SYS_002, ak_arg_int((int64_t)(b->limit_bytes >> 20)));
}

void hex_write(char *out, const void *p, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *bytes = p;
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * n] = '\0';
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool hex_read(void *out, size_t n, str hex)
{
    if (hex.n != 2 * n)
        return false;
    unsigned char *bytes = out;
    for (size_t i = 0; i < n; i++) {
        int high = hex_digit(hex.p[2 * i]);
        int low = hex_digit(hex.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

static const char alphabet_plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char alphabet_url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static str b64_write(arena *a, const void *p, size_t n, const char *alphabet, bool pad)
{
    const unsigned char *in = p;
    char *out = arena_alloc(a, (n + 2) / 3 * 4 + 1);
    size_t k = 0, i = 0;
    for (; i + 3 <= n; i += 3) {
        uint32_t bits = (uint32_t)in[i] << 16 | (uint32_t)in[i + 1] << 8 | in[i + 2];
        out[k++] = alphabet[bits >> 18];
        out[k++] = alphabet[bits >> 12 & 63];
        out[k++] = alphabet[bits >> 6 & 63];
        out[k++] = alphabet[bits & 63];
    }
    if (i < n) {
        size_t have = n - i;
        uint32_t bits = (uint32_t)in[i] << 16;
        if (have > 1)
            bits |= (uint32_t)in[i + 1] << 8;
        for (size_t d = 0; d < 4; d++) {
            if (d <= have)
                out[k++] = alphabet[bits >> (18 - 6 * d) & 63];
            else if (pad)
                out[k++] = '=';
        }
    }
    out[k] = '\0';
    return (str){out, k};
}

/* 1 + the value of an ASCII letter or digit, 0 for all else: random text makes a processor guess wrong at
 * every comparison, so there are none. */
static const unsigned char b64_values[128] = {
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  53, 54, 55, 56,
    57, 58, 59, 60, 61, 62, 0,  0,  0,  0,  0,  0,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13,
    14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 0,  0,  0,  0,  0,  0,  27, 28, 29, 30, 31, 32, 33,
    34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 0,  0,  0,  0,  0,
};

/* -1 = no sign; the last two of an alphabet are what tells the two apart. */
static int b64_value(char c, const char *alphabet)
{
    unsigned char at = (unsigned char)c;
    if (at < sizeof b64_values && b64_values[at])
        return b64_values[at] - 1;
    return c == alphabet[62] ? 62 : c == alphabet[63] ? 63 : -1;
}

static bool b64_read(arena *a, str *out, str text, const char *alphabet, bool padded)
{
    if (padded) {
        if (text.n % 4)
            return false;
        for (int most = 2; most && text.n && text.p[text.n - 1] == '='; most--)
            text.n--;
    }
    if (text.n % 4 == 1)
        return false;
    unsigned char *bytes = arena_alloc(a, text.n / 4 * 3 + 3);
    size_t k = 0;
    uint32_t bits = 0;
    unsigned have = 0;
    for (size_t i = 0; i < text.n; i++) {
        int value = b64_value(text.p[i], alphabet);
        if (value < 0)
            return false;
        bits = (bits << 6 | (uint32_t)value) & 0xFFFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            bytes[k++] = (unsigned char)(bits >> have);
            bits &= (1u << have) - 1;
        }
    }
    if (bits)
        return false; /* unused bits must be zero: one text for one value */
    *out = (str){(char *)bytes, k};
    return true;
}

str base64_write(arena *a, const void *p, size_t n)
{
    return b64_write(a, p, n, alphabet_plain, true);
}

bool base64_read(arena *a, str *out, str text)
{
    return b64_read(a, out, text, alphabet_plain, true);
}

str base64url_write(arena *a, const void *p, size_t n)
{
    return b64_write(a, p, n, alphabet_url, false);
}

bool base64url_read(arena *a, str *out, str text)
{
    return b64_read(a, out, text, alphabet_url, false);
}
