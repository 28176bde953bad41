/* sankey_draw.c -- a placed flow as a picture: bands, nodes, labels, key. */
#include "base/sankey.h"

#include <stdio.h>
#include <string.h>

#include "base/figure_text.h"
#include "base/sankey_step.h"

#define LABEL_GAP   8.0
#define SYMBOL_SIZE 11.0

static const char *const band_known[] = {"rib f-mix", "rib f-li", "rib f-mn",
                                         "rib f-co",  "rib f-ni", "rib f-gr"};
static const char *const band_unknown[] = {"rib h-grey", "rib h-li", "rib h-mn",
                                           "rib h-co",   "rib h-ni", "rib h-gr"};
static const char *const node_known[] = {"ink", "f-li", "f-mn", "f-co", "f-ni", "f-gr"};

static int hue_of(int hue)
{
    return hue >= 0 && hue <= SANKEY_HUES ? hue : 0;
}

static const char *level_classes(const char *level)
{
    static const char *const classes[][2] = {
        {"high",    "f-high out"   },
        {"medium",  "f-medium out" },
        {"low",     "f-low out"    },
        {"unknown", "f-unknown out"},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (strcmp(classes[i][0], level) == 0)
            return classes[i][1];
    }
    return "ink";
}

static void draw_band(picture *p, const sankey *s, const sankey_layout *at, const step *t, language lang)
{
    const sankey_link *l = &s->links[t->link];
    double x1 = at->steps->nodes[t->from].x + (at->steps->nodes[t->from].way ? 0 : SANKEY_NODE_WIDTH);
    double x2 = at->steps->nodes[t->to].x;
    double middle = (x1 + x2) / 2;
    double h = t->amount * at->scale;
    picture_path(p, (l->unknown ? band_unknown : band_known)[hue_of(l->hue)]);
    picture_move(p, x1, t->y_from);
    picture_curve(p, middle, t->y_from, middle, t->y_to, x2, t->y_to);
    picture_line(p, x2, t->y_to + h);
    picture_curve(p, middle, t->y_to + h, middle, t->y_from + h, x1, t->y_from + h);
    picture_close(p);
    const char *title = figure_text(p->a, l->title, lang);
    if (*title)
        picture_title(p, title);
}

static void draw_node(picture *p, const sankey_node *n, const sankey_box *box)
{
    double known = box->h - box->unknown_h;
    if (known > 0.05)
        picture_rect(p, box->x, box->y, SANKEY_NODE_WIDTH, known,
                     *n->level && !n->unknown ? level_classes(n->level) : node_known[hue_of(n->hue)]);
    if (box->unknown_h > 0.05)
        picture_rect(p, box->x, box->y + known, SANKEY_NODE_WIDTH, box->unknown_h, "f-unknown out");
}

/* One line, or name over note where the slot has room. The amount goes before the name is cut: it stands in
 * the table under the figure. */
static void draw_label(picture *p, const sankey_node *n, const sankey_box *box, double x,
                       picture_anchor anchor, double room, language lang)
{
    arena *a = p->a;
    const char *name = figure_text(a, n->label, lang);
    const char *note = figure_text(a, n->note, lang);
    bool inside = anchor == PICTURE_START;
    double middle = box->label_y + box->label_h / 2;
    if (box->label_h >= 36 && *note) {
        picture_text(p, x, middle - 4, anchor, inside ? "b halo" : "b",
                     picture_text_cut(a, name, room, 14, true));
        picture_text(p, x, middle + 14, anchor, inside ? "halo" : "m",
                     picture_text_cut(a, note, room, 14, false));
        return;
    }
    double note_width = *note ? picture_text_width(note, 14, false) + 6 : 0;
    if (picture_text_width(name, 14, true) + note_width > room)
        picture_text(p, x, middle + 5, anchor, inside ? "b halo" : "b",
                     picture_text_cut(a, name, room, 14, true));
    else
        picture_text_lead(p, x, middle + 5, anchor, inside ? "halo" : "", name, note);
}

static void draw_labels(picture *p, const sankey *s, const sankey_layout *at, language lang)
{
    int last = at->steps->layers_n - 1;
    double across = last > 0 ? (at->width - at->left - at->right - SANKEY_NODE_WIDTH) / last : at->width;
    for (size_t i = 0; i < s->nodes_n; i++) {
        const sankey_node *n = &s->nodes[i];
        const sankey_box *box = &at->boxes[i];
        bool linked = n->href && *n->href;
        if (linked)
            picture_link(p, n->href);
        if (n->layer == 0) {
            bool symbol = *n->level && !n->unknown;
            if (symbol)
                picture_symbol(p, box->x - LABEL_GAP - SYMBOL_SIZE - 1, box->label_y + box->label_h / 2 - 5.5,
                               SYMBOL_SIZE, "ink", arena_printf(p->a, "i-%s", n->level));
            double x = box->x - LABEL_GAP - (symbol ? SYMBOL_SIZE + 8 : 0);
            draw_label(p, n, box, x, PICTURE_ENDING, x - 2, lang);
        } else {
            double room =
                n->layer == last ? at->right - LABEL_GAP - 2 : across - SANKEY_NODE_WIDTH - 2 * LABEL_GAP;
            draw_label(p, n, box, box->x + SANKEY_NODE_WIDTH + LABEL_GAP, PICTURE_START, room, lang);
        }
        if (linked)
            picture_end(p);
    }
}

static void draw_headings(picture *p, const sankey *s, const sankey_layout *at, language lang)
{
    for (size_t i = 0; s->layers && i < s->layers_n && (int)i < at->steps->layers_n; i++) {
        const char *text = figure_word(p->a, s->layers[i], lang);
        double across = at->steps->layers_n > 1 ? (at->width - at->left - at->right - SANKEY_NODE_WIDTH) /
                                                      (at->steps->layers_n - 1)
                                                : at->width;
        double x = at->left + across * (double)i;
        bool first = i == 0;
        bool final = (int)i == at->steps->layers_n - 1;
        double room = first   ? at->left + SANKEY_NODE_WIDTH
                      : final ? at->right + SANKEY_NODE_WIDTH
                              : across - 8;
        picture_text(p, first ? x + SANKEY_NODE_WIDTH : x, 18, first ? PICTURE_ENDING : PICTURE_START, "h",
                     picture_text_cut(p->a, text, room, 13, true));
    }
}

static void draw_key(picture *p, const sankey *s, language lang)
{
    for (int hue = 0; s->hues && hue <= SANKEY_HUES; hue++) {
        if (s->hues[hue])
            picture_rect(picture_key(p, figure_word(p->a, s->hues[hue], lang)), 0, 0, 24, 16,
                         band_known[hue]);
    }
    bool unknown = false;
    bool seen[4] = {false};
    static const char *const levels[] = {"high", "medium", "low", "unknown"};
    for (size_t i = 0; i < s->links_n; i++)
        unknown = unknown || s->links[i].unknown;
    for (size_t i = 0; i < s->nodes_n; i++) {
        for (size_t k = 0; k < 4; k++)
            seen[k] = seen[k] || (strcmp(s->nodes[i].level, levels[k]) == 0 && !s->nodes[i].unknown);
    }
    if (unknown)
        picture_rect(picture_key(p, tr(lang, N_("Unknown origin, all the way through"))), 0.5, 0.5, 23, 15,
                     "h-grey out");
    for (size_t k = 0; k < 4; k++) {
        if (!seen[k])
            continue;
        view *risk = view_say(p->a, N_("Risk: {level}"), "level", view_level(p->a, levels[k]), (char *)NULL);
        picture_symbol(picture_key(p, figure_text(p->a, risk, lang)), 6, 2, 12, "ink",
                       arena_printf(p->a, "i-%s", levels[k]));
    }
}

const picture *sankey_draw(arena *a, const void *data, language lang)
{
    const sankey *s = data;
    sankey_layout at;
    ak_err err = {0};
    if (sankey_place(&at, a, s, lang, &err) != AK_OK || s->nodes_n == 0)
        return NULL;
    picture *p = picture_new(a, at.width, at.height, figure_text(a, s->describe, lang));
    draw_headings(p, s, &at, lang);
    /* Unknown bands lie under known ones where they cross: hatch would hide a thin known band. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < at.steps->steps_n; i++) {
            if (at.steps->steps[i].unknown == (pass == 0))
                draw_band(p, s, &at, &at.steps->steps[i], lang);
        }
    }
    for (size_t i = 0; i < s->nodes_n; i++)
        draw_node(p, &s->nodes[i], &at.boxes[i]);
    draw_labels(p, s, &at, lang);
    draw_key(p, s, lang);
    return p;
}
