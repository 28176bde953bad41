/* apply_duty.c -- what follows from a statement: duties with their dates (D32, without machines yet).
 *
 * One row of the table below a duty.  A duty is open from the date of the statement until that is replaced or
 * taken back; a statement that says that the thing is done makes none.  A question's duty is closed by its
 * answer, which the question to the state looks for, so that nothing is stored twice.
 */
#include <string.h>

#include "apply_sql.h"
#include "record/apply_private.h"
#include "record/value.h"

typedef struct duty_source {
    const char *family;
    const char *lines; /* group of lines, one duty a line; "" = the statement itself */
    const char *date;  /* field with the day */
    const char *duty;  /* code */
    const char *who;   /* field with the party that must act; "" = the own one */
    const char *done;  /* field that, when filled (and not with one of the open words), ends it; "" = none */
    const char *open_words; /* values of done that leave it open, parted by | */
} duty_source;

static const duty_source sources[] = {
    {"question",   "",        "due_on",           "answer",           "addressee",   "",            ""              },
    {"award",      "",        "standstill_until", "standstill_end",   "",            "contract",    ""              },
    {"contract",   "",        "period_end",       "contract_end",     "",            "status",      "planned|active"},
    {"contract",   "option",  "notice_by",        "option_notice",    "",            "used",        "unknown"       },
    {"dialogue",   "promise", "due_on",           "promise",          "promiser",    "kept",        "unknown|no"    },
    {"document",   "",        "expires_on",       "document_expires", "",            "",            ""              },
    {"fulfilment", "",        "due_on",           "proof",            "provided_by", "received_on", ""              },
    {"measure",    "",        "due_on",           "measure",          "done_by",     "done_on",     ""              },
    {"policy",     "",        "review_on",        "policy_review",    "",            "",            ""              },
    {"tender",     "",        "questions_until",  "questions_due",    "",            "opened_at",   ""              },
    {"tender",     "",        "bids_until",       "bids_due",         "",            "opened_at",   ""              },
};

bool apply_has_duties(int fam)
{
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (strcmp(sources[i].family, families[fam].name) == 0)
            return true;
    return false;
}

static bool is_done(const duty_source *d, const json *v)
{
    const json *done = d->done[0] ? json_get(v, d->done) : NULL;
    str rest = str_of(d->open_words);
    if (!done)
        return false;
    while (rest.n > 0)
        if (str_eq(str_cut(&rest, '|'), done->text))
            return false;
    return true;
}

static ak_code add(applier *ap, const applying *x, const duty_source *d, const json *v, int64_t line,
                   ak_err *err)
{
    const json *due = json_get(v, d->date), *who = d->who[0] ? json_get(v, d->who) : NULL;
    if (!due || due->kind != JSON_STRING || is_done(d, v))
        return AK_OK;
    const char *day = str_c(&ap->tmp, due->text);
    apply_duty_add_params p = {.sid = x->sid,
                               .line = line,
                               .audience = x->s->audience,
                               .case_n = x->subject,
                               .has_case_n = true,
                               .duty = str_of(d->duty),
                               .due_on = str_of(value_moment(&ap->tmp, day, ap->zone, false)),
                               .due_on_prec = (int64_t)due->text.n,
                               .open_from = str_of(x->said_on)};
    if (who && who->kind == JSON_STRING) {
        AK_TRY(apply_subject(&p.who, ap, who->text, -1, err));
        p.has_who = true;
    }
    return apply_duty_add_run(ap->db, &p, NULL, err);
}

ak_code apply_duties(applier *ap, const applying *x, ak_err *err)
{
    int64_t line = 0;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        const duty_source *d = &sources[i];
        if (strcmp(d->family, families[x->s->family].name) != 0)
            continue;
        if (!d->lines[0]) {
            AK_TRY(add(ap, x, d, x->values, line++, err));
            continue;
        }
        const json *lines = json_get(x->values, d->lines);
        for (const json *v = lines && lines->kind == JSON_ARRAY ? lines->first : NULL; v; v = v->next)
            AK_TRY(add(ap, x, d, v, line++, err));
    }
    return AK_OK;
}
