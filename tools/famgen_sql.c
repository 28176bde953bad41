/* famgen_sql.c -- the schema of state.db: how each type of field lies in columns.
 *
 *     text prose code enum tri country region
 *     language unit url email id           x TEXT
 *     document digest                      x TEXT, 64 hex digits
 *     date                                 x TEXT, first moment; x_prec INTEGER, digits known: 4 7 10 20
 *     moment                               x TEXT
 *     year integer                         x INTEGER
 *     decimal                              x TEXT, plain number as said; x_unit TEXT, unless the row has a
 *                                          field `unit` and the dimension is `any`; mass also x_mg
 *                                          INTEGER, count also x_pieces INTEGER, so that they add up
 *     share                                x TEXT, 0..1 as a decimal; x_ppb INTEGER, billionths
 *     money                                x_minor INTEGER, x_currency TEXT
 *     ref                                  x INTEGER, subject.n; of a statement or act x TEXT, its leaf
 *     point                                x_lat INTEGER, x_lon INTEGER, millionths of a degree
 *     list:type, lines                     table FAMILY_FIELD (sid, line, audience, ...)
 *
 * A column of an apart field carries [apart N] in its comment, N the least reach that sees it: for sqlgen.
 */
#include <string.h>

#include "famgen.h"

static const char *const head_columns =
    "  sid INTEGER PRIMARY KEY,              -- statement\n"
    "  subject INTEGER NOT NULL,             -- what it is about: subject.n\n"
    "  said_by INTEGER NOT NULL,             -- whose word it is ...\n"
    "  signed INTEGER NOT NULL,              -- ... and who signed it: the voice\n"
    "  said_on TEXT NOT NULL,                -- when it was said or happened\n"
    "  said_on_prec INTEGER NOT NULL,        -- 4 year, 7 month, 10 day, 20 moment\n"
    "  until TEXT,                           -- when the same voice replaced or withdrew it; NULL = stands\n"
    "  valid_from TEXT,\n"
    "  valid_from_prec INTEGER,\n"
    "  valid_to TEXT,                        -- half-open\n"
    "  valid_to_prec INTEGER,\n"
    "  evidence INTEGER NOT NULL,            -- 1 assumed .. 5 measured\n"
    "  audience INTEGER NOT NULL";

static gen_column column(const char *base, const char *suffix, const char *type, const char *part)
{
    return (gen_column){gen_format("%s%s", base, suffix), type, part};
}

static bool has_unit_field(const gen_family *f, const gen_field *field)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->fields[i].parent == field->parent && gen_is(f->fields[i].short_name, "unit"))
            return true;
    return false;
}

static size_t decimal_columns(gen_column *out, const gen_family *f, const gen_field *field, const char *base)
{
    size_t n = 0;
    out[n++] = column(base, "", "TEXT", "VALUE");
    if (!gen_is(field->of, "any") || !has_unit_field(f, field))
        out[n++] = column(base, "_unit", "TEXT", "UNIT");
    if (strstr(field->of, "mass"))
        out[n++] = column(base, "_mg", "INTEGER", "MG");
    if (strstr(field->of, "count"))
        out[n++] = column(base, "_pieces", "INTEGER", "PIECES");
    return n;
}

size_t famgen_columns(gen_column *out, const gen_family *f, const gen_field *field, const char *base)
{
    const char *type = field->type;
    bool leaf = gen_is(type, "ref") && (gen_is(field->of, "act") || gen_is(field->of, "statement"));
    bool whole = gen_is(type, "year") || gen_is(type, "integer") || (gen_is(type, "ref") && !leaf);
    if (gen_is(type, "decimal"))
        return decimal_columns(out, f, field, base);
    if (gen_is(type, "share")) {
        out[0] = column(base, "", "TEXT", "VALUE");
        out[1] = column(base, "_ppb", "INTEGER", "PPB");
        return 2;
    }
    if (gen_is(type, "money")) {
        out[0] = column(base, "_minor", "INTEGER", "MINOR");
        out[1] = column(base, "_currency", "TEXT", "CURRENCY");
        return 2;
    }
    if (gen_is(type, "point")) {
        out[0] = column(base, "_lat", "INTEGER", "LAT");
        out[1] = column(base, "_lon", "INTEGER", "LON");
        return 2;
    }
    out[0] = column(base, "", whole ? "INTEGER" : "TEXT", "VALUE");
    if (!gen_is(type, "date"))
        return 1;
    out[1] = column(base, "_prec", "INTEGER", "PREC");
    return 2;
}

bool famgen_is_child(const gen_field *field)
{
    return field->list || gen_is(field->type, "lines");
}

char *famgen_child_table(const gen_family *f, const gen_field *field)
{
    return gen_format("%s_%s", f->name, field->name);
}

/* "text of column,   -- comment": the comma goes before the comment. */
static void add_column(gen_text *out, const gen_column *c, const gen_field *field, bool comment)
{
    gen_add(out, "  %s %s,", c->name, c->type);
    if (comment && field->apart)
        gen_add(out, " -- [apart %d] %s", field->reach, field->doc);
    else if (comment)
        gen_add(out, " -- %s", field->doc);
    else if (field->apart)
        gen_add(out, " -- [apart %d]", field->reach);
    gen_add(out, "\n");
}

static void add_ref_index(gen_text *out, const char *table, const gen_field *field, const gen_column *c)
{
    if (gen_is(field->type, "ref") || gen_is(field->type, "document"))
        gen_add(out, "CREATE INDEX %s_%s_ix ON %s (%s) WHERE %s IS NOT NULL;\n", table, c->name, table,
                c->name, c->name);
}

static void add_field_columns(gen_text *out, gen_text *indexes, const gen_family *f, const gen_field *field,
                              const char *table, const char *base)
{
    gen_column columns[FAMGEN_COLUMNS_MOST];
    size_t n = famgen_columns(columns, f, field, base);
    for (size_t i = 0; i < n; i++)
        add_column(out, &columns[i], field, i == 0);
    add_ref_index(indexes, table, field, &columns[0]);
}

static void add_child(gen_text *out, const gen_family *f, size_t at)
{
    const gen_field *field = &f->fields[at];
    const char *table = famgen_child_table(f, field);
    gen_text indexes = {0};
    gen_add(out, "\n-- %s.%s: %s\nCREATE TABLE %s (\n  sid INTEGER NOT NULL,\n  line INTEGER NOT NULL,\n",
            f->name, field->name, field->doc, table);
    gen_add(out, "  audience INTEGER NOT NULL,            -- of the statement, or of the field where that is "
                 "narrower\n");
    if (field->list) {
        gen_field one = *field;
        one.apart = 0; /* the row's own audience says it */
        add_field_columns(out, &indexes, f, &one, table, "value");
    }
    for (size_t i = at + 1; i < f->n; i++)
        if (f->fields[i].parent == (int)at)
            add_field_columns(out, &indexes, f, &f->fields[i], table, f->fields[i].short_name);
    gen_add(out, "  PRIMARY KEY (sid, line)\n) STRICT, WITHOUT ROWID;\n%s", gen_text_c(&indexes));
}

static void add_family(gen_text *out, const gen_family *f)
{
    gen_text indexes = {0};
    gen_text columns = {0};
    for (size_t i = 0; i < f->n; i++)
        if (f->fields[i].parent < 0 && !famgen_is_child(&f->fields[i]))
            add_field_columns(&columns, &indexes, f, &f->fields[i], f->name, f->fields[i].name);
    gen_add(out, "\n-- %s\nCREATE TABLE %s (\n%s,\n%s", f->doc, f->name, head_columns, gen_text_c(&columns));
    gen_add(out, "  UNIQUE (subject, said_by, signed, said_on, sid)\n) STRICT;\n%s", gen_text_c(&indexes));
    for (size_t i = 0; i < f->n; i++)
        if (famgen_is_child(&f->fields[i]))
            add_child(out, f, i);
}

void famgen_write_schema(gen_text *out, const gen_model *m, const char *fixed)
{
    gen_add(out, "%s", fixed);
    gen_add(out, "\n-- Written by famgen from data/families.tsv.\n");
    for (size_t i = 0; i < m->n; i++)
        add_family(out, m->families[i]);
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void famgen_write_schema_pg(gen_text *out, const char *schema)
{
    static const struct {
        const char *word, *instead;
    } words[] = {
        {"INTEGER", "bigint"},
        {"BLOB",    "bytea" },
        {"TEXT",    "text"  }
    };
    for (const char *p = schema; *p;) {
        size_t comment = strncmp(p, "--", 2) == 0 ? strcspn(p, "\n") : 0;
        if (comment) {
            gen_add_bytes(out, p, comment);
            p += comment;
            continue;
        }
        if (strncmp(p, ") STRICT", 8) == 0) {
            gen_add(out, ")");
            p += strcspn(p, ";");
            continue;
        }
        size_t n = 0;
        while (is_word_char(p[n]))
            n++;
        const char *instead = NULL;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (n == strlen(words[i].word) && strncmp(p, words[i].word, n) == 0)
                instead = words[i].instead;
        n = n ? n : 1;
        if (instead)
            gen_add(out, "%s", instead);
        else
            gen_add_bytes(out, p, n);
        p += n;
    }
}
