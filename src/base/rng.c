/* rng.c -- random numbers as a function of seed, draw and dimension. */
#include "base/rng.h"

#include <math.h>

__extension__ typedef unsigned __int128 wide;

uint64_t rng_u64(uint64_t seed, uint64_t draw, uint64_t dimension)
{
    uint64_t left = draw;
    uint64_t right = dimension;
    uint64_t key = seed;
    for (int round = 0; round < 10; round++) {
        wide product = (wide)left * 0xD2B74407B1CE6E93u;
        left = (uint64_t)(product >> 64) ^ key ^ right;
        right = (uint64_t)product;
        key += 0x9E3779B97F4A7C15u;
    }
    return left;
}

double rng_unit(uint64_t seed, uint64_t draw, uint64_t dimension)
{
    uint64_t bits = rng_u64(seed, draw, dimension) >> 12; /* 52 bits, put in the middle of their interval */
    return ((double)bits + 0.5) * 0x1p-52;
}

uint64_t rng_below(uint64_t n, uint64_t seed, uint64_t draw, uint64_t dimension)
{
    return (uint64_t)((wide)rng_u64(seed, draw, dimension) * n >> 64);
}

static double ratio(const double top[8], const double bottom[8], double x)
{
    double t = top[7];
    double b = bottom[7];
    for (int i = 6; i >= 0; i--) {
        t = t * x + top[i];
        b = b * x + bottom[i];
    }
    return t / b;
}

/* Wichura (1988), algorithm AS 241, PPND16: about 16 digits. */
static double normal_quantile(double p)
{
    static const double a[8] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double b[8] = {1.0,
                                4.2313330701600911252e1,
                                6.8718700749205790830e2,
                                5.3941960214247511077e3,
                                2.1213794301586595867e4,
                                3.9307895800092710610e4,
                                2.8729085735721942674e4,
                                5.2264952788528545610e3};
    static const double c[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                5.76949722146069140550e0,  3.64784832476320460504e0,
                                1.27045825245236838258e0,  2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[8] = {1.0,
                                2.05319162663775882187e0,
                                1.67638483018380384940e0,
                                6.89767334985100004550e-1,
                                1.48103976427480074590e-1,
                                1.51986665636164571966e-2,
                                5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
    static const double e[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[8] = {1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
    double q = p - 0.5;
    if (fabs(q) <= 0.425)
        return q * ratio(a, b, 0.180625 - q * q);
    double r = sqrt(-log(q < 0 ? p : 1 - p));
    double x = r <= 5 ? ratio(c, d, r - 1.6) : ratio(e, f, r - 5);
    return q < 0 ? -x : x;
}

double rng_normal(uint64_t seed, uint64_t draw, uint64_t dimension)
{
    return normal_quantile(rng_unit(seed, draw, dimension));
}
