/* letters.c -- the questions that are shown, as one letter to each who can answer. */
#include "risk/letters.h"

#include <string.h>

#include "base/rows.h"

ak_code letters_language(const char **out, ctx *c, const char *party, ak_err *err)
{
    risk_party_language_row row;
    bool found = false;
    const risk_party_language_params of = {.id = str_of(party)};
    AK_TRY(risk_party_language_one(&row, &found, c->a, c->db, &c->scope, &of, err));
    *out = found ? str_c(c->a, row.language) : "";
    return AK_OK;
}

typedef struct letter {
    const question *rows;
    const view *shown;
    size_t n;
    size_t *order; /* of the rows that are its own */
    size_t own_n;
} letter;

static bool same_party(const question *a, const question *b)
{
    return a->to && b->to && strcmp(a->to, b->to) == 0;
}

static bool same_material(const question *a, const question *b)
{
    return a->node && b->node && strcmp(a->subject, b->subject) == 0;
}

static int stage_of(const question *q)
{
    return q->node ? (int)q->node->picture.stage : 0;
}

/* Rows of the party of `first`, a material's together, mines before refineries. */
static void gather(letter *l, size_t first)
{
    const question *all = l->rows;
    l->own_n = 0;
    for (size_t i = first; i < l->n; i++) {
        bool before = false;
        for (size_t k = first; k < i && !before; k++)
            before = same_party(&all[k], &all[first]) && same_material(&all[k], &all[i]);
        if (!same_party(&all[i], &all[first]) || before)
            continue;
        l->order[l->own_n++] = i;
        for (size_t k = i + 1; k < l->n; k++) {
            if (!same_party(&all[k], &all[i]) || !same_material(&all[k], &all[i]))
                continue;
            size_t at = l->own_n++;
            for (; at > 0 && same_material(&all[l->order[at - 1]], &all[k]) &&
                   stage_of(&all[l->order[at - 1]]) > stage_of(&all[k]);
                 at--)
                l->order[at] = l->order[at - 1];
            l->order[at] = k;
        }
    }
}

/* "": there is none in the language. */
static const char *wording_of(const letter *l, size_t row, const char *code)
{
    const view *text = view_get(view_get(view_at(l->shown, row), "wording"), code);
    return text ? view_as_text(text) : "";
}

/* The party's language if every sentence exists in it. */
static const char *language_of(const letter *l, const char *wanted, language readers)
{
    language ours;
    const char *code = language_find(&ours, str_of(wanted)) ? language_code(ours) : wanted;
    for (size_t i = 0; i < l->own_n && *code; i++)
        if (!*wording_of(l, l->order[i], code))
            code = "";
    return *code ? code : language_code(readers);
}

/* Opening and closing where only the questions exist in the language; "" for one that has none. */
static ak_code words_elsewhere(const char *out[static 2], ctx *c, const char *code, ak_err *err)
{
    static const char *const columns[] = {"opening", "closing"};
    rows words;
    AK_TRY(rows_asset(&words, c->a, "data/risk/letter_words.csv", err));
    size_t language_at = rows_column(&words, "language");
    out[0] = out[1] = "";
    for (size_t i = 0; i < words.n; i++) {
        const char *of = rows_cell(&words, i, language_at);
        size_t n = strlen(of);
        if (strncmp(code, of, n) != 0 || (code[n] && code[n] != '-'))
            continue;
        for (size_t k = 0; k < 2; k++)
            out[k] = rows_cell(&words, i, rows_column(&words, columns[k]));
    }
    return AK_OK;
}

static ak_code text_of(const char **out, ctx *c, const letter *l, const char *code, ak_err *err)
{
    buf b = buf_new(c->a, (size_t)1 << 20);
    language ours;
    const char *around[2];
    if (language_find(&ours, str_of(code))) {
        around[0] = tr(ours, N_("We ask you about what you deliver, or what is in it:"));
        around[1] = tr(ours, N_("Please answer each point. That you do not know is an answer too."));
    } else
        AK_TRY(words_elsewhere(around, c, code, err));
    buf_printf(&b, "%s\n\n", around[0]);
    for (size_t i = 0; i < l->own_n; i++)
        buf_printf(&b, "%zu. %s\n\n", i + 1, wording_of(l, l->order[i], code));
    buf_add_c(&b, around[1]);
    *out = str_c(c->a, str_trim(buf_str(&b)));
    return AK_OK;
}

static ak_code letter_put(view *list, ctx *c, const letter *l, ak_err *err)
{
    arena *a = c->a;
    const char *to = l->rows[l->order[0]].to;
    const char *wanted = NULL;
    AK_TRY(letters_language(&wanted, c, to, err));
    const char *code = language_of(l, wanted, c->lang);
    const char *text = NULL;
    AK_TRY(text_of(&text, c, l, code, err));
    view *ranks = view_list(a);
    for (size_t i = 0; i < l->own_n; i++)
        view_add(ranks, view_int(a, (int64_t)l->rows[l->order[i]].rank));
    view *v = view_map(a);
    view_put_label(v, "to", N_("To"), state_ref(c, to));
    view_put_label(v, "language", N_("Language"), view_text_c(a, code));
    view_put_label(v, "text", N_("Text"), view_text_c(a, text));
    view_put_label(v, "questions", N_("Questions, by rank"), ranks);
    view_add(list, v);
    return AK_OK;
}

ak_code letters_view(view **out, ctx *c, const question *asked, const view *shown, size_t n, ak_err *err)
{
    letter l = {.rows = asked, .shown = shown, .n = n, .order = ARENA_NEWS(c->a, size_t, n + 1)};
    *out = view_list(c->a);
    for (size_t i = 0; i < n; i++) {
        bool written = !asked[i].to;
        for (size_t k = 0; k < i && !written; k++)
            written = same_party(&asked[k], &asked[i]);
        if (written)
            continue;
        gather(&l, i);
        AK_TRY(letter_put(*out, c, &l, err));
    }
    return AK_OK;
}
