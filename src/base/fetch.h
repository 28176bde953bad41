/* fetch.h -- one HTTPS request to somewhere else, that cannot be led astray.
 *
 * https only, no redirects, no proxy of the environment, 10 s, 1 MiB; the address is looked at when the
 * connection is opened, so that no name leads to this machine, the local network or a cloud's own services.
 * What the caller lists as "host" or "host:port" may be of any address, and http too: a witness in the same
 * house.  Source: OWASP Server Side Request Forgery Prevention Cheat Sheet; RFC 6890 and RFC 8190 ranges.
 */
#ifndef BASE_FETCH_H
#define BASE_FETCH_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/str.h"

#define FETCH_BYTES_MAX      ((size_t)1 << 20)
#define FETCH_TILE_BYTES_MAX ((size_t)17 << 20) /* an entry bundle may be 16 MiB */
#define FETCH_SECONDS_MAX    10

typedef struct fetch_options {
    const char *const *allow; /* [allow_n] "host" or "host:port"; may be NULL */
    size_t allow_n;
    size_t bytes_max;  /* of the answer; 0 = FETCH_BYTES_MAX */
    const char *agent; /* NULL = "aktsom" */
} fetch_options;

typedef struct fetch_answer {
    long status; /* HTTP */
    str body;
} fetch_answer;

/* GET, or POST when body is not NULL.  Any status is an answer.
 * FET-001 USAGE: no such address; FET-002 DENIED: an address of this machine or network that is not listed;
 * FET-003 SYSTEM: not reached, too slow; FET-004 LIMIT: too long. */
AK_MUST_USE ak_code fetch(fetch_answer *out, arena *a, const char *url, const str *body,
                          const fetch_options *options, ak_err *err);

/* True for addresses that a name of the internet must not lead to. */
bool fetch_is_private(const struct sockaddr *address);

#endif
