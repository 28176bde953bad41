/* main.c -- reads the command line and the clock, does one action, shows what came of it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/perform.h"
#include "base/date.h"
#include "base/message.h"

/* The clock is read here and nowhere else (D8). Test builds may be told another one (D24). */
static int64_t clock_read(void)
{
#ifdef AK_TEST_HOOKS
    const char *told = getenv("AKTSOM_NOW");
    int64_t s;
    if (told && moment_read(&s, str_of(told), NULL) == AK_OK)
        return s;
#endif
    return moment_now();
}

/* Secrets stay in this process: private files, no core dump (decisions section 3, hole 2). */
static void guard_process(void)
{
    umask(077);
    prctl(PR_SET_DUMPABLE, 0);
    signal(SIGPIPE, SIG_IGN);
}

int main(int argc, char **argv)
{
    guard_process();
    arena a = {0};
    ak_err err = {0};
    cli line;
    char now[MOMENT_TEXT_BYTES];
    moment_text(now, clock_read());
    int status = 0;
    ak_code code = cli_read(&line, &a, argc - 1, argv + 1, &err);
    if (code == AK_OK)
        code = cli_meant(&line, &a, perform(&status, &a, &line, now, &err), &err);
    if (code != AK_OK) {
        if (line.form == CLI_JSON)
            fprintf(stderr, "%s\n", message_err_json(&a, line.lang, &err).p);
        else
            fprintf(stderr, "aktsom: %s\n", message_err(&a, line.lang, &err));
        status = ak_exit_status(code);
    }
    if (fflush(stdout) != 0 && errno != EPIPE && status == 0) {
        fprintf(stderr, "aktsom: %s\n", strerror(errno));
        status = ak_exit_status(AK_E_SYSTEM);
    }
    arena_free(&a);
    return status;
}
