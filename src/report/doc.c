/* doc.c -- a document as a value: blocks, texts, tables, sources. */
#include "report/doc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "report/doc_write.h"
#include "report/rules.h"

#define OFFICE "application/vnd.openxmlformats-officedocument."

/* By doc_format. */
static const struct {
    const char *name;
    const char *mime;
    ak_code (*write)(str *bytes, doc *d, ak_err *err);
} formats[DOC_FORMATS] = {
    {"html", "text/html; charset=utf-8",         doc_html },
    {"pdf",  "application/pdf",                  doc_pdf  },
    {"docx", OFFICE "wordprocessingml.document", doc_docx },
    {"xlsx", OFFICE "spreadsheetml.sheet",       doc_xlsx },
    {"text", "text/plain; charset=utf-8",        doc_plain},
};

bool doc_format_find(doc_format *out, str name)
{
    for (int i = 0; i < DOC_FORMATS; i++) {
        if (str_is(name, formats[i].name)) {
            *out = (doc_format)i;
            return true;
        }
    }
    return false;
}

const char *doc_format_name(doc_format f)
{
    return formats[f].name;
}

const char *doc_format_mime(doc_format f)
{
    return formats[f].mime;
}

ak_code doc_write(str *bytes, doc *d, doc_format f, ak_err *err)
{
    return formats[f].write(bytes, d, err);
}

static const char *copy(arena *a, const char *text)
{
    return text && *text ? arena_text(a, text) : "";
}

doc *doc_new(arena *a, const doc_about *about)
{
    doc *d = ARENA_NEW(a, doc);
    d->a = a;
    d->about = *about;
    d->about.title = copy(a, about->title);
    d->about.subtitle = copy(a, about->subtitle);
    d->about.author = copy(a, about->author);
    d->about.footer = copy(a, about->footer);
    d->about.created = copy(a, about->created);
    return d;
}

static doc_block *block_new(doc *d, doc_kind kind)
{
    d->blocks = arena_room(d->a, d->blocks, d->n, &d->cap, sizeof *d->blocks);
    doc_block *b = &d->blocks[d->n++];
    *b = (doc_block){.kind = kind, .lang = "", .anchor = ""};
    return b;
}

static doc_text text_of(arena *a, const doc_run *runs, size_t n)
{
    doc_text t = {ARENA_NEWS(a, doc_run, n ? n : 1), 0};
    for (size_t i = 0; i < n; i++) {
        if (!runs[i].text || !*runs[i].text)
            continue;
        t.runs[t.n++] = (doc_run){arena_text(a, runs[i].text),
                                  runs[i].href ? arena_text(a, runs[i].href) : NULL, runs[i].strong};
    }
    return t;
}

static doc_text plain_of(arena *a, const char *text)
{
    return text_of(a, &(doc_run){.text = text}, 1);
}

const char *doc_text_plain(arena *a, const doc_text *t)
{
    buf b = buf_new(a, 0);
    for (size_t i = 0; i < t->n; i++)
        buf_add_c(&b, t->runs[i].text);
    return b.n ? b.p : "";
}

doc_block *doc_runs(doc *d, doc_kind kind, const doc_run *runs, size_t n)
{
    doc_block *b = block_new(d, kind);
    b->text = text_of(d->a, runs, n);
    return b;
}

doc_block *doc_heading(doc *d, int level, const char *text)
{
    assert(level >= 1 && level <= 4);
    doc_block *b = doc_runs(d, DOC_HEADING, &(doc_run){.text = text}, 1);
    b->level = level;
    return b;
}

doc_block *doc_say(doc *d, const char *text)
{
    doc_block *b = NULL;
    str rest = str_of(text);
    while (rest.n || !b) {
        const char *gap = rest.n ? memmem(rest.p, rest.n, "\n\n", 2) : NULL;
        str piece = gap ? (str){rest.p, (size_t)(gap - rest.p)} : rest;
        rest = gap ? (str){gap + 2, rest.n - piece.n - 2} : (str){"", 0};
        piece = str_trim(piece);
        if (piece.n || !b)
            b = doc_runs(d, DOC_PARAGRAPH, &(doc_run){.text = str_c(d->a, piece)}, 1);
    }
    return b;
}

doc_block *doc_note(doc *d, const char *text)
{
    return doc_runs(d, DOC_NOTE, &(doc_run){.text = text}, 1);
}

doc_block *doc_list(doc *d, bool numbered)
{
    doc_block *b = block_new(d, DOC_LIST);
    b->numbered = numbered;
    return b;
}

void doc_item_runs(doc *d, const doc_run *runs, size_t n)
{
    assert(d->n && d->blocks[d->n - 1].kind == DOC_LIST);
    doc_block *b = &d->blocks[d->n - 1];
    b->items = arena_room(d->a, b->items, b->items_n, &b->items_cap, sizeof *b->items);
    b->items[b->items_n++] = text_of(d->a, runs, n);
}

void doc_item(doc *d, const char *text)
{
    doc_item_runs(d, &(doc_run){.text = text}, 1);
}

doc_table *doc_table_new(doc *d, const char *caption, const doc_column *columns, size_t n)
{
    assert(n > 0);
    doc_block *b = block_new(d, DOC_TABLE);
    doc_table *t = ARENA_NEW(d->a, doc_table);
    *t = (doc_table){.a = d->a, .n = n, .columns = ARENA_NEWS(d->a, doc_column, n)};
    if (caption && *caption)
        t->caption = plain_of(d->a, caption);
    for (size_t i = 0; i < n; i++) {
        t->columns[i] = columns[i];
        t->columns[i].head = copy(d->a, columns[i].head);
    }
    b->table = t;
    return t;
}

void doc_row(doc_table *t)
{
    assert(t->cells_n % t->n == 0);
    (void)t;
}

static doc_field *field_new(doc_table *t)
{
    t->cells = arena_room(t->a, t->cells, t->cells_n, &t->cells_cap, sizeof *t->cells);
    doc_field *f = &t->cells[t->cells_n++];
    *f = (doc_field){
        .text = {NULL, 0}
    };
    return f;
}

void doc_cell_runs(doc_table *t, const doc_run *runs, size_t n)
{
    field_new(t)->text = text_of(t->a, runs, n);
}

void doc_cell(doc_table *t, const char *text)
{
    doc_cell_runs(t, &(doc_run){.text = text}, 1);
}

void doc_cell_number(doc_table *t, const char *text, const char *number)
{
    doc_field *f = field_new(t);
    f->text = plain_of(t->a, text);
    f->number = arena_text(t->a, number);
}

doc_block *doc_figure(doc *d, const picture *figure, const char *title)
{
    doc_block *b = doc_runs(d, DOC_FIGURE, &(doc_run){.text = title}, 1);
    b->figure = figure;
    return b;
}

void doc_break(doc *d)
{
    (void)block_new(d, DOC_BREAK);
}

/* --- sources --- */

int doc_source(doc *d, const doc_source_row *source)
{
    for (size_t i = 0; i < d->sources_n; i++) {
        const doc_source_row *r = &d->sources[i];
        if (r->year == source->year && strcmp(r->text, copy(d->a, source->text)) == 0 &&
            strcmp(r->statement, copy(d->a, source->statement)) == 0)
            return (int)i + 1;
    }
    d->sources = arena_room(d->a, d->sources, d->sources_n, &d->sources_cap, sizeof *d->sources);
    d->sources[d->sources_n++] = (doc_source_row){copy(d->a, source->text),
                                                  copy(d->a, source->url),
                                                  copy(d->a, source->evidence),
                                                  copy(d->a, source->statement),
                                                  source->year,
                                                  source->index};
    return (int)d->sources_n;
}

static int by_number(const void *a, const void *b)
{
    int x = *(const int *)a;
    int y = *(const int *)b;
    return (x > y) - (x < y);
}

/* "[2, 5–7]": each once, in order, neighbours joined. */
const char *doc_numbers(arena *a, int *numbers, size_t n)
{
    buf b = buf_new(a, 0);
    if (n)
        qsort(numbers, n, sizeof *numbers, by_number);
    for (size_t i = 0; i < n;) {
        size_t k = i;
        while (k + 1 < n && numbers[k + 1] <= numbers[k] + 1)
            k++;
        buf_printf(&b, "%s%d", b.n ? ", " : "[", numbers[i]);
        if (numbers[k] > numbers[i])
            buf_printf(&b, "%s%d", numbers[k] == numbers[i] + 1 ? ", " : "–", numbers[k]);
        i = k + 1;
    }
    if (b.n)
        buf_add_char(&b, ']');
    return b.n ? b.p : "";
}

const char *doc_cite(doc *d, const view_basis *basis)
{
    size_t n = basis ? basis->n : 0;
    int *numbers = ARENA_NEWS(d->a, int, n + 1);
    for (size_t i = 0; i < n; i++) {
        const view_source *s = &basis->sources[i];
        numbers[i] =
            doc_source(d, &(doc_source_row){s->text, s->url, s->evidence, s->statement, s->year, -1});
    }
    return doc_numbers(d->a, numbers, n);
}

const char *doc_statement_number(doc *d, const char *statement)
{
    int *numbers = ARENA_NEWS(d->a, int, d->sources_n + 1);
    size_t n = 0;
    for (size_t i = 0; i < d->sources_n; i++)
        if (*statement && strcmp(d->sources[i].statement, statement) == 0)
            numbers[n++] = (int)i + 1;
    return doc_numbers(d->a, numbers, n);
}

static const char *evidence_words(const char *code)
{
    static const char *const words[][2] = {
        {"assumed",       N_("assumed")                  },
        {"self_declared", N_("self-declared")            },
        {"documented",    N_("documented")               },
        {"verified",      N_("verified by a third party")},
        {"measured",      N_("measured")                 },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], code) == 0)
            return words[i][1];
    return "";
}

static void source_item(doc *d, const doc_source_row *r)
{
    language lang = d->about.lang;
    buf tail = buf_new(d->a, 0);
    if (r->year && !strstr(r->text, ak_arg_int(r->year)))
        buf_printf(&tail, " (%d)", r->year);
    const char *evidence = evidence_words(r->evidence);
    if (*evidence)
        buf_printf(&tail, " · %s", tr(lang, evidence));
    if (*r->statement && r->index >= 0)
        buf_printf(&tail, " · %s %lld, %.16s", tr(lang, N_("statement")), (long long)r->index, r->statement);
    else if (*r->statement)
        buf_printf(&tail, " · %s %.16s", tr(lang, N_("statement")), r->statement);
    bool link = strncmp(r->url, "https://", 8) == 0 || strncmp(r->url, "http://", 7) == 0;
    doc_run runs[] = {
        {.text = r->text, .href = link ? r->url : NULL},
        {.text = tail.n ? tail.p : ""              }
    };
    doc_item_runs(d, runs, 2);
}

void doc_sources(doc *d)
{
    if (d->sources_n == 0)
        return;
    doc_heading(d, 1, tr(d->about.lang, N_("Sources")))->anchor = "sources";
    doc_list(d, true);
    for (size_t i = 0; i < d->sources_n; i++)
        source_item(d, &d->sources[i]);
}
