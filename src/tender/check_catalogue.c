/* check_catalogue.c -- the tender against the catalogue at its date.
 *
 * What binds and is missing, what is weaker, what lapsed, which values the source leaves to the buyer; and
 * the rules about the tender as a whole. */
#include <string.h>

#include "tender/catalogue.h"
#include "tender/condition.h"
#include "tender/findings.h"
#include "tender/rule.h"

/* Places in the sentences below. */
static const char place_row[] = "row";
static const char place_title[] = "title";
static const char place_code[] = "code";
static const char place_until[] = "until";

typedef enum row_state { ROW_OTHER, ROW_NOT_YET, ROW_LAPSED, ROW_NOT_HERE, ROW_HOLDS } row_state;

/* Does the row hold for the tender at its date?  What depends on the bids must be in it beforehand. */
static ak_code state_of(row_state *out, arena *a, const catalogue_row *row, const tender *t, ak_err *err)
{
    condition_answer when = CONDITION_TRUE;
    condition_answer unless = CONDITION_FALSE;
    *out = ROW_OTHER;
    if (strcmp(catalogue_source_of(row)->jurisdiction, t->jurisdiction) != 0 ||
        !catalogue_group_fits(row->product_group, t->product_group))
        return AK_OK;
    AK_TRY(condition_holds(&when, a, row->applies_when, t, NULL, err));
    if (row->except_when[0])
        AK_TRY(condition_holds(&unless, a, row->except_when, t, NULL, err));
    *out = when == CONDITION_FALSE || unless == CONDITION_TRUE      ? ROW_NOT_HERE
           : row->valid_to[0] && strcmp(row->valid_to, t->date) < 0 ? ROW_LAPSED
           : strcmp(t->date, row->valid_from) < 0                   ? ROW_NOT_YET
                                                                    : ROW_HOLDS;
    return AK_OK;
}

static ak_code catalogue_limit(limit *out, arena *a, const catalogue_row *row, ak_err *err)
{
    tender_requirement q = {.attribute = row->attribute,
                            .code = row->code,
                            .operator= row->operator,
                            .threshold_text = row->threshold_text };
    (void)a;
    q.threshold.unit = row->unit[0] ? unit_find(str_of(row->unit)) : NULL;
    if (row->threshold[0]) {
        q.threshold.said = true;
        AK_TRY(decimal_read_plain(&q.threshold.n, str_of(row->threshold), err));
    }
    *out = rule_limit(&q);
    return AK_OK;
}

/* The requirement taken from the row; else one on the same attribute that is at least as strict. */
static const tender_requirement *taken(const tender *t, const catalogue_row *row, const limit *asked)
{
    for (size_t i = 0; i < t->requirements_n; i++)
        if (strcmp(t->requirements[i].catalogue_code, row->code) == 0)
            return &t->requirements[i];
    for (size_t i = 0; i < t->requirements_n && row->attribute[0]; i++) {
        const limit own = rule_limit(&t->requirements[i]);
        if (strcmp(own.attribute, row->attribute) == 0 &&
            (strcmp(own.operator, row->operator) == 0 || limit_within(asked, &own) == LIMIT_MET) &&
            (!asked->low.said || limit_within(asked, &own) == LIMIT_MET))
            return &t->requirements[i];
    }
    return NULL;
}

static const char *source_text(arena *a, const catalogue_row *row)
{
    const catalogue_source *s = catalogue_source_of(row);
    return arena_printf(a, "%s; %s (%s)", s->source, row->paragraph, s->edition);
}

static void add(findings *f, const catalogue_row *row, const char *code, finding_severity severity,
                const char *text, const char *remedy, const tender_requirement *q)
{
    arena *a = f->c->a;
    findings_add(
        f, (tender_finding){.code = code,
                            .severity = severity,
                            .text = view_say(a, text, place_row, view_text_c(a, row->code), place_title,
                                             view_text_c(a, row->title[f->c->lang]), place_code,
                                             view_text_c(a, q ? q->code : ""), place_until,
                                             view_date(a, row->valid_to), (char *)NULL),
                            .remedy = view_say(a, remedy, place_row, view_text_c(a, row->code), (char *)NULL),
                            .source = source_text(a, row),
                            .evidence = q ? findings_ref(f, q->id, q->code)
                                          : view_ref(a, "tender/catalogue", row->code, row->code)});
}

/* What the source demands is demanded here as well. */
static bool is_demanded(const tender_requirement *q)
{
    return strcmp(q->level, "optional") != 0 && strcmp(q->level, "advice") != 0;
}

static ak_code check_row(findings *f, const catalogue_row *row, row_state state, ak_err *err)
{
    limit asked = {0};
    finding_severity severity = catalogue_binds(row, f->t) ? FINDING_BREACH : FINDING_ADVICE;
    AK_TRY(catalogue_limit(&asked, f->c->a, row, err));
    const tender_requirement *q = taken(f->t, row, &asked);
    bool from_row = q && strcmp(q->catalogue_code, row->code) == 0;
    if (state == ROW_LAPSED && from_row)
        add(f, row, "CATALOGUE-LAPSED", FINDING_ADVICE,
            N_("Requirement {code} rests on {row}, which lapsed on {until}."),
            N_("Take the row that holds now, or say why the old value is kept."), q);
    if (state != ROW_HOLDS)
        return AK_OK;
    if (!q && strcmp(row->level, "mandatory") == 0)
        add(f, row, "CATALOGUE-MISSING", severity,
            N_("{title} ({row}) holds for this tender and is not among its requirements."),
            catalogue_left_to_buyer(row)
                ? N_("Take {row} in, and set its value after market dialogue: the source leaves it to you.")
                : N_("Take {row} in, or require something at least as strict."),
            NULL);
    if (q && strcmp(row->level, "mandatory") == 0 && !is_demanded(q))
        add(f, row, "CATALOGUE-LEVEL", severity,
            N_("Requirement {code} may be left unmet, but {row} makes it mandatory."),
            N_("Make it mandatory or a contract term, or say why not."), q);
    if (from_row && catalogue_left_to_buyer(row) && !q->threshold.said && !q->threshold_text[0])
        add(f, row, "CATALOGUE-VALUE", severity,
            N_("Requirement {code}: the source leaves the value to the buyer, and none is set."),
            N_("Set it after market dialogue; aktsom never invents it."), q);
    if (from_row && (asked.low.said || asked.text[0])) {
        const limit own = rule_limit(q);
        if (limit_within(&asked, &own) == LIMIT_FAILED)
            add(f, row, "CATALOGUE-WEAKER", severity, N_("Requirement {code} asks for less than {row}."),
                N_("Set at least the value of {row}, or say why less is asked."), q);
    }
    return AK_OK;
}

/* Either/or, must contain, not together. */
static ak_code check_rule(findings *f, const catalogue_row *row, ak_err *err)
{
    arena *a = f->c->a;
    condition_answer must = CONDITION_TRUE;
    language lang = f->c->lang;
    AK_TRY(condition_holds(&must, a, row->must, f->t, NULL, err));
    if (must == CONDITION_TRUE)
        return AK_OK;
    finding_severity severity = strcmp(row->severity, "policy") == 0   ? FINDING_POLICY
                                : strcmp(row->severity, "breach") == 0 ? FINDING_BREACH
                                : strcmp(row->severity, "bound") == 0 && catalogue_binds(row, f->t)
                                    ? FINDING_BREACH
                                    : FINDING_ADVICE;
    bool unknown = must == CONDITION_UNKNOWN;
    findings_add(f, (tender_finding){
                        .code = row->code,
                        .severity = unknown ? FINDING_ADVICE : severity,
                        .text = unknown ? view_say(a, N_("Cannot be judged from what is said: {title}."),
                                                   "title", view_text_c(a, row->title[lang]), (char *)NULL)
                                        : view_text_c(a, row->text[lang]),
                        .remedy = view_text_c(a, row->remedy[lang]),
                        .source = source_text(a, row),
                        .evidence = view_ref(a, "tender/catalogue", row->code, row->code)});
    return AK_OK;
}

ak_code tender_check_catalogue(findings *f, ak_err *err)
{
    for (size_t i = 0; i < catalogue_n; i++) {
        const catalogue_row *row = &catalogue[i];
        row_state state = ROW_OTHER;
        AK_TRY(state_of(&state, f->c->a, row, f->t, err));
        if (row->kind == CATALOGUE_REQUIREMENT)
            AK_TRY(check_row(f, row, state, err));
        else if (row->kind == CATALOGUE_RULE && state == ROW_HOLDS)
            AK_TRY(check_rule(f, row, err));
    }
    return AK_OK;
}

/* ---- Which rows hold ---- */

static const view_column columns[] = {
    {"row",   N_("Row"),                  VIEW_REF,  ""},
    {"title", N_("What it is about"),     VIEW_TEXT, ""},
    {"state", N_("At the tender's date"), VIEW_WORD, ""},
    {"bound", N_("Binds this buyer"),     VIEW_BOOL, ""},
    {"value", N_("Value"),                VIEW_TEXT, ""},
    {"taken", N_("Taken as"),             VIEW_REF,  ""},
    {"from",  N_("From"),                 VIEW_DATE, ""},
    {"until", N_("Until"),                VIEW_DATE, ""},
};

static view *state_word(arena *a, row_state s, bool left)
{
    switch (s) {
    case ROW_NOT_YET:
        return view_word(a, "not_yet", N_("not yet"));
    case ROW_LAPSED:
        return view_word(a, "lapsed", N_("lapsed"));
    case ROW_NOT_HERE:
        return view_word(a, "not_here", N_("not in this case"));
    case ROW_HOLDS:
        return left ? view_word(a, "holds_left", N_("holds; value left to the buyer"))
                    : view_word(a, "holds", N_("holds"));
    case ROW_OTHER:
        break;
    }
    return NULL;
}

ak_code catalogue_rules_view(view **out, ctx *c, const tender *t, ak_err *err)
{
    arena *a = c->a;
    view *table = view_table(a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < catalogue_n; i++) {
        const catalogue_row *row = &catalogue[i];
        row_state state = ROW_OTHER;
        limit asked = {0};
        AK_TRY(state_of(&state, a, row, t, err));
        if (state == ROW_OTHER || (row->kind != CATALOGUE_REQUIREMENT && row->kind != CATALOGUE_RULE))
            continue;
        bool is_rule = row->kind == CATALOGUE_RULE;
        if (!is_rule)
            AK_TRY(catalogue_limit(&asked, a, row, err));
        const tender_requirement *q = is_rule ? NULL : taken(t, row, &asked);
        if (q && state != ROW_HOLDS && strcmp(q->catalogue_code, row->code) != 0)
            q = NULL;
        view_row(table);
        view_cell(table, view_ref(a, "tender/catalogue", row->code, row->code));
        view_cell(table, view_text_c(a, row->title[c->lang]));
        view_cell(table, state_word(a, state, catalogue_left_to_buyer(row)));
        view_cell(table, view_bool(a, catalogue_binds(row, t)));
        view_cell(table, is_rule ? view_none(a) : catalogue_value_view(c, row));
        view_cell(table, q ? view_ref(a, "subject", q->id, q->code) : view_none(a));
        view_cell(table, view_date(a, row->valid_from));
        view_cell(table, row->valid_to[0] ? view_date(a, row->valid_to) : view_none(a));
    }
    *out = table;
    return AK_OK;
}
