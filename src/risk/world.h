/* world.h -- what pictures are made from: tables, links, materials, incidents (private). */
#ifndef RISK_WORLD_H
#define RISK_WORLD_H

#include "base/date.h"
#include "risk/own_facts.h"
#include "risk/picture_of.h"
#include "risk/risk_sql.h"

/* Of the own organisation in a harm, as somebody says; what nobody says is the least. */
typedef enum involvement { INVOLVEMENT_LINKED, INVOLVEMENT_CONTRIBUTED, INVOLVEMENT_CAUSED } involvement;

/* An incident or a finding, of whatever voice. */
typedef struct world_incident {
    const char *id;
    const char *title;
    const char *on;    /* date to its precision */
    const char *stage; /* "" = not said */
    uint32_t issues;
    int evidence;
    bool open;
    bool finding;
    int severity; /* 0 = not said */
    involvement involvement;
    const char **places;
    size_t places_n;
    const char **goods;
    size_t goods_n;
    int64_t sid;
} world_incident;

/* An audit, inspection or test, or a stated count of them. */
typedef struct world_audit {
    const risk_audits_row *row;
    const char *on;  /* last day of it, else the day it was said of: to its precision */
    bool verified;   /* by a third party or authority, and the evidence says so */
    uint32_t issues; /* that its standard looks at */
    const char **places;
    size_t places_n;
} world_audit;

struct risk_world {
    zone zone;
    const char *as_of_day; /* "2026-11-21" in the workspace's zone */
    risk_tables *tables;
    own_facts *own; /* of the user's own, that are in force */
    size_t own_n;
    known *known;
    strmap material_at;      /* subject id -> index of the tables' materials, -1 = none of them */
    strmap material_name_at; /* subject id -> index of rows */
    risk_materials_row *materials;
    size_t materials_n;
    world_incident *incidents;
    size_t incidents_n;
    world_audit *audits;
    size_t audits_n;
};

/* The context for a list as large as the ledger, which is no measure of a request: it has an arena of its own,
 * without a limit, that goes with the request's. */
ctx *world_wide(const ctx *c);

AK_MUST_USE ak_code world_incidents_load(risk_world *w, ctx *c, ak_err *err);
AK_MUST_USE ak_code world_audits_load(risk_world *w, ctx *c, ak_err *err);
/* Audits of any of these places at that stage, as a node takes them. */
size_t world_audits_at(const node_audit **out, arena *a, const risk_world *w, const char *const *places,
                       size_t places_n, risk_stage stage);
/* Table material of a subject; -1 = none. */
int world_material(const risk_world *w, str id);
bool world_is_material(const risk_world *w, str id);

/* ---- Origins (origins.c) ---- */

/* Whoever may have said where a material in a part comes from, nearest first; several at one distance. */
typedef struct holder {
    str id;
    double weight; /* share of the part that comes from this one: 1 but for one of several suppliers */
    int distance;
} holder;

typedef struct origin_list {
    node_origin *rows;
    size_t n, cap;
} origin_list;

/* Origins of a material at a stage as the nearest holder names them; shares add to at most 1. */
void origins_of(origin_list *out, arena *a, const risk_world *w, str material_id, int material,
                risk_stage stage, const holder *holders, size_t n);

/* One origin more, as a link names it. */
void origin_of_link(origin_list *out, arena *a, const risk_world *w, int material, risk_stage stage,
                    const trace_supplies_row *row, double share);

#endif
