/* famgen_tables.c -- the C tables of record/family.h and record/family_state.h. */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

#include "famgen.h"

static const char *const reach_words[5] = {"AUDIENCE_PUBLIC", "AUDIENCE_PARTNERS", "AUDIENCE_ORGANISATION",
                                           "AUDIENCE_CASE", "AUDIENCE_NAMED"};
static const char *const apart_words[5] = {"APART_NO", "APART_PERSONAL", "APART_PRICE", "APART_PLACE",
                                           "APART_SECRET"};

static const char *const head_names[] = {
    "sid",        "subject",         "said_by",  "signed",        "said_on",  "said_on_prec", "until",
    "valid_from", "valid_from_prec", "valid_to", "valid_to_prec", "evidence", "audience"};
enum { HEAD_NAMES = sizeof head_names / sizeof head_names[0] };

static void add_words(gen_text *out, const char *const heads[3])
{
    gen_add(out, "{");
    for (int i = 0; i < 3; i++) {
        gen_add_literal(out, heads[i], "");
        gen_add(out, i < 2 ? ", " : "}");
    }
}

static bool has_key(const gen_family *f)
{
    return !f->id_key && !gen_is(f->key, "-");
}

/* The key's fields in the order of the table, which is the order in which they stand in ids. */
static void add_key(gen_text *out, const gen_family *f)
{
    char *words[FAMGEN_FIELDS_MOST];
    size_t n = gen_split(gen_copy(f->key, strlen(f->key)), ' ', words, FAMGEN_FIELDS_MOST);
    gen_add(out, "static const int %s_key[] = {", f->name);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < f->n; i++)
            if (f->fields[i].key && gen_is(f->fields[i].name, words[k]))
                gen_add(out, "%zu, ", i);
    gen_add(out, "};\n");
}

static void add_fields(gen_text *out, const gen_family *f)
{
    gen_add(out, "static const field %s_fields[] = {\n", f->name);
    for (size_t i = 0; i < f->n; i++) {
        const gen_field *d = &f->fields[i];
        gen_text type = {0};
        for (const char *p = d->type; *p; p++)
            gen_add(&type, "%c", *p - 'a' + 'A');
        gen_add(
            out,
            "    {.name = \"%s\", .type = FIELD_%s, .list = %s, .of = \"%s\", .required = %s, .key = %s,\n",
            d->name, gen_text_c(&type), d->list ? "true" : "false", d->of, d->required ? "true" : "false",
            d->key ? "true" : "false");
        gen_add(out, "     .apart = %s, .reach = %s, .parent = %d,\n     .heads = ", apart_words[d->apart],
                reach_words[d->reach], d->parent);
        add_words(out, d->heads);
        gen_add(out, ",\n     .doc = ");
        gen_add_literal(out, d->doc, "");
        gen_add(out, "},\n");
    }
    gen_add(out, "};\n");
    if (has_key(f))
        add_key(out, f);
    gen_add(out, "\n");
}

static void add_family(gen_text *out, const gen_family *f, const char *indent)
{
    gen_add(
        out,
        "%s{.name = \"%s\", .type_word = \"%s\", .fields = %s_fields, .n = %zu, .id_key = %s, .plain = %s,\n",
        indent, f->name, f->type_word, f->name, f->n, f->id_key ? "true" : "false",
        f->plain ? "true" : "false");
    if (has_key(f))
        gen_add(out, "%s .key = %s_key, .key_n = sizeof %s_key / sizeof %s_key[0],\n", indent, f->name,
                f->name, f->name);
    gen_add(out, "%s .reach = %s,\n%s .heads = ", indent, reach_words[f->reach], indent);
    add_words(out, f->heads);
    gen_add(out, ",\n%s .doc = ", indent);
    gen_add_literal(out, f->doc, "");
    gen_add(out, "}");
}

static void add_enums(gen_text *out, const gen_model *m)
{
    for (size_t e = 0; e < m->enums_n; e++) {
        if (!m->enums[e].used)
            continue;
        gen_add(out, "static const enum_value enum_%s[] = {\n", m->enums[e].name);
        for (size_t i = 0; i < m->enums[e].n; i++) {
            gen_add(out, "    {\"%s\", ", m->enums[e].values[i].code);
            add_words(out, m->enums[e].values[i].words);
            gen_add(out, "},\n");
        }
        gen_add(out, "};\n");
    }
    gen_add(out, "\nconst enumeration enumerations[] = {\n");
    size_t n = 0;
    for (size_t e = 0; e < m->enums_n; e++) {
        if (!m->enums[e].used)
            continue;
        gen_add(out, "    {\"%s\", enum_%s, %zu},\n", m->enums[e].name, m->enums[e].name, m->enums[e].n);
        n++;
    }
    gen_add(out, "};\nconst size_t enumerations_n = %zu;\n\n", n);
}

/* Appends the columns of one field to the C table and to the two lists of an insert. */
static size_t add_columns(gen_text *out, gen_text *names, const gen_family *f, size_t at, const char *base)
{
    gen_column columns[FAMGEN_COLUMNS_MOST];
    size_t n = famgen_columns(columns, f, &f->fields[at], base);
    for (size_t i = 0; i < n; i++) {
        gen_add(out, "    {\"%s\", %zu, PART_%s, %s},\n", columns[i].name, at, columns[i].part,
                gen_is(columns[i].type, "INTEGER") ? "true" : "false");
        gen_add(names, ", %s", columns[i].name);
    }
    return n;
}

/* One text of the state: as a C literal, and as PostgreSQL is asked to prepare it, with $n for ?n. */
static void add_sql(gen_text *rows, gen_text *pg, const char *table, const char *what, const char *sql)
{
    gen_add_literal(rows, sql, "");
    gen_add(pg, "PREPARE %s_%s AS ", table, what);
    for (const char *p = sql; *p; p++)
        gen_add(pg, "%c", *p == '?' ? '$' : *p);
    gen_add(pg, ";\n");
}

static char *insert_sql(const char *table, const char *names, size_t n)
{
    gen_text t = {0};
    gen_add(&t, "INSERT INTO %s (%s) VALUES (?1", table, names);
    for (size_t i = 2; i <= n; i++)
        gen_add(&t, ", ?%zu", i);
    gen_add(&t, ")");
    return gen_copy(gen_text_c(&t), t.n);
}

static void add_child(gen_text *out, gen_text *rows, gen_text *pg, const gen_family *f, size_t at)
{
    const gen_field *field = &f->fields[at];
    const char *table = famgen_child_table(f, field);
    gen_text names = {0};
    size_t n = 0;
    gen_add(out, "static const family_column %s_columns[] = {\n", table);
    if (field->list)
        n += add_columns(out, &names, f, at, "value");
    for (size_t i = at + 1; i < f->n; i++)
        if (f->fields[i].parent == (int)at)
            n += add_columns(out, &names, f, i, f->fields[i].short_name);
    gen_add(out, "};\n");
    gen_add(rows, "    {%zu, \"%s\", %s_columns, %zu,\n     ", at, table, table, n);
    const char *all = gen_format("sid, line, audience%s", gen_text_c(&names));
    add_sql(rows, pg, table, "insert", insert_sql(table, all, 3 + n));
    gen_add(rows, ",\n     ");
    add_sql(rows, pg, table, "select",
            gen_format("SELECT %s FROM %s WHERE sid = ?1 ORDER BY line", gen_text_c(&names) + 2, table));
    gen_add(rows, ",\n     ");
    add_sql(rows, pg, table, "remove", gen_format("DELETE FROM %s WHERE sid = ?1", table));
    gen_add(rows, "},\n");
}

static char *neighbour_sql(const gen_family *f, const char *less, const char *order)
{
    return gen_format("SELECT sid, said_on, until FROM %s WHERE subject = ?1 AND said_by = ?2 AND signed = ?3"
                      " AND (said_on, sid) %s (?4, ?5) ORDER BY said_on %s, sid %s LIMIT 1",
                      f->name, less, order, order);
}

static void add_state(gen_text *out, gen_text *rows, gen_text *pg, const gen_family *f)
{
    gen_text names = {0};
    for (size_t i = 0; i < HEAD_NAMES; i++)
        gen_add(&names, "%s%s", i ? ", " : "", head_names[i]);
    gen_text columns = {0};
    gen_text children = {0};
    size_t n = 0;
    size_t children_n = 0;
    for (size_t i = 0; i < f->n; i++) {
        if (f->fields[i].parent >= 0)
            continue;
        if (famgen_is_child(&f->fields[i])) {
            add_child(out, &children, pg, f, i);
            children_n++;
        } else {
            n += add_columns(&columns, &names, f, i, f->fields[i].name);
        }
    }
    gen_add(out, "static const family_column %s_columns[] = {\n%s};\n", f->name, gen_text_c(&columns));
    if (children_n)
        gen_add(out, "static const family_child %s_children[] = {\n%s};\n", f->name, gen_text_c(&children));
    gen_add(rows, "    {\"%s\", %s_columns, %zu, ", f->name, f->name, n);
    if (children_n)
        gen_add(rows, "%s_children, %zu", f->name, children_n);
    else
        gen_add(rows, "NULL, 0");
    const char *insert = insert_sql(f->name, gen_text_c(&names), HEAD_NAMES + n);
    const char *select = gen_format("SELECT %s FROM %s WHERE sid = ?1", gen_text_c(&names), f->name);
    const char *set_until = gen_format("UPDATE %s SET until = ?2 WHERE sid = ?1", f->name);
    const char *remove = gen_format("DELETE FROM %s WHERE sid = ?1", f->name);
    const char *const whats[] = {"insert", "select", "set_until", "before", "after", "remove"};
    const char *const texts[] = {
        insert, select, set_until, neighbour_sql(f, "<", "DESC"), neighbour_sql(f, ">", "ASC"), remove};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        gen_add(rows, ",\n     ");
        add_sql(rows, pg, f->name, whats[i], texts[i]);
    }
    gen_add(rows, "},\n");
}

static sqlite3_stmt *ask(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
        gen_die("schema: %s: %s", sql, sqlite3_errmsg(db));
    return q;
}

/* All tables in the order in which the schema makes them, from SQLite's own reading of it. */
static void add_state_tables(gen_text *out, gen_text *pg, const char *schema)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK || sqlite3_exec(db, schema, NULL, NULL, &why) != SQLITE_OK)
        gen_die("schema: SQLite refuses it: %s", why ? why : "out of memory");
    gen_add(out, "const state_table state_tables[] = {\n");
    size_t n = 0;
    sqlite3_stmt *tables = ask(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");
    for (; sqlite3_step(tables) == SQLITE_ROW; n++) {
        const char *name = (const char *)sqlite3_column_text(tables, 0);
        gen_text columns = {0};
        const char *keys[8] = {0};
        sqlite3_stmt *info = ask(db, gen_format("PRAGMA table_info(%s)", name));
        while (sqlite3_step(info) == SQLITE_ROW) {
            const char *column = (const char *)sqlite3_column_text(info, 1);
            int pk = sqlite3_column_int(info, 5);
            gen_add(&columns, "%s%s", columns.n ? ", " : "", column);
            if (pk > 0 && pk < 8)
                keys[pk] = gen_copy(column, strlen(column));
        }
        sqlite3_finalize(info);
        gen_text sql = {0};
        gen_add(&sql, "SELECT %s FROM %s ORDER BY ", gen_text_c(&columns), name);
        for (int i = 1; i < 8 && keys[i]; i++)
            gen_add(&sql, "%s%s", i > 1 ? ", " : "", keys[i]);
        gen_add(out, "    {\"%s\", ", name);
        add_sql(out, pg, name, "all", gen_text_c(&sql));
        gen_add(out, "},\n");
    }
    gen_add(out, "};\nconst size_t state_tables_n = %zu;\n", n);
    sqlite3_finalize(tables);
    sqlite3_close(db);
}

/* The indexes that a state may get last, with how to make them. */
static void add_state_indexes(gen_text *out, const char *schema)
{
    gen_add(out, "const state_index state_indexes[] = {\n");
    size_t n = 0;
    for (const char *p = schema; (p = strstr(p, "\nCREATE ")) != NULL; p++) {
        const char *name = strstr(p, "INDEX ");
        const char *line_end = strchr(p + 1, '\n');
        const char *end = strchr(p + 1, ';');
        const char *mark = strstr(p, "-- used while writing");
        if (!name || !line_end || name > line_end || !end || (mark && mark < line_end))
            continue;
        name += strlen("INDEX ");
        gen_text sql = {0}; /* one may have been needed, and made, before the others */
        gen_add(&sql, "%sIF NOT EXISTS %s", gen_copy(p + 1, (size_t)(name - p) - 1),
                gen_copy(name, (size_t)(end - name)));
        const char *bare = gen_copy(name, strcspn(name, " "));
        gen_add(out, "    {\"%s\", \"DROP INDEX IF EXISTS %s\", ", bare, bare);
        gen_add_literal(out, gen_text_c(&sql), "");
        gen_add(out, "},\n");
        n++;
    }
    gen_add(out, "};\nconst size_t state_indexes_n = %zu;\n", n);
}

/* FNV-1a: tells two schemas of our own apart; nobody attacks it. */
static uint64_t digest_of(const char *s)
{
    uint64_t h = 14695981039346656037u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    return h;
}

/* As single characters: a literal of this length is more than C promises. */
static void add_schema(gen_text *out, const char *schema)
{
    gen_add(out, "const char family_schema[] = {");
    size_t column = 0;
    for (const char *p = schema; *p; p++, column++)
        gen_add(out, "%s'\\x%02x',", column % 24 ? "" : "\n", (unsigned char)*p);
    gen_add(out, "0};\nconst char family_schema_digest[] = \"%016" PRIx64 "\";\n", digest_of(schema));
}

void famgen_write_tables(gen_text *out, gen_text *pg, const gen_model *m, const char *schema)
{
    gen_add(out, "/* family_table.c -- written by tools/famgen from data/families.tsv; change that. */\n"
                 "#include \"record/family_state.h\"\n\n");
    add_fields(out, m->common);
    for (size_t i = 0; i < m->n; i++)
        add_fields(out, m->families[i]);
    gen_add(out, "const family family_common =\n");
    add_family(out, m->common, "    ");
    gen_add(out, ";\n\nconst family families[] = {\n");
    for (size_t i = 0; i < m->n; i++) {
        add_family(out, m->families[i], "    ");
        gen_add(out, ",\n");
    }
    gen_add(out, "};\nconst size_t families_n = %zu;\n\n", m->n);
    add_enums(out, m);
    gen_text rows = {0};
    for (size_t i = 0; i < m->n; i++)
        add_state(out, &rows, pg, m->families[i]);
    gen_add(out, "\nconst family_state family_states[] = {\n%s};\n\n", gen_text_c(&rows));
    add_state_tables(out, pg, schema);
    add_state_indexes(out, schema);
    add_schema(out, schema);
}
