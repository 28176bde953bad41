/* score_desk.c -- a tender read, checked against its rules and scored, ready to be shown. */
#include <string.h>

#include "tender/score_parts.h"

const score_status *score_statuses(arena *a, const tender *t, const compliance *rules, const char *part_no)
{
    score_status *status = ARENA_NEWS(a, score_status, t->bids_n + 1);
    for (size_t i = 0; i < t->bids_n; i++) {
        admissible state = compliance_in(rules, i, part_no);
        status[i] = state == ADMISSIBLE_YES  ? SCORE_ADMISSIBLE
                    : state == ADMISSIBLE_NO ? SCORE_REFUSED
                                             : SCORE_UNCLEAR;
    }
    return status;
}

/* Assumptions and criteria, and then what the bid itself says. */
static ak_code bases(score_desk *d, ak_err *err)
{
    const tender *t = d->t;
    size_t most = t->criteria_n + (d->s->cost ? d->s->cost->sids_n : 0) + 2;
    for (size_t i = 0; i < t->bids_n; i++)
        most = most > t->bids[i].offers_n ? most : t->bids[i].offers_n;
    int64_t *sids = ARENA_NEWS(d->c->a, int64_t, 2 * most + 2);
    size_t n = 0;
    sids[n++] = t->sid;
    for (size_t k = 0; k < d->s->leaves_n; k++)
        sids[n++] = d->s->leaves[k].of->sid;
    for (size_t i = 0; d->s->cost && i < d->s->cost->sids_n; i++)
        sids[n++] = d->s->cost->sids[i];
    AK_TRY(tender_basis(&d->common, d->c, sids, n, err));
    d->basis = ARENA_NEWS(d->c->a, const view_basis *, t->bids_n + 1);
    for (size_t i = 0; i < t->bids_n; i++) {
        size_t m = n;
        sids[m++] = t->bids[i].sid;
        for (size_t k = 0; k < d->s->leaves_n; k++)
            if (d->s->bids[i].cells[k].offer)
                sids[m++] = d->s->bids[i].cells[k].offer->sid;
        for (size_t k = 0; k < d->s->bids[i].cost.sids_n && m < 2 * most; k++)
            sids[m++] = d->s->bids[i].cost.sids[k];
        AK_TRY(tender_basis(&d->basis[i], d->c, sids, m, err));
    }
    return AK_OK;
}

ak_code score_desk_in(score_desk *out, ctx *c, const tender *t, const char *part_no, ak_err *err)
{
    *out = (score_desk){.c = c, .t = t};
    compliance *rules = NULL;
    score *s = NULL;
    AK_TRY(compliance_of(&rules, c->a, t, err));
    out->rules = rules;
    const score_options o = {.part_no = part_no, .status = score_statuses(c->a, t, rules, part_no)};
    AK_TRY(score_of(&s, c->a, t, &o, err));
    out->s = s;
    return bases(out, err);
}

ak_code score_desk_of(score_desk *out, ctx *c, const args *a, ak_err *err)
{
    tender *t = NULL;
    AK_TRY(tender_of_args(&t, c, a, err));
    const char *part = args_get(a, "part");
    bool known = !part || !part[0];
    for (size_t i = 0; i < t->parts_n; i++)
        known = known || strcmp(t->parts[i].part_no, part) == 0;
    if (!known)
        return ak_fail(err, &TEND_140, part);
    return score_desk_in(out, c, t, part ? part : "", err);
}

const char *score_bid_name(const score_desk *d, size_t bid)
{
    const tender_bid *b = &d->t->bids[bid];
    if (b->tenderers_n == 0 || !b->tenderer_names[0][0])
        return b->number;
    return arena_printf(d->c->a, "%s, %s", b->number, b->tenderer_names[0]);
}

view *score_bid_ref(const score_desk *d, size_t bid)
{
    return view_ref(d->c->a, "subject", d->t->bids[bid].id, d->t->bids[bid].number);
}

const char *score_currency(const score_desk *d)
{
    if (d->s->cost)
        return d->s->cost->money->code;
    for (size_t i = 0; i < d->t->bids_n; i++)
        for (size_t j = 0; j < d->t->bids[i].offers_n; j++)
            if (d->t->bids[i].offers[j].amount.said)
                return d->t->bids[i].offers[j].amount.m.currency->code;
    return "NOK";
}

view *score_money_view(const score_desk *d, int64_t minor, const view_basis *basis)
{
    const currency *cur = currency_find(str_of(score_currency(d)));
    char text[DECIMAL_TEXT_BYTES];
    return view_decimal(d->c->a, decimal_text(text, (decimal){minor, (int)cur->exponent}), cur->code, basis);
}

view *score_points_view(const score_desk *d, int64_t points, const view_basis *basis)
{
    return view_decimal(d->c->a, score_points_text(d->c->a, points), "", basis);
}

view *score_total_view(const score_desk *d, int64_t total, const view_basis *basis)
{
    if (d->s->priced)
        return score_money_view(d, total, basis);
    return view_decimal(d->c->a, score_total_text(d->c->a, total), "", basis);
}

view *score_raw_view(const score_desk *d, size_t bid, size_t leaf)
{
    const score_cell *cell = &d->s->bids[bid].cells[leaf];
    const score_criterion *k = &d->s->leaves[leaf];
    if (!cell->answered)
        return NULL;
    if (k->money)
        return score_money_view(d, cell->x, d->basis[bid]);
    if (cell->raw_text)
        return strcmp(cell->raw_text, "yes") == 0 ? view_word(d->c->a, "yes", N_("yes"))
                                                  : view_word(d->c->a, "no", N_("no"));
    return view_decimal(d->c->a, score_value_text(d->c->a, k, cell->x), k->unit ? k->unit->symbol : "",
                        d->basis[bid]);
}

const char *cost_group_label(lcc_group g)
{
    static const char *const words[LCC_GROUPS] = {
        N_("Purchase"),    N_("Installation"), N_("Energy"),         N_("Maintenance"),
        N_("Replacement"), N_("Labour"),       N_("Disposal"),       N_("Residual value"),
        N_("Grants"),      N_("CO2 cost"),     N_("Other external"),
    };
    return words[g];
}

const char *cost_kind_label(const char *kind)
{
    static const char *const words[][2] = {
        {"rate",            N_("Discount rate")      },
        {"horizon",         N_("Period of analysis") },
        {"energy_price",    N_("Energy price")       },
        {"co2_price",       N_("CO2 price")          },
        {"emission_factor", N_("Emission factor")    },
        {"operating_hours", N_("Hours of use")       },
        {"inflation",       N_("Rise of prices")     },
        {"purchase",        N_("Purchase")           },
        {"installation",    N_("Installation")       },
        {"maintenance",     N_("Maintenance")        },
        {"replacement",     N_("Replacement")        },
        {"labour",          N_("Labour")             },
        {"disposal",        N_("Disposal")           },
        {"residual",        N_("Residual value")     },
        {"external_other",  N_("Other external cost")},
        {"grant",           N_("Grant")              },
        {"count",           N_("Count")              },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], kind) == 0)
            return words[i][1];
    return "";
}

void cost_groups_used(bool used[static LCC_GROUPS], const score *s)
{
    memset(used, 0, LCC_GROUPS * sizeof *used);
    for (size_t i = 0; i < s->bids_n; i++)
        for (size_t g = 0; g < LCC_GROUPS; g++)
            used[g] = used[g] || s->bids[i].cost.lcc.group[g] != 0;
}
