/* view_parts.h -- what the views of this room share (private). */
#ifndef TRACE_VIEW_PARTS_H
#define TRACE_VIEW_PARTS_H

#include "record/action.h"
#include "record/state.h"
#include "trace/build.h"

view *trace_word_of(arena *a, trace_kind kind);
view *trace_when_of(arena *a, int64_t time_ms);                   /* NULL where it is not known */
view *trace_ref_of(ctx *c, const trace_world *w, uint32_t thing); /* NULL for TRACE_NONE */
AK_MUST_USE ak_code trace_statement_ref(view **out, ctx *c, int64_t sid, ak_err *err);
AK_MUST_USE ak_code trace_thing_meant(uint32_t *out, state_subject *subject, ctx *c, const trace_world *w,
                                      const char *text, ak_err *err);
/* --material M; canon_id NULL = not asked for. */
AK_MUST_USE ak_code trace_material_meant(state_subject *out, ctx *c, const args *g, ak_err *err);
AK_MUST_USE ak_code trace_rests_on(view **out, ctx *c, const trace_world *w, const uint32_t *steps, size_t n,
                                   const char *link, ak_err *err);

#endif
