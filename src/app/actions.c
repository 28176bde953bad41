/* actions.c -- the one table of all that can be done. */
#include "app/actions.h"

#include <stdlib.h>
#include <string.h>

#include "app/help.h"
#include "app/ledger_actions.h"
#include "app/overview_view.h"
#include "app/say_actions.h"
#include "app/serve_action.h"
#include "exchange/export.h"
#include "exchange/import.h"
#include "record/draft.h"
#include "record/due.h"
#include "record/find.h"
#include "record/subject_view.h"
#include "risk/product_view.h"
#include "risk/risk_view.h"
#include "trace/trace_view.h"

#define WS NEED_WORKSPACE
#define NONE NEED_NOTHING

/* Keep sorted by name; CLI, URL, .json/.csv/.xlsx, OpenAPI, man page and completion come from here.
 * page: NULL = the generic page, "-" = command line only. */
const action actions[] = {
    /* name, arguments, view, plan, run, after, page, right, need, help */
    {"add", "FAMILY WORD... [--dry-run]", NULL, add_plan, NULL, NULL, "-", RIGHT_WRITE, WS,
     N_("Say one thing by hand: add FAMILY field=value ...")},
    {"draft", "FAMILY WORD...", draft_add_view, NULL, NULL, NULL, "-", RIGHT_WRITE, WS,
     N_("Prepare a statement outside the log, to be signed later")},
    {"drafts", "", draft_view, NULL, NULL, NULL, NULL, RIGHT_READ, WS, N_("What is prepared and not signed")},
    {"due", "[--before DATE] [--ics FILE]", due_action_view, NULL, NULL, NULL, NULL, RIGHT_READ, WS,
     N_("What is due, by when, and whose turn it is")},
    {"export", "FORMAT [WHAT] [--out FILE] [--empty] [--names]", NULL, NULL, export_run, NULL, "-", RIGHT_READ, WS,
     N_("Write the record as csv, xlsx or json; what comes out can be read in again")},
    {"help", "[COMMAND...] [--as man|bash|openapi|errors|actions]", NULL, NULL, help_run, NULL, "-", RIGHT_ANYBODY, NONE,
     N_("What there is, and how to call it")},
    {"import", "FILE... [--dry-run] [--marked OUT.xlsx]", NULL, import_plan, NULL, import_after, "import.html", RIGHT_WRITE, WS,
     N_("Read files and folders: all is checked, then all is written or nothing")},
    {"init", "[DIR] [--name N] [--party ID] [--origin HOST/PATH] [--zone Z]", init_view, NULL, NULL, NULL, "-", RIGHT_KEYS,
     NONE, N_("Make a workspace and its keys")},
    {"keys", "", keys_view, NULL, NULL, NULL, NULL, RIGHT_READ, WS, N_("The log's verifier key, to hand to others")},
    {"licences", "", licences_view, NULL, NULL, NULL, NULL, RIGHT_ANYBODY, NONE,
     N_("What is inside, and under which terms")},
    {"list", "FAMILY", list_view, NULL, NULL, NULL, NULL, RIGHT_READ, WS, N_("All that is said in a family, as a table")},
    {"overview", "", overview_view, NULL, NULL, NULL, "overview.html", RIGHT_READ, WS,
     N_("What is in the record, what was found, where to look")},
    {"product", "[ID]", product_view, NULL, NULL, NULL, "product.html", RIGHT_READ, WS,
     N_("A product: where it comes from, how risky, how sure")},
    {"prove", "ID [--out FILE]", prove_view, NULL, NULL, NULL, "-", RIGHT_READ, WS,
     N_("A file that proves one statement, offline")},
    {"rebuild", "[--check]", rebuild_view, NULL, NULL, NULL, "-", RIGHT_KEYS, WS,
     N_("Make the state anew from the log, or check that it is equal")},
    {"risk", "[ID] [--material M]", risk_view, NULL, NULL, NULL, NULL, RIGHT_READ, WS, N_("What is at stake, and why")},
    {"search", "WORD...", search_view, NULL, NULL, NULL, "search.html", RIGHT_READ, WS, N_("Find a thing by its name")},
    {"serve", "[--port N] [--host NAME...] [--log] [--stay N]", NULL, NULL, serve_run, NULL, "-", RIGHT_KEYS, WS,
     N_("Show the workspace to a browser on this machine")},
    {"sign", "NUMBER [--dry-run]", NULL, sign_plan, NULL, sign_after, "-", RIGHT_WRITE, WS, N_("Say what a draft holds")},
    {"statement", "ID", statement_view, NULL, NULL, NULL, "statement.html", RIGHT_READ, WS,
     N_("One statement: who says it, on what evidence, and its proof")},
    {"subject", "ID", subject_view, NULL, NULL, NULL, "subject.html", RIGHT_READ, WS,
     N_("All that is said about a party, site, material, lot or other thing")},
    {"trace balance", "ID", trace_balance_view, NULL, NULL, NULL, NULL, RIGHT_READ, WS,
     N_("Mass of each origin in a lot; what is not known stays unknown")},
    {"trace down", "ID [--material M]", trace_down_view, NULL, NULL, NULL, NULL, RIGHT_READ, WS, N_("Where a lot went")},
    {"trace path", "FROM TO", trace_path_view, NULL, NULL, NULL, NULL, RIGHT_READ, WS, N_("How one lot leads to another")},
    {"trace up", "ID [--material M]", trace_up_view, NULL, NULL, NULL, NULL, RIGHT_READ, WS,
     N_("Where a lot or product comes from")},
    {"undo", "ACT [--reason TEXT] [--dry-run]", NULL, undo_plan, NULL, NULL, "-", RIGHT_WRITE, WS,
     N_("Take back an act; its history stays")},
    {"verify", "[FILE] [--vkey K] [--quick]", verify_view, NULL, NULL, NULL, NULL, RIGHT_ANYBODY, NONE,
     N_("Check that nothing was changed: the workspace, a log folder, or a proof file")},
    {"version", "", version_view, NULL, NULL, NULL, "-", RIGHT_ANYBODY, NONE, N_("The version")},
};
const size_t actions_n = sizeof actions / sizeof *actions;

/* Number of leading words of argv that are the action's name; 0 = another. */
static int words_matched(const char *name, int argc, char *const *argv)
{
    str rest = str_of(name);
    int used = 0;
    while (rest.n) {
        str word = str_cut(&rest, ' ');
        if (used == argc || !str_is(word, argv[used]))
            return 0;
        used++;
    }
    return used;
}

/* Letters to change, add or take away (Levenshtein), for short words. */
static size_t distance(str a, str b)
{
    size_t row[33];
    if (a.n > 32 || b.n > 32)
        return 99;
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t changed = diagonal + (a.p[i - 1] != b.p[j - 1]);
            diagonal = row[j];
            size_t best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = changed < best ? changed : best;
        }
    }
    return row[b.n];
}

const action *action_find(int argc, char *const *argv, int *used, const char **near)
{
    const action *found = NULL;
    *used = 0;
    *near = NULL;
    size_t nearest = 3;
    for (size_t i = 0; i < actions_n; i++) {
        int n = words_matched(actions[i].name, argc, argv);
        if (n > *used) {
            found = &actions[i];
            *used = n;
        }
        str name = str_of(actions[i].name);
        size_t d = argc ? distance(str_cut(&name, ' '), str_of(argv[0])) : 99;
        if (d < nearest) {
            nearest = d;
            *near = actions[i].name;
        }
    }
    return found;
}
