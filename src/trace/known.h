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
/* The canonical name of a site, party, product or material; the id itself where it has no other. */
str known_canon(const known *k, str id);

#endif
