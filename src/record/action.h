/* action.h -- one row = one thing that can be done, everywhere.
 *
 * app/actions.c holds the one table.  From a row come the CLI command, the page /{lang}/NAME?..., the same
 * value as .json, .csv and .xlsx, the OpenAPI path, the man page entry, help and completion.  A reading row
 * has a view; a writing row has a plan (what would be said), which app or web commits: so --dry-run is
 * "do not commit", and a form and a command do exactly the same.
 */
#ifndef RECORD_ACTION_H
#define RECORD_ACTION_H

#include "base/view.h"
#include "record/ctx.h"
#include "record/plan.h"

/* Who may: on the web by login and audience; on the command line whoever can read private/keys is the
 * organisation. */
typedef enum right {
    RIGHT_ANYBODY, /* no workspace secrets: help, licences, verify FILE */
    RIGHT_READ,
    RIGHT_WRITE, /* says something in the organisation's name */
    RIGHT_KEYS   /* keys, publishing, erasing: command line only */
} right;

typedef enum need {
    NEED_WORKSPACE,
    NEED_NOTHING /* help, init; verify, which must also say what is wrong with one that does not open */
} need;

/* Parsed arguments: names without dashes. Positional ones carry their name from the row's spec. */
typedef struct args {
    const char *const *names;
    const char *const *values; /* "" for a flag that is set */
    size_t n;
} args;

const char *args_get(const args *a, const char *name); /* NULL = not given; the first of several */
const char *args_get_nth(const args *a, const char *name, size_t i); /* several: FILE... */
bool args_has(const args *a, const char *name);

typedef ak_code (*action_view)(view **out, ctx *c, const args *a, ak_err *err);
/* The value as a document (report/doc.h), for who wants it as PDF, DOCX, HTML file or text. */
struct doc;
typedef ak_code (*action_document)(struct doc **out, ctx *c, const view *v, ak_err *err);
/* What .xlsx of it is where that is no table of the value: a form to fill in. */
typedef ak_code (*action_workbook)(str *bytes, ctx *c, const args *a, ak_err *err);
/* Where the command writes a file for somebody else: its bytes, and a name for them, for a browser to keep. */
typedef ak_code (*action_file)(str *bytes, const char **name, ctx *c, const args *a, ak_err *err);
typedef ak_code (*action_plan)(plan **out, ctx *c, const args *a, ak_err *err);
/* After a plan was checked, and written if applied: hands a faulty workbook back, drops a signed draft, erases.
 * What it leaves undone it puts into p->open. */
typedef ak_code (*action_after)(ctx *c, const args *a, plan *p, bool applied, ak_err *err);
/* Does its work itself: serve, init, rebuild.  exit_out is 0 or AK_EXIT_WANTING. */
typedef ak_code (*action_run)(int *exit_out, ctx *c, const args *a, ak_err *err);

typedef struct action {
    const char *name; /* "risk", "trace up": words of the command; the URL joins them with / */
    const char *args; /* "[ID] [--year YYYY] [--material M]": parsed, shown, completed */
    action_view view;         /* with RIGHT_WRITE it writes by itself */
    action_plan plan;
    action_run run;
    action_after after;       /* of a plan; may be NULL */
    action_document document; /* of a view; NULL = its blocks one after the other */
    action_workbook workbook; /* of a view; NULL = its tables, a sheet each */
    action_file file;         /* of a view that writes one: what its form is answered with; NULL = the view */
    const char *page;         /* template under web/pages; NULL = the generic one; "-" = not on the web */
    right right;
    need need;
    const char *help; /* one line, N_() */
} action;

/* A view's top-level map may carry "wanting": true = exit status 1 (checked and found wanting). */

#endif
