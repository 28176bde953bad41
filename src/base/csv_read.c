/* csv_read.c -- rows of a CSV text.
 *
 * Cells point into the input wherever it stands there as it is; what must be changed (doubled quotes,
 * Windows-1252) is copied to a scratch arena that is rewound with each row.
 */
#include "base/csv.h"

#include <string.h>
#include <utf8proc.h>

#define ROW_BYTES_DEFAULT ((size_t)1 << 20)
#define COLUMNS_DEFAULT   ((size_t)1000)
#define ROWS_DEFAULT      INT64_C(50000000)

#define ONES  0x0101010101010101u
#define HIGHS 0x8080808080808080u

struct csv_reader {
    csv_dialect dialect;
    csv_limits limits;
    const char *first; /* of the row that is read */
    const char *p;
    const char *stop; /* no row goes beyond: the end, or the first byte past row_bytes_max */
    const char *end;
    int64_t rows;
    int64_t lines; /* line ends passed */
    csv_row row;
    csv_cell *cells;
    size_t cells_cap;
    arena kept;    /* the cells' table */
    arena scratch; /* changed texts of this row */
    ak_err *err;
};

/* --- other encodings --- */

static const uint16_t windows_1252[32] = {
    /* 0x80 .. 0x9F; 0 = not assigned.  Source: Unicode Consortium, CP1252.TXT, 1998 */
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static size_t utf8_put(char *out, uint32_t c)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

static uint32_t unit16(const char *p, bool big)
{
    unsigned high = (unsigned char)p[big ? 0 : 1];
    unsigned low = (unsigned char)p[big ? 1 : 0];
    return high << 8 | low;
}

static ak_code utf16_text(str *out, arena *a, str in, bool big, ak_err *err)
{
    if (in.n % 2)
        return ak_fail(err, &CSV_007);
    char *p = arena_alloc(a, in.n / 2 * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < in.n; i += 2) {
        uint32_t c = unit16(in.p + i, big);
        if (c >= 0xD800 && c <= 0xDFFF) {
            uint32_t low = i + 4 <= in.n ? unit16(in.p + i + 2, big) : 0;
            if (c > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
                return ak_fail(err, &CSV_007);
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        }
        n += utf8_put(p + n, c);
    }
    *out = (str){p, n};
    return AK_OK;
}

ak_code csv_plain_text(str *out, arena *a, str input, csv_encoding encoding, size_t most_bytes, ak_err *err)
{
    static const size_t mark_bytes[] = {
        [CSV_UTF8_BOM] = 3, [CSV_UTF16_LE] = 2, [CSV_UTF16_BE] = 2, [CSV_WINDOWS_1252] = 0};
    size_t skip = mark_bytes[encoding] < input.n ? mark_bytes[encoding] : input.n;
    bool whole = input.n - skip <= most_bytes;
    str text = {input.p + skip, whole ? input.n - skip : most_bytes};
    if (encoding != CSV_UTF16_LE && encoding != CSV_UTF16_BE) {
        *out = text;
        return AK_OK;
    }
    /* a sample may not end between the halves of a pair */
    bool big = encoding == CSV_UTF16_BE;
    if (!whole)
        text.n &= ~(size_t)1;
    if (!whole && text.n >= 2 && (unit16(text.p + text.n - 2, big) & 0xFC00) == 0xD800)
        text.n -= 2;
    return utf16_text(out, a, text, big, err);
}

static ak_code windows_text(csv_reader *r, str *text)
{
    bool plain = true;
    for (size_t i = 0; i < text->n && plain; i++)
        plain = (unsigned char)text->p[i] < 0x80;
    if (plain)
        return AK_OK;
    char *out = arena_alloc(&r->scratch, text->n * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < text->n; i++) {
        unsigned char byte = (unsigned char)text->p[i];
        uint32_t c = byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
        if (!c && byte)
            return ak_fail(r->err, &CSV_006);
        n += utf8_put(out + n, c);
    }
    *text = (str){out, n};
    return AK_OK;
}

/* --- cells --- */

/* The first separator or line end from p on. */
static inline const char *cell_end(const char *p, const char *end, char separator)
{
    uint64_t separators = ONES * (unsigned char)separator;
    for (;;) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        while (end - p >= 8) {
            uint64_t w;
            memcpy(&w, p, 8);
            uint64_t s = w ^ separators;
            /* TAB, LF, CR and other low controls, or the separator */
            uint64_t hit = (((s - ONES) & ~s) | ((w - ONES * 14) & ~w)) & HIGHS;
            if (hit) {
                p += __builtin_ctzll(hit) >> 3;
                break;
            }
            p += 8;
        }
#endif
        if (p == end || *p == separator || *p == '\n' || *p == '\r')
            return p;
        p++;
    }
}

/* A text that a spreadsheet would compute carries a ' in front; one that begins with such a ' carries one
 * more (csv_put_cell), so taking off one gives back every text. */
static bool is_escaped(str text)
{
    size_t i = 0;
    while (i < text.n && text.p[i] == '\'')
        i++;
    return i && i < text.n && text.p[i] && strchr("=+-@\t\r", text.p[i]);
}

static ak_code too_long(csv_reader *r)
{
    r->p = r->end;
    return ak_fail(r->err, &CSV_004, ak_arg_int((int64_t)r->limits.row_bytes_max));
}

/* Behind the closing quote; *doubled when quotes stand twice in it. */
static ak_code quoted_end(csv_reader *r, const char **out, bool *doubled)
{
    const char *p = r->p + 1;
    for (;;) {
        p = memchr(p, '"', (size_t)(r->stop - p));
        if (!p) {
            if (r->stop < r->end)
                return too_long(r);
            r->p = r->end;
            return ak_fail(r->err, &CSV_001);
        }
        p++;
        if (p == r->end || *p != '"')
            break;
        if (p == r->stop)
            return too_long(r);
        *doubled = true;
        p++;
    }
    *out = p;
    return AK_OK;
}

static str undouble(arena *a, str raw)
{
    char *out = arena_alloc(a, raw.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        out[n++] = raw.p[i];
        i += raw.p[i] == '"';
    }
    return (str){out, n};
}

static ak_code read_quoted(csv_reader *r, str *text)
{
    bool doubled = false;
    const char *end = r->p;
    AK_TRY(quoted_end(r, &end, &doubled));
    *text = (str){r->p + 1, (size_t)(end - r->p) - 2};
    for (const char *p = text->p; (p = memchr(p, '\n', (size_t)(text->p + text->n - p))) != NULL; p++)
        r->lines++;
    if (doubled)
        *text = undouble(&r->scratch, *text);
    r->p = end;
    if (end < r->end && *end != r->dialect.separator && *end != '\n' && *end != '\r')
        return ak_fail(r->err, &CSV_002);
    return AK_OK;
}

static ak_code read_cell(csv_reader *r, csv_cell *cell)
{
    str text;
    if (r->p < r->stop && *r->p == '"') {
        AK_TRY(read_quoted(r, &text));
    } else {
        const char *end = cell_end(r->p, r->stop, r->dialect.separator);
        if (end == r->stop && r->stop < r->end)
            return too_long(r);
        text = (str){r->p, (size_t)(end - r->p)};
        r->p = end;
    }
    if (r->dialect.encoding == CSV_WINDOWS_1252)
        AK_TRY(windows_text(r, &text));
    bool escaped = text.n && text.p[0] == '\'' && is_escaped(text);
    *cell = (csv_cell){
        escaped ? (str){text.p + 1, text.n - 1}
          : text, escaped
    };
    return AK_OK;
}

/* --- rows --- */

/* Steps over one line end at r->p, if it stands there. */
static bool pass_line_end(csv_reader *r)
{
    if (r->p == r->end || (*r->p != '\n' && *r->p != '\r'))
        return false;
    r->p += *r->p == '\r' && r->p + 1 < r->end && r->p[1] == '\n' ? 2 : 1;
    r->lines++;
    return true;
}

static ak_code one_more_cell(csv_reader *r)
{
    if (r->row.n == r->limits.columns_max)
        return ak_fail(r->err, &CSV_005, ak_arg_int((int64_t)r->limits.columns_max));
    r->cells = arena_room(&r->kept, r->cells, r->row.n, &r->cells_cap, sizeof *r->cells);
    r->row.n++;
    return AK_OK;
}

static ak_code read_cells(csv_reader *r)
{
    for (;;) {
        AK_TRY(one_more_cell(r));
        AK_TRY(read_cell(r, &r->cells[r->row.n - 1]));
        if (r->p == r->end || *r->p != r->dialect.separator)
            return AK_OK;
        r->p++;
    }
}

/* After a broken row: to the next line. */
static void pass_rest_of_line(csv_reader *r)
{
    while (r->p < r->end && *r->p != '\n' && *r->p != '\r')
        r->p++;
    pass_line_end(r);
}

ak_code csv_next(csv_reader *r, const csv_row **row, ak_err *err)
{
    *row = NULL;
    r->err = err;
    arena_rewind(&r->scratch, (arena_mark){0});
    while (pass_line_end(r))
        r->rows++;
    if (r->p == r->end)
        return AK_OK;
    r->rows++;
    if (r->rows > r->limits.rows_max) {
        r->p = r->end;
        ak_code code = ak_fail(err, &CSV_008, ak_arg_int(r->limits.rows_max));
        return ak_at(err, code, NULL, r->rows, NULL, NULL);
    }
    r->first = r->p;
    size_t left = (size_t)(r->end - r->p);
    r->stop = left > r->limits.row_bytes_max ? r->p + r->limits.row_bytes_max : r->end;
    r->row = (csv_row){.row = r->rows, .line = r->lines + 1};
    ak_code code = read_cells(r);
    if (code != AK_OK) {
        pass_rest_of_line(r);
        return ak_at(err, code, NULL, r->rows, NULL, NULL);
    }
    r->row.source = (str){r->first, (size_t)(r->p - r->first)};
    r->row.cells = r->cells;
    pass_line_end(r);
    *row = &r->row;
    return AK_OK;
}

/* --- opening --- */

static void reader_close(void *payload)
{
    csv_reader *r = payload;
    arena_free(&r->kept);
    arena_free(&r->scratch);
}

/* "sep=;" as the whole first line: Excel's way to say it; it counts as a row. */
static void pass_separator_line(csv_reader *r)
{
    str text = {r->p, (size_t)(r->end - r->p)};
    if (!str_starts(text, "sep=") || text.n < 5 || !strchr(",;\t|", text.p[4]))
        return;
    if (text.n > 5 && text.p[5] != '\r' && text.p[5] != '\n')
        return;
    r->dialect.separator = text.p[4];
    r->p += 5;
    if (pass_line_end(r))
        r->rows++;
}

ak_code csv_open(csv_reader **out, arena *a, str input, const csv_dialect *dialect, const csv_limits *limits,
                 ak_err *err)
{
    if (input.n == 0)
        input = STR("");
    csv_reader *r = ARENA_NEW(a, csv_reader);
    if (dialect)
        r->dialect = *dialect;
    else
        AK_TRY(csv_detect(&r->dialect, input, err));
    str text = STR("");
    AK_TRY(csv_plain_text(&text, a, input, r->dialect.encoding, SIZE_MAX, err));
    /* detection has looked at a text without mark; a mark alone proves nothing */
    bool unproved = r->dialect.encoding == CSV_UTF8_BOM || (dialect && r->dialect.encoding == CSV_UTF8);
    if (unproved && !str_utf8_ok(text))
        return ak_fail(err, &CSV_009);
    if (limits)
        r->limits = *limits;
    if (!r->limits.row_bytes_max)
        r->limits.row_bytes_max = ROW_BYTES_DEFAULT;
    if (!r->limits.columns_max)
        r->limits.columns_max = COLUMNS_DEFAULT;
    if (!r->limits.rows_max)
        r->limits.rows_max = ROWS_DEFAULT;
    r->p = text.p;
    r->end = text.p + text.n;
    pass_separator_line(r);
    arena_own(a, reader_close, r);
    *out = r;
    return AK_OK;
}

const csv_dialect *csv_dialect_of(const csv_reader *r)
{
    return &r->dialect;
}
