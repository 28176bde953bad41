/* bid_questions.c -- what the bidders of a tender are asked. */
#include <string.h>

#include "record/attribute.h"
#include "tender/bid.h"
#include "tender/condition.h"
#include "tender/rule.h"

typedef struct asking {
    arena *a;
    const tender *t;
    bid_question *rows;
    size_t n, cap;
} asking;

const currency *bid_currency(const tender *t)
{
    if (t->value_estimate.said)
        return t->value_estimate.m.currency;
    for (size_t i = 0; i < t->costs_n; i++) {
        str rest = str_of(t->costs[i].value.unit_text);
        const currency *c = currency_find(str_cut(&rest, '/'));
        if (c)
            return c;
    }
    return NULL;
}

static void ask(asking *k, bid_question q)
{
    for (size_t i = 0; i < k->n; i++)
        if (strcmp(k->rows[i].attribute, q.attribute) == 0 && strcmp(k->rows[i].part_no, q.part_no) == 0 &&
            strcmp(k->rows[i].item, q.item) == 0)
            return;
    k->rows = arena_room(k->a, k->rows, k->n, &k->cap, sizeof *k->rows);
    k->rows[k->n++] = q;
}

static const char *answer_of(arena *a, const char *attribute_code, const char *operator_, bool number)
{
    const attribute *known = attribute_find(a, str_of(attribute_code));
    if (strcmp(operator_, "document") == 0)
        return "documents";
    if (strcmp(operator_, "yes") == 0)
        return "fulfilled";
    if (known && strcmp(known->type, "money") == 0)
        return "amount";
    if (number || (known && strcmp(known->type, "text") != 0))
        return "value";
    return "value_text";
}

static const char *usual_unit(arena *a, const char *attribute_code)
{
    const attribute *known = attribute_find(a, str_of(attribute_code));
    const unit *u = known && known->unit[0] ? unit_find(str_of(known->unit)) : NULL;
    return u ? u->symbol : "";
}

/* The classes of Regulation (EU) 2017/1369; else what the requirement itself takes. */
static const char *words_of(const limit *l)
{
    if (strcmp(l->attribute, "energy_class") == 0)
        return "A|B|C|D|E|F|G";
    bool listed = strcmp(l->operator, "one_of") == 0 || strcmp(l->operator, "eq") == 0;
    return listed && l->text[0] ? l->text : NULL;
}

static void ask_requirement(asking *k, const tender_requirement *q)
{
    const limit l = rule_limit(q);
    bid_question one = {.attribute = l.attribute,
                        .part_no = q->part_no,
                        .item = "",
                        .unit = q->threshold.unit ? q->threshold.unit->symbol : usual_unit(k->a, l.attribute),
                        .code = q->code,
                        .title = q->title,
                        .answer = answer_of(k->a, l.attribute, q->operator, q->threshold.said),
                        .proof = q->evidence_wanted,
                        .with_bid = strcmp(q->evidence_due, "with_bid") == 0,
                        .words = words_of(&l),
                        .of = q};
    bool text_class = l.text[0] && strcmp(one.answer, "value") == 0;
    if (text_class)
        one.answer = "value_text";
    if (strcmp(one.answer, "value") != 0)
        one.unit = "";
    ask(k, one);
    if (q->threshold_text[0] == '@') { /* another value that the limit hangs on */
        str rest = str_of(q->threshold_text + 1);
        one.attribute = str_c(k->a, str_trim(str_cut(&rest, '+')));
        one.part_no = "";
        one.words = NULL;
        one.of = NULL;
        ask(k, one);
    }
}

/* "or light_life_l90_b10 ge 50000 h": the other way to meet it. */
static ak_code ask_alternative(asking *k, const tender_requirement *q, ak_err *err)
{
    str rest = str_of(q->threshold_text);
    while (str_starts(rest, "or ")) {
        rest = str_trim((str){rest.p + 3, rest.n - 3});
        const char *next = memmem(rest.p, rest.n, " or ", 4);
        str one = {rest.p, next ? (size_t)(next - rest.p) : rest.n};
        rest = next ? (str){next + 1, rest.n - one.n - 1} : (str){0};
        limit *l = ARENA_NEW(k->a, limit);
        AK_TRY(limit_read(l, k->a, one, err));
        ask(k, (bid_question){.attribute = l->attribute,
                              .part_no = q->part_no,
                              .item = "",
                              .unit = l->low.unit ? l->low.unit->symbol : "",
                              .code = q->code,
                              .title = q->title,
                              .answer = answer_of(k->a, l->attribute, l->operator, l->low.said),
                              .proof = q->evidence_wanted,
                              .with_bid = strcmp(q->evidence_due, "with_bid") == 0,
                              .of = q,
                              .instead = l});
    }
    return AK_OK;
}

static bool has_cost(const tender *t, const char *kind)
{
    for (size_t i = 0; i < t->costs_n; i++)
        if (strcmp(t->costs[i].cost_kind, kind) == 0)
            return true;
    return false;
}

/* What the options cost: they count in the price as in the total cost. */
static void ask_options(asking *k, const tender_criterion *by, const char *part_no)
{
    ask(k, (bid_question){.attribute = "option_price",
                          .part_no = part_no,
                          .item = "",
                          .unit = "",
                          .code = by->code,
                          .title = by->title,
                          .answer = "amount",
                          .proof = ""});
}

/* What the total cost needs of a bid, for each thing that is counted (cost.h). */
static void ask_costs(asking *k, const tender_criterion *by)
{
    static const char *const always[] = {"purchase_price", "installation_price", "maintenance_price"};
    bool energy = has_cost(k->t, "energy_price") || has_cost(k->t, "emission_factor");
    size_t zones = 0;
    for (size_t i = 0; i <= k->t->costs_n; i++) {
        bool last = i == k->t->costs_n;
        if (last ? zones > 0 : strcmp(k->t->costs[i].cost_kind, "count") != 0)
            continue;
        const char *item = last ? "" : k->t->costs[i].item;
        if (zones++ == 0)
            ask_options(k, by, "");
        bid_question one = {.part_no = "",
                            .item = item,
                            .unit = "",
                            .code = by->code,
                            .title = by->title,
                            .answer = "amount",
                            .proof = ""};
        for (size_t w = 0; w < sizeof always / sizeof *always; w++) {
            one.attribute = always[w];
            ask(k, one);
        }
        if (energy) {
            one.attribute = "rated_power";
            one.answer = "value";
            one.unit = usual_unit(k->a, one.attribute);
            ask(k, one);
        }
    }
}

static void ask_criterion(asking *k, const tender_criterion *by)
{
    if (!by->attribute[0])
        return; /* judged by the buyer, or only the sum of its parts */
    if (condition_is_kin(by->attribute, "total_cost")) {
        ask_costs(k, by);
        return;
    }
    const char *answer = answer_of(k->a, by->attribute, "", by->steps_n > 0 || by->low_point.said);
    ask(k, (bid_question){.attribute = by->attribute,
                          .part_no = by->part_no,
                          .item = "",
                          .unit = strcmp(answer, "value") == 0 ? usual_unit(k->a, by->attribute) : "",
                          .code = by->code,
                          .title = by->title,
                          .answer = answer,
                          .proof = ""});
    if (strcmp(by->attribute, "price") == 0)
        ask_options(k, by, by->part_no);
}

ak_code bid_questions(bid_question **out, size_t *n, arena *a, const tender *t, ak_err *err)
{
    asking k = {.a = a, .t = t};
    for (size_t i = 0; i < t->requirements_n; i++) {
        ask_requirement(&k, &t->requirements[i]);
        AK_TRY(ask_alternative(&k, &t->requirements[i], err));
    }
    for (size_t i = 0; i < t->criteria_n; i++)
        ask_criterion(&k, &t->criteria[i]);
    *out = k.rows;
    *n = k.n;
    return AK_OK;
}
