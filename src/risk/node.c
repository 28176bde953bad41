/* node.c -- one node of the picture: a material at a stage, with what is said of its origins.
 *
 * An origin that is named without an amount, by somebody who does not say that it is all, has a share that
 * nobody knows.  From below it counts as if nothing were said; from above as if it were all of what is not
 * otherwise accounted for.  So naming it can make the range wider upwards, and never the level lower.
 */
#include "risk/node.h"

#include <string.h>

/* What one origin's class interval is for an issue, with the rows and incident behind it. */
typedef struct judged {
    int lo, hi;
    hazard hazard;
    const node_incident *incident; /* of the highest class */
    const node_incident *graver;   /* of the highest severity it says of itself */
    const node_audit *audit;       /* that lowered it */
} judged;

static const node_incident *by_class(const node_incident *a, const node_incident *b)
{
    return !a || (b && b->hazard_class > a->hazard_class) ? b : a;
}

static const node_incident *by_severity(const node_incident *a, const node_incident *b)
{
    return !a || (b && b->severity > a->severity) ? b : a;
}

typedef struct asked {
    arena *a;
    const risk_tables *t;
    node_picture *picture;
    const node_origin *origins;
    size_t origins_n;
    const node_incident *incidents;
    size_t incidents_n;
    const node_audit *audits;
    size_t audits_n;
    const hazard_sector *sector;
    risk_issue issue;
} asked;

static bool touches(const node_incident *i, const char *country, const node_origin *origin)
{
    if (i->place[0] == '\0')
        return i->country[0] && strcmp(i->country, country) == 0;
    for (size_t k = 0; origin && k < origin->places_n; k++) {
        if (strcmp(origin->places[k], i->place) == 0)
            return true;
    }
    return false;
}

/* Two findings that touch an origin: the worse counts. */
static void by_incidents(judged *j, const asked *q, const char *country, const node_origin *origin)
{
    for (size_t i = 0; i < q->incidents_n; i++) {
        const node_incident *n = &q->incidents[i];
        if (!(n->issues & (1u << q->issue)) || !touches(n, country, origin))
            continue;
        j->incident = by_class(j->incident, n);
        j->graver = by_severity(j->graver, n);
        if (n->hazard_class > j->lo)
            j->lo = n->hazard_class;
        if (j->hi < j->lo)
            j->hi = j->lo;
    }
}

/* Whether the state imposes the harm: of the material, or of any of the sector's goods that are one. */
static bool imposed(const asked *q, const char *country)
{
    if (!q->sector)
        return risk_is_state_imposed(q->t, country, q->picture->material, q->picture->stage, q->issue);
    for (size_t i = 0; i < q->t->goods_n; i++) {
        const risk_good *g = &q->t->goods[i];
        if (g->material >= 0 && risk_is_state_imposed(q->t, country, g->material, g->stage, q->issue) &&
            hazard_sector_makes(q->sector, g->good))
            return true;
    }
    return false;
}

/* One audit that covers place and issue is enough, and a second adds nothing: otherwise a paper a year would
 * take a class a year. */
static void by_audits(judged *j, const asked *q, const char *country, const node_origin *origin)
{
    for (size_t i = 0; i < q->audits_n && !j->audit; i++) {
        const node_audit *n = &q->audits[i];
        bool there = false;
        for (size_t k = 0; origin && k < origin->places_n; k++)
            there |= strcmp(origin->places[k], n->place) == 0;
        audit_cover cover = {
            .covers = there && (n->issues & (1u << q->issue)),
            .verified = n->verified,
            .state_imposed = imposed(q, country),
            .age_years = n->age_years,
        };
        if (audit_lowers(&q->t->model, &j->lo, &j->hi, &cover))
            j->audit = n;
    }
}

static judged judge(const asked *q, const char *country, const node_origin *origin)
{
    judged j = {0};
    if (q->sector)
        hazard_of_sector(&j.hazard, q->t, country, q->sector, q->issue, q->picture->year);
    else
        hazard_of(&j.hazard, q->t, country, q->picture->material, q->picture->stage, q->issue,
                  q->picture->year);
    j.lo = j.hazard.lo;
    j.hi = j.hazard.hi;
    by_incidents(&j, q, country, origin);
    by_audits(&j, q, country, origin);
    return j;
}

/* The hull over the countries of an origin; a claim that the tables call impossible is no origin at all. */
static judged judge_origin(const asked *q, const node_origin *o)
{
    judged hull = {.lo = 0, .hi = q->t->model.class_country_max};
    if (o->countries_n == 0 && q->sector)
        return judge(q, "",
                     o); /* what a user's own list says of a group of goods holds wherever it is made */
    bool believed = o->plausible != PLAUSIBLE_NOT_LISTED && o->plausible != PLAUSIBLE_NOT_PRODUCED;
    if (o->countries_n == 0 || (o->claimed && !believed)) {
        by_incidents(&hull, q, o->countries_n ? o->countries[0] : "", o);
        return hull;
    }
    hull = judge(q, o->countries[0], o);
    for (size_t i = 1; i < o->countries_n; i++) {
        judged j = judge(q, o->countries[i], o);
        hull.lo = j.lo < hull.lo ? j.lo : hull.lo;
        hull.hi = j.hi > hull.hi ? j.hi : hull.hi;
        hull.incident = by_class(hull.incident, j.incident);
        hull.graver = by_severity(hull.graver, j.graver);
    }
    return hull;
}

static void part_counts(node_part *p, const exposure *x)
{
    for (int h = 1; h <= 4; h++) {
        double lo = p->lo >= h;
        double hi = p->hi >= h;
        bool claimed = p->basis == NODE_CLAIMED;
        p->at[h - 1] = claimed && x->p[h - 1] > lo ? x->p[h - 1] : lo;
        p->at_up[h - 1] = claimed && x->p_up[h - 1] > hi ? x->p_up[h - 1] : hi;
    }
}

static double quantified_sum(const asked *q)
{
    double sum = 0;
    for (size_t i = 0; i < q->origins_n; i++)
        sum += q->origins[i].unquantified ? 0 : q->origins[i].share;
    return sum;
}

/* Origins first, in the order given, then the mix on what is left, then the unknown. */
static void issue_parts(node_issue *out, const asked *q, const judged *origins, const judged *mix_parts)
{
    const mix *world = &q->picture->mix;
    double sum = quantified_sum(q);
    double scale = sum > 1 ? 1 / sum : 1;
    out->parts = ARENA_NEWS(q->a, node_part, q->origins_n + world->n + 1);
    for (size_t i = 0; i < q->origins_n; i++) {
        const node_origin *o = &q->origins[i];
        if (o->unquantified)
            continue;
        node_part *p = &out->parts[out->parts_n++];
        *p = (node_part){.basis = o->claimed ? NODE_CLAIMED : NODE_TRACED,
                         .country = o->countries_n == 1 ? o->countries[0] : "",
                         .origin = o,
                         .share = o->share * scale,
                         .lo = origins[i].lo,
                         .hi = origins[i].hi,
                         .hazard = &origins[i].hazard,
                         .incident = origins[i].incident,
                         .audit = origins[i].audit};
        part_counts(p, &out->x);
    }
    for (size_t i = 0; i < world->n && out->x.rest > 0; i++) {
        node_part *p = &out->parts[out->parts_n++];
        *p = (node_part){.basis = NODE_ASSUMED,
                         .country = world->parts[i].country,
                         .mix = &world->parts[i],
                         .share = out->x.rest * world->parts[i].share,
                         .lo = mix_parts[i].lo,
                         .hi = mix_parts[i].hi,
                         .hazard = &mix_parts[i].hazard,
                         .incident = mix_parts[i].incident};
        part_counts(p, &out->x);
    }
    if (out->x.rest > 0 && world->unknown > 0) {
        node_part *p = &out->parts[out->parts_n++];
        *p = (node_part){.basis = NODE_UNKNOWN,
                         .country = "",
                         .share = out->x.rest * world->unknown,
                         .hi = q->t->model.class_country_max};
        part_counts(p, &out->x);
    }
}

/* See the head of this file. */
static void widen_by_unquantified(exposure *x, const asked *q, const judged *origins)
{
    for (size_t i = 0; i < q->origins_n; i++) {
        if (!q->origins[i].unquantified)
            continue;
        for (int h = 1; h <= 4; h++) {
            double most = origins[i].hi >= h;
            double added = x->rest * (most - x->p_up[h - 1]);
            double up = x->s_up[h - 1] + (added > 0 ? added : 0);
            x->s_up[h - 1] = up > 1 ? 1 : up;
        }
    }
}

static void near_indicators(node_issue *out)
{
    if (out->level.decides == 0 || out->level.decides > 2)
        return;
    for (size_t i = 0; i < out->parts_n && !out->near_line; i++) {
        const node_part *p = &out->parts[i];
        bool by_table = !p->incident || p->incident->hazard_class < p->lo;
        out->near_line =
            by_table && p->hazard && p->hazard->near_line && p->lo >= out->level.decides && p->share >= 0.01;
    }
}

static void issue_severity(node_issue *out, const asked *q, const judged *origins, const judged *mix_parts)
{
    out->severity = q->t->issues[q->issue].severity;
    for (size_t i = 0; i < q->origins_n + q->picture->mix.n; i++) {
        const node_incident *n = i < q->origins_n ? origins[i].graver : mix_parts[i - q->origins_n].graver;
        if (!n)
            continue;
        out->said = true;
        if (n->severity > out->severity) {
            out->severity = n->severity;
            out->severity_by = n;
        }
    }
}

static void issue_of(node_issue *out, const asked *q, judged *origins, judged *mix_parts)
{
    const mix *world = &q->picture->mix;
    exposure_origin *xo = ARENA_NEWS(q->a, exposure_origin, q->origins_n + 1);
    exposure_part *xm = ARENA_NEWS(q->a, exposure_part, world->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < q->origins_n; i++) {
        const node_origin *o = &q->origins[i];
        origins[i] = judge_origin(q, o);
        if (!o->unquantified)
            xo[n++] = (exposure_origin){o->share, origins[i].lo, origins[i].hi, o->claimed};
    }
    for (size_t i = 0; i < world->n; i++) {
        mix_parts[i] = judge(q, world->parts[i].country, NULL);
        xm[i] = (exposure_part){world->parts[i].share, mix_parts[i].lo, mix_parts[i].hi};
    }
    out->issue = q->issue;
    out->table = q->issue < RISK_WITH_TABLE;
    issue_severity(out, q, origins, mix_parts);
    exposure_of(&out->x, xo, n, xm, world->n);
    issue_parts(out, q, origins, mix_parts);
    widen_by_unquantified(&out->x, q, origins);
    level_of(&out->level, &q->t->model, out->severity, &out->x);
    out->near_line = out->level.near_line;
    near_indicators(out);
}

/* Ranges of origins and of the mix's parts grow issue by issue; an issue without a table counts where
 * something is said of that origin. */
static void widen_ranges(score_range *r, const asked *q, const node_issue *issue, const judged *j, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (issue->table || j[i].incident)
            score_widen(&r[i], &q->t->model, j[i].lo, j[i].hi, issue->severity);
    }
}

static score_range score_of(const asked *q, const score_range *origins, const score_range *mix_parts)
{
    const mix *world = &q->picture->mix;
    score_range by_mix = {0};
    for (size_t i = 0; i < world->n; i++)
        score_add(&by_mix, world->parts[i].share, mix_parts[i]);
    score_add(&by_mix, world->unknown, score_nothing_known(&q->t->model));
    score_range sum = {0};
    double scale = quantified_sum(q);
    scale = scale > 1 ? 1 / scale : 1;
    for (size_t i = 0; i < q->origins_n; i++) {
        const node_origin *o = &q->origins[i];
        if (o->unquantified)
            continue;
        score_range r = origins[i];
        if (o->claimed && by_mix.lo > r.lo)
            r.lo = by_mix.lo;
        if (o->claimed && by_mix.hi > r.hi)
            r.hi = by_mix.hi;
        score_add(&sum, o->share * scale, r);
    }
    score_add(&sum, q->picture->issues[0].x.rest, by_mix);
    return sum;
}

static void shares_of(node_picture *p, const asked *q)
{
    double sum = quantified_sum(q);
    double scale = sum > 1 ? 1 / sum : 1;
    double not_believed = 0;
    for (size_t i = 0; i < q->origins_n; i++) {
        const node_origin *o = &q->origins[i];
        bool no_origin =
            o->countries_n == 0 ||
            (o->claimed && (o->plausible == PLAUSIBLE_NOT_LISTED || o->plausible == PLAUSIBLE_NOT_PRODUCED));
        if (o->unquantified)
            continue;
        if (no_origin)
            not_believed += o->share * scale;
        else
            p->traced += o->share * scale;
        if (!no_origin && o->claimed)
            p->claimed += o->share * scale;
    }
    double rest = sum < 1 ? 1 - sum : 0;
    p->assumed = rest * p->mix.named;
    p->unknown = rest * p->mix.unknown + not_believed;
}

void node_from(node_picture *out, arena *a, const risk_tables *t, const node_given *g)
{
    *out = (node_picture){.material = g->material, .stage = g->stage, .year = g->year};
    mix_choose(&out->mix, a, t, g->material, g->stage, g->year);
    asked q = {.a = a,
               .t = t,
               .picture = out,
               .origins = g->origins,
               .origins_n = g->n,
               .incidents = g->incidents,
               .incidents_n = g->incidents_n,
               .audits = g->audits,
               .audits_n = g->audits_n,
               .sector = g->sector};
    score_range *ro = ARENA_NEWS(a, score_range, g->n + 1);
    score_range *rm = ARENA_NEWS(a, score_range, out->mix.n + 1);
    for (int i = 0; i < RISK_ISSUES; i++) {
        judged *jo = ARENA_NEWS(a, judged, g->n + 1); /* parts point into these: each issue has its own */
        judged *jm = ARENA_NEWS(a, judged, out->mix.n + 1);
        q.issue = (risk_issue)i;
        issue_of(&out->issues[i], &q, jo, jm);
        widen_ranges(ro, &q, &out->issues[i], jo, g->n);
        widen_ranges(rm, &q, &out->issues[i], jm, out->mix.n);
        out->level = level_worse(out->level, out->issues[i].level.shown);
        if (i < (int)RISK_WITH_TABLE)
            out->of_tables = level_worse(out->of_tables, out->issues[i].level.shown);
    }
    out->mix_scores = rm;
    out->score = score_of(&q, ro, rm);
    shares_of(out, &q);
    availability_of(&out->availability, t, g->material, g->year);
}

void node_of(node_picture *out, arena *a, const risk_tables *t, int material, risk_stage stage, int year,
             const node_origin *origins, size_t n, const node_incident *incidents, size_t incidents_n)
{
    node_given given = {.material = material,
                        .stage = stage,
                        .year = year,
                        .origins = origins,
                        .n = n,
                        .incidents = incidents,
                        .incidents_n = incidents_n};
    node_from(out, a, t, &given);
}

static double share_at(const node_issue *i)
{
    return i->level.class_seen ? i->x.s[i->level.class_seen - 1] : 0;
}

static int by_double(double a, double b)
{
    return a > b ? -1 : a < b ? 1 : 0;
}

static int issue_order(const node_issue *a, const node_issue *b)
{
    if (a->level.shown != b->level.shown)
        return a->level.shown > b->level.shown ? -1 : 1;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (a->level.class_seen != b->level.class_seen)
        return a->level.class_seen > b->level.class_seen ? -1 : 1;
    int order = by_double(share_at(a), share_at(b));
    return order ? order : by_double(a->x.unknown, b->x.unknown);
}

const node_issue *node_deciding(const node_picture *p)
{
    const node_issue *worst = &p->issues[0];
    for (int i = 1; i < RISK_ISSUES; i++) {
        if (issue_order(&p->issues[i], worst) < 0)
            worst = &p->issues[i];
    }
    return worst;
}

int node_order(const node_picture *a, const node_picture *b)
{
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    return issue_order(node_deciding(a), node_deciding(b));
}
