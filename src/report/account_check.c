/* account_check.c -- what a field may say: a yes needs words or grounds, and they may not take it back. */
#include <string.h>

#include "report/account_inside.h"
#include "report/account_tiers.h"

typedef struct denial {
    const char *phrase, *lang, *means, *source;
} denial;

#define ROW(phrase, lang, means, source) {phrase, lang, means, source},
static const denial denials[] = {
#include "report/account_denials.def"
};
#undef ROW

/* What is planned weighs more than that nothing is there yet: it says more. */
account_status account_denied(const char *text)
{
    arena tmp = {0};
    account_status found = ACCOUNT_STATED;
    str folded = str_fold(&tmp, str_of(text));
    for (size_t i = 0; i < sizeof denials / sizeof *denials; i++) {
        str phrase = str_fold(&tmp, str_of(denials[i].phrase));
        if (!folded.n || !memmem(folded.p, folded.n, phrase.p, phrase.n))
            continue;
        bool planned = strcmp(denials[i].means, "planned") == 0;
        if (planned || found == ACCOUNT_STATED)
            found = planned ? ACCOUNT_PLANNED : ACCOUNT_NOT_ESTABLISHED;
    }
    arena_free(&tmp);
    return found;
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
static void judge_answer(account *t, account_answer *a, account_status given)
{
    account_status record = status_of_record(t, a);
    account_status words = account_denied(a->own);
    bool yes = strcmp(a->claimed, "yes") == 0;
    if (!yes) {
        a->status =
            strcmp(a->claimed, "no") == 0 && given == ACCOUNT_STATED ? ACCOUNT_NOT_ESTABLISHED : given;
        return;
    }
    if (words != ACCOUNT_STATED) {
        bool planned = words == ACCOUNT_PLANNED || record == ACCOUNT_PLANNED || given == ACCOUNT_PLANNED;
        refuse_yes(t, a, planned ? ACCOUNT_PLANNED : ACCOUNT_NOT_ESTABLISHED);
        return;
    }
    if (!*a->own && a->own_refs == 0 && record != ACCOUNT_STATED) {
        account_finding *f = account_finding_new(t, "ACC-005", a->field->field);
        f->title = view_say(t->c->a, N_("A yes without words or documents"), NULL);
        f->text =
            view_say(t->c->a, N_("Say in words what is in place, or name the documents that show it."), NULL);
        a->status = record == ACCOUNT_NOT_ANSWERED ? ACCOUNT_NOT_ANSWERED : record;
        return;
    }
    a->status = given;
    if (a->own_refs == 0 && a->n == 0)
        say_open(t, a, N_("Claimed in words only: no document and no statement is named."));
}

/* The own words of a field, the best voice's first; what the record says stays beside them. */
static void take_own(account *t, account_answer *a)
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
            judge_answer(t, a, given);
        else
            a->status = given == ACCOUNT_STATED && !*a->own ? status_of_record(t, a) : given;
        return;
    }
    a->status = status_of_record(t, a);
}

static void tell_open(account *t, account_answer *a)
{
    if (a->status == ACCOUNT_NOT_ANSWERED)
        say_open(t, a,
                 strcmp(a->field->type, "document") == 0
                     ? N_("Required: name the document, or say it in your own words.")
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

void account_check(account *t)
{
    for (size_t i = 0; i < t->n; i++) {
        take_own(t, &t->answers[i]);
        tell_open(t, &t->answers[i]);
    }
    account_tiers_check(t);
}

size_t account_missing(const account *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        n += strcmp(t->answers[i].field->type, "document") == 0 && t->answers[i].status != ACCOUNT_STATED;
    return n;
}
