/* sqlgen.h -- the questions of one .sql file, as read, checked and written. */
#ifndef TOOLS_SQLGEN_H
#define TOOLS_SQLGEN_H

#include <sqlite3.h>

#include "gen.h"

enum {
    SQLGEN_TOKENS_MOST = 4096,
    SQLGEN_SLOTS_MOST = 128,
    SQLGEN_REFS_MOST = 64,
    SQLGEN_QUESTIONS_MOST = 256
};

typedef enum token_kind { T_WORD, T_NUMBER, T_STRING, T_PARAM, T_MACRO, T_QUOTED, T_OTHER } token_kind;

typedef struct token {
    token_kind kind;
    const char *text; /* "p", ":first_day", "<=" */
    int line;
    bool space;   /* white space before it */
    int depth;    /* of brackets */
    bool in_list; /* stands in a select list, outside any function's brackets */
    bool write;   /* family table that is written, not read */
    size_t at;    /* offset in the emitted text */
} token;

/* A table with an audience that the question names. */
typedef struct table_ref {
    const char *table;
    const char *alias;
    size_t at; /* token of the table */
} table_ref;

/* Declared parameter or column. */
typedef struct slot {
    const char *name;
    const char *kind; /* int real text blob date */
    bool null;        /* may be NULL */
    bool scope;       /* implied: as_of, reach, actor */
    bool used;
    int line;
} slot;

typedef struct question {
    const char *name;
    gen_text doc;
    int line;
    token tokens[SQLGEN_TOKENS_MOST];
    size_t n;
    slot params[SQLGEN_SLOTS_MOST]; /* declared; after the check: in order of number */
    size_t params_n;
    slot columns[SQLGEN_SLOTS_MOST]; /* declared with =>; after the check: all, in order */
    size_t columns_n;
    const char *all_audiences; /* reason; NULL = none */
    table_ref refs[SQLGEN_REFS_MOST];
    size_t refs_n;
    bool reads;  /* answers rows */
    char *plain; /* before apart columns were blanked: names and types of the columns */
    char *sql;
    char *sql_pg;
} question;

/* What the schema says: tables with an audience, columns that are shown to some only. */
typedef struct apart_column {
    const char *table, *column;
    int reach;
} apart_column;

typedef struct sql_schema {
    sqlite3 *db;
    apart_column *aparts;
    size_t aparts_n;
    gen_words keywords;
} sql_schema;

typedef struct sql_file {
    const char *path;
    const char *prefix; /* "risk" */
    question *questions[SQLGEN_QUESTIONS_MOST];
    size_t n;
    int faults;
} sql_file;

/* "path:line: question: word: what is wrong"; counted, so that all faults are told. */
void sqlgen_fault(sql_file *f, const question *q, int line, const char *what, const char *word);

sql_schema *sqlgen_schema(const char *schema_path, const char *keywords_path);
bool schema_has_audience(const sql_schema *s, const char *table);
int schema_apart(const sql_schema *s, const char *table, const char *column); /* reach; -1 = not apart */

sql_file *sqlgen_read(const char *path);
/* Words and rights; replaces macros and blanks apart columns. */
void sqlgen_check_words(sql_file *f, question *q, const sql_schema *s);
/* Prepares it and learns its parameters and columns. */
void sqlgen_check_types(sql_file *f, question *q, const sql_schema *s);
void sqlgen_write_header(gen_text *out, const sql_file *f);
void sqlgen_write_source(gen_text *out, const sql_file *f);
void sqlgen_write_pg(gen_text *out, const sql_file *f);

/* Tokens as text: no comments, one space where the source had any. Fills token.at. */
char *sqlgen_render(question *q);

#endif
