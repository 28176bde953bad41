/* account_say.c -- the actions: both accounts, and own words in a field of one. */
#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "record/commit.h"
#include "record/draft.h"
#include "record/find.h"
#include "report/account_inside.h"
#include "report/rules.h"

static ak_code report_view(view **out, ctx *c, const args *g, const char *template, ak_err *err)
{
    account *t = NULL;
    state_subject who = {.canon_id = c->actor};
    if (args_get(g, "id"))
        AK_TRY(find_subject(&who, c, str_of(args_get(g, "id")), "party", err));
    AK_TRY(account_make(&t, c, template, who.canon_id, args_get(g, "profile"), c->year, err));
    AK_TRY(account_view(out, t, err));
    if (args_has(g, "check") && account_missing(t))
        view_put_data(*out, "wanting", view_bool(c->a, true));
    return AK_OK;
}

ak_code six_steps_view(view **out, ctx *c, const args *g, ak_err *err)
{
    return report_view(out, c, g, "six_steps", err);
}

/* Section 5: published by 30 June of the year after the accounting year, and when the risk changes much. */
ak_code transparency_act_view(view **out, ctx *c, const args *g, ak_err *err)
{
    AK_TRY(report_view(out, c, g, "transparency_act", err));
    view_put_label(*out, "due", N_("Due"), view_date(c->a, arena_printf(c->a, "%d-06-30", c->year + 1)));
    return AK_OK;
}

/* --- own words --- */

static const account_field *field_find_named(const char *name)
{
    for (size_t i = 0; i < account_fields_n; i++)
        if (strcmp(account_fields[i].field, name) == 0)
            return &account_fields[i];
    return NULL;
}

/* The id that the account of a party for a year has. */
static const char *account_id_of(ctx *c, const char *template, const char *party)
{
    json *values = json_object_new(c->a);
    json_put(c->a, values, "kind", json_string_new(c->a, str_of(template)));
    json_put(c->a, values, "year", json_int_new(c->a, c->year));
    json_put(c->a, values, "party", json_string_new(c->a, str_of(party)));
    return said_key_id(c->a, c->a, &families[family_find(STR("account"))], values);
}

typedef struct wording {
    const account_field *field;
    const char *party, *account, *text, *answer, *status;
} wording;

ak_code account_party_of(const char **out, ctx *c, const args *g, ak_err *err)
{
    const char *id = args_get(g, "party");
    state_subject who = {.canon_id = c->actor};
    if (id && *id)
        AK_TRY(find_subject(&who, c, str_of(id), "party", err));
    *out = who.canon_id;
    return AK_OK;
}

static ak_code read_wording(wording *out, ctx *c, const args *g, ak_err *err)
{
    const char *name = args_get(g, "field");
    *out = (wording){.field = field_find_named(name), .party = c->actor};
    if (!out->field)
        return ak_fail(err, &DOC_007, name);
    AK_TRY(account_party_of(&out->party, c, g, err));
    out->account = account_id_of(c, out->field->template, out->party);
    out->text = args_get(g, "words");
    out->answer = args_get(g, "answer");
    const char *status = args_get(g, "status");
    bool anything = (out->text && *out->text) || (out->answer && *out->answer) || (status && *status);
    out->status = status && *status ? status : "stated";
    return anything ? AK_OK : ak_fail(err, &DOC_010, name);
}

void account_put_cell(plan_row *r, const char *name, const char *text)
{
    if (text && *text)
        plan_add_cell(r, (plan_cell){.field = field_find(&families[r->family], str_of(name)),
                                     .text = str_of(text),
                                     .head = name});
}

/* The account, unless it was said; and, unless it is a draft, the words of its field. */
ak_code account_text_plan(plan **out, ctx *c, const args *g, ak_err *err)
{
    wording w;
    AK_TRY(read_wording(&w, c, g, err));
    assert(w.field);
    plan *p = plan_new(c->a);
    plan_row *header = plan_add_row(p, family_find(STR("account")), 4);
    header->file = "";
    account_put_cell(header, "kind", w.field->template);
    account_put_cell(header, "year", arena_printf(c->a, "%d", c->year));
    account_put_cell(header, "party", w.party);
    if (!args_has(g, "draft")) {
        plan_row *text = plan_add_row(p, family_find(STR("account_text")), 6);
        text->file = "";
        account_put_cell(text, "account", w.account);
        account_put_cell(text, "field", w.field->field);
        account_put_cell(text, "status", w.status);
        account_put_cell(text, "answer", w.answer);
        account_put_cell(text, "text", w.text);
    }
    *out = p;
    return AK_OK;
}

static str pair(ctx *c, const char *name, const char *value)
{
    return str_of(arena_printf(c->a, "%s=%s", name, value));
}

ak_code account_text_after(ctx *c, const args *g, plan *p, bool applied, ak_err *err)
{
    (void)p;
    if (!applied || !args_has(g, "draft"))
        return AK_OK;
    wording w;
    AK_TRY(read_wording(&w, c, g, err));
    assert(w.field);
    str words[5] = {pair(c, "account", w.account), pair(c, "field", w.field->field),
                    pair(c, "status", w.status)};
    size_t n = 3;
    if (w.answer && *w.answer)
        words[n++] = pair(c, "answer", w.answer);
    if (w.text && *w.text)
        words[n++] = pair(c, "text", w.text);
    int64_t number;
    return draft_add(&number, c, STR("account_text"), words, n, err);
}
