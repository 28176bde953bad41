/* bars.h -- shares of a whole as bars: evidence of origin, or what is known and what is not.
 *
 * One bar a row, all of one length; segments in the order of the series, parted by a white line.  A share
 * that has room carries its percent, on a white plate where the fill is a pattern.  Shares that do not reach
 * the whole leave the rest of the bar empty.
 */
#ifndef BASE_BARS_H
#define BASE_BARS_H

#include "base/i18n.h"
#include "base/picture.h"
#include "base/view.h"

typedef struct bars_series {
    const view *label;   /* "Documented" */
    const char *classes; /* "f-e3" */
    bool plate;          /* pattern: the text needs a plate */
    bool white;          /* dark fill: the text is white */
} bars_series;

typedef struct bars_row {
    const view *label;     /* "Cobalt" */
    const view *amount;    /* "8.0 kg", right of the bar; may be NULL */
    const int64_t *shares; /* [series_n] millionths of this row, 0..1,000,000, sum at most 1,000,000 */
    bool total;            /* drawn higher, parted from the rest */
    const char *href;      /* "" = none */
} bars_row;

typedef struct bars {
    const bars_series *series;
    size_t series_n;
    const bars_row *rows;
    size_t rows_n;
    const view *describe;
} bars;

/* assumed, self-declared, documented, verified, measured: the usual series, in this order. */
#define BARS_EVIDENCE 5
void bars_evidence(bars_series series[static BARS_EVIDENCE], arena *a);

/* A view_draw_fn over bars. */
const picture *bars_draw(arena *a, const void *bars, language lang);

#endif
