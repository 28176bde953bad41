/* evidence.c -- evidence against risk, by stage. */
#include "risk/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "base/rows.h"
#include "risk/age.h"
#include "risk/view_parts.h"

const char *const evidence_kind_codes[EVIDENCE_KINDS] = {"audit", "visit", "talk", "answer", "finding"};

typedef struct gathering {
    ctx *c;
    const risk_world *w;
    evidence_picture *out;
    strmap chain; /* ids of the subject, its parts, and who stands in its chain */
    size_t cap, chain_cap;
    rows texts;     /* data/risk/findings.csv */
    strmap *looked; /* of everybody at once: id -> best of each stage; NULL = of one chain */
} gathering;

/* ---- Who stands in the chain ---- */

static void chain_put(gathering *g, str id)
{
    if (strmap_get(&g->chain, id))
        return;
    strmap_put(&g->chain, id, 1);
    evidence_picture *e = g->out;
    if (e->chain_n == g->chain_cap) {
        g->chain_cap = g->chain_cap ? 2 * g->chain_cap : 64;
        const char **grown = ARENA_NEWS(g->c->a, const char *, g->chain_cap);
        if (e->chain_n)
            memcpy(grown, e->chain, e->chain_n * sizeof *grown);
        e->chain = grown;
    }
    e->chain[e->chain_n++] = str_c(g->c->a, id);
}

static void chain_add(gathering *g, str id)
{
    if (!id.n || str_starts(id, "country:") || str_starts(id, "region:"))
        return;
    chain_put(g, id);
    const trace_sites_row *site = known_site(g->w->known, id);
    if (site && site->operated_by.n)
        chain_put(g, site->operated_by);
}

/* Sites of whoever is in the chain. */
static void chain_add_sites(gathering *g)
{
    const known *k = g->w->known;
    for (size_t i = 0; i < k->sites_n; i++) {
        if (k->sites[i].operated_by.n && strmap_get(&g->chain, k->sites[i].operated_by))
            chain_put(g, k->sites[i].id);
    }
}

static void chain_of_picture(gathering *g, const risk_picture *p)
{
    const known *k = g->w->known;
    chain_add(g, str_of(p->subject.canon_id));
    for (size_t i = 0; i < p->leaves_n; i++) {
        str path = str_of(p->leaves[i].path);
        chain_add(g, str_of(p->leaves[i].part));
        chain_add(g, str_of(p->leaves[i].whole));
        while (path.n) {
            str whole = str_trim(str_cut(&path, '>'));
            const trace_products_row *product = known_product(k, whole);
            chain_add(g, whole);
            if (product)
                chain_add(g, product->manufacturer);
            for (int64_t s = known_first(&k->supply_of, whole); s >= 0; s = k->supply_of.next[s])
                chain_add(g, k->supplies[s].origin);
        }
    }
    for (size_t i = 0; i < p->nodes_n; i++) {
        for (size_t o = 0; o < p->nodes[i].origins_n; o++) {
            const node_origin *origin = &p->nodes[i].origins[o];
            for (size_t n = 0; n < origin->places_n; n++)
                chain_add(g, str_of(origin->places[n]));
        }
    }
}

static bool in_chain(const gathering *g, str id)
{
    return g->looked || strmap_get(&g->chain, id) != NULL;
}

/* ---- What was seen of everybody, packed ---- */

#define LOOKED_BITS 3 /* a level of evidence, 0..5 */

struct evidence_index {
    strmap best; /* id -> LOOKED_BITS a stage */
};

static int looked_at_stage(int64_t all, int stage)
{
    return (int)(all >> (LOOKED_BITS * stage)) & ((1 << LOOKED_BITS) - 1);
}

static void looked_raise(strmap *best, str id, int stage, int level)
{
    int64_t *all = strmap_put(best, id, 0);
    if (level > looked_at_stage(*all, stage))
        *all += (int64_t)(level - looked_at_stage(*all, stage)) << (LOOKED_BITS * stage);
}

/* Words are no more than self-declared, and words against words neither; what is of no stage says nothing of
 * any. */
static void looked_note(gathering *g, const evidence_item *i, str id)
{
    bool claim = strcmp(i->state, "claimed") == 0 || strcmp(i->state, "contradicted") == 0;
    int level = claim && i->evidence > EVIDENCE_SELF_DECLARED ? EVIDENCE_SELF_DECLARED : i->evidence;
    if (g->looked && id.n && i->stage >= 0 && !i->stale)
        looked_raise(g->looked, id, i->stage, level);
}

/* ---- Evidence ---- */

static evidence_item *item_add(gathering *g, evidence_kind kind, str stage, str on, int64_t digits,
                               int64_t level, int64_t sid)
{
    evidence_picture *e = g->out;
    if (e->n == g->cap) {
        g->cap = g->cap ? 2 * g->cap : 32;
        evidence_item *grown = ARENA_NEWS(g->c->a, evidence_item, g->cap);
        if (e->n)
            memcpy(grown, e->items, e->n * sizeof *grown);
        e->items = grown;
    }
    evidence_item *i = &e->items[e->n++];
    risk_stage at = RISK_EXTRACTION;
    bool named = stage.n && risk_stage_find(&at, str_c(g->c->a, stage));
    *i = (evidence_item){.kind = kind,
                         .stage = named ? (int)at : -1,
                         .title = "",
                         .on = date_as_known(g->c->a, g->w->zone, on, digits),
                         .state = "",
                         .scope = "",
                         .count = 1,
                         .evidence = (int)level,
                         .sid = sid};
    if (age_years(&i->age_years, i->on, g->w->as_of_day))
        i->stale = i->age_years > g->w->tables->model.audit_years;
    return i;
}

static void audits_gather(gathering *g)
{
    for (size_t n = 0; n < g->w->audits_n; n++) {
        const world_audit *a = &g->w->audits[n];
        const risk_audits_row *r = a->row;
        bool ours = false;
        for (size_t k = 0; k < a->places_n; k++)
            ours |= in_chain(g, str_of(a->places[k]));
        if (!ours)
            continue;
        str on = r->period_end.n ? r->period_end : r->said_on;
        evidence_kind kind = str_is(r->audit_kind, "visit") ? EVIDENCE_OF_VISIT : EVIDENCE_OF_AUDIT;
        evidence_item *i = item_add(g, kind, r->stage, on, 10, r->evidence, r->sid);
        i->id = str_c(g->c->a, r->id);
        i->who = r->auditor.n ? str_c(g->c->a, r->auditor) : NULL;
        i->title = str_c(g->c->a, r->standard);
        i->scope = str_c(g->c->a, r->scope);
        i->count = r->has_audits_count ? r->audits_count : 1;
        for (size_t k = 0; k < a->places_n; k++)
            looked_note(g, i, str_of(a->places[k]));
    }
}

static ak_code dialogues_gather(gathering *g, ak_err *err)
{
    risk_dialogues_row *met = NULL;
    size_t n = 0;
    AK_TRY(risk_dialogues_all(&met, &n, g->c->a, g->c->db, &g->c->scope, err));
    int64_t last = -1;
    for (size_t k = 0; k < n; k++) {
        const risk_dialogues_row *r = &met[k];
        bool ours = in_chain(g, r->party) || in_chain(g, r->about) || in_chain(g, r->held_at);
        if ((r->sid == last && !g->looked) || !ours)
            continue;
        last = r->sid;
        evidence_kind kind = str_is(r->dialogue_kind, "visit") ? EVIDENCE_OF_VISIT : EVIDENCE_OF_TALK;
        evidence_item *i = item_add(g, kind, r->stage, r->said_on, r->said_on_prec, r->evidence, r->sid);
        i->id = str_c(g->c->a, r->id);
        i->who = r->party.n ? str_c(g->c->a, r->party) : NULL;
        i->title = str_c(g->c->a, r->title);
        looked_note(g, i, r->party);
        looked_note(g, i, r->about);
        looked_note(g, i, r->held_at);
    }
    return AK_OK;
}

/* A yes without a document is a claim; what a third party checked is verified. */
static const char *answer_state(const risk_answers_row *all, size_t n, const risk_answers_row *r)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(all[i].question, r->question) && !str_eq(all[i].status, r->status))
            return "contradicted";
    }
    if (r->evidence >= EVIDENCE_VERIFIED)
        return "verified";
    return r->document.n || r->evidence >= EVIDENCE_DOCUMENTED ? "documented" : "claimed";
}

static bool says_something(str status)
{
    return !str_is(status, "not_answered") && !str_is(status, "refused") && !str_is(status, "not_known");
}

static ak_code answers_gather(gathering *g, ak_err *err)
{
    risk_answers_row *given = NULL;
    size_t n = 0;
    AK_TRY(risk_answers_all(&given, &n, g->c->a, g->c->db, &g->c->scope, err));
    int64_t last = -1;
    for (size_t k = 0; k < n; k++) {
        const risk_answers_row *r = &given[k];
        bool ours = in_chain(g, r->said_by) || in_chain(g, r->addressee) || in_chain(g, r->about);
        if ((r->sid == last && !g->looked) || !ours || !says_something(r->status))
            continue;
        last = r->sid;
        evidence_item *i =
            item_add(g, EVIDENCE_OF_ANSWER, r->stage, r->said_on, r->said_on_prec, r->evidence, r->sid);
        i->id = str_c(g->c->a, r->question);
        i->who = str_c(g->c->a, r->said_by);
        i->title = str_c(g->c->a, r->status);
        i->state = answer_state(given, n, r);
        looked_note(g, i, r->said_by);
        looked_note(g, i, r->addressee);
        looked_note(g, i, r->about);
    }
    return AK_OK;
}

static void findings_gather(gathering *g)
{
    for (size_t n = 0; n < g->w->incidents_n; n++) {
        const world_incident *in = &g->w->incidents[n];
        bool ours = false;
        for (size_t k = 0; k < in->places_n && in->finding; k++)
            ours |= in_chain(g, str_of(in->places[k]));
        if (!ours)
            continue;
        evidence_item *i =
            item_add(g, EVIDENCE_OF_FINDING, str_of(in->stage), str_of(""), 10, in->evidence, in->sid);
        i->on = in->on;
        if (age_years(&i->age_years, i->on, g->w->as_of_day))
            i->stale = i->age_years > g->w->tables->model.audit_years;
        i->id = in->id;
        i->title = in->title;
        i->open = in->open;
    }
}

static int item_order(const void *a, const void *b)
{
    const evidence_item *x = a;
    const evidence_item *y = b;
    if (x->stage != y->stage)
        return x->stage < y->stage ? -1 : 1;
    int order = strcmp(y->on, x->on);
    return order ? order : (x->sid > y->sid) - (x->sid < y->sid);
}

/* ---- Findings ---- */

static const char *text_of(const gathering *g, const char *code, const char *column)
{
    size_t codes = rows_column(&g->texts, "code");
    size_t at = rows_column(&g->texts, column);
    for (size_t i = 0; i < g->texts.n; i++) {
        if (strcmp(rows_cell(&g->texts, i, codes), code) == 0)
            return rows_cell(&g->texts, i, at);
    }
    return "";
}

static const char *stage_name(const gathering *g, int stage)
{
    const view *word = stage_word(g->c->a, (risk_stage)stage);
    return tr(g->c->lang, view_name(word));
}

static void finding_add(gathering *g, const char *code, int stage, const char *other, const char *number)
{
    static const char *const text_columns[LANGUAGES] = {"nb", "da", "en"};
    static const char *const remedy_columns[LANGUAGES] = {"remedy_nb", "remedy_da", "remedy_en"};
    evidence_picture *e = g->out;
    evidence_finding *f = &e->findings[e->findings_n++];
    const char *name = stage >= 0 ? stage_name(g, stage) : "";
    *f = (evidence_finding){.code = code,
                            .stage = stage,
                            .text = tr_fill(g->c->a, text_of(g, code, text_columns[g->c->lang]), "stage",
                                            name, "other", other, "n", number, (char *)NULL),
                            .remedy = tr_fill(g->c->a, text_of(g, code, remedy_columns[g->c->lang]), "stage",
                                              name, "other", other, "n", number, (char *)NULL)};
}

static bool is_risk(const evidence_tier *t)
{
    return t->judged && t->level >= RISK_MEDIUM;
}

/* Stages where somebody looked lately, in words. */
static const char *looked_at(const gathering *g, int but)
{
    buf b = buf_new(g->c->a, 0);
    for (int s = 0; s < RISK_STAGES; s++) {
        if (s == but || g->out->tiers[s].fresh == 0)
            continue;
        if (b.n)
            buf_add_c(&b, ", ");
        buf_add_c(&b, stage_name(g, s));
    }
    return b.n ? b.p : "";
}

static void findings_of_tiers(gathering *g)
{
    for (int s = 0; s < RISK_STAGES; s++) {
        const evidence_tier *t = &g->out->tiers[s];
        if (!is_risk(t) || t->fresh > 0)
            continue;
        const char *other = looked_at(g, s);
        if (t->items > 0)
            finding_add(g, "EVD-003", s, "", "");
        else if (other[0])
            finding_add(g, "EVD-001", s, other, "");
        else
            finding_add(g, "EVD-002", s, "", "");
    }
}

static void findings_of_items(gathering *g)
{
    size_t claimed = 0;
    size_t no_stage = 0;
    size_t no_auditor = 0;
    for (size_t i = 0; i < g->out->n; i++) {
        const evidence_item *e = &g->out->items[i];
        claimed += strcmp(e->state, "claimed") == 0;
        no_stage += e->stage < 0 && e->kind != EVIDENCE_OF_TALK;
        no_auditor += e->kind == EVIDENCE_OF_AUDIT && !e->who;
    }
    if (claimed)
        finding_add(g, "EVD-004", -1, "", arena_printf(g->c->a, "%zu", claimed));
    if (no_stage)
        finding_add(g, "EVD-005", -1, "", arena_printf(g->c->a, "%zu", no_stage));
    if (no_auditor)
        finding_add(g, "EVD-006", -1, "", arena_printf(g->c->a, "%zu", no_auditor));
}

/* ---- The whole ---- */

static void tier_judged(evidence_tier *t, const node_picture *p, const char *material)
{
    const node_issue *decides = node_deciding(p);
    if (t->judged && p->level <= t->level)
        return;
    t->judged = true;
    t->level = p->level;
    t->issue = decides->issue;
    t->material = material;
}

static void tiers_count(evidence_picture *e)
{
    for (size_t i = 0; i < e->n; i++) {
        const evidence_item *item = &e->items[i];
        if (item->stage < 0 || item->kind == EVIDENCE_OF_FINDING)
            continue; /* a finding rests on an audit, a visit or an answer, and those count */
        evidence_tier *t = &e->tiers[item->stage];
        /* words are no evidence of a tier, and words against words neither */
        bool claim = strcmp(item->state, "claimed") == 0 || strcmp(item->state, "contradicted") == 0;
        t->items += !claim;
        t->fresh += !claim && !item->stale;
        if (!claim && !item->stale && item->evidence > t->best)
            t->best = item->evidence;
        t->audits += item->kind == EVIDENCE_OF_AUDIT ? item->count : 0;
    }
}

static ak_code evidence_gather(gathering *g, ak_err *err)
{
    chain_add_sites(g);
    audits_gather(g);
    AK_TRY(dialogues_gather(g, err));
    AK_TRY(answers_gather(g, err));
    findings_gather(g);
    if (g->out->n)
        qsort(g->out->items, g->out->n, sizeof *g->out->items, item_order);
    tiers_count(g->out);
    AK_TRY(rows_asset(&g->texts, g->c->a, "data/risk/findings.csv", err));
    g->out->findings = ARENA_NEWS(g->c->a, evidence_finding, RISK_STAGES + 4);
    findings_of_tiers(g);
    findings_of_items(g);
    return AK_OK;
}

static void stages_set(evidence_picture *e)
{
    for (int s = 0; s < RISK_STAGES; s++)
        e->tiers[s] = (evidence_tier){.stage = (risk_stage)s, .level = RISK_LOW, .material = ""};
}

ak_code evidence_of_picture(evidence_picture *out, ctx *c, const risk_world *w, const risk_picture *p,
                            ak_err *err)
{
    *out = (evidence_picture){0};
    stages_set(out);
    gathering g = {.c = c, .w = w, .out = out, .chain = {.a = c->a}};
    for (size_t i = 0; i < p->nodes_n; i++)
        tier_judged(&out->tiers[p->nodes[i].picture.stage], &p->nodes[i].picture, p->nodes[i].material_id);
    chain_of_picture(&g, p);
    return evidence_gather(&g, err);
}

ak_code evidence_of_item(evidence_picture *out, ctx *c, const ranked *r, const ranked_item *i, ak_err *err)
{
    *out = (evidence_picture){0};
    stages_set(out);
    gathering g = {.c = c, .w = suppliers_world(r->suppliers), .out = out, .chain = {.a = c->a}};
    for (size_t k = 0; k < i->nodes_n; k++) {
        node_picture p;
        suppliers_picture(&p, c->a, r->suppliers, &i->nodes[k], r->year);
        tier_judged(&out->tiers[p.stage], &p, "");
    }
    for (size_t k = 0; k < i->products_n; k++) {
        state_subject s;
        risk_picture *p = NULL;
        AK_TRY(state_subject_by_id(&s, c, i->products[k], err));
        AK_TRY(risk_picture_of(&p, c, suppliers_world(r->suppliers), &s, r->year, err));
        for (size_t n = 0; n < p->nodes_n; n++)
            tier_judged(&out->tiers[p->nodes[n].picture.stage], &p->nodes[n].picture,
                        p->nodes[n].material_id);
        chain_of_picture(&g, p);
    }
    if (i->party)
        chain_add(&g, i->party->id);
    chain_add(&g, i->id);
    return evidence_gather(&g, err);
}

/* ---- Of everybody at once ---- */

/* What was seen at a site was seen of whoever runs it. */
static void looked_at_sites(strmap *best, const known *k)
{
    for (size_t i = 0; i < k->sites_n; i++) {
        const int64_t *at = strmap_get(best, k->sites[i].id);
        int64_t all = at ? *at : 0; /* the put below may move it */
        for (int s = 0; all && s < RISK_STAGES && k->sites[i].operated_by.n; s++)
            looked_raise(best, k->sites[i].operated_by, s, looked_at_stage(all, s));
    }
}

ak_code evidence_index_load(evidence_index **out, ctx *c, const risk_world *w, ak_err *err)
{
    evidence_index *x = ARENA_NEW(c->a, evidence_index);
    evidence_picture all = {0};
    *x = (evidence_index){.best = {.a = c->a}};
    gathering g = {.c = c, .w = w, .out = &all, .looked = &x->best};
    audits_gather(&g);
    AK_TRY(dialogues_gather(&g, err));
    AK_TRY(answers_gather(&g, err));
    looked_at_sites(&x->best, w->known);
    *out = x;
    return AK_OK;
}

int evidence_index_best(const evidence_index *x, str id, risk_stage stage)
{
    const int64_t *all = strmap_get(&x->best, id);
    return all ? looked_at_stage(*all, (int)stage) : 0;
}
