/* supplier.h -- what is at stake where something is bought: a party's own tier, and the tiers above it.
 *
 * Nodes of a supplier, each judged by itself and none lowered by another:
 *
 *     own tier   what it does, where it sits: country x sector (NACE, else the CPV of what is bought)
 *     made       where the goods were made that it sells and does not make itself: a country that nobody
 *                names is 0..3, so a clothes shop at home is unknown, never low
 *     list       raw material or component that the user's own list names for its group of goods
 *     product    materials and stages of the products that it makes or that its contracts are for
 *
 * Suppliers of one country and sector share one judgement; only those at whose place something happened or
 * was audited have one of their own.  So 200,000 of them are some thousand nodes.
 */
#ifndef RISK_SUPPLIER_H
#define RISK_SUPPLIER_H

#include "risk/bought.h"
#include "risk/rank.h"
#include "risk/world.h"

/* What a list needs of a node. */
typedef struct risk_summary {
    risk_level level, of_tables;
    risk_level lower, upper;
    risk_issue issue; /* that decides */
    int severity, hazard_class;
    double share, unknown;             /* of that issue, at that class */
    unsigned char issues[RISK_ISSUES]; /* level of each */
} risk_summary;

risk_summary summary_of_node(const node_picture *p);
/* The worse one, in the order of a list; issue by issue the worse level. */
void summary_worsen(risk_summary *s, const risk_summary *with);

typedef enum place_tier { TIER_OWN, TIER_MADE, TIER_LIST } place_tier;

/* A node that is a place: where somebody does something. */
typedef struct place_node {
    place_tier tier;
    risk_stage stage;
    const char *country; /* "" = not known */
    const hazard_sector *sector;
    str party; /* id, where something happened or was audited there; empty = nothing */
} place_node;

#define PLACE_NODES_MOST 4

typedef struct suppliers suppliers;
AK_MUST_USE ak_code suppliers_load(suppliers **out, ctx *c, risk_world *w, ak_err *err);
const bought *suppliers_bought(const suppliers *s);
const own_list *suppliers_own_list(const suppliers *s);
risk_world *suppliers_world(const suppliers *s);

/* Nodes of a party with these codes and groups (its own, or those of one contract). */
size_t suppliers_nodes(place_node out[static PLACE_NODES_MOST], suppliers *s, const bought_party *p,
                       const bought_code *codes, size_t codes_n);
/* Whole picture, for whoever asks why; lives in the arena. */
void suppliers_picture(node_picture *out, arena *a, suppliers *s, const place_node *n, int year);
/* The same as a summary, known from before where another one has the same country and sector. */
const risk_summary *suppliers_summary(suppliers *s, const place_node *n, int year);

#endif
