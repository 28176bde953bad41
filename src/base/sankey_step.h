/* sankey_step.h -- what placing and drawing a flow share: its links cut into steps between layers. */
#ifndef BASE_SANKEY_STEP_H
#define BASE_SANKEY_STEP_H

#include "base/sankey.h"

typedef struct step_node {
    int layer;
    bool way;  /* no node of the caller: a band passes through */
    bool last; /* unknown: below all others */
    double amount, unknown;
    double x, y, h;
    double slot_y, slot_h, label_h;
    double place;               /* in its layer */
    double weight, sum, centre; /* of the barycentre */
} step_node;

typedef struct step {
    size_t link, from, to;
    double amount;
    bool unknown;
    double y_from, y_to;
} step;

struct sankey_steps {
    arena *a;
    step_node *nodes; /* the caller's first, then the ways */
    size_t nodes_n;
    step *steps;
    size_t steps_n;
    size_t *order[SANKEY_LAYERS_MAX];
    size_t count[SANKEY_LAYERS_MAX];
    int layers_n;
};

sankey_steps *sankey_steps_of(arena *a, const sankey *s);

#endif
