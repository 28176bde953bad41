/* fetch.c -- one HTTPS request, over libcurl. */
#include "base/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* First bits of IPv4 ranges that are nobody's on the internet (RFC 6890, RFC 8190). */
static bool private4(uint32_t ip)
{
    static const struct {
        uint32_t net;
        int bits;
    } ranges[] = {
        {0x00000000, 8 }, /* this network */
        {0x0A000000, 8 }, /* private */
        {0x64400000, 10}, /* shared by carriers */
        {0x7F000000, 8 }, /* loopback */
        {0xA9FE0000, 16}, /* link-local; clouds' metadata */
        {0xAC100000, 12}, /* private */
        {0xC0000000, 24}, /* protocol assignments */
        {0xC0000200, 24}, /* documentation */
        {0xC0586300, 24}, /* 6to4 relays */
        {0xC0A80000, 16}, /* private */
        {0xC6120000, 15}, /* benchmarks */
        {0xC6336400, 24}, /* documentation */
        {0xCB007100, 24}, /* documentation */
        {0xE0000000, 4 }, /* multicast */
        {0xF0000000, 4 }, /* reserved, broadcast */
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if ((ip ^ ranges[i].net) >> (32 - ranges[i].bits) == 0)
            return true;
    return false;
}

static uint32_t word_at(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Only 2000::/3 is given out; inside it, what carries an IPv4 address is judged by that. */
static bool private6(const uint8_t ip[static 16])
{
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    static const uint8_t nat64[12] = {0, 0x64, 0xFF, 0x9B};
    if (memcmp(ip, mapped, sizeof mapped) == 0 || memcmp(ip, nat64, sizeof nat64) == 0)
        return private4(word_at(ip + 12));
    if ((ip[0] & 0xE0) != 0x20)
        return true;
    if (ip[0] == 0x20 && ip[1] == 0x02) /* 6to4 */
        return private4(word_at(ip + 2));
    bool special = ip[0] == 0x20 && ip[1] == 0x01 && (ip[2] & 0xFE) == 0; /* 2001::/23, Teredo among them */
    bool documentation = ip[0] == 0x20 && ip[1] == 0x01 && ip[2] == 0x0D && ip[3] == 0xB8;
    return special || documentation;
}

bool fetch_is_private(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return private4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
    if (address->sa_family == AF_INET6)
        return private6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
    return true;
}

typedef struct transfer {
    buf body;
    bool listed, refused;
} transfer;

static curl_socket_t open_socket(void *payload, curlsocktype purpose, struct curl_sockaddr *address)
{
    transfer *t = payload;
    (void)purpose;
    if (!t->listed && fetch_is_private(&address->addr)) {
        t->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take(char *p, size_t size, size_t n, void *payload)
{
    transfer *t = payload;
    buf_add(&t->body, p, size * n);
    return t->body.over ? 0 : size * n;
}

/* The URL's host and port stand in the list. */
static bool is_listed(const char *host, const char *port, const fetch_options *o)
{
    for (size_t i = 0; i < o->allow_n; i++) {
        str port_listed = str_of(o->allow[i]);
        str name = str_cut(&port_listed, ':');
        if (str_is(name, host) && (port_listed.n == 0 || str_is(port_listed, port)))
            return true;
    }
    return false;
}

static ak_code judge_url(bool *listed, const char *url, const fetch_options *o, ak_err *err)
{
    CURLU *u = curl_url();
    char *scheme = NULL, *host = NULL, *port = NULL, *user = NULL;
    bool ok = u && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
              curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
              curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
              curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
              curl_url_get(u, CURLUPART_USER, &user, 0) != CURLUE_OK;
    *listed = ok && is_listed(host, port, o);
    ok = ok && (strcmp(scheme, "https") == 0 || (*listed && strcmp(scheme, "http") == 0));
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_free(user);
    curl_url_cleanup(u);
    return ok ? AK_OK : ak_fail(err, &FET_001, url);
}

static void set_options(CURL *c, transfer *t, const char *url, const str *body, const fetch_options *o)
{
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, t->listed ? "https,http" : "https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)FETCH_SECONDS_MAX);
    curl_easy_setopt(c, CURLOPT_USERAGENT, o->agent ? o->agent : "aktsom");
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
    if (body) {
        curl_easy_setopt(c, CURLOPT_POST, 1L);
        curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)body->n);
        curl_easy_setopt(c, CURLOPT_POSTFIELDS, body->p);
    }
}

static void start(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

ak_code fetch(fetch_answer *out, arena *a, const char *url, const str *body, const fetch_options *options,
              ak_err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static const fetch_options none;
    const fetch_options *o = options ? options : &none;
    transfer t = {.body = buf_new(a, o->bytes_max ? o->bytes_max : FETCH_BYTES_MAX)};
    pthread_once(&once, start);
    AK_TRY(judge_url(&t.listed, url, o, err));
    CURL *c = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:"); /* no waiting for 100 Continue */
    if (body)
        headers = curl_slist_append(headers, "Content-Type: text/plain; charset=utf-8");
    if (!c || !headers)
        abort();
    set_options(c, &t, url, body, o);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
    CURLcode code = curl_easy_perform(c);
    *out = (fetch_answer){.body = buf_str(&t.body)};
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &out->status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(c);
    if (t.refused)
        return ak_fail(err, &FET_002, url);
    if (t.body.over)
        return ak_fail(err, &FET_004, url, ak_arg_int((int64_t)(t.body.limit_bytes >> 20)));
    return code == CURLE_OK ? AK_OK : ak_fail(err, &FET_003, url, curl_easy_strerror(code));
}
