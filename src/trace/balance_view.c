/* balance_view.c -- the mass of each origin in a lot. */
#include "trace/trace_view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "record/find.h"
#include "record/rests.h"
#include "trace/balance.h"
#include "trace/closure.h"
#include "trace/rules.h"
#include "trace/view_parts.h"

/* Where a first lot of the chain comes from: the place that created it, where its statement says it was
 * made, or what a supply link says of it; id "" = not known. */
typedef struct came_from {
    str id;
    int64_t sid; /* statement that says it */
    bool country;
} came_from;

static came_from place_of(const trace_world *w, const trace_origin *o)
{
    const trace_graph *g = w->graph;
    if (o->step != TRACE_NONE) {
        const trace_step *s = trace_step_of(g, o->step);
        if (s->place != TRACE_NONE)
            return (came_from){trace_thing_id(g, s->place), s->sid, false};
    }
    str lot_id = trace_thing_id(g, o->thing);
    const trace_lots_row *lot = known_lot(w->known, lot_id);
    if (lot && lot->made_at.n)
        return (came_from){lot->made_at, lot->has_sid ? lot->sid : 0, false};
    int64_t link = known_first(&w->known->supply_of, lot_id);
    if (link >= 0) {
        const trace_supplies_row *y = &w->known->supplies[link];
        return (came_from){y->origin, y->sid, str_starts(y->origin, "country:")};
    }
    came_from nowhere = {0};
    return nowhere;
}

typedef struct total {
    came_from from;
    double share;
} total;

static int total_order(const void *a, const void *b)
{
    const total *x = a;
    const total *y = b;
    if (x->share != y->share)
        return x->share > y->share ? -1 : 1;
    return str_cmp(x->from.id, y->from.id);
}

/* Origins added up by place; what has none is unknown. */
static size_t totals_of(total *out, double *unknown, const trace_world *w, const trace_balance *b)
{
    size_t n = 0;
    *unknown = b->unknown;
    for (size_t i = 0; i < b->n; i++) {
        came_from from = place_of(w, &b->origins[i]);
        if (from.id.n == 0) {
            *unknown += b->origins[i].share;
            continue;
        }
        size_t at = 0;
        while (at < n && !str_eq(out[at].from.id, from.id))
            at++;
        if (at == n)
            out[n++] = (total){from, 0};
        out[at].share += b->origins[i].share;
    }
    qsort(out, n, sizeof *out, total_order);
    return n;
}

/* mg as kg with the digits there are: 1600000000 -> "1600", 250500000 -> "250.5". */
static const char *kg_text(arena *a, int64_t mg)
{
    char text[DECIMAL_TEXT_BYTES];
    return arena_text(a, decimal_text(text, decimal_trim((decimal){mg, 6})));
}

static const view_column fault_columns[] = {
    {"what",  N_("What is wrong"), VIEW_WORD,  ""},
    {"thing", N_("Lot"),           VIEW_REF,   ""},
    {"when",  N_("When"),          VIEW_DATE,  ""},
    {"share", N_("Unknown by it"), VIEW_SHARE, ""},
};

static view *faults_view(ctx *c, const trace_world *w, const trace_balance *b, const view_basis *basis)
{
    static const char *const words[TRACE_FAULTS] = {
        N_("a lot went into itself"),           N_("used before it was made"),
        N_("a mass that went in is not known"), N_("a mass that came out is not known"),
        N_("more came out than went in"),       N_("more was taken than there was"),
    };
    view *table = view_table(c->a, fault_columns, sizeof fault_columns / sizeof *fault_columns);
    for (size_t i = 0; i < b->faults_n; i++) {
        const trace_fault *f = &b->faults[i];
        view_row(table);
        view_cell(table, view_word(c->a, trace_fault_words[f->kind], words[f->kind]));
        view_cell(table, trace_ref_of(c, w, f->thing));
        view_cell(table, f->step == TRACE_NONE
                             ? NULL
                             : trace_when_of(c->a, trace_step_of(w->graph, f->step)->time_ms));
        view_cell(table, view_share(c->a, llround(f->share * (double)SHARE_ONE), basis));
    }
    return table;
}

static const view_column origin_columns[] = {
    {"site",    N_("Site"),    VIEW_REF,     ""  },
    {"country", N_("Country"), VIEW_WORD,    ""  },
    {"mass_kg", N_("Mass"),    VIEW_DECIMAL, "kg"},
    {"share",   N_("Share"),   VIEW_SHARE,   ""  },
};

static const char *country_of(const trace_world *w, const came_from *from, arena *a)
{
    if (from->country)
        return str_c(a, (str){from->id.p + strlen("country:"), from->id.n - strlen("country:")});
    const trace_sites_row *site = known_site(w->known, from->id);
    return site && site->country.n ? str_c(a, site->country) : "";
}

/* Masses from the shares that are shown, so that a reader who multiplies gets the same. */
static view *mass_view(arena *a, int64_t lot_mg, int64_t millionths, const view_basis *basis)
{
    if (lot_mg < 0)
        return NULL;
    decimal_wide mg = decimal_divide_even((decimal_wide)lot_mg * millionths, SHARE_ONE);
    return view_decimal(a, kg_text(a, (int64_t)mg), "kg", basis);
}

static view *origins_view(ctx *c, const trace_world *w, const total *totals, size_t n,
                          const int64_t *millionths, int64_t lot_mg, const view_basis *basis)
{
    arena *a = c->a;
    view *table = view_table(a, origin_columns, sizeof origin_columns / sizeof *origin_columns);
    for (size_t i = 0; i < n; i++) {
        const came_from *from = &totals[i].from;
        const char *country = country_of(w, from, a);
        view_row(table);
        view_cell(table, from->country ? NULL : state_ref(c, str_c(a, from->id)));
        view_cell(table, country[0] ? view_country(a, country) : NULL);
        view_cell(table, mass_view(a, lot_mg, millionths[i], basis));
        view_cell(table, view_share(a, millionths[i], basis));
    }
    return table;
}

/* Statements that the answer rests on: the steps upstream, and what says where their first lots come from. */
static ak_code basis_of(const view_basis **out, view **rests, ctx *c, const trace_world *w, uint32_t lot,
                        const char *id, const total *totals, size_t n, double known_share, ak_err *err)
{
    trace_filter events = {.kinds = 1u << TRACE_CREATED | 1u << TRACE_TRANSFORMED | 1u << TRACE_PACKED |
                                    1u << TRACE_SAME,
                           .item = TRACE_NONE};
    trace_closure met;
    trace_closure_of(&met, c->a, w->graph, TRACE_UP, &lot, 1, &events);
    int64_t *sids = ARENA_NEWS(c->a, int64_t, met.steps_n + n + 1);
    size_t held = 0;
    for (size_t i = 0; i < met.steps_n; i++)
        sids[held++] = trace_step_of(w->graph, met.steps[i])->sid;
    for (size_t i = 0; i < n; i++)
        sids[held++] = totals[i].from.sid;
    const trace_lots_row *own = known_lot(w->known, str_of(id));
    if (own && own->has_sid)
        sids[held++] = own->sid;
    held = rests_each_once(sids, held);
    const char *const about[] = {id};
    AK_TRY(rests_on(rests, c, sids, held, rests_link(c, "trace balance", about, 1), err));
    return state_basis(out, c, sids, held, known_share, err);
}

ak_code trace_balance_view(view **out, ctx *c, const args *g, ak_err *err)
{
    arena *a = c->a;
    trace_world *w = NULL;
    AK_TRY(trace_world_load(&w, c, err));
    uint32_t lot = TRACE_NONE;
    state_subject subject;
    AK_TRY(trace_thing_meant(&lot, &subject, c, w, args_get(g, "id"), err));
    if (subject.family != family_find(STR("lot")) && !known_lot(w->known, str_of(subject.id)))
        return ak_fail(err, &TRACE_001, subject.name);
    trace_balance b = {.unknown = 1};
    if (lot != TRACE_NONE)
        trace_balance_of(&b, a, w->graph, lot);
    total *totals = ARENA_NEWS(a, total, b.n + 1);
    double unknown = 0;
    size_t n = totals_of(totals, &unknown, w, &b);
    double *parts = ARENA_NEWS(a, double, n + 1);
    int64_t *millionths = ARENA_NEWS(a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        parts[i] = totals[i].share;
    parts[n] = unknown > 0 ? unknown : 0;
    AK_TRY(share_of_doubles(millionths, parts, n + 1, a, err));
    const view_basis *basis = NULL;
    view *rests = NULL;
    AK_TRY(basis_of(&basis, &rests, c, w, lot, subject.id, totals, n, 1 - parts[n], err));
    int64_t lot_mg = trace_lot_mass_mg(w->known, str_of(subject.id));
    view *v = view_map(a);
    view_put_label(v, "lot", N_("Lot"), state_ref(c, subject.id));
    view_put_label(v, "mass_kg", N_("Mass"),
                   lot_mg >= 0 ? view_decimal(a, kg_text(a, lot_mg), "kg", basis) : view_null(a));
    view_put_label(v, "origins", N_("Where it comes from"),
                   origins_view(c, w, totals, n, millionths, lot_mg, basis));
    view_put_label(v, "unknown_share", N_("Of unknown origin"), view_share(a, millionths[n], basis));
    view_put_label(v, "faults", N_("What the record contradicts or leaves open"),
                   faults_view(c, w, &b, basis));
    view_put_label(v, "rests_on", N_("Rests on"), rests);
    *out = v;
    return AK_OK;
}
