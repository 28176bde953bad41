/* apply_duty.c -- what follows from a statement: duties with their dates (D32, without machines yet).
 *
 * One row of the table below a duty.  A duty is open from the date of the statement until that is replaced or
 * taken back; a statement that says that the thing is done makes none.  A question's duty is closed by its
 * answer, which the question to the state looks for, so that nothing is stored twice.
 */
#include <stdlib.h>
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

static bool with_accounts(int fam)
{
    return strcmp(families[fam].name, "account") == 0 || strcmp(families[fam].name, "setting") == 0;
}

bool apply_has_duties(int fam)
{
    if (with_accounts(fam))
        return true;
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

/* 30 June of a year: what section 5 of the Transparency Act (LOV-2021-06-18-99) gives. */
static ak_code add_june(applier *ap, const applying *x, const char *duty, int64_t year, const json *who,
                        ak_err *err)
{
    json *v = json_object_new(&ap->tmp);
    json_put(&ap->tmp, v, "due",
             json_string_new(&ap->tmp, str_of(arena_printf(&ap->tmp, "%04d-06-30", (int)year))));
    if (who)
        json_put(&ap->tmp, v, "who", json_string_new(&ap->tmp, who->text));
    const duty_source d = {.date = "due", .duty = duty, .who = who ? "who" : "", .done = ""};
    return add(ap, x, &d, v, 0, err);
}

/* The account under the Act: of a year, until it is published; then that of the next.  Of whoever has none
 * yet, once it says by a setting that the Act applies to it: the first June that comes. */
static ak_code add_accounts(applier *ap, const applying *x, ak_err *err)
{
    const json *v = x->values;
    bool is_setting = strcmp(families[x->s->family].name, "setting") == 0;
    const json *name = json_get(v, is_setting ? "setting_name" : "kind");
    if (!name || !str_is(name->text, "transparency_act"))
        return AK_OK;
    if (is_setting) {
        const json *value = json_get(v, "value_text");
        bool after_june = str_cmp((str){x->said_on + 5, 5}, STR("06-30")) > 0;
        if (!value || !str_is(value->text, "yes"))
            return AK_OK;
        return add_june(ap, x, "account_first", strtol(x->said_on, NULL, 10) + after_june, NULL, err);
    }
    int64_t year = 0;
    const json *of = json_get(v, "year");
    if (!of || !json_i64(&year, of))
        return AK_OK;
    bool published = json_get(v, "published_on") != NULL;
    return add_june(ap, x, published ? "account_next" : "account_publish", year + (published ? 2 : 1),
                    json_get(v, "party"), err);
}

ak_code apply_duties(applier *ap, const applying *x, ak_err *err)
{
    int64_t line = 0;
    if (with_accounts(x->s->family))
        return add_accounts(ap, x, err);
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
