/* guard_test.c -- the doors: hosts, forms, sessions; and routes. */
#include "../cmocka_all.h"

#include <string.h>

#include <sodium.h>

#include "web/guard.h"
#include "web/route.h"

/* Decisions section 3, hole 3: "loopback without login: any web page (DNS rebinding) or local user reads and
 * posts"; closed by "Host allow-list, one-time login link, Sec-Fetch-Site + Origin + form token". */
static void only_listed_hosts_are_answered(void **state)
{
    (void)state;
    const char *const names[] = {"aktsom.example"};
    assert_true(guard_host(STR("127.0.0.1:8080"), 8080, names, 1));
    assert_true(guard_host(STR("localhost:8080"), 8080, names, 1));
    assert_true(guard_host(STR("[::1]:8080"), 8080, names, 1));
    assert_true(guard_host(STR("aktsom.example"), 8080, names, 1));
    assert_false(guard_host(STR("127.0.0.1:8081"), 8080, names, 1));
    assert_false(guard_host(STR("127.0.0.1.evil.example:8080"), 8080, names, 1));
    assert_false(guard_host(STR("localhost.evil.example"), 8080, names, 1));
    assert_false(guard_host(STR("evil.example:8080"), 8080, names, 1));
    assert_false(guard_host(STR("aktsom.example.evil"), 8080, names, 1));
    assert_false(guard_host(STR(""), 8080, names, 1));
    assert_false(guard_host(STR("127.0.0.1:"), 8080, names, 1));
    assert_false(guard_host(STR("127.0.0.1:08080x"), 8080, names, 1));
}

static void a_form_must_come_from_our_own_page(void **state)
{
    (void)state;
    str host = STR("127.0.0.1:8080");
    assert_true(guard_origin(STR("same-origin"), STR(""), host));
    assert_false(guard_origin(STR("same-site"), STR("http://127.0.0.1:8080"), host));
    assert_false(guard_origin(STR("cross-site"), STR("http://127.0.0.1:8080"), host));
    assert_false(guard_origin(STR("none"), STR("http://127.0.0.1:8080"), host));
    assert_true(guard_origin(STR(""), STR("http://127.0.0.1:8080"), host));
    assert_false(guard_origin(STR(""), STR("http://127.0.0.1:8081"), host));
    assert_false(guard_origin(STR(""), STR("null"), host));
    assert_false(guard_origin(STR(""), STR(""), host));
}

static void a_login_link_works_once_and_not_for_long(void **state)
{
    (void)state;
    static guard g;
    memset(&g, 0, sizeof g);
    assert_false(guard_login(&g, STR(""), 1000));
    guard_new_login(&g, 1000);
    char link[GUARD_TOKEN_TEXT];
    memcpy(link, g.login, sizeof link);
    assert_false(guard_login(&g, STR("0000"), 1000));
    assert_true(guard_login(&g, str_of(link), 1000));
    assert_false(guard_login(&g, str_of(link), 1000));
    guard_new_login(&g, 2000);
    memcpy(link, g.login, sizeof link);
    assert_false(guard_login(&g, str_of(link), 2000 + GUARD_LOGIN_SECONDS + 1));
}

static void what_is_kept_of_a_cookie_does_not_give_it_back(void **state)
{
    (void)state;
    char cookie[GUARD_TOKEN_TEXT], other[GUARD_TOKEN_TEXT], kept[65], form[65], again[65];
    guard_new_token(cookie);
    guard_new_token(other);
    assert_string_not_equal(cookie, other);
    char header[200] = "other=1; aktsom=";
    strcat(header, cookie);
    assert_true(str_is(guard_cookie(str_of(header)), cookie));
    assert_true(str_is(guard_cookie(STR("a=aktsom; b=aktsom=x")), ""));
    assert_true(str_is(guard_cookie(STR("")), ""));
    guard_cookie_digest(kept, str_of(cookie));
    guard_form_token(form, str_of(cookie));
    guard_cookie_digest(again, str_of(other));
    assert_string_not_equal(kept, cookie);
    assert_string_not_equal(form, cookie);
    assert_string_not_equal(kept, form);
    assert_string_not_equal(kept, again);
}

static const action some[] = {
    {.name = "due",  .args = "", .help = "x"      },
    {.name = "init", .args = "", .page = "-",       .help = "x"},
    {.name = "trace",              .args = "",          .help = "x"   },
    {.name = "trace up",              .args = "",       .help = "x"},
};

static route read(arena *a, const char *path)
{
    return route_read(a, str_of(path), some, sizeof some / sizeof *some);
}

static void an_address_names_language_action_form_and_table(void **state)
{
    (void)state;
    arena a = {0};
    route r = read(&a, "/nb/trace/up.json");
    assert_int_equal(r.kind, ROUTE_ACTION);
    assert_int_equal(r.lang, LANG_NB);
    assert_int_equal(r.form, ROUTE_JSON);
    assert_string_equal(r.act->name, "trace up");
    assert_string_equal(r.table, "");
    r = read(&a, "/en/trace/rows.csv");
    assert_string_equal(r.act->name, "trace");
    assert_string_equal(r.table, "rows");
    assert_int_equal(r.form, ROUTE_CSV);
    r = read(&a, "/da/due.tlog-proof");
    assert_int_equal(r.form, ROUTE_PROOF);
    assert_string_equal(r.act->name, "due");
    assert_int_equal(read(&a, "/nb/init").kind, ROUTE_NONE); /* command line only */
    assert_int_equal(read(&a, "/nb/duel").kind, ROUTE_NONE);
    assert_int_equal(read(&a, "/fr/due").kind, ROUTE_NONE);
    assert_int_equal(read(&a, "/").kind, ROUTE_HOME);
    assert_int_equal(read(&a, "/da").kind, ROUTE_HOME);
    arena_free(&a);
}

static void no_address_leads_out_of_the_log_folder(void **state)
{
    (void)state;
    arena a = {0};
    assert_int_equal(read(&a, "/log/tile/0/000").kind, ROUTE_LOG);
    static const char *const bad[] = {"/log/../private/keys/log.key",
                                      "/log/",
                                      "/log",
                                      "/log//x",
                                      "/log/.x",
                                      "/log/a/../b",
                                      "/log/a\\..\\b",
                                      "/assets/../x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(read(&a, bad[i]).kind, ROUTE_NONE);
    arena_free(&a);
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_listed_hosts_are_answered),
        cmocka_unit_test(a_form_must_come_from_our_own_page),
        cmocka_unit_test(a_login_link_works_once_and_not_for_long),
        cmocka_unit_test(what_is_kept_of_a_cookie_does_not_give_it_back),
        cmocka_unit_test(an_address_names_language_action_form_and_table),
        cmocka_unit_test(no_address_leads_out_of_the_log_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
