/* edwards.c -- points of edwards25519: -x^2 + y^2 = 1 + d x^2 y^2 modulo p = 2^255 - 19.
 *
 * Sums by the formulas of Hisil, Wong, Carter, Dawson, "Twisted Edwards Curves Revisited" (2008), section
 * 3.1: with a = -1 and d no square they hold for every two points, equal ones and the neutral one too.
 *
 * Limbs: `tight` is at most 2^51 + 2^13, as a carry leaves it; sums and differences of tight numbers are
 * below 2^54, and that is what a product takes: its largest column is 77 * 2^54 * 2^54, whose carry fits into
 * 64 bits with room for what comes up from the column below.
 */
#include "ledger/edwards.h"

#include <string.h>

typedef edwards_number number;
__extension__ typedef unsigned __int128 wide;

#define MASK (((uint64_t)1 << 51) - 1)

static const number one = {{1}};
static const number d_of_curve = {
    {0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}
};
static const number twice_d = {
    {0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff}
};
static const number root_of_minus_1 = {
    {0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}
};

/* ---- Numbers ---- */

static inline void add(number *out, const number *a, const number *b)
{
    for (int i = 0; i < 5; i++)
        out->limb[i] = a->limb[i] + b->limb[i];
}

/* a - b + 4p, so that no limb falls below zero: b below 2^53 - 76. */
static inline void subtract(number *out, const number *a, const number *b)
{
    out->limb[0] = a->limb[0] + 0x1fffffffffffb4 - b->limb[0];
    for (int i = 1; i < 5; i++)
        out->limb[i] = a->limb[i] + 0x1ffffffffffffc - b->limb[i];
}

static inline void carry(number *out, wide t0, wide t1, wide t2, wide t3, wide t4)
{
    t1 += (uint64_t)(t0 >> 51);
    t2 += (uint64_t)(t1 >> 51);
    t3 += (uint64_t)(t2 >> 51);
    t4 += (uint64_t)(t3 >> 51);
    uint64_t low = ((uint64_t)t0 & MASK) + 19 * (uint64_t)(t4 >> 51);
    out->limb[0] = low & MASK;
    out->limb[1] = ((uint64_t)t1 & MASK) + (low >> 51);
    out->limb[2] = (uint64_t)t2 & MASK;
    out->limb[3] = (uint64_t)t3 & MASK;
    out->limb[4] = (uint64_t)t4 & MASK;
}

static inline void tighten(number *n)
{
    carry(n, n->limb[0], n->limb[1], n->limb[2], n->limb[3], n->limb[4]);
}

static inline void multiply(number *out, const number *x, const number *y)
{
    const uint64_t a0 = x->limb[0], a1 = x->limb[1], a2 = x->limb[2], a3 = x->limb[3], a4 = x->limb[4];
    const uint64_t b0 = y->limb[0], b1 = y->limb[1], b2 = y->limb[2], b3 = y->limb[3], b4 = y->limb[4];
    const uint64_t c1 = 19 * b1, c2 = 19 * b2, c3 = 19 * b3, c4 = 19 * b4; /* 2^255 is 19 */
    carry(out, (wide)a0 * b0 + (wide)a1 * c4 + (wide)a2 * c3 + (wide)a3 * c2 + (wide)a4 * c1,
          (wide)a0 * b1 + (wide)a1 * b0 + (wide)a2 * c4 + (wide)a3 * c3 + (wide)a4 * c2,
          (wide)a0 * b2 + (wide)a1 * b1 + (wide)a2 * b0 + (wide)a3 * c4 + (wide)a4 * c3,
          (wide)a0 * b3 + (wide)a1 * b2 + (wide)a2 * b1 + (wide)a3 * b0 + (wide)a4 * c4,
          (wide)a0 * b4 + (wide)a1 * b3 + (wide)a2 * b2 + (wide)a3 * b1 + (wide)a4 * b0);
}

static inline void square(number *out, const number *x)
{
    const uint64_t a0 = x->limb[0], a1 = x->limb[1], a2 = x->limb[2], a3 = x->limb[3], a4 = x->limb[4];
    const uint64_t b0 = 2 * a0, b1 = 2 * a1, c3 = 19 * a3, c4 = 19 * a4;
    carry(out, (wide)a0 * a0 + (wide)b1 * c4 + (wide)(2 * a2) * c3,
          (wide)b0 * a1 + (wide)(2 * a2) * c4 + (wide)a3 * c3,
          (wide)b0 * a2 + (wide)a1 * a1 + (wide)(2 * a3) * c4, (wide)b0 * a3 + (wide)b1 * a2 + (wide)a4 * c4,
          (wide)b0 * a4 + (wide)b1 * a3 + (wide)a2 * a2);
}

static void squares(number *n, int times)
{
    for (int i = 0; i < times; i++)
        square(n, n);
}

/* x^(2^250 - 1), and x^11 on the way. */
static void power_250(number *out, number *power_11, const number *x)
{
    number two, nine, t, five, ten, twenty, fifty, hundred;
    square(&two, x);
    t = two;
    squares(&t, 2);
    multiply(&nine, &t, x);
    multiply(power_11, &nine, &two);
    square(&t, power_11);
    multiply(&five, &t, &nine); /* 2^5 - 1, and so on */
    t = five;
    squares(&t, 5);
    multiply(&ten, &t, &five);
    t = ten;
    squares(&t, 10);
    multiply(&twenty, &t, &ten);
    t = twenty;
    squares(&t, 20);
    multiply(&t, &t, &twenty);
    squares(&t, 10);
    multiply(&fifty, &t, &ten);
    t = fifty;
    squares(&t, 50);
    multiply(&hundred, &t, &fifty);
    t = hundred;
    squares(&t, 100);
    multiply(&t, &t, &hundred);
    squares(&t, 50);
    multiply(out, &t, &fifty);
}

/* x^(p - 2): 1/x, and 0 of 0. */
static void invert(number *out, const number *x)
{
    number t, power_11;
    power_250(&t, &power_11, x);
    squares(&t, 5);
    multiply(out, &t, &power_11);
}

/* x^((p - 5) / 8) */
static void power_of_root(number *out, const number *x)
{
    number t, power_11;
    power_250(&t, &power_11, x);
    squares(&t, 2);
    multiply(out, &t, x);
}

static void number_read(number *out, const uint8_t bytes[static 32])
{
    uint64_t w[4];
    for (int i = 0; i < 4; i++) {
        w[i] = 0;
        for (int k = 7; k >= 0; k--)
            w[i] = w[i] << 8 | bytes[8 * i + k];
    }
    out->limb[0] = w[0] & MASK;
    out->limb[1] = (w[0] >> 51 | w[1] << 13) & MASK;
    out->limb[2] = (w[1] >> 38 | w[2] << 26) & MASK;
    out->limb[3] = (w[2] >> 25 | w[3] << 39) & MASK;
    out->limb[4] = w[3] >> 12 & MASK; /* without the highest bit, which is x's sign */
}

/* The one number below p. */
static void number_write(uint8_t bytes[static 32], const number *x)
{
    number n = *x;
    tighten(&n);
    tighten(&n); /* now below 2^255 + 19 */
    uint64_t over = (n.limb[0] + 19) >> 51;
    for (int i = 1; i < 5; i++)
        over = (n.limb[i] + over) >> 51;
    n.limb[0] += 19 * over; /* less p: with 2^255 cut off above */
    for (int i = 0; i < 4; i++) {
        n.limb[i + 1] += n.limb[i] >> 51;
        n.limb[i] &= MASK;
    }
    n.limb[4] &= MASK;
    const uint64_t w[4] = {n.limb[0] | n.limb[1] << 51, n.limb[1] >> 13 | n.limb[2] << 38,
                           n.limb[2] >> 26 | n.limb[3] << 25, n.limb[3] >> 39 | n.limb[4] << 12};
    for (int i = 0; i < 32; i++)
        bytes[i] = (uint8_t)(w[i / 8] >> 8 * (i % 8));
}

static bool number_eq(const number *a, const number *b)
{
    uint8_t x[32], y[32];
    number_write(x, a);
    number_write(y, b);
    return memcmp(x, y, sizeof x) == 0;
}

/* ---- Points: (X/Z, Y/Z), T = XY/Z, all tight ---- */

typedef struct point {
    number x, y, z, t;
} point;

static const point neutral = {.y = {{1}}, .z = {{1}}};

/* E, F, G, H of the formulas to the sum: X = EF, Y = GH, Z = FG, T = EH. */
static inline void point_of(point *out, const number *e, const number *f, const number *g, const number *h)
{
    multiply(&out->x, e, f);
    multiply(&out->y, g, h);
    multiply(&out->z, f, g);
    multiply(&out->t, e, h);
}

/* p + q, or p - q: what is less is added with x turned round. */
static inline void point_add(point *p, const edwards_part *q, bool less)
{
    number a, b, c, d, e, f, g, h, t;
    subtract(&t, &p->y, &p->x);
    multiply(&a, &t, less ? &q->plus : &q->minus);
    add(&t, &p->y, &p->x);
    multiply(&b, &t, less ? &q->minus : &q->plus);
    multiply(&c, &p->t, &q->product);
    add(&d, &p->z, &p->z);
    subtract(&e, &b, &a);
    add(&h, &b, &a);
    if (less) {
        add(&f, &d, &c);
        subtract(&g, &d, &c);
    } else {
        subtract(&f, &d, &c);
        add(&g, &d, &c);
    }
    point_of(p, &e, &f, &g, &h);
}

static void point_double(point *p)
{
    number a, b, c, e, f, g, h, t;
    square(&a, &p->x);
    square(&b, &p->y);
    square(&c, &p->z);
    add(&c, &c, &c);
    add(&t, &p->x, &p->y);
    square(&e, &t);
    add(&h, &a, &b);
    subtract(&e, &h, &e);
    subtract(&g, &a, &b);
    tighten(&g);
    add(&f, &c, &g);
    point_of(p, &e, &f, &g, &h); /* all four with the other sign than in the paper, which is the same point */
}

/* x of y: root of (y^2 - 1) / (d y^2 + 1), of the sign that is named. */
static bool point_read(point *out, const uint8_t bytes[static 32])
{
    number u, v, w, t, minus_u;
    number_read(&out->y, bytes);
    square(&t, &out->y);
    subtract(&u, &t, &one);
    tighten(&u);
    multiply(&v, &t, &d_of_curve);
    add(&v, &v, &one);
    square(&t, &v);
    multiply(&w, &t, &v); /* v^3 */
    square(&t, &w);
    multiply(&t, &t, &v); /* v^7 */
    multiply(&t, &t, &u);
    power_of_root(&t, &t);
    multiply(&t, &t, &w);
    multiply(&out->x, &t, &u); /* u v^3 (u v^7)^((p - 5) / 8) */
    square(&t, &out->x);
    multiply(&t, &t, &v);
    subtract(&minus_u, &(number){{0}}, &u);
    if (!number_eq(&t, &u)) {
        if (!number_eq(&t, &minus_u))
            return false;
        multiply(&out->x, &out->x, &root_of_minus_1);
    }
    uint8_t x[32];
    number_write(x, &out->x);
    if ((x[0] & 1) != bytes[31] >> 7) {
        subtract(&out->x, &(number){{0}}, &out->x);
        tighten(&out->x);
    }
    out->z = one;
    multiply(&out->t, &out->x, &out->y);
    return true;
}

static void point_write(uint8_t bytes[static 32], const point *p)
{
    number z, x, y;
    uint8_t sign[32];
    invert(&z, &p->z);
    multiply(&x, &p->x, &z);
    multiply(&y, &p->y, &z);
    number_write(sign, &x);
    number_write(bytes, &y);
    bytes[31] |= (uint8_t)((sign[0] & 1) << 7);
}

/* ---- Tables ---- */

static void part_of(edwards_part *out, const point *p, const number *one_by_z)
{
    number x, y, xy;
    multiply(&x, &p->x, one_by_z);
    multiply(&y, &p->y, one_by_z);
    add(&out->plus, &y, &x);
    subtract(&out->minus, &y, &x);
    tighten(&out->plus);
    tighten(&out->minus);
    multiply(&xy, &x, &y);
    multiply(&out->product, &xy, &twice_d);
}

/* One division for all: 1/z of the last is had from 1/(z0 z1 ...) and the product of those before. */
static void parts_of(edwards_part *out, const point *points, int n)
{
    number before[EDWARDS_MULTIPLES], left, one_by_z;
    before[0] = points[0].z;
    for (int i = 1; i < n; i++)
        multiply(&before[i], &before[i - 1], &points[i].z);
    invert(&left, &before[n - 1]);
    for (int i = n - 1; i > 0; i--) {
        multiply(&one_by_z, &left, &before[i - 1]);
        multiply(&left, &left, &points[i].z);
        part_of(&out[i], &points[i], &one_by_z);
    }
    part_of(&out[0], &points[0], &left);
}

static void table_fill(edwards_table *out, point p)
{
    for (int i = 0; i < EDWARDS_WINDOWS; i++) {
        point multiples[EDWARDS_MULTIPLES];
        edwards_part first;
        multiples[0] = p;
        parts_of(&first, &p, 1);
        for (int k = 1; k < EDWARDS_MULTIPLES; k++) {
            multiples[k] = multiples[k - 1];
            point_add(&multiples[k], &first, false);
        }
        parts_of(out->rows[i], multiples, EDWARDS_MULTIPLES);
        p = multiples[EDWARDS_MULTIPLES - 1];
        point_double(&p);
    }
}

bool edwards_table_of(edwards_table *out, const uint8_t bytes[static 32])
{
    point p;
    if (!point_read(&p, bytes))
        return false;
    table_fill(out, p);
    return true;
}

void edwards_table_of_base(edwards_table *out)
{
    uint8_t bytes[32]; /* y = 4/5, x even */
    memset(bytes, 0x66, sizeof bytes);
    bytes[0] = 0x58;
    (void)edwards_table_of(out, bytes);
}

/* Digits between -128 and 127, the lowest first: what is 128 or more borrows from the next. */
static void digits_of(int out[static EDWARDS_WINDOWS], const uint8_t scalar[static 32])
{
    int up = 0;
    for (int i = 0; i < EDWARDS_WINDOWS; i++) {
        int digit = scalar[i] + up;
        up = digit >= 128;
        out[i] = digit - 256 * up;
    }
}

static void digit_add(point *sum, const edwards_part row[static EDWARDS_MULTIPLES], int digit)
{
    if (digit > 0)
        point_add(sum, &row[digit - 1], false);
    else if (digit < 0)
        point_add(sum, &row[-digit - 1], true);
}

void edwards_difference(uint8_t out[static 32], const edwards_table *by, const uint8_t s[static 32],
                        const edwards_table *less, const uint8_t h[static 32])
{
    int plus[EDWARDS_WINDOWS], minus[EDWARDS_WINDOWS];
    point sum = neutral;
    digits_of(plus, s);
    digits_of(minus, h);
    for (int i = 0; i < EDWARDS_WINDOWS; i++) {
        digit_add(&sum, by->rows[i], plus[i]);
        digit_add(&sum, less->rows[i], -minus[i]);
    }
    point_write(out, &sum);
}
