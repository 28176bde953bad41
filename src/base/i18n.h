/* i18n.h -- Norwegian, Danish and English: texts, numbers, dates.
 *
 * Source text is English.  Translations are the .mo files of po/, embedded, read here: gettext() itself has
 * one language per process, a request has its own.  What formats for people stands here too: a number is
 * never formatted before a renderer knows the reader.
 */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include "base/arena.h"
#include "base/str.h"

typedef enum language { LANG_NB, LANG_DA, LANG_EN } language; /* index of every table of three names */
#define LANGUAGES 3

bool language_find(language *out, str text); /* "nb", "da", "en"; also no, nn, nb-NO, en_GB.UTF-8 */
const char *language_code(language lang);    /* "nb" */

/* The translation, else the text itself.  O(log n), no allocation. */
const char *tr(language lang, const char *msgid);
/* one for n == 1, else many (all three languages have the rule n != 1). */
const char *trn(language lang, const char *one, const char *many, int64_t n);
/* Fills {1} .. {4} and {name} in a text: pairs of name and value, ended by NULL; an unknown place stays.
 * tr_fill(a, tr(lang, N_("Bought from {supplier}")), "supplier", name, NULL) */
const char *tr_fill(arena *a, const char *text, ...) __attribute__((sentinel));
const char *tr_fill_args(arena *a, const char *text, const char *const args[4]); /* {1} .. {4} only */

/* Numbers for people: groups parted by a no-break space (en: too), minus sign U+2212, decimal comma in nb
 * and da, point in en. */
const char *fmt_int(arena *a, language lang, int64_t n);              /* 1 284 */
const char *fmt_decimal(arena *a, language lang, const char *text);   /* "5493.38" -> 5 493,38 */
const char *fmt_number(arena *a, language lang, double x, int digits); /* significant digits; no exponent */
const char *fmt_share(arena *a, language lang, int64_t millionths, int decimals); /* 39 %; en 39% */
const char *fmt_quantity(arena *a, language lang, const char *text, const char *unit); /* 250,5 kg */
/* A unit's symbol as people read it: "yr" is år, years, or (one of it) year; most are the same everywhere. */
const char *fmt_unit(language lang, const char *unit, bool one);
const char *fmt_money(arena *a, language lang, int64_t minor, const char *currency); /* 1 284,50 NOK */

typedef enum fmt_date_form { FMT_DATE_LONG, FMT_DATE_SHORT, FMT_DATE_NUMERIC } fmt_date_form;
/* "2026-11-23" -> 23. november 2026 | 23. nov. 2026 | 23.11.2026 (da 23.11.2026, en 23 November 2026 |
 * 23 Nov 2026 | 2026-11-23); "2026-11" -> november 2026; "2026" -> 2026; a moment -> date and HH:MM UTC.
 * A text that is no date comes back as it is. */
const char *fmt_date(arena *a, language lang, const char *iso, fmt_date_form form);

#endif
