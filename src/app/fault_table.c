/* fault_table.c -- what verify and monitor found, as a table. */
#include "app/fault_table.h"

#include "base/message.h"

static const view_column columns[] = {
    {"place",  N_("Place"),         VIEW_TEXT, ""},
    {"entry",  N_("Entry"),         VIEW_INT,  ""},
    {"code",   N_("Code"),          VIEW_TEXT, ""},
    {"text",   N_("What is wrong"), VIEW_TEXT, ""},
    {"remedy", N_("What to do"),    VIEW_TEXT, ""},
};

view *fault_table(ctx *c, const fault_list *faults)
{
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < faults->n; i++) {
        const fault *f = &faults->rows[i];
        view_row(table);
        view_cell(table, view_text_c(c->a, f->file));
        view_cell(table, f->row ? view_int(c->a, f->row - 1) : NULL);
        view_cell(table, view_text_c(c->a, f->rule->code));
        view_cell(table, view_text_c(c->a, message_fault_text(c->a, c->lang, f)));
        view_cell(table, view_text_c(c->a, message_fault_remedy(c->a, c->lang, f)));
    }
    return table;
}
