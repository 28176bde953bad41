/* perform.h -- one action from the command line: context, view or plan, rendering. */
#ifndef APP_PERFORM_H
#define APP_PERFORM_H

#include "app/cli.h"

/* status_out: 0, or AK_EXIT_WANTING, or that of faults in the input.  now: the moment read in main. */
AK_MUST_USE ak_code perform(int *status_out, arena *a, const cli *line, const char *now, ak_err *err);

#endif
