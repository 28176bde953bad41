/* csv.c -- tables as text: one file, one table. */
#include "base/csv.h"

#include "exchange/format.h"
#include "exchange/recipe_rows.h"

typedef struct csv_table {
    csv_reader *reader;
    table_row row;
    table_cell *cells;
    size_t cap;
    arena *a;
} csv_table;

int csv_sniff(str head, const char *name)
{
    bool zip = head.n >= 2 && head.p[0] == 'P' && head.p[1] == 'K';
    return !zip && (name_ends(name, ".csv") || name_ends(name, ".tsv")) ? 90 : 0;
}

static void make_room(csv_table *t, size_t n)
{
    if (n <= t->cap)
        return;
    t->cap = n * 2;
    t->cells = ARENA_NEWS(t->a, table_cell, t->cap);
}

static ak_code next_row(void *payload, const table_row **row, ak_err *err)
{
    csv_table *t = payload;
    const csv_row *in;
    AK_TRY(csv_next(t->reader, &in, err));
    *row = NULL;
    if (!in)
        return AK_OK;
    make_room(t, in->n);
    for (size_t i = 0; i < in->n; i++) {
        str text = in->cells[i].text;
        /* The reader took the ' off; the plan's cell has it where it makes a dash of what would clear. */
        if (in->cells[i].escaped && str_is(text, "-"))
            text = STR("'-");
        t->cells[i] = (table_cell){text, TABLE_TEXT};
    }
    t->row = (table_row){in->row, in->n, t->cells};
    *row = &t->row;
    return AK_OK;
}

static const char *dialect_note(const intake *in, csv_dialect found, const table_told *told)
{
    found.decimal = told->dialect.decimal_comma ? ',' : '.';
    found.date_order = told->dialect.date_order;
    const char *words[4];
    csv_dialect_words(words, &found);
    const char *note =
        tr_fill(in->p->a, tr(in->lang, CSV_DIALECT_TEXT), "1", tr(in->lang, words[0]), "2",
                tr(in->lang, words[1]), "3", tr(in->lang, words[2]), "4", tr(in->lang, words[3]), NULL);
    if (told->recipe)
        note = arena_printf(in->p->a, "%s. %s", recipe_note(in->p->a, in->lang, told->recipe), note);
    if (!*told->ignored)
        return note;
    return arena_printf(
        in->p->a, "%s. %s", note,
        tr_fill(in->p->a, tr(in->lang, N_("Left alone: {columns}")), "columns", told->ignored, NULL));
}

static ak_code tables_in(arena *mem, intake *in, table_visit visit, ak_err *err)
{
    str bytes;
    AK_TRY(intake_bytes(&bytes, mem, in, err));
    if (!bytes.n)
        return AK_OK;
    csv_table rows = {.a = mem};
    ak_err bad = {0};
    ak_code code = csv_open(&rows.reader, mem, bytes, NULL, NULL, &bad);
    if (code == AK_E_INPUT || code == AK_E_LIMIT) {
        fault_add_err(&in->p->faults, &bad, &(fault){.file = in->file});
        return AK_OK;
    }
    if (code != AK_OK) {
        *err = bad;
        return code;
    }
    const csv_dialect *d = csv_dialect_of(rows.reader);
    const table t = {
        .file = in->file,
        .sheet = "",
        .names = {intake_stem(in), STR("")},
        .next = next_row,
        .payload = &rows,
        .date_order = d->date_seen ? d->date_order : '\0'
    };
    return visit.take(visit.payload, &t, err);
}

/* The file's bytes go when it is read: the plan has its own. */
ak_code csv_tables(intake *in, table_visit visit, ak_err *err)
{
    arena mem = {0};
    ak_code code = tables_in(&mem, in, visit, err);
    arena_free(&mem);
    return code;
}

static ak_code read_table(void *payload, const table *t, ak_err *err)
{
    intake *in = payload;
    table_told told;
    AK_TRY(intake_table(&told, in, t, err));
    AK_TRY(intake_own_table(in, &told, err));
    const csv_table *rows = t->payload;
    if (told.recipe && told.recipe->of->table)
        in->told->note = recipe_note(in->p->a, in->lang, told.recipe);
    else if (told.dialect.date_order) /* else nothing was read that it would be true of */
        in->told->note = dialect_note(in, *csv_dialect_of(rows->reader), &told);
    return AK_OK;
}

ak_code csv_read(intake *in, ak_err *err)
{
    return csv_tables(in, (table_visit){read_table, in}, err);
}
