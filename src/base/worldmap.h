/* worldmap.h -- where the sites of a chain lie, and what is at stake in their countries.
 *
 * Countries of the chain are filled by their level, with an edge; the rest of the land is pale.  Sites are
 * numbered marks; their names stand in the list below the map.  A mark's shape says what the site is.  Where
 * marks would cover each other they move apart, and a line leads to the place.
 */
#ifndef BASE_WORLDMAP_H
#define BASE_WORLDMAP_H

#include "base/i18n.h"
#include "base/picture.h"
#include "base/view.h"

#define WORLDMAP_MARKS_MAX 60 /* more sites are dots without a number; all stand in the table */

typedef struct worldmap_country {
    const char *iso3;
    const char *level; /* risk level code */
} worldmap_country;

typedef enum worldmap_shape {
    WORLDMAP_MINE,
    WORLDMAP_PROCESSING,
    WORLDMAP_FACTORY,
    WORLDMAP_OTHER
} worldmap_shape;

typedef struct worldmap_site {
    double latitude, longitude; /* degrees; NAN = not known: listed, not drawn */
    worldmap_shape shape;
    const view *name; /* "Kolwezi, DR Congo" */
    const view *note; /* "cobalt mine"; may be NULL */
    const char *href; /* "" = none */
} worldmap_site;

typedef struct worldmap {
    const worldmap_country *countries;
    size_t countries_n;
    const worldmap_site *sites;
    size_t sites_n;
    const view *describe; /* the main numbers in words */
} worldmap;

typedef struct worldmap_mark {
    double x, y;       /* where the mark stands */
    double at_x, at_y; /* where the site lies */
} worldmap_mark;

#define WORLDMAP_MARK_RADIUS 11.0

/* Marks for n places (at_x, at_y set): no two nearer than two radii and a unit, all inside the frame.
 * O(rounds * n^2), deterministic. */
void worldmap_spread(worldmap_mark *marks, size_t n, double width, double height);

/* A view_draw_fn over a worldmap. */
const picture *worldmap_draw(arena *a, const void *map, language lang);

#endif
