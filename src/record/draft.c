/* draft.c -- words that are not yet said. */
#include "record/draft.h"

#include <string.h>

#include "draft_sql.h"
#include "record/commit.h"
#include "record/rules.h"
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

static const view_column columns[] = {
    {"number", N_("Number"), VIEW_INT,  ""},
    {"family", N_("Kind"),   VIEW_TEXT, ""},
    {"words",  N_("Words"),  VIEW_TEXT, ""},
    {"made",   N_("Made"),   VIEW_DATE, ""},
};

ak_code draft_view(view **out, ctx *c, const args *a, ak_err *err)
{
    (void)a;
    store *live = NULL;
    draft_each_row *rows = NULL;
    size_t n = 0;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(draft_each_all(&rows, &n, c->a, live, err));
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
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
    }
    view *v = view_map(c->a);
    view_put(v, "drafts", table);
    *out = v;
    return AK_OK;
}

ak_code draft_plan(plan **out, ctx *c, int64_t number, ak_err *err)
{
    store *live = NULL;
    draft_of_row row = {0};
    bool found = false;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(draft_of_one(&row, &found, c->a, live, &(draft_of_params){number}, err));
    if (!found)
        return ak_fail(err, &REC_075, ak_arg_int(number));
    str family_word = row.family, rest = row.words;
    str words[WORDS_MOST];
    size_t n = 0;
    while (rest.n > 0 && n < WORDS_MOST) {
        str word = str_cut(&rest, BETWEEN);
        if (word.n)
            words[n++] = word;
    }
    return plan_say(out, c, family_word, words, n, err);
}

ak_code draft_drop(ctx *c, int64_t number, ak_err *err)
{
    store *live = NULL;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    return draft_forget_run(live, &(draft_forget_params){number}, NULL, err);
}
