/* doc.h -- a document as a value: what is written once and read as HTML, PDF, DOCX, XLSX or text.
 *
 * A document is made for one reader: its texts are in that language already.  Its blocks stand one after the
 * other; the writers decide the looks.
 *
 *     doc *d = doc_new(c->a, &(doc_about){.title = "Redegjørelse 2025", .author = "Min kommune",
 *                                         .lang = LANG_NB, .created = c->now});
 *     doc_heading(d, 1, "Forankring");                    level 1..4; the title is none of them
 *     doc_say(d, "Ren tekst.");
 *     doc_run runs[] = {{.text = "Se "}, {.text = "rutinen", .href = "https://..."}};
 *     doc_runs(d, DOC_PARAGRAPH, runs, 2);
 *     doc_list(d, false); doc_item(d, "Første"); doc_item(d, "Andre");
 *     doc_table *t = doc_table_new(d, "Tiltak", columns, 3);
 *     doc_row(t); doc_cell(t, "Besøk"); doc_cell(t, "2025"); doc_cell(t, doc_cite(d, basis));
 *     AK_TRY(doc_view(d, figure_or_table, err));          from a view: with its sources
 *     AK_TRY(doc_write(&bytes, d, DOC_PDF, err));
 *
 * What a figure rests on is cited: doc_cite gives "[2, 5]", and the list of sources ends the document, each
 * with year, evidence and the statement that says it (number and leaf, for `aktsom prove`).
 * Ownership: everything is copied into the arena but views and pictures, which live as long as it.
 */
#ifndef REPORT_DOC_H
#define REPORT_DOC_H

#include "base/i18n.h"
#include "base/picture.h"
#include "base/view.h"

typedef enum doc_format { DOC_HTML, DOC_PDF, DOC_DOCX, DOC_XLSX, DOC_TEXT } doc_format;
#define DOC_FORMATS 5

typedef enum doc_kind {
    DOC_HEADING,
    DOC_PARAGRAPH,
    DOC_SMALL, /* a paragraph in smaller letters: what explains, who says it */
    DOC_NOTE,  /* in a frame: what must not be missed */
    DOC_QUOTE, /* somebody's own words */
    DOC_LIST,
    DOC_TABLE,
    DOC_FIGURE,
    DOC_BREAK /* a new page where there are pages */
} doc_kind;

/* A piece of a line.  href: https://..., mailto:..., or "#name" of an anchor; NULL = none. */
typedef struct doc_run {
    const char *text;
    const char *href;
    bool strong;
} doc_run;

typedef struct doc_text {
    doc_run *runs;
    size_t n;
} doc_text;

/* A table's cell; number: the plain decimal behind its words, for spreadsheets; NULL = none. */
typedef struct doc_field {
    doc_text text;
    const char *number;
} doc_field;

typedef struct doc_column {
    const char *head;
    bool number;  /* stands at the right edge */
    double share; /* of the width; 0 = by what it holds */
} doc_column;

typedef struct doc_table {
    arena *a;
    doc_text caption; /* n = 0: none */
    doc_column *columns;
    size_t n;
    doc_field *cells; /* row after row; the first of a row heads it */
    size_t cells_n, cells_cap;
} doc_table;

typedef struct doc_block {
    doc_kind kind;
    int level;          /* heading: 1..4 */
    bool numbered;      /* list */
    const char *lang;   /* of somebody's words in another language; "" = the document's */
    const char *anchor; /* "" = none */
    doc_text text;      /* figure: what it shows, in words above it */
    doc_text *items;    /* list */
    size_t items_n, items_cap;
    doc_table *table;
    const picture *figure;
} doc_block;

typedef struct doc_source_row {
    const char *text, *url, *evidence, *statement; /* statement: leaf, 64 hex; "" = none */
    int year;                                      /* 0 = not known */
    int64_t index;                                 /* of the statement in the log; -1 = none */
} doc_source_row;

typedef struct doc_about {
    const char *title;
    const char *subtitle; /* NULL = none */
    const char *author;   /* the organisation: page header */
    const char *footer;   /* page footer, at the left; NULL = none */
    language lang;
    const char *created; /* moment: ctx.now */
    int contents;        /* behind the title: headings down to this level; 0 = no table of contents */
} doc_about;

typedef struct doc {
    arena *a;
    doc_about about;
    doc_block *blocks;
    size_t n, cap;
    doc_source_row *sources;
    size_t sources_n, sources_cap;
} doc;

doc *doc_new(arena *a, const doc_about *about);
doc_block *doc_heading(doc *d, int level, const char *text);
doc_block *doc_say(doc *d, const char *text); /* a paragraph; blank lines part several */
doc_block *doc_runs(doc *d, doc_kind kind, const doc_run *runs, size_t n);
doc_block *doc_note(doc *d, const char *text);
doc_block *doc_list(doc *d, bool numbered);
void doc_item(doc *d, const char *text); /* of the newest list */
void doc_item_runs(doc *d, const doc_run *runs, size_t n);
/* caption NULL = none; columns are copied. */
doc_table *doc_table_new(doc *d, const char *caption, const doc_column *columns, size_t n);
void doc_row(doc_table *t);
void doc_cell(doc_table *t, const char *text); /* NULL or "" = empty */
void doc_cell_runs(doc_table *t, const doc_run *runs, size_t n);
void doc_cell_number(doc_table *t, const char *text, const char *number);
doc_block *doc_figure(doc *d, const picture *figure, const char *title);
void doc_break(doc *d);

/* Adds the sources and gives their numbers, "[2, 5]"; "" for NULL.  A source that stands there already keeps
 * its number. */
const char *doc_cite(doc *d, const view_basis *basis);
const char *doc_numbers(arena *a, int *numbers, size_t n); /* "[2, 5–7]"; sorts them */
int doc_source(doc *d, const doc_source_row *source);      /* its number, from 1 */
/* "[2]" for a statement (leaf, 64 hex) that is among the sources already; else "". */
const char *doc_statement_number(doc *d, const char *statement);
/* The list of sources, where the caller wants it; once. */
void doc_sources(doc *d);

/* A view's block: a table (with citations behind its figures), a figure with the table that it draws, a list, a
 * map as headings and blocks from that level on, anything else a paragraph. */
AK_MUST_USE ak_code doc_view(doc *d, const view *v, int level, ak_err *err);
/* A whole value as a document: what every action that has no document of its own gives. */
AK_MUST_USE ak_code doc_of_view(doc **out, arena *a, const view *v, const doc_about *about, ak_err *err);

/* The format by its ending ("pdf"); its media type. */
bool doc_format_find(doc_format *out, str name);
const char *doc_format_name(doc_format f);
const char *doc_format_mime(doc_format f);
/* The same document and format give the same bytes. */
AK_MUST_USE ak_code doc_write(str *bytes, doc *d, doc_format f, ak_err *err);

/* The words of a text, runs joined. */
const char *doc_text_plain(arena *a, const doc_text *t);

#endif
