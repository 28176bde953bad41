/* witness_server.h -- a witness over HTTP: C2SP tlog-witness on loopback, behind whatever serves HTTPS.
 *
 *     POST /add-checkpoint                    ledger/witness.h decides the answer
 *     GET  /<SHA-256 of an origin, hex>/checkpoint    the last head that was signed of that log
 *
 * Without login: what is asked must carry a followed log's signature, what is read is public.
 */
#ifndef WEB_WITNESS_SERVER_H
#define WEB_WITNESS_SERVER_H

#include "ledger/witness.h"

typedef struct witness_server_options {
    const char *dir;        /* private/witness: opened anew for each request, so that new logs are followed */
    int port;               /* the next free one of 20 is taken when it is in use */
    int64_t stay_s;         /* 0 = until told */
    int64_t (*clock)(void); /* seconds of UTC */
    void (*ready)(void *payload, int port);
    void (*told)(void *payload, const witness_answer *answer); /* after each add-checkpoint; many threads */
    void *payload;
} witness_server_options;

AK_MUST_USE ak_code witness_serve(arena *a, const witness_server_options *o, ak_err *err);

#endif
