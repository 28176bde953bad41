/* view.c -- the value between deriving and presenting. */
#include "base/view.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"

typedef struct view_item {
    const char *key; /* "" in a list */
    const char *label;
    view *value;
    bool data; /* for machines only */
} view_item;

typedef struct view_rows {
    const view_column *columns;
    size_t n;
    view *row; /* the row that view_cell fills */
    view *caption;
    view_next_fn next;
    void *payload;
} view_rows;

typedef struct view_drawing {
    view *title;
    view *note;
    view *table;
    view_draw_fn draw;
    const void *data;
} view_drawing;

struct view {
    view_kind kind;
    arena *a;
    const char *text; /* text, decimal, date, word code, msgid, ref id, figure kind */
    const char *more; /* word: English text; say: plural text; ref: name; figures: unit or currency */
    const char *action;
    const char *mark;
    const char *href;
    int64_t n; /* bool, int, millionths, minor, count of a say; significant digits of a number */
    double x;
    const view_basis *basis;
    view_item *items;
    size_t count;
    size_t cap;
    union {
        view_rows rows;
        view_drawing drawing;
    } u;
};

static view *view_new(arena *a, view_kind kind)
{
    view *v = ARENA_NEW(a, view);
    *v = (view){.kind = kind, .a = a, .text = "", .more = "", .action = "", .mark = "", .href = ""};
    return v;
}

static void view_push(view *v, const char *key, const char *label, view *value)
{
    v->items = arena_room(v->a, v->items, v->count, &v->cap, sizeof *v->items);
    v->items[v->count++] = (view_item){key, label, value ? value : view_null(v->a), false};
}

view *view_map(arena *a)
{
    return view_new(a, VIEW_MAP);
}

view *view_list(arena *a)
{
    return view_new(a, VIEW_LIST);
}

void view_put(view *map, const char *key, view *value)
{
    view_put_label(map, key, "", value);
}

void view_put_label(view *map, const char *key, const char *label, view *value)
{
    assert(map->kind == VIEW_MAP);
    assert(!view_get(map, key));
    view_push(map, key, label, value);
}

void view_put_data(view *map, const char *key, view *value)
{
    view_put(map, key, value);
    map->items[map->count - 1].data = true;
}

void view_add(view *list, view *value)
{
    assert(list->kind == VIEW_LIST);
    view_push(list, "", "", value);
}

view *view_null(arena *a)
{
    return view_new(a, VIEW_NULL);
}

view *view_none(arena *a)
{
    view *v = view_new(a, VIEW_NULL);
    v->n = 1;
    return v;
}

bool view_is_none(const view *v)
{
    return v && v->kind == VIEW_NULL && v->n;
}

view *view_bool(arena *a, bool truth)
{
    view *v = view_new(a, VIEW_BOOL);
    v->n = truth;
    return v;
}

view *view_int(arena *a, int64_t n)
{
    view *v = view_new(a, VIEW_INT);
    v->n = n;
    return v;
}

view *view_year(arena *a, int64_t year)
{
    view *v = view_int(a, year);
    v->more = "year";
    return v;
}

view *view_decimal(arena *a, const char *text, const char *unit, const view_basis *basis)
{
    view *v = view_new(a, VIEW_DECIMAL);
    v->text = arena_text(a, text);
    v->more = unit;
    v->basis = basis;
    return v;
}

view *view_number(arena *a, double x, const char *unit, int digits, const view_basis *basis)
{
    assert(digits >= 1 && digits <= 17);
    view *v = view_new(a, VIEW_NUMBER);
    v->x = x;
    v->n = digits;
    v->text = isfinite(x) ? arena_printf(a, "%.*g", digits, x) : "";
    v->more = unit;
    v->basis = basis;
    return v;
}

view *view_share(arena *a, int64_t millionths, const view_basis *basis)
{
    view *v = view_new(a, VIEW_SHARE);
    const char *sign = millionths < 0 ? "-" : "";
    int64_t size = llabs(millionths);
    v->n = millionths;
    v->text =
        arena_printf(a, "%s%lld.%06lld", sign, (long long)(size / 1000000), (long long)(size % 1000000));
    v->basis = basis;
    return v;
}

/* Minor units as a decimal text: 12345 NOK -> "123.45", 5 JPY -> "5". */
static const char *money_as_decimal(arena *a, int64_t minor, const char *code)
{
    const currency *known = currency_find(str_of(code));
    decimal amount = {minor, known ? (int)known->exponent : 2};
    return decimal_text(arena_alloc(a, DECIMAL_TEXT_BYTES), amount);
}

view *view_money(arena *a, int64_t minor, const char *code, const view_basis *basis)
{
    view *v = view_new(a, VIEW_MONEY);
    v->n = minor;
    v->text = money_as_decimal(a, minor, code);
    v->more = arena_text(a, code);
    v->basis = basis;
    return v;
}

view *view_date(arena *a, const char *iso)
{
    view *v = view_new(a, VIEW_DATE);
    v->text = arena_text(a, iso);
    return v;
}

view *view_text(arena *a, str text)
{
    view *v = view_new(a, VIEW_TEXT);
    v->text = str_c(a, text);
    return v;
}

view *view_text_c(arena *a, const char *text)
{
    return view_text(a, str_of(text));
}

view *view_word(arena *a, const char *code, const char *msgid)
{
    view *v = view_new(a, VIEW_WORD);
    v->text = arena_text(a, code);
    v->more = msgid;
    return v;
}

typedef struct marked_word {
    const char *mark;
    const char *code;
    const char *msgid;
} marked_word;

static const marked_word marked_words[] = {
    {"risk", "high",          N_("high")                     },
    {"risk", "medium",        N_("medium")                   },
    {"risk", "low",           N_("low")                      },
    {"risk", "unknown",       N_("unknown")                  },
    {"ev",   "assumed",       N_("assumed")                  },
    {"ev",   "self_declared", N_("self-declared")            },
    {"ev",   "documented",    N_("documented")               },
    {"ev",   "verified",      N_("verified by a third party")},
    {"ev",   "measured",      N_("measured")                 },
};

static view *view_marked(arena *a, const char *mark, const char *code)
{
    const marked_word *word = NULL;
    for (size_t i = 0; i < sizeof marked_words / sizeof *marked_words; i++) {
        if (strcmp(marked_words[i].mark, mark) == 0 && strcmp(marked_words[i].code, code) == 0)
            word = &marked_words[i];
    }
    assert(word);
    view *v = view_word(a, word->code, word->msgid);
    v->mark = word->mark;
    return v;
}

view *view_level(arena *a, const char *code)
{
    return view_marked(a, "risk", code);
}

view *view_evidence(arena *a, const char *code)
{
    return view_marked(a, "ev", code);
}

view *view_country(arena *a, const char *iso3)
{
    view *v = view_word(a, iso3, "");
    v->mark = "country";
    return v;
}

static void say_values(view *v, va_list ap)
{
    for (;;) {
        const char *name = va_arg(ap, const char *);
        if (!name)
            break;
        view_push(v, name, "", va_arg(ap, view *));
    }
}

view *view_say(arena *a, const char *msgid, ...)
{
    view *v = view_new(a, VIEW_SAY);
    v->text = msgid;
    va_list ap;
    va_start(ap, msgid);
    say_values(v, ap);
    va_end(ap);
    return v;
}

view *view_say_n(arena *a, int64_t n, const char *one, const char *many, ...)
{
    view *v = view_new(a, VIEW_SAY);
    v->text = one;
    v->more = many;
    v->n = n;
    view_push(v, "n", "", view_int(a, n));
    va_list ap;
    va_start(ap, many);
    say_values(v, ap);
    va_end(ap);
    return v;
}

view *view_ref(arena *a, const char *action, const char *id, const char *name)
{
    view *v = view_new(a, VIEW_REF);
    v->action = action;
    v->text = arena_text(a, id);
    v->more = arena_text(a, name && *name ? name : id);
    return v;
}

view *view_term(view *v)
{
    v->mark = "term";
    return v;
}

view *view_link(view *v, const char *href)
{
    v->href = arena_text(v->a, href);
    return v;
}

view *view_table(arena *a, const view_column *columns, size_t n)
{
    view *v = view_new(a, VIEW_TABLE);
    v->u.rows = (view_rows){.columns = columns, .n = n};
    return v;
}

view *view_caption(view *table, view *caption)
{
    assert(table->kind == VIEW_TABLE);
    table->u.rows.caption = caption;
    return table;
}

void view_row(view *table)
{
    assert(table->kind == VIEW_TABLE);
    assert(!table->u.rows.next);
    view_rows *rows = &table->u.rows;
    assert(!rows->row || rows->row->count == rows->n);
    rows->row = view_map(table->a);
    view_push(table, "", "", rows->row);
}

void view_cell(view *table, view *value)
{
    view_rows *rows = &table->u.rows;
    assert(table->kind == VIEW_TABLE && rows->row);
    assert(rows->row->count < rows->n);
    const view_column *column = &rows->columns[rows->row->count];
    view_push(rows->row, column->key, column->label, value);
}

void view_stream(view *table, view_next_fn next, void *payload)
{
    assert(table->kind == VIEW_TABLE && table->count == 0);
    table->u.rows.next = next;
    table->u.rows.payload = payload;
}

view *view_figure(arena *a, const char *kind, view *title, view *note, view_draw_fn draw, const void *data,
                  view *table)
{
    assert(table && table->kind == VIEW_TABLE); /* the same data always stand as a table too */
    view *v = view_new(a, VIEW_FIGURE);
    v->text = kind;
    v->u.drawing = (view_drawing){title, note, table, draw, data};
    return v;
}

/* --- reading --- */

view_kind view_kind_of(const view *v)
{
    return v ? v->kind : VIEW_NULL;
}

const view *view_get(const view *map, const char *key)
{
    if (view_kind_of(map) != VIEW_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++) {
        if (strcmp(map->items[i].key, key) == 0)
            return map->items[i].value;
    }
    return NULL;
}

const view *view_at(const view *list_or_map_or_rows, size_t i)
{
    return i < view_count(list_or_map_or_rows) ? list_or_map_or_rows->items[i].value : NULL;
}

const char *view_key_at(const view *map, size_t i)
{
    return i < view_count(map) ? map->items[i].key : "";
}

bool view_data_at(const view *map, size_t i)
{
    return i < view_count(map) && map->items[i].data;
}

const char *view_label_at(const view *map, size_t i)
{
    return i < view_count(map) ? map->items[i].label : "";
}

size_t view_count(const view *list_map_or_table)
{
    return list_map_or_table ? list_map_or_table->count : 0;
}

/* One step of a path: a member by its key, or an item by its number. */
static const view *path_step(const view *v, str step)
{
    if (view_kind_of(v) == VIEW_FIGURE)
        v = v->u.drawing.table;
    if (view_kind_of(v) == VIEW_MAP) {
        for (size_t i = 0; i < v->count; i++) {
            if (str_is(step, v->items[i].key))
                return v->items[i].value;
        }
        return NULL;
    }
    uint64_t at;
    return str_digits(&at, step) ? view_at(v, at) : NULL;
}

const view *view_path(const view *v, const char *path)
{
    str rest = str_of(path);
    while (v && rest.n)
        v = path_step(v, str_cut(&rest, '.'));
    return v;
}

#define VIEW_DEPTH_MAX 64

static const view *first_table(const view *v, int depth)
{
    if (!v || depth > VIEW_DEPTH_MAX)
        return NULL;
    if (v->kind == VIEW_TABLE)
        return v;
    if (v->kind == VIEW_FIGURE)
        return v->u.drawing.table;
    if (v->kind != VIEW_MAP && v->kind != VIEW_LIST)
        return NULL;
    for (size_t i = 0; i < v->count; i++) {
        const view *found = first_table(v->items[i].value, depth + 1);
        if (found)
            return found;
    }
    return NULL;
}

const view *view_table_at(const view *v, const char *path)
{
    return first_table(path && *path ? view_path(v, path) : v, 0);
}

const char *view_as_text(const view *v)
{
    switch (view_kind_of(v)) {
    case VIEW_DECIMAL:
    case VIEW_NUMBER:
    case VIEW_SHARE:
    case VIEW_MONEY:
    case VIEW_DATE:
    case VIEW_TEXT:
    case VIEW_WORD:
    case VIEW_REF:
        return v->text;
    case VIEW_NULL:
    case VIEW_BOOL:
    case VIEW_INT:
    case VIEW_SAY:
    case VIEW_LIST:
    case VIEW_MAP:
    case VIEW_TABLE:
    case VIEW_FIGURE:
        break;
    }
    return "";
}

int64_t view_as_int(const view *v)
{
    return v ? v->n : 0;
}

double view_as_number(const view *v)
{
    switch (view_kind_of(v)) {
    case VIEW_INT:
        return (double)v->n;
    case VIEW_NUMBER:
        return v->x;
    case VIEW_SHARE:
        return (double)v->n / 1e6;
    case VIEW_DECIMAL:
    case VIEW_MONEY: {
        char *end = NULL;
        double x = strtod(v->text, &end);
        return end != v->text && !*end ? x : (double)NAN;
    }
    default:
        return (double)NAN;
    }
}

int view_digits(const view *v)
{
    return view_kind_of(v) == VIEW_NUMBER ? (int)v->n : 0;
}

const char *view_unit(const view *v)
{
    view_kind kind = view_kind_of(v);
    return kind == VIEW_DECIMAL || kind == VIEW_NUMBER || kind == VIEW_MONEY ? v->more : "";
}

bool view_is_year(const view *v)
{
    return view_kind_of(v) == VIEW_INT && *v->more;
}

const char *view_name(const view *v)
{
    view_kind kind = view_kind_of(v);
    if (kind == VIEW_SAY)
        return v->text;
    return kind == VIEW_REF || kind == VIEW_WORD ? v->more : "";
}

const char *view_action(const view *v)
{
    return v ? v->action : "";
}

const char *view_mark(const view *v)
{
    return v ? v->mark : "";
}

const char *view_href(const view *v)
{
    return v ? v->href : "";
}

const view_basis *view_basis_of(const view *v)
{
    return v ? v->basis : NULL;
}

bool view_truth(const view *v)
{
    switch (view_kind_of(v)) {
    case VIEW_NULL:
        return false;
    case VIEW_BOOL:
    case VIEW_INT:
        return v->n != 0;
    case VIEW_TEXT:
    case VIEW_DATE:
        return *v->text != '\0';
    case VIEW_LIST:
    case VIEW_MAP:
        return v->count > 0;
    case VIEW_TABLE:
        return v->count > 0 || v->u.rows.next;
    default:
        return true; /* a figure that is there is true, whatever it amounts to */
    }
}

const view_column *view_columns(const view *table, size_t *n)
{
    assert(table->kind == VIEW_TABLE);
    *n = table->u.rows.n;
    return table->u.rows.columns;
}

const view *view_caption_of(const view *table)
{
    return table->u.rows.caption;
}

static ak_code stream_rows(const view *table, arena *scratch, view_row_fn fn, void *payload, ak_err *err)
{
    const view_rows *rows = &table->u.rows;
    view **cells = ARENA_NEWS(scratch, view *, rows->n);
    for (;;) {
        arena_mark mark = arena_save(scratch);
        bool more = false;
        memset(cells, 0, rows->n * sizeof(view *));
        AK_TRY(rows->next(rows->payload, scratch, cells, &more, err));
        if (!more)
            return AK_OK;
        AK_TRY(fn(payload, cells, rows->n, err));
        arena_rewind(scratch, mark);
    }
}

static ak_code stored_rows(const view *table, arena *scratch, view_row_fn fn, void *payload, ak_err *err)
{
    size_t n = table->u.rows.n;
    view **cells = ARENA_NEWS(scratch, view *, n);
    for (size_t i = 0; i < table->count; i++) {
        const view *row = table->items[i].value;
        for (size_t c = 0; c < n; c++)
            cells[c] = c < row->count ? row->items[c].value : NULL;
        AK_TRY(fn(payload, cells, n, err));
    }
    return AK_OK;
}

ak_code view_each_row(const view *table, view_row_fn fn, void *payload, ak_err *err)
{
    assert(table->kind == VIEW_TABLE);
    arena scratch = {0};
    ak_code code = table->u.rows.next ? stream_rows(table, &scratch, fn, payload, err)
                                      : stored_rows(table, &scratch, fn, payload, err);
    arena_free(&scratch);
    return code;
}

const char *view_figure_kind(const view *figure)
{
    return figure->text;
}

const view *view_figure_title(const view *figure)
{
    return figure->u.drawing.title;
}

const view *view_figure_note(const view *figure)
{
    return figure->u.drawing.note;
}

const view *view_figure_table(const view *figure)
{
    return figure->u.drawing.table;
}

const picture *view_figure_draw(arena *a, const view *figure, language lang)
{
    const view_drawing *drawing = &figure->u.drawing;
    return drawing->draw ? drawing->draw(a, drawing->data, lang) : NULL;
}

const char *view_say_text(const view *say, language lang)
{
    assert(say->kind == VIEW_SAY);
    return *say->more ? trn(lang, say->text, say->more, say->n) : tr(lang, say->text);
}

const view *view_say_value(const view *say, const char *name, size_t n)
{
    for (size_t i = 0; i < say->count; i++) {
        if (strlen(say->items[i].key) == n && memcmp(say->items[i].key, name, n) == 0)
            return say->items[i].value;
    }
    return NULL;
}

/* The grammar of a JSON number without exponent: what statements and tables hold. */
static bool is_decimal(const char *p)
{
    if (*p == '-')
        p++;
    size_t whole = strspn(p, "0123456789");
    if (whole == 0 || (whole > 1 && *p == '0'))
        return false;
    p += whole;
    if (*p == '\0')
        return true;
    size_t part = *p == '.' ? strspn(p + 1, "0123456789") : 0;
    return part > 0 && p[1 + part] == '\0';
}

ak_code view_check(const view *v, ak_err *err)
{
    view_kind kind = view_kind_of(v);
    if (kind != VIEW_DECIMAL && kind != VIEW_NUMBER && kind != VIEW_SHARE && kind != VIEW_MONEY)
        return AK_OK;
    if ((kind == VIEW_NUMBER && !isfinite(v->x)) || (kind == VIEW_DECIMAL && !is_decimal(v->text)))
        return ak_fail(err, &VIEW_002, v->text);
    if (!v->basis || v->basis->n == 0)
        return ak_fail(err, &VIEW_001, v->text, v->more);
    for (size_t i = 0; i < v->basis->n; i++) {
        const view_source *source = &v->basis->sources[i];
        if (!source->text || !*source->text || source->year == 0 || !source->evidence || !*source->evidence)
            return ak_fail(err, &VIEW_001, v->text, v->more);
    }
    return AK_OK;
}
