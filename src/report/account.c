/* account.c -- an account of due diligence, made from the record. */
#include "report/account_inside.h"

#include <string.h>

#include "report/rules.h"

/* clang-format off */
#define ROW(field, template, profiles, step, type, required, fill, nb, da, en, source) \
    {field, template, profiles, step, type, required, fill, {nb, da, en}, source},
/* clang-format on */
const account_field account_fields[] = {
#include "report/account_fields.def"
};
const size_t account_fields_n = sizeof account_fields / sizeof *account_fields;
#undef ROW

void account_rest(account *t, int64_t sid)
{
    if (t->sids_n == t->sids_cap) {
        t->sids_cap = t->sids_cap ? 2 * t->sids_cap : 256;
        int64_t *more = ARENA_NEWS(t->c->a, int64_t, t->sids_cap);
        if (t->sids_n)
            memcpy(more, t->sids, t->sids_n * sizeof *more);
        t->sids = more;
    }
    t->sids[t->sids_n++] = sid;
}

account_entry *account_entry_new(account *t, account_answer *a, view *text, const char *id, int64_t sid)
{
    if (a->n == a->cap) {
        a->cap = a->cap ? 2 * a->cap : 8;
        account_entry *more = ARENA_NEWS(t->c->a, account_entry, a->cap);
        if (a->n)
            memcpy(more, a->entries, a->n * sizeof *more);
        a->entries = more;
    }
    account_entry *e = &a->entries[a->n++];
    *e = (account_entry){.text = text, .id = id ? arena_text(t->c->a, id) : "", .sid = sid};
    if (sid)
        account_rest(t, sid);
    return e;
}

account_finding *account_finding_new(account *t, const char *code, const char *of)
{
    if (t->findings_n == t->findings_cap) {
        t->findings_cap = t->findings_cap ? 2 * t->findings_cap : 8;
        account_finding *more = ARENA_NEWS(t->c->a, account_finding, t->findings_cap);
        if (t->findings_n)
            memcpy(more, t->findings, t->findings_n * sizeof *more);
        t->findings = more;
    }
    account_finding *f = &t->findings[t->findings_n++];
    *f = (account_finding){.code = code, .field = of};
    return f;
}

const char *account_word(const account *t, const char *enumeration_name, str code)
{
    const enumeration *e = enum_find(enumeration_name);
    int at = e ? enum_code_find(e, code) : -1;
    return at >= 0 ? e->values[at].words[t->c->lang] : str_c(t->c->a, code);
}

/* --profile says public; the record says public_body. */
const char *account_profile(const char *said_profile)
{
    const char *code = strcmp(said_profile, "public") == 0 ? "public_body" : said_profile;
    const enumeration *e = enum_find("account_profile");
    return e && enum_code_find(e, str_of(code)) >= 0 ? code : NULL;
}

static ak_code read_profile(account *t, const char *profile, ak_err *err)
{
    t->profile = profile ? account_profile(profile) : NULL;
    return profile && !t->profile ? ak_fail(err, &DOC_005, profile) : AK_OK;
}

/* Whether the field is asked of such an organisation. */
static bool asked_of(const account_field *f, const char *profile)
{
    str rest = str_of(f->profiles);
    while (rest.n)
        if (str_is(str_cut(&rest, '|'), profile))
            return true;
    return false;
}

static ak_code answers_make(account *t, ak_err *err)
{
    t->answers = ARENA_NEWS(t->c->a, account_answer, account_fields_n);
    for (size_t i = 0; i < account_fields_n; i++) {
        if (strcmp(account_fields[i].template, t->template) != 0 || !asked_of(&account_fields[i], t->profile))
            continue;
        account_answer *a = &t->answers[t->n++];
        *a = (account_answer){
            .field = &account_fields[i], .own = "", .claimed = "", .open = view_list(t->c->a)};
        AK_TRY(account_fill(t, a, err));
    }
    return AK_OK;
}

ak_code account_make(account **out, ctx *c, const char *template, const char *id, const char *profile,
                     int year, ak_err *err)
{
    account *t = ARENA_NEW(c->a, account);
    *t = (account){.c = c, .template = template, .year = year};
    AK_TRY(read_profile(t, profile, err));
    AK_TRY(state_subject_by_id(&t->party, c, id ? id : c->actor, err));
    AK_TRY(account_read(t, err));
    if (!t->profile)
        t->profile =
            t->f.said_n && t->f.said[0].profile.n ? str_c(c->a, t->f.said[0].profile) : "organisation";
    AK_TRY(answers_make(t, err));
    AK_TRY(account_check(t, err));
    *out = t;
    return AK_OK;
}
