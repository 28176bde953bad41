/* passphrase.c -- asking for passphrases. */
#include "app/passphrase.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/rules.h"
#include "ledger/key.h"
#include "ledger/rules.h"

/* Up to the end of the line or of the file; one byte at a time, so that nothing behind it is taken. */
static bool line_read(str *out, arena *a, int fd)
{
    char *p = arena_alloc(a, KEY_PASSPHRASE_BYTES_MAX + 1);
    size_t n = 0;
    ssize_t got;
    while ((got = read(fd, p + n, 1)) == 1 && p[n] != '\n')
        if (++n > KEY_PASSPHRASE_BYTES_MAX)
            return false;
    *out = (str){p, n};
    return got >= 0;
}

static ak_code of_file(str *out, arena *a, const char *path, ak_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return ak_fail_errno(err, "open", path);
    bool ok = line_read(out, a, fd);
    close(fd);
    return ok ? AK_OK : ak_fail_errno(err, "read", path);
}

static void tell(int fd, const char *text)
{
    ssize_t n = write(fd, text, strlen(text));
    (void)n; /* a terminal that shows no question still takes the answer */
}

static bool of_terminal(str *out, arena *a, const char *question)
{
    struct termios was, quiet;
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return false;
    bool ok = tcgetattr(fd, &was) == 0;
    quiet = was;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    ok = ok && tcsetattr(fd, TCSAFLUSH, &quiet) == 0;
    if (ok) {
        tell(fd, question);
        ok = line_read(out, a, fd);
        tcsetattr(fd, TCSAFLUSH, &was);
        tell(fd, "\n");
    }
    close(fd);
    return ok;
}

ak_code passphrase_ask(str *out, arena *a, void *payload, str origin, ak_err *err)
{
    const language *lang = payload;
    const char *path = getenv("AKTSOM_PASSPHRASE_FILE"), *name = str_c(a, origin);
    if (path && *path)
        return of_file(out, a, path, err);
    const char *question = tr_fill(a, tr(*lang, N_("Passphrase of the key of {log}: ")), "log", name, NULL);
    return of_terminal(out, a, question) ? AK_OK : ak_fail(err, &LED_180, name);
}

ak_code passphrase_new(str *out, arena *a, language lang, str origin, ak_err *err)
{
    const char *path = getenv("AKTSOM_NEW_PASSPHRASE_FILE"), *name = str_c(a, origin);
    str again;
    if (path && *path) {
        AK_TRY(of_file(out, a, path, err));
        return out->n ? AK_OK : ak_fail(err, &APP_061);
    }
    const char *question =
        tr_fill(a, tr(lang, N_("New passphrase for the key of {log}: ")), "log", name, NULL);
    const char *once_more = tr(lang, N_("The same once more: "));
    if (!of_terminal(out, a, question) || !of_terminal(&again, a, once_more))
        return ak_fail(err, &APP_062);
    if (!str_eq(*out, again))
        return ak_fail(err, &APP_060);
    return out->n ? AK_OK : ak_fail(err, &APP_061);
}
