/* plan_view.c -- what a plan says, what is wrong with it, and what came of it. */
#include "record/plan_view.h"

#include <string.h>

#include "base/message.h"
#include "record/workspace.h"

static const view_column fault_columns[] = {
    {"row",    N_("Row"),           VIEW_INT,  ""},
    {"sheet",  N_("Sheet"),         VIEW_TEXT, ""},
    {"field",  N_("Column"),        VIEW_TEXT, ""},
    {"code",   N_("Code"),          VIEW_TEXT, ""},
    {"value",  N_("Value"),         VIEW_TEXT, ""},
    {"text",   N_("What is wrong"), VIEW_TEXT, ""},
    {"remedy", N_("What to do"),    VIEW_TEXT, ""},
};

static view *fault_table(ctx *c, const plan *p, const char *file)
{
    view *table = view_table(c->a, fault_columns, sizeof fault_columns / sizeof *fault_columns);
    for (size_t i = 0; i < p->faults.n; i++) {
        const fault *f = &p->faults.rows[i];
        if (strcmp(f->file, file) != 0)
            continue;
        view_row(table);
        view_cell(table, f->row ? view_int(c->a, f->row) : NULL);
        view_cell(table, *f->sheet ? view_text_c(c->a, f->sheet) : NULL);
        view_cell(table, *f->field ? view_text_c(c->a, f->field) : NULL);
        view_cell(table, view_text_c(c->a, f->rule->code));
        view_cell(table, view_text_c(c->a, f->value));
        view_cell(table, view_text_c(c->a, message_fault_text(c->a, c->lang, f)));
        view_cell(table, view_text_c(c->a, message_fault_remedy(c->a, c->lang, f)));
    }
    return table;
}

static view *file_view(ctx *c, const plan *p, const plan_file *f)
{
    view *v = view_map(c->a);
    view_put(v, "file", view_text_c(c->a, f->file));
    view_put(v, "format", view_text_c(c->a, f->format));
    if (f->note && *f->note)
        view_put(v, "note", view_text_c(c->a, f->note));
    view_put(v, "statements", view_int(c->a, (int64_t)f->statements));
    view_put(v, "unchanged", view_int(c->a, (int64_t)f->unchanged));
    if (f->known_before)
        view_put(v, "known", view_bool(c->a, true));
    view *faults = fault_table(c, p, f->file);
    if (f->statements + f->unchanged + view_count(faults) == 0 && !f->known_before)
        view_put_label(v, "nothing", N_("No row is filled in"), view_bool(c->a, true));
    view_put(v, "faults", faults);
    view_put_data(v, "faulty", view_int(c->a, (int64_t)view_count(faults)));
    return v;
}

/* Faults and rows that belong to no listed file: words on the command line, a form. */
static bool outside_files(const plan *p, const char *file)
{
    for (size_t i = 0; i < p->files_n; i++)
        if (strcmp(p->files[i]->file, file) == 0)
            return false;
    return true;
}

static plan_file words_file(const plan *p)
{
    plan_file words = p->words;
    for (size_t i = 0; i < p->faults.n; i++)
        words.faults += outside_files(p, p->faults.rows[i].file);
    return words;
}

static view *answer_of(ctx *c, const plan *p, const commit_result *done, int64_t statements,
                       int64_t unchanged)
{
    int64_t faults = (int64_t)p->faults.total;
    if (faults)
        return view_say_n(c->a, faults, N_("Nothing was written: {n} fault. Put it right and send it again."),
                          N_("Nothing was written: {n} faults. Put them right and send it again."), "n",
                          view_int(c->a, faults), NULL);
    if (done && p->answer)
        return p->answer;
    if (p->files_n && statements + unchanged == 0)
        return view_say(c->a, N_("There was nothing in it: no row is filled in. Nothing was written."), NULL);
    if (statements == 0 && unchanged && !(done && done->count))
        return view_say(c->a, N_("All of it was known already: unchanged."), NULL);
    if (!done)
        return view_say_n(c->a, statements, N_("No fault. {n} statement would be written."),
                          N_("No fault. {n} statements would be written."), "n", view_int(c->a, statements),
                          NULL);
    if (done->count == 0)
        return view_say(c->a, N_("All of it was known already: unchanged."), NULL);
    return view_say_n(c->a, statements, N_("{n} statement was written."), N_("{n} statements were written."),
                      "n", view_int(c->a, statements), NULL);
}

ak_code plan_view(view **out, ctx *c, const plan *p, const commit_result *done, ak_err *err)
{
    (void)err;
    view *v = view_map(c->a);
    view *files = view_list(c->a);
    int64_t statements = 0, unchanged = 0, noted = 0;
    plan_file words = words_file(p);
    if (words.statements || words.unchanged || words.faults)
        view_add(files, file_view(c, p, &words));
    statements += (int64_t)words.statements;
    unchanged += (int64_t)words.unchanged;
    for (size_t i = 0; i < p->files_n; i++) {
        view_add(files, file_view(c, p, p->files[i]));
        statements += (int64_t)p->files[i]->statements;
        unchanged += (int64_t)p->files[i]->unchanged;
        noted += p->files[i]->noted;
    }
    view_put(v, "answer", answer_of(c, p, done, statements, unchanged));
    view_put(v, "files", files);
    view_put(v, "statements", view_int(c->a, statements));
    view_put(v, "unchanged", view_int(c->a, unchanged));
    if (noted)
        view_put_label(v, "noted", N_("Files noted by their digest"), view_int(c->a, noted));
    view_put(v, "faults_total", view_int(c->a, (int64_t)p->faults.total));
    view_put(v, "applied", view_bool(c->a, done != NULL));
    if (done && ledger_is_waiting(workspace_ledger(c->ws)))
        view_put_label(
            v, "waits_for", N_("Not yet published"),
            view_say(c->a,
                     N_("It is kept, and stands under a signed head when enough witnesses have signed."),
                     NULL));
    if (p->open)
        view_put(v, "open", p->open);
    if (done && done->count) {
        view_put(v, "act", view_text_c(c->a, done->act));
        view_put(v, "size", view_int(c->a, (int64_t)done->size));
        view_put(v, "root", view_text_c(c->a, done->root));
    }
    *out = v;
    return AK_OK;
}
