/* sankey.h -- how much flows from where to where, with the unknown part all the way through.
 *
 * Nodes stand in layers from left to right; a band is as high as its amount.  In every node the known part
 * is on top and the unknown part below, hatched, and a node of unknown origin is the last of its layer.
 * Nodes of a layer are ordered so that few bands cross (barycentres, both ways, the best order kept).
 * Labels are measured before they are placed: each has a slot of its own, so none crosses another; what is
 * too long is cut.  A band over several layers keeps a way of its own between their nodes.
 *
 * Pure: arrays in, picture out; the same arrays give the same picture.
 */
#ifndef BASE_SANKEY_H
#define BASE_SANKEY_H

#include "base/i18n.h"
#include "base/picture.h"
#include "base/view.h"

#define SANKEY_NODES_MAX  300
#define SANKEY_LINKS_MAX  1000
#define SANKEY_STEPS_MAX  2000 /* links, each counted once per layer that it crosses */
#define SANKEY_LAYERS_MAX 8
#define SANKEY_HUES       5 /* hue 1..5; 0 = grey, for what is mixed */

typedef struct sankey_node {
    int layer;         /* 0 = left */
    const view *label; /* "Cobalt" */
    const view *note;  /* "8.0 kg", "43.7 kg, 40 % unknown"; may be NULL */
    int hue;           /* fill of its known part; 0 = ink */
    const char *level; /* risk level code: fills the node instead of the hue and draws its shape; "" = none */
    const char *href;  /* "" = none */
    bool unknown;      /* stands for "we do not know where from" */
} sankey_node;

/* One link for each pair of nodes, kind and hue: parallel ones would show seams. */
typedef struct sankey_link {
    size_t from, to; /* nodes; from's layer is smaller */
    double amount;   /* > 0; all in one unit */
    bool unknown;    /* the origin of this part is not known */
    int hue;
    const view *title; /* what a pointer shows; may be NULL */
} sankey_link;

typedef struct sankey {
    const sankey_node *nodes;
    size_t nodes_n;
    const sankey_link *links;
    size_t links_n;
    const view *const *layers; /* heading of each layer; NULL = none */
    size_t layers_n;
    const view *describe;    /* the main numbers in words */
    const view *const *hues; /* [SANKEY_HUES + 1] what a colour means; NULL entries are not in the key */
} sankey;

/* Where everything stands; borrowed by tests and the drawing. */
typedef struct sankey_box {
    double x, y, h;          /* the node: width SANKEY_NODE_WIDTH */
    double unknown_h;        /* lower part */
    double label_y, label_h; /* slot of its label */
} sankey_box;

typedef struct sankey_band {
    double y_from, y_to, h; /* upper edges at both nodes */
} sankey_band;

typedef struct sankey_steps sankey_steps; /* sankey_step.h */

typedef struct sankey_layout {
    double width, height;
    double left, right; /* margins for labels */
    double scale;       /* units per amount */
    sankey_box *boxes;  /* [nodes_n] */
    sankey_band *bands; /* [links_n] */
    size_t crossings;
    sankey_steps *steps;
} sankey_layout;

#define SANKEY_NODE_WIDTH 14.0

/* AK_E_INPUT VIEW-005 when a link leads nowhere, backwards, or has no amount; AK_E_LIMIT VIEW-006.
 * O(sweeps * steps^2) for counting crossings: below 0.1 s at the limits. */
AK_MUST_USE ak_code sankey_place(sankey_layout *out, arena *a, const sankey *s, language lang, ak_err *err);

/* A view_draw_fn over a sankey; NULL when it cannot be placed (the table still stands). */
const picture *sankey_draw(arena *a, const void *s, language lang);

#endif
