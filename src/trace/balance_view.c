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
#include "trace/material.h"
#include "trace/rules.h"
#include "trace/view_parts.h"

typedef struct total {
    trace_place from;
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
        trace_place from = trace_place_of(w, &b->origins[i]);
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

static const char *country_of(const trace_world *w, const trace_place *from, arena *a)
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
        const trace_place *from = &totals[i].from;
        const char *country = country_of(w, from, a);
        view_row(table);
        view_cell(table, from->country ? NULL : state_ref(c, str_c(a, from->id)));
        view_cell(table, country[0] ? view_country(a, country) : NULL);
        view_cell(table, mass_view(a, lot_mg, millionths[i], basis));
        view_cell(table, view_share(a, millionths[i], basis));
    }
    return table;
}

/* What of a lot is shown: all of it, or one material in it. */
typedef struct shown {
    const char *id;
    const char *material; /* canonical id; NULL = all */
    uint32_t lot;
    trace_balance balance;
    total *totals;
    size_t n;
    double unknown;
    int64_t mass_mg;
    known_content content; /* what says how much of the material there is */
} shown;

static bool is_material(const void *payload, str made_as)
{
    return str_is(made_as, payload);
}

static void material_shown(shown *s, arena *a, const trace_world *w)
{
    trace_material_test test = {is_material, s->material};
    trace_material m;
    trace_material_of(&m, a, w, s->lot, str_of(s->id), &test, KNOWN_EXTRACTION);
    s->balance = m.balance;
    s->mass_mg = m.mass_mg;
    s->content = m.content;
    s->unknown = m.unknown;
    s->totals = ARENA_NEWS(a, total, m.n + 1);
    for (s->n = 0; s->n < m.n; s->n++)
        s->totals[s->n] = (total){m.origins[s->n].place, m.origins[s->n].share};
}

static void all_shown(shown *s, arena *a, const trace_world *w)
{
    s->balance = (trace_balance){.unknown = 1};
    if (s->lot != TRACE_NONE)
        trace_balance_of(&s->balance, a, w->graph, s->lot);
    s->mass_mg = trace_lot_mass_mg(w->known, str_of(s->id));
    s->totals = ARENA_NEWS(a, total, s->balance.n + 1);
    s->n = totals_of(s->totals, &s->unknown, w, &s->balance);
}

/* Statements that the answer rests on: the steps upstream, and what says where their first lots come from. */
static ak_code basis_of(const view_basis **out, view **rests, ctx *c, const trace_world *w, const shown *s,
                        double known_share, ak_err *err)
{
    trace_filter events = {.kinds = 1u << TRACE_CREATED | 1u << TRACE_TRANSFORMED | 1u << TRACE_PACKED |
                                    1u << TRACE_SAME,
                           .item = TRACE_NONE};
    trace_closure met;
    trace_closure_of(&met, c->a, w->graph, TRACE_UP, &s->lot, 1, &events);
    int64_t *sids = ARENA_NEWS(c->a, int64_t, met.steps_n + s->n + s->content.sids_n + 2);
    size_t held = 0;
    for (size_t i = 0; i < met.steps_n; i++)
        sids[held++] = trace_step_of(w->graph, met.steps[i])->sid;
    for (size_t i = 0; i < s->n; i++)
        sids[held++] = s->totals[i].from.sid;
    for (size_t i = 0; i < s->content.sids_n; i++)
        sids[held++] = s->content.sids[i];
    const trace_lots_row *own = known_lot(w->known, str_of(s->id));
    if (own && own->has_sid)
        sids[held++] = own->sid;
    held = rests_each_once(sids, held);
    const char *const about[] = {s->id, s->material ? arena_printf(c->a, "--material=%s", s->material) : ""};
    AK_TRY(rests_on(rests, c, sids, held, rests_link(c, "trace balance", about, s->material ? 2 : 1), err));
    return state_basis(out, c, sids, held, known_share, err);
}

static ak_code shown_view(view *v, ctx *c, const trace_world *w, const shown *s, ak_err *err)
{
    arena *a = c->a;
    double *parts = ARENA_NEWS(a, double, s->n + 1);
    int64_t *millionths = ARENA_NEWS(a, int64_t, s->n + 1);
    for (size_t i = 0; i < s->n; i++)
        parts[i] = s->totals[i].share;
    parts[s->n] = s->unknown > 0 ? s->unknown : 0;
    AK_TRY(share_of_doubles(millionths, parts, s->n + 1, a, err));
    const view_basis *basis = NULL;
    view *rests = NULL;
    AK_TRY(basis_of(&basis, &rests, c, w, s, 1 - parts[s->n], err));
    view_put_label(v, "mass_kg", N_("Mass"),
                   s->mass_mg >= 0 ? view_decimal(a, kg_text(a, s->mass_mg), "kg", basis) : view_null(a));
    view_put_label(v, "origins", N_("Where it comes from"),
                   origins_view(c, w, s->totals, s->n, millionths, s->mass_mg, basis));
    view_put_label(v, "unknown_share", N_("Of unknown origin"), view_share(a, millionths[s->n], basis));
    view_put_label(v, "faults", N_("What the record contradicts or leaves open"),
                   faults_view(c, w, &s->balance, basis));
    view_put_label(v, "rests_on", N_("Rests on"), rests);
    return AK_OK;
}

ak_code trace_balance_view(view **out, ctx *c, const args *g, ak_err *err)
{
    trace_world *w = NULL;
    AK_TRY(trace_world_load(&w, c, err));
    shown s = {0};
    state_subject subject;
    state_subject material;
    AK_TRY(trace_thing_meant(&s.lot, &subject, c, w, args_get(g, "id"), err));
    if (subject.family != family_find(STR("lot")) && !known_lot(w->known, str_of(subject.id)))
        return ak_fail(err, &TRACE_001, subject.name);
    AK_TRY(trace_material_meant(&material, c, g, err));
    s.id = subject.id;
    s.material = material.canon_id;
    view *v = view_map(c->a);
    view_put_label(v, "lot", N_("Lot"), state_ref(c, subject.id));
    if (s.material) {
        view_put_label(v, "material", N_("Material"), state_ref(c, s.material));
        material_shown(&s, c->a, w);
    } else {
        all_shown(&s, c->a, w);
    }
    AK_TRY(shown_view(v, c, w, &s, err));
    *out = v;
    return AK_OK;
}
