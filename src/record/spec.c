/* spec.c -- the argument line of an action, read and applied. */
#include "record/spec.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "record/rules.h"

static const char *lower(arena *a, str s)
{
    char *out = arena_copy(a, s.p, s.n);
    for (char *c = out; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return out;
}

/* Takes one bracketed group or one word off the line; brackets off, *optional set. */
static str take_group(str *rest, bool *optional)
{
    *rest = str_trim(*rest);
    *optional = rest->n && rest->p[0] == '[';
    if (*optional) {
        rest->p++;
        rest->n--;
        const char *end = memchr(rest->p, ']', rest->n);
        assert(end);
        return str_cut(rest, ']');
    }
    str word = str_cut(rest, ' ');
    /* a required option takes its value word with it */
    if (str_starts(word, "--") && rest->n && rest->p[0] != '[' && rest->p[0] != '-') {
        str value = str_cut(rest, ' ');
        return (str){word.p, (size_t)(value.p + value.n - word.p)};
    }
    return word;
}

spec spec_read(arena *a, const char *line)
{
    str rest = str_of(line);
    size_t most = 1;
    for (size_t i = 0; i < rest.n; i++)
        most += rest.p[i] == ' ' || rest.p[i] == '[';
    spec s = {ARENA_NEWS(a, spec_item, most), 0};
    for (rest = str_trim(rest); rest.n; rest = str_trim(rest)) {
        bool optional;
        str group = take_group(&rest, &optional);
        spec_item *item = &s.items[s.n++];
        item->required = !optional;
        if (str_ends(group, "...")) {
            item->many = true;
            group.n -= 3;
        }
        item->option = str_starts(group, "--");
        str value = group;
        str word = str_cut(&value, ' ');
        if (item->option) {
            word.p += 2;
            word.n -= 2;
            item->value = str_c(a, value);
        } else {
            assert(value.n == 0);
            item->value = str_c(a, word);
        }
        item->name = lower(a, word);
    }
    return s;
}

const spec_item *spec_option(const spec *s, str name)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->items[i].option && str_is(name, s->items[i].name))
            return &s->items[i];
    return NULL;
}

typedef struct given {
    const char **names;
    const char **values;
    size_t n;
} given;

static void give(given *g, const char *name, const char *value)
{
    g->names[g->n] = name;
    g->values[g->n++] = value;
}

static bool is_given(const given *g, const char *name)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->names[i], name) == 0)
            return true;
    return false;
}

/* One --option, with its value from behind = or from the next word. *i moves over what was used. */
static ak_code apply_option(given *g, arena *a, const spec *s, int argc, char *const *argv, int *i,
                            ak_err *err)
{
    str value = str_of(argv[*i] + 2);
    bool joined = memchr(value.p, '=', value.n) != NULL;
    str name = str_cut(&value, '=');
    const spec_item *item = spec_option(s, name);
    if (!item)
        return ak_fail(err, &ARG_001, str_c(a, name), "COMMAND");
    if (is_given(g, item->name) && !item->many)
        return ak_fail(err, &ARG_006, item->name);
    if (!*item->value) {
        if (joined)
            return ak_fail(err, &ARG_005, item->name);
        give(g, item->name, "");
        return AK_OK;
    }
    if (joined) {
        give(g, item->name, str_c(a, value));
        return AK_OK;
    }
    if (*i + 1 >= argc)
        return ak_fail(err, &ARG_002,
                       strcmp(item->name, "c") == 0 ? "-C" : arena_printf(a, "--%s", item->name),
                       item->value);
    give(g, item->name, argv[++*i]);
    return AK_OK;
}

/* The next positional item that can take a word: *at stays on an item that takes many. */
static const spec_item *next_place(const spec *s, size_t *at, const given *g)
{
    for (; *at < s->n; ++*at) {
        const spec_item *item = &s->items[*at];
        if (!item->option && (item->many || !is_given(g, item->name)))
            return item;
    }
    return NULL;
}

/* An empty word for what must be there is none. */
static bool is_filled(const given *g, const spec_item *item)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->names[i], item->name) == 0 && (*g->values[i] || !*item->value))
            return true;
    return false;
}

static ak_code finish(args *out, const spec *s, const given *g, ak_err *err)
{
    for (size_t i = 0; i < s->n; i++) {
        const spec_item *item = &s->items[i];
        if (item->required && !is_filled(g, item))
            return ak_fail(err, &ARG_003, item->option ? item->name : item->value, "COMMAND");
    }
    *out = (args){g->names, g->values, g->n};
    return AK_OK;
}

ak_code spec_apply(args *out, arena *a, const spec *s, int argc, char *const *argv, ak_err *err)
{
    size_t most = (size_t)argc + 1;
    given g = {ARENA_NEWS(a, const char *, most), ARENA_NEWS(a, const char *, most), 0};
    size_t at = 0;
    bool options_end = false;
    for (int i = 0; i < argc; i++) {
        if (!options_end && strcmp(argv[i], "--") == 0) {
            options_end = true;
        } else if (!options_end && strncmp(argv[i], "--", 2) == 0) {
            AK_TRY(apply_option(&g, a, s, argc, argv, &i, err));
        } else {
            const spec_item *item = next_place(s, &at, &g);
            if (!item)
                return ak_fail(err, &ARG_004, argv[i]);
            give(&g, item->name, argv[i]);
        }
    }
    return finish(out, s, &g, err);
}

ak_code spec_apply_pairs(args *out, arena *a, const spec *s, const char *const *names,
                         const char *const *values, size_t n, ak_err *err)
{
    given g = {ARENA_NEWS(a, const char *, n + 1), ARENA_NEWS(a, const char *, n + 1), 0};
    for (size_t i = 0; i < n; i++) {
        const spec_item *item = NULL;
        for (size_t k = 0; k < s->n && !item; k++)
            if (strcmp(s->items[k].name, names[i]) == 0)
                item = &s->items[k];
        if (!item)
            return ak_fail(err, &ARG_001, names[i], "COMMAND");
        if (is_given(&g, item->name) && !item->many)
            return ak_fail(err, &ARG_006, item->name);
        if (*item->value && !*values[i])
            continue; /* an empty box of a form is not given */
        give(&g, item->name, values[i]);
    }
    return finish(out, s, &g, err);
}
