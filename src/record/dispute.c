/* dispute.c -- voices that differ, and which of them a figure takes (D7). */
#include "record/dispute.h"

#include <string.h>

#include "base/decimal.h"
#include "base/json.h"
#include "record/rules.h"
#include "record/state.h"
#include "record/value.h"

int dispute_order(const dispute_row *a, const dispute_row *b)
{
    if (a->evidence != b->evidence)
        return a->evidence > b->evidence ? -1 : 1;
    if (a->direct != b->direct)
        return a->direct ? -1 : 1;
    int later = strcmp(b->said_on, a->said_on);
    if (later != 0)
        return later;
    int leaf = a->leaf && b->leaf ? memcmp(a->leaf, b->leaf, 32) : 0;
    return leaf ? leaf : a->sid < b->sid ? -1 : a->sid > b->sid;
}

size_t dispute_choose(const dispute_row *rows, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (dispute_order(&rows[i], &rows[best]) < 0)
            best = i;
    return best;
}

/* "0.50" and "0.5" say the same; everything else by its one form. */
static bool same_value(arena *a, const field *f, const json *x, const json *y)
{
    const char *unit_x = "", *unit_y = "";
    const char *text_x = value_write(a, f, x, &unit_x), *text_y = value_write(a, f, y, &unit_y);
    decimal p = {0}, q = {0};
    bool number = f->type == FIELD_DECIMAL || f->type == FIELD_SHARE;
    if (number && decimal_read_plain(&p, str_of(text_x), NULL) == AK_OK &&
        decimal_read_plain(&q, str_of(text_y), NULL) == AK_OK)
        return decimal_cmp(p, q) == 0 && strcmp(unit_x, unit_y) == 0;
    return strcmp(text_x, text_y) == 0 && strcmp(unit_x, unit_y) == 0;
}

typedef struct gathered {
    dispute *rows;
    size_t n, cap;
} gathered;

static dispute *add(gathered *g, arena *a)
{
    g->rows = arena_room(a, g->rows, g->n, &g->cap, sizeof *g->rows);
    return &g->rows[g->n++];
}

static const char *shown_text(arena *a, const field *f, const json *v)
{
    const char *unit_word = "";
    const char *text = value_write(a, f, v, &unit_word);
    return unit_word[0] ? arena_printf(a, "%s %s", text, unit_word) : text;
}

/* One field of statements that stand side by side, the preferred first. */
static void compare_field(gathered *g, ctx *c, int fam, size_t at, const state_statement *s,
                          const json *const *words, size_t n)
{
    const field *f = &families[fam].fields[at];
    const json *first = NULL;
    bool differs = false;
    size_t filled = 0;
    for (size_t i = 0; i < n; i++) {
        const json *v = words[i] ? json_get(words[i], f->name) : NULL;
        if (!v)
            continue;
        filled++;
        if (!first)
            first = v;
        else
            differs = differs || !same_value(c->a, f, first, v);
    }
    if (!differs)
        return;
    dispute *d = add(g, c->a);
    *d = (dispute){.family = fam,
                   .subject = s[0].subject,
                   .field = f->name,
                   .values = ARENA_NEWS(c->a, dispute_value, filled)};
    for (size_t i = 0; i < n; i++) {
        const json *v = words[i] ? json_get(words[i], f->name) : NULL;
        if (!v)
            continue;
        d->values[d->n] = (dispute_value){.statement = arena_text(c->a, s[i].leaf),
                                          .by = s[i].by,
                                          .direct = s[i].direct,
                                          .evidence = s[i].evidence,
                                          .on = s[i].on,
                                          .text = shown_text(c->a, f, v),
                                          .chosen = d->n == 0};
        d->n++;
    }
}

static ak_code disputes_in(gathered *g, ctx *c, int64_t canon, int fam, ak_err *err)
{
    state_statement *s = NULL;
    size_t n = 0;
    AK_TRY(state_standing(&s, &n, c, canon, fam, err));
    if (n < 2)
        return AK_OK;
    const json **words = ARENA_NEWS(c->a, const json *, n);
    for (size_t i = 0; i < n; i++)
        AK_TRY(state_words(&words[i], c, &s[i], err));
    for (size_t at = 0; at < families[fam].n; at++)
        if (families[fam].fields[at].parent < 0 && families[fam].fields[at].type != FIELD_ID)
            compare_field(g, c, fam, at, s, words, n);
    return AK_OK;
}

ak_code disputes_of(dispute **out, size_t *n_out, ctx *c, const char *subject_id, ak_err *err)
{
    state_subject subject = {0};
    gathered g = {0};
    AK_TRY(state_subject_by_id(&subject, c, subject_id, err));
    for (size_t fam = 0; fam < families_n; fam++)
        AK_TRY(disputes_in(&g, c, subject.canon, (int)fam, err));
    *out = g.rows;
    *n_out = g.n;
    return AK_OK;
}
