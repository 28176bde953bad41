/* ask.h -- which question would tell most: the expected move of the picture, in closed form.
 *
 * Question: "where does the part W of this node come from, of which nothing is said?"  Before the answer the
 * world's mix of the stage says how likely each is:
 *
 *     points (q, r)   (p_c, midpoint of r_c) for a named origin; (u/2, 1/9) and (u/2, 7/9) for what the mix
 *                     does not name, for all of it where there is no mix
 *     m = sum q r     what stands in for the answer now
 *     gain = w W sum q |r - m|       expected absolute change of the exposure-weighted risk
 *
 * w = share of mass or spend of the node in the subject.  Linear in W (twice the unknown, twice the gain), 0
 * when traced, additive over nodes, so a set of questions needs no search: sort.  A mixed answer moves less
 * (triangle inequality), so the gain is an upper figure.  O(origins).
 *
 * A claimed origin without a document is no question but a request for the document; what it would move is
 * what the claim, once believed, changes: w C |r_claim - r_now|.
 */
#ifndef RISK_ASK_H
#define RISK_ASK_H

#include "risk/node.h"

typedef struct ask_point {
    const char *country; /* "" = not named */
    double q;            /* chance, 0..1 */
    double r;            /* risk if it is so */
} ask_point;

typedef struct ask_gain {
    ask_point *points; /* chances add up to 1 */
    size_t n;
    double weight;     /* w */
    double not_traced; /* W */
    double mean;       /* m */
    double deviation;  /* sum q |r - m| */
    double gain;       /* w W deviation */
} ask_gain;

/* Of a node's untraced part. */
void ask_of_node(ask_gain *out, arena *a, const risk_tables *t, const node_picture *p, double weight);
/* Of points given. */
void ask_of_points(ask_gain *out, ask_point *points, size_t n, double weight, double not_traced);

/* Chance that the answer leads to another level of the node by tables alone; the origins, incidents and audits
 * that gave the picture are given again.  O(origins of the mix) pictures in scratch. */
double ask_level_chance(const risk_tables *t, arena *scratch, const node_picture *p, const node_given *given);

#endif
