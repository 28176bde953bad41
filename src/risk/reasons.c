/* reasons.c -- why a row of the ranked list stands where it does. */
#include "risk/reasons.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "risk/involvement.h"

/* ---- Words ---- */

view *bought_kind_word(arena *a, bought_kind kind)
{
    static const char *const words[BOUGHT_KINDS] = {N_("own operations"),   N_("supplier"), N_("service"),
                                                    N_("business partner"), N_("cluster"),  N_("contract"),
                                                    N_("product")};
    return view_word(a, bought_kind_codes[kind], words[kind]);
}

view *leverage_word(arena *a, double leverage)
{
    if (leverage < 0)
        return view_word(a, "unknown", N_("unknown"));
    return leverage == 0  ? view_word(a, "none", N_("none"))
           : leverage < 1 ? view_word(a, "some", N_("some leverage"))
                          : view_word(a, "strong", N_("strong"));
}

view *tier_word(arena *a, place_tier tier)
{
    static const char *const codes[] = {"own tier", "made elsewhere", "upstream"};
    static const char *const words[] = {N_("own tier"), N_("made elsewhere"),
                                        N_("upstream, by your own list")};
    return view_word(a, codes[tier], words[tier]);
}

/* ---- Reasons ---- */

/* What was told already: an origin of ours and the same one in the world's mix have the same row behind
 * them. */
typedef struct told {
    const void *row;
    risk_issue issue;
    const char *country;
} told;

typedef struct telling {
    told seen[REASONS_MOST];
    size_t seen_n;
    ctx *c;
    const risk_tables *t;
    view *list;
    basis_list basis;
    size_t n;
    const picture_node *node; /* of a product; NULL for a place */
    place_tier tier;
} telling;

static void tell(telling *w, const char *code, view *text, const risk_source *src)
{
    if (w->n == REASONS_MOST)
        return;
    w->n++;
    arena *a = w->c->a;
    view *v = view_map(a);
    view_put(v, "code", view_text_c(a, code));
    view_put(v, "text", text);
    view_put_label(v, "source", N_("Source"),
                   src ? view_text_c(a, arena_printf(a, "%s, %s", src->source, src->year_text)) : NULL);
    view_add(w->list, v);
    if (src && src->year)
        basis_add(&w->basis, src);
}

static const char *fact_code(const hazard_fact *f)
{
    static const char *const codes[] = {
        [HAZARD_INDICATOR] = "indicator",
        [HAZARD_NO_FIGURE] = "no_figure",
        [HAZARD_SILENCE_BELIEVED] = "silence_believed",
        [HAZARD_SILENCE_DOUBTED] = "silence_doubted",
        [HAZARD_LISTED] = "listed",
        [HAZARD_OTHER_GOOD] = "other_good",
        [HAZARD_CONFLICT_MINERAL] = "conflict_mineral",
        [HAZARD_INPUT_LISTED] = "input_listed",
        [HAZARD_OWN_LISTED] = "own_list",
        [HAZARD_NO_GOODS] = "no_goods",
        [HAZARD_NO_SECTOR] = "no_sector",
    };
    return codes[f->kind];
}

/* "forced labour, nickel (extraction), Indonesia: listed: Nickel" */
static view *placed(const telling *w, const node_issue *i, const node_part *p, view *fact)
{
    arena *a = w->c->a;
    view *issue = issue_word(a, w->t, i->issue);
    view *country = p->country[0] ? view_country(a, arena_text(a, p->country)) : NULL;
    if (w->node && country)
        return view_say(a, N_("{issue}, {material} ({stage}), {country}: {fact}"), "issue", issue, "material",
                        material_ref(w->c, w->node), "stage", stage_word(a, w->node->picture.stage),
                        "country", country, "fact", fact, (char *)NULL);
    if (w->node)
        return view_say(a, N_("{issue}, {material} ({stage}): {fact}"), "issue", issue, "material",
                        material_ref(w->c, w->node), "stage", stage_word(a, w->node->picture.stage), "fact",
                        fact, (char *)NULL);
    if (country)
        return view_say(a, N_("{issue}, {country}: {fact}"), "issue", issue, "country", country, "fact", fact,
                        (char *)NULL);
    if (w->tier == TIER_MADE)
        return view_say(a, N_("{issue}, where it was made nobody says: {fact}"), "issue", issue, "fact", fact,
                        (char *)NULL);
    return view_say(a, N_("{issue}, which country nobody says: {fact}"), "issue", issue, "fact", fact,
                    (char *)NULL);
}

static ak_code source_of_statement(risk_source *out, const telling *w, int64_t sid, ak_err *err)
{
    const view_basis *basis = NULL;
    AK_TRY(state_basis(&basis, w->c, &sid, 1, -1, err));
    *out = (risk_source){.source = basis->n ? basis->sources[0].text : "",
                         .year = basis->n ? basis->sources[0].year : 0,
                         .evidence = basis->n ? basis->sources[0].evidence : ""};
    out->year_text = arena_printf(w->c->a, "%d", out->year);
    return AK_OK;
}

static ak_code tell_incident(telling *w, const node_issue *i, const node_part *p, ak_err *err)
{
    arena *a = w->c->a;
    const picture_incident *why = p->incident->payload;
    view *fact =
        why->finding
            ? view_say(a, N_("finding: {title}"), "title", view_text_c(a, p->incident->title), (char *)NULL)
            : view_say(a, N_("incident: {title}"), "title", view_text_c(a, p->incident->title), (char *)NULL);
    risk_source src;
    AK_TRY(source_of_statement(&src, w, why->sid, err));
    tell(w, why->finding ? "finding" : "incident", placed(w, i, p, fact), src.source[0] ? &src : NULL);
    return AK_OK;
}

/* What was said of our own part: it changes what to do, not the level. */
static ak_code tell_standing(telling *w, const ranked *r, const ranked_item *item, ak_err *err)
{
    arena *a = w->c->a;
    const standing s = standing_of(r, item);
    if (!s.says_so)
        return AK_OK;
    risk_source src;
    AK_TRY(source_of_statement(&src, w, s.says_so->sid, err));
    tell(w, "involvement",
         view_say(a, N_("{how} {incident}, as it is said: {action}"), "how", involvement_word(a, &s),
                  "incident", view_text_c(a, s.says_so->title), "action", action_word(a, s.how),
                  (char *)NULL),
         src.source[0] ? &src : NULL);
    return AK_OK;
}

static bool told_before(telling *w, const node_issue *i, const node_part *p, const hazard_fact *f)
{
    const void *row = f->listing   ? (const void *)f->listing
                      : f->own     ? (const void *)f->own
                      : f->mineral ? (const void *)f->mineral
                                   : (const void *)f->figure;
    for (size_t k = 0; k < w->seen_n; k++) {
        const told *t = &w->seen[k];
        if (t->row == row && t->issue == i->issue && strcmp(t->country, p->country) == 0)
            return true;
    }
    if (w->seen_n < REASONS_MOST)
        w->seen[w->seen_n++] = (told){row, i->issue, arena_text(w->c->a, p->country)};
    return false;
}

/* Parts that reach the class that decided; a hundredth is the least that decides anything. */
static ak_code tell_named(telling *w, const node_issue *i, ak_err *err)
{
    int decides = i->level.decides;
    for (size_t k = 0; k < i->parts_n && decides > 0; k++) {
        const node_part *p = &i->parts[k];
        if (p->lo < decides || p->share < w->t->model.band[0])
            continue;
        if (p->incident && p->incident->hazard_class >= decides)
            AK_TRY(tell_incident(w, i, p, err));
        for (size_t f = 0; p->hazard && f < p->hazard->n; f++) {
            const hazard_fact *fact = &p->hazard->facts[f];
            if (fact->class_lo >= decides && !told_before(w, i, p, fact))
                tell(w, fact_code(fact), placed(w, i, p, fact_say(w->c->a, fact)), fact_source(fact));
        }
    }
    return AK_OK;
}

/* What keeps an issue open; of those without a table one sentence speaks for all. */
static void tell_open(telling *w, const node_issue *i)
{
    for (size_t k = 0; k < i->parts_n; k++) {
        const node_part *p = &i->parts[k];
        if (p->lo == p->hi || p->share < w->t->model.band[0])
            continue;
        for (size_t f = 0; p->hazard && f < p->hazard->n; f++) {
            const hazard_fact *fact = &p->hazard->facts[f];
            if (fact->kind == HAZARD_NO_FIGURE || fact->kind == HAZARD_SILENCE_DOUBTED ||
                fact->kind == HAZARD_NO_GOODS || fact->kind == HAZARD_NO_SECTOR)
                tell(w, fact_code(fact), placed(w, i, p, fact_say(w->c->a, fact)), fact_source(fact));
        }
    }
}

static ak_code tell_node(telling *w, const node_picture *p, ak_err *err)
{
    size_t without = 0;
    const node_issue *first = node_deciding(p);
    if (p->level >= RISK_MEDIUM)
        AK_TRY(tell_named(w, first, err));
    for (int k = 0; k < RISK_ISSUES && p->level >= RISK_MEDIUM; k++) {
        const node_issue *i = &p->issues[k];
        if (i != first && i->level.shown == p->level)
            AK_TRY(tell_named(w, i, err));
    }
    for (int k = 0; k < RISK_ISSUES; k++) {
        const node_issue *i = &p->issues[k];
        bool open = i->level.shown == RISK_UNKNOWN;
        without += open && !i->table;
        if (open && i->table && p->level == RISK_UNKNOWN)
            tell_open(w, i);
    }
    if (without && p->level == RISK_UNKNOWN)
        tell(w, "no_table",
             view_say_n(w->c->a, (int64_t)without,
                        N_("{n} issue has no table: there only incidents speak, and it is unknown"),
                        N_("{n} issues have no table: there only incidents speak, and they are unknown"),
                        (char *)NULL),
             NULL);
    return AK_OK;
}

static ak_code tell_product(telling *w, const ranked *r, const char *id, ak_err *err)
{
    state_subject subject;
    risk_picture *p = NULL;
    AK_TRY(state_subject_by_id(&subject, w->c, id, err));
    arena scratch = {0};
    ctx c = *w->c;
    c.a = &scratch;
    ak_code code = risk_picture_of(&p, &c, suppliers_world(r->suppliers), &subject, r->year, err);
    for (size_t i = 0; code == AK_OK && i < p->nodes_n; i++) {
        if (p->nodes[i].picture.level != p->level)
            break; /* worst first */
        picture_node *node = ARENA_NEW(w->c->a, picture_node);
        *node = p->nodes[i];
        node->material_id = arena_text(w->c->a, node->material_id);
        w->node = node;
        code = tell_node(w, &node->picture, err);
    }
    if (code == AK_OK && p->nodes_n == 0)
        tell(w, "no_parts", view_say(w->c->a, N_("what it is made of nobody says"), (char *)NULL), NULL);
    w->node = NULL;
    arena_free(&scratch);
    return code;
}

static ak_code tell_item(telling *w, const ranked *r, const ranked_item *item, ak_err *err)
{
    if (item->decides >= PLACE_NODES_MOST)
        return tell_product(w, r, item->products[item->decides - PLACE_NODES_MOST], err);
    if (item->decides < 0 || (size_t)item->decides >= item->nodes_n)
        return AK_OK;
    const place_node *n = &item->nodes[item->decides];
    node_picture p;
    arena scratch = {0};
    w->tier = n->tier;
    suppliers_picture(&p, &scratch, r->suppliers, n, r->year);
    ak_code code = tell_node(w, &p, err);
    arena_free(&scratch);
    return code;
}

ak_code reasons_view(view **out, const view_basis **basis, ctx *c, const ranked *r, const ranked_item *item,
                     ak_err *err)
{
    telling w = {
        .c = c, .t = suppliers_world(r->suppliers)->tables, .list = view_list(c->a), .basis = {.a = c->a}};
    AK_TRY(tell_standing(&w, r, item, err));
    const ranked_item *through = item->through.n ? ranked_find(r, item->through) : NULL;
    if (through)
        tell(&w, "cluster_member",
             view_say(c->a, N_("through {party}, one of {n} that let themselves be counted"), "party",
                      view_ref(c->a, "supplier", through->id.p, str_c(c->a, through->name)), "n",
                      view_int(c->a, (int64_t)item->members), (char *)NULL),
             NULL);
    AK_TRY(tell_item(&w, r, through ? through : item, err));
    *out = w.list;
    *basis = basis_done(&w.basis, -1);
    return AK_OK;
}
