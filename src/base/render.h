/* render.h -- the same view value as JSON, text, CSV, XLSX and HTML.
 *
 * Raw, for machines: JSON (numbers from their decimal text, shares with six decimals, money as
 * {"amount","currency"}, ref as {"id","name"}, words as codes, a table as an array of objects) and CSV, XLSX
 * (one value a cell).  For people: text and HTML, in the reader's language.  Sentences (say) are in the
 * reader's language everywhere.
 *
 * Every renderer refuses a figure that has no source with year and evidence (VIEW-001) and a number that is
 * none (VIEW-002).  What was written before the refusal is for the bin: render into a buffer, or stream to
 * something that can be dropped.
 *
 *     render_sink out = render_sink_buf(a);
 *     AK_TRY(render_json(&out, v, c->lang, err));
 *     str bytes = buf_str(&out.out);
 */
#ifndef BASE_RENDER_H
#define BASE_RENDER_H

#include "base/i18n.h"
#include "base/view.h"

/* Where the bytes go.  Without write they stay in out; with it, out is handed on whenever 64 KiB are full
 * and render_end hands on the rest, so an export of any size needs one buffer. */
typedef struct render_sink {
    buf out;
    ak_code (*write)(void *payload, const void *p, size_t n, ak_err *err);
    void *payload;
} render_sink;

render_sink render_sink_buf(arena *a);
render_sink render_sink_to(arena *a, ak_code (*write)(void *, const void *, size_t, ak_err *), void *payload);
/* Between rows: hands on what is full.  AK_E_LIMIT when the buffer's limit was passed. */
AK_MUST_USE ak_code render_flush(render_sink *sink, ak_err *err);
AK_MUST_USE ak_code render_end(render_sink *sink, ak_err *err);

/* Two spaces of indent, a newline at the end. */
AK_MUST_USE ak_code render_json(render_sink *sink, const view *v, language lang, ak_err *err);

/* One table: view_table_at(v, path), VIEW-003 when there is none.  UTF-8, comma, CRLF, quotes where needed;
 * the header is the column keys.  Empty cell = not said.  A text that begins with = + - @ TAB or CR gets a
 * leading ' (a spreadsheet would compute it); money is "12.50 NOK", a ref its id.  A value without a table,
 * asked for as a whole: keys and values. */
AK_MUST_USE ak_code render_csv(render_sink *sink, const view *v, const char *path, language lang,
                               ak_err *err);

/* Every table in the value is a sheet, named by its key; headers are the column keys, with the words for
 * people as a comment.  Tables at one place of the items of a list are one sheet, each row beside the first words
 * of its items.  Without a table: one sheet of keys and values. */
AK_MUST_USE ak_code render_xlsx(render_sink *sink, const view *v, language lang, ak_err *err);

/* For a terminal: at most 100 columns, aligned by display width, no colours. */
AK_MUST_USE ak_code render_text(render_sink *sink, const view *v, language lang, ak_err *err);

/* Where a page stands: links to other things and to the formats of a table begin here. */
typedef struct render_page {
    language lang;
    const char *action; /* "product"; NULL or "" = no links to formats */
    const char *query;  /* "id=gtin:07038010000012&year=2026", as in the address; "" = none */
} render_page;

/* A value inside running text: levels and evidence with their shape, refs as links, dates as <time>,
 * everything else escaped.  Lists are joined by commas. */
AK_MUST_USE ak_code render_html_value(buf *out, const view *v, const render_page *page, ak_err *err);
/* A table, figure, map or list as a block.  path is where it stands in the page's value ("materials"): the
 * address of its CSV, JSON and XLSX, and its id; label is the English text that names it, "" = the key.
 * level 2..5 is that of the headings it may need.  At most 200 rows are shown; further ones are named. */
AK_MUST_USE ak_code render_html_block(render_sink *sink, const view *v, const char *path, const char *label,
                                      int level, const render_page *page, ak_err *err);
/* All of a value, for pages without a template: what is short as a definition list, the rest in sections. */
AK_MUST_USE ak_code render_html(render_sink *sink, const view *v, const render_page *page, ak_err *err);

/* A value inside running text, for people; lists are joined by commas.  Plain: no mark-up, not escaped. */
AK_MUST_USE ak_code render_plain(buf *out, const view *v, language lang, ak_err *err);

#endif
