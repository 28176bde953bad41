/* sqlgen.c -- checks the questions of one .sql file against the schema and writes typed functions for them.
 *
 * usage: sqlgen SCHEMA.sql KEYWORDS.txt ROOM.sql OUT/ROOM_sql.h OUT/ROOM_sql.c OUT/ROOM_sql.pg
 *
 * A question in a file reads
 *
 *     -- Money paid to each supplier in a period.          what it answers, copied into the header
 *     -- name: spend_by_supplier
 *     -- :first_day date                                   int real text blob date; "null": may be NULL
 *     -- => spend_minor int                                type of an expression's column
 *     SELECT q.counterparty, CAST(sum(q.amount_minor) AS BIGINT) AS spend_minor
 *       FROM quantity AS q
 *      WHERE @current(q) AND q.period_start >= :first_day
 *      GROUP BY q.counterparty;
 *
 * @current(q) is the only form of 'as of': who asks, about the world of which day (parameters :as_of, :reach
 * and :actor, which come from store_scope).  @visible(q) asks for the rights only: for history and for tables
 * that hang on a statement.  A table with an audience that is read without one of them (or, at least,
 * `q.audience <= :reach`) fails the build, unless `-- all-audiences: reason` says why.  A column of an apart
 * field reads NULL for whoever may not see it; the generator writes the CASE.
 *
 * It fails the build with file:line: question: message.  docs/sql.md has the list of what is refused and why.
 */
#include <stdio.h>
#include <string.h>

#include "sqlgen.h"

void sqlgen_fault(sql_file *f, const question *q, int line, const char *what, const char *word)
{
    fprintf(stderr, "%s:%d: %s: %s%s%s\n", f->path, line, q ? q->name : "-", word, word[0] ? ": " : "", what);
    f->faults++;
}

static const char *prefix_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    return gen_copy(base, strcspn(base, "."));
}

int main(int argc, char **argv)
{
    if (argc != 7)
        gen_die("usage: sqlgen SCHEMA KEYWORDS ROOM.sql HEADER SOURCE PG");
    const sql_schema *s = sqlgen_schema(argv[1], argv[2]);
    sql_file *f = sqlgen_read(argv[3]);
    f->prefix = prefix_of(argv[3]);
    for (size_t i = 0; i < f->n; i++) {
        int before = f->faults;
        sqlgen_check_words(f, f->questions[i], s);
        if (f->faults == before)
            sqlgen_check_types(f, f->questions[i], s);
    }
    if (f->faults)
        return 1;
    gen_text header = {0};
    gen_text source = {0};
    gen_text pg = {0};
    sqlgen_write_header(&header, f);
    sqlgen_write_source(&source, f);
    sqlgen_write_pg(&pg, f);
    gen_write(argv[4], &header);
    gen_write(argv[5], &source);
    gen_write(argv[6], &pg);
    return 0;
}
