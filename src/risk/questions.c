/* questions.c -- what to ask whom. */
#include "risk/questions.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/country.h"
#include "base/message.h"
#include "record/state.h"

const char *const question_kind_codes[6] = {"origin", "document", "name", "country", "sector", "made"};

/* ---- Who can answer ---- */

static const char *operator_of(const known *k, arena *a, str origin)
{
    const trace_sites_row *site = known_site(k, origin);
    return site && site->operated_by.n ? str_c(a, site->operated_by) : NULL;
}

static bool is_party(const char *id)
{
    str s = str_of(id);
    return !str_starts(s, "country:") && !str_starts(s, "region:");
}

/* Whoever runs the refinery knows the mine: the named origin with the largest share one stage on. */
static const char *refiner_of(ctx *c, const risk_picture *p, const picture_node *mine)
{
    const node_origin *best = NULL;
    for (size_t i = 0; i < p->nodes_n && mine->picture.stage == RISK_EXTRACTION; i++) {
        const picture_node *n = &p->nodes[i];
        if (n->picture.stage != RISK_PROCESSING || strcmp(n->material_id, mine->material_id) != 0)
            continue;
        for (size_t k = 0; k < n->origins_n; k++) {
            const picture_origin *why = n->origins[k].payload;
            if (is_party(why->place) && (!best || n->origins[k].share > best->share))
                best = &n->origins[k];
        }
    }
    if (!best)
        return NULL;
    const char *place = ((const picture_origin *)best->payload)->place;
    const char *runs = operator_of(p->known, c->a, str_of(place));
    return runs ? runs : known_site(p->known, str_of(place)) ? NULL : place;
}

/* The heaviest line of a bill of materials that holds it. */
static const picture_leaf *leaf_of(const risk_picture *p, const picture_node *n)
{
    const picture_leaf *best = NULL;
    for (size_t i = 0; i < p->leaves_n; i++) {
        const picture_leaf *l = &p->leaves[i];
        bool same = n->picture.material >= 0 ? l->material == n->picture.material
                                             : strcmp(l->part, n->material_id) == 0;
        if (same && (!best || l->mass_mg > best->mass_mg))
            best = l;
    }
    return best;
}

/* Makers of the wholes around the material, from the innermost outwards: the last id of the path first. */
static const char *maker_of(ctx *c, const risk_picture *p, const picture_leaf *l)
{
    str path = l ? str_of(l->path) : (str){0};
    while (path.n) {
        size_t cut = path.n;
        while (cut > 0 && !(cut >= 3 && memcmp(path.p + cut - 3, " > ", 3) == 0))
            cut--;
        str whole = {path.p + cut, path.n - cut};
        path.n = cut >= 3 ? cut - 3 : 0;
        const trace_products_row *product = known_product(p->known, whole);
        if (product && product->manufacturer.n)
            return str_c(c->a, product->manufacturer);
        for (int64_t i = known_first(&p->known->supply_of, whole); i >= 0; i = p->known->supply_of.next[i]) {
            str origin = p->known->supplies[i].origin;
            const char *runs = operator_of(p->known, c->a, origin);
            if (runs)
                return runs;
            if (!known_site(p->known, origin) && is_party(str_c(c->a, origin)))
                return str_c(c->a, origin);
        }
    }
    return NULL;
}

static const char *seller_of(const bought *b, const char *product)
{
    for (size_t i = 0; i < b->goods_n; i++) {
        if (!str_is(b->goods[i].item, product))
            continue;
        const risk_contracts_row *of = bought_contract_of(b, b->goods[i].owner);
        const bought_party *p = of ? bought_party_of(b, of->supplier) : NULL;
        if (p)
            return p->id.p;
    }
    return NULL;
}

static const char *addressee(ctx *c, const risk_picture *p, const bought *b, const question *q)
{
    const char *to = NULL;
    if (q->kind == QUESTION_ORIGIN)
        to = refiner_of(c, p, q->node);
    if (!to)
        to = maker_of(c, p, leaf_of(p, q->node));
    return to ? to : seller_of(b, p->subject.canon_id);
}

/* ---- Sentences ---- */

/* Name of the material in the language; a material of nobody's tables keeps its own. */
static const char *material_name(const risk_picture *p, const picture_node *n, language lang)
{
    int m = n->picture.material;
    assert(p);
    if (m < 0)
        return n->material_name;
    const risk_material *row = &p->tables->materials[m];
    return lang == LANG_NB ? row->nb : lang == LANG_DA ? row->da : row->name;
}

static const char *origin_msgid(const question *q)
{
    bool rest = q->gain.not_traced < 0.995;
    if (q->node->picture.stage == RISK_EXTRACTION)
        return rest ? N_("Which mines does the rest of the {material} in {part} come from? For {share} per "
                         "cent of it "
                         "no origin is named. Please give name, place and country of each mine, and its "
                         "share.")
                    : N_("Which mines does the {material} in {part} come from? Please give name, place and "
                         "country of "
                         "each mine, and its share of what you buy.");
    return rest ? N_("Which plants refine the rest of the {material} in {part}? For {share} per cent of it "
                     "none is "
                     "named. Please give name, place and country of each plant, and its share.")
                : N_("Which plants refine the {material} in {part}? Please give name, place and country of "
                     "each plant, "
                     "and its share of what you buy.");
}

static const char *msgid_of(const question *q)
{
    switch (q->kind) {
    case QUESTION_ORIGIN:
        return origin_msgid(q);
    case QUESTION_DOCUMENT:
        return N_(
            "You state that {material} in {part} comes from {place}. Please send the document that shows it: "
            "purchase papers, proof of custody or an audit report that names the site.");
    case QUESTION_NAME:
        return N_(
            "You name {place} as an origin of the {material} in {part}. No table of production that we know "
            "lists it. Please give the name and place of the mine or plant.");
    case QUESTION_COUNTRY:
        return N_("In which country, and at which address, is the work done that you deliver to us?");
    case QUESTION_SECTOR:
        return N_("What do you make or do for us yourselves, and what do others do for you? Please give your "
                  "industry code (NACE).");
    case QUESTION_MADE:
        break;
    }
    return N_("In which country, and at which factory with its address, are the goods made that you deliver "
              "to us?");
}

static const char *name_of(ctx *c, const char *id)
{
    const view *ref = state_ref(c, id);
    return view_name(ref)[0] ? view_name(ref) : id;
}

static const char *place_name(ctx *c, const question *q, language lang)
{
    if (!q->origin)
        return "";
    const picture_origin *why = q->origin->payload;
    if (!is_party(why->place) && q->origin->countries_n)
        return country_name(lang, q->origin->countries[0]);
    return name_of(c, why->place);
}

static void words_of(question *q, ctx *c, const risk_picture *p)
{
    const char *part = q->part ? name_of(c, q->part) : p ? p->subject.name : "";
    const char *share = arena_printf(c->a, "%.0f", q->gain.not_traced * 100);
    for (int lang = 0; lang < LANGUAGES; lang++)
        q->wording[lang] = tr_fill(c->a, tr((language)lang, msgid_of(q)), "material",
                                   q->node ? material_name(p, q->node, (language)lang) : "", "part", part,
                                   "share", share, "place", place_name(c, q, (language)lang), (char *)NULL);
}

/* ---- Gains ---- */

static score_range of_origin(const risk_tables *t, const picture_node *n, const node_origin *o)
{
    score_range r = {0};
    for (int i = 0; i < RISK_ISSUES; i++) {
        const node_issue *issue = &n->picture.issues[i];
        for (size_t k = 0; k < issue->parts_n; k++) {
            const node_part *part = &issue->parts[k];
            if (part->origin == o && (issue->table || part->incident))
                score_widen(&r, &t->model, part->lo, part->hi, issue->severity);
        }
    }
    return r;
}

/* What believing the claim would move: from the worse of claim and mix to the claim itself. */
static void gain_of_claim(question *q, arena *a, const risk_tables *t, double weight)
{
    const node_picture *p = &q->node->picture;
    score_range claim = of_origin(t, q->node, q->origin);
    score_range by_mix = {0};
    for (size_t i = 0; i < p->mix.n; i++)
        score_add(&by_mix, p->mix.parts[i].share, p->mix_scores[i]);
    score_add(&by_mix, p->mix.edition ? p->mix.unknown : 1, score_nothing_known(&t->model));
    score_range now = {claim.lo > by_mix.lo ? claim.lo : by_mix.lo,
                       claim.hi > by_mix.hi ? claim.hi : by_mix.hi};
    ask_point *points = ARENA_NEWS(a, ask_point, 1);
    points[0] = (ask_point){q->origin->countries_n ? q->origin->countries[0] : "", 1, score_middle(claim)};
    q->gain = (ask_gain){.points = points,
                         .n = 1,
                         .weight = weight,
                         .not_traced = q->origin->share,
                         .mean = score_middle(now),
                         .deviation = fabs(score_middle(now) - score_middle(claim))};
    q->gain.gain = weight * q->gain.not_traced * q->gain.deviation;
}

static void gain_of_name(question *q, arena *a, const risk_tables *t, double weight)
{
    ask_of_node(&q->gain, a, t, &q->node->picture, weight);
    ask_of_points(&q->gain, q->gain.points, q->gain.n, weight, q->origin->share);
}

/* Share of mass in the subject; without masses every material counts alike, and the page says so. */
static double weight_of(const risk_picture *p, const picture_node *n)
{
    if (p->mass_mg > 0 && n->mass_mg >= 0)
        return (double)n->mass_mg / (double)p->mass_mg;
    size_t materials = 0;
    for (size_t i = 0; i < p->nodes_n; i++)
        materials += p->nodes[i].picture.stage == RISK_EXTRACTION;
    return materials ? 1.0 / (double)materials : 1;
}

static bool believed(const node_origin *o)
{
    return o->plausible != PLAUSIBLE_NOT_LISTED && o->plausible != PLAUSIBLE_NOT_PRODUCED;
}

/* The same thing was asked: of that material, of the part that holds it or of the whole, at that stage. */
static bool asks_the_same(const risk_questions_row *row, const question *q, const char *whole)
{
    risk_stage stage = RISK_EXTRACTION;
    bool about = str_is(row->about, q->node->material_id) || str_is(row->about, whole) ||
                 (q->part && str_is(row->about, q->part));
    return about && row->stage.n && risk_stage_find(&stage, row->stage.p) && stage == q->node->picture.stage;
}

/* Asked is who was asked: the same question to somebody else only lends its wordings.  Whoever named an
 * origin was asked for it, and not yet for its document. */
static void compare_asked(question *q, const risk_questions_row *rows, size_t n, const char *whole)
{
    for (size_t i = 0; i < n && q->node && q->kind == QUESTION_ORIGIN; i++) {
        if (!asks_the_same(&rows[i], q, whole))
            continue;
        q->worded = q->worded ? q->worded : &rows[i];
        if (!q->asked && q->to && str_is(rows[i].addressee, q->to))
            q->asked = &rows[i];
    }
}

static void ranks_set(questions *q)
{
    questions_sort(q, ORDER_EACH);
    for (size_t i = 0; i < q->n; i++)
        q->rows[i].rank_each = i + 1;
    questions_sort(q, ORDER_GAIN);
    for (size_t i = 0; i < q->n; i++)
        q->rows[i].rank = i + 1;
}

static void node_asks(questions *out, ctx *c, const risk_picture *p, const picture_node *n)
{
    double weight = weight_of(p, n);
    question *q = &out->rows[out->n];
    *q = (question){.kind = QUESTION_ORIGIN, .node = n, .subject = n->material_id, .level_chance = -1};
    ask_of_node(&q->gain, c->a, p->tables, &n->picture, weight);
    bool any = q->gain.gain > 0;
    out->n += any;
    for (size_t i = 0; i < n->origins_n; i++) {
        const node_origin *o = &n->origins[i];
        if (!o->claimed || o->unquantified)
            continue;
        q = &out->rows[out->n];
        *q = (question){.kind = believed(o) ? QUESTION_DOCUMENT : QUESTION_NAME,
                        .node = n,
                        .origin = o,
                        .subject = n->material_id,
                        .level_chance = -1};
        if (believed(o))
            gain_of_claim(q, c->a, p->tables, weight);
        else
            gain_of_name(q, c->a, p->tables, weight);
        any = true;
        out->n++;
    }
    out->traced_nodes += !any;
}

ak_code questions_of_picture(questions *out, ctx *c, const risk_picture *p, const bought *b, ak_err *err)
{
    *out = (questions){0};
    risk_questions_row *asked = NULL;
    size_t asked_n = 0;
    AK_TRY(risk_questions_all(&asked, &asked_n, c->a, c->db, &c->scope, err));
    size_t most = 1;
    for (size_t i = 0; i < p->nodes_n; i++)
        most += 1 + p->nodes[i].origins_n;
    out->rows = ARENA_NEWS(c->a, question, most);
    for (size_t i = 0; i < p->nodes_n; i++) {
        if (p->nodes[i].picture.stage <= RISK_PROCESSING)
            node_asks(out, c, p, &p->nodes[i]);
    }
    for (size_t i = 0; i < out->n; i++) {
        question *q = &out->rows[i];
        const picture_leaf *l = leaf_of(p, q->node);
        q->part = l && l->whole[0] ? l->whole : NULL;
        q->to = addressee(c, p, b, q);
        compare_asked(q, asked, asked_n, p->subject.canon_id);
        words_of(q, c, p);
    }
    ranks_set(out);
    return AK_OK;
}

/* ---- Suppliers ---- */

/* Nothing is known: half a chance each of little found and of named. */
static void gain_of_nothing(question *q, arena *a, const risk_tables *t, double weight)
{
    score_range nothing = score_nothing_known(&t->model);
    ask_point *points = ARENA_NEWS(a, ask_point, 2);
    points[0] = (ask_point){"", 0.5, nothing.lo};
    points[1] = (ask_point){"", 0.5, nothing.hi};
    ask_of_points(&q->gain, points, 2, weight, 1);
}

static void supplier_asks(questions *out, ctx *c, const ranked *r, const ranked_item *i, double weight)
{
    const risk_tables *t = suppliers_world(r->suppliers)->tables;
    for (size_t k = 0; k < i->nodes_n; k++) {
        const place_node *n = &i->nodes[k];
        question q = {.subject = i->id.p, .to = i->id.p, .level_chance = -1};
        if (n->tier == TIER_MADE)
            q.kind = QUESTION_MADE;
        else if (n->tier == TIER_OWN && !n->country[0])
            q.kind = QUESTION_COUNTRY;
        else if (n->tier == TIER_OWN && !n->sector->named)
            q.kind = QUESTION_SECTOR;
        else
            continue;
        gain_of_nothing(&q, c->a, t, weight);
        if (q.gain.gain > 0)
            out->rows[out->n++] = q;
    }
}

ak_code questions_of_suppliers(questions *out, ctx *c, const ranked *r, const char *id, ak_err *err)
{
    (void)err;
    *out = (questions){0};
    double paid = 0;
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        const ranked_item *item = &r->items[i];
        bool party =
            item->party && !item->contract && item->kind != BOUGHT_OWN && item->kind != BOUGHT_SECTOR;
        n += party;
        paid += party && item->row.amount > 0 ? item->row.amount : 0;
    }
    out->rows = ARENA_NEWS(c->a, question, n * PLACE_NODES_MOST + 1);
    for (size_t i = 0; i < r->n; i++) {
        const ranked_item *item = &r->items[i];
        bool party =
            item->party && !item->contract && item->kind != BOUGHT_OWN && item->kind != BOUGHT_SECTOR;
        if (!party || (id && !str_is(item->id, id)))
            continue;
        double share = paid > 0 ? (item->row.amount > 0 ? item->row.amount / paid : 0) : 1 / (double)n;
        supplier_asks(out, c, r, item, id ? 1 : share);
    }
    ranks_set(out);
    for (size_t i = 0; i < out->n; i++)
        words_of(&out->rows[i], c, NULL);
    return AK_OK;
}

/* ---- Order ---- */

static int larger_first(double a, double b)
{
    return a > b ? -1 : a < b ? 1 : 0;
}

static int tie(const question *a, const question *b)
{
    int order = strcmp(a->subject, b->subject);
    if (!order)
        order = (int)a->kind - (int)b->kind;
    if (!order && a->node && b->node)
        order = (int)a->node->picture.stage - (int)b->node->picture.stage;
    return order;
}

static int by_gain(const void *a, const void *b)
{
    const question *x = a;
    const question *y = b;
    int order = larger_first(x->gain.gain, y->gain.gain);
    return order ? order : tie(x, y);
}

static int by_each(const void *a, const void *b)
{
    const question *x = a;
    const question *y = b;
    int order = larger_first(x->gain.not_traced * x->gain.deviation, y->gain.not_traced * y->gain.deviation);
    return order ? order : tie(x, y);
}

static int by_chance(const void *a, const void *b)
{
    const question *x = a;
    const question *y = b;
    int order = larger_first(x->level_chance, y->level_chance);
    return order ? order : by_gain(a, b);
}

void questions_sort(questions *q, question_order order)
{
    if (q->n)
        qsort(q->rows, q->n, sizeof *q->rows,
              order == ORDER_EACH     ? by_each
              : order == ORDER_CHANCE ? by_chance
                                      : by_gain);
}
