/* csvtable.c -- a table of facts as build-time programs read it. */
#include "csvtable.h"

#include <stdlib.h>
#include <string.h>

_Noreturn void stop(const char *file, size_t row, const char *what, const char *value)
{
    fprintf(stderr, "%s:%zu: %s%s%s\n", file, row, what, *value ? ": " : "", value);
    exit(1);
}

str read_all(arena *a, const char *file)
{
    FILE *f = fopen(file, "rb");
    if (!f)
        stop(file, 0, "cannot be read", "");
    buf b = buf_new(a, 0);
    char chunk[4096];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(&b, chunk, n);
    fclose(f);
    return buf_str(&b);
}

/* One cell of RFC 4180; *last is set at the end of the row. */
static const char *read_cell(table *t, str *rest, size_t row, bool *last)
{
    buf b = buf_new(&t->a, 0);
    bool quoted = rest->n && rest->p[0] == '"';
    size_t i = quoted;
    for (;; i++) {
        char c = i < rest->n ? rest->p[i] : '\n';
        if (quoted && i >= rest->n)
            stop(t->file, row, "quote without end", "");
        if (quoted && c == '"') {
            if (i + 1 < rest->n && rest->p[i + 1] == '"') {
                buf_add_char(&b, '"');
                i++;
                continue;
            }
            quoted = false;
        } else if (!quoted && (c == ',' || c == '\n')) {
            *last = c == '\n';
            break;
        } else if (c == '\r') {
            stop(t->file, row, "carriage return", "");
        } else {
            buf_add_char(&b, c);
        }
    }
    *rest = i < rest->n ? (str){rest->p + i + 1, rest->n - i - 1} : (str){rest->p + rest->n, 0};
    return arena_copy(&t->a, b.n ? b.p : "", b.n);
}

static void read_columns(table *t, const char *spec)
{
    str rest = str_of(spec);
    while (rest.n) {
        str one = str_cut(&rest, ',');
        str name = str_cut(&one, ':');
        if (t->columns == COLUMNS_MAX || one.n == 0)
            stop(t->file, 0, "columns are name:s or name:i", spec);
        t->names[t->columns] = str_c(&t->a, name);
        t->number[t->columns] = one.p[0] == 'i';
        t->unsorted |= str_is(one, "s*");
        t->columns++;
    }
}

static void check_cell(const table *t, size_t row, size_t column, const char *cell)
{
    if (strcmp(t->names[column], "source") == 0 && !*cell)
        stop(t->file, row, "no source", "");
    if (!t->number[column])
        return;
    char *end;
    strtoll(cell, &end, 10);
    if (!*cell || *end)
        stop(t->file, row, "not a whole number", cell);
}

void read_table(table *t, const char *file, const char *columns)
{
    t->file = file;
    read_columns(t, columns);
    str rest = read_all(&t->a, t->file);
    if (!str_utf8_ok(rest))
        stop(t->file, 0, "not UTF-8", "");
    t->cells = ARENA_NEWS(&t->a, const char *, ROWS_MAX * t->columns);
    for (size_t row = 0; rest.n; row++) {
        if (t->rows == ROWS_MAX)
            stop(t->file, row + 1, "too many rows", "");
        bool last = false;
        for (size_t c = 0; c < t->columns; c++) {
            const char *cell = read_cell(t, &rest, row + 1, &last);
            if (last != (c + 1 == t->columns))
                stop(t->file, row + 1, "wrong number of cells", cell);
            if (row == 0 && strcmp(cell, t->names[c]) != 0)
                stop(t->file, 1, "unexpected column", cell);
            if (row == 0)
                continue;
            check_cell(t, row + 1, c, cell);
            t->cells[t->rows * t->columns + c] = cell;
        }
        if (row > 1 && !t->unsorted &&
            strcmp(t->cells[(t->rows - 1) * t->columns], t->cells[t->rows * t->columns]) >= 0)
            stop(t->file, row + 1, "not sorted by the first column, or twice",
                 t->cells[t->rows * t->columns]);
        t->rows += row > 0;
    }
}

void write_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p < ' ' || *p == '"' || *p == '\\' || *p == '?' || *p > 126)
            fprintf(out, "\\%03o", *p);
        else
            fputc(*p, out);
    }
    fputc('"', out);
}
