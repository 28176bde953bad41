/* fault_table.h -- what verify and monitor found, as a table. */
#ifndef APP_FAULT_TABLE_H
#define APP_FAULT_TABLE_H

#include "base/fault.h"
#include "base/view.h"
#include "record/ctx.h"

/* Place, entry (from 0), code, text, remedy. */
view *fault_table(ctx *c, const fault_list *faults);

#endif
