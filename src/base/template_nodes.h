/* template_nodes.h -- what a compiled template is: nodes in the order of the page. */
#ifndef BASE_TEMPLATE_NODES_H
#define BASE_TEMPLATE_NODES_H

#include "base/template.h"

typedef enum node_kind {
    NODE_TEXT, /* text as it is */
    NODE_VALUE,
    NODE_PLAIN,
    NODE_CODE,
    NODE_URL,
    NODE_SHORT,
    NODE_BLOCK,
    NODE_SECTION, /* up to end */
    NODE_UNLESS,
    NODE_SAY
} node_kind;

typedef struct node {
    node_kind kind;
    str text;           /* TEXT */
    const char *name;   /* path of the value */
    const char *equals; /* sections: NULL = truth */
    const char *msgid;  /* SAY */
    const char *plural; /* "" = one form */
    size_t end;         /* sections: the first node behind */
    const char *file;
    int line;
} node;

struct template
{
    node *nodes;
    size_t n;
};

#endif
