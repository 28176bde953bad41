/* export_columns.c -- which columns a family's table needs, and what stands in them. */
#include "exchange/export_columns.h"

#include <stdlib.h>
#include <string.h>

#include "record/value.h"

/* ---- What a statement says in a field ---- */

static bool is_common(const char *name, int index)
{
    return index >= PLAN_COMMON && strcmp(family_common.fields[index - PLAN_COMMON].name, name) == 0;
}

static const char *joined(arena *a, const char *const *texts, size_t n)
{
    buf out = buf_new(a, 0);
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s%s", i ? "; " : "", texts[i]);
    return out.n ? buf_str(&out).p : "";
}

static const char *source_text(arena *a, const said_source *src, const char *member)
{
    if (strcmp(member, "document") == 0)
        return src->document ? src->document : "";
    if (strcmp(member, "citation") == 0)
        return src->citation ? src->citation : "";
    if (strcmp(member, "page") == 0)
        return src->page ? src->page : "";
    if (strcmp(member, "url") == 0)
        return src->url ? src->url : "";
    return src->year ? arena_printf(a, "%d", src->year) : "";
}

/* The head's part of a common column. */
static const char *head_text(arena *a, const said *s, int index, int line)
{
    if (is_common("id", index))
        return families[s->family].id_key ? s->id : ""; /* else it follows from the key fields */
    if (is_common("said_by", index))
        return s->by;
    if (is_common("said_on", index))
        return s->undated ? "" : s->on; /* a day that nobody gave shall not be given when it comes back */
    if (is_common("valid_from", index))
        return s->valid_from;
    if (is_common("valid_to", index))
        return s->valid_to;
    if (is_common("evidence", index))
        return evidence_word(s->evidence);
    if (is_common("audience", index))
        return audience_word(s->audience);
    if (is_common("audience_names", index))
        return joined(a, s->names, s->names_n);
    if (is_common("in_refs", index))
        return joined(a, s->in, s->in_n);
    const char *name = family_common.fields[index - PLAN_COMMON].name;
    if (strncmp(name, "src.", 4) == 0 && (size_t)line < s->src_n)
        return source_text(a, &s->src[line], name + 4);
    return "";
}

/* The value of a field, of a line of its group. */
static const json *value_of(const export_item *item, int index, int line)
{
    const family *f = &families[item->s->family];
    const field *of = &f->fields[index];
    if (of->parent < 0)
        return json_get(item->values, of->name);
    const json *group = json_get(item->values, f->fields[of->parent].name);
    const json *one = group && group->kind == JSON_ARRAY ? group->first : NULL;
    while (one && line-- > 0)
        one = one->next;
    return one ? json_get(one, strchr(of->name, '.') + 1) : NULL;
}

/* A number and its unit or currency, apart. */
static const char *measured_text(arena *a, const field *f, const json *v, const char **unit)
{
    if (f->type == FIELD_MONEY && v->kind == JSON_OBJECT) {
        *unit = str_c(a, json_str(v, "currency"));
        return str_c(a, json_str(v, "amount"));
    }
    return value_write(a, f, v, unit);
}

static export_kind kind_of(const field *f)
{
    if (f->list)
        return EXPORT_WORDS;
    switch (f->type) {
    case FIELD_DECIMAL:
    case FIELD_SHARE:
    case FIELD_MONEY:
    case FIELD_INTEGER:
    case FIELD_YEAR:
        return EXPORT_NUMBER;
    case FIELD_DATE:
        return EXPORT_DATE;
    default:
        return EXPORT_WORDS;
    }
}

const char *export_localise(arena *a, const export_columns *columns, const char *number)
{
    char *copy = arena_text(a, number);
    for (char *p = columns->decimal_comma ? strchr(copy, '.') : NULL; p; p = strchr(p, '.'))
        *p = ',';
    return copy;
}

const char *export_cell(arena *a, const export_columns *columns, const export_column *column,
                        const export_item *item, export_kind *kind)
{
    const field *f = heads_field(columns->family, column->field);
    *kind = kind_of(f);
    if (column->field >= PLAN_COMMON)
        return head_text(a, item->s, column->field, column->line);
    const json *v = value_of(item, column->field, column->line);
    if (!v)
        return "";
    const char *unit = "";
    const char *text = measured_text(a, f, v, &unit);
    if (f->type == FIELD_POINT)
        return export_localise(a, columns, text);
    if (!*unit || !column->units_differ)
        return text;
    *kind = EXPORT_WORDS; /* several units in a column: each with its own */
    return arena_printf(a, "%s %s", export_localise(a, columns, text), unit);
}

/* ---- First pass ---- */

static export_column *column_at(export_columns *all, int index, int line)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->rows[i].field == index && all->rows[i].line == line)
            return &all->rows[i];
    all->rows = arena_room(all->a, all->rows, all->n, &all->cap, sizeof *all->rows);
    all->rows[all->n] = (export_column){.field = index, .line = line, .unit = ""};
    return &all->rows[all->n++];
}

static void note_value(export_columns *all, arena *scratch, const export_item *item, int index, int line)
{
    const json *v = value_of(item, index, line);
    if (!v)
        return;
    export_column *column = column_at(all, index, line);
    const field *f = heads_field(all->family, index);
    const char *unit = "";
    if (f->type == FIELD_DECIMAL || f->type == FIELD_MONEY)
        measured_text(scratch, f, v, &unit);
    if (!column->seen)
        column->unit = arena_text(all->a, unit);
    else if (strcmp(column->unit, unit) != 0)
        column->units_differ = true;
    column->seen = true;
}

static void note_fields(export_columns *all, arena *scratch, const export_item *item)
{
    const family *f = &families[all->family];
    for (size_t i = 0; i < f->n; i++) {
        const field *of = &f->fields[i];
        if (of->type == FIELD_LINES)
            continue;
        const json *group = of->parent >= 0 ? json_get(item->values, f->fields[of->parent].name) : NULL;
        size_t lines = of->parent < 0 ? 1 : group ? group->n : 0;
        for (size_t line = 0; line < lines; line++)
            note_value(all, scratch, item, (int)i, (int)line);
    }
}

static ak_code note_item(void *payload, const export_item *item, ak_err *err)
{
    (void)err;
    export_columns *all = payload;
    arena scratch = {0};
    all->items++;
    note_fields(all, &scratch, item);
    for (size_t i = 0; i < family_common.n; i++) {
        const field *of = &family_common.fields[i];
        size_t lines = of->parent >= 0 ? item->s->src_n : 1;
        for (size_t line = 0; line < lines && of->type != FIELD_LINES; line++)
            if (*head_text(&scratch, item->s, PLAN_COMMON + (int)i, (int)line))
                column_at(all, PLAN_COMMON + (int)i, (int)line);
    }
    arena_free(&scratch);
    return AK_OK;
}

/* Own fields in their order, then the common ones; a group line by line. */
static int column_order(const void *x, const void *y)
{
    const export_column *a = x;
    const export_column *b = y;
    bool a_common = a->field >= PLAN_COMMON && a->group >= 0;
    bool b_common = b->field >= PLAN_COMMON && b->group >= 0;
    if (a_common != b_common)
        return a_common ? 1 : -1;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->field > b->field) - (a->field < b->field);
}

ak_code export_columns_find(export_columns *out, arena *a, ctx *c, const heads *h, int family_index,
                            const export_wish *wish, ak_err *err)
{
    *out = (export_columns){
        .a = a, .family = family_index, .decimal_comma = !wish->by_name && wish->lang != LANG_EN};
    AK_TRY(export_each(c, family_index, wish->subject, (export_visit){note_item, out}, err));
    for (size_t i = 0; i < out->n; i++) {
        export_column *column = &out->rows[i];
        const field *f = heads_field(family_index, column->field);
        column->group = f->parent < 0                  ? column->field
                        : column->field >= PLAN_COMMON ? PLAN_COMMON + f->parent
                                                       : f->parent;
        if (is_common("id", column->field))
            column->group = -1; /* what a row is about comes first */
        if (column->units_differ)
            column->unit = "";
        column->head = heads_write(h, a, family_index, column->field, column->line, str_of(column->unit),
                                   wish->lang, wish->by_name);
    }
    if (out->n)
        qsort(out->rows, out->n, sizeof *out->rows, column_order);
    return AK_OK;
}
