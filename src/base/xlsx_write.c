/* xlsx_write.c -- workbooks out, through libxlsxwriter.
 *
 * The library writes to a path only, so the path is that of a file in memory (memfd); its own temporary
 * files go to /dev/shm where there is one, so nothing that is exported stays behind on a disk.
 * Lists of choices longer than the 255 characters that a rule may hold stand on a hidden sheet.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>
#include <xlsxwriter.h>

#include "base/date.h"
#include "base/xlsx.h"

#define SHEET_NAME_CHARS_MOST 31
#define TEXT_CHARS_MOST       32767
#define DIGITS_MOST           15 /* every decimal of 15 digits comes back from a double */
#define SCALE_MOST            15
#define CHOICES_BYTES_MOST    255
#define HINT_CHARS_MOST       255
#define WIDTH_MOST            60.0

struct xlsx_writer {
    arena *a;
    lxw_workbook *book; /* NULL when closed */
    lxw_worksheet *sheet;
    lxw_worksheet *choices; /* hidden; NULL until it is needed */
    lxw_col_t choices_n;
    int fd;
    char *path;
    size_t columns_n; /* with a filter; 0 = none */
    int64_t last_row;
    lxw_format *header;
    lxw_format *open;    /* of cells to be filled in; NULL until it is needed */
    lxw_format *text[3]; /* by style */
    lxw_format *date[3];
    lxw_format *number[3][SCALE_MOST + 1]; /* by style and scale, made when needed */
};

/* --- opening, closing --- */

static void writer_close(void *payload)
{
    xlsx_writer *w = payload;
    if (w->book)
        (void)workbook_close(w->book);
    w->book = NULL;
    if (w->fd >= 0)
        (void)close(w->fd);
    w->fd = -1;
}

static lxw_format *format_new(xlsx_writer *w, xlsx_style style, const char *number_format)
{
    lxw_format *f = workbook_add_format(w->book);
    if (number_format)
        format_set_num_format(f, number_format);
    if (style == XLSX_HEADER)
        format_set_bold(f);
    if (style == XLSX_BAD) {
        format_set_bg_color(f, 0xFFC7CE);
        format_set_font_color(f, 0x9C0006);
    }
    return f;
}

ak_code xlsx_writer_open(xlsx_writer **out, arena *a, int64_t created_s, ak_err *err)
{
    xlsx_writer *w = ARENA_NEW(a, xlsx_writer);
    *out = w;
    w->a = a;
    w->fd = memfd_create("workbook", MFD_CLOEXEC);
    if (w->fd < 0)
        return ak_fail_errno(err, "writing", "XLSX");
    arena_own(a, writer_close, w);
    w->path = arena_printf(a, "/proc/self/fd/%d", w->fd);
    lxw_workbook_options options = {.tmpdir =
                                        access("/dev/shm", W_OK) == 0 ? arena_text(a, "/dev/shm") : NULL};
    w->book = workbook_new_opt(w->path, &options);
    if (!w->book)
        return ak_fail(err, &XLSX_008, strerror(ENOMEM));
    lxw_doc_properties properties = {.created = (time_t)created_s};
    workbook_set_properties(w->book, &properties);
    for (xlsx_style style = XLSX_PLAIN; style <= XLSX_BAD; style++) {
        w->text[style] = style == XLSX_PLAIN ? NULL : format_new(w, style, NULL);
        w->date[style] = format_new(w, style, "yyyy-mm-dd");
    }
    return AK_OK;
}

/* --- sheets and columns --- */

static const char *sheet_name(arena *a, const char *name)
{
    buf b = buf_new(a, 0);
    int chars = 0;
    for (str rest = str_of(name); rest.n && chars < SHEET_NAME_CHARS_MOST; chars++) {
        utf8proc_int32_t c = '_';
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)rest.p, (utf8proc_ssize_t)rest.n, &c);
        if (n <= 0)
            n = 1;
        bool edge = c == '\'' && (chars == 0 || (size_t)n == rest.n);
        if (c < 32 || edge || (c < 128 && strchr("[]:*?/\\", (char)c)))
            buf_add_char(&b, '_');
        else
            buf_add(&b, rest.p, (size_t)n);
        rest = (str){rest.p + n, rest.n - (size_t)n};
    }
    return b.n ? b.p : "_";
}

/* Filters reach from the header over all rows that were written. */
static void finish_sheet(xlsx_writer *w)
{
    if (w->sheet && w->columns_n && w->last_row)
        worksheet_autofilter(w->sheet, 0, 0, (lxw_row_t)(w->last_row - 1), (lxw_col_t)(w->columns_n - 1));
}

ak_code xlsx_put_sheet(xlsx_writer *w, const char *name, ak_err *err)
{
    finish_sheet(w);
    const char *clean = sheet_name(w->a, name);
    if (strcasecmp(clean, XLSX_CHOICES_SHEET) == 0 || workbook_get_worksheet_by_name(w->book, clean))
        return ak_fail(err, &XLSX_009, clean);
    w->sheet = workbook_add_worksheet(w->book, clean);
    if (!w->sheet)
        return ak_fail(err, &XLSX_009, clean);
    w->columns_n = 0;
    w->last_row = 0;
    return AK_OK;
}

static size_t choices_count(const char *const *choices, size_t *bytes)
{
    size_t n = 0;
    for (*bytes = 0; choices[n]; n++)
        *bytes += strlen(choices[n]) + 1;
    return n;
}

/* The choices as a column of the hidden sheet; the range that names them. */
static char *choices_range(xlsx_writer *w, const char *const *choices, size_t n)
{
    if (!w->choices) {
        w->choices = workbook_add_worksheet(w->book, XLSX_CHOICES_SHEET);
        worksheet_hide(w->choices);
    }
    char column[8];
    xlsx_column_name(column, (size_t)w->choices_n + 1);
    for (size_t i = 0; i < n; i++)
        (void)worksheet_write_string(w->choices, (lxw_row_t)i, w->choices_n, choices[i], NULL);
    w->choices_n++;
    return arena_printf(w->a, "=" XLSX_CHOICES_SHEET "!$%s$1:$%s$%zu", column, column, n);
}

/* A person may still write another word (a warning, no stop): the import tells what is wrong with it. */
static bool offer_choices(lxw_data_validation *rule, xlsx_writer *w, const char *const *choices)
{
    size_t bytes;
    size_t n = choices_count(choices, &bytes);
    if (n == 0)
        return false;
    bool comma = false;
    for (size_t i = 0; i < n; i++)
        comma = comma || strchr(choices[i], ',');
    rule->error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    if (bytes <= CHOICES_BYTES_MOST && !comma) {
        char **list = ARENA_NEWS(w->a, char *, n + 1);
        for (size_t i = 0; i < n; i++)
            list[i] = arena_text(w->a, choices[i]);
        rule->validate = LXW_VALIDATION_TYPE_LIST;
        rule->value_list = list;
    } else {
        rule->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        rule->value_formula = choices_range(w, choices, n);
    }
    return true;
}

static ak_code put_choices(xlsx_writer *w, lxw_col_t column, const char *const *choices, ak_err *err)
{
    lxw_data_validation rule = {0};
    if (!offer_choices(&rule, w, choices))
        return AK_OK;
    lxw_error code = worksheet_data_validation_range(w->sheet, 1, column, LXW_ROW_MAX - 1, column, &rule);
    return code == LXW_NO_ERROR ? AK_OK : ak_fail(err, &XLSX_008, lxw_strerror(code));
}

ak_code xlsx_put_columns(xlsx_writer *w, const xlsx_column *columns, size_t n, ak_err *err)
{
    for (size_t i = 0; i < n; i++) {
        lxw_col_t column = (lxw_col_t)i;
        AK_TRY(xlsx_put_text(w, 1, i + 1, str_of(columns[i].head), XLSX_HEADER, err));
        double width =
            columns[i].width_chars > 0 ? columns[i].width_chars : (double)strlen(columns[i].head) + 4;
        worksheet_set_column(w->sheet, column, column, width > WIDTH_MOST ? WIDTH_MOST : width, NULL);
        if (columns[i].choices)
            AK_TRY(put_choices(w, column, columns[i].choices, err));
        if (columns[i].note)
            AK_TRY(xlsx_put_comment(w, 1, i + 1, columns[i].note, err));
    }
    worksheet_freeze_panes(w->sheet, 1, 0);
    worksheet_repeat_rows(w->sheet, 0, 0);
    w->columns_n = n;
    return AK_OK;
}

/* --- cells --- */

static ak_code place(xlsx_writer *w, int64_t row, size_t column, ak_err *err)
{
    if (row < 1 || row > LXW_ROW_MAX || column < 1 || column > LXW_COL_MAX)
        return ak_fail(err, &XLSX_007, ak_arg_int(row), ak_arg_int((int64_t)column));
    if (row > w->last_row)
        w->last_row = row;
    return AK_OK;
}

static ak_code written(lxw_error code, ak_err *err)
{
    return code == LXW_NO_ERROR ? AK_OK : ak_fail(err, &XLSX_008, lxw_strerror(code));
}

/* "_x0041_" in a file means A, so where it was meant as it stands its "_" is written as "_x005F_"; the
 * library does this for control characters, not for the sign itself. */
static const char *stored_text(arena *a, str text)
{
    if (text.n < 7 || !memmem(text.p, text.n, "_x", 2))
        return str_c(a, text);
    buf b = buf_new(a, 0);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char bytes[2];
        bool escape = text.n - i >= 7 && text.p[i] == '_' && text.p[i + 1] == 'x' && text.p[i + 6] == '_' &&
                      hex_read(bytes, 2, (str){text.p + i + 2, 4});
        buf_add_c(&b, escape ? "_x005F" : "");
        buf_add_char(&b, text.p[i]);
    }
    return b.p;
}

ak_code xlsx_put_text(xlsx_writer *w, int64_t row, size_t column, str text, xlsx_style style, ak_err *err)
{
    AK_TRY(place(w, row, column, err));
    lxw_format *f = w->text[style];
    if (text.n == 0)
        return style == XLSX_BAD ? written(worksheet_write_blank(w->sheet, (lxw_row_t)(row - 1),
                                                                 (lxw_col_t)(column - 1), f),
                                           err)
                                 : AK_OK;
    arena tmp = {0};
    const char *c_text = stored_text(&tmp, text);
    lxw_error code =
        worksheet_write_string(w->sheet, (lxw_row_t)(row - 1), (lxw_col_t)(column - 1), c_text, f);
    arena_free(&tmp);
    if (code == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
        return ak_fail(err, &XLSX_006, ak_arg_int(TEXT_CHARS_MOST));
    return written(code, err);
}

/* A plain decimal: its digits and how many stand behind the point; false for another text. */
static bool decimal_shape(str text, int *digits, int *scale)
{
    size_t i = text.n && text.p[0] == '-';
    bool point = false;
    if (text.n > i + 1 && text.p[i] == '0' && text.p[i + 1] != '.')
        return false; /* "007" is a name, not a number */
    *digits = 0;
    *scale = 0;
    for (; i < text.n; i++) {
        if (text.p[i] == '.' && !point && *digits) {
            point = true;
            continue;
        }
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        ++*digits;
        *scale += point;
    }
    return *digits && (!point || *scale);
}

static lxw_format *number_format(xlsx_writer *w, xlsx_style style, int scale)
{
    if (scale == 0)
        return w->text[style];
    lxw_format **f = &w->number[style][scale];
    if (!*f)
        *f = format_new(w, style, arena_printf(w->a, "0.%.*s", scale, "000000000000000"));
    return *f;
}

ak_code xlsx_put_number(xlsx_writer *w, int64_t row, size_t column, str decimal, xlsx_style style,
                        ak_err *err)
{
    int digits;
    int scale;
    if (!decimal_shape(decimal, &digits, &scale) || digits > DIGITS_MOST)
        return xlsx_put_text(w, row, column, decimal, style, err);
    AK_TRY(place(w, row, column, err));
    char text[DIGITS_MOST + 4];
    memcpy(text, decimal.p, decimal.n);
    text[decimal.n] = '\0';
    return written(worksheet_write_number(w->sheet, (lxw_row_t)(row - 1), (lxw_col_t)(column - 1),
                                          strtod(text, NULL), number_format(w, style, scale)),
                   err);
}

ak_code xlsx_put_date(xlsx_writer *w, int64_t row, size_t column, str iso, xlsx_style style, ak_err *err)
{
    date d;
    bool whole = date_read(&d, iso, 'y', NULL) == AK_OK && d.precision == DATE_TO_DAY;
    int32_t first = date_day(1899, 12, 30);
    /* serials below 61 mean other days in other programs (a 29 February 1900 is counted by some) */
    if (!whole || d.day - first < 61)
        return xlsx_put_text(w, row, column, iso, style, err);
    AK_TRY(place(w, row, column, err));
    return written(worksheet_write_number(w->sheet, (lxw_row_t)(row - 1), (lxw_col_t)(column - 1),
                                          (double)(d.day - first), w->date[style]),
                   err);
}

ak_code xlsx_put_bool(xlsx_writer *w, int64_t row, size_t column, bool truth, xlsx_style style, ak_err *err)
{
    AK_TRY(place(w, row, column, err));
    return written(worksheet_write_boolean(w->sheet, (lxw_row_t)(row - 1), (lxw_col_t)(column - 1), truth,
                                           w->text[style]),
                   err);
}

static void bound_number(lxw_data_validation *rule, const xlsx_answer *answer)
{
    rule->validate = LXW_VALIDATION_TYPE_DECIMAL;
    rule->minimum_number = answer->least;
    rule->maximum_number = answer->most;
    rule->value_number = answer->at_least ? answer->least : answer->most;
    rule->criteria = answer->at_least && answer->at_most ? LXW_VALIDATION_CRITERIA_BETWEEN
                     : answer->at_most                   ? LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO
                                                         : LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
    if (!answer->at_least && !answer->at_most)
        rule->value_number = -1e15; /* any number */
}

/* Cut at whole characters. */
static char *hint_text(arena *a, const char *hint)
{
    str rest = str_of(hint);
    size_t n = 0;
    for (int chars = 0; n < rest.n && chars < HINT_CHARS_MOST; chars++) {
        n++;
        while (n < rest.n && ((unsigned char)rest.p[n] & 0xC0) == 0x80)
            n++;
    }
    return arena_copy(a, rest.p, n);
}

ak_code xlsx_put_answer(xlsx_writer *w, int64_t row, size_t column, const xlsx_answer *answer, ak_err *err)
{
    AK_TRY(place(w, row, column, err));
    if (!w->open) {
        w->open = workbook_add_format(w->book);
        format_set_unlocked(w->open);
        format_set_bg_color(w->open, 0xFFF9E5);
        format_set_border(w->open, LXW_BORDER_HAIR);
    }
    lxw_row_t r = (lxw_row_t)(row - 1);
    lxw_col_t k = (lxw_col_t)(column - 1);
    AK_TRY(written(worksheet_write_blank(w->sheet, r, k, w->open), err));
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_ANY};
    if (answer->takes == XLSX_TAKES_ONE_OF && !offer_choices(&rule, w, answer->choices))
        return AK_OK;
    if (answer->takes == XLSX_TAKES_NUMBER)
        bound_number(&rule, answer);
    if (answer->takes == XLSX_TAKES_DATE) {
        rule.validate = LXW_VALIDATION_TYPE_DATE;
        rule.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
        rule.value_datetime = (lxw_datetime){.year = 1990, .month = 1, .day = 1};
    }
    if (answer->hint && *answer->hint)
        rule.input_message = hint_text(w->a, answer->hint);
    if (rule.validate == LXW_VALIDATION_TYPE_ANY && !rule.input_message)
        return AK_OK;
    return written(worksheet_data_validation_cell(w->sheet, r, k, &rule), err);
}

void xlsx_protect(xlsx_writer *w)
{
    lxw_protection o = {.format_cells = LXW_TRUE, .format_columns = LXW_TRUE, .format_rows = LXW_TRUE};
    worksheet_protect(w->sheet, NULL, &o);
}

ak_code xlsx_put_comment(xlsx_writer *w, int64_t row, size_t column, const char *text, ak_err *err)
{
    AK_TRY(place(w, row, column, err));
    lxw_comment_options options = {.author = arena_text(w->a, "aktsom"), .x_scale = 2.0, .y_scale = 1.5};
    return written(
        worksheet_write_comment_opt(w->sheet, (lxw_row_t)(row - 1), (lxw_col_t)(column - 1), text, &options),
        err);
}

static ak_code take_bytes(xlsx_writer *w, str *bytes, ak_err *err)
{
    /* the library replaces what the path names; /proc/self/fd keeps naming our file */
    struct stat st;
    if (fstat(w->fd, &st) != 0)
        return ak_fail_errno(err, "writing", "XLSX");
    size_t n = (size_t)st.st_size;
    if (w->a->limit_bytes && n > w->a->limit_bytes)
        return ak_fail(err, &SYS_002, ak_arg_int((int64_t)(w->a->limit_bytes >> 20)));
    char *p = arena_alloc(w->a, n + 1);
    for (size_t have = 0; have < n;) {
        ssize_t got = pread(w->fd, p + have, n - have, (off_t)have);
        if (got <= 0)
            return ak_fail_errno(err, "writing", "XLSX");
        have += (size_t)got;
    }
    *bytes = (str){p, n};
    return AK_OK;
}

ak_code xlsx_writer_done(xlsx_writer *w, str *bytes, ak_err *err)
{
    finish_sheet(w);
    lxw_error code = workbook_close(w->book);
    w->book = NULL;
    if (code != LXW_NO_ERROR)
        return ak_fail(err, &XLSX_008, lxw_strerror(code));
    return take_bytes(w, bytes, err);
}
