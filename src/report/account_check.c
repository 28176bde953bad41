/* account_check.c -- what a field may say: a yes needs words or grounds, and they may not take it back. */
#include <string.h>

#include "record/denial.h"
#include "report/account_inside.h"
#include "report/account_responses.h"
#include "report/account_tiers.h"

/* What the phrase list says of these words: ACCOUNT_STATED where nothing is taken back. */
static ak_code status_of_words(account_status *out, const account *t, const char *text, ak_err *err)
{
    denial taken_back;
    AK_TRY(denial_in(&taken_back, t->c->a, str_of(text), err));
    *out = taken_back.means == DENIAL_NONE      ? ACCOUNT_STATED
           : taken_back.means == DENIAL_PLANNED ? ACCOUNT_PLANNED
                                                : ACCOUNT_NOT_ESTABLISHED;
    return AK_OK;
}

static void say_open(account *t, account_answer *a, const char *msgid)
{
    view_add(a->open, view_say(t->c->a, msgid, NULL));
}

/* What a measure shows of a yes: one that is to be, one that came to nothing, one that is there. */
static account_status status_of_measure(const report_measures_row *m, bool must_be_done)
{
    bool finished = str_is(m->progress, "done") || str_is(m->progress, "verified");
    if (str_is(m->progress, "not_done") || str_is(m->progress, "dropped"))
        return ACCOUNT_NOT_ESTABLISHED;
    bool to_be = str_is(m->progress, "planned") || str_is(m->progress, "not_started");
    return to_be || (must_be_done && !finished) ? ACCOUNT_PLANNED : ACCOUNT_STATED;
}

/* Best that the measures and policies of a field say.  A channel that is being made does not work yet. */
static account_status status_of_record(const account *t, const account_answer *a)
{
    account_status best = ACCOUNT_NOT_ANSWERED;
    bool yes_no = strcmp(a->field->type, "answer") == 0;
    bool channels = strcmp(a->field->fill, "channels") == 0;
    for (size_t i = 0; i < a->n; i++) {
        account_status s = ACCOUNT_STATED;
        for (size_t k = 0; k < t->f.measures_n && yes_no; k++)
            if (t->f.measures[k].sid == a->entries[i].sid)
                s = status_of_measure(&t->f.measures[k], channels);
        best = s > best ? s : best;
    }
    return best;
}

static account_status status_word(str word)
{
    static const char *const words[] = {"not_answered", "not_established", "planned", "stated"};
    for (int i = 0; i < 4; i++)
        if (str_is(word, words[i]))
            return (account_status)i;
    return ACCOUNT_NOT_ANSWERED;
}

/* A yes that its own words or the record take back. */
static void refuse_yes(account *t, account_answer *a, account_status instead)
{
    account_finding *f = account_finding_new(t, "ACC-004", a->field->field);
    f->title = view_say(t->c->a, N_("The answer yes was not accepted"), NULL);
    f->text = view_say(t->c->a,
                       N_("The words given with it say that it is not established. The field stands as what "
                          "its words say; change "
                          "the answer, or name what is in place."),
                       NULL);
    a->status = instead;
}

/* A yes needs words or grounds (domain: required evidence or reason). */
static ak_code judge_answer(account *t, account_answer *a, account_status given, ak_err *err)
{
    account_status record = status_of_record(t, a);
    account_status words;
    AK_TRY(status_of_words(&words, t, a->own, err));
    bool yes = strcmp(a->claimed, "yes") == 0;
    if (!yes) {
        a->status =
            strcmp(a->claimed, "no") == 0 && given == ACCOUNT_STATED ? ACCOUNT_NOT_ESTABLISHED : given;
        return AK_OK;
    }
    if (words != ACCOUNT_STATED) {
        bool planned = words == ACCOUNT_PLANNED || record == ACCOUNT_PLANNED || given == ACCOUNT_PLANNED;
        refuse_yes(t, a, planned ? ACCOUNT_PLANNED : ACCOUNT_NOT_ESTABLISHED);
        return AK_OK;
    }
    if (!*a->own && a->own_refs == 0 && record != ACCOUNT_STATED) {
        account_finding *f = account_finding_new(t, "ACC-005", a->field->field);
        f->title = view_say(t->c->a, N_("A yes without words or documents"), NULL);
        f->text =
            view_say(t->c->a, N_("Say in words what is in place, or name the documents that show it."), NULL);
        a->status = record == ACCOUNT_NOT_ANSWERED ? ACCOUNT_NOT_ANSWERED : record;
        return AK_OK;
    }
    a->status = given;
    if (a->own_refs == 0 && a->n == 0)
        say_open(t, a, N_("Claimed in words only: no document and no statement is named."));
    return AK_OK;
}

/* The own words of a field, the best voice's first; what the record says stays beside them. */
static ak_code take_own(account *t, account_answer *a, ak_err *err)
{
    for (size_t i = 0; i < t->f.texts_n; i++) {
        const report_texts_row *x = &t->f.texts[i];
        if (!str_is(x->field, a->field->field))
            continue;
        a->own = x->text.n ? str_c(t->c->a, x->text) : "";
        a->claimed = x->answer.n ? str_c(t->c->a, x->answer) : "";
        a->own_sid = x->sid;
        account_rest(t, x->sid);
        account_status given = x->status.n ? status_word(x->status) : ACCOUNT_STATED;
        if (strcmp(a->field->type, "answer") == 0)
            AK_TRY(judge_answer(t, a, given, err));
        else
            a->status = given == ACCOUNT_STATED && !*a->own ? status_of_record(t, a) : given;
        return AK_OK;
    }
    a->status = status_of_record(t, a);
    return AK_OK;
}

static void tell_open(account *t, account_answer *a)
{
    if (a->status == ACCOUNT_NOT_ANSWERED)
        say_open(t, a,
                 account_lacks(a) ? N_("Required: name the document, or say it in your own words.")
                                  : N_("Nothing in the record answers this, and no words were given."));
    if (a->status == ACCOUNT_PLANNED)
        say_open(t, a, N_("Planned, not established: by when, and who answers for it?"));
    if (strncmp(a->field->fill, "goals", 5) == 0) {
        int next = strcmp(a->field->fill, "goals_next") == 0;
        int64_t without = 0;
        for (size_t i = 0; i < t->f.goals_n[next]; i++)
            without += t->f.goals[next][i].success_measure.n == 0;
        if (without)
            view_add(a->open, view_say_n(t->c->a, without, N_("{n} goal has no measure of success."),
                                         N_("{n} goals have no measure of success."), NULL));
    }
}

/* The day on which the account of the year went out; empty = it did not, or a later one went out since. */
static str published_on(const account *t)
{
    str day = {0};
    for (size_t i = 0; i < t->f.given_n; i++) {
        const report_accounts_given_row *g = &t->f.given[i];
        if (!str_is(g->kind, t->template) || !g->published_on.n)
            continue;
        if (g->year > t->year)
            return (str){0};
        day = g->year == t->year ? g->published_on : day;
    }
    return day;
}

static bool is_later(str moment, str day)
{
    return moment.n && str_cmp(moment, day) > 0;
}

/* Section 5 third paragraph: by 30 June, "and else where the enterprise's assessments of risk change materially".
 * Whether they do is for people; that something graver was said since is told. */
static void tell_changes(account *t)
{
    str day = strcmp(t->template, "transparency_act") == 0 ? published_on(t) : (str){0};
    int64_t n = 0;
    for (size_t i = 0; day.n && i < t->f.incidents_n; i++)
        n += !str_is(t->f.incidents[i].incident_kind, "reform") && is_later(t->f.incidents[i].said_on, day);
    for (size_t i = 0; day.n && i < t->f.judgements_n; i++)
        n += str_is(t->f.judgements[i].level, "high") && is_later(t->f.judgements[i].said_on, day);
    for (size_t i = 0; day.n && i < t->f.findings_n; i++)
        n += is_later(t->f.findings[i].said_on, day);
    if (n == 0)
        return;
    arena *a = t->c->a;
    account_finding *f = account_finding_new(t, "ACC-009", "act.risks");
    f->title = view_say(a, N_("The risk has changed since the account was published"), NULL);
    f->text = view_say_n(
        a, n,
        N_("Published {day}; {n} impact, finding or judgement of high risk came after. Section 5 asks for an "
           "update where the assessment of risk changes materially: judge whether this is such a change."),
        N_("Published {day}; {n} impacts, findings and judgements of high risk came after. Section 5 asks "
           "for "
           "an update where the assessment of risk changes materially: judge whether this is such a change."),
        "day", state_day(t->c, str_c(a, day)), NULL);
}

ak_code account_check(account *t, ak_err *err)
{
    for (size_t i = 0; i < t->n; i++) {
        AK_TRY(take_own(t, &t->answers[i], err));
        tell_open(t, &t->answers[i]);
    }
    account_tiers_check(t);
    account_responses_check(t);
    tell_changes(t);
    return AK_OK;
}

/* A document is there or not; of the other fields any word counts, also that nothing was found. */
bool account_lacks(const account_answer *a)
{
    if (strcmp(a->field->required, "yes") != 0)
        return false;
    bool document = strcmp(a->field->type, "document") == 0;
    return document ? a->status != ACCOUNT_STATED : a->status == ACCOUNT_NOT_ANSWERED;
}

size_t account_missing(const account *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        n += account_lacks(&t->answers[i]);
    return n;
}
