/* compose.c -- what a page shows beside its action's own value. */
#include "web/compose.h"

#include <string.h>

#include "record/spec.h"

static const struct {
    const char *action; /* whose page */
    const char *kind;   /* of the thing */
    const char *part;   /* action whose value is shown too */
    const char *name;   /* under which */
} parts[] = {
    {"subject",      "lot",      "risk",          "stakes" },
    {"subject",      "lot",      "trace events",  "events" },
    {"subject",      "lot",      "trace up",      "up"     },
    {"subject",      "lot",      "trace down",    "down"   },
    {"subject",      "lot",      "trace balance", "balance"},
    {"subject",      "material", "risk",          "risk"   },
    {"subject",      "material", "product",       "picture"},
    {"tender score", "",         "tender check",  "check"  }, /* what decides, on the buyer's own page */
};

static const action *action_named(const request *r, const char *name)
{
    for (size_t i = 0; i < r->s->o->actions_n; i++)
        if (strcmp(r->s->o->actions[i].name, name) == 0)
            return &r->s->o->actions[i];
    return NULL;
}

/* Left out where this thing has no such value; a broken machine is told. */
static ak_code part_of(view **out, ctx *c, request *r, const action *act, const char *id, ak_err *err)
{
    const char *const names[] = {"id"};
    const char *const values[] = {id};
    args g;
    ak_err why = {0};
    spec s = spec_read(&r->a, act->args);
    *out = NULL;
    AK_TRY(spec_apply_pairs(&g, &r->a, &s, names, values, 1, err));
    ak_code code = act->view(out, c, &g, &why);
    if (code == AK_OK)
        return AK_OK;
    *out = NULL;
    if (why.rule->kind != AK_E_SYSTEM)
        return AK_OK;
    *err = why;
    return code;
}

ak_code compose(view *v, ctx *c, request *r, ak_err *err)
{
    if (r->route.form != ROUTE_HTML && !*r->route.table)
        return AK_OK;
    const char *kind = view_as_text(view_get(v, "kind"));
    const char *id = view_as_text(view_get(v, "id"));
    if (!*id)
        id = view_as_text(view_get(v, "tender"));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(parts[i].action, r->route.act->name) != 0 || strcmp(parts[i].kind, kind) != 0)
            continue;
        const action *act = action_named(r, parts[i].part);
        view *part = NULL;
        if (!act || !act->view)
            continue;
        AK_TRY(part_of(&part, c, r, act, id, err));
        if (part)
            view_put_data(v, parts[i].name, part);
    }
    return AK_OK;
}
