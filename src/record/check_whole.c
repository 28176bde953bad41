/* check_whole.c -- what only shows when rows are held against each other, or a value against its attribute.
 *
 * Weights of criteria that come in one file add up to 100 %; a price or limit is said once; what is measured
 * in hours is not given in kilograms, and is not below zero.
 */
#include <string.h>

#include "base/unit.h"
#include "record/attribute.h"
#include "record/check_private.h"
#include "record/rules.h"
#include "record/strmap.h"

#define WHOLE_PPB INT64_C(1000000000)

/* Families of which one voice says one thing once in a file: a second row with other words is a mistake. */
static const char *const said_once[] = {"bid", "cost_assumption", "criterion", "offer_value", "requirement"};
/* Numbers of an attribute: family, field. */
static const char *const measured[][2] = {
    {"offer_value", "value"         },
    {"requirement", "threshold"     },
    {"requirement", "threshold_high"},
};
/* What these measure is never below zero. */
static const char *const not_negative[] = {
    "time",  "energy", "power", "mass", "length", "luminous_flux", "luminous_efficacy",
    "count", "cycle",  "volume"};

static bool listed(const char *const *list, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

/* ---- One row ---- */

static bool number_at(decimal *out, const json *values, const char *name)
{
    const json *v = json_get(values, name);
    str text = v && v->kind == JSON_OBJECT ? json_str(v, "value") : v ? v->text : (str){0};
    return text.n && decimal_read_plain(out, text, NULL) == AK_OK;
}

static const char *usual_symbol(const attribute *at)
{
    const unit *u = at->unit[0] ? unit_find(str_of(at->unit)) : NULL;
    return u ? u->symbol : at->dimension;
}

static void check_measure(checker *k, const plan_row *r, const json *values, const char *name)
{
    arena *a = &k->tmp;
    decimal n = {0, 0};
    char text[DECIMAL_TEXT_BYTES];
    const attribute *at = attribute_find(a, json_str(values, "attribute"));
    const unit *u = unit_find(json_str(values, "unit"));
    if (!at || !number_at(&n, values, name))
        return;
    if (u && at->dimension[0] && strcmp(u->dimension, at->dimension) != 0)
        row_fault(k, r, &REC_044, name, u->symbol, str_c(a, attribute_label(at, (int)k->c->lang)),
                  usual_symbol(at));
    else if (decimal_sign(n) < 0 &&
             listed(not_negative, sizeof not_negative / sizeof *not_negative, at->dimension))
        row_fault(k, r, &REC_045, name, decimal_text(text, n), str_c(a, attribute_label(at, (int)k->c->lang)),
                  NULL);
}

static void check_price(checker *k, const plan_row *r, const json *values)
{
    const json *amount = json_get(values, "amount");
    decimal n = {0, 0};
    str text = amount ? json_str(amount, "amount") : (str){0};
    if (text.n && decimal_read_plain(&n, text, NULL) == AK_OK && decimal_sign(n) < 0)
        row_fault(k, r, &REC_045, "amount", str_c(&k->tmp, text),
                  str_c(&k->tmp, json_str(values, "attribute")), NULL);
}

static ak_code check_sense(checker *k, const plan_row *r, ak_err *err)
{
    const char *name = families[r->family].name;
    json *values = NULL;
    bool any = strcmp(name, "offer_value") == 0 || strcmp(name, "requirement") == 0;
    if (!any || !r->file[0]) /* who writes by hand sees what it says */
        return AK_OK;
    AK_TRY(said_values(&values, &k->tmp, r->said, err));
    for (size_t i = 0; i < sizeof measured / sizeof *measured; i++)
        if (strcmp(measured[i][0], name) == 0)
            check_measure(k, r, values, measured[i][1]);
    if (strcmp(name, "offer_value") == 0)
        check_price(k, r, values);
    return AK_OK;
}

/* ---- Rows against each other ---- */

static void check_once(checker *k, strmap *seen, size_t i)
{
    const plan_row *r = k->p->rows[i];
    if (!listed(said_once, sizeof said_once / sizeof *said_once, families[r->family].name))
        return;
    str key = str_of(arena_printf(&k->tmp, "%d\n%s\n%s", r->family, r->said->id, r->said->by));
    int64_t *first = strmap_put(seen, key, (int64_t)i);
    if (*first == (int64_t)i)
        return;
    const plan_row *other = k->p->rows[*first];
    if (memcmp(other->said->content, r->said->content, sizeof r->said->content) != 0)
        row_fault(k, r, &REC_046, "", "", ak_arg_int(other->row), NULL);
}

typedef struct whole {
    int64_t sum_ppb;
    int64_t above_ppb; /* weight of the criterion whose parts they are; -1 = not known */
    size_t last;       /* row */
    bool all_said;
} whole;

static int64_t ppb_of(const json *values, const char *name)
{
    decimal d = {0, 0};
    int64_t n = -1;
    if (!number_at(&d, values, name) || decimal_scaled(&n, decimal_round(d, 9), 9, NULL) != AK_OK)
        return -1;
    return n;
}

static whole *whole_of(whole *all, size_t *n, strmap *at, str key)
{
    int64_t *index = strmap_put(at, key, (int64_t)*n);
    if (*index == (int64_t)*n)
        all[(*n)++] = (whole){.all_said = true, .above_ppb = -1};
    return &all[*index];
}

static bool has_weight(const plan_row *r)
{
    return r->said && r->file[0] && strcmp(families[r->family].name, "criterion") == 0;
}

static ak_code add_weights(checker *k, whole *all, size_t *n, strmap *at, ak_err *err)
{
    for (size_t i = 0; i < k->p->rows_n; i++) {
        const plan_row *r = k->p->rows[i];
        json *values = NULL;
        if (!has_weight(r))
            continue;
        AK_TRY(said_values(&values, &k->tmp, r->said, err));
        str tender = json_str(values, "tender");
        str above = json_str(values, "part_of");
        str part = json_str(values, "part_no");
        whole *w = whole_of(all, n, at,
                            str_of(arena_printf(&k->tmp, "%.*s\n%.*s\n%.*s", (int)tender.n, tender.p,
                                                (int)above.n, above.p, (int)part.n, part.p)));
        int64_t weight = ppb_of(values, "weight");
        w->sum_ppb += weight > 0 ? weight : 0;
        w->all_said = w->all_said && weight >= 0;
        w->last = i;
        if (weight >= 0) /* the parts of this one may add to its own weight */
            whole_of(all, n, at,
                     str_of(arena_printf(&k->tmp, "%.*s\n%s\n%.*s", (int)tender.n, tender.p, r->said->id,
                                         (int)part.n, part.p)))
                ->above_ppb = weight;
    }
    return AK_OK;
}

static void check_weights(checker *k, const whole *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const whole *w = &all[i];
        if (w->sum_ppb == 0 || !w->all_said || w->sum_ppb == WHOLE_PPB || w->sum_ppb == w->above_ppb)
            continue;
        char text[DECIMAL_TEXT_BYTES];
        const char *sum = decimal_text(text, decimal_trim((decimal){w->sum_ppb, 7}));
        row_fault(k, k->p->rows[w->last], &REC_047, "weight", sum, sum, NULL);
    }
}

ak_code check_whole(checker *k, ak_err *err)
{
    plan *p = k->p;
    strmap seen = {.a = &k->tmp};
    strmap at = {.a = &k->tmp};
    arena_mark mark = arena_save(&k->tmp);
    size_t n = 0, weights = 0;
    for (size_t i = 0; i < p->rows_n; i++)
        weights += has_weight(p->rows[i]);
    whole *all = ARENA_NEWS(&k->tmp, whole, weights * 2 + 1);
    ak_code code = AK_OK;
    for (size_t i = 0; i < p->rows_n && code == AK_OK; i++) {
        if (!p->rows[i]->said || p->rows[i]->batch)
            continue;
        check_once(k, &seen, i);
        code = check_sense(k, p->rows[i], err);
    }
    if (code == AK_OK)
        code = add_weights(k, all, &n, &at, err);
    if (code == AK_OK)
        check_weights(k, all, n);
    arena_rewind(&k->tmp, mark);
    return code;
}
