/* template.h -- pages as files: a subset of mustache over view values, with translated sentences.
 *
 *     {{name}} {{a.b.c}} {{.}}         the value for people, escaped, with its shape or link (render_html_value)
 *     {{x|plain}}                      its words only, for attributes and titles
 *     {{x|code}}                       what machines get: code word, id, date, decimal text
 *     {{x|url}}                        the same inside a query: percent-encoded
 *     {{x|short}}                      as in a table: 23 Nov 2026, 8.8 %
 *     {{&x}}                           a block: table, figure, map, list (render_html_block)
 *     {{#x}}..{{/x}}                   once per item of a list or row of a table; once with a map or another
 *                                      true value as context; not at all for false, 0, "", null, absent
 *     {{#x=word}}..{{/x}}              only if the value's code is that word
 *     {{^x}}..{{/x}}  {{^x=word}}      the opposite
 *     {{>_part}}                       another file, "_part.html"
 *     {{_ Bought from {supplier}}}     a sentence to translate; {names} are values of the context
 *     {{_n {n} gap|{n} gaps}}          two forms; the first named value of the second form is the count
 *     {{! comment}}
 *
 * Names are looked up from the innermost context outwards; then in the page's variables (lang, path, query
 * and what the web adds).  {{/}} closes the innermost section too.  A {{value}} that is nowhere is a fault of
 * the page (TPL-007); sections may ask for what is absent.  A line that holds only a section tag, partial or
 * comment leaves no empty line behind.
 *
 * There is no tag that writes a text unescaped.  A template is compiled once, into nodes in an arena.
 */
#ifndef BASE_TEMPLATE_H
#define BASE_TEMPLATE_H

#include "base/render.h"

#define TEMPLATE_DEPTH_MAX 16 /* sections in sections, partials in partials */
#define TEMPLATE_NODES_MAX 20000
#define TEMPLATE_NAME_MAX  120 /* bytes of a name or path */

typedef struct template template;

/* Finds the text of a file by its name ("product.html", "_sprite.html"). */
typedef struct template_files {
    ak_code (*load)(void *payload, arena *a, str *text, const char *name, ak_err *err);
    void *payload;
} template_files;

/* AK_E_SYSTEM with file and line: TPL-001 .. TPL-006. */
AK_MUST_USE ak_code template_compile(const template **out, arena *a, const template_files *files,
                                     const char *name, ak_err *err);
/* vars: a map, looked at last; may be NULL. */
AK_MUST_USE ak_code template_render(render_sink *sink, const template *t, const view *v, const view *vars,
                                    const render_page *page, ak_err *err);

/* All texts to translate, for tools: called with msgid, plural ("" = none), file and line. */
void template_texts(const template *t,
                    void (*each)(void *payload, const char *msgid, const char *plural, const char *file,
                                 int line),
                    void *payload);

#endif
