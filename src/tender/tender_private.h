/* tender_private.h -- what the readers of a tender share (private). */
#ifndef TENDER_TENDER_PRIVATE_H
#define TENDER_TENDER_PRIVATE_H

#include "tender/tender.h"

typedef struct tender_reader {
    ctx *c;
    tender *t;
    zone z;
    int64_t canon;
    size_t sids_cap;
} tender_reader;

void tender_add_sid(tender_reader *r, int64_t sid);
const char *tender_text(tender_reader *r, str s); /* "" for NULL */
tender_tri tender_tri_of(str s);
/* n as said with its unit; nothing where n is NULL.  TEND-003 for what the engines cannot hold. */
AK_MUST_USE ak_code tender_number_of(tender_number *out, tender_reader *r, str n, str unit_code, ak_err *err);
tender_amount tender_amount_of(bool has, int64_t minor, str currency_code);
/* The column `value` of a list table as an array; rows is the array that a question gave. */
#define TENDER_TEXTS(out, n_out, r, rows, n)                                                                 \
    do {                                                                                                     \
        const char **texts_ = ARENA_NEWS((r)->c->a, const char *, (n) + 1);                                  \
        for (size_t i_ = 0; i_ < (n); i_++)                                                                  \
            texts_[i_] = tender_text((r), (rows)[i_].value);                                                 \
        (out) = texts_;                                                                                      \
        (n_out) = (n);                                                                                       \
    } while (0)

AK_MUST_USE ak_code tender_read_bids(tender_reader *r, ak_err *err);
AK_MUST_USE ak_code tender_read_awards(tender_reader *r, ak_err *err);

#endif
