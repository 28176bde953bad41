/* render_parts.h -- what the renderers for people share: words before values, cells, source lines. */
#ifndef BASE_RENDER_PARTS_H
#define BASE_RENDER_PARTS_H

#include "base/render.h"

#define RENDER_DEPTH_MAX 64

/* The words before item i of a map, or above a column: translated, else the key as words ("as of"). */
void render_label(buf *out, const char *label, const char *key, language lang);
/* "Mass, kg" */
void render_header(buf *out, const view_column *column, language lang);
/* A value in a table: dates short, shares with a decimal, the unit left out where the header has it. */
AK_MUST_USE ak_code render_cell(buf *out, const view *v, const char *header_unit, language lang, ak_err *err);
/* What a value without tables has, as key and value: what .csv and .xlsx of it are. */
view *render_values_table(arena *a, const view *v);
bool render_is_number(const view_column *column); /* stands at the right edge */

/* The sources of the figures that were shown, each once, in order of appearance; with each the statements
 * that cite it. */
#define SOURCES_MOST 12
#define SOURCE_STATEMENTS_MOST 8
typedef struct render_source {
    const char *text;
    const char *url;
    int year;
    const char *statements[SOURCE_STATEMENTS_MOST];
    size_t statements_n;
    size_t statements_more; /* further ones, only counted */
} render_source;
typedef struct render_sources {
    arena *a; /* copies live here */
    render_source seen[SOURCES_MOST];
    size_t n;
    size_t more; /* further ones, only counted */
} render_sources;

void render_sources_add(render_sources *s, const view *v);
bool render_source_has_year(const render_source *source); /* in its text: then it is not said twice */

#endif
