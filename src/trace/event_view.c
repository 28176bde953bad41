/* event_view.c -- what happened to a lot: when, where, how much, with what. */
#include "trace/trace_view.h"

#include <string.h>

#include "base/unit.h"
#include "record/find.h"
#include "record/rests.h"
#include "trace/build.h"
#include "trace/rules.h"
#include "trace/view_parts.h"

#define OTHERS_MOST 50 /* rows of one event; a pallet may hold thousands */

typedef enum happened {
    HAPPENED_NOT,
    HAPPENED_CREATED,
    HAPPENED_SEEN,
    HAPPENED_ENDED,
    HAPPENED_USED,
    HAPPENED_MADE,
    HAPPENED_INTO,
    HAPPENED_AROUND,
    HAPPENED_OUT_OF,
    HAPPENED_EMPTIED,
    HAPPENED_TRANSACTION
} happened;

static const struct {
    const char *code, *word;
} what_words[] = {
    [HAPPENED_NOT] = {"",                 ""                        },
    [HAPPENED_CREATED] = {"created",          N_("came into being")     },
    [HAPPENED_SEEN] = {"seen",             N_("was seen")            },
    [HAPPENED_ENDED] = {"ended",            N_("ceased to be")        },
    [HAPPENED_USED] = {"used up",          N_("went into")           },
    [HAPPENED_MADE] = {"made from",        N_("was made from")       },
    [HAPPENED_INTO] = {"packed into",      N_("was packed into")     },
    [HAPPENED_AROUND] = {"packed around",    N_("was filled with")     },
    [HAPPENED_OUT_OF] = {"taken out of",     N_("was taken out of")    },
    [HAPPENED_EMPTIED] = {"emptied of",       N_("was emptied of")      },
    [HAPPENED_TRANSACTION] = {"in a transaction", N_("was in a transaction")},
};

/* Business steps of CBV 2.0 section 7.1 in words; others stand as they were written. */
static const struct {
    const char *code, *word;
} step_words[] = {
    {"arriving",        N_("arriving")              },
    {"assembling",      N_("assembling")            },
    {"collecting",      N_("collecting")            },
    {"commissioning",   N_("marked with its number")},
    {"decommissioning", N_("number no longer used") },
    {"departing",       N_("departing")             },
    {"destroying",      N_("destroying")            },
    {"disassembling",   N_("disassembling")         },
    {"inspecting",      N_("inspecting")            },
    {"installing",      N_("installing")            },
    {"loading",         N_("loading")               },
    {"packing",         N_("packing")               },
    {"receiving",       N_("receiving")             },
    {"repairing",       N_("repairing")             },
    {"shipping",        N_("shipping")              },
    {"storing",         N_("storing")               },
    {"transporting",    N_("transporting")          },
    {"unloading",       N_("unloading")             },
    {"unpacking",       N_("unpacking")             },
};

static const view_column columns[] = {
    {"when",         N_("When"),             VIEW_DATE,    ""},
    {"what",         N_("What happened"),    VIEW_WORD,    ""},
    {"other",        N_("With"),             VIEW_REF,     ""},
    {"amount",       N_("How much of it"),   VIEW_DECIMAL, ""},
    {"unit",         N_("Unit"),             VIEW_TEXT,    ""},
    {"other_amount", N_("How much of that"), VIEW_DECIMAL, ""},
    {"other_unit",   N_("Unit"),             VIEW_TEXT,    ""},
    {"step",         N_("Step"),             VIEW_WORD,    ""},
    {"place",        N_("Where"),            VIEW_REF,     ""},
    {"statement",    N_("Statement"),        VIEW_REF,     ""},
};

static const event_item *item_of(const event_items *items, str lot)
{
    for (size_t i = 0; i < items->n; i++)
        if (str_eq(items->rows[i].id, lot))
            return &items->rows[i];
    return NULL;
}

/* What this event is to the lot, with its own line of it, and who else was in it on the other side. */
static happened what_of(const event_item **own, const event_items **others, str *other, const event *e,
                        str lot)
{
    *own = NULL;
    *others = NULL;
    *other = (str){0};
    if (e->type == EVENT_TRANSFORMATION) {
        bool in = (*own = item_of(&e->inputs, lot)) != NULL;
        if (!in && !(*own = item_of(&e->outputs, lot)))
            return HAPPENED_NOT;
        *others = in ? &e->outputs : &e->inputs;
        return in ? HAPPENED_USED : HAPPENED_MADE;
    }
    bool packing = e->type == EVENT_AGGREGATION || e->type == EVENT_ASSOCIATION;
    if (packing && e->parent.n && str_eq(e->parent, lot)) {
        *others = &e->items;
        return e->action == EVENT_ADD      ? HAPPENED_AROUND
               : e->action == EVENT_DELETE ? HAPPENED_EMPTIED
                                           : HAPPENED_SEEN;
    }
    *own = item_of(&e->items, lot);
    if (!*own)
        return HAPPENED_NOT;
    if (packing) {
        *other = e->parent;
        return e->action == EVENT_ADD      ? HAPPENED_INTO
               : e->action == EVENT_DELETE ? HAPPENED_OUT_OF
                                           : HAPPENED_SEEN;
    }
    if (e->type == EVENT_TRANSACTION)
        return HAPPENED_TRANSACTION;
    return e->action == EVENT_ADD      ? HAPPENED_CREATED
           : e->action == EVENT_DELETE ? HAPPENED_ENDED
                                       : HAPPENED_SEEN;
}

/* Two cells: how much, in which unit; without one they are pieces. */
static void amount_put(view *table, ctx *c, const event_item *item, const view_basis *basis)
{
    bool given = item && item->amount.n;
    const unit *u = given ? unit_find(item->unit.n ? item->unit : STR("H87")) : NULL;
    view_cell(table, given ? view_decimal(c->a, str_c(c->a, item->amount), "", basis) : NULL);
    view_cell(table, given ? view_text_c(c->a, u ? u->symbol : str_c(c->a, item->unit)) : NULL);
}

static view *step_of(ctx *c, str step)
{
    if (!step.n)
        return NULL;
    const char *code = str_c(c->a, step);
    for (size_t i = 0; i < sizeof step_words / sizeof *step_words; i++)
        if (strcmp(step_words[i].code, code) == 0)
            return view_word(c->a, code, step_words[i].word);
    return view_word(c->a, code, code);
}

typedef struct telling {
    ctx *c;
    const trace_world *w;
    view *table;
    int64_t *sids;
    size_t sids_n;
    int64_t events;
} telling;

static ak_code row_put(telling *t, const trace_event *ev, happened what, const event_item *other,
                       const event_item *own, const view_basis *basis, ak_err *err)
{
    ctx *c = t->c;
    char text[MOMENT_TEXT_BYTES];
    view *statement = NULL;
    str place = ev->e.place.n ? ev->e.place : ev->e.read_point;
    AK_TRY(trace_statement_ref(&statement, c, ev->sid, err));
    view_row(t->table);
    view_cell(t->table, view_date(c->a, moment_text(text, ev->e.time_ms / 1000)));
    view_cell(t->table, view_word(c->a, what_words[what].code, what_words[what].word));
    view_cell(t->table, other->id.n ? state_ref(c, str_c(c->a, other->id)) : NULL);
    amount_put(t->table, c, own, basis);
    amount_put(t->table, c, other, basis);
    view_cell(t->table, step_of(c, ev->e.step));
    view_cell(t->table, place.n ? state_ref(c, str_c(c->a, known_canon(t->w->known, place))) : NULL);
    view_cell(t->table, statement);
    return AK_OK;
}

static ak_code event_put(telling *t, const trace_event *ev, str lot, ak_err *err)
{
    const event_item *own = NULL;
    const event_items *others = NULL;
    str other;
    happened what = what_of(&own, &others, &other, &ev->e, lot);
    if (what == HAPPENED_NOT)
        return AK_OK;
    const view_basis *basis = NULL;
    AK_TRY(state_basis(&basis, t->c, &ev->sid, 1, -1, err));
    t->sids[t->sids_n++] = ev->sid;
    t->events++;
    if (!others || others->n == 0)
        return row_put(t, ev, what, &(event_item){.id = other}, own, basis, err);
    for (size_t i = 0; i < others->n && i < OTHERS_MOST; i++) /* how much of the lot is said once */
        AK_TRY(row_put(t, ev, what, &others->rows[i], i ? NULL : own, basis, err));
    return AK_OK;
}

ak_code trace_events_view(view **out, ctx *c, const args *g, ak_err *err)
{
    trace_world *w = NULL;
    AK_TRY(trace_world_load(&w, c, err));
    uint32_t thing = TRACE_NONE;
    state_subject subject;
    AK_TRY(trace_thing_meant(&thing, &subject, c, w, args_get(g, "id"), err));
    if (subject.family != family_find(STR("lot")) && !known_lot(w->known, str_of(subject.id)))
        return ak_fail(err, &TRACE_001, subject.name);
    telling t = {.c = c,
                 .w = w,
                 .table = view_table(c->a, columns, sizeof columns / sizeof *columns),
                 .sids = ARENA_NEWS(c->a, int64_t, w->events_n + 1)};
    for (size_t i = 0; i < w->events_n; i++)
        AK_TRY(event_put(&t, &w->events[i], str_of(subject.id), err));
    t.sids_n = rests_each_once(t.sids, t.sids_n);
    const char *const words[] = {subject.id};
    view *rests = NULL;
    AK_TRY(rests_on(&rests, c, t.sids, t.sids_n, rests_link(c, "trace events", words, 1), err));
    view *v = view_map(c->a);
    view_put(v, "subject", state_ref(c, subject.id));
    view_put(v, "answer",
             t.events ? view_say_n(c->a, t.events, N_("{n} event tells of it."), N_("{n} events tell of it."),
                                   "n", view_int(c->a, t.events), (char *)NULL)
                      : view_say(c->a, N_("No event tells of it."), (char *)NULL));
    view_put_label(v, "events", N_("What happened"), t.table);
    view_put_label(v, "rests_on", N_("Rests on"), rests);
    *out = v;
    return AK_OK;
}
