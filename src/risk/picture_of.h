/* picture_of.h -- the risk picture of a product, material or lot, from the record: which materials are in
 * it, how much of each, where it comes from as far as somebody says, and what happened there.
 *
 * Parts are followed through bills of materials to materials; for each material and stage the origins come
 * from the supply links of whoever is nearest: the lot, the part that holds it, that part's suppliers and
 * maker, then the whole around it, up to the product asked about.  Where the nearest names a later stage
 * only (a refiner), the refiner's own links are followed.  Of a lot its events go before any link: what they trace
 * of a material is traced, the rest of it is not.
 */
#ifndef RISK_PICTURE_OF_H
#define RISK_PICTURE_OF_H

#include "record/state.h"
#include "risk/node.h"
#include "trace/known.h"

/* Why an origin is there: the statement, and what kind of word it is. */
typedef struct picture_origin {
    const trace_supplies_row *row; /* the link that names the origin */
    const char *place;             /* id: site, party or country */
    plausible plausible;
} picture_origin;

/* What a node_incident's payload points to: the statement behind it. */
typedef struct picture_incident {
    int64_t sid;
    bool finding;
    double years;
} picture_incident;

/* Where in the product a material sits: one line of a bill of materials. */
typedef struct picture_leaf {
    const trace_compositions_row *row; /* NULL: the subject is the material itself */
    const char *whole;                 /* id */
    const char *part;                  /* id of the material */
    const char *path;                  /* "battery pack > cell > cathode", ids parted by " > " */
    int material;                      /* of the tables; -1 = none */
    int64_t mass_mg;                   /* in one of the subject; -1 = not known */
} picture_leaf;

typedef struct picture_node {
    const char *material_id;   /* subject id of the material */
    const char *material_name; /* canonical lower-case English */
    int64_t mass_mg;           /* in one of the subject; -1 = not known */
    node_picture picture;
    node_given given; /* what it was drawn from: for whoever puts another answer in */
    node_origin *origins;
    size_t origins_n;
} picture_node;

typedef struct risk_picture {
    const risk_tables *tables;
    const known *known;
    state_subject subject;
    int64_t mass_mg; /* of one; -1 = not known */
    picture_leaf *leaves;
    size_t leaves_n;
    picture_node *nodes; /* worst first: level, severity, class, share; then name and stage */
    size_t nodes_n;
    int64_t *sids; /* statements that it rests on, ascending, each once */
    size_t sids_n;
    risk_level level;
} risk_picture;

/* What several pictures share: load once, ask often. */
typedef struct risk_world risk_world;
AK_MUST_USE ak_code risk_world_load(risk_world **out, ctx *c, ak_err *err);
const risk_tables *risk_world_tables(const risk_world *w);
const known *risk_world_known(const risk_world *w);

/* AK_E_INPUT RISK-005 for a subject that is neither product, material nor lot. */
AK_MUST_USE ak_code risk_picture_of(risk_picture **out, ctx *c, risk_world *w, const state_subject *subject,
                                    int year, ak_err *err);

/* Ids of the products that are part of no other. */
AK_MUST_USE ak_code risk_top_products(const char ***out, size_t *n, ctx *c, ak_err *err);

#endif
