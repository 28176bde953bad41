/* keep_actions.h -- erase, backup, restore, check: what keeps a workspace whole. */
#ifndef APP_KEEP_ACTIONS_H
#define APP_KEEP_ACTIONS_H

#include "record/action.h"

/* After the tombstones of an erasing were committed: said/, the state and all backups in reach. */
ak_code erase_after(ctx *c, const args *a, plan *p, bool applied, ak_err *err);
ak_code backup_view(view **out, ctx *c, const args *g, ak_err *err);
ak_code restore_view(view **out, ctx *c, const args *g, ak_err *err);
/* Does what is open and can be done now (erasing in backups that were out of reach); wanting when something
 * stays open. */
ak_code keep_check_view(view **out, ctx *c, const args *g, ak_err *err);

#endif
