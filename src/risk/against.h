/* against.h -- risk against evidence: everything that is judged, by its level and by how well it is shown.
 *
 * An entry is one thing at one stage: a material of a product, or one tier of a party that is bought from.  A
 * material stands at each level of evidence that a part of its origin has; what nobody says, and what the
 * world's mix stands in for, is assumed.  A party stands at the best evidence of whoever looked at that stage in
 * the last three years; where nobody did, the tables of its country and sector are all there is, which is
 * assumed too.  Contracts are no entries of their own: their suppliers and products are.
 */
#ifndef RISK_AGAINST_H
#define RISK_AGAINST_H

#include "record/action.h"
#include "risk/supplier.h"

typedef struct against_entry {
    const char *id;       /* of the product or party */
    const char *material; /* id; NULL = a party, or a product of which nobody says what it is made of */
    const char *name;     /* of the party or product; of a material as tables call it */
    bool whole;           /* such a product: at no stage */
    place_tier tier;      /* of a party */
    risk_stage stage;
    risk_level level;
    int evidence; /* 1 assumed .. 5 measured */
    bool part;    /* some of the material, not all of it */
} against_entry;

/* Start with {.a = arena}. */
typedef struct against {
    arena *a;
    against_entry *rows; /* as they were added */
    size_t n, cap;
    size_t judged; /* things at a stage: fewer than the rows, where one is shown in parts */
} against;

/* Stages of which neither a table nor anybody says anything are left out: they are unknown everywhere.  A product
 * without any other is one entry of its own. */
void against_add_picture(against *x, const risk_picture *p);
/* Everybody who is bought from, and the own operations: O(lines of the ledger), so not for a page that must be
 * quick.  What it needs lives in c->a. */
AK_MUST_USE ak_code against_add_parties(against *x, ctx *c, risk_world *w, ak_err *err);

/* Where the next question should go: high or unknown, and assumed or self-declared. */
bool against_is_urgent(risk_level level, int shown);
/* How many of the things at a stage have an urgent part. */
size_t against_urgent(const against *x);

/* Puts into v:
 * "against"        table, a row a level: high, medium, low, unknown; a column a level of evidence
 * "grid"           the same for a page: {"level","cells":[{"evidence","count","urgent","filter","names":[ref],
 *                  "more"}]}
 * "against_total", "against_urgent"  counts */
void against_put(view *v, ctx *c, const against *x);

/* evidence without ID: all of it, "entries" those of one level or evidence. */
AK_MUST_USE ak_code against_view(view **out, ctx *c, const args *g, ak_err *err);

#endif
