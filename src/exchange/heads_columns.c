/* heads_columns.c -- which column of a table is which field of its family. */
#include <string.h>

#include "exchange/heads_private.h"

/* Words of a unit column where the family has no field of that name. */
static const char *const unit_words[] = {"enhet",     "enhed",     "unit",   "uom",
                                         "maleenhet", "maleenhed", "valuta", "currency"};
static const char *const latitude_words[] = {"latitude", "lat", "breddegrad", "bredde"};
static const char *const longitude_words[] = {"longitude",  "lon",         "lng",    "long",
                                              "lengdegrad", "laengdegrad", "laengde"};

#define IS_ONE_OF(key, words) is_one_of((key), (words), sizeof(words) / sizeof *(words))

static bool is_one_of(str key, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(key, words[i]))
            return true;
    return false;
}

/* ---- One header ---- */

/* "masse (kg)" -> "masse", "kg". */
static bool cut_unit(str *text, str *unit)
{
    if (text->n < 3)
        return false;
    char close = text->p[text->n - 1];
    char open = close == ')' ? '(' : close == ']' ? '[' : '\0';
    if (!open)
        return false;
    size_t at = text->n - 1;
    while (at && text->p[at] != open)
        at--;
    if (!at)
        return false;
    *unit = str_trim((str){text->p + at + 1, text->n - at - 2});
    if (open == '[' && unit->n && strspn(unit->p, "0123456789") >= unit->n) {
        *unit = STR(""); /* "src.citation[4]" is a line */
        return false;
    }
    *text = str_trim((str){text->p, at});
    return unit->n > 0;
}

/* Up to three digits; 0 when they are none. */
static int small_number(const char *p, size_t n)
{
    uint64_t number;
    return n <= 3 && str_digits(&number, (str){p, n}) ? (int)number : 0;
}

/* "kilde 2" -> "kilde", 2; "src.citation[2]" too. */
static bool cut_number(str *text, int *line)
{
    size_t end = text->n;
    bool bracket = end && text->p[end - 1] == ']';
    if (bracket)
        end--;
    size_t at = end;
    while (at && text->p[at - 1] >= '0' && text->p[at - 1] <= '9')
        at--;
    if (at == end || end - at > 3 || at < 2)
        return false;
    char before = text->p[at - 1];
    if (bracket ? before != '[' : (before != ' ' && before != '_' && before != '.'))
        return false;
    *line = small_number(text->p + at, end - at);
    *text = str_trim((str){text->p, at - 1});
    return *line > 0;
}

/* "src[2].citation" -> "src.citation", 2. */
static bool cut_index(arena *a, str *text, int *line)
{
    const char *open = text->n ? memchr(text->p, '[', text->n) : NULL;
    const char *close = open ? memchr(open, ']', (size_t)(text->p + text->n - open)) : NULL;
    if (!close || close == open + 1 || close - open > 4 || close + 1 >= text->p + text->n || close[1] != '.')
        return false;
    *line = small_number(open + 1, (size_t)(close - open - 1));
    buf whole = buf_new(a, text->n + 1);
    buf_add(&whole, text->p, (size_t)(open - text->p));
    buf_add(&whole, close + 1, (size_t)(text->p + text->n - close - 1));
    *text = buf_str(&whole);
    return *line > 0;
}

static size_t read_head(head_form *out, arena *a, str head)
{
    size_t n = 0;
    str unit = STR("");
    str text = head;
    int line = 0;
    bool with_unit = cut_unit(&text, &unit);
    /* The whole first: "vekt (kg)" may be a word; its unit counts all the same. */
    out[n++] = (head_form){heads_key(a, head), unit, 0};
    if (with_unit)
        out[n++] = (head_form){heads_key(a, text), unit, 0};
    if (cut_number(&text, &line) || cut_index(a, &text, &line))
        out[n++] = (head_form){heads_key(a, text), unit, line};
    return n;
}

/* ---- The columns of one family ---- */

typedef struct match {
    const head_word *one;   /* the word it is, NULL = none */
    const head_word *other; /* a second field with the same word */
    const head_form *how;
    size_t families; /* how many families have the word: its weight is 1/families */
} match;

static bool takes_lines(int family_index, int index)
{
    const field *f = heads_field(family_index, index);
    return f && (f->parent >= 0 || f->list);
}

static match match_reading(const heads *h, int family_index, const head_form *r)
{
    match m = {.how = r};
    for (size_t i = heads_find_key(h, r->key); i < h->n && str_eq(h->words[i].key, r->key); i++) {
        const head_word *w = &h->words[i];
        if (w->field < 0)
            continue;
        m.families++;
        if (w->family != family_index && w->family != -1)
            continue;
        if (heads_field(family_index, w->field)->type == FIELD_LINES)
            continue; /* the group has no column of its own, its members have */
        if (r->line && !takes_lines(family_index, w->field))
            continue;
        if (!m.one)
            m.one = w;
        else
            m.other = w;
    }
    return m;
}

static match match_head(const heads *h, int family_index, const head_form *readings, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        match m = match_reading(h, family_index, &readings[i]);
        if (m.one)
            return m;
    }
    return (match){.how = &readings[0]};
}

/* How many headers are words of each language (and field names, last). */
typedef struct tally {
    size_t of[HEADS_NAMES + 1];
} tally;

static tally count_languages(const match *matches, size_t n)
{
    tally t = {{0}};
    for (size_t i = 0; i < n; i++)
        for (int lang = 0; lang <= HEADS_NAMES; lang++)
            if (matches[i].one && !matches[i].other && (matches[i].one->langs >> lang & 1))
                t.of[lang]++;
    return t;
}

static language main_language(const tally *t)
{
    language best = LANG_NB;
    for (int lang = 1; lang < LANGUAGES; lang++)
        if (t->of[lang] > t->of[best])
            best = (language)lang;
    return t->of[HEADS_NAMES] > t->of[best] ? LANG_EN : best;
}

static size_t most_of(const tally *t, const head_word *w)
{
    size_t most = 0;
    for (int lang = 0; lang <= HEADS_NAMES; lang++)
        if ((w->langs >> lang & 1) && t->of[lang] > most)
            most = t->of[lang];
    return most;
}

/* A word of two fields means the one of the sheet's language: "by" is a town in Norwegian and Danish.
 * NULL where the other headers do not tell. */
static const head_word *settle(const match *m, const tally *t)
{
    if (!m->other)
        return m->one;
    size_t one = most_of(t, m->one);
    size_t other = most_of(t, m->other);
    if (one != other)
        return one > other ? m->one : m->other;
    /* People's words before our names: "type" heads the kind of a dialogue, not the family. */
    bool one_word = (m->one->langs & ((1u << LANGUAGES) - 1)) != 0;
    bool other_word = (m->other->langs & ((1u << LANGUAGES) - 1)) != 0;
    if (one_word == other_word)
        return NULL;
    return one_word ? m->one : m->other;
}

static bool is_measured(const field *f)
{
    return f && (f->type == FIELD_DECIMAL || f->type == FIELD_MONEY);
}

/* A unit column belongs to the nearest number before it. */
static bool unit_column(column_map *map, int family_index, head_column *c, size_t at)
{
    for (size_t i = at; i-- > 0;)
        if (map->columns[i].use == COLUMN_FIELD &&
            is_measured(heads_field(family_index, map->columns[i].field))) {
            c->use = COLUMN_UNIT;
            c->of = i;
            return true;
        }
    return false;
}

static int point_field(int family_index)
{
    for (size_t i = 0; i < families[family_index].n; i++)
        if (families[family_index].fields[i].type == FIELD_POINT)
            return (int)i;
    return -1;
}

/* A header without a field: a unit, half a point, or nothing known. */
static void other_use(column_map *map, int family_index, head_column *c, size_t at, str key)
{
    int point = point_field(family_index);
    if (IS_ONE_OF(key, unit_words) && unit_column(map, family_index, c, at))
        return;
    c->use = COLUMN_UNKNOWN;
    if (point < 0)
        return;
    if (IS_ONE_OF(key, latitude_words))
        c->use = COLUMN_LATITUDE;
    else if (IS_ONE_OF(key, longitude_words))
        c->use = COLUMN_LONGITUDE;
    c->field = point;
}

/* Repeated columns of a group are its lines in order; elsewhere the second is a fault. */
static void place_column(column_map *map, int family_index, head_column *c, size_t at, int line)
{
    c->use = COLUMN_FIELD;
    c->line = line ? line - 1 : 0;
    bool lines = takes_lines(family_index, c->field);
    for (size_t i = 0; i < at; i++) {
        const head_column *before = &map->columns[i];
        if (before->use != COLUMN_FIELD || before->field != c->field || before->line != c->line)
            continue;
        if (!lines || line) {
            c->use = COLUMN_TWICE;
            return;
        }
        c->line++;
        i = (size_t)-1; /* from the start: that line may be taken too */
    }
}

static bool has_field(const column_map *map, int index)
{
    for (size_t i = 0; i < map->n; i++) {
        const head_column *c = &map->columns[i];
        bool used = c->use == COLUMN_FIELD || c->use == COLUMN_LATITUDE;
        if (used && c->field == index)
            return true;
    }
    return false;
}

static void count_columns(column_map *map, int family_index, const match *matches)
{
    for (size_t i = 0; i < map->n; i++) {
        const head_column *c = &map->columns[i];
        if (c->use != COLUMN_FIELD && c->use != COLUMN_LATITUDE)
            continue;
        if (c->field >= PLAN_COMMON) {
            map->commons++;
            continue;
        }
        map->fields++;
        map->weight += matches[i].families ? 1.0 / (double)matches[i].families : 1.0;
    }
    map->complete = true;
    const family *f = &families[family_index];
    for (size_t i = 0; i < f->n; i++)
        if (f->fields[i].required && f->fields[i].parent < 0 && !has_field(map, (int)i))
            map->complete = false;
}

head_row heads_read_row(arena *a, const str *cells, size_t n)
{
    head_row row = {.n = n, .rows = ARENA_NEWS(a, head_reading, n ? n : 1)};
    for (size_t i = 0; i < n; i++) {
        row.rows[i].head = str_copy(a, str_trim(cells[i]));
        row.rows[i].n = read_head(row.rows[i].as, a, row.rows[i].head);
    }
    return row;
}

/* "andel %", "prosent": a share in such a column is in hundredths. */
static bool says_percent(str key)
{
    static const char *const words[] = {"prosent", "procent", "percent"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (memmem(key.p, key.n, words[i], strlen(words[i])))
            return true;
    return key.n && key.p[key.n - 1] == '%';
}

static str unit_of_head(int family_index, int index, const head_form *how)
{
    const field *f = heads_field(family_index, index);
    return !how->unit.n && f->type == FIELD_SHARE && says_percent(how->key) ? STR("%") : how->unit;
}

column_map heads_map_row(const heads *h, arena *a, int family_index, const head_row *row)
{
    size_t n = row->n;
    column_map map = {.n = n, .columns = ARENA_NEWS(a, head_column, n ? n : 1)};
    match *matches = ARENA_NEWS(a, match, n ? n : 1);
    for (size_t i = 0; i < n; i++)
        matches[i] = match_head(h, family_index, row->rows[i].as, row->rows[i].n);
    const tally languages = count_languages(matches, n);
    map.lang = main_language(&languages);
    for (size_t i = 0; i < n; i++) {
        head_column *c = &map.columns[i];
        str head = row->rows[i].head;
        *c = (head_column){.field = -1, .unit = STR(""), .head = head.p};
        const head_word *w = settle(&matches[i], &languages);
        if (!head.n || head.p[0] == '#') {
            c->use = COLUMN_IGNORED;
        } else if (w) {
            c->field = w->field;
            c->unit = unit_of_head(family_index, w->field, matches[i].how);
            place_column(&map, family_index, c, i, matches[i].how->line);
        } else if (matches[i].one) {
            c->use = COLUMN_AMBIGUOUS;
        } else {
            other_use(&map, family_index, c, i, matches[i].how->key);
        }
    }
    count_columns(&map, family_index, matches);
    return map;
}

column_map heads_map(const heads *h, arena *a, int family_index, const str *cells, size_t n)
{
    head_row row = heads_read_row(a, cells, n);
    return heads_map_row(h, a, family_index, &row);
}

/* ---- Words to write ---- */

static str first_word(const char *of)
{
    str rest = str_of(of);
    str one = str_trim(str_cut(&rest, '|'));
    return str_is(one, "-") ? STR("") : one;
}

const char *heads_write(const heads *h, arena *a, int family_index, int index, int line, str unit,
                        language lang, bool by_name)
{
    const field *f = heads_field(family_index, index);
    str text = by_name ? STR("") : first_word(f->heads[lang]);
    if (!text.n)
        text = str_of(f->name);
    /* A word that already ends in a unit or a number would be read as another thing. */
    head_form plain[READINGS_MOST];
    match m = match_head(h, family_index, plain, read_head(plain, a, text));
    tally alone = {{0}};
    alone.of[by_name ? HEADS_NAMES : (int)lang] = 1;
    const head_word *back = settle(&m, &alone);
    if (!back || back->field != index || unit_of_head(family_index, index, m.how).n)
        text = str_of(f->name);
    buf out = buf_new(a, 1024);
    buf_add_str(&out, text);
    if (line)
        buf_printf(&out, " %d", line + 1);
    if (unit.n)
        buf_printf(&out, " (%.*s)", (int)unit.n, unit.p);
    return buf_str(&out).p;
}
