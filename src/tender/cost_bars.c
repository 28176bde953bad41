/* cost_bars.c -- stacked costs and the tornado, as shapes. */
#include "tender/cost_bars.h"

#include <math.h>

#include "base/figure_text.h"

#define PAGE   960.0
#define GAP    12.0
#define STEP   46.0
#define HEIGHT 32.0
#define TOP    28.0
#define SIDE   230.0

/* A round distance between grid lines: 1, 2 or 5 times a power of ten, at most six of them. */
static double grid_step(double range)
{
    double step = pow(10, floor(log10(range / 5)));
    double times = range / 5 / step;
    return step * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

/* From values to places. */
typedef struct scale {
    double low, high;
    double left, width;
} scale;

static double at(const scale *s, double x)
{
    return s->left + (x - s->low) / (s->high - s->low) * s->width;
}

static const char *number(arena *a, language lang, double x)
{
    return fmt_decimal(a, lang, arena_printf(a, "%.*f", fabs(x) < 10 && x != floor(x) ? 2 : 0, x));
}

static void grid(picture *p, const scale *s, double bottom, language lang)
{
    double step = grid_step(s->high - s->low);
    int last = (int)floor(s->high / step + 0.001);
    for (int n = (int)ceil(s->low / step); n <= last; n++) {
        double x = n * step;
        double place = at(s, x);
        picture_path(p, n == 0 ? "strong" : "gridl");
        picture_move(p, place, TOP - 4);
        picture_line(p, place, bottom);
        picture_text(p, place, TOP - 10, PICTURE_MIDDLE, "s m", number(p->a, lang, x));
    }
}

static const char *const part_class[COST_PARTS] = {"f-c1", "f-c2", "f-a", "f-c3"};
static const bool part_white[COST_PARTS] = {true, false, true, false};

static const char *part_word(const cost_bars *b, cost_part part, language lang)
{
    static const char *const words[COST_PARTS] = {N_("Purchase and installation"), N_("Energy"),
                                                  N_("Maintenance, replacement, disposal"),
                                                  N_("External cost")};
    return b->words ? b->words[part] : tr(lang, words[part]);
}

static void cost_row(picture *p, const cost_bars *b, const cost_bars_row *r, const scale *s, double y,
                     language lang)
{
    picture_text(p, s->left - GAP, y + (r->note ? 16 : 21), PICTURE_ENDING, "b",
                 picture_text_cut(p->a, r->label, s->left - 2 * GAP, 14, true));
    if (r->note)
        picture_text(
            p, s->left - GAP, y + 31, PICTURE_ENDING, "s m",
            picture_text_cut(p->a, figure_text(p->a, r->note, lang), s->left - 2 * GAP, 12.5, false));
    if (r->pale)
        picture_group(p, "dim");
    double x = 0;
    for (size_t i = 0; i < COST_PARTS; i++) {
        if (r->part[i] <= 0)
            continue;
        double from = at(s, x);
        double to = at(s, x + r->part[i]);
        const char *text = number(p->a, lang, r->part[i]);
        picture_rect(p, from, y, to - from, HEIGHT, arena_printf(p->a, "%s edge", part_class[i]));
        picture_title(p, arena_printf(p->a, "%s %s", part_word(b, (cost_part)i, lang), text));
        if (i != COST_EXTERNAL && picture_text_width(text, 14, false) + 10 < to - from)
            picture_text(p, (from + to) / 2, y + 21, PICTURE_MIDDLE, part_white[i] && !r->pale ? "w" : "",
                         text);
        x += r->part[i];
    }
    if (r->back > 0) {
        picture_rect(p, at(s, -r->back), y, at(s, 0) - at(s, -r->back), HEIGHT, "f-b edge");
        picture_title(
            p, arena_printf(p->a, "%s %s", tr(lang, N_("What comes back")), number(p->a, lang, r->back)));
    }
    picture_text(p, at(s, x) + 8, y + 21, PICTURE_START, "b", figure_text(p->a, r->total, lang));
    if (r->pale)
        picture_end(p);
}

const picture *cost_bars_draw(arena *a, const void *data, language lang)
{
    const cost_bars *b = data;
    picture *p = picture_new(a, PAGE, 0, figure_text(a, b->describe, lang));
    p->frame = "mid";
    double most = 0;
    double back = 0;
    double side = 60;
    double sums = 0;
    bool used[COST_PARTS] = {false};
    for (size_t i = 0; i < b->n; i++) {
        double sum = 0;
        for (size_t k = 0; k < COST_PARTS; k++) {
            sum += b->rows[i].part[k];
            used[k] = used[k] || b->rows[i].part[k] > 0;
        }
        most = fmax(most, sum);
        back = fmax(back, b->rows[i].back);
        side = fmax(side, picture_text_width(b->rows[i].label, 14, true));
        sums = fmax(sums, picture_text_width(figure_text(a, b->rows[i].total, lang), 14, true));
    }
    side = fmin(side, SIDE) + 2 * GAP;
    scale s = {-back, most > 0 ? most : 1, side, PAGE - side - sums - 2 * GAP};
    double bottom = TOP + STEP * (double)b->n;
    grid(p, &s, bottom, lang);
    for (size_t i = 0; i < b->n; i++)
        cost_row(p, b, &b->rows[i], &s, TOP + 4 + STEP * (double)i, lang);
    p->height = bottom + 4;
    for (size_t k = 0; k < COST_PARTS; k++)
        if (used[k])
            picture_rect(picture_key(p, part_word(b, (cost_part)k, lang)), 0.5, 0.5, 23, 15,
                         arena_printf(a, "%s out", part_class[k]));
    if (back > 0)
        picture_rect(picture_key(p, tr(lang, N_("What comes back"))), 0.5, 0.5, 23, 15, "f-b out");
    return p;
}

/* ---- Tornado ---- */

static void tornado_line(picture *p, const tornado_row *r, const scale *s, double base, double y,
                         language lang)
{
    picture_text(p, 14, y + 12, PICTURE_START, "b",
                 picture_text_cut(p->a, figure_text(p->a, r->label, lang), s->left - 30, 14, true));
    const char *range = arena_printf(p->a, "%s \xe2\x80\x93 %s", figure_text(p->a, r->low, lang),
                                     figure_text(p->a, r->high, lang));
    picture_text(p, 14, y + 28, PICTURE_START, "s m",
                 picture_text_cut(p->a, range, s->left - 30, 12.5, false));
    double ends[2] = {r->at_low, r->at_high};
    const view *leads[2] = {r->lead_low, r->lead_high};
    for (int i = 0; i < 2; i++) {
        double from = at(s, fmin(base, ends[i]));
        double to = at(s, fmax(base, ends[i]));
        picture_rect(p, from, y + 2, to - from, 26, i == 0 ? "f-b" : "f-a");
        bool left = ends[i] < base || (ends[i] == base && i == 0);
        picture_text(p, left ? from - 6 : to + 6, y + 20, left ? PICTURE_ENDING : PICTURE_START, "s halo",
                     figure_text(p->a, leads[i], lang));
    }
}

const picture *tornado_draw(arena *a, const void *data, language lang)
{
    const tornado *t = data;
    picture *p = picture_new(a, PAGE, 0, figure_text(a, t->describe, lang));
    p->frame = "mid";
    double low = fmin(0, t->base);
    double high = fmax(0, t->base);
    for (size_t i = 0; i < t->n; i++) {
        low = fmin(low, fmin(t->rows[i].at_low, t->rows[i].at_high));
        high = fmax(high, fmax(t->rows[i].at_low, t->rows[i].at_high));
    }
    if (high - low < 1e-9)
        high = low + 1;
    scale s = {low, high, 320, PAGE - 320 - 110};
    double bottom = TOP + 22 + STEP * (double)t->n;
    grid(p, &s, bottom, lang);
    picture_path(p, "strong");
    picture_move(p, at(&s, t->base), TOP + 8);
    picture_line(p, at(&s, t->base), bottom);
    for (size_t i = 0; i < t->n; i++)
        tornado_line(p, &t->rows[i], &s, t->base, TOP + 18 + STEP * (double)i, lang);
    picture_text(
        p, at(&s, t->base), bottom + 18, PICTURE_MIDDLE, "s b",
        tr_fill(a, tr(lang, N_("as stated {lead}")), "lead", figure_text(a, t->lead, lang), (char *)NULL));
    p->height = bottom + 30;
    picture_rect(picture_key(p, tr(lang, N_("Low value"))), 0.5, 0.5, 23, 15, "f-b out");
    picture_rect(picture_key(p, tr(lang, N_("High value"))), 0.5, 0.5, 23, 15, "f-a out");
    return p;
}
