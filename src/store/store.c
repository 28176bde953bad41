/* store.c -- connections, transactions and prepared statements over SQLite. */
#include "store/store_private.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define STORE_BUSY_MS 10000

/* SQLite's answer as one of our rules. */
static const ak_rule *rule_of(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return &STO_003;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return &STO_002;
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
        return &STO_004;
    case SQLITE_TOOBIG:
        return &STO_007;
    case SQLITE_READONLY:
        return &STO_008;
    default:
        return &STO_005;
    }
}

ak_code store_fail(store *db, int rc, ak_err *err)
{
    return ak_fail(err, rule_of(rc),
                   rc == STORE_RC_INJECTED ? "made to fail by a test" : sqlite3_errmsg(db->sqlite));
}

bool store_call_fails(store *db)
{
    db->calls++;
    return db->fail_at && --db->fail_at == 0;
}

static ak_code exec(store *db, const char *sql, ak_err *err)
{
    if (store_call_fails(db))
        return store_fail(db, STORE_RC_INJECTED, err);
    int rc = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? AK_OK : store_fail(db, rc, err);
}

/* The settings of every connection.  What a hostile file could make SQLite do is switched off. */
static ak_code settle(store *db, ak_err *err)
{
    sqlite3_extended_result_codes(db->sqlite, 1);
    sqlite3_busy_timeout(db->sqlite, STORE_BUSY_MS);
    if (db->mode == STORE_BUILD) /* before DEFENSIVE, which forbids it without a word */
        AK_TRY(exec(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA threads = 2;", err));
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_limit(db->sqlite, SQLITE_LIMIT_ATTACHED, 0);
    AK_TRY(exec(db, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;",
                err));
    if (db->mode == STORE_READ)
        return exec(db, "PRAGMA query_only = ON;", err);
    if (db->mode == STORE_BUILD)
        return AK_OK;
    /* fails with 'not a database' where it is none */
    return exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;", err);
}

/* SQLite counts every byte of its memory under one lock, for a statistic that nobody here asks for; before
 * its first use that can be left out.  Fails where something else began before: then it counts. */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void library_start(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static void close_handle(void *handle)
{
    store_close(handle);
}

ak_code store_open(store **out, arena *a, const char *path, store_mode mode, ak_err *err)
{
    static const int flags[] = {
        [STORE_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
        [STORE_BUILD] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
        [STORE_WRITE] = SQLITE_OPEN_READWRITE,
        [STORE_READ] = SQLITE_OPEN_READONLY,
    };
    struct stat there;
    if ((mode == STORE_CREATE || mode == STORE_BUILD) && stat(path, &there) == 0)
        return ak_fail(err, &STO_009, path);
    pthread_once(&once, library_start);
    store *db = ARENA_NEW(a, store);
    *db = (store){.a = a, .mode = mode};
    int rc = sqlite3_open_v2(path, &db->sqlite, flags[mode] | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK) {
        ak_code code =
            ak_fail(err, &STO_001, path, db->sqlite ? sqlite3_errmsg(db->sqlite) : strerror(ENOMEM));
        sqlite3_close(db->sqlite);
        return code;
    }
    arena_own(a, close_handle, db);
    AK_TRY(settle(db, err));
    /* reads the first page now, so that what is no database is said here */
    AK_TRY(exec(db, "SELECT count(*) FROM sqlite_schema;", err));
    *out = db;
    return AK_OK;
}

void store_close(store *db)
{
    if (!db->sqlite)
        return;
    for (size_t i = 0; i < STORE_CHAINS; i++)
        for (store_statement *s = db->chains[i]; s; s = s->next)
            sqlite3_finalize(s->stmt);
    memset((void *)db->chains, 0, sizeof db->chains);
    sqlite3_close(db->sqlite);
    db->sqlite = NULL;
}

ak_code store_built(store *db, ak_err *err)
{
    assert(db->mode == STORE_BUILD);
    /* changing the kind of journal writes the first page, and its commit syncs the whole file */
    AK_TRY(exec(db, "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL;", err));
    db->mode = STORE_WRITE;
    return AK_OK;
}

ak_code store_cache(store *db, int mib, ak_err *err)
{
    arena tmp = {0};
    ak_code code = exec(db, arena_printf(&tmp, "PRAGMA cache_size = -%d", mib * 1024), err);
    arena_free(&tmp);
    return code;
}

/* The new file counts as attached while it is written. */
static ak_code vacuum(store *db, const char *sql, ak_err *err)
{
    sqlite3_limit(db->sqlite, SQLITE_LIMIT_ATTACHED, 1);
    ak_code code = exec(db, sql, err);
    sqlite3_limit(db->sqlite, SQLITE_LIMIT_ATTACHED, 0);
    return code;
}

ak_code store_scrub(store *db, ak_err *err)
{
    AK_TRY(vacuum(db, "VACUUM;", err));
    return exec(db, "PRAGMA wal_checkpoint(TRUNCATE);", err);
}

ak_code store_copy(store *db, const char *path, ak_err *err)
{
    arena tmp = {0};
    buf sql = buf_new(&tmp, 0);
    buf_add_c(&sql, "VACUUM INTO '");
    for (const char *p = path; *p; p++) {
        buf_add_char(&sql, *p);
        if (*p == '\'')
            buf_add_char(&sql, '\'');
    }
    buf_add_c(&sql, "';");
    ak_code code = vacuum(db, str_c(&tmp, buf_str(&sql)), err);
    arena_free(&tmp);
    return code;
}

ak_code store_script(store *db, const char *sql, ak_err *err)
{
    return exec(db, sql, err);
}

/* ---- Transactions ---- */

typedef struct open_transaction {
    store *db;
    uint64_t serial;
} open_transaction;

static void roll_back_if_open(void *handle)
{
    const open_transaction *t = handle;
    if (t->db->sqlite && t->db->transaction == t->serial)
        store_rollback(t->db);
}

static ak_code begin(store *db, arena *a, const char *how, ak_err *err)
{
    assert(!db->transaction); /* one at a time */
    AK_TRY(exec(db, how, err));
    db->transaction = ++db->transactions;
    open_transaction *t = ARENA_NEW(a, open_transaction);
    *t = (open_transaction){db, db->transaction};
    arena_own(a, roll_back_if_open, t);
    return AK_OK;
}

ak_code store_begin(store *db, arena *a, ak_err *err)
{
    return begin(db, a, db->mode == STORE_READ ? "BEGIN" : "BEGIN IMMEDIATE", err);
}

ak_code store_begin_read(store *db, arena *a, ak_err *err)
{
    return begin(db, a, "BEGIN", err);
}

bool store_in_transaction(const store *db)
{
    return db->transaction != 0;
}

ak_code store_commit(store *db, ak_err *err)
{
    assert(db->transaction);
    AK_TRY(exec(db, "COMMIT", err));
    db->transaction = 0;
    return AK_OK;
}

void store_rollback(store *db)
{
    db->transaction = 0;
    if (!sqlite3_get_autocommit(db->sqlite))
        (void)sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL,
                           NULL); /* cannot fail but by being done already */
}

/* ---- Statements ---- */

static size_t chain_of(const char *sql)
{
    uintptr_t at = (uintptr_t)sql;
    return (at >> 4 ^ at >> 12) % STORE_CHAINS;
}

ak_code store_prepare(store_statement **out, store *db, const char *sql, ak_err *err)
{
    store_statement **chain = &db->chains[chain_of(sql)];
    for (store_statement *s = *chain; s; s = s->next)
        if (s->sql == sql && !s->busy) {
            *out = s;
            return AK_OK;
        }
    if (store_call_fails(db))
        return store_fail(db, STORE_RC_INJECTED, err);
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v3(db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
    if (rc != SQLITE_OK) {
        if ((rc & 0xff) != SQLITE_ERROR)
            return store_fail(db, rc, err);
        return ak_fail(err, &STO_006, sql, sqlite3_errmsg(db->sqlite)); /* the text and the tables differ */
    }
    store_statement *s = ARENA_NEW(db->a, store_statement);
    *s = (store_statement){.db = db, .stmt = stmt, .sql = sql, .next = *chain};
    *chain = s;
    *out = s;
    return AK_OK;
}

/* Binding fails only for a place that is not there or for want of memory: our own mistake, or the end. */
static void bound(int rc)
{
    assert(rc == SQLITE_OK);
    (void)rc;
}

void store_bind_int(store_statement *s, int at, int64_t n)
{
    bound(sqlite3_bind_int64(s->stmt, at, n));
}

void store_bind_real(store_statement *s, int at, double x)
{
    bound(sqlite3_bind_double(s->stmt, at, x));
}

void store_bind_text(store_statement *s, int at, str text)
{
    bound(sqlite3_bind_text64(s->stmt, at, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8));
}

void store_bind_blob(store_statement *s, int at, str bytes)
{
    bound(sqlite3_bind_blob64(s->stmt, at, bytes.p, bytes.n, SQLITE_STATIC));
}

void store_bind_null(store_statement *s, int at)
{
    bound(sqlite3_bind_null(s->stmt, at));
}

void store_reset(store_statement *s)
{
    (void)sqlite3_reset(s->stmt); /* repeats the error of the step, which was told then */
    (void)sqlite3_clear_bindings(s->stmt);
    s->busy = false;
}

ak_code store_step(store_statement *s, bool *row, ak_err *err)
{
    *row = false;
    s->busy = true;
    int rc = store_call_fails(s->db) ? STORE_RC_INJECTED : sqlite3_step(s->stmt);
    if (rc == SQLITE_ROW) {
        *row = true;
        return AK_OK;
    }
    ak_code code = rc == SQLITE_DONE ? AK_OK : store_fail(s->db, rc, err);
    store_reset(s);
    return code;
}

ak_code store_step_done(store_statement *s, ak_err *err)
{
    bool row = false;
    AK_TRY(store_step(s, &row, err));
    assert(!row);
    return AK_OK;
}

int store_columns(const store_statement *s)
{
    return sqlite3_column_count(s->stmt);
}

bool store_is_null(const store_statement *s, int column)
{
    return sqlite3_column_type(s->stmt, column) == SQLITE_NULL;
}

store_kind store_kind_of(const store_statement *s, int column)
{
    switch (sqlite3_column_type(s->stmt, column)) {
    case SQLITE_INTEGER:
        return STORE_INT;
    case SQLITE_FLOAT:
        return STORE_REAL;
    case SQLITE_BLOB:
        return STORE_BLOB;
    default:
        return STORE_TEXT;
    }
}

int64_t store_int(const store_statement *s, int column)
{
    return sqlite3_column_int64(s->stmt, column);
}

double store_real(const store_statement *s, int column)
{
    return sqlite3_column_double(s->stmt, column);
}

str store_text(const store_statement *s, int column)
{
    const char *p = (const char *)sqlite3_column_text(s->stmt, column);
    return (str){p, p ? (size_t)sqlite3_column_bytes(s->stmt, column) : 0};
}

str store_blob(const store_statement *s, int column)
{
    if (store_is_null(s, column))
        return (str){0};
    const char *p = sqlite3_column_blob(s->stmt, column);
    return (str){p ? p : "",
                 (size_t)sqlite3_column_bytes(s->stmt, column)}; /* an empty blob has no p of its own */
}

void store_fail_at(store *db, uint64_t n)
{
    db->fail_at = n;
}

uint64_t store_calls(const store *db)
{
    return db->calls;
}
