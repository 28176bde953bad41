/* ranked.h -- the ranked list: everything bought, worst first.
 *
 * One row a subject: own operations, suppliers, services, partners, clusters, contracts, products that are
 * part of no other.  A row is the worst of its nodes and issues, never a mean.
 */
#ifndef RISK_RANKED_H
#define RISK_RANKED_H

#include "risk/supplier.h"

#define RANKED_PRODUCTS_MOST 16 /* of one contract or party */

typedef struct ranked_item {
    bought_kind kind;
    str id, name;
    const bought_party *party;          /* NULL for a product */
    const risk_contracts_row *contract; /* of kind contract */
    place_node nodes[PLACE_NODES_MOST];
    size_t nodes_n;
    const char **products; /* ids of pictures that count for it, at most RANKED_PRODUCTS_MOST */
    size_t products_n;
    /* Open, touches a node of these products, and we have a part in it: the gravest part; NULL = none. */
    const world_incident *part_in;
    risk_summary summary;
    int decides;         /* index into nodes; PLACE_NODES_MOST + k = product k */
    bought_money amount; /* touched */
    double leverage;
    str through;    /* of a cluster: id of the party whose risk is the worst; empty = its own */
    size_t members; /* of a cluster: how many are counted */
    rank_row row;
    double what_if; /* by the weights asked for */
    size_t rank;    /* 1-based, of the model, over all */
} ranked_item;

typedef struct ranked {
    suppliers *suppliers;
    ranked_item *items; /* in the order of the model */
    size_t n;
    str currency; /* amounts in it order rows that are else equal */
    double amount_max;
    const char **top_products;
    size_t top_products_n;
    int year;
} ranked;

AK_MUST_USE ak_code ranked_load(ranked **out, ctx *c, ak_err *err);
/* One of them by canonical id; NULL = not in the list. */
const ranked_item *ranked_find(const ranked *r, str id);

#endif
