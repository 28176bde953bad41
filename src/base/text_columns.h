/* text_columns.h -- how wide the columns of a table on a terminal are. */
#ifndef BASE_TEXT_COLUMNS_H
#define BASE_TEXT_COLUMNS_H

#include "base/str.h"

#define TEXT_GAP 2 /* spaces between two columns */

typedef struct text_columns {
    size_t *width; /* [n] */
    bool below;    /* the last, of long texts, has no room beside the others: it goes beneath its row */
    bool stacked;  /* there is no room for the columns side by side: each row is a list of its own */
} text_columns;

/* Widths for these header words and cells [rows x n], so that a row takes no more than room columns of the
 * terminal as far as that can be.  Where they are too wide, a break between words is better than one in a word,
 * and one in few cells better than one in many.  O(rows x n x room). */
void text_columns_fit(text_columns *out, arena *a, const str *header, const str *cells, size_t rows, size_t n,
                      size_t room);

#endif
