/* command.h -- one run of another program: bytes in, few bytes out, and no longer than it may take.
 *
 * No shell: argv is handed over as it stands.  The program has our environment and standard error; what it
 * writes is read up to a limit; when the time is up, or it writes more, it is killed.
 */
#ifndef BASE_COMMAND_H
#define BASE_COMMAND_H

#include "base/arena.h"
#include "base/str.h"

/* argv ends with NULL; argv[0] is looked up in PATH when it has no slash.  *out = what it wrote.  Errors:
 * CMD-001 it cannot be started, CMD-002 it took longer, CMD-003 it ended with a failure, CMD-004 it wrote more
 * than out_max bytes.  Any thread. */
AK_MUST_USE ak_code command_run(str *out, arena *a, char *const *argv, str in, size_t out_max, int wait_ms,
                                ak_err *err);

#endif
