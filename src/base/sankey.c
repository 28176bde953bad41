/* sankey.c -- where the nodes and bands of a flow stand.
 *
 *     layer 0        layer 1       layer 2
 *     [A]====\
 *     [B]=====\===[ M ]=========[ P ]
 *     [?]::::::::/[ ::]:::::::::[ ::]     known on top, unknown below
 *
 * A link over more than one layer is cut into steps through empty nodes ("ways"), so that layout knows only
 * links between neighbours.
 */
#include "base/sankey.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/figure_text.h"
#include "base/sankey_step.h"

#define PAGE_WIDTH   960.0
#define TOP          40.0
#define BOTTOM       10.0
#define BANDS_HEIGHT 380.0 /* of the fullest layer */
#define GAP_LEAST    8.0
#define GAP_MOST     34.0
#define LINE_HEIGHT  18.0
#define SIDE_MOST    250.0
#define SIDE_LEAST   30.0
#define SYMBOL_ROOM  34.0 /* between a left label and its node */
#define SWEEPS       12

static ak_code check(const sankey *s, ak_err *err)
{
    if (s->nodes_n > SANKEY_NODES_MAX || s->links_n > SANKEY_LINKS_MAX)
        return ak_fail(err, &VIEW_006, ak_arg_int(SANKEY_NODES_MAX), ak_arg_int(SANKEY_LINKS_MAX));
    for (size_t i = 0; i < s->nodes_n; i++) {
        if (s->nodes[i].layer < 0 || s->nodes[i].layer >= SANKEY_LAYERS_MAX)
            return ak_fail(err, &VIEW_005, ak_arg_int((int64_t)i));
    }
    int steps = 0;
    for (size_t i = 0; i < s->links_n; i++) {
        const sankey_link *l = &s->links[i];
        if (l->from >= s->nodes_n || l->to >= s->nodes_n || !isfinite(l->amount) || l->amount <= 0 ||
            s->nodes[l->from].layer >= s->nodes[l->to].layer)
            return ak_fail(err, &VIEW_005, ak_arg_int((int64_t)i));
        steps += s->nodes[l->to].layer - s->nodes[l->from].layer;
    }
    if (steps > SANKEY_STEPS_MAX)
        return ak_fail(err, &VIEW_006, ak_arg_int(SANKEY_NODES_MAX), ak_arg_int(SANKEY_STEPS_MAX));
    return AK_OK;
}

/* --- steps: every link between neighbouring layers --- */

static size_t way_new(sankey_steps *w, int layer, double amount, bool unknown)
{
    w->nodes[w->nodes_n] = (step_node){
        .layer = layer, .amount = amount, .unknown = unknown ? amount : 0, .last = unknown, .way = true};
    return w->nodes_n++;
}

static void cut_into_steps(sankey_steps *w, const sankey *s)
{
    for (size_t i = 0; i < s->links_n; i++) {
        const sankey_link *l = &s->links[i];
        size_t from = l->from;
        for (int layer = s->nodes[l->from].layer + 1; layer <= s->nodes[l->to].layer; layer++) {
            size_t to = layer == s->nodes[l->to].layer ? l->to : way_new(w, layer, l->amount, l->unknown);
            w->steps[w->steps_n++] =
                (step){.link = i, .from = from, .to = to, .amount = l->amount, .unknown = l->unknown};
            from = to;
        }
    }
}

/* A node is as high as the larger of what comes and what goes; its unknown part is what comes unknown, at
 * the start of a chain what goes unknown. */
static void sum_up(sankey_steps *w, const sankey *s)
{
    double *in = ARENA_NEWS(w->a, double, s->nodes_n);
    double *out = ARENA_NEWS(w->a, double, s->nodes_n);
    double *in_unknown = ARENA_NEWS(w->a, double, s->nodes_n);
    double *out_unknown = ARENA_NEWS(w->a, double, s->nodes_n);
    for (size_t i = 0; i < s->links_n; i++) {
        const sankey_link *l = &s->links[i];
        out[l->from] += l->amount;
        in[l->to] += l->amount;
        if (l->unknown) {
            out_unknown[l->from] += l->amount;
            in_unknown[l->to] += l->amount;
        }
    }
    for (size_t i = 0; i < s->nodes_n; i++) {
        double amount = fmax(in[i], out[i]);
        double unknown = in[i] > 0 ? in_unknown[i] : out_unknown[i];
        w->nodes[i] = (step_node){.layer = s->nodes[i].layer,
                                  .amount = amount,
                                  .last = s->nodes[i].unknown,
                                  .unknown = s->nodes[i].unknown ? amount : unknown};
    }
    w->nodes_n = s->nodes_n;
}

sankey_steps *sankey_steps_of(arena *a, const sankey *s)
{
    sankey_steps *w = ARENA_NEW(a, sankey_steps);
    size_t ways = s->links_n * SANKEY_LAYERS_MAX;
    w->a = a;
    w->nodes = ARENA_NEWS(a, step_node, s->nodes_n + ways);
    w->steps = ARENA_NEWS(a, step, s->links_n + ways);
    sum_up(w, s);
    cut_into_steps(w, s);
    for (size_t i = 0; i < w->nodes_n; i++) {
        if (w->nodes[i].layer >= w->layers_n)
            w->layers_n = w->nodes[i].layer + 1;
    }
    for (int layer = 0; layer < w->layers_n; layer++) {
        w->order[layer] = ARENA_NEWS(a, size_t, w->nodes_n);
        for (size_t i = 0; i < w->nodes_n; i++) {
            if (w->nodes[i].layer == layer)
                w->order[layer][w->count[layer]++] = i;
        }
    }
    return w;
}

/* --- order within the layers --- */

static void number_layer(sankey_steps *w, int layer)
{
    for (size_t i = 0; i < w->count[layer]; i++)
        w->nodes[w->order[layer][i]].place = (double)i;
}

static size_t crossings(const sankey_steps *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->steps_n; i++) {
        const step *p = &w->steps[i];
        for (size_t k = i + 1; k < w->steps_n; k++) {
            const step *q = &w->steps[k];
            if (w->nodes[p->from].layer != w->nodes[q->from].layer)
                continue;
            double from = w->nodes[p->from].place - w->nodes[q->from].place;
            double to = w->nodes[p->to].place - w->nodes[q->to].place;
            n += from * to < 0;
        }
    }
    return n;
}

/* Orders one layer by the mean place of what its nodes are linked to on one side, by amount; the unknown
 * stay last.  Insertion: layers are short and mostly in order already. */
static void by_barycentre(sankey_steps *w, int layer, bool from_left)
{
    for (size_t i = 0; i < w->count[layer]; i++) {
        step_node *n = &w->nodes[w->order[layer][i]];
        n->weight = 0;
        n->sum = 0;
    }
    for (size_t i = 0; i < w->steps_n; i++) {
        const step *p = &w->steps[i];
        step_node *mine = &w->nodes[from_left ? p->to : p->from];
        const step_node *other = &w->nodes[from_left ? p->from : p->to];
        if (mine->layer != layer)
            continue;
        mine->weight += p->amount;
        mine->sum += p->amount * other->place;
    }
    for (size_t i = 0; i < w->count[layer]; i++) {
        step_node *n = &w->nodes[w->order[layer][i]];
        n->centre = (n->weight > 0 ? n->sum / n->weight : n->place) + (n->last ? 1e6 : 0);
    }
    size_t *order = w->order[layer];
    for (size_t i = 1; i < w->count[layer]; i++) {
        size_t node = order[i];
        size_t k = i;
        while (k > 0 && w->nodes[order[k - 1]].centre > w->nodes[node].centre + 1e-9) {
            order[k] = order[k - 1];
            k--;
        }
        order[k] = node;
    }
    number_layer(w, layer);
}

static void keep(sankey_steps *w, size_t **best)
{
    for (int layer = 0; layer < w->layers_n; layer++) {
        if (w->count[layer])
            memcpy(best[layer], w->order[layer], w->count[layer] * sizeof *best[layer]);
    }
}

static void order_layers(sankey_steps *w, sankey_layout *out)
{
    size_t *best[SANKEY_LAYERS_MAX] = {0};
    for (int layer = 0; layer < w->layers_n; layer++) {
        best[layer] = ARENA_NEWS(w->a, size_t, w->count[layer]);
        number_layer(w, layer);
    }
    out->crossings = SIZE_MAX;
    for (int sweep = 0; sweep < SWEEPS && out->crossings; sweep++) {
        for (int layer = 1; layer < w->layers_n; layer++)
            by_barycentre(w, layer, true);
        for (int layer = w->layers_n - 2; layer >= 0; layer--)
            by_barycentre(w, layer, false);
        size_t now = crossings(w);
        if (now >= out->crossings)
            continue;
        out->crossings = now;
        keep(w, best);
    }
    for (int layer = 0; layer < w->layers_n; layer++) {
        for (size_t i = 0; i < w->count[layer]; i++)
            w->order[layer][i] = best[layer] ? best[layer][i] : w->order[layer][i];
        number_layer(w, layer);
    }
}

/* --- heights --- */

static double slot(const sankey_layout *out, const sankey_steps *w, size_t node)
{
    double h = w->nodes[node].amount * out->scale;
    return w->nodes[node].way ? h : fmax(h, w->nodes[node].label_h);
}

static double layer_height(const sankey_layout *out, const sankey_steps *w, int layer, double gap)
{
    double sum = 0;
    for (size_t i = 0; i < w->count[layer]; i++)
        sum += slot(out, w, w->order[layer][i]) + (i ? gap : 0);
    return sum;
}

static void place_nodes(sankey_layout *out, sankey_steps *w)
{
    double fullest = 0;
    double height = 0;
    for (int layer = 0; layer < w->layers_n; layer++) {
        double sum = 0;
        for (size_t i = 0; i < w->count[layer]; i++)
            sum += w->nodes[w->order[layer][i]].amount;
        fullest = fmax(fullest, sum);
    }
    out->scale = fullest > 0 ? BANDS_HEIGHT / fullest : 0;
    /* A node two lines high has room for name and amount. */
    for (size_t i = 0; i < w->nodes_n; i++)
        w->nodes[i].label_h = w->nodes[i].amount * out->scale >= 2 * LINE_HEIGHT || w->nodes[i].last
                                  ? 2 * LINE_HEIGHT
                                  : LINE_HEIGHT;
    for (int layer = 0; layer < w->layers_n; layer++)
        height = fmax(height, layer_height(out, w, layer, GAP_LEAST));
    for (int layer = 0; layer < w->layers_n; layer++) {
        double free = height - layer_height(out, w, layer, 0);
        double gap = w->count[layer] > 1 ? fmin(free / (double)(w->count[layer] - 1), GAP_MOST) : 0;
        double y = TOP + (height - layer_height(out, w, layer, gap)) / 2;
        for (size_t i = 0; i < w->count[layer]; i++) {
            step_node *n = &w->nodes[w->order[layer][i]];
            double room = slot(out, w, w->order[layer][i]);
            n->h = n->amount * out->scale;
            n->y = y + (room - n->h) / 2;
            n->slot_y = y;
            n->slot_h = room;
            y += room + gap;
        }
    }
    out->height = TOP + height + BOTTOM;
}

/* Steps at a node: known before unknown, then by the place at the other end. */
typedef struct port {
    size_t step;
    bool unknown;
    double place;
} port;

static int by_port(const void *a, const void *b)
{
    const port *p = a;
    const port *q = b;
    if (p->unknown != q->unknown)
        return p->unknown ? 1 : -1;
    if (p->place < q->place || p->place > q->place)
        return p->place < q->place ? -1 : 1;
    return p->step < q->step ? -1 : 1;
}

static void stack_ports(sankey_layout *out, sankey_steps *w, size_t node, bool leaving, port *ports)
{
    size_t n = 0;
    for (size_t i = 0; i < w->steps_n; i++) {
        const step *p = &w->steps[i];
        if ((leaving ? p->from : p->to) == node)
            ports[n++] = (port){i, p->unknown, w->nodes[leaving ? p->to : p->from].place};
    }
    qsort(ports, n, sizeof *ports, by_port);
    double y = w->nodes[node].y;
    double below = w->nodes[node].y + w->nodes[node].h;
    for (size_t i = 0; i < n; i++) {
        if (ports[i].unknown)
            below -= w->steps[ports[i].step].amount * out->scale;
    }
    for (size_t i = 0; i < n; i++) {
        step *p = &w->steps[ports[i].step];
        /* The unknown ones fill the node from below. */
        if (ports[i].unknown && (i == 0 || !ports[i - 1].unknown))
            y = fmax(y, below);
        *(leaving ? &p->y_from : &p->y_to) = y;
        y += p->amount * out->scale;
    }
}

static double side_margin(arena *a, const sankey *s, int layer, language lang)
{
    double widest = SIDE_LEAST;
    for (size_t i = 0; i < s->nodes_n; i++) {
        if (s->nodes[i].layer != layer)
            continue;
        double name = picture_text_width(figure_text(a, s->nodes[i].label, lang), 14, true);
        double note = picture_text_width(figure_text(a, s->nodes[i].note, lang), 14, false);
        widest = fmax(widest, name + note + 6);
    }
    return fmin(widest + SYMBOL_ROOM, SIDE_MOST);
}

ak_code sankey_place(sankey_layout *out, arena *a, const sankey *s, language lang, ak_err *err)
{
    AK_TRY(check(s, err));
    sankey_steps *w = sankey_steps_of(a, s);
    *out = (sankey_layout){.width = PAGE_WIDTH};
    out->boxes = ARENA_NEWS(a, sankey_box, s->nodes_n);
    out->bands = ARENA_NEWS(a, sankey_band, s->links_n);
    if (w->layers_n == 0) {
        out->height = TOP + BOTTOM;
        return AK_OK;
    }
    order_layers(w, out);
    place_nodes(out, w);
    port *ports = ARENA_NEWS(a, port, w->steps_n);
    for (size_t i = 0; i < w->nodes_n; i++) {
        stack_ports(out, w, i, true, ports);
        stack_ports(out, w, i, false, ports);
    }
    out->left = side_margin(a, s, 0, lang);
    out->right = side_margin(a, s, w->layers_n - 1, lang);
    double span = PAGE_WIDTH - out->left - out->right - SANKEY_NODE_WIDTH;
    for (size_t i = 0; i < w->nodes_n; i++) {
        step_node *n = &w->nodes[i];
        n->x = out->left + (w->layers_n > 1 ? span * n->layer / (w->layers_n - 1) : 0);
        if (i < s->nodes_n)
            out->boxes[i] = (sankey_box){n->x, n->y, n->h, n->unknown * out->scale, n->slot_y, n->slot_h};
    }
    for (size_t i = 0; i < w->steps_n; i++) {
        const step *p = &w->steps[i];
        sankey_band *band = &out->bands[p->link];
        band->h = p->amount * out->scale;
        if (p->from == s->links[p->link].from)
            band->y_from = p->y_from;
        if (p->to == s->links[p->link].to)
            band->y_to = p->y_to;
    }
    out->steps = w;
    return AK_OK;
}
