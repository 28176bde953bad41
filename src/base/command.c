/* command.c -- one run of another program.
 *
 * Both pipes are served in one loop, so neither side waits for the other.  Our copy of the end that the
 * program reads from stays open until all is written: so writing to a program that has ended is no signal.
 */
#include "base/command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS 5 /* between two looks whether it has ended */

extern char **environ;

typedef struct running {
    const char *name;
    pid_t pid;
    int in[2], out[2]; /* pipes; -1 = closed */
    str rest;          /* still to be written */
    char *got;
    size_t got_n, most;
    int64_t until_ms;
    ak_err *err;
} running;

static int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static ak_code start(running *r, char *const *argv)
{
    posix_spawn_file_actions_t acts;
    if (pipe2(r->in, O_CLOEXEC) != 0 || pipe2(r->out, O_CLOEXEC) != 0)
        return ak_fail_errno(r->err, "start", r->name);
    if (posix_spawn_file_actions_init(&acts) != 0)
        return ak_fail_errno(r->err, "start", r->name);
    int wrong = posix_spawn_file_actions_adddup2(&acts, r->in[0], STDIN_FILENO) |
                posix_spawn_file_actions_adddup2(&acts, r->out[1], STDOUT_FILENO);
    if (!wrong)
        wrong = posix_spawnp(&r->pid, argv[0], &acts, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&acts);
    shut(&r->out[1]);
    if (wrong)
        return ak_fail(r->err, &CMD_001, r->name, strerror(wrong));
    fcntl(r->in[1], F_SETFL, O_NONBLOCK);
    fcntl(r->out[0], F_SETFL, O_NONBLOCK);
    return AK_OK;
}

static void feed(running *r)
{
    ssize_t n = r->rest.n ? write(r->in[1], r->rest.p, r->rest.n) : 0;
    if (n > 0)
        r->rest = (str){r->rest.p + n, r->rest.n - (size_t)n};
    if (r->rest.n == 0) {
        shut(&r->in[1]);
        shut(&r->in[0]);
    }
}

/* One byte more than may be is taken, to see that there is one. */
static ak_code take(running *r, bool *ended)
{
    ssize_t n = read(r->out[0], r->got + r->got_n, r->most + 1 - r->got_n);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return AK_OK;
    if (n > 0)
        r->got_n += (size_t)n;
    *ended = n <= 0;
    return r->got_n > r->most ? ak_fail(r->err, &CMD_004, r->name, ak_arg_int((int64_t)r->most)) : AK_OK;
}

static ak_code late(const running *r)
{
    return clock_ms() >= r->until_ms ? ak_fail(r->err, &CMD_002, r->name) : AK_OK;
}

/* Writes and reads until the program has closed its output. */
static ak_code talk(running *r)
{
    for (bool ended = false; !ended;) {
        struct pollfd fds[2] = {
            {.fd = r->out[0], .events = POLLIN },
            {.fd = r->in[1],  .events = POLLOUT}
        };
        AK_TRY(late(r));
        int64_t left = r->until_ms - clock_ms();
        if (poll(fds, 2, left > 0 ? (int)left : 0) < 0 && errno != EINTR)
            return ak_fail_errno(r->err, "wait for", r->name);
        if (r->in[1] >= 0 && fds[1].revents)
            feed(r);
        if (fds[0].revents)
            AK_TRY(take(r, &ended));
    }
    return AK_OK;
}

static ak_code wait_end(running *r)
{
    int status = 0;
    for (pid_t done = 0; done != r->pid;) {
        done = waitpid(r->pid, &status, WNOHANG);
        if (done < 0 && errno != EINTR)
            return ak_fail_errno(r->err, "wait for", r->name);
        if (done == r->pid)
            break;
        AK_TRY(late(r));
        nanosleep(&(struct timespec){.tv_nsec = LOOK_MS * 1000000L}, NULL);
    }
    r->pid = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return AK_OK;
    return ak_fail(r->err, &CMD_003, r->name,
                   ak_arg_int(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)));
}

ak_code command_run(str *out, arena *a, char *const *argv, str in, size_t out_max, int wait_ms, ak_err *err)
{
    running r = {
        .name = argv[0],
        .in = {-1, -1},
        .out = {-1, -1},
        .rest = in,
        .got = arena_alloc(a, out_max + 1),
        .most = out_max,
        .until_ms = clock_ms() + wait_ms,
        .err = err,
    };
    ak_code code = start(&r, argv);
    if (code == AK_OK)
        code = talk(&r);
    if (code == AK_OK)
        code = wait_end(&r);
    if (r.pid > 0) { /* not waited for: something went wrong */
        kill(r.pid, SIGKILL);
        while (waitpid(r.pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    for (int i = 0; i < 2; i++) {
        shut(&r.in[i]);
        shut(&r.out[i]);
    }
    *out = (str){r.got, r.got_n};
    return code;
}
