/* figure_test.c -- the figures: what they draw adds up, covers nothing, and hides nothing unknown. */
#include "../cmocka_all.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bars.h"
#include "base/render.h"
#include "base/sankey.h"
#include "base/sankey_step.h"
#include "base/worldmap.h"

static const view_source claim = {"Supplier's declaration of origin (illustrative)", "", 2026,
                                  "self-declared",
                                  "6be1d1e1ba2fd4c51c2c2f3a6be1d1e1ba2fd4c51c2c2f3a6be1d1e1ba2fd4c5"};
static const view_source both[] = {
    {"Supplier's declaration of origin (illustrative)", "", 2026, "self-declared", ""},
    {"USGS, Mineral Commodity Summaries 2026",          "", 2026, "documented",    ""}
};
static const view_basis said = {&claim, 1, 1};
static const view_basis mixed = {both, 2, 0.61};

/* --- the example: an electric bus's pack, as on the reference page; illustrative --- */

typedef struct example_origin {
    const char *iso3, *level, *material;
    int hue;
    const char *kg;
} example_origin;

static const example_origin origins[] = {
    {"CHL", "low",     "Lithium",   1, "2.0" },
    {"AUS", "low",     "Lithium",   1, "2.0" },
    {"ZAF", "medium",  "Manganese", 2, "4.5" },
    {"GAB", "medium",  "Manganese", 2, "1.0" },
    {"COD", "high",    "Cobalt",    3, "5.0" },
    {"IDN", "high",    "Nickel",    4, "9.0" },
    {"PHL", "medium",  "Nickel",    4, "3.0" },
    {"CHN", "high",    "Graphite",  5, "22.0"},
    {"",    "unknown", "Lithium",   1, "0.6" },
    {"",    "unknown", "Manganese", 2, "2.0" },
    {"",    "unknown", "Cobalt",    3, "3.0" },
    {"",    "unknown", "Nickel",    4, "12.0"},
    {"",    "unknown", "Graphite",  5, "14.0"},
};
#define ORIGINS (sizeof origins / sizeof *origins)

static const view_column origin_columns[] = {
    {"country",  N_("Country"),  VIEW_WORD,    ""  },
    {"material", N_("Material"), VIEW_TEXT,    ""  },
    {"mass_kg",  N_("Mass"),     VIEW_DECIMAL, "kg"},
    {"evidence", N_("Evidence"), VIEW_WORD,    ""  },
};

static view *origin_table(arena *a)
{
    view *t = view_table(a, origin_columns, 4);
    for (size_t i = 0; i < ORIGINS; i++) {
        bool unknown = !*origins[i].iso3;
        view_row(t);
        view_cell(t, unknown ? view_word(a, "", N_("unknown")) : view_country(a, origins[i].iso3));
        view_cell(t, view_text_c(a, origins[i].material));
        view_cell(t, view_decimal(a, origins[i].kg, "kg", unknown ? &mixed : &said));
        view_cell(t, view_evidence(a, unknown ? "assumed" : "self_declared"));
    }
    return t;
}

typedef struct flow {
    sankey s;
    sankey_node nodes[40];
    sankey_link links[80];
    const view *layers[4];
    const view *hues[SANKEY_HUES + 1];
} flow;

static size_t node_of(flow *f, int layer, const view *label, int hue, const char *level)
{
    for (size_t i = 0; i < f->s.nodes_n; i++) {
        if (f->nodes[i].layer == layer && strcmp(view_as_text(f->nodes[i].label), view_as_text(label)) == 0)
            return i;
    }
    f->nodes[f->s.nodes_n] =
        (sankey_node){.layer = layer, .label = label, .hue = hue, .level = level, .href = ""};
    return f->s.nodes_n++;
}

static void link_of(flow *f, size_t from, size_t to, double amount, bool unknown, int hue)
{
    for (size_t i = 0; i < f->s.links_n; i++) {
        sankey_link *l = &f->links[i];
        if (l->from == from && l->to == to && l->unknown == unknown && l->hue == hue) {
            l->amount += amount;
            return;
        }
    }
    f->links[f->s.links_n++] = (sankey_link){from, to, amount, unknown, hue, NULL};
}

static void note_nodes(flow *f, arena *a)
{
    for (size_t i = 0; i < f->s.nodes_n; i++) {
        double in = 0;
        double out = 0;
        for (size_t k = 0; k < f->s.links_n; k++) {
            in += f->links[k].to == i ? f->links[k].amount : 0;
            out += f->links[k].from == i ? f->links[k].amount : 0;
        }
        char text[32];
        snprintf(text, sizeof text, "%.1f", fmax(in, out));
        f->nodes[i].note = view_decimal(a, text, "kg", &mixed);
    }
}

static flow *pack_flow(arena *a)
{
    flow *f = ARENA_NEW(a, flow);
    f->s.nodes = f->nodes;
    f->s.links = f->links;
    f->s.layers = f->layers;
    f->s.layers_n = 4;
    f->s.hues = f->hues;
    size_t product = node_of(f, 3, view_text_c(a, "Battery pack"), 0, "");
    for (size_t i = 0; i < ORIGINS; i++) {
        const example_origin *o = &origins[i];
        bool unknown = !*o->iso3;
        double kg = strtod(o->kg, NULL);
        size_t material = node_of(f, 1, view_text_c(a, o->material), o->hue, "");
        size_t from =
            node_of(f, 0, unknown ? view_word(a, "", N_("Unknown origin")) : view_country(a, o->iso3), 0,
                    unknown ? "" : o->level);
        f->nodes[from].unknown = unknown;
        link_of(f, from, material, kg, unknown, o->hue);
        const char *part = o->hue == 5 ? "Anode material" : "Cathode material";
        size_t component = node_of(f, 2, view_text_c(a, part), 0, "");
        link_of(f, material, component, kg, unknown, o->hue);
        link_of(f, component, product, kg, unknown, 0);
    }
    static const char *const heads[] = {N_("Country of extraction"), N_("Material"), N_("Component"),
                                        N_("Product")};
    for (size_t i = 0; i < 4; i++)
        f->layers[i] = view_word(a, "", heads[i]);
    f->hues[4] = view_word(a, "", N_("traced, coloured by material"));
    f->s.describe = view_say(a, N_("Flow of materials: {share} has no known origin"), "share",
                             view_share(a, 394507, &mixed), (char *)NULL);
    note_nodes(f, a);
    return f;
}

static view *map_figure(arena *a)
{
    static const worldmap_country countries[] = {
        {"CHL", "low"    },
        {"AUS", "low"    },
        {"ZAF", "medium" },
        {"GAB", "medium" },
        {"COD", "high"   },
        {"IDN", "high"   },
        {"PHL", "medium" },
        {"CHN", "high"   },
        {"SGP", "unknown"},
        {"FIN", "unknown"},
    };
    static const struct {
        double latitude, longitude;
        worldmap_shape shape;
        const char *name, *note;
    } places[] = {
        {-10.7, 25.5,  WORLDMAP_MINE,       "Kolwezi, DR Congo",       "cobalt mine"    },
        {-2.8,  122.1, WORLDMAP_PROCESSING, "Morowali, Indonesia",     "nickel smelter" },
        {8.6,   117.4, WORLDMAP_MINE,       "Rio Tuba, Philippines",   "nickel mine"    },
        {-27.2, 22.9,  WORLDMAP_MINE,       "Kalahari, South Africa",  "manganese mine" },
        {-1.6,  13.2,  WORLDMAP_MINE,       "Moanda, Gabon",           "manganese mine" },
        {-23.5, -68.3, WORLDMAP_MINE,       "Salar de Atacama, Chile", "lithium brine"  },
        {-33.9, 116.1, WORLDMAP_MINE,       "Greenbushes, Australia",  "lithium mine"   },
        {47.6,  130.8, WORLDMAP_MINE,       "Luobei, China",           "graphite mine"  },
        {63.8,  23.1,  WORLDMAP_PROCESSING, "Kokkola, Finland",        "cobalt refinery"},
        {51.1,  17.0,  WORLDMAP_FACTORY,    "Wroclaw, Poland",         "cell factory"   },
        {59.9,  10.8,  WORLDMAP_OTHER,      "Oslo, Norway",            "delivery"       },
    };
    size_t n = sizeof places / sizeof *places;
    worldmap_site *sites = ARENA_NEWS(a, worldmap_site, n);
    for (size_t i = 0; i < n; i++)
        sites[i] = (worldmap_site){places[i].latitude,
                                   places[i].longitude,
                                   places[i].shape,
                                   view_text_c(a, places[i].name),
                                   view_text_c(a, places[i].note),
                                   "site?id=x"};
    worldmap *m = ARENA_NEW(a, worldmap);
    *m = (worldmap){
        countries, sizeof countries / sizeof *countries, sites, n,
        view_say(a, N_("Map of the world with {n} sites"), "n", view_int(a, (int64_t)n), (char *)NULL)};
    return view_figure(a, "map", view_say(a, N_("Eleven sites are named"), (char *)NULL), NULL, worldmap_draw,
                       m, origin_table(a));
}

static view *bars_figure(arena *a)
{
    static const int64_t shares[][5] = {
        {394507, 424469, 131086, 49938,  0},
        {130435, 0,      0,      869565, 0},
        {266667, 0,      733333, 0,      0},
        {375000, 0,      625000, 0,      0},
        {500000, 500000, 0,      0,      0},
        {388889, 611111, 0,      0,      0},
    };
    static const char *const names[] = {"Whole pack", "Lithium", "Manganese", "Cobalt", "Nickel", "Graphite"};
    static const char *const kg[] = {"80.1", "4.6", "7.5", "8.0", "24.0", "36.0"};
    bars_series *series = ARENA_NEWS(a, bars_series, BARS_EVIDENCE);
    bars_evidence(series, a);
    bars_row *rows = ARENA_NEWS(a, bars_row, 6);
    for (size_t i = 0; i < 6; i++)
        rows[i] =
            (bars_row){view_text_c(a, names[i]), view_decimal(a, kg[i], "kg", &said), shares[i], i == 0, ""};
    bars *b = ARENA_NEW(a, bars);
    *b = (bars){series, BARS_EVIDENCE, rows, 6,
                view_say(a, N_("Evidence of origin: {share} assumed"), "share", view_share(a, 394507, &mixed),
                         (char *)NULL)};
    return view_figure(a, "bars",
                       view_say(a, N_("Four fifths are assumed or only self-declared"), (char *)NULL),
                       view_say(a, N_("Share of the mass by its best evidence."), (char *)NULL), bars_draw, b,
                       origin_table(a));
}

static view *matrix_figure(arena *a)
{
    static const view_column columns[] = {
        {"material",      N_("Material"),      VIEW_TEXT, ""},
        {"forced_labour", N_("Forced labour"), VIEW_WORD, ""},
        {"child_labour",  N_("Child labour"),  VIEW_WORD, ""},
        {"water",         N_("Water"),         VIEW_WORD, ""},
        {"level",         N_("Overall"),       VIEW_WORD, ""},
    };
    static const char *const rows[][5] = {
        {"Cobalt",  "high",    "high",   "unknown", "high"  },
        {"Nickel",  "high",    "medium", "unknown", "high"  },
        {"Lithium", "unknown", "low",    "medium",  "medium"},
    };
    view *t = view_table(a, columns, 5);
    for (size_t i = 0; i < 3; i++) {
        view_row(t);
        view_cell(t, view_text_c(a, rows[i][0]));
        for (size_t k = 1; k < 5; k++)
            view_cell(t, view_link(view_level(a, rows[i][k]), "#reasons"));
    }
    return view_figure(a, "matrix",
                       view_say(a, N_("Cobalt and nickel are high; unknown is never low"), (char *)NULL),
                       NULL, NULL, NULL, t);
}

static view *pack_view(arena *a)
{
    view *v = view_map(a);
    flow *f = pack_flow(a);
    view_put_label(v, "subject", N_("Subject"), view_ref(a, "product", "local:product/pack", "Battery pack"));
    view_put_label(v, "as_of", N_("As of"), view_date(a, "2026-11-20"));
    view_put_label(v, "unknown_share", N_("Unknown origin"), view_share(a, 394507, &mixed));
    view_put_label(v, "level", N_("Level"), view_level(a, "high"));
    view_put_label(
        v, "flow", N_("Where it comes from"),
        view_figure(a, "sankey",
                    view_say(a, N_("{share} of the minerals has no origin, mostly graphite and nickel"),
                             "share", view_share(a, 394507, &mixed), (char *)NULL),
                    view_say(a, N_("Kilograms per pack, from country to product. Hatch means: not known."),
                             (char *)NULL),
                    sankey_draw, &f->s, origin_table(a)));
    view_put_label(v, "map", N_("The sites of the chain"), map_figure(a));
    view_put_label(v, "matrix", N_("What is at stake"), matrix_figure(a));
    view_put_label(v, "bars", N_("How sure we are"), bars_figure(a));
    view_put_label(v, "origin", N_("Origin"), origin_table(a));
    return v;
}

/* The whole page as it was looked at; AKTSOM_GOLDEN=write writes it anew, to be looked at again. */
static void figures_are_as_they_were_looked_at(void **state)
{
    (void)state;
    static const char path[] = "tests/base/golden/figures.html";
    arena a = {0};
    ak_err err = {0};
    const render_page page = {LANG_EN, "product", "id=local:product/pack"};
    render_sink sink = render_sink_buf(&a);
    assert_int_equal(render_html(&sink, pack_view(&a), &page, &err), AK_OK);
    const char *how = getenv("AKTSOM_GOLDEN");
    if (how && strcmp(how, "write") == 0) {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        assert_int_equal(fwrite(sink.out.p, 1, sink.out.n, out), sink.out.n);
        assert_int_equal(fclose(out), 0);
    }
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    char *golden = arena_alloc(&a, 1 << 20);
    size_t n = fread(golden, 1, (1 << 20) - 1, in);
    fclose(in);
    assert_int_equal(n, sink.out.n);
    assert_memory_equal(golden, sink.out.p, n);
    arena_free(&a);
}

static void every_renderer_takes_every_figure(void **state)
{
    (void)state;
    arena a = {0};
    ak_err err = {0};
    for (int lang = 0; lang < LANGUAGES; lang++) {
        view *v = pack_view(&a);
        render_sink sink = render_sink_buf(&a);
        const render_page page = {(language)lang, "product", ""};
        assert_int_equal(render_html(&sink, v, &page, &err), AK_OK);
        assert_int_equal(render_text(&sink, v, (language)lang, &err), AK_OK);
        assert_int_equal(render_json(&sink, v, (language)lang, &err), AK_OK);
        assert_int_equal(render_csv(&sink, v, "flow", (language)lang, &err), AK_OK);
        assert_int_equal(render_xlsx(&sink, v, (language)lang, &err), AK_OK);
    }
    arena_free(&a);
}

/* --- properties --- */

static uint64_t random_next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static sankey *random_flow(arena *a, uint64_t *seed)
{
    sankey *s = ARENA_NEW(a, sankey);
    size_t layers = 2 + random_next(seed) % 4;
    sankey_node *nodes = ARENA_NEWS(a, sankey_node, 60);
    sankey_link *links = ARENA_NEWS(a, sankey_link, 200);
    size_t first[8] = {0};
    for (size_t layer = 0; layer < layers; layer++) {
        size_t n = 1 + random_next(seed) % 9;
        first[layer] = s->nodes_n;
        for (size_t i = 0; i < n; i++) {
            size_t length = 1 + random_next(seed) % 40;
            char *name = arena_alloc(a, length + 1);
            memset(name, 'a' + (int)(random_next(seed) % 26), length);
            nodes[s->nodes_n++] = (sankey_node){.layer = (int)layer,
                                                .label = view_text_c(a, name),
                                                .level = "",
                                                .note = view_int(a, (int64_t)random_next(seed) % 100000),
                                                .unknown = layer == 0 && i == 0 && random_next(seed) % 2};
        }
    }
    first[layers] = s->nodes_n;
    for (size_t i = first[1]; i < s->nodes_n; i++) {
        size_t n = 1 + random_next(seed) % 3;
        for (size_t k = 0; k < n; k++) {
            size_t from = random_next(seed) % first[(size_t)nodes[i].layer];
            bool unknown = nodes[from].unknown || random_next(seed) % 4 == 0;
            double amount = (double)(1 + random_next(seed) % 1000) / 7;
            links[s->links_n++] = (sankey_link){from, i, amount, unknown, (int)(random_next(seed) % 6), NULL};
        }
    }
    s->nodes = nodes;
    s->links = links;
    s->layers_n = 0;
    return s;
}

static void check_bands(const sankey *s, const sankey_layout *at)
{
    for (size_t i = 0; i < s->nodes_n; i++) {
        const sankey_box *box = &at->boxes[i];
        double in = 0;
        double out = 0;
        for (size_t k = 0; k < s->links_n; k++) {
            const sankey_band *band = &at->bands[k];
            if (s->links[k].from == i) {
                out += band->h;
                assert_true(band->y_from >= box->y - 1e-6 &&
                            band->y_from + band->h <= box->y + box->h + 1e-6);
            }
            if (s->links[k].to == i) {
                in += band->h;
                assert_true(band->y_to >= box->y - 1e-6 && band->y_to + band->h <= box->y + box->h + 1e-6);
                /* The unknown part is below: known bands end above it, unknown ones begin in it. */
                double border = box->y + box->h - box->unknown_h;
                if (s->links[k].unknown)
                    assert_true(band->y_to >= border - 1e-6);
                else
                    assert_true(band->y_to + band->h <= border + 1e-6);
            }
        }
        assert_true(fabs(fmax(in, out) - box->h) < 1e-6);
    }
}

static void check_overlap(const sankey *s, const sankey_layout *at)
{
    for (size_t i = 0; i < s->nodes_n; i++) {
        const sankey_box *p = &at->boxes[i];
        assert_true(p->label_y >= 0 && p->label_y + p->label_h <= at->height + 1e-6);
        assert_true(p->label_y <= p->y + 1e-6 && p->label_y + p->label_h >= p->y + p->h - 1e-6);
        for (size_t k = 0; k < s->nodes_n; k++) {
            const sankey_box *q = &at->boxes[k];
            if (k == i || s->nodes[k].layer != s->nodes[i].layer)
                continue;
            assert_true(p->label_y + p->label_h <= q->label_y + 1e-6 ||
                        q->label_y + q->label_h <= p->label_y + 1e-6);
            if (s->nodes[i].unknown && !s->nodes[k].unknown)
                assert_true(q->y < p->y);
        }
    }
}

/* pages/README.md 5.3: "No label crosses another"; measured in the picture itself. */
static void check_texts(const picture *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const picture_item *t = &p->items[i];
        if (t->kind != PICTURE_TEXT)
            continue;
        double size = picture_text_size(t->classes);
        double w = picture_text_width(t->text, size, picture_text_semibold(t->classes)) +
                   (*t->lead ? picture_text_width(t->lead, size, true) + 4 : 0);
        double left = t->anchor == PICTURE_START    ? t->x
                      : t->anchor == PICTURE_ENDING ? t->x - w
                                                    : t->x - w / 2;
        assert_true(left >= -1 && left + w <= p->width + 1);
        for (size_t k = i + 1; k < p->n; k++) {
            const picture_item *u = &p->items[k];
            if (u->kind != PICTURE_TEXT)
                continue;
            double uw = picture_text_width(u->text, picture_text_size(u->classes),
                                           picture_text_semibold(u->classes)) +
                        (*u->lead ? picture_text_width(u->lead, 14, true) + 4 : 0);
            double u_left = u->anchor == PICTURE_START    ? u->x
                            : u->anchor == PICTURE_ENDING ? u->x - uw
                                                          : u->x - uw / 2;
            bool apart = left + w <= u_left + 0.5 || u_left + uw <= left + 0.5 || fabs(t->y - u->y) >= 14;
            if (!apart)
                fail_msg("'%s %s' covers '%s %s'", t->lead, t->text, u->lead, u->text);
        }
    }
}

static void flows_add_up_cover_nothing_and_keep_the_unknown_below(void **state)
{
    (void)state;
    uint64_t seed = 20261121;
    for (int round = 0; round < 2000; round++) {
        arena a = {0};
        sankey *s = random_flow(&a, &seed);
        sankey_layout at;
        ak_err err = {0};
        assert_int_equal(sankey_place(&at, &a, s, LANG_NB, &err), AK_OK);
        check_bands(s, &at);
        check_overlap(s, &at);
        const picture *p = sankey_draw(&a, s, LANG_NB);
        assert_non_null(p);
        check_texts(p);
        arena_free(&a);
    }
}

static void a_flow_that_leads_nowhere_is_refused(void **state)
{
    (void)state;
    arena a = {0};
    sankey_node nodes[] = {
        {.layer = 0, .level = ""},
        {.layer = 1, .level = ""}
    };
    static const sankey_link wrong[] = {
        {0, 2, 1,           false, 0, NULL},
        {1, 0, 1,           false, 0, NULL},
        {0, 0, 1,           false, 0, NULL},
        {0, 1, 0,           false, 0, NULL},
        {0, 1, (double)NAN, false, 0, NULL},
        {0, 1, -1,          false, 0, NULL},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        sankey s = {.nodes = nodes, .nodes_n = 2, .links = &wrong[i], .links_n = 1};
        sankey_layout at;
        ak_err err = {0};
        assert_int_equal(sankey_place(&at, &a, &s, LANG_EN, &err), AK_E_INPUT);
        assert_string_equal(err.rule->code, "VIEW-005");
        assert_null(sankey_draw(&a, &s, LANG_EN));
    }
    arena_free(&a);
}

/* The largest flow is still drawn, the next larger one is refused. */
static void a_flow_has_its_limits(void **state)
{
    (void)state;
    arena a = {0};
    uint64_t seed = 3;
    sankey_node nodes[SANKEY_NODES_MAX];
    sankey_link links[SANKEY_LINKS_MAX];
    for (size_t i = 0; i < SANKEY_NODES_MAX; i++)
        nodes[i] = (sankey_node){.layer = (int)(i % 3), .label = view_text_c(&a, "node"), .level = ""};
    for (size_t i = 0; i < SANKEY_LINKS_MAX; i++)
        links[i] =
            (sankey_link){random_next(&seed) % 100 * 3, random_next(&seed) % 100 * 3 + 2, 1, false, 0, NULL};
    sankey s = {.nodes = nodes, .nodes_n = SANKEY_NODES_MAX, .links = links, .links_n = SANKEY_LINKS_MAX};
    sankey_layout at;
    ak_err err = {0};
    assert_int_equal(sankey_place(&at, &a, &s, LANG_EN, &err), AK_OK);
    check_bands(&s, &at);
    nodes[2].layer = 3;
    links[0] = (sankey_link){0, 2, 1, false, 0, NULL};
    assert_int_equal(sankey_place(&at, &a, &s, LANG_EN, &err), AK_E_LIMIT);
    assert_string_equal(err.rule->code, "VIEW-006");
    s.nodes_n++;
    assert_int_equal(sankey_place(&at, &a, &s, LANG_EN, &err), AK_E_LIMIT);
    arena_free(&a);
}

/* A drawing of two crossed pairs can be drawn without a crossing. */
static void bands_cross_no_more_than_they_must(void **state)
{
    (void)state;
    arena a = {0};
    static const int layers[] = {0, 0, 0, 1, 1, 1, 2};
    sankey_node nodes[7];
    for (size_t i = 0; i < 7; i++)
        nodes[i] = (sankey_node){.layer = layers[i], .label = NULL, .level = ""};
    static const sankey_link links[] = {
        {0, 5, 1, false, 0, NULL},
        {1, 4, 2, false, 0, NULL},
        {2, 3, 3, false, 0, NULL},
        {3, 6, 3, false, 0, NULL},
        {4, 6, 2, false, 0, NULL},
        {5, 6, 1, false, 0, NULL},
    };
    sankey s = {.nodes = nodes, .nodes_n = 7, .links = links, .links_n = 6};
    sankey_layout at;
    ak_err err = {0};
    assert_int_equal(sankey_place(&at, &a, &s, LANG_EN, &err), AK_OK);
    assert_int_equal(at.crossings, 0);
    arena_free(&a);
}

static void marks_on_a_map_do_not_cover_each_other(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 1000; round++) {
        worldmap_mark marks[WORLDMAP_MARKS_MAX];
        size_t n = 1 + random_next(&seed) % WORLDMAP_MARKS_MAX;
        double spread = (double)(random_next(&seed) % 400);
        for (size_t i = 0; i < n; i++)
            marks[i] = (worldmap_mark){.at_x = 480 + spread * (double)(random_next(&seed) % 1000) / 1000,
                                       .at_y = 10 + spread * (double)(random_next(&seed) % 1000) / 1000};
        worldmap_spread(marks, n, 960, 412);
        for (size_t i = 0; i < n; i++) {
            assert_true(marks[i].x >= WORLDMAP_MARK_RADIUS && marks[i].x <= 960 - WORLDMAP_MARK_RADIUS);
            assert_true(marks[i].y >= WORLDMAP_MARK_RADIUS && marks[i].y <= 412 - WORLDMAP_MARK_RADIUS);
            for (size_t k = i + 1; k < n; k++)
                if (hypot(marks[i].x - marks[k].x, marks[i].y - marks[k].y) < 2 * WORLDMAP_MARK_RADIUS)
                    fail_msg("round %d, %zu marks, spread %.0f: %zu and %zu", round, n, spread, i, k);
        }
    }
}

static void a_text_is_cut_at_whole_signs_to_what_it_may_take(void **state)
{
    (void)state;
    arena a = {0};
    assert_true(picture_text_width("i", 14, false) < picture_text_width("m", 14, false));
    assert_true(picture_text_width("Kobolt", 14, false) < picture_text_width("Kobolt", 14, true));
    const char *cut =
        picture_text_cut(&a, "R\xc3\xb8\xc3\xb8\xc3\xb8\xc3\xb8\xc3\xb8\xc3\xb8", 40, 14, false);
    assert_true(picture_text_width(cut, 14, false) <= 40);
    assert_true(str_utf8_ok(str_of(cut)));
    assert_string_equal(cut + strlen(cut) - 3, "\xe2\x80\xa6");
    assert_string_equal(picture_text_cut(&a, "abc", 400, 14, false), "abc");
    arena_free(&a);
}

static void words_in_a_drawing_are_escaped_and_links_stay_ours(void **state)
{
    (void)state;
    arena a = {0};
    picture *p = picture_new(&a, 100, 50, "<&\">'");
    picture_text_lead(p, -0.04, 1.25, PICTURE_START, "b", "<b>", "<&\">'");
    picture_rect(p, 0, 0, 10, 10, "x\" onload=\"y");
    picture_title(p, "<&\">'");
    picture_link(p, "javascript:alert(1)");
    picture_circle(p, 1, 1, 1, "ink");
    picture_end(p);
    picture_link(p, "product?id=<&\">");
    picture_end(p);
    buf out = buf_new(&a, 0);
    picture_svg(&out, p, "/nb/");
    assert_string_equal(out.p,
                        "<svg viewBox=\"0 0 100 50\" role=\"img\" aria-label=\"&lt;&amp;&quot;&gt;&#39;\">"
                        "<text x=\"0\" y=\"1.2\" class=\"b\"><tspan class=\"b\">&lt;b&gt;</tspan> "
                        "&lt;&amp;&quot;&gt;&#39;</text>"
                        "<rect x=\"0\" y=\"0\" width=\"10\" height=\"10\" class=\"x&quot; onload=&quot;y\">"
                        "<title>&lt;&amp;&quot;&gt;&#39;</title></rect>"
                        "<a href=\"#\"><circle cx=\"1\" cy=\"1\" r=\"1\" class=\"ink\"/></a>"
                        "<a href=\"/nb/product?id=&lt;&amp;&quot;&gt;\"></a></svg>");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_as_they_were_looked_at),
        cmocka_unit_test(every_renderer_takes_every_figure),
        cmocka_unit_test(flows_add_up_cover_nothing_and_keep_the_unknown_below),
        cmocka_unit_test(a_flow_that_leads_nowhere_is_refused),
        cmocka_unit_test(a_flow_has_its_limits),
        cmocka_unit_test(bands_cross_no_more_than_they_must),
        cmocka_unit_test(marks_on_a_map_do_not_cover_each_other),
        cmocka_unit_test(words_in_a_drawing_are_escaped_and_links_stay_ours),
        cmocka_unit_test(a_text_is_cut_at_whole_signs_to_what_it_may_take),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
