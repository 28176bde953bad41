/* stay.c -- a server stays until it is told to go. */
#include "web/stay.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void close_fd(void *fd)
{
    close((int)(intptr_t)fd);
}

ak_code stay_begin(int *fd_out, arena *a, ak_err *err)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    *fd_out = signalfd(-1, &set, SFD_CLOEXEC);
    if (*fd_out < 0)
        return ak_fail_errno(err, "wait for", "signals");
    arena_own(a, close_fd, (void *)(intptr_t)*fd_out);
    return AK_OK;
}

void stay_until(int fd, int64_t seconds)
{
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    int64_t ms = seconds > 0 ? seconds * 1000 : -1;
    while (poll(&wanted, 1, ms > INT32_MAX ? INT32_MAX : (int)ms) < 0 && errno == EINTR)
        ;
}
