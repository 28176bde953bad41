/* xlsx_format.c -- what a stored number is: a number, a date, a time (ECMA-376 part 1, 18.8.30 numFmts). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/date.h"
#include "base/json.h"
#include "base/xlsx_book.h"

#define DAY_S             86400
#define SERIAL_MOST 2958465.99999 /* the last second of 9999-12-31, before it rounds up */
#define PLAIN_PLACES_MOST 20

/* Identifiers below 164 have a meaning without being listed in the workbook. */
xlsx_shown xlsx_builtin_format(long id)
{
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        return (xlsx_shown){.date = true};
    if (id == 22)
        return (xlsx_shown){.date = true, .time = true};
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47)
        return (xlsx_shown){.time = true};
    if (id == 9 || id == 10)
        return (xlsx_shown){.percent = true, .decimals = id == 10 ? 2 : 0};
    if (id == 2 || id == 4 || id == 39 || id == 40 || id == 43 || id == 44)
        return (xlsx_shown){.decimals = 2};
    return (xlsx_shown){0};
}

/* Behind what is shown as it stands (quotes, escapes, colours, paddings), or p itself. */
static const char *pass_literal(const char *p)
{
    if (*p == '"' || *p == '[') {
        const char *end = strchr(p + 1, *p == '"' ? '"' : ']');
        return end ? end + 1 : p + strlen(p);
    }
    if ((*p == '\\' || *p == '_' || *p == '*') && p[1])
        return p + 2;
    return p;
}

xlsx_shown xlsx_format(const char *code)
{
    xlsx_shown shown = {0};
    bool month = false;
    bool behind_point = false;
    for (const char *p = code; *p && *p != ';';) {
        const char *behind = pass_literal(p);
        if (behind > p) {
            p = behind;
            continue;
        }
        char c = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
        if (c == 'g' && strncmp(p, "General", 7) == 0)
            return shown;
        shown.date |= c == 'y' || c == 'd';
        shown.time |= c == 'h' || c == 's';
        shown.percent |= c == '%';
        month |= c == 'm';
        if (c == '.')
            behind_point = true;
        else if (c == '0' && behind_point)
            shown.decimals++;
        else if (c != '#' && c != '?')
            behind_point = false;
        p++;
    }
    shown.date |= month && !shown.time;
    if (shown.date || shown.time)
        shown.decimals = 0;
    return shown;
}

/* "1e-7" as "0.0000001": people and decimals know no exponent. */
static str without_exponent(arena *a, const char *text)
{
    const char *e = strchr(text, 'e');
    if (!e)
        return (str){arena_text(a, text), strlen(text)};
    long power = strtol(e + 1, NULL, 10);
    char digits[32];
    int n = 0;
    for (const char *p = text; p < e; p++)
        if (*p >= '0' && *p <= '9')
            digits[n++] = *p;
    digits[n] = '\0';
    long places = power < 0 ? n - power : power + 1;
    if (places > PLAIN_PLACES_MOST || power >= 0)
        return (str){arena_text(a, text), strlen(text)};
    const char *sign = *text == '-' ? "-" : "";
    char *plain = arena_printf(a, "%s0.%.*s%s", sign, (int)(-power - 1), "00000000000000000000", digits);
    return str_of(plain);
}

/* The file's own text when it is plain already: a sign, digits, a point, no more than 15 digits. */
static bool is_plain(str raw)
{
    size_t i = raw.n && raw.p[0] == '-';
    size_t first = i;
    size_t points = 0;
    for (; i < raw.n; i++) {
        points += raw.p[i] == '.';
        if ((raw.p[i] < '0' || raw.p[i] > '9') && raw.p[i] != '.')
            return false;
    }
    size_t digits = raw.n - first - points;
    bool zero_first = raw.n - first > 1 && raw.p[first] == '0' && raw.p[first + 1] != '.';
    return digits && digits <= 15 && points <= 1 && !zero_first && raw.p[first] != '.' &&
           raw.p[raw.n - 1] != '.';
}

static str padded(arena *a, str text, int decimals)
{
    const char *point = memchr(text.p, '.', text.n);
    int have = point ? (int)(text.p + text.n - point) - 1 : 0;
    if (decimals <= have || decimals > PLAIN_PLACES_MOST || memchr(text.p, 'e', text.n))
        return text;
    return str_of(arena_printf(a, "%.*s%s%.*s", (int)text.n, text.p, point ? "" : ".", decimals - have,
                               "00000000000000000000"));
}

/* Serial 1 is 1900-01-01, and 60 a 29 February 1900 that never was; or 0 is 1904-01-01. */
static str moment_of(arena *a, double serial, const xlsx_shown *shown, bool since_1904)
{
    double whole = floor(serial);
    long seconds = lround((serial - whole) * DAY_S);
    if (seconds == DAY_S) {
        seconds = 0;
        whole += 1;
    }
    char time[16];
    snprintf(time, sizeof time, "%02ld:%02ld:%02ld", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    if (!shown->date && whole == 0)
        return str_of(arena_text(a, time));
    if (!since_1904 && whole == 60)
        return str_of(arena_text(a, "1900-02-29"));
    int32_t first = since_1904 ? date_day(1904, 1, 1) : date_day(1899, 12, 30) + (whole < 60);
    char day[DATE_TEXT_BYTES];
    date_day_text(day, first + (int32_t)whole);
    return str_of(seconds ? arena_printf(a, "%sT%s", day, time) : arena_text(a, day));
}

bool xlsx_number(xlsx_cell *out, arena *a, str raw, const xlsx_shown *shown, bool since_1904)
{
    const char *text = str_c(a, raw);
    char *end = NULL;
    double x = strtod(text, &end);
    /* strtod also knows hexadecimal, infinity and nan */
    if (raw.n == 0 || *end || !isfinite(x) || strspn(text, "+-.eE0123456789") != raw.n)
        return false;
    bool serial = (shown->date || shown->time) && x >= 0 && x < SERIAL_MOST - (since_1904 ? 1462 : 0);
    if (serial) {
        out->kind = XLSX_DATE;
        out->text = moment_of(a, x, shown, since_1904);
        return true;
    }
    out->kind = XLSX_NUMBER;
    out->percent = shown->percent;
    out->text = (str){text, raw.n};
    if (!is_plain(raw)) {
        char shortest[48];
        json_double_text(shortest, x);
        out->text = without_exponent(a, shortest);
    }
    out->text = padded(a, out->text, shown->decimals + (shown->percent && shown->decimals ? 2 : 0));
    return true;
}

str xlsx_text(arena *a, str stored)
{
    if (stored.n < 7 || !memmem(stored.p, stored.n, "_x", 2))
        return str_copy(a, stored);
    char *out = arena_alloc(a, stored.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < stored.n;) {
        unsigned char bytes[2];
        str digits = {stored.p + i + 2, 4};
        bool escape = stored.n - i >= 7 && stored.p[i] == '_' && stored.p[i + 1] == 'x' &&
                      stored.p[i + 6] == '_' && hex_read(bytes, 2, digits);
        int32_t c = escape ? bytes[0] << 8 | bytes[1] : 0;
        if (!escape || c == 0 || (c >= 0xD800 && c <= 0xDFFF)) {
            out[n++] = stored.p[i++];
            continue;
        }
        n += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)out + n);
        i += 7;
    }
    return (str){out, n};
}
