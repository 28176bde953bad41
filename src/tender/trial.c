/* trial.c -- a tender with other figures. */
#include "tender/trial.h"

#include <string.h>

#define PERCENT_SCALE 7 /* billionths as per cent */
#define FIGURE_SCALE  12

/* What is being listed. */
typedef struct lister {
    ctx *c;
    const tender *t;
    const char *part_no;
    trial *out;
    size_t cap;
} lister;

/* ---- Texts as forms take them ---- */

static const char *number_text(const lister *l, decimal d)
{
    char text[DECIMAL_TEXT_BYTES];
    char *out = arena_text(l->c->a, decimal_text(text, decimal_trim(d)));
    for (char *p = out; *p && l->c->lang != LANG_EN; p++)
        *p = *p == '.' ? ',' : *p;
    return out;
}

static const char *percent_text(const lister *l, int64_t ppb)
{
    return number_text(l, (decimal){ppb, PERCENT_SCALE});
}

static const char *steps_text(const lister *l, const tender_criterion *k)
{
    buf b = buf_new(l->c->a, 0);
    for (size_t i = 0; i < k->steps_n; i++)
        buf_printf(&b, "%s%s: %s", i ? "; " : "", number_text(l, k->steps[i].at_least),
                   percent_text(l, k->steps[i].points_ppb));
    return b.n ? b.p : "";
}

/* ---- What can be tried ---- */

static void add(lister *l, const char *name, trial_kind kind, size_t index, const char *symbol,
                const char *stated)
{
    trial *t = l->out;
    if (t->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 32;
        trial_field *more = ARENA_NEWS(l->c->a, trial_field, l->cap);
        if (t->n)
            memcpy(more, t->fields, t->n * sizeof *more);
        t->fields = more;
    }
    t->fields[t->n++] = (trial_field){
        .name = name, .kind = kind, .index = index, .unit = symbol, .stated = stated, .tried = stated};
}

static void add_of(lister *l, const tender_criterion *k, const char *what, trial_kind kind,
                   const char *symbol, const char *stated)
{
    size_t index = (size_t)(k - l->t->criteria);
    add(l, arena_printf(l->c->a, "%s.%s", k->code, what), kind, index, symbol, stated);
}

static void add_criterion(lister *l, const tender_criterion *k)
{
    const unit *u = k->unit_text[0] ? unit_find(str_of(k->unit_text)) : NULL;
    const char *symbol = u ? u->symbol : k->unit_text;
    if (k->weight_ppb >= 0)
        add_of(l, k, "weight", TRIAL_WEIGHT, "%", percent_text(l, k->weight_ppb));
    if (k->points_max.said)
        add_of(l, k, "points_max", TRIAL_POINTS_MAX, "", number_text(l, k->points_max.n));
    if (k->low_point.said)
        add_of(l, k, "low_point", TRIAL_LOW_POINT, symbol, number_text(l, k->low_point.n));
    if (k->high_point.said)
        add_of(l, k, "high_point", TRIAL_HIGH_POINT, symbol, number_text(l, k->high_point.n));
    if (k->surcharge.said)
        add_of(l, k, "surcharge", TRIAL_SURCHARGE, k->surcharge.m.currency->code,
               number_text(l, money_decimal(k->surcharge.m)));
    if (k->steps_n > 0)
        add_of(l, k, "steps", TRIAL_STEPS, symbol, steps_text(l, k));
}

static void add_cost(lister *l, size_t i)
{
    const tender_cost *r = &l->t->costs[i];
    bool path = r->year > 0;
    for (size_t k = 0; k < i && path; k++) /* a path once, at its first year */
        if (l->t->costs[k].year > 0 && strcmp(l->t->costs[k].cost_kind, r->cost_kind) == 0 &&
            strcmp(l->t->costs[k].item, r->item) == 0)
            return;
    if (!r->value.said)
        return;
    const char *item = r->item[0] ? arena_printf(l->c->a, "/%s", r->item) : "";
    const char *name = arena_printf(l->c->a, "%s%s%s", r->cost_kind, item, path ? "/%" : "");
    if (path)
        add(l, name, TRIAL_PATH, i, "%", "100");
    else
        add(l, name, TRIAL_COST, i, r->value.unit ? r->value.unit->symbol : r->value.unit_text,
            number_text(l, r->value.n));
}

static void list_all(lister *l)
{
    for (size_t i = 0; i < l->t->criteria_n; i++) {
        const tender_criterion *k = &l->t->criteria[i];
        if (!l->part_no[0] || !k->part_no[0] || strcmp(k->part_no, l->part_no) == 0)
            add_criterion(l, k);
    }
    for (size_t i = 0; i < l->t->costs_n; i++)
        add_cost(l, i);
}

/* ---- What is tried ---- */

static bool read_number(decimal *out, str text)
{
    text = str_trim(text);
    decimal_dialect how = {.comma = memchr(text.p, ',', text.n) && !memchr(text.p, '.', text.n)};
    return text.n > 0 && decimal_read(out, text, how, NULL) == AK_OK;
}

/* 0 .. most per cent as billionths. */
static bool read_percent(int64_t *out, str text, int64_t most)
{
    decimal d;
    text = str_trim(text);
    if (str_ends(text, "%"))
        text.n--;
    return read_number(&d, text) && decimal_sign(d) >= 0 &&
           decimal_scaled(out, decimal_trim(d), PERCENT_SCALE, NULL) == AK_OK && *out <= most;
}

static bool read_steps(tender_criterion *k, arena *a, str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == ';';
    tender_step *steps = ARENA_NEWS(a, tender_step, n + 1);
    n = 0;
    while (text.n) {
        str share = str_trim(str_cut(&text, ';'));
        if (!share.n)
            continue;
        str from = str_cut(&share, ':');
        if (!read_number(&steps[n].at_least, from) ||
            !read_percent(&steps[n].points_ppb, share, INT64_C(1000000000)))
            return false;
        n++;
    }
    k->steps = steps;
    k->steps_n = n;
    return n > 0;
}

static bool try_amount(tender_criterion *k, str text)
{
    decimal d;
    return read_number(&d, text) && decimal_scaled(&k->surcharge.m.minor, decimal_trim(d),
                                                   (int)k->surcharge.m.currency->exponent, NULL) == AK_OK;
}

static bool scale_number(tender_number *n, int64_t ppb)
{
    return !n->said ||
           decimal_mul_ratio(&n->n, NULL, n->n, ppb, INT64_C(1000000000), FIGURE_SCALE, NULL) == AK_OK;
}

static bool try_path(tender_cost *costs, size_t n, const tender_cost *first, str text)
{
    int64_t ppb = 0;
    if (!read_percent(&ppb, text, INT64_C(100000000000)))
        return false;
    for (size_t i = 0; i < n; i++) {
        tender_cost *r = &costs[i];
        if (r->year > 0 && strcmp(r->cost_kind, first->cost_kind) == 0 && strcmp(r->item, first->item) == 0 &&
            !(scale_number(&r->value, ppb) && scale_number(&r->low, ppb) && scale_number(&r->high, ppb)))
            return false;
    }
    return true;
}

static bool try_one(tender_criterion *criteria, tender_cost *costs, const lister *l, const trial_field *f,
                    str text)
{
    tender_criterion *k = f->kind < TRIAL_COST ? &criteria[f->index] : NULL;
    switch (f->kind) {
    case TRIAL_WEIGHT:
        return read_percent(&k->weight_ppb, text, INT64_C(1000000000));
    case TRIAL_POINTS_MAX:
        return read_number(&k->points_max.n, text);
    case TRIAL_LOW_POINT:
        return read_number(&k->low_point.n, text);
    case TRIAL_HIGH_POINT:
        return read_number(&k->high_point.n, text);
    case TRIAL_SURCHARGE:
        return try_amount(k, text);
    case TRIAL_STEPS:
        return read_steps(k, l->c->a, text);
    case TRIAL_COST:
        return read_number(&costs[f->index].value.n, text);
    case TRIAL_PATH:
        return try_path(costs, l->t->costs_n, &l->t->costs[f->index], text);
    }
    return false;
}

static trial_field *field_named(const trial *t, const char *name)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->fields[i].name, name) == 0)
            return &t->fields[i];
    return NULL;
}

static ak_code try_all(lister *l, tender_criterion *criteria, tender_cost *costs, const args *a, ak_err *err)
{
    trial *t = l->out;
    for (size_t i = 0; args_get_nth(a, "set", i); i++) {
        const char *name = args_get_nth(a, "set", i);
        const char *to = args_get_nth(a, "to", i);
        trial_field *f = field_named(t, name);
        if (!f)
            return ak_fail(err, &TEND_145, name);
        str text = str_trim(str_of(to));
        if (!text.n || str_is(text, f->stated))
            continue;
        f->tried = str_c(l->c->a, text);
        if (!try_one(criteria, costs, l, f, text))
            return ak_fail(err, &TEND_146, f->tried, name);
        f->is_tried = true;
        t->tried_n++;
    }
    return AK_OK;
}

ak_code trial_of(trial *out, ctx *c, const tender *t, const char *part_no, const args *a, ak_err *err)
{
    *out = (trial){.stated = t, .tried = ARENA_NEW(c->a, tender)};
    lister l = {.c = c, .t = t, .part_no = part_no, .out = out};
    tender_criterion *criteria = ARENA_NEWS(c->a, tender_criterion, t->criteria_n + 1);
    tender_cost *costs = ARENA_NEWS(c->a, tender_cost, t->costs_n + 1);
    if (t->criteria_n)
        memcpy(criteria, t->criteria, t->criteria_n * sizeof *criteria);
    if (t->costs_n)
        memcpy(costs, t->costs, t->costs_n * sizeof *costs);
    *out->tried = *t;
    out->tried->criteria = criteria;
    out->tried->costs = costs;
    list_all(&l);
    return try_all(&l, criteria, costs, a, err);
}
