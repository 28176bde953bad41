/* hazard.c -- the hazard class of a material from a country, at a stage, for an issue. */
#include "risk/hazard.h"

#include <math.h>
#include <string.h>

#include "base/sorted.h"

static hazard_fact *fact_add(hazard *h, hazard_fact_kind kind, int class_lo)
{
    if (h->n == HAZARD_FACTS_MAX)
        h->n--; /* a country with more listings than that is as bad with the last one left out */
    h->facts[h->n] = (hazard_fact){.kind = kind, .class_lo = class_lo};
    return &h->facts[h->n++];
}

/* Class of a value between two anchors; high_is_bad turns the direction. */
static int zone_of(double x, double severe, double some, bool high_is_bad)
{
    if (high_is_bad)
        return x >= severe ? 2 : x >= some ? 1 : 0;
    return x <= severe ? 2 : x < some ? 1 : 0;
}

static bool near_either(double x, double severe, double some, double slack, bool relative)
{
    double severe_slack = relative ? fabs(severe) * slack : slack;
    double some_slack = relative ? fabs(some) * slack : slack;
    return fabs(x - severe) <= severe_slack || fabs(x - some) <= some_slack;
}

typedef struct zones {
    risk_indicator indicator;
    double severe, some;
    bool high_is_bad;
    bool wgi;
} zones;

static void by_indicator(hazard *h, const risk_tables *t, const char *country, zones z, int year)
{
    bool later = false;
    const risk_figure *f = risk_figure_of(t, z.indicator, country, year, &later);
    if (!f) {
        fact_add(h, HAZARD_NO_FIGURE, 0);
        h->lo = 0;
        h->hi = t->model.class_country_max;
        return;
    }
    h->lo = zone_of(f->value, z.severe, z.some, z.high_is_bad);
    h->hi = h->lo;
    hazard_fact *fact = fact_add(h, HAZARD_INDICATOR, h->lo);
    fact->figure = f;
    fact->later = later;
    fact->near_line =
        near_either(f->value, z.severe, z.some, z.wgi ? t->model.near_wgi : t->model.near_indicator, !z.wgi);
    h->near_line = fact->near_line;
}

/* A missing child figure counts as none only where law rules. */
static void by_child_figure(hazard *h, const risk_tables *t, const char *country, int year)
{
    const risk_model *m = &t->model;
    if (risk_figure_of(t, RISK_IND_CHILD_EMPLOYMENT, country, year, NULL)) {
        by_indicator(h, t, country,
                     (zones){RISK_IND_CHILD_EMPLOYMENT, m->child_severe, m->child_some, true, false}, year);
        return;
    }
    bool later = false;
    const risk_figure *law = risk_figure_of(t, RISK_IND_RULE_OF_LAW, country, year, &later);
    bool believed = law && law->value >= m->silence_rule_of_law;
    hazard_fact *fact = fact_add(h, believed ? HAZARD_SILENCE_BELIEVED : HAZARD_SILENCE_DOUBTED, 0);
    fact->figure = law;
    fact->later = later;
    fact->near_line = law && fabs(law->value - m->silence_rule_of_law) <= m->near_wgi;
    h->lo = 0;
    h->hi = believed ? 0 : m->class_country_max;
    h->near_line = fact->near_line;
}

static void by_conflict(hazard *h, const risk_tables *t, const char *country, int material, risk_stage stage,
                        int year)
{
    const risk_model *m = &t->model;
    bool later = false;
    const risk_figure *rate = risk_figure_of(t, RISK_IND_DEATHS_RATE, country, year, &later);
    const risk_figure *deaths = risk_figure_of(t, RISK_IND_DEATHS, country, year, NULL);
    if (!rate && !deaths) {
        fact_add(h, HAZARD_NO_FIGURE, 0);
        h->lo = 0;
        h->hi = m->class_country_max;
        return;
    }
    double deaths_per_year = deaths ? deaths->value / 5 : 0;
    bool severe = rate && rate->value >= m->conflict_severe;
    h->lo = severe ? 2 : deaths_per_year >= m->conflict_some ? 1 : 0;
    /* Half known stays open upwards: few deaths in all say nothing of their rate, and the other way round. */
    h->hi = severe || (rate && deaths) ? h->lo : m->class_country_max;
    hazard_fact *fact = fact_add(h, HAZARD_INDICATOR, h->lo);
    fact->figure = severe || !deaths ? rate : deaths;
    fact->later = later;
    fact->near_line =
        (rate && fabs(rate->value - m->conflict_severe) <= m->conflict_severe * m->near_indicator) ||
        (!severe && fabs(deaths_per_year - m->conflict_some) <= m->conflict_some * m->near_indicator);
    h->near_line = fact->near_line;
    for (size_t i = 0; h->lo == 2 && i < t->conflict_n; i++) {
        if (t->conflict[i].material == material && t->conflict[i].stage == stage) {
            h->lo = 3;
            h->hi = 3;
            fact_add(h, HAZARD_CONFLICT_MINERAL, 3)->mineral = &t->conflict[i];
        }
    }
}

static bool good_means(const risk_tables *t, const char *good, int material, risk_stage stage,
                       bool *stage_named)
{
    for (size_t i = 0; i < t->goods_n; i++) {
        const risk_good *g = &t->goods[i];
        if (g->material >= 0 && g->material == material && g->stage == stage && strcmp(g->good, good) == 0) {
            *stage_named = g->stage_named;
            return true;
        }
    }
    return false;
}

static bool good_is_mined(const risk_tables *t, const char *good)
{
    for (size_t i = 0; i < t->goods_n; i++) {
        if (t->goods[i].mined && strcmp(t->goods[i].good, good) == 0)
            return true;
    }
    return false;
}

/* Editions of one list as a year sees them. */
typedef struct list_editions {
    const char *list;
    int oldest;   /* year of the oldest edition */
    int complete; /* year of the newest complete edition published by the year asked; 0 = none */
} list_editions;

static list_editions editions_of(const risk_tables *t, const char *list, int year)
{
    list_editions e = {.list = list};
    for (size_t i = 0; i < t->list_editions_n; i++) {
        const risk_list_edition *l = &t->list_editions[i];
        if (strcmp(l->list, list) != 0)
            continue;
        if (!e.oldest || l->published < e.oldest)
            e.oldest = l->published;
        if (l->complete && l->published <= year && l->published > e.complete)
            e.complete = l->published;
    }
    return e;
}

/* A row counts from the year its edition was published until a complete later edition leaves it out; where
 * no edition of the list is as old as the year, the oldest counts (D22). */
static bool listing_counts(const list_editions *e, const risk_listing *l, int year)
{
    int published = l->src.published_year;
    if (published > year)
        return e->oldest > year && published == e->oldest;
    return published >= e->complete;
}

static int listing_order(const void *row, const void *country)
{
    return strcmp(((const risk_listing *)row)->country, country);
}

static size_t listings_of(const risk_tables *t, const char *country)
{
    return sorted_first_by(t->listings, t->listings_n, sizeof *t->listings, country, listing_order);
}

static void raise_to(hazard *h, int class_lo)
{
    if (h->lo < class_lo) {
        h->lo = class_lo;
        h->near_line = false;
    }
    if (h->hi < h->lo)
        h->hi = h->lo;
}

static void by_lists(hazard *h, const risk_tables *t, const char *country, int material, risk_stage stage,
                     risk_issue issue, int year)
{
    list_editions editions = {.list = ""};
    for (size_t i = listings_of(t, country); i < t->listings_n; i++) {
        const risk_listing *l = &t->listings[i];
        if (strcmp(l->country, country) != 0)
            break;
        if (l->issue != issue)
            continue;
        if (strcmp(editions.list, l->list) != 0)
            editions = editions_of(t, l->list, year);
        if (!listing_counts(&editions, l, year))
            continue;
        bool stage_named = true;
        bool names = material >= 0 && good_means(t, l->good, material, stage, &stage_named);
        hazard_fact *fact = NULL;
        if (names && l->input)
            fact = fact_add(h, HAZARD_INPUT_LISTED, h->lo);
        else if (names)
            fact = fact_add(h, HAZARD_LISTED, 3);
        else if (!l->input && stage == RISK_EXTRACTION && good_is_mined(t, l->good))
            fact = fact_add(h, HAZARD_OTHER_GOOD, 1);
        if (!fact)
            continue;
        fact->listing = l;
        fact->later = l->src.published_year > year;
        fact->stage_not_named = !stage_named;
        raise_to(h, fact->kind == HAZARD_LISTED ? 3 : fact->kind == HAZARD_OTHER_GOOD ? 1 : 0);
    }
}

bool hazard_sector_makes(const hazard_sector *s, const char *good)
{
    for (size_t i = 0; i < s->goods_n; i++) {
        if (strcmp(s->goods[i], good) == 0)
            return true;
    }
    return false;
}

/* What only an input of a good was listed for sits upstream, and is counted there. */
static void by_goods(hazard *h, const risk_tables *t, const char *country, const hazard_sector *s,
                     risk_issue issue, int year)
{
    list_editions editions = {.list = ""};
    for (size_t i = listings_of(t, country); i < t->listings_n; i++) {
        const risk_listing *l = &t->listings[i];
        if (strcmp(l->country, country) != 0)
            break;
        if (l->issue != issue || !hazard_sector_makes(s, l->good))
            continue;
        if (strcmp(editions.list, l->list) != 0)
            editions = editions_of(t, l->list, year);
        if (!listing_counts(&editions, l, year))
            continue;
        hazard_fact *fact = fact_add(h, l->input ? HAZARD_INPUT_LISTED : HAZARD_LISTED, l->input ? h->lo : 3);
        fact->listing = l;
        fact->later = l->src.published_year > year;
        raise_to(h, l->input ? 0 : 3);
    }
}

static void by_own_lists(hazard *h, const char *country, const hazard_sector *s, risk_issue issue)
{
    for (size_t i = 0; i < s->own_n; i++) {
        const risk_own_row *r = s->own[i];
        if (!(r->issues & (1u << issue)) || (r->country[0] && strcmp(r->country, country) != 0))
            continue;
        hazard_fact *fact = fact_add(h, HAZARD_OWN_LISTED, r->hazard_class);
        fact->own = r;
        raise_to(h, r->hazard_class);
    }
}

void hazard_of_sector(hazard *out, const risk_tables *t, const char *country, const hazard_sector *s,
                      risk_issue issue, int year)
{
    hazard_of(out, t, country, -1, RISK_MANUFACTURE, issue, year);
    if (issue == RISK_FORCED_LABOUR || issue == RISK_CHILD_LABOUR) {
        by_goods(out, t, country, s, issue, year);
        if (s->open) {
            fact_add(out, s->named ? HAZARD_NO_GOODS : HAZARD_NO_SECTOR, out->lo);
            if (out->hi < t->model.class_country_max)
                out->hi = t->model.class_country_max;
        }
    }
    by_own_lists(out, country, s, issue);
}

void hazard_of(hazard *out, const risk_tables *t, const char *country, int material, risk_stage stage,
               risk_issue issue, int year)
{
    const risk_model *m = &t->model;
    *out = (hazard){.hi = m->class_country_max};
    switch (issue) {
    case RISK_FORCED_LABOUR:
        by_indicator(out, t, country,
                     (zones){RISK_IND_FORCED_LABOUR, m->forced_severe, m->forced_some, false, false}, year);
        by_lists(out, t, country, material, stage, issue, year);
        break;
    case RISK_CHILD_LABOUR:
        by_child_figure(out, t, country, year);
        by_lists(out, t, country, material, stage, issue, year);
        break;
    case RISK_CONFLICT:
        by_conflict(out, t, country, material, stage, year);
        break;
    case RISK_CORRUPTION:
        by_indicator(out, t, country,
                     (zones){RISK_IND_CORRUPTION, m->corruption_severe, m->corruption_some, false, true},
                     year);
        break;
    case RISK_ASSOCIATION:
        by_indicator(out, t, country,
                     (zones){RISK_IND_VOICE, m->association_severe, m->association_some, false, true}, year);
        break;
    default:
        fact_add(out, HAZARD_NO_FIGURE, 0);
        break;
    }
}
