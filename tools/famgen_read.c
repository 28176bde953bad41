/* famgen_read.c -- reads and checks the table of families and the table of enums.
 *
 * Checked over the whole table, built or not: 13 columns; families, fields and header words unique in each
 * language within a family and against the common head; every reference and enum exists; every enum used;
 * an apart field says how; a field that is not apart has its family's audience; no keyword of SQLite or
 * PostgreSQL as a name.  All faults are told, with the line, before the build ends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "famgen.h"

enum { COLUMNS = 13, ROWS_MOST = 4096 };
enum column {
    C_FAMILY,
    C_FIELD,
    C_TYPE,
    C_OF,
    C_REQUIRED,
    C_APART,
    C_AUDIENCE,
    C_ISSUE,
    C_NB,
    C_DA,
    C_EN,
    C_DOC
};

typedef struct row {
    char *cell[COLUMNS];
    int line;
} row;

typedef struct table {
    const char *path;
    row rows[ROWS_MOST];
    size_t n;
    int faults;
} table;

const char *const famgen_audiences[5] = {"public", "partners", "organisation", "case_handlers", "named"};
const char *const famgen_aparts[5] = {"-", "personal", "price", "place", "secret"};

static const char *const types[] = {"text",     "prose",    "code",    "enum",  "date",    "moment",
                                    "year",     "integer",  "decimal", "share", "money",   "tri",
                                    "ref",      "document", "digest",  "point", "country", "region",
                                    "language", "unit",     "url",     "email", "id",      "lines"};
static const char *const places[] = {"any", "act", "statement", "country", "region", "sector", "flow"};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void fault(table *t, const row *r, const char *what, const char *word)
{
    fprintf(stderr, "%s:%d: %s.%s: %s: %s\n", t->path, r->line, r->cell[C_FAMILY], r->cell[C_FIELD], word,
            what);
    t->faults++;
}

static int index_of(const char *word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (gen_is(word, list[i]))
            return (int)i;
    return -1;
}

static const char *type_word(const row *r)
{
    return strncmp(r->cell[C_TYPE], "list:", 5) == 0 ? r->cell[C_TYPE] + 5 : r->cell[C_TYPE];
}

static bool is_head(const row *r)
{
    return gen_is(r->cell[C_FIELD], "*");
}

static void read_rows(table *t)
{
    char *text = gen_read(t->path);
    int line = 0;
    for (char *next = text; next && *next;) {
        char *here = next;
        next = strchr(here, '\n');
        if (next)
            *next++ = '\0';
        line++;
        row r = {.line = line};
        size_t n = gen_split(here, '\t', r.cell, COLUMNS);
        if (n != COLUMNS || strchr(r.cell[COLUMNS - 1], '\t'))
            gen_die("%s:%d: a row has %d columns, parted by tabs", t->path, line, COLUMNS);
        if (line == 1)
            continue;
        if (t->n == ROWS_MOST)
            gen_die("%s:%d: more than %d rows", t->path, line, ROWS_MOST);
        t->rows[t->n++] = r;
    }
}

static const row *find_family(const table *t, const char *name)
{
    for (size_t i = 0; i < t->n; i++)
        if (is_head(&t->rows[i]) && gen_is(t->rows[i].cell[C_FAMILY], name))
            return &t->rows[i];
    return NULL;
}

static gen_enum *find_enum(gen_model *m, const char *name)
{
    for (size_t i = 0; i < m->enums_n; i++)
        if (gen_is(m->enums[i].name, name))
            return &m->enums[i];
    return NULL;
}

static void read_enums(gen_model *m, const char *path)
{
    char *text = gen_read(path);
    int line = 0;
    m->enums = gen_alloc(512 * sizeof *m->enums);
    for (char *next = text; next && *next;) {
        char *here = next;
        next = strchr(here, '\n');
        if (next)
            *next++ = '\0';
        char *cell[5];
        if (gen_split(here, '\t', cell, 5) != 5)
            gen_die("%s:%d: a row is enum, code, nb, da, en", path, line + 1);
        if (line++ == 0)
            continue;
        for (int i = 0; i < 5; i++)
            if (!cell[i][0])
                gen_die("%s:%d: %s.%s: a word is missing", path, line, cell[0], cell[1]);
        gen_enum *e = m->enums_n ? &m->enums[m->enums_n - 1] : NULL;
        if (!e || !gen_is(e->name, cell[0])) {
            if (find_enum(m, cell[0]))
                gen_die("%s:%d: the values of %s do not stand together", path, line, cell[0]);
            e = &m->enums[m->enums_n++];
            *e = (gen_enum){.name = cell[0], .values = gen_alloc(64 * sizeof(gen_value))};
        }
        for (size_t i = 0; i < e->n; i++)
            for (int l = 0; l < 3; l++)
                if (gen_is(e->values[i].code, cell[1]) || gen_is(e->values[i].words[l], cell[2 + l]))
                    gen_die("%s:%d: %s.%s: '%s' stands twice", path, line, cell[0], cell[1], cell[2 + l]);
        if (e->n == 64 || m->enums_n == 512)
            gen_die("%s:%d: too many values", path, line);
        e->values[e->n++] = (gen_value){
            cell[1], {cell[2], cell[3], cell[4]}
        };
    }
}

/* Whether the piece word stands in the |-list heads. */
static bool has_head(const char *heads, const char *word, size_t n)
{
    for (const char *p = heads; p;) {
        const char *end = strchr(p, '|');
        size_t have = end ? (size_t)(end - p) : strlen(p);
        if (have == n && strncmp(p, word, n) == 0)
            return true;
        p = end ? end + 1 : NULL;
    }
    return false;
}

static void check_heads(table *t, const row *r)
{
    for (int c = C_NB; c <= C_EN; c++) {
        for (const char *p = r->cell[c]; p;) {
            const char *end = strchr(p, '|');
            size_t n = end ? (size_t)(end - p) : strlen(p);
            if (!n)
                fault(t, r, "a header word is empty", r->cell[c]);
            for (size_t i = 0; i < t->n; i++) {
                const row *o = &t->rows[i];
                bool family =
                    gen_is(o->cell[C_FAMILY], r->cell[C_FAMILY]) || gen_is(o->cell[C_FAMILY], "common");
                bool rival = is_head(r) ? is_head(o) : !is_head(o) && family;
                if (o != r && rival && has_head(o->cell[c], p, n))
                    fault(t, r, "this header word stands for another one too", gen_copy(p, n));
            }
            p = end ? end + 1 : NULL;
        }
    }
}

static void check_name(table *t, const row *r, const gen_words *keywords, const char *name)
{
    char copy[128];
    snprintf(copy, sizeof copy, "%s", name);
    char *part[2];
    size_t n = gen_split(copy, '.', part, 2);
    for (size_t i = 0; i < n; i++) {
        if (gen_words_have(keywords, part[i]))
            fault(t, r, "is a keyword of SQLite or PostgreSQL", part[i]);
        if (!part[i][0] || strspn(part[i], "abcdefghijklmnopqrstuvwxyz_0123456789") != strlen(part[i]))
            fault(t, r, "a name is lower-case letters, digits and _", name);
    }
}

static void check_of(table *t, const row *r, gen_model *m)
{
    const char *type = type_word(r);
    if (gen_is(type, "enum")) {
        gen_enum *e = find_enum(m, r->cell[C_OF]);
        if (!e)
            fault(t, r, "no such enum in enums.tsv", r->cell[C_OF]);
        return;
    }
    if (!gen_is(type, "ref"))
        return;
    char copy[256];
    snprintf(copy, sizeof copy, "%s", r->cell[C_OF]);
    char *piece[32];
    size_t n = gen_split(copy, '|', piece, 32);
    for (size_t i = 0; i < n; i++)
        if (!find_family(t, piece[i]) && !gen_in(piece[i], places, COUNT(places)))
            fault(t, r, "no such family", piece[i]);
}

static void check_row(table *t, const row *r, gen_model *m, const gen_words *keywords)
{
    const row *head = find_family(t, r->cell[C_FAMILY]);
    check_name(t, r, keywords, is_head(r) ? r->cell[C_FAMILY] : r->cell[C_FIELD]);
    check_heads(t, r);
    if (!head)
        fault(t, r, "has no row '*'", r->cell[C_FAMILY]);
    if (!r->cell[C_DOC][0])
        fault(t, r, "is empty", "doc");
    if (index_of(r->cell[C_AUDIENCE], famgen_audiences, 5) < 0)
        fault(t, r, "no such audience", r->cell[C_AUDIENCE]);
    for (size_t i = 0; i < t->n; i++)
        if (&t->rows[i] < r && gen_is(t->rows[i].cell[C_FAMILY], r->cell[C_FAMILY]) &&
            gen_is(t->rows[i].cell[C_FIELD], r->cell[C_FIELD]))
            fault(t, r, "stands twice", r->cell[C_FIELD]);
    if (is_head(r))
        return;
    if (!gen_in(type_word(r), types, COUNT(types)))
        fault(t, r, "no such type", r->cell[C_TYPE]);
    if (!gen_is(r->cell[C_REQUIRED], "yes") && !gen_is(r->cell[C_REQUIRED], "no"))
        fault(t, r, "required is yes or no", r->cell[C_REQUIRED]);
    if (index_of(r->cell[C_APART], famgen_aparts, 5) < 0)
        fault(t, r, "no such kind of apart", r->cell[C_APART]);
    if (head && gen_is(r->cell[C_APART], "-") && !gen_is(r->cell[C_AUDIENCE], head->cell[C_AUDIENCE]))
        fault(t, r, "only an apart field has an audience of its own", r->cell[C_AUDIENCE]);
    check_of(t, r, m);
}

static bool built(const row *r, const char *issues)
{
    size_t n = strlen(r->cell[C_ISSUE]);
    for (const char *p = issues; p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL)
        if (strncmp(p, r->cell[C_ISSUE], n) == 0 && (p[n] == ',' || p[n] == '\0'))
            return true;
    return false;
}

/* The families of a reference that are built; "" when none is. */
static const char *built_refs(const table *t, const row *r, const char *issues)
{
    gen_text kept = {0};
    char *copy = gen_copy(r->cell[C_OF], strlen(r->cell[C_OF]));
    char *piece[32];
    size_t n = gen_split(copy, '|', piece, 32);
    for (size_t i = 0; i < n; i++) {
        const row *family = find_family(t, piece[i]);
        if (!family || built(family, issues))
            gen_add(&kept, "%s%s", kept.n ? "|" : "", piece[i]);
    }
    return gen_text_c(&kept);
}

static bool is_key(const char *key, const char *field)
{
    size_t n = strlen(field);
    for (const char *p = key; p; p = strchr(p, ' ') ? strchr(p, ' ') + 1 : NULL)
        if (strncmp(p, field, n) == 0 && (p[n] == ' ' || p[n] == '\0'))
            return true;
    return false;
}

static void add_field(gen_model *m, gen_family *f, const table *t, const row *r, const char *issues)
{
    bool ref = gen_is(type_word(r), "ref");
    const char *of = ref ? built_refs(t, r, issues) : gen_is(r->cell[C_OF], "-") ? "" : r->cell[C_OF];
    if (ref && !of[0])
        return; /* none of the families it names is built yet */
    if (f->n == FAMGEN_FIELDS_MOST)
        gen_die("%s:%d: more than %d fields", t->path, r->line, FAMGEN_FIELDS_MOST);
    const char *dot = strchr(r->cell[C_FIELD], '.');
    gen_field field = {
        .name = r->cell[C_FIELD],
        .short_name = dot ? dot + 1 : r->cell[C_FIELD],
        .type = type_word(r),
        .list = type_word(r) != r->cell[C_TYPE],
        .of = of,
        .required = gen_is(r->cell[C_REQUIRED], "yes"),
        .key = is_key(f->key, r->cell[C_FIELD]),
        .apart = index_of(r->cell[C_APART], famgen_aparts, 5),
        .reach = index_of(r->cell[C_AUDIENCE], famgen_audiences, 5),
        .parent = -1,
        .heads = {r->cell[C_NB], r->cell[C_DA], r->cell[C_EN]},
        .doc = r->cell[C_DOC],
        .line = r->line,
    };
    for (size_t i = 0; dot && i < f->n; i++)
        if (strlen(f->fields[i].name) == (size_t)(dot - field.name) &&
            strncmp(f->fields[i].name, field.name, (size_t)(dot - field.name)) == 0)
            field.parent = (int)i;
    if (dot && field.parent < 0)
        return; /* its lines field is not built */
    if (field.key && (field.list || field.apart))
        gen_die("%s:%d: a key field is neither a list nor apart", t->path, r->line);
    if (gen_is(field.type, "enum") || gen_is(field.type, "tri")) {
        gen_enum *e = find_enum(m, gen_is(field.type, "tri") ? "tri" : of);
        if (e)
            e->used = true;
    }
    f->fields[f->n++] = field;
}

static gen_family *new_family(const row *r)
{
    gen_family *f = gen_alloc(sizeof *f);
    *f = (gen_family){
        .name = r->cell[C_FAMILY],
        .type_word = r->cell[C_FAMILY],
        .id_key = gen_is(r->cell[C_OF], "id"),
        .plain = strstr(r->cell[C_DOC], "plain body") != NULL,
        .reach = index_of(r->cell[C_AUDIENCE], famgen_audiences, 5),
        .heads = {r->cell[C_NB], r->cell[C_DA], r->cell[C_EN]},
        .doc = r->cell[C_DOC],
        .key = r->cell[C_OF],
    };
    const char *word = strstr(r->cell[C_DOC], "type word `");
    if (word) {
        word += strlen("type word `");
        f->type_word = gen_copy(word, strcspn(word, "`"));
    }
    return f;
}

static void check_enums_used(table *t, gen_model *m, const char *path)
{
    for (size_t e = 0; e < m->enums_n; e++) {
        bool used = gen_is(m->enums[e].name, "tri");
        for (size_t i = 0; !used && i < t->n; i++)
            used = gen_is(type_word(&t->rows[i]), "enum") && gen_is(t->rows[i].cell[C_OF], m->enums[e].name);
        if (!used) {
            fprintf(stderr, "%s: %s: no field uses this enum\n", path, m->enums[e].name);
            t->faults++;
        }
    }
}

gen_model *famgen_read(const char *families_path, const char *enums_path, const char *keywords_path,
                       const char *issues)
{
    gen_model *m = gen_alloc(sizeof *m);
    table *t = gen_alloc(sizeof *t);
    t->path = families_path;
    gen_words keywords = gen_read_words(keywords_path);
    read_rows(t);
    read_enums(m, enums_path);
    for (size_t i = 0; i < t->n; i++)
        check_row(t, &t->rows[i], m, &keywords);
    check_enums_used(t, m, enums_path);
    if (t->faults)
        gen_die("%s: %d faults", families_path, t->faults);
    gen_family *f = NULL;
    for (size_t i = 0; i < t->n; i++) {
        const row *r = &t->rows[i];
        if (is_head(r)) {
            f = built(r, issues) ? new_family(r) : NULL;
            if (!f)
                continue;
            if (gen_is(f->name, "common"))
                m->common = f;
            else if (m->n < FAMGEN_FAMILIES_MOST)
                m->families[m->n++] = f;
            else
                gen_die("%s:%d: more than %d families", t->path, r->line, FAMGEN_FAMILIES_MOST);
        } else if (f && gen_is(f->name, r->cell[C_FAMILY]) && built(r, issues)) {
            add_field(m, f, t, r, issues);
        }
    }
    if (!m->common)
        gen_die("%s: the family 'common' is not built", families_path);
    return m;
}
