/* doc_xlsx.c -- a document as a workbook: a sheet of the text, then a sheet a table. */
#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/xlsx.h"
#include "report/doc_write.h"

#define CELL_BYTES_MOST 32000 /* a cell holds 32,767 characters */

static str cut(str text)
{
    if (text.n <= CELL_BYTES_MOST)
        return text;
    size_t n = CELL_BYTES_MOST;
    while (n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
        n--;
    return (str){text.p, n};
}

static ak_code put_line(xlsx_writer *w, int64_t *row, const char *kind, const char *text, ak_err *err)
{
    bool heading = *kind != '\0';
    AK_TRY(xlsx_put_text(w, *row, 1, str_of(kind), heading ? XLSX_HEADER : XLSX_PLAIN, err));
    AK_TRY(xlsx_put_text(w, *row, 2, cut(str_of(text)), XLSX_PLAIN, err));
    ++*row;
    return AK_OK;
}

/* Headings in the first column, what stands under them in the second. */
static ak_code put_words(xlsx_writer *w, doc *d, ak_err *err)
{
    language lang = d->about.lang;
    AK_TRY(xlsx_put_sheet(w, tr(lang, N_("Text")), err));
    const xlsx_column columns[] = {
        {.head = tr(lang, N_("Heading")), .width_chars = 40},
        {.head = tr(lang, N_("Text")),    .width_chars = 60}
    };
    AK_TRY(xlsx_put_columns(w, columns, 2, err));
    int64_t row = 2;
    AK_TRY(put_line(w, &row, d->about.title, d->about.subtitle, err));
    for (size_t i = 0; i < d->n; i++) {
        const doc_block *b = &d->blocks[i];
        const char *text = doc_text_plain(d->a, &b->text);
        if (b->kind == DOC_HEADING)
            AK_TRY(put_line(w, &row, text, "", err));
        else if (*text)
            AK_TRY(put_line(w, &row, "", text, err));
        for (size_t k = 0; k < b->items_n; k++)
            AK_TRY(put_line(w, &row, "", doc_text_plain(d->a, &b->items[k]), err));
    }
    return AK_OK;
}

static ak_code put_table(xlsx_writer *w, doc *d, const doc_table *t, int number, ak_err *err)
{
    assert(t->n > 0);
    const char *name = t->caption.n ? doc_text_plain(d->a, &t->caption) : t->columns[0].head;
    AK_TRY(xlsx_put_sheet(w, arena_printf(d->a, "%d %s", number, name), err));
    xlsx_column *columns = ARENA_NEWS(d->a, xlsx_column, t->n);
    for (size_t c = 0; c < t->n; c++)
        columns[c] = (xlsx_column){.head = t->columns[c].head, .width_chars = t->columns[c].number ? 14 : 32};
    AK_TRY(xlsx_put_columns(w, columns, t->n, err));
    for (size_t i = 0; i < t->cells_n; i++) {
        int64_t row = (int64_t)(i / t->n) + 2;
        size_t column = i % t->n + 1;
        if (t->cells[i].number)
            AK_TRY(xlsx_put_number(w, row, column, str_of(t->cells[i].number), XLSX_PLAIN, err));
        else
            AK_TRY(xlsx_put_text(w, row, column, cut(str_of(doc_text_plain(d->a, &t->cells[i].text))),
                                 XLSX_PLAIN, err));
    }
    return AK_OK;
}

ak_code doc_xlsx(str *bytes, doc *d, ak_err *err)
{
    xlsx_writer *w;
    int64_t created_s;
    AK_TRY(moment_read(&created_s, str_of(d->about.created), err));
    AK_TRY(xlsx_writer_open(&w, d->a, created_s, err));
    AK_TRY(put_words(w, d, err));
    int number = 0;
    for (size_t i = 0; i < d->n; i++)
        if (d->blocks[i].kind == DOC_TABLE)
            AK_TRY(put_table(w, d, d->blocks[i].table, ++number, err));
    return xlsx_writer_done(w, bytes, err);
}
