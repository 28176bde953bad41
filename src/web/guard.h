/* guard.h -- the doors, as plain functions: which host, whose form, which link and cookie.
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

#define GUARD_TOKEN_BYTES     32
#define GUARD_TOKEN_TEXT      (2 * GUARD_TOKEN_BYTES + 1)
#define GUARD_SESSION_SECONDS (12 * 3600)
#define GUARD_LOGIN_SECONDS   (15 * 60)

/* The one-time link; lives in memory, so a new start prints a new one.  Calls are guarded by the caller's
 * lock. */
typedef struct guard {
    char login[GUARD_TOKEN_TEXT]; /* a new one after each use */
    int64_t login_until_s;
} guard;

void guard_new_login(guard *g, int64_t now_s);
/* Uses the link up.  False: wrong, used or too old. */
bool guard_login(guard *g, str token, int64_t now_s);
void guard_new_token(char out[static GUARD_TOKEN_TEXT]);
/* The value of our cookie in the header; empty = none. */
str guard_cookie(str cookie_header);
/* What is kept of a cookie, and the token of its forms: neither gives the cookie back. */
void guard_cookie_digest(char out[static 65], str cookie);
void guard_form_token(char out[static 65], str cookie);
/* Equal in constant time. */
bool guard_same(str a, str b);

#endif
