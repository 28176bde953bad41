/* hooks.h -- how tests make the disk fail and the process die; not in release builds (D24).
 *
 * Every step that must be durable (write, sync, link, rename, cut) is counted from 1 while hooks are set.
 */
#ifndef LEDGER_HOOKS_H
#define LEDGER_HOOKS_H

#include <stdint.h>

#include "ledger/ledger.h"

/* What a power cut may take: a file or a name that is there but not durable yet. */
typedef enum ledger_told {
    LEDGER_PUT_UNSYNCED, /* a file is about to stand at path, its bytes and its name unsynced */
    LEDGER_MOVING,       /* a synced file is about to take the name path; what stood there may come back */
    LEDGER_MOVED,        /* the name is durable */
    LEDGER_ALL_DURABLE,  /* all that was put is */
    LEDGER_WRITING,      /* bytes of path from at on are about to change */
    LEDGER_WRITTEN       /* they are durable, up to at */
} ledger_told;

typedef struct ledger_hooks {
    int steps;        /* counted so far */
    int die_at;       /* _exit(137) before this step, as a kill -9 would; 0 = never */
    int fail_sync_at; /* the first sync at or after this step fails with EIO; 0 = never */
    void (*tell)(void *payload, ledger_told what, const char *path, uint64_t at); /* NULL = nobody asks */
    void *payload;
} ledger_hooks;

#ifdef AK_TEST_HOOKS
/* The handle keeps the pointer. */
void ledger_hooks_set(ledger *l, ledger_hooks *hooks);
#endif

#endif
