/* ranked_view.c -- the ranked list as a view: rows, filters, other weights, the matrix. */
#include "risk/ranked_view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/html.h"
#include "risk/involvement.h"
#include "risk/reasons.h"
#include "risk/risk_view.h"
#include "risk/rules.h"

#define PAGE_ROWS    100
#define MATRIX_ROWS  60
#define CHOICES_MOST 200
#define ISSUES_TOLD  70 /* characters of them in a message */

/* ---- What is wished ---- */

typedef struct wish {
    const char *kind, *level, *country, *unit, *after;
    int issue; /* -1 = any */
    rank_weights weights;
    bool weighed;
} wish;

static ak_code weight_read(double *out, const args *g, const char *name, bool *weighed, ak_err *err)
{
    const char *text = args_get(g, name);
    char *end = NULL;
    if (!text || !text[0])
        return AK_OK;
    double x = strtod(text, &end);
    if (end == text || *end || !(x >= 0 && x <= 1000))
        return ak_fail(err, &RISK_008, text);
    *out = x;
    *weighed |= x > 0;
    return AK_OK;
}

static const char *given(const args *g, const char *name)
{
    const char *text = args_get(g, name);
    return text && text[0] ? text : NULL;
}

static const char *level_name(arena *a, int i)
{
    return view_name(view_level(a, risk_level_words[i]));
}

static const char *kind_name(arena *a, int i)
{
    return view_name(bought_kind_word(a, (bought_kind)i));
}

static ak_code issue_read(int *out, ctx *c, const risk_tables *t, const char *issue, ak_err *err)
{
    risk_issue found;
    if (!issue)
        return AK_OK;
    buf all = buf_new(c->a, 1024);
    for (int i = 0; i < RISK_ISSUES; i++) {
        const char *name = view_name(issue_word(c->a, t, (risk_issue)i));
        for (int lang = 0; lang < LANGUAGES; lang++) {
            if (str_eq(str_fold(c->a, str_of(issue)), str_fold(c->a, str_of(tr((language)lang, name))))) {
                *out = i;
                return AK_OK;
            }
        }
        if (all.n < ISSUES_TOLD)
            buf_printf(&all, "%s%s", i ? ", " : "", tr(c->lang, name));
    }
    if (!risk_issue_find(&found, t, str_of(issue)))
        return ak_fail(err, &RISK_009, issue, arena_printf(c->a, "%s ...", buf_str(&all).p));
    *out = (int)found;
    return AK_OK;
}

static ak_code wish_read(wish *w, ctx *c, const risk_tables *t, const args *g, ak_err *err)
{
    *w = (wish){.kind = given(g, "kind"),
                .level = given(g, "level"),
                .country = given(g, "country"),
                .unit = given(g, "unit"),
                .after = given(g, "after"),
                .issue = -1};
    AK_TRY(issue_read(&w->issue, c, t, given(g, "issue"), err));
    AK_TRY(code_of_word(&w->kind, c, bought_kind_codes, BOUGHT_KINDS, kind_name, err));
    AK_TRY(code_of_word(&w->level, c, risk_level_words, 4, level_name, err));
    AK_TRY(weight_read(&w->weights.severity, g, "weigh-severity", &w->weighed, err));
    AK_TRY(weight_read(&w->weights.likelihood, g, "weigh-likelihood", &w->weighed, err));
    AK_TRY(weight_read(&w->weights.exposure, g, "weigh-exposure", &w->weighed, err));
    AK_TRY(weight_read(&w->weights.unknown, g, "weigh-unknown", &w->weighed, err));
    AK_TRY(weight_read(&w->weights.amount, g, "weigh-amount", &w->weighed, err));
    return weight_read(&w->weights.leverage, g, "weigh-leverage", &w->weighed, err);
}

static const char *country_of(const ranked_item *i)
{
    return i->party && i->kind != BOUGHT_SECTOR ? i->party->country : "";
}

static str unit_of(const ranked_item *i)
{
    return i->contract ? i->contract->owner_unit : i->party ? i->party->unit : (str){0};
}

/* An issue passes where it is more than low, or not known: that is a reason to look. */
static bool passes(const bought *b, const ranked_item *i, const wish *w)
{
    if (w->kind && strcmp(w->kind, bought_kind_codes[i->kind]) != 0)
        return false;
    if (w->level && strcmp(w->level, risk_level_words[i->summary.level]) != 0)
        return false;
    if (w->issue >= 0 && i->summary.issues[w->issue] == RISK_LOW)
        return false;
    if (w->country && strcmp(w->country, country_of(i)) != 0)
        return false;
    return !w->unit || str_is(unit_of(i), w->unit) ||
           (i->party && !i->contract && bought_buys_for(b, i->party->canon, str_of(w->unit)));
}

typedef struct picked_row {
    ranked_item *item;
} picked_row;

static int what_if_order(const void *a, const void *b)
{
    const ranked_item *x = ((const picked_row *)a)->item;
    const ranked_item *y = ((const picked_row *)b)->item;
    if (x->what_if != y->what_if)
        return x->what_if > y->what_if ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

typedef struct picked {
    ctx *c;
    const ranked *r;
    wish wish;
    picked_row *rows;
    size_t n;
    size_t at;     /* of the stream */
    bool pictures; /* products carry theirs */
} picked;

static void pick(picked *p)
{
    const ranked *r = p->r;
    p->rows = ARENA_NEWS(p->c->a, picked_row, r->n + 1);
    for (size_t i = 0; i < r->n; i++) {
        ranked_item *item = &r->items[i];
        if (!passes(suppliers_bought(r->suppliers), item, &p->wish))
            continue;
        item->what_if = rank_what_if(&item->row, &p->wish.weights, r->amount_max);
        p->rows[p->n++] = (picked_row){item};
    }
    if (p->wish.weighed && p->n)
        qsort(p->rows, p->n, sizeof *p->rows, what_if_order);
}

/* ---- Cells ---- */

static const char *page_of(const ranked_item *i)
{
    return i->kind == BOUGHT_PRODUCT ? "risk" : i->kind == BOUGHT_CONTRACT ? "contract" : "supplier";
}

static view *item_ref(ctx *c, const ranked_item *i)
{
    return view_ref(c->a, page_of(i), i->id.p, str_c(c->a, i->name));
}

static view *likelihood_word(arena *a, const risk_summary *s)
{
    static const char *const codes[] = {"little found", "some", "severe conditions", "named", "established"};
    static const char *const words[] = {N_("little found"), N_("some"), N_("severe conditions"), N_("named"),
                                        N_("established")};
    if (s->hazard_class == 0 && s->unknown > 0)
        return view_word(a, "unknown", N_("unknown"));
    return view_word(a, codes[s->hazard_class], words[s->hazard_class]);
}

static view *share_cell(arena *a, double share, const view_basis *basis)
{
    return view_share(a, llround(share * (double)SHARE_ONE), basis);
}

static ak_code amount_cell(view **out, ctx *c, const ranked_item *i, ak_err *err)
{
    *out = NULL;
    if (!i->amount.currency.n)
        return AK_OK;
    const view_basis *basis = NULL;
    int64_t sid = i->contract ? i->contract->sid : i->party->sid;
    AK_TRY(state_basis(&basis, c, &sid, 1, -1, err));
    *out = view_money(c->a, i->amount.minor, str_c(c->a, i->amount.currency), basis);
    return AK_OK;
}

/* ---- items: all, streamed ---- */

static const view_column item_columns[] = {
    {"rank",            N_("Rank"),                  VIEW_INT,   ""},
    {"subject",         N_("What"),                  VIEW_REF,   ""},
    {"kind",            N_("Kind"),                  VIEW_WORD,  ""},
    {"level",           N_("Level"),                 VIEW_WORD,  ""},
    {"issue",           N_("Because of"),            VIEW_WORD,  ""},
    {"severity",        N_("Severity"),              VIEW_INT,   ""},
    {"likelihood",      N_("Likelihood"),            VIEW_WORD,  ""},
    {"exposure",        N_("Share touched"),         VIEW_SHARE, ""},
    {"unknown",         N_("Unknown"),               VIEW_SHARE, ""},
    {"lowest",          N_("At least"),              VIEW_WORD,  ""},
    {"highest",         N_("At most"),               VIEW_WORD,  ""},
    {"level_of_tables", N_("By tables alone"),       VIEW_WORD,  ""},
    {"country",         N_("Country"),               VIEW_WORD,  ""},
    {"amount",          N_("Amount"),                VIEW_MONEY, ""},
    {"leverage",        N_("Leverage"),              VIEW_WORD,  ""},
    {"involvement",     N_("How we stand to it"),    VIEW_WORD,  ""},
    {"place",           N_("Place by your weights"), VIEW_INT,   ""},
    {"reasons",         N_("Why"),                   VIEW_LIST,  ""},
    {"as_of",           N_("As of"),                 VIEW_DATE,  ""},
    {"tables",          N_("Factor tables"),         VIEW_TEXT,  ""},
    {"materials",       N_("Materials"),             VIEW_LIST,  ""},
    {"rests_on",        N_("Rests on"),              VIEW_MAP,   ""},
};
#define ITEM_COLUMNS 18 /* and four more where products carry their pictures */

static ak_code picture_cells(view **cells, ctx *c, const picked *p, const ranked_item *i, ak_err *err)
{
    if (i->kind != BOUGHT_PRODUCT)
        return AK_OK;
    state_subject subject;
    risk_picture *drawn = NULL;
    view *v = NULL;
    AK_TRY(state_subject_by_id(&subject, c, i->products[0], err));
    AK_TRY(risk_picture_of(&drawn, c, suppliers_world(p->r->suppliers), &subject, p->r->year, err));
    AK_TRY(risk_picture_view(&v, c, drawn, err));
    for (int k = 0; k < 4; k++)
        cells[k] = (view *)(uintptr_t)view_get(v, item_columns[ITEM_COLUMNS + k].key);
    return AK_OK;
}

static ak_code next_item(void *payload, arena *scratch, view **cells, bool *more, ak_err *err)
{
    picked *p = payload;
    *more = p->at < p->n;
    if (!*more)
        return AK_OK;
    const ranked_item *i = p->rows[p->at++].item;
    ctx c = *p->c;
    c.a = scratch;
    const risk_tables *t = suppliers_world(p->r->suppliers)->tables;
    const risk_summary *s = &i->summary;
    const standing how = standing_of(p->r, i);
    const view_basis *basis = NULL;
    view *reasons = NULL;
    AK_TRY(reasons_view(&reasons, &basis, &c, p->r, i, err));
    for (int k = 0; k < (p->pictures ? ITEM_COLUMNS + 4 : ITEM_COLUMNS); k++)
        cells[k] = NULL;
    cells[0] = view_int(scratch, (int64_t)i->rank);
    cells[1] = item_ref(&c, i);
    cells[2] = bought_kind_word(scratch, i->kind);
    cells[3] = view_level(scratch, risk_level_words[s->level]);
    cells[4] = issue_word(scratch, t, s->issue);
    cells[5] = view_int(scratch, s->severity);
    cells[6] = likelihood_word(scratch, s);
    cells[7] = share_cell(scratch, s->share, basis);
    cells[8] = share_cell(scratch, s->unknown, basis);
    cells[9] = view_level(scratch, risk_level_words[s->lower]);
    cells[10] = view_level(scratch, risk_level_words[s->upper]);
    cells[11] = view_level(scratch, risk_level_words[s->of_tables]);
    cells[12] = country_of(i)[0] ? view_country(scratch, country_of(i)) : NULL;
    AK_TRY(amount_cell(&cells[13], &c, i, err));
    cells[14] = leverage_word(scratch, i->leverage);
    cells[15] = involvement_word(scratch, &how);
    cells[16] = p->wish.weighed ? view_int(scratch, (int64_t)p->at) : NULL;
    cells[17] = reasons;
    return p->pictures ? picture_cells(cells + ITEM_COLUMNS, &c, p, i, err) : AK_OK;
}

/* ---- ranked: a page for people ---- */

static const view_column page_columns[] = {
    {"rank",       N_("Rank"),                  VIEW_INT,   ""},
    {"subject",    N_("What"),                  VIEW_REF,   ""},
    {"kind",       N_("Kind"),                  VIEW_WORD,  ""},
    {"level",      N_("Level"),                 VIEW_WORD,  ""},
    {"issue",      N_("Because of"),            VIEW_WORD,  ""},
    {"likelihood", N_("Likelihood"),            VIEW_WORD,  ""},
    {"unknown",    N_("Unknown"),               VIEW_SHARE, ""},
    {"amount",     N_("Amount"),                VIEW_MONEY, ""},
    {"leverage",   N_("Leverage"),              VIEW_WORD,  ""},
    {"why",        N_("Why"),                   VIEW_SAY,   ""},
    {"place",      N_("Place by your weights"), VIEW_INT,   ""},
};

/* The same question, to go on after a row. */
static const char *next_href(const picked *p, const args *g, str after)
{
    buf b = buf_new(p->c->a, 0);
    buf_printf(&b, "/%s/risk?after=", language_code(p->c->lang));
    html_query(&b, after);
    for (size_t i = 0; i < g->n; i++) {
        if (strcmp(g->names[i], "after") == 0 || !g->values[i][0])
            continue;
        buf_printf(&b, "&%s=", g->names[i]);
        html_query(&b, str_of(g->values[i]));
    }
    return b.p;
}

static ak_code page_put(view *v, picked *p, const args *g, ak_err *err)
{
    ctx *c = p->c;
    arena *a = c->a;
    const risk_tables *t = suppliers_world(p->r->suppliers)->tables;
    view *table = view_table(a, page_columns, p->wish.weighed ? 11 : 10);
    size_t from = 0;
    while (p->wish.after && from < p->n && !str_is(p->rows[from].item->id, p->wish.after))
        from++;
    from += p->wish.after != NULL;
    size_t to = from + PAGE_ROWS < p->n ? from + PAGE_ROWS : p->n;
    for (size_t k = from; k < to; k++) {
        const ranked_item *i = p->rows[k].item;
        const risk_summary *s = &i->summary;
        const view_basis *basis = NULL;
        view *reasons = NULL;
        view *amount = NULL;
        AK_TRY(reasons_view(&reasons, &basis, c, p->r, i, err));
        AK_TRY(amount_cell(&amount, c, i, err));
        const view *first = view_at(reasons, 0);
        view_row(table);
        view_cell(table, view_int(a, (int64_t)i->rank));
        view_cell(table, item_ref(c, i));
        view_cell(table, bought_kind_word(a, i->kind));
        view_cell(table, view_level(a, risk_level_words[s->level]));
        view_cell(table, issue_word(a, t, s->issue));
        view_cell(table, likelihood_word(a, s));
        view_cell(table, share_cell(a, s->unknown, basis));
        view_cell(table, amount);
        view_cell(table, leverage_word(a, i->leverage));
        view_cell(table, first ? (view *)(uintptr_t)view_get(first, "text") : NULL);
        if (p->wish.weighed)
            view_cell(table, view_int(a, (int64_t)k + 1));
    }
    view_put_label(v, "ranked", N_("Everything bought, worst first"), table);
    if (to < p->n)
        view_put_data(v, "next_href", view_text_c(a, next_href(p, g, p->rows[to - 1].item->id)));
    return AK_OK;
}

/* ---- Choices of the form ---- */

static void choice_add(view *list, arena *a, view *word, const char *code, const char *chosen)
{
    view *v = view_map(a);
    view_put(v, "code", view_text_c(a, code));
    view_put_data(v, "word", word);
    view_put_data(v, "chosen", view_bool(a, chosen && strcmp(chosen, code) == 0));
    view_add(list, v);
}

static void choice_of_countries(view *choices, const picked *p)
{
    arena *a = p->c->a;
    view *list = view_list(a);
    strmap seen = {.a = a};
    size_t n = 0;
    for (size_t i = 0; i < p->r->n && n < CHOICES_MOST; i++) {
        str text = str_of(country_of(&p->r->items[i]));
        if (!text.n || strmap_get(&seen, text))
            continue;
        strmap_put(&seen, text, 1);
        n++;
        const char *code = str_c(a, text);
        choice_add(list, a, view_country(a, code), code, p->wish.country);
    }
    view_put_data(choices, "countries", list);
}

static void choice_of_units(view *choices, const picked *p)
{
    arena *a = p->c->a;
    const bought *b = suppliers_bought(p->r->suppliers);
    view *list = view_list(a);
    strmap seen = {.a = a};
    size_t n = 0;
    for (size_t i = 0; i < b->units_n && n < CHOICES_MOST; i++) {
        if (strmap_get(&seen, b->units[i].unit))
            continue;
        strmap_put(&seen, b->units[i].unit, 1);
        n++;
        const char *unit = str_c(a, b->units[i].unit);
        choice_add(list, a, view_text_c(a, unit), unit, p->wish.unit);
    }
    view_put_data(choices, "units", list);
}

static void choices_put(view *v, const picked *p)
{
    arena *a = p->c->a;
    const risk_tables *t = suppliers_world(p->r->suppliers)->tables;
    view *choices = view_map(a);
    view *list = view_list(a);
    for (int i = 0; i < BOUGHT_KINDS; i++)
        choice_add(list, a, bought_kind_word(a, (bought_kind)i), bought_kind_codes[i], p->wish.kind);
    view_put_data(choices, "kinds", list);
    list = view_list(a);
    for (int i = RISK_HIGH; i >= RISK_LOW; i--)
        choice_add(list, a, view_level(a, risk_level_words[i]), risk_level_words[i], p->wish.level);
    view_put_data(choices, "levels", list);
    list = view_list(a);
    const char *issue = p->wish.issue >= 0 ? t->issues[p->wish.issue].code : NULL;
    for (int i = 0; i < RISK_ISSUES; i++)
        choice_add(list, a, issue_word(a, t, (risk_issue)i), t->issues[i].code, issue);
    view_put_data(choices, "issues", list);
    choice_of_countries(choices, p);
    choice_of_units(choices, p);
    view_put_data(v, "choices", choices);
}

static void weights_put(view *v, const picked *p, const args *g)
{
    static const char *const names[] = {"weigh-severity", "weigh-likelihood", "weigh-exposure",
                                        "weigh-unknown",  "weigh-amount",     "weigh-leverage"};
    static const char *const words[] = {N_("Severity"), N_("Likelihood"), N_("Share touched"),
                                        N_("Unknown"),  N_("Amount"),     N_("Leverage")};
    arena *a = p->c->a;
    view *list = view_list(a);
    for (int i = 0; i < 6; i++) {
        view *w = view_map(a);
        const char *typed = args_get(g, names[i]);
        view_put_data(w, "name", view_text_c(a, names[i]));
        view_put_data(w, "word", view_word(a, names[i], words[i]));
        view_put_data(w, "value", view_text_c(a, typed ? typed : ""));
        view_add(list, w);
    }
    view_put_data(v, "weights", list);
    view_put_data(v, "weighed", view_bool(a, p->wish.weighed));
}

static const view_column count_columns[] = {
    {"level", N_("Level"), VIEW_WORD, ""},
    {"count", N_("Count"), VIEW_INT,  ""},
};

static view *counts_view(const picked *p)
{
    arena *a = p->c->a;
    view *table = view_table(a, count_columns, 2);
    for (int level = RISK_HIGH; level >= RISK_LOW; level--) {
        int64_t n = 0;
        for (size_t i = 0; i < p->n; i++)
            n += (int)p->rows[i].item->summary.level == level;
        view_row(table);
        view_cell(table, view_level(a, risk_level_words[level]));
        view_cell(table, view_int(a, n));
    }
    return table;
}

static view *tables_read(const picked *p)
{
    arena *a = p->c->a;
    const own_list *own = suppliers_own_list(p->r->suppliers);
    view *list = view_list(a);
    for (size_t i = 0; i < own->tables_n; i++) {
        const own_table *t = &own->tables[i];
        view_add(list, view_say(a,
                                N_("Your own table {table}, {edition}. Rows that count: {rows}; that could "
                                   "not be read: {left}."),
                                "table", view_text_c(a, t->name), "edition", view_text_c(a, t->edition),
                                "rows", view_int(a, (int64_t)t->rows), "left",
                                view_int(a, (int64_t)t->passed_over), (char *)NULL));
    }
    return list;
}

ak_code ranked_put(view *v, ctx *c, const ranked *r, const args *g, ak_err *err)
{
    arena *a = c->a;
    picked *p = ARENA_NEW(a, picked);
    *p = (picked){.c = c, .r = r, .pictures = r->top_products_n > 1};
    AK_TRY(wish_read(&p->wish, p->c, suppliers_world(r->suppliers)->tables, g, err));
    pick(p);
    size_t high = 0;
    size_t unknown = 0;
    for (size_t i = 0; i < p->n; i++) {
        high += p->rows[i].item->summary.level == RISK_HIGH;
        unknown += p->rows[i].item->summary.level == RISK_UNKNOWN;
    }
    view_put(v, "answer",
             view_say(a, N_("High: {high} of {n}. Not to be judged: {unknown}."), "n",
                      view_int(a, (int64_t)p->n), "high", view_int(a, (int64_t)high), "unknown",
                      view_int(a, (int64_t)unknown), (char *)NULL));
    view_put_data(v, "is_list", view_bool(a, true));
    view_put_data(v, "total", view_int(a, (int64_t)p->n));
    if (!view_get(v, "year"))
        view_put_label(v, "year", N_("Tables of the year"), view_year(a, r->year));
    view_put_label(v, "counts", N_("How many"), counts_view(p));
    AK_TRY(page_put(v, p, g, err));
    view *own = tables_read(p);
    if (view_count(own))
        view_put_label(v, "own_tables", N_("Your own tables"), own);
    choices_put(v, p);
    weights_put(v, p, g);
    view *items = view_table(a, item_columns, p->pictures ? ITEM_COLUMNS + 4 : ITEM_COLUMNS);
    view_stream(items, next_item, p);
    view_put_data(v, "items", items);
    return AK_OK;
}

/* ---- Matrix ---- */

/* Issues that a table or somebody speaks of in any of the rows; the others would be a field of hatching. */
static size_t issues_spoken_of(int *out, const picked *p, size_t rows)
{
    size_t n = 0;
    for (int i = 0; i < RISK_ISSUES; i++) {
        bool spoken = false;
        for (size_t k = 0; k < rows; k++)
            spoken |= p->rows[k].item->summary.issues[i] != RISK_UNKNOWN;
        if (spoken)
            out[n++] = i;
    }
    return n;
}

ak_code risk_matrix_view(view **out, ctx *c, const args *g, ak_err *err)
{
    arena *a = c->a;
    ranked *r = NULL;
    AK_TRY(ranked_load(&r, c, err));
    const risk_tables *t = suppliers_world(r->suppliers)->tables;
    picked p = {.c = c, .r = r};
    AK_TRY(wish_read(&p.wish, c, t, g, err));
    pick(&p);
    size_t rows = p.n < MATRIX_ROWS ? p.n : MATRIX_ROWS;
    int issues[RISK_ISSUES];
    size_t issues_n = issues_spoken_of(issues, &p, rows);
    view_column *columns = ARENA_NEWS(a, view_column, issues_n + 2);
    columns[0] = (view_column){"subject", N_("What"), VIEW_REF, ""};
    for (size_t i = 0; i < issues_n; i++)
        columns[i + 1] = (view_column){t->issues[issues[i]].code,
                                       view_name(issue_word(a, t, (risk_issue)issues[i])), VIEW_WORD, ""};
    columns[issues_n + 1] = (view_column){"level", N_("All in all"), VIEW_WORD, ""};
    view *table = view_table(a, columns, issues_n + 2);
    size_t high = 0;
    for (size_t k = 0; k < rows; k++) {
        const ranked_item *i = p.rows[k].item;
        buf href = buf_new(a, 0);
        buf_printf(&href, "%s?id=", page_of(i));
        html_query(&href, i->id);
        view_row(table);
        view_cell(table, item_ref(c, i));
        for (size_t n = 0; n < issues_n; n++)
            view_cell(table,
                      view_link(view_level(a, risk_level_words[i->summary.issues[issues[n]]]), href.p));
        view_cell(table, view_level(a, risk_level_words[i->summary.level]));
        high += i->summary.level == RISK_HIGH;
    }
    view *v = view_map(a);
    view *title = view_say_n(a, (int64_t)high, N_("Of the worst, {high} of {rows} is high"),
                             N_("Of the worst, {high} of {rows} are high"), "high",
                             view_int(a, (int64_t)high), "rows", view_int(a, (int64_t)rows), (char *)NULL);
    view *note =
        view_say_n(a, (int64_t)(RISK_ISSUES - issues_n),
                   N_("The worst of each row's tiers by issue. {n} further issue is unknown in every row."),
                   N_("The worst of each row's tiers by issue. {n} further issues are unknown in every row."),
                   "n", view_int(a, (int64_t)(RISK_ISSUES - issues_n)), (char *)NULL);
    view_put_label(v, "matrix", N_("Suppliers by issue"),
                   view_figure(a, "matrix", title, note, NULL, NULL, table));
    *out = v;
    return AK_OK;
}
