/* tables.c -- reads the factor tables into arrays. */
#include "risk/tables.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/rows.h"
#include "base/sha256.h"
#include "base/sorted.h"
#include "risk/rules.h"
#include "risk/tables_read.h"

const char *const risk_stage_words[RISK_STAGES] = {"extraction", "processing", "manufacture", "end of life"};

bool risk_stage_find(risk_stage *out, const char *word)
{
    for (int i = 0; i < RISK_STAGES; i++) {
        if (strcmp(word, risk_stage_words[i]) == 0) {
            *out = (risk_stage)i;
            return true;
        }
    }
    if (strcmp(word, "end_of_life") == 0) {
        *out = RISK_END_OF_LIFE;
        return true;
    }
    return false;
}

bool risk_edition_before(int candidate, int held, int year)
{
    if (held == 0)
        return true;
    bool candidate_in_time = candidate <= year;
    bool held_in_time = held <= year;
    if (candidate_in_time != held_in_time)
        return candidate_in_time;
    return candidate_in_time ? candidate > held : candidate < held;
}

static const char *const indicator_words[RISK_INDICATORS] = {
    "freedom_from_forced_labour",
    "child_employment",
    "conflict_deaths_per_100k_5y",
    "conflict_deaths_5y",
    "control_of_corruption",
    "voice_and_accountability",
    "rule_of_law",
    "governance_scaled",
};

static int figure_order(const void *a, const void *b)
{
    const risk_figure *x = a;
    const risk_figure *y = b;
    if (x->indicator != y->indicator)
        return x->indicator < y->indicator ? -1 : 1;
    int order = strcmp(x->country, y->country);
    return order ? order : strcmp(x->src.published, y->src.published);
}

typedef struct figure_key {
    risk_indicator indicator;
    const char *country;
} figure_key;

static int of_country(const void *row, const void *key)
{
    const risk_figure *a = row;
    const figure_key *b = key;
    return a->indicator != b->indicator ? (a->indicator < b->indicator ? -1 : 1)
                                        : strcmp(a->country, b->country);
}

const risk_figure *risk_figure_of(const risk_tables *t, risk_indicator which, const char *country, int year,
                                  bool *later)
{
    const figure_key key = {which, country};
    size_t low = sorted_first_by(t->figures, t->figures_n, sizeof *t->figures, &key, of_country);
    const risk_figure *best = NULL;
    for (size_t i = low; i < t->figures_n; i++) {
        const risk_figure *f = &t->figures[i];
        if (f->indicator != which || strcmp(f->country, country) != 0)
            break;
        if (risk_edition_before(f->src.published_year, best ? best->src.published_year : 0, year))
            best = f;
    }
    if (later)
        *later = best && best->src.published_year > year;
    return best;
}

bool risk_is_state_imposed(const risk_tables *t, const char *country, int material, risk_stage stage,
                           risk_issue issue)
{
    for (size_t i = 0; i < t->imposed_n; i++) {
        const risk_state_imposed *r = &t->imposed[i];
        if (r->material == material && r->stage == stage && r->issue == issue &&
            strcmp(r->country, country) == 0)
            return true;
    }
    return false;
}

/* A standard is named by any of its words, at any place: "SMETA 7.0 4-pillar". */
uint32_t risk_audit_covers(const risk_tables *t, arena *scratch, str standard)
{
    str text = str_fold(scratch, standard);
    uint32_t issues = 0;
    for (size_t i = 0; i < t->standards_n; i++) {
        str rest = str_of(t->standards[i].words);
        while (rest.n) {
            str word = str_cut(&rest, ';');
            if (memmem(text.p, text.n, word.p, word.n))
                issues |= 1u << t->standards[i].issue;
        }
    }
    return issues;
}

/* Room behind the n rows of an array for those of another table. */
static void *with_room(risk_reader *r, const void *rows_had, size_t n, size_t row_bytes)
{
    void *grown = arena_array(r->a, n + r->table.n, row_bytes);
    if (n)
        memcpy(grown, rows_had, n * row_bytes);
    return grown;
}

/* Of the first had rows those stay that none behind them speaks of too: the newer table wins.  Returns how
 * many rows there are then. */
static size_t replaced(void *rows_all, size_t had, size_t n, size_t row_bytes,
                       bool (*same)(const void *a, const void *b))
{
    char *all = rows_all;
    size_t kept = 0;
    for (size_t i = 0; i < had; i++) {
        bool gone = false;
        for (size_t k = had; k < n && !gone; k++)
            gone = same(all + i * row_bytes, all + k * row_bytes);
        if (!gone && kept++ != i)
            memcpy(all + (kept - 1) * row_bytes, all + i * row_bytes, row_bytes);
    }
    memmove(all + kept * row_bytes, all + had * row_bytes, (n - had) * row_bytes);
    return kept + n - had;
}

static bool same_figure(const void *a, const void *b)
{
    const risk_figure *x = a;
    const risk_figure *y = b;
    return x->indicator == y->indicator && strcmp(x->country, y->country) == 0;
}

ak_code figures_rows(risk_tables *t, risk_reader *r, ak_err *err)
{
    size_t had = t->figures_n;
    t->figures = with_room(r, t->figures, had, sizeof *t->figures);
    for (; reader_more(r); r->row++) {
        risk_figure *f = &t->figures[t->figures_n++];
        int which = -1;
        for (int i = 0; i < RISK_INDICATORS; i++) {
            if (strcmp(indicator_words[i], reader_text(r, "indicator")) == 0)
                which = i;
        }
        if (which < 0)
            return reader_fail(r, "indicator", err);
        f->indicator = (risk_indicator)which;
        AK_TRY(reader_country(f->country, r, "country", err));
        AK_TRY(reader_number(&f->value, r, "value", err));
        f->value_text = reader_text(r, "value");
        f->unit = reader_text(r, "unit");
        f->at_least = strcmp(reader_text(r, "qualifier"), "at least") == 0;
        AK_TRY(reader_source(&f->src, r, err));
    }
    t->figures_n = replaced(t->figures, had, t->figures_n, sizeof *t->figures, same_figure);
    qsort(t->figures, t->figures_n, sizeof *t->figures, figure_order);
    return AK_OK;
}

static ak_code figures_read(risk_tables *t, risk_reader *r, ak_err *err)
{
    AK_TRY(reader_open(r, "data/risk/indicators.csv", err));
    return figures_rows(t, r, err);
}

static ak_code qualifier_read(risk_qualifier *out, risk_reader *r, ak_err *err)
{
    static const char *const words[] = {"", "below", "estimate", "withheld", "not given"};
    const char *text = reader_text(r, "qualifier");
    for (int i = 0; i < 5; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = (risk_qualifier)i;
            return AK_OK;
        }
    }
    return reader_fail(r, "qualifier", err);
}

static int mix_order(const void *a, const void *b)
{
    const risk_mix_row *x = a;
    const risk_mix_row *y = b;
    if (x->material != y->material)
        return x->material < y->material ? -1 : 1;
    if (x->stage != y->stage)
        return x->stage < y->stage ? -1 : 1;
    int order = strcmp(x->edition, y->edition);
    if (!order)
        order = (x->src.year > y->src.year) - (x->src.year < y->src.year);
    return order ? order : strcmp(x->country, y->country);
}

static bool same_mix(const void *a, const void *b)
{
    const risk_mix_row *x = a;
    const risk_mix_row *y = b;
    return x->material == y->material && x->stage == y->stage;
}

ak_code mixes_rows(risk_tables *t, risk_reader *r, ak_err *err)
{
    size_t had = t->mixes_n;
    t->mixes = with_room(r, t->mixes, had, sizeof *t->mixes);
    for (; reader_more(r); r->row++) {
        risk_mix_row *m = &t->mixes[t->mixes_n++];
        m->edition = reader_text(r, "edition");
        AK_TRY(reader_material(&m->material, r, "material", err));
        AK_TRY(reader_stage(&m->stage, r, "stage", err));
        AK_TRY(reader_country(m->country, r, "country", err));
        AK_TRY(qualifier_read(&m->qualifier, r, err));
        m->value_text = reader_text(r, "value");
        if (m->qualifier != RISK_WITHHELD && m->qualifier != RISK_NOT_GIVEN)
            AK_TRY(reader_number(&m->value, r, "value", err));
        if (m->value < 0)
            return reader_fail(r, "value", err);
        m->unit = reader_text(r, "unit");
        m->trade_factor = 1;
        if (reader_text(r, "trade_factor")[0])
            AK_TRY(reader_number(&m->trade_factor, r, "trade_factor", err));
        AK_TRY(reader_source(&m->src, r, err));
    }
    t->mixes_n = replaced(t->mixes, had, t->mixes_n, sizeof *t->mixes, same_mix);
    qsort(t->mixes, t->mixes_n, sizeof *t->mixes, mix_order);
    return AK_OK;
}

static ak_code mixes_read(risk_tables *t, risk_reader *r, ak_err *err)
{
    AK_TRY(reader_open(r, "data/risk/mixes.csv", err));
    return mixes_rows(t, r, err);
}

static int listing_order(const void *a, const void *b)
{
    const risk_listing *x = a;
    const risk_listing *y = b;
    int order = strcmp(x->country, y->country);
    if (!order)
        order = strcmp(x->good, y->good);
    if (!order)
        order = (x->edition > y->edition) - (x->edition < y->edition);
    if (!order)
        order = (x->issue > y->issue) - (x->issue < y->issue);
    return order ? order : (int)x->input - (int)y->input;
}

/* What the listings say of their editions: a look-up of each judgement, and few. */
static void list_editions_set(risk_tables *t, arena *a)
{
    t->list_editions = ARENA_NEWS(a, risk_list_edition, t->listings_n + 1);
    t->list_editions_n = 0;
    for (size_t i = 0; i < t->listings_n; i++) {
        const risk_listing *l = &t->listings[i];
        risk_list_edition e = {l->list, l->src.published_year, l->complete};
        size_t at = 0;
        while (at < t->list_editions_n && (t->list_editions[at].published != e.published ||
                                           t->list_editions[at].complete != e.complete ||
                                           strcmp(t->list_editions[at].list, e.list) != 0))
            at++;
        if (at == t->list_editions_n)
            t->list_editions[t->list_editions_n++] = e;
    }
}

ak_code listings_rows(risk_tables *t, risk_reader *r, ak_err *err)
{
    t->listings = with_room(r, t->listings, t->listings_n, sizeof *t->listings);
    for (; reader_more(r); r->row++) {
        risk_listing *l = &t->listings[t->listings_n++];
        l->list = reader_text(r, "list");
        AK_TRY(reader_int(&l->edition, r, "edition", err));
        l->complete = strcmp(reader_text(r, "coverage"), "complete") == 0;
        AK_TRY(reader_country(l->country, r, "country", err));
        l->good = reader_text(r, "good");
        AK_TRY(reader_issue(&l->issue, r, t, "issue", err));
        l->input = strcmp(reader_text(r, "unit"), "input") == 0;
        l->note = reader_text(r, "note");
        AK_TRY(reader_source(&l->src, r, err));
    }
    qsort(t->listings, t->listings_n, sizeof *t->listings, listing_order);
    list_editions_set(t, r->a);
    return AK_OK;
}

static ak_code listings_read(risk_tables *t, risk_reader *r, ak_err *err)
{
    AK_TRY(reader_open(r, "data/risk/listings.csv", err));
    return listings_rows(t, r, err);
}

static ak_code goods_read(risk_tables *t, risk_reader *r, ak_err *err)
{
    AK_TRY(reader_open(r, "data/risk/goods.csv", err));
    t->goods = ARENA_NEWS(r->a, risk_good, r->table.n);
    for (; reader_more(r); r->row++) {
        risk_good *g = &t->goods[t->goods_n++];
        g->good = reader_text(r, "good");
        g->material = -1;
        if (reader_text(r, "material")[0]) {
            AK_TRY(reader_material(&g->material, r, "material", err));
            AK_TRY(reader_stage(&g->stage, r, "stage", err));
        }
        g->mined = strcmp(reader_text(r, "mined"), "yes") == 0;
        g->stage_named = strcmp(reader_text(r, "stage_named"), "yes") == 0;
        g->reason = reader_text(r, "reason");
    }
    return AK_OK;
}

static ak_code sectors_read(risk_tables *t, risk_reader *r, ak_err *err)
{
    AK_TRY(reader_open(r, "data/risk/sectors.csv", err));
    t->sectors = ARENA_NEWS(r->a, risk_sector_good, r->table.n);
    for (; reader_more(r); r->row++) {
        t->sectors[t->sectors_n++] = (risk_sector_good){
            .scheme = reader_text(r, "scheme"),
            .code = reader_text(r, "code"),
            .good = reader_text(r, "good"),
        };
    }
    return AK_OK;
}

static bool same_supply(const void *a, const void *b)
{
    const risk_supply_row *x = a;
    const risk_supply_row *y = b;
    return x->material == y->material && strcmp(x->measure, y->measure) == 0;
}

ak_code supply_rows(risk_tables *t, risk_reader *r, ak_err *err)
{
    size_t had = t->supply_n;
    t->supply = with_room(r, t->supply, had, sizeof *t->supply);
    for (; reader_more(r); r->row++) {
        risk_supply_row *s = &t->supply[t->supply_n];
        s->material = risk_material_named(t, reader_text(r, "material"));
        if (s->material < 0)
            continue; /* bauxite stands beside aluminium in the older studies; it is not a material here */
        t->supply_n++;
        s->measure = reader_text(r, "measure");
        AK_TRY(reader_number(&s->value, r, "value", err));
        s->value_text = reader_text(r, "value");
        AK_TRY(reader_source(&s->src, r, err));
    }
    t->supply_n = replaced(t->supply, had, t->supply_n, sizeof *t->supply, same_supply);
    return AK_OK;
}

static ak_code supply_read(risk_tables *t, risk_reader *r, ak_err *err)
{
    AK_TRY(reader_open(r, "data/risk/supply_risk.csv", err));
    return supply_rows(t, r, err);
}

static ak_code small_tables_read(risk_tables *t, risk_reader *r, ak_err *err)
{
    AK_TRY(reader_open(r, "data/risk/conflict_minerals.csv", err));
    t->conflict = ARENA_NEWS(r->a, risk_conflict_mineral, r->table.n);
    for (; reader_more(r); r->row++) {
        risk_conflict_mineral *c = &t->conflict[t->conflict_n++];
        AK_TRY(reader_material(&c->material, r, "material", err));
        AK_TRY(reader_stage(&c->stage, r, "stage", err));
        AK_TRY(reader_source(&c->src, r, err));
    }
    AK_TRY(reader_open(r, "data/risk/state_imposed.csv", err));
    t->imposed = ARENA_NEWS(r->a, risk_state_imposed, r->table.n);
    for (; reader_more(r); r->row++) {
        risk_state_imposed *s = &t->imposed[t->imposed_n++];
        AK_TRY(reader_country(s->country, r, "country", err));
        AK_TRY(reader_material(&s->material, r, "material", err));
        AK_TRY(reader_stage(&s->stage, r, "stage", err));
        AK_TRY(reader_issue(&s->issue, r, t, "issue", err));
        s->reason = reader_text(r, "reason");
    }
    AK_TRY(reader_open(r, "data/risk/audit_standards.csv", err));
    t->standards = ARENA_NEWS(r->a, risk_audit_standard, r->table.n);
    for (; reader_more(r); r->row++) {
        risk_audit_standard *s = &t->standards[t->standards_n++];
        s->standard = reader_text(r, "standard");
        s->words = reader_text(r, "words");
        AK_TRY(reader_issue(&s->issue, r, t, "issue", err));
        AK_TRY(reader_source(&s->src, r, err));
    }
    AK_TRY(reader_open(r, "data/risk/editions.csv", err));
    t->editions = ARENA_NEWS(r->a, risk_edition, r->table.n);
    for (; reader_more(r); r->row++) {
        t->editions[t->editions_n++] = (risk_edition){
            .id = reader_text(r, "edition"),
            .file = reader_text(r, "file"),
            .title = reader_text(r, "title"),
            .reference_years = reader_text(r, "reference_years"),
            .published = reader_text(r, "published"),
            .note = reader_text(r, "note"),
        };
    }
    return AK_OK;
}

static ak_code tables_read(risk_tables **out, arena *a, ak_err *err)
{
    risk_tables *t = ARENA_NEW(a, risk_tables);
    risk_reader r = {.a = a, .tables = t};
    AK_TRY(materials_read(t, &r, err));
    AK_TRY(model_read(t, &r, err));
    AK_TRY(issues_read(t, &r, err));
    AK_TRY(figures_read(t, &r, err));
    AK_TRY(mixes_read(t, &r, err));
    AK_TRY(listings_read(t, &r, err));
    AK_TRY(goods_read(t, &r, err));
    AK_TRY(sectors_read(t, &r, err));
    AK_TRY(supply_read(t, &r, err));
    AK_TRY(small_tables_read(t, &r, err));
    reader_digest(t->digest, &r);
    *out = t;
    return AK_OK;
}

/* Written once, before first use, and the same for every thread: not state, but what the embedded tables say.
 * A server would else read thousands of rows anew for every page. */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct {
    arena a;
    risk_tables *tables;
    ak_code code;
    ak_err err;
} embedded;

static void embedded_read(void)
{
    embedded.code = tables_read(&embedded.tables, &embedded.a, &embedded.err);
}

/* Whoever adds rows of his own (own_facts.c) makes arrays of his own: those shared here are never written. */
ak_code risk_tables_load(risk_tables **out, arena *a, ak_err *err)
{
    pthread_once(&once, embedded_read);
    if (embedded.code != AK_OK) {
        if (err)
            *err = embedded.err;
        return embedded.code;
    }
    *out = ARENA_NEW(a, risk_tables);
    **out = *embedded.tables;
    return AK_OK;
}
