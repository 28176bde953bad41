/* table.c -- a sheet, whatever file it stands in: rows of cells on their way to statements. */
#include "exchange/table.h"

#include <string.h>

#include "exchange/recipe_rows.h"
#include "exchange/rules.h"

typedef struct run {
    arena *a;       /* as long as the plan */
    arena *scratch; /* one row */
    const heads *h;
    const table *t;
    fault_list *faults;
    row_sink sink;
    plan_dialect *dialect;
    str *head; /* texts of the header row */
    size_t head_n;
    int family;               /* of the sheet; -1 = each row says */
    int type_column;          /* index of the column `family`, or -1 */
    column_map **maps;        /* by family, made when first met */
    bool *loose_told;         /* by column: cells without a header were told */
    const recipe_map *recipe; /* NULL = a sheet of one family */
    recipe_rows *recipe_rows;
    table_told *told;
} run;

/* ---- Faults ---- */

static fault place_of(const run *r, int64_t row, size_t at, const char *head, str value)
{
    return (fault){.file = r->t->file,
                   .sheet = r->t->sheet,
                   .row = row,
                   .column = (int64_t)at + 1,
                   .field = head,
                   .value = value.n ? str_c(r->scratch, value) : ""};
}

/* Spreadsheets' errors, in the languages of the house, as they come through CSV. */
static bool is_error_text(str s)
{
    static const char *const texts[] = {"#REF!",   "#VALUE!", "#N/A",    "#NAME?", "#DIV/0!",
                                        "#NUM!",   "#NULL!",  "#VERDI!", "#I/T",   "#NAVN?",
                                        "#VÆRDI!", "#IT",     "#NUL!"};
    if (s.n < 3 || s.p[0] != '#')
        return false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (str_is(s, texts[i]))
            return true;
    return false;
}

/* ---- The header row ---- */

typedef struct kept_row {
    int64_t row;
    table_cell *cells;
    size_t n;
} kept_row;

static bool row_is_empty(const table_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (row->cells[i].kind != TABLE_TEXT || str_trim(row->cells[i].text).n)
            return false;
    return true;
}

static kept_row keep_row(arena *a, const table_row *row)
{
    kept_row k = {.row = row->row, .n = row->n, .cells = ARENA_NEWS(a, table_cell, row->n ? row->n : 1)};
    for (size_t i = 0; i < row->n; i++)
        k.cells[i] = (table_cell){str_copy(a, row->cells[i].text), row->cells[i].kind};
    return k;
}

/* The next row that can be read; broken ones are told and passed over. */
static ak_code next_row(run *r, const table_row **row, ak_err *err)
{
    for (;;) {
        ak_err broken = {0};
        ak_code code = r->t->next(r->t->payload, row, &broken);
        if (code == AK_OK)
            return AK_OK;
        if (code != AK_E_INPUT && code != AK_E_LIMIT) {
            *err = broken;
            return code;
        }
        fault_add_err(r->faults, &broken, &(fault){.file = r->t->file, .sheet = r->t->sheet});
        if (code == AK_E_LIMIT) {
            *row = NULL;
            return AK_OK;
        }
    }
}

static str *texts_of(arena *a, const kept_row *k)
{
    str *texts = ARENA_NEWS(a, str, k->n ? k->n : 1);
    for (size_t i = 0; i < k->n; i++)
        texts[i] = k->cells[i].kind == TABLE_TEXT ? k->cells[i].text : STR("");
    return texts;
}

/* The column in which each row names its family; -1 = none.  Where the family is not known, the bare word
 * "type" heads too many other things. */
static int type_column_of(const heads *h, arena *a, int family_index, const str *head, size_t n)
{
    int type = field_find(&family_common, STR("type"));
    column_map map = heads_map(h, a, family_index < 0 ? 0 : family_index, head, n);
    for (size_t i = 0; i < n; i++)
        if (map.columns[i].use == COLUMN_FIELD && map.columns[i].field == PLAN_COMMON + type &&
            (family_index >= 0 || !str_is(heads_key(a, head[i]), "type")))
            return (int)i;
    return -1;
}

/* How many headers of a family a row holds. */
static size_t headers_in(const run *r, int family_index, const kept_row *k)
{
    arena_mark mark = arena_save(r->scratch);
    column_map map = heads_map(r->h, r->scratch, family_index, texts_of(r->scratch, k), k->n);
    size_t n = map.fields + map.commons;
    arena_rewind(r->scratch, mark);
    return n;
}

static bool set_head(run *r, const kept_row *k)
{
    if (k->n > HEADS_COLUMNS_MOST) {
        fault at = place_of(r, k->row, HEADS_COLUMNS_MOST, "", STR(""));
        fault_add(r->faults, &IMP_012, &at, ak_arg_int(HEADS_COLUMNS_MOST));
        return false;
    }
    r->head = texts_of(r->a, k);
    r->head_n = k->n;
    r->type_column = type_column_of(r->h, r->scratch, r->family, r->head, r->head_n);
    r->loose_told = ARENA_NEWS(r->a, bool, k->n ? k->n : 1);
    return true;
}

/* The family by the sheet's or file's name. */
static int family_by_name(const run *r)
{
    for (size_t i = 0; i < 2; i++) {
        int f = r->t->names[i].n ? heads_family_of_name(r->h, r->scratch, r->t->names[i]) : -1;
        if (f >= 0)
            return f;
    }
    return -1;
}

/* ---- Recipes ---- */

/* Whether the sheet is a plain one of one family: each header a word of it, or a name that says so. */
static bool is_plain(const run *r, const recipe_map *m, const kept_row *k)
{
    const str *head = texts_of(r->scratch, k);
    const char *among;
    int party = family_find(STR("party"));
    int f = r->family >= 0 ? r->family : heads_family_of_columns(r->h, r->scratch, head, k->n, &among);
    if (f < 0)
        return false;
    if (type_column_of(r->h, r->scratch, -1, head, k->n) >= 0 ||
        (!m->of->table && f != party && f != m->of->base))
        return true;
    column_map map = heads_map(r->h, r->scratch, f, head, k->n);
    for (size_t i = 0; i < map.n; i++)
        if (map.columns[i].use == COLUMN_UNKNOWN || map.columns[i].use == COLUMN_AMBIGUOUS ||
            map.columns[i].use == COLUMN_TWICE)
            return false;
    return map.complete;
}

/* The headers of the recipe that knows most of them; -1 = the sheet has none. */
static int find_recipe(run *r, const kept_row *kept, size_t n)
{
    int best = -1;
    size_t known = 0;
    const recipe *of = NULL;
    const recipe_list *all = heads_recipes(r->h);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < all->n && kept[i].n <= HEADS_COLUMNS_MOST; k++) {
            arena_mark mark = arena_save(r->scratch);
            str *head = texts_of(r->scratch, &kept[i]);
            recipe_map m = recipe_map_of(&all->rows[k], r->h, r->scratch, head, kept[i].n);
            if (m.complete && m.known > known && !is_plain(r, &m, &kept[i])) {
                known = m.known;
                of = &all->rows[k];
                best = (int)i;
            }
            arena_rewind(r->scratch, mark);
        }
    if (best < 0)
        return -1;
    recipe_map *found = ARENA_NEW(r->a, recipe_map);
    *found = recipe_map_of(of, r->h, r->a, texts_of(r->a, &kept[best]), kept[best].n);
    r->recipe = found;
    return best;
}

/* The one year that the texts speak of; 0 = none or several. */
static int year_within(str text, int before)
{
    int year = before;
    for (size_t i = 0; i + 4 <= text.n; i++) {
        bool alone = (i == 0 || text.p[i - 1] < '0' || text.p[i - 1] > '9') &&
                     (i + 4 == text.n || text.p[i + 4] < '0' || text.p[i + 4] > '9');
        uint64_t one;
        if (alone && str_whole(&one, (str){text.p + i, 4}, 2099) && one >= 1990)
            year = year == 0 || year == (int)one ? (int)one : -1;
    }
    return year;
}

/* What stands above the headers, else in the names of sheet and file. */
static const char *period_around(const run *r, const kept_row *kept, size_t head)
{
    int year = 0;
    for (size_t i = 0; i < head; i++)
        for (size_t k = 0; k < kept[i].n; k++)
            year = year_within(kept[i].cells[k].text, year);
    for (size_t i = 0; i < 2 && year <= 0; i++)
        year = year_within(r->t->names[i], 0);
    return year > 0 ? arena_printf(r->a, "%d", year) : "";
}

static void tell_left_alone(run *r)
{
    buf ignored = buf_new(r->a, 1 << 16);
    for (size_t i = 0; i < r->recipe->n; i++) {
        const recipe_column *c = &r->recipe->columns[i];
        const head_column *own = &r->recipe->own.columns[i];
        bool used = c->word || own->use == COLUMN_FIELD || !*c->head;
        if (!used)
            buf_printf(&ignored, "%s%s", ignored.n ? ", " : "", c->head);
    }
    r->told->ignored = ignored.n ? buf_str(&ignored).p : "";
}

static const field *recipe_field(const run *r, size_t column)
{
    const recipe_word *w = r->recipe->columns[column].word;
    const head_column *own = &r->recipe->own.columns[column];
    if (w)
        return heads_field(w->family, w->field);
    return own->use == COLUMN_FIELD ? heads_field(r->recipe->of->base, own->field) : NULL;
}

/* Finds the row of headers among those kept; its index, or -1 and a fault. */
static int find_head(run *r, const kept_row *kept, size_t n)
{
    r->family = family_by_name(r);
    int best = find_recipe(r, kept, n);
    size_t best_n = 0;
    if (best >= 0)
        return set_head(r, &kept[best]) ? best : -1;
    for (size_t i = 0; i < n; i++) {
        if (kept[i].n > HEADS_COLUMNS_MOST)
            continue;
        size_t known = headers_in(r, r->family >= 0 ? r->family : 0, &kept[i]);
        if (r->family < 0 &&
            type_column_of(r->h, r->scratch, -1, texts_of(r->scratch, &kept[i]), kept[i].n) < 0)
            known = 0; /* the columns of family 0 say nothing about this sheet */
        if (known > best_n) {
            best = (int)i;
            best_n = known;
        }
    }
    if (best >= 0)
        return set_head(r, &kept[best]) ? best : -1;

    const char *among = "";
    int64_t among_row = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept[i].n > HEADS_COLUMNS_MOST)
            continue;
        const char *row_among;
        int f = heads_family_of_columns(r->h, r->a, texts_of(r->scratch, &kept[i]), kept[i].n, &row_among);
        if (f < 0) {
            if (*row_among && !*among) {
                among = row_among;
                among_row = kept[i].row;
            }
            continue;
        }
        size_t known = headers_in(r, f, &kept[i]);
        if (known > best_n) {
            best = (int)i;
            best_n = known;
            r->family = f;
        }
    }
    if (best >= 0)
        return set_head(r, &kept[best]) ? best : -1;
    fault at = {.file = r->t->file, .sheet = r->t->sheet, .row = among_row};
    if (*among)
        fault_add(r->faults, &IMP_001, &at, among);
    else
        fault_add(r->faults, &IMP_002, &at);
    return -1;
}

/* ---- Columns ---- */

static const char *first_head(int family_index, int index, language lang, arena *a)
{
    const field *f = heads_field(family_index, index);
    str words = str_of(f->heads[lang]);
    str one = str_cut(&words, '|');
    return one.n && !str_is(one, "-") ? str_c(a, one) : f->name;
}

static void tell_columns(run *r, int family_index, const column_map *map, int64_t row)
{
    buf ignored = buf_new(r->a, 1 << 16);
    buf_add_c(&ignored, r->told->ignored);
    for (size_t i = 0; i < map->n; i++) {
        const head_column *c = &map->columns[i];
        fault at = place_of(r, row, i, c->head, str_of(c->head));
        const char *near;
        switch (c->use) {
        case COLUMN_UNKNOWN:
            near = heads_near(r->h, r->scratch, family_index, str_of(c->head));
            if (*near)
                fault_add(r->faults, &IMP_003, &at, near);
            else
                fault_add(r->faults, &IMP_004, &at);
            break;
        case COLUMN_AMBIGUOUS:
            fault_add(r->faults, &IMP_005, &at);
            break;
        case COLUMN_TWICE:
            fault_add(r->faults, &IMP_006, &at, first_head(family_index, c->field, map->lang, r->scratch));
            break;
        case COLUMN_IGNORED:
            if (*c->head && !strstr(buf_str(&ignored).p, c->head))
                buf_printf(&ignored, "%s%s", ignored.n ? ", " : "", c->head);
            break;
        default:
            break;
        }
    }
    r->told->ignored = ignored.n ? buf_str(&ignored).p : "";
}

/* The columns as this family has them; told once. */
static const column_map *map_of(run *r, int family_index, int64_t row)
{
    if (r->maps[family_index])
        return r->maps[family_index];
    column_map *map = ARENA_NEW(r->a, column_map);
    *map = heads_map(r->h, r->a, family_index, r->head, r->head_n);
    r->maps[family_index] = map;
    tell_columns(r, family_index, map, row);
    r->told->lang = map->lang;
    return map;
}

/* ---- Dialect ---- */

/* One sign with other than three digits behind it is a decimal sign; where both stand, the last one is. */
static void count_signs(str s, size_t *points, size_t *commas)
{
    size_t point = 0, comma = 0, digits_behind = 0;
    char last = '\0';
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9')
            digits_behind++;
        else if (c == '.' || c == ',') {
            *(c == '.' ? &point : &comma) += 1;
            last = c;
            digits_behind = 0;
        } else if (c == ' ' && digits_behind && last) {
            break; /* the unit follows, or the longitude */
        } else if (c != ' ' && c != '-' && c != '%') {
            return;
        }
    }
    bool both = point && comma;
    if (!both && (point + comma != 1 || digits_behind == 3)) /* three digits may be a group */
        return;
    *(last == '.' ? points : commas) += 1;
}

static bool is_number(const field *f)
{
    return f->type == FIELD_DECIMAL || f->type == FIELD_SHARE || f->type == FIELD_MONEY ||
           f->type == FIELD_INTEGER || f->type == FIELD_POINT;
}

/* Only cells of number fields tell: 06.100 is an industry, 21.10 a day. */
static void count_row(run *r, const kept_row *k, size_t *points, size_t *commas)
{
    for (size_t i = 0; r->recipe && i < r->recipe->n && i < k->n; i++) {
        const field *of = recipe_field(r, i);
        if (of && k->cells[i].kind == TABLE_TEXT && is_number(of))
            count_signs(str_trim(k->cells[i].text), points, commas);
    }
    if (r->recipe)
        return;
    int f = r->family;
    size_t type = (size_t)r->type_column;
    if (r->type_column >= 0 && type < k->n && k->cells[type].text.n)
        f = family_find(str_trim(k->cells[type].text));
    if (f < 0)
        return;
    const column_map *map = map_of(r, f, k->row);
    for (size_t i = 0; i < map->n && i < k->n; i++) {
        const head_column *c = &map->columns[i];
        bool used = c->use == COLUMN_FIELD || c->use == COLUMN_LATITUDE || c->use == COLUMN_LONGITUDE;
        if (used && k->cells[i].kind == TABLE_TEXT && is_number(heads_field(f, c->field)))
            count_signs(str_trim(k->cells[i].text), points, commas);
    }
}

/* What the file does not tell is taken from the language of the headers; what then is unclear, as 1.234
 * in a sheet with decimal comma, is refused by the check and never guessed. */
static void settle_dialect(run *r, const kept_row *kept, size_t head, size_t n)
{
    size_t points = 0, commas = 0;
    for (size_t i = head + 1; i < n; i++)
        count_row(r, &kept[i], &points, &commas);
    language lang = r->told->lang;
    r->dialect->decimal_comma = points == commas ? lang != LANG_EN : commas > points;
    r->dialect->date_order = r->t->date_order ? r->t->date_order : lang == LANG_EN ? 'y' : 'd';
    r->told->dialect = *r->dialect;
}

/* ---- Rows ---- */

/* A number cell of a workbook has a point whatever the sheet's texts have. */
static str in_dialect(const run *r, const table_cell *cell)
{
    str text = str_trim(cell->text);
    const char *point = cell->kind == TABLE_NUMBER && r->dialect->decimal_comma && text.n
                            ? memchr(text.p, '.', text.n)
                            : NULL;
    if (!point)
        return text;
    char *copy = arena_copy(r->scratch, text.p, text.n);
    copy[point - text.p] = ',';
    return (str){copy, text.n};
}

/* The cell's text; empty when there is none or it cannot be used (told). */
static str usable(run *r, const table_row *row, size_t i, const char *head)
{
    if (i >= row->n)
        return STR("");
    const table_cell *cell = &row->cells[i];
    bool error =
        cell->kind == TABLE_ERROR || (cell->kind == TABLE_TEXT && is_error_text(str_trim(cell->text)));
    if (!error && cell->kind != TABLE_FORMULA)
        return in_dialect(r, cell);
    fault at = place_of(r, row->row, i, head, cell->text);
    fault_add(r->faults, error ? &IMP_009 : &IMP_008, &at);
    return STR("");
}

static str unit_of(run *r, const column_map *map, const table_row *row, size_t at)
{
    for (size_t i = 0; i < map->n; i++)
        if (map->columns[i].use == COLUMN_UNIT && map->columns[i].of == at) {
            str unit = usable(r, row, i, map->columns[i].head);
            if (unit.n)
                return unit;
        }
    return map->columns[at].unit;
}

/* Latitude and longitude in columns of their own: "59.91 10.75" in the latitude's cell. */
static bool point_text(run *r, const column_map *map, const table_row *row, size_t at, str *text)
{
    str lat = usable(r, row, at, map->columns[at].head);
    str lon = STR("");
    for (size_t i = 0; i < map->n; i++)
        if (map->columns[i].use == COLUMN_LONGITUDE)
            lon = usable(r, row, i, map->columns[i].head);
    if (!lat.n && !lon.n)
        return false;
    if (!lat.n || !lon.n) {
        fault where = place_of(r, row->row, at, map->columns[at].head, lat.n ? lat : lon);
        fault_add(r->faults, &IMP_011, &where);
        return false;
    }
    *text = str_of(arena_printf(r->scratch, "%.*s %.*s", (int)lat.n, lat.p, (int)lon.n, lon.p));
    return true;
}

/* Cells to the right of the headers, or under an empty one: told once a column. */
static void tell_loose(run *r, const column_map *map, const table_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        bool headless = i >= map->n || (map->columns[i].use == COLUMN_IGNORED && !*map->columns[i].head);
        if (!headless || !str_trim(row->cells[i].text).n)
            continue;
        size_t slot = i < r->head_n ? i : r->head_n - 1;
        if (i < r->head_n && r->loose_told[slot])
            continue;
        fault at = place_of(r, row->row, i, "", row->cells[i].text);
        if (i < r->head_n) {
            fault_add(r->faults, &IMP_007, &at);
            r->loose_told[slot] = true;
        } else {
            fault_add(r->faults, &IMP_014, &at);
        }
    }
}

/* The family that the row itself names; -1 = none that can be used (told). */
static int row_family(run *r, const table_row *row)
{
    if (r->type_column < 0)
        return r->family;
    size_t at = (size_t)r->type_column;
    str word = usable(r, row, at, str_c(r->scratch, r->head[at]));
    if (!word.n && r->family >= 0)
        return r->family;
    int f = family_find(word);
    if (f < 0)
        f = heads_family_exact(r->h, r->scratch, word);
    if (f < 0) {
        fault where = place_of(r, row->row, at, str_c(r->scratch, r->head[at]), word);
        fault_add(r->faults, &IMP_010, &where);
    }
    return f;
}

static void add_cell(read_row *out, const head_column *c, str text, str unit, size_t at)
{
    out->cells[out->n++] = (plan_cell){.field = c->field,
                                       .line = c->line,
                                       .text = text,
                                       .unit = unit,
                                       .column = (int32_t)at + 1,
                                       .head = c->head};
}

/* Several columns of one list field are one list. */
static bool join_list(run *r, read_row *out, const head_column *c, int family_index, str text)
{
    const field *f = heads_field(family_index, c->field);
    if (!f->list || f->parent >= 0)
        return false;
    for (size_t i = 0; i < out->n; i++) {
        plan_cell *before = &out->cells[i];
        if (before->field != c->field)
            continue;
        before->text = str_of(
            arena_printf(r->scratch, "%.*s; %.*s", (int)before->text.n, before->text.p, (int)text.n, text.p));
        return true;
    }
    return false;
}

static void take_recipe_row(run *r, const table_row *row)
{
    size_t n = r->recipe->n;
    str *texts = ARENA_NEWS(r->scratch, str, n ? n : 1);
    for (size_t i = 0; i < n; i++)
        texts[i] = recipe_field(r, i) ? usable(r, row, i, r->recipe->columns[i].head) : STR("");
    tell_loose(r, &r->recipe->own, row);
    recipe_rows_take(r->recipe_rows, row->row, texts);
}

static ak_code take_row(run *r, const table_row *row, ak_err *err)
{
    if (r->recipe) {
        take_recipe_row(r, row);
        return AK_OK;
    }
    int family_index = row_family(r, row);
    if (family_index < 0)
        return AK_OK;
    const column_map *map = map_of(r, family_index, row->row);
    read_row out = {.family = family_index,
                    .cells = ARENA_NEWS(r->scratch, plan_cell, map->n ? map->n : 1),
                    .file = r->t->file,
                    .sheet = r->t->sheet,
                    .row = row->row,
                    .dialect = r->dialect};
    for (size_t i = 0; i < map->n; i++) {
        const head_column *c = &map->columns[i];
        str text;
        if ((int)i == r->type_column)
            continue;
        if (c->use == COLUMN_LATITUDE) {
            if (point_text(r, map, row, i, &text))
                add_cell(&out, c, text, STR(""), i);
            continue;
        }
        if (c->use != COLUMN_FIELD)
            continue;
        text = usable(r, row, i, c->head);
        if (!text.n || join_list(r, &out, c, family_index, text))
            continue;
        add_cell(&out, c, text, unit_of(r, map, row, i), i);
        if (heads_field(family_index, c->field)->list && heads_field(family_index, c->field)->parent < 0)
            out.cells[out.n - 1].line = 0;
    }
    tell_loose(r, map, row);
    if (out.n == 0) /* nothing in the columns that are read */
        return AK_OK;
    r->told->rows++;
    return r->sink.take(r->sink.payload, &out, err);
}

static ak_code end_rows(run *r, ak_err *err)
{
    if (!r->recipe)
        return AK_OK;
    recipe_told *told = ARENA_NEW(r->a, recipe_told);
    r->told->recipe = told;
    return recipe_rows_end(told, r->recipe_rows, r->sink, &r->told->rows, err);
}

static ak_code read_rows(run *r, kept_row *kept, size_t kept_n, ak_err *err)
{
    int head = find_head(r, kept, kept_n < TABLE_HEAD_ROWS ? kept_n : TABLE_HEAD_ROWS);
    if (head < 0)
        return AK_OK;
    r->told->family = r->type_column >= 0 || r->recipe ? -1 : r->family;
    if (r->recipe && r->recipe->of->table) {
        recipe_told *told = ARENA_NEW(r->a, recipe_told);
        *told = (recipe_told){
            .of = r->recipe->of, .currency = "", .period = period_around(r, kept, (size_t)head)};
        r->told->recipe = told;
        return AK_OK;
    }
    if (r->recipe) {
        r->told->lang = r->recipe->lang;
        tell_left_alone(r);
    } else if (r->family >= 0)
        map_of(r, r->family, kept[head].row);
    else
        r->told->lang = heads_map(r->h, r->scratch, 0, r->head, r->head_n).lang;
    settle_dialect(r, kept, (size_t)head, kept_n);
    if (r->recipe)
        r->recipe_rows = recipe_rows_new(r->a, r->recipe, r->t, r->faults, r->dialect,
                                         period_around(r, kept, (size_t)head));
    for (size_t i = (size_t)head + 1; i < kept_n; i++) {
        arena_mark mark = arena_save(r->scratch);
        AK_TRY(take_row(r, &(table_row){kept[i].row, kept[i].n, kept[i].cells}, err));
        arena_rewind(r->scratch, mark);
    }
    for (;;) {
        const table_row *row;
        AK_TRY(next_row(r, &row, err));
        if (!row)
            return end_rows(r, err);
        if (row_is_empty(row))
            continue;
        arena_mark mark = arena_save(r->scratch);
        AK_TRY(take_row(r, row, err));
        arena_rewind(r->scratch, mark);
    }
}

static void close_scratch(void *scratch)
{
    arena_free(scratch);
}

ak_code table_read(table_told *out, arena *a, const heads *h, const table *t, fault_list *faults,
                   row_sink sink, ak_err *err)
{
    *out = (table_told){.family = -1, .ignored = ""};
    run r = {.a = a,
             .h = h,
             .t = t,
             .faults = faults,
             .sink = sink,
             .dialect = ARENA_NEW(a, plan_dialect),
             .family = -1,
             .type_column = -1,
             .maps = ARENA_NEWS(a, column_map *, families_n),
             .told = out};
    r.scratch = ARENA_NEW(a, arena);
    arena_own(a, close_scratch, r.scratch); /* an error may return from below */
    kept_row *kept = ARENA_NEWS(r.scratch, kept_row, TABLE_SAMPLE_ROWS);
    size_t kept_n = 0;
    while (kept_n < TABLE_SAMPLE_ROWS) {
        const table_row *row;
        AK_TRY(next_row(&r, &row, err));
        if (!row)
            break;
        if (!row_is_empty(row))
            kept[kept_n++] = keep_row(r.scratch, row);
    }
    if (kept_n == 0) /* nothing in it: an empty sheet is no fault */
        return AK_OK;
    ak_code code = read_rows(&r, kept, kept_n, err);
    arena_free(r.scratch);
    return code;
}

/* ---- Into a plan ---- */

static ak_code take_into_plan(void *payload, const read_row *row, ak_err *err)
{
    plan *p = payload;
    size_t bytes = 0;
    for (size_t i = 0; i < row->n; i++)
        bytes += row->cells[i].text.n + 1;
    char *texts = arena_alloc(&p->rows_mem,
                              bytes + 1); /* one piece a row: a million rows shall not cost a million gaps */
    plan_row *kept = plan_add_row(p, row->family, row->n);
    kept->file = row->file;
    kept->sheet = row->sheet;
    kept->row = row->row;
    kept->dialect = row->dialect;
    kept->unless = row->unless; /* lives as long as the plan */
    for (size_t i = 0; i < row->n; i++) {
        plan_cell cell = row->cells[i];
        memcpy(texts, cell.text.p, cell.text.n);
        cell.text.p = texts;
        texts += cell.text.n + 1;
        plan_add_cell(kept, cell);
    }
    AK_TRY(arena_check(p->a, err));
    return arena_check(&p->rows_mem, err);
}

row_sink row_sink_plan(plan *p)
{
    return (row_sink){take_into_plan, p};
}
