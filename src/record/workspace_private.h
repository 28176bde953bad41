/* workspace_private.h -- what the files of the workspace share. */
#ifndef RECORD_WORKSPACE_PRIVATE_H
#define RECORD_WORKSPACE_PRIVATE_H

#include <sys/types.h>

#include "record/apply.h"
#include "record/workspace.h"

struct workspace {
    arena *a;
    const char *dir;
    ledger *l;
    arena state_mem; /* of the state's connection and its applier: both go when the file is replaced */
    store *db;
    applier *ap;  /* NULL = to be made */
    dev_t device; /* of the state.db that is open */
    ino_t inode;
    int hold_fd; /* state_hold; -1 = not held */
    const char *party, *name, *zone;
    char key_id[65];
};

/* (Re)opens state.db; *whole = false where it is missing, of another schema, damaged or of another log. */
AK_MUST_USE ak_code state_open(bool *whole, workspace *ws, ak_err *err);
/* Builds a state for entries below size (0: all) into a new file at path, which must not be there. */
AK_MUST_USE ak_code state_build(workspace *ws, const char *path, uint64_t size, const progress *steps,
                                ak_err *err);
void state_close(workspace *ws);
#define STATE_BUILD_NAME "state." /* how files in private/stage begin that the holder builds */

/* Waits until nobody else builds a state: two at a time would be work done twice, and one that began before
 * something was erased could put it back. */
AK_MUST_USE ak_code state_hold(workspace *ws, ak_err *err);
void state_let_go(workspace *ws);
/* Opens state.db, and makes it first where it is not whole. */
AK_MUST_USE ak_code state_open_or_build(workspace *ws, const progress *steps, ak_err *err);
/* Party, name and zone anew. */
AK_MUST_USE ak_code workspace_read_self(workspace *ws, ak_err *err);

#endif
