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

#include "csvtable.h"

typedef struct word {
    const char *text;
    size_t row;
} word;

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
    table t = {0};
    read_table(&t, argv[1], argv[3]);
    FILE *out = fopen(argv[2], "wb");
    if (!out)
        stop(argv[2], 0, "cannot be written", "");
    const char *slash = strrchr(argv[1], '/');
    fprintf(out, "/* Written by tools/csvdef.c from %s; edit that. */\n", slash ? slash + 1 : argv[1]);
    write_rows(&t, out);
    for (int i = 4; i < argc; i++)
        write_index(&t, argv[i], out);
    arena_free(&t.a);
    return fclose(out) == 0 ? 0 : 1;
}
