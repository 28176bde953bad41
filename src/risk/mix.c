/* mix.c -- the world's mix of origins of a material, by stage and year. */
#include "risk/mix.h"

#include <string.h>

#include "base/sorted.h"

#define YEAR_ANY 9999 /* nothing is published later */

/* Rows [from, to) of one material, stage, edition and reference year. */
typedef struct mix_rows {
    size_t from, to;
} mix_rows;

static bool is_group(const char *country)
{
    return strcmp(country, "other") == 0 || strcmp(country, "world") == 0;
}

static int mix_order(const void *row, const void *key)
{
    const risk_mix_row *a = row;
    const risk_mix_row *b = key;
    return a->material != b->material ? (a->material < b->material ? -1 : 1) : (int)a->stage - (int)b->stage;
}

static size_t first_row(const risk_tables *t, int material, risk_stage stage)
{
    const risk_mix_row key = {.material = material, .stage = stage};
    return sorted_first_by(t->mixes, t->mixes_n, sizeof *t->mixes, &key, mix_order);
}

/* The next block of rows of the same material, stage, edition and year; false at the end. */
static bool next_rows(mix_rows *b, const risk_tables *t, int material, risk_stage stage)
{
    size_t i = b->to;
    if (i >= t->mixes_n || t->mixes[i].material != material || t->mixes[i].stage != stage)
        return false;
    const risk_mix_row *first = &t->mixes[i];
    b->from = i;
    while (i < t->mixes_n && t->mixes[i].material == material && t->mixes[i].stage == stage &&
           t->mixes[i].src.year == first->src.year && strcmp(t->mixes[i].edition, first->edition) == 0)
        i++;
    b->to = i;
    return true;
}

static bool is_share_table(const risk_mix_row *row)
{
    return strcmp(row->unit, "%") == 0;
}

static double counted(const risk_mix_row *m)
{
    return m->qualifier == RISK_BELOW ? m->value / 2 : m->value;
}

/* What a table of per cents adds up to, 1 = 100 %. */
static double share_sum(const risk_tables *t, mix_rows b)
{
    double sum = 0;
    for (size_t i = b.from; i < b.to; i++)
        sum += counted(&t->mixes[i]) / 100;
    return sum;
}

typedef struct older {
    const risk_mix_row *row; /* NULL = none */
    double share;
} older;

/* Share of a withheld country in the newest share table published before this one. */
static older older_share(const risk_tables *t, const risk_mix_row *withheld)
{
    older best = {0};
    mix_rows b = {0, first_row(t, withheld->material, withheld->stage)};
    while (next_rows(&b, t, withheld->material, withheld->stage)) {
        for (size_t i = b.from; i < b.to; i++) {
            const risk_mix_row *m = &t->mixes[i];
            if (!is_share_table(m) || strcmp(m->country, withheld->country) != 0 ||
                m->qualifier == RISK_NOT_GIVEN || strcmp(m->src.published, withheld->src.published) >= 0 ||
                (best.row && strcmp(m->src.published, best.row->src.published) <= 0))
                continue;
            double sum = share_sum(t, b);
            best = (older){m, counted(m) / 100 / (sum > 1 ? sum : 1)};
        }
    }
    return best;
}

static void part_add(mix *out, const risk_mix_row *row, double share, bool stands_in)
{
    if (share > 0)
        out->parts[out->n++] = (mix_part){row->country, share, row, stands_in};
}

/* Per cent: over 1 divided by the sum, under 1 left. */
static void from_shares(mix *out, const risk_tables *t, mix_rows b)
{
    double sum = share_sum(t, b);
    double scale = sum > 1 ? 1 / sum : 1;
    out->printed_sum = sum;
    for (size_t i = b.from; i < b.to; i++) {
        if (!is_group(t->mixes[i].country))
            part_add(out, &t->mixes[i], counted(&t->mixes[i]) / 100 * scale, false);
    }
}

/* Production: row / sum of rows, or / world where the table lists a few countries only and no `other`. */
static void from_production(mix *out, const risk_tables *t, mix_rows b)
{
    double sum = 0;
    double world = 0;
    double withheld = 0;
    bool has_withheld = false;
    for (size_t i = b.from; i < b.to; i++) {
        const risk_mix_row *m = &t->mixes[i];
        if (strcmp(m->country, "world") == 0) {
            world = m->value;
        } else {
            sum += counted(m);
            has_withheld |= m->qualifier == RISK_WITHHELD;
        }
    }
    /* Printed world totals are rounded to two figures: within a tenth they say no more than the rows. */
    bool partial = world > sum * 1.1;
    double whole = partial ? world : sum;
    for (size_t i = b.from; has_withheld && i < b.to; i++) {
        if (t->mixes[i].qualifier == RISK_WITHHELD)
            withheld += older_share(t, &t->mixes[i]).share;
    }
    out->printed_sum = 1;
    for (size_t i = b.from; i < b.to; i++) {
        const risk_mix_row *m = &t->mixes[i];
        if (is_group(m->country))
            continue;
        if (m->qualifier == RISK_WITHHELD) {
            older stand_in = older_share(t, m);
            part_add(out, stand_in.row, stand_in.share, true);
        } else {
            part_add(out, m, whole > 0 ? counted(m) / whole * (1 - withheld) : 0, false);
        }
    }
}

static void mix_of_rows(mix *out, arena *a, const risk_tables *t, mix_rows b, int year)
{
    const risk_mix_row *first = &t->mixes[b.from];
    *out = (mix){
        .edition = first->edition,
        .first = first,
        .year = first->src.year,
        .later = first->src.published_year > year,
        .material = first->material,
        .parts = ARENA_NEWS(a, mix_part, b.to - b.from),
    };
    if (is_share_table(first))
        from_shares(out, t, b);
    else
        from_production(out, t, b);
    for (size_t i = 0; i < out->n; i++)
        out->named += out->parts[i].share;
    if (out->named > 1)
        out->named = 1; /* only by rounding of doubles */
    out->unknown = 1 - out->named;
}

/* The best block of one material's rows for the year, held ones included. */
static const risk_mix_row *best_rows(mix_rows *best, const risk_mix_row *held, const risk_tables *t,
                                     int material, risk_stage stage, int year)
{
    mix_rows b = {0, first_row(t, material, stage)};
    while (next_rows(&b, t, material, stage)) {
        const risk_mix_row *m = &t->mixes[b.from];
        bool newer_year = held && held->material == material && strcmp(held->edition, m->edition) == 0 &&
                          m->src.year > held->src.year;
        if (newer_year || !held ||
            risk_edition_before(m->src.published_year, held->src.published_year, year)) {
            held = m;
            *best = b;
        }
    }
    return held;
}

bool mix_choose(mix *out, arena *a, const risk_tables *t, int material, risk_stage stage, int year)
{
    *out = (mix){.material = material, .unknown = 1};
    if (material < 0)
        return false;
    mix_rows best = {0};
    const risk_mix_row *held = best_rows(&best, NULL, t, material, stage, year);
    if (t->materials[material].mix_of >= 0)
        held = best_rows(&best, held, t, t->materials[material].mix_of, stage, year);
    if (!held)
        return false;
    mix_of_rows(out, a, t, best, year);
    return true;
}

static size_t blocks_of(const risk_tables *t, int material, risk_stage stage)
{
    size_t n = 0;
    mix_rows b = {0, first_row(t, material, stage)};
    while (next_rows(&b, t, material, stage))
        n++;
    return n;
}

/* Inserts a material's mixes into the list, which stays ordered by reference year. */
static size_t editions_add(mix *list, size_t n, arena *a, const risk_tables *t, int material,
                           risk_stage stage)
{
    mix_rows b = {0, first_row(t, material, stage)};
    while (next_rows(&b, t, material, stage)) {
        mix m;
        mix_of_rows(&m, a, t, b, YEAR_ANY);
        size_t at = n++;
        for (; at > 0 && list[at - 1].year > m.year; at--)
            list[at] = list[at - 1];
        list[at] = m;
    }
    return n;
}

size_t mix_editions(mix **out, arena *a, const risk_tables *t, int material, risk_stage stage)
{
    *out = NULL;
    if (material < 0)
        return 0;
    int other = t->materials[material].mix_of;
    size_t most = blocks_of(t, material, stage) + (other >= 0 ? blocks_of(t, other, stage) : 0);
    *out = ARENA_NEWS(a, mix, most + 1);
    size_t n = editions_add(*out, 0, a, t, material, stage);
    return other >= 0 ? editions_add(*out, n, a, t, other, stage) : n;
}

const mix_part *mix_find(const mix *m, const char *country)
{
    for (size_t i = 0; i < m->n; i++) {
        if (strcmp(m->parts[i].country, country) == 0)
            return &m->parts[i];
    }
    return NULL;
}
