/* calibration_view.c -- the model's classes beside lists that it was not made with. */
#include "risk/calibration_view.h"

#include <string.h>

#include "base/country.h"
#include "risk/hazard.h"
#include "risk/own_list.h"

#define ILAB_WHOLE  2016 /* the edition of which every row is here */
#define ILAB_LATER  2024 /* the edition of which nine rows are here */
#define YEAR_BEFORE 2018 /* tables without the later edition */

static const risk_issue compared[] = {RISK_FORCED_LABOUR, RISK_CHILD_LABOUR};
#define COMPARED (sizeof compared / sizeof *compared)

typedef enum said_class { SAID_LITTLE, SAID_SOME, SAID_SEVERE, SAID_OPEN, SAID_N } said_class;

static const struct {
    const char *code, *text;
} class_words[SAID_N] = {
    {"little", N_("little found")     },
    {"some",   N_("some")             },
    {"severe", N_("severe conditions")},
    {"open",   N_("no figure: open")  },
};

/* ---- Asking the model without the list ---- */

static said_class class_of(const risk_tables *t, const char *country_code, risk_issue issue, int year)
{
    hazard h;
    hazard_of(&h, t, country_code, -1, RISK_MANUFACTURE, issue, year);
    if (h.lo < h.hi)
        return SAID_OPEN;
    return h.lo >= 2 ? SAID_SEVERE : h.lo == 1 ? SAID_SOME : SAID_LITTLE;
}

static bool is_material(const risk_tables *t, const char *good)
{
    for (size_t i = 0; i < t->goods_n; i++)
        if (t->goods[i].material >= 0 && strcmp(t->goods[i].good, good) == 0)
            return true;
    return false;
}

/* A row of the whole edition that the model was not made with. */
static bool is_outside(const risk_tables *t, const risk_listing *l)
{
    return strcmp(l->list, "ilab") == 0 && l->edition == ILAB_WHOLE && !l->input && !is_material(t, l->good);
}

static const char *goods_listed(ctx *c, const risk_tables *t, const char *country_code, risk_issue issue)
{
    buf out = buf_new(c->a, 4096);
    for (size_t i = 0; i < t->listings_n; i++) {
        const risk_listing *l = &t->listings[i];
        if (is_outside(t, l) && l->issue == issue && strcmp(l->country, country_code) == 0)
            buf_printf(&out, "%s%s", out.n ? ", " : "", l->good);
    }
    return out.n ? buf_str(&out).p : "";
}

static bool has_any_row(const risk_tables *t, const char *country_code, risk_issue issue, int year)
{
    return class_of(t, country_code, issue, year) != SAID_OPEN;
}

static view *issue_view(ctx *c, const risk_tables *t, risk_issue issue)
{
    return view_word(c->a, t->issues[issue].code, t->issues[issue].name);
}

static view *country_name_view(ctx *c, const char *country_code)
{
    return view_country(c->a, country_code);
}

/* ---- Countries ---- */

static const view_column condition_columns[] = {
    {"issue",     N_("Issue"),                                        VIEW_WORD, ""},
    {"class",     N_("What the country's figures say"),               VIEW_WORD, ""},
    {"countries", N_("Countries"),                                    VIEW_INT,  ""},
    {"listed",    N_("Of them with a listed good outside the model"), VIEW_INT,  ""},
};

static const view_column missed_columns[] = {
    {"country", N_("Country"),      VIEW_WORD, ""},
    {"issue",   N_("Issue"),        VIEW_WORD, ""},
    {"goods",   N_("Listed goods"), VIEW_TEXT, ""},
};

static const view_column not_listed_columns[] = {
    {"issue",     N_("Issue"),     VIEW_WORD, ""},
    {"count",     N_("Countries"), VIEW_INT,  ""},
    {"countries", N_("Which"),     VIEW_TEXT, ""},
};

typedef struct tables_out {
    view *conditions, *missed, *not_listed;
    int64_t agree, apart, open; /* listed country and issue: severe or some, little found, no figure */
} tables_out;

static void compare_issue(tables_out *o, ctx *c, const risk_tables *t, risk_issue issue)
{
    int64_t all[SAID_N] = {0}, listed[SAID_N] = {0}, silent = 0;
    buf names = buf_new(c->a, 1 << 14);
    for (size_t i = 0; i < countries_n; i++) {
        const char *code = countries[i].iso3;
        said_class said = class_of(t, code, issue, c->year);
        const char *goods = goods_listed(c, t, code, issue);
        if (!*goods && !has_any_row(t, code, issue, c->year))
            continue; /* nobody says anything */
        all[said]++;
        listed[said] += *goods != '\0';
        if (*goods && said == SAID_LITTLE) {
            view_row(o->missed);
            view_cell(o->missed, country_name_view(c, code));
            view_cell(o->missed, issue_view(c, t, issue));
            view_cell(o->missed, view_text_c(c->a, goods));
        } else if (!*goods && said == SAID_SEVERE) {
            silent++;
            buf_printf(&names, "%s%s", names.n ? ", " : "", country_name(c->lang, code));
        }
    }
    for (int s = 0; s < SAID_N; s++) {
        view_row(o->conditions);
        view_cell(o->conditions, issue_view(c, t, issue));
        view_cell(o->conditions, view_word(c->a, class_words[s].code, class_words[s].text));
        view_cell(o->conditions, view_int(c->a, all[s]));
        view_cell(o->conditions, view_int(c->a, listed[s]));
    }
    view_row(o->not_listed);
    view_cell(o->not_listed, issue_view(c, t, issue));
    view_cell(o->not_listed, view_int(c->a, silent));
    view_cell(o->not_listed, names.n ? view_text(c->a, buf_str(&names)) : NULL);
    o->agree += listed[SAID_SEVERE] + listed[SAID_SOME];
    o->apart += listed[SAID_LITTLE];
    o->open += listed[SAID_OPEN];
}

/* ---- Groups of goods ---- */

static const view_column group_columns[] = {
    {"code",   N_("CPV"),                      VIEW_TEXT, ""},
    {"listed", N_("Listed country and issue"), VIEW_INT,  ""},
    {"severe", N_("Severe conditions"),        VIEW_INT,  ""},
    {"some",   N_("Some"),                     VIEW_INT,  ""},
    {"little", N_("Little found"),             VIEW_INT,  ""},
    {"open",   N_("No figure: open"),          VIEW_INT,  ""},
};

static bool makes(const risk_tables *t, const char *code, const char *good)
{
    for (size_t i = 0; i < t->sectors_n; i++)
        if (strcmp(t->sectors[i].scheme, "cpv") == 0 && strcmp(t->sectors[i].code, code) == 0 &&
            strcmp(t->sectors[i].good, good) == 0)
            return true;
    return false;
}

/* Whether an earlier row listed another good of the group in the same country for the same issue. */
static bool is_counted(const risk_tables *t, const bool *outside, const char *code, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        const risk_listing *l = &t->listings[i];
        if (l->issue == t->listings[at].issue && strcmp(l->country, t->listings[at].country) == 0 &&
            outside[i] && makes(t, code, l->good))
            return true;
    }
    return false;
}

static view *groups_table(ctx *c, const risk_tables *t)
{
    view *table = view_table(c->a, group_columns, sizeof group_columns / sizeof *group_columns);
    const char *code = "";
    bool *outside = ARENA_NEWS(c->a, bool, t->listings_n + 1);
    for (size_t i = 0; i < t->listings_n; i++)
        outside[i] = is_outside(t, &t->listings[i]);
    for (size_t i = 0; i < t->sectors_n; i++) {
        if (strcmp(t->sectors[i].scheme, "cpv") != 0 || strcmp(t->sectors[i].code, code) == 0)
            continue;
        code = t->sectors[i].code;
        int64_t n[SAID_N] = {0}, all = 0;
        for (size_t k = 0; k < t->listings_n; k++) {
            const risk_listing *l = &t->listings[k];
            if (!outside[k] || !makes(t, code, l->good) || is_counted(t, outside, code, k))
                continue;
            n[class_of(t, l->country, l->issue, c->year)]++;
            all++;
        }
        if (!all)
            continue;
        view_row(table);
        view_cell(table, view_text_c(c->a, code));
        view_cell(table, view_int(c->a, all));
        view_cell(table, view_int(c->a, n[SAID_SEVERE]));
        view_cell(table, view_int(c->a, n[SAID_SOME]));
        view_cell(table, view_int(c->a, n[SAID_LITTLE]));
        view_cell(table, view_int(c->a, n[SAID_OPEN]));
    }
    return table;
}

/* ---- The later edition ---- */

static const view_column later_columns[] = {
    {"country",   N_("Country"),                    VIEW_WORD, ""},
    {"good",      N_("Good"),                       VIEW_TEXT, ""},
    {"issue",     N_("Issue"),                      VIEW_WORD, ""},
    {"class",     N_("Class by the tables before"), VIEW_TEXT, ""},
    {"agreement", N_("Agreement"),                  VIEW_WORD, ""},
};

static view *agreement_view(ctx *c, int lo, int hi, int wanted)
{
    if (lo >= wanted)
        return view_word(c->a, "agrees", N_("agrees"));
    if (hi >= wanted)
        return view_word(c->a, "open", N_("open: could be"));
    return lo > 0 ? view_word(c->a, "partly", N_("lower here"))
                  : view_word(c->a, "disagrees", N_("disagrees"));
}

static view *later_table(ctx *c, const risk_tables *t, int64_t *agree, int64_t *apart)
{
    view *table = view_table(c->a, later_columns, sizeof later_columns / sizeof *later_columns);
    for (size_t i = 0; i < t->listings_n; i++) {
        const risk_listing *l = &t->listings[i];
        if (strcmp(l->list, "ilab") != 0 || l->edition != ILAB_LATER || l->input)
            continue;
        const risk_good *good = NULL;
        for (size_t k = 0; k < t->goods_n && !good; k++)
            if (strcmp(t->goods[k].good, l->good) == 0)
                good = &t->goods[k];
        hazard h;
        hazard_of(&h, t, l->country, good ? good->material : -1, good ? good->stage : RISK_MANUFACTURE,
                  l->issue, YEAR_BEFORE);
        *agree += h.lo >= 3;
        *apart += h.hi < 3;
        view_row(table);
        view_cell(table, country_name_view(c, l->country));
        view_cell(table, view_text_c(c->a, l->good));
        view_cell(table, issue_view(c, t, l->issue));
        view_cell(table, view_text_c(c->a, h.lo < h.hi ? arena_printf(c->a, "%d..%d", h.lo, h.hi)
                                                       : arena_printf(c->a, "%d", h.lo)));
        view_cell(table, agreement_view(c, h.lo, h.hi, 3));
    }
    return table;
}

/* ---- The user's own list ---- */

static const view_column own_columns[] = {
    {"group",     N_("Group of goods"),     VIEW_TEXT, ""},
    {"country",   N_("Country"),            VIEW_WORD, ""},
    {"theirs",    N_("Class of your list"), VIEW_INT,  ""},
    {"ours",      N_("Class without it"),   VIEW_TEXT, ""},
    {"agreement", N_("Agreement"),          VIEW_WORD, ""},
};

/* Goods of the lists that stand under the row's code. */
static size_t goods_under(const char **out, const risk_tables *t, const char *code)
{
    size_t n = 0;
    for (size_t i = 0; *code && i < t->sectors_n; i++) {
        const risk_sector_good *s = &t->sectors[i];
        size_t k = strlen(s->code) < strlen(code) ? strlen(s->code) : strlen(code);
        if (strcmp(s->scheme, "cpv") == 0 && strncmp(s->code, code, k) == 0)
            out[n++] = s->good;
    }
    return n;
}

/* The worst class of the row's issues where it speaks of a country, else of any country that a list names. */
static void class_without(int *lo, int *hi, const risk_tables *t, const risk_own_row *r,
                          const hazard_sector *s, int year)
{
    *lo = 0;
    *hi = 0;
    for (int i = 0; i < RISK_ISSUES; i++) {
        if (!(r->issues >> i & 1))
            continue;
        hazard h = {.lo = 0, .hi = 3};
        if (*r->country)
            hazard_of_sector(&h, t, r->country, s, (risk_issue)i, year);
        for (size_t k = 0; !*r->country && k < t->listings_n; k++)
            if (t->listings[k].issue == (risk_issue)i && hazard_sector_makes(s, t->listings[k].good))
                h.lo = h.hi = 3;
        *lo = h.lo > *lo ? h.lo : *lo;
        *hi = h.hi > *hi ? h.hi : *hi;
    }
}

static view *own_table_view(ctx *c, const risk_tables *t, const own_list *own, int64_t *agree, int64_t *apart)
{
    view *table = view_table(c->a, own_columns, sizeof own_columns / sizeof *own_columns);
    const char **goods = ARENA_NEWS(c->a, const char *, t->sectors_n + 1);
    for (size_t i = 0; i < own->n; i++) {
        const risk_own_row *r = &own->rows[i];
        if (strcmp(r->list, "dfo_high_risk") != 0)
            continue;
        hazard_sector s = {.goods = goods, .goods_n = goods_under(goods, t, r->code)};
        s.named = s.goods_n > 0;
        s.open = !s.named;
        int lo, hi;
        class_without(&lo, &hi, t, r, &s, c->year);
        *agree += lo >= r->hazard_class;
        *apart += hi < r->hazard_class;
        view_row(table);
        view_cell(table, view_text_c(c->a, r->words && *r->words ? r->words
                                           : *r->group           ? r->group
                                                                 : r->code));
        view_cell(table, *r->country ? country_name_view(c, r->country) : NULL);
        view_cell(table, view_int(c->a, r->hazard_class));
        view_cell(table, view_text_c(c->a, lo < hi ? arena_printf(c->a, "%d..%d", lo, hi)
                                                   : arena_printf(c->a, "%d", lo)));
        view_cell(table, agreement_view(c, lo, hi, r->hazard_class));
    }
    return table;
}

/* ---- The whole ---- */

#define NEW_TABLE(columns) view_table(c->a, (columns), sizeof(columns) / sizeof *(columns))

ak_code calibration_view(view **out, ctx *c, const args *a, ak_err *err)
{
    (void)a;
    risk_tables *t = NULL;
    own_list *own = NULL;
    int64_t later_agree = 0, later_apart = 0, own_agree = 0, own_apart = 0;
    AK_TRY(risk_tables_load(&t, c->a, err));
    AK_TRY(own_list_load(&own, c, t, err));
    tables_out o = {
        NEW_TABLE(condition_columns), NEW_TABLE(missed_columns), NEW_TABLE(not_listed_columns), 0, 0, 0};
    for (size_t i = 0; i < COMPARED; i++)
        compare_issue(&o, c, t, compared[i]);
    view *later = later_table(c, t, &later_agree, &later_apart);
    view *v = view_map(c->a);
    view_put(
        v, "answer",
        view_say(
            c->a,
            N_("Where the list of {edition} names a good outside the model, the country's own figures say "
               "so too in {agree} of {all} cases."),
            "edition", view_year(c->a, ILAB_WHOLE), "agree", view_int(c->a, o.agree), "all",
            view_int(c->a, o.agree + o.apart + o.open), NULL));
    view_put_label(v, "agree", N_("Some or severe by the figures"), view_int(c->a, o.agree));
    view_put_label(v, "apart", N_("Little found by the figures"), view_int(c->a, o.apart));
    view_put_label(v, "open", N_("No figure"), view_int(c->a, o.open));
    view_put_label(v, "conditions", N_("Countries, by what their figures say and whether they are listed"),
                   o.conditions);
    view_put_label(v, "missed", N_("Disagreement: listed, though the figures say little found"), o.missed);
    view_put_label(v, "not_listed", N_("Disagreement: severe by the figures, and no good listed"),
                   o.not_listed);
    view_put_label(v, "groups", N_("Groups of goods: what the figures of the listed countries say"),
                   groups_table(c, t));
    view_put_label(v, "later", N_("Rows of 2024, against the tables of 2018"), later);
    view_put_label(v, "later_agree", N_("Of these known before"), view_int(c->a, later_agree));
    view_put_label(v, "later_apart", N_("Of these not expected"), view_int(c->a, later_apart));
    if (own->n) {
        view *table = own_table_view(c, t, own, &own_agree, &own_apart);
        view_put_label(v, "own", N_("Your own high-risk list, against the model without it"), table);
        view_put_label(v, "own_agree", N_("Rows that agree"), view_int(c->a, own_agree));
        view_put_label(v, "own_apart", N_("Rows that disagree"), view_int(c->a, own_apart));
    } else {
        view_put(v, "next",
                 view_say(c->a,
                          N_("Read in your own copy of a high-risk list, and it is compared here as well."),
                          NULL));
    }
    *out = v;
    return AK_OK;
}
