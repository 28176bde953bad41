/* account_facts.c -- the rows of the record that an account is written from. */
#include <string.h>

#include "base/date.h"
#include "report/account_inside.h"

/* The year in the workspace's zone, as moments. */
static void bounds(account *t)
{
    zone z = zone_of(t->c);
    moment_text(t->first, zone_day_start(z, date_day(t->year, 1, 1)));
    moment_text(t->after, zone_day_start(z, date_day(t->year + 1, 1, 1)));
}

void account_years_before(char out[static 32], const account *t, int years)
{
    zone z = zone_of(t->c);
    moment_text(out, zone_day_start(z, date_day(t->year + 1 - years, 1, 1)));
}

/* The account of another party rests on what that party says itself. */
static bool other(const account *t)
{
    return strcmp(t->party.canon_id, t->c->actor) != 0;
}

static ak_code read_party(account *t, ak_err *err)
{
    ctx *c = t->c;
    account_facts *f = &t->f;
    const report_party_params of = {.party = t->party.canon};
    AK_TRY(report_party_one(&f->party, &f->has_party, c->a, c->db, &c->scope, &of, err));
    report_memberships_params member = {.party = t->party.canon};
    AK_TRY(report_memberships_all(&f->memberships, &f->memberships_n, c->a, c->db, &c->scope, &member, err));
    report_turnover_params turnover = {.party = t->party.canon, .first = t->first, .after = t->after};
    AK_TRY(report_turnover_all(&f->turnover, &f->turnover_n, c->a, c->db, &c->scope, &turnover, err));
    report_policies_params policies = {
        .party = t->party.canon, .has_voice = other(t), .voice = t->party.canon};
    AK_TRY(report_policies_all(&f->policies, &f->policies_n, c->a, c->db, &c->scope, &policies, err));
    report_account_params given = {.party = t->party.canon, .kind = str_of(t->template), .year = t->year};
    AK_TRY(report_account_all(&f->said, &f->said_n, c->a, c->db, &c->scope, &given, err));
    report_accounts_given_params all = {.party = t->party.canon};
    AK_TRY(report_accounts_given_all(&f->given, &f->given_n, c->a, c->db, &c->scope, &all, err));
    report_texts_params texts = {.party = t->party.canon, .kind = str_of(t->template), .year = t->year};
    return report_texts_all(&f->texts, &f->texts_n, c->a, c->db, &c->scope, &texts, err);
}

static ak_code read_work(account *t, ak_err *err)
{
    ctx *c = t->c;
    account_facts *f = &t->f;
    report_measures_params measures = {.has_voice = other(t), .voice = t->party.canon};
    AK_TRY(report_measures_all(&f->measures, &f->measures_n, c->a, c->db, &c->scope, &measures, err));
    AK_TRY(report_measure_countries_all(&f->countries, &f->countries_n, c->a, c->db, &c->scope, err));
    AK_TRY(report_measure_answers_all(&f->answers_to, &f->answers_to_n, c->a, c->db, &c->scope, err));
    for (int i = 0; i < 2; i++) {
        report_goals_params goals = {.year = t->year + i, .has_voice = other(t), .voice = t->party.canon};
        AK_TRY(report_goals_all(&f->goals[i], &f->goals_n[i], c->a, c->db, &c->scope, &goals, err));
    }
    report_results_params results = {.year = t->year, .has_voice = other(t), .voice = t->party.canon};
    AK_TRY(report_results_all(&f->results, &f->results_n, c->a, c->db, &c->scope, &results, err));
    report_dialogues_params dialogues = {.has_voice = other(t), .voice = t->party.canon};
    AK_TRY(report_dialogues_all(&f->dialogues, &f->dialogues_n, c->a, c->db, &c->scope, &dialogues, err));
    report_audits_params audits = {.has_voice = other(t), .voice = t->party.canon};
    return report_audits_all(&f->audits, &f->audits_n, c->a, c->db, &c->scope, &audits, err);
}

static ak_code read_risk(account *t, ak_err *err)
{
    ctx *c = t->c;
    account_facts *f = &t->f;
    report_judgements_params judgements = {.has_voice = other(t), .voice = t->party.canon};
    AK_TRY(report_judgements_all(&f->judgements, &f->judgements_n, c->a, c->db, &c->scope, &judgements, err));
    report_incidents_params incidents = {.has_voice = other(t), .voice = t->party.canon};
    AK_TRY(report_incidents_all(&f->incidents, &f->incidents_n, c->a, c->db, &c->scope, &incidents, err));
    AK_TRY(
        report_incident_issues_all(&f->incident_issues, &f->incident_issues_n, c->a, c->db, &c->scope, err));
    report_findings_params findings = {.has_voice = other(t), .voice = t->party.canon};
    return report_findings_all(&f->findings, &f->findings_n, c->a, c->db, &c->scope, &findings, err);
}

ak_code account_read(account *t, ak_err *err)
{
    bounds(t);
    AK_TRY(read_party(t, err));
    AK_TRY(read_work(t, err));
    return read_risk(t, err);
}
