/* route.h -- an address and what it means.
 *
 *     /                             to the overview in the reader's language
 *     /login?token=T  /logout       session
 *     /assets/NAME                  style sheets and script, embedded
 *     /log/...                      the log folder, where it is served
 *     /nb/trace/up.json?id=X        language, action, form; arguments by the action's line
 *     /nb/product/composition.csv   one table of it
 *     /nb/risk.pdf  .docx           the value as a document; /nb/risk.document.html the same as one file
 *     /nb/job?number=N              an import that takes its time (web/job.h)
 *     /nb/due.ics                   a calendar
 *     /nb/statement.tlog-proof?id=  the file that proves a statement
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "base/i18n.h"
#include "record/action.h"

typedef enum route_kind {
    ROUTE_NONE,
    ROUTE_HOME,
    ROUTE_LOGIN,
    ROUTE_LOGOUT,
    ROUTE_ASSET,
    ROUTE_LOG,
    ROUTE_JOB,
    ROUTE_ACTION
} route_kind;
typedef enum route_form {
    ROUTE_HTML,
    ROUTE_JSON,
    ROUTE_CSV,
    ROUTE_XLSX,
    ROUTE_ICS,
    ROUTE_PROOF,
    ROUTE_PDF,
    ROUTE_DOCX,
    ROUTE_DOCUMENT
} route_form;

typedef struct route {
    route_kind kind;
    language lang;
    route_form form;
    const action *act;
    const char *table; /* path of a table inside the view; "" = the whole value */
    const char *rest;  /* name below /assets/ or /log/ */
} route;

/* Never fails: ROUTE_NONE is what no page is.  Actions that are command line only are no pages. */
route route_read(arena *a, str path, const action *actions, size_t n);

#endif
