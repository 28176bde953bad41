/* own_table.c -- a user's own table of facts comes in as a document. */
#include "exchange/own_table.h"

#include <string.h>

#include "exchange/format.h"
#include "exchange/rules.h"

static void say(plan_row *row, const char *name, const char *text)
{
    if (!text || !text[0])
        return;
    plan_add_cell(row, (plan_cell){.field = field_find(&families[row->family], str_of(name)),
                                   .text = str_of(text),
                                   .unit = STR(""),
                                   .head = name});
}

ak_code own_table_plan(plan **out, ctx *c, const args *g, ak_err *err)
{
    plan *p = plan_new(c->a);
    const char *path = args_get(g, "file");
    const char *digest = NULL;
    AK_TRY(document_keep(&digest, p, path, c->lang, err));
    plan_row *row = plan_add_row(p, family_find(STR("factor_table")), 5);
    row->file = path;
    row->sheet = "";
    row->dialect = ARENA_NEW(p->a, plan_dialect);
    say(row, "table_name", args_get(g, "name"));
    say(row, "document", digest);
    say(row, "edition", args_get(g, "edition"));
    say(row, "published_on", args_get(g, "published"));
    say(row, "licence", args_get(g, "licence"));
    *out = p;
    return AK_OK;
}
