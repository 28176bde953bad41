/* known.h -- what the record says of parts, supply, places and lots, as of a context: one row a subject.
 *
 * Where voices differ the row that a figure takes is here (D7); the others are a dispute and shown by
 * record/dispute.h.  Ids are canonical but for lots, whose `same` is an edge (D6).
 */
#ifndef TRACE_KNOWN_H
#define TRACE_KNOWN_H

#include "record/ctx.h"
#include "record/strmap.h"
#include "trace/trace_sql.h"

/* Rows that name one thing, in their order: for (i = known_first(&x, id); i >= 0; i = x.next[i]) */
typedef struct known_index {
    strmap first;
    int64_t *next; /* -1 = the last */
} known_index;

#define KNOWN_LOOKS_MAX 20000
#define KNOWN_DEPTH_MAX 20 /* of parts in parts; a part that holds itself ends there */

typedef struct known {
    trace_lots_row *lots;
    size_t lots_n;
    trace_compositions_row *compositions;
    size_t compositions_n;
    trace_supplies_row *supplies;
    size_t supplies_n;
    trace_products_row *products;
    size_t products_n;
    trace_sites_row *sites;
    size_t sites_n;
    trace_site_roles_row *roles; /* by site */
    size_t roles_n;
    trace_same_lots_row *sames;
    size_t sames_n;
    strmap lot_at, product_at, site_at; /* id -> index */
    known_index parts_of;               /* compositions by whole */
    known_index supply_to;              /* supplies by recipient */
    known_index supply_of;              /* supplies by item */
    strmap canon;                       /* other name -> index into names */
    trace_other_names_row *names;
    size_t names_n;
} known;

AK_MUST_USE ak_code known_load(known **out, ctx *c, ak_err *err);

const trace_site_roles_row *known_roles(const known *k, const trace_sites_row *site, size_t *n);
int64_t known_first(const known_index *x, str id);       /* -1 = none */
const trace_lots_row *known_lot(const known *k, str id); /* NULL = nothing said */
const trace_products_row *known_product(const known *k, str id);
const trace_sites_row *known_site(const known *k, str id);
/* What a place does to a material, by its roles: a place without a word on it is where it was dug up. */
typedef enum known_stage { KNOWN_EXTRACTION, KNOWN_PROCESSING, KNOWN_MANUFACTURE } known_stage;
known_stage known_stage_of(const known *k, str place);
/* Mass of one of a product: as said, else the sum of its parts where each is known; -1. */
int64_t known_product_mass_mg(const known *k, str id);
/* Whether parts that weigh sum_mg together can be all of what weighs held_mg: a tenth may be unsaid.  Else a list is
 * a part of a list, and nothing is scaled up by it. */
bool known_listed_whole(int64_t held_mg, int64_t sum_mg);
/* Share of a product's mass that is what is asked for, by its composition; -1 = that says nothing of it, or not how
 * much. */
typedef struct known_content {
    double share;
    int64_t *sids; /* statements that say so */
    size_t sids_n;
} known_content;
known_content known_content_of(const known *k, arena *a, str product,
                               bool (*is)(const void *payload, str part), const void *payload);
/* The canonical name of a site, party, product or material; the id itself where it has no other. */
str known_canon(const known *k, str id);

#endif
