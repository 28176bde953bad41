/* menu.c -- where one can go: one row a place. */
#include "web/menu.h"

#include <string.h>

#include "record/action.h"
#include "web/web.h"

/* In the order of the day.  part is the action of the part's first place.  A row without labels is a page
 * that one reaches from others, and only says where it belongs; the others need no argument. */
static const struct place {
    const char *action, *part;
    const char *part_label; /* of the whole part, in the main menu */
    const char *label;      /* within the part */
} places[] = {
    {"overview",                "overview",         N_("Overview"),      NULL                        },
    {"due",                     "due",              N_("Deadlines"),     NULL                        },
    {"product",                 "product",          N_("Products"),      NULL                        },
    {"risk",                    "risk",             N_("Risk"),          N_("Everything bought")     },
    {"risk matrix",             "risk",             NULL,                N_("Suppliers by issue")    },
    {"ask",                     "risk",             NULL,                N_("Questions")             },
    {"plan",                    "risk",             NULL,                N_("Follow-up")             },
    {"match",                   "risk",             NULL,                N_("Two names, one party?") },
    {"calibration",             "risk",             NULL,                N_("The model beside lists")},
    {"supplier",                "risk",             NULL,                NULL                        },
    {"contract",                "risk",             NULL,                NULL                        },
    {"evidence",                "risk",             NULL,                NULL                        },
    {"tender",                  "tender",           N_("Tenders"),       N_("Tenders")               },
    {"tender catalogue",        "tender",           NULL,                N_("Catalogue")             },
    {"tender check",            "tender",           NULL,                NULL                        },
    {"tender matrix",           "tender",           NULL,                NULL                        },
    {"tender score",            "tender",           NULL,                NULL                        },
    {"tender lab",              "tender",           NULL,                NULL                        },
    {"tender form",             "tender",           NULL,                NULL                        },
    {"tender open",             "tender",           NULL,                NULL                        },
    {"tender award",            "tender",           NULL,                NULL                        },
    {"tender set",              "tender",           NULL,                NULL                        },
    {"tender method",           "tender",           NULL,                NULL                        },
    {"tender protocol",         "tender",           NULL,                NULL                        },
    {"report six-steps",        "report six-steps", N_("Accounts"),      N_("Due diligence")         },
    {"report transparency-act", "report six-steps", NULL,                N_("Transparency Act")      },
    {"list",                    "list",             N_("Record"),        N_("By family")             },
    {"drafts",                  "list",             NULL,                N_("Drafts")                },
    {"search",                  "list",             NULL,                NULL                        },
    {"trace up",                "list",             NULL,                NULL                        },
    {"trace down",              "list",             NULL,                NULL                        },
    {"trace path",              "list",             NULL,                NULL                        },
    {"trace balance",           "list",             NULL,                NULL                        },
    {"trace events",            "list",             NULL,                NULL                        },
    {"basis",                   "risk",             NULL,                NULL                        },
    {"undo",                    "list",             NULL,                NULL                        },
    {"draft change",            "list",             NULL,                NULL                        },
    {"draft drop",              "list",             NULL,                NULL                        },
    {"subject",                 "list",             NULL,                NULL                        },
    {"statement",               "list",             NULL,                NULL                        },
    {"unchanged",               "unchanged",        N_("Log"),           N_("Can it be changed?")    },
    {"log",                     "unchanged",        NULL,                N_("Heads and entries")     },
    {"witness",                 "unchanged",        NULL,                N_("Witnesses")             },
    {"watched",                 "unchanged",        NULL,                N_("Logs that we watch")    },
    {"bundle",                  "unchanged",        NULL,                N_("Received and sent")     },
    {"bundle export",           "unchanged",        NULL,                NULL                        },
    {"bundle preview",          "unchanged",        NULL,                NULL                        },
    {"bundle import",           "unchanged",        NULL,                NULL                        },
    {"bundle show",             "unchanged",        NULL,                NULL                        },
    {"keys",                    "unchanged",        NULL,                N_("Keys")                  },
    {"verify",                  "unchanged",        NULL,                NULL                        },
    {"import",                  "import",           N_("Read in"),       NULL                        },
};

enum { PLACES_N = sizeof places / sizeof *places };

static bool is_built(const request *r, const char *name)
{
    for (size_t k = 0; k < r->s->o->actions_n; k++)
        if (strcmp(r->s->o->actions[k].name, name) == 0)
            return true;
    return false;
}

static const char *part_of(const char *name)
{
    for (size_t i = 0; i < PLACES_N; i++)
        if (strcmp(places[i].action, name) == 0)
            return places[i].part;
    return "";
}

static void add_place(view *list, request *r, const char *name, const char *label, bool within)
{
    arena *a = &r->a;
    view *item = view_map(a);
    char *href = arena_printf(a, "/%s/%s", language_code(r->route.lang), name);
    for (char *at = href; *at; at++)
        *at = *at == ' ' ? '/' : *at;
    bool here = r->route.act && strcmp(r->route.act->name, name) == 0;
    view_put(item, "href", view_text_c(a, href));
    view_put(item, "label", view_word(a, name, label));
    view_put(item, "current", view_bool(a, here));
    view_put(item, "within", view_bool(a, within && !here));
    view_add(list, item);
}

view *menu_parts(request *r)
{
    view *list = view_list(&r->a);
    const char *part = part_of(r->route.act ? r->route.act->name : "");
    for (size_t i = 0; i < PLACES_N; i++)
        if (places[i].part_label && is_built(r, places[i].action))
            add_place(list, r, places[i].action, places[i].part_label, strcmp(places[i].action, part) == 0);
    return list;
}

view *menu_places(request *r)
{
    view *list = view_list(&r->a);
    const char *part = part_of(r->route.act ? r->route.act->name : "");
    for (size_t i = 0; i < PLACES_N; i++)
        if (places[i].label && strcmp(places[i].part, part) == 0 && is_built(r, places[i].action))
            add_place(list, r, places[i].action, places[i].label, false);
    return view_count(list) > 1 ? list : view_list(&r->a);
}
