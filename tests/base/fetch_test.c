/* fetch_test.c -- requests to elsewhere cannot be led to this machine or its network. */
#include "../cmocka_all.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fetch.h"

static bool is_private(const char *text)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return fetch_is_private((const struct sockaddr *)&v4);
    assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
    return fetch_is_private((const struct sockaddr *)&v6);
}

/* RFC 6890 and RFC 8190: the ranges that are not globally reachable, first and last address of each. */
static void addresses_of_machine_and_network_are_known(void **state)
{
    (void)state;
    static const char *const closed[] = {
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "192.88.99.1",
        "::",
        "::1",
        "fe80::1",
        "febf::1",
        "fc00::1",
        "fdff::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:c0a8:101::",
        "2001::1",
        "2001:db8::1",
        "100::1",
        "4000::1",
    };
    static const char *const open[] = {
        "1.1.1.1",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255",   "100.128.0.0",
        "126.255.255.255", "128.0.0.0",       "169.253.255.255", "169.255.0.0",      "172.15.255.255",
        "172.32.0.0",      "192.167.255.255", "192.169.0.0",     "198.17.255.255",   "198.20.0.0",
        "223.255.255.255", "2a00:1450::1",    "::ffff:8.8.8.8",  "64:ff9b::808:808", "2002:808:808::",
        "2001:4860::1",    "2001:200::1",
    };
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (!is_private(closed[i]))
            fail_msg("%s is taken for public", closed[i]);
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (is_private(open[i]))
            fail_msg("%s is taken for private", open[i]);
    assert_true(fetch_is_private(&(struct sockaddr){.sa_family = AF_UNIX}));
}

static void refused(const char *url, const char *allow, const ak_rule *rule)
{
    arena a = {0};
    fetch_answer answer;
    ak_err err = {0};
    ak_code code =
        fetch(&answer, &a, url, NULL, &(fetch_options){.allow = &allow, .allow_n = allow ? 1 : 0}, &err);
    if (code == AK_OK || err.rule != rule)
        fail_msg("%s: %s", url, err.rule ? err.rule->code : "fetched");
    arena_free(&a);
}

/* "https, no redirects, address checked in the open-socket callback (no private, loopback, link-local ranges
 * unless listed), 10 s, 1 MiB" (decisions, hole 5) */
static void what_is_not_listed_is_not_asked(void **state)
{
    (void)state;
    refused("http://example.org/", NULL, &FET_001);
    refused("ftp://example.org/", NULL, &FET_001);
    refused("file:///etc/passwd", "localhost", &FET_001);
    refused("https://user@example.org/", NULL, &FET_001);
    refused("https://", NULL, &FET_001);
    refused("nonsense", NULL, &FET_001);
    refused("https://127.0.0.1:1/", NULL, &FET_002);
    refused("https://localhost:1/", NULL, &FET_002);
    refused("https://[::1]:1/", NULL, &FET_002);
    refused("https://2130706433:1/", NULL, &FET_002); /* 127.0.0.1 as one number */
    refused("https://127.0.0.1:2/", "127.0.0.1:1", &FET_002);
    refused("http://127.0.0.1:2/", "127.0.0.1:1", &FET_001);
    refused("http://127.0.0.1.example.org:1/", "127.0.0.1:1", &FET_001);
}

typedef struct house {
    int fd, port;
    const char *answer;
    pthread_t thread;
} house;

static void *serve_once(void *payload)
{
    house *h = payload;
    int con = accept(h->fd, NULL, NULL);
    char request[4096];
    ssize_t n = read(con, request, sizeof request);
    for (size_t at = 0, all = strlen(h->answer); n > 0 && at < all;) {
        ssize_t sent = send(con, h->answer + at, all - at, MSG_NOSIGNAL);
        if (sent <= 0)
            break;
        at += (size_t)sent;
    }
    close(con);
    return NULL;
}

static void house_open(house *h, const char *answer)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    h->answer = answer;
    h->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(h->fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(h->fd, 1), 0);
    assert_int_equal(getsockname(h->fd, (struct sockaddr *)&at, &n), 0);
    h->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&h->thread, NULL, serve_once, h), 0);
}

static ak_code ask(fetch_answer *out, arena *a, const char *answer, size_t bytes_max, ak_err *err)
{
    house h;
    house_open(&h, answer);
    const char *allow = arena_printf(a, "127.0.0.1:%d", h.port);
    const char *url = arena_printf(a, "http://127.0.0.1:%d/x", h.port);
    ak_code code = fetch(out, a, url, NULL,
                         &(fetch_options){.allow = &allow, .allow_n = 1, .bytes_max = bytes_max}, err);
    pthread_join(h.thread, NULL);
    close(h.fd);
    return code;
}

static void a_listed_house_is_asked_and_leads_nowhere_else(void **state)
{
    (void)state;
    arena a = {0};
    fetch_answer out;
    ak_err err = {0};
    assert_int_equal(ask(&out, &a, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 0, &err), AK_OK);
    assert_int_equal(out.status, 200);
    assert_true(str_is(out.body, "hi"));
    assert_int_equal(ask(&out, &a,
                         "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
                         0, &err),
                     AK_OK);
    assert_int_equal(out.status, 302); /* it is told, not followed */
    char *large = arena_alloc(&a, 3000);
    strcpy(large, "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n");
    memset(large + strlen(large), 'x', 2000);
    assert_int_equal(ask(&out, &a, large, 1000, &err), AK_E_LIMIT);
    assert_ptr_equal(err.rule, &FET_004);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_machine_and_network_are_known),
        cmocka_unit_test(what_is_not_listed_is_not_asked),
        cmocka_unit_test(a_listed_house_is_asked_and_leads_nowhere_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
