/* tender.c -- a tender, its requirements, criteria, cost assumptions and clauses, read from the state. */
#include "tender/tender.h"

#include <stdlib.h>
#include <string.h>

#include "record/workspace.h"
#include "tender/tender_private.h"
#include "tender_sql.h"

/* ---- Values ---- */

void tender_add_sid(tender_reader *r, int64_t sid)
{
    tender *t = r->t;
    t->sids = arena_room(r->c->a, t->sids, t->sids_n, &r->sids_cap, sizeof *t->sids);
    t->sids[t->sids_n++] = sid;
}

const char *tender_text(tender_reader *r, str s)
{
    return s.p ? str_c(r->c->a, s) : "";
}

tender_tri tender_tri_of(str s)
{
    return !s.n               ? TENDER_NOT_SAID
           : str_is(s, "yes") ? TENDER_YES
           : str_is(s, "no")  ? TENDER_NO
                              : TENDER_UNKNOWN;
}

ak_code tender_number_of(tender_number *out, tender_reader *r, str n, str unit_code, ak_err *err)
{
    *out = (tender_number){.unit_text = tender_text(r, unit_code)};
    out->unit = unit_code.n ? unit_find(unit_code) : NULL;
    if (!n.n)
        return AK_OK;
    out->said = true;
    return decimal_read_plain(&out->n, n, NULL) == AK_OK ? AK_OK : ak_fail(err, &TEND_003, tender_text(r, n));
}

tender_amount tender_amount_of(bool has, int64_t minor, str currency_code)
{
    const currency *c = has ? currency_find(currency_code) : NULL;
    return (tender_amount){
        .said = c != NULL, .m = {minor, c}
    };
}

/* ---- The tender itself ---- */

static ak_code read_lists(tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender *t = r->t;
    tender_circumstances_row *facts = NULL;
    tender_cpv_row *cpv = NULL;
    tender_documents_row *documents = NULL;
    tender_items_row *items = NULL;
    size_t n = 0;
    AK_TRY(tender_circumstances_all(&facts, &n, c->a, c->db, &c->scope,
                                    &(tender_circumstances_params){t->sid}, err));
    TENDER_TEXTS(t->circumstances, t->circumstances_n, r, facts, n);
    AK_TRY(tender_cpv_all(&cpv, &n, c->a, c->db, &c->scope, &(tender_cpv_params){t->sid}, err));
    TENDER_TEXTS(t->cpv, t->cpv_n, r, cpv, n);
    AK_TRY(tender_documents_all(&documents, &n, c->a, c->db, &c->scope, &(tender_documents_params){t->sid},
                                err));
    TENDER_TEXTS(t->documents, t->documents_n, r, documents, n);
    AK_TRY(tender_items_all(&items, &n, c->a, c->db, &c->scope, &(tender_items_params){t->sid}, err));
    TENDER_TEXTS(t->items, t->items_n, r, items, n);
    return AK_OK;
}

static ak_code read_parts(tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_parts_row *rows = NULL;
    size_t n = 0;
    AK_TRY(tender_parts_all(&rows, &n, c->a, c->db, &c->scope, &(tender_parts_params){r->t->sid}, err));
    tender_part *parts = ARENA_NEWS(c->a, tender_part, n + 1);
    for (size_t i = 0; i < n; i++)
        parts[i] = (tender_part){
            .part_no = tender_text(r, rows[i].part_no),
            .title = tender_text(r, rows[i].title),
            .value = tender_amount_of(rows[i].has_value_minor, rows[i].value_minor, rows[i].value_currency)};
    r->t->parts = parts;
    r->t->parts_n = n;
    return AK_OK;
}

static void read_head(tender_reader *r, const tender_one_row *o)
{
    tender *t = r->t;
    t->sid = o->sid;
    t->number = tender_text(r, o->number);
    t->title = tender_text(r, o->title);
    t->description = tender_text(r, o->description);
    t->status = tender_text(r, o->status);
    t->procurement_method = tender_text(r, o->procurement_method);
    t->jurisdiction = tender_text(r, o->jurisdiction);
    t->product_group = tender_text(r, o->product_group);
    t->value_estimate =
        tender_amount_of(o->has_value_estimate_minor, o->value_estimate_minor, o->value_estimate_currency);
    t->published_on = date_as_known(r->c->a, r->z, o->published_on, o->published_on_prec);
    t->questions_until = tender_text(r, o->questions_until);
    t->bids_until = tender_text(r, o->bids_until);
    t->opened_at = tender_text(r, o->opened_at);
    t->award_basis = tender_text(r, o->award_basis);
    t->cost_method = tender_text(r, o->cost_method);
    t->rate_kind = tender_text(r, o->rate_kind);
    t->environment_rule = tender_text(r, o->environment_rule);
    t->environment_reason = tender_text(r, o->environment_reason);
    t->variants_allowed = tender_tri_of(o->variants_allowed);
    t->standstill_days = o->has_standstill_days ? o->standstill_days : -1;
    int64_t s = 0;
    char day[DATE_TEXT_BYTES];
    if (moment_read(&s, str_of(r->c->as_of), NULL) == AK_OK)
        t->as_of_day = arena_text(r->c->a, date_day_text(day, zone_day_of(r->z, s)));
    else
        t->as_of_day = "";
    t->date = t->published_on[0] ? t->published_on : t->as_of_day;
}

static ak_code read_tender(tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender *t = r->t;
    tender_one_row *rows = NULL;
    size_t n = 0;
    AK_TRY(tender_one_all(&rows, &n, c->a, c->db, &c->scope, &(tender_one_params){r->canon}, err));
    if (n == 0)
        return ak_fail(err, &TEND_001);
    read_head(r, &rows[0]);
    AK_TRY(tender_number_of(&t->volume, r, rows[0].volume, rows[0].volume_unit, err));
    t->buyer = rows[0].buyer.n ? tender_text(r, rows[0].buyer) : workspace_party(c->ws);
    state_subject buyer = {0};
    AK_TRY(state_subject_by_id(&buyer, c, t->buyer, err));
    t->buyer_name = buyer.name;
    tender_add_sid(r, t->sid);
    AK_TRY(read_lists(r, err));
    return read_parts(r, err);
}

/* ---- Requirements ---- */

static int requirement_order(const void *x, const void *y)
{
    const tender_requirement *a = x;
    const tender_requirement *b = y;
    int order = tender_number_order(a->code, b->code);
    return order ? order : strcmp(a->id, b->id);
}

static ak_code requirement_of(tender_requirement *out, tender_reader *r, const tender_requirements_row *q,
                              ak_err *err)
{
    *out = (tender_requirement){
        .sid = q->sid,
        .id = tender_text(r, q->id),
        .code = tender_text(r, q->code),
        .title = tender_text(r, q->title),
        .text = tender_text(r, q->text),
        .level = tender_text(r, q->level),
        .part_no = tender_text(r, q->part_no),
        .attribute = tender_text(r, q->attribute),
        .operator= tender_text(r, q->operator),
        .threshold_text = tender_text(r, q->threshold_text),
        .applies_when = tender_text(r, q->applies_when),
        .except_when = tender_text(r, q->except_when),
        .accepts_equivalent = tender_tri_of(q->accepts_equivalent),
        .evidence_wanted = tender_text(r, q->evidence_wanted),
        .evidence_due = tender_text(r, q->evidence_due),
        .evidence_days = q->has_evidence_days ? q->evidence_days : -1,
        .catalogue_code = tender_text(r, q->catalogue_code),
        .edition = tender_text(r, q->edition),
        .law_ref = tender_text(r, q->law_ref),
    };
    AK_TRY(tender_number_of(&out->threshold, r, q->threshold, q->unit, err));
    return tender_number_of(&out->threshold_high, r, q->threshold_high, q->unit, err);
}

static ak_code read_requirements(tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_requirements_row *rows = NULL;
    size_t n = 0;
    size_t kept = 0;
    AK_TRY(tender_requirements_all(&rows, &n, c->a, c->db, &c->scope, &(tender_requirements_params){r->canon},
                                   err));
    tender_requirement *list = ARENA_NEWS(c->a, tender_requirement, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && rows[i].canon == rows[i - 1].canon)
            continue;
        AK_TRY(requirement_of(&list[kept++], r, &rows[i], err));
        tender_add_sid(r, rows[i].sid);
    }
    qsort(list, kept, sizeof *list, requirement_order);
    r->t->requirements = list;
    r->t->requirements_n = kept;
    return AK_OK;
}

/* ---- Criteria ---- */

/* A criterion on its way: whose part it is is known by subject until all are sorted. */
typedef struct raw_criterion {
    tender_criterion k;
    int64_t canon;
    int64_t parent; /* 0 = none */
} raw_criterion;

static int criterion_order(const void *x, const void *y)
{
    const raw_criterion *a = x;
    const raw_criterion *b = y;
    int order = tender_number_order(a->k.code, b->k.code);
    return order ? order : strcmp(a->k.id, b->k.id);
}

static ak_code read_steps(tender_criterion *k, tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_steps_row *rows = NULL;
    size_t n = 0;
    AK_TRY(tender_steps_all(&rows, &n, c->a, c->db, &c->scope, &(tender_steps_params){k->sid}, err));
    tender_step *steps = ARENA_NEWS(c->a, tender_step, n + 1);
    for (size_t i = 0; i < n; i++) {
        tender_number at = {0};
        AK_TRY(tender_number_of(&at, r, rows[i].at_least, (str){0}, err));
        steps[i] = (tender_step){at.n, rows[i].has_points_share_ppb ? rows[i].points_share_ppb : 0};
    }
    k->steps = steps;
    k->steps_n = n;
    return AK_OK;
}

static ak_code criterion_of(raw_criterion *out, tender_reader *r, const tender_criteria_row *q, ak_err *err)
{
    out->canon = q->canon;
    out->parent = q->has_parent ? q->parent : 0;
    tender_criterion *k = &out->k;
    *k = (tender_criterion){
        .sid = q->sid,
        .id = tender_text(r, q->id),
        .code = tender_text(r, q->code),
        .title = tender_text(r, q->title),
        .text = tender_text(r, q->text),
        .parent = -1,
        .weight_ppb = q->has_weight_ppb ? q->weight_ppb : -1,
        .priority = q->has_priority ? q->priority : 0,
        .environmental = tender_tri_of(q->environmental),
        .point_model = tender_text(r, q->point_model),
        .direction = tender_text(r, q->direction),
        .attribute = tender_text(r, q->attribute),
        .unit_text = tender_text(r, q->unit),
        .surcharge = tender_amount_of(q->has_surcharge_minor, q->surcharge_minor, q->surcharge_currency),
        .part_no = tender_text(r, q->part_no),
        .catalogue_code = tender_text(r, q->catalogue_code),
    };
    AK_TRY(tender_number_of(&k->points_max, r, q->points_max, (str){0}, err));
    AK_TRY(tender_number_of(&k->low_point, r, q->low_point, q->unit, err));
    AK_TRY(tender_number_of(&k->high_point, r, q->high_point, q->unit, err));
    AK_TRY(tender_number_of(&k->expected_low, r, q->expected_low, q->unit, err));
    AK_TRY(tender_number_of(&k->expected_high, r, q->expected_high, q->unit, err));
    return read_steps(k, r, err);
}

static ak_code read_criteria(tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_criteria_row *rows = NULL;
    size_t n = 0;
    size_t kept = 0;
    AK_TRY(tender_criteria_all(&rows, &n, c->a, c->db, &c->scope, &(tender_criteria_params){r->canon}, err));
    raw_criterion *raw = ARENA_NEWS(c->a, raw_criterion, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && rows[i].canon == rows[i - 1].canon)
            continue;
        AK_TRY(criterion_of(&raw[kept++], r, &rows[i], err));
        tender_add_sid(r, rows[i].sid);
    }
    qsort(raw, kept, sizeof *raw, criterion_order);
    tender_criterion *list = ARENA_NEWS(c->a, tender_criterion, kept + 1);
    for (size_t i = 0; i < kept; i++) {
        list[i] = raw[i].k;
        for (size_t p = 0; p < kept && raw[i].parent; p++)
            if (p != i && raw[p].canon == raw[i].parent)
                list[i].parent = (int)p;
    }
    r->t->criteria = list;
    r->t->criteria_n = kept;
    return AK_OK;
}

/* ---- Cost assumptions ---- */

static int cost_order(const void *x, const void *y)
{
    const tender_cost *a = x;
    const tender_cost *b = y;
    int order = strcmp(a->cost_kind, b->cost_kind);
    if (!order)
        order = strcmp(a->item, b->item);
    if (!order)
        order = (a->year > b->year) - (a->year < b->year);
    return order ? order : (a->sid > b->sid) - (a->sid < b->sid);
}

static ak_code read_costs(tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_costs_row *rows = NULL;
    size_t n = 0;
    size_t kept = 0;
    AK_TRY(tender_costs_all(&rows, &n, c->a, c->db, &c->scope, &(tender_costs_params){r->canon}, err));
    tender_cost *list = ARENA_NEWS(c->a, tender_cost, n + 1);
    for (size_t i = 0; i < n; i++) {
        const tender_costs_row *q = &rows[i];
        if (i > 0 && q->canon == rows[i - 1].canon)
            continue;
        tender_cost *k = &list[kept++];
        *k = (tender_cost){.sid = q->sid,
                           .cost_kind = tender_text(r, q->cost_kind),
                           .item = tender_text(r, q->item),
                           .year = q->has_year ? (int)q->year : 0,
                           .probability_ppb = q->has_probability_ppb ? q->probability_ppb : -1,
                           .condition = tender_text(r, q->condition),
                           .table = tender_text(r, q->table_id),
                           .evidence = (evidence)q->evidence};
        AK_TRY(tender_number_of(&k->value, r, q->value, q->unit, err));
        AK_TRY(tender_number_of(&k->low, r, q->low, q->unit, err));
        AK_TRY(tender_number_of(&k->high, r, q->high, q->unit, err));
        tender_add_sid(r, q->sid);
    }
    qsort(list, kept, sizeof *list, cost_order);
    r->t->costs = list;
    r->t->costs_n = kept;
    return AK_OK;
}

/* ---- Clauses ---- */

static int clause_order(const void *x, const void *y)
{
    const tender_clause *a = x;
    const tender_clause *b = y;
    int order = tender_number_order(a->number, b->number);
    return order ? order : strcmp(a->id, b->id);
}

static ak_code clause_of(tender_clause *out, tender_reader *r, const tender_clauses_row *q, ak_err *err)
{
    ctx *c = r->c;
    *out = (tender_clause){
        .sid = q->sid,
        .id = tender_text(r, q->id),
        .number = tender_text(r, q->number),
        .title = tender_text(r, q->title),
        .text = tender_text(r, q->text),
        .clause_kind = tender_text(r, q->clause_kind),
        .obliged = tender_text(r, q->obliged),
        .triggered_by = tender_text(r, q->triggered_by),
        .deadline_count = q->has_deadline_count ? q->deadline_count : -1,
        .day_kind = tender_text(r, q->day_kind),
        .at_once = tender_tri_of(q->at_once),
        .yearly_on = tender_text(r, q->yearly_on),
        .openness = tender_text(r, q->openness),
        .consequence_text = tender_text(r, q->consequence_text),
        .evidence_wanted = tender_text(r, q->evidence_wanted),
        .catalogue_code = tender_text(r, q->catalogue_code),
        .law_ref = tender_text(r, q->law_ref),
    };
    tender_consequences_row *rows = NULL;
    tender_clause_materials_row *materials = NULL;
    size_t n = 0;
    AK_TRY(tender_consequences_all(&rows, &n, c->a, c->db, &c->scope, &(tender_consequences_params){q->sid},
                                   err));
    TENDER_TEXTS(out->consequences, out->consequences_n, r, rows, n);
    AK_TRY(tender_clause_materials_all(&materials, &n, c->a, c->db, &c->scope,
                                       &(tender_clause_materials_params){q->sid}, err));
    TENDER_TEXTS(out->materials, out->materials_n, r, materials, n);
    return AK_OK;
}

static ak_code read_clauses(tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_clauses_row *rows = NULL;
    size_t n = 0;
    size_t kept = 0;
    AK_TRY(tender_clauses_all(&rows, &n, c->a, c->db, &c->scope, &(tender_clauses_params){r->canon}, err));
    tender_clause *list = ARENA_NEWS(c->a, tender_clause, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && rows[i].canon == rows[i - 1].canon)
            continue;
        AK_TRY(clause_of(&list[kept++], r, &rows[i], err));
        tender_add_sid(r, rows[i].sid);
    }
    qsort(list, kept, sizeof *list, clause_order);
    r->t->clauses = list;
    r->t->clauses_n = kept;
    tender_dialogues_row about = {0};
    bool found = false;
    AK_TRY(tender_dialogues_one(&about, &found, c->a, c->db, &c->scope, &(tender_dialogues_params){r->canon},
                                err));
    r->t->dialogues = (size_t)about.n;
    return AK_OK;
}

ak_code tender_read(tender **out, ctx *c, const state_subject *which, ak_err *err)
{
    tender *t = ARENA_NEW(c->a, tender);
    t->subject = *which;
    tender_reader r = {.c = c, .t = t, .z = zone_of(c), .canon = which->canon};
    AK_TRY(read_tender(&r, err));
    AK_TRY(read_requirements(&r, err));
    AK_TRY(read_criteria(&r, err));
    AK_TRY(read_costs(&r, err));
    AK_TRY(tender_read_bids(&r, err));
    AK_TRY(tender_read_awards(&r, err));
    AK_TRY(read_clauses(&r, err));
    *out = t;
    return AK_OK;
}
