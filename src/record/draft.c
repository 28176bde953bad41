/* draft.c -- words that are not yet said. */
#include "record/draft.h"

#include <string.h>

#include "draft_sql.h"
#include "record/check.h"
#include "record/commit.h"
#include "record/rules.h"
#include "record/state.h"
#include "record/workspace.h"

#define WORDS_MOST 256
#define BETWEEN    '\x1e' /* record separator: stands in no word, for the check refuses control characters */

ak_code draft_add(int64_t *number_out, ctx *c, str family_word, const str *words, size_t n, ak_err *err)
{
    store *live = NULL;
    draft_last_row last = {0};
    bool found = false;
    buf text = buf_new(c->a, 0);
    for (size_t i = 0; i < n; i++) {
        buf_add_str(&text, words[i]);
        buf_add_char(&text, BETWEEN);
    }
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(store_begin(live, c->a, err));
    AK_TRY(draft_last_one(&last, &found, c->a, live, err));
    draft_put_params p = {.number = last.number + 1,
                          .family = family_word,
                          .words = n ? buf_str(&text) : STR(""),
                          .made_at = str_of(c->now)};
    AK_TRY(draft_put_run(live, &p, NULL, err));
    *number_out = p.number;
    return store_commit(live, err);
}

/* ---- A draft's words ---- */

typedef struct draft_words {
    const char *family;
    str list[WORDS_MOST];
    size_t n;
} draft_words;

static void words_parse(draft_words *out, arena *a, str family_word, str words)
{
    str rest = words;
    *out = (draft_words){.family = str_c(a, family_word)};
    while (rest.n > 0 && out->n < WORDS_MOST) {
        str word = str_cut(&rest, BETWEEN);
        if (word.n)
            out->list[out->n++] = word;
    }
}

static ak_code words_of(draft_words *out, ctx *c, int64_t number, ak_err *err)
{
    store *live = NULL;
    draft_of_row row = {0};
    bool found = false;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(draft_of_one(&row, &found, c->a, live, &(draft_of_params){number}, err));
    if (!found)
        return ak_fail(err, &REC_075, ak_arg_int(number));
    words_parse(out, c->a, row.family, row.words);
    return AK_OK;
}

static str name_of(str word)
{
    return str_cut(&word, '=');
}

static bool is_named(const str *words, size_t n, str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(name_of(words[i]), name))
            return true;
    return false;
}

/* Own words of other names stay where they are; new ones come in the place of the first of their name, or
 * last. */
static void words_merge(draft_words *w, const str *words, size_t n)
{
    draft_words own = *w;
    w->n = 0;
    for (size_t i = 0; i < own.n; i++) {
        str name = name_of(own.list[i]);
        if (!is_named(words, n, name)) {
            w->list[w->n++] = own.list[i];
            continue;
        }
        bool first = !is_named(own.list, i, name);
        for (size_t k = 0; first && k < n; k++)
            if (str_eq(name_of(words[k]), name) && words[k].n > name.n + 1 && w->n < WORDS_MOST)
                w->list[w->n++] = words[k];
    }
    for (size_t k = 0; k < n; k++) {
        str name = name_of(words[k]);
        if (!is_named(own.list, own.n, name) && words[k].n > name.n + 1 && w->n < WORDS_MOST)
            w->list[w->n++] = words[k];
    }
}

ak_code draft_plan(plan **out, ctx *c, int64_t number, ak_err *err)
{
    draft_words w = {0};
    AK_TRY(words_of(&w, c, number, err));
    return plan_say(out, c, str_of(w.family), w.list, w.n, err);
}

ak_code draft_change_plan(plan **out, ctx *c, int64_t number, const str *words, size_t n, ak_err *err)
{
    draft_words w = {0};
    plan *whole = NULL;
    AK_TRY(words_of(&w, c, number, err));
    words_merge(&w, words, n);
    AK_TRY(plan_say(&whole, c, str_of(w.family), w.list, w.n, err));
    AK_TRY(plan_check(whole, c, NULL, err));
    *out = plan_new(c->a);
    (*out)->faults = whole->faults;
    return AK_OK;
}

ak_code draft_change(ctx *c, int64_t number, const str *words, size_t n, ak_err *err)
{
    draft_words w = {0};
    store *live = NULL;
    AK_TRY(words_of(&w, c, number, err));
    words_merge(&w, words, n);
    buf text = buf_new(c->a, 0);
    for (size_t i = 0; i < w.n; i++) {
        buf_add_str(&text, w.list[i]);
        buf_add_char(&text, BETWEEN);
    }
    draft_change_params p = {.number = number, .words = w.n ? buf_str(&text) : STR("")};
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    return draft_change_run(live, &p, NULL, err);
}

ak_code draft_exists(ctx *c, int64_t number, ak_err *err)
{
    draft_words w = {0};
    return words_of(&w, c, number, err);
}

/* ---- Shown ---- */

static const view_column columns[] = {
    {"number", N_("Number"), VIEW_INT,  ""},
    {"family", N_("Kind"),   VIEW_TEXT, ""},
    {"words",  N_("Words"),  VIEW_TEXT, ""},
    {"made",   N_("Made"),   VIEW_DATE, ""},
};

/* What people call the field; a word that is none stays as it is. */
static const char *label_of(ctx *c, int family_at, str name)
{
    if (family_at < 0)
        return str_c(c->a, name);
    int at = field_find(&families[family_at], name);
    if (at >= 0)
        return field_label(c, &families[family_at].fields[at]);
    at = field_find(&family_common, name);
    return at >= 0 ? field_label(c, &family_common.fields[at]) : str_c(c->a, name);
}

/* What a reference names, for whoever reads the form; NULL where the word is no reference. */
static view *named_view(ctx *c, int family_at, str name, str value)
{
    int at = family_at < 0 ? -1 : field_find(&families[family_at], name);
    bool is_ref = at >= 0 && families[family_at].fields[at].type == FIELD_REF && value.n > 0;
    return is_ref ? state_ref(c, str_c(c->a, value)) : NULL;
}

static bool is_prose(int family_at, str name)
{
    int at = family_at < 0 ? -1 : field_find(&families[family_at], name);
    return at >= 0 && families[family_at].fields[at].type == FIELD_PROSE;
}

static void add_field(view *list, ctx *c, int family_at, str name, str value)
{
    view *v = view_map(c->a);
    view_put_data(v, "name", view_text(c->a, name));
    view_put_data(v, "label", view_text_c(c->a, label_of(c, family_at, name)));
    view_put_data(v, "value", view_text(c->a, value));
    view *named = named_view(c, family_at, name, value);
    if (named)
        view_put_data(v, "named", named);
    view_put_data(v, "prose", view_bool(c->a, is_prose(family_at, name)));
    view_add(list, v);
}

/* One draft with each of its words in a field of its own; an award without reasons has a place for them. */
static view *form_of(ctx *c, const draft_each_row *row)
{
    draft_words w = {0};
    words_parse(&w, c->a, row->family, row->words);
    int at = family_find(row->family);
    view *fields = view_list(c->a);
    for (size_t i = 0; i < w.n; i++) {
        str value = w.list[i];
        str name = str_cut(&value, '=');
        add_field(fields, c, at, name, value);
    }
    for (size_t i = 0; at >= 0 && i < families[at].n; i++) {
        const field *f = &families[at].fields[i];
        if (f->type == FIELD_PROSE && f->parent < 0 && !is_named(w.list, w.n, str_of(f->name)))
            add_field(fields, c, at, str_of(f->name), STR(""));
    }
    view *v = view_map(c->a);
    view_put_data(v, "number", view_int(c->a, row->number));
    view_put_data(v, "family", view_text_c(c->a, at < 0 ? w.family : family_label(c, at)));
    view_put_data(v, "made", view_date(c->a, str_c(c->a, row->made_at)));
    view_put_data(v, "fields", fields);
    return v;
}

ak_code draft_view(view **out, ctx *c, const args *a, ak_err *err)
{
    (void)a;
    store *live = NULL;
    draft_each_row *rows = NULL;
    size_t n = 0;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(draft_each_all(&rows, &n, c->a, live, err));
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    view *forms = view_list(c->a);
    for (size_t i = 0; i < n; i++) {
        view_row(table);
        view_cell(table, view_int(c->a, rows[i].number));
        view_cell(table, view_text(c->a, rows[i].family));
        str words = str_copy(c->a, rows[i].words);
        for (size_t k = 0; k < words.n; k++)
            if (words.p[k] == BETWEEN)
                ((char *)words.p)[k] = ' ';
        view_cell(table, view_text(c->a, str_trim(words)));
        view_cell(table, view_date(c->a, str_c(c->a, rows[i].made_at)));
        view_add(forms, form_of(c, &rows[i]));
    }
    view *v = view_map(c->a);
    view_put(v, "drafts", table);
    view_put_data(v, "forms", forms);
    *out = v;
    return AK_OK;
}

ak_code draft_drop(ctx *c, int64_t number, ak_err *err)
{
    store *live = NULL;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    return draft_forget_run(live, &(draft_forget_params){number}, NULL, err);
}
