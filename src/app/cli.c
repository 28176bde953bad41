/* cli.c -- the command line. */
#include "app/cli.h"

#include <stdlib.h>
#include <string.h>

#include "app/rules.h"
#include "record/spec.h"
#include "base/date.h"

/* Global options stand before or behind the command.  People write -C DIR; it is read as --c DIR. */
static const char globals[] = "[--c DIR] [--json] [--format text|json|csv|xlsx|html|pdf|docx] [--table PATH] "
                              "[--lang nb|da|en] [--as-of DATE] [--at-size N] [--year YYYY] "
                              "[--tables DIGEST] [--sign-as ROLE] [--quiet]";
const char cli_usage[] =
    "aktsom [-C DIR] [--json] [--lang nb|da|en] [--as-of DATE] [--year YYYY] COMMAND ...";

static language language_of_environment(void)
{
    static const char *const names[] = {"AKTSOM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    language lang = LANG_EN;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value && language_find(&lang, str_of(value)))
            return lang;
    }
    return LANG_EN;
}

/* Parts argv into the global options and the rest; what stands behind -- is never a global. */
static void part_globals(arena *a, const spec *s, int argc, char *const *argv, char ***mine, int *mine_n,
                         char ***rest, int *rest_n)
{
    *mine = ARENA_NEWS(a, char *, (size_t)argc + 1);
    *rest = ARENA_NEWS(a, char *, (size_t)argc + 1);
    *mine_n = *rest_n = 0;
    bool ended = false;
    for (int i = 0; i < argc; i++) {
        str word = str_of(argv[i]);
        if (strcmp(argv[i], "--") == 0)
            ended = true;
        if (ended || !str_starts(word, "--")) {
            bool dir = !ended && strcmp(argv[i], "-C") == 0;
            if (dir) {
                (*mine)[(*mine_n)++] = arena_text(a, "--c");
                if (i + 1 < argc)
                    (*mine)[(*mine_n)++] = argv[++i];
            } else {
                (*rest)[(*rest_n)++] = argv[i];
            }
            continue;
        }
        str name = {word.p + 2, word.n - 2};
        bool joined = memchr(name.p, '=', name.n) != NULL;
        str value = name;
        name = str_cut(&value, '=');
        const spec_item *item = spec_option(s, name);
        if (!item) {
            (*rest)[(*rest_n)++] = argv[i];
            continue;
        }
        (*mine)[(*mine_n)++] = argv[i];
        if (*item->value && !joined && i + 1 < argc)
            (*mine)[(*mine_n)++] = argv[++i];
    }
}

static ak_code read_form(cli_form *out, const char *text, ak_err *err)
{
    static const char *const names[] = {"text", "json", "csv", "xlsx", "html", "pdf", "docx"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (cli_form)i;
            return AK_OK;
        }
    }
    return ak_fail(err, &APP_013, text);
}

static ak_code read_globals(cli *out, const args *g, ak_err *err)
{
    const char *text = args_get(g, "lang");
    if (text && !language_find(&out->lang, str_of(text)))
        return ak_fail(err, &APP_008, text);
    out->dir = args_get(g, "c");
    if (args_has(g, "json"))
        out->form = CLI_JSON;
    text = args_get(g, "format");
    if (text)
        AK_TRY(read_form(&out->form, text, err));
    out->table = args_get(g, "table");
    if (out->table && !args_get(g, "format"))
        out->form = CLI_CSV;
    out->as_of = args_get(g, "as-of");
    out->tables = args_get(g, "tables");
    out->sign_as = args_get(g, "sign-as");
    out->quiet = args_has(g, "quiet");
    uint64_t n;
    text = args_get(g, "year");
    if (text) {
        if (!str_whole(&n, str_of(text), 9999) || n < 1900)
            return ak_fail(err, &APP_012, text);
        out->year = (int)n;
    }
    text = args_get(g, "at-size");
    if (text) {
        if (!str_whole(&n, str_of(text), UINT64_C(1) << 53))
            return ak_fail(err, &APP_014, text);
        out->at_size = (int64_t)n;
    }
    return AK_OK;
}

static bool wants_help(int n, char *const *words)
{
    for (int i = 0; i < n && strcmp(words[i], "--") != 0; i++)
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0)
            return true;
    return false;
}

ak_code cli_read(cli *out, arena *a, int argc, char *const *argv, ak_err *err)
{
    *out = (cli){.lang = language_of_environment(), .at_size = -1};
    spec s = spec_read(a, globals);
    char **mine, **rest;
    int mine_n, rest_n;
    part_globals(a, &s, argc, argv, &mine, &mine_n, &rest, &rest_n);
    args g;
    AK_TRY(spec_apply(&g, a, &s, mine_n, mine, err));
    AK_TRY(read_globals(out, &g, err));
    int used;
    const char *near;
    if (rest_n && (strcmp(rest[0], "--help") == 0 || strcmp(rest[0], "-h") == 0))
        rest[0] = arena_text(a, "help");
    if (rest_n && strcmp(rest[0], "--version") == 0)
        rest[0] = arena_text(a, "version");
    if (rest_n == 0)
        rest[rest_n++] = arena_text(a, "help");
    out->act = action_find(rest_n, rest, &used, &near);
    /* `aktsom risk --help` is `aktsom help risk`, and `aktsom trace --help` is `aktsom help trace` */
    const char *about = out->act ? out->act->name : action_begins(rest[0]) ? rest[0] : NULL;
    if (about && wants_help(rest_n - used, rest + used)) {
        char *help[2] = {arena_text(a, "help"), arena_text(a, about)};
        out->act = action_find(1, help, &used, &near);
        spec hs = spec_read(a, out->act->args);
        return spec_apply(&out->args, a, &hs, 1, help + 1, err);
    }
    if (!out->act)
        return action_unknown(a, near, rest_n, rest, err);
    spec as = spec_read(a, out->act->args);
    ak_code code = spec_apply(&out->args, a, &as, rest_n - used, rest + used, err);
    /* the spec reader does not know whose line it reads */
    for (size_t i = 0; code != AK_OK && i < 4; i++)
        if (strcmp(err->arg[i], "COMMAND") == 0)
            memcpy(err->arg[i], out->act->name, strlen(out->act->name) + 1);
    return code;
}

ak_code cli_meant(const cli *line, arena *a, ak_code code, ak_err *err)
{
    if (code != AK_E_NOTFOUND || line->args.n == 0 || !*line->args.values[0])
        return code;
    const char *word = line->args.values[0];
    const char *near = action_kin(line->act, word);
    return near ? ak_fail(err, &APP_001, arena_printf(a, "%s %s", line->act->name, word), near) : code;
}
