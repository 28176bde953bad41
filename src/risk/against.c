/* against.c -- risk against evidence: everything that is judged, by its level and by how well it is shown. */
#include "risk/against.h"

#include "risk/evidence.h"
#include "risk/product_figures.h"

#define PART_LEAST 0.01 /* the model's own first band: less of a node counts nowhere */

static void add(against *x, against_entry e)
{
    x->rows = arena_room(x->a, x->rows, x->n, &x->cap, sizeof *x->rows);
    x->rows[x->n++] = e;
}

/* ---- Materials of products ---- */

void against_add_picture(against *x, const risk_picture *p)
{
    size_t first = x->n;
    for (size_t i = 0; i < p->nodes_n; i++) {
        const picture_node *n = &p->nodes[i];
        double parts[EVIDENCE_PARTS];
        size_t before = x->n;
        if (!picture_node_is_row(n))
            continue;
        picture_node_evidence(parts, n);
        parts[0] += parts[EVIDENCE_PARTS - 1]; /* nobody says: no better than assumed */
        for (int k = 0; k < EVIDENCE_PARTS - 1; k++) {
            if (parts[k] >= PART_LEAST)
                add(x, (against_entry){.id = p->subject.canon_id,
                                       .material = n->material_id,
                                       .name = n->material_name,
                                       .stage = n->picture.stage,
                                       .level = n->picture.level,
                                       .evidence = k + 1});
        }
        if (x->n == before)
            continue;
        x->judged++;
        for (size_t k = before; k < x->n; k++)
            x->rows[k].part = x->n - before > 1;
    }
    if (x->n > first)
        return;
    add(x, (against_entry){.id = p->subject.canon_id,
                           .name = p->subject.name,
                           .whole = true,
                           .level = p->level,
                           .evidence = EVIDENCE_ASSUMED});
    x->judged++;
}

/* ---- Parties ---- */

ak_code against_add_parties(against *x, ctx *c, risk_world *w, ak_err *err)
{
    suppliers *s = NULL;
    evidence_index *looked = NULL;
    AK_TRY(suppliers_load(&s, c, w, err));
    AK_TRY(evidence_index_load(&looked, c, w, err));
    const bought *b = suppliers_bought(s);
    for (size_t i = 0; i < b->parties_n; i++) {
        const bought_party *p = &b->parties[i];
        place_node nodes[PLACE_NODES_MOST];
        if (!p->listed)
            continue;
        size_t n = suppliers_nodes(nodes, s, p, b->codes + p->codes, p->codes_n);
        for (size_t k = 0; k < n; k++) {
            int best = evidence_index_best(looked, p->id, nodes[k].stage);
            add(x, (against_entry){.id = p->id.p,
                                   .name = str_c(x->a, p->name),
                                   .tier = nodes[k].tier,
                                   .stage = nodes[k].stage,
                                   .level = suppliers_summary(s, &nodes[k], c->year)->level,
                                   .evidence = best ? best : EVIDENCE_ASSUMED});
            x->judged++;
        }
    }
    return AK_OK;
}

/* ---- What is urgent ---- */

bool against_is_urgent(risk_level level, int shown)
{
    return (level == RISK_HIGH || level == RISK_UNKNOWN) && shown <= EVIDENCE_SELF_DECLARED;
}

static bool one_thing(const against_entry *a, const against_entry *b)
{
    return a->id == b->id && a->material == b->material && a->stage == b->stage && a->tier == b->tier;
}

size_t against_urgent(const against *x)
{
    size_t n = 0;
    bool counted = false;
    for (size_t i = 0; i < x->n; i++) {
        const against_entry *e = &x->rows[i];
        counted &= i > 0 && one_thing(e, e - 1);
        bool urgent = against_is_urgent(e->level, e->evidence);
        n += urgent && !counted;
        counted |= urgent;
    }
    return n;
}
