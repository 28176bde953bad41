/* pool_test.c -- chunks on several processors, and random numbers that need no order. */
#include "../cmocka_all.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/pool.h"
#include "base/rng.h"
#include "base/str.h"

enum { CHUNKS = 5000 };

typedef struct run {
    const char *out[CHUNKS];
    size_t fail_from; /* chunks that fail: this one and every 7th after it */
} run;

static ak_code one_chunk(void *payload, size_t i, arena *own, ak_err *err)
{
    run *r = payload;
    if (i >= r->fail_from && (i - r->fail_from) % 7 == 0)
        return ak_fail(err, &FIL_001, ak_arg_int((int64_t)i));
    r->out[i] = arena_printf(own, "chunk %zu", i);
    return AK_OK;
}

static void every_chunk_runs_once_and_its_memory_lives_on(void **state)
{
    (void)state;
    static run r;
    r = (run){.fail_from = SIZE_MAX};
    arena a = {0};
    ak_err err = {0};
    assert_int_equal(pool_map(&a, CHUNKS, one_chunk, &r, &err), AK_OK);
    char want[32];
    for (size_t i = 0; i < CHUNKS; i++) {
        snprintf(want, sizeof want, "chunk %zu", i);
        assert_string_equal(r.out[i], want);
    }
    assert_int_equal(pool_map(&a, 0, one_chunk, &r, &err), AK_OK);
    arena_free(&a);
}

static void the_error_is_that_of_the_lowest_chunk_and_all_below_it_have_run(void **state)
{
    (void)state;
    for (int again = 0; again < 50; again++) {
        static run r;
        r = (run){.fail_from = (size_t)again * 31};
        arena a = {0};
        ak_err err = {0};
        assert_int_equal(pool_map(&a, CHUNKS, one_chunk, &r, &err), AK_E_NOTFOUND);
        char want[32];
        snprintf(want, sizeof want, "%zu", r.fail_from);
        assert_string_equal(err.arg[0], want);
        for (size_t i = 0; i < r.fail_from; i++)
            assert_non_null(r.out[i]);
        arena_free(&a);
    }
}

/* Known answers for philox2x64-10 of Salmon et al. (2011): the left word. */
static void random_numbers_are_those_of_philox(void **state)
{
    (void)state;
    assert_int_equal(rng_u64(0, 0, 0), 0xca00a0459843d731u);
    assert_int_equal(rng_u64(UINT64_MAX, UINT64_MAX, UINT64_MAX), 0x65b021d60cd8310fu);
    assert_int_equal(rng_u64(0xa4093822299f31d0u, 0x243f6a8885a308d3u, 0x13198a2e03707344u),
                     0x0a5e742c2997341cu);
}

static void uniform_and_normal_numbers_have_their_moments(void **state)
{
    (void)state;
    enum { N = 200000 };
    double sum = 0, squares = 0, normal = 0, normal_squares = 0;
    size_t below[10] = {0};
    for (uint64_t i = 0; i < N; i++) {
        double u = rng_unit(7, i, 3);
        double z = rng_normal(7, i, 4);
        assert_true(u > 0 && u < 1);
        sum += u;
        squares += u * u;
        normal += z;
        normal_squares += z * z;
        below[rng_below(10, 7, i, 5)]++;
    }
    assert_true(fabs(sum / N - 0.5) < 0.003);
    assert_true(fabs(squares / N - 1.0 / 3) < 0.003);
    assert_true(fabs(normal / N) < 0.01);
    assert_true(fabs(normal_squares / N - 1) < 0.02);
    for (int i = 0; i < 10; i++)
        assert_true(below[i] > N / 10 - 700 && below[i] < N / 10 + 700);
}

/* The distribution function (by erfc of the C library) of what rng_normal gives is the uniform it came
 * from: in the middle and in both tails. */
static void the_normal_quantile_inverts_the_distribution_function(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 100000; i++) {
        double u = rng_unit(1, i, 1);
        double x = rng_normal(1, i, 1);
        double back = 0.5 * erfc(-x / sqrt(2));
        assert_true(fabs(back - u) < 1e-14 + 1e-12 * u);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_chunk_runs_once_and_its_memory_lives_on),
        cmocka_unit_test(the_error_is_that_of_the_lowest_chunk_and_all_below_it_have_run),
        cmocka_unit_test(random_numbers_are_those_of_philox),
        cmocka_unit_test(uniform_and_normal_numbers_have_their_moments),
        cmocka_unit_test(the_normal_quantile_inverts_the_distribution_function),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
