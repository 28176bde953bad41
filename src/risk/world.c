/* world.c -- what pictures are made from: tables, links, materials, incidents. */
#include "risk/world.h"

#include <string.h>

#include "base/date.h"
#include "base/sorted.h"
#include "risk/involvement.h"
#include "risk/rules.h"
#include "risk/view_parts.h"

static void arena_close(void *handle)
{
    arena_free(handle);
}

ctx *world_wide(const ctx *c)
{
    arena *own = ARENA_NEW(c->a, arena);
    arena_own(c->a, arena_close, own);
    ctx *wide = ARENA_NEW(c->a, ctx);
    *wide = *c;
    wide->a = own;
    return wide;
}

static ak_code materials_load(risk_world *w, ctx *c, ak_err *err)
{
    w->material_at.a = c->a;
    w->material_name_at.a = c->a;
    AK_TRY(risk_materials_all(&w->materials, &w->materials_n, c->a, c->db, &c->scope, err));
    for (size_t i = 0; i < w->materials_n; i++) {
        const risk_materials_row *m = &w->materials[i];
        if (strmap_get(&w->material_name_at, m->id))
            continue; /* another voice's word on the same material: the first one is taken */
        strmap_put(&w->material_name_at, m->id, (int64_t)i);
        strmap_put(&w->material_at, m->id, risk_material_find(w->tables, c->a, m->name));
    }
    risk_material_names_row *names = NULL;
    size_t n = 0;
    AK_TRY(risk_material_names_all(&names, &n, c->a, c->db, &c->scope, err));
    for (size_t i = 0; i < n; i++) {
        int64_t *at = strmap_get(&w->material_at, names[i].id);
        if (at && *at < 0)
            *at = risk_material_find(w->tables, c->a, names[i].name);
    }
    for (size_t i = 0; i < w->materials_n; i++) { /* cobalt sulphate is cobalt */
        const risk_materials_row *m = &w->materials[i];
        int64_t *at = strmap_get(&w->material_at, m->id);
        const int64_t *whole = m->part_of.n ? strmap_get(&w->material_at, m->part_of) : NULL;
        if (at && *at < 0 && whole)
            *at = *whole;
    }
    return AK_OK;
}

#define DIGEST_PREFIX_MIN 8

/* All that stand here, or, where a digest is asked for, the ones that have it: with tables of the user's own
 * or without. */
static ak_code tables_load(risk_world *w, ctx *c, ak_err *err)
{
    AK_TRY(risk_tables_load(&w->tables, c->a, err));
    AK_TRY(own_facts_find(&w->own, &w->own_n, c, err));
    size_t wanted = c->tables ? strlen(c->tables) : 0;
    if (wanted >= DIGEST_PREFIX_MIN && strncmp(w->tables->digest, c->tables, wanted) == 0) {
        w->own_n = 0;
        return AK_OK;
    }
    AK_TRY(own_facts_apply(w->tables, c, w->own, w->own_n, err));
    if (c->tables && (wanted < DIGEST_PREFIX_MIN || strncmp(w->tables->digest, c->tables, wanted) != 0))
        return ak_fail(err, &RISK_013, c->tables, w->tables->digest);
    return AK_OK;
}

ak_code risk_world_load(risk_world **out, ctx *c, ak_err *err)
{
    risk_world *w = ARENA_NEW(c->a, risk_world);
    w->zone = zone_of(c);
    char day[DATE_TEXT_BYTES];
    int64_t as_of_s = 0;
    AK_TRY(moment_read(&as_of_s, str_of(c->as_of), err));
    w->as_of_day = arena_text(c->a, date_day_text(day, zone_day_of(w->zone, as_of_s)));
    AK_TRY(tables_load(w, c, err));
    AK_TRY(known_load(&w->known, c, err));
    AK_TRY(materials_load(w, c, err));
    AK_TRY(world_incidents_load(w, c, err));
    AK_TRY(world_audits_load(w, c, err));
    *out = w;
    return AK_OK;
}

const risk_tables *risk_world_tables(const risk_world *w)
{
    return w->tables;
}

const known *risk_world_known(const risk_world *w)
{
    return w->known;
}

int world_material(const risk_world *w, str id)
{
    const int64_t *at = strmap_get(&w->material_at, id);
    return at ? (int)*at : -1;
}

bool world_is_material(const risk_world *w, str id)
{
    return strmap_get(&w->material_at, id) != NULL;
}

/* ---- Incidents and findings ---- */

/* 1..3 by the place in the enum; 0 for unknown and not said. */
static int degree(str word, const char *one, const char *two, const char *three)
{
    return str_is(word, one) ? 1 : str_is(word, two) ? 2 : str_is(word, three) ? 3 : 0;
}

static int severity_said(str scale, str extent, str reversal)
{
    int a = degree(scale, "minor", "serious", "grave");
    int b = degree(extent, "few", "workforce", "region");
    int c = degree(reversal, "reversible", "within_years", "irreversible");
    int worst = a > b ? a : b;
    return worst > c ? worst : c;
}

/* A case is closed by a remedy that was verified, not by saying so. */
static bool is_open(str status, int64_t level)
{
    bool said_closed = str_is(status, "remedied") || str_is(status, "closed");
    return !(said_closed && level >= EVIDENCE_VERIFIED);
}

static uint32_t issue_bit(const risk_tables *t, str word)
{
    risk_issue issue;
    return risk_issue_find(&issue, t, word) ? 1u << issue : 0;
}

static world_incident *incident_of(risk_world *w, int64_t sid)
{
    size_t low = SORTED_FIRST(w->incidents, w->incidents_n, sid, sid);
    return low < w->incidents_n && w->incidents[low].sid == sid ? &w->incidents[low] : NULL;
}

static void text_add(arena *a, const char ***list, size_t *n, str text)
{
    const char **grown = ARENA_NEWS(a, const char *, *n + 1);
    if (*n)
        memcpy(grown, *list, *n * sizeof *grown);
    grown[(*n)++] = str_c(a, text);
    *list = grown;
}

static ak_code incident_parts_load(risk_world *w, ctx *c, ak_err *err)
{
    risk_incident_issues_row *issues = NULL;
    risk_incident_places_row *places = NULL;
    risk_incident_goods_row *goods = NULL;
    size_t issues_n = 0;
    size_t places_n = 0;
    size_t goods_n = 0;
    AK_TRY(risk_incident_issues_all(&issues, &issues_n, c->a, c->db, &c->scope, err));
    AK_TRY(risk_incident_places_all(&places, &places_n, c->a, c->db, &c->scope, err));
    AK_TRY(risk_incident_goods_all(&goods, &goods_n, c->a, c->db, &c->scope, err));
    world_incident *i = NULL;
    for (size_t k = 0; k < issues_n; k++) {
        if ((i = incident_of(w, issues[k].sid)) != NULL)
            i->issues |= issue_bit(w->tables, issues[k].issue);
    }
    for (size_t k = 0; k < places_n; k++) {
        if ((i = incident_of(w, places[k].sid)) != NULL)
            text_add(c->a, &i->places, &i->places_n, places[k].place);
    }
    for (size_t k = 0; k < goods_n; k++) {
        if ((i = incident_of(w, goods[k].sid)) != NULL)
            text_add(c->a, &i->goods, &i->goods_n, goods[k].good);
    }
    return AK_OK;
}

static ak_code findings_load(risk_world *w, ctx *c, const risk_findings_row *rows, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const risk_findings_row *f = &rows[k];
        if (!f->issue.n)
            continue; /* of no issue: it raises none */
        world_incident *i = &w->incidents[w->incidents_n++];
        *i = (world_incident){
            .id = str_c(c->a, f->id),
            .title = arena_printf(c->a, "%.*s", (int)f->code.n, f->code.p),
            .on = date_as_known(c->a, w->zone, f->said_on, f->said_on_prec),
            .stage = str_c(c->a, f->stage),
            .issues = issue_bit(w->tables, f->issue),
            .evidence = (int)f->evidence,
            .open = is_open(f->status, f->evidence),
            .finding = true,
            .severity = severity_said(f->scale, f->extent, f->reversal),
            .sid = f->sid,
        };
        text_add(c->a, &i->places, &i->places_n, f->about);
    }
    return AK_OK;
}

ak_code world_incidents_load(risk_world *w, ctx *c, ak_err *err)
{
    risk_incidents_row *rows = NULL;
    risk_findings_row *findings = NULL;
    size_t n = 0;
    size_t findings_n = 0;
    AK_TRY(risk_incidents_all(&rows, &n, c->a, c->db, &c->scope, err));
    AK_TRY(risk_findings_all(&findings, &findings_n, c->a, c->db, &c->scope, err));
    w->incidents = ARENA_NEWS(c->a, world_incident, n + findings_n + 1);
    for (; w->incidents_n < n; w->incidents_n++) {
        const risk_incidents_row *r = &rows[w->incidents_n];
        w->incidents[w->incidents_n] = (world_incident){
            .id = str_c(c->a, r->id),
            .title = str_c(c->a, r->title),
            .on = date_as_known(c->a, w->zone, r->said_on, r->said_on_prec),
            .stage = str_c(c->a, r->stage),
            .evidence = (int)r->evidence,
            .open = is_open(r->status, r->evidence),
            .severity = severity_said(r->scale, r->extent, r->reversal),
            .involvement = involvement_read(r->involvement),
            .sid = r->sid,
        };
    }
    AK_TRY(incident_parts_load(w, c, err));
    return findings_load(w, c, findings, findings_n);
}
