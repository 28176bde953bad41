/* decimal_test.c -- decimal numbers as documents write them, and shares that add up. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"

static const decimal_dialect point = {.comma = false};
static const decimal_dialect comma = {.comma = true};

static void reads(const char *text, decimal_dialect how, const char *want)
{
    decimal d;
    ak_err err = {0};
    char got[DECIMAL_TEXT_BYTES];
    if (decimal_read(&d, str_of(text), how, &err) != AK_OK)
        fail_msg("'%s' is refused: %s", text, err.rule->code);
    if (strcmp(decimal_text(got, d), want) != 0)
        fail_msg("'%s' is read as %s, not %s", text, got, want);
}

static void refuses(const char *text, decimal_dialect how, const char *code)
{
    decimal d = {77, 7};
    ak_err err = {0};
    if (decimal_read(&d, str_of(text), how, &err) == AK_OK)
        fail_msg("'%s' is read as %lld scale %d", text, (long long)d.n, d.scale);
    if (strcmp(err.rule->code, code) != 0)
        fail_msg("'%s' is refused with %s, not %s", text, err.rule->code, code);
    assert_int_equal(d.n, 77);
}

static void what_a_document_writes_is_read_to_the_digit(void **state)
{
    (void)state;
    reads("0.10", point, "0.10");
    reads("-0.5", point, "-0.5");
    reads("-0", point, "0");
    reads("007", point, "7");
    reads(" 12 ", point, "12");
    reads("\xe2\x88\x92"
          "3,5",
          comma, "-3.5");
    reads("+3,5", comma, "3.5");
    reads("1 234,50", comma, "1234.50");
    reads("1\xc2\xa0"
          "234\xc2\xa0"
          "567,5",
          comma, "1234567.5");
    reads("1\xe2\x80\xaf"
          "234",
          comma, "1234");
    reads("1'234.5", point, "1234.5");
    reads("1.234.567", comma, "1234567");
    reads("1.234,5", comma, "1234.5");
    reads("1,234,567.89", point, "1234567.89");
    reads("1,234.5", point, "1234.5");
    reads("999999999999999999", point, "999999999999999999");
    reads("0.000000000000000001", point, "0.000000000000000001");
    reads("000000000000000000000001", point, "1");
}

static void what_reads_two_ways_is_refused_as_unclear(void **state)
{
    (void)state;
    refuses("1.234", comma, "NUM-002");
    refuses("1,234", point, "NUM-002");
    refuses("0.123", comma, "NUM-002");
    refuses("12.5", comma, "NUM-002");
    refuses("12,5", point, "NUM-002");
    refuses("1234.567,8", comma, "NUM-002");
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",         " ",    "-",        "+",    "x",        "1x",        "12 34", "1 23",
        "1234 567", "1..2", "1.2.3",    ".5",   "5.",       "--1",       "1 -2",  "0x10",
        "NaN",      "inf",  "1 234 56", "1 ,5", "\xc2\xa0", "1\xc3\xa5", "1,2,3", "1 234'567",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        decimal d;
        ak_err err = {0};
        if (decimal_read(&d, str_of(bad[i]), point, &err) != AK_E_INPUT)
            fail_msg("'%s' is read", bad[i]);
    }
    refuses("1e5", point, "NUM-004");
    refuses("1234567890123456789", point, "NUM-003");
    refuses("0.1234567890123456789", point, "NUM-003");
}

static void exponents_are_read_where_they_are_asked_for(void **state)
{
    (void)state;
    decimal_dialect how = {.exponent = true};
    reads("1.5e-3", how, "0.0015");
    reads("1.5E3", how, "1500");
    reads("2e+17", how, "200000000000000000");
    reads("10e-19", how, "0.000000000000000001");
    refuses("1e18", how, "NUM-003");
    refuses("1e-19", how, "NUM-003");
    refuses("1e", how, "NUM-001");
    refuses("1e99999999999", how, "NUM-003");
    refuses("e5", how, "NUM-001");
}

static void halves_go_to_the_even_neighbour(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        const char *out;
    } cases[] = {
        {"0.5",       "0" },
        {"1.5",       "2" },
        {"2.5",       "2" },
        {"-0.5",      "0" },
        {"-1.5",      "-2"},
        {"-2.5",      "-2"},
        {"2.51",      "3" },
        {"2.4999999", "2" },
    };
    char text[DECIMAL_TEXT_BYTES];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        decimal d;
        assert_int_equal(decimal_read_plain(&d, str_of(cases[i].in), NULL), AK_OK);
        assert_string_equal(decimal_text(text, decimal_round(d, 0)), cases[i].out);
        bool rounded = false;
        decimal q;
        assert_int_equal(decimal_mul_ratio(&q, &rounded, d, 1, 1, 0, NULL), AK_OK);
        assert_string_equal(decimal_text(text, q), cases[i].out);
        assert_true(rounded);
    }
}

/* Random ratios against the definition in 128 bits, and the laws of order and addition. */
static void arithmetic_is_exact_over_random_numbers(void **state)
{
    (void)state;
    uint64_t x = 88172645463325252u;
    for (int i = 0; i < 40000; i++) {
        int64_t v[4];
        for (int k = 0; k < 4; k++) {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            v[k] = (int64_t)(x % 2000001) - 1000000;
        }
        decimal a = {v[0], (int)(x % 7)};
        decimal b = {v[1], (int)(x / 7 % 7)};
        decimal sum, back, product;
        assert_int_equal(decimal_add(&sum, a, b, NULL), AK_OK);
        assert_int_equal(decimal_sub(&back, sum, b, NULL), AK_OK);
        assert_int_equal(decimal_cmp(back, a), 0);
        assert_int_equal(decimal_cmp(a, b), -decimal_cmp(b, a));
        int64_t den = (v[3] < 0 ? -v[3] : v[3]) + 1;
        assert_int_equal(decimal_mul_ratio(&product, NULL, a, v[2], den, 4, NULL), AK_OK);
        decimal_wide ten = 1;
        for (int k = 0; k < a.scale; k++)
            ten *= 10;
        decimal_wide want = decimal_divide_even((decimal_wide)a.n * v[2] * 10000, ten * den);
        assert_true(want == product.n);
        char text[DECIMAL_TEXT_BYTES];
        decimal again;
        assert_int_equal(decimal_read_plain(&again, str_of(decimal_text(text, product)), NULL), AK_OK);
        assert_int_equal(again.n, product.n);
        assert_int_equal(again.scale, product.scale);
    }
}

static void too_large_results_are_errors_not_wrapped(void **state)
{
    (void)state;
    decimal most = {999999999999999999, 0};
    decimal out = {1, 0};
    ak_err err = {0};
    assert_int_equal(decimal_add(&out, most, most, &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "NUM-003");
    assert_int_equal(decimal_mul(&out, most, most, &err), AK_E_INPUT);
    assert_int_equal(decimal_mul_ratio(&out, NULL, most, INT64_MAX, 1, 18, &err), AK_E_INPUT);
    assert_int_equal(decimal_mul_ratio(&out, NULL, most, INT64_MAX, INT64_MAX, 0, &err), AK_OK);
    assert_int_equal(out.n, most.n);
    int64_t minor = 0;
    decimal d = {1234500, 4};
    assert_int_equal(decimal_scaled(&minor, d, 2, &err), AK_OK);
    assert_int_equal(minor, 12345);
    assert_int_equal(decimal_scaled(&minor, (decimal){123456, 3}, 2, &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "NUM-005");
    assert_string_equal(err.arg[0], "123.456");
    assert_int_equal(decimal_scaled(&minor, most, 2, &err), AK_E_INPUT);
}

static void shares_add_up_to_one_and_none_is_off_by_more_than_a_millionth(void **state)
{
    (void)state;
    arena a = {0};
    int64_t got[3];
    const int64_t thirds[3] = {1, 1, 1};
    assert_int_equal(share_of_parts(got, thirds, 3, &a, NULL), AK_OK);
    assert_int_equal(got[0], 333334); /* ties: the earlier part */
    assert_int_equal(got[1], 333333);
    assert_int_equal(got[2], 333333);
    const double huge[3] = {1.7e308, 1.7e308, 0};
    assert_int_equal(share_of_doubles(got, huge, 3, &a, NULL), AK_OK);
    assert_int_equal(got[0], 500000);
    assert_int_equal(got[2], 0);
    uint64_t x = 12345;
    for (int round = 0; round < 4000; round++) {
        enum { N = 17 };
        int64_t parts[N], shares[N], doubles_shares[N];
        double doubles[N];
        double total = 0;
        for (int i = 0; i < N; i++) {
            x = x * 6364136223846793005u + 1442695040888963407u;
            parts[i] = (int64_t)(x >> 40) * (int64_t)(x >> 63);
            doubles[i] = (double)parts[i];
            total += doubles[i];
        }
        if (total <= 0)
            continue;
        assert_int_equal(share_of_parts(shares, parts, N, &a, NULL), AK_OK);
        assert_int_equal(share_of_doubles(doubles_shares, doubles, N, &a, NULL), AK_OK);
        int64_t sum = 0, sum_doubles = 0;
        for (int i = 0; i < N; i++) {
            sum += shares[i];
            sum_doubles += doubles_shares[i];
            double exact = doubles[i] / total * 1e6;
            assert_true((double)shares[i] > exact - 1.0 && (double)shares[i] < exact + 1.0);
            assert_true((double)doubles_shares[i] > exact - 1.1 && (double)doubles_shares[i] < exact + 1.1);
        }
        assert_int_equal(sum, 1000000);
        assert_int_equal(sum_doubles, 1000000);
    }
    const int64_t none[2] = {0, 0};
    assert_int_equal(share_of_parts(got, none, 2, &a, NULL), AK_E_INPUT);
    const int64_t negative[2] = {3, -1};
    assert_int_equal(share_of_parts(got, negative, 2, &a, NULL), AK_E_INPUT);
    char text[DECIMAL_TEXT_BYTES];
    assert_string_equal(share_text(text, 731107), "0.731107");
    assert_string_equal(share_text(text, 1000000), "1.000000");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_document_writes_is_read_to_the_digit),
        cmocka_unit_test(what_reads_two_ways_is_refused_as_unclear),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(exponents_are_read_where_they_are_asked_for),
        cmocka_unit_test(halves_go_to_the_even_neighbour),
        cmocka_unit_test(arithmetic_is_exact_over_random_numbers),
        cmocka_unit_test(too_large_results_are_errors_not_wrapped),
        cmocka_unit_test(shares_add_up_to_one_and_none_is_off_by_more_than_a_millionth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
