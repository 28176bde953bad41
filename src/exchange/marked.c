/* marked.c -- the tables of a faulty import back as one workbook. */
#include "exchange/marked.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/fs.h"
#include "base/message.h"
#include "base/xlsx.h"
#include "exchange/format.h"

typedef struct marking {
    arena *a;
    const plan *p;
    language lang;
    xlsx_writer *w;
    const fault **faults; /* of one sheet, by row */
    size_t n;
    size_t next;        /* first whose row has not come */
    const char **heads; /* texts of the rows above, by column: where a fault names its column by header */
    size_t heads_n;
} marking;

/* ---- The list of faults ---- */

static ak_code put_list(marking *m, ak_err *err)
{
    language lang = m->lang;
    const xlsx_column columns[] = {
        {tr(lang, N_("File")),          30, NULL, NULL},
        {tr(lang, N_("Sheet")),         16, NULL, NULL},
        {tr(lang, N_("Row")),           7,  NULL, NULL},
        {tr(lang, N_("Column")),        20, NULL, NULL},
        {tr(lang, N_("Value")),         24, NULL, NULL},
        {tr(lang, N_("What is wrong")), 44, NULL, NULL},
        {tr(lang, N_("What to do")),    60, NULL, NULL},
        {tr(lang, N_("Code")),          10, NULL, NULL},
    };
    AK_TRY(xlsx_put_sheet(m->w, arena_printf(m->a, "# %s", tr(lang, N_("faults"))), err));
    AK_TRY(xlsx_put_columns(m->w, columns, sizeof columns / sizeof *columns, err));
    for (size_t i = 0; i < m->p->faults.n; i++) {
        const fault *f = &m->p->faults.rows[i];
        char row_text[24];
        const char *texts[] = {f->file,
                               f->sheet,
                               f->row ? ak_int_text(row_text, f->row) : "",
                               f->field,
                               f->value,
                               message_fault_text(m->a, lang, f),
                               message_fault_remedy(m->a, lang, f),
                               f->rule->code};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            AK_TRY((k == 2 ? xlsx_put_number : xlsx_put_text)(m->w, (int64_t)i + 2, k + 1, str_of(texts[k]),
                                                              XLSX_PLAIN, err));
    }
    return AK_OK;
}

/* ---- A table, as it was sent ---- */

static int fault_order(const void *x, const void *y)
{
    const fault *a = *(const fault *const *)x;
    const fault *b = *(const fault *const *)y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return (a > b) - (a < b); /* as they were found */
}

static void take_faults(marking *m, const char *file, const char *sheet)
{
    m->faults = ARENA_NEWS(m->a, const fault *, m->p->faults.n + 1);
    m->n = m->next = 0;
    for (size_t i = 0; i < m->p->faults.n; i++) {
        const fault *f = &m->p->faults.rows[i];
        if (strcmp(f->file, file) == 0 && strcmp(f->sheet, sheet) == 0)
            m->faults[m->n++] = f;
    }
    if (m->n) /* NOLINTNEXTLINE(bugprone-sizeof-expression): the rows are pointers */
        qsort(m->faults, m->n, sizeof m->faults[0], fault_order);
    m->heads_n = 0;
    m->heads = ARENA_NEWS(m->a, const char *, HEADS_COLUMNS_MOST);
}

/* Rows above the data may hold the header that a fault names; the newest one stays. */
static void keep_heads(marking *m, const table_row *row)
{
    for (size_t i = 0; i < row->n && i < HEADS_COLUMNS_MOST; i++) {
        str text = str_trim(row->cells[i].text);
        if (!text.n)
            continue;
        m->heads[i] = str_c(m->a, text);
        if (i >= m->heads_n)
            m->heads_n = i + 1;
    }
}

static size_t column_of(const marking *m, const fault *f)
{
    if (f->column)
        return (size_t)f->column;
    for (size_t i = 0; i < m->heads_n && *f->field; i++)
        if (m->heads[i] && strcmp(m->heads[i], f->field) == 0)
            return i + 1;
    return 1;
}

static ak_code put_cell(marking *m, int64_t row, size_t column, const table_cell *cell, bool bad, ak_err *err)
{
    xlsx_style style = bad ? XLSX_BAD : XLSX_PLAIN;
    switch (cell->kind) {
    case TABLE_NUMBER:
        return xlsx_put_number(m->w, row, column, cell->text, style, err);
    case TABLE_DATE:
        return xlsx_put_date(m->w, row, column, cell->text, style, err);
    case TABLE_TEXT:
    case TABLE_FORMULA:
    case TABLE_ERROR:
        break;
    }
    return xlsx_put_text(m->w, row, column, cell->text, style, err);
}

/* One comment a cell: the faults from first on that stand in its column. */
static ak_code put_comment(marking *m, int64_t row, size_t column, size_t first, size_t end, ak_err *err)
{
    buf text = buf_new(m->a, 0);
    for (size_t i = first; i < end; i++) {
        const fault *f = m->faults[i];
        if (column_of(m, f) == column)
            buf_printf(&text, "%s%s; %s [%s]", text.n ? "\n" : "", message_fault_text(m->a, m->lang, f),
                       message_fault_remedy(m->a, m->lang, f), f->rule->code);
    }
    return text.n ? xlsx_put_comment(m->w, row, column, buf_str(&text).p, err) : AK_OK;
}

static ak_code put_row(marking *m, const table_row *row, ak_err *err)
{
    size_t first = m->next;
    while (m->next < m->n && m->faults[m->next]->row <= row->row)
        m->next++;
    size_t widest = row->n;
    for (size_t i = first; i < m->next; i++)
        if (column_of(m, m->faults[i]) > widest)
            widest = column_of(m, m->faults[i]);
    for (size_t c = 1; c <= widest; c++) {
        static const table_cell none = {
            .text = {"", 0}
        };
        bool bad = false;
        for (size_t i = first; i < m->next && !bad; i++)
            bad = column_of(m, m->faults[i]) == c;
        AK_TRY(put_cell(m, row->row, c, c <= row->n ? &row->cells[c - 1] : &none, bad, err));
        if (bad)
            AK_TRY(put_comment(m, row->row, c, first, m->next, err));
    }
    return AK_OK;
}

static ak_code put_table(void *payload, const table *t, ak_err *err)
{
    marking *m = payload;
    take_faults(m, t->file, t->sheet);
    str name = t->names[0];
    AK_TRY(xlsx_put_sheet(m->w, str_c(m->a, name), err));
    for (size_t rows = 0;; rows++) {
        const table_row *row = NULL;
        ak_err broken = {0};
        ak_code code = t->next(t->payload, &row, &broken);
        if (code == AK_E_INPUT) /* told in the list; what can be read goes on */
            continue;
        if (code != AK_OK) {
            *err = broken;
            return code;
        }
        if (!row)
            return AK_OK;
        if (rows < TABLE_HEAD_ROWS)
            keep_heads(m, row);
        AK_TRY(put_row(m, row, err));
    }
}

ak_code import_marked(str *bytes, arena *a, const plan *p, const import_file *files, size_t n, language lang,
                      int64_t created_s, ak_err *err)
{
    marking m = {.a = a, .p = p, .lang = lang};
    AK_TRY(xlsx_writer_open(&m.w, a, created_s, err));
    AK_TRY(put_list(&m, err));
    for (size_t i = 0; i < n; i++) {
        const format *f = i < p->files_n ? format_find(p->files[i]->format) : NULL;
        if (!f || !f->tables)
            continue;
        /* Read again, with faults of its own that nobody needs: they are in the plan already. */
        intake in = {.p = plan_new(a), .lang = lang, .file = files[i].file, .path = files[i].path};
        AK_TRY(intake_open(&in, err));
        AK_TRY(f->tables(&in, (table_visit){put_table, &m}, err));
    }
    return xlsx_writer_done(m.w, bytes, err);
}

ak_code import_marked_write(ctx *c, const args *a, const plan *p, ak_err *err)
{
    const char *path = args_get(a, "marked");
    if (!path || p->faults.total == 0)
        return AK_OK;
    import_file *files = ARENA_NEWS(c->a, import_file, p->files_n + 1);
    for (size_t i = 0; i < p->files_n; i++)
        files[i] =
            (import_file){p->files[i]->file, p->files[i]->path ? p->files[i]->path : p->files[i]->file};
    int64_t now_s;
    AK_TRY(moment_read(&now_s, str_of(c->now), err));
    str bytes;
    AK_TRY(import_marked(&bytes, c->a, p, files, p->files_n, c->lang, now_s, err));
    return fs_write(path, bytes, 0600, err);
}
