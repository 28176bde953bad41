/* recipe.c -- reads the recipes and finds the columns of a sheet in them. */
#include "exchange/recipe.h"

#include <string.h>

#include "base/asset.h"
#include "base/csv.h"
#include "base/money.h"
#include "exchange/heads_private.h"

#define RECIPE_FOLDER "data/recipes/"

enum { AT_WHAT, AT_FAMILY, AT_FIELD, AT_GIVEN, AT_WORDS, AT_NOTE = AT_WORDS + RECIPE_TONGUES, AT_N };

/* ---- Reading ---- */

static const struct {
    const char *word;
    recipe_what what;
} whats[] = {
    {"currency", RECIPE_CURRENCY},
    {"day",      RECIPE_DAY     },
    {"field",    RECIPE_CELL    },
    {"from",     RECIPE_CELL    },
    {"month",    RECIPE_MONTH   },
    {"name",     RECIPE_CELL    },
    {"number",   RECIPE_NUMBER  },
    {"sum",      RECIPE_SUM     },
    {"to",       RECIPE_CELL    },
    {"year",     RECIPE_YEAR    },
};

static recipe_word *word_of(recipe *r, arena *a, size_t *cap, const recipe_word *like)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_eq(r->words[i].key, like->key) && r->words[i].field == like->field &&
            r->words[i].family == like->family)
            return &r->words[i];
    r->words = arena_room(a, r->words, r->n, cap, sizeof *r->words);
    r->words[r->n] = *like;
    return &r->words[r->n++];
}

static void read_words(recipe *r, arena *a, size_t *cap, recipe_word like, const csv_row *row)
{
    for (int lang = 0; lang < RECIPE_TONGUES; lang++) {
        str rest = row->cells[AT_WORDS + lang].text;
        for (like.rank = 0; rest.n; like.rank++) {
            like.key = heads_key(a, str_trim(str_cut(&rest, '|')));
            if (like.key.n)
                word_of(r, a, cap, &like)->langs |= 1u << lang;
        }
    }
}

/* Whether the row says something that can be used. */
static bool read_row(recipe *r, arena *a, size_t *cap, const csv_row *row)
{
    str what = row->cells[AT_WHAT].text;
    int fam = family_find(row->cells[AT_FAMILY].text);
    int at = fam >= 0 ? field_find(&families[fam], row->cells[AT_FIELD].text) : -1;
    const char *given = str_c(a, row->cells[AT_GIVEN].text);
    if (str_is(what, "about")) {
        for (int lang = 0; lang < LANGUAGES; lang++)
            r->label[lang] = str_c(a, row->cells[AT_WORDS + lang].text);
        return true;
    }
    if (str_is(what, "base")) {
        r->base = fam;
        return fam >= 0;
    }
    if (str_is(what, "table")) {
        r->table = given;
        return *given != '\0';
    }
    if (str_is(what, "column")) {
        read_words(r, a, cap, (recipe_word){.what = RECIPE_COLUMN, .family = -1, .field = -1, .need = given},
                   row);
        return r->table != NULL;
    }
    if (at < 0 || r->table)
        return false;
    if (str_is(what, "party")) {
        r->party_field = at;
        return fam == r->base;
    }
    if (str_is(what, "value")) {
        bool room = r->values_n < RECIPE_VALUES_MOST && fam == r->base;
        if (room) {
            r->values[r->values_n].field = at;
            r->values[r->values_n++].text = given;
        }
        return room;
    }
    for (size_t i = 0; i < sizeof whats / sizeof *whats; i++)
        if (str_is(what, whats[i].word)) {
            read_words(r, a, cap,
                       (recipe_word){.what = whats[i].what, .family = fam, .field = at, .need = given}, row);
            return true;
        }
    return false;
}

static void read_recipe(recipe *r, arena *a, const asset *file, const char **bad)
{
    csv_reader *rows = NULL;
    const csv_row *row;
    size_t cap = 0;
    *r = (recipe){.base = -1, .party_field = -1};
    const char *name = file->path + strlen(RECIPE_FOLDER);
    r->name = arena_copy(a, name, strcspn(name, "."));
    csv_dialect comma = {.separator = ',', .decimal = '.', .date_order = 'y'};
    bool open = csv_open(&rows, a, asset_text(file), &comma, NULL, NULL) == AK_OK;
    for (size_t i = 0; open && csv_next(rows, &row, NULL) == AK_OK && row; i++)
        if (i > 0 && (row->n != AT_N || !read_row(r, a, &cap, row)) && !**bad)
            *bad = arena_printf(a, "%s:%lld", file->path, (long long)row->row);
    bool whole = r->table || (r->base >= 0 && r->party_field >= 0);
    if ((!whole || !r->label[0]) && !**bad)
        *bad = file->path;
}

recipe_list recipe_all(arena *a, const char **bad)
{
    const char *wrong = "";
    recipe_list all = {0};
    for (size_t i = 0; i < asset_count; i++)
        all.n += str_starts(str_of(asset_table[i].path), RECIPE_FOLDER);
    all.rows = ARENA_NEWS(a, recipe, all.n ? all.n : 1);
    size_t n = 0;
    for (size_t i = 0; i < asset_count; i++)
        if (str_starts(str_of(asset_table[i].path), RECIPE_FOLDER))
            read_recipe(&all.rows[n++], a, &asset_table[i], &wrong);
    if (bad)
        *bad = wrong;
    return all;
}

/* ---- Columns ---- */

static const recipe_word *find_word(const recipe *r, str key)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_eq(r->words[i].key, key))
            return &r->words[i];
    return NULL;
}

/* Takes the last word off; empty = there is only one. */
static str cut_last(str *key)
{
    size_t at = key->n;
    while (at && key->p[at - 1] != ' ')
        at--;
    if (!at)
        return STR("");
    str last = {key->p + at, key->n - at};
    *key = str_trim((str){key->p, at});
    return last;
}

static int year_of(str word)
{
    uint64_t year;
    return str_whole(&year, word, 2099) && year >= 1990 ? (int)year : 0;
}

/* "omsetning 2020", "beløp nok": the word, and what the rest says. */
static recipe_column read_column(const recipe *r, const head_reading *head)
{
    recipe_column c = {.head = head->head.p, .unit = STR("")};
    if (!head->head.n || head->head.p[0] == '#')
        return c;
    for (size_t i = 0; i < head->n && !c.word; i++) {
        str key = head->as[i].key;
        c.unit = head->as[i].unit;
        c.word = find_word(r, key);
        for (int cut = 0; cut < 2 && !c.word; cut++) {
            str last = cut_last(&key);
            int year = year_of(last);
            if (!last.n || (!year && !currency_find(last) && !str_is(last, "kr")))
                break;
            if (year)
                c.year = year;
            else
                c.unit = last;
            c.word = find_word(r, key);
        }
        if (c.word && (c.year || c.unit.n) && c.word->what != RECIPE_SUM && i == 0 && c.year)
            c.word = NULL; /* only amounts carry a year behind them */
    }
    if (!c.word)
        c.year = 0;
    return c;
}

static bool has_need(const recipe_map *m, const char *need)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->columns[i].word && strcmp(m->columns[i].word->need, need) == 0)
            return true;
    return false;
}

/* In the order of the columns of a recipe: which tongue's country has which currency. */
static const char *const tongue_currencies[RECIPE_TONGUES] = {
    [LANG_NB] = "NOK", [LANG_DA] = "DKK", [LANG_EN] = "", [LANGUAGES] = "SEK"};

/* Of the tongue that more headers are in than in any other. */
static const char *currency_of(const size_t of[static RECIPE_TONGUES])
{
    int most = 0;
    bool sure = true;
    for (int i = 1; i < RECIPE_TONGUES; i++)
        most = of[i] > of[most] ? i : most;
    for (int i = 0; i < RECIPE_TONGUES; i++)
        sure &= i == most || of[i] < of[most];
    return sure ? tongue_currencies[most] : "";
}

recipe_map recipe_map_of(const recipe *r, const heads *h, arena *a, const str *cells, size_t n)
{
    head_row row = heads_read_row(a, cells, n);
    recipe_map m = {.of = r, .n = n, .columns = ARENA_NEWS(a, recipe_column, n ? n : 1), .complete = true};
    size_t of[RECIPE_TONGUES] = {0};
    for (size_t i = 0; i < n; i++) {
        m.columns[i] = read_column(r, &row.rows[i]);
        m.known += m.columns[i].word != NULL;
        for (int lang = 0; lang < RECIPE_TONGUES; lang++)
            of[lang] += m.columns[i].word && (m.columns[i].word->langs >> lang & 1);
    }
    for (size_t i = 0; i < r->n; i++)
        if (*r->words[i].need && !has_need(&m, r->words[i].need))
            m.complete = false;
    for (int lang = 1; lang < LANGUAGES; lang++)
        if (of[lang] > of[m.lang])
            m.lang = (language)lang;
    m.currency = currency_of(of);
    if (r->base >= 0)
        m.own = heads_map_row(h, a, r->base, &row);
    return m;
}
