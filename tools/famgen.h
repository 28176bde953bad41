/* famgen.h -- the model that famgen reads from data/families.tsv and data/enums.tsv, and its writers. */
#ifndef TOOLS_FAMGEN_H
#define TOOLS_FAMGEN_H

#include "gen.h"

enum { FAMGEN_FIELDS_MOST = 64, FAMGEN_FAMILIES_MOST = 128, FAMGEN_COLUMNS_MOST = 4 };

typedef struct gen_field {
    const char *name;       /* "mass", "src.year" */
    const char *short_name; /* "year" of "src.year" */
    const char *type;       /* "decimal", without list: */
    bool list;
    const char *of; /* "" = none; for references only families that are built */
    bool required;
    bool key;
    int apart;  /* index into famgen_aparts */
    int reach;  /* index into famgen_audiences */
    int parent; /* index of its lines field; -1 = none */
    const char *heads[3];
    const char *doc;
    int line; /* of families.tsv */
} gen_field;

typedef struct gen_family {
    const char *name;
    const char *type_word;
    gen_field fields[FAMGEN_FIELDS_MOST];
    size_t n;
    bool id_key;
    bool plain;
    int reach;
    const char *heads[3];
    const char *doc;
    const char *key; /* as in the table: "whole part where_in" */
} gen_family;

typedef struct gen_value {
    const char *code;
    const char *words[3]; /* nb, da, en */
} gen_value;

typedef struct gen_enum {
    const char *name;
    gen_value *values;
    size_t n;
    bool used; /* by a field that is built */
} gen_enum;

typedef struct gen_model {
    gen_family *common;
    gen_family *families[FAMGEN_FAMILIES_MOST]; /* those that are built, in table order */
    size_t n;
    gen_enum *enums;
    size_t enums_n;
} gen_model;

/* One column of state.db that a field becomes. */
typedef struct gen_column {
    char *name;
    const char *type; /* "TEXT", "INTEGER" */
    const char *part; /* "VALUE", "PREC", ... of column_part in record/family_state.h */
} gen_column;

extern const char *const famgen_audiences[5];
extern const char *const famgen_aparts[5];

/* The columns of a field that is not a list or lines; base is its column name. Returns how many. */
size_t famgen_columns(gen_column *out /* [FAMGEN_COLUMNS_MOST] */, const gen_family *f,
                      const gen_field *field, const char *base);
/* A list or lines field lies in a table of its own: its name. */
bool famgen_is_child(const gen_field *field);
char *famgen_child_table(const gen_family *f, const gen_field *field);

gen_model *famgen_read(const char *families_path, const char *enums_path, const char *keywords_path,
                       const char *issues);
void famgen_write_schema(gen_text *out, const gen_model *m, const char *fixed);
/* The same for PostgreSQL: no STRICT, no WITHOUT ROWID, bigint and bytea. */
void famgen_write_schema_pg(gen_text *out, const char *schema);
/* pg: the same texts as PREPARE statements. */
void famgen_write_tables(gen_text *out, gen_text *pg, const gen_model *m, const char *schema);
void famgen_write_docs(gen_text *out, const gen_model *m);

#endif
