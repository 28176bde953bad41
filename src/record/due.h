/* due.h -- what is due, by when, from whom (D32 without machines yet).
 *
 * Rows of the table `duty`, written when statements are applied: an answer to a question, the end of a
 * contract, a notice, a promise, a measure, the review of a policy, a document that expires.
 */
#ifndef RECORD_DUE_H
#define RECORD_DUE_H

#include "base/view.h"
#include "record/action.h"

typedef struct due_row {
    const char *due_on;  /* civil date */
    const char *duty;    /* "question", "contract_end" ... */
    const char *msgid;   /* what it is, English, to translate */
    const char *subject; /* id */
    const char *title;
    const char *who;       /* party id or "" */
    const char *statement; /* leaf */
    int32_t days;          /* from the day of c->as_of; less than 0 = past */
    bool overdue;          /* before the day of c->as_of */
} due_row;

AK_MUST_USE ak_code due_rows(due_row **out, size_t *n_out, ctx *c, ak_err *err);

/* due [--before DATE]: table, ordered by date. */
AK_MUST_USE ak_code due_view(view **out, ctx *c, const args *a, ak_err *err);

/* RFC 5545 calendar of the rows; DTSTAMP = c->now. */
AK_MUST_USE ak_code due_calendar(str *out, ctx *c, const due_row *rows, size_t n, ak_err *err);

#endif
