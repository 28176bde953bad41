/* follow_up_view.c -- contracts by risk and leverage, and whom there is time to follow up. */
#include "risk/follow_up_view.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "record/commit.h"
#include "record/state.h"
#include "record/strmap.h"
#include "record/workspace.h"
#include "risk/follow_up.h"
#include "risk/hazard.h"
#include "risk/involvement.h"
#include "risk/risk_sql.h"
#include "risk/rules.h"

#define ROWS_MOST 200

typedef struct party_facts {
    int asked, answered, unanswered, refused;
    int incidents, breaches, doubts, findings, audits;
    involvement how; /* the gravest that an open incident says of us */
    const char *name, *country;
} party_facts;

typedef struct work {
    ctx *c;
    strmap by; /* canon -> index of facts */
    party_facts *facts;
    size_t n, cap;
    risk_tables *tables;
    int64_t *values; /* of running contracts in the commonest currency, ascending */
    size_t values_n;
    bool others_buy;
    bool have_part; /* some open incident says that we have a part in it */
} work;

typedef struct contract_row {
    follow_row row;
    const risk_contracts_row *of;
    const party_facts *supplier;
    involvement how; /* the gravest part that is said of us, at the supplier or in what it is for */
} contract_row;

static str key_of(arena *a, int64_t canon)
{
    return str_of(arena_printf(a, "%lld", (long long)canon));
}

static party_facts *facts_of(work *w, int64_t canon)
{
    w->facts = arena_room(w->c->a, w->facts, w->n, &w->cap, sizeof *w->facts);
    int64_t *at = strmap_put(&w->by, key_of(w->c->a, canon), (int64_t)w->n);
    if ((size_t)*at == w->n)
        w->facts[w->n++] = (party_facts){.name = "", .country = ""};
    return &w->facts[*at];
}

/* ---- Reading ---- */

static ak_code read_suppliers(work *w, ak_err *err)
{
    risk_parties_row *rows = NULL;
    size_t n = 0;
    AK_TRY(risk_parties_all(&rows, &n, w->c->a, w->c->db, &w->c->scope, err));
    for (size_t i = 0; i < n; i++) {
        party_facts *f = facts_of(w, rows[i].canon);
        if (!*f->name && rows[i].name.n)
            f->name = str_c(w->c->a, rows[i].name);
        if (!*f->country && rows[i].country.n)
            f->country = str_c(w->c->a, rows[i].country);
    }
    return AK_OK;
}

static ak_code read_answers(work *w, ak_err *err)
{
    risk_asked_row *rows = NULL;
    size_t n = 0;
    AK_TRY(risk_asked_all(&rows, &n, w->c->a, w->c->db, &w->c->scope, err));
    for (size_t i = 0; i < n; i++) {
        party_facts *f = facts_of(w, rows[i].canon);
        bool refused = str_is(rows[i].answered, "refused");
        bool silent = !rows[i].answered.n || str_is(rows[i].answered, "not_answered");
        f->asked++;
        f->refused += refused;
        f->unanswered += silent;
        f->answered += !refused && !silent;
    }
    return AK_OK;
}

static ak_code read_findings(work *w, ak_err *err)
{
    risk_findings_row *rows = NULL;
    size_t n = 0;
    AK_TRY(risk_findings_all(&rows, &n, w->c->a, w->c->db, &w->c->scope, err));
    for (size_t i = 0; i < n; i++) {
        party_facts *f = facts_of(w, rows[i].canon);
        str kind = rows[i].finding_kind;
        bool closed = str_is(rows[i].status, "closed") || str_is(rows[i].status, "rejected");
        f->findings += !str_is(kind, "lesson");
        f->breaches += !closed && str_is(kind, "breach");
        f->doubts += !closed && (str_is(kind, "contradiction") || str_is(kind, "implausible"));
    }
    return AK_OK;
}

static ak_code read_events(work *w, ak_err *err)
{
    risk_incident_places_row *incidents = NULL;
    risk_audit_places_row *audits = NULL;
    risk_relations_row *relations = NULL;
    size_t incidents_n = 0, audits_n = 0, relations_n = 0;
    AK_TRY(risk_incident_places_all(&incidents, &incidents_n, w->c->a, w->c->db, &w->c->scope, err));
    for (size_t i = 0; i < incidents_n; i++) {
        bool over = str_is(incidents[i].status, "remedied") || str_is(incidents[i].status, "denied") ||
                    str_is(incidents[i].status, "closed");
        party_facts *f = facts_of(w, incidents[i].canon);
        involvement how = involvement_read(incidents[i].involvement);
        f->incidents += !over;
        w->have_part |= !over && how > INVOLVEMENT_LINKED;
        if (!over && how > f->how)
            f->how = how;
    }
    AK_TRY(risk_audit_places_all(&audits, &audits_n, w->c->a, w->c->db, &w->c->scope, err));
    for (size_t i = 0; i < audits_n; i++)
        facts_of(w, audits[i].canon)->audits += audits[i].evidence >= EVIDENCE_DOCUMENTED;
    AK_TRY(risk_relations_all(&relations, &relations_n, w->c->a, w->c->db, &w->c->scope, err));
    for (size_t i = 0; i < relations_n; i++)
        w->others_buy |= str_is(relations[i].relation_kind, "buys_with");
    return AK_OK;
}

/* ---- Factors ---- */

/* The seat's class for the two gravest issues of work: what the country says, not what this supplier does. */
static follow_strength of_country(const work *w, const char *country)
{
    static const risk_issue issues[] = {RISK_FORCED_LABOUR, RISK_CHILD_LABOUR};
    follow_strength worst = FOLLOW_NONE;
    if (!*country)
        return FOLLOW_NOT_KNOWN;
    for (size_t i = 0; i < sizeof issues / sizeof *issues; i++) {
        hazard h;
        hazard_of(&h, w->tables, country, -1, RISK_MANUFACTURE, issues[i], w->c->year);
        if (h.lo >= 2)
            return FOLLOW_STRONG;
        if (h.lo < h.hi)
            worst = FOLLOW_NOT_KNOWN;
        else if (h.lo == 1 && worst == FOLLOW_NONE)
            worst = FOLLOW_SOME;
    }
    return worst;
}

static follow_strength of_value(const work *w, const risk_contracts_row *k)
{
    if (!k->has_value_minor || w->values_n < 2)
        return FOLLOW_NOT_KNOWN;
    size_t below = 0;
    while (below < w->values_n && w->values[below] < k->value_minor)
        below++;
    return below * 10 >= w->values_n * 9 ? FOLLOW_STRONG
           : below * 2 >= w->values_n    ? FOLLOW_SOME
                                         : FOLLOW_NONE;
}

static void read_factors(const work *w, contract_row *r, const party_facts *of_contract)
{
    const party_facts *p = r->supplier;
    follow_strength *s = r->row.strength;
    int breaches = p->breaches + of_contract->breaches, doubts = p->doubts + of_contract->doubts;
    bool looked = p->asked || p->findings || p->audits || p->incidents || of_contract->findings;
    bool risky = str_is(r->of->risk_contract, "yes");
    s[FOLLOW_IMMATURE] = !p->asked                    ? FOLLOW_NOT_KNOWN
                         : p->refused || !p->answered ? FOLLOW_STRONG
                         : p->unanswered              ? FOLLOW_SOME
                                                      : FOLLOW_NONE;
    s[FOLLOW_BREACHES] = p->incidents || breaches ? FOLLOW_STRONG : looked ? FOLLOW_NONE : FOLLOW_NOT_KNOWN;
    s[FOLLOW_COUNTRIES] = risky ? FOLLOW_STRONG : of_country(w, p->country);
    s[FOLLOW_MARKET] = FOLLOW_NOT_KNOWN;
    s[FOLLOW_CREDIBLE] = doubts ? FOLLOW_STRONG : p->answered ? FOLLOW_NONE : FOLLOW_NOT_KNOWN;
    s[FOLLOW_STRATEGIC] = of_value(w, r->of);
    s[FOLLOW_WE_MATTER] = w->others_buy ? FOLLOW_SOME : FOLLOW_NOT_KNOWN;
    s[FOLLOW_UNKNOWN] = !looked ? FOLLOW_STRONG : p->answered || p->audits ? FOLLOW_SOME : FOLLOW_STRONG;
}

static void take_said(follow_row *r, follow_factor f, str word)
{
    static const char *const words[] = {"none", "some", "strong", "unknown"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(word, words[i])) {
            r->strength[f] = (follow_strength)i;
            r->stated[f] = true;
        }
}

static void take_plan(follow_row *r, const risk_plans_row *p)
{
    take_said(r, FOLLOW_IMMATURE, p->immature);
    take_said(r, FOLLOW_BREACHES, p->known_breaches);
    take_said(r, FOLLOW_COUNTRIES, p->harsh_countries);
    take_said(r, FOLLOW_MARKET, p->market_position);
    take_said(r, FOLLOW_CREDIBLE, p->not_credible);
    take_said(r, FOLLOW_STRATEGIC, p->strategic);
    take_said(r, FOLLOW_WE_MATTER, p->we_matter);
    take_said(r, FOLLOW_UNKNOWN, p->unknown_risk);
    r->chosen = str_is(p->chosen, "yes");
}

static bool is_before(str moment, const char *now)
{
    return moment.n && str_cmp(moment, str_of(now)) <= 0;
}

/* The plan that holds on the asked day; the newest first. */
static const risk_plans_row *plan_of(const ctx *c, const risk_plans_row *rows, size_t n, int64_t canon)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].canon == canon && is_before(rows[i].period_start, c->as_of) &&
            !is_before(rows[i].period_end, c->as_of))
            return &rows[i];
    return NULL;
}

/* ---- Contracts ---- */

static int value_order(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

static int text_order(const void *x, const void *y)
{
    return str_cmp(*(const str *)x, *(const str *)y);
}

/* The currency of most contracts; of several the first by its letters. */
static str commonest_currency(arena *a, const risk_contracts_row *rows, size_t n)
{
    str *all = ARENA_NEWS(a, str, n + 1);
    size_t all_n = 0;
    for (size_t i = 0; i < n; i++)
        if (rows[i].has_value_minor)
            all[all_n++] = rows[i].value_currency;
    qsort(all, all_n, sizeof *all, text_order);
    str best = STR("");
    size_t most = 0;
    for (size_t i = 0, from = 0; i < all_n; i++) {
        from = str_eq(all[i], all[from]) ? from : i;
        if (i - from + 1 > most) {
            most = i - from + 1;
            best = all[i];
        }
    }
    return best;
}

/* Values are compared within the commonest currency; the others stay unknown. */
static void read_values(work *w, risk_contracts_row *rows, size_t n)
{
    str currency = commonest_currency(w->c->a, rows, n);
    w->values = ARENA_NEWS(w->c->a, int64_t, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        if (!rows[i].has_value_minor)
            continue;
        if (str_eq(rows[i].value_currency, currency))
            w->values[w->values_n++] = rows[i].value_minor;
        else
            rows[i].has_value_minor = false;
    }
    qsort(w->values, w->values_n, sizeof *w->values, value_order);
}

static ak_code read_contracts(contract_row **out, size_t *n_out, work *w, ak_err *err)
{
    ctx *c = w->c;
    risk_contracts_row *rows = NULL;
    risk_plans_row *plans = NULL;
    size_t n = 0, plans_n = 0, kept = 0;
    AK_TRY(risk_contracts_all(&rows, &n, c->a, c->db, &c->scope, err));
    AK_TRY(risk_plans_all(&plans, &plans_n, c->a, c->db, &c->scope, err));
    for (size_t i = 0; i < n; i++) { /* the preferred word of each contract that runs or is planned for */
        bool again = kept && rows[kept - 1].canon == rows[i].canon;
        bool ended = is_before(rows[i].period_end, c->as_of);
        if (!again && (!ended || plan_of(c, plans, plans_n, rows[i].canon)))
            rows[kept++] = rows[i];
    }
    read_values(w, rows, kept);
    for (size_t i = 0; i < kept; i++) { /* all are there before any is pointed to */
        facts_of(w, rows[i].canon);
        facts_of(w, rows[i].supplier);
    }
    *out = ARENA_NEWS(c->a, contract_row, kept ? kept : 1);
    for (size_t i = 0; i < kept; i++) {
        contract_row *r = &(*out)[i];
        r->of = &rows[i];
        r->supplier = facts_of(w, rows[i].supplier);
        r->row.id = str_c(c->a, rows[i].id);
        r->row.value_minor = rows[i].has_value_minor ? rows[i].value_minor : 0;
        read_factors(w, r, facts_of(w, rows[i].canon));
        const risk_plans_row *own = plan_of(c, plans, plans_n, rows[i].canon);
        const risk_plans_row *of_party = own ? own : plan_of(c, plans, plans_n, rows[i].supplier);
        if (of_party)
            take_plan(&r->row, of_party);
        r->how = r->supplier->how;
        follow_weigh(&r->row);
    }
    *n_out = kept;
    return AK_OK;
}

/* What happened in the chain of what a contract is for: asked only where somebody says that we have a part in
 * anything, since it takes the whole list of what is bought. */
static ak_code read_parts(contract_row *rows, size_t n, const work *w, ak_err *err)
{
    if (!w->have_part)
        return AK_OK;
    ranked *r = NULL;
    strmap at = {.a = w->c->a};
    AK_TRY(ranked_load(&r, w->c, err));
    for (size_t i = 0; i < r->n; i++)
        if (r->items[i].contract)
            strmap_put(&at, r->items[i].id, (int64_t)i);
    for (size_t i = 0; i < n; i++) {
        const int64_t *k = strmap_get(&at, str_of(rows[i].row.id));
        involvement how = k ? standing_of(r, &r->items[*k]).how : INVOLVEMENT_LINKED;
        rows[i].how = how > rows[i].how ? how : rows[i].how;
    }
    return AK_OK;
}

/* ---- What is shown ---- */

static const view_column columns[] = {
    {"contract",        N_("Contract"),                        VIEW_REF,  ""},
    {"supplier",        N_("Supplier"),                        VIEW_REF,  ""},
    {"planned",         N_("Plan"),                            VIEW_WORD, ""},
    {"risk",            N_("Risk, of 12"),                     VIEW_INT,  ""},
    {"leverage",        N_("Leverage, of 4"),                  VIEW_INT,  ""},
    {"immature",        N_("Immature supplier"),               VIEW_WORD, ""},
    {"known_breaches",  N_("Known breaches"),                  VIEW_WORD, ""},
    {"harsh_countries", N_("Countries with harsh conditions"), VIEW_WORD, ""},
    {"not_credible",    N_("Not credible"),                    VIEW_WORD, ""},
    {"strategic",       N_("Strategically important"),         VIEW_WORD, ""},
    {"unknown_risk",    N_("Unknown risk"),                    VIEW_WORD, ""},
    {"market_position", N_("Supplier's market position"),      VIEW_WORD, ""},
    {"we_matter",       N_("Public buyers matter to it"),      VIEW_WORD, ""},
    {"stated",          N_("Stated by people"),                VIEW_INT,  ""},
    {"ends",            N_("Ends"),                            VIEW_DATE, ""},
    {"action",          N_("Kind of action"),                  VIEW_WORD, ""},
};
/* Order of the factors in the columns from the sixth on. */
static const follow_factor column_factors[] = {FOLLOW_IMMATURE, FOLLOW_BREACHES,  FOLLOW_COUNTRIES,
                                               FOLLOW_CREDIBLE, FOLLOW_STRATEGIC, FOLLOW_UNKNOWN,
                                               FOLLOW_MARKET,   FOLLOW_WE_MATTER};

static view *strength_view(ctx *c, follow_strength s)
{
    switch (s) {
    case FOLLOW_NONE:
        return view_word(c->a, "none", N_("none"));
    case FOLLOW_SOME:
        return view_word(c->a, "some", N_("some"));
    case FOLLOW_STRONG:
        return view_word(c->a, "strong", N_("strong"));
    case FOLLOW_NOT_KNOWN:
        break;
    }
    return view_word(c->a, "unknown", N_("unknown"));
}

/* The day that people wrote, not the moment at which it begins. */
static view *day_view(ctx *c, str moment)
{
    zone z = zone_of(c);
    int64_t s = 0;
    char text[DATE_TEXT_BYTES];
    if (moment_read(&s, moment, NULL) != AK_OK)
        return NULL;
    return view_date(c->a, arena_text(c->a, date_day_text(text, zone_day_of(z, s))));
}

static void add_row(view *table, ctx *c, const contract_row *r)
{
    int64_t stated = 0;
    for (int f = 0; f < FOLLOW_FACTORS; f++)
        stated += r->row.stated[f];
    const char *title = r->of->title.n ? str_c(c->a, r->of->title) : r->row.id;
    const char *supplier = str_c(c->a, r->of->supplier_id);
    view_row(table);
    view_cell(table, view_ref(c->a, "subject", r->row.id, title));
    view_cell(table, view_ref(c->a, "subject", supplier, *r->supplier->name ? r->supplier->name : supplier));
    view_cell(table, r->row.chosen    ? view_word(c->a, "chosen", N_("chosen"))
                     : r->row.planned ? view_word(c->a, "next", N_("next in turn"))
                                      : view_word(c->a, "no", N_("not yet")));
    view_cell(table, view_int(c->a, r->row.risk));
    view_cell(table, view_int(c->a, r->row.leverage));
    for (size_t i = 0; i < sizeof column_factors / sizeof *column_factors; i++)
        view_cell(table, strength_view(c, r->row.strength[column_factors[i]]));
    view_cell(table, view_int(c->a, stated));
    view_cell(table, day_view(c, r->of->period_end));
    view_cell(table, action_word(c->a, r->how));
}

static const view_column grid_columns[] = {
    {"risk",   N_("Risk"),              VIEW_WORD, ""},
    {"none",   N_("No leverage known"), VIEW_INT,  ""},
    {"some",   N_("Some leverage"),     VIEW_INT,  ""},
    {"strong", N_("Strong leverage"),   VIEW_INT,  ""},
};

/* How many contracts stand where on the two axes. */
static view *grid_of(ctx *c, const contract_row *rows, size_t n)
{
    static const struct {
        const char *code, *text;
    } bands[] = {
        {"many", N_("9 to 12")},
        {"some", N_("5 to 8") },
        {"few",  N_("0 to 4") }
    };
    int64_t count[3][3] = {{0}};
    for (size_t i = 0; i < n; i++) {
        int band = rows[i].row.risk >= 9 ? 0 : rows[i].row.risk >= 5 ? 1 : 2;
        int lever = rows[i].row.leverage == 0 ? 0 : rows[i].row.leverage <= 2 ? 1 : 2;
        count[band][lever]++;
    }
    view *grid = view_table(c->a, grid_columns, sizeof grid_columns / sizeof *grid_columns);
    for (size_t b = 0; b < 3; b++) {
        view_row(grid);
        view_cell(grid, view_word(c->a, bands[b].code, bands[b].text));
        for (size_t l = 0; l < 3; l++)
            view_cell(grid, view_int(c->a, count[b][l]));
    }
    return grid;
}

/* Of the command, else of the setting; -1 = nobody says. */
static ak_code read_capacity(int *out, const char **from, ctx *c, const args *a, ak_err *err)
{
    const char *text = args_get(a, "capacity");
    *from = "asked";
    if (!text) {
        text = workspace_setting(c->a, c, "follow_up_capacity");
        *from = "setting";
    }
    *out = -1;
    if (!text || !*text) {
        *from = "none";
        return AK_OK;
    }
    uint64_t n;
    if (!str_whole(&n, str_of(text), 10000))
        return ak_fail(err, &RISK_040, text);
    *out = (int)n;
    return AK_OK;
}

static view *answer_of(ctx *c, size_t n, size_t planned, int capacity)
{
    if (!n)
        return view_say(c->a, N_("No contract runs on this day. Ask for another day with --as-of."), NULL);
    if (capacity < 0)
        return view_say_n(c->a, (int64_t)n,
                          N_("{contracts} contract by risk and leverage; {planned} chosen. Nobody says how "
                             "many there is time for: --capacity N, or the setting follow_up_capacity."),
                          N_("{contracts} contracts by risk and leverage; {planned} chosen. Nobody says how "
                             "many there is time for: --capacity N, or the setting follow_up_capacity."),
                          "contracts", view_int(c->a, (int64_t)n), "planned",
                          view_int(c->a, (int64_t)planned), NULL);
    return view_say_n(
        c->a, (int64_t)n,
        N_("{contracts} contract by risk and leverage. Time for: {capacity}; in the plan: {planned}."),
        N_("{contracts} contracts by risk and leverage. Time for: {capacity}; in the plan: {planned}."),
        "contracts", view_int(c->a, (int64_t)n), "capacity", view_int(c->a, capacity), "planned",
        view_int(c->a, (int64_t)planned), NULL);
}

ak_code follow_up_view(view **out, ctx *c, const args *a, ak_err *err)
{
    work w = {.c = c};
    w.by.a = c->a;
    int capacity;
    const char *from;
    contract_row *rows = NULL;
    size_t n = 0;
    AK_TRY(read_capacity(&capacity, &from, c, a, err));
    AK_TRY(risk_tables_load(&w.tables, c->a, err));
    AK_TRY(read_suppliers(&w, err));
    AK_TRY(read_answers(&w, err));
    AK_TRY(read_findings(&w, err));
    AK_TRY(read_events(&w, err));
    AK_TRY(read_contracts(&rows, &n, &w, err));
    AK_TRY(read_parts(rows, n, &w, err));
    follow_row **order = ARENA_NEWS(c->a, follow_row *, n ? n : 1);
    for (size_t i = 0; i < n; i++)
        order[i] = &rows[i].row;
    size_t planned = follow_plan(order, n, capacity);
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n && i < ROWS_MOST; i++)
        add_row(table, c, (const contract_row *)(const void *)order[i]); /* row is its first member */
    view *v = view_map(c->a);
    view_put(v, "answer", answer_of(c, n, planned, capacity));
    view_put_label(v, "running", N_("Contracts"), view_int(c->a, (int64_t)n));
    if (capacity >= 0)
        view_put_label(v, "capacity", N_("There is time for"), view_int(c->a, capacity));
    view_put_data(v, "capacity_from", view_text_c(c->a, from));
    view_put_label(v, "planned_count", N_("In the plan"), view_int(c->a, (int64_t)planned));
    view_put_label(v, "contracts", N_("In turn"), table);
    view_put_label(v, "grid", N_("How many stand where"), grid_of(c, rows, n));
    *out = v;
    return AK_OK;
}

ak_code follow_up_choose_plan(plan **out, ctx *c, const args *a, ak_err *err)
{
    const char *from = args_get(a, "from"), *to = args_get(a, "to"), *reason = args_get(a, "reason");
    str words[5] = {str_of(arena_printf(c->a, "about=%s", args_get(a, "about"))), STR("chosen=yes")};
    size_t n = 2;
    words[n++] =
        str_of(arena_printf(c->a, "period_start=%.*s", from ? (int)strlen(from) : 4, from ? from : c->as_of));
    if (to && *to)
        words[n++] = str_of(arena_printf(c->a, "period_end=%s", to));
    if (reason && *reason)
        words[n++] = str_of(arena_printf(c->a, "reason=%s", reason));
    return plan_say(out, c, STR("follow_up_plan"), words, n, err);
}
