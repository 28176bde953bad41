/* score_text.c -- the arithmetic behind points, in numbers that can be computed again. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "tender/score.h"

#define TIMES " \xc3\x97 "
#define MINUS " \xe2\x88\x92 "

const char *score_value_text(arena *a, const score_criterion *k, int64_t x)
{
    char text[DECIMAL_TEXT_BYTES];
    decimal d = {x, k->rule.scale};
    return arena_text(a, decimal_text(text, k->money ? d : decimal_trim(d)));
}

const char *score_points_text(arena *a, int64_t points)
{
    char text[DECIMAL_TEXT_BYTES];
    return arena_text(a, decimal_text(text, decimal_trim((decimal){points, 4})));
}

const char *score_total_text(arena *a, int64_t total)
{
    char text[DECIMAL_TEXT_BYTES];
    return arena_text(a, decimal_text(text, decimal_trim((decimal){total, 6})));
}

/* What the lines are written with. */
typedef struct pen {
    arena *a;
    language lang;
    const score_criterion *k;
    const char *max; /* the maximum of points */
} pen;

static const char *value(const pen *p, int64_t x)
{
    return fmt_decimal(p->a, p->lang, score_value_text(p->a, p->k, x));
}

static const char *points(const pen *p, int64_t x)
{
    return fmt_decimal(p->a, p->lang, score_points_text(p->a, x));
}

static const char *step_text(const pen *p, int64_t x, int64_t share)
{
    const point_rule *r = &p->k->rule;
    for (size_t i = 0; i < r->steps_n; i++) {
        bool reached = r->lower_better ? x <= r->steps[i].at_least : x >= r->steps[i].at_least;
        if (reached && r->steps[i].share == share)
            return arena_printf(p->a, "%s %s %s: ", value(p, x),
                                r->lower_better ? "\xe2\x89\xa4" : "\xe2\x89\xa5",
                                value(p, r->steps[i].at_least));
    }
    return arena_printf(p->a, "%s: ", value(p, x));
}

/* The highest share of the steps reached. */
static int64_t share_of(const point_rule *r, int64_t x)
{
    int64_t share = 0;
    for (size_t i = 0; i < r->steps_n; i++) {
        bool reached = r->lower_better ? x <= r->steps[i].at_least : x >= r->steps[i].at_least;
        if (reached && r->steps[i].share > share)
            share = r->steps[i].share;
    }
    return share;
}

static const char *ratio_text(const pen *p, int64_t best, int64_t x)
{
    const point_rule *r = &p->k->rule;
    if (r->model == POINT_LINEAR_RELATIVE && r->lower_better)
        return arena_printf(p->a, "%s" MINUS "%s" TIMES "(%s" MINUS "%s) / %s", p->max, p->max, value(p, x),
                            value(p, best), value(p, best));
    return arena_printf(p->a, "%s" TIMES "%s / %s", p->max, value(p, r->lower_better ? best : x),
                        value(p, r->lower_better ? x : best));
}

static const char *fixed_text(const pen *p, int64_t x)
{
    const point_rule *r = &p->k->rule;
    const char *held = x < r->low || x > r->high ? " \xe2\x86\x92 " : "";
    const char *line = arena_printf(
        p->a, "%s" TIMES "(%s" MINUS "%s) / (%s" MINUS "%s)", p->max, value(p, r->lower_better ? r->high : x),
        value(p, r->lower_better ? x : r->low), value(p, r->high), value(p, r->low));
    return held[0] ? arena_printf(p->a, "%s%s0 \xe2\x80\xa6 %s", line, held, p->max) : line;
}

static const char *line_of(const pen *p, int64_t best, int64_t x, const char *raw)
{
    const point_rule *r = &p->k->rule;
    if (r->model == POINT_STEPS || (r->model == POINT_PRICED_QUALITY && r->steps_n)) {
        int64_t share = share_of(r, x);
        char text[DECIMAL_TEXT_BYTES];
        return arena_printf(p->a, "%s%s" TIMES "%s", step_text(p, x, share),
                            fmt_decimal(p->a, p->lang, decimal_text(text, decimal_trim((decimal){share, 9}))),
                            p->max);
    }
    if (point_depends(r->model))
        return ratio_text(p, best, x);
    if (r->model == POINT_FIXED_POINTS || (r->model == POINT_PRICED_QUALITY && r->fixed))
        return fixed_text(p, x);
    if (r->model == POINT_PASS_FAIL)
        return arena_printf(p->a, "%s" TIMES "%s", x > 0 ? "1" : "0", p->max);
    return raw && raw[0] ? raw : value(p, x);
}

const char *score_arithmetic(arena *a, language lang, const score *s, size_t bid, size_t leaf)
{
    const score_criterion *k = &s->leaves[leaf];
    const score_cell *cell = &s->bids[bid].cells[leaf];
    if (!cell->answered)
        return "";
    pen p = {a, lang, k, fmt_decimal(a, lang, score_points_text(a, k->rule.max))};
    if (s->priced && leaf == s->base)
        return value(&p, cell->x);
    bool better = k->has_best && (k->rule.lower_better ? cell->x < k->best : cell->x > k->best);
    int64_t best = k->has_best && !better ? k->best : cell->x;
    const char *line = line_of(&p, best, cell->x, cell->raw_text);
    line = arena_printf(a, "%s = %s", line, points(&p, cell->points));
    if (!s->priced)
        return line;
    const score_criterion *base = &s->leaves[s->base];
    pen paid = {a, lang, base, ""};
    if (k->of->surcharge.said)
        return arena_printf(a, "%s; (%s" MINUS "%s)" TIMES "%s = %s", line, p.max, points(&p, cell->points),
                            value(&paid, k->of->surcharge.m.minor), value(&paid, cell->surcharge));
    char own[DECIMAL_TEXT_BYTES];
    char other[DECIMAL_TEXT_BYTES];
    return arena_printf(a, "%s; %s" TIMES "(%s" MINUS "%s) / %s" TIMES "%s / %s = %s", line,
                        value(&paid, s->bids[bid].cells[s->base].x), p.max, points(&p, cell->points), p.max,
                        fmt_decimal(a, lang, decimal_text(own, decimal_trim((decimal){k->weight, 9}))),
                        fmt_decimal(a, lang, decimal_text(other, decimal_trim((decimal){base->weight, 9}))),
                        value(&paid, cell->surcharge));
}

const char *score_sum_arithmetic(arena *a, language lang, const score *s, size_t bid)
{
    const score_bid *b = &s->bids[bid];
    buf line = buf_new(a, 0);
    char text[DECIMAL_TEXT_BYTES];
    if (s->leaves_n == 0)
        return "";
    for (size_t i = 0; i < s->leaves_n; i++) { /* the price first */
        size_t k = !s->priced ? i : i == 0 ? s->base : i <= s->base ? i - 1 : i;
        pen p = {a, lang, &s->leaves[s->priced ? s->base : k], ""};
        buf_add_c(&line, i ? " + " : "");
        if (s->priced) {
            buf_add_c(&line, value(&p, k == s->base ? b->cells[k].x : b->cells[k].surcharge));
            continue;
        }
        if (s->weights != WEIGHTS_SUM)
            buf_printf(
                &line, "%s" TIMES,
                fmt_decimal(a, lang, decimal_text(text, decimal_trim((decimal){s->leaves[k].weight, 9}))));
        buf_add_c(&line, points(&p, b->cells[k].points));
    }
    pen p = {a, lang, &s->leaves[s->base], ""};
    buf_printf(&line, " = %s",
               s->priced ? value(&p, b->total) : fmt_decimal(a, lang, score_total_text(a, b->total)));
    return str_c(a, buf_str(&line));
}
