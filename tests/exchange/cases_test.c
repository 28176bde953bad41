/* cases_test.c -- the cases' folders are read whole: every file recognised, no fault in reading. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/message.h"
#include "exchange/import.h"

static void read_folder(arena *a, plan **out, const char *folder)
{
    import_file *files;
    size_t n;
    ak_err err = {0};
    assert_int_equal(import_find(&files, &n, a, folder, &err), AK_OK);
    *out = plan_new(a);
    assert_int_equal(import_read(*out, files, n, LANG_EN, NULL, &err), AK_OK);
}

static void elbuss_is_read_without_a_fault(void **state)
{
    (void)state;
    arena a = {0};
    plan *p;
    read_folder(&a, &p, "cases/elbuss");
    for (size_t i = 0; i < p->faults.n; i++) {
        const fault *f = &p->faults.rows[i];
        print_error("%s:%lld:%s: %s: %s [%s]\n", f->file, (long long)f->row, f->field, f->value,
                    f->rule->text, f->rule->code);
    }
    assert_int_equal(p->faults.total, 0);
    assert_true(p->rows_n > 50);
    assert_true(p->batches_n >= 1);
    bool readme = false;
    for (size_t i = 0; i < p->files_n; i++) {
        readme |= strstr(p->files[i]->file, "README") != NULL;
        assert_true(p->files[i]->format && *p->files[i]->format);
    }
    assert_false(readme);
    arena_free(&a);
}

static void a_path_that_is_not_there_is_told(void **state)
{
    (void)state;
    arena a = {0};
    import_file *files;
    size_t n;
    ak_err err = {0};
    assert_int_equal(import_find(&files, &n, &a, "cases/no such case", &err), AK_E_NOTFOUND);
    assert_string_equal(err.rule->code, "IMP-020");
    arena_free(&a);
}

static bool stop_at_once(void *payload, const char *stage, uint64_t done, uint64_t total)
{
    (void)stage;
    (void)done;
    (void)total;
    ++*(int *)payload;
    return false;
}

static void reading_stops_when_somebody_says_so(void **state)
{
    (void)state;
    arena a = {0};
    import_file *files;
    size_t n;
    int asked = 0;
    const progress steps = {stop_at_once, &asked};
    ak_err err = {0};
    assert_int_equal(import_find(&files, &n, &a, "cases/elbuss", &err), AK_OK);
    assert_int_equal(import_read(plan_new(&a), files, n, LANG_EN, &steps, &err), AK_E_CONFLICT);
    assert_string_equal(err.rule->code, "IMP-025");
    assert_int_equal(asked, 1);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elbuss_is_read_without_a_fault),
        cmocka_unit_test(a_path_that_is_not_there_is_told),
        cmocka_unit_test(reading_stops_when_somebody_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
