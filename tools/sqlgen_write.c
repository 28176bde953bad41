/* sqlgen_write.c -- typed structs and functions over store_question; PREPARE for PostgreSQL. */
#include <string.h>

#include "sqlgen.h"

static const struct {
    const char *kind, *param_type, *row_type, *store, *pg;
} kinds[] = {
    {"int",  "int64_t ",     "int64_t ", "STORE_INT",  "bigint"          },
    {"real", "double ",      "double ",  "STORE_REAL", "double precision"},
    {"text", "str ",         "str ",     "STORE_TEXT", "text"            },
    {"blob", "str ",         "str ",     "STORE_BLOB", "bytea"           },
    {"date", "const char *", "str ",     "STORE_DATE", "text"            },
};

static size_t kind_at(const slot *s)
{
    size_t i = 0;
    while (!gen_is(kinds[i].kind, s->kind))
        i++;
    return i;
}

/* A number that may be missing has a bool beside it; a text has p == NULL. */
static bool has_flag(const slot *s)
{
    return s->null && (gen_is(s->kind, "int") || gen_is(s->kind, "real"));
}

static bool any(const question *q, bool scope)
{
    for (size_t i = 0; i < q->params_n; i++)
        if (q->params[i].scope == scope)
            return true;
    return false;
}

static void add_struct(gen_text *out, const char *name, const slot *slots, size_t n, bool row)
{
    gen_add(out, "typedef struct %s {\n", name);
    for (size_t i = 0; i < n; i++) {
        if (slots[i].scope)
            continue;
        size_t k = kind_at(&slots[i]);
        gen_add(out, "    %s%s;\n", row ? kinds[k].row_type : kinds[k].param_type, slots[i].name);
        if (has_flag(&slots[i]))
            gen_add(out, "    bool has_%s;\n", slots[i].name);
    }
    gen_add(out, "} %s;\n", name);
}

/* One inline function: what goes out, the call behind it. */
static void add_function(gen_text *out, const question *q, const char *full, const char *verb,
                         const char *out_params, const char *call)
{
    gen_add(out, "AK_MUST_USE static inline ak_code %s_%s(%s", full, verb, out_params);
    gen_add(out, "%s%s", any(q, true) ? ", const store_scope *scope" : "", "");
    if (any(q, false))
        gen_add(out, ", const %s_params *params", full);
    gen_add(out, "%s, ak_err *err)\n{\n", q->reads ? "" : ", int64_t *changed");
    gen_add(out, "    return %s, &%s_question, %s, %s%s, err);\n}\n", call, full,
            any(q, true) ? "scope" : "NULL", any(q, false) ? "params" : "NULL", q->reads ? "" : ", changed");
}

static void add_question_header(gen_text *out, const sql_file *f, const question *q)
{
    const char *full = gen_format("%s_%s", f->prefix, q->name);
    gen_add(out, "\n/*\n%s */\n", q->doc.n ? gen_text_c(&q->doc) : gen_format(" * %s\n", q->name));
    gen_add(out, "extern const store_question %s_question;\n", full);
    if (any(q, false))
        add_struct(out, gen_format("%s_params", full), q->params, q->params_n, false);
    if (!q->reads) {
        add_function(out, q, full, "run", "store *db", "store_run(db");
        return;
    }
    add_struct(out, gen_format("%s_row", full), q->columns, q->columns_n, true);
    add_function(out, q, full, "open", "store_query **out, arena *a, store *db", "store_ask(out, a, db");
    gen_add(
        out,
        "AK_MUST_USE static inline ak_code %s_next(store_query *q, %s_row *row, bool *more, ak_err *err)\n{\n"
        "    return store_next(q, &%s_question, row, more, err);\n}\n",
        full, full, full);
    add_function(out, q, full, "one", gen_format("%s_row *row, bool *found, arena *a, store *db", full),
                 "store_one(row, found, a, db");
    add_function(out, q, full, "all", gen_format("%s_row **rows, size_t *n, arena *a, store *db", full),
                 "store_all((void *)rows, n, a, db");
}

void sqlgen_write_header(gen_text *out, const sql_file *f)
{
    gen_text guard = {0};
    for (const char *p = f->prefix; *p; p++)
        gen_add(&guard, "%c", *p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
    gen_add(out,
            "/* %s_sql.h -- the questions of sql/%s.sql; written by tools/sqlgen, change that file. */\n"
            "#ifndef %s_SQL_H\n#define %s_SQL_H\n\n#include \"store/store.h\"\n",
            f->prefix, f->prefix, gen_text_c(&guard), gen_text_c(&guard));
    for (size_t i = 0; i < f->n; i++)
        add_question_header(out, f, f->questions[i]);
    gen_add(out, "\n#endif\n");
}

static void add_slots(gen_text *out, const char *name, const char *type, const slot *slots, size_t n)
{
    if (!n)
        return;
    gen_add(out, "static const store_slot %s[] = {\n", name);
    for (size_t i = 0; i < n; i++) {
        const slot *s = &slots[i];
        gen_add(out, "    {\"%s\", %s, %s, ", s->name, kinds[kind_at(s)].store, s->scope ? "true" : "false");
        gen_add(out, s->scope ? "0, " : "offsetof(%s, %s), ", type, s->name);
        gen_add(out, has_flag(s) ? "(int)offsetof(%s, has_%s)},\n" : "-1},\n", type, s->name);
    }
    gen_add(out, "};\n");
}

void sqlgen_write_source(gen_text *out, const sql_file *f)
{
    gen_add(out,
            "/* %s_sql.c -- written by tools/sqlgen from sql/%s.sql. */\n#include \"%s_sql.h\"\n\n"
            "#include <stddef.h>\n\n"
            "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n", /* C99 asks for 4,095 only */
            f->prefix, f->prefix, f->prefix);
    for (size_t i = 0; i < f->n; i++) {
        const question *q = f->questions[i];
        const char *full = gen_format("%s_%s", f->prefix, q->name);
        gen_add(out, "\n");
        add_slots(out, gen_format("%s_p", full), gen_format("%s_params", full), q->params, q->params_n);
        add_slots(out, gen_format("%s_c", full), gen_format("%s_row", full), q->columns, q->columns_n);
        gen_add(out, "const store_question %s_question = {\n    .name = \"%s.%s\",\n    .sql = ", full,
                f->prefix, q->name);
        gen_add_literal(out, q->sql, "");
        gen_add(out, ",\n    .sql_pg = ");
        gen_add_literal(out, q->sql_pg, "");
        gen_add(out, ",\n");
        if (q->params_n)
            gen_add(out, "    .params = %s_p,\n    .params_n = %zu,\n", full, q->params_n);
        if (q->columns_n)
            gen_add(out, "    .columns = %s_c,\n    .columns_n = %zu,\n    .row_bytes = sizeof(%s_row),\n",
                    full, q->columns_n, full);
        gen_add(out, "};\n");
    }
}

void sqlgen_write_pg(gen_text *out, const sql_file *f)
{
    for (size_t i = 0; i < f->n; i++) {
        const question *q = f->questions[i];
        gen_add(out, "PREPARE %s_%s", f->prefix, q->name);
        for (size_t k = 0; k < q->params_n; k++)
            gen_add(out, "%s%s", k ? ", " : " (", kinds[kind_at(&q->params[k])].pg);
        gen_add(out, "%s AS %s;\n", q->params_n ? ")" : "", q->sql_pg);
    }
}
