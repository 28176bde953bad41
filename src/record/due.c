/* due.c -- what is due, by when, from whom. */
#include "record/due.h"

#include <string.h>

#include "base/date.h"
#include "record/state.h"
#include "record/subject_private.h"
#include "record/workspace.h"
#include "record_sql.h"

static const struct {
    const char *duty;
    const char *msgid;
} duties[] = {
    {"account_first",    N_("Account under the Transparency Act")                },
    {"account_next",     N_("Next account under the Transparency Act")           },
    {"account_publish",  N_("Account under the Transparency Act to be published")},
    {"answer",           N_("Answer to a question")                              },
    {"bids_due",         N_("Bids are due")                                      },
    {"contract_end",     N_("Contract ends")                                     },
    {"document_expires", N_("Document expires")                                  },
    {"measure",          N_("Measure to be done")                                },
    {"option_notice",    N_("Notice of an option")                               },
    {"policy_review",    N_("Policy to be reviewed")                             },
    {"promise",          N_("Promise to be kept")                                },
    {"proof",            N_("Proof that is owed")                                },
    {"questions_due",    N_("Questions to a tender are due")                     },
    {"standstill_end",   N_("Standstill ends")                                   },
};

static const char *msgid_of(const char *duty)
{
    for (size_t i = 0; i < sizeof duties / sizeof *duties; i++)
        if (strcmp(duties[i].duty, duty) == 0)
            return duties[i].msgid;
    return duty;
}

/* The last day of what the duty names: all of November where only the month is known. */
static int32_t last_day(zone z, const char *moment, int64_t precision)
{
    int64_t s = 0;
    if (moment_read(&s, str_of(moment), NULL) != AK_OK)
        return 0;
    date d = {.day = zone_day_of(z, s),
              .precision = precision == 4   ? DATE_TO_YEAR
                           : precision == 7 ? DATE_TO_MONTH
                                            : DATE_TO_DAY};
    return date_end(d) - 1;
}

static ak_code read_row(due_row *out, ctx *c, zone z, int32_t today, const record_duties_row *row,
                        ak_err *err)
{
    state_statement s = {0};
    state_subject subject = {0};
    int32_t day = last_day(z, str_c(c->a, row->due_on), row->due_on_prec);
    char text[DATE_TEXT_BYTES];
    AK_TRY(state_statement_by_sid(&s, c, row->sid, err));
    AK_TRY(state_subject_by_id(&subject, c, s.subject, err));
    *out = (due_row){.due_on = arena_text(c->a, date_day_text(text, day)),
                     .duty = str_c(c->a, row->duty),
                     .subject = s.subject,
                     .title = subject.name,
                     .who = "",
                     .statement = arena_text(c->a, s.leaf),
                     .days = day - today,
                     .overdue = day < today};
    out->msgid = msgid_of(out->duty);
    if (row->has_who) {
        state_subject who = {0};
        AK_TRY(state_subject_by_n(&who, c, row->who, err));
        out->who = who.id;
    }
    return AK_OK;
}

static ak_code rows_before(due_row **out, size_t *n_out, ctx *c, const char *before, ak_err *err)
{
    record_duties_row *rows = NULL;
    zone z = zone_of(c);
    int64_t now_s = 0;
    AK_TRY(moment_read(&now_s, str_of(c->as_of), err));
    record_duties_params p = {.before = before};
    AK_TRY(record_duties_all(&rows, n_out, c->a, c->db, &c->scope, &p, err));
    *out = ARENA_NEWS(c->a, due_row, *n_out);
    for (size_t i = 0; i < *n_out; i++)
        AK_TRY(read_row(&(*out)[i], c, z, zone_day_of(z, now_s), &rows[i], err));
    return AK_OK;
}

ak_code due_rows(due_row **out, size_t *n_out, ctx *c, ak_err *err)
{
    return rows_before(out, n_out, c, "9999", err);
}

static const view_column columns[] = {
    {"due_on",    N_("Due"),        VIEW_DATE, ""},
    {"duty",      N_("What"),       VIEW_WORD, ""},
    {"subject",   N_("Concerns"),   VIEW_REF,  ""},
    {"who",       N_("Whose turn"), VIEW_REF,  ""},
    {"overdue",   N_("Overdue"),    VIEW_BOOL, ""},
    {"statement", N_("Statement"),  VIEW_REF,  ""},
};

ak_code due_view(view **out, ctx *c, const args *a, ak_err *err)
{
    const char *given = args_get(a, "before"), *before = "9999";
    zone z = zone_of(c);
    int64_t s = 0;
    if (given) {
        AK_TRY(zone_as_of(&s, z, str_of(given), err));
        char text[MOMENT_TEXT_BYTES];
        before = arena_text(c->a, moment_text(text, s));
    }
    due_row *rows = NULL;
    size_t n = 0;
    int64_t overdue = 0;
    AK_TRY(rows_before(&rows, &n, c, before, err));
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        const due_row *r = &rows[i];
        overdue += r->overdue;
        view_row(table);
        view_cell(table, view_date(c->a, r->due_on));
        view_cell(table, view_word(c->a, r->duty, r->msgid));
        view_cell(table, state_ref(c, r->subject));
        view_cell(table, state_ref(c, r->who[0] ? r->who : workspace_party(c->ws)));
        view_cell(table, view_bool(c->a, r->overdue));
        view_cell(table, view_ref(c->a, "statement", r->statement, arena_printf(c->a, "%.8s", r->statement)));
    }
    view *v = view_map(c->a);
    view_put(v, "as_of", view_date(c->a, c->as_of));
    view_put(v, "count", view_int(c->a, (int64_t)n));
    view_put(v, "overdue", view_int(c->a, overdue));
    view_put(v, "due", table);
    if (overdue)
        view_put_data(v, "wanting", view_bool(c->a, true));
    *out = v;
    return AK_OK;
}
