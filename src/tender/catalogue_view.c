/* catalogue_view.c -- the catalogue for people: search, filters, one row in full. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "tender/catalogue.h"
#include "tender/rule.h"
#include "tender/words.h"

/* A figure of the catalogue rests on the edition that was read. */
static const view_basis *basis_of(arena *a, const catalogue_row *row)
{
    const catalogue_source *s = catalogue_source_of(row);
    view_source *one = ARENA_NEW(a, view_source);
    *one = (view_source){.text = arena_printf(a, "%s; %s", s->source, row->paragraph),
                         .url = s->url,
                         .year = (int)strtol(s->published, NULL, 10),
                         .evidence = "documented",
                         .statement = ""};
    view_basis *basis = ARENA_NEW(a, view_basis);
    *basis = (view_basis){.sources = one, .n = 1, .traced_share = -1};
    return basis;
}

view *catalogue_value_view(ctx *c, const catalogue_row *row)
{
    arena *a = c->a;
    limit l = {.operator= row->operator, .attribute = row->attribute, .text = ""};
    if (row->kind != CATALOGUE_REQUIREMENT)
        return row->steps && row->steps[0] ? view_text_c(a, row->steps) : view_none(a);
    if (catalogue_left_to_buyer(row))
        return view_say(a, N_("set by the buyer"), (char *)NULL);
    if (row->threshold[0]) {
        l.low.said = decimal_read_plain(&l.low.n, str_of(row->threshold), NULL) == AK_OK;
    } else {
        l.text = row->threshold_text;
    }
    l.low.unit = row->unit[0] ? unit_find(str_of(row->unit)) : NULL;
    l.low.unit_text = row->unit;
    return rule_limit_view(c, &l, row->threshold_text, basis_of(a, row));
}

/* ---- The list ---- */

static const view_column columns[] = {
    {"row",   N_("Row"),           VIEW_REF,  ""},
    {"kind",  N_("Kind"),          VIEW_WORD, ""},
    {"title", N_("Title"),         VIEW_TEXT, ""},
    {"group", N_("Product group"), VIEW_TEXT, ""},
    {"value", N_("Value"),         VIEW_SAY,  ""},
    {"from",  N_("From"),          VIEW_DATE, ""},
    {"until", N_("Until"),         VIEW_DATE, ""},
};

static view *kind_word(arena *a, catalogue_kind k)
{
    static const char *const words[CATALOGUE_KINDS] = {N_("requirement"), N_("criterion"), N_("clause"),
                                                       N_("rule about the tender")};
    return view_word(a, catalogue_kind_words[k], words[k]);
}

typedef struct wish {
    const char *group, *kind, *day;
    str words; /* folded */
} wish;

static bool has_words(arena *a, const catalogue_row *row, str words)
{
    buf all = buf_new(a, 0);
    for (int l = 0; l < LANGUAGES; l++)
        buf_printf(&all, "%s %s ", row->title[l], row->text[l]);
    buf_printf(&all, "%s %s", row->code, row->attribute ? row->attribute : "");
    str text = str_fold(a, buf_str(&all));
    while (words.n) {
        str one = str_cut(&words, ' ');
        if (one.n && !memmem(text.p, text.n, one.p, one.n))
            return false;
    }
    return true;
}

static bool is_wanted(arena *a, const catalogue_row *row, const wish *w)
{
    return (!w->group[0] || catalogue_group_fits(row->product_group, w->group)) &&
           (!w->kind[0] || strcmp(catalogue_kind_words[row->kind], w->kind) == 0) &&
           (!w->day[0] || catalogue_in_force(row, w->day)) && has_words(a, row, w->words);
}

static const char *given(const args *g, const char *name)
{
    const char *value = args_get(g, name);
    return value ? value : "";
}

static view *list_of(ctx *c, const wish *w, int64_t *n)
{
    arena *a = c->a;
    view *table = view_table(a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < catalogue_n; i++) {
        const catalogue_row *row = &catalogue[i];
        if (!is_wanted(a, row, w))
            continue;
        ++*n;
        view_row(table);
        view_cell(table, view_ref(a, "tender/catalogue", row->code, row->code));
        view_cell(table, kind_word(a, row->kind));
        view_cell(table, view_text_c(a, row->title[c->lang]));
        view_cell(table, words_product_group(c, row->product_group));
        view_cell(table, catalogue_value_view(c, row));
        view_cell(table, view_date(a, row->valid_from));
        view_cell(table, row->valid_to[0] ? view_date(a, row->valid_to) : view_none(a));
    }
    return table;
}

/* What can be chosen in the page's form: groups as they stand in the rows, each once. */
static view *groups_of(ctx *c, const char *chosen)
{
    arena *a = c->a;
    view *list = view_list(a);
    for (size_t i = 0; i < catalogue_n; i++) {
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = strcmp(catalogue[k].product_group, catalogue[i].product_group) == 0;
        if (seen)
            continue;
        view *one = view_map(a);
        view_put_data(one, "code", view_text_c(a, catalogue[i].product_group));
        view_put_data(one, "word", words_product_group(c, catalogue[i].product_group));
        view_put_data(one, "chosen", view_bool(a, strcmp(catalogue[i].product_group, chosen) == 0));
        view_add(list, one);
    }
    return list;
}

static view *kinds_of(arena *a, const char *chosen)
{
    view *list = view_list(a);
    for (int k = 0; k < CATALOGUE_KINDS; k++) {
        view *one = view_map(a);
        view_put_data(one, "code", view_text_c(a, catalogue_kind_words[k]));
        view_put_data(one, "word", kind_word(a, (catalogue_kind)k));
        view_put_data(one, "chosen", view_bool(a, strcmp(catalogue_kind_words[k], chosen) == 0));
        view_add(list, one);
    }
    return list;
}

/* ---- One row ---- */

static void put_evidence(view *v, ctx *c, const catalogue_row *row)
{
    arena *a = c->a;
    if (row->evidence[c->lang] && row->evidence[c->lang][0])
        view_put_label(v, "evidence_wanted", N_("Proof asked for"), view_text_c(a, row->evidence[c->lang]));
    if (row->evidence_due && row->evidence_due[0])
        view_put_label(v, "evidence_due", N_("Proof owed"), words_enum(c, "evidence_due", row->evidence_due));
}

static void put_clause(view *v, ctx *c, const catalogue_row *row)
{
    arena *a = c->a;
    view_put_label(v, "clause_kind", N_("Kind of clause"), words_enum(c, "clause_kind", row->clause_kind));
    view_put_label(v, "obliged", N_("Who is obliged"), words_enum(c, "obliged", row->obliged));
    view_put_label(v, "triggered_by", N_("What starts it"),
                   words_enum(c, "clause_trigger", row->triggered_by));
    if (row->deadline_count[0])
        view_put_label(v, "deadline", N_("Deadline"),
                       view_say(a, N_("{count}, counted in: {kind}"), "count",
                                view_text_c(a, row->deadline_count), "kind",
                                words_enum(c, "day_kind", row->day_kind), (char *)NULL));
    if (strcmp(row->at_once, "yes") == 0)
        view_put_label(v, "at_once", N_("At once"), view_bool(a, true));
    if (row->openness[0])
        view_put_label(v, "openness", N_("Openness"), words_enum(c, "openness", row->openness));
}

static view *row_view(ctx *c, const catalogue_row *row)
{
    arena *a = c->a;
    const catalogue_source *s = catalogue_source_of(row);
    view *v = view_map(a);
    view_put_label(v, "row", N_("Row"), view_text_c(a, row->code));
    view_put_label(v, "title", N_("Title"), view_text_c(a, row->title[c->lang]));
    view_put_label(v, "kind", N_("Kind"), kind_word(a, row->kind));
    view_put_label(v, "text", N_("In our own words"), view_text_c(a, row->text[c->lang]));
    view_put_label(v, "group", N_("Product group"), words_product_group(c, row->product_group));
    if (row->level)
        view_put_label(v, "level", N_("Level"), words_enum(c, "requirement_level", row->level));
    if (row->attribute && row->attribute[0])
        view_put_label(v, "attribute", N_("Attribute"), words_attribute(c, row->attribute));
    view *value = catalogue_value_view(c, row);
    if (value)
        view_put_label(v, "value", N_("Value"), value);
    if (row->applies_when[0])
        view_put_label(v, "applies_when", N_("Holds when"), view_text_c(a, row->applies_when));
    if (row->except_when[0])
        view_put_label(v, "except_when", N_("But not when"), view_text_c(a, row->except_when));
    put_evidence(v, c, row);
    if (row->kind == CATALOGUE_CLAUSE)
        put_clause(v, c, row);
    if (row->kind == CATALOGUE_RULE)
        view_put_label(v, "remedy", N_("What to do"), view_text_c(a, row->remedy[c->lang]));
    view_put_label(v, "from", N_("From"), view_date(a, row->valid_from));
    if (row->valid_to[0])
        view_put_label(v, "until", N_("Until"), view_date(a, row->valid_to));
    view_put_label(v, "bound", N_("Whom it binds"), view_text_c(a, s->bound_words[c->lang]));
    view_put_label(v, "jurisdiction", N_("Jurisdiction"), view_country(a, s->jurisdiction));
    view_put_label(v, "source", N_("Source"), view_text_c(a, s->title));
    view_put_label(v, "paragraph", N_("Paragraph"), view_text_c(a, row->paragraph));
    view_put_label(v, "edition", N_("Edition"), view_text_c(a, s->edition));
    view_put_label(v, "read", N_("Read on"), view_date(a, s->read));
    return v;
}

ak_code catalogue_view(view **out, ctx *c, const args *g, ak_err *err)
{
    arena *a = c->a;
    const char *code = given(g, "id");
    view *v = view_map(a);
    *out = v;
    if (code[0]) {
        const catalogue_row *row = catalogue_find(code);
        if (!row)
            return ak_fail(err, &TEND_011, code);
        *out = row_view(c, row);
        return AK_OK;
    }
    wish w = {.group = given(g, "group"), .kind = given(g, "kind"), .day = given(g, "date")};
    date d = {0};
    if (w.day[0])
        AK_TRY(date_read(&d, str_of(w.day), 'd', err));
    char day[DATE_TEXT_BYTES];
    if (w.day[0])
        w.day = arena_text(a, date_day_text(day, d.day));
    w.words = str_fold(a, str_of(given(g, "find")));
    int64_t n = 0;
    view *table = list_of(c, &w, &n);
    view_put(v, "answer", view_say_n(a, n, N_("{n} row fits."), N_("{n} rows fit."), (char *)NULL));
    view_put_label(v, "rows", N_("Catalogue"), table);
    view_put_data(v, "groups", groups_of(c, w.group));
    view_put_data(v, "kinds", kinds_of(a, w.kind));
    view_put_data(v, "find", view_text_c(a, given(g, "find")));
    view_put_data(v, "date", view_text_c(a, w.day));
    return AK_OK;
}
