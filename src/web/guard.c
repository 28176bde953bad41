/* guard.c -- the doors, as plain functions. */
#include "web/guard.h"

#include <sodium.h>
#include <string.h>

#include "base/sha256.h"

static bool port_fits(str text, int port)
{
    uint64_t n;
    return str_whole(&n, text, UINT16_MAX) && (int)n == port;
}

bool guard_host(str host, int port, const char *const *names, size_t n)
{
    static const char *const loopback[] = {"127.0.0.1", "localhost", "[::1]"};
    for (size_t i = 0; i < sizeof loopback / sizeof *loopback; i++) {
        if (!str_starts(host, loopback[i]))
            continue;
        size_t at = strlen(loopback[i]);
        str rest = {host.p + at, host.n - at};
        if (rest.n == 0 || (rest.p[0] == ':' && port_fits((str){rest.p + 1, rest.n - 1}, port)))
            return true;
    }
    for (size_t i = 0; i < n; i++)
        if (str_is(host, names[i]))
            return true;
    return false;
}

bool guard_origin(str sec_fetch_site, str origin, str host)
{
    if (sec_fetch_site.n)
        return str_is(sec_fetch_site, "same-origin");
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t at = strlen(schemes[i]);
        if (str_starts(origin, schemes[i]) && str_eq((str){origin.p + at, origin.n - at}, host))
            return true;
    }
    return false;
}

bool guard_same(str a, str b)
{
    return a.n == b.n && a.n && sodium_memcmp(a.p, b.p, a.n) == 0;
}

void guard_new_token(char out[static GUARD_TOKEN_TEXT])
{
    unsigned char bytes[GUARD_TOKEN_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    hex_write(out, bytes, sizeof bytes);
}

void guard_new_login(guard *g, int64_t now_s)
{
    guard_new_token(g->login);
    g->login_until_s = now_s + GUARD_LOGIN_SECONDS;
}

bool guard_login(guard *g, str token, int64_t now_s)
{
    if (now_s > g->login_until_s || !guard_same(token, str_of(g->login)))
        return false;
    guard_new_login(g, now_s);
    return true;
}

str guard_cookie(str cookies)
{
    while (cookies.n) {
        str value = str_trim(str_cut(&cookies, ';'));
        str name = str_cut(&value, '=');
        if (str_is(name, "aktsom") && value.n == GUARD_TOKEN_TEXT - 1)
            return value;
    }
    return (str){"", 0};
}

/* The purpose goes first, so that one digest never serves for the other. */
static void digest_of(char out[static 65], const char *purpose, str cookie)
{
    char bytes[32 + GUARD_TOKEN_TEXT] = {0};
    size_t n = strlen(purpose) + 1;
    memcpy(bytes, purpose, n);
    memcpy(bytes + n, cookie.p, cookie.n < GUARD_TOKEN_TEXT ? cookie.n : GUARD_TOKEN_TEXT);
    sha256_hex(out, bytes, n + GUARD_TOKEN_TEXT);
}

void guard_cookie_digest(char out[static 65], str cookie)
{
    digest_of(out, "aktsom cookie", cookie);
}

void guard_form_token(char out[static 65], str cookie)
{
    digest_of(out, "aktsom form", cookie);
}
