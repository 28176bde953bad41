/* dispute.h -- voices that differ, and which of them a figure takes (D7).
 *
 * Two standing statements of different voices (or of one act of one voice) about one subject in one family
 * that differ on a field both fill are a dispute.  Where one value is needed: highest evidence, then direct
 * word before report, then later date, then smaller leaf.  Nothing is ever dropped: the others are shown.
 */
#ifndef RECORD_DISPUTE_H
#define RECORD_DISPUTE_H

#include "base/view.h"
#include "record/ctx.h"

/* What the choice looks at; rows of any query carry these. */
typedef struct dispute_row {
    int64_t sid;
    evidence evidence;
    bool direct;         /* said_by == signed */
    const char *said_on; /* moment */
    const uint8_t *leaf; /* [32] */
} dispute_row;

/* < 0: a goes before b. */
int dispute_order(const dispute_row *a, const dispute_row *b);
/* Index of the one that is taken; n > 0. */
size_t dispute_choose(const dispute_row *rows, size_t n);

typedef struct dispute_value {
    const char *statement; /* leaf */
    const char *by;        /* id */
    bool direct;
    evidence evidence;
    const char *on;
    const char *text; /* as value_write gives it */
    bool chosen;
} dispute_value;

typedef struct dispute {
    int family;
    const char *subject; /* id */
    const char *field;
    dispute_value *values; /* the chosen one first */
    size_t n;
} dispute;

/* All disputes about the subject (and what is the same), as of c and within its reach. */
AK_MUST_USE ak_code disputes_of(dispute **out, size_t *n_out, ctx *c, const char *subject_id, ak_err *err);

#endif
