/* cost_method.c -- how the total cost is computed, in sentences that go into the tender documents. */
#include <string.h>

#include "tender/score_parts.h"
#include "tender/score_view.h"

static view *figure_view(const score_desk *d, const tender_number *n)
{
    char text[DECIMAL_TEXT_BYTES];
    return view_decimal(d->c->a, decimal_text(text, n->n), n->unit ? n->unit->symbol : n->unit_text,
                        d->common);
}

static const tender_cost *first_of(const score_desk *d, const char *kind)
{
    for (size_t i = 0; i < d->t->costs_n; i++)
        if (strcmp(d->t->costs[i].cost_kind, kind) == 0 && d->t->costs[i].value.said)
            return &d->t->costs[i];
    return NULL;
}

static void add_terms(view *list, const score_desk *d)
{
    arena *a = d->c->a;
    const cost_model *m = d->s->cost;
    const tender_cost *rate = first_of(d, "rate");
    view_add(list,
             view_say(a,
                      N_("The total cost of a bid is what it costs to buy, use and dispose of over {years} "
                         "years, as present value in {currency}. Year 1 is {first}."),
                      "years", view_int(a, (int64_t)decimal_double(m->years.base)), "currency",
                      view_text_c(a, m->money->code), "first", view_year(a, m->first_year), (char *)NULL));
    if (!rate)
        view_add(list, view_say(a, N_("Costs of later years are not discounted."), (char *)NULL));
    else if (m->nominal)
        view_add(list, view_say(a,
                                N_("The discount rate is {rate} a year, nominal. Prices of today rise as "
                                   "stated; prices stated by year are in the money of that year."),
                                "rate", figure_view(d, &rate->value), (char *)NULL));
    else
        view_add(
            list,
            view_say(a,
                     N_("The discount rate is {rate} a year, real: all amounts are in the money of today."),
                     "rate", figure_view(d, &rate->value), (char *)NULL));
    view_add(
        list,
        view_say(
            a,
            N_("Costs of year t are paid at its end and divided by (1 + r)^t; the purchase falls in year 0."),
            (char *)NULL));
    view_add(list, view_say(a,
                            N_("Each group of cost is rounded once to the smallest unit of the currency, "
                               "half to even; the total is the sum of the groups."),
                            (char *)NULL));
}

/* What a bidder states and what the buyer states, group by group. */
static void add_groups(view *list, const score_desk *d)
{
    static const struct {
        const char *kind;
        const char *text;
    } rows[] = {
        {"energy_price",   N_("Energy: rated power x hours of use x energy price; or energy use a kilometre x "
                            "kilometres x energy price.")                         },
        {"",               N_("Maintenance, where stated: the amount of a year, every year.")             },
        {"",               N_("Replacement, where stated: each time the stated lifetime is used up before the period ends, "
                "price and labour of one replacement.")                                       },
        {"",               N_("Residual value, where stated: taken off at the end of the period.")        },
        {"",               N_("Disposal, where stated: paid at the end of the period.")                   },
        {"grant",
         N_("Grants: counted with the stated probability; the ranking without grants is shown beside it.")},
        {"co2_price",      N_("CO2: energy used x emission factor x CO2 price, as an external cost (Directive "
                         "2014/24/EU, article 68).")                                 },
        {"external_other", N_("Other external costs: what the bid states a year x the stated price.")     },
    };
    view_add(list, view_say(d->c->a, N_("Purchase and installation: the prices of the bid, times the count."),
                            (char *)NULL));
    view_add(list, view_say(d->c->a, N_("Options, where priced: added once to the purchase."), (char *)NULL));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!rows[i].kind[0] || first_of(d, rows[i].kind))
            view_add(list, view_say(d->c->a, rows[i].text, (char *)NULL));
}

/* Of each grant: how much, how likely, on what condition. */
static void add_grants(view *list, const score_desk *d)
{
    arena *a = d->c->a;
    for (size_t i = 0; i < d->t->costs_n; i++) {
        const tender_cost *r = &d->t->costs[i];
        if (strcmp(r->cost_kind, "grant") != 0 || !r->value.said)
            continue;
        view *amount = figure_view(d, &r->value);
        view *chance =
            view_share(a, r->probability_ppb >= 0 ? r->probability_ppb / 1000 : 1000000, d->common);
        if (r->condition[0])
            view_add(
                list,
                view_say(a,
                         N_("Grant of {amount}, counted with a probability of {probability}; its condition: "
                            "{condition}."),
                         "amount", amount, "probability", chance, "condition", view_text_c(a, r->condition),
                         (char *)NULL));
        else
            view_add(
                list,
                view_say(a,
                         N_("Grant of {amount}, counted with a probability of {probability}; no condition is "
                            "stated."),
                         "amount", amount, "probability", chance, (char *)NULL));
    }
}

static const view_column figure_columns[] = {
    {"assumption", N_("Assumption"),   VIEW_WORD,    ""},
    {"item",       N_("Zone or item"), VIEW_TEXT,    ""},
    {"year",       N_("Year"),         VIEW_INT,     ""},
    {"value",      N_("Value"),        VIEW_DECIMAL, ""},
    {"source",     N_("Source"),       VIEW_TEXT,    ""},
};

static view *figures_table(const score_desk *d)
{
    arena *a = d->c->a;
    view *table = view_table(a, figure_columns, sizeof figure_columns / sizeof *figure_columns);
    for (size_t i = 0; i < d->t->costs_n; i++) {
        const tender_cost *r = &d->t->costs[i];
        if (!r->value.said)
            continue;
        view_row(table);
        view_cell(table, view_word(a, r->cost_kind, cost_kind_label(r->cost_kind)));
        view_cell(table, r->item[0] ? view_text_c(a, r->item) : view_none(a));
        view_cell(table, r->year ? view_year(a, r->year) : view_none(a));
        view_cell(table, figure_view(d, &r->value));
        view_cell(table, r->table[0] ? view_text_c(a, r->table)
                         : r->evidence == EVIDENCE_ASSUMED
                             ? view_word(a, "assumed", N_("assumed by the buyer"))
                             : view_word(a, "stated", N_("set by the buyer")));
    }
    return table;
}

static void put_method(view *v, const score_desk *d)
{
    view *sentences = view_list(d->c->a);
    add_terms(sentences, d);
    add_groups(sentences, d);
    add_grants(sentences, d);
    view_put_label(v, "sentences", N_("How the total cost is computed"), sentences);
    view_put_label(v, "figures", N_("Figures of the method"), figures_table(d));
}

view *cost_method_view(const score_desk *d)
{
    view *v = view_map(d->c->a);
    put_method(v, d);
    return v;
}

ak_code method_view(view **out, ctx *c, const args *a, ak_err *err)
{
    score_desk d;
    AK_TRY(score_desk_of(&d, c, a, err));
    if (!d.s->cost)
        return ak_fail(err, &TEND_147);
    view *v = view_map(c->a);
    view_put_label(v, "tender", N_("Tender"),
                   state_ref_named(c->a, d.t->subject.family, d.t->subject.id, d.t->title));
    put_method(v, &d);
    *out = v;
    return AK_OK;
}
