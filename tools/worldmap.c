/* worldmap.c -- country outlines as a C table (base/world.h).
 *
 * usage: worldmap OUT.c countries-110m.json countries-50m.json
 *
 * Reads TopoJSON (world-atlas): arcs are chains of whole numbers, each a step from the one before;
 * position = step sum * scale + translate in degrees.  A ring joins arcs end to end; arc -i-1 is arc i
 * backwards.  Points are projected (Equal Earth) and rounded to whole units; what falls on the point before
 * is dropped, and so is a ring that has no area left.  A ring over the 180th meridian is cut there.
 * A country that the coarse file lacks, or that has no ring left, becomes a dot in the middle of its largest
 * ring of the fine file.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/projection.h"

#define ANTARCTICA       10
#define RINGS_MOST       4000
#define POINTS_MOST      100000
#define RING_POINTS_MOST 20000
#define FILE_BYTES_MOST  ((size_t)8 << 20)

typedef struct point {
    int x, y;
} point;

typedef struct ring {
    size_t first, n;
} ring;

typedef struct shape {
    int numeric;
    size_t first, n;
    point any; /* on its coast: where it is when it has no ring */
} shape;

typedef struct world {
    point *points;
    size_t points_n;
    ring rings[RINGS_MOST];
    size_t rings_n;
    shape shapes[400];
    size_t shapes_n;
} world;

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "worldmap: %s\n", what);
    exit(1);
}

static double number(const json *v)
{
    if (!v || v->kind != JSON_NUMBER || v->text.n > 60)
        die("a number is missing");
    char text[64] = "";
    memcpy(text, v->text.p, v->text.n);
    return strtod(text, NULL);
}

static const json *item(const json *array, size_t i)
{
    const json *v = array ? array->first : NULL;
    while (v && i--)
        v = v->next;
    if (!v)
        die("a list is too short");
    return v;
}

static json *topology(arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        die("cannot open the map; run: npm ci --ignore-scripts");
    char *bytes = arena_alloc(a, FILE_BYTES_MOST);
    size_t n = fread(bytes, 1, FILE_BYTES_MOST, f);
    fclose(f);
    json *v = NULL;
    ak_err err = {0};
    if (json_read(&v, a, (str){bytes, n}, NULL, &err) != AK_OK)
        die("the map is not JSON");
    return v;
}

static void add_point(world *w, double longitude, double latitude)
{
    double x = 0;
    double y = 0;
    map_project(&x, &y, longitude, latitude);
    point p = {(int)lround(x), (int)lround(y)};
    ring *r = &w->rings[w->rings_n];
    if (r->n && w->points[w->points_n - 1].x == p.x && w->points[w->points_n - 1].y == p.y)
        return;
    if (w->points_n == POINTS_MOST)
        die("too many points");
    w->points[w->points_n++] = p;
    r->n++;
}

/* Decoded arcs: longitude and latitude in turn. */
typedef struct arcs {
    double **xy;
    size_t *n;
    size_t count;
} arcs;

static arcs read_arcs(arena *a, const json *topo)
{
    const json *transform = json_get(topo, "transform");
    const json *scale = json_get(transform, "scale");
    const json *move = json_get(transform, "translate");
    const json *list = json_get(topo, "arcs");
    if (!list)
        die("no arcs");
    arcs out = {ARENA_NEWS(a, double *, list->n), ARENA_NEWS(a, size_t, list->n), list->n};
    double sx = number(item(scale, 0));
    double sy = number(item(scale, 1));
    double tx = number(item(move, 0));
    double ty = number(item(move, 1));
    size_t i = 0;
    for (const json *arc = list->first; arc; arc = arc->next, i++) {
        out.xy[i] = ARENA_NEWS(a, double, 2 * arc->n);
        double x = 0;
        double y = 0;
        for (const json *p = arc->first; p; p = p->next) {
            x += number(item(p, 0));
            y += number(item(p, 1));
            out.xy[i][2 * out.n[i]] = x * sx + tx;
            out.xy[i][2 * out.n[i] + 1] = y * sy + ty;
            out.n[i]++;
        }
    }
    return out;
}

static double area(const world *w, const ring *r)
{
    double sum = 0;
    for (size_t i = 0; i < r->n; i++) {
        const point *p = &w->points[r->first + i];
        const point *q = &w->points[r->first + (i + 1) % r->n];
        sum += (double)p->x * q->y - (double)q->x * p->y;
    }
    return fabs(sum) / 2;
}

/* One ring in degrees, its longitudes running on past 180 instead of jumping. */
typedef struct degrees {
    double xy[RING_POINTS_MOST][2];
    size_t n;
} degrees;

static void unwrap(degrees *out, const arcs *all, const json *indexes)
{
    out->n = 0;
    for (const json *index = indexes->first; index; index = index->next) {
        long i = (long)number(index);
        size_t arc = (size_t)(i < 0 ? -i - 1 : i);
        if (arc >= all->count)
            die("an arc is missing");
        for (size_t k = 0; k < all->n[arc]; k++) {
            size_t at = i < 0 ? all->n[arc] - 1 - k : k;
            double longitude = all->xy[arc][2 * at];
            double before = out->n ? out->xy[out->n - 1][0] : longitude;
            longitude += 360 * round((before - longitude) / 360);
            if (out->n == RING_POINTS_MOST)
                die("a ring has too many points");
            out->xy[out->n][0] = longitude;
            out->xy[out->n++][1] = all->xy[arc][2 * at + 1];
        }
    }
}

/* What lies on one side of a meridian (Sutherland and Hodgman 1974): side 1 keeps the east, -1 the west. */
static void clip(degrees *out, const degrees *in, double meridian, int side)
{
    out->n = 0;
    for (size_t i = 0; i < in->n; i++) {
        const double *p = in->xy[i];
        const double *q = in->xy[(i + 1) % in->n];
        bool p_in = side * (p[0] - meridian) >= 0;
        bool q_in = side * (q[0] - meridian) >= 0;
        if (out->n + 2 > RING_POINTS_MOST)
            die("a ring has too many points");
        if (p_in) {
            out->xy[out->n][0] = p[0];
            out->xy[out->n++][1] = p[1];
        }
        if (p_in != q_in) {
            double t = (meridian - p[0]) / (q[0] - p[0]);
            out->xy[out->n][0] = meridian;
            out->xy[out->n++][1] = p[1] + t * (q[1] - p[1]);
        }
    }
}

static void add_part(world *w, shape *s, const degrees *part, double turn, double area_least)
{
    if (w->rings_n == RINGS_MOST)
        die("too many rings");
    w->rings[w->rings_n] = (ring){w->points_n, 0};
    for (size_t i = 0; i < part->n; i++)
        add_point(w, part->xy[i][0] - turn, part->xy[i][1]);
    ring *r = &w->rings[w->rings_n];
    if (r->n && s->any.x == 0 && s->any.y == 0)
        s->any = w->points[r->first];
    /* The last point repeats the first. */
    while (r->n > 1 && w->points[r->first].x == w->points[r->first + r->n - 1].x &&
           w->points[r->first].y == w->points[r->first + r->n - 1].y)
        r->n--;
    bool kept = r->n >= 3 && area(w, r) >= area_least;
    w->points_n = kept ? r->first + r->n : r->first;
    w->rings_n += kept;
}

static void add_ring(world *w, shape *s, const arcs *all, const json *indexes, double area_least)
{
    static degrees whole;
    static degrees east;
    static degrees part;
    unwrap(&whole, all, indexes);
    for (int turn = -1; turn <= 1; turn++) {
        clip(&east, &whole, turn * 360.0 - 180, 1);
        clip(&part, &east, turn * 360.0 + 180, -1);
        if (part.n)
            add_part(w, s, &part, turn * 360.0, area_least);
    }
}

static void read_world(world *w, arena *a, const char *path, double area_least)
{
    json *topo = topology(a, path);
    arcs all = read_arcs(a, topo);
    const json *countries = json_get(json_get(topo, "objects"), "countries");
    const json *list = json_get(countries, "geometries");
    for (const json *g = list ? list->first : NULL; g; g = g->next) {
        str id = json_str(g, "id");
        int numeric = id.n ? (int)strtol(str_c(a, id), NULL, 10) : 0;
        if (numeric == ANTARCTICA)
            continue;
        shape *s = &w->shapes[w->shapes_n++];
        *s = (shape){.numeric = numeric, .first = w->rings_n};
        bool many = str_is(json_str(g, "type"), "MultiPolygon");
        const json *polygons = json_get(g, "arcs");
        for (const json *p = polygons ? polygons->first : NULL; p; p = p->next) {
            if (!many) {
                add_ring(w, s, &all, p, area_least);
                continue;
            }
            for (const json *r = p->first; r; r = r->next)
                add_ring(w, s, &all, r, area_least);
        }
        s->n = w->rings_n - s->first;
    }
}

static int by_numeric(const void *a, const void *b)
{
    const shape *x = a;
    const shape *y = b;
    if (x->numeric != y->numeric)
        return x->numeric < y->numeric ? -1 : 1;
    return x->first < y->first ? -1 : 1;
}

static bool drawn(const world *w, int numeric)
{
    for (size_t i = 0; i < w->shapes_n; i++) {
        if (w->shapes[i].numeric == numeric && w->shapes[i].n)
            return true;
    }
    return false;
}

/* The middle of the ring with most points: at this size any point of the land does. */
static point middle(const world *w, const shape *s)
{
    if (s->n == 0)
        return s->any;
    const ring *best = &w->rings[s->first];
    for (size_t i = 0; i < s->n; i++) {
        if (w->rings[s->first + i].n > best->n)
            best = &w->rings[s->first + i];
    }
    long x = 0;
    long y = 0;
    for (size_t i = 0; i < best->n; i++) {
        x += w->points[best->first + i].x;
        y += w->points[best->first + i].y;
    }
    return (point){(int)(x / (long)best->n), (int)(y / (long)best->n)};
}

static void write_table(FILE *out, const world *coarse, const world *fine)
{
    fprintf(out, "/* Written by tools/worldmap.c from world-atlas (Natural Earth, public domain). */\n"
                 "#include \"base/world.h\"\n\nconst int16_t world_points[][2] = {\n");
    for (size_t i = 0; i < coarse->points_n; i++)
        fprintf(out, "{%d,%d},%s", coarse->points[i].x, coarse->points[i].y, i % 12 == 11 ? "\n" : "");
    fprintf(out, "\n};\nconst world_ring world_rings[] = {\n");
    for (size_t i = 0; i < coarse->rings_n; i++)
        fprintf(out, "{%zu,%zu},\n", coarse->rings[i].first, coarse->rings[i].n);
    fprintf(out, "};\nconst world_shape world_shapes[] = {\n");
    for (size_t i = 0; i < coarse->shapes_n; i++) {
        const shape *s = &coarse->shapes[i];
        fprintf(out, "{%d,%zu,%zu},\n", s->numeric, s->first, s->n);
    }
    fprintf(out, "};\nconst size_t world_shapes_n = %zu;\nconst world_dot world_dots[] = {\n",
            coarse->shapes_n);
    size_t dots = 0;
    int last = 0;
    for (size_t i = 0; i < fine->shapes_n; i++) {
        const shape *s = &fine->shapes[i];
        if (s->numeric == 0 || s->numeric == last || drawn(coarse, s->numeric))
            continue;
        point p = middle(fine, s);
        fprintf(out, "{%d,%d,%d},\n", s->numeric, p.x, p.y);
        last = s->numeric;
        dots++;
    }
    fprintf(out, "};\nconst size_t world_dots_n = %zu;\n", dots);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        die("usage: worldmap OUT.c countries-110m.json countries-50m.json");
    arena a = {0};
    world *coarse = ARENA_NEW(&a, world);
    world *fine = ARENA_NEW(&a, world);
    coarse->points = ARENA_NEWS(&a, point, POINTS_MOST);
    fine->points = ARENA_NEWS(&a, point, POINTS_MOST);
    read_world(coarse, &a, argv[2], 0.5);
    read_world(fine, &a, argv[3], 0);
    qsort(coarse->shapes, coarse->shapes_n, sizeof(shape), by_numeric);
    qsort(fine->shapes, fine->shapes_n, sizeof(shape), by_numeric);
    if (coarse->shapes_n < 170 || coarse->points_n < 2000)
        die("the map is not the one that was expected");
    FILE *out = fopen(argv[1], "w");
    if (!out)
        die("the table cannot be written");
    write_table(out, coarse, fine);
    arena_free(&a);
    return fclose(out) == 0 ? 0 : 1;
}
