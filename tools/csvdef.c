/* csvdef.c -- writes a table of facts (CSV) as rows that a C file takes in, and checks it while at it.
 *
 * usage: csvdef IN.csv OUT.def COLUMNS [INDEX...]
 *
 *     COLUMNS  code:s,num:i,source:s   names as in the header row, all of them; s = text, i = whole number;
 *                                      the first column must be sorted by its bytes and free of doubles
 *              (s* as its kind: no order asked of the first column)
 *     INDEX    SYMBOL=code+symbol      words of the columns, parted by |, as they are
 *              WORD~words              the same, folded as base/str.h folds
 *
 * Out come ROW(...) lines, and for each index NAME("word", row) lines sorted by word, each under
 * `#ifdef NAME`.  A column called source may not be empty; a word that means two rows ends the build, and
 * so does every other mistake, with the row it stands in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#define COLUMNS_MAX 24
#define ROWS_MAX 20000

typedef struct table {
    const char *file;
    arena a;
    const char *names[COLUMNS_MAX];
    bool number[COLUMNS_MAX];
    bool unsorted;
    size_t columns;
    const char **cells; /* [rows * columns] */
    size_t rows;
} table;

typedef struct word {
    const char *text;
    size_t row;
} word;

static _Noreturn void stop(const char *file, size_t row, const char *what, const char *value)
{
    fprintf(stderr, "%s:%zu: %s%s%s\n", file, row, what, *value ? ": " : "", value);
    exit(1);
}

static str read_all(arena *a, const char *file)
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

static void read_table(table *t)
{
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
        if (row > 1 && !t->unsorted && strcmp(t->cells[(t->rows - 1) * t->columns], t->cells[t->rows * t->columns]) >= 0)
            stop(t->file, row + 1, "not sorted by the first column, or twice", t->cells[t->rows * t->columns]);
        t->rows += row > 0;
    }
}

static void write_text(FILE *out, const char *text)
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

static void write_rows(const table *t, FILE *out)
{
    fputs("#ifdef ROW\n", out);
    for (size_t r = 0; r < t->rows; r++) {
        fputs("ROW(", out);
        for (size_t c = 0; c < t->columns; c++) {
            const char *cell = t->cells[r * t->columns + c];
            fputs(c ? ", " : "", out);
            if (t->number[c])
                fprintf(out, "INT64_C(%s)", cell);
            else
                write_text(out, cell);
        }
        fputs(")\n", out);
    }
    fputs("#undef ROW\n#endif\n", out);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(((const word *)a)->text, ((const word *)b)->text);
}

static size_t column_of(const table *t, str name)
{
    for (size_t c = 0; c < t->columns; c++) {
        if (str_is(name, t->names[c]))
            return c;
    }
    stop(t->file, 0, "no such column for the index", name.p);
}

static size_t words_of_column(table *t, size_t c, bool fold, word *words, size_t n, size_t most)
{
    for (size_t r = 0; r < t->rows; r++) {
        str rest = str_of(t->cells[r * t->columns + c]);
        while (rest.n) {
            str one = str_trim(str_cut(&rest, '|'));
            if (fold)
                one = str_fold(&t->a, one);
            if (one.n == 0)
                continue;
            if (n == most)
                stop(t->file, r + 2, "too many words", "");
            words[n++] = (word){str_c(&t->a, one), r};
        }
    }
    return n;
}

static void write_index(table *t, const char *spec, FILE *out)
{
    size_t name_n = strcspn(spec, "=~");
    if (!spec[name_n])
        stop(t->file, 0, "an index is NAME=columns or NAME~columns", spec);
    bool fold = spec[name_n] == '~';
    const size_t most = 100000;
    word *words = ARENA_NEWS(&t->a, word, most);
    size_t n = 0;
    str rest = str_of(spec + name_n + 1);
    while (rest.n)
        n = words_of_column(t, column_of(t, str_cut(&rest, '+')), fold, words, n, most);
    qsort(words, n, sizeof *words, by_text);
    fprintf(out, "#ifdef %.*s\n", (int)name_n, spec);
    for (size_t i = 0; i < n; i++) {
        bool again = i > 0 && strcmp(words[i - 1].text, words[i].text) == 0;
        if (again && words[i - 1].row != words[i].row)
            stop(t->file, words[i].row + 2, "a word that also names another row", words[i].text);
        if (again)
            continue;
        fprintf(out, "%.*s(", (int)name_n, spec);
        write_text(out, words[i].text);
        fprintf(out, ", %zu)\n", words[i].row);
    }
    fprintf(out, "#undef %.*s\n#endif\n", (int)name_n, spec);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: csvdef IN.csv OUT.def COLUMNS [INDEX...]\n", stderr);
        return 2;
    }
    table t = {.file = argv[1]};
    read_columns(&t, argv[3]);
    read_table(&t);
    FILE *out = fopen(argv[2], "wb");
    if (!out)
        stop(argv[2], 0, "cannot be written", "");
    fprintf(out, "/* Written by tools/csvdef.c from %s; edit that. */\n", strrchr(argv[1], '/') ? strrchr(argv[1], '/') + 1 : argv[1]);
    write_rows(&t, out);
    for (int i = 4; i < argc; i++)
        write_index(&t, argv[i], out);
    arena_free(&t.a);
    return fclose(out) == 0 ? 0 : 1;
}
