/* store_private.h -- what the files of this room share. */
#ifndef STORE_STORE_PRIVATE_H
#define STORE_STORE_PRIVATE_H

#include <sqlite3.h>

#include "store/store.h"

#define STORE_CHAINS      256
#define STORE_RC_INJECTED (SQLITE_IOERR | (99 << 8)) /* no code of SQLite's */

struct store_statement {
    store *db;
    sqlite3_stmt *stmt;
    const char *sql; /* known by its address */
    bool busy;
    store_statement *next;
};

struct store {
    arena *a;
    sqlite3 *sqlite; /* NULL = closed */
    store_mode mode;
    uint64_t transaction;  /* serial number of the open one; 0 = none */
    uint64_t transactions; /* begun so far */
    uint64_t calls;
    uint64_t fail_at; /* calls until the one that fails; 0 = none */
    store_statement *chains[STORE_CHAINS];
};

AK_MUST_USE ak_code store_fail(store *db, int rc, ak_err *err);
/* Counts a call; true when it is the one that a test wants to fail. */
bool store_call_fails(store *db);

#endif
