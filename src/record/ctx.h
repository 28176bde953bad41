/* ctx.h -- who asks, about which world, in which language: what every view and plan is handed.
 *
 * The clock is read once, in main.  as_of is the world at that date as we know it now (D8); at_size what
 * stood in the record then (audits only).  reach is the widest audience the actor sees (D25): every
 * question to the state binds it.
 */
#ifndef RECORD_CTX_H
#define RECORD_CTX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "record/family.h"
#include "store/store.h"

typedef struct workspace workspace; /* record/workspace.h */

typedef struct ctx {
    arena *a;      /* the request: everything a view hands out lives here */
    workspace *ws; /* NULL where the action needs none (init, help, verify FILE) */
    store *db;     /* the state, one read transaction; NULL with ws */
    language lang;
    const char *now;   /* "2026-11-21T21:19:00Z" */
    const char *as_of; /* last second of the asked day, or now */
    const char *tables; /* digest of the factor tables that are asked for, or its beginning; NULL = those here */
    int year;          /* edition of the factor tables (D22): --year, else the year of as_of */
    audience reach;
    const char *actor;        /* party id of whoever acts: the own party on the command line */
    store_scope scope;        /* as_of, reach and the actor's subject.n, as every question binds them */
    uint64_t size;            /* entries of the own log that the state has applied */
    const char *root;         /* its root, 64 hex */
    uint64_t at_size;         /* entries that were asked for; 0 = all there are */
    struct said_block *block; /* of whoever goes through many statements (record/fetch.h); NULL = nobody */
    struct state_names *names; /* of whoever goes through many rows (record/state.h); NULL = nobody */
    struct bundle_shelf *shelf; /* of bundles that were read (record/bundle_words.h); NULL = none yet */
    size_t page_rows;         /* rows a page of a long list shows; 0 = all (files, JSON) */
    struct rests_told
        *rests;         /* where views leave all that they rest on; NULL = nobody asks (record/rests.h) */
    bool json;          /* whoever asks wants JSON: for actions that write their answer themselves */
    const char *dir;    /* -C as given, for what makes or reads a folder; NULL = not given */
    const char *upload; /* folder of files sent by a browser: they are called without it; NULL = none */
    const struct progress *steps; /* shown to whoever waits; NULL = nobody (record/check.h) */
} ctx;

#endif
