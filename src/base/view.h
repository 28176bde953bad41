/* view.h -- the value between deriving and presenting: one tree, many renderings.
 *
 * A room computes, then builds a view value in the request's arena; a renderer (render.h) turns the same
 * value into a page, text, JSON, CSV or XLSX.  Numbers are never formatted before the renderer.  JSON, CSV
 * and XLSX are raw (decimal texts, ISO dates, code words); HTML and text are in the reader's language.
 *
 *     view *v = view_map(a);
 *     view_put(v, "subject", view_ref(a, "product", "gtin:07038010000012", "e-bus battery pack"));
 *     view_put(v, "mass", view_decimal(a, "250.5", "kg", &basis));
 *     view_put(v, "level", view_level(a, "high"));
 *
 * What every kind gives:
 *     null, bool, int       as they are; int is for counts, indexes and years, which need no source
 *     decimal, number,      a figure derived from statements or tables: needs a basis (sources, year,
 *     share, money          evidence); a renderer refuses one without (AK_E_SYSTEM, rule VIEW-001)
 *     date                  moment or civil date with its precision
 *     text                  somebody's words, shown as they are
 *     word                  a code with its English text: JSON has the code, people the translated text
 *                           (words of level and evidence have a shape in HTML as well)
 *     say                   a sentence of ours with named values, translated
 *     ref                   a thing or statement: JSON {"id","name"}, HTML a link to /{lang}/ACTION?id=ID
 *     list, map             ordered
 *     table                 typed columns and rows; CSV, XLSX, <table>; JSON an array of objects
 *     figure                a drawing and the table it draws
 */
#ifndef BASE_VIEW_H
#define BASE_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/str.h"

typedef enum view_kind {
    VIEW_NULL,
    VIEW_BOOL,
    VIEW_INT,
    VIEW_DECIMAL,
    VIEW_NUMBER,
    VIEW_SHARE,
    VIEW_MONEY,
    VIEW_DATE,
    VIEW_TEXT,
    VIEW_WORD,
    VIEW_SAY,
    VIEW_REF,
    VIEW_LIST,
    VIEW_MAP,
    VIEW_TABLE,
    VIEW_FIGURE
} view_kind;

typedef struct view view;
typedef struct picture picture; /* base/picture.h */

/* One source of a figure. */
typedef struct view_source {
    const char *text;      /* "USGS, Mineral Commodity Summaries 2026" or a document's title */
    const char *url;       /* "" = none */
    int year;              /* 0 = not known: the figure is then not shown */
    const char *evidence;  /* level word of the enum evidence: "documented" */
    const char *statement; /* leaf hash, 64 hex, or "" for a factor table */
} view_source;

/* What a figure rests on; kept by pointer, so it lives as long as the view. */
typedef struct view_basis {
    const view_source *sources;
    size_t n;
    double traced_share; /* 0..1, or -1 where tracing has no meaning */
} view_basis;

view *view_map(arena *a);
view *view_list(arena *a);
void view_put(view *map, const char *key, view *value); /* key borrowed: a literal or arena text */
/* The same with the words that people read before the value, N_("Mass"); without them they read those of
 * base/keys.def.  The key "answer" is the page's sentence: it is shown first, without a label. */
void view_put_label(view *map, const char *key, const char *label, view *value);
/* For machines only: JSON has it, pages and text leave it out (templates may still name it). */
void view_put_data(view *map, const char *key, view *value);
void view_add(view *list, view *value);

view *view_null(arena *a);
/* Null as well, but nothing is missing: the question does not arise (the rank of a refused bid).  People see a dash. */
view *view_none(arena *a);
bool view_is_none(const view *v);
view *view_bool(arena *a, bool truth);
view *view_int(arena *a, int64_t n);
view *view_year(arena *a, int64_t year); /* a whole number that is never grouped: 2026, not 2 026 */
view *view_decimal(arena *a, const char *text, const char *unit, const view_basis *basis);
view *view_number(arena *a, double x, const char *unit, int digits,
                  const view_basis *basis);                              /* significant digits */
view *view_share(arena *a, int64_t millionths, const view_basis *basis); /* JSON 0.731107, people 73 % */
view *view_money(arena *a, int64_t minor, const char *code, const view_basis *basis);
view *view_date(arena *a, const char *iso); /* "2026", "2026-11", "2026-11-21" or a moment */
view *view_text(arena *a, str text);        /* copies */
view *view_text_c(arena *a, const char *text);
view *view_word(arena *a, const char *code, const char *msgid);
/* Words that are drawn with their shape.  level: high medium low unknown; evidence: assumed self_declared
 * documented verified measured; any other code is a broken invariant. */
view *view_level(arena *a, const char *code);
view *view_evidence(arena *a, const char *code);
/* A country by ISO 3166-1 alpha-3; people read its name. */
view *view_country(arena *a, const char *iso3);
/* Sentence with {name} places: view_say(a, N_("Bought from {supplier}"), "supplier", view_text(..), NULL) */
view *view_say(arena *a, const char *msgid, ...) __attribute__((sentinel));
/* Counts choose the form: one for n == 1; {n} stands in both texts. */
view *view_say_n(arena *a, int64_t n, const char *one, const char *many, ...) __attribute__((sentinel));
view *view_ref(arena *a, const char *action, const char *id, const char *name);
/* A ref whose name is a term of ours, such as a material of data/materials.csv: people read it in their own
 * language; a name that is no such term stays as it is.  Returns v. */
view *view_term(view *v);
/* The value opens into something: "#reasons-cobalt" on the same page, else "ACTION?query" below /{lang}/.
 * Returns v.  HTML only. */
view *view_link(view *v, const char *href);

/* Columns: key (JSON member, CSV header), label (translated header), kind of the cells, unit or "". */
typedef struct view_column {
    const char *key;
    const char *label;
    view_kind kind;
    const char *unit;
} view_column;

/* The columns array is borrowed and lives as long as the view. */
view *view_table(arena *a, const view_column *columns, size_t n);
/* What the table holds, in a sentence above it.  Returns table. */
view *view_caption(view *table, view *caption);
/* Starts a row; then exactly n view_cell calls, NULL = empty (not said). */
void view_row(view *table);
void view_cell(view *table, view *value);
/* Streaming rows instead (exports of any size): next returns AK_OK with *more = false at the end; cells
 * are built in scratch, which is rewound after each row. */
typedef ak_code (*view_next_fn)(void *payload, arena *scratch, view **cells, bool *more, ak_err *err);
void view_stream(view *table, view_next_fn next, void *payload);

/* Draws for a reader of that language; called by renderers that can show a drawing.  data is borrowed and
 * lives as long as the view.  See picture.h and the figures (sankey.h, worldmap.h, bars.h). */
typedef const picture *(*view_draw_fn)(arena *a, const void *data, language lang);
/* A drawing and the table it draws.  title says the finding (a view_say), note what is drawn and in which
 * unit.  draw NULL: the table is the figure; kind "matrix" shows its level cells as filled fields. */
view *view_figure(arena *a, const char *kind, view *title, view *note, view_draw_fn draw, const void *data,
                  view *table);

/* Reading, for renderers, templates and tests. */
view_kind view_kind_of(const view *v);                          /* NULL is VIEW_NULL */
const view *view_get(const view *map, const char *key);         /* NULL: absent */
const view *view_at(const view *list_or_map_or_rows, size_t i); /* a row is a map by column keys */
const char *view_key_at(const view *map, size_t i);
const char *view_label_at(const view *map, size_t i);   /* English words for people; "" = none given */
bool view_data_at(const view *map, size_t i);           /* put by view_put_data */
size_t view_count(const view *list_map_or_table);       /* a streamed table counts 0 */
const view *view_path(const view *v, const char *path); /* "materials.0.level"; NULL: absent */
/* The table at a path, of a figure its table; path "" or NULL: the first table in v.  NULL: none. */
const view *view_table_at(const view *v, const char *path);
const char *view_as_text(const view *v); /* text, word code, decimal text, date, ref id; "" otherwise */
int64_t view_as_int(const view *v);      /* int, share in millionths, money minor */
double view_as_number(const view *v);    /* any figure as a double, for drawing only; NAN where none */
int view_digits(const view *v);          /* significant digits of a number */
bool view_is_year(const view *v);        /* made by view_year */
const char *view_unit(const view *v);    /* unit or currency; "" = none */
const char *view_name(const view *v);    /* ref: name; word: English text; say: msgid */
const char *view_mark(const view *v);    /* word: "risk", "ev" (with a shape), "country"; ref: "term"; else "" */
const char *view_action(const view *v);  /* of a ref: "product"; "" = none */
const char *view_href(const view *v);    /* "" = none */
const view_basis *view_basis_of(const view *v);
bool view_truth(const view *v); /* templates: false for NULL, null, false, 0, empty text or list */

const view_column *view_columns(const view *table, size_t *n);
const view *view_caption_of(const view *table); /* NULL = none */
/* Calls fn for each row, stored or streamed (a streamed table can be read once); cells lives until fn
 * returns.  Stops at the first error. */
typedef ak_code (*view_row_fn)(void *payload, view *const *cells, size_t n, ak_err *err);
ak_code view_each_row(const view *table, view_row_fn fn, void *payload, ak_err *err);

const char *view_figure_kind(const view *figure);
const view *view_figure_title(const view *figure);
const view *view_figure_note(const view *figure);
const view *view_figure_table(const view *figure);
const picture *view_figure_draw(arena *a, const view *figure, language lang); /* NULL: none */

/* The parts of a say: its text in that language (untranslated place names), and its named values. */
const char *view_say_text(const view *say, language lang);
const view *view_say_value(const view *say, const char *name, size_t n); /* NULL: no such name */

/* VIEW-001 for a figure without basis, or with a source that lacks year or evidence; VIEW-002 for one
 * that is no decimal, or not finite.  AK_OK for everything else.  Not recursive. */
AK_MUST_USE ak_code view_check(const view *v, ak_err *err);

#endif
