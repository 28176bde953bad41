/* witness_server.c -- a witness over HTTP. */
#include "web/witness_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "web/rules.h"
#include "web/stay.h"

#define PORTS_TRIED        20
#define CONNECTIONS_MAX    64
#define SECONDS_MAX        30
#define THREAD_STACK_BYTES ((size_t)1 << 20)

typedef struct question {
    const witness_server_options *o;
    arena a;
    buf body;
    bool post;
} question;

static enum MHD_Result reply(struct MHD_Connection *con, unsigned status, const char *mime, str body)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(
        body.n, (void *)(uintptr_t)(body.n ? body.p : ""), MHD_RESPMEM_MUST_COPY);
    if (!r)
        return MHD_NO;
    MHD_add_response_header(r, "Content-Type", mime);
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(r, "Cache-Control", "no-store");
    enum MHD_Result sent = MHD_queue_response(con, status, r);
    MHD_destroy_response(r);
    return sent;
}

static enum MHD_Result reply_text(struct MHD_Connection *con, unsigned status, const char *text)
{
    return reply(con, status, "text/plain; charset=utf-8", str_of(text));
}

static enum MHD_Result add_checkpoint(question *q, struct MHD_Connection *con)
{
    witness w;
    witness_answer answer;
    ak_err err = {0};
    if (q->body.over)
        return reply_text(con, 413, "too long\n");
    if (witness_open(&w, &q->a, q->o->dir, &err) != AK_OK ||
        witness_answer_to(&answer, &q->a, &w, buf_str(&q->body), q->o->clock(), &err) != AK_OK)
        return reply_text(con, 500, "the witness cannot keep its state\n");
    if (q->o->told)
        q->o->told(q->o->payload, &answer);
    return reply(con, answer.status, answer.mime, answer.body);
}

/* /<64 hex>/checkpoint */
static enum MHD_Result get_checkpoint(question *q, struct MHD_Connection *con, const char *url)
{
    witness w;
    witness_log *logs;
    size_t n;
    ak_err err = {0};
    str rest = str_of(url + 1), hex = str_cut(&rest, '/');
    if (hex.n != SHA256_HEX || !str_is(rest, "checkpoint"))
        return reply_text(con, 404, "no such address\n");
    if (witness_open(&w, &q->a, q->o->dir, &err) != AK_OK ||
        witness_logs(&logs, &n, &q->a, &w, &err) != AK_OK)
        return reply_text(con, 500, "the witness cannot read its state\n");
    for (size_t i = 0; i < n; i++) {
        char of[SHA256_HEX + 1];
        sha256_hex(of, logs[i].origin.p, logs[i].origin.n);
        if (str_is(hex, of) && logs[i].note.n)
            return reply(con, 200, "text/plain; charset=utf-8", logs[i].note);
    }
    return reply_text(con, 404, "unknown log\n");
}

static enum MHD_Result on_request(void *payload, struct MHD_Connection *con, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_bytes, void **state)
{
    (void)version;
    question *q = *state;
    if (!q) {
        *state = q = calloc(1, sizeof *q);
        if (!q)
            abort();
        q->o = payload;
        q->post = strcmp(method, "POST") == 0;
        q->body = buf_new(&q->a, WITNESS_REQUEST_BYTES_MAX);
        return MHD_YES;
    }
    if (*data_bytes) {
        buf_add(&q->body, data, *data_bytes);
        *data_bytes = 0;
        return MHD_YES;
    }
    if (q->post && strcmp(url, "/add-checkpoint") == 0)
        return add_checkpoint(q, con);
    if (q->post || (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0))
        return reply_text(con, 405, "not that way\n");
    return get_checkpoint(q, con, url);
}

static void on_done(void *payload, struct MHD_Connection *con, void **state,
                    enum MHD_RequestTerminationCode code)
{
    (void)payload;
    (void)con;
    (void)code;
    question *q = *state;
    if (!q)
        return;
    arena_free(&q->a);
    free(q);
    *state = NULL;
}

static struct MHD_Daemon *listen_on(const witness_server_options *o, int port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD, (uint16_t)port,
                            NULL, NULL, on_request, (void *)(uintptr_t)o,           //
                            MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,      //
                            MHD_OPTION_NOTIFY_COMPLETED, on_done, NULL,             //
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX, //
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SECONDS_MAX,   //
                            MHD_OPTION_THREAD_STACK_SIZE, THREAD_STACK_BYTES,       //
                            MHD_OPTION_END);
}

static void stop_daemon(void *daemon)
{
    MHD_stop_daemon(daemon);
}

ak_code witness_serve(arena *a, const witness_server_options *o, ak_err *err)
{
    witness w;
    int signals, port = o->port;
    AK_TRY(witness_open(&w, a, o->dir, err)); /* told now, not to the first who asks */
    AK_TRY(stay_begin(&signals, a, err));
    struct MHD_Daemon *daemon = NULL;
    while (port < o->port + PORTS_TRIED && !(daemon = listen_on(o, port)))
        port++;
    if (!daemon)
        return ak_fail(err, &WEB_007, ak_arg_int(o->port), ak_arg_int(o->port + PORTS_TRIED - 1));
    arena_mark mark = arena_save(a);
    arena_own(a, stop_daemon, daemon);
    o->ready(o->payload, port);
    stay_until(signals, o->stay_s);
    arena_rewind(a, mark); /* stops the threads before what they use goes */
    return AK_OK;
}
