/* worldmap.c -- a map of the countries and sites of a chain. */
#include "base/worldmap.h"

#include <math.h>
#include <string.h>

#include "base/country.h"
#include "base/figure_text.h"
#include "base/projection.h"
#include "base/world.h"

/* What is shown: all land but Antarctica and the islands around the 180th meridian; a site there stands at
 * the edge, with a line to it. */
#define LEFT   125.0
#define RIGHT  945.0
#define BOTTOM 420.0
#define ROUNDS 5000

static const struct {
    const char *level;
    const char *fill;
    const char *label;
} levels[] = {
    {"high",    "f-high",    N_("high risk in the country")  },
    {"medium",  "f-med-p",   N_("medium risk in the country")},
    {"low",     "f-low",     N_("low risk in the country")   },
    {"unknown", "f-unknown", N_("unknown")                   },
};
#define LEVELS (sizeof levels / sizeof *levels)

static const char *const shape_labels[] = {
    [WORLDMAP_MINE] = N_("mine"),
    [WORLDMAP_PROCESSING] = N_("smelter or refinery"),
    [WORLDMAP_FACTORY] = N_("factory"),
    [WORLDMAP_OTHER] = N_("other site"),
};

/* Index in levels, LEVELS = not in the chain. */
static size_t level_of(const worldmap *m, int numeric)
{
    for (size_t i = 0; numeric && i < m->countries_n; i++) {
        const country *c = country_by_iso3(m->countries[i].iso3);
        if (!c || c->numeric != numeric)
            continue;
        for (size_t k = 0; k < LEVELS; k++) {
            if (strcmp(levels[k].level, m->countries[i].level) == 0)
                return k;
        }
        return LEVELS - 1; /* no such level: we do not know */
    }
    return LEVELS;
}

static void outline(picture *p, const world_shape *shape, const char *classes)
{
    picture_path(p, classes);
    for (size_t r = 0; r < shape->n; r++) {
        const world_ring *ring = &world_rings[shape->first + r];
        for (size_t i = 0; i < ring->n; i++) {
            const int16_t *at = world_points[ring->first + i];
            if (i == 0)
                picture_move(p, at[0], at[1]);
            else
                picture_line(p, at[0], at[1]);
        }
        picture_close(p);
    }
}

/* Land first, then the chain's countries, whose edge must not be covered by a neighbour. */
static void draw_countries(picture *p, const worldmap *m)
{
    for (int chain = 0; chain < 2; chain++) {
        for (size_t i = 0; i < world_shapes_n; i++) {
            size_t level = level_of(m, world_shapes[i].numeric);
            if ((level < LEVELS) != (chain == 1))
                continue;
            const char *fill = level < LEVELS ? levels[level].fill : "f-none";
            outline(p, &world_shapes[i], arena_printf(p->a, "land %s", fill));
        }
    }
    for (size_t i = 0; i < world_dots_n; i++) {
        size_t level = level_of(m, world_dots[i].numeric);
        if (level < LEVELS)
            picture_circle(p, world_dots[i].x, world_dots[i].y, 3,
                           arena_printf(p->a, "land %s", levels[level].fill));
    }
}

/* One round over all pairs; false when every pair was apart. */
static bool push_apart(worldmap_mark *marks, size_t n, double apart)
{
    bool moved = false;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            double dx = marks[k].x - marks[i].x;
            double dy = marks[k].y - marks[i].y;
            double distance = hypot(dx, dy);
            if (distance >= apart)
                continue;
            if (distance < 1e-3) { /* the same place: each pair parts in a direction of its own */
                dx = cos((double)(i * 7 + k) * 2.4);
                dy = sin((double)(i * 7 + k) * 2.4);
                distance = 1;
            }
            /* A little turn: marks in a row along the edge of the map would only press against each other. */
            double push = (apart - distance) / 2 + 0.05;
            double x = (dx - 0.2 * dy) / distance * push;
            double y = (dy + 0.2 * dx) / distance * push;
            marks[i].x -= x;
            marks[i].y -= y;
            marks[k].x += x;
            marks[k].y += y;
            moved = true;
        }
    }
    return moved;
}

void worldmap_spread(worldmap_mark *marks, size_t n, double width, double height)
{
    const double apart = 2 * WORLDMAP_MARK_RADIUS + 1;
    const double edge = WORLDMAP_MARK_RADIUS + 1;
    for (size_t i = 0; i < n; i++) {
        marks[i].x = fmin(fmax(marks[i].at_x, edge), width - edge);
        marks[i].y = fmin(fmax(marks[i].at_y, edge), height - edge);
    }
    for (int round = 0; round < ROUNDS; round++) {
        if (!push_apart(marks, n, apart))
            return;
        for (size_t i = 0; i < n; i++) {
            marks[i].x = fmin(fmax(marks[i].x, edge), width - edge);
            marks[i].y = fmin(fmax(marks[i].y, edge), height - edge);
        }
    }
}

static void shape_at(picture *p, worldmap_shape shape, double x, double y, double r)
{
    switch (shape) {
    case WORLDMAP_MINE:
        picture_circle(p, x, y, r, "ink edge");
        return;
    case WORLDMAP_PROCESSING:
        picture_rect(p, x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r, "ink edge");
        return;
    case WORLDMAP_FACTORY:
        picture_path(p, "ink edge");
        picture_move(p, x, y - 1.2 * r);
        picture_line(p, x + 1.2 * r, y);
        picture_line(p, x, y + 1.2 * r);
        picture_line(p, x - 1.2 * r, y);
        break;
    case WORLDMAP_OTHER:
        picture_path(p, "ink edge");
        picture_move(p, x, y - 1.5 * r);
        picture_line(p, x + 1.5 * r, y + r);
        picture_line(p, x - 1.5 * r, y + r);
        break;
    }
    picture_close(p);
}

static bool is_placed(const worldmap_site *site)
{
    return isfinite(site->latitude) && isfinite(site->longitude);
}

static void draw_sites(picture *p, const worldmap *m, language lang)
{
    worldmap_mark *marks = ARENA_NEWS(p->a, worldmap_mark, m->sites_n);
    const worldmap_site **placed = ARENA_NEWS(p->a, const worldmap_site *, m->sites_n);
    size_t n = 0;
    for (size_t i = 0; i < m->sites_n; i++) {
        if (!is_placed(&m->sites[i]))
            continue;
        placed[n] = &m->sites[i];
        map_project(&marks[n].at_x, &marks[n].at_y, m->sites[i].longitude, m->sites[i].latitude);
        marks[n].at_x -= LEFT;
        n++;
    }
    bool numbered = n <= WORLDMAP_MARKS_MAX;
    if (numbered)
        worldmap_spread(marks, n, RIGHT - LEFT, BOTTOM);
    for (size_t i = 0; numbered && i < n; i++) {
        if (hypot(marks[i].x - marks[i].at_x, marks[i].y - marks[i].at_y) <= 4)
            continue;
        picture_path(p, "ln");
        picture_move(p, LEFT + marks[i].at_x, marks[i].at_y);
        picture_line(p, LEFT + marks[i].x, marks[i].y);
        picture_circle(p, LEFT + marks[i].at_x, marks[i].at_y, 2.5, "ink");
    }
    for (size_t i = 0; i < n; i++) {
        double x = LEFT + (numbered ? marks[i].x : marks[i].at_x);
        double y = numbered ? marks[i].y : marks[i].at_y;
        if (!numbered) {
            picture_circle(p, x, y, 3.5, "ink edge");
            continue;
        }
        const char *number = arena_printf(p->a, "%zu", i + 1);
        shape_at(p, placed[i]->shape, x, y, WORLDMAP_MARK_RADIUS);
        double low = placed[i]->shape == WORLDMAP_OTHER ? 7.5 : 4.5; /* where a triangle is wide */
        picture_text(p, x, y + low, PICTURE_MIDDLE, "w s", number);
        picture_point(p, number, figure_text(p->a, placed[i]->name, lang),
                      figure_text(p->a, placed[i]->note, lang), placed[i]->href ? placed[i]->href : "");
    }
}

static void draw_key(picture *p, const worldmap *m, language lang)
{
    bool used[LEVELS] = {false};
    bool shapes[4] = {false};
    for (size_t i = 0; i < world_shapes_n; i++) {
        size_t level = level_of(m, world_shapes[i].numeric);
        if (level < LEVELS)
            used[level] = true;
    }
    for (size_t i = 0; i < world_dots_n; i++) {
        size_t level = level_of(m, world_dots[i].numeric);
        if (level < LEVELS)
            used[level] = true;
    }
    for (size_t i = 0; i < LEVELS; i++) {
        const char *text = figure_word(p->a, view_word(p->a, levels[i].level, levels[i].label), lang);
        if (used[i])
            picture_rect(picture_key(p, text), 0.5, 0.5, 23, 15,
                         arena_printf(p->a, "%s out", levels[i].fill));
    }
    picture_rect(picture_key(p, tr(lang, N_("Not named in the chain"))), 0, 0, 24, 16, "f-none");
    for (size_t i = 0; i < m->sites_n; i++) {
        if (is_placed(&m->sites[i]))
            shapes[m->sites[i].shape] = true;
    }
    for (size_t i = 0; i < 4; i++) {
        const char *text = figure_word(p->a, view_word(p->a, "", shape_labels[i]), lang);
        if (shapes[i])
            shape_at(picture_key(p, text), (worldmap_shape)i, 12, 8, 6);
    }
}

const picture *worldmap_draw(arena *a, const void *data, language lang)
{
    const worldmap *m = data;
    picture *p = picture_new(a, RIGHT - LEFT, BOTTOM, figure_text(a, m->describe, lang));
    p->x = LEFT;
    p->decimals = 0;
    picture_rect(p, 0, 0, MAP_WIDTH, MAP_HEIGHT, "sea");
    draw_countries(p, m);
    draw_sites(p, m, lang);
    draw_key(p, m, lang);
    return p;
}
