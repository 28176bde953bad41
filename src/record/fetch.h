/* fetch.h -- the words of a statement, from the log. */
#ifndef RECORD_FETCH_H
#define RECORD_FETCH_H

#include "ledger/ledger.h"
#include "record/said.h"
#include "record/workspace.h"

/* The statement at this index of the own log; NULL when its head is withheld or erased. */
AK_MUST_USE ak_code said_at(said **out, arena *a, workspace *ws, uint64_t index, ak_err *err);

/* 256 entries as they were read: whoever goes through many statements in their order reads each file once. */
typedef struct said_block {
    arena *a; /* what blocks live in; NULL = in mem, and only the last is there */
    arena mem;
    uint64_t first;
    ledger_item *items;
    size_t n;
} said_block;

/* The same by way of the block.  What it gives lives as long as a, and as the block that it stands in. */
AK_MUST_USE ak_code said_near(said **out, arena *a, said_block *block, workspace *ws, uint64_t index,
                              ak_err *err);

#endif
