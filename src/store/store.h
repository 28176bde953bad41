/* store.h -- the state's database behind one narrow interface; SQLite today, and only this room names it.
 *
 * A store is one connection: one thread at a time.  Questions stand in sql/ROOM.sql; tools/sqlgen checks
 * them at build and writes typed functions over store_ask (ROOM_sql.h), so that feature code never binds a
 * column by hand:
 *
 *     store_query *q = NULL;
 *     AK_TRY(risk_incidents_open(&q, tmp, c->db, &c->scope, &params, err));
 *     risk_incidents_row row;
 *     for (bool more; ; ) {
 *         AK_TRY(risk_incidents_next(q, &row, &more, err));
 *         if (!more)
 *             break;
 *         ...
 *     }
 *
 * Everything that is open belongs to an arena and closes when that is rewound: queries, transactions that
 * were not committed (they roll back), readers of the pool (they go back).  The store outlives them.
 * Nothing here is PostgreSQL-proof by promise only: tools/pg-prepare prepares every text on one.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "store/rules.h"

typedef struct store store;

typedef enum store_mode {
    STORE_CREATE, /* the file must not be there yet; ":memory:" lives as long as the store */
    STORE_BUILD,  /* as STORE_CREATE, of a file that nobody sees before store_built: no journal, no syncs */
    STORE_WRITE,
    STORE_READ /* every write fails */
} store_mode;

/* Opens for as long as the arena lives.  WAL, synchronous NORMAL (the state can be rebuilt, a power cut may
 * cost the last commits but never tears it), no temporary files, 10 s of waiting for another writer.
 * STO-001 cannot be opened, STO-002 is not whole, STO-009 is there already. */
AK_MUST_USE ak_code store_open(store **out, arena *a, const char *path, store_mode mode, ak_err *err);
/* Closes before its arena is rewound: for the rename that follows a rebuild. */
void store_close(store *db);
/* What was built becomes durable, and a store as any other.  Until then a crash or an error leaves a file that
 * is good for nothing. */
AK_MUST_USE ak_code store_built(store *db, ak_err *err);
/* Memory for pages, 32 MiB where nothing else is said: whoever writes a whole state wants more. */
AK_MUST_USE ak_code store_cache(store *db, int mib, ak_err *err);
/* Runs statements that answer nothing, such as a schema. */
AK_MUST_USE ak_code store_script(store *db, const char *sql, ak_err *err);

/* Writes the file anew without what was deleted, and empties the write-ahead file: no byte of a deleted row
 * stays.  O(size of the store); waits for readers. */
AK_MUST_USE ak_code store_scrub(store *db, ak_err *err);

/* The whole store, without what was deleted, into a new file at path. */
AK_MUST_USE ak_code store_copy(store *db, const char *path, ak_err *err);

/* One transaction at a time.  Without store_commit it rolls back when the arena is rewound.  In a reader it
 * holds one picture of the state. */
AK_MUST_USE ak_code store_begin(store *db, arena *a, ak_err *err);
/* The same for reading only, which does not keep other writers out: many questions without a lock for each. */
AK_MUST_USE ak_code store_begin_read(store *db, arena *a, ak_err *err);
bool store_in_transaction(const store *db);
AK_MUST_USE ak_code store_commit(store *db, ak_err *err);
void store_rollback(store *db);

/* ---- Questions: what sqlgen writes ---- */

typedef enum store_kind {
    STORE_INT,  /* int64_t */
    STORE_REAL, /* double */
    STORE_TEXT, /* str; p == NULL is NULL */
    STORE_BLOB, /* str; p == NULL is NULL */
    STORE_DATE  /* const char *, parameters only */
} store_kind;

/* A parameter or a column and its place in the params or row struct. */
typedef struct store_slot {
    const char *name;
    store_kind kind;
    bool scope; /* parameter that comes from the scope */
    size_t at;
    int has_at; /* of the bool that says whether a number is there; -1 = always */
} store_slot;

typedef struct store_question {
    const char *name; /* "risk.incidents" */
    const char *sql;
    const char *sql_pg;
    const store_slot *params;
    size_t params_n;
    const store_slot *columns;
    size_t columns_n;
    size_t row_bytes;
} store_question;

/* Who asks, about the world of which day.  Zero sees nothing but what is public, of no day. */
typedef struct store_scope {
    const char *as_of; /* "2026-11-21T23:59:59Z" */
    int reach;         /* widest audience seen: 0 public .. 3 case handlers; 4 goes by name */
    int64_t actor;     /* subject.n of the acting party, for what names it; 0 = nobody */
} store_scope;

typedef struct store_query store_query;

/* Starts a question; params are copied. */
AK_MUST_USE ak_code store_ask(store_query **out, arena *a, store *db, const store_question *what,
                              const store_scope *scope, const void *params, ak_err *err);
/* Fills the row; its texts live until the next call.  *more is false behind the last row, and stays so. */
AK_MUST_USE ak_code store_next(store_query *q, const store_question *what, void *row, bool *more,
                               ak_err *err);
/* The first row, its texts copied into the arena; *found says whether there is one. */
AK_MUST_USE ak_code store_one(void *row, bool *found, arena *a, store *db, const store_question *what,
                              const store_scope *scope, const void *params, ak_err *err);
/* All rows as one array in the arena, texts copied.  The arena's limit is checked as it grows. */
AK_MUST_USE ak_code store_all(void *rows_out, size_t *n, arena *a, store *db, const store_question *what,
                              const store_scope *scope, const void *params, ak_err *err);
/* A question that writes; *changed (may be NULL) = rows. */
AK_MUST_USE ak_code store_run(store *db, const store_question *what, const store_scope *scope,
                              const void *params, int64_t *changed, ak_err *err);

/* ---- Statements by hand: for code that serves every family (record/family_state.h) ---- */

typedef struct store_statement store_statement;

/* Prepared once and kept: sql must live as long as the store and is known again by its address.  A statement
 * that is running is never handed out twice. */
AK_MUST_USE ak_code store_prepare(store_statement **out, store *db, const char *sql, ak_err *err);
/* Parameters from 1; texts are borrowed until the statement is done.  A str without p binds NULL. */
void store_bind_int(store_statement *s, int at, int64_t n);
void store_bind_real(store_statement *s, int at, double x);
void store_bind_text(store_statement *s, int at, str text);
void store_bind_blob(store_statement *s, int at, str bytes);
void store_bind_null(store_statement *s, int at);
/* *row = false: done, and reset for the next use. */
AK_MUST_USE ak_code store_step(store_statement *s, bool *row, ak_err *err);
/* For statements that answer nothing. */
AK_MUST_USE ak_code store_step_done(store_statement *s, ak_err *err);
void store_reset(store_statement *s); /* to stop before the last row */
/* Columns from 0; texts live until the next step. */
int store_columns(const store_statement *s);
bool store_is_null(const store_statement *s, int column);
store_kind store_kind_of(const store_statement *s,
                         int column); /* of what is not NULL: INT, REAL, TEXT, BLOB */
int64_t store_int(const store_statement *s, int column);
double store_real(const store_statement *s, int column);
str store_text(const store_statement *s, int column);
str store_blob(const store_statement *s, int column);

/* ---- Readers for threads ---- */

typedef struct store_pool store_pool;

/* At most `most` readers of one file; a file that was renamed into its place is opened anew. */
AK_MUST_USE ak_code store_pool_open(store_pool **out, arena *a, const char *path, size_t most, ak_err *err);
/* A reader in one read transaction, until the arena is rewound.  AK_E_LIMIT (STO-010) when all are taken. */
AK_MUST_USE ak_code store_pool_take(store **out, arena *a, store_pool *pool, ak_err *err);

/* ---- Tests ---- */

/* From now on the n-th call into the database fails as a disk would (STO-004); 0 = none. */
void store_fail_at(store *db, uint64_t n);
uint64_t store_calls(const store *db); /* since opening */

#endif
