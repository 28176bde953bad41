/* sqlgen_types.c -- what SQLite says of a question: whether it is one, its parameters, its columns. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "sqlgen.h"

static int line_at(const question *q, int offset)
{
    int line = q->line;
    for (size_t i = 0; i < q->n; i++)
        if ((int)q->tokens[i].at <= offset)
            line = q->tokens[i].line;
    return line;
}

/* ---- Cross-check of the words: SQLite tells every table that is read. ---- */

typedef struct reads {
    sql_file *f;
    question *q;
    const sql_schema *s;
} reads;

static int on_read(void *payload, int action, const char *table, const char *column, const char *database,
                   const char *view)
{
    (void)column, (void)database, (void)view;
    const reads *r = payload;
    if (action != SQLITE_READ || !table || !schema_has_audience(r->s, table))
        return SQLITE_OK;
    for (size_t i = 0; i < r->q->refs_n; i++)
        if (strcasecmp(r->q->refs[i].table, table) == 0)
            return SQLITE_OK;
    for (size_t i = 0; i < r->q->n; i++)
        if (r->q->tokens[i].write && strcasecmp(r->q->tokens[i].text, table) == 0)
            return SQLITE_OK;
    sqlgen_fault(r->f, r->q, r->q->line, "is read in a way that the check of rights does not see", table);
    return SQLITE_OK;
}

static sqlite3_stmt *prepare(sql_file *f, question *q, const sql_schema *s, const char *sql)
{
    reads r = {f, q, s};
    sqlite3_stmt *stmt = NULL;
    const char *tail = NULL;
    sqlite3_set_authorizer(s->db, on_read, &r);
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, &tail);
    sqlite3_set_authorizer(s->db, NULL, NULL);
    if (rc != SQLITE_OK)
        sqlgen_fault(f, q, line_at(q, sqlite3_error_offset(s->db)), sqlite3_errmsg(s->db), "");
    return stmt;
}

/* ---- Parameters ---- */

static int line_of_param(const question *q, const char *name)
{
    for (size_t i = 0; i < q->n; i++)
        if (gen_is(q->tokens[i].text, name))
            return q->tokens[i].line;
    return q->line;
}

static void check_params(sql_file *f, question *q, sqlite3_stmt *stmt)
{
    slot ordered[SQLGEN_SLOTS_MOST] = {0};
    size_t n = 0;
    for (int i = 1; i <= sqlite3_bind_parameter_count(stmt) && n < SQLGEN_SLOTS_MOST; i++) {
        const char *name = sqlite3_bind_parameter_name(stmt, i);
        if (!name || name[0] != ':') {
            sqlgen_fault(f, q, q->line, "parameters have names that begin with :", name ? name : "?");
            continue;
        }
        bool found = false;
        for (size_t k = 0; k < q->params_n; k++)
            if (gen_is(q->params[k].name, name + 1)) {
                q->params[k].used = found = true;
                ordered[n++] = q->params[k];
            }
        if (!found)
            sqlgen_fault(f, q, line_of_param(q, name), "is not declared; write -- :name type", name);
    }
    for (size_t k = 0; k < q->params_n; k++)
        if (!q->params[k].used)
            sqlgen_fault(f, q, q->params[k].line, "is declared, but the question does not use it",
                         q->params[k].name);
    memcpy(q->params, ordered, sizeof(slot) * n);
    q->params_n = n;
}

/* ---- Columns ---- */

static const char *kind_of(const char *decltype)
{
    static const struct {
        const char *type, *kind;
    } types[] = {
        {"INTEGER", "int" },
        {"TEXT",    "text"},
        {"BLOB",    "blob"},
        {"REAL",    "real"}
    };
    for (size_t i = 0; decltype &&i < sizeof types / sizeof types[0]; i++)
        if (gen_is(types[i].type, decltype))
            return types[i].kind;
    return NULL;
}

static size_t count_word(const question *q, const char *word)
{
    size_t n = 0;
    for (size_t i = 0; i < q->n; i++)
        n += q->tokens[i].kind == T_WORD && strcasecmp(q->tokens[i].text, word) == 0;
    return n;
}

/* Never NULL: a column that the schema says so of, in one plain SELECT that joins nothing from outside. */
static bool never_null(const question *q, const sql_schema *s, sqlite3_stmt *stmt, int i)
{
    const char *table = sqlite3_column_table_name(stmt, i);
    const char *column = sqlite3_column_origin_name(stmt, i);
    if (!table || !column || count_word(q, "select") != 1 || count_word(q, "left") || count_word(q, "full"))
        return false;
    if (schema_apart(s, table, column) > 0)
        return false;
    const char *type = NULL;
    const char *collation = NULL;
    int not_null = 0;
    int key = 0;
    int own = 0;
    if (sqlite3_table_column_metadata(s->db, NULL, table, column, &type, &collation, &not_null, &key, &own) !=
        SQLITE_OK)
        return false;
    return not_null || key;
}

static const char *const c_words[] = {
    "auto",     "break",    "case",   "char",     "const",  "continue", "default", "do",     "double",
    "else",     "enum",     "extern", "float",    "for",    "goto",     "if",      "int",    "long",
    "register", "return",   "short",  "signed",   "sizeof", "static",   "struct",  "switch", "typedef",
    "union",    "unsigned", "void",   "volatile", "while",  "inline",   "bool",    "true",   "false"};

static bool is_c_name(const char *name)
{
    return name[0] && !isdigit((unsigned char)name[0]) &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789") == strlen(name) &&
           !gen_in(name, c_words, sizeof c_words / sizeof c_words[0]);
}

static void check_columns(sql_file *f, question *q, const sql_schema *s, sqlite3_stmt *stmt)
{
    slot found[SQLGEN_SLOTS_MOST] = {0};
    size_t n = 0;
    for (int i = 0; i < sqlite3_column_count(stmt) && n < SQLGEN_SLOTS_MOST; i++) {
        const char *name = sqlite3_column_name(stmt, i);
        slot one = {.name = gen_copy(name, strlen(name)),
                    .kind = kind_of(sqlite3_column_decltype(stmt, i)),
                    .null = !never_null(q, s, stmt, i)};
        for (size_t k = 0; k < q->columns_n; k++) {
            if (!gen_is(q->columns[k].name, name))
                continue;
            q->columns[k].used = true;
            if (one.kind && !gen_is(one.kind, q->columns[k].kind))
                sqlgen_fault(f, q, q->columns[k].line,
                             gen_format("%s is declared as %s, the schema says %s", name, q->columns[k].kind,
                                        one.kind),
                             "");
            one.kind = q->columns[k].kind;
            one.null = q->columns[k].null;
        }
        if (!is_c_name(name))
            sqlgen_fault(f, q, q->line, "is no name for a column; give it one with AS", name);
        else if (!one.kind)
            sqlgen_fault(f, q, q->line, "is an expression; declare its type with -- => name type", name);
        for (size_t k = 0; k < n; k++)
            if (gen_is(found[k].name, name))
                sqlgen_fault(f, q, q->line, "two columns have this name; use AS", name);
        found[n++] = one;
    }
    for (size_t k = 0; k < q->columns_n; k++)
        if (!q->columns[k].used)
            sqlgen_fault(f, q, q->columns[k].line, "is declared, but no column has this name",
                         q->columns[k].name);
    memcpy(q->columns, found, sizeof(slot) * n);
    q->columns_n = n;
    q->reads = n > 0;
}

/* ---- The text for PostgreSQL ---- */

static char *with_numbers(const question *q, const char *sql)
{
    gen_text t = {0};
    for (const char *p = sql; *p;) {
        if (*p == '\'') {
            const char *end = strchr(p + 1, '\'');
            size_t n = end ? (size_t)(end - p) + 1 : strlen(p);
            gen_add_bytes(&t, p, n);
            p += n;
            continue;
        }
        size_t n = 1;
        while (*p == ':' && (isalnum((unsigned char)p[n]) || p[n] == '_'))
            n++;
        size_t number = 0;
        for (size_t i = 0; n > 1 && i < q->params_n; i++)
            if (strlen(q->params[i].name) == n - 1 && strncmp(q->params[i].name, p + 1, n - 1) == 0)
                number = i + 1;
        if (number)
            gen_add(&t, "$%zu", number);
        else
            gen_add_bytes(&t, p, n);
        p += n;
    }
    return gen_copy(gen_text_c(&t), t.n);
}

void sqlgen_check_types(sql_file *f, question *q, const sql_schema *s)
{
    static const char *const verbs[] = {"select", "with", "insert", "update", "delete"};
    bool verb = false;
    for (size_t i = 0; i < 5; i++)
        verb |= strcasecmp(q->tokens[0].text, verbs[i]) == 0;
    if (!verb)
        sqlgen_fault(f, q, q->tokens[0].line, "a question is SELECT, WITH, INSERT, UPDATE or DELETE",
                     q->tokens[0].text);
    q->sql = sqlgen_render(q);
    sqlite3_stmt *plain = prepare(f, q, s, q->plain);
    sqlite3_stmt *blanked = plain ? prepare(f, q, s, q->sql) : NULL;
    if (blanked) {
        check_params(f, q, blanked);
        check_columns(f, q, s, plain);
        q->sql_pg = with_numbers(q, q->sql);
    }
    sqlite3_finalize(plain);
    sqlite3_finalize(blanked);
}
