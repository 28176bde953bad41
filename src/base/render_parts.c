/* render_parts.c -- what the renderers for people share. */
#include "base/render_parts.h"

#include <stdlib.h>
#include <string.h>

typedef struct key_words {
    const char *key;
    const char *words;
} key_words;

static const key_words known_keys[] = {
#define KEY(key, words) {key, words},
#include "base/keys.def"
#undef KEY
};

static int by_key(const void *key, const void *row)
{
    return strcmp(key, ((const key_words *)row)->key);
}

void render_label(buf *out, const char *label, const char *key, language lang)
{
    if (!*label) {
        const key_words *known =
            bsearch(key, known_keys, sizeof known_keys / sizeof *known_keys, sizeof *known_keys, by_key);
        label = known ? known->words : label;
    }
    if (*label) {
        buf_add_c(out, tr(lang, label));
        return;
    }
    for (const char *p = key; *p; p++) {
        char c = *p == '_' ? ' ' : *p;
        if (p == key && c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        buf_add_char(out, c);
    }
}

void render_header(buf *out, const view_column *column, language lang)
{
    render_label(out, column->label, column->key, lang);
    if (column->unit && *column->unit)
        buf_printf(out, ", %s", column->unit);
}

view *render_values_table(arena *a, const view *v)
{
    static const view_column columns[] = {
        {"key",   N_("Key"),   VIEW_TEXT, ""},
        {"value", N_("Value"), VIEW_TEXT, ""},
    };
    view *table = view_table(a, columns, 2);
    for (size_t i = 0; view_kind_of(v) == VIEW_MAP && i < view_count(v); i++) {
        view_row(table);
        view_cell(table, view_text_c(a, view_key_at(v, i)));
        view_cell(table, (view *)(uintptr_t)view_at(v, i));
    }
    return table;
}

bool render_is_number(const view_column *column)
{
    switch (column->kind) {
    case VIEW_INT:
    case VIEW_DECIMAL:
    case VIEW_NUMBER:
    case VIEW_SHARE:
    case VIEW_MONEY:
        return true;
    default:
        return false;
    }
}

ak_code render_cell(buf *out, const view *v, const char *header_unit, language lang, ak_err *err)
{
    view_kind kind = view_kind_of(v);
    bool plain = kind != VIEW_DECIMAL && kind != VIEW_NUMBER && kind != VIEW_SHARE && kind != VIEW_DATE;
    bool same_unit = header_unit && *header_unit && strcmp(view_unit(v), header_unit) == 0;
    if (plain || ((kind == VIEW_DECIMAL || kind == VIEW_NUMBER) && !same_unit))
        return render_plain(out, v, lang, err);
    AK_TRY(view_check(v, err));
    arena scratch = {0};
    const char *text = "";
    if (kind == VIEW_DATE)
        text = fmt_date(&scratch, lang, view_as_text(v), FMT_DATE_SHORT);
    else if (kind == VIEW_SHARE)
        text = fmt_share(&scratch, lang, view_as_int(v), llabs(view_as_int(v)) < 1000 ? 2 : 1);
    else if (kind == VIEW_DECIMAL)
        text = fmt_decimal(&scratch, lang, view_as_text(v));
    else
        text = fmt_number(&scratch, lang, view_as_number(v), view_digits(v));
    buf_add_c(out, text);
    arena_free(&scratch);
    return AK_OK;
}

static const char *copy_of(arena *a, const char *text)
{
    return text && *text ? arena_text(a, text) : "";
}

static void add_statement(render_sources *s, render_source *row, const char *statement)
{
    if (!statement || !*statement)
        return;
    for (size_t i = 0; i < row->statements_n; i++)
        if (strcmp(row->statements[i], statement) == 0)
            return;
    if (row->statements_n == SOURCE_STATEMENTS_MOST)
        row->statements_more++;
    else
        row->statements[row->statements_n++] = copy_of(s->a, statement);
}

static void add_source(render_sources *s, const view_source *source)
{
    render_source *row = NULL;
    for (size_t i = 0; i < s->n && !row; i++)
        if (s->seen[i].year == source->year && strcmp(s->seen[i].text, source->text) == 0)
            row = &s->seen[i];
    if (!row && s->n == SOURCES_MOST) {
        s->more++;
        return;
    }
    if (!row) {
        row = &s->seen[s->n++];
        *row = (render_source){
            .text = copy_of(s->a, source->text), .url = copy_of(s->a, source->url), .year = source->year};
    }
    add_statement(s, row, source->statement);
}

void render_sources_add(render_sources *s, const view *v)
{
    const view_basis *basis = view_basis_of(v);
    for (size_t i = 0; basis && i < basis->n; i++)
        add_source(s, &basis->sources[i]);
}

bool render_source_has_year(const render_source *source)
{
    char year[24];
    return strstr(source->text, ak_int_text(year, source->year)) != NULL;
}
