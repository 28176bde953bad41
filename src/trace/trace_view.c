/* trace_view.c -- where a lot or product comes from, and where it went. */
#include "trace/trace_view.h"

#include <string.h>

#include "base/date.h"
#include "record/find.h"
#include "record/rests.h"
#include "trace/build.h"
#include "trace/closure.h"
#include "trace/rules.h"
#include "trace/view_parts.h"

static const view_column columns[] = {
    {"depth",     N_("Steps away"), VIEW_INT,  ""},
    {"thing",     N_("What"),       VIEW_REF,  ""},
    {"how",       N_("How"),        VIEW_WORD, ""},
    {"from",      N_("To or from"), VIEW_REF,  ""},
    {"when",      N_("When"),       VIEW_DATE, ""},
    {"place",     N_("Where"),      VIEW_REF,  ""},
    {"seen_at",   N_("Last seen"),  VIEW_REF,  ""},
    {"statement", N_("Statement"),  VIEW_REF,  ""},
};

static const char *const how_words[TRACE_KINDS] = {
    N_("created"),  N_("made from"), N_("packed"),      N_("part of"),
    N_("supplied"), N_("made by"),   N_("the same as"),
};

view *trace_word_of(arena *a, trace_kind kind)
{
    return view_word(a, trace_kind_words[kind], how_words[kind]);
}

view *trace_when_of(arena *a, int64_t time_ms)
{
    if (time_ms == TRACE_TIME_UNKNOWN)
        return NULL;
    char text[MOMENT_TEXT_BYTES];
    return view_date(a, moment_text(text, time_ms / 1000));
}

view *trace_ref_of(ctx *c, const trace_world *w, uint32_t thing)
{
    return thing == TRACE_NONE ? NULL : state_ref(c, str_c(c->a, trace_thing_id(w->graph, thing)));
}

ak_code trace_statement_ref(view **out, ctx *c, int64_t sid, ak_err *err)
{
    *out = NULL;
    if (sid == 0)
        return AK_OK;
    state_statement s;
    AK_TRY(state_statement_by_sid(&s, c, sid, err));
    const char *index = arena_printf(c->a, "%llu", (unsigned long long)s.index);
    *out = view_ref(c->a, "statement", s.leaf, index);
    return AK_OK;
}

/* The thing of the graph that is meant: a lot by its own id, anything else by its canonical one. */
ak_code trace_thing_meant(uint32_t *out, state_subject *subject, ctx *c, const trace_world *w,
                          const char *text, ak_err *err)
{
    AK_TRY(find_subject(subject, c, str_of(text), NULL, err));
    *out = trace_thing_find(w->graph, str_of(subject->id));
    if (*out == TRACE_NONE)
        *out = trace_thing_find(w->graph, str_of(subject->canon_id));
    return AK_OK;
}

static ak_code row_put(view *table, ctx *c, const trace_world *w, uint32_t thing, uint32_t depth,
                       uint32_t via, uint32_t from, ak_err *err)
{
    arena *a = c->a;
    const trace_step *step = via == TRACE_NONE ? NULL : trace_step_of(w->graph, via);
    view *statement = NULL;
    if (step)
        AK_TRY(trace_statement_ref(&statement, c, step->sid, err));
    uint32_t seen = thing < w->seen_n ? w->seen[thing].place : TRACE_NONE;
    view_row(table);
    view_cell(table, view_int(a, depth));
    view_cell(table, trace_ref_of(c, w, thing));
    view_cell(table, step ? trace_word_of(a, step->kind) : NULL);
    view_cell(table, step ? trace_ref_of(c, w, from) : NULL);
    view_cell(table, step ? trace_when_of(a, step->time_ms) : NULL);
    view_cell(table, step ? trace_ref_of(c, w, step->place) : NULL);
    view_cell(table, trace_ref_of(c, w, seen));
    view_cell(table, statement);
    return AK_OK;
}

ak_code trace_rests_on(view **out, ctx *c, const trace_world *w, const uint32_t *steps, size_t n,
                       const char *link, ak_err *err)
{
    int64_t *sids = ARENA_NEWS(c->a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        sids[i] = trace_step_of(w->graph, steps[i])->sid;
    return rests_on(out, c, sids, n, link, err);
}

ak_code trace_material_meant(state_subject *out, ctx *c, const args *g, ak_err *err)
{
    const char *material = args_get(g, "material");
    *out = (state_subject){0};
    return material ? find_subject(out, c, str_of(material), "material", err) : AK_OK;
}

static ak_code material_wanted(uint32_t *out, ctx *c, const trace_world *w, const args *g, ak_err *err)
{
    state_subject m;
    *out = TRACE_NONE;
    AK_TRY(trace_material_meant(&m, c, g, err));
    if (!m.canon_id)
        return AK_OK;
    *out = trace_thing_find(w->graph, str_of(m.canon_id));
    return *out == TRACE_NONE ? ak_fail(err, &TRACE_003, args_get(g, "material")) : AK_OK;
}

static const char *walk_link(const ctx *c, const args *g, trace_direction direction, const char *id)
{
    const char *material = args_get(g, "material");
    const char *const words[] = {id, material ? arena_printf(c->a, "--material=%s", material) : ""};
    return rests_link(c, direction == TRACE_UP ? "trace up" : "trace down", words, material ? 2 : 1);
}

static ak_code walk_view(view **out, ctx *c, const args *g, trace_direction direction, ak_err *err)
{
    arena *a = c->a;
    trace_world *w = NULL;
    AK_TRY(trace_world_load(&w, c, err));
    uint32_t start = TRACE_NONE;
    state_subject subject;
    AK_TRY(trace_thing_meant(&start, &subject, c, w, args_get(g, "id"), err));
    trace_filter filter = {.item = TRACE_NONE};
    AK_TRY(material_wanted(&filter.item, c, w, g, err));
    trace_closure met = {0};
    if (start != TRACE_NONE)
        trace_closure_of(&met, a, w->graph, direction, &start, 1, &filter);
    view *v = view_map(a);
    view_put(v, "subject", state_ref(c, subject.canon_id));
    view_put(v, "direction",
             view_word(a, direction == TRACE_UP ? "up" : "down",
                       direction == TRACE_UP ? N_("towards the source") : N_("towards the use")));
    int64_t count = met.n > 1 ? (int64_t)met.n - 1 : 0;
    view_put(v, "answer",
             direction == TRACE_UP
                 ? view_say_n(a, count, N_("{n} thing leads to it."), N_("{n} things lead to it."), "n",
                              view_int(a, count), (char *)NULL)
                 : view_say_n(a, count, N_("It went into {n} thing."), N_("It went into {n} things."), "n",
                              view_int(a, count), (char *)NULL));
    view *table = view_table(a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 1; i < met.n; i++)
        AK_TRY(row_put(table, c, w, met.met[i].thing, met.met[i].depth, met.met[i].via,
                       met.met[met.met[i].from].thing, err));
    view_put_label(v, "things", direction == TRACE_UP ? N_("What leads to it") : N_("What it went into"),
                   table);
    view_put(v, "count", view_int(a, count));
    view *rests = NULL;
    AK_TRY(trace_rests_on(&rests, c, w, met.steps, met.steps_n, walk_link(c, g, direction, subject.canon_id),
                          err));
    view_put_label(v, "rests_on", N_("Rests on"), rests);
    *out = v;
    return AK_OK;
}

ak_code trace_up_view(view **out, ctx *c, const args *g, ak_err *err)
{
    return walk_view(out, c, g, TRACE_UP, err);
}

ak_code trace_down_view(view **out, ctx *c, const args *g, ak_err *err)
{
    return walk_view(out, c, g, TRACE_DOWN, err);
}

ak_code trace_path_view(view **out, ctx *c, const args *g, ak_err *err)
{
    arena *a = c->a;
    trace_world *w = NULL;
    AK_TRY(trace_world_load(&w, c, err));
    uint32_t one = TRACE_NONE;
    uint32_t other = TRACE_NONE;
    state_subject from;
    state_subject to;
    AK_TRY(trace_thing_meant(&one, &from, c, w, args_get(g, "from"), err));
    AK_TRY(trace_thing_meant(&other, &to, c, w, args_get(g, "to"), err));
    trace_filter filter = {.item = TRACE_NONE};
    AK_TRY(material_wanted(&filter.item, c, w, g, err));
    trace_way way;
    if (one == TRACE_NONE || other == TRACE_NONE ||
        !trace_way_between(&way, a, w->graph, one, other, &filter))
        return ak_fail(err, &TRACE_002, from.name, to.name);
    view *v = view_map(a);
    view_put_label(v, "from", N_("From"), state_ref(c, from.id));
    view_put_label(v, "to", N_("To"), state_ref(c, to.id));
    view_put_label(v, "direction", N_("Direction"),
                   view_word(a, way.direction == TRACE_UP ? "up" : "down",
                             way.direction == TRACE_UP ? N_("towards the source") : N_("towards the use")));
    view *table = view_table(a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < way.n; i++)
        AK_TRY(row_put(table, c, w, way.things[i], (uint32_t)i, i ? way.steps[i - 1] : TRACE_NONE,
                       i ? way.things[i - 1] : TRACE_NONE, err));
    view_put_label(v, "things", N_("The way"), table);
    view *rests = NULL;
    const char *material = args_get(g, "material");
    const char *const words[] = {from.id, to.id, material ? arena_printf(a, "--material=%s", material) : ""};
    AK_TRY(trace_rests_on(&rests, c, w, way.steps, way.n - 1,
                          rests_link(c, "trace path", words, material ? 3 : 2), err));
    view_put_label(v, "rests_on", N_("Rests on"), rests);
    *out = v;
    return AK_OK;
}
