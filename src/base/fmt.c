/* fmt.c -- numbers and dates as people read them. */
#include "base/i18n.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/money.h"

#define NBSP  "\xc2\xa0"
#define MINUS "\xe2\x88\x92"

static const char *const months[LANGUAGES][12] = {
    {"januar",  "februar",  "mars",  "april", "mai", "juni", "juli", "august", "september", "oktober",
     "november", "desember"},
    {"januar",  "februar",  "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
     "november", "december"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
     "November", "December"},
};

static const char *const short_months[LANGUAGES][12] = {
    {"jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."},
    {"jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."},
    {"Jan",  "Feb",  "Mar",  "Apr",  "May", "Jun",  "Jul",  "Aug",  "Sep",  "Oct",  "Nov",  "Dec" },
};

static void add_grouped(buf *b, str digits)
{
    for (size_t i = 0; i < digits.n; i++) {
        if (i > 0 && (digits.n - i) % 3 == 0)
            buf_add_c(b, NBSP);
        buf_add_char(b, digits.p[i]);
    }
}

const char *fmt_decimal(arena *a, language lang, const char *text)
{
    str s = str_of(text);
    buf b = buf_new(a, 0);
    if (s.n && s.p[0] == '-') {
        buf_add_c(&b, MINUS);
        s = (str){s.p + 1, s.n - 1};
    }
    str rest = s;
    str whole = str_cut(&rest, '.');
    add_grouped(&b, whole);
    if (whole.n < s.n) {
        buf_add_char(&b, lang == LANG_EN ? '.' : ',');
        buf_add_str(&b, rest);
    }
    return b.n ? b.p : "";
}

const char *fmt_int(arena *a, language lang, int64_t n)
{
    char text[24];
    return fmt_decimal(a, lang, ak_int_text(text, n));
}

/* "1.285e+03" -> "1285": a decimal text of the digits that matter, zeros up to the point. */
static const char *plain_text(arena *a, const char *scientific)
{
    const char *e = strchr(scientific, 'e');
    int exponent = 0;
    if (!e || sscanf(e + 1, "%d", &exponent) != 1) // NOLINT(cert-err34-c): the text is our own printf's
        return scientific;
    buf digits = buf_new(a, 0);
    const char *p = scientific + (*scientific == '-');
    for (; p < e; p++) {
        if (*p != '.')
            buf_add_char(&digits, *p);
    }
    buf b = buf_new(a, 0);
    if (*scientific == '-')
        buf_add_char(&b, '-');
    if (exponent < 0) {
        buf_add_c(&b, "0.");
        for (int i = -1; i > exponent; i--)
            buf_add_char(&b, '0');
        buf_add_str(&b, buf_str(&digits));
        return b.p;
    }
    for (size_t i = 0; i < digits.n || i <= (size_t)exponent; i++) {
        if (i == (size_t)exponent + 1)
            buf_add_char(&b, '.');
        buf_add_char(&b, i < digits.n ? digits.p[i] : '0');
    }
    return b.p;
}

const char *fmt_number(arena *a, language lang, double x, int digits)
{
    if (!isfinite(x))
        return "\xe2\x80\x93"; /* a dash: renderers refuse such a figure before they come here */
    if (x == 0)
        return "0";
    char scientific[40];
    int most = digits < 1 ? 1 : digits > 17 ? 17 : digits;
    snprintf(scientific, sizeof scientific, "%.*e", most - 1, x);
    return fmt_decimal(a, lang, plain_text(a, scientific));
}

const char *fmt_share(arena *a, language lang, int64_t millionths, int decimals)
{
    decimal pct = {millionths, 4};
    char text[DECIMAL_TEXT_BYTES];
    decimal rounded = decimal_round(pct, decimals < 0 ? 0 : decimals > 4 ? 4 : decimals);
    const char *number = fmt_decimal(a, lang, decimal_text(text, rounded));
    /* A share that is there is never shown as nothing, nor one that is not all as all. */
    if (decimal_sign(rounded) == 0 && millionths > 0)
        number = arena_printf(a, "<" NBSP "%s",
                              fmt_decimal(a, lang, decimal_text(text, (decimal){1, rounded.scale})));
    else if (millionths < SHARE_ONE && decimal_cmp(rounded, (decimal){100, 0}) == 0)
        number =
            arena_printf(a, ">" NBSP "%s",
                         fmt_decimal(a, lang, decimal_text(text, (decimal){rounded.n - 1, rounded.scale})));
    return arena_printf(a, lang == LANG_EN ? "%s%%" : "%s" NBSP "%%", number);
}

/* Symbols that are words of English; all others are the same in every language. */
static const struct unit_word {
    const char *symbol;
    const char *one[LANGUAGES], *many[LANGUAGES];
} unit_words[] = {
    {"dozen",    {"dusin", "dusin", "dozen"},       {"dusin", "dusin", "dozen"}      },
    {"each",     {"stk.", "stk.", "piece"},         {"stk.", "stk.", "pieces"}       },
    {"gross",    {"gross", "gros", "gross"},        {"gross", "gros", "gross"}       },
    {"hundred",  {"hundre", "hundrede", "hundred"}, {"hundre", "hundrede", "hundred"}},
    {"mo",       {"mnd.", "md.", "month"},          {"mnd.", "mdr.", "months"}       },
    {"pair",     {"par", "par", "pair"},            {"par", "par", "pairs"}          },
    {"pcs",      {"stk.", "stk.", "piece"},         {"stk.", "stk.", "pieces"}       },
    {"thousand", {"tusen", "tusind", "thousand"},   {"tusen", "tusind", "thousand"}  },
    {"wk",       {"uke", "uge", "week"},            {"uker", "uger", "weeks"}        },
    {"yr",       {"år", "år", "year"},            {"år", "år", "years"}          },
};

const char *fmt_unit(language lang, const char *unit, bool one)
{
    for (size_t i = 0; i < sizeof unit_words / sizeof *unit_words; i++)
        if (strcmp(unit_words[i].symbol, unit) == 0)
            return one ? unit_words[i].one[lang] : unit_words[i].many[lang];
    return unit;
}

const char *fmt_quantity(arena *a, language lang, const char *text, const char *unit)
{
    const char *number = fmt_decimal(a, lang, text);
    unit = fmt_unit(lang, unit, strcmp(text, "1") == 0);
    return *unit ? arena_printf(a, "%s" NBSP "%s", number, unit) : number;
}

const char *fmt_money(arena *a, language lang, int64_t minor, const char *currency_code)
{
    const currency *c = currency_find(str_of(currency_code));
    char text[DECIMAL_TEXT_BYTES];
    decimal amount = {minor, c ? (int)c->exponent : 2};
    return fmt_quantity(a, lang, decimal_text(text, amount), currency_code);
}

static const char *fmt_day(arena *a, language lang, date d, fmt_date_form form)
{
    civil c = date_civil(d.day);
    char iso[DATE_TEXT_BYTES];
    if (d.precision == DATE_TO_YEAR || (form == FMT_DATE_NUMERIC && lang == LANG_EN))
        return arena_text(a, date_text(iso, d));
    if (form == FMT_DATE_NUMERIC && d.precision == DATE_TO_MONTH)
        return arena_printf(a, "%02d.%04d", c.month, c.year);
    if (form == FMT_DATE_NUMERIC)
        return arena_printf(a, "%02d.%02d.%04d", c.day, c.month, c.year);
    const char *month = form == FMT_DATE_SHORT ? short_months[lang][c.month - 1] : months[lang][c.month - 1];
    if (d.precision == DATE_TO_MONTH)
        return arena_printf(a, "%s %04d", month, c.year);
    return arena_printf(a, lang == LANG_EN ? "%d %s %04d" : "%d." NBSP "%s %04d", c.day, month, c.year);
}

const char *fmt_date(arena *a, language lang, const char *iso, fmt_date_form form)
{
    date d;
    if (date_read(&d, str_of(iso), 'y', NULL) == AK_OK)
        return fmt_day(a, lang, d, form);
    int64_t s = 0;
    if (moment_read(&s, str_of(iso), NULL) != AK_OK)
        return iso;
    char text[MOMENT_TEXT_BYTES];
    moment_text(text, s);
    d = (date){zone_day_of(ZONE_UTC, s), DATE_TO_DAY};
    return arena_printf(a, "%s" NBSP "%.5s" NBSP "UTC", fmt_day(a, lang, d, form), text + 11);
}
