/* fetch.h -- the words of a statement, from the log. */
#ifndef RECORD_FETCH_H
#define RECORD_FETCH_H

#include "record/said.h"
#include "record/workspace.h"

/* The statement at this index of the own log; NULL when its head is withheld or erased. */
AK_MUST_USE ak_code said_at(said **out, arena *a, workspace *ws, uint64_t index, ak_err *err);

#endif
