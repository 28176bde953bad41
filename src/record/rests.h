/* rests.h -- what an answer rests on: its statements, counted, digested, and all of them listed.
 *
 * A view tells with rests_on which statements it used.  The same view asked again with ctx.rests set leaves
 * all their numbers there: so the list is made anew from the question, never kept, and rests_link is that
 * question as an address.
 */
#ifndef RECORD_RESTS_H
#define RECORD_RESTS_H

#include "base/view.h"
#include "record/ctx.h"

#define RESTS_ON_FIRST 50

/* What a view leaves for whoever set ctx.rests. */
typedef struct rests_told {
    int64_t *sids; /* as told, in the arena of the context */
    size_t n, cap;
    bool told; /* false: the view says nothing of what it rests on */
} rests_told;

/* In the order of sid, each once, without 0 (what no statement says); returns how many are left. */
size_t rests_each_once(int64_t *sids, size_t n);

/* {count, digest, first (at most 50), link}: digest over the sorted leaves in hex, one after the other.
 * used: in any order, several times, 0 = no statement.  O(n log n), a question each. */
AK_MUST_USE ak_code rests_on(view **out, ctx *c, const int64_t *used, size_t n, const char *link,
                             ak_err *err);
/* Address below /{lang}/ of the list: command "trace up", words what it was asked about; with the day, year
 * and size of c, so that it shows the same later. */
const char *rests_link(const ctx *c, const char *command, const char *const *words, size_t n);

/* The list itself: {count, digest, statements, next}; rows in the order of the digest behind the leaf
 * `after` (NULL: from the first), at most c->page_rows (0: all); next = the last leaf shown, where more
 * follow. */
AK_MUST_USE ak_code rests_list(view **out, ctx *c, const rests_told *all, const char *after, ak_err *err);

#endif
