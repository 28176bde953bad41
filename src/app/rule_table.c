/* rule_table.c -- every message that a person can see, of all rooms, as one table: for docs/errors.md. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/help.h"
#include "base/i18n.h"

#define RULE(name, kind, code, text, remedy) {code, AK_E_##kind, text, remedy},
static const ak_rule rules[] = {
#include "app/rules.def"
#include "base/rules.def"
#include "exchange/rules.def"
#include "ledger/rules.def"
#include "record/rules.def"
#include "risk/rules.def"
#include "store/rules.def"
#include "tender/rules.def"
#include "trace/rules.def"
#include "web/rules.def"
};
#undef RULE
#define RULES_N (sizeof rules / sizeof *rules)

static int by_code(const void *a, const void *b)
{
    const ak_rule *const *x = a, *const *y = b;
    return strcmp((*x)->code, (*y)->code);
}

/* A cell of a Markdown table. */
static void add_cell(buf *b, const char *text)
{
    buf_add_c(b, " ");
    for (; *text; text++) {
        if (*text == '|' || *text == '<' || *text == '*' || *text == '_')
            buf_add_char(b, '\\');
        buf_add_char(b, *text);
    }
    buf_add_c(b, " |");
}

str help_errors(arena *a)
{
    static const char *const titles[LANGUAGES] = {"Norsk", "Dansk", "English"};
    const ak_rule **sorted = ARENA_NEWS(a, const ak_rule *, RULES_N);
    for (size_t i = 0; i < RULES_N; i++)
        sorted[i] = &rules[i];
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): the rows are pointers */
    qsort(sorted, RULES_N, sizeof *sorted, by_code);
    buf b = buf_new(a, 0);
    buf_add_c(
        &b,
        "# Error codes\n\nWritten by `aktsom help --as errors` from the rooms' `rules.def`; codes are "
        "stable. "
        "{1} .. {4} stand for what is\ntold at the place. Exit: the program's status where the message ends "
        "it.\n");
    for (int lang = LANGUAGES - 1; lang >= 0; lang--) {
        buf_printf(&b, "\n## %s\n\n| code | exit | what is wrong | what to do |\n|---|---|---|---|\n",
                   titles[lang]);
        for (size_t i = 0; i < RULES_N; i++) {
            buf_printf(&b, "| %s | %d |", sorted[i]->code, ak_exit_status(sorted[i]->kind));
            add_cell(&b, tr((language)lang, sorted[i]->text));
            add_cell(&b, tr((language)lang, sorted[i]->remedy));
            buf_add_c(&b, "\n");
        }
    }
    return buf_str(&b);
}
