/* strmap.h -- a map from texts to numbers, in an arena: names to subjects, ids to rows.
 *
 * Open addressing with linear probing at most two thirds full; keys are copied.  Nothing ever depends on its
 * order, for it has none.
 */
#ifndef RECORD_STRMAP_H
#define RECORD_STRMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

typedef struct strmap_slot {
    str key; /* p == NULL: empty */
    uint64_t hash;
    int64_t value;
} strmap_slot;

/* Start with {.a = arena}. */
typedef struct strmap {
    arena *a;
    strmap_slot *slots;
    size_t cap; /* power of two */
    size_t n;
} strmap;

/* The same for the same bytes, in this program; all its bits depend on all of the key. */
uint64_t strmap_hash(str key);
/* NULL = not there. */
int64_t *strmap_get(const strmap *m, str key);
/* Adds the key with the value where it is not there; returns where its value stands, until the next put. */
int64_t *strmap_put(strmap *m, str key, int64_t value);

#endif
