/* bid_form.c -- the empty form of a tender as a workbook. */
#include <string.h>

#include "base/date.h"
#include "base/figure_text.h"
#include "base/fs.h"
#include "base/xlsx.h"
#include "exchange/heads.h"
#include "record/attribute.h"
#include "record/find.h"
#include "tender/bid.h"
#include "tender/rule.h"
#include "tender/words.h"

#define FIELDS_N 9
static const char *const fields[FIELDS_N] = {"attribute", "part_no",    "item",      "value",    "unit",
                                             "amount",    "value_text", "fulfilled", "documents"};
enum { AT_ATTRIBUTE, AT_PART, AT_ITEM, AT_VALUE, AT_UNIT, AT_AMOUNT, AT_WORD, AT_FULFILLED, AT_DOCUMENTS };
/* Columns that are told, and not read back. */
enum { AT_ASKED_BY = FIELDS_N, AT_REQUIRED, AT_HOW_TO, AT_PROOF, COLUMNS_N };

typedef struct form {
    ctx *c;
    arena *a;
    const tender *t;
    xlsx_writer *w;
    const char *heads[FIELDS_N]; /* as they stand in row 1 */
} form;

static const char *note_of(const form *m, const char *field_name)
{
    static const struct {
        const char *field, *text;
    } notes[] = {
        {"attribute",  N_("What is asked. Leave it as it is.")                                },
        {"part_no",    N_("The lot that it is asked for. Leave it as it is.")                 },
        {"item",       N_("The product that it is asked for. Leave it as it is.")             },
        {"value",      N_("A number, in the unit of the next column.")                        },
        {"unit",       N_("The unit of your number. Give it in this unit.")                   },
        {"amount",     N_("A price without VAT, in the currency of the header.")              },
        {"value_text", N_("A word or a class, such as LED or IP65; several parted by a bar.") },
        {"fulfilled",  N_("Yes or no. Empty is no answer.")                                   },
        {"documents",  N_("The name of the attached file that proves it; several parted by ;")},
    };
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (strcmp(notes[i].field, field_name) == 0)
            return tr(m->c->lang, notes[i].text);
    return NULL;
}

static const char *const *yes_and_no(const form *m)
{
    const enumeration *e = enum_find("tri");
    const char **words = ARENA_NEWS(m->a, const char *, 3);
    words[0] = e->values[enum_code_find(e, STR("yes"))].words[m->c->lang];
    words[1] = e->values[enum_code_find(e, STR("no"))].words[m->c->lang];
    return words;
}

static ak_code put_head(form *m, ak_err *err)
{
    int fam = family_find(STR("offer_value"));
    heads *h = heads_new(m->a);
    const currency *currency_ = bid_currency(m->t);
    language lang = m->c->lang;
    xlsx_column columns[COLUMNS_N] = {0};
    static const double widths[COLUMNS_N] = {30, 10, 16, 14, 10, 14, 18, 10, 24, 44, 30, 40, 44};
    for (size_t i = 0; i < FIELDS_N; i++) {
        bool price = strcmp(fields[i], "amount") == 0 && currency_;
        m->heads[i] = heads_write(h, m->a, fam, field_find(&families[fam], str_of(fields[i])), 0,
                                  price ? str_of(currency_->code) : STR(""), lang, false);
        columns[i].head = m->heads[i];
        columns[i].note = note_of(m, fields[i]);
    }
    columns[AT_ASKED_BY].head = arena_printf(m->a, "# %s", tr(lang, N_("asked by")));
    columns[AT_REQUIRED].head = arena_printf(m->a, "# %s", tr(lang, N_("what is asked for")));
    columns[AT_HOW_TO].head = arena_printf(m->a, "# %s", tr(lang, N_("how to answer")));
    columns[AT_PROOF].head = arena_printf(m->a, "# %s", tr(lang, N_("proof")));
    for (size_t i = 0; i < COLUMNS_N; i++)
        columns[i].width_chars = widths[i];
    str sheet = str_of(families[fam].heads[lang]);
    AK_TRY(xlsx_put_sheet(m->w, str_c(m->a, str_cut(&sheet, '|')), err));
    return xlsx_put_columns(m->w, columns, COLUMNS_N, err);
}

static size_t column_of(const char *field_name)
{
    size_t at = 0;
    for (size_t i = 0; i < FIELDS_N; i++)
        if (strcmp(fields[i], field_name) == 0)
            at = i;
    return at;
}

/* What the requirement asks, as people read it: "at least 155 lm/W"; NULL = nothing is. */
static ak_code asked_view(view **out, ctx *c, const bid_question *q, ak_err *err)
{
    const view_basis *basis = NULL;
    *out = NULL;
    if (!q->of)
        return AK_OK;
    AK_TRY(tender_basis(&basis, c, &q->of->sid, 1, err));
    *out = q->instead ? rule_required_view(c, q->instead, basis) : rule_asked_view(c, q->of, basis);
    return AK_OK;
}

static ak_code put_text(form *m, int64_t row, size_t column, const char *text, ak_err *err)
{
    return xlsx_put_text(m->w, row, column + 1, str_of(text), XLSX_PLAIN, err);
}

/* Words of a list as the form offers them. */
static const char *const *choices_of(const form *m, const bid_question *q)
{
    if (strcmp(q->answer, "fulfilled") == 0)
        return yes_and_no(m);
    size_t n = 2;
    for (const char *p = q->words ? q->words : ""; *p; p++)
        n += *p == '|';
    const char **list = ARENA_NEWS(m->a, const char *, n);
    n = 0;
    for (str rest = str_of(q->words ? q->words : ""); rest.n;)
        list[n++] = str_c(m->a, str_trim(str_cut(&rest, '|')));
    return n ? list : NULL;
}

/* Shares are 0 .. 100 %; what measures a thing is not below zero, but for temperatures. */
static xlsx_answer answer_of(const form *m, const bid_question *q, const char *hint)
{
    const attribute *at = attribute_find(m->a, str_of(q->attribute));
    bool number = strcmp(q->answer, "value") == 0 || strcmp(q->answer, "amount") == 0;
    xlsx_answer one = {.takes = XLSX_TAKES_ANY, .hint = hint, .most = 100};
    if (number) {
        one.takes = XLSX_TAKES_NUMBER;
        one.at_least = !at || strcmp(at->dimension, "temperature") != 0;
        one.at_most = strcmp(q->unit, "%") == 0;
    } else if (strcmp(q->answer, "documents") != 0) {
        one.choices = choices_of(m, q);
        one.takes = one.choices ? XLSX_TAKES_ONE_OF : XLSX_TAKES_ANY;
    }
    return one;
}

/* The cells that the bidder fills in. */
static ak_code put_answers(form *m, int64_t row, const bid_question *q, const char *asked, ak_err *err)
{
    language lang = m->c->lang;
    const char *unit_hint = q->unit[0] ? arena_printf(m->a, " %s", fmt_unit(lang, q->unit, false)) : "";
    const char *hint = asked[0] ? arena_printf(m->a, "%s%s. %s: %s", m->heads[column_of(q->answer)],
                                               unit_hint, tr(lang, N_("Asked for")), asked)
                                : arena_printf(m->a, "%s%s", m->heads[column_of(q->answer)], unit_hint);
    xlsx_answer answer = answer_of(m, q, hint);
    const xlsx_answer file = {
        .hint = tr(lang, N_("The name of the attached file that proves it; several parted by ;"))};
    AK_TRY(xlsx_put_answer(m->w, row, column_of(q->answer) + 1, &answer, err));
    return strcmp(q->answer, "documents") == 0 ? AK_OK
                                               : xlsx_put_answer(m->w, row, AT_DOCUMENTS + 1, &file, err);
}

static ak_code put_question(form *m, int64_t row, const bid_question *q, ak_err *err)
{
    language lang = m->c->lang;
    const char *asked = "";
    const char *proof = !q->proof[0]  ? ""
                        : q->with_bid ? arena_printf(m->a, "%s: %s", tr(lang, N_("with the bid")), q->proof)
                                      : arena_printf(m->a, "%s: %s", tr(lang, N_("later")), q->proof);
    const char *how_to =
        tr_fill(m->a, tr(lang, N_("in column {column}")), "column", m->heads[column_of(q->answer)], NULL);
    view *limit_ = NULL;
    AK_TRY(asked_view(&limit_, m->c, q, err));
    asked = figure_text(m->a, limit_, lang);
    AK_TRY(put_text(m, row, AT_ATTRIBUTE, words_attribute_text(m->c, q->attribute, lang), err));
    AK_TRY(put_text(m, row, AT_PART, q->part_no, err));
    AK_TRY(put_text(m, row, AT_ITEM, q->item, err));
    AK_TRY(put_text(m, row, AT_UNIT, fmt_unit(lang, q->unit, false), err));
    AK_TRY(put_text(m, row, AT_ASKED_BY, arena_printf(m->a, "%s %s", q->code, q->title), err));
    AK_TRY(put_text(m, row, AT_REQUIRED, asked, err));
    AK_TRY(put_text(m, row, AT_HOW_TO, how_to, err));
    AK_TRY(put_text(m, row, AT_PROOF, proof, err));
    return put_answers(m, row, q, asked, err);
}

static ak_code put_guide(form *m, ak_err *err)
{
    language lang = m->c->lang;
    const char *const lines[] = {
        arena_printf(m->a, "%s: %s", m->t->number, m->t->title),
        tr(lang, N_("Fill in the second sheet: one row a question. Only the coloured cells can be changed.")),
        tr(lang,
           N_("Write values, not formulas. An empty row is no answer: it is never read as yes or as no.")),
        tr(lang, N_("Name the files that prove your answers, and send them with the form.")),
        m->t->bids_until[0] ? arena_printf(m->a, "%s: %s", tr(lang, N_("Bids until")),
                                           fmt_date(m->a, lang, m->t->bids_until, FMT_DATE_LONG))
                            : "",
    };
    const xlsx_column columns[] = {
        {tr(lang, N_("How to fill in the form")), 110, NULL, NULL}
    };
    AK_TRY(xlsx_put_sheet(m->w, arena_printf(m->a, "# %s", tr(lang, N_("guide"))), err));
    AK_TRY(xlsx_put_columns(m->w, columns, 1, err));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        AK_TRY(put_text(m, (int64_t)i + 2, 0, lines[i], err));
    return AK_OK;
}

ak_code bid_form(str *bytes, ctx *c, const tender *t, ak_err *err)
{
    form m = {.c = c, .a = c->a, .t = t};
    bid_question *rows = NULL;
    size_t n = 0;
    int64_t now_s = 0;
    AK_TRY(bid_questions(&rows, &n, c->a, t, err));
    AK_TRY(moment_read(&now_s, str_of(c->now), err));
    AK_TRY(xlsx_writer_open(&m.w, c->a, now_s, err));
    AK_TRY(put_guide(&m, err));
    AK_TRY(put_head(&m, err));
    for (size_t i = 0; i < n; i++)
        AK_TRY(put_question(&m, (int64_t)i + 2, &rows[i], err));
    xlsx_protect(m.w);
    return xlsx_writer_done(m.w, bytes, err);
}

ak_code bid_form_file(str *bytes, ctx *c, const args *g, ak_err *err)
{
    tender *t = NULL;
    AK_TRY(tender_of_args(&t, c, g, err));
    return bid_form(bytes, c, t, err);
}

/* ---- On a page ---- */

static const view_column question_columns[] = {
    {"attribute", N_("What is asked"),   VIEW_WORD, ""},
    {"part",      N_("Tender lot"),      VIEW_TEXT, ""},
    {"item",      N_("Product or zone"), VIEW_TEXT, ""},
    {"asked_by",  N_("Asked by"),        VIEW_TEXT, ""},
    {"required",  N_("Asked for"),       VIEW_SAY,  ""},
    {"unit",      N_("Unit"),            VIEW_TEXT, ""},
    {"proof",     N_("Proof"),           VIEW_TEXT, ""},
};

static ak_code questions_table(view **out, ctx *c, const bid_question *rows, size_t n, ak_err *err)
{
    arena *a = c->a;
    view *table = view_table(a, question_columns, sizeof question_columns / sizeof *question_columns);
    for (size_t i = 0; i < n; i++) {
        const bid_question *q = &rows[i];
        view *asked = NULL;
        AK_TRY(asked_view(&asked, c, q, err));
        view_row(table);
        view_cell(table, words_attribute(c, q->attribute));
        view_cell(table, view_text_c(a, q->part_no));
        view_cell(table, view_text_c(a, q->item));
        view_cell(table, view_text_c(a, arena_printf(a, "%s %s", q->code, q->title)));
        view_cell(table, asked ? asked : view_text_c(a, ""));
        view_cell(table, q->unit[0] ? words_unit(c, q->unit) : view_none(a));
        view_cell(table, view_text_c(a, q->proof));
    }
    *out = table;
    return AK_OK;
}

ak_code bid_form_view(view **out, ctx *c, const args *g, ak_err *err)
{
    tender *t = NULL;
    bid_question *rows = NULL;
    size_t n = 0;
    view *table = NULL;
    const char *path = args_get(g, "out");
    AK_TRY(tender_of_args(&t, c, g, err));
    AK_TRY(bid_questions(&rows, &n, c->a, t, err));
    AK_TRY(questions_table(&table, c, rows, n, err));
    view *v = view_map(c->a);
    view_put_label(v, "tender", N_("Tender"), state_ref(c, t->subject.canon_id));
    view_put(v, "answer",
             view_say_n(c->a, (int64_t)n, N_("Bidders are asked {n} question."),
                        N_("Bidders are asked {n} questions."), (char *)NULL));
    view_put_label(v, "questions", N_("Questions"), table);
    if (path) {
        str bytes = {0};
        AK_TRY(bid_form(&bytes, c, t, err));
        AK_TRY(fs_write(path, bytes, 0644, err));
        view_put_label(v, "written", N_("Written to"), view_text_c(c->a, path));
    }
    *out = v;
    return AK_OK;
}
