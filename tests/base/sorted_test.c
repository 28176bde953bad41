/* sorted_test.c -- the first of equal rows is found, and the place of a key that is not there. */
#include "../cmocka_all.h"

#include "base/sorted.h"

typedef struct row {
    char padding[12];
    int64_t key;
} row;

static int row_order(const void *r, const void *key)
{
    int64_t a = ((const row *)r)->key;
    int64_t b = *(const int64_t *)key;
    return (a > b) - (a < b);
}

static void both_tell_what_going_through_all_rows_tells(void **state)
{
    (void)state;
    row rows[40] = {0};
    uint64_t seed = 1;
    for (int round = 0; round < 2000; round++) {
        size_t n = (size_t)(round % 40);
        int64_t at = -3;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            at += (int64_t)(seed >> 62); /* 0..3: keys stand several times */
            rows[i].key = at;
        }
        for (int64_t key = -4; key <= at + 1; key++) {
            size_t first = 0;
            while (first < n && rows[first].key < key)
                first++;
            assert_int_equal(SORTED_FIRST(rows, n, key, key), first);
            assert_int_equal(sorted_first_by(rows, n, sizeof *rows, &key, row_order), first);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_tell_what_going_through_all_rows_tells)};
    return cmocka_run_group_tests_name("sorted", tests, NULL, NULL);
}
