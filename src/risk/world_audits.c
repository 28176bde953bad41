/* world_audits.c -- the audits of the record: where, at which stage, of what, how old. */
#include <stdlib.h>
#include <string.h>

#include "risk/age.h"
#include "risk/view_parts.h"
#include "risk/world.h"

/* A third party's word counts as one only where its evidence is that of one: a letterhead is not enough. */
static bool by_third_party(const risk_audits_row *r)
{
    bool third = str_is(r->audit_kind, "third_party") || str_is(r->audit_kind, "authority") ||
                 str_is(r->audit_kind, "downstream");
    return third && r->evidence >= EVIDENCE_VERIFIED;
}

static int audit_order(const void *a, const void *b)
{
    const world_audit *x = a;
    const world_audit *y = b;
    return (x->row->sid > y->row->sid) - (x->row->sid < y->row->sid);
}

ak_code world_audits_load(risk_world *w, ctx *c, ak_err *err)
{
    risk_audits_row *rows = NULL;
    risk_audit_places_row *places = NULL;
    size_t n = 0;
    size_t places_n = 0;
    AK_TRY(risk_audits_all(&rows, &n, c->a, c->db, &c->scope, err));
    AK_TRY(risk_audit_places_all(&places, &places_n, c->a, c->db, &c->scope, err));
    w->audits = ARENA_NEWS(c->a, world_audit, n + 1);
    const char **texts = ARENA_NEWS(c->a, const char *, places_n + 1);
    for (size_t i = 0; i < places_n; i++)
        texts[i] = str_c(c->a, places[i].place);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        world_audit *a = &w->audits[w->audits_n++];
        str on = rows[i].period_end.n ? rows[i].period_end : rows[i].said_on;
        *a = (world_audit){.row = &rows[i],
                           .on = date_as_known(c->a, w->zone, on, 10),
                           .verified = by_third_party(&rows[i]),
                           .issues = risk_audit_covers(w->tables, c->a, rows[i].standard)};
        while (at < places_n && places[at].sid < rows[i].sid)
            at++;
        a->places = texts + at;
        for (; at < places_n && places[at].sid == rows[i].sid; at++)
            a->places_n++;
    }
    if (w->audits_n)
        qsort(w->audits, w->audits_n, sizeof *w->audits, audit_order);
    return AK_OK;
}

static const char *place_of(const world_audit *a, const char *const *places, size_t n)
{
    for (size_t i = 0; i < a->places_n; i++) {
        for (size_t k = 0; k < n; k++) {
            if (strcmp(a->places[i], places[k]) == 0)
                return places[k];
        }
    }
    return NULL;
}

size_t world_audits_at(const node_audit **out, arena *a, const risk_world *w, const char *const *places,
                       size_t places_n, risk_stage stage)
{
    node_audit *list = ARENA_NEWS(a, node_audit, w->audits_n + 1);
    size_t n = 0;
    for (size_t i = 0; i < w->audits_n; i++) {
        const world_audit *audit = &w->audits[i];
        risk_stage at = stage; /* where none is named, whatever is done at that place */
        const char *place = place_of(audit, places, places_n);
        double years = 0;
        if (!place || !age_years(&years, audit->on, w->as_of_day))
            continue;
        if (audit->row->stage.n && !risk_stage_find(&at, str_c(a, audit->row->stage)))
            continue;
        if (at == stage)
            list[n++] = (node_audit){.place = place,
                                     .issues = audit->issues,
                                     .verified = audit->verified,
                                     .age_years = years,
                                     .payload = (void *)(uintptr_t)audit};
    }
    *out = list;
    return n;
}
