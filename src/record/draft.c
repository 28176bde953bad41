/* draft.c -- words that are not yet said. */
#include "record/draft.h"

#include <string.h>

#include "record/commit.h"
#include "record/rules.h"
#include "record/workspace.h"

#define WORDS_MOST 256
#define BETWEEN    '\x1e' /* record separator: stands in no word, for the check refuses control characters */

static const char add_sql[] = "INSERT INTO draft (number, family, words, made_at)"
                              " VALUES ((SELECT coalesce(max(number), 0) + 1 FROM draft), ?1, ?2, ?3)"
                              " RETURNING number";
static const char all_sql[] = "SELECT number, family, words, made_at FROM draft ORDER BY number";
static const char one_sql[] = "SELECT family, words FROM draft WHERE number = ?1";
static const char drop_sql[] = "DELETE FROM draft WHERE number = ?1";

ak_code draft_add(int64_t *number_out, ctx *c, str family_word, const str *words, size_t n, ak_err *err)
{
    store *live = NULL;
    store_statement *q = NULL;
    bool row = false;
    buf text = buf_new(c->a, 0);
    for (size_t i = 0; i < n; i++) {
        buf_add_str(&text, words[i]);
        buf_add_char(&text, BETWEEN);
    }
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(store_prepare(&q, live, add_sql, err));
    store_bind_text(q, 1, family_word);
    store_bind_text(q, 2, n ? buf_str(&text) : STR(""));
    store_bind_text(q, 3, str_of(c->now));
    AK_TRY(store_step(q, &row, err));
    *number_out = row ? store_int(q, 0) : 0;
    while (row)
        AK_TRY(store_step(q, &row, err));
    return AK_OK;
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
    store_statement *q = NULL;
    bool row = false;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(store_prepare(&q, live, all_sql, err));
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    AK_TRY(store_step(q, &row, err));
    while (row) {
        view_row(table);
        view_cell(table, view_int(c->a, store_int(q, 0)));
        view_cell(table, view_text(c->a, store_text(q, 1)));
        str words = str_copy(c->a, store_text(q, 2));
        for (size_t i = 0; i < words.n; i++)
            if (words.p[i] == BETWEEN)
                ((char *)words.p)[i] = ' ';
        view_cell(table, view_text(c->a, str_trim(words)));
        view_cell(table, view_date(c->a, str_c(c->a, store_text(q, 3))));
        AK_TRY(store_step(q, &row, err));
    }
    view *v = view_map(c->a);
    view_put(v, "drafts", table);
    *out = v;
    return AK_OK;
}

ak_code draft_plan(plan **out, ctx *c, int64_t number, ak_err *err)
{
    store *live = NULL;
    store_statement *q = NULL;
    bool row = false;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(store_prepare(&q, live, one_sql, err));
    store_bind_int(q, 1, number);
    AK_TRY(store_step(q, &row, err));
    if (!row)
        return ak_fail(err, &REC_075, ak_arg_int(number));
    str family_word = str_copy(c->a, store_text(q, 0)), rest = str_copy(c->a, store_text(q, 1));
    store_reset(q);
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
    store_statement *q = NULL;
    AK_TRY(workspace_live(&live, c->a, c->ws, err));
    AK_TRY(store_prepare(&q, live, drop_sql, err));
    store_bind_int(q, 1, number);
    return store_step_done(q, err);
}
