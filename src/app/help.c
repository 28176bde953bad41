/* help.c -- help, man page and completion, from the table of actions. */
#include "app/help.h"

#include <stdio.h>
#include <string.h>

#include "app/actions.h"
#include "app/cli.h"
#include "app/rules.h"
#include "base/render.h"
#include "record/spec.h"
#include "base/version.h"

static const struct {
    const char *option;
    const char *text;
} global_help[] = {
    {"-C DIR",          N_("the workspace; default: the current folder or the nearest above it")},
    {"--json",          N_("one JSON object; its shape is documented in docs/json.md")          },
    {"--format F",      N_("text, json, csv, xlsx, html, pdf or docx")                          },
    {"--table PATH",    N_("one table of the result as CSV")                                    },
    {"--lang L",        N_("nb, da or en; default: the language of the environment")            },
    {"--as-of DATE",    N_("the world at that date, as we know it now")                         },
    {"--at-size N",     N_("what stood in the record when the log had N entries")               },
    {"--year YYYY",     N_("editions of the factor tables as of that year")                     },
    {"--tables DIGEST", N_("only with the factor tables of that digest, as a result names them")},
    {"--sign-as ROLE",  N_("sign with the key of that role")                                    },
    {"--quiet",         N_("no progress")                                                       },
};

static const struct {
    int status;
    const char *text;
} exit_help[] = {
    {0, N_("done")                                                          },
    {1, N_("checked and found wanting: a proof fails, something is overdue")},
    {2, N_("wrong use")                                                     },
    {3, N_("bad input")                                                     },
    {4, N_("not found")                                                     },
    {5, N_("conflict: somebody else holds it")                              },
    {6, N_("over a limit")                                                  },
    {7, N_("denied, or the system failed")                                  },
};

#define GLOBALS_N (sizeof global_help / sizeof *global_help)
#define EXITS_N   (sizeof exit_help / sizeof *exit_help)

static void text_of_all(buf *b, language lang)
{
    buf_printf(b, "%s\n\n", tr(lang, N_("aktsom: know what you buy, and account for what you did about it")));
    buf_printf(b, "%s\n\n", cli_usage);
    for (size_t i = 0; i < actions_n; i++)
        buf_printf(b, "  %-16s %s\n", actions[i].name, tr(lang, actions[i].help));
    buf_printf(b, "\n%s\n", tr(lang, N_("For every command:")));
    for (size_t i = 0; i < GLOBALS_N; i++)
        buf_printf(b, "  %-16s %s\n", global_help[i].option, tr(lang, global_help[i].text));
    buf_printf(b, "\n%s\n", tr(lang, N_("Exit status:")));
    for (size_t i = 0; i < EXITS_N; i++)
        buf_printf(b, "  %-16d %s\n", exit_help[i].status, tr(lang, exit_help[i].text));
}

/* "trace" is trace up, trace down ... */
static bool names_action(const action *act, const char *command)
{
    size_t n = strlen(command);
    return strncmp(act->name, command, n) == 0 && (!act->name[n] || act->name[n] == ' ');
}

str help_text(arena *a, language lang, const char *command)
{
    buf b = buf_new(a, 0);
    if (!command) {
        text_of_all(&b, lang);
        return buf_str(&b);
    }
    for (size_t i = 0; i < actions_n; i++) {
        const action *act = &actions[i];
        if (!names_action(act, command))
            continue;
        buf_printf(&b, "aktsom %s %s\n    %s\n", act->name, act->args, tr(lang, act->help));
        if (act->page == NULL || strcmp(act->page, "-") != 0) {
            char *path = arena_text(a, act->name);
            for (char *at = path; *at; at++)
                if (*at == ' ')
                    *at = '/';
            buf_printf(&b, "    /%s/%s  .json .csv .xlsx\n", language_code(lang), path);
        }
    }
    return buf_str(&b);
}

/* roff: a backslash and a leading dot or quote are signs of its own; a hyphen stays a hyphen. */
static void add_roff(buf *b, const char *text)
{
    for (const char *at = text; *at; at++) {
        if (*at == '\\')
            buf_add_c(b, "\\e");
        else if (*at == '-')
            buf_add_c(b, "\\-");
        else if ((*at == '.' || *at == '\'') && (at == text || at[-1] == '\n'))
            buf_printf(b, "\\&%c", *at);
        else
            buf_add_char(b, *at);
    }
}

str help_man(arena *a)
{
    buf b = buf_new(a, 0);
    buf_printf(&b, ".TH AKTSOM 1 \"\" \"aktsom %s\" \"User commands\"\n", AK_VERSION);
    buf_add_c(
        &b, ".SH NAME\naktsom \\- know what you buy, and account for what you did about it\n.SH SYNOPSIS\n");
    add_roff(&b, cli_usage);
    buf_add_c(
        &b,
        "\n.SH DESCRIPTION\n"
        "aktsom records what everybody says about a purchase in a tamper\\-evident log, traces materials to\n"
        "the mine, weighs risk, and says what is due. One folder, called a workspace, holds it all.\n"
        ".SH COMMANDS\n");
    for (size_t i = 0; i < actions_n; i++) {
        buf_add_c(&b, ".TP\n.B ");
        add_roff(&b, actions[i].name);
        buf_add_char(&b, ' ');
        add_roff(&b, actions[i].args);
        buf_add_char(&b, '\n');
        add_roff(&b, actions[i].help);
        buf_add_char(&b, '\n');
    }
    buf_add_c(&b, ".SH OPTIONS\n");
    for (size_t i = 0; i < GLOBALS_N; i++) {
        buf_add_c(&b, ".TP\n.B ");
        add_roff(&b, global_help[i].option);
        buf_add_char(&b, '\n');
        add_roff(&b, global_help[i].text);
        buf_add_char(&b, '\n');
    }
    buf_add_c(&b, ".SH EXIT STATUS\n");
    for (size_t i = 0; i < EXITS_N; i++) {
        buf_printf(&b, ".TP\n.B %d\n", exit_help[i].status);
        add_roff(&b, exit_help[i].text);
        buf_add_char(&b, '\n');
    }
    buf_add_c(
        &b, ".SH ENVIRONMENT\n.TP\n.B AKTSOM_LANG\nnb, da or en; goes before LC_ALL, LC_MESSAGES and LANG\n");
    return buf_str(&b);
}

/* Completion of command words and options; ids are left to the shell. */
str help_bash(arena *a)
{
    buf b = buf_new(a, 0);
    buf_add_c(&b, "# bash completion for aktsom, written by `aktsom help --as bash`\n_aktsom() {\n"
                  "    local word=${COMP_WORDS[COMP_CWORD]} line=\"${COMP_WORDS[*]:1:COMP_CWORD-1}\" words=\n"
                  "    case $line in\n");
    for (size_t i = 0; i < actions_n; i++) {
        spec s = spec_read(a, actions[i].args);
        buf_printf(&b, "    '%s'|'%s '*|*' %s'|*' %s '*) words=\"", actions[i].name, actions[i].name,
                   actions[i].name, actions[i].name);
        for (size_t k = 0; k < s.n; k++)
            if (s.items[k].option)
                buf_printf(&b, "--%s ", s.items[k].name);
        buf_add_c(&b, "\" ;;\n");
    }
    buf_add_c(&b, "    *) words=\"");
    for (size_t i = 0; i < actions_n; i++)
        buf_printf(&b, "%s%s", i ? " " : "", actions[i].name);
    buf_add_c(
        &b,
        "\" ;;\n    esac\n    [[ $word == -* ]] && words=\"$words -C --json --format --table --lang --as-of "
        "--at-size --year --tables --sign-as --quiet\"\n"
        "    mapfile -t COMPREPLY < <(compgen -o default -W \"$words\" -- \"$word\")\n}\n"
        "complete -o default -F _aktsom aktsom\n");
    return buf_str(&b);
}

static const char *const right_words[] = {"anybody", "read", "write", "keys"};

static view *commands_table(arena *a, language lang, const char *command)
{
    static const view_column columns[] = {
        {"command", N_("Command"),      VIEW_TEXT, ""},
        {"args",    N_("Arguments"),    VIEW_TEXT, ""},
        {"help",    N_("What it does"), VIEW_TEXT, ""},
        {"right",   N_("Right"),        VIEW_TEXT, ""},
        {"page",    N_("Page"),         VIEW_TEXT, ""},
    };
    view *table = view_table(a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < actions_n; i++) {
        const action *act = &actions[i];
        if (command && !names_action(act, command))
            continue;
        char *path = arena_printf(a, "/%s/%s", language_code(lang), act->name);
        for (char *at = path; *at; at++)
            *at = *at == ' ' ? '/' : *at;
        view_row(table);
        view_cell(table, view_text_c(a, act->name));
        view_cell(table, view_text_c(a, act->args));
        view_cell(table, view_text_c(a, tr(lang, act->help)));
        view_cell(table, view_text_c(a, right_words[act->right]));
        view_cell(table, act->page && strcmp(act->page, "-") == 0 ? NULL : view_text_c(a, path));
    }
    return table;
}

static view *words_list(arena *a, language lang)
{
    static const view_column columns[] = {
        {"option", N_("Option"),       VIEW_TEXT, ""},
        {"help",   N_("What it does"), VIEW_TEXT, ""},
    };
    view *table = view_table(a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < GLOBALS_N; i++) {
        view_row(table);
        view_cell(table, view_text_c(a, global_help[i].option));
        view_cell(table, view_text_c(a, tr(lang, global_help[i].text)));
    }
    return table;
}

/* The same as JSON; empty: no such command. */
static ak_code help_json(str *out, arena *a, language lang, const char *command, ak_err *err)
{
    view *v = view_map(a);
    view *commands = commands_table(a, lang, command);
    *out = (str){0};
    if (command && view_count(commands) == 0)
        return AK_OK;
    view_put_label(v, "commands", N_("Commands"), commands);
    view_put_label(v, "options", N_("For every command:"), words_list(a, lang));
    render_sink sink = render_sink_buf(a);
    AK_TRY(render_json(&sink, v, lang, err));
    *out = buf_str(&sink.out);
    return AK_OK;
}

/* The command asked about, its words joined: "trace up". */
static const char *joined(arena *a, const args *g, const char *name)
{
    buf b = buf_new(a, 4096);
    for (size_t i = 0; args_get_nth(g, name, i); i++)
        buf_printf(&b, "%s%s", i ? " " : "", args_get_nth(g, name, i));
    return b.n ? b.p : NULL;
}

static const struct {
    const char *name;
    str (*text)(arena *a);
} forms[] = {
    {"actions", help_actions},
    {"bash",    help_bash   },
    {"errors",  help_errors },
    {"man",     help_man    },
    {"openapi", help_openapi},
};

/* With the one that may be meant. */
static ak_code unknown_command(arena *a, const char *command, ak_err *err)
{
    char *words[2];
    int n = 0, used;
    str rest = str_of(command);
    while (rest.n && n < 2)
        words[n++] = arena_text(a, str_c(a, str_cut(&rest, ' ')));
    const char *near = NULL;
    (void)action_find(n, words, &used, &near);
    return action_unknown(a, near, n, words, err);
}

ak_code help_run(int *exit_out, ctx *c, const args *g, ak_err *err)
{
    *exit_out = 0;
    const char *as = args_get(g, "as");
    str out = {0};
    for (size_t i = 0; as && i < sizeof forms / sizeof *forms; i++)
        if (strcmp(as, forms[i].name) == 0)
            out = forms[i].text(c->a);
    if (as && !out.n)
        return ak_fail(err, &APP_015, as);
    if (!as) {
        const char *command = joined(c->a, g, "command");
        if (c->json)
            AK_TRY(help_json(&out, c->a, c->lang, command, err));
        else
            out = help_text(c->a, c->lang, command);
        if (out.n == 0)
            return unknown_command(c->a, command, err);
    }
    fwrite(out.p, 1, out.n, stdout);
    return AK_OK;
}
