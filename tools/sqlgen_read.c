/* sqlgen_read.c -- a .sql file into questions and their tokens; the schema into a database. */
#include <ctype.h>
#include <string.h>

#include "sqlgen.h"

/* ---- The schema ---- */

static void read_aparts(sql_schema *s, char *text)
{
    const char *table = "";
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, "CREATE TABLE ", 13) == 0)
            table = gen_copy(line + 13, strcspn(line + 13, " ("));
        const char *mark = strstr(line, "-- [apart ");
        if (mark && strncmp(line, "  ", 2) == 0)
            s->aparts[s->aparts_n++] =
                (apart_column){table, gen_copy(line + 2, strcspn(line + 2, " ")), mark[10] - '0'};
    }
}

sql_schema *sqlgen_schema(const char *schema_path, const char *keywords_path)
{
    sql_schema *s = gen_alloc(sizeof *s);
    char *text = gen_read(schema_path);
    char *why = NULL;
    if (sqlite3_open(":memory:", &s->db) != SQLITE_OK ||
        sqlite3_exec(s->db, text, NULL, NULL, &why) != SQLITE_OK)
        gen_die("%s: %s", schema_path, why ? why : "cannot be loaded");
    s->aparts = gen_alloc(strlen(text) / 8 * sizeof *s->aparts);
    read_aparts(s, text);
    s->keywords = gen_read_words(keywords_path);
    return s;
}

bool schema_has_audience(const sql_schema *s, const char *table)
{
    return sqlite3_table_column_metadata(s->db, NULL, table, "audience", NULL, NULL, NULL, NULL, NULL) ==
           SQLITE_OK;
}

int schema_apart(const sql_schema *s, const char *table, const char *column)
{
    for (size_t i = 0; i < s->aparts_n; i++)
        if (gen_is(s->aparts[i].table, table) && gen_is(s->aparts[i].column, column))
            return s->aparts[i].reach;
    return -1;
}

/* ---- The file ---- */

static const char *const kinds[] = {"int", "real", "text", "blob", "date"};

/* "NAME KIND [null | not null]" */
static slot read_slot(sql_file *f, const question *q, char *spec, int line, bool null)
{
    char *name = strtok(spec, " \t");
    char *kind = strtok(NULL, " \t");
    char *rest = strtok(NULL, "");
    slot one = {.name = name ? name : "", .kind = kind ? kind : "", .null = null, .line = line};
    if (!name || !kind || !gen_in(kind, kinds, 5))
        sqlgen_fault(f, q, line, "is declared as NAME and one of int, real, text, blob, date", one.name);
    if (rest && gen_is(rest, "null"))
        one.null = true;
    else if (rest && gen_is(rest, "not null"))
        one.null = false;
    else if (rest)
        sqlgen_fault(f, q, line, "after the type stands 'null', 'not null' or nothing", rest);
    return one;
}

static question *new_question(sql_file *f, const char *name, int line)
{
    question *q = gen_alloc(sizeof *q);
    q->name = name;
    q->line = line;
    for (size_t i = 0; i < f->n; i++)
        if (gen_is(f->questions[i]->name, name))
            sqlgen_fault(f, q, line,
                         gen_format("line %d has a question of this name already", f->questions[i]->line),
                         name);
    if (!name[0] || strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789") != strlen(name))
        sqlgen_fault(f, q, line, "a name is lower-case letters, digits and _", name);
    if (f->n == SQLGEN_QUESTIONS_MOST)
        gen_die("%s:%d: more than %d questions in a file", f->path, line, SQLGEN_QUESTIONS_MOST);
    f->questions[f->n++] = q;
    return q;
}

/* A comment line inside or before a question; text is behind "-- ". */
static void read_comment(sql_file *f, question **q, gen_text *doc, char *text, int line)
{
    if (strncmp(text, "name:", 5) == 0) {
        char *name = text + 5 + strspn(text + 5, " ");
        name[strcspn(name, " \r")] = '\0';
        *q = new_question(f, name, line);
        (*q)->doc = *doc;
        *doc = (gen_text){0};
    } else if (*q && text[0] == ':' && (*q)->params_n < SQLGEN_SLOTS_MOST) {
        (*q)->params[(*q)->params_n++] = read_slot(f, *q, text + 1, line, false);
    } else if (*q && strncmp(text, "=>", 2) == 0 && (*q)->columns_n < SQLGEN_SLOTS_MOST) {
        (*q)->columns[(*q)->columns_n++] = read_slot(f, *q, text + 2, line, true);
    } else if (*q && strncmp(text, "all-audiences:", 14) == 0) {
        (*q)->all_audiences = text + 14 + strspn(text + 14, " ");
        if (!(*q)->all_audiences[0])
            sqlgen_fault(f, *q, line, "all-audiences needs its reason", "");
    } else if (!*q || !(*q)->n) {
        gen_add(doc, " * %s\n", text);
    }
}

static size_t word_length(const char *p)
{
    size_t n = 0;
    while (isalnum((unsigned char)p[n]) || p[n] == '_')
        n++;
    return n;
}

/* Length and kind of the token at p, which is no white space and no comment. */
static size_t token_length(const char *p, token_kind *kind)
{
    *kind = T_OTHER;
    if (isalpha((unsigned char)*p) || *p == '_') {
        *kind = T_WORD;
        return word_length(p);
    }
    if (isdigit((unsigned char)*p)) {
        *kind = T_NUMBER;
        return strspn(p, "0123456789.");
    }
    if (*p == ':' || *p == '@') {
        *kind = *p == ':' ? T_PARAM : T_MACRO;
        return 1 + word_length(p + 1);
    }
    if (*p == '\'' || *p == '"' || *p == '`' || *p == '[') {
        *kind = *p == '\'' ? T_STRING : T_QUOTED;
        char end = *p == '[' ? ']' : *p;
        const char *q = strchr(p + 1, end);
        while (q && end == '\'' && q[1] == '\'')
            q = strchr(q + 2, end);
        return q ? (size_t)(q - p) + 1 : strlen(p);
    }
    static const char *const pairs[] = {"<=", ">=", "<>", "!=", "||", "=="};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (strncmp(p, pairs[i], 2) == 0)
            return 2;
    return 1;
}

static void add_token(sql_file *f, question *q, token_kind kind, const char *text, int line, bool space)
{
    if (q->n == SQLGEN_TOKENS_MOST)
        gen_die("%s:%d: %s: too long", f->path, line, q->name);
    q->tokens[q->n++] = (token){.kind = kind, .text = text, .line = line, .space = space};
}

sql_file *sqlgen_read(const char *path)
{
    sql_file *f = gen_alloc(sizeof *f);
    f->path = path;
    question *q = NULL;
    gen_text doc = {0};
    int line = 1;
    bool space = false;
    for (char *p = gen_read(path); *p;) {
        if (*p == '\n' || isspace((unsigned char)*p)) {
            if (*p == '\n' && p[1] == '\n' && !q)
                doc = (gen_text){0}; /* a comment parted by an empty line belongs to the file */
            line += *p++ == '\n';
            space = true;
        } else if (strncmp(p, "--", 2) == 0) {
            size_t n = strcspn(p, "\n");
            char *text = gen_copy(p + 2, n - 2);
            if (q && q->n && strstr(text, "name:"))
                sqlgen_fault(f, q, line, "does not end with ;", "");
            read_comment(f, &q, &doc, text + strspn(text, " "), line);
            p += n;
            space = true;
        } else if (*p == ';') {
            q = NULL; /* the question ends */
            p++;
        } else {
            token_kind kind = T_OTHER;
            size_t n = token_length(p, &kind);
            if (!q)
                gen_die("%s:%d: -: stands behind no '-- name:': %.*s", path, line, (int)n, p);
            add_token(f, q, kind, gen_copy(p, n), line, space);
            for (size_t i = 0; i < n; i++)
                line += p[i] == '\n';
            p += n;
            space = false;
        }
    }
    if (q)
        sqlgen_fault(f, q, line, "does not end with ;", "");
    return f;
}

char *sqlgen_render(question *q)
{
    gen_text t = {0};
    for (size_t i = 0; i < q->n; i++) {
        if (q->tokens[i].space && t.n)
            gen_add(&t, " ");
        q->tokens[i].at = t.n;
        gen_add(&t, "%s", q->tokens[i].text);
    }
    return gen_copy(gen_text_c(&t), t.n);
}
