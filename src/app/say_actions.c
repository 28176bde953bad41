/* say_actions.c -- saying things by hand. */
#include "app/say_actions.h"


#include "app/rules.h"
#include "base/fs.h"
#include "exchange/marked.h"
#include "record/commit.h"
#include "record/draft.h"
#include "record/due.h"

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
    int64_t number = 0;
    AK_TRY(draft_add(&number, c, str_of(args_get(g, "family")), words, n, err));
    view *v = view_map(c->a);
    view_put(v, "draft", view_int(c->a, number));
    view_put(v, "next",
             view_say(c->a, N_("Say it:  aktsom sign {number}"), "number", view_int(c->a, number), NULL));
    *out = v;
    return AK_OK;
}

static ak_code draft_number(int64_t *out, const args *g, ak_err *err)
{
    const char *text = args_get(g, "number");
    uint64_t n;
    if (!str_whole(&n, str_of(text), INT64_MAX) || n == 0)
        return ak_fail(err, &APP_018, text);
    *out = (int64_t)n;
    return AK_OK;
}

ak_code sign_plan(plan **out, ctx *c, const args *g, ak_err *err)
{
    int64_t number = 0;
    AK_TRY(draft_number(&number, g, err));
    return draft_plan(out, c, number, err);
}

ak_code sign_after(ctx *c, const args *g, plan *p, bool applied, ak_err *err)
{
    (void)p;
    int64_t number = 0;
    AK_TRY(draft_number(&number, g, err));
    return applied ? draft_drop(c, number, err) : AK_OK;
}

/* --set NAME --to VALUE, as words. */
static str *changes_of(arena *a, const args *g, size_t *n_out)
{
    size_t n = 0;
    while (args_get_nth(g, "set", n))
        n++;
    str *words = ARENA_NEWS(a, str, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *to = args_get_nth(g, "to", i);
        words[i] = str_of(arena_printf(a, "%s=%s", args_get_nth(g, "set", i), to ? to : ""));
    }
    *n_out = n;
    return words;
}

ak_code draft_change_action(plan **out, ctx *c, const args *g, ak_err *err)
{
    int64_t number = 0;
    size_t n;
    str *words = changes_of(c->a, g, &n);
    AK_TRY(draft_number(&number, g, err));
    return draft_change_plan(out, c, number, words, n, err);
}

ak_code draft_change_after(ctx *c, const args *g, plan *p, bool applied, ak_err *err)
{
    int64_t number = 0;
    size_t n;
    str *words = changes_of(c->a, g, &n);
    AK_TRY(draft_number(&number, g, err));
    if (!applied)
        return AK_OK;
    p->answer = view_say(c->a, N_("Draft {number} is changed; nothing is said before it is signed."),
                         "number", view_int(c->a, number), NULL);
    return draft_change(c, number, words, n, err);
}

ak_code draft_drop_action(plan **out, ctx *c, const args *g, ak_err *err)
{
    int64_t number = 0;
    AK_TRY(draft_number(&number, g, err));
    *out = plan_new(c->a);
    return draft_exists(c, number, err);
}

ak_code draft_drop_after(ctx *c, const args *g, plan *p, bool applied, ak_err *err)
{
    int64_t number = 0;
    AK_TRY(draft_number(&number, g, err));
    if (!applied)
        return AK_OK;
    p->answer = view_say(c->a, N_("Draft {number} is thrown away."), "number", view_int(c->a, number), NULL);
    return draft_drop(c, number, err);
}

ak_code import_after(ctx *c, const args *g, plan *p, bool applied, ak_err *err)
{
    (void)applied;
    return args_has(g, "marked") ? import_marked_write(c, g, p, err) : AK_OK;
}

ak_code due_action_view(view **out, ctx *c, const args *g, ak_err *err)
{
    AK_TRY(due_view(out, c, g, err));
    const char *path = args_get(g, "ics");
    if (!path)
        return AK_OK;
    due_row *rows;
    size_t n;
    str calendar;
    AK_TRY(due_rows(&rows, &n, c, err));
    AK_TRY(due_calendar(&calendar, c, rows, n, err));
    AK_TRY(fs_write(path, calendar, 0644, err));
    view_put(*out, "calendar", view_text_c(c->a, path));
    return AK_OK;
}
