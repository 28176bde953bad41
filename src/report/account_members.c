/* account_members.c -- what the members of a cluster answered, as far as they let it be counted. */
#include "report/account_members.h"

#include <string.h>

enum { COUNTED = 5 }; /* yes, partly, planned, no, other */

static const view_column count_columns[] = {
    {"question", N_("Question"),              VIEW_TEXT, ""},
    {"yes",      N_("Yes"),                   VIEW_INT,  ""},
    {"partly",   N_("Partly"),                VIEW_INT,  ""},
    {"planned",  N_("Planned"),               VIEW_INT,  ""},
    {"no",       N_("No"),                    VIEW_INT,  ""},
    {"other",    N_("Other answers"),         VIEW_INT,  ""},
    {"members",  N_("Members that answered"), VIEW_INT,  ""},
};

static const view_column answer_columns[] = {
    {"question",  N_("Question"),     VIEW_REF,  ""},
    {"member",    N_("Member"),       VIEW_WORD, ""},
    {"answer",    N_("Answer"),       VIEW_TEXT, ""},
    {"text",      N_("In own words"), VIEW_TEXT, ""},
    {"statement", N_("Rests on"),     VIEW_REF,  ""},
    {"consent",   N_("Consent"),      VIEW_REF,  ""},
};

static void count_row(view *table, arena *a, str question, const int64_t counts[static COUNTED])
{
    int64_t all = 0;
    view_row(table);
    view_cell(table, view_text(a, question));
    for (int i = 0; i < COUNTED; i++) {
        view_cell(table, view_int(a, counts[i]));
        all += counts[i];
    }
    view_cell(table, view_int(a, all));
}

static int counted_as(str status)
{
    static const char *const words[] = {"yes", "partly", "planned", "no"};
    int at = 0;
    while (at < COUNTED - 1 && !str_is(status, words[at]))
        at++;
    return at;
}

static ak_code answer_row(view *table, account *t, const report_member_answers_row *r, ak_err *err)
{
    arena *a = t->c->a;
    view *answered = NULL;
    view *let = NULL;
    AK_TRY(account_statement_ref(&answered, t, r->sid, err));
    AK_TRY(account_statement_ref(&let, t, r->consent, err));
    account_rest(t, r->sid);
    account_rest(t, r->consent);
    view_row(table);
    view_cell(table, view_ref(a, "subject", str_c(a, r->question_id), str_c(a, r->question_text)));
    view_cell(table, r->named ? state_ref(t->c, str_c(a, r->member_id))
                              : view_word(a, "not named", N_("a member, not named")));
    view_cell(table, view_text_c(a, account_word(t, "answer_status", r->status)));
    view_cell(table, r->text.n && r->named ? view_text(a, r->text) : NULL);
    view_cell(table, answered);
    view_cell(table, let);
    return AK_OK;
}

/* Rows stand by question, member and worth: the first of a member is its word. */
static ak_code answers_put(view *counts, view *answers, account *t, const report_member_answers_row *rows,
                           size_t n, ak_err *err)
{
    int64_t counted[COUNTED] = {0};
    for (size_t i = 0; i < n; i++) {
        const report_member_answers_row *r = &rows[i];
        bool same = i > 0 && rows[i - 1].question == r->question;
        if (!same || rows[i - 1].member != r->member) {
            counted[counted_as(r->status)]++;
            AK_TRY(answer_row(answers, t, r, err));
        }
        if (i + 1 == n || rows[i + 1].question != r->question) {
            count_row(counts, t->c->a, r->question_text, counted);
            memset(counted, 0, sizeof counted);
        }
    }
    return AK_OK;
}

ak_code account_members_put(view *v, account *t, ak_err *err)
{
    ctx *c = t->c;
    arena *a = c->a;
    report_members_row *members = NULL;
    report_member_answers_row *rows = NULL;
    size_t members_n = 0;
    size_t n = 0;
    const report_members_params of = {.party = t->party.canon};
    AK_TRY(report_members_all(&members, &members_n, a, c->db, &c->scope, &of, err));
    if (members_n == 0)
        return AK_OK;
    const report_member_answers_params answers_of = {.party = t->party.canon};
    AK_TRY(report_member_answers_all(&rows, &n, a, c->db, &c->scope, &answers_of, err));
    int64_t consenting = 0;
    for (size_t i = 0; i < members_n; i++)
        consenting += members[i].consents > 0;
    view *counts = view_table(a, count_columns, sizeof count_columns / sizeof *count_columns);
    view *answers = view_table(a, answer_columns, sizeof answer_columns / sizeof *answer_columns);
    AK_TRY(answers_put(counts, answers, t, rows, n, err));
    view_caption(counts, view_say(a, N_("Members that let their answers be counted: {consenting} of {all}."),
                                  "consenting", view_int(a, consenting), "all",
                                  view_int(a, (int64_t)members_n), NULL));
    view_caption(answers, view_say(a,
                                   N_("Each member once a question. Names stand only where the member also "
                                      "lets its answers be shared or published."),
                                   NULL));
    view_put_label(v, "members", N_("Answers of members"), counts);
    view_put_label(v, "member_answers", N_("Each member's answer"), answers);
    view_put_data(v, "members_n", view_int(a, (int64_t)members_n));
    return AK_OK;
}
