/* csv_dialect.c -- how a CSV file was written: encoding, separator, decimal sign, date form.
 *
 * Separator: each candidate reads the sample.  The header is the first row of several cells that are not all
 * numbers (so "12,5" in a table of one column is no header, and a title above the table is passed over).
 * The candidate under which most rows are as wide as the header is it; between equals the wider one.
 * Decimal sign and dates: cells that can only be read one way count; where both ways occur, nothing is
 * chosen and the file is asked about, never guessed.
 */
#include "base/csv.h"

#include <string.h>

#define SAMPLE_BYTES ((size_t)65536)

static csv_encoding encoding_of(str input)
{
    if (str_starts(input, "\xEF\xBB\xBF"))
        return CSV_UTF8_BOM;
    if (str_starts(input, "\xFF\xFE"))
        return CSV_UTF16_LE;
    if (str_starts(input, "\xFE\xFF"))
        return CSV_UTF16_BE;
    return str_utf8_ok(input) ? CSV_UTF8 : CSV_WINDOWS_1252;
}

/* Up to the last whole line, if the sample was cut. */
static str whole_lines(str text, bool cut)
{
    while (cut && text.n && text.p[text.n - 1] != '\n' && text.p[text.n - 1] != '\r')
        text.n--;
    return text;
}

static csv_reader *sample_reader(arena *a, str text, char separator, csv_encoding encoding)
{
    /* the sample is UTF-8 or Windows-1252 by now; read as the latter no byte of it is refused early */
    csv_dialect d = {.separator = separator, .encoding = encoding};
    csv_reader *r = NULL;
    csv_limits limits = {.columns_max = 20000};
    return csv_open(&r, a, text, &d, &limits, NULL) == AK_OK ? r : NULL;
}

static bool has_word(const csv_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        str cell = str_trim(row->cells[i].text);
        if (cell.n && !strchr("+-.,0123456789", cell.p[0]))
            return true;
    }
    return false;
}

/* Share of rows as wide as the header, in thousandths, half of it where only the first row can be the
 * header and is all numbers; 0 without several columns. */
static int agreement(str text, char separator, csv_encoding encoding, size_t *columns)
{
    arena a = {0};
    csv_reader *r = sample_reader(&a, text, separator, encoding);
    const csv_row *row = NULL;
    int64_t rows = 0;
    int64_t alike = 0;
    bool words = false;
    *columns = 0;
    while (r) {
        ak_code code = csv_next(r, &row, NULL);
        if (code == AK_E_LIMIT || (code == AK_OK && !row))
            break;
        rows++;
        if (code != AK_OK)
            continue;
        if (!words && row->n > 1 && (has_word(row) || rows == 1)) {
            words = has_word(row);
            *columns = row->n;
            alike = 0;
        }
        alike += row->n == *columns;
    }
    arena_free(&a);
    return *columns > 1 ? (int)(alike * (words ? 1000 : 500) / rows) : 0;
}

static char separator_of(str text, csv_encoding encoding)
{
    static const char candidates[] = ";\t,|";
    char best = '\0';
    int best_agreement = 0;
    size_t best_columns = 0;
    for (const char *c = candidates; *c; c++) {
        size_t columns;
        int share = agreement(text, *c, encoding, &columns);
        if (share > best_agreement || (share == best_agreement && share && columns > best_columns)) {
            best = *c;
            best_agreement = share;
            best_columns = columns;
        }
    }
    /* one column: a separator that cuts nothing */
    for (const char *c = ",;\t|"; !best && *c; c++)
        best = text.n && memchr(text.p, *c, text.n) ? '\0' : *c;
    return best ? best : ',';
}

/* What the cells of the sample say. */
typedef struct signs {
    size_t comma; /* "12,5": can only be a decimal comma */
    size_t point;
    size_t comma_or_group; /* "1,234": may part thousands */
    size_t point_or_group;
    size_t iso;
    size_t day_first; /* "21.11.2026", "21/11/2026" */
    size_t month_first;
    size_t day_or_month; /* "03/04/2026" */
} signs;

static size_t digits(str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

static void look_at_number(signs *s, str cell)
{
    size_t at = cell.n && (cell.p[0] == '-' || cell.p[0] == '+');
    size_t whole = digits(cell, at);
    size_t sign_at = at + whole;
    if (!whole || sign_at >= cell.n || (cell.p[sign_at] != ',' && cell.p[sign_at] != '.'))
        return;
    size_t behind = digits(cell, sign_at + 1);
    if (!behind || sign_at + 1 + behind != cell.n)
        return;
    bool group = behind == 3 && whole <= 3 && cell.p[at] != '0';
    if (cell.p[sign_at] == ',')
        ++*(group ? &s->comma_or_group : &s->comma);
    else
        ++*(group ? &s->point_or_group : &s->point);
}

static int small_number(str s, size_t at, size_t n)
{
    return n == 1 ? s.p[at] - '0' : (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
}

static void look_at_date(signs *s, str cell)
{
    size_t a = digits(cell, 0);
    if (a == 0 || a >= cell.n || !strchr(".-/", cell.p[a]))
        return;
    char sign = cell.p[a];
    size_t b = digits(cell, a + 1);
    size_t b_end = a + 1 + b;
    if ((b != 1 && b != 2) || b_end >= cell.n || cell.p[b_end] != sign)
        return;
    size_t c = digits(cell, b_end + 1);
    size_t end = b_end + 1 + c;
    bool time_behind = end < cell.n && (cell.p[end] == ' ' || cell.p[end] == 'T');
    if (end != cell.n && !time_behind)
        return;
    if (a == 4 && c == 2 && sign == '-') {
        s->iso++;
        return;
    }
    if (a > 2 || (c != 4 && c != 2))
        return;
    int first = small_number(cell, 0, a);
    int second = small_number(cell, a + 1, b);
    if (first < 1 || second < 1 || first > 31 || second > 31 || (first > 12 && second > 12))
        return;
    if (sign == '.' || first > 12)
        s->day_first++;
    else if (second > 12)
        s->month_first++;
    else
        s->day_or_month++;
}

static signs look(str text, char separator, csv_encoding encoding)
{
    signs s = {0};
    arena a = {0};
    csv_reader *r = sample_reader(&a, text, separator, encoding);
    const csv_row *row = NULL;
    while (r) {
        ak_code code = csv_next(r, &row, NULL);
        if (code == AK_E_LIMIT || (code == AK_OK && !row))
            break;
        for (size_t i = 0; code == AK_OK && i < row->n; i++) {
            str cell = str_trim(row->cells[i].text);
            look_at_number(&s, cell);
            look_at_date(&s, cell);
        }
    }
    arena_free(&a);
    return s;
}

static char decimal_of(const signs *s)
{
    if (s->comma && s->point)
        return 0;
    if (s->comma || s->point)
        return s->comma ? ',' : '.';
    if (s->comma_or_group || s->point_or_group)
        return 0; /* "1,234" alone may be a thousand or a bit over one */
    return '.';
}

static char date_order_of(const signs *s)
{
    if (s->day_first && s->month_first)
        return 0;
    if (s->day_first || s->month_first)
        return s->day_first ? 'd' : 'm';
    return s->day_or_month ? 0 : 'y';
}

ak_code csv_detect(csv_dialect *out, str input, ak_err *err)
{
    if (input.n == 0)
        input = STR("");
    csv_dialect d = {.separator = ',', .encoding = encoding_of(input)};
    bool wide = d.encoding == CSV_UTF16_LE || d.encoding == CSV_UTF16_BE;
    if (!wide && input.n && memchr(input.p, '\0', input.n))
        return ak_fail(err, &CSV_003);
    size_t most = wide ? 2 * SAMPLE_BYTES : SAMPLE_BYTES;
    arena a = {0};
    str text;
    ak_code code = csv_plain_text(&text, &a, input, d.encoding, most, err);
    if (code == AK_OK && wide && text.n && memchr(text.p, '\0', text.n))
        code = ak_fail(err, &CSV_003);
    if (code == AK_OK) {
        csv_encoding plain = d.encoding == CSV_WINDOWS_1252 ? CSV_WINDOWS_1252 : CSV_UTF8;
        text = whole_lines(text, input.n > most + 3);
        d.separator = separator_of(text, plain);
        signs s = look(text, d.separator, plain);
        d.decimal = decimal_of(&s);
        d.decimal_seen = s.comma || s.point;
        d.date_order = date_order_of(&s);
        d.date_seen = s.iso || s.day_first || s.month_first;
        *out = d;
    }
    arena_free(&a);
    return code;
}

void csv_dialect_words(const char *words[static 4], const csv_dialect *d)
{
    static const char *const encodings[] = {
        [CSV_UTF8] = N_("UTF-8"),
        [CSV_UTF8_BOM] = N_("UTF-8 with byte order mark"),
        [CSV_UTF16_LE] = N_("UTF-16, little end first"),
        [CSV_UTF16_BE] = N_("UTF-16, big end first"),
        [CSV_WINDOWS_1252] = N_("Windows-1252"),
    };
    words[0] = d->separator == ','   ? N_("comma")
               : d->separator == ';' ? N_("semicolon")
               : d->separator == '|' ? N_("vertical bar")
                                     : N_("tab");
    words[1] = encodings[d->encoding];
    words[2] = d->decimal == 0 ? N_("unclear") : d->decimal == ',' ? N_("comma") : N_("point");
    words[3] = d->date_order == 0     ? N_("unclear")
               : d->date_order == 'd' ? N_("day first")
               : d->date_order == 'm' ? N_("month first")
                                      : N_("year first");
}
