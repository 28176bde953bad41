/* heads.c -- header words: which family a table is of, and which column is which field. */
#include "exchange/heads.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* One word of one field; field -1 = the family itself (sheet and file names). */
typedef struct word {
    str key;
    int family;     /* -1 = the common columns */
    int field;
    unsigned langs; /* bit per language, bit HEADS_NAMES for the name itself */
} word;

struct heads {
    word *words; /* sorted by key, family, field */
    size_t n;
    size_t cap;
};

/* Words of a unit column where the family has no field of that name. */
static const char *const unit_words[] = {"enhet", "enhed", "unit", "uom", "maleenhet", "maleenhed",
                                         "valuta", "currency"};
static const char *const latitude_words[] = {"latitude", "lat", "breddegrad", "bredde"};
static const char *const longitude_words[] = {"longitude", "lon", "lng", "long", "lengdegrad", "laengdegrad", "laengde"};

#define IS_ONE_OF(key, words) is_one_of((key), (words), sizeof(words) / sizeof *(words))

static bool is_one_of(str key, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(key, words[i]))
            return true;
    return false;
}

/* ---- Folding ---- */

static bool is_edge(char c)
{
    return c == ' ' || c == '*' || c == ':' || c == '.' || c == ',';
}

str heads_key(arena *a, str text)
{
    str folded = str_fold(a, text);
    utf8proc_uint8_t *bare = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)folded.p, (utf8proc_ssize_t)folded.n, &bare,
                     UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_COMPOSE);
    str in = n < 0 ? folded : (str){(char *)bare, (size_t)n};
    char *out = arena_alloc(a, in.n * 2 + 1);
    size_t k = 0;
    for (size_t i = 0; i < in.n; i++) {
        unsigned char c = (unsigned char)in.p[i];
        unsigned char d = i + 1 < in.n ? (unsigned char)in.p[i + 1] : 0;
        if (c == 0xC3 && d == 0xB8) { /* o with stroke has no decomposition */
            out[k++] = 'o';
            i++;
        } else if (c == 0xC3 && d == 0xA6) { /* ae ligature */
            out[k++] = 'a';
            out[k++] = 'e';
            i++;
        } else {
            out[k++] = c == '_' ? ' ' : (char)c;
        }
    }
    free(bare);
    str key = {out, k};
    while (key.n && is_edge(key.p[key.n - 1]))
        key.n--;
    while (key.n && key.p[0] == ' ') {
        key.p++;
        key.n--;
    }
    return key;
}

/* ---- The index ---- */

static void add_word(heads *h, arena *a, str text, int family_index, int field_index, unsigned langs)
{
    if (h->n == h->cap) {
        size_t cap = h->cap ? h->cap * 2 : 4096;
        word *grown = ARENA_NEWS(a, word, cap);
        if (h->n)
            memcpy(grown, h->words, h->n * sizeof *grown);
        h->words = grown;
        h->cap = cap;
    }
    h->words[h->n++] = (word){heads_key(a, text), family_index, field_index, langs};
}

static void add_words(heads *h, arena *a, const char *const of[3], const char *name, int family_index,
                      int field_index)
{
    for (int lang = 0; lang < LANGUAGES; lang++) {
        str rest = str_of(of[lang]);
        while (rest.n) {
            str one = str_trim(str_cut(&rest, '|'));
            if (one.n && !str_is(one, "-"))
                add_word(h, a, one, family_index, field_index, 1u << lang);
        }
    }
    add_word(h, a, str_of(name), family_index, field_index, 1u << HEADS_NAMES);
}

static int word_order(const void *x, const void *y)
{
    const word *a = x;
    const word *b = y;
    int order = str_cmp(a->key, b->key);
    if (order)
        return order;
    if (a->family != b->family)
        return a->family < b->family ? -1 : 1;
    return (a->field > b->field) - (a->field < b->field);
}

/* The same word in several languages is one word with several bits. */
static void merge_words(heads *h)
{
    size_t k = 0;
    for (size_t i = 0; i < h->n; i++) {
        if (k && word_order(&h->words[k - 1], &h->words[i]) == 0)
            h->words[k - 1].langs |= h->words[i].langs;
        else
            h->words[k++] = h->words[i];
    }
    h->n = k;
}

heads *heads_new(arena *a)
{
    heads *h = ARENA_NEW(a, heads);
    for (size_t f = 0; f < families_n; f++) {
        const family *fam = &families[f];
        add_words(h, a, fam->heads, fam->name, (int)f, -1);
        for (size_t i = 0; i < fam->n; i++)
            add_words(h, a, fam->fields[i].heads, fam->fields[i].name, (int)f, (int)i);
    }
    for (size_t i = 0; i < family_common.n; i++)
        add_words(h, a, family_common.fields[i].heads, family_common.fields[i].name, -1, PLAN_COMMON + (int)i);
    qsort(h->words, h->n, sizeof *h->words, word_order);
    merge_words(h);
    return h;
}

/* First word with the key; h->n when there is none. */
static size_t find_key(const heads *h, str key)
{
    size_t low = 0;
    size_t high = h->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (str_cmp(h->words[mid].key, key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < h->n && str_eq(h->words[low].key, key) ? low : h->n;
}

const field *heads_field(int family_index, int index)
{
    if (index >= PLAN_COMMON)
        return &family_common.fields[index - PLAN_COMMON];
    return index >= 0 && family_index >= 0 ? &families[family_index].fields[index] : NULL;
}

/* ---- One header ---- */

/* What a header may be read as, the plainest first. */
typedef struct reading {
    str key;
    str unit;
    int line; /* 0 = no number given, else 1-based */
} reading;

#define READINGS_MOST 3

typedef struct head_reading {
    str head; /* trimmed, a NUL behind it */
    reading as[READINGS_MOST];
    size_t n;
} head_reading;

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
    int number = 0;
    for (size_t i = 0; i < n && n <= 3; i++)
        number = p[i] >= '0' && p[i] <= '9' ? number * 10 + (p[i] - '0') : -1000000;
    return number > 0 ? number : 0;
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

static size_t read_head(reading *out, arena *a, str head)
{
    size_t n = 0;
    str unit = STR("");
    str text = head;
    int line = 0;
    bool with_unit = cut_unit(&text, &unit);
    /* The whole first: "vekt (kg)" may be a word; its unit counts all the same. */
    out[n++] = (reading){heads_key(a, head), unit, 0};
    if (with_unit)
        out[n++] = (reading){heads_key(a, text), unit, 0};
    if (cut_number(&text, &line) || cut_index(a, &text, &line))
        out[n++] = (reading){heads_key(a, text), unit, line};
    return n;
}

/* ---- The columns of one family ---- */

typedef struct match {
    const word *one;   /* the word it is, NULL = none */
    const word *other; /* a second field with the same word */
    const reading *how;
    size_t families;   /* how many families have the word: its weight is 1/families */
} match;

static bool takes_lines(int family_index, int index)
{
    const field *f = heads_field(family_index, index);
    return f && (f->parent >= 0 || f->list);
}

static match match_reading(const heads *h, int family_index, const reading *r)
{
    match m = {.how = r};
    for (size_t i = find_key(h, r->key); i < h->n && str_eq(h->words[i].key, r->key); i++) {
        const word *w = &h->words[i];
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

static match match_head(const heads *h, int family_index, const reading *readings, size_t n)
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

static size_t most_of(const tally *t, const word *w)
{
    size_t most = 0;
    for (int lang = 0; lang <= HEADS_NAMES; lang++)
        if ((w->langs >> lang & 1) && t->of[lang] > most)
            most = t->of[lang];
    return most;
}

/* A word of two fields means the one of the sheet's language: "by" is a town in Norwegian and Danish.
 * NULL where the other headers do not tell. */
static const word *settle(const match *m, const tally *t)
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
        if (map->columns[i].use == COLUMN_FIELD && is_measured(heads_field(family_index, map->columns[i].field))) {
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

/* A header row read once, to be tried on many families. */
typedef struct head_row {
    head_reading *rows;
    size_t n;
} head_row;

static head_row read_row(arena *a, const str *cells, size_t n)
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

static str unit_of_head(int family_index, int index, const reading *how)
{
    const field *f = heads_field(family_index, index);
    return !how->unit.n && f->type == FIELD_SHARE && says_percent(how->key) ? STR("%") : how->unit;
}

static column_map map_row(const heads *h, arena *a, int family_index, const head_row *row)
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
        const word *w = settle(&matches[i], &languages);
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
    head_row row = read_row(a, cells, n);
    return map_row(h, a, family_index, &row);
}

/* ---- The family ---- */

static bool is_part(str key, size_t at)
{
    char c = key.p[at];
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The words of a name, one space between. */
static str name_words(arena *a, str name)
{
    str key = heads_key(a, name);
    char *out = arena_alloc(a, key.n + 1);
    size_t k = 0;
    for (size_t i = 0; i < key.n; i++) {
        if (is_part(key, i))
            out[k++] = key.p[i];
        else if (k && out[k - 1] != ' ')
            out[k++] = ' ';
    }
    while (k && out[k - 1] == ' ')
        k--;
    return (str){out, k};
}

/* The family of exactly these words; -2 = several. */
static int family_named(const heads *h, str key)
{
    int found = -1;
    for (size_t i = find_key(h, key); i < h->n && str_eq(h->words[i].key, key); i++) {
        if (h->words[i].field >= 0)
            continue;
        found = found < 0 ? h->words[i].family : -2;
    }
    return found;
}

int heads_family_exact(const heads *h, arena *scratch, str text)
{
    int found = family_named(h, heads_key(scratch, text));
    return found < 0 ? -1 : found;
}

int heads_family_of_name(const heads *h, arena *scratch, str name)
{
    int whole = heads_family_exact(h, scratch, name);
    if (whole >= 0)
        return whole;
    str words = name_words(scratch, name);
    int best = -1;
    size_t best_n = 0;
    for (size_t from = 0; from < words.n; from++) {
        if (from && words.p[from - 1] != ' ')
            continue;
        for (size_t to = from + 1; to <= words.n; to++) {
            if (to < words.n && words.p[to] != ' ')
                continue;
            int f = family_named(h, (str){words.p + from, to - from});
            if (f == -1 || to - from < best_n)
                continue;
            best = to - from == best_n && f != best ? -2 : f;
            best_n = to - from;
        }
    }
    return best < 0 ? -1 : best;
}

/* x fits better than y: > 0. */
static int fit_order(const column_map *x, const column_map *y)
{
    if (x->complete != y->complete)
        return x->complete ? 1 : -1;
    if (x->fields != y->fields)
        return x->fields > y->fields ? 1 : -1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

int heads_family_of_columns(const heads *h, arena *a, const str *cells, size_t n, const char **among)
{
    *among = "";
    int best = -1;
    column_map best_map = {0};
    buf names = buf_new(a, 4096);
    head_row row = read_row(a, cells, n);
    for (size_t f = 0; f < families_n; f++) {
        if (families[f].plain)
            continue;
        column_map map = map_row(h, a, (int)f, &row);
        if (map.fields == 0)
            continue;
        int order = best == -1 ? 1 : fit_order(&map, &best_map);
        if (order < 0)
            continue;
        if (order > 0)
            names.n = 0;
        buf_printf(&names, "%s%s", names.n ? ", " : "", families[f].name);
        best = order > 0 ? (int)f : -2;
        best_map = map;
    }
    if (best == -1)
        return -1;
    /* One column, or less than half of them, may fit anything: better ask than guess. */
    size_t known = best_map.fields + best_map.commons;
    if (best >= 0 && (best_map.complete || (best_map.fields >= 2 && 2 * known >= n)))
        return best;
    *among = buf_str(&names).p;
    return -1;
}

/* ---- Near words, and words to write ---- */

#define NEAR_BYTES_MOST 60

/* Edits between two short texts (Levenshtein 1966), counted in bytes. */
static size_t distance(str x, str y)
{
    size_t row[NEAR_BYTES_MOST + 1];
    for (size_t j = 0; j <= y.n; j++)
        row[j] = j;
    for (size_t i = 0; i < x.n; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < y.n; j++) {
            size_t cost = diagonal + (x.p[i] != y.p[j]);
            diagonal = row[j + 1];
            size_t shorter = row[j] < row[j + 1] ? row[j] + 1 : row[j + 1] + 1;
            row[j + 1] = cost < shorter ? cost : shorter;
        }
    }
    return row[y.n];
}

static str first_word(const char *of)
{
    str rest = str_of(of);
    str one = str_trim(str_cut(&rest, '|'));
    return str_is(one, "-") ? STR("") : one;
}

typedef struct near_word {
    str text;
    size_t edits;
} near_word;

static void keep_near(near_word *best, size_t most, str text, size_t edits)
{
    for (size_t i = 0; i < most; i++)
        if (str_eq(best[i].text, text))
            return;
    for (size_t i = 0; i < most; i++)
        if (!best[i].text.n || edits < best[i].edits) {
            memmove(&best[i + 1], &best[i], (most - i - 1) * sizeof *best);
            best[i] = (near_word){text, edits};
            return;
        }
}

static void near_fields(near_word *best, arena *a, const family *f, str key)
{
    for (size_t i = 0; i < f->n; i++) {
        for (int lang = 0; lang <= HEADS_NAMES; lang++) {
            str rest = str_of(lang < LANGUAGES ? f->fields[i].heads[lang] : f->fields[i].name);
            while (rest.n) {
                str one = str_trim(str_cut(&rest, '|'));
                str other = heads_key(a, one);
                if (!other.n || other.n > NEAR_BYTES_MOST || str_is(one, "-"))
                    continue;
                size_t edits = distance(key, other);
                bool begins = key.n >= 3 && other.n >= key.n && memcmp(other.p, key.p, key.n) == 0;
                if (edits * 3 <= other.n || begins)
                    keep_near(best, 3, one, edits);
            }
        }
    }
}

const char *heads_near(const heads *h, arena *a, int family_index, str text)
{
    (void)h;
    str unit = STR("");
    str bare = str_trim(text);
    cut_unit(&bare, &unit);
    str key = heads_key(a, bare);
    if (!key.n || key.n > NEAR_BYTES_MOST)
        return "";
    near_word best[4] = {{.text = STR("")}, {.text = STR("")}, {.text = STR("")}, {.text = STR("")}};
    near_fields(best, a, &families[family_index], key);
    near_fields(best, a, &family_common, key);
    buf out = buf_new(a, 1024);
    for (size_t i = 0; i < 3 && best[i].text.n; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : "", (int)best[i].text.n, best[i].text.p);
    return out.n ? buf_str(&out).p : "";
}

const char *heads_write(const heads *h, arena *a, int family_index, int index, int line, str unit, language lang,
                        bool by_name)
{
    const field *f = heads_field(family_index, index);
    str text = by_name ? STR("") : first_word(f->heads[lang]);
    if (!text.n)
        text = str_of(f->name);
    /* A word that already ends in a unit or a number would be read as another thing. */
    reading plain[READINGS_MOST];
    match m = match_head(h, family_index, plain, read_head(plain, a, text));
    tally alone = {{0}};
    alone.of[by_name ? HEADS_NAMES : (int)lang] = 1;
    const word *back = settle(&m, &alone);
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
