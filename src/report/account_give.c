/* account_give.c -- the account of a year was given: signed, published, kept as the document that it was. */
#include <string.h>

#include "exchange/format.h"
#include "record/workspace.h"
#include "report/account_inside.h"
#include "report/rules.h"
#include "risk/picture_of.h"

static bool given(const args *g, const char *name)
{
    const char *text = args_get(g, name);
    return text && *text;
}

/* "six-steps" as in the name of its report, or the code of the record. */
static const char *kind_of(const char *name)
{
    static const char *const kinds[][2] = {
        {"six-steps",        "six_steps"       },
        {"transparency-act", "transparency_act"}
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(name, kinds[i][0]) == 0 || strcmp(name, kinds[i][1]) == 0)
            return kinds[i][1];
    return NULL;
}

/* The digest of the tables that its levels were computed with: whoever asks for them by it sees the same. */
static ak_code tables_digest(const char **out, ctx *c, ak_err *err)
{
    risk_world *w = NULL;
    AK_TRY(risk_world_load(&w, c, err));
    *out = risk_world_tables(w)->digest;
    return AK_OK;
}

ak_code account_give_plan(plan **out, ctx *c, const args *g, ak_err *err)
{
    const char *kind = kind_of(args_get(g, "account"));
    const char *said_profile = given(g, "profile") ? args_get(g, "profile") : "";
    const char *profile = *said_profile ? account_profile(said_profile) : "";
    if (!kind)
        return ak_fail(err, &DOC_008, args_get(g, "account"));
    if (!profile)
        return ak_fail(err, &DOC_005, said_profile);
    if (!given(g, "published") && !given(g, "signed") && !given(g, "file"))
        return ak_fail(err, &DOC_009);
    const char *party = NULL;
    const char *document = "";
    const char *tables = NULL;
    AK_TRY(account_party_of(&party, c, g, err));
    AK_TRY(tables_digest(&tables, c, err));
    plan *p = plan_new(c->a);
    if (given(g, "file"))
        AK_TRY(document_keep(&document, p, args_get(g, "file"), c->lang, err));
    plan_row *row = plan_add_row(p, family_find(STR("account")), 9);
    row->file = "";
    account_put_cell(row, "kind", kind);
    account_put_cell(row, "year", arena_printf(c->a, "%d", c->year));
    account_put_cell(row, "party", party);
    account_put_cell(row, "profile", profile);
    account_put_cell(row, "document", document);
    account_put_cell(row, "signed_on", args_get(g, "signed"));
    account_put_cell(row, "published_on", args_get(g, "published"));
    account_put_cell(row, "url", args_get(g, "url"));
    account_put_cell(row, "tables_digest", tables);
    *out = p;
    return AK_OK;
}
