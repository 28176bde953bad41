/* basis_view.c -- all statements that another command's answer rests on. */
#include "app/basis_view.h"

#include <string.h>

#include "app/actions.h"
#include "app/rules.h"
#include "base/html.h"
#include "record/rests.h"
#include "record/spec.h"

#define WORDS_MOST 16

/* The words of the command as argv; options keep their dashes. */
static char **words_of(int *n, ctx *c, const args *a)
{
    char **words = ARENA_NEWS(c->a, char *, WORDS_MOST + 2);
    for (*n = 0; *n < WORDS_MOST && args_get_nth(a, "command", (size_t)*n); ++*n)
        words[*n] = arena_text(c->a, args_get_nth(a, "command", (size_t)*n));
    if (args_get(a, "material"))
        words[(*n)++] = arena_printf(c->a, "--material=%s", args_get(a, "material"));
    return words;
}

static ak_code ask(args *asked, ctx *c, const action *act, int n, char *const *words, ak_err *err)
{
    spec s = spec_read(c->a, act->args);
    AK_TRY(spec_apply(asked, c->a, &s, n, words, err));
    rests_told *all = c->rests;
    view *ignored = NULL;
    AK_TRY(act->view(&ignored, c, asked, err));
    return all->told ? AK_OK : ak_fail(err, &APP_020, act->name);
}

/* The page that the list belongs to. */
static const char *address_of(ctx *c, const action *act, const args *asked)
{
    buf address = buf_new(c->a, 0);
    for (const char *p = act->name; *p; p++)
        buf_add_char(&address, *p == ' ' ? '/' : *p);
    for (size_t i = 0; i < asked->n; i++) {
        buf_printf(&address, "%c%s=", i ? '&' : '?', asked->names[i]);
        html_query(&address, str_of(asked->values[i]));
    }
    return buf_str(&address).p;
}

ak_code basis_view(view **out, ctx *c, const args *a, ak_err *err)
{
    int n, used;
    const char *near;
    char **words = words_of(&n, c, a);
    const action *act = action_find(n, words, &used, &near);
    if (!act)
        return action_unknown(c->a, near, n, words, err);
    if (!act->view || act->right != RIGHT_READ || act->need != NEED_WORKSPACE ||
        strcmp(act->name, "basis") == 0)
        return ak_fail(err, &APP_020, act->name);
    rests_told all = {0};
    ctx asking = *c;
    asking.rests = &all;
    args asked;
    AK_TRY(ask(&asked, &asking, act, n - used, words + used, err));
    AK_TRY(rests_list(out, c, &all, args_get(a, "after"), err));
    view *command = view_list(c->a);
    for (int i = 0; i < n; i++)
        view_add(command, view_text_c(c->a, words[i]));
    view_put_data(*out, "command", command);
    const char *link = rests_link(c, act->name, (const char *const *)words + used, (size_t)(n - used));
    view_put_data(*out, "link", view_text_c(c->a, link));
    view_put_data(*out, "back", view_link(view_word(c->a, act->name, act->help), address_of(c, act, &asked)));
    return AK_OK;
}
