/* projection.h -- from longitude and latitude to the 960 units of a world map.
 *
 * Equal Earth: areas are true, so a large country does not look larger than it is.
 * Source: Savric, Patterson, Jenny (2018), "The Equal Earth map projection", International Journal of
 * Geographical Information Science 33(3), equations 9 and 10.
 */
#ifndef BASE_PROJECTION_H
#define BASE_PROJECTION_H

#define MAP_WIDTH  960.0
#define MAP_HEIGHT 467.2 /* pole to pole */

/* Degrees, east and north positive; longitude -180..180, latitude -90..90 (others are clamped).
 * x 0..MAP_WIDTH from west to east, y 0..MAP_HEIGHT from north to south. */
void map_project(double *x, double *y, double longitude, double latitude);

#endif
