/* route.c -- an address and what it means. */
#include "web/route.h"

#include <string.h>

static const struct {
    const char *ending;
    route_form form;
} forms[] = {
    {".csv",           ROUTE_CSV     },
    {".docx",          ROUTE_DOCX    },
    {".html",          ROUTE_HTML    },
    {".ics",           ROUTE_ICS     },
    {".json",          ROUTE_JSON    },
    {".pdf",           ROUTE_PDF     },
    {".tlog-proof",    ROUTE_PROOF   },
    {".xlsx",          ROUTE_XLSX    },
    {".document.html", ROUTE_DOCUMENT},
};

/* Takes a known ending off. */
static str take_form(str path, route_form *form)
{
    *form = ROUTE_HTML;
    for (size_t i = sizeof forms / sizeof *forms; i-- > 0;) { /* the longer ending stands behind */
        if (str_ends(path, forms[i].ending)) {
            *form = forms[i].form;
            path.n -= strlen(forms[i].ending);
            break;
        }
    }
    return path;
}

/* Bytes of path that the action's name takes, its words parted by /; 0 = another. */
static size_t name_taken(str path, const char *name)
{
    size_t i = 0;
    for (; name[i]; i++) {
        char wanted = name[i] == ' ' ? '/' : name[i];
        if (i >= path.n || path.p[i] != wanted)
            return 0;
    }
    return i == path.n || path.p[i] == '/' ? i : 0;
}

static route action_route(arena *a, str path, language lang, const action *actions, size_t n)
{
    route r = {.lang = lang, .table = "", .rest = ""};
    path = take_form(path, &r.form);
    bool job = name_taken(path, "job") > 0;
    if (job) /* where it stands in the menu */
        path = str_of(arena_printf(a, "import%.*s", (int)(path.n - strlen("job")), path.p + strlen("job")));
    size_t best = 0;
    for (size_t i = 0; i < n; i++) {
        if (actions[i].page && strcmp(actions[i].page, "-") == 0)
            continue;
        size_t taken = name_taken(path, actions[i].name);
        if (taken > best) {
            best = taken;
            r.act = &actions[i];
        }
    }
    if (!best)
        return r;
    r.kind = job ? ROUTE_JOB : ROUTE_ACTION;
    if (best < path.n)
        r.table = str_c(a, (str){path.p + best + 1, path.n - best - 1});
    return r;
}

/* No way out of the folder: no empty, hidden or dotted part. */
static bool path_is_plain(str path)
{
    if (path.n == 0)
        return false;
    while (path.n) {
        str part = str_cut(&path, '/');
        if (part.n == 0 || part.p[0] == '.' || memchr(part.p, '\\', part.n))
            return false;
    }
    return true;
}

route route_read(arena *a, str path, const action *actions, size_t n)
{
    route r = {.lang = LANG_EN, .table = "", .rest = ""};
    if (memchr(path.p, '\0', path.n) || path.n == 0 || path.p[0] != '/')
        return r;
    path = (str){path.p + 1, path.n - 1};
    if (path.n == 0)
        return (route){.kind = ROUTE_HOME, .lang = LANG_EN, .table = "", .rest = ""};
    str rest = path;
    str first = str_cut(&rest, '/');
    if (str_is(path, "login"))
        r.kind = ROUTE_LOGIN;
    else if (str_is(path, "logout"))
        r.kind = ROUTE_LOGOUT;
    else if ((str_is(first, "assets") || str_is(first, "log")) && path_is_plain(rest)) {
        r.kind = str_is(first, "log") ? ROUTE_LOG : ROUTE_ASSET;
        r.rest = str_c(a, rest);
    } else if (first.n == 2 && language_find(&r.lang, first)) {
        if (rest.n == 0)
            return (route){.kind = ROUTE_HOME, .lang = r.lang, .table = "", .rest = ""};
        return action_route(a, rest, r.lang, actions, n);
    }
    return r;
}
