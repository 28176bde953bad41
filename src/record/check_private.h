/* check_private.h -- what the files of the check share. */
#ifndef RECORD_CHECK_PRIVATE_H
#define RECORD_CHECK_PRIVATE_H

#include "base/date.h"
#include "record/check.h"
#include "record/resolve.h"

/* What the first pass found out about a row of an id family. */
typedef struct row_subject {
    const char *id;     /* NULL = none */
    const ak_rule *why; /* then: why not */
} row_subject;

typedef struct checker {
    plan *p;
    ctx *c;
    const progress *steps;
    arena *a;           /* what rows come to lives here: the plan's, or one of a part */
    fault_list *faults; /* the plan's, or those of a part */
    arena tmp;          /* rewound per row */
    lookup *known;
    resolver *resolve;
    value_refs refs;
    row_subject *subjects; /* [rows_n of the first pass] */
    const char *own;       /* party */
    const char *zone;
    char today[DATE_TEXT_BYTES];
    int id_field, by_field;
    uint32_t *contents;  /* rows by the digest of what they say, open addressing: 1 + row; 0 = empty */
    size_t contents_cap; /* power of two, more than the rows */
} checker;

int common_field(const char *name);
bool row_cell(plan_cell *out, const plan_row *r, int field_index); /* line 0; false = absent */
bool cell_clears(const plan_cell *cell);                           /* "-" */
bool cell_keeps(const plan_cell *cell);                            /* empty */
value_place place_of_row(checker *k, const plan_row *r);
void row_fault(checker *k, const plan_row *r, const ak_rule *rule, const char *field_name, const char *value,
               const char *arg1, const char *arg2);

/* Room for finding rows that say what another says. */
void repeated_start(checker *k);
/* Row i, checked: where one before it says the same, it says nothing new.  In the order of the rows. */
void repeated_mark(checker *k, size_t i);
/* The second pass for row i: r->said, or faults. */
AK_MUST_USE ak_code check_row(checker *k, size_t i, ak_err *err);
/* Rows from .. to - 1. */
AK_MUST_USE ak_code check_rows(checker *k, size_t from, size_t to, ak_err *err);
/* All rows on several processors.  *done = false: too few, or a state that others cannot read; nothing was
 * done. */
AK_MUST_USE ak_code check_parts(bool *done, checker *k, ak_err *err);
AK_MUST_USE ak_code check_step(checker *k, const char *stage, uint64_t done, uint64_t total, ak_err *err);
/* What only shows when rows are held against each other: weights that do not add up, a price that is said
 * twice, a unit of another kind. */
AK_MUST_USE ak_code check_whole(checker *k, ak_err *err);
/* Rows for documents and batches of the plan that have none yet. */
AK_MUST_USE ak_code check_documents(checker *k, ak_err *err);
AK_MUST_USE ak_code check_batches(checker *k, ak_err *err);
/* Of checked files: which are known by their digest; and rows for those tables that say something new. */
AK_MUST_USE ak_code check_sources(checker *k, ak_err *err);

#endif
