/* json_vectors_test.c -- RFC 8785 against published vectors: the four documents and the number list. */
#include "../cmocka_all.h"

#include <string.h>

#include "../shared_data.h"
#include "base/json.h"

static void documents_have_the_published_canonical_form(void **state)
{
    (void)state;
    static const char *const names[] = {"arrays", "structures", "unicode", "values"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        arena a = {0};
        ak_err err = {0};
        str in = shared_file(&a, arena_printf(&a, "ledger/jcs-rfc8785/input/%s.json", names[i]));
        str want = str_trim(shared_file(&a, arena_printf(&a, "ledger/jcs-rfc8785/output/%s.json", names[i])));
        json *v = NULL;
        buf out = buf_new(&a, 0);
        assert_true(in.n > 0);
        assert_int_equal(json_read(&v, &a, in, NULL, &err), AK_OK);
        assert_int_equal(json_canonical(&out, v, &err), AK_OK);
        assert_int_equal(out.n, want.n);
        assert_memory_equal(out.p, want.p, want.n);
        arena_free(&a);
    }
}

static void every_number_of_the_list_is_written_as_ecmascript_does(void **state)
{
    (void)state;
    arena a = {0};
    str rest = shared_file(&a, "ledger/jcs-rfc8785/es6-numbers.csv");
    size_t n = 0;
    while (rest.n) {
        str line = str_trim(str_cut(&rest, '\n'));
        str hex = str_cut(&line, ',');
        if (hex.n == 0 || hex.p[0] == '#')
            continue;
        char text[48];
        uint64_t bits = strtoull(str_c(&a, hex), NULL, 16);
        double x;
        memcpy(&x, &bits, sizeof x);
        json_double_text(text, x);
        assert_string_equal(text, str_c(&a, line));
        n++;
    }
    assert_true(n >= 1400);
    arena_free(&a);
}

int main(void)
{
    SHARED_DATA_OR_SKIP();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_have_the_published_canonical_form),
        cmocka_unit_test(every_number_of_the_list_is_written_as_ecmascript_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
