/* render_xlsx.c -- every table of a value as a sheet of one workbook: raw, a value a cell. */
#include "base/render.h"

#include <string.h>

#include "base/render_parts.h"
#include "base/xlsx.h"

#define SHEETS_MOST   100
#define LEADS_MOST    6
#define LEADS_OF_ITEM 3
#define XLSX_EPOCH_S  INT64_C(315532800) /* 1980-01-01: the same value gives the same bytes at any time */

/* Words beside each row that say which item of a list it belongs to. */
typedef struct row_leads {
    const char *keys[LEADS_MOST];
    view *cells[LEADS_MOST];
    size_t n;
} row_leads;

typedef struct xlsx_out {
    arena *a;
    xlsx_writer *w;
    language lang;
    const char *names[SHEETS_MOST];
    size_t sheets;
    int64_t row;
    const row_leads *leads; /* of the rows that are written now */
} xlsx_out;

static ak_code xlsx_put_words(xlsx_out *x, size_t column, const view *v, arena *scratch, ak_err *err)
{
    buf text = buf_new(scratch, 0);
    view_kind kind = view_kind_of(v);
    if (kind == VIEW_MONEY)
        buf_printf(&text, "%s %s", view_as_text(v), view_unit(v));
    else if (kind == VIEW_TEXT || kind == VIEW_WORD || kind == VIEW_REF)
        buf_add_c(&text, view_as_text(v));
    else
        AK_TRY(render_plain(&text, v, x->lang, err));
    return xlsx_put_text(x->w, x->row, column, buf_str(&text), XLSX_PLAIN, err);
}

static ak_code xlsx_cell_put(xlsx_out *x, size_t column, const view *v, arena *scratch, ak_err *err)
{
    AK_TRY(view_check(v, err));
    switch (view_kind_of(v)) {
    case VIEW_NULL:
        return AK_OK;
    case VIEW_BOOL:
        return xlsx_put_bool(x->w, x->row, column, view_as_int(v) != 0, XLSX_PLAIN, err);
    case VIEW_INT:
        return xlsx_put_number(x->w, x->row, column, str_of(ak_arg_int(view_as_int(v))), XLSX_PLAIN, err);
    case VIEW_DECIMAL:
    case VIEW_NUMBER:
    case VIEW_SHARE:
        return xlsx_put_number(x->w, x->row, column, str_of(view_as_text(v)), XLSX_PLAIN, err);
    case VIEW_DATE:
        return xlsx_put_date(x->w, x->row, column, str_of(view_as_text(v)), XLSX_PLAIN, err);
    default:
        return xlsx_put_words(x, column, v, scratch, err);
    }
}

static ak_code xlsx_view_row(void *payload, view *const *cells, size_t n, ak_err *err)
{
    xlsx_out *x = payload;
    arena scratch = {0};
    ak_code code = AK_OK;
    x->row++;
    size_t leads = x->leads->n;
    for (size_t i = 0; i < leads + n && code == AK_OK; i++)
        code = xlsx_cell_put(x, i + 1, i < leads ? x->leads->cells[i] : cells[i - leads], &scratch, err);
    arena_free(&scratch);
    return code;
}

/* Names of sheets are at most 31 signs and differ in more than case: a second one of a name gets a number. */
static const char *sheet_name(xlsx_out *x, const char *wanted)
{
    const char *name = arena_printf(x->a, "%.28s", *wanted ? wanted : "table");
    int again = 1;
    for (size_t i = 0; i < x->sheets; i++) {
        if (strcasecmp(x->names[i], name) == 0) {
            name = arena_printf(x->a, "%.25s %d", *wanted ? wanted : "table", ++again);
            i = (size_t)-1;
        }
    }
    return name;
}

/* Tables that stand at one place of every item of a list are one sheet: a sheet each would be hundreds, and
 * nobody could sort over them. */
typedef struct sheet_part {
    const view *table;
    row_leads leads;
    struct sheet_part *next;
} sheet_part;

typedef struct sheet_group {
    const char *path; /* keys that lead there, without positions */
    const char *name;
    sheet_part *first, *last;
    struct sheet_group *next;
} sheet_group;

typedef struct gathering {
    arena *a;
    sheet_group *first, *last;
} gathering;

static bool same_columns(const sheet_part *one, const view *table, const row_leads *leads)
{
    size_t n = 0;
    size_t m = 0;
    const view_column *x = view_columns(one->table, &n);
    const view_column *y = view_columns(table, &m);
    bool same = n == m && one->leads.n == leads->n;
    for (size_t i = 0; same && i < n; i++)
        same = strcmp(x[i].key, y[i].key) == 0;
    for (size_t i = 0; same && i < leads->n; i++)
        same = strcmp(one->leads.keys[i], leads->keys[i]) == 0;
    return same;
}

static void gather_table(gathering *g, const view *table, const char *path, const char *name,
                         const row_leads *leads)
{
    sheet_group *of = g->first;
    while (of && (leads->n == 0 || strcmp(of->path, path) != 0 || !same_columns(of->first, table, leads)))
        of = of->next;
    if (!of) {
        of = ARENA_NEW(g->a, sheet_group);
        *of = (sheet_group){.path = path, .name = name};
        *(g->last ? &g->last->next : &g->first) = of;
        g->last = of;
    }
    sheet_part *part = ARENA_NEW(g->a, sheet_part);
    *part = (sheet_part){table, *leads, NULL};
    *(of->last ? &of->last->next : &of->first) = part;
    of->last = part;
}

static bool names_an_item(const view *v)
{
    view_kind kind = view_kind_of(v);
    return kind == VIEW_TEXT || kind == VIEW_WORD || kind == VIEW_REF;
}

/* The first words of an item, else its position. */
static row_leads leads_of(gathering *g, const row_leads *above, const char *list, const view *item,
                          size_t position)
{
    row_leads leads = *above;
    size_t room = leads.n + LEADS_OF_ITEM < LEADS_MOST ? leads.n + LEADS_OF_ITEM : LEADS_MOST;
    size_t held = leads.n;
    for (size_t i = 0; view_kind_of(item) == VIEW_MAP && i < view_count(item) && leads.n < room; i++) {
        if (!names_an_item(view_at(item, i)))
            continue;
        leads.keys[leads.n] = arena_printf(g->a, "%s.%s", list, view_key_at(item, i));
        leads.cells[leads.n++] = (view *)(uintptr_t)view_at(item, i);
    }
    if (leads.n == held && held < LEADS_MOST) {
        leads.keys[held] = list;
        leads.cells[held] = view_int(g->a, (int64_t)position + 1);
        leads.n++;
    }
    return leads;
}

static void gather(gathering *g, const view *v, const char *path, const char *key, const row_leads *leads,
                   int depth)
{
    view_kind kind = view_kind_of(v);
    if (kind == VIEW_TABLE || kind == VIEW_FIGURE)
        gather_table(g, kind == VIEW_TABLE ? v : view_figure_table(v), path, key, leads);
    if ((kind != VIEW_MAP && kind != VIEW_LIST) || depth > 16)
        return;
    for (size_t i = 0; i < view_count(v); i++) {
        if (kind == VIEW_LIST) {
            row_leads of = leads_of(g, leads, key, view_at(v, i), i);
            gather(g, view_at(v, i), path, key, &of, depth + 1);
        } else {
            const char *member = view_key_at(v, i);
            gather(g, view_at(v, i), arena_printf(g->a, "%s.%s", path, member), member, leads, depth + 1);
        }
    }
}

static ak_code sheet(xlsx_out *x, const sheet_group *of, ak_err *err)
{
    if (x->sheets == SHEETS_MOST)
        return ak_fail(err, &VIEW_007, ak_arg_int(SHEETS_MOST));
    size_t n = 0;
    const view_column *columns = view_columns(of->first->table, &n);
    size_t leads = of->first->leads.n;
    const char *name = sheet_name(x, of->name);
    x->names[x->sheets++] = name;
    AK_TRY(xlsx_put_sheet(x->w, name, err));
    xlsx_column *heads = ARENA_NEWS(x->a, xlsx_column, leads + n);
    for (size_t i = 0; i < leads; i++)
        heads[i] = (xlsx_column){.head = of->first->leads.keys[i]};
    for (size_t i = 0; i < n; i++) {
        bool words = columns[i].label && *columns[i].label;
        heads[leads + i] =
            (xlsx_column){.head = columns[i].key, .note = words ? tr(x->lang, columns[i].label) : NULL};
    }
    AK_TRY(xlsx_put_columns(x->w, heads, leads + n, err));
    x->row = 1;
    for (const sheet_part *part = of->first; part; part = part->next) {
        x->leads = &part->leads;
        AK_TRY(view_each_row(part->table, xlsx_view_row, x, err));
    }
    return AK_OK;
}

static ak_code workbook(render_sink *sink, const view *v, language lang, arena *a, ak_err *err)
{
    xlsx_out x = {.a = a, .lang = lang};
    AK_TRY(xlsx_writer_open(&x.w, a, XLSX_EPOCH_S, err));
    gathering g = {.a = a};
    row_leads none = {.n = 0};
    gather(&g, v, "", "", &none, 0);
    if (!g.first)
        gather_table(&g, render_values_table(a, v), "", "values", &none);
    for (const sheet_group *of = g.first; of; of = of->next)
        AK_TRY(sheet(&x, of, err));
    str bytes;
    AK_TRY(xlsx_writer_done(x.w, &bytes, err));
    buf_add_str(&sink->out, bytes);
    return render_end(sink, err);
}

ak_code render_xlsx(render_sink *sink, const view *v, language lang, ak_err *err)
{
    arena a = {0};
    ak_code code = workbook(sink, v, lang, &a, err);
    arena_free(&a);
    return code;
}
