/* workspace.h -- the folder that holds one organisation's record: opening, settings, contexts.
 *
 * Primary: log/ said/ doc/ batch/ private/ (D3).  Derived: state.db, brought up to the log when it is opened
 * and built anew when it is missing or of another schema.  live.db (drafts, users, sessions, jobs) lies in
 * private/ and is neither derived nor proved.
 * One handle, one thread; web opens a reader store per worker (workspace_reader).
 */
#ifndef RECORD_WORKSPACE_H
#define RECORD_WORKSPACE_H

#include "ledger/keys.h"
#include "record/check.h"
#include "record/ctx.h"

typedef struct workspace_new {
    const char *name;   /* of the organisation; NULL: the folder's name */
    const char *party;  /* "orgnr-no:..."; NULL: local:party/<slug of the name> */
    const char *origin; /* of the log; NULL: local.invalid/<8 hex of the key> */
    const char *zone;   /* "Europe/Oslo" (NULL) or "Europe/Copenhagen" */
    const char *now;    /* moment */
    /* A log that follows another: asked when its key is there, for what it follows; origin = the new log's. NULL =
     * none.  Then a folder in which this was begun before is fine. */
    ak_code (*follow)(ledger_before *out, arena *a, void *payload, str origin, ak_err *err);
    void *payload;
    str before; /* origin of the log that is followed */
} workspace_new;

/* Makes the folder's record: key, own party, zone, name as first statements. */
AK_MUST_USE ak_code workspace_init(const char *dir, const workspace_new *o, ak_err *err);

/* The nearest folder at or above start that holds a workspace. AK_E_NOTFOUND. */
AK_MUST_USE ak_code workspace_find(const char **dir_out, arena *a, const char *start, ak_err *err);

typedef enum workspace_mode { WORKSPACE_READ, WORKSPACE_WRITE } workspace_mode;

/* Both modes bring state.db up to the log, so both may write state.db; READ needs no key. */
AK_MUST_USE ak_code workspace_open(workspace **out, arena *a, const char *dir, workspace_mode mode,
                                   const progress *steps, ak_err *err);
/* Reads in what other processes committed since; cheap when nothing came. */
AK_MUST_USE ak_code workspace_catch_up(workspace *ws, const progress *steps, ak_err *err);

const char *workspace_dir(const workspace *ws);
const char *workspace_path(arena *a, const workspace *ws, const char *name); /* "private/stage" */
ledger *workspace_ledger(const workspace *ws);
store *workspace_state(const workspace *ws);      /* the writer's connection */
const char *workspace_party(const workspace *ws); /* own party, canonical id */
const char *workspace_name(const workspace *ws);
const char *workspace_zone(const workspace *ws);
const char *workspace_key_id(const workspace *ws); /* 64 hex */
/* A second connection to state.db that only reads; belongs to a. */
AK_MUST_USE ak_code workspace_reader(store **out, arena *a, const workspace *ws, ak_err *err);
/* private/live.db, made when missing; belongs to a. */
AK_MUST_USE ak_code workspace_live(store **out, arena *a, const workspace *ws, ak_err *err);

typedef struct ctx_wish {
    language lang;
    const char *now;   /* required */
    const char *as_of; /* date or moment; NULL = now.  A date means its last second in the zone (D8) */
    uint64_t at_size;  /* replay of the first N entries; 0 = no */
    int year;          /* 0 = the year of as_of */
    const char *tables; /* digest of the factor tables; NULL = those here */
    audience reach;
    const char *actor; /* NULL = own party */
    store *db;         /* NULL = workspace_state */
} ctx_wish;

/* INPUT (REC-08x): as_of is no date.  db == NULL and ws == NULL give a context without a workspace. */
AK_MUST_USE ak_code workspace_ctx(ctx *out, arena *a, workspace *ws, const ctx_wish *wish, ak_err *err);

/* Setting as last said by the own party; NULL = never. */
const char *workspace_setting(arena *a, const ctx *c, const char *name);

#endif
