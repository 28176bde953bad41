/* effects.c -- what an incident does to the picture. */
#include "risk/effects.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "risk/view_parts.h"

#define INCIDENTS_MOST 20
#define MOVED_LEAST    1e-9

static const view_column columns[] = {
    {"incident",     N_("What happened"),         VIEW_REF,   ""},
    {"on",           N_("On"),                    VIEW_DATE,  ""},
    {"where",        N_("Where it counts"),       VIEW_REF,   ""},
    {"stage",        N_("Stage"),                 VIEW_WORD,  ""},
    {"issue",        N_("Issue"),                 VIEW_WORD,  ""},
    {"before",       N_("Without it"),            VIEW_WORD,  ""},
    {"after",        N_("With it"),               VIEW_WORD,  ""},
    {"share_before", N_("Share touched without"), VIEW_SHARE, ""},
    {"share_after",  N_("Share touched with"),    VIEW_SHARE, ""},
};

typedef struct comparing {
    ctx *c;
    const risk_tables *t;
    view *table;
    const world_incident *incident;
    const view_basis *basis;
    bool moved;
} comparing;

static double share_of(const node_issue *i)
{
    return i->level.class_seen ? i->x.s[i->level.class_seen - 1] : 0;
}

static void row_begin(comparing *k)
{
    arena *a = k->c->a;
    view_row(k->table);
    view_cell(k->table, state_ref(k->c, k->incident->id));
    view_cell(k->table, k->incident->on[0] ? view_date(a, k->incident->on) : NULL);
}

static view *share_cell(const comparing *k, double share)
{
    return view_share(k->c->a, llround(share * (double)SHARE_ONE), k->basis);
}

/* Of one node: its issues that the incident names. */
static void compare_nodes(comparing *k, const char *where, const node_picture *before,
                          const node_picture *after)
{
    arena *a = k->c->a;
    for (int i = 0; i < RISK_ISSUES; i++) {
        const node_issue *x = &before->issues[i];
        const node_issue *y = &after->issues[i];
        bool same = x->level.shown == y->level.shown && fabs(share_of(x) - share_of(y)) < MOVED_LEAST &&
                    x->level.class_seen == y->level.class_seen;
        if (same)
            continue;
        k->moved = true;
        row_begin(k);
        view_cell(k->table, where ? state_ref(k->c, arena_text(a, where)) : NULL);
        view_cell(k->table, stage_word(a, after->stage));
        view_cell(k->table, issue_word(a, k->t, (risk_issue)i));
        view_cell(k->table, view_level(a, risk_level_words[x->level.shown]));
        view_cell(k->table, view_level(a, risk_level_words[y->level.shown]));
        view_cell(k->table, share_cell(k, share_of(x)));
        view_cell(k->table, share_cell(k, share_of(y)));
    }
}

/* It is told that it moves nothing: too old, too little evidence, or graver things are known. */
static void told_unmoved(comparing *k)
{
    if (k->moved)
        return;
    row_begin(k);
    for (size_t i = 2; i < sizeof columns / sizeof *columns; i++)
        view_cell(k->table, NULL);
}

/* The same world, but for one incident. */
static risk_world without(arena *a, const risk_world *w, size_t leave_out)
{
    risk_world other = *w;
    other.incidents = ARENA_NEWS(a, world_incident, w->incidents_n + 1);
    other.incidents_n = 0;
    for (size_t i = 0; i < w->incidents_n; i++) {
        if (i != leave_out)
            other.incidents[other.incidents_n++] = w->incidents[i];
    }
    return other;
}

static ak_code compare_begin(comparing *k, const world_incident *in, ak_err *err)
{
    k->incident = in;
    k->moved = false;
    return state_basis(&k->basis, k->c, &in->sid, 1, -1, err);
}

static bool among_sids(const int64_t *sids, size_t n, int64_t sid)
{
    for (size_t i = 0; i < n; i++) {
        if (sids[i] == sid)
            return true;
    }
    return false;
}

/* Whether it concerns the picture at all: it gave a class, or happened at a place of its chain. */
static bool concerns(const risk_picture *p, const world_incident *in)
{
    if (among_sids(p->sids, p->sids_n, in->sid))
        return true;
    for (size_t i = 0; i < p->nodes_n; i++) {
        for (size_t k = 0; k < p->nodes[i].given.incidents_n; k++) {
            if (strcmp(p->nodes[i].given.incidents[k].id, in->id) == 0)
                return true;
        }
    }
    return false;
}

static const picture_node *same_node(const risk_picture *p, const picture_node *n)
{
    for (size_t i = 0; i < p->nodes_n; i++) {
        if (p->nodes[i].picture.stage == n->picture.stage &&
            strcmp(p->nodes[i].material_id, n->material_id) == 0)
            return &p->nodes[i];
    }
    return NULL;
}

static ak_code picture_without(comparing *k, const risk_world *w, size_t at, const risk_picture *p, int year,
                               ak_err *err)
{
    arena scratch = {0};
    ctx c = *k->c;
    c.a = &scratch;
    risk_world other = without(&scratch, w, at);
    risk_picture *before = NULL;
    ak_code code = risk_picture_of(&before, &c, &other, &p->subject, year, err);
    for (size_t i = 0; code == AK_OK && i < p->nodes_n; i++) {
        const picture_node *n = same_node(before, &p->nodes[i]);
        if (n)
            compare_nodes(k, p->nodes[i].material_id, &n->picture, &p->nodes[i].picture);
    }
    arena_free(&scratch);
    return code;
}

ak_code effects_of_picture(view **out, ctx *c, risk_world *w, const risk_picture *p, int year, ak_err *err)
{
    comparing k = {.c = c, .t = w->tables};
    k.table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    size_t told = 0;
    for (size_t i = w->incidents_n; i-- > 0 && told < INCIDENTS_MOST;) {
        if (!concerns(p, &w->incidents[i]))
            continue;
        told++;
        AK_TRY(compare_begin(&k, &w->incidents[i], err));
        AK_TRY(picture_without(&k, w, i, p, year, err));
        told_unmoved(&k);
    }
    *out = k.table;
    return AK_OK;
}

static bool at_place(const world_incident *in, const char *const *places, size_t n)
{
    for (size_t i = 0; i < in->places_n; i++) {
        for (size_t k = 0; k < n; k++) {
            if (strcmp(in->places[i], places[k]) == 0)
                return true;
        }
    }
    return false;
}

ak_code effects_of_item(view **out, ctx *c, const ranked *r, const ranked_item *i, ak_err *err)
{
    risk_world *w = suppliers_world(r->suppliers);
    comparing k = {.c = c, .t = w->tables};
    k.table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    const place_node *own = i->nodes_n && i->nodes[0].party.n ? &i->nodes[0] : NULL;
    node_picture after;
    if (own)
        suppliers_picture(&after, c->a, r->suppliers, own, r->year);
    const node_origin *o = own ? after.issues[0].parts[0].origin : NULL;
    size_t told = 0;
    for (size_t n = w->incidents_n; own && n-- > 0 && told < INCIDENTS_MOST;) {
        if (!at_place(&w->incidents[n], o->places, o->places_n))
            continue;
        told++;
        AK_TRY(compare_begin(&k, &w->incidents[n], err));
        world_incident *all = w->incidents;
        size_t all_n = w->incidents_n;
        risk_world other = without(c->a, w, n);
        w->incidents = other.incidents;
        w->incidents_n = other.incidents_n;
        node_picture before;
        suppliers_picture(&before, c->a, r->suppliers, own, r->year);
        w->incidents = all;
        w->incidents_n = all_n;
        compare_nodes(&k, i->party->id.p, &before, &after);
        told_unmoved(&k);
    }
    *out = k.table;
    return AK_OK;
}
