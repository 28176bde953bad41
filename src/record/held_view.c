/* held_view.c -- how much is said in each family. */
#include "record/subject_view.h"

#include "record/state.h"
#include "record_sql.h"

static const view_column columns[] = {
    {"family",     N_("What"),       VIEW_WORD, ""},
    {"statements", N_("Statements"), VIEW_INT,  ""},
};

/* The first of the family's sheet words in the reader's language. */
static const char *family_word(ctx *c, const family *f)
{
    str words = str_of(f->heads[c->lang]);
    return str_c(c->a, str_cut(&words, '|'));
}

ak_code families_held_table(view **out, int64_t *total_out, ctx *c, ak_err *err)
{
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    record_families_held_row *rows = NULL;
    size_t n = 0;
    AK_TRY(record_families_held_all(&rows, &n, c->a, c->db, &c->scope, err));
    *total_out = 0;
    for (size_t i = 0; i < n; i++) {
        const family *f = &families[rows[i].family];
        const char *href = arena_printf(c->a, "list?family=%s", f->name);
        view_row(table);
        view_cell(table, view_link(view_word(c->a, f->name, family_word(c, f)), href));
        view_cell(table, view_int(c->a, rows[i].statements));
        *total_out += rows[i].statements;
    }
    *out = table;
    return AK_OK;
}
