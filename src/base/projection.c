/* projection.c -- Equal Earth. */
#include "base/projection.h"

#include <math.h>

#define PI 3.14159265358979323846

void map_project(double *x, double *y, double longitude, double latitude)
{
    const double a1 = 1.340264;
    const double a2 = -0.081106;
    const double a3 = 0.000893;
    const double a4 = 0.003796;
    const double root3 = sqrt(3.0);
    double lambda = fmin(fmax(longitude, -180), 180) * PI / 180;
    double phi = fmin(fmax(latitude, -90), 90) * PI / 180;
    double t = asin(root3 / 2 * sin(phi));
    double t2 = t * t;
    double t6 = t2 * t2 * t2;
    double east = 2 * root3 * lambda * cos(t) / (3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1));
    double north = t * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1);
    double scale = MAP_WIDTH / (2 * 2 * root3 * PI / (3 * a1)); /* the equator fills the width */
    *x = MAP_WIDTH / 2 + east * scale;
    *y = MAP_HEIGHT / 2 - north * scale;
}
