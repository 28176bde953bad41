/* hooks.h -- how tests make the disk fail and the process die; not in release builds (D24).
 *
 * Every step that must be durable (write, sync, link, rename, cut) is counted from 1 while hooks are set.
 */
#ifndef LEDGER_HOOKS_H
#define LEDGER_HOOKS_H

#include "ledger/ledger.h"

typedef struct ledger_hooks {
    int steps;        /* counted so far */
    int die_at;       /* _exit(137) before this step, as a kill -9 would; 0 = never */
    int fail_sync_at; /* the first sync at or after this step fails with EIO; 0 = never */
} ledger_hooks;

#ifdef AK_TEST_HOOKS
/* The handle keeps the pointer. */
void ledger_hooks_set(ledger *l, ledger_hooks *hooks);
#endif

#endif
