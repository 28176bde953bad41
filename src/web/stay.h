/* stay.h -- a server stays until it is told to go. */
#ifndef WEB_STAY_H
#define WEB_STAY_H

#include "base/arena.h"

/* Before the first thread is made: threads inherit what is blocked, so that no signal goes to one of them. */
AK_MUST_USE ak_code stay_begin(int *fd_out, arena *a, ak_err *err);
/* Until SIGINT or SIGTERM, or until the seconds are over; 0 = no end. */
void stay_until(int fd, int64_t seconds);

#endif
