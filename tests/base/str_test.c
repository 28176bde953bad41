/* str_test.c -- pieces of text, buffers, hex and base64. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/str.h"

static void base64_is_read_strictly(void **state)
{
    (void)state;
    arena a = {0};
    str out;
    assert_true(base64_read(&a, &out, STR("Zm9vYg==")));
    assert_true(str_is(out, "foob"));
    assert_false(base64_read(&a, &out, STR("Zm9vYh=="))); /* unused bits set */
    assert_false(base64_read(&a, &out, STR("Zm9vYg=")));  /* padding short */
    assert_false(base64_read(&a, &out, STR("Zm9vYg")));   /* padding missing */
    assert_false(base64_read(&a, &out, STR("Zm9v Yg=")));
    assert_false(base64_read(&a, &out, STR("Zg=====")));
    assert_true(base64url_read(&a, &out, STR("-_8")));
    assert_memory_equal(out.p, "\xfb\xff", 2);
    assert_false(base64url_read(&a, &out, STR("-_8=")));
    for (size_t n = 0; n < 70; n++) {
        unsigned char bytes[70];
        for (size_t i = 0; i < n; i++)
            bytes[i] = (unsigned char)(i * 37 + n);
        assert_true(base64_read(&a, &out, base64_write(&a, bytes, n)));
        assert_int_equal(out.n, n);
        assert_memory_equal(out.p, bytes, n);
        assert_true(base64url_read(&a, &out, base64url_write(&a, bytes, n)));
        assert_memory_equal(out.p, bytes, n);
    }
    arena_free(&a);
}

static void folding_makes_header_words_meet(void **state)
{
    (void)state;
    arena a = {0};
    assert_true(str_is(str_fold(&a, STR("  Leverand\xc3\x98R \t nr ")), "leverand\xc3\xb8r nr"));
    /* e + combining acute = e acute */
    assert_true(str_eq(str_fold(&a, STR("caf\x65\xcc\x81")), str_fold(&a, STR("CAF\xc3\x89"))));
    arena_free(&a);
}

static void strict_utf8(void **state)
{
    (void)state;
    assert_true(str_utf8_ok(STR("a\xc3\xb8\xe2\x82\xac\xf0\x9f\x98\x80")));
    assert_false(str_utf8_ok(STR("\xc0\x80")));     /* overlong */
    assert_false(str_utf8_ok(STR("\xed\xa0\x80"))); /* surrogate */
    assert_false(str_utf8_ok(STR("\xf4\x90\x80\x80")));
    assert_false(str_utf8_ok(STR("\xc3")));
}

static void a_buffer_stops_at_its_limit(void **state)
{
    (void)state;
    arena a = {0};
    buf b = buf_new(&a, 10);
    buf_add_c(&b, "0123456789");
    ak_err err = {0};
    assert_int_equal(buf_done(&b, &err), AK_OK);
    buf_add_char(&b, 'x');
    assert_int_equal(buf_done(&b, &err), AK_E_LIMIT);
    assert_int_equal(b.n, 10);
    arena_free(&a);
}

static void cutting_walks_a_list(void **state)
{
    (void)state;
    str rest = STR("a|bc||d");
    assert_true(str_is(str_cut(&rest, '|'), "a"));
    assert_true(str_is(str_cut(&rest, '|'), "bc"));
    assert_true(str_is(str_cut(&rest, '|'), ""));
    assert_true(str_is(str_cut(&rest, '|'), "d"));
    assert_int_equal(rest.n, 0);
}

static void numbers_are_digits_and_nothing_else(void **state)
{
    (void)state;
    static const char *const none[] = {"",    " 1",  "1 ", "+1", "-1",      "1.0",
                                       "1e3", "0x1", "1/", ":",  "\xd9\xa1"};
    uint64_t n = 77;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(str_digits(&n, str_of(none[i])));
        assert_false(str_whole(&n, str_of(none[i]), UINT64_MAX));
    }
    assert_false(str_digits(&n, STR("00000000000000000001"))); /* 20 of them */
    assert_false(str_whole(&n, STR("10000000000000000000"), UINT64_MAX));
    assert_false(str_whole(&n, STR("00"), 9));
    assert_false(str_whole(&n, STR("07"), 9));
    assert_false(str_whole(&n, STR("10"), 9));
    assert_int_equal(n, 77);
    assert_true(str_digits(&n, STR("0070")));
    assert_int_equal(n, 70);
    assert_true(str_whole(&n, STR("0"), 0));
    assert_int_equal(n, 0);
    assert_true(str_whole(&n, STR("9"), 9));
    assert_int_equal(n, 9);
    assert_true(str_whole(&n, STR("9999999999999999999"), UINT64_MAX));
    assert_true(n == UINT64_C(9999999999999999999));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_is_read_strictly),
        cmocka_unit_test(folding_makes_header_words_meet),
        cmocka_unit_test(strict_utf8),
        cmocka_unit_test(a_buffer_stops_at_its_limit),
        cmocka_unit_test(cutting_walks_a_list),
        cmocka_unit_test(numbers_are_digits_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
