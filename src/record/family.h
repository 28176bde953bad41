/* family.h -- the families of statements: the one data model, as tables.
 *
 * data/families.tsv is the only list; tools/famgen writes from it, at build, these tables, the schema of
 * state.db (SQLite and PostgreSQL, record/family_state.h), and docs/families.md.  Form labels, import
 * columns and completion read the tables here.
 * A family is what a statement is about (party, site, supply ...); a field is one thing it says.
 */
#ifndef RECORD_FAMILY_H
#define RECORD_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

typedef enum field_type {
    FIELD_TEXT,   /* one line */
    FIELD_PROSE,  /* several lines */
    FIELD_CODE,   /* word of the list named in .of */
    FIELD_ENUM,   /* value of the enum named in .of */
    FIELD_DATE,   /* with its precision */
    FIELD_MOMENT, /* UTC */
    FIELD_YEAR,
    FIELD_INTEGER,
    FIELD_DECIMAL,  /* number with its source text; .of names the dimension ("mass", "any") */
    FIELD_SHARE,    /* 0..1 */
    FIELD_MONEY,    /* minor units and currency */
    FIELD_TRI,      /* yes, no, unknown; empty = not said */
    FIELD_REF,      /* subject of the families in .of, parted by | ("any", "act", "statement", "country") */
    FIELD_DOCUMENT, /* document of the record: its SHA-256 */
    FIELD_DIGEST,   /* 64 hex */
    FIELD_POINT,    /* WGS 84 latitude longitude */
    FIELD_COUNTRY,  /* ISO 3166-1 */
    FIELD_REGION,   /* ISO 3166-2 */
    FIELD_LANGUAGE, /* BCP 47 */
    FIELD_UNIT,     /* UN/ECE Rec 20 */
    FIELD_URL,
    FIELD_EMAIL,
    FIELD_ID,   /* identifier column that gives the subject; .of names the scheme */
    FIELD_LINES /* group of fields, child table; its members have .parent set */
} field_type;

typedef enum field_apart { APART_NO, APART_PERSONAL, APART_PRICE, APART_PLACE, APART_SECRET } field_apart;
typedef enum audience {
    AUDIENCE_PUBLIC,
    AUDIENCE_PARTNERS,
    AUDIENCE_ORGANISATION,
    AUDIENCE_CASE,
    AUDIENCE_NAMED
} audience;
typedef enum evidence {
    EVIDENCE_NONE, /* not said */
    EVIDENCE_ASSUMED,
    EVIDENCE_SELF_DECLARED,
    EVIDENCE_DOCUMENTED,
    EVIDENCE_VERIFIED,
    EVIDENCE_MEASURED
} evidence;

typedef struct field {
    const char *name; /* "mass", or "src.year" for a member of the lines src */
    field_type type;
    bool list;      /* list:type: several values */
    const char *of; /* enum, code list, dimension, families or scheme; "" */
    bool required;
    bool key; /* part of the family's key */
    field_apart apart;
    audience reach;       /* least reach that sees the field */
    int parent;           /* index of the lines field it belongs to; -1 = none */
    const char *heads[3]; /* header words in nb, da, en, parted by | */
    const char *doc;      /* English; translated where shown */
} field;

typedef struct family {
    const char *name;      /* "supply"; also the type word in the head, but signing_key = "key" ... */
    const char *type_word; /* ... "factor_table" = "table", "not_same" = "not-same" */
    const field *fields;
    size_t n;
    bool id_key;    /* key is an identifier or slug, not fields */
    const int *key; /* fields of the key, in the order in which they stand in ids; NULL with id_key */
    size_t key_n;
    bool plain;           /* the ledger's own: plain body */
    audience reach;       /* default audience */
    const char *heads[3]; /* sheet and file words */
    const char *doc;
} family;

extern const family families[]; /* in the order of families.tsv; the index stands in state.db */
extern const size_t families_n;
extern const family family_common; /* the head's columns that any sheet may carry */

/* By name or type word; -1 = none. */
int family_find(str name);
int field_find(const family *f, str name);
/* By header word in a language (0 nb, 1 da, 2 en), given folded (str_fold); -1 = none.  At most one fits. */
int field_find_head(const family *f, int language, str folded);
/* Whether the folded word is one of the words parted by |: families[i].heads[language] for sheet names. */
bool head_words_have(const char *heads, str folded);

typedef struct enum_value {
    const char *code;     /* "self_declared" */
    const char *words[3]; /* nb, da, en */
} enum_value;

typedef struct enumeration {
    const char *name;
    const enum_value *values;
    size_t n;
} enumeration;

extern const enumeration enumerations[];
extern const size_t enumerations_n;
const enumeration *enum_find(const char *name);
/* Index by code alone, by code or any language's word, folded; -1 = none. */
int enum_code_find(const enumeration *e, str code);
int enum_value_find(const enumeration *e, arena *tmp, str word);

#endif
