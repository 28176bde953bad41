/* world.h -- outlines of the countries, projected (written at build by tools/worldmap.c from world-atlas,
 * which is Natural Earth 1:110 million; Antarctica is left out). */
#ifndef BASE_WORLD_H
#define BASE_WORLD_H

#include <stddef.h>
#include <stdint.h>

typedef struct world_ring {
    uint32_t first; /* point */
    uint32_t n;
} world_ring;

typedef struct world_shape {
    int numeric;    /* ISO 3166-1; 0 = has none */
    uint32_t first; /* ring */
    uint32_t n;
} world_shape;

/* A country too small for an outline at this scale. */
typedef struct world_dot {
    int numeric;
    int16_t x, y;
} world_dot;

extern const int16_t world_points[][2]; /* units of projection.h */
extern const world_ring world_rings[];
extern const world_shape world_shapes[]; /* sorted by numeric */
extern const size_t world_shapes_n;
extern const world_dot world_dots[]; /* sorted by numeric */
extern const size_t world_dots_n;

#endif
