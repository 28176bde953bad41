/* account_fill.c -- what the record says in each field of an account; one filler a kind of content. */
#include <string.h>

#include "base/country.h"
#include "record/workspace.h"
#include "report/account_inside.h"
#include "report/rules.h"

static const char *text_of(account *t, str s)
{
    return s.n ? str_c(t->c->a, s) : "";
}

static view *plain(account *t, str s)
{
    return view_text(t->c->a, s);
}

static bool is_one_of(str code, const char *const *list)
{
    for (; *list; list++)
        if (str_is(code, *list))
            return true;
    return false;
}

bool account_before(const account *t, str moment)
{
    return !moment.n || str_cmp(moment, str_of(t->after)) < 0;
}

/* Begun before the year's end, and not done before the year. */
bool account_in_year(const account *t, const report_measures_row *m)
{
    bool begun = account_before(t, m->period_start);
    bool open = !m->done_on.n || str_cmp(m->done_on, str_of(t->first)) >= 0;
    return begun && open && (!m->has_done_by || m->done_by == t->party.canon);
}

/* --- step 1: who answers --- */

static ak_code fill_party(account *t, account_answer *a, ak_err *err)
{
    const report_party_row *p = &t->f.party;
    if (!t->f.has_party)
        return AK_OK;
    str text = strcmp(a->field->fill, "name") == 0          ? p->name
               : strcmp(a->field->fill, "description") == 0 ? p->description
                                                            : p->contact_role;
    if (text.n)
        account_entry_new(t, a, plain(t, text), t->party.canon_id, p->sid);
    (void)err;
    return AK_OK;
}

/* The roles in the chain, then the legal form. */
static ak_code fill_organisation(account *t, account_answer *a, ak_err *err)
{
    ctx *c = t->c;
    if (!t->f.has_party)
        return AK_OK;
    report_party_roles_row *roles;
    size_t n;
    report_party_roles_params of = {.sid = t->f.party.sid};
    AK_TRY(report_party_roles_all(&roles, &n, c->a, c->db, &c->scope, &of, err));
    for (size_t i = 0; i < n; i++)
        account_entry_new(t, a, view_text_c(c->a, account_word(t, "party_role", roles[i].value)), NULL,
                          t->f.party.sid);
    if (t->f.party.legal_form.n)
        account_entry_new(t, a, plain(t, t->f.party.legal_form), NULL, t->f.party.sid);
    if (strcmp(a->field->fill, "organisation_text") == 0 && t->f.party.country.n)
        account_entry_new(t, a, view_country(c->a, text_of(t, t->f.party.country)), NULL, t->f.party.sid);
    return AK_OK;
}

static ak_code fill_turnover(account *t, account_answer *a, ak_err *err)
{
    for (size_t i = 0; i < t->f.turnover_n; i++) {
        const report_turnover_row *q = &t->f.turnover[i];
        const view_basis *basis;
        AK_TRY(state_basis(&basis, t->c, &q->sid, 1, -1, err));
        view *money = view_money(t->c->a, q->amount_minor, text_of(t, q->amount_currency), basis);
        account_entry_new(t, a, money, NULL, q->sid);
    }
    return AK_OK;
}

static ak_code fill_member_since(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    for (size_t i = 0; i < t->f.memberships_n; i++) {
        const report_memberships_row *r = &t->f.memberships[i];
        view *since = r->since_text.n   ? plain(t, r->since_text)
                      : r->valid_from.n ? view_date(t->c->a, text_of(t, r->valid_from))
                                        : NULL;
        if (since)
            account_entry_new(t, a,
                              view_say(t->c->a, N_("{organisation}: {since}"), "organisation",
                                       state_ref(t->c, text_of(t, r->other)), "since", since, NULL),
                              text_of(t, r->other), r->sid);
    }
    return AK_OK;
}

/* --- policies --- */

static const char *const policy_kinds[] = {"policy", "code_of_conduct", "statement", NULL};
static const char *const routine_kinds[] = {"supplier_routine", "procurement_routine", NULL};
static const char *const procurement_kinds[] = {"procurement_routine", NULL};
static const char *const plan_kinds[] = {"action_plan", NULL};

static const char *const *kinds_of(const char *fill)
{
    if (strcmp(fill, "procurement_routines") == 0)
        return procurement_kinds;
    if (strncmp(fill, "routine", 7) == 0)
        return routine_kinds;
    return strcmp(fill, "action_plan") == 0 ? plan_kinds : policy_kinds;
}

/* A link where one of its sources has an address. */
static ak_code policy_entry(account *t, account_answer *a, const report_policies_row *p, ak_err *err)
{
    const view_basis *basis;
    AK_TRY(state_basis(&basis, t->c, &p->sid, 1, -1, err));
    const char *url = "";
    for (size_t i = 0; i < basis->n && !*url; i++)
        url = basis->sources[i].url;
    view *text;
    if (strcmp(a->field->fill, "routine_texts") == 0)
        text = p->summary.n ? plain(t, p->summary) : plain(t, p->title);
    else if (strcmp(a->field->fill, "anchored") == 0)
        text = p->adopted_by.n ? view_say(t->c->a, N_("{title}, adopted by {who}"), "title",
                                          plain(t, p->title), "who", plain(t, p->adopted_by), NULL)
                               : plain(t, p->summary.n ? p->summary : p->title);
    else if (*url)
        text = view_say(t->c->a, N_("{title}: {link}"), "title", plain(t, p->title), "link",
                        view_text_c(t->c->a, url), NULL);
    else
        text = plain(t, p->title);
    account_entry_new(t, a, text, text_of(t, p->id), p->sid);
    return AK_OK;
}

static ak_code fill_policies(account *t, account_answer *a, ak_err *err)
{
    for (size_t i = 0; i < t->f.policies_n; i++)
        if (is_one_of(t->f.policies[i].policy_kind, kinds_of(a->field->fill)))
            AK_TRY(policy_entry(t, a, &t->f.policies[i], err));
    return AK_OK;
}

static ak_code fill_top(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    for (size_t i = 0; i < t->f.policies_n; i++)
        if (t->f.policies[i].top_role.n && is_one_of(t->f.policies[i].policy_kind, policy_kinds))
            account_entry_new(t, a, plain(t, t->f.policies[i].top_role), text_of(t, t->f.policies[i].id),
                              t->f.policies[i].sid);
    return AK_OK;
}

/* --- measures --- */

static view *measure_text(account *t, const report_measures_row *m)
{
    arena *a = t->c->a;
    view *how_far = m->progress.n ? view_text_c(a, account_word(t, "progress", m->progress))
                                  : view_word(a, "not_said", N_("progress not said"));
    view *title = plain(t, m->title);
    if (m->owner_role.n)
        return view_say(a, N_("{title} ({progress}; {role})"), "title", title, "progress", how_far, "role",
                        plain(t, m->owner_role), NULL);
    return view_say(a, N_("{title} ({progress})"), "title", title, "progress", how_far, NULL);
}

static bool abroad(const account *t, const report_measures_row *m)
{
    for (size_t i = 0; i < t->f.countries_n; i++) {
        const report_measure_countries_row *c = &t->f.countries[i];
        if (c->sid == m->sid && t->f.has_party && !str_eq(c->value, t->f.party.country))
            return true;
    }
    return false;
}

static bool wanted(const account *t, const char *fill, const report_measures_row *m)
{
    static const char *const support[] = {"cooperate", "engage", "communicate", "train", "campaign", NULL};
    static const char *const shared[] = {"communicate", "train", "cooperate", "campaign", NULL};
    static const char *const remedy[] = {"remedy", NULL};
    static const char *const mapping[] = {"monitor", NULL};
    if (strcmp(fill, "measures_abroad") == 0)
        return abroad(t, m);
    if (strcmp(fill, "measures_support") == 0)
        return is_one_of(m->measure_kind, support);
    if (strcmp(fill, "shared") == 0)
        return is_one_of(m->measure_kind, shared);
    if (strcmp(fill, "channels") == 0)
        return is_one_of(m->measure_kind, remedy);
    if (strcmp(fill, "mapping") == 0)
        return is_one_of(m->measure_kind, mapping);
    return true;
}

static ak_code fill_measures(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    for (size_t i = 0; i < t->f.measures_n; i++) {
        const report_measures_row *m = &t->f.measures[i];
        if (account_in_year(t, m) && wanted(t, a->field->fill, m))
            account_entry_new(t, a, measure_text(t, m), text_of(t, m->id), m->sid);
    }
    return AK_OK;
}

static ak_code fill_countries(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    for (size_t i = 0; i < t->f.countries_n; i++) {
        const report_measure_countries_row *c = &t->f.countries[i];
        bool counted = false;
        for (size_t k = 0; k < t->f.measures_n; k++)
            counted = counted || (t->f.measures[k].sid == c->sid && account_in_year(t, &t->f.measures[k]));
        for (size_t k = 0; k < a->n; k++)
            counted = counted && !str_is(c->value, a->entries[k].id + strlen("country:"));
        if (counted)
            account_entry_new(t, a, view_country(t->c->a, text_of(t, c->value)),
                              arena_printf(t->c->a, "country:%s", text_of(t, c->value)), c->sid);
    }
    return AK_OK;
}

/* --- step 2: risk --- */

static bool grave(str level)
{
    return str_is(level, "high");
}

static ak_code fill_challenges(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    arena *arena_of = t->c->a;
    for (size_t i = 0; i < t->f.judgements_n; i++) {
        const report_judgements_row *j = &t->f.judgements[i];
        if (grave(j->level))
            account_entry_new(t, a,
                              view_say(arena_of, N_("{about}: {reason}"), "about",
                                       state_ref(t->c, text_of(t, j->about)), "reason", plain(t, j->reason),
                                       NULL),
                              text_of(t, j->about), j->sid);
    }
    for (size_t i = 0; i < t->f.findings_n; i++) {
        const report_findings_row *f = &t->f.findings[i];
        if (f->text.n)
            account_entry_new(t, a, plain(t, f->text), text_of(t, f->about), f->sid);
    }
    return AK_OK;
}

/* Things named once, whatever how many speak of them. */
static bool named(const account_answer *a, const char *id)
{
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->entries[i].id, id) == 0)
            return true;
    return false;
}

static ak_code fill_places(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    for (size_t i = 0; i < t->f.judgements_n; i++) {
        const report_judgements_row *j = &t->f.judgements[i];
        bool place = str_starts(j->about, "country:") || str_starts(j->about, "region:");
        const char *id = text_of(t, j->about);
        if (grave(j->level) && place && !named(a, id))
            account_entry_new(t, a, state_ref(t->c, id), id, j->sid);
    }
    return AK_OK;
}

static ak_code fill_issues(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    for (size_t i = 0; i < t->f.judgements_n; i++) {
        const report_judgements_row *j = &t->f.judgements[i];
        const char *id = arena_printf(t->c->a, "issue:%s", text_of(t, j->issue));
        if (grave(j->level) && j->issue.n && !named(a, id))
            account_entry_new(t, a, view_text_c(t->c->a, account_word(t, "issue", j->issue)), id, j->sid);
    }
    for (size_t i = 0; i < t->f.incident_issues_n; i++) {
        const report_incident_issues_row *u = &t->f.incident_issues[i];
        const char *id = arena_printf(t->c->a, "issue:%s", text_of(t, u->value));
        if (!named(a, id))
            account_entry_new(t, a, view_text_c(t->c->a, account_word(t, "issue", u->value)), id, u->sid);
    }
    return AK_OK;
}

/* What was done to find out: guides, visits, meetings of the year, audits; then measures that watch. */
static ak_code fill_mapping(account *t, account_answer *a, ak_err *err)
{
    static const char *const guides[] = {"guide", NULL};
    static const char *const looking[] = {"visit", "interview", "network", "meeting", NULL};
    for (size_t i = 0; i < t->f.policies_n; i++)
        if (is_one_of(t->f.policies[i].policy_kind, guides))
            AK_TRY(policy_entry(t, a, &t->f.policies[i], err));
    for (size_t i = 0; i < t->f.dialogues_n; i++) {
        const report_dialogues_row *d = &t->f.dialogues[i];
        if (!is_one_of(d->dialogue_kind, looking) || !account_before(t, d->said_on) ||
            str_cmp(d->said_on, str_of(t->first)) < 0)
            continue;
        view *kind = view_text_c(t->c->a, account_word(t, "dialogue_kind", d->dialogue_kind));
        account_entry_new(
            t, a, view_say(t->c->a, N_("{title} ({kind})"), "title", plain(t, d->title), "kind", kind, NULL),
            text_of(t, d->id), d->sid);
    }
    return fill_measures(t, a, err);
}

/* Incidents up to the year's end: the harm that was found, or (claims) what somebody says happened. */
static void incident_entries(account *t, account_answer *a, bool claims)
{
    for (size_t i = 0; i < t->f.incidents_n; i++) {
        const report_incidents_row *n = &t->f.incidents[i];
        bool claim = str_is(n->incident_kind, "allegation") && !str_is(n->impact_state, "actual");
        if (str_is(n->incident_kind, "reform") || claim != claims || !account_before(t, n->said_on))
            continue;
        view *kind = view_text_c(t->c->a, account_word(t, "incident_kind", n->incident_kind));
        account_entry_new(
            t, a, view_say(t->c->a, N_("{title} ({kind})"), "title", plain(t, n->title), "kind", kind, NULL),
            text_of(t, n->id), n->sid);
    }
}

static ak_code fill_impacts(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    incident_entries(t, a, false);
    return AK_OK;
}

static ak_code fill_risks(account *t, account_answer *a, ak_err *err)
{
    AK_TRY(fill_challenges(t, a, err));
    incident_entries(t, a, true);
    return AK_OK;
}

/* --- step 4: goals and results --- */

static const report_results_row *result_of(const account *t, str id)
{
    for (size_t i = 0; i < t->f.results_n; i++)
        if (str_eq(t->f.results[i].about, id))
            return &t->f.results[i];
    return NULL;
}

static ak_code fill_goals(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    arena *m = t->c->a;
    int next = strcmp(a->field->fill, "goals_next") == 0;
    for (size_t i = 0; i < t->f.goals_n[next]; i++) {
        const report_goals_row *g = &t->f.goals[next][i];
        view *success = g->success_measure.n ? plain(t, g->success_measure)
                                             : view_word(m, "none_stated", N_("none stated"));
        const report_results_row *r = result_of(t, g->id);
        view *text;
        if (next)
            text = view_say(m, N_("{goal}. Measure of success: {success}."), "goal", plain(t, g->title),
                            "success", success, NULL);
        else
            text = view_say(m, N_("{goal}. Measure of success: {success}. Result: {result}."), "goal",
                            plain(t, g->title), "success", success, "result",
                            r ? view_text_c(m, account_word(t, "progress", r->progress))
                              : view_word(m, "not_said", N_("not said")),
                            NULL);
        account_entry_new(t, a, text, text_of(t, g->id), g->sid);
        if (!next && r)
            account_rest(t, r->sid);
    }
    return AK_OK;
}

static ak_code fill_results(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    for (size_t i = 0; i < t->f.results_n; i++) {
        const report_results_row *r = &t->f.results[i];
        view *word = view_text_c(t->c->a, account_word(t, "progress", r->progress));
        view *about = state_ref(t->c, text_of(t, r->about));
        view *text =
            r->text.n ? view_say(t->c->a, N_("{about}: {progress}. {text}"), "about", about, "progress", word,
                                 "text", plain(t, r->text), NULL)
                      : view_say(t->c->a, N_("{about}: {progress}."), "about", about, "progress", word, NULL);
        account_entry_new(t, a, text, text_of(t, r->about), r->sid);
    }
    for (size_t i = 0; i < t->f.measures_n; i++) {
        const report_measures_row *m = &t->f.measures[i];
        if (m->effect.n && account_in_year(t, m))
            account_entry_new(t, a,
                              view_say(t->c->a, N_("{about}: {effect}"), "about", plain(t, m->title),
                                       "effect", plain(t, m->effect), NULL),
                              text_of(t, m->id), m->sid);
    }
    return AK_OK;
}

/* --- step 6, and the account as a document --- */

static ak_code fill_channels(account *t, account_answer *a, ak_err *err)
{
    static const char *const arrangements[] = {"remediation", NULL};
    for (size_t i = 0; i < t->f.policies_n; i++)
        if (is_one_of(t->f.policies[i].policy_kind, arrangements))
            AK_TRY(policy_entry(t, a, &t->f.policies[i], err));
    return fill_measures(t, a, err);
}

static ak_code fill_given(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    bool is_signed = strcmp(a->field->fill, "signed") == 0;
    for (size_t i = 0; i < t->f.said_n; i++) {
        const report_account_row *s = &t->f.said[i];
        str when = is_signed ? s->signed_on : s->published_on;
        if (!when.n)
            continue;
        view *day = state_day(t->c, text_of(t, when));
        view *text = !is_signed && s->url.n
                         ? view_say(t->c->a, N_("{day}: {link}"), "day", day, "link", plain(t, s->url), NULL)
                         : day;
        account_entry_new(t, a, text, text_of(t, s->id), s->sid);
    }
    return AK_OK;
}

/* The account under the Transparency Act of the same year. */
static ak_code fill_act_given(account *t, account_answer *a, ak_err *err)
{
    (void)err;
    for (size_t i = 0; i < t->f.given_n; i++) {
        const report_accounts_given_row *g = &t->f.given[i];
        if (!str_is(g->kind, "transparency_act") || g->year != t->year || !g->published_on.n)
            continue;
        view *day = state_day(t->c, text_of(t, g->published_on));
        view *text = g->url.n ? view_say(t->c->a, N_("published {day}: {link}"), "day", day, "link",
                                         plain(t, g->url), NULL)
                              : view_say(t->c->a, N_("published {day}"), "day", day, NULL);
        account_entry_new(t, a, text, text_of(t, g->id), g->sid);
    }
    return AK_OK;
}

static const struct {
    const char *name;
    ak_code (*fill)(account *t, account_answer *a, ak_err *err);
} fillers[] = {
    {"act_given",            fill_act_given   },
    {"action_plan",          fill_policies    },
    {"anchored",             fill_policies    },
    {"challenges",           fill_challenges  },
    {"channels",             fill_channels    },
    {"contact",              fill_party       },
    {"description",          fill_party       },
    {"goals",                fill_goals       },
    {"goals_next",           fill_goals       },
    {"impacts",              fill_impacts     },
    {"mapping",              fill_mapping     },
    {"measure_countries",    fill_countries   },
    {"measures_abroad",      fill_measures    },
    {"measures_all",         fill_measures    },
    {"measures_support",     fill_measures    },
    {"member_since",         fill_member_since},
    {"name",                 fill_party       },
    {"organisation_text",    fill_organisation},
    {"organisation_type",    fill_organisation},
    {"policy",               fill_policies    },
    {"procurement_routines", fill_policies    },
    {"published",            fill_given       },
    {"results_all",          fill_results     },
    {"risk_issues",          fill_issues      },
    {"risk_places",          fill_places      },
    {"risks",                fill_risks       },
    {"routine_texts",        fill_policies    },
    {"routines",             fill_policies    },
    {"shared",               fill_measures    },
    {"signed",               fill_given       },
    {"top_responsible",      fill_top         },
    {"turnover",             fill_turnover    },
};

ak_code account_fill(account *t, account_answer *a, ak_err *err)
{
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (strcmp(fillers[i].name, a->field->fill) == 0)
            return fillers[i].fill(t, a, err);
    return ak_fail(err, &DOC_006, a->field->fill);
}
