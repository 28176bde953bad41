/* family_state.h -- how a family's rows lie in state.db, so that one piece of code writes any of them.
 *
 * Written by tools/famgen.  What becomes which column is told at the top of tools/famgen_sql.c and, family
 * by family, in docs/families.md.  The texts bind their parameters by number; PostgreSQL prepares them too
 * (tools/pg-prepare), with $n for ?n.
 */
#ifndef RECORD_FAMILY_STATE_H
#define RECORD_FAMILY_STATE_H

#include <stddef.h>

#include "record/family.h"
#include "store/store.h"

/* The head's columns: number of the parameter in every insert, and 1 + column number in every select. */
typedef enum family_bind {
    FAMILY_BIND_SID = 1,
    FAMILY_BIND_SUBJECT,
    FAMILY_BIND_SAID_BY,
    FAMILY_BIND_SIGNED,
    FAMILY_BIND_SAID_ON,
    FAMILY_BIND_SAID_ON_PREC,
    FAMILY_BIND_UNTIL,
    FAMILY_BIND_VALID_FROM,
    FAMILY_BIND_VALID_FROM_PREC,
    FAMILY_BIND_VALID_TO,
    FAMILY_BIND_VALID_TO_PREC,
    FAMILY_BIND_EVIDENCE,
    FAMILY_BIND_AUDIENCE,
    FAMILY_BIND_FIRST /* columns[i] is parameter FAMILY_BIND_FIRST + i */
} family_bind;

/* The same for the row of a child table; the field's columns follow. */
typedef enum family_child_bind {
    FAMILY_CHILD_SID = 1,
    FAMILY_CHILD_LINE,
    FAMILY_CHILD_AUDIENCE, /* the wider of the statement's audience and the field's reach, as a number: max */
    FAMILY_CHILD_FIRST
} family_child_bind;

/* Which part of a field's value a column holds. */
typedef enum column_part {
    PART_VALUE,    /* TEXT: as said, first moment of a date; INTEGER: year, integer, reference */
    PART_PREC,     /* INTEGER: digits known of a date: 4 year, 7 month, 10 day, 20 moment */
    PART_UNIT,     /* TEXT: unit of a decimal */
    PART_MG,       /* INTEGER: NULL where the unit is none of mass */
    PART_PIECES,   /* INTEGER: NULL where the unit is none of count */
    PART_PPB,      /* INTEGER: share in billionths */
    PART_MINOR,    /* INTEGER: money */
    PART_CURRENCY, /* TEXT: ISO 4217 */
    PART_LAT,      /* INTEGER: millionths of a degree */
    PART_LON
} column_part;

typedef struct family_column {
    const char *name; /* "mass_mg" */
    int field;        /* index into the family's fields */
    column_part part;
    bool integer; /* INTEGER, else TEXT */
} family_column;

typedef struct family_child {
    int field;         /* list or lines field of the family */
    const char *table; /* "party_roles" */
    const family_column *columns;
    size_t n;
    const char *insert; /* parameters: FAMILY_CHILD_..., then the columns */
    const char *select; /* ?1 = sid; the columns only, in order of line */
    const char *remove; /* ?1 = sid */
} family_child;

typedef struct family_state {
    const char *table;
    const family_column *columns;
    size_t n;
    const family_child *children;
    size_t children_n;
    const char *insert;    /* parameters: FAMILY_BIND_..., then the columns */
    const char *select;    /* ?1 = sid; head's columns, then the columns */
    const char *set_until; /* ?1 = sid, ?2 = until or NULL */
    /* Neighbours of a place in one voice's row of statements about one subject, for linking `until`:
     * ?1 subject, ?2 said_by, ?3 signed, ?4 said_on, ?5 sid.  One row at most: sid, said_on, until. */
    const char *before; /* last one with (said_on, sid) < (?4, ?5) */
    const char *after;  /* first one with (said_on, sid) > (?4, ?5) */
    const char *remove; /* ?1 = sid */
} family_state;

extern const family_state family_states[]; /* same index as families[] */

/* CREATE statements of the whole state, and a digest of them that stands in meta.schema_digest. */
extern const char family_schema[];
extern const char family_schema_digest[];

/* Every table of the state in the order of the schema, for the equality of two states (D16). */
typedef struct state_table {
    const char *name;
    const char *select; /* all columns, in the order of the key */
} state_table;

extern const state_table state_tables[];
extern const size_t state_tables_n;

/* Indexes that nothing needs while a state is written: whoever writes a whole state at once drops them first
 * and makes them last, which takes half the time. */
typedef struct state_index {
    const char *name;
    const char *drop;
    const char *make;
} state_index;

extern const state_index state_indexes[];
extern const size_t state_indexes_n;

AK_MUST_USE ak_code state_indexes_drop(store *db, ak_err *err);
AK_MUST_USE ak_code state_indexes_make(store *db, ak_err *err); /* those that are not there */
/* One of them before the others: whoever writes turned out to need it. */
AK_MUST_USE ak_code state_index_make(store *db, const char *name, ak_err *err);

#endif
