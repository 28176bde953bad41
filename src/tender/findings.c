/* findings.c -- collecting and showing what the checks find. */
#include "tender/findings.h"

#include <stdlib.h>
#include <string.h>

#include "tender/catalogue.h"
#include "tender/model.h"
#include "tender/words.h"

void findings_add(findings *f, tender_finding row)
{
    f->rows = arena_room(f->c->a, f->rows, f->n, &f->cap, sizeof *f->rows);
    f->rows[f->n++] = row;
}

view *findings_ref(const findings *f, const char *id, const char *name)
{
    return view_ref(f->c->a, "subject", id, name[0] ? name : id);
}

static int finding_order(const void *x, const void *y)
{
    const tender_finding *a = x;
    const tender_finding *b = y;
    if (a->severity != b->severity)
        return a->severity < b->severity ? -1 : 1;
    int order = strcmp(a->code, b->code);
    if (!order)
        order = tender_number_order(a->part_no ? a->part_no : "", b->part_no ? b->part_no : "");
    if (order)
        return order;
    const char *one = a->evidence ? view_name(a->evidence) : "";
    const char *two = b->evidence ? view_name(b->evidence) : "";
    return tender_number_order(one, two);
}

ak_code findings_of(findings *out, ctx *c, const tender *t, ak_err *err)
{
    *out = (findings){.c = c, .t = t};
    for (size_t i = 0; i < tender_checks_n; i++)
        AK_TRY(tender_checks[i].find(out, err));
    if (out->n)
        qsort(out->rows, out->n, sizeof *out->rows, finding_order);
    return AK_OK;
}

static view *severity_word(arena *a, finding_severity s)
{
    static const char *const codes[] = {"breach", "advice", "policy"};
    static const char *const words[] = {N_("breach"), N_("advice"), N_("policy")};
    return view_word(a, codes[s], words[s]);
}

static const view_column columns[] = {
  /* the lot stands last, so that a tender without lots leaves it out */
    {"severity", N_("Severity"),   VIEW_WORD, ""},
    {"code",     N_("Code"),       VIEW_TEXT, ""},
    {"text",     N_("Finding"),    VIEW_SAY,  ""},
    {"remedy",   N_("What to do"), VIEW_SAY,  ""},
    {"source",   N_("Source"),     VIEW_TEXT, ""},
    {"evidence", N_("About"),      VIEW_REF,  ""},
    {"part",     N_("Tender lot"), VIEW_TEXT, ""},
};
#define COLUMNS_N (sizeof columns / sizeof *columns)

view *findings_table(const findings *f)
{
    arena *a = f->c->a;
    bool lots = f->t->parts_n > 0;
    view *table = view_table(a, columns, lots ? COLUMNS_N : COLUMNS_N - 1);
    for (size_t i = 0; i < f->n; i++) {
        const tender_finding *r = &f->rows[i];
        view_row(table);
        view_cell(table, severity_word(a, r->severity));
        view_cell(table, view_text_c(a, r->code));
        view_cell(table, r->text);
        view_cell(table, r->remedy);
        view_cell(table, view_text_c(a, r->source));
        view_cell(table, r->evidence ? r->evidence : state_ref(f->c, f->t->subject.canon_id));
        if (lots)
            view_cell(table, r->part_no && r->part_no[0] ? view_text_c(a, r->part_no) : NULL);
    }
    return table;
}

static int64_t count_of(const findings *f, finding_severity s)
{
    int64_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        n += f->rows[i].severity == s;
    return n;
}

static view *answer_of(const findings *f)
{
    arena *a = f->c->a;
    int64_t breaches = count_of(f, FINDING_BREACH);
    if (breaches == 0)
        return view_say_n(a, (int64_t)f->n, N_("No breach was found, and {n} remark."),
                          N_("No breach was found, and {n} remarks."), (char *)NULL);
    return view_say_n(a, breaches, N_("{n} breach was found; remarks: {remarks}."),
                      N_("{n} breaches were found; remarks: {remarks}."), "remarks",
                      view_int(a, (int64_t)f->n - breaches), (char *)NULL);
}

/* The value of the tender, or {"parts": [...]} of its lots; NULL where there is none. */
static ak_code of_each_lot(view **out, ctx *c, const tender *t,
                           ak_code (*make)(view **, ctx *, const tender *, const char *, ak_err *),
                           ak_err *err)
{
    if (t->parts_n == 0)
        return make(out, c, t, "", err);
    view *list = view_list(c->a);
    for (size_t i = 0; i < t->parts_n; i++) {
        view *v = view_map(c->a);
        view *of = NULL;
        AK_TRY(make(&of, c, t, t->parts[i].part_no, err));
        if (!of)
            continue;
        view_put_label(v, "part", N_("Tender lot"), view_text_c(c->a, t->parts[i].part_no));
        view_put_label(v, "title", N_("Title"), view_text_c(c->a, t->parts[i].title));
        for (size_t k = 0; k < view_count(of); k++)
            view_put_label(v, view_key_at(of, k), view_label_at(of, k), (view *)(uintptr_t)view_at(of, k));
        view_add(list, v);
    }
    *out = NULL;
    if (view_count(list) == 0)
        return AK_OK;
    *out = view_map(c->a);
    view_put_label(*out, "parts", N_("Lots"), list);
    return AK_OK;
}

ak_code tender_check_view(view **out, ctx *c, const args *g, ak_err *err)
{
    tender *t = NULL;
    findings f = {0};
    AK_TRY(tender_of_args(&t, c, g, err));
    AK_TRY(findings_of(&f, c, t, err));
    view *v = view_map(c->a);
    view_put_label(v, "tender", N_("Tender"), state_ref(c, t->subject.canon_id));
    view_put_label(v, "date", N_("Rules as of"), view_date(c->a, t->date));
    view_put(v, "answer", answer_of(&f));
    view_put_label(v, "findings", N_("Findings"), findings_table(&f));
    view *part = NULL;
    AK_TRY(of_each_lot(&part, c, t, model_view, err));
    if (part)
        view_put_label(v, "model", N_("Test of the point model"), part);
    AK_TRY(of_each_lot(&part, c, t, sensitivity_view, err));
    view_put_label(v, "sensitivity", N_("What decides, for the buyer only"), part);
    view *rules = NULL;
    AK_TRY(catalogue_rules_view(&rules, c, t, err));
    view_put_label(v, "rules", N_("Which rows of the catalogue hold"), rules);
    view *rests = NULL;
    AK_TRY(tender_rests_on(&rests, c, t, "tender check", err));
    view_put_label(v, "rests_on", N_("Rests on"), rests);
    if (count_of(&f, FINDING_BREACH))
        view_put_data(v, "wanting", view_bool(c->a, true));
    *out = v;
    return AK_OK;
}
