/* sqlgen_words.c -- what can be seen in the words: the portable subset, and who may see what. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "sqlgen.h"

/* Only one of the two databases has it, or the two mean different things by it. */
static const struct {
    const char *word;
    const char *instead;
    bool call; /* refused as a function only */
} refused[] = {
    {"rowid",             "name the key column",              false},
    {"oid",               "name the key column",              false},
    {"strftime",          "compute dates in C",               false},
    {"julianday",         "compute dates in C",               false},
    {"date",              "compute dates in C",               true },
    {"time",              "compute dates in C",               true },
    {"datetime",          "compute dates in C",               false},
    {"unixepoch",         "compute dates in C",               false},
    {"current_timestamp", "the clock is read in main only",   false},
    {"current_date",      "the clock is read in main only",   false},
    {"current_time",      "the clock is read in main only",   false},
    {"glob",              "use LIKE or a range",              false},
    {"regexp",            "use LIKE or a range",              false},
    {"printf",            "format in C",                      false},
    {"format",            "format in C",                      true },
    {"group_concat",      "ask for rows and join in C",       false},
    {"string_agg",        "ask for rows and join in C",       false},
    {"ifnull",            "use coalesce",                     false},
    {"iif",               "use CASE",                         true },
    {"total",             "use sum",                          true },
    {"typeof",            "columns have one type",            true },
    {"instr",             "use LIKE",                         true },
    {"random",            "results are reproducible",         true },
    {"last_insert_rowid", "use RETURNING",                    false},
    {"replace",           "use ON CONFLICT, or replace in C", false},
    {"autoincrement",     "give the number",                  false},
    {"pragma",            "belongs to the store",             false},
    {"attach",            "there is one state",               false},
    {"natural",           "write ON",                         false},
    {"using",             "write ON",                         false},
    {"right",             "write LEFT JOIN",                  false},
    {"full",              "write LEFT JOIN",                  false},
};

static bool word_is(const token *t, const char *word)
{
    return t && t->kind == T_WORD && strcasecmp(t->text, word) == 0;
}

static bool is(const token *t, const char *text)
{
    return t && gen_is(t->text, text);
}

/* NULL where there is none. */
static const token *at(const question *q, size_t i)
{
    return i < q->n ? &q->tokens[i] : NULL;
}

static char *lower(const char *s)
{
    char *low = gen_copy(s, strlen(s));
    for (char *p = low; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return low;
}

static bool keyword(const sql_schema *s, const token *t)
{
    return t && t->kind == T_WORD && gen_words_have(&s->keywords, lower(t->text));
}

/* ---- Depth, select lists ---- */

static void mark_depths(question *q)
{
    enum { DEEPEST = 64 };
    bool list[DEEPEST] = {false};
    int depth = 0;
    for (size_t i = 0; i < q->n; i++) {
        token *t = &q->tokens[i];
        if (is(t, ")") && depth > 0)
            depth--;
        t->depth = depth;
        if (word_is(t, "select"))
            list[depth] = true;
        else if (word_is(t, "from") && !word_is(at(q, i - 1), "distinct"))
            list[depth] = false;
        t->in_list = list[depth];
        if (is(t, "(") && depth < DEEPEST - 1)
            list[++depth] = false;
    }
}

/* ---- Words ---- */

static void check_refused(sql_file *f, const question *q)
{
    for (size_t i = 0; i < q->n; i++) {
        const token *t = &q->tokens[i];
        const token *next = at(q, i + 1);
        if (t->kind == T_QUOTED)
            sqlgen_fault(f, q, t->line, "names are written without quotes", t->text);
        if (is(t, "=="))
            sqlgen_fault(f, q, t->line, "is refused; write =", t->text);
        if (word_is(t, "insert") && word_is(next, "or"))
            sqlgen_fault(f, q, t->line, "is refused; use ON CONFLICT", "INSERT OR");
        if (word_is(t, "update") && word_is(next, "or"))
            sqlgen_fault(f, q, t->line, "is refused; use ON CONFLICT", "UPDATE OR");
        bool count = i >= 2 && word_is(at(q, i - 2), "count");
        bool after = i && (word_is(at(q, i - 1), "select") || is(at(q, i - 1), ".") ||
                           is(at(q, i - 1), ",") || word_is(at(q, i - 1), "distinct"));
        if (is(t, "*") && after && !count)
            sqlgen_fault(f, q, t->line, "is refused; name the columns", "*");
        for (size_t w = 0; t->kind == T_WORD && w < sizeof refused / sizeof refused[0]; w++)
            if (word_is(t, refused[w].word) && (!refused[w].call || is(next, "(")))
                sqlgen_fault(f, q, t->line, gen_format("is refused; %s", refused[w].instead), t->text);
    }
}

static void check_names(sql_file *f, const question *q, const sql_schema *s)
{
    for (size_t i = 0; i + 1 < q->n; i++) {
        const token *name = at(q, i + 1);
        bool cast = false; /* CAST(x AS BIGINT) */
        for (size_t k = i; k > 0 && !cast && word_is(&q->tokens[i], "as"); k--)
            if (is(&q->tokens[k - 1], "(") && q->tokens[k - 1].depth == q->tokens[i].depth - 1) {
                cast = k >= 2 && word_is(&q->tokens[k - 2], "cast");
                break;
            }
        bool named = (word_is(&q->tokens[i], "as") && !cast && !is(name, "(")) || is(&q->tokens[i], ".");
        if (named && keyword(s, name))
            sqlgen_fault(f, q, name->line, "a keyword of SQLite or PostgreSQL is no name", name->text);
    }
}

/* ---- Which tables are read under which alias ---- */

static void add_ref(sql_file *f, question *q, const sql_schema *s, size_t i)
{
    const token *table = at(q, i);
    const token *next = at(q, i + 1);
    const token *alias = word_is(next, "as") ? at(q, i + 2) : next;
    if (!alias || alias->kind != T_WORD || (!word_is(next, "as") && keyword(s, alias)))
        alias = table;
    if (!schema_has_audience(s, table->text))
        return;
    for (size_t r = 0; r < q->refs_n; r++)
        if (gen_is(q->refs[r].alias, alias->text))
            sqlgen_fault(f, q, table->line, "stands for two tables in one question; use another alias",
                         alias->text);
    if (q->refs_n == SQLGEN_REFS_MOST)
        gen_die("%s:%d: %s: too many tables", f->path, q->line, q->name);
    q->refs[q->refs_n++] = (table_ref){table->text, alias->text, i};
}

static void check_comma_join(sql_file *f, const question *q, size_t from)
{
    static const char *const ends[] = {"where",  "group",     "order",  "limit",     "union",
                                       "except", "intersect", "having", "returning", "on"};
    int depth = q->tokens[from].depth;
    for (size_t i = from + 1; i < q->n && q->tokens[i].depth >= depth; i++) {
        const token *t = &q->tokens[i];
        if (t->depth > depth)
            continue;
        if (is(t, ")") || (t->kind == T_WORD && gen_in(lower(t->text), ends, 10)))
            return;
        if (is(t, ","))
            sqlgen_fault(f, q, t->line, "tables are joined with JOIN ... ON, not with a comma", "");
    }
}

static void find_refs(sql_file *f, question *q, const sql_schema *s)
{
    for (size_t i = 0; i < q->n; i++) {
        const token *t = &q->tokens[i];
        bool from = word_is(t, "from") && !word_is(at(q, i - 1), "distinct");
        if (from)
            check_comma_join(f, q, i);
        bool join = word_is(t, "join");
        bool write = (word_is(t, "into") && word_is(at(q, i - 1), "insert")) ||
                     (word_is(t, "update") && !word_is(at(q, i - 1), "do")) ||
                     (from && word_is(at(q, i - 1), "delete"));
        token *table = i + 1 < q->n ? &q->tokens[i + 1] : NULL;
        if (!table || table->kind != T_WORD || !(from || join || write))
            continue;
        if (write)
            table->write = true;
        else
            add_ref(f, q, s, i + 1);
    }
}

/* ---- Macros and rights ---- */

static void splice(question *q, size_t from, size_t n, const char *text)
{
    /* One token that holds the text: it is checked as a whole by hand, not again by words. */
    int line = q->tokens[from].line;
    token one = {.kind = T_OTHER,
                 .text = text,
                 .line = line,
                 .space = q->tokens[from].space,
                 .depth = q->tokens[from].depth,
                 .in_list = q->tokens[from].in_list};
    memmove(&q->tokens[from + 1], &q->tokens[from + n], (q->n - from - n) * sizeof(token));
    q->tokens[from] = one;
    q->n -= n - 1;
}

static void use_scope(question *q, const char *name)
{
    for (size_t i = 0; i < q->params_n; i++)
        if (gen_is(q->params[i].name, name))
            return;
    if (q->params_n < SQLGEN_SLOTS_MOST)
        q->params[q->params_n++] = (slot){
            .name = name, .kind = gen_is(name, "as_of") ? "date" : "int", .scope = true, .line = q->line};
}

static bool clause_word(const token *t)
{
    static const char *const words[] = {"where",     "on",     "join",  "from",  "select", "group",
                                        "order",     "having", "limit", "union", "except", "intersect",
                                        "returning", "set",    "left",  "inner", "cross"};
    return t->kind == T_WORD && gen_in(lower(t->text), words, sizeof words / sizeof words[0]);
}

/* The rights of table r are asked by the tokens from i on.  They hold only as one side of an AND, in the
 * WHERE of the table's own FROM or in the ON that joins the table itself: elsewhere (OR, NOT, the ON of
 * another table that is joined LEFT) rows would come through.  NULL = they hold, else why not. */
static const char *why_not_held(const question *q, const table_ref *r, size_t i)
{
    int depth = q->tokens[i].depth;
    if (depth != q->tokens[r->at].depth)
        return "must stand in the same brackets as its table";
    const token *before = i ? at(q, i - 1) : NULL;
    if (!word_is(before, "where") && !word_is(before, "and") && !word_is(before, "on"))
        return "must follow WHERE, ON or AND";
    size_t first = i;
    while (first > 0 && q->tokens[first].depth >= depth &&
           (q->tokens[first].depth > depth || !clause_word(&q->tokens[first])))
        first--;
    bool left = false;
    for (size_t k = 0; k < q->n; k++)
        left |= word_is(&q->tokens[k], "left");
    if (word_is(&q->tokens[first], "on") && left) {
        size_t join = first;
        while (join > 0 && (q->tokens[join].depth != depth || !word_is(&q->tokens[join], "join")))
            join--;
        if (r->at != join + 1)
            return "must stand in WHERE or in the ON of its own table";
    } else if (!word_is(&q->tokens[first], "on") && !word_is(&q->tokens[first], "where")) {
        return "must stand in WHERE or ON";
    }
    for (size_t k = first + 1; k < q->n && q->tokens[k].depth >= depth; k++) {
        if (q->tokens[k].depth > depth)
            continue;
        if (clause_word(&q->tokens[k]))
            break;
        if (word_is(&q->tokens[k], "or"))
            return "stands beside an OR: put the OR into brackets";
    }
    return NULL;
}

static char *macro_text(const char *a, bool current)
{
    gen_text text = {0};
    gen_add(&text,
            "((%s.audience <= :reach OR %s.sid IN (SELECT an.sid FROM audience_name AS an WHERE an.party = "
            ":actor))",
            a, a);
    if (current)
        gen_add(&text,
                " AND %s.said_on <= :as_of AND (%s.until IS NULL OR %s.until > :as_of)"
                " AND (%s.valid_from IS NULL OR %s.valid_from <= :as_of)"
                " AND (%s.valid_to IS NULL OR %s.valid_to > :as_of)",
                a, a, a, a, a, a, a);
    gen_add(&text, ")");
    return gen_copy(gen_text_c(&text), text.n);
}

static table_ref *find_ref(question *q, const char *alias)
{
    for (size_t r = 0; r < q->refs_n; r++)
        if (gen_is(q->refs[r].alias, alias))
            return &q->refs[r];
    return NULL;
}

/* Finds @current(a), @visible(a) and a.audience <= :reach; says which tables have got their rights by one. */
static void find_rights(sql_file *f, question *q, bool *held)
{
    for (size_t i = 0; i < q->n; i++) {
        const token *t = &q->tokens[i];
        bool macro = t->kind == T_MACRO;
        bool plain = is(at(q, i + 1), ".") && word_is(at(q, i + 2), "audience") && is(at(q, i + 3), "<=") &&
                     is(at(q, i + 4), ":reach");
        bool known = is(t, "@current") || is(t, "@visible");
        const token *alias = macro ? at(q, i + 2) : t;
        if (macro && (!known || !is(at(q, i + 1), "(") || !alias || !is(at(q, i + 3), ")"))) {
            sqlgen_fault(f, q, t->line, "there are @current(alias) and @visible(alias)", t->text);
            continue;
        }
        if (!macro && !plain)
            continue;
        const table_ref *r = find_ref(q, alias->text);
        if (!r) {
            sqlgen_fault(f, q, t->line, "is no table with an audience in this question", alias->text);
            continue;
        }
        const char *why = why_not_held(q, r, i);
        if (why)
            sqlgen_fault(f, q, t->line, why, macro ? gen_format("%s(%s)", t->text, alias->text) : ":reach");
        held[r - q->refs] = true;
    }
}

static void replace_macros(question *q)
{
    for (size_t i = 0; i < q->n; i++) {
        if (q->tokens[i].kind != T_MACRO)
            continue;
        bool current = is(&q->tokens[i], "@current");
        use_scope(q, "reach");
        use_scope(q, "actor");
        if (current)
            use_scope(q, "as_of");
        splice(q, i, 4, macro_text(q->tokens[i + 2].text, current));
    }
}

static void check_rights(sql_file *f, question *q)
{
    bool held[SQLGEN_REFS_MOST] = {false};
    int before = f->faults;
    for (size_t i = 0; i < q->n; i++) {
        const char *text = q->tokens[i].text;
        if (q->tokens[i].kind == T_PARAM &&
            (gen_is(text, ":reach") || gen_is(text, ":actor") || gen_is(text, ":as_of")))
            use_scope(q, text + 1);
    }
    find_rights(f, q, held);
    for (size_t r = 0; r < q->refs_n && !q->all_audiences; r++)
        if (!held[r])
            sqlgen_fault(
                f, q, q->tokens[q->refs[r].at].line,
                gen_format("is read without @current(%s) or @visible(%s); if everybody may see it, say "
                           "-- all-audiences: reason",
                           q->refs[r].alias, q->refs[r].alias),
                q->refs[r].table);
    if (f->faults == before)
        replace_macros(q);
}

/* ---- Apart columns ---- */

static void blank(question *q, size_t i, int reach)
{
    const char *alias = q->tokens[i].text;
    const char *column = q->tokens[i + 2].text;
    const token *before = i ? at(q, i - 1) : NULL;
    const token *after = at(q, i + 3);
    bool whole = q->tokens[i].in_list &&
                 (word_is(before, "select") || word_is(before, "distinct") || is(before, ",")) &&
                 (!after || is(after, ",") || word_is(after, "from") || is(after, ")"));
    use_scope(q, "reach");
    splice(q, i, 3,
           gen_format("CASE WHEN :reach >= %d THEN %s.%s END%s%s", reach, alias, column, whole ? " AS " : "",
                      whole ? column : ""));
}

/* A table may be called like an apart column of another: quantity, and lot.quantity. */
static bool is_table(const question *q, size_t i)
{
    const token *before = i ? at(q, i - 1) : NULL;
    return word_is(before, "from") || word_is(before, "join");
}

static void blank_aparts(sql_file *f, question *q, const sql_schema *s)
{
    for (size_t i = 0; i < q->n && !q->all_audiences; i++) {
        const token *t = &q->tokens[i];
        if (t->kind != T_WORD)
            continue;
        bool qualified = is(at(q, i + 1), ".");
        bool member = i && is(at(q, i - 1), ".");
        bool label = i && word_is(at(q, i - 1), "as");
        for (size_t r = 0; r < q->refs_n; r++) {
            if (qualified && gen_is(q->refs[r].alias, t->text) && at(q, i + 2)) {
                int reach = schema_apart(s, q->refs[r].table, at(q, i + 2)->text);
                if (reach > 0) {
                    blank(q, i, reach);
                    break;
                }
            } else if (!qualified && !member && !label && !is_table(q, i) &&
                       !gen_is(t->text, q->refs[r].alias) && schema_apart(s, q->refs[r].table, t->text) > 0) {
                sqlgen_fault(f, q, t->line, "is apart: write it with its table's alias", t->text);
                break;
            }
        }
    }
}

void sqlgen_check_words(sql_file *f, question *q, const sql_schema *s)
{
    if (!q->n) {
        sqlgen_fault(f, q, q->line, "holds no statement", "");
        return;
    }
    int before = f->faults;
    mark_depths(q);
    check_refused(f, q);
    check_names(f, q, s);
    find_refs(f, q, s);
    if (f->faults == before)
        check_rights(f, q);
    if (f->faults == before) {
        q->plain = sqlgen_render(q);
        blank_aparts(f, q, s);
    }
}
