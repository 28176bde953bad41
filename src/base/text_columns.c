/* text_columns.c -- how wide the columns of a table on a terminal are. */
#include "base/text_columns.h"

#include <string.h>

#include "base/text_width.h"

#define CELL_MIN     6
#define LAST_MIN     30 /* narrower, and longer than two lines of that, is no way to read a text */
#define HEADER_CELLS 10
#define WORD_MOST    24 /* longer ones are addresses and digests: they may be broken */

typedef struct fitting {
    size_t rows, n, stride; /* rows: header and cells */
    size_t *word;           /* [rows x stride] the longest word of each */
    size_t *width;          /* [n] */
} fitting;

static size_t longer(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t longest_word(str text)
{
    size_t longest = 0;
    while (text.n) {
        str line = str_cut(&text, '\n');
        while (line.n)
            longest = longer(longest, text_width(str_cut(&line, ' ')));
    }
    return longest < WORD_MOST ? longest : WORD_MOST;
}

/* Cells of which a word would be broken if the column were one narrower; a header is seen by every reader. */
static size_t broken_by(const fitting *f, size_t column)
{
    size_t broken = 0;
    for (size_t r = 0; r < f->rows; r++)
        if (f->word[r * f->stride + column] >= f->width[column])
            broken += r ? 1 : HEADER_CELLS;
    return broken;
}

/* The column that gives with the least harm, the widest of equals; n = none can. */
static size_t giving(const fitting *f)
{
    size_t best = f->n, least = SIZE_MAX;
    for (size_t c = 0; c < f->n; c++) {
        if (f->width[c] <= CELL_MIN)
            continue;
        size_t broken = broken_by(f, c);
        if (broken < least || (broken == least && f->width[c] > f->width[best])) {
            best = c;
            least = broken;
        }
    }
    return best;
}

static void narrow(fitting *f, size_t room)
{
    size_t sum = f->n ? (f->n - 1) * TEXT_GAP : 0;
    for (size_t c = 0; c < f->n; c++)
        sum += f->width[c];
    for (size_t from; sum > room && (from = giving(f)) < f->n; sum--)
        f->width[from]--;
}

static void natural(fitting *f, const str *header, const str *cells)
{
    for (size_t c = 0; c < f->stride; c++)
        f->width[c] = 1;
    for (size_t r = 0; r < f->rows; r++)
        for (size_t c = 0; c < f->stride; c++) {
            str text = r ? cells[(r - 1) * f->stride + c] : header[c];
            f->width[c] = longer(f->width[c], text_width(text));
            f->word[r * f->stride + c] = longest_word(text);
        }
}

/* Even with headers broken, which nobody can read. */
static bool too_narrow(const fitting *f, size_t room)
{
    size_t broken = 0, sum = 0;
    for (size_t c = 0; c < f->n; c++) {
        broken += f->width[c] < f->word[c];
        sum += f->width[c] + (c ? TEXT_GAP : 0);
    }
    return broken > 1 || sum > room;
}

void text_columns_fit(text_columns *out, arena *a, const str *header, const str *cells, size_t rows, size_t n,
                      size_t room)
{
    fitting f = {.rows = rows + 1, .n = n, .stride = n};
    f.word = ARENA_NEWS(a, size_t, f.rows * n);
    f.width = ARENA_NEWS(a, size_t, n);
    *out = (text_columns){.width = f.width};
    natural(&f, header, cells);
    if (n == 0)
        return;
    size_t *asked = ARENA_NEWS(a, size_t, n);
    memcpy(asked, f.width, n * sizeof *asked);
    narrow(&f, room);
    size_t got = f.width[n - 1];
    out->below = n > 2 && got < LAST_MIN && asked[n - 1] > 2 * LAST_MIN;
    if (out->below) {
        memcpy(f.width, asked, n * sizeof *asked);
        f.n = n - 1;
        narrow(&f, room);
    }
    out->stacked = too_narrow(&f, room);
}
