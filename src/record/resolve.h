/* resolve.h -- what a text in a reference means: a subject of the plan, of the record, a country.
 *
 * In this order: an id with its scheme; a subject of the same plan by slug, identifier, name or title; one of
 * the record by slug, by identifier, by its whole name; a country or region.  Several that fit are a fault
 * that names them: nothing is guessed and nothing merged.
 */
#ifndef RECORD_RESOLVE_H
#define RECORD_RESOLVE_H

#include "record/lookup.h"
#include "record/strmap.h"
#include "record/value.h"

typedef struct resolve_candidate {
    int fam;
    const char *id;
    int64_t next; /* index of the next of that text; -1 = last */
} resolve_candidate;

typedef struct resolver {
    arena *a; /* of the plan */
    lookup *known;
    strmap texts; /* folded text -> first candidate */
    resolve_candidate *candidates;
    size_t n, cap;
    strmap documents; /* file name -> index of the plan's document */
    const plan *p;
    strmap answers; /* "FIELD text" -> index into found */
    const char **found;
    size_t found_n, found_cap;
    ak_code code; /* of a question to the state that failed, with err */
    ak_err err;
} resolver;

resolver *resolver_new(arena *a, lookup *known, const plan *p);
/* One that knows what the other knows, but asks another state and remembers in a; the other gets no more. */
resolver *resolver_again(arena *a, const resolver *other, lookup *known);
/* The subject can be referred to by this text. */
void resolver_add(resolver *r, arena *tmp, int fam, const char *id, str text);
/* For value_place.refs; payload is the resolver. */
value_refs resolver_refs(resolver *r);

/* The error of a question to the state that failed since the last call, if one did. */
AK_MUST_USE ak_code resolver_state(resolver *r, ak_err *err);

/* Does a field's of name the family? ("any" names all.) */
bool resolve_takes(const char *of, const char *name);

#endif
