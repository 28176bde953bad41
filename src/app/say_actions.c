/* say_actions.c -- saying things by hand. */
#include "app/say_actions.h"

#include <stdlib.h>

#include "app/rules.h"
#include "record/commit.h"
#include "record/draft.h"

static str *words_of(arena *a, const args *g, size_t *n_out)
{
    size_t n = 0;
    while (args_get_nth(g, "word", n))
        n++;
    str *words = ARENA_NEWS(a, str, n + 1);
    for (size_t i = 0; i < n; i++)
        words[i] = str_of(args_get_nth(g, "word", i));
    *n_out = n;
    return words;
}

ak_code add_plan(plan **out, ctx *c, const args *g, ak_err *err)
{
    size_t n;
    str *words = words_of(c->a, g, &n);
    return plan_say(out, c, str_of(args_get(g, "family")), words, n, err);
}

ak_code undo_plan(plan **out, ctx *c, const args *g, ak_err *err)
{
    return plan_undo(out, c, str_of(args_get(g, "act")), str_of(args_get(g, "reason")), err);
}

ak_code draft_add_view(view **out, ctx *c, const args *g, ak_err *err)
{
    size_t n;
    str *words = words_of(c->a, g, &n);
    int64_t number;
    AK_TRY(draft_add(&number, c, str_of(args_get(g, "family")), words, n, err));
    view *v = view_map(c->a);
    view_put(v, "draft", view_int(c->a, number));
    view_put(v, "next",
             view_say(c->a, N_("Say it:  aktsom sign {number}"), "number", view_int(c->a, number), NULL));
    *out = v;
    return AK_OK;
}

ak_code sign_plan(plan **out, ctx *c, const args *g, ak_err *err)
{
    const char *text = args_get(g, "number");
    char *end;
    long number = strtol(text, &end, 10);
    if (*end || number < 1)
        return ak_fail(err, &APP_018, text);
    return draft_plan(out, c, number, err);
}
