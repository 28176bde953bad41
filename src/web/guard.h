/* guard.h -- the doors, as plain functions: which host, whose form, which session.
 *
 * Sources: Fetch Metadata Request Headers (W3C), RFC 6265bis SameSite; decisions D29 and section 3, hole 3.
 */
#ifndef WEB_GUARD_H
#define WEB_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* host: the Host header.  127.0.0.1, localhost, [::1] with or without this port, and names of the list. */
bool guard_host(str host, int port, const char *const *names, size_t n);

/* A request that writes: Sec-Fetch-Site must be same-origin (none is no page at all: a typed address, which
 * does not post).  Without that header Origin must be http(s)://HOST.  Neither: refused. */
bool guard_origin(str sec_fetch_site, str origin, str host);

#define GUARD_TOKEN_BYTES 32
#define GUARD_TOKEN_TEXT (2 * GUARD_TOKEN_BYTES + 1)
#define GUARD_SESSIONS_MAX 64
#define GUARD_SESSION_SECONDS (12 * 3600)
#define GUARD_LOGIN_SECONDS (15 * 60)

/* Sessions live in memory: a new start asks for a new login.  Calls are guarded by the caller's lock. */
typedef struct guard_session {
    char id[GUARD_TOKEN_TEXT];   /* the cookie */
    char form[GUARD_TOKEN_TEXT]; /* the form token */
    int64_t until_s;             /* 0 = free */
} guard_session;

typedef struct guard {
    char login[GUARD_TOKEN_TEXT]; /* the one-time link; a new one after each use */
    int64_t login_until_s;
    guard_session sessions[GUARD_SESSIONS_MAX];
} guard;

void guard_new_login(guard *g, int64_t now_s);
/* Uses the link up.  NULL: wrong, used or too old.  The oldest session goes when all places are taken. */
const guard_session *guard_login(guard *g, str token, int64_t now_s);
const guard_session *guard_find(const guard *g, str cookie_header, int64_t now_s);
void guard_logout(guard *g, const guard_session *s);
/* Equal in constant time. */
bool guard_same(str a, str b);

#endif
