/* bars.c -- shares of a whole as bars. */
#include "base/bars.h"

#include <math.h>

#include "base/figure_text.h"

#define PAGE_WIDTH   960.0
#define GAP          12.0
#define ROW_HEIGHT   26.0
#define ROW_STEP     36.0
#define TOTAL_HEIGHT 40.0
#define TOTAL_STEP   62.0
#define SIDE_MOST    260.0

void bars_evidence(bars_series series[static BARS_EVIDENCE], arena *a)
{
    static const struct {
        const char *code;
        const char *classes;
        bool plate, white;
    } rows[BARS_EVIDENCE] = {
        {"assumed",       "f-e1", true,  false},
        {"self_declared", "f-e2", true,  false},
        {"documented",    "f-e3", false, false},
        {"verified",      "f-e4", false, true },
        {"measured",      "f-e5", false, true },
    };
    for (size_t i = 0; i < BARS_EVIDENCE; i++)
        series[i] =
            (bars_series){view_evidence(a, rows[i].code), rows[i].classes, rows[i].plate, rows[i].white};
}

static double widest(picture *p, const bars *b, bool amounts, language lang)
{
    double width = 0;
    for (size_t i = 0; i < b->rows_n; i++) {
        const view *v = amounts ? b->rows[i].amount : b->rows[i].label;
        width = fmax(width, picture_text_width(figure_text(p->a, v, lang), 14, b->rows[i].total && !amounts));
    }
    return fmin(width, SIDE_MOST);
}

static void draw_segment(picture *p, const bars_series *s, double x, double y, double w, double h,
                         int64_t millionths, language lang)
{
    picture_rect(p, x, y, w, h, arena_printf(p->a, "%s edge", s->classes));
    const char *name = figure_word(p->a, s->label, lang);
    const char *percent = fmt_share(p->a, lang, millionths, millionths < 10000 ? 1 : 0);
    picture_title(p, arena_printf(p->a, "%s %s", name, percent));
    double text = picture_text_width(percent, 14, false);
    if (text + 16 > w)
        return;
    if (s->plate)
        picture_plate(p, x + w / 2 - text / 2 - 5, y + h / 2 - 10, text + 10, 20);
    picture_text(p, x + w / 2, y + h / 2 + 5, PICTURE_MIDDLE, s->white ? "w" : "", percent);
}

static void draw_row(picture *p, const bars *b, const bars_row *row, double left, double right, double y,
                     language lang)
{
    double h = row->total ? TOTAL_HEIGHT : ROW_HEIGHT;
    double width = PAGE_WIDTH - left - right;
    const char *label =
        picture_text_cut(p->a, figure_text(p->a, row->label, lang), left - GAP, 14, row->total);
    bool linked = row->href && *row->href;
    if (linked)
        picture_link(p, row->href);
    picture_text(p, left - GAP, y + h / 2 + 5, PICTURE_ENDING, row->total ? "b" : "", label);
    if (linked)
        picture_end(p);
    double x = left;
    for (size_t i = 0; i < b->series_n; i++) {
        double w = width * (double)row->shares[i] / 1e6;
        if (row->shares[i] > 0)
            draw_segment(p, &b->series[i], x, y, w, h, row->shares[i], lang);
        x += w;
    }
    picture_rect(p, left, y, width, h, "frame");
    const char *amount = figure_text(p->a, row->amount, lang);
    if (*amount)
        picture_text(p, PAGE_WIDTH - right + GAP, y + h / 2 + 5, PICTURE_START, "m", amount);
}

const picture *bars_draw(arena *a, const void *data, language lang)
{
    const bars *b = data;
    picture *p = picture_new(a, PAGE_WIDTH, 0, figure_text(a, b->describe, lang));
    p->frame = "mid";
    double left = widest(p, b, false, lang) + GAP + 4;
    double amounts = widest(p, b, true, lang);
    double right = amounts > 0 ? amounts + GAP + 4 : 4;
    double y = 10;
    for (size_t i = 0; i < b->rows_n; i++) {
        draw_row(p, b, &b->rows[i], left, right, y, lang);
        y += b->rows[i].total ? TOTAL_STEP : ROW_STEP;
    }
    p->height = y;
    for (size_t i = 0; i < b->series_n; i++)
        picture_rect(picture_key(p, figure_word(a, b->series[i].label, lang)), 0.5, 0.5, 23, 15,
                     arena_printf(a, "%s out", b->series[i].classes));
    return p;
}
